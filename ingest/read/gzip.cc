#include "ingest/read/gzip.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <utility>

#include "ingest/read/stream.h"

namespace entente {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18;
// Of a member that may begin here: enough of it for its first bytes to come out.
constexpr std::size_t kTrial = 4096;
constexpr int kGzipOnly = 15 + 16;  // window bits, as zlib takes them
constexpr std::string_view kMagic = "\x1F\x8B\x08";
constexpr unsigned char kReservedFlags = 0xE0;

Bytef* bytes_of(const char* data) { return reinterpret_cast<Bytef*>(const_cast<char*>(data)); }

}  // namespace

struct GzipMembers::Inflate {
  z_stream stream{};
  bool ready = inflateInit2(&stream, kGzipOnly) == Z_OK;
  Inflate() = default;
  Inflate(const Inflate&) = delete;
  Inflate& operator=(const Inflate&) = delete;
  ~Inflate() {
    if (ready) inflateEnd(&stream);
  }
};

bool is_gzip(std::string_view head) {
  return head.starts_with(kMagic) && (head.size() == kMagic.size() || (static_cast<unsigned char>(head[3]) & kReservedFlags) == 0);
}

std::string gzip_beginning(std::string_view head, std::size_t limit) {
  std::string out(limit, '\0');
  z_stream stream{};
  if (!is_gzip(head) || inflateInit2(&stream, kGzipOnly) != Z_OK) return {};
  stream.next_in = bytes_of(head.data());
  stream.avail_in = static_cast<uInt>(head.size());
  stream.next_out = bytes_of(out.data());
  stream.avail_out = static_cast<uInt>(limit);
  const auto result = inflate(&stream, Z_SYNC_FLUSH);
  out.resize(limit - stream.avail_out);
  inflateEnd(&stream);
  return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR ? out : std::string();
}

GzipMembers::GzipMembers(std::istream& in, std::uint64_t offset) : in_(in), offset_(offset), inflate_(std::make_unique<Inflate>()) {}
GzipMembers::~GzipMembers() = default;

/// More of the file behind what is left of the block.
bool GzipMembers::fill() {
  if (ended_) return false;
  if (block_.empty()) block_.resize(kBlock);
  std::copy(block_.begin() + static_cast<std::ptrdiff_t>(at_), block_.begin() + static_cast<std::ptrdiff_t>(end_), block_.begin());
  offset_ += at_;
  end_ -= std::exchange(at_, 0);
  const auto size = read_ready(in_, block_.data() + end_, kBlock - end_);
  end_ += size;
  ended_ = size == 0;
  return size > 0;
}

/// The next bytes, `wanted` of them if there are as many.
std::string_view GzipMembers::ahead(std::size_t wanted) {
  while (end_ - at_ < wanted && fill()) continue;
  return {block_.data() + at_, end_ - at_};
}

GzipMembers::Got GzipMembers::damaged(std::string_view problem) {
  problem_ = problem;
  in_member_ = false;
  return Got::damaged;
}

GzipMembers::Got GzipMembers::begin_member() {
  while (ahead(1).starts_with('\0')) ++at_;  // tapes and disks fill up with zeros
  const auto head = ahead(kMagic.size() + 1);
  if (in_.bad()) return Got::failed;
  if (head.empty() && any_member_) return Got::end;
  member_offset_ = offset_ + at_;
  if (!is_gzip(head)) {
    foreign_ = any_member_;
    return damaged("no gzip data");
  }
  if (!inflate_->ready || inflateReset(&inflate_->stream) != Z_OK) return damaged("too large for the memory that is left");
  in_member_ = any_member_ = true;
  return Got::data;
}

GzipMembers::Got GzipMembers::read(char* out, std::size_t capacity, std::size_t& size) {
  size = 0;
  if (!problem_.empty()) return Got::damaged;
  auto& stream = inflate_->stream;
  const auto room = static_cast<uInt>(std::min(capacity, std::size_t{1} << 30));
  while (size == 0) {
    if (!in_member_)
      if (const auto begun = begin_member(); begun != Got::data) return begun;
    const auto input = ahead(1);
    if (in_.bad()) return Got::failed;
    stream.next_in = bytes_of(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = bytes_of(out);
    stream.avail_out = room;
    const auto result = inflate(&stream, Z_NO_FLUSH);
    at_ += input.size() - stream.avail_in;
    size = room - stream.avail_out;
    if (result == Z_STREAM_END)
      in_member_ = false;
    else if (result != Z_OK && result != Z_BUF_ERROR)
      damaged(fmt::format("damaged ({})", stream.msg != nullptr ? stream.msg : "no gzip data"));
    else if (input.empty() && size == 0)
      damaged("cut off");
    if (!problem_.empty() && size == 0) return Got::damaged;
  }
  return Got::data;
}

bool GzipMembers::resynchronise(std::string_view beginning) {
  problem_.clear();
  in_member_ = foreign_ = false;
  // A damaged member may have taken the next one for its own: as much of it as is still there is looked through.
  if (member_offset_ >= offset_) at_ = std::min(static_cast<std::size_t>(member_offset_ - offset_) + 1, end_);
  for (;;) {
    const auto rest = ahead(kTrial);
    if (rest.size() < kMagic.size()) return false;
    const auto found = rest.find(kMagic);
    if (found == std::string_view::npos) {
      at_ += rest.size() - (kMagic.size() - 1);
      if (ended_) return false;
      continue;
    }
    at_ += found;
    if (gzip_beginning(ahead(kTrial), beginning.size()) == beginning) return true;
    ++at_;
  }
}

}  // namespace entente
