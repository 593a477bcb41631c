#include "graph/type_names.h"

#include <algorithm>

namespace entente {

std::string_view relation_kind(Quad quad) {
  switch (quad) {
    case Quad::verbal_cooperation:
    case Quad::material_cooperation: return kRelationKinds[0];
    case Quad::verbal_conflict:
    case Quad::material_conflict: return kRelationKinds[1];
    case Quad::structural: break;
  }
  return kRelationKinds[2];
}

std::vector<TypeId> relation_types_named(const Ontology& ontology, std::string_view name) {
  if (const RelationType* type = ontology.relation_type(name)) return {type->number};
  std::vector<TypeId> types;
  for (const RelationType& type : ontology.relation_types())
    if (relation_kind(type.quad) == name) types.push_back(type.number);
  return types;
}

std::vector<TypeId> node_types_named(const Ontology& ontology, std::string_view name) {
  std::vector<TypeId> types;
  for (const NodeType& type : ontology.node_types())
    if (type.name == name || std::ranges::find(type.supertypes, name) != type.supertypes.end()) types.push_back(type.number);
  return types;
}

}  // namespace entente
