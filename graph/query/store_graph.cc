#include "graph/query/store_graph.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "graph/hash.h"
#include "graph/query/store/edges.h"
#include "graph/query/store/node_types.h"
#include "graph/query/store/properties.h"
#include "graph/query/store/reference_edges.h"
#include "graph/store/recent.h"

namespace entente::query {
namespace {

constexpr std::uint32_t kDocument = 1;  // kind of a Node
constexpr std::string_view kDocumentLabel = "Document";
/// Labels are numbered: types of nodes by their own numbers, then articles, then super-types.
constexpr std::uint32_t kDocumentNumber = 1000, kFirstSupertype = 1001;
/// What is read of nodes and edges is kept for the next question about the same one: a row is asked for several properties in turn. A power of two.
constexpr std::size_t kKept = 4096;
constexpr std::size_t kKeptDocuments = 32;

/// What conditions may reveal.
constexpr std::uint32_t kUnsure = 1, kReference = 2;
/// After so many questions for the label of a node, the labels of all are read.
constexpr std::size_t kFewLabels = 1000;
/// The nodes of a label are read one by one where they are at most this part of all, else all are read.
constexpr double kSmallPart = 0.1;

}  // namespace

std::string relationship_type_name(const RelationType& type) {
  std::string name = type.name;
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return name;
}

class StoreGraph::Impl {
 public:
  Impl(const Ontology& ontology, Snapshot snapshot, const StoreGraphOptions& options, const StoreStats& stats)
      : ontology_(ontology),
        snapshot_(std::move(snapshot)),
        options_(options),
        edges_(ontology, snapshot_, stats),
        nodes_(kKept),
        kept_edges_(kKept),
        documents_(kKeptDocuments) {
    for (const NodeType& type : ontology.node_types()) {
      labels_.emplace(type.name, type.number);
      for (const std::string& supertype : type.supertypes)
        if (labels_.try_emplace(supertype, kFirstSupertype + static_cast<std::uint32_t>(supertypes_.size())).second) supertypes_.push_back(supertype);
    }
    labels_.emplace(kDocumentLabel, kDocumentNumber);
    for (const RelationType& type : ontology.relation_types()) types_.emplace(relationship_type_name(type), type.number);
    count(stats);
  }

  /// What stats say of labels and types.
  void count(const StoreStats& stats) {
    all_nodes_ = static_cast<double>(stats.nodes + stats.documents);
    nodes_with_[kDocumentNumber] = static_cast<double>(stats.documents);
    for (const auto& [type, count] : stats.nodes_by_type) {
      nodes_with_[type] = static_cast<double>(count);
      for (const std::string& supertype : ontology_.node_type(type)->supertypes) nodes_with_[labels_.at(supertype)] += static_cast<double>(count);
    }
    const auto& edges = options_.include_unsure ? stats.edges_by_type : stats.shown_edges_by_type;
    for (const auto& [type, count] : edges) {
      edges_of_[type] = static_cast<double>(count);
      all_edges_ += static_cast<double>(count);
    }
  }

  bool type_has(TypeId type, std::uint32_t label) const {
    if (label < kDocumentNumber) return type == label;
    if (label < kFirstSupertype) return false;
    const auto& supertypes = ontology_.node_type(type)->supertypes;
    return std::find(supertypes.begin(), supertypes.end(), supertypes_[label - kFirstSupertype]) != supertypes.end();
  }

  /// The types of nodes that have the label, by number.
  std::vector<bool> types_with(std::uint32_t label) const {
    std::vector<bool> types;
    for (const NodeType& type : ontology_.node_types()) {
      if (types.size() <= type.number) types.resize(type.number + std::size_t{1});
      types[type.number] = type_has(type.number, label);
    }
    return types;
  }

  const RelationType& relation(const Relationship& relationship) const { return *ontology_.relation_type(ReferenceEdges::type_of(relationship)); }

  /// The types of all nodes, read once.
  entente::Result<const NodeTypes*> types_of_nodes() {
    if (!node_types_) {
      auto read = NodeTypes::read(snapshot_);
      if (!read) return failed(read.error());
      node_types_ = std::move(*read);
    }
    return &*node_types_;
  }

