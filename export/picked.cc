#include "export/picked.h"

#include <algorithm>
#include <utility>

namespace entente {
namespace {

template <class Edge>
void order(std::vector<Edge>& edges) {
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
}

/// Orders them whenever they have doubled, so that repetition costs no memory and adding stays cheap.
template <class Edge>
void add_to(std::vector<Edge>& edges, std::size_t& few, Edge edge) {
  edges.push_back(std::move(edge));
  if (edges.size() <= few) return;
  order(edges);
  few = std::max(few, 2 * edges.size());
}

}  // namespace

void PickedGraph::add(const PickedEdge& edge) { add_to(edges_, few_edges_, edge); }
void PickedGraph::add(ReferenceEdge edge) { add_to(reference_, few_reference_, std::move(edge)); }

void PickedGraph::finish() {
  nodes_.finish();
  order(edges_);
  order(reference_);
}

}  // namespace entente
