#include "ingest/read/formats.h"
#include "ingest/read/stream.h"

#include <fmt/format.h>

namespace entente {
namespace {

/// The whole input is one article.
class TextReader final : public ArticleReader {
 public:
  TextReader(std::istream& in, Origin origin, WarningSink& warnings) : in_(in), origin_(std::move(origin)), warnings_(warnings) {}

  Result<std::optional<Article>> next() override {
    if (std::exchange(done_, true)) return std::nullopt;
    const auto bytes = read_all(in_, kLongestArticle, origin_.name, "a text file is one article; cut it into several, or use JSON Lines");
    if (!bytes) return failure(bytes.error());
    auto decoded = decode_text(*bytes, origin_.name);
    if (!decoded) return failure(decoded.error());
    if (decoded->text.find_first_not_of(" \t\r\n\f\v") == std::string::npos)
      return failure(StatusCode::invalid_input, fmt::format("{}: is empty; nothing was read", origin_.name));
    warn_of_repairs(*decoded, origin_.name, warnings_);
    Article article;
    article.text = std::move(decoded->text);
    article.origin = origin_.name;
    article.path = origin_.path;
    return article;
  }

 private:
  std::istream& in_;
  Origin origin_;
  WarningSink& warnings_;
  bool done_ = false;
};

}  // namespace

InputFormat text_format() {
  return {.name = "text",
          .description = "plain text, one article a file",
          .extensions = {".txt", ".text"},
          .sniff = [](std::string_view head) { return look_of(head) == Look::text; },
          .open = [](std::istream& in, Origin origin, const ReadOptions&, WarningSink& warnings) -> std::unique_ptr<ArticleReader> {
            return std::make_unique<TextReader>(in, std::move(origin), warnings);
          }};
}

}  // namespace entente
