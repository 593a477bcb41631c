#include "ingest/read/open.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "ingest/read/formats.h"
#include "ingest/read/stream.h"

namespace entente {
namespace {

// Enough for the first line of nearly every JSON Lines file, which tells it from JSON that is written over several lines.
constexpr std::size_t kSniffedBytes = std::size_t{1} << 16;

/// The format that an input that begins with `head` looks like.
Result<const InputFormat*> format_of_content(std::string_view head, const std::string& name) {
  for (const auto& row : input_formats())
    if (row.sniff_bytes != nullptr && row.sniff_bytes(head)) return &row;
  const auto decoded = decode_text(head, name);
  if (!decoded) return failure(decoded.error());
  if (look_of(decoded->text) == Look::markup)
    return failure(StatusCode::invalid_input, fmt::format("{}: is XML; convert it to text first, or read it as it is with --from text", name));
  for (const auto& row : input_formats())
    if (row.sniff != nullptr && row.sniff(decoded->text)) return &row;
  return failure(StatusCode::unsupported, fmt::format("{}: its format is unknown; name it with --from", name));
}

/// A reader of a text whose beginning was taken already.
class RejoinedReader final : public ArticleReader {
 public:
  RejoinedReader(std::string head, std::istream& rest) : rejoined_(std::move(head), *rest.rdbuf()), whole_(&rejoined_) {}

  void open(const InputFormat& format, Origin origin, const ReadOptions& options, WarningSink& warnings) {
    reader_ = format.open(whole_, std::move(origin), options, warnings);
  }
  Result<std::optional<Article>> next() override { return reader_->next(); }

 private:
  Rejoined rejoined_;
  std::istream whole_;
  std::unique_ptr<ArticleReader> reader_;
};

}  // namespace

Result<std::unique_ptr<ArticleReader>> open_reader(std::istream& in, Origin origin, const InputFormat* format, const ReadOptions& options,
                                                   WarningSink& warnings) {
  auto head = read_head(in, kSniffedBytes);
  if (in.bad()) return failure(StatusCode::io, fmt::format("{}: cannot be read", origin.name));
  if (format == nullptr) {
    const auto told = format_of_content(head, origin.name);
    if (!told) return failure(told.error());
    format = *told;
  }
  auto reader = std::make_unique<RejoinedReader>(std::move(head), in);
  reader->open(*format, std::move(origin), options, warnings);
  return reader;
}

}  // namespace entente
