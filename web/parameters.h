#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "web/http.h"
#include "web/refusal.h"

namespace entente::web {

/// Reads the parameters of a request: the one place that checks them. What is wrong first is kept, and reading goes on with what would do, so that a
/// caller asks finish() once. REQUIRES: the request outlives it.
class Parameters {
 public:
  explicit Parameters(const Request& request) : given_(request.parameters) {}

  /// Empty where it is not given. At most 1,000 bytes of UTF-8.
  std::string_view text(std::string_view name);
  /// The same of one that must be there.
  std::string_view needed(std::string_view name);
  std::size_t whole(std::string_view name, std::size_t otherwise, std::size_t least, std::size_t most);
  /// "1" or "true", "0" or "false"; false where it is not given.
  bool flag(std::string_view name);
  /// One of `words`, the first where it is not given.
  std::string_view word(std::string_view name, std::initializer_list<std::string_view> words);
  /// Words with commas between.
  std::vector<std::string_view> list(std::string_view name);

  /// Notes that a value is not what it should be.
  void refuse(std::string message);
  /// What was wrong; also a parameter that nobody asked for, or that is given twice.
  std::optional<Refusal> finish() const;

 private:
  const std::multimap<std::string, std::string>& given_;
  std::set<std::string_view> known_;
  std::optional<Refusal> wrong_;
};

}  // namespace entente::web
