#include <algorithm>
#include <unordered_set>

#include "graph/store/fold.h"
#include "graph/type_names.h"
#include "web/endpoint.h"

namespace entente::web {
namespace {

/// Rows of the name index that one search reads, and nodes where the census cannot say which are the ones.
constexpr std::size_t kMostRows = 4'000, kMostRead = 300;

struct Found {
  Key64 node = 0;
  bool exact = false;
  std::uint32_t documents = 0;
};

/// What may be meant by a beginning of a name.
struct Candidates {
  std::vector<Found> nodes;
  bool more = false;  ///< there are others
};

Result<Candidates> candidates(const Moment& moment, std::string_view query) {
  Candidates found;
  std::unordered_set<Key64> known;
  const auto add = [&](Key64 node, bool exact) {
    if (known.insert(node).second) found.nodes.push_back({node, exact, 0});
  };
  const auto exact = moment.graph().find(query);
  if (!exact) return failure(exact.error());
  for (const std::string& id : *exact) add(hash64(id), true);
  const FamousNames* famous = moment.famous_if_collected();
  std::size_t rows = 0;
  const Status status = moment.graph().for_each_named(query, [&](Key64 node) {
    add(node, false);
    found.more = ++rows >= kMostRows;
    return !found.more;
  });
  if (!status.ok()) return failure(status);
  if (found.more && famous != nullptr)
    for (const Key64 node : famous->beginning_with(store::fold_name(query))) add(node, false);
  return found;
}

/// Exact ones first, then those that most articles name.
bool ranks_before(const Found& a, const Found& b) {
  if (a.exact != b.exact) return a.exact;
  return a.documents != b.documents ? a.documents > b.documents : a.node < b.node;
}

/// The name by which a node was found.
std::string_view matched(const StoredNode& stored, const std::string& folded) {
  const Node& node = stored.node;
  std::string_view best;
  const auto offer = [&](const std::string& name) {
    const std::string other = store::fold_name(name);
    if (other == folded)
      best = name;
    else if (best.empty() && other.starts_with(folded))
      best = name;
    return other == folded;
  };
  if (offer(node.name)) return best;
  for (const NodeName& name : node.names)
    if (offer(name.text)) return best;
  return best.empty() ? std::string_view(node.id) : best;
}

/// Ranks, and leaves out nodes of other types as far as the census knows them.
void rank(const Moment& moment, const std::vector<TypeId>& types, Candidates& found) {
  const Census* census = moment.census_if_taken();
  if (census == nullptr) {
    found.more = found.more || found.nodes.size() > kMostRead;
    if (found.nodes.size() > kMostRead) found.nodes.resize(kMostRead);
    for (Found& one : found.nodes)
      if (const auto stored = moment.graph().node(one.node)) one.documents = stored->documents;
  } else {
    std::erase_if(found.nodes, [&](Found& one) {
      const Census::Entry* entry = census->find(one.node);
      if (entry != nullptr) one.documents = entry->documents;
      return entry != nullptr && !types.empty() && std::ranges::find(types, entry->type) == types.end();
    });
  }
  std::ranges::sort(found.nodes, ranks_before);
}

}  // namespace

Answer<Json> get_search(const Call& call) {
  Parameters parameters(call.request);
  const std::string_view query = parameters.text("q"), type = parameters.text("node_type");
  const std::size_t limit = parameters.whole("limit", 20, 1, 100);
  const auto types = node_types_named(call.ontology(), type);
  if (!type.empty() && types.empty()) parameters.refuse("node_type: is no type of nodes; /info lists them");
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));

  Json nodes = Json::array();
  const std::string folded = store::fold_name(query);
  if (folded.empty()) return Json{{"nodes", nodes}, {"more", false}};
  auto found = candidates(*call.moment, query);
  if (!found) return refuse(found.error());
  rank(*call.moment, types, *found);
  bool more = found->more;
  for (const Found& one : found->nodes) {
    if (nodes.size() == limit) {
      more = true;
      break;
    }
    const auto stored = call.moment->graph().node(one.node);
    if (!stored) return refuse(stored.error());
    if (!types.empty() && std::ranges::find(types, stored->node.type) == types.end()) continue;
    Json node = node_summary(*stored, call.ontology());
    node["matched"] = matched(*stored, folded);
    nodes.push_back(std::move(node));
  }
  return Json{{"nodes", std::move(nodes)}, {"more", more}};
}

}  // namespace entente::web
