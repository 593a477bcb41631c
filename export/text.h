#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "graph/model.h"

namespace entente {

/// `text` as valid UTF-8 without the characters that XML 1.0 forbids and terminals obey: control characters are left out (tab and
/// line breaks stay), so are U+FFFE and U+FFFF; each malformed sequence becomes U+FFFD.
std::string clean_text(std::string_view text);

/// clean_text() on one line: every run of white space becomes one space.
std::string one_line(std::string_view text);

/// An id as every format can write it: what clean_text() would change, and white space other than a blank, is written %XX, byte by
/// byte, so that two ids stay two.
std::string clean_id(std::string_view id);

/// A float as the shortest decimal that stands for it: 0.9f is 0.9, not 0.89999998.
double shortest(float value);

// What writers of formats append to the text that they gather.

/// clean_text(), one_line() and clean_id(). Plain ASCII is copied as it is.
void append_clean(std::string& out, std::string_view text);
void append_line(std::string& out, std::string_view text);
void append_id(std::string& out, std::string_view id);

void append_whole(std::string& out, std::int64_t value);
/// The shortest decimal that stands for `value`: "0.573", "1", "1e+300". REQUIRES: a finite number.
void append_real(std::string& out, double value);
/// format_day().
void append_day(std::string& out, Day day);

}  // namespace entente
