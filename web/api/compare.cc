#include "graph/algorithm/edge_changes.h"
#include "graph/period_text.h"
#include "web/endpoint.h"
#include "web/picture.h"

namespace entente::web {
namespace {

/// The snapshot of the period that parameter `name` names.
Snapshot period_of(Parameters& parameters, std::string_view name, const Snapshot& part) {
  const std::string_view text = parameters.needed(name);
  if (text.empty()) return part;
  const auto days = parse_during(name, text);
  if (days) return part.during(days->first, days->second);
  parameters.refuse(days.error().message());
  return part;
}

/// Makes edges, and collects their nodes.
class Edges {
 public:
  Edges(const Call& call, const Snapshot& part, const Window& window) : call_(call), window_(window), nodes_(call.library, part, window) {}

  Answer<Json> list(const std::vector<EdgeChange>& changes) {
    Json json = Json::array();
    for (const EdgeChange& change : changes) {
      auto edge = one(change.edge, change.edge.aggregate);
      if (!edge) return edge;
      json.push_back(std::move(*edge));
    }
    return json;
  }

  Answer<Json> pairs(const std::vector<EdgeChange>& changes, const Snapshot& before) {
    Json json = Json::array();
    for (const EdgeChange& change : changes) {
      const auto earlier = before.edge(change.edge.source, change.edge.type, change.edge.target);
      if (!earlier) return refuse(earlier.error());
      auto first = one(change.edge, *earlier), second = one(change.edge, change.edge.aggregate);
      if (!first) return first;
      if (!second) return second;
      json.push_back({{"before", std::move(*first)}, {"after", std::move(*second)}});
    }
    return json;
  }

  Result<Json> nodes_json() { return nodes_.nodes_json(); }

 private:
  Answer<Json> one(const KeyedEdge& edge, const EdgeAggregate& aggregate) {
    nodes_.add_node(edge.source);
    nodes_.add_node(edge.target);
    const auto source = nodes_.node(edge.source), target = nodes_.node(edge.target);
    if (!source) return refuse(source.error());
    if (!target) return refuse(target.error());
    return edge_json((*source)->node.id, *call_.ontology().relation_type(edge.type), (*target)->node.id, aggregate, window_);
  }

  const Call& call_;
  const Window& window_;
  Picture nodes_;
};

/// Claims that count and are of no period.
Result<std::uint64_t> undated(const Snapshot& part, const Window& window) {
  std::uint64_t claims = 0;
  const Status status = part.for_each_day(0, 0, [&](const StoredDay& day) {
    if (window.shows(day.edge.type)) claims += window.claims(day.edge.aggregate);
    return true;
  });
  return status.ok() ? Result<std::uint64_t>(claims) : failure(status);
}

}  // namespace

Answer<Json> get_compare(const Call& call) {
  Parameters parameters(call.request);
  const std::size_t limit = parameters.whole("limit", 50, 1, 500);
  const Window window = read_window(parameters, call.ontology(), {.during = false});
  const Snapshot part = window.of(call.moment->graph());
  const Snapshot before = period_of(parameters, "a", part), after = period_of(parameters, "b", part);
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  constexpr std::size_t kMostEdges = 2'000'000;
  const auto changes = edge_changes(before, after, window, limit, kMostEdges, call.stop);
  if (!changes) return refuse(changes.error());
  const auto without_day = undated(part, window);
  if (!without_day) return refuse(without_day.error());

  Edges edges(call, part, window);
  auto gained = edges.list(changes->gained), lost = edges.list(changes->lost), changed = edges.pairs(changes->changed, before);
  for (auto* list : {&gained, &lost, &changed})
    if (!*list) return *list;
  auto nodes = edges.nodes_json();
  if (!nodes) return refuse(nodes.error());
  return Json{{"gained", std::move(*gained)},
              {"lost", std::move(*lost)},
              {"changed", std::move(*changed)},
              {"nodes", std::move(*nodes)},
              {"undated", *without_day},
              {"counts", {{"gained", changes->all_gained}, {"lost", changes->all_lost}, {"changed", changes->all_changed}}}};
}

}  // namespace entente::web
