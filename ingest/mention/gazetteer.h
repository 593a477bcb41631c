#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "ingest/language/vocabulary.h"

namespace entente {

/// The node types of the ontology as code needs to tell them apart; `kind_name` gives the ontology's word.
enum class Kind : std::uint8_t {
  state,
  alliance,
  government,
  official,
  person,
  armed_force,
  armed_group,
  party,
  organization,
  media,
  location,
  people,
  agreement,
};
std::string_view kind_name(Kind kind);

/// How a name stands for its entry.
enum class Sense : std::uint8_t {
  name,          ///< a name in full
  abbreviation,  ///< capitals, matched in exactly this case
  adjective,     ///< "Israeli"
  people,        ///< "Israelis"
  capital,       ///< a capital city standing for its state
  seat,          ///< "Gedung Putih"
  short_name,    ///< a person's surname that everyone knows
};

/// One thing that the packaged data know.
struct GazetteerEntry {
  std::string id = {};  ///< node id
  Kind kind = Kind::state;
  std::string name = {};     ///< display name
  std::string country = {};  ///< ISO 3166-1 alpha-3 that it rolls up to; empty for none
  std::string home = {};     ///< where it belongs or works though it does not roll up to it (media, groups); empty for unknown
  std::string parent = {};   ///< id of the body that it is an organ of; empty for none
  std::string wikidata = {};
  double latitude = 0, longitude = 0;
  bool located = false;  ///< latitude and longitude are known
  bool guarded = false;  ///< a place whose name is also a word: only after a locative preposition or before its country
  bool wide = false;     ///< a place that others lie in: region, island, area, sea
};

struct GazetteerName {
  std::uint32_t entry = 0;
  Sense sense = Sense::name;
  bool lower_start = false;  ///< the list itself starts it in lower case, so the text may
  std::string language;      ///< empty: every language
  std::string exact;         ///< for abbreviations: the only spelling that matches
};

/// Every name of every file under `data/gazetteer/`. Immutable after load.
class Gazetteer {
 public:
  /// Errors: NotFound, InvalidInput with file, line and remedy (an unknown country code, an id used twice, a name that is no word).
  static Result<Gazetteer> load(const std::filesystem::path& folder, Vocabulary& vocabulary) { return load(folder, {}, vocabulary); }
  /// The same with tables of a user's own, columns id, type, name, country, names: names for what the packaged files have, and what they have not.
  static Result<Gazetteer> load(const std::filesystem::path& folder, std::span<const std::filesystem::path> own, Vocabulary& vocabulary);

  const std::vector<GazetteerEntry>& entries() const { return entries_; }
  const GazetteerEntry& entry(const GazetteerName& name) const { return entries_[name.entry]; }
  const GazetteerName& name(std::uint32_t payload) const { return names_[payload]; }
  const PhraseTrie& trie() const { return trie_; }
  /// Whether `text` is one of the names of entry `id`.
  bool knows(const Vocabulary& vocabulary, std::string_view id, std::string_view text) const;
  /// By node id; nullptr where there is none.
  const GazetteerEntry* find(std::string_view id) const;
  /// The display name of a state by its code; empty where the code is not known.
  std::string_view state_name(std::string_view code) const;

 private:
  friend class GazetteerLoader;
  std::vector<GazetteerEntry> entries_;
  std::vector<GazetteerName> names_;
  PhraseTrie trie_;
  std::unordered_map<std::string, std::uint32_t> by_id_;
};

}  // namespace entente
