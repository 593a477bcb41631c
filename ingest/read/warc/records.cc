#include "ingest/read/warc/records.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "ingest/read/warc/fields.h"

namespace entente::warc {
namespace {

constexpr std::size_t kLongestHeader = std::size_t{1} << 16;
constexpr std::string_view kVersion = "WARC/";

bool may_hold_article(std::string_view type) { return type == "response" || type == "resource" || type == "conversion"; }

std::optional<std::uint64_t> number(std::string_view digits) {
  std::uint64_t value = 0;
  const auto* end = digits.data() + digits.size();
  const auto [at, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc{} || at != end) return std::nullopt;
  return value;
}

}  // namespace

bool is_warc(std::string_view head) {
  constexpr std::string_view first = "WARC/1.", early = "WARC/0.";
  if (is_gzip(head)) return is_warc(gzip_beginning(head, first.size()));
  return head.starts_with(first) || head.starts_with(early);
}

Records::Records(std::istream& in, std::string name) : bytes_(in), name_(std::move(name)) {}

Result<bool> Records::next(Record& record) {
  if (done_) return false;
  auto read_one = read(record);
  if (bytes_.failed() && !done_) {
    done_ = true;
    return failure(StatusCode::io, fmt::format("{}: cannot be read", name_));
  }
  return read_one;
}

Status Records::lost(std::string_view what) {
  lost_ = true;
  return {StatusCode::invalid_input, fmt::format("{}: {}", name_, what)};
}

/// The file ends, or is damaged, within what is read.
Status Records::cannot_go_on(std::string_view what) {
  if (!bytes_.damage().empty())
    return lost(
        fmt::format("the gzip data that begin at byte {} are {}; records behind them are looked for", bytes_.damage_offset(), bytes_.damage()));
  return lost(fmt::format("byte {}: {}; records behind it are looked for", offset_, what));
}

Result<bool> Records::read(Record& record) {
  if (lost_ && (!bytes_.damage().empty() || !bytes_.ahead(kVersion.size()).starts_with(kVersion))) done_ = !bytes_.resynchronise();
  lost_ = false;
  if (done_) return false;
  skip_blank_lines();
  const bool is_end = bytes_.ahead(1).empty() && bytes_.damage().empty();
  if (is_end) {
    done_ = true;
    if (any_ || bytes_.failed()) return false;
    return failure(StatusCode::invalid_input, fmt::format("{}: is empty; nothing was read", name_));
  }
  any_ = true;
  offset_ = bytes_.offset();
  std::string header;
  if (auto status = find_header(header); !status.ok()) return failure(std::move(status));
  const Fields fields(header);
  record = {.offset = offset_,
            .type = lower(fields.get("warc-type")),
            .target = std::string(fields.get("warc-target-uri")),
            .date = std::string(fields.get("warc-date")),
            .content_type = lower(fields.get("content-type")),
            .payload_type = lower(fields.get("warc-identified-payload-type")),
            .language = std::string(fields.get("warc-identified-content-language")),
            .truncated = std::string(fields.get("warc-truncated")),
            .content = std::move(record.content)};
  record.content.clear();
  if (record.target.starts_with('<') && record.target.ends_with('>')) record.target = record.target.substr(1, record.target.size() - 2);
  const auto length = number(fields.get("content-length"));
  if (!length) return failure(lost(fmt::format("byte {}: the record does not say how long it is; records behind it are looked for", offset_)));
  if (auto status = read_content(*length, record); !status.ok()) return failure(std::move(status));
  return true;
}

/// Whether there were any.
bool Records::skip_blank_lines() {
  bool any = false;
  for (auto rest = bytes_.ahead(1); rest.starts_with('\r') || rest.starts_with('\n'); rest = bytes_.ahead(1)) {
    bytes_.skip(1);
    any = true;
  }
  return any;
}

/// The lines of the header at the next byte, which is passed.
Status Records::find_header(std::string& header) {
  auto rest = bytes_.ahead(kVersion.size());
  if (!rest.starts_with(kVersion)) return cannot_go_on("no record begins");
  for (std::size_t wanted = 1024;; wanted *= 2) {
    rest = bytes_.ahead(wanted);
    for (auto line_end = rest.find('\n'); line_end != std::string_view::npos; line_end = rest.find('\n', line_end + 1)) {
      const auto behind = rest.substr(line_end + 1);
      const std::size_t blank = behind.starts_with("\r\n") ? 2 : behind.starts_with('\n') ? 1 : 0;
      if (blank == 0) continue;
      header = rest.substr(0, line_end + 1);
      bytes_.skip(line_end + 1 + blank);
      return Status::success();
    }
    if (rest.size() >= wanted && wanted < kLongestHeader) continue;
    bytes_.skip(kVersion.size());  // what is looked for is another one
    return cannot_go_on("the header of a record does not end");
  }
}

Status Records::read_content(std::uint64_t length, Record& record) {
  const bool too_long = length > kLongestRecord && may_hold_article(record.type);
  const bool wanted = may_hold_article(record.type) && !too_long;
  if (!bytes_.take(length, wanted ? &record.content : nullptr)) return cannot_go_on("the record is shorter than it says");
  const bool blank = skip_blank_lines();
  // The checksum of a compressed record is looked at where something is asked for behind it.
  if (!bytes_.damage().empty() && bytes_.damage_offset() == offset_) return cannot_go_on("the record is damaged");
  if (!blank && bytes_.damage().empty() && !bytes_.ahead(1).empty() && !bytes_.ahead(kVersion.size()).starts_with(kVersion))
    return cannot_go_on("the record is longer than it says");
  if (!too_long) return Status::success();
  return {StatusCode::invalid_input,
          fmt::format("{}: byte {}: the record is longer than {} MiB and was passed over", name_, offset_, kLongestRecord >> 20)};
}

}  // namespace entente::warc
