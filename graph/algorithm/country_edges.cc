#include "graph/algorithm/country_edges.h"

#include <map>
#include <tuple>
#include <utility>

#include "graph/threads.h"
#include "graph/store/aggregate.h"

namespace entente {

Result<CountryEdges> country_edges(const Snapshot& snapshot, const Census& census, const Ontology& ontology, const EdgeFilter& filter,
                                   const std::atomic<bool>* stop) {
  CountryEdges result;
  std::map<std::tuple<Census::Country, Census::Country, TypeId>, EdgeAggregate> sums;
  Key64 last = 0;  // edges come by source
  Census::Country last_country = 0;
  const Status status = snapshot.for_each_edge_key([&](Key64 source, const Neighbour& neighbour) {
    if (!filter.shows(neighbour.type, neighbour.aggregate)) return !is_set(stop);
    if (source != last) last_country = census.country_of(last = source);
    Census::Country from = last_country, to = census.country_of(neighbour.node);
    if (from == 0 || to == 0) {
      ++result.without_country;
    } else if (from == to) {
      ++result.within;
    } else {
      const RelationType* type = ontology.relation_type(neighbour.type);
      if (type != nullptr && type->symmetric && census.countries()[to].code < census.countries()[from].code) std::swap(from, to);
      store::add(sums[{from, to, neighbour.type}], neighbour.aggregate);
    }
    return !is_set(stop);
  });
  if (!status.ok()) return failure(status);
  if (is_set(stop)) return stopped();
  for (const auto& [key, aggregate] : sums) result.edges.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), aggregate});
  return result;
}

}  // namespace entente
