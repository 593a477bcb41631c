#include "graph/query/store_graph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <utility>

#include "graph/hash.h"
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

Value optional_day(std::optional<Day> day) { return day ? Value(Date{*day}) : Value(); }
Value optional_text(const std::string& text) { return text.empty() ? Value() : Value(text); }

/// Properties of things of one kind, by name.
template <class Thing>
struct Property {
  std::string_view name;
  Value (*of)(const Thing&);
};

/// All ids that stand for it.
Value ids_of(const StoredNode& stored) {
  if (stored.ids.empty()) return List{Value(stored.node.id)};
  return List(stored.ids.begin(), stored.ids.end());
}

Value names_of(const StoredNode& stored) {
  List names;
  for (const NodeName& name : stored.node.names) names.emplace_back(name.text);
  return names;
}

constexpr std::array kNodeProperties = {
    Property<StoredNode>{"id", [](const StoredNode& n) { return Value(n.node.id); }},
    Property<StoredNode>{"ids", ids_of},
    Property<StoredNode>{"name", [](const StoredNode& n) { return optional_text(n.node.name); }},
    Property<StoredNode>{"names", names_of},
    Property<StoredNode>{"country", [](const StoredNode& n) { return optional_text(n.node.country); }},
    Property<StoredNode>{"wikidata", [](const StoredNode& n) { return optional_text(n.node.wikidata); }},
    Property<StoredNode>{"latitude", [](const StoredNode& n) { return n.node.latitude ? Value(*n.node.latitude) : Value(); }},
    Property<StoredNode>{"longitude", [](const StoredNode& n) { return n.node.longitude ? Value(*n.node.longitude) : Value(); }},
    Property<StoredNode>{"articles", [](const StoredNode& n) { return Value(static_cast<std::int64_t>(n.documents)); }},
    Property<StoredNode>{"first", [](const StoredNode& n) { return optional_day(n.first); }},
    Property<StoredNode>{"last", [](const StoredNode& n) { return optional_day(n.last); }},
};

constexpr std::array kDocumentProperties = {
    Property<DocumentRecord>{"id", [](const DocumentRecord& d) { return Value(d.id); }},
    Property<DocumentRecord>{"title", [](const DocumentRecord& d) { return optional_text(d.title); }},
    Property<DocumentRecord>{"text", [](const DocumentRecord& d) { return Value(d.text); }},
    Property<DocumentRecord>{"language", [](const DocumentRecord& d) { return optional_text(d.language); }},
    Property<DocumentRecord>{"date", [](const DocumentRecord& d) { return optional_day(d.date); }},
    Property<DocumentRecord>{"outlet", [](const DocumentRecord& d) { return optional_text(d.source); }},
    Property<DocumentRecord>{"url", [](const DocumentRecord& d) { return optional_text(d.url); }},
};

template <ClaimStatus kStatus>
Value count_of(const EdgeAggregate& edge) {
  return static_cast<std::int64_t>(edge.count[static_cast<std::size_t>(kStatus)]);
}
/// A store keeps four decimals of a confidence.
double decimal(float confidence) { return std::round(static_cast<double>(confidence) * 1e4) / 1e4; }
Value day_of(Day day) { return day == 0 ? Value() : Value(Date{day}); }

constexpr std::array kEdgeProperties = {
    Property<EdgeAggregate>{"count", count_of<ClaimStatus::actual>},
    Property<EdgeAggregate>{"planned", count_of<ClaimStatus::planned>},
    Property<EdgeAggregate>{"possible", count_of<ClaimStatus::possible>},
    Property<EdgeAggregate>{"demanded", count_of<ClaimStatus::demanded>},
    Property<EdgeAggregate>{"negated", count_of<ClaimStatus::negated>},
    Property<EdgeAggregate>{"articles", [](const EdgeAggregate& e) { return Value(static_cast<std::int64_t>(e.articles)); }},
    Property<EdgeAggregate>{"reports", [](const EdgeAggregate& e) { return Value(static_cast<std::int64_t>(e.reports)); }},
    Property<EdgeAggregate>{"first", [](const EdgeAggregate& e) { return day_of(e.first); }},
    Property<EdgeAggregate>{"last", [](const EdgeAggregate& e) { return day_of(e.last); }},
    Property<EdgeAggregate>{"confidence", [](const EdgeAggregate& e) { return e.actual() > 0 ? Value(decimal(e.confidence)) : Value(); }},
};

