#include "ingest/mention/gazetteer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "graph/text/tsv.h"
#include "graph/text/unicode.h"
#include "ingest/language/segment.h"

namespace entente {

std::string_view kind_name(Kind kind) {
  static constexpr std::array<std::string_view, 13> kNames = {"State", "Alliance",     "Government", "Official", "Person", "ArmedForce", "ArmedGroup",
                                                              "Party", "Organization", "Media",      "Location", "People", "Agreement"};
  return kNames[static_cast<std::size_t>(kind)];
}

/// Reads the files into a Gazetteer; each load_ function knows one file's columns.
class GazetteerLoader {
 public:
  GazetteerLoader(std::filesystem::path folder, Vocabulary& vocabulary) : folder_(std::move(folder)), vocabulary_(vocabulary) {}

  Status run() {
    for (const auto load :
         {&GazetteerLoader::load_states, &GazetteerLoader::load_state_names, &GazetteerLoader::load_alliances, &GazetteerLoader::load_groups,
          &GazetteerLoader::load_media, &GazetteerLoader::load_parties, &GazetteerLoader::load_organizations, &GazetteerLoader::load_agreements,
          &GazetteerLoader::load_organs, &GazetteerLoader::load_people, &GazetteerLoader::load_places})
      if (auto status = (this->*load)(); !status.ok()) return status;
    return Status::success();
  }

  // A table as `entente learn` writes it: what a graph has learned of people and bodies.
  Status load_own(const std::filesystem::path& file) {
    static constexpr std::array<std::string_view, 5> kColumns = {"id", "type", "name", "country", "names"};
    const auto table = TsvTable::load(file, kColumns);
    if (!table) return table.error();
    for (const auto& row : table->rows()) {
      std::string problem;
      add_own(row.cells, problem);
      if (!problem.empty()) return table->bad_row(row, problem);
    }
    return Status::success();
  }

  Gazetteer result;

 private:
  using Row = TsvTable::Row;

  template <std::size_t N, class Each>
  Status each_row(std::string_view file, const std::array<std::string_view, N>& columns, const Each& each) {
    const auto table = TsvTable::load(folder_ / file, columns);
    if (!table) return table.error();
    for (const auto& row : table->rows()) {
      std::string problem;
      each(row, problem);
      if (!problem.empty()) return table->bad_row(row, problem);
    }
    return Status::success();
  }

  std::uint32_t add_entry(GazetteerEntry entry, std::string& problem) {
    const auto index = static_cast<std::uint32_t>(result.entries_.size());
    if (!result.by_id_.emplace(entry.id, index).second) problem = fmt::format("'{}' is listed twice; keep one row", entry.id);
    if (!entry.country.empty() && !known_code(entry.country))
      problem = fmt::format("country '{}' is not a known code; use a code of data/gazetteer/states.tsv", entry.country);
    if (entry.name.empty()) problem = "the name is empty; give the usual English one";
    result.entries_.push_back(std::move(entry));
    return index;
  }

  void add_own(const std::vector<std::string_view>& c, std::string& problem) {
    const auto known = result.by_id_.find(std::string(c[0]));
    std::uint32_t index = 0;
    if (known != result.by_id_.end()) {
      index = known->second;
    } else {
      const auto kind = kind_of(c[1]);
      if (!kind || *kind == Kind::state || *kind == Kind::people || *kind == Kind::agreement) {
        problem = fmt::format(
            "type '{}' is none that a name may have here; use Official, Person, Party, Organization, ArmedGroup, ArmedForce, Government, "
            "Alliance, Media or Location",
            c[1]);
        return;
      }
      index = add_entry({.id = std::string(c[0]), .kind = *kind, .name = std::string(c[2]), .country = std::string(c[3])}, problem);
    }
    add_names(index, c[4], Sense::name, "");
  }

  static std::optional<Kind> kind_of(std::string_view name) {
    for (int k = 0; k <= static_cast<int>(Kind::agreement); ++k)
      if (kind_name(static_cast<Kind>(k)) == name) return static_cast<Kind>(k);
    return std::nullopt;
  }

  bool known_code(std::string_view code) const { return result.by_id_.contains("state:" + std::string(code)); }

