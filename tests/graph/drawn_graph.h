#pragma once

/// Small graphs that are written down: "A aids B 3; C" is a graph of three nodes and an edge with three actual claims.

#include <filesystem>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "graph/algorithm/timeline.h"
#include "graph/view.h"
#include "tests/catch.h"
#include "tests/graph/articles.h"

namespace entente::test {

/// Statements are "SOURCE relation TARGET", with the number of claims after it where that is not 1, or a node alone. A node is "id", or "id@XXX" with
/// the country that it has; its name is its id. Edges come as they are written, but symmetric ones from the smaller id.
inline GraphView drawn(const std::string& text) {
  std::map<std::string, std::string> countries;
  struct Line {
    std::string source, relation, target;
    std::uint32_t claims;
  };
  const auto node = [&](const std::string& word) {
    const std::size_t at = word.find('@');
    std::string& country = countries[word.substr(0, at)];
    if (at != std::string::npos) country = word.substr(at + 1);
    return word.substr(0, at);
  };
  std::vector<Line> lines;
  std::istringstream statements(text);
  for (std::string statement; std::getline(statements, statement, ';');) {
    std::istringstream words(statement);
    std::string source, relation, target;
    if (!(words >> source)) continue;
    source = node(source);
    if (!(words >> relation >> target)) continue;
    target = node(target);
    std::uint32_t claims = 1;
    if (!(words >> claims)) claims = 1;
    if (ontology().relation_type(relation)->symmetric && target < source) std::swap(source, target);
    lines.push_back({source, relation, target, claims});
  }
  std::vector<ViewVertex> vertices;
  std::map<std::string, std::uint32_t> places;
  for (const auto& [id, country] : countries) {
    places[id] = static_cast<std::uint32_t>(vertices.size());
    vertices.push_back({id, node_type("State"), id, country});
  }
  std::vector<ViewLink> links;
  for (const Line& line : lines) {
    ViewLink link{places[line.source], places[line.target], {test::relation(line.relation), {}}};
    link.edge.aggregate.count[0] = link.edge.aggregate.articles = line.claims;
    links.push_back(link);
  }
  return GraphView::make(std::move(vertices), std::move(links));
}

/// A graph of nodes a, b, c, … and edges of `relations` at random, with loops and parallel edges, each with 1 to 5 claims.
inline GraphView drawn_at_random(std::uint32_t seed, std::uint32_t nodes, std::uint32_t edges, const std::vector<std::string>& relations) {
  std::mt19937 random(seed);
  const auto below = [&](std::size_t n) { return random() % n; };
  const auto name = [](std::size_t i) { return std::string(1, static_cast<char>('a' + i / 26)) + static_cast<char>('a' + i % 26); };
  std::string text;
  for (std::size_t i = 0; i < nodes; ++i) text += name(i) + ";";
  for (std::size_t i = 0; i < edges; ++i) {
    const std::string source = name(below(nodes)), target = name(below(nodes));
    text += source + " " + relations[below(relations.size())] + " " + target + " " + std::to_string(1 + below(5)) + ";";
  }
  return drawn(text);
}

/// The weights of the project.
inline const EventWeights& event_weights() {
  static const auto weights = EventWeights::load(std::filesystem::path(ENTENTE_SOURCE_DIR) / "data/goldstein.tsv", ontology());
  REQUIRE(weights);
  return *weights;
}

inline const std::string& id_of(const GraphView& view, GraphView::Vertex vertex) { return view.graph()[vertex].id; }

}  // namespace entente::test
