/// What NebulaGraph Importer takes: a table for each type of nodes and of relations, without a row of names, and import.yaml, which makes the schema
/// and says what the columns are.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "export/csv.h"
#include "export/exporter.h"
#include "export/gathered.h"
#include "export/text.h"

namespace entente {
namespace {

constexpr CsvStyle kStyle = {.between = '|', .within = ' ', .end = "\n", .harmless = false};

std::string_view type_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::whole: return "int";
    case FieldKind::real: return "double";
    case FieldKind::flag: return "bool";
    case FieldKind::day: return "date";
    default: return "string";
  }
}

/// A column that becomes a property.
struct Property {
  std::string name;
  std::string_view type;
  std::size_t index = 0;
};

std::vector<Property> properties_of(const std::vector<Field>& fields, const CsvRow& row, std::size_t first) {
  std::vector<Property> properties;
  FieldNames names;
  for (const std::size_t field : row.shown())
    properties.push_back({names.add_identifier(fields[field].name), type_of(fields[field].kind), first + properties.size()});
  return properties;
}

/// The tables of one kind, by the type that each is of.
class Tables {
 public:
  Tables(ExportFolder& folder, std::string_view prefix) : folder_(folder), prefix_(prefix) {}

  Gathered& of(const std::string& type) {
    auto found = tables_.find(type);
    if (found == tables_.end()) found = tables_.try_emplace(type, folder_.file(file(type))).first;
    return found->second;
  }
  std::string file(const std::string& type) const { return prefix_ + type + ".csv"; }
  void flush() {
    for (auto& [type, table] : tables_) table.flush();
  }
  std::vector<std::string> types() const {
    std::vector<std::string> types;
    for (const auto& [type, table] : tables_) types.push_back(type);
    return types;
  }

 private:
  ExportFolder& folder_;
  std::string prefix_;
  std::map<std::string, Gathered> tables_;
};

/// import.yaml.
class Configuration {
 public:
  Configuration(std::size_t id_bytes, std::vector<Property> node, std::vector<Property> edge)
      : id_bytes_(id_bytes), node_(std::move(node)), edge_(std::move(edge)) {}

  /// As importer 4 reads it.
  std::string version_4(const Tables& nodes, const Tables& edges) const {
    std::string text =
        "client:\n  version: v3\n  address: \"127.0.0.1:9669\"\n  user: root\n  password: nebula\n"
        "manager:\n  spaceName: entente\n  hooks:\n    before:\n      - statements:\n          - |\n";
    text += schema(nodes, edges, "            ");
    text += "        wait: 20s\nlog:\n  level: INFO\n  console: true\nsources:\n";
    for (const std::string& type : nodes.types()) {
      text += fmt::format("  - path: ./{}\n    tags:\n      - name: {}\n        id:\n          type: \"STRING\"\n          index: 0\n",
                          nodes.file(type), type);
      text += properties(node_, "        ");
    }
    for (const std::string& type : edges.types()) {
      text += fmt::format("  - path: ./{}\n    edges:\n      - name: {}\n", edges.file(type), type);
      for (const auto& [end, index] : {std::pair{"src", 0}, std::pair{"dst", 1}})
        text += fmt::format("        {}:\n          id:\n            type: \"STRING\"\n            index: {}\n", end, index);
      text += "        rank:\n          index: 2\n" + properties(edge_, "        ");
    }
    return text;
  }

  /// As importers 2 and 3 read it.
  std::string version_3(const Tables& nodes, const Tables& edges) const {
    std::string text =
        "version: v2\ndescription: entente\nclientSettings:\n  retry: 3\n  concurrency: 4\n  space: entente\n"
        "  connection:\n    user: root\n    password: nebula\n    address: 127.0.0.1:9669\n  postStart:\n    commands: |\n";
    text += schema(nodes, edges, "      ");
    text += "    afterPeriod: 20s\nfiles:\n";
    for (const std::string& type : nodes.types()) {
      text += table_3(nodes.file(type));
      text += fmt::format(
          "    schema:\n      type: vertex\n      vertex:\n        vid:\n          index: 0\n          type: string\n"
          "        tags:\n          - name: {}\n",
          type);
      text += properties(node_, "            ");
    }
    for (const std::string& type : edges.types()) {
      text += table_3(edges.file(type));
      text += fmt::format("    schema:\n      type: edge\n      edge:\n        name: {}\n        withRanking: true\n", type);
      for (const auto& [end, index] : {std::pair{"srcVID", 0}, std::pair{"dstVID", 1}})
        text += fmt::format("        {}:\n          index: {}\n          type: string\n", end, index);
      text += "        rank:\n          index: 2\n" + properties(edge_, "        ");
    }
    return text;
  }

