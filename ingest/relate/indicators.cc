#include "ingest/relate/indicators.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "graph/text/tsv.h"
#include "graph/text/unicode.h"

namespace entente {
namespace {

constexpr std::uint32_t kObjectReach = 6;  // tokens in which an object noun must come: "lifted all remaining import bans"

std::vector<std::string> folded_words(std::string_view phrase) {
  std::vector<std::string> words;
  for (const auto word : split_list(phrase, ' ')) words.push_back(fold(word));
  return words;
}

}  // namespace

Result<Indicators> Indicators::load(const std::filesystem::path& file, const Ontology& ontology, const Language& language) {
  Indicators out;
  if (!std::filesystem::exists(file)) return out;
  static constexpr std::array<std::string_view, 3> kColumns = {"type", "pos", "words"};
  const auto table = TsvTable::load(file, kColumns);
  if (!table) return failure(table.error());
  for (const auto& row : table->rows()) {
    const auto* type = ontology.relation_type(row.cells[0]);
    if (type == nullptr)
      return failure(table->bad_row(row, fmt::format("relation type '{}' is not in the ontology; `entente ontology` lists them", row.cells[0])));
    const auto pos = row.cells[1];
    if (pos != "verb" && pos != "noun" && pos != "any")
      return failure(table->bad_row(row, fmt::format("part of speech '{}' must be verb, noun or any", pos)));
    const Entry base{.type = type->number,
                     .id = fmt::format("{}.word:{}", language.code, row.cells[0]),
                     .verb = pos != "noun",
                     .noun = pos != "verb",
                     .more = {},
                     .object_forms = {}};
    for (const auto phrase : split_list(row.cells[2]))
      if (!out.add(phrase, base, *language.morphology)) return failure(table->bad_row(row, "a phrase is empty; write words between '|'"));
  }
  for (auto& [word, entries] : out.by_word_) std::ranges::stable_sort(entries, std::greater<>(), &Entry::length);
  return out;
}

// One phrase in all its forms; false where it has no word.
bool Indicators::add(std::string_view phrase, Entry entry, const Morphology& morphology) {
  const auto gap = phrase.find(" ~ ");
  const auto words = folded_words(phrase.substr(0, gap));
  if (words.empty()) return false;
  entry.more.assign(words.begin() + 1, words.end());
  if (gap != std::string_view::npos)
    for (const auto& form : morphology.noun_forms(std::string(phrase.substr(gap + 3)))) entry.object_forms.push_back(fold(form));
  std::vector<std::string> forms = {words.front()};
  if (entry.verb)
    for (const auto& [form, voice] : morphology.verb_forms(words.front())) forms.push_back(fold(form));
  // Of a compound noun the last word is inflected, of other phrases the first.
  if (entry.noun && entry.more.empty())
    for (const auto& form : morphology.noun_forms(words.front())) forms.push_back(fold(form));
  std::ranges::sort(forms);
  forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
  for (const auto& form : forms) by_word_[form].push_back(entry);
  if (entry.verb || entry.more.empty()) return true;
  for (const auto& form : morphology.noun_forms(entry.more.back())) {
    if (form == words.back()) continue;
    by_word_[words.front()].push_back(entry);
    by_word_[words.front()].back().more.back() = fold(form);
  }
  return true;
}

const Indicators::Entry* Indicators::find(const Passage& passage, const Sentence& sentence, std::uint32_t token, Upos tag) const {
  const auto at = by_word_.find(fold(passage.surface(passage.tokens[token])));
  if (at == by_word_.end()) return nullptr;
  const auto word = [&](std::uint32_t t) { return fold(passage.surface(passage.tokens[t])); };
  for (const auto& entry : at->second) {
    if ((!entry.verb && tag == Upos::verb) || (!entry.noun && (tag == Upos::noun || tag == Upos::propn))) continue;
    std::uint32_t next = token + 1;
    const bool follows = std::ranges::all_of(entry.more, [&](const std::string& w) { return next < sentence.last && word(next++) == w; });
    if (!follows) continue;
    if (entry.object_forms.empty()) return &entry;
    for (auto t = next; t < std::min(sentence.last, next + kObjectReach); ++t)
      if (std::ranges::find(entry.object_forms, word(t)) != entry.object_forms.end()) return &entry;
  }
  return nullptr;
}

}  // namespace entente
