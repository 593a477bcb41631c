#include "graph/algorithm/similarity.h"

#include <cmath>
#include <set>

#include "tests/catch.h"
#include "tests/graph/drawn_graph.h"

namespace entente::test {
namespace {

std::vector<SimilarNode> similar_to(const GraphView& view, const std::string& id, SimilarityOptions options = {}) {
  return similar_nodes(view, ontology(), view.vertex(id).value(), options);
}

/// "b 0.50 2: aids > x, attacks < y" of each.
std::vector<std::string> lines(const GraphView& view, const std::vector<SimilarNode>& found) {
  std::vector<std::string> lines;
  for (const SimilarNode& node : found) {
    std::string reasons;
    for (const SharedFeature& one : node.reasons)
      reasons += (reasons.empty() ? "" : ", ") + ontology().relation_type(one.feature.type)->name +
                 (one.feature.direction == Direction::out ? " > " : " < ") + id_of(view, one.feature.other);
    lines.push_back(id_of(view, node.vertex) + " " + std::to_string(std::lround(100 * node.score)) + " " + std::to_string(node.shared) + ": " +
                    reasons);
  }
  return lines;
}

TEST_CASE("nodes that do the same to the same are alike") {
  struct Row {
    const char* what;
    std::string graph;
    SimilarityOptions options;
    std::vector<std::string> similar;  // to a: id, score in percent, shared features, reasons
  };
  const SimilarityOptions any = {.min_shared = 1};
  const std::vector<Row> table = {
      {"alone", "a", any, {}},
      {"nothing shared", "a aids x; b aids y", any, {}},
      {"the same", "a aids x; b aids x", any, {"b 100 1: aids > x"}},
      {"another relation", "a aids x; b attacks x", any, {}},
      {"another direction", "a aids x; x aids b", any, {}},
      {"what is done to them", "x aids a; x aids b", any, {"b 100 1: aids < x"}},
      {"a symmetric relation from either end", "a meets x; x meets y; x aids q", any, {"y 100 1: meets > x"}},
      {"one shared of three", "a aids x; a aids y; b aids x; b aids z", any, {"b 33 1: aids > x"}},
      {"too little shared", "a aids x; a aids y; b aids x; b aids z", {}, {}},
      {"what they do to each other is not shared", "a aids b; b aids a", any, {}},
      {"a loop is two features", "a attacks a; b attacks a", any, {"b 33 1: attacks > a"}},
      {"a symmetric loop is one feature", "a fights a; b fights a", any, {"b 50 1: fights > a"}},
      {"both ways are two features", "a aids x; x aids a; b aids x", any, {"b 50 1: aids > x"}},
      {"rare reasons first",
       "a aids x; a aids y; b aids x; b aids y; c aids x; c attacks y",
       any,
       {"b 100 2: aids > y, aids > x", "c 33 1: aids > x"}},
      {"as many as asked for", "a aids x; b aids x; c aids x; c aids y", {.min_shared = 1, .limit = 1}, {"b 100 1: aids > x"}},
      {"as many reasons as asked for", "a aids x; a aids y; b aids x; b aids y", {.reasons = 1}, {"b 100 2: aids > x"}},
  };
  for (const auto& [what, text, options, expected] : table) {
    CAPTURE(what);
    const GraphView view = drawn(text);
    CHECK(lines(view, similar_to(view, "a", options)) == expected);
  }
}

TEST_CASE("cosine weighs what is shared") {
  const GraphView view = drawn("a aids x 3; a aids y 4; b aids x 3; c aids y 4; c aids z 3; d aids x 0");
  SimilarityOptions options = {.measure = SimilarityMeasure::cosine, .weight = claims_weight(), .min_shared = 1};
  CHECK(lines(view, similar_to(view, "a", options)) == std::vector<std::string>{"c 64 1: aids > y", "b 60 1: aids > x"});
  options.weight = {};  // d has a feature now
  CHECK(lines(view, similar_to(view, "a", options)) == std::vector<std::string>{"b 71 1: aids > x", "d 71 1: aids > x", "c 50 1: aids > y"});
}

TEST_CASE("only nodes of the same type, if that is asked for") {
  std::vector<ViewVertex> vertices = {{"a", 1, "", ""}, {"b", 2, "", ""}, {"c", 1, "", ""}, {"x", 1, "", ""}};
  const ViewEdge aids = {relation("aids"), {}};
  const GraphView view = GraphView::make(vertices, {{0, 3, aids}, {1, 3, aids}, {2, 3, aids}});
  CHECK(lines(view, similar_to(view, "a", {.min_shared = 1})).size() == 2);
  CHECK(lines(view, similar_to(view, "a", {.min_shared = 1, .same_type = true})) == std::vector<std::string>{"c 100 1: aids > x"});
}

std::set<Feature> features_of(const GraphView& view, GraphView::Vertex vertex) {
  std::set<Feature> features;
  const auto& graph = view.graph();
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge) {
    const GraphView::Vertex from = source(*edge, graph), to = target(*edge, graph);
    const TypeId type = graph[*edge].type;
    const bool symmetric = ontology().relation_type(type)->symmetric;
    if (from == vertex) features.insert({type, Direction::out, to});
    if (to == vertex) features.insert({type, symmetric ? Direction::out : Direction::in, from});
  }
  return features;
}

TEST_CASE("scores are those of the definition for every node") {
  const GraphView drawn_view = drawn_at_random(3, 12, 60, {"aids", "meets"});
  // Without edges that are there twice, which no store has.
  std::vector<ViewVertex> vertices;
  std::set<std::tuple<std::uint32_t, TypeId, std::uint32_t>> edges;
  const auto& graph = drawn_view.graph();
  for (std::uint32_t v = 0; v < num_vertices(graph); ++v) vertices.push_back(graph[v]);
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge) edges.emplace(source(*edge, graph), graph[*edge].type, target(*edge, graph));
  std::vector<ViewLink> links;
  for (const auto& [from, type, to] : edges) links.push_back({from, to, {type, {}}});
  const GraphView view = GraphView::make(vertices, links);
  for (GraphView::Vertex v = 0; v < vertices.size(); ++v) {
    const std::set<Feature> own = features_of(view, v);
    const auto found = similar_nodes(view, ontology(), v, {.min_shared = 1, .limit = 100});
    std::size_t expected = 0;
    for (GraphView::Vertex other = 0; other < vertices.size(); ++other) {
      const std::set<Feature> its = features_of(view, other);
      std::set<Feature> both, either = own;
      for (const Feature& feature : its)
        if (!either.insert(feature).second) both.insert(feature);
      if (other == v || both.empty()) continue;
      ++expected;
      const auto at = std::find_if(found.begin(), found.end(), [&](const SimilarNode& node) { return node.vertex == other; });
      REQUIRE(at != found.end());
      CHECK(at->shared == both.size());
      CHECK(at->score == Approx(static_cast<double>(both.size()) / static_cast<double>(either.size())));
    }
    CHECK(found.size() == expected);
  }
}

}  // namespace
}  // namespace entente::test
