#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "graph/model.h"
#include "graph/ontology.h"
#include "graph/status.h"
#include "graph/store/store.h"

namespace entente {

/// A relation that the gazetteer knows and no article claims. Years as the gazetteer gives them; none for unknown or still so.
struct ReferenceEdge {
  std::string source;
  TypeId type = 0;
  std::string target;
  std::optional<int> since, until;
  std::string office;  ///< of holds_office_in: "foreign minister"; empty for the other types

  friend bool operator==(const ReferenceEdge&, const ReferenceEdge&) = default;
  friend bool operator<(const ReferenceEdge& a, const ReferenceEdge& b) {
    return std::tie(a.source, a.type, a.target, a.since, a.until, a.office) < std::tie(b.source, b.type, b.target, b.since, b.until, b.office);
  }
};

/// Whether `edge` held at some time in the years of `period`, and had begun in the year when it is known. An unknown year is no bound.
bool overlaps(const ReferenceEdge& edge, const Period& period);

/// What the packaged gazetteer knows of relations between nodes: who is a member of what, who held an office where, what is part
/// of what, where a place lies. It is added to what is shown when asked and never stored. Immutable after load; any thread may
/// read it. Besides the files it knows what ids say by themselves: force:RUS/... and government:RUS/... are part of state:RUS,
/// force:un/... and alliance:un/... of alliance:un.
class ReferenceFacts {
 public:
  /// Reads memberships.tsv, tenures.tsv, places.tsv, alliances.tsv, offices.tsv and the lists of groups, parties and organizations
  /// whose offices are known; of people.tsv, organs.tsv, agreements.tsv and media.tsv whom they list; all in `folder`. A tenure whose body no list
  /// has is left out: no node can be that body. Errors: NotFound; InvalidInput with file, line and remedy; Unsupported where `ontology` lacks one of
  /// the types that are made.
  static Result<ReferenceFacts> load(const std::filesystem::path& folder, const Ontology& ontology);

  /// What leaves `node`, whatever its targets, in order.
  std::vector<ReferenceEdge> from(std::string_view node) const;
  /// The edges whose ends are both in `nodes`, in order and without repetition.
  std::vector<ReferenceEdge> between(const std::unordered_set<std::string>& nodes) const;
  /// Whether a file of the gazetteer has this id: two such nodes are two things. What only the form of an id says does not count.
  bool lists(std::string_view node) const;
  /// The display name of a state or body that may be a target; empty where the gazetteer has none.
  std::string_view name(std::string_view node) const;

 private:
  struct Types {
    TypeId member_of = 0, holds_office_in = 0, part_of = 0, located_in = 0;
  };
  class Loader;

  ReferenceFacts() = default;
  /// What the form of the id says; none where it says nothing.
  std::optional<ReferenceEdge> from_id(std::string_view node) const;
  std::span<const ReferenceEdge> listed(std::string_view node) const;

  Types types_;
  std::vector<ReferenceEdge> edges_;  // sorted
  std::unordered_map<std::string, std::string> names_;
  std::unordered_set<std::string> ids_;  // of all that is listed and not in names_
};

}  // namespace entente
