#include "export/parallel.h"

#include <algorithm>
#include <array>

#include "graph/hash.h"
#include "graph/store/aggregate.h"

namespace entente {

void ParallelEdges::add(const StoredEdge& edge) {
  auto [found, first] = by_target_.try_emplace(hash64(edge.target));
  auto& [sum, types] = found->second;
  if (first) sum = {edge.source, 0, edge.target, {}};
  store::add(sum.aggregate, edge.aggregate);
  types.types.emplace_back(edge.type, shown_claims(edge.aggregate, statuses_));
  switch (ontology_.relation_type(edge.type)->quad) {
    case Quad::verbal_cooperation:
    case Quad::material_cooperation: types.cooperation += edge.aggregate.actual(); break;
    case Quad::verbal_conflict:
    case Quad::material_conflict: types.conflict += edge.aggregate.actual(); break;
    case Quad::structural: break;
  }
}

bool ParallelEdges::give(const std::function<bool(const StoredEdge&, const SummedTypes*)>& visit) {
  bool more = true;
  for (auto& [target, entry] : by_target_) {
    auto& [edge, types] = entry;
    std::ranges::stable_sort(types.types, std::greater(), &std::pair<TypeId, std::uint64_t>::second);
    more = visit(edge, &types);
    if (!more) break;
  }
  by_target_.clear();
  return more;
}

RelationType summed_relation(const SummedTypes& types, const Ontology& ontology) {
  std::array<std::uint64_t, 5> claims = {};  // by Quad
  for (const auto& [type, count] : types.types) claims[static_cast<std::size_t>(ontology.relation_type(type)->quad)] += count;
  const auto of = [&](Quad quad) { return claims[static_cast<std::size_t>(quad)]; };
  const std::uint64_t structure = of(Quad::structural), cooperation = of(Quad::verbal_cooperation) + of(Quad::material_cooperation),
                      conflict = of(Quad::verbal_conflict) + of(Quad::material_conflict);
  RelationType relation;
  relation.name = "related";
  relation.description = "has any relation to";
  if (conflict > 0 && conflict >= cooperation && conflict >= structure)
    relation.quad = of(Quad::material_conflict) >= of(Quad::verbal_conflict) ? Quad::material_conflict : Quad::verbal_conflict;
  else if (cooperation > 0 && cooperation >= structure)
    relation.quad = of(Quad::material_cooperation) >= of(Quad::verbal_cooperation) ? Quad::material_cooperation : Quad::verbal_cooperation;
  return relation;
}

}  // namespace entente
