#include <fmt/format.h>

#include <utility>

#include "ingest/read/decode.h"
#include "ingest/read/fields.h"
#include "ingest/read/formats.h"
#include "ingest/read/markdown/front_matter.h"
#include "ingest/read/markdown/text.h"
#include "ingest/read/stream.h"

namespace entente {
namespace {

// More than a long book. A parser needs up to 200 bytes for each byte of a text that is made to be costly.
constexpr std::size_t kLargestFile = std::size_t{4} << 20;

class MarkdownReader final : public ArticleReader {
 public:
  MarkdownReader(std::istream& in, Origin origin, WarningSink& warnings) : in_(in), origin_(std::move(origin)), warnings_(warnings) {}

  Result<std::optional<Article>> next() override {
    if (std::exchange(done_, true)) return std::nullopt;
    const auto bytes = read_all(in_, kLargestFile, origin_.name, "a Markdown file is one article; cut it into several, or read it with --from text");
    if (!bytes) return failure(bytes.error());
    const auto decoded = decode_text(*bytes, origin_.name);
    if (!decoded) return failure(decoded.error());
    if (decoded->text.find_first_not_of(" \t\r\n\f\v") == std::string::npos) return failed("is empty; nothing was read");
    warn_of_repairs(*decoded, origin_.name, warnings_);

    const auto front = markdown::read_front_matter(decoded->text);
    auto text = markdown::read_text(std::string_view(decoded->text).substr(front.end));
    if (!text) return failed("nests quotes or lists so deep, or brackets so often, as no article does; read it as it is with --from text");
    if (text->paragraphs.empty()) return failed("has no text besides headings, code and pictures");
    Article article;
    article.origin = origin_.name;
    article.path = origin_.path;
    take_fields(front, article);
    if (article.title.empty())
      article.title = text->heading;
    else if (!text->heading.empty() && text->heading != article.title)
      text->paragraphs.insert(text->paragraphs.begin(), text->heading);
    for (const auto& paragraph : text->paragraphs) article.text.append(article.text.empty() ? "" : "\n\n").append(paragraph);
    return article;
  }

 private:
  tl::unexpected<Status> failed(std::string_view what) const { return failure(StatusCode::invalid_input, fmt::format("{}: {}", origin_.name, what)); }

  /// The entries of the front matter by the names that they have in JSON too; others become attributes.
  void take_fields(const markdown::FrontMatter& front, Article& article) {
    auto entries = front.entries;
    const auto take = [&](Field field) -> std::string {
      for (const auto name : names_of(field).names)
        if (auto found = entries.extract(std::string(name)); found && !found.mapped().empty()) return std::move(found.mapped());
      return {};
    };
    article.id = take(Field::id);
    article.title = take(Field::title);
    article.source = take(Field::source);
    article.url = take(Field::url);
    set_date(take(Field::date), article, warnings_);
    set_language(take(Field::language), article, warnings_);
    article.attributes = {std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end())};
  }

  std::istream& in_;
  Origin origin_;
  WarningSink& warnings_;
  bool done_ = false;
};

}  // namespace

InputFormat markdown_format() {
  return {.name = "markdown",
          .description = "Markdown, one article a file; front matter gives title, date, outlet...",
          .extensions = {".md", ".markdown"},
          .sniff = [](std::string_view head) { return look_of(head) == Look::markdown; },
          .open = [](std::istream& in, Origin origin, const ReadOptions&, WarningSink& warnings) -> std::unique_ptr<ArticleReader> {
            return std::make_unique<MarkdownReader>(in, std::move(origin), warnings);
          }};
}

}  // namespace entente
