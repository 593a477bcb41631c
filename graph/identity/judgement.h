#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace entente {

enum class Verdict : std::uint8_t { same, not_same, unsure };

/// Who took back a judgement, why and when.
struct Revocation {
  std::string author, reason;
  std::int64_t time = 0;  ///< seconds since 1970

  friend bool operator==(const Revocation&, const Revocation&) = default;
};

/// Whether two ids stand for one real thing, as someone sees it. Never deleted, only revoked.
struct Judgement {
  std::uint64_t number = 0;  ///< from 1, in the order in which they were made; the store gives it
  Verdict verdict = Verdict::same;
  std::string a, b;  ///< ids of nodes; of two that are the same `a` is the one to stay in sight
  bool machine = false;
  std::string author;  ///< a person's name, or a program's with its version
  std::string reason;
  std::int64_t time = 0;  ///< seconds since 1970
  float score = 0;        ///< a machine's, in [0, 1]
  std::optional<Revocation> revoked = {};

  friend bool operator==(const Judgement&, const Judgement&) = default;
};

}  // namespace entente
