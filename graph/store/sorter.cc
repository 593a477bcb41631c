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
    : directory_(std::move(directory)), name_(std::move(name)), skip_(skip), memory_(memory / 2) {}  // for each of two buffers

RowSorter::~RowSorter() {
  if (spill_.valid()) spill_.wait();
  remove_runs();
}

Status RowSorter::add(std::string_view key, std::string_view value) {
  if (!filling_.entries.empty() && filling_.size() + key.size() + value.size() > memory_)
    if (Status status = start_spill(); !status.ok()) return status;
  if (filling_.bytes.capacity() < memory_) {
    // Growing by doubling would take twice the memory for a moment; what is reserved costs nothing until it is used.
    filling_.bytes.reserve(memory_);
    filling_.entries.reserve(memory_ / (sizeof(Entry) + kHeader + key.size()));
  }
  filling_.longer = filling_.longer || key.size() > skip_ + 2 * sizeof(std::uint64_t);
  filling_.entries.push_back({word(key, skip_), word(key, skip_ + sizeof(std::uint64_t)), filling_.bytes.size()});
  const Sizes sizes{static_cast<std::uint32_t>(key.size()), static_cast<std::uint32_t>(value.size())};
  char header[kHeader];
  std::memcpy(header, &sizes, kHeader);
  filling_.bytes.append(header, kHeader).append(key).append(value);
  return Status::success();
}

void RowSorter::Buffer::sort() {
  const auto key = [this](const Entry& entry) { return std::string_view(bytes.data() + entry.at + kHeader, sizes_at(bytes.data() + entry.at).key); };
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    if (a.first != b.first) return a.first < b.first;
    if (a.second != b.second) return a.second < b.second;
    return longer && key(a) < key(b);
  });
}

Status RowSorter::Buffer::write(const fs::path& path) const {
  const File file(std::fopen(path.c_str(), "wb"));
  if (!file) return failed(path, "cannot be written");
  std::setvbuf(file.get(), nullptr, _IOFBF, kPiece);
  constexpr std::size_t ahead = 16;  // rows lie about in memory; asked for early, they are there in time
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i + ahead < entries.size()) __builtin_prefetch(bytes.data() + entries[i + ahead].at);
    const Entry& entry = entries[i];
    const Sizes sizes = sizes_at(bytes.data() + entry.at);
    const std::size_t size = kHeader + sizes.key + sizes.value;
    if (std::fwrite(bytes.data() + entry.at, 1, size, file.get()) != size) return failed(path, "cannot be written");
  }
  return std::fflush(file.get()) == 0 ? Status::success() : failed(path, "cannot be written");
}

Status RowSorter::start_spill() {
  if (Status status = end_spill(); !status.ok()) return status;
  std::swap(filling_, spilling_);
  filling_.bytes.clear();
  filling_.entries.clear();
  runs_.push_back(directory_ / fmt::format("{}-{}.run", name_, runs_.size()));
  spill_ = std::async(std::launch::async, [this, path = runs_.back()] {
    spilling_.sort();
    return spilling_.write(path);
  });
  return Status::success();
}

Status RowSorter::end_spill() { return spill_.valid() ? spill_.get() : Status::success(); }

Status RowSorter::drain_buffer(const Visit& visit) {
  filling_.sort();
  for (const Entry& entry : filling_.entries) {
    const char* row = filling_.bytes.data() + entry.at;
    const Sizes sizes = sizes_at(row);
    if (Status status = visit({row + kHeader, sizes.key}, {row + kHeader + sizes.key, sizes.value}); !status.ok()) return status;
  }
  filling_ = {};
  return Status::success();
}

Status RowSorter::drain(const std::vector<RowSorter*>& sorters, const Visit& visit) {
  if (sorters.size() == 1 && sorters.front()->runs_.empty()) return sorters.front()->drain_buffer(visit);
  std::vector<std::unique_ptr<Run>> runs;
  const auto later = [](const Run* a, const Run* b) { return a->key() > b->key(); };
  std::priority_queue<Run*, std::vector<Run*>, decltype(later)> queue(later);
  const auto advance = [&](Run* run) -> Status {
    const auto more = run->next();
    if (!more) return more.error();
    if (*more) queue.push(run);
    return Status::success();
  };
  for (RowSorter* sorter : sorters) {
    Status status = sorter->filling_.entries.empty() ? Status::success() : sorter->start_spill();
    if (status.ok()) status = sorter->end_spill();
    sorter->filling_ = {};
    sorter->spilling_ = {};
    for (const fs::path& path : sorter->runs_)
      if (status.ok()) status = advance(runs.emplace_back(std::make_unique<Run>(path)).get());
    if (!status.ok()) return status;
  }
  while (!queue.empty()) {
    Run* run = queue.top();
    queue.pop();
    if (Status status = visit(run->key(), run->value()); !status.ok()) return status;
    if (Status status = advance(run); !status.ok()) return status;
  }
  for (RowSorter* sorter : sorters) sorter->remove_runs();
  return Status::success();
}

void RowSorter::remove_runs() {
  std::error_code ignored;
  for (const fs::path& run : runs_) fs::remove(run, ignored);
  runs_.clear();
}

}  // namespace entente::store
