/// Tables for neo4j-admin database import: nodes.csv and relationships.csv, whose first rows name and type the properties. Labels, types and `name`
/// are those that the query language of entente has.

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "export/csv.h"
#include "export/exporter.h"
#include "export/gathered.h"

namespace entente {
namespace {

constexpr CsvStyle kStyle = {.between = ';', .within = ',', .end = "\n", .harmless = false};

std::string_view type_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::texts: return "string[]";
    case FieldKind::whole: return "long";
    case FieldKind::real: return "double";
    case FieldKind::flag: return "boolean";
    case FieldKind::day: return "date";
    case FieldKind::text: break;
  }
  return "string";
}

std::string upper(std::string_view name) {
  std::string made(name);
  for (char& c : made)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return made;
}

/// What the columns of the fields are called: "documents:long".
void add_headings(const std::vector<Field>& fields, CsvRow& row) {
  FieldNames names;
  for (const std::size_t field : row.shown()) row.add(fmt::format("{}:{}", names.add_identifier(fields[field].name), type_of(fields[field].kind)));
}

class Neo4jExporter : public FolderExporter {
 public:
  Status write(const Selection& selection, ExportFolder& folder) override {
    auto fields = NodeFields::make(selection);
    if (!fields) return fields.error();
    std::ostream& nodes = folder.file("nodes.csv");
    const Status status = write_nodes(selection, *fields, nodes);
    return status.ok() && nodes ? write_edges(selection, folder.file("relationships.csv")) : status;
  }

 private:
  static Status write_nodes(const Selection& selection, NodeFields& fields, std::ostream& out) {
    Gathered gathered(out);
    CsvRow row(fields.list(), fields_without(fields.list(), {NodeField::type, NodeField::supertype}), kStyle);
    std::vector<Field> list = fields.list();
    list[NodeField::label].name = "name";
    row.begin();
    row.add("id:ID");
    add_headings(list, row);
    row.add(":LABEL");
    row.end(gathered.text());
    const Status status = selection.for_each_node([&](const StoredNode& node) {
      row.begin();
      row.add_id(node.node.id);
      fields.write(node, row);
      row.end_fields();
      row.add(labels(selection.ontology(), node.node.type));
      row.end(gathered.text());
      return gathered.pass();
    });
    gathered.flush();
    return status;
  }

  static std::string labels(const Ontology& ontology, TypeId number) {
    const NodeType* type = ontology.node_type(number);
    return type == nullptr ? "" : type->supertypes.empty() ? type->name : fmt::format("{};{}", type->name, fmt::join(type->supertypes, ";"));
  }

  static Status write_edges(const Selection& selection, std::ostream& out) {
    Gathered gathered(out);
    EdgeFields fields(selection);
    CsvRow row(fields.list(),
               fields_without(fields.list(), {EdgeField::label, EdgeField::type, EdgeField::weight, EdgeField::first_day, EdgeField::last_day}),
               kStyle);
    row.begin();
    row.add(":START_ID");
    row.add(":END_ID");
    add_headings(fields.list(), row);
    row.add(":TYPE");
    row.end(gathered.text());
    const Status status = selection.for_each_edge([&](const ExportEdge& edge) {
      row.begin();
      row.add_id(edge.source());
      row.add_id(edge.target());
      fields.write(edge, row);
      row.end_fields();
      row.add(upper(edge.relation->name));
      row.end(gathered.text());
      return gathered.pass();
    });
    gathered.flush();
    return status;
  }
};

}  // namespace

std::unique_ptr<FolderExporter> make_neo4j_exporter() { return std::make_unique<Neo4jExporter>(); }

}  // namespace entente
