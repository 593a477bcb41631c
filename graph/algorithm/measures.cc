#include "graph/algorithm/measures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "graph/algorithm/betweenness.h"
#include "graph/algorithm/closeness.h"
#include "graph/algorithm/communities.h"
#include "graph/algorithm/components.h"
#include "graph/algorithm/core.h"
#include "graph/algorithm/degree.h"
#include "graph/algorithm/pagerank.h"
#include "graph/text/near.h"

namespace entente {
namespace {

/// Up to how many nodes every one is searched from, so that a question is answered in about a minute, and from how many beyond.
struct Effort {
  std::uint32_t exact, pivots;
};
constexpr Effort kBetweennessEffort = {10'000, 256}, kClosenessEffort = {50'000, 1'024};

std::string_view direction_text(bool directed) { return directed ? "directed" : "undirected"; }
std::string_view weight_text(bool by_claims) { return by_claims ? "by claims" : "by edges"; }

template <class Number>
std::vector<double> doubles(const std::vector<Number>& numbers) {
  return {numbers.begin(), numbers.end()};
}

/// The vertices to search from, none for all, and that in words.
struct Pivots {
  std::optional<std::vector<std::uint32_t>> chosen;
  std::string how = "exact";
};

Pivots choose_pivots(const GraphView& view, const MeasureOptions& options, const Effort& effort) {
  const auto vertices = static_cast<std::uint32_t>(num_vertices(view.graph()));
  const std::uint32_t wanted = options.pivots.value_or(vertices <= effort.exact ? 0 : effort.pivots);
  if (wanted == 0 || wanted >= vertices) return {};
  return {random_pivots(vertices, wanted, options.seed), fmt::format("estimated from {} of {} nodes, seed {}", wanted, vertices, options.seed)};
}

LinkOptions links_of(const Ontology& ontology, bool directed) {
  return {.follow = directed ? Follow::forward : Follow::both, .symmetric = symmetric_types(ontology)};
}

Result<Measured> take_pagerank(const GraphView& view, const Ontology& ontology, const MeasureOptions& options) {
  const bool directed = options.directed.value_or(true);
  std::vector<double> weights;
  if (options.by_claims) weights = weigh_edges(view.graph(), claims_weight());
  PageRankOptions how;
  how.links = links_of(ontology, directed);
  how.weights = weights;
  how.stop = options.stop;
  auto ranks = pagerank(view.graph(), how);
  if (!ranks) return failure(ranks.error());
  return Measured{std::move(ranks->ranks), fmt::format("{}, {}", direction_text(directed), weight_text(options.by_claims))};
}

Result<Measured> take_degree(const GraphView& view, const Ontology& ontology, const MeasureOptions& options) {
  Measured measured{{}, std::string(weight_text(options.by_claims))};
  std::vector<double> weights;
  if (options.by_claims) weights = weigh_edges(view.graph(), claims_weight());
  LinkOptions links = links_of(ontology, true);
  for (const Follow follow : {Follow::both, Follow::backward, Follow::forward}) {
    links.follow = follow;
    auto sums = options.by_claims ? strength(view.graph(), weights, links) : doubles(degree(view.graph(), links));
    if (!sums) return failure(sums.error());
    if (follow == Follow::both)
      measured.values = std::move(*sums);
    else
      measured.more.emplace_back(follow == Follow::backward ? "in" : "out", std::move(*sums));
  }
  return measured;
}

Result<Measured> take_betweenness(const GraphView& view, const Ontology& ontology, const MeasureOptions& options) {
  const bool directed = options.directed.value_or(false);
  Pivots pivots = choose_pivots(view, options, kBetweennessEffort);
  BetweennessOptions how;
  how.links = links_of(ontology, directed);
  how.links.simple = true;
  how.pivots = std::move(pivots.chosen);
  how.normalized = true;
  how.stop = options.stop;
  auto shares = betweenness(view.graph(), how);
  if (!shares) return failure(shares.error());
  return Measured{std::move(*shares), fmt::format("{}, {}", direction_text(directed), pivots.how)};
}

Result<Measured> take_nearness(const GraphView& view, const Ontology& ontology, const MeasureOptions& options,
                               std::vector<double> Closeness::*values) {
  const bool directed = options.directed.value_or(false);
  Pivots pivots = choose_pivots(view, options, kClosenessEffort);
  ClosenessOptions how;
  how.links = links_of(ontology, directed);
  how.pivots = std::move(pivots.chosen);
  how.stop = options.stop;
  auto near = closeness(view.graph(), how);
  if (!near) return failure(near.error());
  return Measured{std::move((*near).*values), fmt::format("{}, {}", direction_text(directed), pivots.how)};
}

Result<Measured> take_closeness(const GraphView& view, const Ontology& ontology, const MeasureOptions& options) {
  return take_nearness(view, ontology, options, &Closeness::closeness);
}

Result<Measured> take_harmonic(const GraphView& view, const Ontology& ontology, const MeasureOptions& options) {
  return take_nearness(view, ontology, options, &Closeness::harmonic);
}

Result<Measured> take_core(const GraphView& view, const Ontology&, const MeasureOptions&) {
  return Measured{doubles(core_numbers(view.graph(), true)), "undirected, by neighbours"};
}

Result<Measured> take_components(const GraphView& view, const Ontology& ontology, const MeasureOptions& options) {
  const Components found = options.strong ? strong_components(view.graph(), symmetric_types(ontology)) : weak_components(view.graph());
  std::vector<std::uint32_t> order(found.sizes.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, std::ranges::greater(), [&](std::uint32_t component) { return found.sizes[component]; });
  std::vector<double> numbers(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) numbers[order[i]] = static_cast<double>(i + 1);
  Measured measured{{}, fmt::format("{}, {} components", options.strong ? "strong" : "weak", order.size())};
  for (const std::uint32_t component : found.of) measured.values.push_back(numbers[component]);
  return measured;
}

Result<Measured> take_communities(const GraphView& view, const Ontology&, const MeasureOptions& options) {
  CommunityOptions how;
  how.resolution = options.resolution;
  how.seed = options.seed;
  if (options.by_claims) how.weight = claims_weight();
  const Communities found = communities(view, how);
  Measured measured{
      {}, fmt::format("undirected, {}, {} communities, modularity {:.3f}", weight_text(options.by_claims), found.sizes.size(), found.modularity)};
  for (const std::uint32_t community : found.of) measured.values.push_back(community + 1.0);
  return measured;
}

using Kind = MeasureKind;

constexpr std::array kMeasures = {
    NodeMeasure{"pagerank", "pagerank", Kind::real, true, true, false, "Who is acted on and spoken of by those who are so themselves",
                "  entente analyze pagerank\n"
                "  entente analyze pagerank --node-type State --weight claims --during 2024",
                take_pagerank},
    NodeMeasure{"degree", "degree", Kind::whole, false, true, false, "Who has the most relations, by them and towards them",
                "  entente analyze degree --type condemns,accuses\n"
                "  entente analyze degree --rollup country --weight claims",
                take_degree},
    NodeMeasure{"betweenness", "betweenness", Kind::real, true, false, true, "Who stands between others: on the shortest paths that join them",
                "  entente analyze betweenness --node-type Actor\n"
                "  entente analyze betweenness --pivots 500 --seed 7",
                take_betweenness},
    NodeMeasure{"closeness", "closeness", Kind::real, true, false, true, "Who is near to all others",
                "  entente analyze closeness --rollup country --type cooperation", take_closeness},
    NodeMeasure{"harmonic", "harmonic", Kind::real, true, false, true, "Who is near to many, wherever some cannot be reached",
                "  entente analyze harmonic --type cooperation", take_harmonic},
    NodeMeasure{"core", "core", Kind::whole, false, false, false, "Who belongs to the dense middle, where everyone has many neighbours",
                "  entente analyze core --node-type State,Alliance", take_core},
    NodeMeasure{"components", "component", Kind::group, false, false, false, "Which nodes are joined at all",
                "  entente analyze components\n"
                "  entente analyze components --strong --type attacks,fights --members",
                take_components},
    NodeMeasure{"communities", "community", Kind::group, false, true, false, "Which nodes have more to do with each other than with the rest: blocs",
                "  entente analyze communities --type cooperation --rollup country\n"
                "  entente analyze communities --resolution 2 --members --format csv",
                take_communities},
};

}  // namespace

std::span<const NodeMeasure> node_measures() { return kMeasures; }

Result<const NodeMeasure*> node_measure(std::string_view name) {
  const auto found = std::ranges::find(kMeasures, name, &NodeMeasure::name);
  if (found != kMeasures.end()) return &*found;
  std::vector<std::string_view> names;
  for (const NodeMeasure& measure : kMeasures) names.push_back(measure.name);
  return failure(StatusCode::not_found, fmt::format("'{}' is no measure; {}", name, suggest_measure(name, names)));
}

std::string suggest_measure(std::string_view word, std::span<const std::string_view> names) {
  if (const auto near = near_word(word, names); !near.empty()) return fmt::format("did you mean '{}'?", near);
  return fmt::format("there are {}", fmt::join(names, ", "));
}

}  // namespace entente
