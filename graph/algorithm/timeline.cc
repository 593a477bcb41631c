#include "graph/algorithm/timeline.h"

#include <array>
#include <charconv>
#include <chrono>
#include <limits>
#include <map>

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
  std::map<Day, TimelineMonth> months;
  for (const RelationType& type : ontology.relation_types()) {
    if (type.quad == Quad::structural) continue;
    const bool once = type.symmetric || a == b;  // then it is the same edge from either end
    for (const bool forward : {true, false}) {
      if (once && !forward) continue;
      const std::string_view from = forward ? a : b, to = forward ? b : a;
      const auto edge = snapshot.edge(from, type.number, to);
      if (!edge && edge.error().code() == StatusCode::not_found) continue;
      if (!edge) return failure(edge.error());
      const Key64 target = hash64(edge->target);
      const Status status = snapshot.neighbour_days(hash64(edge->source), Direction::out, type.number, std::numeric_limits<Day>::min(),
                                                    std::numeric_limits<Day>::max(), [&](const NeighbourDay& found) {
                                                      const std::uint64_t claims = found.neighbour.aggregate.actual();
                                                      if (found.neighbour.node != target || found.day == 0 || claims == 0) return true;
                                                      TimelineMonth& month = months[first_of_month(found.day)];
                                                      month.first = first_of_month(found.day);
                                                      *count_of(month, type.quad) += claims;
                                                      month.weight += static_cast<double>(claims) * weights.of(type.number);
                                                      return true;
                                                    });
      if (!status.ok()) return failure(status);
    }
  }
  std::vector<TimelineMonth> ordered;
  for (const auto& [day, month] : months) ordered.push_back(month);
  return ordered;
}

}  // namespace entente
