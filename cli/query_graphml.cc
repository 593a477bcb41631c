#include "cli/query_graphml.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "cli/query_value.h"
#include "export/gathered.h"
#include "export/graphml_parts.h"
#include "export/text.h"
#include "export/xml.h"
#include "graph/query/function/functions.h"

namespace entente::cli {
namespace {

using query::Value;

/// What all values of one property can be written as.
enum class Kind { none, boolean, whole, real, text };

Kind kind_of(const Value& value) {
  if (value.is_null()) return Kind::none;
  if (value.get<bool>() != nullptr) return Kind::boolean;
  if (const auto* number = value.get<std::int64_t>()) return is_exact(*number) ? Kind::whole : Kind::text;
  return value.get<double>() != nullptr ? Kind::real : Kind::text;
}

Kind merged(Kind a, Kind b) {
  if (a == Kind::none || a == b) return b;
  if (b == Kind::none) return a;
  return std::min(a, b) == Kind::whole && std::max(a, b) == Kind::real ? Kind::real : Kind::text;
}

std::string_view type_of(Kind kind) {
  switch (kind) {
    case Kind::boolean: return "boolean";
    case Kind::whole: return "long";
    case Kind::real: return "double";
    default: return "string";
  }
}

/// A list of texts with bars between; all else as openCypher writes it.
Result<std::string> text_of(const query::Graph& graph, const Value& value) {
  const auto* list = value.get<query::List>();
  if (list == nullptr || !std::ranges::all_of(*list, [](const Value& one) { return one.get<std::string>() != nullptr; }))
    return query::to_text(graph, value, false);
  std::string items;
  for (const Value& one : *list) append_item(items, *one.get<std::string>());
  return items;
}

/// The keys of the properties of nodes, or of relationships.
class PropertyKeys {
 public:
  explicit PropertyKeys(std::string_view domain) : keys_(domain) {}

  GraphmlKey add(std::string_view name) { return keys_.add(name, "string"); }
  GraphmlKey add(std::string_view name, std::string_view type) { return keys_.add(name, type); }

  /// The first time: what there is.
  void meet(const query::Map& properties) {
    for (const auto& [name, value] : properties) {
      Property& property = properties_[name];
      property.kind = merged(property.kind, kind_of(value));
    }
  }

  /// What is said in another way.
  void leave_out(const std::string& name) { properties_.erase(name); }

  std::string declare() {
    std::erase_if(properties_, [](const auto& property) { return property.second.kind == Kind::none; });
    for (auto& [name, property] : properties_) property.key = keys_.add(name, type_of(property.kind));
    return keys_.declarations();
  }

  /// The second time.
  Status write(const query::Graph& graph, const query::Map& properties, GraphmlElement& element) const {
    for (const auto& [name, value] : properties) {
      const auto found = properties_.find(name);
      if (found == properties_.end() || value.is_null()) continue;
      const auto& [kind, key] = found->second;
      if (kind == Kind::boolean) {
        element.add_flag(key, *value.get<bool>());
      } else if (kind == Kind::whole) {
        element.add_whole(key, *value.get<std::int64_t>());
      } else if (kind == Kind::real) {
        element.add(key, value.number());
      } else {
        const auto text = text_of(graph, value);
        if (!text) return text.error();
        element.add(key, *text);
      }
    }
    return Status::success();
  }

 private:
  struct Property {
    Kind kind = Kind::none;
    GraphmlKey key = {};
  };

  GraphmlKeys keys_;
  std::map<std::string, Property, std::less<>> properties_;
};

class GraphmlWriter : public RowWriter {
 public:
  using RowWriter::RowWriter;

  void begin(const std::vector<std::string>&) override {
    rows_ = 0;
    found_ = false;
  }

  Status add(const query::Graph&, std::span<const Value> values) override {
    ++rows_;
    for (const Value& value : values)
      for_each_element(
          value, [&](query::Node node) { gather(node); }, [&](const query::Relationship& relationship) { gather(relationship); });
    return Status::success();
  }

  Status end() override {
    if (rows_ == 0 || found_) return Status::success();
    return {StatusCode::invalid_input,
            "the rows have no node, relationship or path for GraphML; return them, as in: MATCH (a)-[r]->(b) RETURN a, r, b"};
  }

  Status plan(std::string_view) override { return {StatusCode::unsupported, "a plan cannot be written as GraphML; leave out --format graphml"}; }

