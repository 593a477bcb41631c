#pragma once

#include <cstdint>
#include <string_view>

namespace entente {

/// FNV-1a over fields with their lengths, so that ("ab", "c") and ("a", "bc") differ. For recognising equal content,
/// not for defence against an adversary.
class Hasher {
 public:
  Hasher& add(std::string_view field) {
    for (const char c : field) mix(static_cast<unsigned char>(c));
    for (auto length = field.size(); length > 0; length >>= 8) mix(static_cast<unsigned char>(length));
    mix(0xFF);
    return *this;
  }
  std::uint64_t value() const { return state_; }

 private:
  void mix(unsigned char byte) { state_ = (state_ ^ byte) * 0x100000001B3ULL; }
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

}  // namespace entente
