/// JSON Lines: one node or edge a line, so that line tools and streams read it without holding it.

#include <memory>
#include <ostream>
#include <string>

#include "export/exporter.h"
#include "export/gathered.h"
#include "export/json_text.h"
#include "export/text.h"

namespace entente {
namespace {

class JsonLinesExporter : public Exporter {
 public:
  Status write(const Selection& selection, std::ostream& out) override {
    auto node_fields = NodeFields::make(selection);
    if (!node_fields) return node_fields.error();
    EdgeFields edge_fields(selection);
    JsonFields nodes(node_fields->list()), edges(edge_fields.list());
    for (const std::size_t field : {EdgeField::label, EdgeField::weight, EdgeField::first_day, EdgeField::last_day}) edges.leave_out(field);
    Gathered gathered(out);
    std::string& text = gathered.text();
    const Status status = selection.for_each_node([&](const StoredNode& node) {
      text += "{\"element\":\"node\",\"id\":";
      append_json_id(text, node.node.id);
      nodes.begin(text, false);
      node_fields->write(node, nodes);
      text += "}\n";
      return gathered.pass();
    });
    if (!status.ok() || !out) return status;
    return write_edges(selection, edge_fields, edges, gathered);
  }

 private:
  static Status write_edges(const Selection& selection, EdgeFields& fields, JsonFields& members, Gathered& gathered) {
    std::string& text = gathered.text();
    const Status status = selection.for_each_edge([&](const ExportEdge& edge) {
      text += "{\"element\":\"edge\",\"id\":\"e";
      append_whole(text, static_cast<std::int64_t>(edge.number));
      text += '"';
      append_json_ends(text, edge);
      members.begin(text, false);
      fields.write(edge, members);
      text += "}\n";
      return gathered.pass();
    });
    gathered.flush();
    return status;
  }
};

}  // namespace

std::unique_ptr<Exporter> make_jsonl_exporter() { return std::make_unique<JsonLinesExporter>(); }

}  // namespace entente
