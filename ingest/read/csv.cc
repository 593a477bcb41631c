#include <fmt/format.h>

#include <utility>

#include "ingest/read/decode.h"
#include "ingest/read/events/layout.h"
#include "ingest/read/fields.h"
#include "ingest/read/formats.h"
#include "ingest/read/record.h"
#include "ingest/read/stream.h"
#include "ingest/read/table/columns.h"
#include "ingest/read/table/rows.h"

namespace entente {
namespace {

using table::Rows;

/// A header, and one article a row; or a table of events in a layout that is known, and one event a row. Holds one row at a time.
class TableReader final : public ArticleReader {
 public:
  TableReader(std::istream& in, Origin origin, const ReadOptions& options, WarningSink& warnings)
      : rows_(in), origin_(std::move(origin)), options_(options), warnings_(warnings) {}

  Result<std::optional<Article>> next() override {
    if (!done_ && !columns_ && !events_)
      if (const auto status = read_header(); !status.ok()) {
        done_ = true;
        return failure(status);
      }
    if (done_) return std::nullopt;
    const auto got = rows_.next(delimiter_, row_);
    if (got == Rows::Got::row) return read_row();
    if (got == Rows::Got::end) {
      done_ = true;
      warn_of_repairs(rows_.repairs(), origin_.name, warnings_);
      if (!any_) warnings_.warn(origin_.name, "holds no articles");
      return std::nullopt;
    }
    any_ = true;
    done_ = got == Rows::Got::failed;
    return failure(broken(got));
  }

 private:
  std::string where() const { return to_string(RecordPlace{origin_.name, rows_.line()}); }

  Status broken(Rows::Got got) const {
    const auto status = [](StatusCode code, std::string message) { return Status(code, std::move(message)); };
    switch (got) {
      case Rows::Got::failed: return status(StatusCode::io, fmt::format("{}: cannot be read after line {}", origin_.name, rows_.line()));
      case Rows::Got::too_long:
        return status(StatusCode::invalid_input,
                      fmt::format("{}: the line is longer than {} MiB and was passed over", where(), kLongestArticle >> 20));
      case Rows::Got::bad_quote:
        return status(StatusCode::invalid_input,
                      fmt::format("{}: a field that begins with a quote here has one within that is not doubled; the row was passed over", where()));
      case Rows::Got::unclosed:
        return status(
            StatusCode::invalid_input,
            fmt::format("{}: a quote that is opened here is not closed; the row was passed over, and the next line read as a row", where()));
      case Rows::Got::row:
      case Rows::Got::end: break;
    }
    return status(StatusCode::invalid_input, fmt::format("{}: is empty; nothing was read", origin_.name));
  }

  Status read_header() {
    std::string line;
    if (const auto got = rows_.next_line(line); got != Rows::Got::row) return broken(got);
    if (const auto kind = binary_kind(line); !kind.empty())
      return {StatusCode::invalid_input, fmt::format("{}: is {}; convert it to text first", origin_.name, kind)};
    auto decoded = decode_text(line, origin_.name);
    if (!decoded) return decoded.error();
    rows_.unread_line();
    if (options_.columns.empty())  // else the user says that it is a table of articles
      if (const auto table = event_table(decoded->text)) return read_event_header(*table);
    delimiter_ = table::delimiter_of(decoded->text, options_);
    if (const auto got = rows_.next(delimiter_, row_); got != Rows::Got::row) return broken(got);
    decoded = decode_text(row_, where());
    if (!decoded) return decoded.error();
    warn_of_repairs(*decoded, where(), warnings_);
    table::split(decoded->text, delimiter_, fields_);
    auto columns = table::Columns::make(std::move(fields_), options_, origin_.name);
    if (!columns) return columns.error();
    columns_ = std::move(*columns);
    return Status::success();
  }

  Status read_event_header(const EventTable& table) {
    delimiter_ = table.delimiter;
    events_.emplace(table.layout, table.first);
    if (!events_->has_header()) return Status::success();
    const auto got = rows_.next(delimiter_, row_);
    return got == Rows::Got::row ? Status::success() : broken(got);
  }

  Result<std::optional<Article>> read_event() {
    auto article = events_->read(fields_);
    if (!article) return failure(StatusCode::invalid_input, fmt::format("{}: {}; the row was passed over", where(), article.error().message()));
    article->origin = where();
    return std::move(*article);
  }

  Result<std::optional<Article>> read_row() {
    any_ = true;
    const auto decoded = decode_text(row_, where());
    if (!decoded) return failure(decoded.error());
    table::split(decoded->text, delimiter_, fields_);
    const auto expected = events_ ? events_->count() : columns_->size();
    while (fields_.size() > expected && fields_.back().empty()) fields_.pop_back();
    if (fields_.size() != expected)
      return failure(StatusCode::invalid_input, fmt::format("{}: has {} {} where the header has {}; the row was passed over", where(), fields_.size(),
                                                            fields_.size() == 1 ? "field" : "fields", expected));
    warn_of_repairs(*decoded, where(), warnings_);
    if (events_) return read_event();
    auto article = columns_->read(std::move(fields_), where(), warnings_);
    complete_text(article, warnings_);
    if (article.text.empty()) return failure(StatusCode::invalid_input, fmt::format("{}: has no text; its column is empty", where()));
    return article;
  }

  Rows rows_;
  Origin origin_;
  const ReadOptions& options_;
  WarningSink& warnings_;
  char delimiter_ = ',';
  std::optional<table::Columns> columns_;  // of a table of articles
  std::optional<EventColumns> events_;     // of a table of events
  std::string row_;
  std::vector<std::string> fields_;
  bool any_ = false;
  bool done_ = false;
};

}  // namespace

InputFormat csv_format() {
  return {.name = "csv",
          .description = "CSV or TSV: a header that names columns, then one article a row; event data of GDELT, ICEWS and ACLED; read as a stream",
          .extensions = {".csv", ".tsv", ".tab"},
          .sniff = [](std::string_view head) { return look_of(head) == Look::table; },
          .open = [](std::istream& in, Origin origin, const ReadOptions& options, WarningSink& warnings) -> std::unique_ptr<ArticleReader> {
            return std::make_unique<TableReader>(in, std::move(origin), options, warnings);
          }};
}

}  // namespace entente