  Status finish(const query::Graph& graph) override {
    if (Status status = meet(graph); !status.ok()) return status;
    node_keys_.leave_out("id");
    Gathered gathered(out());
    std::string& text = gathered.text();
    text += graphml_head();
    text += node_keys_.declare();
    text += edge_keys_.declare();
    text += kGraphmlGraph;
    for (const query::Node node : nodes_)
      if (Status status = write(graph, node, text); !status.ok() || !gathered.pass()) return status;
    for (std::size_t i = 0; i < relationships_.size(); ++i)
      if (Status status = write(graph, relationships_[i], i, text); !status.ok() || !gathered.pass()) return status;
    text += kGraphmlEnd;
    gathered.flush();
    return Status::success();
  }

 private:
  void gather(query::Node node) {
    found_ = true;
    if (seen_nodes_.insert(node).second) nodes_.push_back(node);
  }

  void gather(const query::Relationship& relationship) {
    gather(relationship.from());
    gather(relationship.to());
    if (seen_relationships_.insert(relationship).second) relationships_.push_back(relationship);
  }

  /// Gives nodes their ids and learns which keys there are.
  Status meet(const query::Graph& graph) {
    std::unordered_set<std::string> taken;
    for (const query::Node node : nodes_) {
      const auto properties = graph.properties(node);
      if (!properties) return properties.error();
      node_keys_.meet(*properties);
      auto id = id_of(graph, node);
      if (!id) return id.error();
      // An article may be called as a node is.
      std::string free = *id;
      for (int number = 2; !taken.insert(clean_id(free)).second; ++number) free = *id + "#" + std::to_string(number);
      ids_.emplace(node, std::move(free));
    }
    for (const query::Relationship& relationship : relationships_) {
      const auto properties = graph.properties(relationship);
      if (!properties) return properties.error();
      edge_keys_.meet(*properties);
    }
    return Status::success();
  }

  Status write(const query::Graph& graph, query::Node node, std::string& text) {
    const auto labels = graph.labels(node);
    if (!labels) return labels.error();
    const auto properties = graph.properties(node);
    if (!properties) return properties.error();
    GraphmlElement element = GraphmlElement::node(text, ids_.at(node));
    const auto name = display_name(graph, node);
    if (!name) return name.error();
    element.add(node_label_, one_line(*name));
    std::string others;
    for (std::size_t i = 1; i < labels->size(); ++i) append_item(others, (*labels)[i]);
    if (!labels->empty()) element.add(node_type_, labels->front());
    element.add(node_supertype_, others);
    if (Status status = node_keys_.write(graph, *properties, element); !status.ok()) return status;
    element.close();
    return Status::success();
  }

  Status write(const query::Graph& graph, const query::Relationship& relationship, std::size_t number, std::string& text) {
    const auto properties = graph.properties(relationship);
    if (!properties) return properties.error();
    GraphmlElement element = GraphmlElement::edge(text, number, ids_.at(relationship.from()), ids_.at(relationship.to()));
    const std::string type = graph.type_name(graph.type_of(relationship));
    element.add(edge_label_, type);
    element.add(edge_type_, type);
    if (const auto count = properties->find("count"); count != properties->end() && count->second.is_number())
      element.add(edge_weight_, count->second.number());
    if (Status status = edge_keys_.write(graph, *properties, element); !status.ok()) return status;
    element.close();
    return Status::success();
  }

  std::vector<query::Node> nodes_;
  std::vector<query::Relationship> relationships_;
  std::set<query::Node> seen_nodes_;
  std::set<query::Relationship> seen_relationships_;
  std::map<query::Node, std::string> ids_;
  std::uint64_t rows_ = 0;  // of this statement
  bool found_ = false;      // likewise

  PropertyKeys node_keys_{"node"}, edge_keys_{"edge"};
  GraphmlKey node_label_ = node_keys_.add("label"), node_type_ = node_keys_.add("type"), node_supertype_ = node_keys_.add("supertype");
  GraphmlKey edge_label_ = edge_keys_.add("label"), edge_type_ = edge_keys_.add("type"), edge_weight_ = edge_keys_.add("weight", "double");
};

}  // namespace

std::unique_ptr<RowWriter> make_graphml_writer(std::ostream& out) { return std::make_unique<GraphmlWriter>(out); }

}  // namespace entente::cli
