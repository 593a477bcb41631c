#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/ontology.h"
#include "graph/status.h"
#include "graph/store/store.h"

namespace entente {

/// How cooperative or hostile relations are, -10 to 10, after Goldstein: data/goldstein.tsv names the source.
class EventWeights {
 public:
  /// Reads the weights of CAMEO codes. Errors: NotFound; InvalidInput with file, line and remedy; Unsupported where a relation type of `ontology`
  /// with a quad has a code without weight.
  static Result<EventWeights> load(const std::filesystem::path& file, const Ontology& ontology);

  /// 0 for relations that are no events.
  double of(TypeId type) const;

 private:
  std::unordered_map<TypeId, double> weights_;
};

/// What two nodes did to each other in a month: actual claims, by quad class of PLOVER.
struct TimelineMonth {
  Day first = 0;  ///< day of the month
  std::uint64_t verbal_cooperation = 0, material_cooperation = 0, verbal_conflict = 0, material_conflict = 0;
  double weight = 0;  ///< sum of the weights of these claims

  std::uint64_t claims() const { return verbal_cooperation + material_cooperation + verbal_conflict + material_conflict; }
};

/// The months in which something is claimed to have happened between two nodes, in either direction, the earliest first. Undated claims and relations
/// that are no events (member_of and its like) do not count. Claims count, not reports. Errors: those of reading the snapshot.
Result<std::vector<TimelineMonth>> timeline(const Snapshot& snapshot, const Ontology& ontology, const EventWeights& weights, std::string_view a,
                                            std::string_view b);

/// The same of all nodes of country `a` against all of country `b`, ISO 3166 alpha-3 codes: what is claimed to have happened between any two of them,
/// in either direction; of a country with itself, within it. Empty where either has no node. Reads every node, then the edges of the country with
/// fewer nodes.
Result<std::vector<TimelineMonth>> country_timeline(const Snapshot& snapshot, const Ontology& ontology, const EventWeights& weights,
                                                    std::string_view a, std::string_view b);

}  // namespace entente
