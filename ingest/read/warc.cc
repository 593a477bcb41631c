#include <fmt/format.h>

#include <utility>

#include "ingest/read/decode.h"
#include "ingest/read/formats.h"
#include "ingest/read/html/charset.h"
#include "ingest/read/page.h"
#include "ingest/read/record.h"
#include "ingest/read/warc/fields.h"
#include "ingest/read/warc/http.h"
#include "ingest/read/warc/records.h"

namespace entente {
namespace {

bool is_page(std::string_view media_type) { return media_type == "text/html" || media_type == "application/xhtml+xml"; }
bool is_text(std::string_view media_type) { return media_type == "text/plain"; }
/// A server that does not say what it sends may send a page.
bool may_be_page(std::string_view media_type) { return media_type.empty() || is_page(media_type); }

/// What became of the pages of a file, for one warning in the end.
struct Tally {
  std::size_t articles = 0, no_articles = 0, unreadable = 0;
  std::string first_reason;  // of an unreadable one
};

class WarcReader final : public ArticleReader {
 public:
  WarcReader(std::istream& in, Origin origin, WarningSink& warnings) : records_(in, origin.name), origin_(std::move(origin)), warnings_(warnings) {}

  Result<std::optional<Article>> next() override {
    while (!done_) {
      const auto got = records_.next(record_);
      if (!got) return failure(got.error());
      if (!*got) break;
      if (auto article = read()) return article;
    }
    if (!std::exchange(done_, true)) warn_of_pages();
    return std::nullopt;
  }

 private:
  std::optional<Article> read() {
    if (record_.type == "response") return of_response();
    if (record_.type != "resource" && record_.type != "conversion") return std::nullopt;
    const auto type = warc::media_type(record_.content_type);
    const auto charset = warc::parameter(record_.content_type, "charset");
    if (is_page(type)) return of_page(record_.content, charset);
    return is_text(type) ? of_text(record_.content, charset) : std::nullopt;
  }

  std::optional<Article> of_response() {
    if (!record_.content_type.empty() && warc::media_type(record_.content_type) != "application/http") return std::nullopt;
    if (!may_be_page(record_.payload_type)) return std::nullopt;
    auto response = warc::read_http(record_.content, &may_be_page);
    if (!response) return unreadable(response.error().message());
    if (response->status != 200 || !may_be_page(response->type)) return std::nullopt;
    const bool unsaid = response->type.empty() && record_.payload_type.empty();
    if (unsaid && look_of(response->body) != Look::html) return std::nullopt;
    return of_page(response->body, response->charset);
  }

  Origin place() const { return {fmt::format("{}:byte {}", origin_.name, record_.offset), {}}; }

  std::optional<Article> of_page(std::string_view bytes, std::string_view charset) {
    auto page = read_page(bytes, charset, place(), warnings_);
    if (!page) return unreadable(page.error().message());
    if (page->article) return completed(std::move(*page->article));
    ++tally_.no_articles;
    return std::nullopt;
  }

  std::optional<Article> of_text(std::string_view bytes, std::string_view charset) {
    const auto at = place();
    auto decoded = html::decode_page(bytes, charset, at.name);
    if (!decoded) return unreadable(decoded.error().message());
    if (decoded->text.find_first_not_of(" \t\r\n\f\v") == std::string::npos) {
      ++tally_.no_articles;
      return std::nullopt;
    }
    warn_of_repairs(*decoded, at.name, warnings_);
    Article article;
    article.text = std::move(decoded->text);
    article.origin = at.name;
    article.language = believed_language(language_code(record_.language), article.text);  // of several languages: none
    return completed(std::move(article));
  }

  Article completed(Article article) {
    ++tally_.articles;
    if (auto target = printable(record_.target); !target.empty()) article.url = std::move(target);
    if (auto date = printable(record_.date); !date.empty()) article.attributes.emplace("crawled", std::move(date));
    if (auto truncated = printable(record_.truncated); !truncated.empty()) article.attributes.emplace("truncated", std::move(truncated));
    return article;
  }

  std::nullopt_t unreadable(const std::string& reason) {
    if (tally_.unreadable++ == 0)
      tally_.first_reason =
          reason.starts_with(origin_.name + ":") ? reason.substr(origin_.name.size() + 1) : fmt::format("byte {}: {}", record_.offset, reason);
    return std::nullopt;
  }

  void warn_of_pages() {
    const auto all = tally_.articles + tally_.no_articles + tally_.unreadable;
    if (all == 0) return warnings_.warn(origin_.name, "holds no page of a web site");
    if (tally_.no_articles > 0)
      warnings_.warn(origin_.name, fmt::format("{} of {} pages are no articles, such as front pages, lists and what scripts draw; they were left out",
                                               tally_.no_articles, all));
    if (tally_.unreadable > 0)
      warnings_.warn(origin_.name, fmt::format("{} of {} pages cannot be read; the first: {}", tally_.unreadable, all, tally_.first_reason));
  }

  warc::Records records_;
  Origin origin_;
  WarningSink& warnings_;
  warc::Record record_;
  Tally tally_;
  bool done_ = false;
};

}  // namespace

InputFormat warc_format() {
  return {.name = "warc",
          .description = "WARC: the articles of the pages that a crawler kept",
          .extensions = {".warc", ".wet"},
          .sniff = nullptr,
          .sniff_bytes = [](std::string_view head) { return warc::is_warc(head); },
          .open = [](std::istream& in, Origin origin, const ReadOptions&, WarningSink& warnings) -> std::unique_ptr<ArticleReader> {
            return std::make_unique<WarcReader>(in, std::move(origin), warnings);
          }};
}

}  // namespace entente
