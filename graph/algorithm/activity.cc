#include "graph/algorithm/activity.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "graph/threads.h"
#include "graph/type_names.h"

namespace entente {
namespace {

constexpr Day kFirst = std::numeric_limits<Day>::min(), kLast = std::numeric_limits<Day>::max();

/// Adds up what days have.
class Sums {
 public:
  Sums(const Ontology& ontology, const EdgeFilter& filter) : ontology_(ontology), filter_(filter) {}

  void add(Day day, TypeId type, const EdgeAggregate& aggregate) {
    const std::uint64_t claims = filter_.claims(aggregate);
    if (claims == 0) return;
    if (day == 0) {
      undated_ += claims;
      return;
    }
    ActivityDay& sum = days_[day];
    const RelationType* relation = ontology_.relation_type(type);
    const auto kind = relation_kind(relation == nullptr ? Quad::structural : relation->quad);
    (kind == kRelationKinds[0] ? sum.cooperation : kind == kRelationKinds[1] ? sum.conflict : sum.structural) += claims;
  }

  Activity finish() {
    Activity activity{{}, undated_};
    for (auto& [day, sum] : days_) {
      sum.day = day;
      activity.days.push_back(sum);
    }
    std::ranges::sort(activity.days, {}, &ActivityDay::day);
    return activity;
  }

 private:
  const Ontology& ontology_;
  const EdgeFilter& filter_;
  std::unordered_map<Day, ActivityDay> days_;
  std::uint64_t undated_ = 0;
};

}  // namespace

Result<Activity> activity(const Snapshot& snapshot, const Ontology& ontology, const EdgeFilter& filter, const ActivityOf& of,
                          const std::atomic<bool>* stop) {
  Sums sums(ontology, filter);
  Status status;
  if (!of.node) {
    status = snapshot.for_each_edge_day([&](Key64, const NeighbourDay& found) {
      if (filter.shows(found.neighbour.type)) sums.add(found.day, found.neighbour.type, found.neighbour.aggregate);
      return !is_set(stop);
    });
  } else {
    for (const Direction direction : {Direction::out, Direction::in})
      for (const RelationType& type : ontology.relation_types()) {
        if (!filter.shows(type.number) || !status.ok()) continue;
        status = snapshot.neighbour_days(*of.node, direction, type.number, kFirst, kLast, [&](const NeighbourDay& found) {
          const bool loop = found.neighbour.node == *of.node && direction == Direction::in;  // was met on its way out
          if (!loop && (!of.other || found.neighbour.node == *of.other)) sums.add(found.day, type.number, found.neighbour.aggregate);
          return !is_set(stop);
        });
      }
  }
  if (!status.ok()) return failure(status);
  if (is_set(stop)) return stopped();
  return sums.finish();
}

}  // namespace entente