 private:
  static std::string table_3(const std::string& file) {
    return fmt::format("  - path: ./{}\n    failDataPath: ./failed/{}\n    type: csv\n    csv:\n      withHeader: false\n      withLabel: false\n",
                       file, file);
  }

  static std::string properties(const std::vector<Property>& list, std::string_view indent) {
    std::string text = fmt::format("{}props:\n", indent);
    for (const auto& [name, type, index] : list)
      text += fmt::format("{0}  - name: \"{1}\"\n{0}    type: \"{2}\"\n{0}    index: {3}\n{0}    nullable: true\n{0}    nullValue: \"\"\n", indent,
                          name, type, index);
    return text;
  }

  std::string schema(const Tables& nodes, const Tables& edges, std::string_view indent) const {
    std::string text = fmt::format("{0}CREATE SPACE IF NOT EXISTS entente(vid_type = FIXED_STRING({1}));\n{0}USE entente;\n", indent, id_bytes_);
    for (const std::string& type : nodes.types()) text += fmt::format("{}CREATE TAG IF NOT EXISTS `{}`({});\n", indent, type, columns(node_));
    for (const std::string& type : edges.types()) text += fmt::format("{}CREATE EDGE IF NOT EXISTS `{}`({});\n", indent, type, columns(edge_));
    return text;
  }

  static std::string columns(const std::vector<Property>& list) {
    std::string text;
    for (const Property& property : list) text += fmt::format("{}`{}` {} NULL", text.empty() ? "" : ", ", property.name, property.type);
    return text;
  }

  std::size_t id_bytes_;
  std::vector<Property> node_, edge_;
};

class NebulaExporter : public FolderExporter {
 public:
  Status write(const Selection& selection, ExportFolder& folder) override {
    auto node_fields = NodeFields::make(selection);
    if (!node_fields) return node_fields.error();
    EdgeFields edge_fields(selection);
    CsvRow node_row(node_fields->list(), fields_without(node_fields->list(), {NodeField::type}), kStyle);
    CsvRow edge_row(
        edge_fields.list(),
        fields_without(edge_fields.list(), {EdgeField::label, EdgeField::type, EdgeField::weight, EdgeField::first_day, EdgeField::last_day}),
        kStyle);
    Tables nodes(folder, "node_"), edges(folder, "edge_");
    Status status = write_nodes(selection, *node_fields, node_row, nodes);
    if (status.ok()) status = write_edges(selection, edge_fields, edge_row, edges);
    if (!status.ok()) return status;
    const Configuration configuration(std::max<std::size_t>(node_fields->longest_id(), 64), properties_of(node_fields->list(), node_row, 1),
                                      properties_of(edge_fields.list(), edge_row, 3));
    const bool old = selection.options().setting("importer") == "v3";
    folder.file("import.yaml") << (old ? configuration.version_3(nodes, edges) : configuration.version_4(nodes, edges));
    return status;
  }

 private:
  static Status write_nodes(const Selection& selection, NodeFields& fields, CsvRow& row, Tables& tables) {
    const Status status = selection.for_each_node([&](const StoredNode& node) {
      const NodeType* type = selection.ontology().node_type(node.node.type);
      Gathered& table = tables.of(type == nullptr ? "Unknown" : type->name);
      row.begin();
      row.add_id(node.node.id);
      fields.write(node, row);
      row.end_fields();
      row.end(table.text());
      return table.pass();
    });
    tables.flush();
    return status;
  }

  /// The rank tells apart what has one type and the same ends: 0 for what articles claim, then what the gazetteer knows.
  static Status write_edges(const Selection& selection, EdgeFields& fields, CsvRow& row, Tables& tables) {
    const Status status = selection.for_each_edge([&](const ExportEdge& edge) {
      Gathered& table = tables.of(edge.relation->name);
      row.begin();
      row.add_id(edge.source());
      row.add_id(edge.target());
      row.add_whole(edge.claimed != nullptr ? 0 : static_cast<std::int64_t>(edge.parallel) + 1);
      fields.write(edge, row);
      row.end_fields();
      row.end(table.text());
      return table.pass();
    });
    tables.flush();
    return status;
  }
};

}  // namespace

std::unique_ptr<FolderExporter> make_nebula_exporter() { return std::make_unique<NebulaExporter>(); }

}  // namespace entente
