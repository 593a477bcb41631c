/// GraphML 1.0 by the rules of graphml_parts.h; nodes come before edges.

#include <fmt/format.h>

#include <map>
#include <ostream>
#include <set>
#include <string>

#include "export/exporter.h"
#include "export/graphml_parts.h"
#include "export/selection.h"
#include "export/text.h"

namespace entente {
namespace {

/// What nodes of an export carry besides the fixed fields.
struct NodeVocabulary {
  std::set<std::string> languages, attributes;
};

Result<NodeVocabulary> read_vocabulary(const Selection& selection) {
  NodeVocabulary vocabulary;
  const Status status = selection.for_each_node([&](const StoredNode& stored) {
    for (const NodeName& name : stored.node.names)
      if (!name.language.empty()) vocabulary.languages.insert(name.language);
    for (const auto& [key, value] : stored.node.attributes) vocabulary.attributes.insert(key);
    return true;
  });
  if (!status.ok()) return failure(status);
  return vocabulary;
}

class NodeWriter {
 public:
  NodeWriter(const Selection& selection, const NodeVocabulary& vocabulary)
      : ontology_(selection.ontology()), computed_(selection.options().attributes) {
    for (const auto& language : vocabulary.languages) by_language_[language] = keys_.add("names_" + one_line(language), "string");
    for (const auto& attribute : vocabulary.attributes) attributes_[attribute] = keys_.add("attribute_" + one_line(attribute), "string");
    for (const NodeAttribute& attribute : computed_)
      computed_keys_.push_back(keys_.add(attribute.name(), attribute.kind() == NodeAttribute::Kind::real ? "double" : "long"));
  }

  const std::string& declarations() const { return keys_.declarations(); }

  std::string write(const StoredNode& stored) const {
    const Node& node = stored.node;
    GraphmlElement element = GraphmlElement::node(node.id);
    element.add(label_, one_line(node.name));
    if (const NodeType* type = ontology_.node_type(node.type)) {
      element.add(type_, type->name);
      element.add(supertype_, fmt::format("{}", fmt::join(type->supertypes, "|")));
    }
    element.add(country_, node.country);
    std::string names;
    std::map<std::string, std::string> by_language;
    for (const NodeName& name : node.names) {
      append_item(names, name.text);
      if (!name.language.empty()) append_item(by_language[name.language], name.text);
    }
    element.add(names_, names);
    for (const auto& [language, list] : by_language) element.add(by_language_.at(language), list);
    std::string others;
    for (const std::string& id : stored.ids)
      if (id != node.id) append_item(others, id);
    element.add(same_as_, others);
    element.add(wikidata_, node.wikidata);
    if (node.latitude) element.add(lat_, *node.latitude);
    if (node.longitude) element.add(lon_, *node.longitude);
    element.add_whole(documents_, stored.documents);
    element.add_day(first_seen_, stored.first);
    element.add_day(last_seen_, stored.last);
    for (const auto& [key, value] : node.attributes) element.add(attributes_.at(key), value);
    for (std::size_t i = 0; i < computed_.size(); ++i)
      if (const auto value = computed_[i].of(node.id)) add(element, computed_keys_[i], computed_[i].kind(), *value);
    return std::move(element).close();
  }

 private:
  static void add(GraphmlElement& element, const std::string& key, NodeAttribute::Kind kind, double value) {
    if (kind == NodeAttribute::Kind::real)
      element.add(key, value);
    else
      element.add_whole(key, static_cast<std::int64_t>(value));
  }

  const Ontology& ontology_;
  std::span<const NodeAttribute> computed_;
  GraphmlKeys keys_{"node"};
  std::string label_ = keys_.add("label", "string"), type_ = keys_.add("type", "string"), supertype_ = keys_.add("supertype", "string"),
              country_ = keys_.add("country", "string"), names_ = keys_.add("names", "string"), same_as_ = keys_.add("same_as", "string"),
              wikidata_ = keys_.add("wikidata", "string"), lat_ = keys_.add("lat", "double"), lon_ = keys_.add("lon", "double"),
              documents_ = keys_.add("documents", "long"), first_seen_ = keys_.add("first_seen", "string"),
              last_seen_ = keys_.add("last_seen", "string");
  std::map<std::string, std::string> by_language_, attributes_;  // key ids
  std::vector<std::string> computed_keys_;                       // likewise, as computed_
};

class EdgeWriter {
 public:
  const std::string& declarations() const { return keys_.declarations(); }

