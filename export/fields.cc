#include "export/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "export/text.h"
#include "graph/text/unicode.h"

namespace entente {
namespace {

const std::vector<Field>& fixed_node_fields() {
  static const std::vector<Field> fields = {
      {"label", FieldKind::text},  {"type", FieldKind::text},       {"supertype", FieldKind::texts}, {"country", FieldKind::text},
      {"names", FieldKind::texts}, {"same_as", FieldKind::texts},   {"wikidata", FieldKind::text},   {"lat", FieldKind::real},
      {"lon", FieldKind::real},    {"documents", FieldKind::whole}, {"first_seen", FieldKind::day},  {"last_seen", FieldKind::day},
  };
  return fields;
}

const std::vector<Field>& fixed_edge_fields() {
  static const std::vector<Field> fields = {
      {"label", FieldKind::text},     {"type", FieldKind::text},       {"family", FieldKind::text},   {"quad", FieldKind::whole},
      {"symmetric", FieldKind::flag}, {"weight", FieldKind::real},     {"count", FieldKind::whole},   {"planned", FieldKind::whole},
      {"possible", FieldKind::whole}, {"demanded", FieldKind::whole},  {"negated", FieldKind::whole}, {"articles", FieldKind::whole},
      {"reports", FieldKind::whole},  {"first", FieldKind::day},       {"last", FieldKind::day},      {"first_day", FieldKind::whole},
      {"last_day", FieldKind::whole}, {"confidence", FieldKind::real}, {"status", FieldKind::text},   {"origin", FieldKind::text},
      {"since", FieldKind::whole},    {"until", FieldKind::whole},     {"office", FieldKind::text},
  };
  return fields;
}

void give_text(std::size_t field, std::string_view value, FieldSink& sink) {
  if (!value.empty()) sink.text(field, value);
}

}  // namespace

std::string FieldNames::add(std::string_view name) {
  const std::string line = one_line(name);
  std::string free = line;
  for (int number = 2; free.empty() || !taken_.insert(fold(free)).second; ++number) free = fmt::format("{}_{}", line, number);
  return free;
}

std::string FieldNames::add_identifier(std::string_view name) {
  std::string identifier;
  for (const char c : name) {
    const bool word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (word)
      identifier += c;
    else if (!identifier.ends_with('_'))
      identifier += '_';
  }
  return add(identifier);
}

NodeFields::NodeFields(const Selection& selection)
    : ontology_(&selection.ontology()), computed_(selection.options().attributes), list_(fixed_node_fields()) {
  for (const NodeAttribute& attribute : computed_)
    if (attribute.kind() == NodeAttribute::Kind::real && attribute.name() == "x")
      x_ = &attribute;
    else if (attribute.kind() == NodeAttribute::Kind::real && attribute.name() == "y")
      y_ = &attribute;
}

Result<NodeFields> NodeFields::make(const Selection& selection) {
  NodeFields fields(selection);
  const Status status = selection.for_each_node([&](const StoredNode& node) {
    fields.meet(node);
    return true;
  });
  if (!status.ok()) return failure(status);
  fields.declare();
  return fields;
}

void NodeFields::meet(const StoredNode& stored) {
  ++node_count_;
  line_.clear();
  append_id(line_, stored.node.id);
  longest_id_ = std::max(longest_id_, line_.size());
  const std::size_t run = line_.find_first_not_of('e');
  if (run != std::string::npos && run >= edge_prefix_.size() && line_.find_first_not_of("0123456789", run) == std::string::npos)
    edge_prefix_.assign(run + 1, 'e');
  for (const NodeName& name : stored.node.names)
    if (!name.language.empty() && !languages_.contains(name.language)) languages_.insert(name.language);
  for (const auto& [name, value] : stored.node.attributes)
    if (!attributes_.contains(name)) attributes_.insert(name);
}

void NodeFields::declare() {
  FieldNames names;
  for (const Field& field : list_) names.add(field.name);
  for (const std::string& language : languages_) list_.push_back({names.add("names_" + one_line(language)), FieldKind::texts});
  for (const std::string& attribute : attributes_) list_.push_back({names.add("attribute_" + one_line(attribute)), FieldKind::text});
  for (const NodeAttribute& attribute : computed_)
    list_.push_back({names.add(attribute.name()), attribute.kind() == NodeAttribute::Kind::real ? FieldKind::real : FieldKind::whole});
}

void NodeFields::give(std::size_t field, FieldSink& sink) {
  if (!texts_.empty()) sink.texts(field, texts_);
  texts_.clear();
}

void NodeFields::write(const StoredNode& stored, FieldSink& sink) {
  const Node& node = stored.node;
  line_.clear();
  append_line(line_, node.name);
  give_text(NodeField::label, line_, sink);
  if (const NodeType* type = ontology_->node_type(node.type)) {
    sink.text(NodeField::type, type->name);
    texts_.assign(type->supertypes.begin(), type->supertypes.end());
    give(NodeField::supertype, sink);
  }
  give_text(NodeField::country, node.country, sink);
  write_names(node, sink);
  for (const std::string& id : stored.ids)
    if (id != node.id) texts_.push_back(id);
  give(NodeField::same_as, sink);
  give_text(NodeField::wikidata, node.wikidata, sink);
  if (node.latitude && std::isfinite(*node.latitude)) sink.real(NodeField::lat, *node.latitude);
  if (node.longitude && std::isfinite(*node.longitude)) sink.real(NodeField::lon, *node.longitude);
  sink.whole(NodeField::documents, stored.documents);
  if (stored.first) sink.day(NodeField::first_seen, *stored.first);
  if (stored.last) sink.day(NodeField::last_seen, *stored.last);
  std::size_t field = NodeField::fixed + languages_.size();
  auto known = attributes_.begin();
  for (const auto& [name, value] : node.attributes) {  // both in order
    for (; *known != name; ++known) ++field;
    give_text(field, value, sink);
  }
  write_computed(node, sink);
}

void NodeFields::write_names(const Node& node, FieldSink& sink) {
  for (const NodeName& name : node.names)
    if (!name.text.empty()) texts_.push_back(name.text);
  if (texts_.empty()) return;
  give(NodeField::names, sink);
  std::size_t field = NodeField::fixed;
  for (const std::string& language : languages_) {
    for (const NodeName& name : node.names)
      if (name.language == language && !name.text.empty()) texts_.push_back(name.text);
    give(field++, sink);
  }
}

void NodeFields::write_computed(const Node& node, FieldSink& sink) const {
  std::size_t field = NodeField::fixed + languages_.size() + attributes_.size();
  for (const NodeAttribute& attribute : computed_) {
    const auto value = attribute.of(node.id);
    if (value && std::isfinite(*value)) {
      if (list_[field].kind == FieldKind::real)
        sink.real(field, *value);
      else
        sink.whole(field, static_cast<std::int64_t>(*value));
    }
    ++field;
  }
}

std::optional<Place> NodeFields::place(const Node& node) const {
  if (x_ == nullptr || y_ == nullptr) return std::nullopt;
  const auto x = x_->of(node.id), y = y_->of(node.id);
  if (!x || !y || !std::isfinite(*x) || !std::isfinite(*y)) return std::nullopt;
  return Place{*x, *y};
}

EdgeFields::EdgeFields(const Selection& selection) : ontology_(&selection.ontology()), list_(fixed_edge_fields()) {
  if (!selection.options().sum_parallel) return;
  list_.push_back({"cooperation", FieldKind::whole});
  list_.push_back({"conflict", FieldKind::whole});
  list_.push_back({"types", FieldKind::texts});
}

void EdgeFields::write(const ExportEdge& edge, FieldSink& sink) {
  sink.text(EdgeField::label, edge.relation->name);
  sink.text(EdgeField::type, edge.relation->name);
  give_text(EdgeField::family, edge.relation->family, sink);
  sink.whole(EdgeField::quad, static_cast<int>(edge.relation->quad));
  sink.flag(EdgeField::symmetric, edge.relation->symmetric);
  if (edge.claimed != nullptr) {
    write_claimed(edge.claimed->aggregate, sink);
    if (edge.summed != nullptr && list_.size() > EdgeField::fixed) write_summed(*edge.summed, sink);
    return;
  }
  sink.text(EdgeField::origin, "reference");
  if (edge.reference->since) sink.whole(EdgeField::since, *edge.reference->since);
  if (edge.reference->until) sink.whole(EdgeField::until, *edge.reference->until);
  give_text(EdgeField::office, edge.reference->office, sink);
}

void EdgeFields::write_claimed(const EdgeAggregate& sum, FieldSink& sink) const {
  sink.real(EdgeField::weight, sum.actual());
  // "count" is of actual claims; the four others are named after their status, in the order of ClaimStatus.
  for (std::size_t status = 0; status < kClaimStatusCount; ++status) sink.whole(EdgeField::count + status, sum.count[status]);
  sink.whole(EdgeField::articles, sum.articles);
  sink.whole(EdgeField::reports, sum.reports);
  if (sum.first != 0) {
    sink.day(EdgeField::first, sum.first);
    sink.whole(EdgeField::first_day, sum.first);
  }
  if (sum.last != 0) {
    sink.day(EdgeField::last, sum.last);
    sink.whole(EdgeField::last_day, sum.last);
  }
  if (sum.actual() > 0) sink.real(EdgeField::confidence, shortest(sum.confidence));
  sink.text(EdgeField::status, to_string(strongest_status(sum)));
  sink.text(EdgeField::origin, "claim");
}

void EdgeFields::write_summed(const SummedTypes& types, FieldSink& sink) {
  sink.whole(EdgeField::fixed, static_cast<std::int64_t>(types.cooperation));
  sink.whole(EdgeField::fixed + 1, static_cast<std::int64_t>(types.conflict));
  texts_.clear();
  for (const auto& [type, count] : types.types)
    if (const RelationType* relation = ontology_->relation_type(type)) texts_.push_back(relation->name);
  if (!texts_.empty()) sink.texts(EdgeField::fixed + 2, texts_);
}

}  // namespace entente
