#include <map>

#include "graph/algorithm/activity.h"
#include "web/endpoint.h"
#include "web/window.h"

namespace entente::web {
namespace {

/// The first day of the bucket that a day is in.
Day start_of(Day day, std::string_view bucket) {
  constexpr Day kWeek = 7, kThursday = 3;  // 1970-01-01 was a Thursday; weeks begin on Mondays
  if (bucket == "day") return day;
  if (bucket == "week") {
    const Day since = day + kThursday;
    return day - (since % kWeek + kWeek) % kWeek;
  }
  const std::string text = format_day(day);
  return *parse_day(bucket == "month" ? text.substr(0, 8) + "01" : text.substr(0, 5) + "01-01");
}

/// So that there are some hundred at most.
std::string_view fitting_bucket(const Activity& activity) {
  const Day span = activity.days.empty() ? 0 : activity.days.back().day - activity.days.front().day;
  if (span <= 92) return "day";
  if (span <= 2 * 366) return "week";
  return span <= 20 * 366 ? "month" : "year";
}

Answer<std::optional<Key64>> node_of(const Call& call, std::string_view id) {
  if (id.empty()) return std::nullopt;
  const auto stored = call.moment->graph().node(id);
  if (!stored) return refuse(stored.error());
  return hash64(stored->node.id);
}

Json buckets_json(const Activity& activity, std::string_view bucket) {
  std::map<Day, ActivityDay> sums;
  for (const ActivityDay& day : activity.days) {
    ActivityDay& sum = sums[start_of(day.day, bucket)];
    sum.cooperation += day.cooperation;
    sum.conflict += day.conflict;
    sum.structural += day.structural;
  }
  Json buckets = Json::array();
  for (const auto& [start, sum] : sums)
    buckets.push_back({{"start", format_day(start)}, {"cooperation", sum.cooperation}, {"conflict", sum.conflict}, {"structural", sum.structural}});
  return buckets;
}

}  // namespace

Answer<Json> get_timeline(const Call& call) {
  Parameters parameters(call.request);
  const std::string_view id = parameters.text("id"), other = parameters.text("other");
  std::string_view bucket = parameters.word("bucket", {"auto", "day", "week", "month", "year"});
  const Window window = read_window(parameters, call.ontology());
  if (id.empty() && !other.empty()) parameters.refuse("other: is a second node; give the first one as id");
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const auto node = node_of(call, id), second = node_of(call, other);
  if (!node) return refuse(node.error());
  if (!second) return refuse(second.error());
  const auto found = activity(window.of(call.moment->graph()), call.ontology(), window, {*node, *second}, call.stop);
  if (!found) return refuse(found.error());
  if (bucket == "auto") bucket = fitting_bucket(*found);
  return Json{{"bucket", bucket}, {"buckets", buckets_json(*found, bucket)}, {"undated", found->undated}};
}

}  // namespace entente::web
