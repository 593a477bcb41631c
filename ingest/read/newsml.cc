#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <utility>
#include <vector>

#include "ingest/read/decode.h"
#include "ingest/read/formats.h"
#include "ingest/read/html/charset.h"
#include "ingest/read/newsml/item.h"
#include "ingest/read/newsml/markup.h"
#include "ingest/read/record.h"
#include "ingest/read/stream.h"

namespace entente {
namespace {

// The document is held in memory with a node for each tag and text, of some 60 bytes. Agencies send messages of a thousandth of this.
constexpr std::size_t kLargestFile = std::size_t{64} << 20;
constexpr std::ptrdiff_t kMostTags = 4'000'000;

class NewsmlReader final : public ArticleReader {
 public:
  NewsmlReader(std::istream& in, Origin origin, WarningSink& warnings) : in_(in), origin_(std::move(origin)), warnings_(warnings) {}

  Result<std::optional<Article>> next() override {
    if (!std::exchange(opened_, true))
      if (const auto status = open(); !status.ok()) return failure(status);
    while (next_ < items_.size()) {
      const auto& item = items_[next_++];
      const auto where = place_of(item);
      auto read = newsml::read_item(item, where, warnings_);
      if (!read.skipped.empty()) {
        warnings_.warn(where, fmt::format("{}; skipped", read.skipped));
        continue;
      }
      if (read.article.text.empty()) return failure(StatusCode::invalid_input, fmt::format("{}: the item has no text within it", where));
      if (items_.size() == 1) read.article.path = origin_.path;
      return std::move(read.article);
    }
    return std::nullopt;
  }

 private:
  Status open() {
    const auto bytes = read_all(in_, kLargestFile, origin_.name, "cut it into several");
    if (!bytes) return bytes.error();
    auto decoded = html::decode_page(*bytes, html::declared_encoding(*bytes), origin_.name);
    if (!decoded) return decoded.error();
    text_ = std::move(decoded->text);
    if (text_.find_first_not_of(" \t\r\n") == std::string::npos) return broken("is empty; nothing was read");
    warn_of_repairs(*decoded, origin_.name, warnings_);
    if (look_of(text_) != Look::newsml) return broken("is neither NewsML nor NITF; --from names another format");
    if (std::count(text_.begin(), text_.end(), '<') > kMostTags) return broken(fmt::format("has more than {} tags; cut it into several", kMostTags));
    const auto parsed = document_.load_buffer(text_.data(), text_.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
    if (!parsed) {
      const auto where = to_string(RecordPlace{origin_.name, line_of(parsed.offset)});
      return {StatusCode::invalid_input, fmt::format("{}: is not well-formed XML ({}); nothing was read", where, parsed.description())};
    }
    if (!newsml::is_shallow(document_)) return broken("is nested deeper than 256 levels, as no article is");
    items_ = newsml::items_of(document_);
    if (items_.empty()) warnings_.warn(origin_.name, "holds no articles");
    return Status::success();
  }

  Status broken(std::string_view what) const { return {StatusCode::invalid_input, fmt::format("{}: {}", origin_.name, what)}; }

  /// The items come in order, so that lines are counted once.
  std::string place_of(const pugi::xml_node& item) {
    const auto at = std::clamp<std::ptrdiff_t>(item.offset_debug(), counted_, static_cast<std::ptrdiff_t>(text_.size()));
    line_ += static_cast<std::size_t>(std::count(text_.begin() + counted_, text_.begin() + at, '\n'));
    counted_ = at;
    return to_string(RecordPlace{origin_.name, line_});
  }

  std::size_t line_of(std::ptrdiff_t offset) const {
    const auto end = std::clamp<std::ptrdiff_t>(offset, 0, static_cast<std::ptrdiff_t>(text_.size()));
    return 1 + static_cast<std::size_t>(std::count(text_.begin(), text_.begin() + end, '\n'));
  }

  std::istream& in_;
  Origin origin_;
  WarningSink& warnings_;
  std::string text_;
  pugi::xml_document document_;
  std::vector<pugi::xml_node> items_;
  std::size_t next_ = 0;
  std::size_t line_ = 1;  // of byte counted_
  std::ptrdiff_t counted_ = 0;
  bool opened_ = false;
};

}  // namespace

InputFormat newsml_format() {
  return {.name = "newsml",
          .description = "NewsML-G2, NewsML 1 and NITF: the items of news agencies",
          .extensions = {".newsml", ".nitf", ".xml"},
          .sniff = [](std::string_view head) { return look_of(head) == Look::newsml; },
          .open = [](std::istream& in, Origin origin, const ReadOptions&, WarningSink& warnings) -> std::unique_ptr<ArticleReader> {
            return std::make_unique<NewsmlReader>(in, std::move(origin), warnings);
          }};
}

}  // namespace entente