  void add_name(std::uint32_t entry, std::string_view text, Sense sense, std::string_view language) {
    if (text.empty()) return;
    std::vector<WordId> words;
    for (const auto& word : name_words(text)) words.push_back(vocabulary_.add(word));
    if (words.empty()) return;
    if (sense == Sense::name && is_capitals(text)) sense = Sense::abbreviation;
    GazetteerName name{entry, sense, !is_upper(decode(text, 0).value) || text.starts_with("The "), std::string(language), {}};
    if (sense == Sense::abbreviation) name.exact = text;
    result.trie_.add(words, static_cast<std::uint32_t>(result.names_.size()));
    result.names_.push_back(std::move(name));
  }

  void add_names(std::uint32_t entry, std::string_view list, Sense sense, std::string_view language) {
    for (const auto name : split_list(list)) add_name(entry, name, sense, language);
  }

  // "NATO" is matched in exactly this case, or it would be found in ordinary words.
  static bool is_capitals(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
  }

  static void locate(GazetteerEntry& entry, std::string_view latitude, std::string_view longitude, std::string& problem) {
    if (latitude.empty() || longitude.empty()) return;
    const auto read = [&](std::string_view cell, double& out) {
      const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), out);
      if (error != std::errc() || end != cell.data() + cell.size()) problem = fmt::format("'{}' is no number of degrees", cell);
    };
    read(latitude, entry.latitude);
    read(longitude, entry.longitude);
    entry.located = true;
  }

  Status load_states() {
    static constexpr std::array<std::string_view, 12> kColumns = {"code", "status", "name",   "name_id", "capital", "capital_id",
                                                                  "lat",  "lon",    "parent", "since",   "until",   "wikidata"};
    return each_row("states.tsv", kColumns, [&](const Row& row, std::string& problem) {
      const auto& c = row.cells;
      GazetteerEntry entry{
          .id = fmt::format("state:{}", c[0]), .kind = Kind::state, .name = std::string(c[2]), .country = {}, .wikidata = std::string(c[11])};
      locate(entry, c[6], c[7], problem);
      const auto index = add_entry(std::move(entry), problem);
      result.entries_[index].country = c[0];
      add_name(index, c[2], Sense::name, "");
      add_name(index, c[3], Sense::name, "id");
    });
  }

  Status load_state_names() {
    static constexpr std::array<std::string_view, 4> kColumns = {"text", "lang", "kind", "code"};
    static constexpr std::array kSenses = {std::pair{"name", Sense::name},           std::pair{"abbreviation", Sense::abbreviation},
                                           std::pair{"adjective", Sense::adjective}, std::pair{"people", Sense::people},
                                           std::pair{"capital", Sense::capital},     std::pair{"seat", Sense::seat},
                                           std::pair{"former", Sense::name}};
    return each_row("state-names.tsv", kColumns, [&](const Row& row, std::string& problem) {
      const auto& c = row.cells;
      const auto state = result.by_id_.find(fmt::format("state:{}", c[3]));
      const auto sense = std::ranges::find_if(kSenses, [&](const auto& s) { return s.first == c[2]; });
      if (state == result.by_id_.end())
        problem = fmt::format("code '{}' is not in states.tsv", c[3]);
      else if (sense == kSenses.end())
        problem = fmt::format("kind '{}' is not one of name, abbreviation, adjective, people, capital, seat, former", c[2]);
      else
        add_name(state->second, c[0], sense->second, c[1] == "*" ? "" : c[1]);
    });
  }

  Status load_alliances() {
    static constexpr std::array<std::string_view, 11> kColumns = {"id",     "name", "names_en", "names_id", "acronyms", "kind",
                                                                  "parent", "seat", "since",    "until",    "wikidata"};
    return each_row("alliances.tsv", kColumns, [&](const Row& row, std::string& problem) {
      const auto& c = row.cells;
      const auto parent = c[6];
      GazetteerEntry entry{.id = fmt::format("{}:{}", c[5] == "force" ? "force" : "alliance", c[0]),
                           .kind = c[5] == "force" ? Kind::armed_force : Kind::alliance,
                           .name = std::string(c[1]),
                           .parent = parent.empty() ? std::string() : fmt::format("alliance:{}", parent),
                           .wikidata = std::string(c[10])};
      const auto index = add_entry(std::move(entry), problem);
      if (c[1].find('(') == std::string_view::npos) add_name(index, c[1], Sense::name, "");
      add_names(index, c[2], Sense::name, "en");
      add_names(index, c[3], Sense::name, "id");
      add_names(index, c[4], Sense::abbreviation, "");
      add_names(index, c[7], Sense::seat, "");
    });
  }

  Status load_groups() {
    static constexpr std::array<std::string_view, 9> kColumns = {"id",        "name",  "names_en", "names_id", "acronyms",
                                                                 "countries", "since", "until",    "wikidata"};
    return each_row("groups.tsv", kColumns, [&](const Row& row, std::string& problem) {
      const auto& c = row.cells;
      const auto homes = split_list(c[5]);
      const auto index = add_entry({.id = fmt::format("group:{}", c[0]),
                                    .kind = Kind::armed_group,
                                    .name = std::string(c[1]),
                                    .home = homes.empty() ? std::string() : std::string(homes.front()),
                                    .wikidata = std::string(c[8])},
                                   problem);
      add_names(index, c[2], Sense::name, "en");
      add_names(index, c[3], Sense::name, "id");
      add_names(index, c[4], Sense::abbreviation, "");
    });
  }

  Status load_media() {
    static constexpr std::array<std::string_view, 7> kColumns = {"id", "name", "names", "acronyms", "country", "kind", "wikidata"};
    return each_row("media.tsv", kColumns, [&](const Row& row, std::string& problem) {
      const auto& c = row.cells;
      const auto index = add_entry({.id = fmt::format("media:{}", c[0]),
                                    .kind = Kind::media,
                                    .name = std::string(c[1]),
                                    .home = std::string(c[4]),
                                    .wikidata = std::string(c[6])},
                                   problem);
      add_names(index, c[2], Sense::name, "");
      add_names(index, c[3], Sense::abbreviation, "");
    });
  }

  Status load_parties() {
    static constexpr std::array<std::string_view, 9> kColumns = {"id",      "name",  "names_en", "names_id", "acronyms",
                                                                 "country", "since", "until",    "wikidata"};
    return each_row("parties.tsv", kColumns, [&](const Row& row, std::string& problem) {
      const auto& c = row.cells;
      const auto index = add_entry({.id = fmt::format("party:{}", c[0]),
                                    .kind = Kind::party,
                                    .name = std::string(c[1]),
                                    .country = std::string(c[5]),
                                    .wikidata = std::string(c[8])},
                                   problem);
      add_names(index, c[2], Sense::name, "en");
      add_names(index, c[3], Sense::name, "id");
      add_names(index, c[4], Sense::abbreviation, "");
    });
  }

  Status load_organizations() {
    static constexpr std::array<std::string_view, 8> kColumns = {"id", "name", "names_en", "names_id", "acronyms", "kind", "country", "wikidata"};
    return each_row("organizations.tsv", kColumns, [&](const Row& row, std::string& problem) {
      const auto& c = row.cells;
      const auto index = add_entry({.id = fmt::format("org:{}", c[0]),
                                    .kind = Kind::organization,
                                    .name = std::string(c[1]),
                                    .country = std::string(c[6]),
                                    .wikidata = std::string(c[7])},
                                   problem);
      if (c[1].find('(') == std::string_view::npos) add_name(index, c[1], Sense::name, "");
      add_names(index, c[2], Sense::name, "en");
      add_names(index, c[3], Sense::name, "id");
      add_names(index, c[4], Sense::abbreviation, "");
    });
  }

  // Organs and forces of a state that have names of their own: "Bundestag", "TNI", "IDF".
  Status load_organs() {
    static constexpr std::array<std::string_view, 7> kColumns = {"id", "name", "names_en", "names_id", "names", "acronyms", "wikidata"};
    return each_row("organs.tsv", kColumns, [&](const Row& row, std::string& problem) {
      const auto& c = row.cells;
      const bool force = c[0].starts_with("force:");
      if (!force && !c[0].starts_with("government:")) {
        problem = fmt::format("id '{}' must start with government: or force:, then the code of the state", c[0]);
        return;
      }
      const auto rest = c[0].substr(c[0].find(':') + 1);
      const auto index = add_entry({.id = std::string(c[0]),
                                    .kind = force ? Kind::armed_force : Kind::government,
                                    .name = std::string(c[1]),
                                    .country = std::string(rest.substr(0, rest.find('/'))),
                                    .wikidata = std::string(c[6])},
                                   problem);
      add_names(index, c[2], Sense::name, "en");
      add_names(index, c[3], Sense::name, "id");
      add_names(index, c[4], Sense::name, "");
      add_names(index, c[5], Sense::abbreviation, "");
    });
  }

  Status load_agreements() {
    static constexpr std::array<std::string_view, 8> kColumns = {"id", "name", "names_en", "names_id", "kind", "since", "until", "wikidata"};
    return each_row("agreements.tsv", kColumns, [&](const Row& row, std::string& problem) {
      const auto& c = row.cells;
      const auto index = add_entry(
          {.id = fmt::format("agreement:{}", c[0]), .kind = Kind::agreement, .name = std::string(c[1]), .wikidata = std::string(c[7])}, problem);
      if (c[1].find('(') == std::string_view::npos) add_name(index, c[1], Sense::name, "");
      add_names(index, c[2], Sense::name, "en");
      add_names(index, c[3], Sense::name, "id");
    });
  }

  Status load_people() {
    static constexpr std::array<std::string_view, 5> kColumns = {"id", "name", "names", "short", "country"};
    auto status = each_row("people.tsv", kColumns, [&](const Row& row, std::string& problem) {
      const auto& c = row.cells;
      const auto index =
          add_entry({.id = fmt::format("person:{}", c[0]), .kind = Kind::person, .name = std::string(c[1]), .country = std::string(c[4])}, problem);
      add_name(index, c[1], Sense::name, "");
      add_names(index, c[2], Sense::name, "");
      add_names(index, c[3], Sense::short_name, "");
    });
    if (!status.ok()) return status;
    static constexpr std::array<std::string_view, 5> kTenures = {"person", "office", "body", "since", "until"};
    return each_row("tenures.tsv", kTenures, [&](const Row& row, std::string& problem) {
      const auto person = result.by_id_.find(fmt::format("person:{}", row.cells[0]));
      if (person == result.by_id_.end())
        problem = fmt::format("person '{}' is not in people.tsv", row.cells[0]);
      else
        result.entries_[person->second].kind = Kind::official;
    });
  }

  Status load_places() {
    static constexpr std::array<std::string_view, 10> kColumns = {"id",   "name", "names_en", "names_id",   "country",
                                                                  "kind", "lat",  "lon",      "population", "context"};
    return each_row("places.tsv", kColumns, [&](const Row& row, std::string& problem) {
      const auto& c = row.cells;
      GazetteerEntry entry{.id = fmt::format("location:{}", c[0]), .kind = Kind::location, .name = std::string(c[1]), .country = std::string(c[4])};
      locate(entry, c[6], c[7], problem);
      entry.guarded = c[9] == "guarded";
      entry.wide = c[5] == "region" || c[5] == "area" || c[5] == "island" || c[5] == "sea" || c[5] == "strait";
      const auto index = add_entry(std::move(entry), problem);
      add_names(index, c[2], Sense::name, "en");
      add_names(index, c[3], Sense::name, "id");
    });
  }

  std::filesystem::path folder_;
  Vocabulary& vocabulary_;
};

