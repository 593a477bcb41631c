#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"

namespace entente::store {

/// Puts rows in order that come in any order and may be more than memory holds: full buffers are sorted and spilled to files of
/// `directory`, which are merged at the end and removed with the sorter. For one thread.
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
  /// Visits all rows in order of key, rows of one key in order of value, and forgets them. Errors: Io, those of `visit`.
  Status drain(const Visit& visit);

 private:
  class Run;
  struct Entry {
    std::uint64_t first = 0, second = 0;  // the key from `skip` on, so that few comparisons look at the bytes
    std::size_t at = 0;                   // of the row in bytes_
  };

  std::string_view row(const Entry& entry) const;
  bool before(const Entry& a, const Entry& b) const;
  void sort();
  Status spill();

  std::filesystem::path directory_;
  std::string name_;
  std::size_t skip_, memory_;
  std::string bytes_;  // rows: be32 key length, be32 value length, key, value
  std::vector<Entry> entries_;
  std::vector<std::filesystem::path> runs_;
};

}  // namespace entente::store
