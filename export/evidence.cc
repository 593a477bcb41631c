#include "export/evidence.h"

#include <algorithm>

#include "graph/text/unicode.h"

namespace entente {
namespace {

constexpr std::size_t kKept = 32;  // articles: a few hundred kB of text, and more than report one event in a row

/// The byte where code point `count` of `text` begins.
std::size_t byte_of(std::string_view text, std::uint32_t count) {
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count) at = decode(text, at).next;
  return at;
}

}  // namespace

std::string_view slice(std::string_view text, Span span) {
  if (span.empty()) return {};
  const std::string_view rest = text.substr(byte_of(text, span.begin));
  return rest.substr(0, byte_of(rest, span.size()));
}

Result<std::shared_ptr<const DocumentRecord>> EvidenceReader::document(const Claim& claim) {
  const auto kept = std::ranges::find_if(recent_, [&](const auto& record) { return record->id == claim.evidence.document; });
  if (kept != recent_.end()) {
    recent_.splice(recent_.begin(), recent_, kept);
    return recent_.front();
  }
  auto record = snapshot_.document(claim.evidence.document);
  if (!record) return failure(record.error());
  recent_.push_front(std::make_shared<const DocumentRecord>(std::move(*record)));
  if (recent_.size() > kKept) recent_.pop_back();
  return recent_.front();
}

std::string_view part_text(const DocumentRecord& document, const Claim& claim) {
  return claim.evidence.part == Part::title ? document.title : document.text;
}

}  // namespace entente
