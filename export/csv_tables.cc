/// Two tables for spreadsheets and data frames: nodes.csv and edges.csv, with the names of columns in their first rows.

#include <memory>
#include <string>

#include "export/csv.h"
#include "export/exporter.h"
#include "export/gathered.h"

namespace entente {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // without it Excel takes UTF-8 for the code page of its country
constexpr CsvStyle kStyle = {.between = '|', .within = ' ', .end = "\r\n", .harmless = true};

class CsvExporter : public FolderExporter {
 public:
  Status write(const Selection& selection, ExportFolder& folder) override {
    auto fields = NodeFields::make(selection);
    if (!fields) return fields.error();
    std::ostream& nodes = folder.file("nodes.csv");
    const Status status = write_nodes(selection, *fields, nodes);
    return status.ok() && nodes ? write_edges(selection, folder.file("edges.csv")) : status;
  }

 private:
  static void write_names(const std::vector<Field>& fields, CsvRow& row, std::initializer_list<std::string_view> first, std::string& text) {
    text += kByteOrderMark;
    row.begin();
    for (const std::string_view name : first) row.add(name);
    for (const std::size_t field : row.shown()) row.add(fields[field].name);
    row.end(text);
  }

  static Status write_nodes(const Selection& selection, NodeFields& fields, std::ostream& out) {
    Gathered gathered(out);
    CsvRow row(fields.list(), fields_without(fields.list(), {}), kStyle);
    write_names(fields.list(), row, {"id"}, gathered.text());
    const Status status = selection.for_each_node([&](const StoredNode& node) {
      row.begin();
      row.add_id(node.node.id);
      fields.write(node, row);
      row.end_fields();
      row.end(gathered.text());
      return gathered.pass();
    });
    gathered.flush();
    return status;
  }

  static Status write_edges(const Selection& selection, std::ostream& out) {
    Gathered gathered(out);
    EdgeFields fields(selection);
    CsvRow row(fields.list(), fields_without(fields.list(), {EdgeField::label, EdgeField::weight, EdgeField::first_day, EdgeField::last_day}),
               kStyle);
    write_names(fields.list(), row, {"id", "source", "target"}, gathered.text());
    const Status status = selection.for_each_edge([&](const ExportEdge& edge) {
      row.begin();
      row.add("e" + std::to_string(edge.number));
      row.add_id(edge.source());
      row.add_id(edge.target());
      fields.write(edge, row);
      row.end_fields();
      row.end(gathered.text());
      return gathered.pass();
    });
    gathered.flush();
    return status;
  }
};

}  // namespace

std::unique_ptr<FolderExporter> make_csv_exporter() { return std::make_unique<CsvExporter>(); }

}  // namespace entente
