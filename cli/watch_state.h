#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <string>

#include "graph/status.h"
#include "ingest/fetch/fetcher.h"

namespace entente::cli {

/// What `watch` has dealt with, kept in a file so that it goes on where it stopped.
struct WatchState {
  struct Feed {
    Validators validators;
    std::int64_t next = 0;         ///< seconds since 1970: not to be asked before
    std::deque<std::string> seen;  ///< ids of items that were followed to their page, the newest last
  };
  struct File {
    std::uint64_t size = 0;
    std::int64_t changed = 0;  ///< nanoseconds since 1970

    friend bool operator==(const File&, const File&) = default;
  };
  std::map<std::string, Feed> feeds;  ///< by address
  std::map<std::string, File> files;  ///< by path

  /// An empty one where there is no file. Errors: InvalidInput (a file that is none of ours), Io.
  static Result<WatchState> load(const std::filesystem::path& file);
  /// Replaces `file` whole. Errors: Io.
  Status save(const std::filesystem::path& file) const;
};

}  // namespace entente::cli
