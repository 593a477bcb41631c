#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/store/aggregate.h"
#include "graph/store/codec.h"
#include "graph/store/sorter.h"
#include "graph/store/writer.h"

namespace entente::store {

/// How the rows that follow from articles are computed from those that hold them, for a whole graph at once: claims make edges,
/// ledgers make nodes. Loading, checking and repairing all use it, so that there is one definition of what a sound graph is.
/// The writer reaches the same rows in small steps.

/// Takes rows, each family's in order of key.
using RowVisit = std::function<Status(Family family, std::string_view key, std::string_view value)>;
using Counters = std::map<CounterKey, std::uint64_t>;

/// Computes out, in, out_day, in_day, by_date and degree, and the counters of edges and claims.
class EdgeDerivation {
 public:
  /// What is there before, which what is derived is added to; none for an empty graph.
  using StateBefore = std::function<Result<EdgeState>(const EdgeKey&)>;
  using GroupOf = std::function<Result<std::optional<Key64>>(Key64 document)>;

  /// Uses up to about `memory` bytes and, beyond, files in `scratch`.
  EdgeDerivation(const std::filesystem::path& scratch, std::size_t memory, StateBefore before, GroupOf group);

  /// REQUIRES: claims come in order of key. Rows of `out` come at once.
  Status add(const ClaimKey& key, const ClaimHead& claim, const RowVisit& visit);
  /// The last row of `out`.
  Status finish(const RowVisit& visit);
  /// The rows of each other family, once finished. Different families may be drained by different threads.
  Status drain(Family family, const RowVisit& visit);
  Counters counters() const;

  static constexpr Family kFamilies[] = {Family::in, Family::out_day, Family::in_day, Family::by_date, Family::degree};

 private:
  Status end_edge(const RowVisit& visit);
  Status end_source();
  Status put_day(const EdgeKey& edge, Day day, const EdgeAggregate& sum);
  RowSorter& sorter(Family family) { return *sorters_.at(family); }

  StateBefore before_;
  GroupOf group_;
  std::map<Family, std::unique_ptr<RowSorter>> sorters_;
  std::optional<EdgeKey> edge_;
  // Of the edge that is coming: most have one claim, which needs no tally.
  ClaimKey first_key_;
  ClaimHead first_;
  std::optional<Key64> first_group_;
  EdgeTally tally_;
  std::uint64_t claims_ = 0;
  Degrees out_degrees_;  // of the source whose edges are coming
  std::map<TypeId, Degree> types_;
  std::unordered_map<std::uint64_t, std::uint64_t> daily_claims_;  // by type and day
};

/// Computes node, node_day and name, and the counters of documents and nodes.
class NodeDerivation {
 public:
  using HeadBefore = std::function<Result<std::optional<NodeHead>>(Key64)>;

  NodeDerivation(const std::filesystem::path& scratch, std::size_t memory, const TypeChoice& choice, HeadBefore before);

  /// In any order. Errors: Io.
  Status add(const Ledger& ledger);
  /// The rows of `node` and then those of the others, once all articles are added. Errors: InvalidInput (two ids with one key), Io.
  Status drain(const RowVisit& visit);
  const Counters& counters() const { return counters_; }

 private:
  Status end_node(const RowVisit& visit);
  Status end_mention();

  TypeChoice choice_;
  HeadBefore before_;
  RowSorter mentions_, names_, days_;
  Counters counters_;
  // While draining: the node whose mentions are coming, and how often the last of them, which are often the same, has come.
  Key64 node_ = 0;
  NodeRecord record_;
  std::map<Day, std::uint64_t> node_days_;
  std::string mention_;
  std::uint32_t times_ = 0;
};

}  // namespace entente::store
