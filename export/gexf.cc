/// GEXF, dynamic: an edge is there from the first to the last day of its claims. Nodes are always there, because an edge may be about days before
/// the first article that names its ends. Days are plain attributes too, because most readers leave spells out.

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "export/exporter.h"
#include "export/fields.h"
#include "export/gathered.h"
#include "export/text.h"
#include "export/xml.h"

namespace entente {
namespace {

/// 1.2 differs in what names it, and cannot say that parallel edges are of different kinds.
std::string head(bool old) {
  const std::string space = old ? "http://www.gexf.net/1.2draft" : "http://gexf.net/1.3";
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"" + space + "\" xmlns:viz=\"" + space +
         "/viz\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n    xsi:schemaLocation=\"" + space + " " + space +
         "/gexf.xsd\" version=\"" + (old ? "1.2" : "1.3") +
         "\">\n  <meta>\n    <creator>entente</creator>\n  </meta>\n"
         "  <graph mode=\"dynamic\" timeformat=\"date\" " +
         (old ? "" : "timerepresentation=\"interval\" ") + "defaultedgetype=\"directed\" idtype=\"string\">\n";
}

std::string_view type_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::whole: return "long";
    case FieldKind::real: return "double";
    case FieldKind::flag: return "boolean";
    default: return "string";
  }
}

/// Writes fields as attribute values. `left_out` is what the element says itself.
class AttributeValues : public FieldSink {
 public:
  AttributeValues(std::string_view domain, const std::vector<Field>& fields, std::initializer_list<std::size_t> left_out) {
    declarations_ = "    <attributes class=\"" + std::string(domain) + "\">\n";
    for (std::size_t field = 0; field < fields.size(); ++field) {
      std::string& opening = openings_.emplace_back();
      if (std::find(left_out.begin(), left_out.end(), field) != left_out.end()) continue;
      const std::string id = std::to_string(field);  // of a number graphology knows that it is no name
      opening = "          <attvalue for=\"" + id + "\" value=\"";
      declarations_ += "      <attribute id=\"" + id + "\" title=\"";
      append_xml(declarations_, fields[field].name);
      declarations_ += "\" type=\"";
      declarations_ += type_of(fields[field].kind);
      declarations_ += "\"/>\n";
    }
    declarations_ += "    </attributes>\n";
  }

  const std::string& declarations() const { return declarations_; }
  void begin(std::string& out) {
    out_ = &out;
    out += "        <attvalues>\n";
  }
  void end() { *out_ += "        </attvalues>\n"; }

  void text(std::size_t field, std::string_view value) override {
    if (open(field)) append_xml(*out_, value), close();
  }
  void texts(std::size_t field, std::span<const std::string_view> values) override {
    join_items(list_, values);
    if (!list_.empty()) text(field, list_);
  }
  void whole(std::size_t field, std::int64_t value) override {
    if (open(field)) append_whole(*out_, value), close();
  }
  void real(std::size_t field, double value) override {
    if (open(field)) append_real(*out_, value), close();
  }
  void flag(std::size_t field, bool value) override {
    if (open(field)) *out_ += value ? "true" : "false", close();
  }
  void day(std::size_t field, Day value) override {
    if (open(field)) append_day(*out_, value), close();
  }

 private:
  bool open(std::size_t field) {
    *out_ += openings_[field];
    return !openings_[field].empty();
  }
  void close() { *out_ += "\"/>\n"; }

  std::vector<std::string> openings_;  // by field; empty for what is left out
  std::string declarations_, list_;
  std::string* out_ = nullptr;
};

/// An attribute that is a day.
void append_bound(std::string& out, std::string_view name, Day day) {
  out += name;
  append_day(out, day);
  out += '"';
}

void append_year(std::string& out, std::string_view name, int year, std::string_view day) {
  std::string digits = std::to_string(year);
  digits.insert(0, digits.size() < 4 ? 4 - digits.size() : 0, '0');
  out += name;
  out += digits;
  out += day;
}

void append_spell(std::string& out, const ExportEdge& edge) {
  if (edge.claimed != nullptr) {
    const EdgeAggregate& sum = edge.claimed->aggregate;
    if (sum.first != 0) append_bound(out, " start=\"", sum.first);
    if (sum.last != 0) append_bound(out, " end=\"", sum.last);
    return;
  }
  if (edge.reference->since) append_year(out, " start=\"", *edge.reference->since, "-01-01\"");
  if (edge.reference->until) append_year(out, " end=\"", *edge.reference->until, "-12-31\"");
}

class GexfExporter : public Exporter {
 public:
  Status write(const Selection& selection, std::ostream& out) override {
    auto node_fields = NodeFields::make(selection);
    if (!node_fields) return node_fields.error();
    EdgeFields edge_fields(selection);
    AttributeValues nodes("node", node_fields->list(), {NodeField::label});
    AttributeValues edges("edge", edge_fields.list(), {EdgeField::label, EdgeField::weight});
    Gathered gathered(out);
    std::string& text = gathered.text();
    old_ = selection.options().setting("gexf") == "1.2";
    text += head(old_);
    text += nodes.declarations();
    text += edges.declarations();
    text += "    <nodes>\n";
    Status status = selection.for_each_node([&](const StoredNode& node) {
      write(node, *node_fields, nodes, text);
      return gathered.pass();
    });
    if (!status.ok() || !out) return status;
    text += "    </nodes>\n    <edges>\n";
    status = selection.for_each_edge([&](const ExportEdge& edge) {
      write(edge, edge_fields, edges, text);
      return gathered.pass();
    });
    if (status.ok()) text += "    </edges>\n  </graph>\n</gexf>\n";
    gathered.flush();
    return status;
  }

 private:
  static void write(const StoredNode& node, NodeFields& fields, AttributeValues& values, std::string& text) {
    text += "      <node id=\"";
    append_xml_id(text, node.node.id);
    text += "\" label=\"";
    append_xml(text, one_line(node.node.name));
    text += "\">\n";
    values.begin(text);
    fields.write(node, values);
    values.end();
    if (const auto place = fields.place(node.node)) {
      text += "        <viz:position x=\"";
      append_real(text, place->x);
      text += "\" y=\"";
      append_real(text, place->y);
      text += "\" z=\"0\"/>\n";
    }
    text += "      </node>\n";
  }

  void write(const ExportEdge& edge, EdgeFields& fields, AttributeValues& values, std::string& text) const {
    text += "      <edge id=\"e";
    append_whole(text, static_cast<std::int64_t>(edge.number));
    text += "\" source=\"";
    append_xml_id(text, edge.source());
    text += "\" target=\"";
    append_xml_id(text, edge.target());
    if (!old_) {
      text += "\" kind=\"";
      append_xml(text, edge.relation->name);
    }
    text += "\" label=\"";
    append_xml(text, edge.relation->name);
    text += '"';
    // Gephi up to 0.9 drops edges without weight.
    if (edge.claimed != nullptr && edge.claimed->aggregate.actual() > 0) {
      text += " weight=\"";
      append_whole(text, edge.claimed->aggregate.actual());
      text += '"';
    }
    append_spell(text, edge);
    text += ">\n";
    values.begin(text);
    fields.write(edge, values);
    values.end();
    text += "      </edge>\n";
  }

  bool old_ = false;
};

}  // namespace

std::unique_ptr<Exporter> make_gexf_exporter() { return std::make_unique<GexfExporter>(); }

}  // namespace entente
