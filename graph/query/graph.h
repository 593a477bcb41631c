#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/model.h"
#include "graph/query/value.h"
#include "graph/status.h"

namespace entente::query {

/// Which relationships of a node: with the node as their source, as their target, or both (a loop then comes once).
enum class Side { out, in, both };

/// What a pattern says of the relationships it is after, beside their types.
struct Wanted {
  /// Each of these properties is at least that much. A graph may leave out those that have less, and need not: the engine looks at all conditions
  /// itself.
  std::vector<std::pair<std::string_view, Value>> at_least = {};
  /// Bits of Graph::reveals() of the properties that conditions name.
  std::uint32_t revealed = 0;
};

/// What the engine asks of a graph. Labels and relationship types are numbers that the graph gives, so that they are compared fast.
/// One query uses a Graph from one thread. Every read may fail with Corruption or Io.
/// Visitors return false to stop early; the function then returns ok.
class Graph {
 public:
  virtual ~Graph() = default;

  using VisitNode = std::function<bool(Node)>;
  using VisitRelationship = std::function<bool(const Relationship&, Node other)>;
  using VisitMatch = std::function<bool(const Relationship&, Node left, Node right)>;
  using VisitCount = std::function<bool(Node, std::uint64_t count)>;
  using VisitTypeCount = std::function<bool(const Relationship& one, std::uint64_t count)>;

  /// The number of a label; none where no node can have it.
  virtual std::optional<std::uint32_t> label(std::string_view name) const = 0;
  /// The number of a relationship type; none where no relationship can have it.
  virtual std::optional<std::uint32_t> relationship_type(std::string_view name) const = 0;

  /// About how many nodes have the label (any: all nodes): to choose where a pattern is begun.
  virtual double estimate_nodes(std::optional<std::uint32_t> label) const = 0;
  /// About how many relationships have one of the types (none named: any).
  virtual double estimate_relationships(const std::vector<std::uint32_t>& types) const = 0;

  /// Every node, or every node with the label.
  virtual Status nodes(std::optional<std::uint32_t> label, const VisitNode& visit) const = 0;
  /// Whether no two nodes have the same value of a property.
  virtual bool is_unique(std::string_view /*property*/) const { return false; }
  /// Whether seek() serves a property.
  virtual bool can_seek(std::string_view) const { return false; }
  /// The nodes whose property is the value, where the graph can seek them; false where it cannot and all must be looked at.
  virtual entente::Result<bool> seek(std::string_view property, const Value& value, const VisitNode& visit) const = 0;
  virtual entente::Result<bool> has_label(Node node, std::uint32_t label) const = 0;
  /// The relationships of a node that have one of `types` (empty: any).
  /// `walk` tells steps of a plan apart, so that a graph can keep what each is at; a visit never asks with its own `walk` again.
  virtual Status expand(std::size_t walk, Node node, Side side, const std::vector<std::uint32_t>& types, const Wanted& wanted,
                        const VisitRelationship& visit) const = 0;
  /// Some relationships are met only by patterns whose conditions name certain properties: the bits of those that `property` is one of.
  virtual std::uint32_t reveals(std::string_view /*property*/) const { return 0; }

  /// Whether matches() is faster than expand() of every node.
  virtual bool can_list_matches() const { return false; }
  /// Every way in which (left)-[:types]-(right) is found; `side` as seen from the left. REQUIRES: can_list_matches().
  virtual Status matches(Side /*side*/, const std::vector<std::uint32_t>& /*types*/, const Wanted& /*wanted*/, const VisitMatch& /*visit*/) const {
    return Status::success();
  }

  /// Whether the graph knows how many relationships nodes and types have without reading them.
  virtual bool can_count() const { return false; }
  /// In how many ways (left)-[:types]-(right) is found, by type, of which `one` is: good for its type only. REQUIRES: can_count(), here and below.
  virtual Status count_types(Side /*side*/, const std::vector<std::uint32_t>& /*types*/, const VisitTypeCount& /*visit*/) const {
    return Status::success();
  }
  /// The same by left node, those without any left out; of the nodes with `label` where one is given.
  virtual Status count_nodes(std::optional<std::uint32_t> /*label*/, Side /*side*/, const std::vector<std::uint32_t>& /*types*/,
                             const VisitCount& /*visit*/) const {
    return Status::success();
  }
  /// Of the same the `least` nodes with the most and all that have as many as the last of them, the most first. False where the graph knows no short
  /// way.
  virtual entente::Result<bool> count_top_nodes(Side /*side*/, const std::vector<std::uint32_t>& /*types*/, std::size_t /*least*/,
                                                const VisitCount& /*visit*/) const {
    return false;
  }

  virtual std::uint32_t type_of(const Relationship& relationship) const = 0;

  virtual entente::Result<std::vector<std::string>> labels(Node node) const = 0;
  virtual std::string type_name(std::uint32_t type) const = 0;
  /// Null where there is none.
  virtual entente::Result<Value> property(Node node, std::string_view name) const = 0;
  virtual entente::Result<Value> property(const Relationship& relationship, std::string_view name) const = 0;
  virtual entente::Result<Map> properties(Node node) const = 0;
  virtual entente::Result<Map> properties(const Relationship& relationship) const = 0;

  /// What a relationship rests on: a map for each claim. Empty where the graph keeps none.
  virtual entente::Result<List> claims(const Relationship&) const { return List(); }

  /// Names that a query may have meant, for "did you mean".
  virtual std::vector<std::string> label_names() const = 0;
  virtual std::vector<std::string> relationship_type_names() const = 0;
};

}  // namespace entente::query