  entente::Result<bool> has_label(Key64 node, std::uint32_t label) {
    if (!node_types_ && ++labels_asked_ > kFewLabels)
      if (const auto read = types_of_nodes(); !read) return failed(read.error());
    if (node_types_) {
      const auto type = node_types_->of(node);
      return type && type_has(*type, label);
    }
    const auto stored = this->node(node);
    if (!stored) return failed(stored.error());
    return type_has((*stored)->node.type, label);
  }

  /// What the gazetteer knows, where a pattern wants that; else nullptr.
  entente::Result<const ReferenceEdges*> reference(const Wanted& wanted) {
    if (!options_.reference || !(options_.include_reference || (wanted.revealed & kReference) != 0)) return nullptr;
    if (!reference_) {
      const auto facts = options_.reference();
      if (!facts) return failed(facts.error());
      auto read = ReferenceEdges::read(snapshot_, *facts);
      if (!read) return failed(read.error());
      reference_ = std::move(*read);
    }
    return &*reference_;
  }

  Least least(const Wanted& wanted) const { return Least::of(wanted, options_.include_unsure || (wanted.revealed & kUnsure) != 0); }

  entente::Result<const StoredNode*> node(Key64 key) {
    if (const StoredNode* known = nodes_.find(key)) return known;
    auto read = snapshot_.node(key);
    if (!read) return failed(read.error());
    nodes_.put(key, std::move(*read));
    return nodes_.find(key);
  }

  /// Where what is known of an edge is kept, if it is.
  std::pair<Relationship, EdgeAggregate>& place_of(const Relationship& edge) {
    return kept_edges_[(edge.source ^ edge.target * 3 ^ edge.key) & (kKept - 1)];
  }

  entente::Result<const EdgeAggregate*> edge(const Relationship& relationship) {
    auto& [known, aggregate] = place_of(relationship);
    if (known == relationship) return &aggregate;
    auto read = snapshot_.edge(relationship.source, static_cast<TypeId>(relationship.key), relationship.target);
    if (!read) return failed(read.error());
    known = relationship;
    aggregate = *read;
    return &aggregate;
  }

  /// Articles are met by id; their nodes know the key only, so those met are remembered.
  Node document_node(const std::string& id) {
    const Key64 key = hash64(id);
    document_ids_.try_emplace(key, id);
    return {key, kDocument};
  }

  entente::Result<const DocumentRecord*> document(Node node) {
    if (const DocumentRecord* known = documents_.find(node.key)) return known;
    auto read = snapshot_.document(document_ids_.at(node.key));
    if (!read) return failed(read.error());
    documents_.put(node.key, std::move(*read));
    return documents_.find(node.key);
  }

  entente::Result<Map> claim_map(const Claim& claim) {
    const Node document = document_node(claim.evidence.document);
    const auto record = this->document(document);
    if (!record) return failed(record.error());
    const auto node_or_null = [](const std::string& id) { return id.empty() ? Value() : Value(Node{hash64(id)}); };
    List said_by;
    for (const Attribution& link : claim.attribution) said_by.push_back(Map{{"name", link.text}, {"node", node_or_null(link.node)}});
    const bool in_title = claim.evidence.part == Part::title;
    return Map{{"sentence", std::string(slice(part_text(**record, claim), claim.evidence.sentence_span))},
               {"trigger", std::string(slice(part_text(**record, claim), claim.evidence.trigger_span))},
               {"in_title", in_title},
               {"document", document},
               {"outlet", optional_text((*record)->source)},
               {"published", optional_day((*record)->date)},
               {"date", claim.date ? Value(Date{claim.date->day}) : optional_day((*record)->date)},
               {"status", to_string(status_of(claim))},
               {"background", claim.background},
               {"said_by", std::move(said_by)},
               {"place", node_or_null(claim.place)},
               {"recipient", node_or_null(claim.recipient)},
               {"instrument", optional_text(claim.instrument)},
               {"kind", optional_text(claim.kind)},
               {"rule", claim.evidence.rule},
               {"confidence", decimal(claim.evidence.confidence)}};
  }

  static tl::unexpected<Status> failed(const Status& status) { return entente::failure(status); }

