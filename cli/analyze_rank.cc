#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "cli/analyze.h"

namespace entente::cli {
namespace {

/// A number as tables show it: whole ones as such.
Table::Cell cell_of(double value, MeasureKind kind) {
  return kind == MeasureKind::real ? Table::Cell(six_digits(value)) : Table::Cell(static_cast<std::int64_t>(value));
}

/// The nodes with the highest values first; equal ones, to six digits, in order of id and with one rank.
void add_rows(Table& table, const GraphView& view, const Ontology& ontology, const NodeMeasure& measure, const Measured& measured,
              std::size_t limit) {
  std::vector<double> values = measured.values;
  std::ranges::transform(values, values.begin(), six_digits);
  std::vector<std::uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, std::ranges::greater(), [&](std::uint32_t vertex) { return values[vertex]; });
  std::size_t rank = 0;
  for (std::size_t i = 0; i < shown(order.size(), limit); ++i) {
    const std::uint32_t vertex = order[i];
    if (i == 0 || values[vertex] != values[order[i - 1]]) rank = i + 1;
    std::vector<Table::Cell> row = {rank};
    for (Table::Cell& cell : vertex_cells(view, ontology, vertex)) row.push_back(std::move(cell));
    row.push_back(cell_of(measured.values[vertex], measure.kind));
    for (const auto& [name, more] : measured.more) row.push_back(cell_of(more[vertex], measure.kind));
    table.add(std::move(row));
  }
}

int run(const Context& context, const AnalysisFlags& flags, const NodeMeasure& measure, const MeasureOptions& options) {
  return with_picture(context, flags, [&](const Ontology& ontology, const Snapshot&, const Picture& picture) {
    const auto measured = measure.take(picture.view(), ontology, options);
    if (!measured) return complain(measured.error());
    std::vector<std::string> columns = {"rank", "id", "name", "type", "country", "value"};
    for (const auto& [name, values] : measured->more) columns.emplace_back(name);
    Table table(columns);
    add_rows(table, picture.view(), ontology, measure, *measured, *flags.limit);
    note(context, measure.name, picture, measured->how + cut_text(measured->values.size(), *flags.limit));
    Output out;
    table.print(out, *flags.form, context.use_color());
    return out.finish(kDone);
  });
}

}  // namespace

std::function<int()> define_ranking(CLI::App& app, const Context& context, const NodeMeasure& measure) {
  const auto options = add_measure_flags(app, measure);
  const auto flags = add_analysis_flags(app, "Nodes");
  return [&context, &measure, options, flags] { return run(context, flags, measure, *options); };
}

}  // namespace entente::cli
