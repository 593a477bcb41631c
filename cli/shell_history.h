#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "graph/status.h"

namespace entente::cli {

/// What was typed, kept in a file that only its owner may read: an entry a line, line breaks in it as \n and backslashes as \\. Several shells may
/// add to one file at once.
class ShellHistory {
 public:
  static constexpr std::size_t kEntries = 1000;  ///< that are kept

  /// None is kept where `file` is empty.
  explicit ShellHistory(std::filesystem::path file) : file_(std::move(file)) {}

  const std::filesystem::path& file() const { return file_; }
  /// The last entries, the oldest first; a file that has many more is cut down to them. None where there is no file. Errors: Io.
  Result<std::vector<std::string>> load() const;
  /// Errors: Io.
  Status add(const std::string& entry) const;

 private:
  std::filesystem::path file_;
};

/// $XDG_STATE_HOME/entente/history, else ~/.local/state/entente/history; empty where neither is known.
std::filesystem::path history_file();

}  // namespace entente::cli
