#pragma once

#include <boost/container/vector.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"

namespace entente::store {

/// Puts rows in order that come in any order and may be more than memory holds: full buffers are sorted and spilled to files of
/// `directory`, which are merged at the end and removed with the sorter. A thread of its own spills one buffer while the next is
/// filled. For one thread.
class RowSorter {
 public:
  /// `skip` is how many bytes at the front of all keys are the same. REQUIRES: `directory` exists and nobody else uses `name` in it.
  RowSorter(std::filesystem::path directory, std::string name, std::size_t skip, std::size_t memory);
  ~RowSorter();
  RowSorter(const RowSorter&) = delete;
  RowSorter& operator=(const RowSorter&) = delete;

  /// Errors: Io (a full disk, say).
  Status add(std::string_view key, std::string_view value);

  /// Goes on, or fails the visit.
  using Visit = std::function<Status(std::string_view key, std::string_view value)>;
  /// Visits all rows in order of key, rows of one key in any order, and forgets them. Errors: Io, those of `visit`.
  Status drain(const Visit& visit) { return drain({this}, visit); }
  /// The same over the rows of several sorters, which skip as much.
  static Status drain(const std::vector<RowSorter*>& sorters, const Visit& visit);

 private:
  class Run;
  class Merge;
  struct Entry {
    std::uint64_t first = 0, second = 0;  // the key from skip_ on, so that few comparisons look at the bytes
    std::size_t at = 0;                   // of the row in bytes
  };
  struct Buffer {
    boost::container::vector<char> bytes;  // rows: key length, value length, key, value
    std::vector<Entry> entries;
    std::size_t key_size = 0;  // of the first
    bool uneven = false;       // whether keys are of several sizes or go on behind what their entries hold, so that those do not tell all

    std::size_t size() const { return bytes.size() + entries.size() * sizeof(Entry); }
    void sort();
    Status write(const std::filesystem::path& file) const;
  };

  Status drain_buffer(const Visit& visit);
  Status start_spill();
  Status end_spill();
  void remove_runs();

  std::filesystem::path directory_;
  std::string name_;
  std::size_t skip_, memory_;
  Buffer filling_, spilling_;
  std::future<Status> spill_;
  std::vector<std::filesystem::path> runs_;
};

}  // namespace entente::store
