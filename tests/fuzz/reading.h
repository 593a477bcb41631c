#pragma once

/// What holds of any reader, whatever it is given: for the targets of readers.

#include <cstdlib>
#include <istream>
#include <streambuf>
#include <string>

#include "graph/model.h"
#include "graph/text/unicode.h"
#include "ingest/read/reader.h"

namespace entente::fuzz {

/// Every text has to be valid, and every message a line.
struct Checked final : WarningSink {
  static void line(std::string_view text) {
    if (text.empty() || find_invalid_utf8(text) || text.find_first_of("\n\r") != std::string_view::npos) std::abort();
  }
  void warn(std::string_view where, std::string_view what) override {
    line(where);
    line(what);
  }
};

inline void check_text(const std::string& text) {
  if (find_invalid_utf8(text) || text.find('\0') != std::string::npos) std::abort();
}

inline void check_article(const Article& article) {
  for (const auto* text :
       {&article.id, &article.title, &article.text, &article.date, &article.source, &article.url, &article.language, &article.path})
    check_text(*text);
  Checked::line(article.origin);
  for (const auto& [name, value] : article.attributes) check_text(value);
  if (article.text.empty() || (!article.date.empty() && !parse_day(article.date))) std::abort();
}

/// Reads to the end, which has to come, and stay.
inline void read_to_end(ArticleReader& reader) {
  constexpr int most = 1'000'000;
  for (int i = 0; i < most; ++i) {
    const auto article = reader.next();
    if (!article) {
      Checked::line(article.error().message());
    } else if (*article) {
      check_article(**article);
    } else {
      const auto again = reader.next();
      if (!again || *again) std::abort();
      return;
    }
  }
  std::abort();
}

/// Bytes as a pipe gives them: it cannot go back.
class Pipe : public std::streambuf {
 public:
  explicit Pipe(std::string& bytes) { setg(bytes.data(), bytes.data(), bytes.data() + bytes.size()); }
};

}  // namespace entente::fuzz
