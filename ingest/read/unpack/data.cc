#include "ingest/read/unpack/data.h"

#include <fmt/format.h>

#include <ios>

namespace entente {
namespace {

Status cannot_be_read(std::string_view name) { return {StatusCode::io, fmt::format("{}: cannot be read", name)}; }

Status damaged(std::string_view name, std::string_view problem) { return {StatusCode::invalid_input, fmt::format("{}: {}", name, problem)}; }

}  // namespace

Status UnpackedData::add(std::size_t size) {
  auto& sums = *sums_;
  sums.unpacked += size;
  const bool too_large = sums.unpacked > kMostUnpacked;
  const bool too_tight = sums.unpacked > kUnpackedFreely && sums.unpacked / kMostTimesPacked > sums.packed;
  if (!too_large && !too_tight) return Status::success();
  sums.too_much = true;
  return {StatusCode::unsupported,
          too_large ? fmt::format("{}: more than {} GiB come out of the input; what follows was not read", name_, kMostUnpacked >> 30)
                    : fmt::format("{}: the input unpacks to more than {} times its size, as texts do not; what follows was not read", name_,
                                  kMostTimesPacked)};
}

UnpackedData::int_type UnpackedData::underflow() {
  if (gptr() < egptr()) return traits_type::to_int_type(*gptr());
  if (ended_) return traits_type::eof();
  std::size_t size = 0;
  if (failure_.ok()) failure_ = fill(block_.data(), block_.size(), size);
  if (failure_.ok()) failure_ = add(size);
  // The only way in which a buffer can tell its stream so; the stream stops it, and turns bad.
  if (!failure_.ok()) throw std::ios_base::failure(failure_.message());
  ended_ = size == 0;
  setg(block_.data(), block_.data(), block_.data() + size);
  return ended_ ? traits_type::eof() : traits_type::to_int_type(*gptr());
}

GzipData::GzipData(std::istream& in, bool outermost, std::string name, std::shared_ptr<Unpacked> sums, WarningSink& warnings)
    : UnpackedData(std::move(name), std::move(sums)), members_(in), outermost_(outermost), warnings_(warnings) {}

Status GzipData::fill(char* out, std::size_t capacity, std::size_t& size) {
  const auto got = members_.read(out, capacity, size);
  if (outermost_) sums().packed = members_.bytes_read();
  any_ = any_ || got == GzipMembers::Got::data;
  if (got == GzipMembers::Got::failed) return cannot_be_read(name());
  if (got != GzipMembers::Got::damaged) return Status::success();
  if (!members_.is_foreign() || !any_)
    return damaged(name(), fmt::format("the gzip data that begin at byte {} are {}", members_.member_offset(), members_.problem()));
  warnings_.warn(name(), fmt::format("from byte {} on is no gzip data; that was not read", members_.member_offset()));
  return Status::success();
}

CompressedData::CompressedData(Packing packing, std::istream& in, bool outermost, std::string name, std::shared_ptr<Unpacked> sums)
    : UnpackedData(std::move(name), std::move(sums)), archive_(packing, in, outermost ? &this->sums() : nullptr) {}

Status CompressedData::fill(char* out, std::size_t capacity, std::size_t& size) {
  ArchiveMember whole;
  auto got = begun_ ? Archive::Got::some : archive_.next(whole);
  begun_ = true;
  if (got == Archive::Got::some) got = archive_.read(out, capacity, size);
  if (got == Archive::Got::failed) return cannot_be_read(name());
  return got == Archive::Got::some || got == Archive::Got::end ? Status::success() : damaged(name(), archive_.problem());
}

Status MemberData::fill(char* out, std::size_t capacity, std::size_t& size) {
  const auto got = archive_.read(out, capacity, size);
  if (got == Archive::Got::failed) return cannot_be_read(name());
  return got == Archive::Got::some || got == Archive::Got::end ? Status::success() : damaged(name(), archive_.problem());
}

}  // namespace entente