constexpr std::array kTypeProperties = {
    Property<RelationType>{"family", [](const RelationType& t) { return optional_text(t.family); }},
    Property<RelationType>{"quad", [](const RelationType& t) { return Value(static_cast<std::int64_t>(t.quad)); }},
};

template <class Thing, std::size_t kSize>
std::optional<Value> property_of(const std::array<Property<Thing>, kSize>& properties, const Thing& thing, std::string_view name) {
  for (const Property<Thing>& property : properties)
    if (property.name == name) return property.of(thing);
  return std::nullopt;
}

template <class Thing, std::size_t kSize>
Map properties_of(const std::array<Property<Thing>, kSize>& properties, const Thing& thing) {
  Map map;
  for (const Property<Thing>& property : properties)
    if (Value value = property.of(thing); !value.is_null()) map.emplace(property.name, std::move(value));
  return map;
}

}  // namespace

std::string relationship_type_name(const RelationType& type) {
  std::string name = type.name;
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return name;
}

class StoreGraph::Impl {
 public:
  Impl(const Ontology& ontology, Snapshot snapshot, const StoreGraphOptions& options, const StoreStats& stats)
      : ontology_(ontology), snapshot_(std::move(snapshot)), options_(options), nodes_(kKept), edges_(kKept), documents_(kKeptDocuments) {
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
      has_symmetric_ = has_symmetric_ || ontology_.relation_type(type)->symmetric;
    }
  }

  bool type_has(TypeId type, std::uint32_t label) const {
    if (label < kDocumentNumber) return type == label;
    if (label < kFirstSupertype) return false;
    const auto& supertypes = ontology_.node_type(type)->supertypes;
    return std::find(supertypes.begin(), supertypes.end(), supertypes_[label - kFirstSupertype]) != supertypes.end();
  }

  const RelationType& relation(const Relationship& relationship) const { return *ontology_.relation_type(static_cast<TypeId>(relationship.key)); }

  bool shows(const EdgeAggregate& edge) const { return edge.actual() > 0 || options_.include_unsure; }

  entente::Result<const StoredNode*> node(Key64 key) {
    if (const StoredNode* known = nodes_.find(key)) return known;
    auto read = snapshot_.node(key);
    if (!read) return failed(read.error());
    nodes_.put(key, std::move(*read));
    return nodes_.find(key);
  }

  /// Where what is known of an edge is kept, if it is.
  std::pair<Relationship, EdgeAggregate>& place_of(const Relationship& edge) {
    return edges_[(edge.source ^ edge.target * 3 ^ edge.key) & (kKept - 1)];
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

  /// The walk of a step of a plan, out of nodes or into them.
  Hops& hops(std::size_t walk, Direction direction) {
    if (walks_.size() <= walk) walks_.resize(walk + 1);
    auto& hops = walks_[walk][direction == Direction::out ? 0 : 1];
    if (!hops) hops = std::make_unique<Hops>(snapshot_, direction);
    return *hops;
  }

  Status expand(std::size_t walk, Key64 node, Side side, std::optional<TypeId> type, const VisitRelationship& visit, bool& more) {
    const bool both = side == Side::both || (type && ontology_.relation_type(*type)->symmetric);
    for (const Direction direction : {Direction::out, Direction::in}) {
      const bool forward = direction == Direction::out;
      const bool asked = both || (side == Side::out) == forward;
      // Without a type symmetric ones may lie on the other side too.
      if (!asked && (type || !has_symmetric_)) continue;
      const Status status = hops(walk, direction).from(node, type, [&](const Neighbour& n) {
        const bool symmetric = ontology_.relation_type(n.type)->symmetric;
        if (!shows(n.aggregate) || (!asked && !symmetric)) return true;
        if (!forward && n.node == node && (both || symmetric)) return true;  // a loop was met on the way out
        const Relationship relationship = forward ? Relationship{node, n.node, n.type} : Relationship{n.node, node, n.type};
        place_of(relationship) = {relationship, n.aggregate};
        return more = visit(relationship, {n.node});
      });
      if (!status.ok() || !more) return status;
    }
    return Status::success();
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
  bool has_symmetric_ = false;  // whether there is an edge of such a type
  store::Recent<Key64, StoredNode> nodes_;
  std::vector<std::pair<Relationship, EdgeAggregate>> edges_;  // no edge has type 0
  store::Recent<Key64, DocumentRecord> documents_;
  std::unordered_map<Key64, std::string> document_ids_;
  std::vector<std::array<std::unique_ptr<Hops>, 2>> walks_;
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
  const auto stored = impl_->node(node.key);
  if (!stored) return entente::failure(stored.error());
  return impl_->type_has((*stored)->node.type, label);
}

Status StoreGraph::expand(std::size_t walk, Node node, Side side, const std::vector<std::uint32_t>& types, const VisitRelationship& visit) const {
  if (node.kind == kDocument) return Status::success();
  bool more = true;
  if (types.empty()) return impl_->expand(walk, node.key, side, std::nullopt, visit, more);
  for (const std::uint32_t type : types) {
    const Status status = impl_->expand(walk, node.key, side, static_cast<TypeId>(type), visit, more);
    if (!status.ok() || !more) return status;
  }
  return Status::success();
}

std::uint32_t StoreGraph::type_of(const Relationship& relationship) const { return static_cast<std::uint32_t>(relationship.key); }

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
    if (auto value = property_of(kDocumentProperties, **record, name)) return std::move(*value);
    const auto found = (*record)->attributes.find(std::string(name));
    return found == (*record)->attributes.end() ? Value() : Value(found->second);
  }
  const auto stored = impl_->node(node.key);
  if (!stored) return entente::failure(stored.error());
  if (auto value = property_of(kNodeProperties, **stored, name)) return std::move(*value);
  const auto found = (*stored)->node.attributes.find(std::string(name));
  return found == (*stored)->node.attributes.end() ? Value() : Value(found->second);
}

