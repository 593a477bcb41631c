#include "graph/identity/reasons.h"

#include <fmt/format.h>

#include <string_view>

#include "graph/identity/blocks.h"
#include "graph/text/unicode.h"

namespace entente::identity {
namespace {

/// `text` as a reason may show it: valid UTF-8, without what would move or hide the text around it.
std::string shown(std::string_view text) {
  constexpr std::size_t kShown = 60;  // code points: two names fit a line
  std::string out;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, next] = decode(text, at);
    if (++count > kShown) return out + "\u2026";
    // Controls, separators of lines and paragraphs, marks without width, marks that turn the direction.
    const bool hidden = c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
                        (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
    if (c == 0xFFFD || hidden)
      out += "\uFFFD";
    else
      out.append(text, at, next - at);
    at = next;
  }
  return out;
}

std::string in_quotes(std::string_view text) { return "'" + shown(text) + "'"; }

/// The id of a body without its prefix.
std::string label_of(std::string_view id) { return shown(id.substr(id.find(':') + 1)); }  // npos + 1 is the whole

std::string name_reason(const Finding& finding) {
  const NameMatch& match = finding.name;
  const std::string &x = finding.left.names[match.x->text], &y = finding.right.names[match.y->text];
  const std::string both = in_quotes(x) + ", " + in_quotes(y);
  switch (match.way) {
    case Way::same: return "same name " + in_quotes(x);
    case Way::titles: return "same name but for titles and small words: " + both;
    case Way::spelling: return "transliterations of one name: " + both;
    case Way::given: return "forms of one given name: " + both;
    case Way::letter: return "names differ by one letter: " + both;
    case Way::letters: return "names differ by a few letters: " + both;
    case Way::reordered: return "same words in another order: " + both;
    case Way::initials: return "initials that fit the name: " + both;
    case Way::part: return "one name is part of the other: " + both;
    case Way::bare: return "one name alone, of the other's: " + both;
    case Way::acronym: return "acronym and name: " + both;
    case Way::differ: break;
  }
  return "names differ: " + both;
}

std::string office_reason(const SharedOffice& office) {
  if (office.office.empty()) return fmt::format("both belong to {}", label_of(office.body));
  return fmt::format("both {} of {}", shown(office.office), label_of(office.body));
}

std::vector<std::string> reasons_for(const Finding& finding) {
  std::vector<std::string> reasons;
  if (finding.same_number) reasons.push_back("same Wikidata number " + shown(finding.left.wikidata));
  if (finding.name.x != nullptr && finding.name.way != Way::differ) reasons.push_back(name_reason(finding));
  if (finding.same_country) reasons.push_back("both of " + shown(finding.left.country));
  if (finding.near()) reasons.push_back(fmt::format("{:.0f} km apart", *finding.kilometres));
  if (!finding.office.body.empty()) reasons.push_back(office_reason(finding.office));
  if (finding.shared > 0) reasons.push_back(fmt::format("{} of {} neighbours shared", finding.shared, finding.of_neighbours));
  return reasons;
}

std::vector<std::string> reasons_against(const Finding& finding, const Vocabulary& vocabulary) {
  std::vector<std::string> reasons;
  const NameMatch& name = finding.name;
  if (finding.far()) reasons.push_back(fmt::format("two places {:.0f} km apart", *finding.kilometres));
  if (name.x != nullptr && name.way == Way::differ) reasons.push_back(name_reason(finding));
  if (finding.other_country) reasons.push_back(fmt::format("countries differ: {}, {}", shown(finding.left.country), shown(finding.right.country)));
  if (finding.related) reasons.emplace_back("they have relations with each other");
  if (const std::size_t holders = name.way == Way::bare ? vocabulary[name.bare].holders : 0; holders > 2)
    reasons.push_back(fmt::format("{} nodes have this name or a name with it", holders));
  if (name.common && name.way != Way::differ) reasons.emplace_back("only common names are shared");
  if (finding.bearers > kBlock)
    reasons.push_back(fmt::format("{} nodes have this name: each was compared with {} of them only", finding.bearers, 2 * kWindow));
  else if (finding.bearers > 0)
    reasons.push_back(fmt::format("{} nodes have this name", finding.bearers));
  return reasons;
}

}  // namespace

std::vector<std::string> reasons_of(const Finding& finding, const Vocabulary& vocabulary) {
  std::vector<std::string> reasons = reasons_for(finding);
  for (std::string& reason : reasons_against(finding, vocabulary)) reasons.push_back(std::move(reason));
  return reasons;
}

}  // namespace entente::identity
