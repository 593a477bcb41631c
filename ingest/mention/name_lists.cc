#include "ingest/mention/name_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "graph/text/tsv.h"
#include "graph/text/unicode.h"
#include "ingest/language/segment.h"

namespace entente {
namespace {

enum List : std::uint8_t {
  state,
  demonym,
  capital,
  place,
  guarded_place,
  alliance,
  abbreviation,
  person,
  common_word,
  first_name,
  last_name,
  group,
  party,
  organization,
  agreement,
};
static_assert(List::agreement < kNameLists);

constexpr std::size_t kShortestPart = 3;  // bytes: "Al", "Bin" and initials say nothing of a person

List list_of(const GazetteerName& name, const GazetteerEntry& entry) {
  if (name.sense == Sense::abbreviation) return List::abbreviation;
  switch (entry.kind) {
    case Kind::state:
    case Kind::government:
    case Kind::people:
      if (name.sense == Sense::adjective || name.sense == Sense::people) return List::demonym;
      return name.sense == Sense::name ? List::state : List::capital;
    case Kind::alliance: return List::alliance;
    case Kind::official:
    case Kind::person: return name.sense == Sense::short_name ? List::last_name : List::person;
    case Kind::armed_force:
    case Kind::armed_group: return List::group;
    case Kind::party: return List::party;
    case Kind::media:
    case Kind::organization: return List::organization;
    case Kind::location: return entry.guarded ? List::guarded_place : List::place;
    case Kind::agreement: return List::agreement;
  }
  return List::organization;
}

}  // namespace

std::vector<ListedName> name_lists(const Gazetteer& gazetteer, const Vocabulary& vocabulary, std::string_view language) {
  std::vector<ListedName> lists;
  std::set<std::string> first, last;
  gazetteer.trie().each([&](const std::vector<WordId>& phrase, std::uint32_t payload) {
    const auto& name = gazetteer.name(payload);
    if (!name.language.empty() && name.language != language) return;
    const auto list = list_of(name, gazetteer.entry(name));
    ListedName listed{{}, list};
    for (const auto word : phrase) listed.words.push_back(vocabulary.word(word));
    if (list == List::person && listed.words.size() > 1) {
      if (listed.words.front().size() >= kShortestPart) first.insert(listed.words.front());
      if (listed.words.back().size() >= kShortestPart) last.insert(listed.words.back());
    }
    lists.push_back(std::move(listed));
  });
  for (const auto& word : first) lists.push_back({{word}, List::first_name});
  for (const auto& word : last) lists.push_back({{word}, List::last_name});
  return lists;
}

Status add_listed_names(const std::filesystem::path& file, std::vector<ListedName>& lists) {
  if (!std::filesystem::exists(file)) return Status::success();
  static constexpr std::array<std::string_view, 2> kColumns = {"list", "names"};
  static constexpr std::array kLists = {std::pair{"first-name", List::first_name}, std::pair{"organization", List::organization},
                                        std::pair{"place", List::place}, std::pair{"city", List::place}};
  const auto table = TsvTable::load(file, kColumns);
  if (!table) return table.error();
  for (const auto& row : table->rows()) {
    const auto list = std::ranges::find_if(kLists, [&](const auto& entry) { return entry.first == row.cells[0]; });
    if (list == kLists.end()) return table->bad_row(row, fmt::format("list '{}' must be first-name, organization, place or city", row.cells[0]));
    for (const auto name : split_list(row.cells[1]))
      if (auto words = name_words(name); !words.empty()) lists.push_back({std::move(words), list->second});
  }
  return Status::success();
}

void add_common_words(std::span<const conllu::Sentence> treebank, std::vector<ListedName>& lists) {
  const auto lower = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
  std::set<std::string> words;
  for (const auto& sentence : treebank)
    for (const auto& word : sentence.words)
      if (word.upos != "PROPN" && word.form.size() > 1 && std::ranges::all_of(word.form, lower)) words.insert(word.form);
  for (const auto& word : words) lists.push_back({{word}, List::common_word});
}

}  // namespace entente
