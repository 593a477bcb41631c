#include <fmt/format.h>

#include <algorithm>

#include "graph/text/unicode.h"
#include "ingest/read/formats.h"
#include "ingest/read/html/body.h"
#include "ingest/read/html/charset.h"
#include "ingest/read/html/linked_data.h"
#include "ingest/read/html/metadata.h"
#include "ingest/read/html/reduce.h"
#include "ingest/read/html/tree.h"
#include "ingest/read/page.h"
#include "ingest/read/stream.h"

namespace entente {
namespace {

using namespace html;

// In letters. A text as short as a list of headlines may leave behind is an article only where the page calls itself one.
constexpr std::size_t kShortestArticle = 240;
constexpr std::size_t kFewestCardsOfList = 8;
constexpr std::size_t kShortestHeadline = 15;
// What a paywall leaves of an article that is said not to be free.
constexpr std::size_t kLongestStub = 700;

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string all;
  for (const auto& part : parts) all.append(all.empty() ? "" : separator).append(part);
  return all;
}

std::size_t letters_in(std::string_view text) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, next] = decode(text, at);
    if (is_letter(c) || is_digit(c)) ++letters;
    at = next;
  }
  return letters;
}

/// articleBody as paragraphs: its lines.
std::vector<std::string> lines_of(std::string_view body) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < body.size();) {
    const auto end = std::min(body.find('\n', begin), body.size());
    if (auto line = plain_text(body.substr(begin, end - begin)); !line.empty()) lines.push_back(std::move(line));
    begin = end + 1;
  }
  return lines;
}

/// Takes articleBody where the page shows much less than it, as pages do that are drawn by scripts.
void prefer_whole(Body& body, const LinkedData& linked) {
  const auto letters = letters_in(linked.body);
  if (linked.body.empty() || letters < 2 * body.letters || linked.body.ends_with("...") || linked.body.ends_with("…")) return;
  body.paragraphs = lines_of(linked.body);
  body.letters = letters;
}

/// Whether a page that says it is English has the words that no English text is without. Many sites in other languages leave the setting of their
/// software as it was.
bool is_english(std::string_view text) {
  const auto folded = " " + fold(text) + " ";
  std::size_t words = 0, spaces = 0;
  for (const std::string_view word : {" the ", " of ", " and ", " to ", " in ", " a "})
    for (auto at = folded.find(word); at != std::string::npos; at = folded.find(word, at + 1)) ++words;
  spaces = static_cast<std::size_t>(std::ranges::count(folded, ' '));
  return words * 20 >= spaces;
}

Article made_of(Metadata& metadata, const Body& body, const Origin& origin, WarningSink& warnings) {
  Article article;
  article.origin = origin.name;
  article.path = origin.path;
  article.title = std::move(metadata.title);
  article.text = joined(body.paragraphs, "\n\n");
  article.date = metadata.date.empty() ? body.date : metadata.date;
  article.source = std::move(metadata.site);
  article.url = std::move(metadata.url);
  article.language = believed_language(metadata.language, article.text);
  const auto set = [&](const char* name, std::string value) {
    if (!value.empty()) article.attributes.emplace(name, std::move(value));
  };
  set("author", metadata.authors.empty() ? body.byline : joined(metadata.authors, ", "));
  set("section", std::move(metadata.section));
  set("keywords", joined(metadata.keywords, ", "));
  set("page", metadata.page);
  if (!metadata.page.empty()) warnings.warn(origin.name, fmt::format("is page {} of an article; the others are not in it", metadata.page));
  if (body.paywall || (metadata.paid && body.letters < kLongestStub)) {
    set("paywall", "true");
    warnings.warn(origin.name, "ends where a paywall begins; what comes before was read");
  }
  return article;
}

Page read_reduced(const ReducedPage& page, const Origin& origin, WarningSink& warnings) {
  const auto tree = parse_tree(page.html);
  const auto linked = read_linked_data(page.json_ld);
  auto metadata = read_metadata(tree, linked);
  auto body = find_body(tree, {.title = metadata.title, .live = metadata.live});
  prefer_whole(body, linked);
  // Some sites give all pages one title.
  if (!metadata.title_shown && letters_in(body.heading) >= kShortestHeadline) metadata.title = body.heading;
  if (body.letters < kShortestArticle && body.cards >= kFewestCardsOfList && !metadata.article)
    return {{}, "is a list of links, such as a front page or the page of a tag, and no article; save the pages that it leads to"};
  if (body.paragraphs.empty()) return {{}, "has no text of an article; if scripts draw it, save the page as the browser shows it"};
  return {made_of(metadata, body, origin, warnings), {}};
}

class HtmlReader final : public ArticleReader {
 public:
  HtmlReader(std::istream& in, Origin origin, WarningSink& warnings) : in_(in), origin_(std::move(origin)), warnings_(warnings) {}

  Result<std::optional<Article>> next() override {
    if (std::exchange(done_, true)) return std::nullopt;
    const auto bytes = read_all(in_, kLongestArticle, origin_.name, "a page of a news site is a thousand times smaller");
    if (!bytes) return failure(bytes.error());
    auto page = read_page(*bytes, {}, origin_, warnings_);
    if (!page) return failure(page.error());
    if (!page->article) return failure(StatusCode::invalid_input, fmt::format("{}: {}", origin_.name, page->lacks));
    return std::move(page->article);
  }

 private:
  std::istream& in_;
  Origin origin_;
  WarningSink& warnings_;
  bool done_ = false;
};

}  // namespace

Result<Page> read_page(std::string_view bytes, std::string_view charset, const Origin& origin, WarningSink& warnings) {
  auto decoded = decode_page(bytes, charset, origin.name);
  if (!decoded) return failure(decoded.error());
  if (decoded->text.find_first_not_of(" \t\r\n\f\v") == std::string::npos)
    return failure(StatusCode::invalid_input, fmt::format("{}: is empty; nothing was read", origin.name));
  const auto page = reduce_page(decoded->text, origin.name);
  if (!page) return failure(page.error());
  decoded->text = {};
  warn_of_repairs(*decoded, origin.name, warnings);
  return read_reduced(*page, origin, warnings);
}

std::string_view believed_language(std::string_view language, std::string_view text) {
  return language != "en" || is_english(text) ? language : std::string_view{};
}

InputFormat html_format() {
  return {.name = "html",
          .description = "HTML: the article of a page as a news site serves it",
          .extensions = {".html", ".htm", ".xhtml"},
          .sniff = [](std::string_view head) { return look_of(head) == Look::html; },
          .open = [](std::istream& in, Origin origin, const ReadOptions&, WarningSink& warnings) -> std::unique_ptr<ArticleReader> {
            return std::make_unique<HtmlReader>(in, std::move(origin), warnings);
          }};
}

}  // namespace entente