  const Ontology& ontology_;
  Snapshot snapshot_;
  StoreGraphOptions options_;
  std::map<std::string, std::uint32_t, std::less<>> labels_, types_;
  std::vector<std::string> supertypes_;
  std::unordered_map<std::uint32_t, double> nodes_with_, edges_of_;
  double all_nodes_ = 0, all_edges_ = 0;
  Edges edges_;
  std::optional<NodeTypes> node_types_;
  std::size_t labels_asked_ = 0;
  std::optional<ReferenceEdges> reference_;
  store::Recent<Key64, StoredNode> nodes_;
  std::vector<std::pair<Relationship, EdgeAggregate>> kept_edges_;  // no edge has type 0
  store::Recent<Key64, DocumentRecord> documents_;
  std::unordered_map<Key64, std::string> document_ids_;
};

StoreGraph::StoreGraph(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StoreGraph::~StoreGraph() = default;

entente::Result<std::unique_ptr<StoreGraph>> StoreGraph::make(const Ontology& ontology, Snapshot snapshot, const StoreGraphOptions& options) {
  const auto stats = snapshot.whole().stats();  // of a part of the graph they cost reading it, and estimates need not be that good
  if (!stats) return entente::failure(stats.error());
  return std::unique_ptr<StoreGraph>(new StoreGraph(std::make_unique<Impl>(ontology, std::move(snapshot), options, *stats)));
}

std::optional<std::uint32_t> StoreGraph::label(std::string_view name) const {
  const auto found = impl_->labels_.find(name);
  return found == impl_->labels_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::uint32_t> StoreGraph::relationship_type(std::string_view name) const {
  const auto found = impl_->types_.find(name);
  return found == impl_->types_.end() ? std::nullopt : std::optional(found->second);
}

double StoreGraph::estimate_nodes(std::optional<std::uint32_t> label) const {
  if (!label) return impl_->all_nodes_;
  const auto found = impl_->nodes_with_.find(*label);
  return found == impl_->nodes_with_.end() ? 0 : found->second;
}

double StoreGraph::estimate_relationships(const std::vector<std::uint32_t>& types) const {
  if (types.empty()) return impl_->all_edges_;
  double sum = 0;
  for (const std::uint32_t type : types)
    if (const auto found = impl_->edges_of_.find(type); found != impl_->edges_of_.end()) sum += found->second;
  return sum;
}

Status StoreGraph::nodes(std::optional<std::uint32_t> label, const VisitNode& visit) const {
  bool more = true;
  if (label && label != kDocumentNumber && estimate_nodes(label) <= kSmallPart * impl_->all_nodes_) {
    const auto types = impl_->types_of_nodes();
    if (!types) return types.error();
    (*types)->for_each(impl_->types_with(*label), [&](Key64 node) { return visit({node}); });
    return Status::success();
  }
  if (label != kDocumentNumber) {
    const Status status = impl_->snapshot_.for_each_node([&](const StoredNode& stored) {
      if (label && !impl_->type_has(stored.node.type, *label)) return true;
      const Key64 key = hash64(stored.node.id);
      impl_->nodes_.put(key, stored);
      return more = visit({key});
    });
    if (!status.ok()) return status;
  }
  if (!more || (label && label != kDocumentNumber)) return Status::success();
  return impl_->snapshot_.for_each_document([&](const DocumentRecord& record) {
    const Node node = impl_->document_node(record.id);
    impl_->documents_.put(node.key, record);
    return visit(node);
  });
}

bool StoreGraph::is_unique(std::string_view property) const { return property == "id"; }

bool StoreGraph::can_seek(std::string_view property) const { return property == "id" || property == "name"; }

entente::Result<bool> StoreGraph::seek(std::string_view property, const Value& value, const VisitNode& visit) const {
  const auto* text = value.get<std::string>();
  if (text == nullptr) return true;
  if (property == "name") {
    const auto found = impl_->snapshot_.find(*text);
    if (!found) return entente::failure(found.error());
    for (const std::string& id : *found) {
      const Node node{hash64(id)};
      const auto stored = impl_->node(node.key);
      if (!stored) return entente::failure(stored.error());
      if ((*stored)->node.name == *text && !visit(node)) break;
    }
    return true;
  }
  const auto stored = impl_->snapshot_.node(*text);
  if (stored && stored->node.id == *text) {
    if (!visit({hash64(*text)})) return true;
  } else if (!stored && stored.error().code() != StatusCode::not_found) {
    return entente::failure(stored.error());
  }
  auto record = impl_->snapshot_.document(*text);
  if (record) {
    visit(impl_->document_node(*text));
  } else if (record.error().code() != StatusCode::not_found) {
    return entente::failure(record.error());
  }
  return true;
}

entente::Result<bool> StoreGraph::has_label(Node node, std::uint32_t label) const {
  if (node.kind == kDocument) return label == kDocumentNumber;
  return impl_->has_label(node.key, label);
}

std::uint32_t StoreGraph::reveals(std::string_view property) const {
  for (const std::string_view unsure : {"planned", "possible", "demanded", "negated"})
    if (property == unsure) return kUnsure;
  return property == "reference" ? kReference : 0;
}

Status StoreGraph::expand(std::size_t walk, Node node, Side side, const std::vector<std::uint32_t>& types, const Wanted& wanted,
                          const VisitRelationship& visit) const {
  if (node.kind == kDocument) return Status::success();
  bool more = true;
  const Status status = impl_->edges_.from(walk, node.key, side, types, impl_->least(wanted),
                                           [&](const Relationship& relationship, Node other, const EdgeAggregate& aggregate) {
                                             impl_->place_of(relationship) = {relationship, aggregate};
                                             return more = visit(relationship, other);
                                           });
  const auto known = impl_->reference(wanted);
  if (!status.ok() || !known) return status.ok() ? known.error() : status;
  if (!more || *known == nullptr) return Status::success();
  for (const bool out : {true, false}) {
    if (side == (out ? Side::in : Side::out)) continue;
    for (const std::uint32_t number : out ? (*known)->from(node.key) : (*known)->to(node.key)) {
      const Relationship& one = (*known)->all()[number];
      if (!types.empty() && std::find(types.begin(), types.end(), type_of(one)) == types.end()) continue;
      if (!out && side == Side::both && one.source == one.target) continue;  // met on the way out
      if (!visit(one, out ? one.to() : one.from())) return Status::success();
    }
  }
  return Status::success();
}

Status StoreGraph::matches(Side side, const std::vector<std::uint32_t>& types, const Wanted& wanted, const VisitMatch& visit) const {
  bool more = true;
  const Status status = impl_->edges_.matches(side, types, impl_->least(wanted),
                                              [&](const Relationship& relationship, Node left, Node right, const EdgeAggregate& aggregate) {
                                                impl_->place_of(relationship) = {relationship, aggregate};
                                                return more = visit(relationship, left, right);
                                              });
  const auto known = impl_->reference(wanted);
  if (!status.ok() || !known) return status.ok() ? known.error() : status;
  if (!more || *known == nullptr) return Status::success();
  for (const Relationship& one : (*known)->all()) {
    if (!types.empty() && std::find(types.begin(), types.end(), type_of(one)) == types.end()) continue;
    if (side != Side::in && !visit(one, one.from(), one.to())) break;
    if ((side == Side::in || (side == Side::both && one.source != one.target)) && !visit(one, one.to(), one.from())) break;
  }
  return Status::success();
}

bool StoreGraph::can_count() const {
  return !impl_->snapshot_.period().restricts() && !(impl_->options_.reference && impl_->options_.include_reference);
}

Status StoreGraph::count_types(Side side, const std::vector<std::uint32_t>& types, const VisitTypeCount& visit) const {
  return impl_->edges_.count_types(side, types, impl_->options_.include_unsure, visit);
}

Status StoreGraph::count_nodes(std::optional<std::uint32_t> label, Side side, const std::vector<std::uint32_t>& types,
                               const VisitCount& visit) const {
  if (label == kDocumentNumber) return Status::success();
  const auto known = label ? impl_->types_of_nodes() : nullptr;
  if (!known) return known.error();
  return impl_->edges_.count_nodes(side, types, impl_->options_.include_unsure, [&](Node node, std::uint64_t count) {
    if (!label) return visit(node, count);
    const auto type = (*known)->of(node.key);
    return !type || !impl_->type_has(*type, *label) || visit(node, count);
  });
}

entente::Result<bool> StoreGraph::count_top_nodes(Side side, const std::vector<std::uint32_t>& types, std::size_t least,
                                                  const VisitCount& visit) const {
  if (impl_->options_.include_unsure) return false;  // the lists are of the others
  return impl_->edges_.count_top_nodes(side, types, least, visit);
}

std::uint32_t StoreGraph::type_of(const Relationship& relationship) const { return ReferenceEdges::type_of(relationship); }

entente::Result<std::vector<std::string>> StoreGraph::labels(Node node) const {
  if (node.kind == kDocument) return std::vector<std::string>{std::string(kDocumentLabel)};
  const auto stored = impl_->node(node.key);
  if (!stored) return entente::failure(stored.error());
  const NodeType& type = *impl_->ontology_.node_type((*stored)->node.type);
  std::vector<std::string> names = {type.name};
  names.insert(names.end(), type.supertypes.begin(), type.supertypes.end());
  return names;
}

std::string StoreGraph::type_name(std::uint32_t type) const {
  return relationship_type_name(*impl_->ontology_.relation_type(static_cast<TypeId>(type)));
}

entente::Result<Value> StoreGraph::property(Node node, std::string_view name) const {
  if (node.kind == kDocument) {
    const auto record = impl_->document(node);
    if (!record) return entente::failure(record.error());
    return query::property(**record, name);
  }
  const auto stored = impl_->node(node.key);
  if (!stored) return entente::failure(stored.error());
  return query::property(**stored, name);
}

entente::Result<Value> StoreGraph::property(const Relationship& relationship, std::string_view name) const {
  const RelationType& type = impl_->relation(relationship);
  if (ReferenceEdges::is_one(relationship)) return query::property(impl_->reference_->fact(relationship), type, name);
  const auto edge = impl_->edge(relationship);
  if (!edge) return entente::failure(edge.error());
  return query::property(**edge, type, name);
}

entente::Result<Map> StoreGraph::properties(Node node) const {
  if (node.kind == kDocument) {
    const auto record = impl_->document(node);
    if (!record) return entente::failure(record.error());
    return query::properties(**record);
  }
  const auto stored = impl_->node(node.key);
  if (!stored) return entente::failure(stored.error());
  return query::properties(**stored);
}

entente::Result<Map> StoreGraph::properties(const Relationship& relationship) const {
  const RelationType& type = impl_->relation(relationship);
  if (ReferenceEdges::is_one(relationship)) return query::properties(impl_->reference_->fact(relationship), type);
  const auto edge = impl_->edge(relationship);
  if (!edge) return entente::failure(edge.error());
  return query::properties(**edge, type);
}

entente::Result<List> StoreGraph::claims(const Relationship& relationship) const {
  if (ReferenceEdges::is_one(relationship)) return List();
  const auto source = impl_->snapshot_.id(relationship.source), target = impl_->snapshot_.id(relationship.target);
  for (const auto* id : {&source, &target})
    if (!*id) return entente::failure(id->error());
  std::vector<Claim> claims;
  const Status status = impl_->snapshot_.claims(*source, static_cast<TypeId>(relationship.key), *target, [&](const Claim& claim, std::uint32_t) {
    claims.push_back(claim);
    return true;
  });
  if (!status.ok()) return entente::failure(status);
  List list;
  for (const Claim& claim : claims) {
    auto map = impl_->claim_map(claim);
    if (!map) return entente::failure(map.error());
    list.emplace_back(std::move(*map));
  }
  return list;
}

std::vector<std::string> StoreGraph::label_names() const {
  std::vector<std::string> names;
  for (const auto& [name, number] : impl_->labels_) names.push_back(name);
  return names;
}

std::vector<std::string> StoreGraph::relationship_type_names() const {
  std::vector<std::string> names;
  for (const auto& [name, number] : impl_->types_) names.push_back(name);
  return names;
}

}  // namespace entente::query
