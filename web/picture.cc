#include "web/picture.h"

#include <algorithm>

#include "graph/hash.h"

namespace entente::web {

void Picture::add_node(Key64 node) {
  if (places_.try_emplace(node).second) order_.push_back(node);
}

void Picture::add_edge(Key64 source, TypeId type, Key64 target, const EdgeAggregate& aggregate) {
  add_node(source);
  add_node(target);
  edges_.push_back({source, target, type, aggregate});
}

Result<const StoredNode*> Picture::node(Key64 key) {
  StoredNode& known = places_[key];
  if (!known.node.id.empty()) return &known;
  auto stored = part_.node(key);
  // A node that a period has no relation of is still what it is.
  if (!stored && stored.error().code() == StatusCode::not_found) stored = part_.whole().node(key);
  if (!stored) return failure(stored.error());
  known = std::move(*stored);
  return &known;
}

void Picture::add_known(ReferenceEdge edge) {
  if (!window_.shows(edge.type) || !overlaps(edge, window_.period)) return;
  if (std::ranges::find(reference_, edge) == reference_.end()) reference_.push_back(std::move(edge));
}

Status Picture::add_reference() {
  if (!window_.reference) return {};
  const auto& facts = library_.reference();
  if (!facts) return facts.error();
  std::unordered_set<std::string> ids;
  std::unordered_map<std::string, std::string> shown;  // what an id is merged into
  for (const Key64 key : order_) {
    const auto stored = node(key);
    if (!stored) return stored.error();
    ids.insert((*stored)->node.id);
    for (const std::string& id : (*stored)->ids) {
      ids.insert(id);
      shown[id] = (*stored)->node.id;
    }
  }
  for (ReferenceEdge& edge : facts->between(ids)) {
    for (std::string* end : {&edge.source, &edge.target})
      if (const auto merged = shown.find(*end); merged != shown.end()) *end = merged->second;
    add_known(std::move(edge));
  }
  return {};
}

Status Picture::add_reference_of(const StoredNode& stored) {
  if (!window_.reference) return {};
  const auto& facts = library_.reference();
  if (!facts) return facts.error();
  std::vector<std::string> ids = stored.ids;
  if (ids.empty()) ids.push_back(stored.node.id);
  for (const std::string& id : ids)
    for (ReferenceEdge& edge : facts->from(id)) {
      const auto other = part_.whole().node(edge.target);
      if (!other && other.error().code() == StatusCode::not_found) continue;
      if (!other) return other.error();
      edge.source = stored.node.id;
      edge.target = other->node.id;
      const Key64 key = hash64(edge.target);
      const std::size_t before = reference_.size();
      add_known(std::move(edge));
      if (reference_.size() > before) add_node(key);
    }
  return {};
}

Result<Json> Picture::nodes_json() {
  Json nodes = Json::array();
  for (const Key64 key : order_) {
    const auto stored = node(key);
    if (!stored) return failure(stored.error());
    nodes.push_back(node_summary(**stored, library_.ontology()));
  }
  return nodes;
}

Result<Json> Picture::edges_json() {
  Json edges = Json::array();
  for (const Edge& edge : edges_) {
    const auto source = node(edge.source), target = node(edge.target);
    if (!source) return failure(source.error());
    if (!target) return failure(target.error());
    edges.push_back(edge_json((*source)->node.id, *library_.ontology().relation_type(edge.type), (*target)->node.id, edge.aggregate, window_));
  }
  for (const ReferenceEdge& edge : reference_) edges.push_back(edge_json(edge, *library_.ontology().relation_type(edge.type)));
  return edges;
}

Answer<Json> Picture::finish(std::uint64_t hidden_nodes, std::uint64_t hidden_edges) {
  auto nodes = nodes_json();
  if (!nodes) return refuse(nodes.error());
  auto edges = edges_json();
  if (!edges) return refuse(edges.error());
  return Json{{"nodes", std::move(*nodes)}, {"edges", std::move(*edges)}, {"hidden", {{"nodes", hidden_nodes}, {"edges", hidden_edges}}}};
}

}  // namespace entente::web
