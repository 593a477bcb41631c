#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <utility>

#include "ingest/read/feed/item.h"
#include "ingest/read/feed/split.h"
#include "ingest/read/formats.h"
#include "ingest/read/html/charset.h"
#include "ingest/read/stream.h"

namespace entente {
namespace {

// The feed is held in memory while its items are handed out.
constexpr std::size_t kLargestFile = std::size_t{1} << 30;
// What a feed says of itself stands before its first item.
constexpr std::size_t kLongestChannel = std::size_t{1} << 20;

/// RSS and Atom. Holds the text of the feed and parses one item at a time, so that a broken one costs nothing but itself.
class FeedReader final : public ArticleReader {
 public:
  FeedReader(std::istream& in, Origin origin, WarningSink& warnings) : in_(in), origin_(std::move(origin)), warnings_(warnings), items_({}) {}

  Result<std::optional<Article>> next() override {
    if (done_) return std::nullopt;
    if (!std::exchange(begun_, true))
      if (auto status = begin(); !status.ok()) {
        done_ = true;
        return failure(std::move(status));
      }
    for (;;) {
      const auto item = items_.next();
      if (!item) break;
      any_ = true;
      auto article = read(*item);
      if (!article || *article) return article;
    }
    done_ = true;
    if (!any_) warnings_.warn(origin_.name, "the feed holds no items");
    return std::nullopt;
  }

 private:
  Status begin() {
    const auto bytes = read_all(in_, kLargestFile, origin_.name, "cut the feed into several");
    if (!bytes) return bytes.error();
    auto decoded = html::decode_page(*bytes, html::declared_encoding(*bytes), origin_.name);
    if (!decoded) return decoded.error();
    text_ = std::move(decoded->text);
    if (text_.find_first_not_of(" \t\r\n") == std::string::npos)
      return {StatusCode::invalid_input, fmt::format("{}: is empty; nothing was read", origin_.name)};
    if (look_of(text_) != Look::feed)
      return {StatusCode::invalid_input, fmt::format("{}: is neither RSS nor Atom; --from names another format", origin_.name)};
    warn_of_repairs(*decoded, origin_.name, warnings_);
    items_ = feed::Splitter(text_);
    read_channel();
    return Status::success();
  }

  /// What stands before the first item. Its elements are not closed there, which the parser does not mind.
  void read_channel() {
    const auto first = feed::Splitter(text_).next();
    pugi::xml_document document;
    document.load_buffer(text_.data(), std::min(first ? first->begin : text_.size(), kLongestChannel), pugi::parse_default, pugi::encoding_utf8);
    channel_ = feed::read_channel(document);
  }

  Result<std::optional<Article>> read(const feed::Splitter::Item& item) {
    const std::size_t line = line_of(item.begin);
    const auto where = fmt::format("{}:{}", origin_.name, line);
    if (item.text.size() > kLongestArticle)
      return failure(StatusCode::invalid_input, fmt::format("{}: the item is longer than {} MiB and was passed over", where, kLongestArticle >> 20));
    if (!item.closed) return failure(StatusCode::invalid_input, fmt::format("{}: the item is not closed; is the feed cut off?", where));
    pugi::xml_document document;
    const auto parsed = document.load_buffer(item.text.data(), item.text.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
    if (!parsed) return failure(malformed(item, line, static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)), parsed.description()));
    auto article = feed::read_item(document.first_child(), channel_, where, warnings_);
    if (!article) warnings_.warn(where, "the item has no text; skipped");
    return article;
  }

  Status malformed(const feed::Splitter::Item& item, std::size_t line, std::size_t offset, std::string_view what) const {
    const auto before = item.text.substr(0, std::min(offset, item.text.size()));
    const auto begin = text_.rfind('\n', item.begin + before.size() == 0 ? 0 : item.begin + before.size() - 1);
    const auto column = item.begin + before.size() - (begin == std::string::npos ? 0 : begin + 1) + 1;
    line += static_cast<std::size_t>(std::ranges::count(before, '\n'));
    return {StatusCode::invalid_input, fmt::format("{}:{}: column {}: the item is not well-formed XML ({})", origin_.name, line, column, what)};
  }

  /// REQUIRES: `at` only grows.
  std::size_t line_of(std::size_t at) {
    line_ += static_cast<std::size_t>(
        std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    counted_ = at;
    return line_;
  }

  std::istream& in_;
  Origin origin_;
  WarningSink& warnings_;
  std::string text_;
  feed::Splitter items_;
  feed::Channel channel_;
  std::size_t line_ = 1, counted_ = 0;  // the line of a byte
  bool begun_ = false, any_ = false, done_ = false;
};

}  // namespace

InputFormat feed_format() {
  return {.name = "feed",
          .description = "RSS and Atom: the items of a feed, with their full text or summary",
          .extensions = {".rss", ".atom", ".rdf", ".xml"},
          .sniff = [](std::string_view head) { return look_of(head) == Look::feed; },
          .open = [](std::istream& in, Origin origin, const ReadOptions&, WarningSink& warnings) -> std::unique_ptr<ArticleReader> {
            return std::make_unique<FeedReader>(in, std::move(origin), warnings);
          }};
}

}  // namespace entente
