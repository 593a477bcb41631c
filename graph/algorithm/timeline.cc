#include "graph/algorithm/timeline.h"

#include <array>
#include <charconv>
#include <chrono>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "graph/node_set.h"
#include "graph/text/tsv.h"

namespace entente {
namespace {

Day first_of_month(Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return static_cast<Day>(std::chrono::sys_days{date.year() / date.month() / 1}.time_since_epoch().count());
}

std::uint64_t* count_of(TimelineMonth& month, Quad quad) {
  switch (quad) {
    case Quad::structural: return nullptr;
    case Quad::verbal_cooperation: return &month.verbal_cooperation;
    case Quad::material_cooperation: return &month.material_cooperation;
    case Quad::verbal_conflict: return &month.verbal_conflict;
    case Quad::material_conflict: return &month.material_conflict;
  }
  return nullptr;
}

/// Adds up what days have into months.
class Months {
 public:
  explicit Months(const EventWeights& weights) : weights_(weights) {}

  void add(const NeighbourDay& found, Quad quad) {
    const std::uint64_t claims = found.neighbour.aggregate.actual();
    if (found.day == 0 || claims == 0) return;
    const Day first = first_of_month(found.day);
    TimelineMonth& month = months_[first];
    month.first = first;
    *count_of(month, quad) += claims;
    month.weight += static_cast<double>(claims) * weights_.of(found.neighbour.type);
  }

  std::vector<TimelineMonth> ordered() const {
    std::vector<TimelineMonth> ordered;
    for (const auto& [day, month] : months_) ordered.push_back(month);
    return ordered;
  }

 private:
  const EventWeights& weights_;
  std::map<Day, TimelineMonth> months_;
};

constexpr Day kFirstDay = std::numeric_limits<Day>::min(), kLastDay = std::numeric_limits<Day>::max();

/// The nodes of two countries.
Result<std::pair<NodeSet, NodeSet>> nodes_of(const Snapshot& snapshot, std::string_view a, std::string_view b) {
  std::pair<NodeSet, NodeSet> nodes;
  const Status status = snapshot.for_each_node([&](const StoredNode& stored) {
    const Node& node = stored.node;
    if (node.country.empty()) return true;
    if (node.country == a) nodes.first.add(hash64(node.id));
    if (node.country == b) nodes.second.add(hash64(node.id));
    return true;
  });
  if (!status.ok()) return failure(status);
  nodes.first.finish();
  nodes.second.finish();
  return nodes;
}

/// Adds what relations of `node` in `direction` with any of `others` have. Days are read only of the types that it has such relations of.
Status add_relations(const Snapshot& snapshot, const Ontology& ontology, Key64 node, Direction direction, const NodeSet& others, Months& months) {
  std::set<TypeId> types;
  const Status listed = snapshot.neighbours(node, direction, std::nullopt, [&](const Neighbour& neighbour) {
    if (neighbour.aggregate.actual() > 0 && others.contains(neighbour.node)) types.insert(neighbour.type);
    return true;
  });
  if (!listed.ok()) return listed;
  for (const TypeId number : types) {
    const RelationType* type = ontology.relation_type(number);
    if (type == nullptr || type->quad == Quad::structural) continue;
    const Status read = snapshot.neighbour_days(node, direction, number, kFirstDay, kLastDay, [&](const NeighbourDay& found) {
      if (others.contains(found.neighbour.node)) months.add(found, type->quad);
      return true;
    });
    if (!read.ok()) return read;
  }
  return {};
}

}  // namespace

Result<EventWeights> EventWeights::load(const std::filesystem::path& file, const Ontology& ontology) {
  constexpr std::array<std::string_view, 2> columns = {"cameo", "weight"};
  const auto table = TsvTable::load(file, columns);
  if (!table) return failure(table.error());
  std::map<std::string_view, double> by_code;
  for (const TsvTable::Row& row : table->rows()) {
    double weight = 0;
    const std::string_view cell = row.cells[1];
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), weight);
    if (error != std::errc() || end != cell.data() + cell.size() || weight < -10 || weight > 10)
      return failure(table->bad_row(row, "the weight is no number from -10 to 10; correct it"));
    if (!by_code.emplace(row.cells[0], weight).second) return failure(table->bad_row(row, "the code has a row already; leave one of them"));
  }
  EventWeights weights;
  for (const RelationType& type : ontology.relation_types()) {
    if (type.quad == Quad::structural) continue;
    const auto found = by_code.find(type.cameo);
    if (found == by_code.end())
      return failure(StatusCode::unsupported,
                     file.string() + ": has no weight for CAMEO " + type.cameo + ", the code of '" + type.name + "'; add a row");
    weights.weights_.emplace(type.number, found->second);
  }
  return weights;
}

double EventWeights::of(TypeId type) const {
  const auto found = weights_.find(type);
  return found == weights_.end() ? 0 : found->second;
}

Result<std::vector<TimelineMonth>> timeline(const Snapshot& snapshot, const Ontology& ontology, const EventWeights& weights, std::string_view a,
                                            std::string_view b) {
  Months months(weights);
  for (const RelationType& type : ontology.relation_types()) {
    if (type.quad == Quad::structural) continue;
    const bool once = type.symmetric || a == b;  // then it is the same edge from either end
    for (const bool forward : {true, false}) {
      if (once && !forward) continue;
      const std::string_view from = forward ? a : b, to = forward ? b : a;
      const auto edge = snapshot.edge(from, type.number, to);
      if (!edge && edge.error().code() == StatusCode::not_found) continue;
      if (!edge) return failure(edge.error());
      const Key64 source = hash64(edge->source), target = hash64(edge->target);
      const Status status = snapshot.neighbour_days(source, Direction::out, type.number, kFirstDay, kLastDay, [&](const NeighbourDay& found) {
        if (found.neighbour.node == target) months.add(found, type.quad);
        return true;
      });
      if (!status.ok()) return failure(status);
    }
  }
  return months.ordered();
}

Result<std::vector<TimelineMonth>> country_timeline(const Snapshot& snapshot, const Ontology& ontology, const EventWeights& weights,
                                                    std::string_view a, std::string_view b) {
  const auto nodes = nodes_of(snapshot, a, b);
  if (!nodes) return failure(nodes.error());
  const bool first_is_fewer = nodes->first.size() <= nodes->second.size();
  const NodeSet& from = first_is_fewer ? nodes->first : nodes->second;
  const NodeSet& to = first_is_fewer ? nodes->second : nodes->first;
  Months months(weights);
  for (const Key64 node : from.nodes())
    for (const Direction direction : {Direction::out, Direction::in}) {
      if (a == b && direction == Direction::in) continue;  // it leaves another of them
      const Status status = add_relations(snapshot, ontology, node, direction, to, months);
      if (!status.ok()) return failure(status);
    }
  return months.ordered();
}

}  // namespace entente
