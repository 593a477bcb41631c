#include "export/countries.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "export/selection.h"
#include "graph/hash.h"
#include "graph/store/aggregate.h"

namespace entente {
namespace {

using Country = std::uint32_t;  // its place among all codes, in their order

/// Which country each node rolls up to.
class Countries {
 public:
  void add(const StoredNode& stored) {
    if (stored.node.country.empty())
      ++without_;
    else
      by_node_.emplace_back(hash64(stored.node.id), numbers_.emplace(stored.node.country, static_cast<Country>(numbers_.size())).first->second);
  }

  /// Numbers countries in the order of their codes. REQUIRES: called once, after the last add().
  void finish() {
    std::vector<Country> places(numbers_.size());
    for (auto& [code, number] : numbers_) {
      places[number] = static_cast<Country>(codes_.size());
      codes_.push_back(code);
    }
    for (auto& [node, country] : by_node_) country = places[country];
    std::sort(by_node_.begin(), by_node_.end());
  }

  std::optional<Country> of(std::string_view id) const {
    const Key64 key = hash64(id);
    const auto found = std::ranges::lower_bound(by_node_, key, {}, &std::pair<Key64, Country>::first);
    if (found == by_node_.end() || found->first != key) return std::nullopt;
    return found->second;
  }

  const std::vector<std::string>& codes() const { return codes_; }
  std::uint64_t without() const { return without_; }

 private:
  std::vector<std::pair<Key64, Country>> by_node_;
  std::map<std::string, Country> numbers_;
  std::vector<std::string> codes_;
  std::uint64_t without_ = 0;
};

/// The node of a state: as the snapshot has it, else as the whole graph names it, else by its code.
Result<StoredNode> state_of(const Snapshot& snapshot, const Ontology& ontology, const std::string& code) {
  const std::string id = "state:" + code;
  auto found = snapshot.node(id);
  if (!found && found.error().code() == StatusCode::not_found) {
    found = snapshot.whole().node(id);
    if (found) {
      found->documents = 0;
      found->first = found->last = std::nullopt;
    }
  }
  if (!found && found.error().code() != StatusCode::not_found) return found;
  StoredNode state = found ? std::move(*found) : StoredNode();
  state.node.id = id;
  state.node.country = code;
  if (state.node.name.empty()) state.node.name = code;
  if (const NodeType* type = ontology.node_type("State")) state.node.type = type->number;
  return state;
}

}  // namespace

Result<CountryGraph> CountryGraph::make(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options) {
  ExportOptions all = options;
  all.top = all.min_count = 0;
  all.sum_parallel = false;
  all.evidence = false;
  all.countries = nullptr;
  all.reference = nullptr;
  const auto selection = Selection::make(snapshot, ontology, all);
  if (!selection) return failure(selection.error());

  CountryGraph graph;
  Countries countries;
  Status status = selection->for_each_node([&](const StoredNode& node) {
    countries.add(node);
    return true;
  });
  if (!status.ok()) return failure(std::move(status));
  countries.finish();
  graph.nodes_without_country_ = countries.without();

  std::map<std::tuple<Country, TypeId, Country>, EdgeAggregate> sums;
  status = selection->for_each_edge([&](const ExportEdge& edge) {
    if (edge.claimed == nullptr) return true;
    auto from = countries.of(edge.source()), to = countries.of(edge.target());
    if (!from || !to) {
      ++graph.edges_without_country_;
    } else if (*from == *to) {
      ++graph.edges_within_;
    } else {
      if (edge.relation->symmetric && *from > *to) std::swap(from, to);
      store::add(sums[{*from, edge.claimed->type, *to}], edge.claimed->aggregate);
    }
    return true;
  });
  if (!status.ok()) return failure(std::move(status));

  for (const std::string& code : countries.codes()) {
    auto state = state_of(snapshot, ontology, code);
    if (!state) return failure(state.error());
    graph.nodes_.push_back(std::move(*state));
  }
  for (const auto& [key, sum] : sums)
    graph.edges_.push_back({graph.nodes_[std::get<0>(key)].node.id, std::get<1>(key), graph.nodes_[std::get<2>(key)].node.id, sum});
  std::ranges::sort(graph.nodes_, {}, [](const StoredNode& node) { return hash64(node.node.id); });
  std::ranges::sort(graph.edges_, {}, [](const StoredEdge& edge) { return std::tuple(hash64(edge.source), edge.type, hash64(edge.target)); });
  return graph;
}

}  // namespace entente
