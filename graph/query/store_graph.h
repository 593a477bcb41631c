#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "graph/ontology.h"
#include "graph/query/graph.h"
#include "graph/reference.h"
#include "graph/store/store.h"

namespace entente::query {

struct StoreGraphOptions {
  /// Also relationships that no claim reports as done: planned, possible, demanded, denied. Without, patterns meet them whose conditions name one of
  /// the properties planned, possible, demanded and negated.
  bool include_unsure = false;
  /// Loads what the gazetteer knows, once, when it is needed first; none: it knows nothing. Patterns meet it whose conditions name the property
  /// reference,
  std::function<entente::Result<ReferenceFacts>()> reference = {};
  bool include_reference = false;  ///< and with this all patterns do
};

/// A Snapshot as openCypher sees it; docs/query.md describes it for those who ask.
/// - A node has as labels its type and the super-types of it: (:State:Actor:Place). An article is a node (:Document), which has no relationships.
/// - An edge is a relationship whose type is the name of the relation in capitals: [:DEPLOYS_TO]. A symmetric one is found whichever way a pattern
/// points.
/// - claims() of a relationship gives the sentences behind it.
class StoreGraph final : public Graph {
 public:
  /// REQUIRES: the ontology outlives it. Errors: those of reading the snapshot.
  static entente::Result<std::unique_ptr<StoreGraph>> make(const Ontology& ontology, Snapshot snapshot, const StoreGraphOptions& options = {});
  ~StoreGraph() override;

  std::optional<std::uint32_t> label(std::string_view name) const override;
  std::optional<std::uint32_t> relationship_type(std::string_view name) const override;
  double estimate_nodes(std::optional<std::uint32_t> label) const override;
  double estimate_relationships(const std::vector<std::uint32_t>& types) const override;
  Status nodes(std::optional<std::uint32_t> label, const VisitNode& visit) const override;
  bool is_unique(std::string_view property) const override;
  bool can_seek(std::string_view property) const override;
  entente::Result<bool> seek(std::string_view property, const Value& value, const VisitNode& visit) const override;
  entente::Result<bool> has_label(Node node, std::uint32_t label) const override;
  Status expand(std::size_t walk, Node node, Side side, const std::vector<std::uint32_t>& types, const Wanted& wanted,
                const VisitRelationship& visit) const override;
  std::uint32_t reveals(std::string_view property) const override;
  bool can_list_matches() const override { return true; }
  Status matches(Side side, const std::vector<std::uint32_t>& types, const Wanted& wanted, const VisitMatch& visit) const override;
  bool can_count() const override;
  Status count_types(Side side, const std::vector<std::uint32_t>& types, const VisitTypeCount& visit) const override;
  Status count_nodes(std::optional<std::uint32_t> label, Side side, const std::vector<std::uint32_t>& types, const VisitCount& visit) const override;
  entente::Result<bool> count_top_nodes(Side side, const std::vector<std::uint32_t>& types, std::size_t least,
                                        const VisitCount& visit) const override;
  std::uint32_t type_of(const Relationship& relationship) const override;
  entente::Result<std::vector<std::string>> labels(Node node) const override;
  std::string type_name(std::uint32_t type) const override;
  entente::Result<Value> property(Node node, std::string_view name) const override;
  entente::Result<Value> property(const Relationship& relationship, std::string_view name) const override;
  entente::Result<Map> properties(Node node) const override;
  entente::Result<Map> properties(const Relationship& relationship) const override;
  entente::Result<List> claims(const Relationship& relationship) const override;
  std::vector<std::string> label_names() const override;
  std::vector<std::string> relationship_type_names() const override;

 private:
  class Impl;
  explicit StoreGraph(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// "DEPLOYS_TO" for deploys_to.
std::string relationship_type_name(const RelationType& type);

}  // namespace entente::query
