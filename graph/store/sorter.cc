#include "graph/store/sorter.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/sort/spreadsort/integer_sort.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

#include "graph/store/bytes.h"

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
  return big_endian(value);
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
  explicit Run(fs::path path) : path_(std::move(path)), file_(std::fopen(path_.c_str(), "rb")), buffer_(kPiece) {
    if (file_) std::setvbuf(file_.get(), nullptr, _IONBF, 0);  // it has a buffer of its own
  }

  /// False at the end. What key() and value() gave is then gone.
  Result<bool> next() {
    if (!file_) return failure(failed(path_, "cannot be read"));
    row_ = after_;
    if (!hold(kHeader)) {
      if (held_ == row_ && std::ferror(file_.get()) == 0) return false;
      return failure(failed(path_, "is cut off"));
    }
    sizes_ = sizes_at(buffer_.data() + row_);
    const std::size_t size = kHeader + sizes_.key + sizes_.value;
    if (!hold(size)) return failure(failed(path_, "is cut off"));
    after_ = row_ + size;
    return true;
  }
  std::string_view key() const { return {buffer_.data() + row_ + kHeader, sizes_.key}; }
  std::string_view value() const { return {buffer_.data() + row_ + kHeader + sizes_.key, sizes_.value}; }

 private:
  /// Has `size` bytes from row_ on in the buffer; false where the file has fewer.
  bool hold(std::size_t size) {
    if (held_ - row_ >= size) return true;
    std::memmove(buffer_.data(), buffer_.data() + row_, held_ - row_);
    held_ -= row_;
    row_ = 0;
    buffer_.resize(std::max(buffer_.size(), size));
    held_ += std::fread(buffer_.data() + held_, 1, buffer_.size() - held_, file_.get());
    return held_ >= size;
  }

  fs::path path_;
  File file_;
  std::vector<char> buffer_;
  std::size_t row_ = 0, after_ = 0, held_ = 0;  // where in it the row begins, where the next does, where what was read ends
  Sizes sizes_;
};

/// The runs by the next row of each, the first one on top.
class RowSorter::Merge {
 public:
  explicit Merge(std::size_t skip) : skip_(skip) {}

  /// The run on top has its first row.
  void push(Run& run) {
    heap_.push_back(head_of(run));
    for (std::size_t at = heap_.size() - 1; at > 0 && heap_[at].before(heap_[(at - 1) / 2]); at = (at - 1) / 2)
      std::swap(heap_[at], heap_[(at - 1) / 2]);
  }
  bool empty() const { return heap_.empty(); }
  Run& top() const { return *heap_.front().run; }
  /// Puts the top, whose row is another one now, where it belongs.
  void renew_top() { sink(head_of(top())); }
  void pop() {
    const Head last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sink(last);
  }

 private:
  struct Head {
    std::uint64_t first = 0, second = 0;  // as in Entry
    Run* run = nullptr;

    bool before(const Head& other) const {
      if (first != other.first) return first < other.first;
      if (second != other.second) return second < other.second;
      return run->key() < other.run->key();
    }
  };

  Head head_of(Run& run) const { return {word(run.key(), skip_), word(run.key(), skip_ + sizeof(std::uint64_t)), &run}; }

  void sink(const Head& head) {
    std::size_t at = 0;
    for (std::size_t child = 1; child < heap_.size(); child = 2 * at + 1) {
      if (child + 1 < heap_.size() && heap_[child + 1].before(heap_[child])) ++child;
      if (!heap_[child].before(head)) break;
      heap_[at] = heap_[child];
      at = child;
    }
    heap_[at] = head;
  }

  std::size_t skip_;
  std::vector<Head> heap_;
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
  if (filling_.entries.empty()) filling_.key_size = key.size();
  filling_.uneven = filling_.uneven || key.size() != filling_.key_size || key.size() > skip_ + 2 * sizeof(std::uint64_t);
  const std::size_t at = filling_.bytes.size();
  filling_.entries.push_back({word(key, skip_), word(key, skip_ + sizeof(std::uint64_t)), at});
  const Sizes sizes{static_cast<std::uint32_t>(key.size()), static_cast<std::uint32_t>(value.size())};
  filling_.bytes.resize(at + kHeader + key.size() + value.size(), boost::container::default_init);
  char* row = filling_.bytes.data() + at;
  std::memcpy(row, &sizes, kHeader);
  std::copy(key.begin(), key.end(), row + kHeader);
  std::copy(value.begin(), value.end(), row + kHeader + key.size());
  return Status::success();
}

void RowSorter::Buffer::sort() {
  const auto key = [this](const Entry& entry) { return std::string_view(bytes.data() + entry.at + kHeader, sizes_at(bytes.data() + entry.at).key); };
  const auto before = [&](const Entry& a, const Entry& b) {
    if (a.first != b.first) return a.first < b.first;
    if (a.second != b.second) return a.second < b.second;
    return uneven && key(a) < key(b);
  };
  boost::sort::spreadsort::integer_sort(
      entries.begin(), entries.end(), [](const Entry& entry, unsigned offset) { return entry.first >> offset; }, before);
  // That may leave those as they were that have the same first word.
  for (auto one = entries.begin(); one != entries.end();) {
    const auto next = std::find_if(one + 1, entries.end(), [&](const Entry& other) { return other.first != one->first; });
    if (next - one > 1) std::sort(one, next, before);
    one = next;
  }
}

Status RowSorter::Buffer::write(const fs::path& path) const {
  const File file(std::fopen(path.c_str(), "wb"));
  if (!file) return failed(path, "cannot be written");
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  std::string piece;
  const auto write = [&] { return std::fwrite(piece.data(), 1, piece.size(), file.get()) == piece.size(); };
  constexpr std::size_t ahead = 16;  // rows lie about in memory; asked for early, they are there in time
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i + ahead < entries.size()) __builtin_prefetch(bytes.data() + entries[i + ahead].at);
    const char* row = bytes.data() + entries[i].at;
    const Sizes sizes = sizes_at(row);
    piece.append(row, kHeader + sizes.key + sizes.value);
    if (piece.size() < kPiece) continue;
    if (!write()) return failed(path, "cannot be written");
    piece.clear();
  }
  return write() ? Status::success() : failed(path, "cannot be written");
}

Status RowSorter::start_spill() {
  if (Status status = end_spill(); !status.ok()) return status;
  std::swap(filling_, spilling_);
  filling_.bytes.clear();
  filling_.entries.clear();
  filling_.uneven = false;
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
  Merge merge(sorters.front()->skip_);
  for (RowSorter* sorter : sorters) {
    Status status = sorter->filling_.entries.empty() ? Status::success() : sorter->start_spill();
    if (status.ok()) status = sorter->end_spill();
    sorter->filling_ = {};
    sorter->spilling_ = {};
    if (!status.ok()) return status;
    for (const fs::path& path : sorter->runs_) {
      Run& run = *runs.emplace_back(std::make_unique<Run>(path));
      const auto any = run.next();
      if (!any) return any.error();
      if (*any) merge.push(run);
    }
  }
  while (!merge.empty()) {
    Run& run = merge.top();
    if (Status status = visit(run.key(), run.value()); !status.ok()) return status;
    const auto more = run.next();
    if (!more) return more.error();
    *more ? merge.renew_top() : merge.pop();
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
