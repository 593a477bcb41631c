#pragma once

#include <map>
#include <string>

#include "graph/store/codec.h"
#include "graph/store/database.h"

namespace entente::store {

/// How long the lists of highest degrees are.
inline constexpr std::size_t kTopLength = 1000;

/// The row of meta that says that the lists are right. Whatever changes the graph deletes it in the same batch.
inline constexpr std::string_view kTopMark = "top";

/// The first of all nodes that are offered: those with more shown edges, of equal ones those with the smaller key.
class Ranking {
 public:
  explicit Ranking(std::size_t limit) : limit_(limit) {}

  void offer(Key64 node, std::uint64_t shown);
  TopList finish();

 private:
  std::size_t limit_;
  TopList heap_;  // the last of those kept is at the front
};

/// The rows that `top` should have, computed from `degree`.
Result<std::map<std::string, std::string>> top_lists(const Reader& reader);

/// Computes the lists from `degree` and writes them, unless they are right. Reads the degree of every node.
Status renew_top_lists(const Database& database);

/// The nodes with the most shown edges of `type` (0 for all types together), at most `limit`. From the list where it is right and long
/// enough, else from `degree`.
Result<TopList> read_top(const Reader& reader, Direction direction, TypeId type, std::size_t limit);

}  // namespace entente::store
