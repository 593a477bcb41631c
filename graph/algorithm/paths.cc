#include "graph/algorithm/paths.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <queue>
#include <set>
#include <tuple>
#include <utility>

#include "graph/algorithm/links.h"

namespace entente {
namespace {

using Vertex = GraphView::Vertex;
using Vertices = std::vector<Vertex>;

constexpr std::size_t kMostPaths = 20;

/// Edges and cost, or cost and edges, as the aim has it: compared in this order.
struct Length {
  double first = 0, second = 0;

  friend auto operator<=>(const Length&, const Length&) = default;
  friend Length operator+(Length x, Length y) { return {x.first + y.first, x.second + y.second}; }
};

constexpr Length kFar = {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};

/// Which edges may be followed, and how long each is.
class Roads {
 public:
  Roads(const GraphView& view, const Ontology& ontology, const PathOptions& options)
      : graph_(view.graph()), options_(options), symmetric_(symmetric_types(ontology)) {}

  std::size_t size() const { return num_vertices(graph_); }

  /// Calls `visit(edge, other end)` for the edges that lead from `vertex`; `backward`: to it.
  template <class Visit>
  void for_each(Vertex vertex, bool backward, const Visit& visit) const {
    for_each_edge_of(graph_, vertex, [&](GraphView::Edge edge, Vertex other) {
      if (!options_.directed || leads(edge, backward ? other : vertex)) visit(edge, other);
    });
  }

  /// None where it is not to be followed.
  std::optional<double> cost(GraphView::Edge edge) const {
    const double cost = options_.cost ? options_.cost(graph_[edge]) : 1;
    return cost >= 0 && std::isfinite(cost) ? std::optional(cost) : std::nullopt;
  }

  Length length(double cost) const { return options_.aim == PathAim::fewest_edges ? Length{1, cost} : Length{cost, 1}; }

 private:
  bool leads(GraphView::Edge edge, Vertex from) const {
    const TypeId type = graph_[edge].type;
    return source(edge, graph_) == from || (type < symmetric_.size() && symmetric_[type]);
  }

  const GraphView::Graph& graph_;
  const PathOptions& options_;
  std::vector<bool> symmetric_;
};

/// A vertex to be looked at; the nearest first, of equal ones that with the smaller number.
struct Waiting {
  Length length;
  Vertex vertex = 0;

  friend bool operator>(const Waiting& x, const Waiting& y) { return std::tie(x.length, x.vertex) > std::tie(y.length, y.vertex); }
};
using Queue = std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>>;

/// How far it is to `to` from each vertex that is nearer than `from`. For the others, how far it is from `from`, which is less than the truth and as
/// good a guide. None where there is no path.
std::optional<std::vector<Length>> distances(const Roads& roads, Vertex from, Vertex to) {
  std::vector<Length> length(roads.size(), kFar);
  std::vector<bool> settled(roads.size());
  Queue queue;
  queue.push({length[to] = {}, to});
  while (!queue.empty()) {
    const Waiting nearest = queue.top();
    queue.pop();
    if (settled[nearest.vertex]) continue;
    settled[nearest.vertex] = true;
    if (nearest.vertex == from) break;
    roads.for_each(nearest.vertex, true, [&](GraphView::Edge edge, Vertex other) {
      const auto cost = settled[other] ? std::nullopt : roads.cost(edge);
      if (!cost) return;
      const Length here = nearest.length + roads.length(*cost);
      if (here < length[other]) queue.push({length[other] = here, other});
    });
  }
  if (!settled[from]) return std::nullopt;
  const Length farthest = length[from];
  for (std::size_t vertex = 0; vertex < length.size(); ++vertex)
    if (!settled[vertex]) length[vertex] = farthest;
  return length;
}

/// Shortest ways to one vertex that avoid others, led by what distances() tells.
class Search {
 public:
  Search(const Roads& roads, std::vector<Length> remaining, Vertex to)
      : roads_(roads), remaining_(std::move(remaining)), to_(to), length_(roads.size(), kFar), before_(roads.size()), closed_(roads.size()) {}

  /// The way from `from` that visits none of `avoided` and does not begin with a step to one of `taken`, from `from` to the end; empty where there is
  /// none.
  Vertices way(Vertex from, const Vertices& avoided, const Vertices& taken) {
    for (const Vertex vertex : avoided) close(vertex);
    Queue queue;
    reach(queue, from, {}, from);
    bool found = false;
    while (!queue.empty() && !found) {
      const Vertex vertex = queue.top().vertex;
      queue.pop();
      if (closed_[vertex]) continue;
      close(vertex);
      found = vertex == to_;
      if (!found)
        roads_.for_each(vertex, false, [&](GraphView::Edge edge, Vertex other) {
          if (closed_[other] || (vertex == from && std::find(taken.begin(), taken.end(), other) != taken.end())) return;
          if (const auto cost = roads_.cost(edge)) reach(queue, other, length_[vertex] + roads_.length(*cost), vertex);
        });
    }
    Vertices way;
    if (found) way = trace(from);
    for (const Vertex vertex : touched_) length_[vertex] = kFar, closed_[vertex] = false;
    touched_.clear();
    return way;
  }

