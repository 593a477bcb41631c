#include "cli/shell_history.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string_view>

namespace entente::cli {
namespace {

namespace fs = std::filesystem;

std::string as_line(std::string_view entry) {
  std::string line;
  for (const char c : entry) {
    if (c == '\\' || c == '\n') line += '\\';
    line += c == '\n' ? 'n' : c;
  }
  return line + '\n';
}

std::string from_line(std::string_view line) {
  std::string entry;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool escaped = line[i] == '\\' && i + 1 < line.size();
    if (escaped) ++i;
    entry += escaped && line[i] == 'n' ? '\n' : line[i];
  }
  return entry;
}

Status refuse(const fs::path& file) {
  return {StatusCode::io, fmt::format("{}: cannot be written ({}); what you type is not kept", file.string(), std::strerror(errno))};
}

/// Writes all of `text`, so that an entry of another shell does not come in between. Only the owner may read the file from then on.
Status write(const fs::path& file, const std::string& text, int how) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | how, 0600);
  if (descriptor < 0) return refuse(file);
  const bool written = ::fchmod(descriptor, 0600) == 0 && ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const Status status = written ? Status::success() : refuse(file);
  ::close(descriptor);
  return status;
}

}  // namespace

Result<std::vector<std::string>> ShellHistory::load() const {
  std::vector<std::string> entries;
  std::ifstream in(file_, std::ios::binary);
  for (std::string line; std::getline(in, line);) entries.push_back(from_line(line));
  if (entries.size() <= kEntries) return entries;
  const bool many = entries.size() > 2 * kEntries;
  entries.erase(entries.begin(), entries.end() - kEntries);
  if (!many) return entries;
  std::string text;
  for (const std::string& entry : entries) text += as_line(entry);
  // A new file takes the place of the old one, so that nothing is lost if that fails.
  fs::path next = file_;
  next += fmt::format(".{}.part", ::getpid());
  if (Status status = write(next, text, O_EXCL); !status.ok()) return failure(status);
  if (::rename(next.c_str(), file_.c_str()) != 0) return failure(refuse(file_));
  return entries;
}

Status ShellHistory::add(const std::string& entry) const {
  if (file_.empty()) return Status::success();
  std::error_code ignored;  // writing tells
  if (!fs::exists(file_.parent_path(), ignored)) {
    fs::create_directories(file_.parent_path(), ignored);
    fs::permissions(file_.parent_path(), fs::perms::owner_all, ignored);
  }
  return write(file_, as_line(entry), O_APPEND);
}

fs::path history_file() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && fs::path(state).is_absolute()) return fs::path(state) / "entente/history";
  const char* home = std::getenv("HOME");
  return home == nullptr || *home == '\0' ? fs::path() : fs::path(home) / ".local/state/entente/history";
}

}  // namespace entente::cli
