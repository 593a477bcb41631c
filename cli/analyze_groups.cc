#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/analyze.h"
#include "export/text.h"

namespace entente::cli {
namespace {

constexpr std::size_t kNamed = 5;  // members of a group: enough to know it by

using Groups = std::vector<std::vector<std::uint32_t>>;

/// What the edges of each vertex to members of its own group weigh together: how central it is there.
std::vector<double> weights_within(const GraphView::Graph& graph, const std::vector<double>& group, bool by_claims) {
  std::vector<double> weights(group.size());
  for (auto [edge, end] = edges(graph); edge != end; ++edge) {
    const auto from = source(*edge, graph), to = target(*edge, graph);
    if (from == to || group[from] != group[to]) continue;
    const double weight = by_claims ? graph[*edge].aggregate.actual() : 1;
    weights[from] += weight;
    weights[to] += weight;
  }
  return weights;
}

/// The members of each group, by its number less one, the most central first.
Groups members_of(const std::vector<double>& group, const std::vector<double>& weights) {
  Groups groups;
  for (std::uint32_t vertex = 0; vertex < group.size(); ++vertex) {
    const auto place = static_cast<std::size_t>(group[vertex]) - 1;
    if (place >= groups.size()) groups.resize(place + 1);
    groups[place].push_back(vertex);
  }
  for (auto& members : groups) std::ranges::stable_sort(members, std::ranges::greater(), [&](std::uint32_t vertex) { return weights[vertex]; });
  return groups;
}

/// The first members: a list of objects for programs, names for people.
Table::Cell first_members(const GraphView::Graph& graph, const std::vector<std::uint32_t>& members, bool as_list) {
  Table::Cell list = Table::Cell::array();
  std::string names;
  for (std::size_t i = 0; i < std::min(kNamed, members.size()); ++i) {
    const ViewVertex& node = graph[members[i]];
    list.push_back({{"id", clean_id(node.id)}, {"name", one_line(node.name)}});
    names += (i == 0 ? "" : ", ") + one_line(node.name);
  }
  if (as_list) return list;
  return members.size() > kNamed ? names + ", …" : names;
}

Table group_table(const NodeMeasure& measure, const GraphView& view, const Groups& groups, const AnalysisFlags& flags) {
  Table table({std::string(measure.attribute), "size", "members"});
  for (std::size_t i = 0; i < shown(groups.size(), *flags.limit); ++i)
    table.add({i + 1, groups[i].size(), first_members(view.graph(), groups[i], *flags.form == Form::json || *flags.form == Form::jsonl)});
  return table;
}

Table member_table(const NodeMeasure& measure, const GraphView& view, const Ontology& ontology, const Groups& groups,
                   const std::vector<double>& weights, const AnalysisFlags& flags) {
  Table table({std::string(measure.attribute), "id", "name", "type", "country", "value"});
  for (std::size_t i = 0; i < shown(groups.size(), *flags.limit); ++i)
    for (const std::uint32_t vertex : groups[i]) {
      std::vector<Table::Cell> row = {i + 1};
      for (Table::Cell& cell : vertex_cells(view, ontology, vertex)) row.push_back(std::move(cell));
      row.push_back(static_cast<std::int64_t>(weights[vertex]));
      table.add(std::move(row));
    }
  return table;
}

int run(const Context& context, const AnalysisFlags& flags, const NodeMeasure& measure, const MeasureOptions& options, bool all_members) {
  return with_picture(context, flags, [&](const Ontology& ontology, const Snapshot&, const Picture& picture) {
    const GraphView& view = picture.view();
    const auto measured = measure.take(view, ontology, options);
    if (!measured) return complain(measured.error());
    const std::vector<double> weights = weights_within(view.graph(), measured->values, options.by_claims);
    const Groups groups = members_of(measured->values, weights);
    const Table table = all_members ? member_table(measure, view, ontology, groups, weights, flags) : group_table(measure, view, groups, flags);
    note(context, measure.name, picture, measured->how + cut_text(groups.size(), *flags.limit));
    Output out;
    table.print(out, *flags.form, context.use_color());
    return out.finish(kDone);
  });
}

}  // namespace

std::function<int()> define_groups(CLI::App& app, const Context& context, const NodeMeasure& measure) {
  const auto options = add_measure_flags(app, measure);
  if (measure.name == "components") {
    app.add_flag("--strong", options->strong, "Joined both ways along the directions of edges");
  } else {
    app.add_option("--resolution", options->resolution, "Above 1 for more and smaller communities, below for fewer and larger ones")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--seed", options->seed, "The same seed gives the same communities")->capture_default_str();
  }
  const auto all_members = std::make_shared<bool>(false);
  app.add_flag("--members", *all_members, "A row for each member");
  const auto flags = add_analysis_flags(app, "Groups");
  return [&context, &measure, options, flags, all_members] { return run(context, flags, measure, *options, *all_members); };
}

}  // namespace entente::cli
