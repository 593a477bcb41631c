/// A graph as graphology exports and imports it, and as sigma draws it.

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

class GraphologyExporter : public Exporter {
 public:
  Status write(const Selection& selection, std::ostream& out) override {
    auto node_fields = NodeFields::make(selection);
    if (!node_fields) return node_fields.error();
    EdgeFields edge_fields(selection);
    JsonFields nodes(node_fields->list()), edges(edge_fields.list());
    // By an attribute "type" sigma chooses the program that draws the node or edge.
    nodes.rename(NodeField::type, "kind");
    edges.rename(EdgeField::type, "kind");
    Gathered gathered(out);
    std::string& text = gathered.text();
    text +=
        "{\"options\":{\"type\":\"directed\",\"multi\":true,\"allowSelfLoops\":true},\n"
        "\"attributes\":{\"name\":\"entente\"},\n\"nodes\":[";
    std::string_view separator = "\n";
    Status status = selection.for_each_node([&](const StoredNode& node) {
      text += std::exchange(separator, ",\n");
      text += "{\"key\":";
      append_json_id(text, node.node.id);
      text += ",\"attributes\":{";
      nodes.begin(text, true);
      node_fields->write(node, nodes);
      text += "}}";
      return gathered.pass();
    });
    if (!status.ok() || !out) return status;
    text += "\n],\n\"edges\":[";
    separator = "\n";
    status = selection.for_each_edge([&](const ExportEdge& edge) {
      text += std::exchange(separator, ",\n");
      write(edge, edge_fields, edges, text);
      return gathered.pass();
    });
    if (status.ok()) text += "\n]}\n";
    gathered.flush();
    return status;
  }

 private:
  static void write(const ExportEdge& edge, EdgeFields& fields, JsonFields& members, std::string& text) {
    text += "{\"key\":\"e";
    append_whole(text, static_cast<std::int64_t>(edge.number));
    text += '"';
    append_json_ends(text, edge);
    text += ",\"attributes\":{";
    members.begin(text, true);
    fields.write(edge, members);
    text += "}}";
  }
};

}  // namespace

std::unique_ptr<Exporter> make_graphology_exporter() { return std::make_unique<GraphologyExporter>(); }

}  // namespace entente
