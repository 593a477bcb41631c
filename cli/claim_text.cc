#include "cli/claim_text.h"

#include <fmt/format.h>

#include "export/text.h"
#include "graph/text/unicode.h"

namespace entente::cli {

std::string counts_text(const EdgeAggregate& sum) {
  std::string text;
  for (std::size_t status = 0; status < kClaimStatusCount; ++status)
    if (sum.count[status] > 0)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", sum.count[status], to_string(static_cast<ClaimStatus>(status)));
  return text;
}

Ink ink_of(const RelationType& type) {
  switch (type.quad) {
    case Quad::verbal_cooperation:
    case Quad::material_cooperation: return Ink::blue;
    case Quad::verbal_conflict:
    case Quad::material_conflict: return Ink::vermilion;
    case Quad::structural: break;
  }
  return Ink::bold;
}

std::string marked_sentence(const Claim& claim, std::string_view text, Ink trigger_ink, bool color) {
  const Evidence& evidence = claim.evidence;
  enum Role { none, end, trigger };
  const auto role_at = [&](std::uint32_t position) {
    const auto in = [&](Span span) { return span.begin <= position && position < span.end; };
    return in(evidence.trigger_span) ? trigger : in(evidence.source_span) || in(evidence.target_span) ? end : none;
  };
  std::string marked, run;
  Role role = none;
  const auto close = [&] {
    if (role == none)
      marked += run;
    else if (color)
      marked += paint(run, role == trigger ? trigger_ink : Ink::bold, true);
    else if (!run.empty())
      marked += role == trigger ? "[" + run + "]" : "«" + run + "»";
    run.clear();
  };
  const std::string_view sentence = slice(text, evidence.sentence_span);
  std::uint32_t position = evidence.sentence_span.begin;
  for (std::size_t at = 0; at < sentence.size(); ++position) {
    const std::size_t next = decode(sentence, at).next;
    if (role_at(position) != role) {
      close();
      role = role_at(position);
    }
    const std::string letter = clean_text(sentence.substr(at, next - at));
    run += letter == "\n" || letter == "\r" || letter == "\t" ? " " : letter;
    at = next;
  }
  close();
  return marked;
}

std::string article_text(const DocumentRecord& document, bool color) {
  std::string article = one_line(document.title);
  for (const std::string& detail : {one_line(document.source), document.date ? format_day(*document.date) : std::string()})
    if (!detail.empty()) article += (article.empty() ? "" : ", ") + detail;
  return article + (article.empty() ? "" : "  ") + paint(clean_id(document.id), Ink::dim, color);
}

}  // namespace entente::cli
