#include "ingest/read/formats.h"
#include "ingest/read/record.h"
#include "ingest/read/stream.h"

#include <fmt/format.h>

#include <algorithm>

namespace entente {
namespace {

// The file is held in memory while its articles are handed out; JSON Lines is the format for more.
constexpr std::size_t kLargestFile = std::size_t{1} << 30;

/// One object, an array of objects, or an object with an array of articles. Holds the text of the file and parses one article
/// at a time, so that a bad one costs nothing but itself.
class JsonReader final : public ArticleReader {
 public:
  JsonReader(std::istream& in, Origin origin, WarningSink& warnings) : in_(in), origin_(std::move(origin)), warnings_(warnings) {}

  Result<std::optional<Article>> next() override {
    switch (state_) {
      case State::unread: return first();
      case State::in_array: return next_of_array();
      case State::after_object: return after_object();
      case State::done: break;
    }
    return std::nullopt;
  }

 private:
  enum class State { unread, in_array, after_object, done };

  Result<std::optional<Article>> first() {
    state_ = State::done;
    const auto bytes = read_all(in_, kLargestFile, origin_.name, "make it JSON Lines, one article a line");
    if (!bytes) return failure(bytes.error());
    auto decoded = decode_text(*bytes, origin_.name);
    if (!decoded) return failure(decoded.error());
    text_ = std::move(decoded->text);
    move_to(skip_space(text_, 0));
    if (at_ == text_.size()) return broken("is empty; nothing was read");
    decoded->text.clear();
    warn_of_repairs(*decoded, origin_.name, warnings_);

    if (text_[at_] == '[') return enter_array(at_);
    if (text_[at_] != '{') return broken("must begin with '{' or '[', as JSON with articles does; --from names another format");
    if (const auto articles = find_articles(text_, at_)) {
      levels_ = articles->levels;
      return enter_array(articles->begin);
    }
    state_ = State::after_object;
    auto article = take();
    if (!article) return failure(article.error());
    article->origin = origin_.name;
    article->path = origin_.path;
    return std::move(*article);
  }

  Result<std::optional<Article>> enter_array(std::size_t at) {
    state_ = State::in_array;
    move_to(skip_space(text_, at + 1));
    if (at_ < text_.size() && text_[at_] == ']') {
      state_ = State::done;
      warnings_.warn(origin_.name, "holds no articles");
      return std::nullopt;
    }
    return next_of_array();
  }

  /// at_ is where an article should begin, or else at the comma or bracket after one.
  Result<std::optional<Article>> next_of_array() {
    if (std::exchange(taken_, true)) {
      if (at_ < text_.size() && text_[at_] == ']') return after_array();
      if (at_ < text_.size() && text_[at_] != ',') return broken("expected ',' or ']' after an article; what follows was not read");
      if (at_ < text_.size()) move_to(skip_space(text_, at_ + 1));
    }
    if (at_ == text_.size()) return broken("the array is not closed; is the file cut off?");
    if (text_[at_] == ',' || text_[at_] == ']' || text_[at_] == '}') return broken("expected an article; what follows was not read");
    auto article = take();
    if (!article) return failure(article.error());
    return std::move(*article);
  }

  Result<std::optional<Article>> after_array() {
    move_to(skip_space(text_, at_ + 1));
    for (; levels_ > 0; --levels_) {  // the fields after the articles matter only for the brace that has to follow them
      while (at_ < text_.size() && text_[at_] != '}') move_to(skip_space(text_, std::max(scan_value(text_, at_).end, at_ + 1)));
      if (at_ == text_.size()) return broken("the object is not closed; is the file cut off?");
      move_to(skip_space(text_, at_ + 1));
    }
    return after_object();
  }

  Result<std::optional<Article>> after_object() {
    state_ = State::done;
    if (at_ == text_.size()) return std::nullopt;
    return broken("more follows after the end of the JSON value and was not read; for one object a line use --from jsonl or the extension .jsonl");
  }

  /// The article at at_, which moves behind it.
  Result<Article> take() {
    const RecordPlace place{origin_.name, line_};
    const auto value = scan_value(text_, at_);
    const auto object = std::string_view(text_).substr(at_, value.end - at_);
    const bool last = !value.closed;
    move_to(skip_space(text_, value.end));
    if (last) state_ = State::done;
    if (object.size() > kLongestArticle)
      return failure(StatusCode::invalid_input,
                     fmt::format("{}: the article is longer than {} MiB and was passed over", to_string(place), kLongestArticle >> 20));
    return parse_record(object, place, warnings_);
  }

  tl::unexpected<Status> broken(std::string_view what) {
    state_ = State::done;
    return failure(StatusCode::invalid_input,
                   fmt::format("{}: {}", text_.empty() || at_ == text_.size() ? origin_.name : to_string({origin_.name, line_}), what));
  }

  void move_to(std::size_t at) {
    line_ +=
        static_cast<std::size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    at_ = at;
  }

  std::istream& in_;
  Origin origin_;
  WarningSink& warnings_;
  std::string text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;  // of at_
  State state_ = State::unread;
  bool taken_ = false;      // an article of the array
  std::size_t levels_ = 0;  // objects around the array
};

}  // namespace

InputFormat json_format() {
  return {.name = "json",
          .description = "JSON: an article, an array of articles, or the answer of a service for news",
          .extensions = {".json"},
          .sniff = [](std::string_view head) { return look_of(head) == Look::json; },
          .open = [](std::istream& in, Origin origin, const ReadOptions&, WarningSink& warnings) -> std::unique_ptr<ArticleReader> {
            return std::make_unique<JsonReader>(in, std::move(origin), warnings);
          }};
}

}  // namespace entente
