#include "ingest/read/open.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "ingest/read/decode.h"
#include "ingest/read/formats.h"
#include "ingest/read/stream.h"
#include "ingest/read/unpack.h"

namespace entente {
namespace {

// Enough for the first line of nearly every JSON Lines file, which tells it from JSON that is written over several lines.
constexpr std::size_t kSniffedBytes = std::size_t{1} << 16;
// Of what is no text. Lines say nothing of it; a tar archive is told by byte 257, compressed WARC by what comes out first.
constexpr std::size_t kSniffedBinary = 1024;

/// The beginning of an input: its first line, or as much as tells what it is.
std::string beginning_of(std::istream& in) {
  auto head = read_head(in, kSniffedBytes);
  const bool binary = packing_of(head) != Packing::none || head.find('\0') != std::string::npos;
  if (binary && in && head.size() < kSniffedBinary) {
    const auto got = head.size();
    head.resize(kSniffedBinary);
    in.read(head.data() + got, static_cast<std::streamsize>(kSniffedBinary - got));
    head.resize(got + static_cast<std::size_t>(in.gcount()));
  }
  // The first lines of XML may only say that it is XML.
  const auto mark = detect_layout(head).mark;
  while (!binary && in && head.size() < kSniffedBytes && look_of(std::string_view(head).substr(mark)) == Look::markup)
    head += read_head(in, kSniffedBytes - head.size());
  return head;
}

const InputFormat* format_of_bytes(std::string_view head) {
  for (const auto& row : input_formats())
    if (row.sniff_bytes != nullptr && row.sniff_bytes(head)) return &row;
  return nullptr;
}

/// The format of the text that begins with `head`.
Result<const InputFormat*> format_of_text(std::string_view head, const std::string& name, bool any_text) {
  const auto decoded = decode_text(head, name);
  if (!decoded) return failure(decoded.error());
  const auto look = look_of(decoded->text);
  if (look == Look::markup)
    return failure(StatusCode::invalid_input, fmt::format("{}: is XML; convert it to text first, or read it as it is with --from text", name));
  if (any_text || look != Look::text)
    for (const auto& row : input_formats())
      if (row.sniff != nullptr && row.sniff(decoded->text)) return &row;
  return failure(StatusCode::unsupported, fmt::format("{}: its format is unknown; name it with --from", name));
}

/// A reader of an input whose beginning was taken already.
class RejoinedReader final : public ArticleReader {
 public:
  RejoinedReader(std::string head, std::istream& rest) : rejoined_(std::move(head), *rest.rdbuf()), whole_(&rejoined_) {}

  std::istream& whole() { return whole_; }
  void take(std::unique_ptr<ArticleReader> reader) { reader_ = std::move(reader); }
  Result<std::optional<Article>> next() override { return reader_->next(); }

 private:
  Rejoined rejoined_;
  std::istream whole_;
  std::unique_ptr<ArticleReader> reader_;
};

/// Calls open(stream) with the whole input: from `begin` again where the input can go back, else joined to the `head` that was taken of it.
template <class Open>
Result<std::unique_ptr<ArticleReader>> reopen(std::istream& in, std::streamoff begin, std::string head, Open&& open) {
  if (begin >= 0 && in.rdbuf()->pubseekpos(begin, std::ios::in) == std::streampos(begin)) {
    in.clear();
    return open(in);
  }
  auto reader = std::make_unique<RejoinedReader>(std::move(head), in);
  Result<std::unique_ptr<ArticleReader>> opened = open(reader->whole());
  if (!opened) return opened;
  reader->take(std::move(*opened));
  return reader;
}

Result<std::unique_ptr<ArticleReader>> open_layer(std::istream& in, Origin origin, const InputFormat* format, const ReadOptions& options,
                                                  WarningSink& warnings, Layer layer) {
  const std::streamoff begin = in.rdbuf()->pubseekoff(0, std::ios::cur, std::ios::in);
  auto head = beginning_of(in);
  if (in.bad() && head.empty()) return failure(StatusCode::io, fmt::format("{}: cannot be read", origin.name));
  const auto* told = format_of_bytes(head);
  const auto packing = packing_of(head);
  // Some formats are packed in ways of their own, and read so.
  const bool own_packing = told != nullptr && (format == nullptr || format == told);
  if (packing != Packing::none && !own_packing)
    return reopen(in, begin, std::move(head), [&](std::istream& whole) {
      return unpacking_reader(packing, whole, std::move(origin), format, options, warnings, std::move(layer), open_layer);
    });
  if (format == nullptr) format = told;
  if (format == nullptr) {
    const auto of_text = format_of_text(head, origin.name, layer.any_text);
    if (!of_text) return failure(of_text.error());
    format = *of_text;
  }
  return reopen(in, begin, std::move(head), [&](std::istream& whole) { return format->open(whole, std::move(origin), options, warnings); });
}

}  // namespace

Result<std::unique_ptr<ArticleReader>> open_reader(std::istream& in, Origin origin, const InputFormat* format, const ReadOptions& options,
                                                   WarningSink& warnings) {
  return open_layer(in, std::move(origin), format, options, warnings, {});
}

}  // namespace entente
