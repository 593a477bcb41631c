#include "graph/store/sorter.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <queue>
#include <system_error>

namespace entente::store {
namespace {

namespace fs = std::filesystem;

/// Runs are read and written in pieces of this size: long enough that a disk is busy with transfer, short enough for dozens of runs.
constexpr std::size_t kPiece = 256u << 10;
constexpr std::size_t kHeader = 2 * sizeof(std::uint32_t);

struct Sizes {
  std::uint32_t key = 0, value = 0;
};

Sizes sizes_at(const char* row) {
  Sizes sizes;
  std::memcpy(&sizes, row, kHeader);
  return sizes;
}

/// Eight bytes of a key from `from` on, as a number that compares as they do; missing ones are zero.
std::uint64_t word(std::string_view key, std::size_t from) {
  std::uint64_t value = 0;
  if (from < key.size()) std::memcpy(&value, key.data() + from, std::min<std::size_t>(sizeof value, key.size() - from));
  if constexpr (std::endian::native == std::endian::little) value = __builtin_bswap64(value);
  return value;
}

Status failed(const fs::path& file, std::string_view what) {
  const int error = errno;
  return {StatusCode::io,
          fmt::format("{}: {} ({}); check the space on the disk and the permissions of the directory", file.string(), what, std::strerror(error))};
}

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

}  // namespace

/// A sorted file, read from its beginning to its end.
class RowSorter::Run {
 public:
  explicit Run(fs::path path) : path_(std::move(path)), file_(std::fopen(path_.c_str(), "rb")) {
    if (file_) std::setvbuf(file_.get(), nullptr, _IOFBF, kPiece);
  }

  /// False at the end.
  Result<bool> next() {
    if (!file_) return failure(failed(path_, "cannot be read"));
    char header[kHeader];
    const std::size_t got = std::fread(header, 1, kHeader, file_.get());
    if (got == 0 && std::feof(file_.get()) != 0) return false;
    const Sizes sizes = got == kHeader ? sizes_at(header) : Sizes();
    row_.resize(std::size_t{sizes.key} + sizes.value);
    if (got != kHeader || std::fread(row_.data(), 1, row_.size(), file_.get()) != row_.size()) return failure(failed(path_, "is cut off"));
    key_ = sizes.key;
    return true;
  }
  std::string_view key() const { return std::string_view(row_).substr(0, key_); }
  std::string_view value() const { return std::string_view(row_).substr(key_); }

 private:
  fs::path path_;
  File file_;
  std::string row_;
  std::size_t key_ = 0;
};

RowSorter::RowSorter(fs::path directory, std::string name, std::size_t skip, std::size_t memory)
    : directory_(std::move(directory)), name_(std::move(name)), skip_(skip), memory_(memory) {}

RowSorter::~RowSorter() {
  std::error_code ignored;
  for (const fs::path& run : runs_) fs::remove(run, ignored);
}

std::string_view RowSorter::row(const Entry& entry) const {
  const char* at = bytes_.data() + entry.at;
  const Sizes sizes = sizes_at(at);
  return {at + kHeader, std::size_t{sizes.key} + sizes.value};
}

bool RowSorter::before(const Entry& a, const Entry& b) const {
  if (a.first != b.first) return a.first < b.first;
  if (a.second != b.second) return a.second < b.second;
  const std::string_view one = row(a), other = row(b);
  const std::size_t one_key = sizes_at(bytes_.data() + a.at).key, other_key = sizes_at(bytes_.data() + b.at).key;
  const int order = one.substr(0, one_key).compare(other.substr(0, other_key));
  return order != 0 ? order < 0 : one.substr(one_key) < other.substr(other_key);
}

Status RowSorter::add(std::string_view key, std::string_view value) {
  if (!entries_.empty() && bytes_.size() + entries_.size() * sizeof(Entry) + key.size() + value.size() > memory_)
    if (Status status = spill(); !status.ok()) return status;
  if (bytes_.capacity() == 0) {
    // Growing by doubling would take twice the memory for a moment; what is reserved costs nothing until it is used.
    bytes_.reserve(memory_);
    entries_.reserve(memory_ / (sizeof(Entry) + kHeader + key.size()));
  }
  entries_.push_back({word(key, skip_), word(key, skip_ + sizeof(std::uint64_t)), bytes_.size()});
  const Sizes sizes{static_cast<std::uint32_t>(key.size()), static_cast<std::uint32_t>(value.size())};
  char header[kHeader];
  std::memcpy(header, &sizes, kHeader);
  bytes_.append(header, kHeader).append(key).append(value);
  return Status::success();
}

void RowSorter::sort() {
  std::sort(entries_.begin(), entries_.end(), [this](const Entry& a, const Entry& b) { return before(a, b); });
}

Status RowSorter::spill() {
  sort();
  const fs::path path = directory_ / fmt::format("{}-{}.run", name_, runs_.size());
  const File file(std::fopen(path.c_str(), "wb"));
  if (!file) return failed(path, "cannot be written");
  runs_.push_back(path);
  std::setvbuf(file.get(), nullptr, _IOFBF, kPiece);
  for (const Entry& entry : entries_) {
    const std::size_t size = kHeader + row(entry).size();
    if (std::fwrite(bytes_.data() + entry.at, 1, size, file.get()) != size) return failed(path, "cannot be written");
  }
  if (std::fflush(file.get()) != 0) return failed(path, "cannot be written");
  bytes_.clear();
  entries_.clear();
  return Status::success();
}

Status RowSorter::drain(const Visit& visit) {
  if (runs_.empty()) {
    sort();
    for (const Entry& entry : entries_) {
      const std::string_view bytes = row(entry);
      const std::size_t key = sizes_at(bytes_.data() + entry.at).key;
      if (Status status = visit(bytes.substr(0, key), bytes.substr(key)); !status.ok()) return status;
    }
  } else {
    if (!entries_.empty())
      if (Status status = spill(); !status.ok()) return status;
    bytes_.shrink_to_fit();
    entries_.shrink_to_fit();
    std::vector<std::unique_ptr<Run>> runs;
    const auto later = [](const Run* a, const Run* b) {
      const int order = a->key().compare(b->key());
      return order != 0 ? order > 0 : a->value() > b->value();
    };
    std::priority_queue<Run*, std::vector<Run*>, decltype(later)> queue(later);
    const auto advance = [&](Run* run) -> Status {
      const auto more = run->next();
      if (!more) return more.error();
      if (*more) queue.push(run);
      return Status::success();
    };
    for (const fs::path& path : runs_)
      if (Status status = advance(runs.emplace_back(std::make_unique<Run>(path)).get()); !status.ok()) return status;
    while (!queue.empty()) {
      Run* run = queue.top();
      queue.pop();
      if (Status status = visit(run->key(), run->value()); !status.ok()) return status;
      if (Status status = advance(run); !status.ok()) return status;
    }
  }
  std::error_code ignored;
  for (const fs::path& run : runs_) fs::remove(run, ignored);
  runs_.clear();
  bytes_ = {};
  entries_ = {};
  return Status::success();
}

}  // namespace entente::store
