#include "graph/query/memory_graph.h"

#include <algorithm>
#include <utility>

namespace entente::query {
namespace {

std::uint32_t number_of(std::string_view name, std::vector<std::string>& names, std::unordered_map<std::string, std::uint32_t>& numbers) {
  const auto [at, added] = numbers.try_emplace(std::string(name), static_cast<std::uint32_t>(names.size()));
  if (added) names.emplace_back(name);
  return at->second;
}

std::optional<std::uint32_t> found(std::string_view name, const std::unordered_map<std::string, std::uint32_t>& numbers) {
  const auto at = numbers.find(std::string(name));
  if (at == numbers.end()) return std::nullopt;
  return at->second;
}

/// A property that is null is one that is not there.
Map without_nulls(Map properties) {
  std::erase_if(properties, [](const auto& entry) { return entry.second.is_null(); });
  return properties;
}

Value value_of(const Map& properties, std::string_view name) {
  const auto at = properties.find(name);
  return at == properties.end() ? Value() : at->second;
}

template <class T>
bool holds(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

Node MemoryGraph::add_node(const std::vector<std::string>& labels, Map properties) {
  NodeData data;
  for (const std::string& name : labels) {
    const std::uint32_t number = number_of(name, label_names_, label_numbers_);
    if (!holds(data.labels, number)) data.labels.push_back(number);
  }
  data.properties = without_nulls(std::move(properties));
  nodes_.push_back(std::move(data));
  return {nodes_.size() - 1};
}

Relationship MemoryGraph::add_relationship(Node source, std::string_view type, Node target, Map properties) {
  const std::size_t key = relationships_.size();
  const Relationship relationship{source.key, target.key, key};
  relationships_.push_back({relationship, number_of(type, type_names_, type_numbers_), without_nulls(std::move(properties))});
  nodes_[source.key].out.push_back(key);
  nodes_[target.key].in.push_back(key);
  return relationship;
}

std::optional<std::uint32_t> MemoryGraph::label(std::string_view name) const { return found(name, label_numbers_); }

std::optional<std::uint32_t> MemoryGraph::relationship_type(std::string_view name) const { return found(name, type_numbers_); }

double MemoryGraph::estimate_nodes(std::optional<std::uint32_t> label) const {
  if (!label) return static_cast<double>(nodes_.size());
  return static_cast<double>(std::count_if(nodes_.begin(), nodes_.end(), [&](const NodeData& node) { return holds(node.labels, *label); }));
}

double MemoryGraph::estimate_relationships(const std::vector<std::uint32_t>& types) const {
  if (types.empty()) return static_cast<double>(relationships_.size());
  return static_cast<double>(
      std::count_if(relationships_.begin(), relationships_.end(), [&](const RelationshipData& data) { return holds(types, data.type); }));
}

Status MemoryGraph::nodes(std::optional<std::uint32_t> label, const VisitNode& visit) const {
  for (std::size_t key = 0; key < nodes_.size(); ++key) {
    if (label && !holds(nodes_[key].labels, *label)) continue;
    if (!visit(Node{key})) break;
  }
  return Status::success();
}

entente::Result<bool> MemoryGraph::seek(std::string_view, const Value&, const VisitNode&) const { return false; }

entente::Result<bool> MemoryGraph::has_label(Node node, std::uint32_t label) const { return holds(nodes_[node.key].labels, label); }

Status MemoryGraph::expand(std::size_t, Node node, Side side, const std::vector<std::uint32_t>& types, const Wanted&,
                           const VisitRelationship& visit) const {
  static const std::vector<std::size_t> none;
  const NodeData& data = nodes_[node.key];
  const std::vector<std::size_t>& out = side == Side::in ? none : data.out;
  const std::vector<std::size_t>& in = side == Side::out ? none : data.in;
  // Both are in the order of their numbers, and so is what is visited; a loop is the number that they share.
  auto a = out.begin();
  auto b = in.begin();
  while (a != out.end() || b != in.end()) {
    const bool outward = b == in.end() || (a != out.end() && *a <= *b);
    const std::size_t key = outward ? *a : *b;
    if (a != out.end() && *a == key) ++a;
    if (b != in.end() && *b == key) ++b;
    const RelationshipData& found_one = relationships_[key];
    if (!types.empty() && !holds(types, found_one.type)) continue;
    if (!visit(found_one.relationship, outward ? found_one.relationship.to() : found_one.relationship.from())) break;
  }
  return Status::success();
}

std::uint32_t MemoryGraph::type_of(const Relationship& relationship) const { return relationships_[relationship.key].type; }

entente::Result<std::vector<std::string>> MemoryGraph::labels(Node node) const {
  std::vector<std::string> names;
  for (const std::uint32_t label : nodes_[node.key].labels) names.push_back(label_names_[label]);
  return names;
}

std::string MemoryGraph::type_name(std::uint32_t type) const { return type_names_[type]; }

entente::Result<Value> MemoryGraph::property(Node node, std::string_view name) const { return value_of(nodes_[node.key].properties, name); }

entente::Result<Value> MemoryGraph::property(const Relationship& relationship, std::string_view name) const {
  return value_of(relationships_[relationship.key].properties, name);
}

entente::Result<Map> MemoryGraph::properties(Node node) const { return nodes_[node.key].properties; }

entente::Result<Map> MemoryGraph::properties(const Relationship& relationship) const { return relationships_[relationship.key].properties; }

}  // namespace entente::query
