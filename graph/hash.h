#pragma once

#include <cstdint>
#include <string_view>

namespace entente {

/// A hash of bytes that is the same on every machine and in every version, because stored keys are made of it:
/// FNV-1a, 64 bits, then the finaliser of MurmurHash3 so that every bit of the key depends on every byte of the id.
/// Not for input of an adversary: two texts with one hash can be computed, and whoever uses it must notice them.
constexpr std::uint64_t hash64(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x00000100000001b3;
  }
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccd;
  hash ^= hash >> 33;
  hash *= 0xc4ceb9fe1a85ec53;
  hash ^= hash >> 33;
  return hash;
}

/// The fixed 8-byte name of a node, edge end or document in keys: hash64 of its string id.
using Key64 = std::uint64_t;

}  // namespace entente
