#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace entente::warc {

/// ASCII letters made small.
std::string lower(std::string_view text);

/// The fields of a header as WARC and HTTP write them: a first line, then "Name: value" lines; a line that begins with a space goes on with the value
/// before.
class Fields {
 public:
  explicit Fields(std::string_view header);

  std::string_view first_line() const { return first_line_; }
  /// The value of the first field of that name, which must be in lower case; without the white space around it; empty where it is not there.
  std::string_view get(std::string_view name) const;

 private:
  std::string first_line_;
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// A parameter of a value like "text/html; charset=utf-8", in lower case; `name` must be in lower case.
std::string parameter(std::string_view value, std::string_view name);

/// "text/html; charset=utf-8" as "text/html", in lower case.
std::string media_type(std::string_view value);

}  // namespace entente::warc
