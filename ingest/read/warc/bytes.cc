#include "ingest/read/warc/bytes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ingest/read/stream.h"

namespace entente::warc {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 17;
constexpr std::string_view kRecord = "WARC/";

}  // namespace

Bytes::Bytes(std::istream& in) : in_(in) {}

void Bytes::begin() {
  begun_ = true;
  block_.resize(kBlock);
  if (in_.peek() == 0x1F) {
    members_ = std::make_unique<GzipMembers>(in_);
    return;
  }
  if (in_.bad()) return;
  auto& file = *in_.rdbuf();
  const std::streamoff here = file.pubseekoff(0, std::ios::cur, std::ios::in);
  if (here < 0) return;
  const std::streamoff end = file.pubseekoff(0, std::ios::end, std::ios::in);
  if (file.pubseekpos(here, std::ios::in) == std::streampos(here)) file_end_ = end;
}

std::uint64_t Bytes::offset() const { return boundaries_.empty() ? passed_ : boundaries_.front().offset; }

bool Bytes::fill() {
  if (!begun_) begin();
  if (ended_ || !damage_.empty() || in_.bad()) return false;
  if (at_ > 0) {
    std::copy(block_.begin() + static_cast<std::ptrdiff_t>(at_), block_.begin() + static_cast<std::ptrdiff_t>(end_), block_.begin());
    end_ -= std::exchange(at_, 0);
  }
  if (end_ == block_.size()) block_.resize(2 * block_.size());  // only as far as somebody looks ahead
  return members_ ? fill_from_members(block_.size() - end_) : fill_from_file(block_.size() - end_);
}

bool Bytes::fill_from_members(std::size_t room) {
  std::size_t size = 0;
  const auto got = members_->read(block_.data() + end_, room, size);
  if (got == GzipMembers::Got::data) {
    const auto offset = members_->member_offset();
    if (boundaries_.empty() || boundaries_.back().offset != offset) boundaries_.push_back({passed_ + end_, offset});
    end_ += size;
    return true;
  }
  ended_ = got == GzipMembers::Got::end;
  if (got == GzipMembers::Got::damaged) {
    damage_ = members_->problem();
    damage_offset_ = members_->member_offset();
  }
  return false;
}

bool Bytes::fill_from_file(std::size_t room) {
  const auto size = read_ready(in_, block_.data() + end_, room);
  end_ += size;
  ended_ = size == 0 && !in_.bad();
  return size > 0;
}

std::string_view Bytes::ahead(std::size_t wanted) {
  while (end_ - at_ < wanted && fill()) continue;
  return {block_.data() + at_, end_ - at_};
}

void Bytes::skip(std::size_t size) {
  at_ += size;
  passed_ += size;
  while (boundaries_.size() > 1 && boundaries_[1].at <= passed_) boundaries_.pop_front();
}

/// How many of the next bytes come before the next member; all that are there where none is known to follow.
std::uint64_t Bytes::to_member_end() const {
  const std::uint64_t there = end_ - at_;
  return boundaries_.size() > 1 ? std::min(there, boundaries_[1].at - passed_) : there;
}

bool Bytes::skip_in_file(std::uint64_t size) {
  const std::streamoff here = in_.rdbuf()->pubseekoff(0, std::ios::cur, std::ios::in);
  if (here < 0 || in_.rdbuf()->pubseekoff(static_cast<std::streamoff>(size), std::ios::cur, std::ios::in) < 0) return false;
  passed_ += size;
  return true;
}

bool Bytes::take(std::uint64_t size, std::string* out) {
  if (!members_ && file_end_ >= 0) {
    const std::streamoff here = in_.rdbuf()->pubseekoff(0, std::ios::cur, std::ios::in);
    if (here >= 0 && size > end_ - at_ && size - (end_ - at_) > static_cast<std::uint64_t>(std::max<std::streamoff>(file_end_ - here, 0)))
      return false;
  }
  while (size > 0) {
    if (at_ == end_ && out == nullptr && file_end_ >= 0 && size > kBlock) return skip_in_file(size);
    if (at_ == end_ && !fill()) return false;
    const bool at_boundary = boundaries_.size() > 1 && boundaries_[1].at == passed_ + to_member_end();
    const auto part = static_cast<std::size_t>(std::min(size, to_member_end()));
    if (out != nullptr) out->append(block_, at_, part);
    skip(part);
    size -= part;
    if (size > 0 && at_boundary && ahead(kRecord.size()).starts_with(kRecord)) return false;
  }
  return true;
}

bool Bytes::resynchronise() {
  if (!damage_.empty()) {
    damage_.clear();
    passed_ += end_ - at_;
    at_ = end_ = 0;
    boundaries_.clear();
    ended_ = !members_->resynchronise(kRecord);
    return !ended_;
  }
  constexpr std::array<std::string_view, 2> marks = {"\n\r\nWARC/", "\n\nWARC/"};
  const auto longest = marks[0].size();
  for (;;) {
    const auto window = ahead(longest);
    auto found = std::string_view::npos;
    for (const auto mark : marks)
      if (const auto at = window.find(mark); at != std::string_view::npos) found = std::min(found, at + mark.size() - kRecord.size());
    if (found != std::string_view::npos) {
      skip(found);
      return true;
    }
    if (window.size() < longest) {
      skip(window.size());
      return !damage_.empty() && resynchronise();
    }
    skip(window.size() - (longest - 1));
  }
}

}  // namespace entente::warc
