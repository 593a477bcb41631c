#include "ingest/read/warc/http.h"

#include <brotli/decode.h>
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "ingest/read/decode.h"
#include "ingest/read/gzip.h"
#include "ingest/read/warc/fields.h"

namespace entente::warc {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 16;
constexpr std::size_t kLongestShown = 40;  // of an unknown encoding

tl::unexpected<Status> bad_body(std::string_view encoding) {
  return failure(StatusCode::invalid_input, fmt::format("its body is no {}, as its header says", encoding));
}

tl::unexpected<Status> too_large() {
  return failure(StatusCode::invalid_input, fmt::format("its body is larger than {} MiB when it is unpacked", kLongestBody >> 20));
}

/// The header up to the blank line, and the body behind it. A header without a blank line has no body.
std::pair<std::string_view, std::string_view> split(std::string_view bytes) {
  for (auto end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n', end + 1)) {
    const auto rest = bytes.substr(end + 1);
    if (rest.starts_with("\r\n")) return {bytes.substr(0, end), rest.substr(2)};
    if (rest.starts_with('\n')) return {bytes.substr(0, end), rest.substr(1)};
  }
  return {bytes, {}};
}

/// The data of a body that came in chunks, each behind its length. A last chunk that is cut off is taken as far as it goes; what does not begin like
/// a chunk was joined before.
std::string unchunked(std::string_view body) {
  std::string out;
  for (auto rest = body; !rest.empty();) {
    std::size_t size = 0;
    const auto line_end = rest.find('\n');
    const auto* end = rest.data() + std::min(line_end, rest.size());
    const auto [at, error] = std::from_chars(rest.data(), end, size, 16);
    const bool is_size = error == std::errc{} && (at == end || *at == '\r' || *at == ';' || *at == ' ');
    if (!is_size || line_end == std::string_view::npos) return out.empty() ? std::string(body) : out;
    if (size == 0) break;
    rest.remove_prefix(line_end + 1);
    out.append(rest.substr(0, size));
    rest.remove_prefix(std::min(size, rest.size()));
    const auto data_end = rest.find('\n');
    rest.remove_prefix(data_end == std::string_view::npos ? rest.size() : data_end + 1);
  }
  return out;
}

/// zlib's "deflate" is sent with a header and without.
Result<std::string> inflated(std::string_view body, int window_bits, std::string_view encoding) {
  z_stream stream{};
  if (inflateInit2(&stream, window_bits) != Z_OK) return bad_body(encoding);
  const std::unique_ptr<z_stream, int (*)(z_stream*)> ends(&stream, &inflateEnd);
  std::string out;
  const auto block = std::make_unique<std::array<char, kBlock>>();
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  int result = Z_OK;
  while (result == Z_OK && out.size() <= kLongestBody) {
    stream.next_out = reinterpret_cast<Bytef*>(block->data());
    stream.avail_out = kBlock;
    result = inflate(&stream, Z_NO_FLUSH);
    out.append(block->data(), kBlock - stream.avail_out);
  }
  if (out.size() > kLongestBody) return too_large();
  const bool cut_off = result == Z_BUF_ERROR && stream.avail_in == 0;  // crawlers cut long pages
  return result == Z_STREAM_END || (cut_off && !out.empty()) ? Result<std::string>(std::move(out)) : bad_body(encoding);
}

Result<std::string> unbrotli(std::string_view body) {
  const std::unique_ptr<BrotliDecoderState, void (*)(BrotliDecoderState*)> state(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr),
                                                                                 &BrotliDecoderDestroyInstance);
  if (state == nullptr) return bad_body("brotli data");
  std::string out;
  const auto block = std::make_unique<std::array<char, kBlock>>();
  const auto* next = reinterpret_cast<const std::uint8_t*>(body.data());
  std::size_t left = body.size();
  auto result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
  while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && out.size() <= kLongestBody) {
    auto* to = reinterpret_cast<std::uint8_t*>(block->data());
    std::size_t room = kBlock;
    result = BrotliDecoderDecompressStream(state.get(), &left, &next, &room, &to, nullptr);
    out.append(block->data(), kBlock - room);
  }
  if (out.size() > kLongestBody) return too_large();
  const bool cut_off = result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT && !out.empty();
  return result == BROTLI_DECODER_RESULT_SUCCESS || cut_off ? Result<std::string>(std::move(out)) : bad_body("brotli data");
}

/// Whether a body begins like text, as none does that is packed.
bool is_plain(std::string_view body) {
  const auto first = body.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos || body[first] == '<' || body.substr(first).starts_with("\xEF\xBB\xBF");
}

Result<std::string> decoded(std::string body, std::string_view encoding) {
  const auto is = [&](auto... names) { return ((encoding == std::string_view(names)) || ...); };
  if (is("", "identity", "none", "utf-8", "text") || is_plain(body)) return body;
  if (is("gzip", "x-gzip")) return is_gzip(body) ? inflated(body, 15 + 16, "gzip data") : bad_body("gzip data");
  if (is("br")) return unbrotli(body);
  if (!is("deflate"))
    return failure(StatusCode::unsupported,
                   fmt::format("its body is in the encoding '{}', which is not read", printable(encoding.substr(0, kLongestShown))));
  auto with_header = inflated(body, 15, "deflate data");
  return with_header ? with_header : inflated(body, -15, "deflate data");
}

int status_of(std::string_view line) {
  int status = 0;
  const auto space = line.find(' ');
  if (!line.starts_with("HTTP/") || space == std::string_view::npos) return 0;
  const auto digits = line.substr(std::min(line.find_first_not_of(' ', space), line.size()));
  std::from_chars(digits.data(), digits.data() + digits.size(), status);
  return status;
}

}  // namespace

Result<HttpResponse> read_http(std::string_view bytes, bool (*mine)(std::string_view media_type)) {
  const auto [header, body] = split(bytes);
  const Fields fields(header);
  HttpResponse response;
  response.status = status_of(fields.first_line());
  if (response.status == 0) return failure(StatusCode::invalid_input, "is no answer of a web server");
  const auto type = fields.get("content-type");
  response.type = media_type(type);
  response.charset = parameter(type, "charset");
  if (response.status != 200 || !mine(response.type)) return response;
  const bool chunked = lower(fields.get("transfer-encoding")).find("chunked") != std::string::npos;
  auto plain = decoded(chunked ? unchunked(body) : std::string(body), lower(fields.get("content-encoding")));
  if (!plain) return failure(plain.error());
  response.body = std::move(*plain);
  return response;
}

}  // namespace entente::warc
