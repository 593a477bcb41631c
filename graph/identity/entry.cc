#include "graph/identity/entry.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "graph/identity/spelling.h"

namespace entente::identity {
namespace {

constexpr std::size_t kNamesRead = 24;  // differently spelled ones: well beyond what the best known persons have; time takes the square
constexpr std::size_t kWordsRead = 72;  // in all names together: three for each of them
constexpr std::size_t kMaxNames = 12;   // of those, the ones that are used: an entry of the gazetteer has at most ten that are part of no other

std::string_view wikidata_of(const IdentityCandidate& candidate) {
  const std::string& number = candidate.wikidata;
  const bool is_number = number.size() > 1 && number[0] == 'Q' && std::ranges::all_of(std::string_view(number).substr(1), is_ascii_digit);
  return is_number ? std::string_view(number) : std::string_view();
}

/// Each spelling once.
std::vector<Name> read_spellings(const Entry& entry, NameReader& reader) {
  std::vector<Name> names;
  std::size_t words = 0;
  const std::vector<std::string>& texts = entry.candidate->names;
  for (std::uint32_t at = 0; at < texts.size() && names.size() < kNamesRead && words < kWordsRead; ++at) {
    std::optional<Name> name = reader.read(texts[at], entry.kind);
    if (!name) continue;
    name->text = at;
    const auto known = [&](const Name& other) { return other.acronym == name->acronym && spelled_alike(other, *name); };
    if (std::ranges::any_of(names, known)) continue;
    words += name->words.size();
    names.push_back(std::move(*name));
  }
  return names;
}

void read_names(Entry& entry, NameReader& reader, const Vocabulary& vocabulary) {
  const std::vector<Name> names = read_spellings(entry, reader);
  std::vector<Name> parts;
  for (const Name& name : names) {
    const bool of_another = std::ranges::any_of(names, [&](const Name& other) { return is_part(name, other, vocabulary); });
    (of_another ? parts : entry.names).push_back(name);
  }
  entry.full = std::min(entry.names.size(), kMaxNames);
  std::ranges::move(parts, std::back_inserter(entry.names));
  if (entry.names.size() > kMaxNames) entry.names.resize(kMaxNames);
}

void count_holders(const std::vector<Entry>& entries, Vocabulary& vocabulary) {
  std::vector<WordId> held;
  for (const Entry& entry : entries) {
    held.clear();
    for (std::size_t at = 0; at < entry.full; ++at)
      for (const Part& word : entry.names[at].words) held.push_back(word.spelling);
    std::ranges::sort(held);
    held.erase(std::unique(held.begin(), held.end()), held.end());
    for (const WordId word : held) ++vocabulary[word].holders;
  }
}

}  // namespace

std::string_view owner_of(std::string_view id) {
  constexpr std::size_t kCode = 3;
  for (const std::string_view prefix : {"state:", "government:", "force:", "people:"}) {
    if (!id.starts_with(prefix)) continue;
    const std::string_view key = id.substr(prefix.size());
    const std::string_view code = key.substr(0, kCode);
    const bool is_code = code.size() == kCode && std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (is_code && (key.size() == kCode || key[kCode] == '/')) return code;
  }
  return {};
}

std::vector<Entry> read_entries(std::span<const IdentityCandidate> candidates, Vocabulary& vocabulary) {
  NameReader reader(vocabulary);
  std::vector<Entry> entries(candidates.size());
  std::ranges::transform(candidates, entries.begin(), [](const IdentityCandidate& candidate) {
    return Entry{&candidate, kind_of(candidate.id), wikidata_of(candidate), owner_of(candidate.id), {}, 0};
  });
  std::ranges::sort(entries, {}, [](const Entry& entry) { return std::string_view(entry.candidate->id); });
  for (Entry& entry : entries) read_names(entry, reader, vocabulary);
  count_holders(entries, vocabulary);
  return entries;
}

}  // namespace entente::identity
