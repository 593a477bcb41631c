/// GraphML 1.0 by the rules of graphml_parts.h; nodes come before edges.

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "export/exporter.h"
#include "export/fields.h"
#include "export/gathered.h"
#include "export/graphml_parts.h"
#include "export/text.h"
#include "export/xml.h"

namespace entente {
namespace {

enum class Dialect {
  gephi,  ///< edges have what Gephi looks for, under its names
  plain,  ///< nothing that another field says too
  yed,    ///< gephi, with the labels and places that yEd draws
};

Dialect dialect_of(const ExportOptions& options) {
  const std::string_view name = options.setting("dialect");
  return name == "plain" ? Dialect::plain : name == "yed" ? Dialect::yed : Dialect::gephi;
}

bool repeats_another(std::size_t edge_field) {
  switch (edge_field) {
    case EdgeField::label:
    case EdgeField::weight:
    case EdgeField::first_day:
    case EdgeField::last_day: return true;
    default: return false;
  }
}

std::string_view type_of(const Field& field, bool small) {
  switch (field.kind) {
    case FieldKind::whole: return small ? "int" : "long";
    case FieldKind::real: return "double";
    case FieldKind::flag: return "boolean";
    default: return "string";
  }
}

/// Writes the values of one node or edge as data of its element.
class DataWriter : public FieldSink {
 public:
  explicit DataWriter(std::string_view domain) : keys_(domain) {}

  void declare(const Field& field, bool small) { opened_.push_back(keys_.add(field.name, type_of(field, small))); }
  /// In place of a field that is left out.
  void skip() { opened_.emplace_back(); }
  const std::string& declarations() const { return keys_.declarations(); }

  void begin(GraphmlElement element) { element_ = element; }
  void end() { element_->close(); }

  void text(std::size_t field, std::string_view value) override {
    if (declared(field)) element_->add(opened_[field], value);
  }
  void texts(std::size_t field, std::span<const std::string_view> values) override {
    join_items(list_, values);
    text(field, list_);
  }
  void whole(std::size_t field, std::int64_t value) override {
    if (declared(field)) element_->add_whole(opened_[field], value);
  }
  void real(std::size_t field, double value) override {
    if (declared(field)) element_->add(opened_[field], value);
  }
  void flag(std::size_t field, bool value) override {
    if (declared(field)) element_->add_flag(opened_[field], value);
  }
  void day(std::size_t field, Day value) override {
    if (declared(field)) element_->add_day(opened_[field], value);
  }

 private:
  bool declared(std::size_t field) const { return !opened_[field].opening.empty(); }

  GraphmlKeys keys_;
  std::vector<GraphmlKey> opened_;  // by field
  std::optional<GraphmlElement> element_;
  std::string list_;
};

constexpr std::string_view kYedNamespace = "\n    xmlns:y=\"http://www.yworks.com/xml/graphml\"";
constexpr std::string_view kYedKeys =
    "  <key id=\"y0\" for=\"node\" yfiles.type=\"nodegraphics\"/>\n"
    "  <key id=\"y1\" for=\"edge\" yfiles.type=\"edgegraphics\"/>\n";

class GraphmlExporter : public Exporter {
 public:
  Status write(const Selection& selection, std::ostream& out) override {
    auto node_fields = NodeFields::make(selection);
    if (!node_fields) return node_fields.error();
    EdgeFields edge_fields(selection);
    Gathered gathered(out);
    dialect_ = dialect_of(selection.options());
    declare(*node_fields, edge_fields);
    begin(gathered.text());
    Status status = selection.for_each_node([&](const StoredNode& node) {
      write(node, *node_fields, gathered.text());
      return gathered.pass();
    });
    if (!status.ok() || !out) return status;
    status = selection.for_each_edge([&](const ExportEdge& edge) {
      write(edge, edge_fields, gathered.text());
      return gathered.pass();
    });
    if (status.ok()) gathered.text() += kGraphmlEnd;
    gathered.flush();
    return status;
  }

 private:
  void declare(const NodeFields& nodes, const EdgeFields& edges) {
    for (const Field& field : nodes.list()) nodes_.declare(field, false);
    for (std::size_t field = 0; field < edges.list().size(); ++field)
      if (dialect_ == Dialect::plain && repeats_another(field))
        edges_.skip();
      else
        edges_.declare(edges.list()[field], field == EdgeField::quad || field == EdgeField::since || field == EdgeField::until);
  }

  void begin(std::string& text) const {
    text += graphml_head(dialect_ == Dialect::yed ? kYedNamespace : "");
    if (dialect_ == Dialect::yed) text += kYedKeys;
    text += nodes_.declarations();
    text += edges_.declarations();
    text += kGraphmlGraph;
  }

  void write(const StoredNode& node, NodeFields& fields, std::string& text) {
    nodes_.begin(GraphmlElement::node(text, node.node.id));
    fields.write(node, nodes_);
    if (dialect_ == Dialect::yed) draw(node.node, fields.place(node.node), text);
    nodes_.end();
  }

  void write(const ExportEdge& edge, EdgeFields& fields, std::string& text) {
    edges_.begin(GraphmlElement::edge(text, edge.number, edge.source(), edge.target()));
    fields.write(edge, edges_);
    if (dialect_ == Dialect::yed) draw(edge, text);
    edges_.end();
  }

  static void draw(const Node& node, const std::optional<Place>& place, std::string& text) {
    text += "      <data key=\"y0\"><y:ShapeNode>";
    if (place) {
      text += "<y:Geometry height=\"30\" width=\"80\" x=\"";
      append_real(text, place->x);
      text += "\" y=\"";
      append_real(text, 0 - place->y);  // downwards
      text += "\"/>";
    }
    text += "<y:NodeLabel>";
    append_xml(text, one_line(node.name));
    text += "</y:NodeLabel></y:ShapeNode></data>\n";
  }

  static void draw(const ExportEdge& edge, std::string& text) {
    text += "      <data key=\"y1\"><y:PolyLineEdge><y:Arrows source=\"none\" target=\"";
    text += edge.relation->symmetric ? "none" : "standard";
    text += "\"/><y:EdgeLabel>";
    append_xml(text, edge.relation->name);
    text += "</y:EdgeLabel></y:PolyLineEdge></data>\n";
  }

  Dialect dialect_ = Dialect::gephi;
  DataWriter nodes_{"node"}, edges_{"edge"};
};

}  // namespace

std::unique_ptr<Exporter> make_graphml_exporter() { return std::make_unique<GraphmlExporter>(); }

}  // namespace entente