 private:
  void close(Vertex vertex) {
    closed_[vertex] = true;
    touched_.push_back(vertex);
  }

  void reach(Queue& queue, Vertex vertex, Length length, Vertex before) {
    if (length >= length_[vertex]) return;
    length_[vertex] = length;
    before_[vertex] = before;
    touched_.push_back(vertex);
    queue.push({length + remaining_[vertex], vertex});
  }

  Vertices trace(Vertex from) const {
    Vertices way = {to_};
    while (way.back() != from) way.push_back(before_[way.back()]);
    std::reverse(way.begin(), way.end());
    return way;
  }

  const Roads& roads_;
  std::vector<Length> remaining_;
  Vertex to_;
  std::vector<Length> length_;
  Vertices before_, touched_;
  std::vector<bool> closed_;
};

/// The edges that may be followed from one vertex to another, the cheapest first.
std::vector<std::pair<double, GraphView::Edge>> edges_between(const Roads& roads, Vertex from, Vertex to) {
  std::vector<std::pair<double, GraphView::Edge>> edges;
  roads.for_each(from, false, [&](GraphView::Edge edge, Vertex other) {
    if (other != to) return;
    if (const auto cost = roads.cost(edge)) edges.emplace_back(*cost, edge);
  });
  std::stable_sort(edges.begin(), edges.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
  return edges;
}

struct Candidate {
  Length length;
  Vertices vertices;
  std::size_t deviation = 0;  // the first of its vertices from which other ways are still to be looked for

  friend bool operator<(const Candidate& x, const Candidate& y) { return std::tie(x.length, x.vertices) < std::tie(y.length, y.vertices); }
};

Length length_of(const Roads& roads, const Vertices& vertices) {
  Length length;
  for (std::size_t i = 1; i < vertices.size(); ++i) length = length + roads.length(edges_between(roads, vertices[i - 1], vertices[i]).front().first);
  return length;
}

/// The best ways that leave `path` at one of its vertices from the deviation on, and are none of `known`.
void deviate(const Roads& roads, Search& search, const Candidate& path, const std::vector<Vertices>& known, std::set<Candidate>& candidates) {
  for (std::size_t at = path.deviation; at + 1 < path.vertices.size(); ++at) {
    const Vertices front(path.vertices.begin(), path.vertices.begin() + static_cast<std::ptrdiff_t>(at));
    Vertices taken;
    for (const Vertices& one : known)
      if (one.size() > at + 1 && std::equal(front.begin(), front.end(), one.begin()) && one[at] == path.vertices[at]) taken.push_back(one[at + 1]);
    const Vertices rest = search.way(path.vertices[at], front, taken);
    if (rest.empty()) continue;
    Candidate candidate{{}, front, at};
    candidate.vertices.insert(candidate.vertices.end(), rest.begin(), rest.end());
    candidate.length = length_of(roads, candidate.vertices);
    candidates.insert(std::move(candidate));
  }
}

Path path_of(const Roads& roads, const Vertices& vertices) {
  Path path;
  for (std::size_t i = 1; i < vertices.size(); ++i) {
    PathStep step{vertices[i - 1], vertices[i], {}};
    const auto edges = edges_between(roads, step.from, step.to);
    for (const auto& [cost, edge] : edges) step.edges.push_back(edge);
    path.cost += edges.front().first;
    path.steps.push_back(std::move(step));
  }
  return path;
}

}  // namespace

EdgeWeight cost_by_claims() {
  return [](const ViewEdge& edge) { return 1 / static_cast<double>(edge.aggregate.actual()); };
}

EdgeWeight cost_by_confidence() {
  return [](const ViewEdge& edge) { return edge.aggregate.actual() == 0 ? -1 : 1 - static_cast<double>(edge.aggregate.confidence); };
}

std::vector<Path> paths(const GraphView& view, const Ontology& ontology, Vertex from, Vertex to, const PathOptions& options) {
  const Roads roads(view, ontology, options);
  const std::size_t count = std::min(options.count, kMostPaths);
  auto remaining = distances(roads, from, to);
  if (!remaining || count == 0) return {};
  Search search(roads, std::move(*remaining), to);
  std::set<Candidate> candidates;
  const Vertices first = search.way(from, {}, {});
  candidates.insert({length_of(roads, first), first, 0});
  std::vector<Vertices> known;
  while (!candidates.empty() && known.size() < count) {
    const Candidate best = std::move(candidates.extract(candidates.begin()).value());
    known.push_back(best.vertices);
    if (known.size() < count) deviate(roads, search, best, known, candidates);
  }
  std::vector<Path> found;
  for (const Vertices& vertices : known) found.push_back(path_of(roads, vertices));
  return found;
}

}  // namespace entente
