#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "graph/ontology.h"

/// Types as people name several of them at once.

namespace entente {

/// Kinds of relations: by whether they are for, against, or neither.
inline constexpr std::array<std::string_view, 3> kRelationKinds = {"cooperation", "conflict", "structure"};

std::string_view relation_kind(Quad quad);

/// The relation types that `name` stands for: one of that name, or all of a kind. Empty where it is neither.
std::vector<TypeId> relation_types_named(const Ontology& ontology, std::string_view name);

/// The node types that `name` stands for: one of that name, or all that have it as a super-type. Empty where it is neither.
std::vector<TypeId> node_types_named(const Ontology& ontology, std::string_view name);

}  // namespace entente
