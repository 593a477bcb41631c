#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace entente {

/// The rules that a robots.txt has for one program (RFC 9309): those of the group that names it, else those for all.
class Robots {
 public:
  /// Reads at most 500 KiB of `text`, whatever bytes they are. `agent`: the program's name without version, any case.
  static Robots parse(std::string_view text, std::string_view agent);

  /// Whether `path`, with its query, may be fetched: the longest rule that matches decides, a tie allows.
  bool allows(std::string_view path) const;

 private:
  struct Rule {
    bool allow = false;
    std::string pattern;  ///< `*` for any characters, a `$` at the end for the end
  };
  std::vector<Rule> rules_;
};

}  // namespace entente
