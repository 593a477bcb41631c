#pragma once

/// The nodes of a graph as suggest_duplicates() wants them.

#include <functional>
#include <vector>

#include "graph/identity/suggest.h"
#include "graph/ontology.h"
#include "graph/reference.h"
#include "graph/status.h"
#include "graph/store/store.h"

namespace entente {

/// Every node of `snapshot`, in key order:
/// - names: the display name, then those met in texts, the most frequent first, each once; 32 of them.
/// - offices: what `facts` knows it to hold office in, with the office, and to be part of or a member of; then the same as claimed in the graph,
///   without the office, which the graph does not keep. 64 of them.
/// - neighbours: the other ends of edges with an actual claim, whatever their type. Of more than 4,096 those with the smallest keys, so that
///   what two such nodes keep of their neighbours can still be compared.
/// - known: `facts` has it.
/// `facts` may be null: no offices of the gazetteer then, and no node is known.
///
/// All nodes are in memory at once: some 300 bytes each, its names and offices, and 8 bytes a neighbour. A node with as many edges as a graph
/// has takes 8 bytes for each of them while it is read. Time is that of reading all nodes and twice all edges.
/// Errors: Unsupported where `ontology` lacks holds_office_in, part_of or member_of; Corruption, Io. Thread-safe.
Result<std::vector<IdentityCandidate>> identity_candidates(const Snapshot& snapshot, const Ontology& ontology, const ReferenceFacts* facts);

/// Which types can be one thing, by the rules below; for suggest_duplicates(). A copy of what it needs of `ontology` is kept.
/// - Any type with itself.
/// - Types that share the prefix of their ids: an Official is a Person.
/// - Organization, which is what a body is called that no list has, with each kind of body that a list may have: Alliance, Government,
///   ArmedForce, ArmedGroup, Party, Media. Two of those kinds are two things, except that an armed group is taken for a party (Hezbollah)
///   or a force (Wagner).
/// State, Location, People and Agreement are nothing else: that Luxembourg is a city too is no reason to ask.
std::function<bool(TypeId, TypeId)> types_of_one_thing(const Ontology& ontology);

}  // namespace entente
