#include "tests/cases/case_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <regex>

namespace entente::tests {
namespace {

std::string trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return std::string(text);
}

// "polarity=negated said_by=Menteri Luar Negeri Iran": a value runs to the next key.
std::map<std::string, std::string> read_flags(const std::string& text) {
  static const std::regex kKey(R"((polarity|modality|said_by|date|place|instrument|kind|recipient|background)=)");
  std::map<std::string, std::string> flags;
  const std::sregex_iterator end;
  for (std::sregex_iterator at(text.begin(), text.end(), kKey); at != end; ++at) {
    const auto begin = static_cast<std::size_t>(at->position() + at->length());
    const auto next = std::next(at);
    const auto stop = next == end ? text.size() : static_cast<std::size_t>(next->position());
    flags[(*at)[1]] = trimmed(text.substr(begin, stop - begin));
  }
  return flags;
}

bool read_claim(const std::string& rest, ExpectedClaim& claim) {
  std::vector<std::string> cells;
  std::size_t at = 0;
  for (std::size_t bar; (bar = rest.find('|', at)) != std::string::npos; at = bar + 1) cells.push_back(trimmed(rest.substr(at, bar - at)));
  cells.push_back(trimmed(rest.substr(at)));
  if (cells.size() < 3 || cells.size() > 4) return false;
  claim.source = cells[0];
  claim.type = cells[1];
  claim.target = cells[2];
  if (cells.size() == 4) claim.flags = read_flags(cells[3]);
  return true;
}

/// The answer to one case, with display names for ids.
class Answer {
 public:
  Answer(const Ontology& ontology, const Extraction& extraction) : ontology_(ontology), extraction_(extraction) {}

  const std::vector<Claim>& claims() const { return extraction_.contribution.claims; }

  std::string name(const std::string& id) const {
    for (const auto& node : extraction_.contribution.nodes)
      if (node.id == id) return node.name;
    return id;
  }

  bool is(const std::string& id, const std::string& wanted) const { return id == wanted || name(id) == wanted; }

  bool matches(const Claim& claim, const ExpectedClaim& expected) const {
    const auto* type = ontology_.relation_type(claim.type);
    if (type->name != expected.type) return false;
    const bool straight = is(claim.source, expected.source) && is(claim.target, expected.target);
    const bool turned = type->symmetric && is(claim.source, expected.target) && is(claim.target, expected.source);
    return (straight || turned) && flags_match(claim, expected.flags);
  }

  std::string describe(const Claim& claim) const {
    std::string out = fmt::format("{} | {} | {} |", name(claim.source), ontology_.relation_type(claim.type)->name, name(claim.target));
    if (claim.polarity != Polarity::affirmed) out += " polarity=negated";
    if (claim.modality != Modality::actual) out += fmt::format(" modality={}", to_string(claim.modality));
    for (const auto& a : claim.attribution) out += fmt::format(" said_by={}", a.node.empty() ? a.text : name(a.node));
    if (claim.date) out += fmt::format(" date={}", format_day(claim.date->day));
    if (!claim.place.empty()) out += fmt::format(" place={}", name(claim.place));
    if (!claim.kind.empty()) out += fmt::format(" kind={}", claim.kind);
    return out + fmt::format("   ({})", claim.evidence.rule);
  }

 private:
  bool flags_match(const Claim& claim, const std::map<std::string, std::string>& flags) const {
    const auto wanted = [&](const char* key, const std::string& usual) {
      const auto at = flags.find(key);
      return at == flags.end() ? usual : at->second;
    };
    if (to_string(claim.polarity) != wanted("polarity", "affirmed") || to_string(claim.modality) != wanted("modality", "actual")) return false;
    for (const auto& [key, value] : flags) {
      if (key == "said_by" &&
          std::ranges::none_of(claim.attribution, [&](const Attribution& a) { return a.text == value || (!a.node.empty() && is(a.node, value)); }))
        return false;
      if (key == "date" && (claim.date ? format_day(claim.date->day) : "") != value) return false;
      if (key == "place" && !is(claim.place, value)) return false;
      if (key == "recipient" && !is(claim.recipient, value)) return false;
      if (key == "kind" && claim.kind != value) return false;
      if (key == "instrument" && claim.instrument != value) return false;
      if (key == "background" && (claim.background ? "yes" : "no") != value) return false;
    }
    return true;
  }

  const Ontology& ontology_;
  const Extraction& extraction_;
};

}  // namespace

std::vector<Case> read_cases(const std::filesystem::path& file, std::string& error) {
  std::vector<Case> cases;
  std::ifstream in(file);
  std::string line, comment;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    const auto text = trimmed(line);
    if (text.empty()) continue;
    if (text.starts_with('#')) {
      comment = trimmed(text.substr(1));
      continue;
    }
    const auto space = text.find_first_of(" \t");
    const auto word = text.substr(0, space), rest = space == std::string::npos ? std::string() : trimmed(text.substr(space));
    if (word == "-TEXT") {
      cases.push_back({.text = rest, .title = {}, .comment = comment, .claims = {}, .line = number});
    } else if (cases.empty()) {
      error = fmt::format("{}:{}: a case starts with -TEXT", file.string(), number);
    } else if (word == "-TITLE") {
      cases.back().title = rest;
    } else if (word == "-DATE") {
      cases.back().date = rest;
    } else if (word == "-CLAIM" || word == "-MAYBE") {
      ExpectedClaim claim;
      claim.required = word == "-CLAIM";
      claim.line = number;
      if (read_claim(rest, claim))
        cases.back().claims.push_back(std::move(claim));
      else
        error = fmt::format("{}:{}: write 'source | type | target | flags'", file.string(), number);
    } else if (word != "-NONE") {
      error = fmt::format("{}:{}: '{}' is not one of -TEXT -TITLE -DATE -CLAIM -MAYBE -NONE", file.string(), number, word);
    }
  }
  return cases;
}

std::string difference(const Ontology& ontology, const Case& expected, const Extraction& extraction) {
  const Answer answer(ontology, extraction);
  std::string out;
  for (const auto& claim : expected.claims)
    if (claim.required && std::ranges::none_of(answer.claims(), [&](const Claim& c) { return answer.matches(c, claim); }))
      out += fmt::format("  missing (line {}): {} | {} | {}\n", claim.line, claim.source, claim.type, claim.target);
  for (const auto& claim : answer.claims())
    if (std::ranges::none_of(expected.claims, [&](const ExpectedClaim& e) { return answer.matches(claim, e); }))
      out += fmt::format("  not listed: {}\n", answer.describe(claim));
  return out;
}

}  // namespace entente::tests
