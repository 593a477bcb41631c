/// The elements of a network as Cytoscape.js and Cytoscape (.cyjs) take them. Nodes and edges share one namespace of ids.

#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "export/exporter.h"
#include "export/gathered.h"
#include "export/json_text.h"
#include "export/text.h"

namespace entente {
namespace {

class CytoscapeExporter : public Exporter {
 public:
  Status write(const Selection& selection, std::ostream& out) override {
    auto node_fields = NodeFields::make(selection);
    if (!node_fields) return node_fields.error();
    EdgeFields edge_fields(selection);
    JsonFields nodes(node_fields->list()), edges(edge_fields.list());
    Gathered gathered(out);
    std::string& text = gathered.text();
    text +=
        "{\"format_version\":\"1.0\",\"generated_by\":\"entente\",\"target_cytoscapejs_version\":\"~3\",\n"
        "\"data\":{\"name\":\"entente\"},\n\"elements\":{\"nodes\":[";
    std::string_view separator = "\n";
    Status status = selection.for_each_node([&](const StoredNode& node) {
      text += std::exchange(separator, ",\n");
      write(node, *node_fields, nodes, text);
      return gathered.pass();
    });
    if (!status.ok() || !out) return status;
    text += "\n],\"edges\":[";
    separator = "\n";
    status = selection.for_each_edge([&](const ExportEdge& edge) {
      text += std::exchange(separator, ",\n");
      write(edge, node_fields->edge_prefix(), edge_fields, edges, text);
      return gathered.pass();
    });
    if (status.ok()) text += "\n]}}\n";
    gathered.flush();
    return status;
  }

 private:
  static void write(const StoredNode& node, NodeFields& fields, JsonFields& members, std::string& text) {
    text += "{\"data\":{\"id\":";
    append_json_id(text, node.node.id);
    text += ",\"name\":";  // what Cytoscape shows
    append_json(text, one_line(node.node.name));
    members.begin(text, false);
    fields.write(node, members);
    text += '}';
    if (const auto place = fields.place(node.node)) {
      text += ",\"position\":{\"x\":";
      append_real(text, place->x);
      text += ",\"y\":";
      append_real(text, 0 - place->y);  // downwards
      text += '}';
    }
    text += '}';
  }

  static void write(const ExportEdge& edge, const std::string& prefix, EdgeFields& fields, JsonFields& members, std::string& text) {
    text += "{\"data\":{\"id\":\"";
    text += prefix;
    append_whole(text, static_cast<std::int64_t>(edge.number));
    text += '"';
    append_json_ends(text, edge);
    text += ",\"interaction\":";  // as Cytoscape calls it
    append_json(text, edge.relation->name);
    members.begin(text, false);
    fields.write(edge, members);
    text += "}}";
  }
};

}  // namespace

std::unique_ptr<Exporter> make_cytoscape_exporter() { return std::make_unique<CytoscapeExporter>(); }

}  // namespace entente
