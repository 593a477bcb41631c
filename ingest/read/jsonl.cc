#include "ingest/read/formats.h"
#include "ingest/read/record.h"
#include "ingest/read/stream.h"

#include <fmt/format.h>

namespace entente {
namespace {

/// One object a line. Holds one line at a time.
class JsonlReader final : public ArticleReader {
 public:
  JsonlReader(std::istream& in, Origin origin, WarningSink& warnings) : lines_(in), origin_(std::move(origin)), warnings_(warnings) {}

  Result<std::optional<Article>> next() override {
    while (!done_) {
      const auto got = lines_.next(line_);
      const RecordPlace place{origin_.name, lines_.number()};
      if (got == Lines::Got::failed) {
        done_ = true;
        return failure(StatusCode::io, fmt::format("{}: cannot be read after line {}", origin_.name, place.line));
      }
      if (got == Lines::Got::end) {
        done_ = true;
        warn_of_repairs(lines_.repairs(), origin_.name, warnings_);
        if (!any_) return failure(StatusCode::invalid_input, fmt::format("{}: is empty; nothing was read", origin_.name));
        break;
      }
      if (got == Lines::Got::too_long) {
        any_ = true;
        return failure(StatusCode::invalid_input,
                       fmt::format("{}: the line is longer than {} MiB and was passed over", to_string(place), kLongestArticle >> 20));
      }
      done_ = place.line == 1 && !binary_kind(line_).empty();  // whatever follows is no text either
      const auto decoded = decode_text(line_, done_ ? origin_.name : to_string(place));
      if (!decoded) {
        any_ = true;
        return failure(decoded.error());
      }
      if (skip_space(decoded->text, 0) == decoded->text.size()) continue;
      any_ = true;
      warn_of_repairs(*decoded, to_string(place), warnings_);
      return parse_record(decoded->text, place, warnings_);
    }
    return std::nullopt;
  }

 private:
  Lines lines_;
  Origin origin_;
  WarningSink& warnings_;
  std::string line_;
  bool any_ = false;  // a line that is not blank
  bool done_ = false;
};

}  // namespace

InputFormat jsonl_format() {
  return {.name = "jsonl",
          .description = "JSON Lines, one article a line; read as a stream",
          .extensions = {".jsonl", ".ndjson"},
          .sniff = [](std::string_view head) { return look_of(head) == Look::jsonl; },
          .open = [](std::istream& in, Origin origin, const ReadOptions&, WarningSink& warnings) -> std::unique_ptr<ArticleReader> {
            return std::make_unique<JsonlReader>(in, std::move(origin), warnings);
          }};
}

}  // namespace entente
