#include "cli/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "export/text.h"
#include "graph/text/near.h"
#include "graph/text/unicode.h"
#include "ingest/language/segment.h"
#include "ingest/mention/gazetteer.h"

namespace entente::cli {
namespace {

constexpr std::size_t kShown = 5;  // suggestions: more are a list to read, not a hint

std::u32string letters(std::string_view text) {
  const std::string folded = fold(one_line(text));
  std::u32string result;
  for (std::size_t at = 0; at < folded.size();) {
    const auto [c, next] = decode(folded, at);
    result += c;
    at = next;
  }
  return result;
}

/// Whether `word` stands in `text` between blanks.
bool has_word(std::u32string_view text, std::u32string_view word) {
  const auto at = text.find(word);
  if (word.empty() || at == std::u32string_view::npos) return false;
  const auto end = at + word.size();
  return (at == 0 || text[at - 1] == U' ') && (end == text.size() || text[end] == U' ');
}

std::string describe(const Ontology& ontology, const Node& node) {
  const NodeType* type = ontology.node_type(node.type);
  std::string text = fmt::format("{}  {}  {}", clean_id(node.id), one_line(node.name), type == nullptr ? "?" : type->name);
  if (!node.country.empty()) text += fmt::format(", {}", node.country);
  return text;
}

Status not_found(const Snapshot& snapshot, std::string_view argument) {
  Suggestions near(argument);
  const Status status = snapshot.for_each_node([&](const StoredNode& stored) {
    const Node& node = stored.node;
    const std::string shown = fmt::format("'{}' ({})", one_line(node.name), clean_id(node.id));
    near.offer(node.name, shown);
    near.offer(node.id, shown);
    for (const NodeName& name : node.names) near.offer(name.text, shown);
    return true;
  });
  if (!status.ok()) return status;
  return {StatusCode::not_found,
          fmt::format("'{}': no article in the graph{} names it{}", one_line(argument), snapshot.period().restricts() ? " and period" : "",
                      near.sentence("; check the spelling, or give its id"))};
}

/// The nodes of the graph that the packaged gazetteer calls `name`. None where there is no gazetteer: it only widens the search.
Result<std::vector<std::string>> find_by_gazetteer(const Context& context, const Snapshot& snapshot, std::string_view name) {
  std::vector<std::string> found;
  const auto folder = context.data_folder();
  if (!folder || find_invalid_utf8(name)) return found;
  Vocabulary vocabulary;
  const auto gazetteer = Gazetteer::load(*folder / "gazetteer", vocabulary);
  if (!gazetteer) return found;
  std::vector<WordId> words;
  for (const std::string& word : name_words(name)) words.push_back(vocabulary.find(word));
  std::vector<std::string> ids;
  gazetteer->trie().matches([&](std::size_t i) { return i < words.size() ? words[i] : kUnknownWord; },
                            [&](const PhraseTrie::Match& match) {
                              if (match.length != words.size()) return;
                              for (const std::uint32_t payload : *match.payloads)
                                if (const auto& entry = gazetteer->name(payload); entry.exact.empty() || entry.exact == name)
                                  ids.push_back(gazetteer->entry(entry).id);
                            });
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (const std::string& id : ids) {
    const auto node = snapshot.node(id);
    if (node)
      found.push_back(id);
    else if (node.error().code() != StatusCode::not_found)
      return failure(node.error());
  }
  return found;
}

}  // namespace

Suggestions::Suggestions(std::string_view sought) : sought_(letters(sought)) {}

void Suggestions::offer(std::string_view word, std::string_view shown) {
  const std::u32string offered = letters(word);
  const std::size_t allowed = std::max<std::size_t>(1, sought_.size() / 4);
  const std::size_t difference = std::max(offered.size(), sought_.size()) - std::min(offered.size(), sought_.size());
  std::size_t distance = difference <= allowed ? slips<char32_t>(sought_, offered) : allowed + 1;
  if (distance > allowed) {
    if (sought_.size() < 3 || !has_word(offered, sought_)) return;
    distance = allowed + difference;  // after the misspellings, the shorter names first
  }
  const auto same = std::ranges::find(near_, shown, &std::pair<std::size_t, std::string>::second);
  if (same != near_.end())
    same->first = std::min(same->first, distance);
  else
    near_.emplace_back(distance, shown);
  std::ranges::sort(near_);
  if (near_.size() > kShown) near_.pop_back();
}

std::string Suggestions::sentence(std::string_view otherwise) const {
  if (near_.empty()) return std::string(otherwise);
  std::string text = "; did you mean ";
  for (std::size_t i = 0; i < near_.size(); ++i) text += (i == 0 ? "" : i + 1 == near_.size() ? " or " : ", ") + near_[i].second;
  return text + "?";
}

Result<std::string> resolve_node(const Context& context, const Ontology& ontology, const Snapshot& snapshot, std::string_view argument) {
  const auto exact = snapshot.node(argument);
  if (exact) return exact->node.id;
  if (exact.error().code() != StatusCode::not_found) return failure(exact.error());

  auto found = snapshot.find(argument);
  if (found && found->empty()) found = find_by_gazetteer(context, snapshot, argument);
  if (!found) return failure(found.error());
  if (found->empty()) return failure(not_found(snapshot, argument));
  if (found->size() == 1) return found->front();

  std::string lines;
  std::vector<std::string> called;  // whose display name it is
  for (const std::string& id : *found) {
    const auto stored = snapshot.node(id);
    if (!stored) return failure(stored.error());
    lines += "\n  " + describe(ontology, stored->node);
    if (letters(stored->node.name) == letters(argument)) called.push_back(id);
  }
  if (called.size() != 1)
    return failure(StatusCode::ambiguous, fmt::format("'{}' stands for several things; give the id of one:{}", one_line(argument), lines));
  if (!context.quiet) fmt::print(stderr, "entente: '{}' is taken for {}; it stands for:{}\n", one_line(argument), clean_id(called.front()), lines);
  return called.front();
}

Result<TypeId> resolve_relation(const Ontology& ontology, std::string_view name) {
  if (const RelationType* type = ontology.relation_type(name)) return type->number;
  Suggestions near(name);
  for (const RelationType& type : ontology.relation_types()) near.offer(type.name, type.name);
  return failure(StatusCode::not_found, fmt::format("'{}' is no relation type{}", name, near.sentence("; 'entente ontology' lists them")));
}

}  // namespace entente::cli
