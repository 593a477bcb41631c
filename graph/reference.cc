#include "graph/reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <limits>

#include "graph/text/tsv.h"

namespace entente {
namespace {

/// A period without an end has a day that no calendar has; all years of facts are within ten thousand.
int year_of(Day day) {
  constexpr Day kFarthest = 10'000 * 365;
  const std::chrono::sys_days within{std::chrono::days{std::clamp(day, -kFarthest, kFarthest)}};
  return static_cast<int>(std::chrono::year_month_day{within}.year());
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// Whether `text` has the form of a country code: what the ids of states and of their organs begin with.
bool is_code(std::string_view text) { return text.size() == 3 && std::ranges::all_of(text, is_upper); }

/// An empty cell is an unknown year.
bool read_year(std::string_view cell, std::optional<int>& year) {
  if (cell.empty()) return true;
  int value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  year = value;
  return error == std::errc() && end == cell.data() + cell.size();
}

}  // namespace

bool overlaps(const ReferenceEdge& edge, const Period& period) {
  const auto begins_after = [&](Day day) { return edge.since && *edge.since > year_of(day); };
  if (period.known_by && begins_after(*period.known_by)) return false;
  if (!period.days) return true;
  return !(edge.until && *edge.until < year_of(period.days->first)) && !begins_after(period.days->second);
}

/// Reads the files; each load_ function knows one file's columns.
class ReferenceFacts::Loader {
 public:
  explicit Loader(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Status run(const Ontology& ontology) {
    for (const auto& [name, type] : {std::pair{"member_of", &facts.types_.member_of},
                                     {"holds_office_in", &facts.types_.holds_office_in},
                                     {"part_of", &facts.types_.part_of},
                                     {"located_in", &facts.types_.located_in}}) {
      const RelationType* relation = ontology.relation_type(name);
      if (relation == nullptr)
        return {StatusCode::unsupported, fmt::format("the ontology has no relation type '{}', which reference facts need; add its row", name)};
      *type = relation->number;
    }
    // Bodies first: tenures name them by their slug alone, and where two lists have one slug the earlier list is meant.
    for (const auto load : {&Loader::load_states, &Loader::load_alliances, &Loader::load_groups, &Loader::load_parties, &Loader::load_organizations,
                            &Loader::load_offices, &Loader::load_memberships, &Loader::load_tenures, &Loader::load_places, &Loader::load_people,
                            &Loader::load_organs, &Loader::load_agreements, &Loader::load_media})
      if (Status status = (this->*load)(); !status.ok()) return status;
    std::sort(facts.edges_.begin(), facts.edges_.end());
    facts.edges_.erase(std::unique(facts.edges_.begin(), facts.edges_.end()), facts.edges_.end());
    facts.edges_.shrink_to_fit();
    return Status::success();
  }

  ReferenceFacts facts;

 private:
  using Cells = std::vector<std::string_view>;

  /// `each` returns what is wrong with a row; empty for nothing.
  template <std::size_t N, class Each>
  Status each_row(std::string_view file, const std::array<std::string_view, N>& columns, const Each& each) {
    const auto table = TsvTable::load(folder_ / file, columns);
    if (!table) return table.error();
    for (const auto& row : table->rows())
      if (const std::string problem = each(row.cells); !problem.empty()) return table->bad_row(row, problem);
    return Status::success();
  }

  void add_body(std::string_view prefix, std::string_view slug, std::string_view name) {
    std::string id = fmt::format("{}:{}", prefix, slug);
    facts.names_.emplace(id, name);
    bodies_.emplace(slug, std::move(id));
  }

  std::string add_period(ReferenceEdge edge, std::string_view since, std::string_view until) {
    if (!read_year(since, edge.since)) return fmt::format("since '{}' is no year; give a whole number or nothing", since);
    if (!read_year(until, edge.until)) return fmt::format("until '{}' is no year; give a whole number or nothing", until);
    facts.edges_.push_back(std::move(edge));
    return {};
  }

  Status load_states() {
    static constexpr std::array<std::string_view, 12> kColumns = {"code", "status", "name",   "name_id", "capital", "capital_id",
                                                                  "lat",  "lon",    "parent", "since",   "until",   "wikidata"};
    return each_row("states.tsv", kColumns, [&](const Cells& c) -> std::string {
      add_body("state", c[0], c[2]);
      return {};
    });
  }

  Status load_alliances() {
    static constexpr std::array<std::string_view, 11> kColumns = {"id",     "name", "names_en", "names_id", "acronyms", "kind",
                                                                  "parent", "seat", "since",    "until",    "wikidata"};
    return each_row("alliances.tsv", kColumns, [&](const Cells& c) -> std::string {
      const std::string_view prefix = c[5] == "force" ? "force" : "alliance";
      add_body(prefix, c[0], c[1]);
      if (c[6].empty()) return {};
      return add_period({fmt::format("{}:{}", prefix, c[0]), facts.types_.part_of, fmt::format("alliance:{}", c[6]), {}, {}, {}}, {}, {});
    });
  }

  Status load_groups() {
    static constexpr std::array<std::string_view, 9> kColumns = {"id",        "name",  "names_en", "names_id", "acronyms",
                                                                 "countries", "since", "until",    "wikidata"};
    return load_bodies("groups.tsv", kColumns, "group");
  }

  Status load_parties() {
    static constexpr std::array<std::string_view, 9> kColumns = {"id",      "name",  "names_en", "names_id", "acronyms",
                                                                 "country", "since", "until",    "wikidata"};
    return load_bodies("parties.tsv", kColumns, "party");
  }

  Status load_organizations() {
    static constexpr std::array<std::string_view, 8> kColumns = {"id", "name", "names_en", "names_id", "acronyms", "kind", "country", "wikidata"};
    return load_bodies("organizations.tsv", kColumns, "org");
  }

  template <std::size_t N>
  Status load_bodies(std::string_view file, const std::array<std::string_view, N>& columns, std::string_view prefix) {
    return each_row(file, columns, [&](const Cells& c) -> std::string {
      add_body(prefix, c[0], c[1]);
      return {};
    });
  }

  Status load_offices() {
    static constexpr std::array<std::string_view, 4> kColumns = {"slug", "name", "name_id", "rank"};
    return each_row("offices.tsv", kColumns, [&](const Cells& c) -> std::string {
      offices_.emplace(c[0], c[1]);
      return {};
    });
  }

  Status load_memberships() {
    static constexpr std::array<std::string_view, 4> kColumns = {"alliance", "state", "since", "until"};
    return each_row("memberships.tsv", kColumns, [&](const Cells& c) -> std::string {
      const auto body = bodies_.find(std::string(c[0]));
      if (body == bodies_.end()) return fmt::format("alliance '{}' is not in alliances.tsv; add it there or correct the slug", c[0]);
      return add_period({fmt::format("state:{}", c[1]), facts.types_.member_of, body->second, {}, {}, {}}, c[2], c[3]);
    });
  }

  Status load_tenures() {
    static constexpr std::array<std::string_view, 5> kColumns = {"person", "office", "body", "since", "until"};
    return each_row("tenures.tsv", kColumns, [&](const Cells& c) -> std::string {
      const auto office = offices_.find(std::string(c[1]));
      if (office == offices_.end()) return fmt::format("office '{}' is not in offices.tsv; add it there or correct the slug", c[1]);
      const auto body = bodies_.find(std::string(c[2]));
      if (body == bodies_.end()) return {};
      return add_period({fmt::format("person:{}", c[0]), facts.types_.holds_office_in, body->second, {}, {}, office->second}, c[3], c[4]);
    });
  }

  Status load_places() {
    static constexpr std::array<std::string_view, 10> kColumns = {"id",   "name", "names_en", "names_id",   "country",
                                                                  "kind", "lat",  "lon",      "population", "context"};
    return each_row("places.tsv", kColumns, [&](const Cells& c) -> std::string {
      facts.ids_.insert(fmt::format("location:{}", c[0]));
      if (c[4].empty()) return {};
      return add_period({fmt::format("location:{}", c[0]), facts.types_.located_in, fmt::format("state:{}", c[4]), {}, {}, {}}, {}, {});
    });
  }

  Status load_people() {
    static constexpr std::array<std::string_view, 5> kColumns = {"id", "name", "names", "short", "country"};
    return load_ids("people.tsv", kColumns, "person:");
  }

  /// Ids of organs are whole: government:<code>/<slug>.
  Status load_organs() {
    static constexpr std::array<std::string_view, 7> kColumns = {"id", "name", "names_en", "names_id", "names", "acronyms", "wikidata"};
    return load_ids("organs.tsv", kColumns, "");
  }

  Status load_agreements() {
    static constexpr std::array<std::string_view, 8> kColumns = {"id", "name", "names_en", "names_id", "kind", "since", "until", "wikidata"};
    return load_ids("agreements.tsv", kColumns, "agreement:");
  }

  Status load_media() {
    static constexpr std::array<std::string_view, 7> kColumns = {"id", "name", "names", "acronyms", "country", "kind", "wikidata"};
    return load_ids("media.tsv", kColumns, "media:");
  }

  template <std::size_t N>
  Status load_ids(std::string_view file, const std::array<std::string_view, N>& columns, std::string_view prefix) {
    return each_row(file, columns, [&](const Cells& c) -> std::string {
      facts.ids_.insert(fmt::format("{}{}", prefix, c[0]));
      return {};
    });
  }

  std::filesystem::path folder_;
  std::unordered_map<std::string, std::string> bodies_;   // slug or code -> node id
  std::unordered_map<std::string, std::string> offices_;  // slug -> name
};

Result<ReferenceFacts> ReferenceFacts::load(const std::filesystem::path& folder, const Ontology& ontology) {
  Loader loader(folder);
  if (Status status = loader.run(ontology); !status.ok()) return failure(std::move(status));
  return std::move(loader.facts);
}

std::optional<ReferenceEdge> ReferenceFacts::from_id(std::string_view node) const {
  const auto colon = node.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view prefix = node.substr(0, colon), key = node.substr(colon + 1);
  const auto slash = key.find('/');
  const std::string_view head = key.substr(0, slash);
  const bool organ = prefix == "force" || prefix == "government";
  if (head.empty() || !(organ || (prefix == "alliance" && slash != std::string_view::npos))) return std::nullopt;
  const bool of_state = organ && is_code(head);
  return ReferenceEdge{std::string(node), types_.part_of, fmt::format("{}:{}", of_state ? "state" : "alliance", head), {}, {}, {}};
}

std::span<const ReferenceEdge> ReferenceFacts::listed(std::string_view node) const {
  const auto first =
      std::lower_bound(edges_.begin(), edges_.end(), node, [](const ReferenceEdge& edge, std::string_view sought) { return edge.source < sought; });
  const auto last = std::find_if(first, edges_.end(), [&](const ReferenceEdge& edge) { return edge.source != node; });
  return {first, last};
}

std::vector<ReferenceEdge> ReferenceFacts::from(std::string_view node) const {
  const auto known = listed(node);
  std::vector<ReferenceEdge> edges(known.begin(), known.end());
  if (auto edge = from_id(node); edge && std::ranges::find(edges, *edge) == edges.end()) {
    edges.push_back(std::move(*edge));
    std::sort(edges.begin(), edges.end());
  }
  return edges;
}

std::vector<ReferenceEdge> ReferenceFacts::between(const std::unordered_set<std::string>& nodes) const {
  std::vector<ReferenceEdge> edges;
  for (const std::string& node : nodes)
    for (ReferenceEdge& edge : from(node))
      if (nodes.contains(edge.target)) edges.push_back(std::move(edge));
  std::sort(edges.begin(), edges.end());
  return edges;
}

bool ReferenceFacts::lists(std::string_view node) const {
  const std::string id(node);
  return ids_.contains(id) || names_.contains(id);
}

std::string_view ReferenceFacts::name(std::string_view node) const {
  const auto found = names_.find(std::string(node));
  return found == names_.end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace entente