Result<Gazetteer> Gazetteer::load(const std::filesystem::path& folder, std::span<const std::filesystem::path> own, Vocabulary& vocabulary) {
  GazetteerLoader loader(folder, vocabulary);
  if (auto status = loader.run(); !status.ok()) return failure(status);
  for (const auto& file : own)
    if (auto status = loader.load_own(file); !status.ok()) return failure(status);
  return std::move(loader.result);
}

bool Gazetteer::knows(const Vocabulary& vocabulary, std::string_view id, std::string_view text) const {
  const auto words = name_words(text);
  bool found = false;
  trie_.matches([&](std::size_t i) { return i < words.size() ? vocabulary.find(words[i]) : kUnknownWord; },
                [&](const PhraseTrie::Match& m) {
                  if (m.length != words.size()) return;
                  for (const auto payload : *m.payloads) found |= entry(name(payload)).id == id;
                });
  return found;
}

const GazetteerEntry* Gazetteer::find(std::string_view id) const {
  const auto at = by_id_.find(std::string(id));
  return at == by_id_.end() ? nullptr : &entries_[at->second];
}

std::string_view Gazetteer::state_name(std::string_view code) const {
  const auto* entry = find(fmt::format("state:{}", code));
  return entry == nullptr ? std::string_view{} : std::string_view(entry->name);
}

}  // namespace entente