entente::Result<Value> StoreGraph::property(const Relationship& relationship, std::string_view name) const {
  const auto edge = impl_->edge(relationship);
  if (!edge) return entente::failure(edge.error());
  if (auto value = property_of(kEdgeProperties, **edge, name)) return std::move(*value);
  return property_of(kTypeProperties, impl_->relation(relationship), name).value_or(Value());
}

entente::Result<Map> StoreGraph::properties(Node node) const {
  const auto add = [](Map map, const std::map<std::string, std::string>& attributes) {
    for (const auto& [key, value] : attributes) map.try_emplace(key, value);
    return map;
  };
  if (node.kind == kDocument) {
    const auto record = impl_->document(node);
    if (!record) return entente::failure(record.error());
    return add(properties_of(kDocumentProperties, **record), (*record)->attributes);
  }
  const auto stored = impl_->node(node.key);
  if (!stored) return entente::failure(stored.error());
  return add(properties_of(kNodeProperties, **stored), (*stored)->node.attributes);
}

entente::Result<Map> StoreGraph::properties(const Relationship& relationship) const {
  const auto edge = impl_->edge(relationship);
  if (!edge) return entente::failure(edge.error());
  Map map = properties_of(kEdgeProperties, **edge);
  map.merge(properties_of(kTypeProperties, impl_->relation(relationship)));
  return map;
}

entente::Result<List> StoreGraph::claims(const Relationship& relationship) const {
  const auto source = impl_->snapshot_.id(relationship.source), target = impl_->snapshot_.id(relationship.target);
  for (const auto* id : {&source, &target})
    if (!*id) return entente::failure(id->error());
  std::vector<Claim> claims;
  const Status status = impl_->snapshot_.claims(*source, static_cast<TypeId>(relationship.key), *target, [&](const Claim& claim) {
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
