#pragma once

/// The primitives that every stored key and value is made of; docs/storage-format.md gives the grammar.
///
///   u8, be16, be32, be64   unsigned, big-endian, so that the order of bytes is the order of numbers
///   varint                 unsigned, 7 bits a byte, lowest first, the high bit says that another byte follows
///   zigzag                 signed, as varint of (n << 1) ^ (n >> 63)
///   f32, f64               IEEE 754 bits, big-endian
///   str                    varint length, then that many bytes

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace entente::store {

/// `value` with the bytes in the order in which they are stored; the way back too.
template <class Unsigned>
Unsigned big_endian(Unsigned value) {
  if constexpr (std::endian::native == std::endian::big || sizeof value == 1) return value;
  if constexpr (sizeof value == 2) return __builtin_bswap16(value);
  if constexpr (sizeof value == 4) return __builtin_bswap32(value);
  if constexpr (sizeof value == 8) return __builtin_bswap64(value);
}

/// Appends to a string that it does not own.
class Encoder {
 public:
  explicit Encoder(std::string& out) : out_(out) {}

  void u8(std::uint8_t value) { out_.push_back(static_cast<char>(value)); }
  void be16(std::uint16_t value) { add(value); }
  void be32(std::uint32_t value) { add(value); }
  void be64(std::uint64_t value) { add(value); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) u8(static_cast<std::uint8_t>(value | 0x80));
    u8(static_cast<std::uint8_t>(value));
  }
  void zigzag(std::int64_t value) { varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63)); }
  void f32(float value) { be32(std::bit_cast<std::uint32_t>(value)); }
  void f64(double value) { be64(std::bit_cast<std::uint64_t>(value)); }
  void str(std::string_view value) {
    varint(value.size());
    out_.append(value);
  }

 private:
  template <class Unsigned>
  void add(Unsigned value) {
    const Unsigned bytes = big_endian(value);
    out_.append(reinterpret_cast<const char*>(&bytes), sizeof bytes);
  }

  std::string& out_;
};

/// Reads what Encoder wrote. The first read past the end, or of an impossible value, fails the Decoder for good: reads then
/// yield zeroes and empty strings, so that a caller checks once, by ok() or done().
class Decoder {
 public:
  explicit Decoder(std::string_view in) : in_(in) {}

  bool ok() const { return ok_; }
  /// Whether everything was read and nothing is left over.
  bool done() const { return ok_ && in_.empty(); }
  void fail() {
    ok_ = false;
    in_ = {};
  }

  std::uint8_t u8() {
    if (in_.empty()) {
      fail();
      return 0;
    }
    const auto byte = static_cast<std::uint8_t>(in_.front());
    in_.remove_prefix(1);
    return byte;
  }
  std::uint16_t be16() { return read<std::uint16_t>(); }
  std::uint32_t be32() { return read<std::uint32_t>(); }
  std::uint64_t be64() { return read<std::uint64_t>(); }
  std::uint64_t varint() {
    if (!in_.empty() && static_cast<unsigned char>(in_.front()) < 0x80) return u8();
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t byte = u8();
      if (shift == 63 && byte > 1) break;
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    fail();
    return 0;
  }
  /// A varint that has to fit Int.
  template <class Int>
  Int varint_as() {
    const std::uint64_t value = varint();
    if (value != static_cast<Int>(value)) fail();
    return ok_ ? static_cast<Int>(value) : Int{};
  }
  std::int64_t zigzag() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  /// A zigzag that has to fit Int.
  template <class Int>
  Int zigzag_as() {
    const std::int64_t value = zigzag();
    if (value != static_cast<Int>(value)) fail();
    return ok_ ? static_cast<Int>(value) : Int{};
  }
  float f32() { return std::bit_cast<float>(be32()); }
  double f64() { return std::bit_cast<double>(be64()); }
  std::string str() {
    const std::uint64_t size = varint();
    if (size > in_.size()) fail();
    if (!ok_) return {};
    std::string value(in_.substr(0, size));
    in_.remove_prefix(size);
    return value;
  }
  /// The number of entries that follow; each takes at least one byte, so that a wrong number cannot ask for much memory.
  std::size_t count() {
    const std::uint64_t value = varint();
    if (value > in_.size()) fail();
    return ok_ ? static_cast<std::size_t>(value) : 0;
  }
  std::string_view rest() const { return in_; }

 private:
  template <class Unsigned>
  Unsigned read() {
    Unsigned bytes = 0;
    if (in_.size() < sizeof bytes) {
      fail();
      return 0;
    }
    std::memcpy(&bytes, in_.data(), sizeof bytes);
    in_.remove_prefix(sizeof bytes);
    return big_endian(bytes);
  }

  std::string_view in_;
  bool ok_ = true;
};

}  // namespace entente::store
