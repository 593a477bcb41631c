#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "graph/query/graph.h"

namespace entente::query {

/// A property graph in memory: any labels and properties, parallel relationships, loops. Nodes and relationships are numbered from 0 as they are
/// added; visits go in that order.
class MemoryGraph final : public Graph {
 public:
  Node add_node(const std::vector<std::string>& labels, Map properties);
  /// REQUIRES: both ends were added. Nulls among properties are left out, here and above.
  Relationship add_relationship(Node source, std::string_view type, Node target, Map properties);

  std::optional<std::uint32_t> label(std::string_view name) const override;
  std::optional<std::uint32_t> relationship_type(std::string_view name) const override;
  double estimate_nodes(std::optional<std::uint32_t> label) const override;
  double estimate_relationships(const std::vector<std::uint32_t>& types) const override;
  Status nodes(std::optional<std::uint32_t> label, const VisitNode& visit) const override;
  entente::Result<bool> seek(std::string_view property, const Value& value, const VisitNode& visit) const override;
  entente::Result<bool> has_label(Node node, std::uint32_t label) const override;
  Status expand(std::size_t walk, Node node, Side side, const std::vector<std::uint32_t>& types, const Wanted& wanted,
                const VisitRelationship& visit) const override;
  std::uint32_t type_of(const Relationship& relationship) const override;
  entente::Result<std::vector<std::string>> labels(Node node) const override;
  std::string type_name(std::uint32_t type) const override;
  entente::Result<Value> property(Node node, std::string_view name) const override;
  entente::Result<Value> property(const Relationship& relationship, std::string_view name) const override;
  entente::Result<Map> properties(Node node) const override;
  entente::Result<Map> properties(const Relationship& relationship) const override;
  std::vector<std::string> label_names() const override { return label_names_; }
  std::vector<std::string> relationship_type_names() const override { return type_names_; }

 private:
  struct NodeData {
    std::vector<std::uint32_t> labels;  // in the order given
    Map properties;
    std::vector<std::size_t> out, in;  // relationships; a loop is in both
  };
  struct RelationshipData {
    Relationship relationship;
    std::uint32_t type = 0;
    Map properties;
  };

  std::vector<NodeData> nodes_;
  std::vector<RelationshipData> relationships_;
  std::vector<std::string> label_names_, type_names_;
  std::unordered_map<std::string, std::uint32_t> label_numbers_, type_numbers_;
};

}  // namespace entente::query
