#include <algorithm>
#include <numeric>

#include "graph/algorithm/measures.h"
#include "graph/view.h"
#include "web/busy.h"
#include "web/endpoint.h"
#include "web/picture.h"

namespace entente::web {
namespace {

/// A graph with more edges is not held in memory for a page: it would take gigabytes, and minutes.
constexpr std::uint64_t kMostEdges = 1'000'000;

Answer<Json> by_degree(const Call& call, const Window& window, std::size_t limit) {
  const Snapshot part = window.of(call.moment->graph());
  const auto busiest = busiest_of(call, part, window, limit);
  if (!busiest) return refuse(busiest.error());
  Picture picture(call.library, part, window);
  Json values = Json::array();
  for (const auto& [node, edges] : busiest->nodes) {
    const auto stored = picture.node(node);
    if (!stored) return refuse(stored.error());
    values.push_back({{"node", node_summary(**stored, call.ontology())}, {"value", edges}});
  }
  return values;
}

/// The nodes with the highest values first, equal ones in order of id; of groups the largest first.
std::vector<std::uint32_t> ranked(const NodeMeasure& measure, const std::vector<double>& values) {
  std::vector<std::uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0u);
  if (measure.kind == MeasureKind::group)
    std::ranges::stable_sort(order, {}, [&](std::uint32_t vertex) { return values[vertex]; });
  else
    std::ranges::stable_sort(order, std::ranges::greater(), [&](std::uint32_t vertex) { return values[vertex]; });
  return order;
}

Answer<Json> by_measure(const Call& call, const Window& window, const NodeMeasure& measure, std::size_t limit) {
  const Snapshot part = window.of(call.moment->graph());
  const auto view = GraphView::build(part, {.statuses = window.statuses, .relation_types = window.types, .isolated_nodes = false});
  if (!view) return refuse(view.error());
  const auto& graph = view->graph();
  if (num_vertices(graph) == 0) return Json::array();
  MeasureOptions options;
  options.stop = call.stop;
  const auto measured = measure.take(*view, call.ontology(), options);
  if (!measured) return refuse(measured.error());
  Picture picture(call.library, part, window);
  Json values = Json::array();
  for (const std::uint32_t vertex : ranked(measure, measured->values)) {
    if (values.size() == limit) break;
    const auto stored = picture.node(hash64(graph[vertex].id));
    if (!stored) return refuse(stored.error());
    Json one = {{"node", node_summary(**stored, call.ontology())}, {"value", measured->values[vertex]}};
    if (measure.kind == MeasureKind::group) one["group"] = static_cast<std::uint64_t>(measured->values[vertex]);
    values.push_back(std::move(one));
  }
  return values;
}

}  // namespace

Answer<Json> get_analysis(const Call& call) {
  Parameters parameters(call.request);
  const std::string_view name = parameters.needed("measure");
  const std::size_t limit = parameters.whole("limit", 20, 1, 1'000);
  const Window window = read_window(parameters, call.ontology());
  const auto measure = node_measure(name);
  if (!measure && !name.empty()) parameters.refuse("measure " + measure.error().message());
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  if (name != "degree" && call.moment->stats().edges > kMostEdges)
    return refuse(400, "too_large", "the graph is too large for this measure here; 'entente analyze' takes it");
  auto values = name == "degree" ? by_degree(call, window, limit) : by_measure(call, window, **measure, limit);
  if (!values) return values;
  return Json{{"measure", name}, {"values", std::move(*values)}};
}

}  // namespace entente::web