  std::string write(const ExportEdge& edge) const {
    GraphmlElement element = GraphmlElement::edge(edge.number, edge.source(), edge.target());
    element.add(label_, edge.relation->name);
    element.add(type_, edge.relation->name);
    element.add(family_, edge.relation->family);
    element.add_whole(quad_, static_cast<int>(edge.relation->quad));
    element.add_flag(symmetric_, edge.relation->symmetric);
    if (edge.claimed != nullptr)
      add(element, edge.claimed->aggregate);
    else
      add(element, *edge.reference);
    return std::move(element).close();
  }

 private:
  void add(GraphmlElement& element, const EdgeAggregate& sum) const {
    element.add(weight_, static_cast<double>(sum.actual()));
    for (std::size_t status = 0; status < kClaimStatusCount; ++status) element.add_whole(counts_[status], sum.count[status]);
    element.add_whole(articles_, sum.articles);
    element.add_whole(reports_, sum.reports);
    if (sum.first != 0) {
      element.add(first_, format_day(sum.first));
      element.add_whole(first_day_, sum.first);
    }
    if (sum.last != 0) {
      element.add(last_, format_day(sum.last));
      element.add_whole(last_day_, sum.last);
    }
    if (sum.actual() > 0) element.add(confidence_, shortest(sum.confidence));
    element.add(status_, to_string(strongest_status(sum)));
    element.add(origin_, "claim");
  }

  void add(GraphmlElement& element, const ReferenceEdge& edge) const {
    element.add(origin_, "reference");
    if (edge.since) element.add_whole(since_, *edge.since);
    if (edge.until) element.add_whole(until_, *edge.until);
    element.add(office_, edge.office);
  }

  GraphmlKeys keys_{"edge"};
  std::string label_ = keys_.add("label", "string"), type_ = keys_.add("type", "string"), family_ = keys_.add("family", "string"),
              quad_ = keys_.add("quad", "int"), symmetric_ = keys_.add("symmetric", "boolean"), weight_ = keys_.add("weight", "double");
  // "count" is of actual claims; the four others are named after their status, in the order of ClaimStatus.
  std::string counts_[kClaimStatusCount] = {keys_.add("count", "long"), keys_.add("planned", "long"), keys_.add("possible", "long"),
                                            keys_.add("demanded", "long"), keys_.add("negated", "long")};
  std::string articles_ = keys_.add("articles", "long"), reports_ = keys_.add("reports", "long"), first_ = keys_.add("first", "string"),
              last_ = keys_.add("last", "string"), first_day_ = keys_.add("first_day", "long"), last_day_ = keys_.add("last_day", "long"),
              confidence_ = keys_.add("confidence", "double"), status_ = keys_.add("status", "string"), origin_ = keys_.add("origin", "string"),
              since_ = keys_.add("since", "int"), until_ = keys_.add("until", "int"), office_ = keys_.add("office", "string");
};

class GraphmlExporter : public Exporter {
 public:
  Status write(const Selection& selection, std::ostream& out) override {
    const auto vocabulary = read_vocabulary(selection);
    if (!vocabulary) return vocabulary.error();
    const NodeWriter nodes(selection, *vocabulary);
    const EdgeWriter edges;
    out << graphml_head() << nodes.declarations() << edges.declarations() << "  <graph id=\"entente\" edgedefault=\"directed\">\n";
    Status status = selection.for_each_node([&](const StoredNode& node) { return static_cast<bool>(out << nodes.write(node)); });
    if (!status.ok() || !out) return status;
    status = selection.for_each_edge([&](const ExportEdge& edge) { return static_cast<bool>(out << edges.write(edge)); });
    if (status.ok()) out << "  </graph>\n</graphml>\n";
    return status;
  }
};

}  // namespace

std::unique_ptr<Exporter> make_graphml_exporter() { return std::make_unique<GraphmlExporter>(); }

}  // namespace entente
