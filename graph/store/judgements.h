#pragma once

#include <memory>
#include <mutex>
#include <string_view>

#include "graph/identity/identity.h"
#include "graph/store/database.h"

namespace entente::store {

/// The row of meta that counts the changes of judgements, so that a reader sees at once whether it knows them; none where there were none.
inline constexpr std::string_view kJudgedMark = "judged";

/// Who is who at the moment of a reader. Judgements are few and change seldom: what was read last is kept. Any thread may use it.
class Identities {
 public:
  struct Version {
    std::uint64_t number = 0;  ///< what the mark says
    std::shared_ptr<const Identity> identity;
  };
  /// Errors: Corruption, Io.
  Result<Version> at(const Reader& reader);

 private:
  std::mutex mutex_;
  Version last_;  // without identity before the first call
};

}  // namespace entente::store
