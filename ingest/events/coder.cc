#include "ingest/events/coder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "graph/text/unicode.h"

namespace entente {
namespace {

constexpr std::size_t kMostKnown = 100'000;  // phrases; some 30 MB

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// "UNITED NATIONS" as "United Nations": capitals throughout say nothing of names. Two to four letters are an abbreviation more often.
std::string with_usual_capitals(std::string_view name) {
  if (name.size() <= 4 || std::ranges::any_of(name, [](char c) { return c >= 'a' && c <= 'z'; })) return std::string(name);
  std::string usual(name);
  bool inside = false;
  for (char& c : usual) {
    if (inside && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    inside = is_ascii_letter(c) || c == '\'';
  }
  return usual;
}

/// What stands in the last pair of parentheses, and the name without it. "Military Forces of Russia (2000-)": years say nothing of who it is.
struct Parenthesis {
  std::string name, inside;
};
Parenthesis split_parenthesis(std::string_view text) {
  text = trimmed(text);
  const auto open = text.rfind('(');
  if (open == std::string_view::npos || open == 0 || !text.ends_with(')')) return {std::string(text), {}};
  const auto inside = text.substr(open + 1, text.size() - open - 2);
  const auto name = trimmed(text.substr(0, open));
  if (inside.find_first_not_of("0123456789-") != std::string_view::npos) return {std::string(name), std::string(inside)};
  return split_parenthesis(name);
}

/// Names of nobody in particular.
bool is_anonymous(std::string_view name) {
  return name.empty() || name.starts_with("Unidentified") || name.starts_with("Unspecified") || name.starts_with("Unknown") || name == "---";
}

/// One or more of them, the first that has a row deciding: "Government,Executive Office".
const EventTables::ActorType* first_type(const EventTables& tables, const CodedEvent& event, std::string_view types) {
  while (!types.empty()) {
    const auto comma = types.find(',');
    if (const auto* type = tables.actor_type(event.actor_scheme, trimmed(types.substr(0, comma)))) return type;
    types = comma == std::string_view::npos ? std::string_view{} : types.substr(comma + 1);
  }
  return nullptr;
}

std::string words(const EventTables& tables, const CodedEvent& event) {
  const auto* code = tables.code(event.code_scheme, event.code);
  return code == nullptr ? event.code : fmt::format("{} {}", event.code, code->name);
}

std::string words(const EventActor& actor) {
  std::string codes = actor.country;
  if (!actor.type.empty()) codes += (codes.empty() ? "" : " ") + actor.type;
  return codes.empty() || codes == actor.name ? actor.name : fmt::format("{} ({})", actor.name.empty() ? "?" : actor.name, codes);
}

/// Where `words` stand in `text` first, in code points; empty where they do not.
Span find_in(std::string_view text, const CodePointIndex& points, std::string_view words) {
  const auto at = words.empty() ? std::string_view::npos : text.find(words);
  if (at == std::string_view::npos) return {};
  return {points.at(at), points.at(at + words.size())};
}

}  // namespace

Article with_text(const EventTables& tables, Article article) {
  if (!article.event || !trimmed(article.text).empty()) return article;
  const CodedEvent& event = *article.event;
  article.text = fmt::format("{} | {} | {}", words(event.source), words(tables, event), words(event.target));
  if (event.date) article.text += fmt::format(" | {}", format_day(event.date->day));
  if (!event.place.empty()) article.text += fmt::format(" | {}", event.place);
  return article;
}

Extraction EventCoder::code(const CodedEvent& event, DocumentRecord document) {
  Extraction out;
  const auto pass_over = [&](std::string_view why) {
    out.passed_over = why;
    return std::move(out);
  };
  const auto* code = tables_.code(event.code_scheme, event.code);
  if (code == nullptr) return pass_over("its code stands for no relation");
  const auto source = actor(event, event.source), target = actor(event, event.target);
  if (!source || !target) return pass_over("an actor is missing, or nobody in particular");
  if (source->id == target->id) return pass_over("both actors are one");

  Claim claim;
  claim.source = source->id;
  claim.type = code->relation;
  claim.target = target->id;
  claim.kind = code->kind;
  claim.date = event.date;
  auto& nodes = out.contribution.nodes;
  nodes = {*source, *target};
  if (auto where = place(event)) {
    claim.place = where->id;
    if (std::ranges::find(nodes, where->id, &Node::id) == nodes.end()) nodes.push_back(std::move(*where));
  }
  const CodePointIndex points(document.text);
  Evidence& evidence = claim.evidence;
  evidence.document = document.id;
  evidence.sentence_span = {0, points.at(document.text.size())};
  evidence.source_span = find_in(document.text, points, event.source.name);
  evidence.target_span = find_in(document.text, points, event.target.name);
  evidence.trigger_span = find_in(document.text, points, words(tables_, event));
  evidence.rule = fmt::format("{}:{}", event.code_scheme, event.code);
  evidence.extractor = event.extractor;
  evidence.confidence = event.confidence;
  out.mentions.resize(nodes.size());
  if (!evidence.source_span.empty()) out.mentions[0].push_back({Part::body, 0, evidence.source_span});
  if (!evidence.target_span.empty()) out.mentions[1].push_back({Part::body, 0, evidence.target_span});
  if (ontology_.relation_type(claim.type)->symmetric && claim.target < claim.source) {
    std::swap(claim.source, claim.target);
    std::swap(evidence.source_span, evidence.target_span);
  }
  out.contribution.claims.push_back(std::move(claim));
  out.contribution.document = std::move(document);
  return out;
}

std::optional<Node> EventCoder::actor(const CodedEvent& event, const EventActor& actor) {
  auto node = event.actor_scheme == "cameo" ? coded_actor(event, actor) : named_actor(event, actor);
  if (node && !actor.name.empty()) node->names = {{actor.name, "en"}};
  return node;
}

/// By codes of country and type, as the names beside them are words of the text ("PRESIDENT", "RUSSIAN", "COMPANY"): a name that nothing knows is
/// nobody in particular.
std::optional<Node> EventCoder::coded_actor(const CodedEvent& event, const EventActor& actor) {
  const auto country = country_name(event.actor_scheme, actor.country);
  const auto* type = first_type(tables_, event, actor.type);
  if (type != nullptr && type->phrase.empty()) {
    auto body = read(with_usual_capitals(actor.name));
    if (body && body->id.starts_with("state:")) body.reset();  // "KENYAN" of a newspaper is not Kenya
    return body;
  }
  if (country.empty()) return read(with_usual_capitals(actor.name));
  return read(type == nullptr ? country : fmt::format(fmt::runtime(type->phrase), country));
}

/// By name: "Citizen (India)" is read as "Citizen of India", "PDF: People's Defense Force" by either of its names.
std::optional<Node> EventCoder::named_actor(const CodedEvent& event, const EventActor& actor) {
  const auto [name, inside] = split_parenthesis(actor.name);
  if (is_anonymous(name)) return std::nullopt;
  auto country = country_code(event.actor_scheme, inside);
  if (!country.empty())
    if (const auto& node = read(fmt::format("{} of {}", name, inside))) return node;
  if (const auto& node = read(name)) return node;
  if (const auto colon = name.find(": "); colon != std::string::npos)
    for (const auto& part : {name.substr(colon + 2), name.substr(0, colon)})
      if (const auto& node = read(part)) return node;
  if (country.empty()) country = country_code(event.actor_scheme, actor.country);
  const auto* type = first_type(tables_, event, actor.type);
  const bool is_plain = inside.empty() && event.actor_scheme == "icews";
  if (type == nullptr && is_plain) {  // a name alone is a person there
    static const EventTables::ActorType kPerson = {"", "Person"};
    type = &kPerson;
  }
  return unknown_actor(type, name, country);
}

std::optional<Node> EventCoder::unknown_actor(const EventTables::ActorType* type, std::string_view name, const std::string& country) const {
  const NodeType& kind = *ontology_.node_type(type == nullptr ? "Organization" : std::string_view(type->kind));
  Node node;
  node.type = kind.number;
  node.name = name;
  node.country = country;
  if (kind.name == "People") {  // a crowd has no name of its own
    if (country.empty()) return std::nullopt;
    node.id = "people:" + country;
    node.name = fmt::format("people of {}", gazetteer_.state_name(country));
    return node;
  }
  const auto key = slug(name);
  if (key.empty()) return std::nullopt;
  node.id = fmt::format("{}:{}", kind.prefix, key);
  return node;
}

std::optional<Node> EventCoder::place(const CodedEvent& event) {
  const auto name = trimmed(std::string_view(event.place).substr(0, event.place.find(',')));
  if (name.empty()) return std::nullopt;
  const auto country = country_code(event.actor_scheme, event.place_country);
  // By the list of places first: "Kyiv" alone stands for its state in a text.
  const auto* entry = gazetteer_.find("location:" + slug(name));
  if (entry != nullptr && (country.empty() || entry->country == country)) return node_of(ontology_, *entry);
  if (const auto& known = read(std::string(name)))
    if (const auto& supertypes = ontology_.node_type(known->type)->supertypes; std::ranges::find(supertypes, "Place") != supertypes.end())
      if (country.empty() || known->country.empty() || known->country == country) return known;
  if (!event.latitude || !event.longitude) return std::nullopt;
  Node node;
  node.id = fmt::format("location:{}{}{}", slug(name), country.empty() ? "" : "-", fold(country));
  node.type = ontology_.node_type("Location")->number;
  node.name = name;
  node.names = {{std::string(name), "en"}};
  node.country = country;
  node.latitude = event.latitude;
  node.longitude = event.longitude;
  return node;
}

std::string EventCoder::country_name(std::string_view scheme, std::string_view country) const {
  if (country.empty()) return {};
  if (const auto name = tables_.country(scheme, country); !name.empty()) return std::string(name);
  return std::string(gazetteer_.state_name(country));
}

std::string EventCoder::country_code(std::string_view scheme, std::string_view country) {
  if (country.empty()) return {};
  if (!gazetteer_.state_name(country).empty()) return std::string(country);
  const auto name = tables_.country(scheme, country);
  const auto& node = read(std::string(name.empty() ? country : name));
  return node && node->id.starts_with("state:") ? node->country : std::string();
}

const std::optional<Node>& EventCoder::read(const std::string& phrase) {
  if (known_.size() >= kMostKnown) known_.clear();
  const auto [at, added] = known_.try_emplace(phrase);
  if (added && !trimmed(phrase).empty()) at->second = read_(phrase);
  return at->second;
}

}  // namespace entente
