#include "cli/new_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>

namespace entente::cli {
namespace {

namespace fs = std::filesystem;

/// The file that says that a folder is a NewFolder's: the names of its files, one a line.
constexpr std::string_view kMark = ".entente-export";

std::vector<std::string> names_in(const fs::path& folder, std::error_code& error) {
  std::vector<std::string> names;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) names.push_back(at->path().filename().string());
  return names;
}

std::vector<std::string> marked(const fs::path& folder) {
  std::vector<std::string> names;
  std::ifstream mark(folder / kMark);
  for (std::string line; std::getline(mark, line);) names.push_back(line);
  return names;
}

Status unfit(const fs::path& folder, std::string_view why) {
  return {StatusCode::invalid_input, fmt::format("{}: {}; name a folder that is not there yet", folder.string(), why)};
}

/// Whether a new folder may take the place of what has its name.
Status may_replace(const fs::path& folder) {
  std::error_code error;
  const fs::file_status there = fs::status(folder, error);
  if (!fs::exists(there)) return Status::success();
  if (!fs::is_directory(there)) return unfit(folder, "is there already and no folder");
  const auto names = names_in(folder, error);
  if (error) return unfit(folder, "cannot be read (" + error.message() + ")");
  const auto known = marked(folder);
  for (const std::string& name : names)
    if (name != kMark && std::ranges::find(known, name) == known.end()) return unfit(folder, "has '" + name + "', which no export wrote");
  return Status::success();
}

/// Removes the files of a NewFolder, and the folder if nothing else is in it.
void remove_files(const fs::path& folder, const std::vector<std::string>& names) {
  for (const std::string& name : names) ::unlink((folder / name).c_str());
  ::unlink((folder / kMark).c_str());
  ::rmdir(folder.c_str());
}

int sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  const int error = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  return error;
}

}  // namespace

NewFile::NewFile(const fs::path& file) : file_(file) {
  struct stat there = {};
  const bool exists = ::stat(file.c_str(), &there) == 0;
  if (exists && !S_ISREG(there.st_mode)) {
    descriptor_ = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
    return;
  }
  std::error_code ignored;
  if (exists) file_ = fs::canonical(file, ignored);  // a link stays a link
  if (file_.empty()) file_ = file;
  temporary_ = file_;
  temporary_ += fmt::format(".{}.part", ::getpid());
  descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (exists && descriptor_ >= 0) ::fchmod(descriptor_, there.st_mode & 07777);
}

NewFile::~NewFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

int NewFile::commit() {
  if (temporary_.empty()) return 0;
  if (::fsync(descriptor_) != 0 || ::rename(temporary_.c_str(), file_.c_str()) != 0) return errno;
  temporary_.clear();
  return 0;
}

NewFolder::File::File(std::string called, int opened) : name(std::move(called)), descriptor(opened), buffer(opened), stream(&buffer) {
  if (descriptor < 0) stream.setstate(std::ios::badbit);
}

NewFolder::File::~File() {
  stream.rdbuf(nullptr);
  buffer.pubsync();
  if (descriptor >= 0) ::close(descriptor);
}

Result<std::unique_ptr<NewFolder>> NewFolder::make(const fs::path& named) {
  fs::path folder = named.has_filename() ? named : named.parent_path();  // without a slash at its end
  std::error_code ignored;
  if (fs::is_directory(folder, ignored)) folder = fs::canonical(folder, ignored);  // a link stays a link
  if (Status status = may_replace(folder); !status.ok()) return failure(std::move(status));
  fs::path temporary = folder;
  temporary += fmt::format(".{}.part", ::getpid());
  if (::mkdir(temporary.c_str(), 0777) != 0)
    return failure(StatusCode::io, fmt::format("{}: cannot be written ({}); check the path, its permissions and the space on the disk",
                                               folder.string(), std::strerror(errno)));
  return std::unique_ptr<NewFolder>(new NewFolder(std::move(folder), std::move(temporary)));
}

NewFolder::~NewFolder() {
  if (temporary_.empty()) return;
  std::vector<std::string> names;
  for (const File& file : files_) names.push_back(file.name);
  files_.clear();
  remove_files(temporary_, names);
}

std::ostream& NewFolder::file(std::string_view name) {
  const auto found = std::ranges::find(files_, name, &File::name);
  if (found != files_.end()) return found->stream;
  open(name);
  return files_.back().stream;
}

void NewFolder::open(std::string_view name) {
  const fs::path path = temporary_ / name;
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0 && error_ == 0) error_ = errno;
  files_.emplace_back(std::string(name), descriptor);
}

int NewFolder::finish_files() {
  std::string names;
  for (const File& file : files_) names += file.name + '\n';
  file(kMark) << names;
  if (error_ != 0) return error_;
  for (File& file : files_) {
    file.stream.flush();
    if (file.buffer.error() != 0) return file.buffer.error();
    if (::fsync(file.descriptor) != 0) return errno;
  }
  return sync_folder(temporary_);
}

int NewFolder::take_place() const {
  fs::path old = folder_;
  old += fmt::format(".{}.old", ::getpid());
  const bool replaces = ::rename(folder_.c_str(), old.c_str()) == 0;
  if (!replaces && errno != ENOENT) return errno;
  if (::rename(temporary_.c_str(), folder_.c_str()) != 0) {
    const int error = errno;
    if (replaces) ::rename(old.c_str(), folder_.c_str());
    return error;
  }
  std::error_code ignored;
  if (replaces) remove_files(old, names_in(old, ignored));
  return 0;
}

int NewFolder::commit() {
  if (const int error = finish_files(); error != 0) return error;
  if (const int error = take_place(); error != 0) return error;
  temporary_.clear();
  return 0;
}

}  // namespace entente::cli
