#include "graph/algorithm/components.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace entente {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// Numbers components in order of their first vertices. `label` is by vertex, below the number of vertices, and the same within a component.
Components in_order(std::vector<std::uint32_t> label) {
  Components components;
  std::vector<std::uint32_t> number(label.size(), kNone);
  for (std::uint32_t& of : label) {
    if (number[of] == kNone) {
      number[of] = static_cast<std::uint32_t>(components.sizes.size());
      components.sizes.push_back(0);
    }
    of = number[of];
    ++components.sizes[of];
  }
  components.of = std::move(label);
  return components;
}

/// The root of a tree of vertices; shortens the way to it.
std::uint32_t find_root(std::vector<std::uint32_t>& parent, std::uint32_t vertex) {
  while (parent[vertex] != vertex) {
    parent[vertex] = parent[parent[vertex]];
    vertex = parent[vertex];
  }
  return vertex;
}

/// Tarjan's search with a stack of its own, since a path may be as long as the graph.
class StrongSearch {
 public:
  explicit StrongSearch(const Links& links) : links_(links), low_(links.vertices(), kUnseen), label_(links.vertices()) {}

  std::vector<std::uint32_t> labels() {
    for (std::uint32_t v = 0; v < links_.vertices(); ++v)
      if (low_[v] == kUnseen) search(v);
    return std::move(label_);
  }

 private:
  /// A vertex that the search is in, and which of its links comes next.
  struct Visit {
    std::uint32_t vertex, order;
    std::size_t link;
  };

  void enter(std::uint32_t vertex) {
    low_[vertex] = next_order_;
    path_.push_back({vertex, next_order_++, 0});
    open_.push_back(vertex);
  }

  void search(std::uint32_t root) {
    enter(root);
    while (!path_.empty()) {
      Visit& visit = path_.back();
      const auto targets = links_.targets(visit.vertex);
      std::uint32_t low = low_[visit.vertex];
      while (visit.link < targets.size() && low_[targets[visit.link]] != kUnseen) low = std::min(low, low_[targets[visit.link++]]);
      low_[visit.vertex] = low;
      if (visit.link < targets.size())
        enter(targets[visit.link]);  // comes back to this link, when its target has been searched
      else
        leave();
    }
  }

  void leave() {
    const Visit visit = path_.back();
    path_.pop_back();
    if (low_[visit.vertex] != visit.order) return;
    while (true) {
      const std::uint32_t member = open_.back();
      open_.pop_back();
      label_[member] = visit.vertex;
      low_[member] = kClosed;
      if (member == visit.vertex) return;
    }
  }

  // `low_` is the least order that a vertex is known to reach, kClosed once its component is known: then it is no less than any.
  static constexpr std::uint32_t kClosed = kNone - 1, kUnseen = kNone;

  const Links& links_;
  std::vector<std::uint32_t> low_, label_;
  std::vector<std::uint32_t> open_;  // vertices whose component is not known yet
  std::vector<Visit> path_;
  std::uint32_t next_order_ = 0;
};

}  // namespace

Components weak_components(const GraphView::Graph& graph) {
  std::vector<std::uint32_t> parent(num_vertices(graph));
  std::iota(parent.begin(), parent.end(), 0u);
  for (std::uint32_t v = 0; v < parent.size(); ++v) {
    for (auto [edge, end] = out_edges(v, graph); edge != end; ++edge) {
      const std::uint32_t a = find_root(parent, v), b = find_root(parent, target(*edge, graph));
      parent[std::max(a, b)] = std::min(a, b);
    }
  }
  for (std::uint32_t v = 0; v < parent.size(); ++v) parent[v] = find_root(parent, v);
  return in_order(std::move(parent));
}

Components strong_components(const GraphView::Graph& graph, const std::vector<bool>& symmetric) {
  const Links links = Links::make(graph, {.follow = Follow::forward, .symmetric = symmetric});
  return in_order(StrongSearch(links).labels());
}

}  // namespace entente
