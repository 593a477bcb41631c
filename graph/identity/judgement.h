#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace entente {

enum class Verdict : std::uint8_t {
  same,  ///< of two ids of nodes
  not_same,
  unsure,
  rejected,   ///< of a claim: its article does not say so; it counts nowhere
  confirmed,  ///< of a claim: its article says so
};

inline bool is_of_claim(Verdict verdict) { return verdict >= Verdict::rejected; }

/// Who took back a judgement, why and when.
struct Revocation {
  std::string author, reason;
  std::int64_t time = 0;  ///< seconds since 1970

  friend bool operator==(const Revocation&, const Revocation&) = default;
};

/// Whether two ids stand for one real thing, or whether an article says what a claim has it say, as someone sees it. Never deleted, only revoked.
struct Judgement {
  std::uint64_t number = 0;  ///< from 1, in the order in which they were made; the store gives it
  Verdict verdict = Verdict::same;
  /// Ids of nodes; of two that are the same `a` is the one to stay in sight. Of a claim `a` is the id of its article and `b` is claim_name().
  std::string a, b;
  bool machine = false;
  std::string author;  ///< a person's name, or a program's with its version
  std::string reason;
  std::int64_t time = 0;  ///< seconds since 1970
  float score = 0;        ///< a machine's, in [0, 1]
  std::optional<Revocation> revoked = {};

  friend bool operator==(const Judgement&, const Judgement&) = default;
};

}  // namespace entente
