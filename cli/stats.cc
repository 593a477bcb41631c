#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/period.h"
#include "cli/print.h"

namespace entente::cli {
namespace {

std::uint64_t count_of(const std::vector<std::pair<TypeId, std::uint64_t>>& counts, TypeId type) {
  const auto found = std::ranges::find(counts, type, &std::pair<TypeId, std::uint64_t>::first);
  return found == counts.end() ? 0 : found->second;
}

/// One row a count, for programs.
Table flat_table(const Ontology& ontology, const StoreStats& stats) {
  Table table({"what", "type", "count"});
  table.add({"documents", nullptr, stats.documents});
  table.add({"nodes", nullptr, stats.nodes});
  table.add({"edges", nullptr, stats.edges});
  table.add({"claims", nullptr, stats.claims});
  table.add({"bytes_on_disk", nullptr, stats.bytes_on_disk});
  for (const auto& [family, bytes] : stats.bytes_by_family)
    if (bytes > 0) table.add({"table_bytes", family, bytes});
  for (const NodeType& type : ontology.node_types())
    if (const auto count = count_of(stats.nodes_by_type, type.number)) table.add({"nodes", type.name, count});
  for (const RelationType& type : ontology.relation_types())
    if (const auto count = count_of(stats.edges_by_type, type.number)) table.add({"edges", type.name, count});
  for (const RelationType& type : ontology.relation_types())
    if (const auto count = count_of(stats.claims_by_type, type.number)) table.add({"claims", type.name, count});
  return table;
}

nlohmann::ordered_json to_json(const Ontology& ontology, const StoreStats& stats) {
  using Json = nlohmann::ordered_json;
  Json nodes = Json::object(), edges = Json::object(), claims = Json::object();
  for (const NodeType& type : ontology.node_types())
    if (const auto count = count_of(stats.nodes_by_type, type.number)) nodes[type.name] = count;
  for (const RelationType& type : ontology.relation_types()) {
    if (const auto count = count_of(stats.edges_by_type, type.number)) edges[type.name] = count;
    if (const auto count = count_of(stats.claims_by_type, type.number)) claims[type.name] = count;
  }
  Json bytes = Json::object();
  for (const auto& [family, size] : stats.bytes_by_family) bytes[family] = size;
  return {{"documents", stats.documents},         {"nodes", stats.nodes},   {"edges", stats.edges},   {"claims", stats.claims},
          {"bytes_on_disk", stats.bytes_on_disk}, {"nodes_by_type", nodes}, {"edges_by_type", edges}, {"claims_by_type", claims},
          {"table_bytes_by_family", bytes}};
}

void print_text(std::ostream& out, const Ontology& ontology, const StoreStats& stats, bool color) {
  out << fmt::format("{} articles, {} nodes, {} edges, {} claims, {} on disk\n", stats.documents, stats.nodes, stats.edges, stats.claims,
                     size_text(stats.bytes_on_disk));
  if (stats.nodes > 0) {
    Table nodes({"node type", "nodes"});
    for (const NodeType& type : ontology.node_types())
      if (const auto count = count_of(stats.nodes_by_type, type.number)) nodes.add({type.name, count});
    out << '\n';
    nodes.print(out, Form::table, color);
  }
  if (stats.edges > 0) {
    Table relations({"relation type", "edges", "claims"});
    for (const RelationType& type : ontology.relation_types())
      if (const auto count = count_of(stats.edges_by_type, type.number))
        relations.add({type.name, count, count_of(stats.claims_by_type, type.number)});
    out << '\n';
    relations.print(out, Form::table, color);
  }
  Table files({"table files", "size"});
  for (const auto& [family, bytes] : stats.bytes_by_family)
    if (bytes > 0) files.add({family, size_text(bytes)});
  if (files.empty()) return;
  out << '\n';
  files.print(out, Form::table, color);
}

}  // namespace

std::function<int()> define_stats(CLI::App& app, const Context& context) {
  const auto period = add_period(app);
  const auto form = add_format(app);
  return [&context, period, form] {
    return with_snapshot(context, *period, [&](const Ontology& ontology, const Snapshot& snapshot) {
      const auto stats = snapshot.stats();
      if (!stats) return complain(stats.error());
      Output out;
      if (*form == Form::json || *form == Form::jsonl)
        out << dump(to_json(ontology, *stats), *form == Form::json) << '\n';
      else if (*form == Form::table && is_terminal())
        print_text(out, ontology, *stats, context.use_color());
      else
        flat_table(ontology, *stats).print(out, *form, false);
      return out.finish(kDone);
    });
  };
}

}  // namespace entente::cli
