#include "graph/algorithm/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "cli/analyze_view.h"
#include "cli/period.h"
#include "export/text.h"

namespace entente::cli {
namespace {

constexpr std::array<std::string_view, 7> kKinds = {"turned", "new", "gone", "grown", "shrunk", "new node", "gone node"};

struct Flags {
  std::vector<std::string> during, only;
  std::string as_of;
  double threshold = 0;
  std::uint64_t min_claims = 1;
};

using Days = std::pair<Day, Day>;

/// The two periods. Errors: InvalidInput.
Result<std::array<Days, 2>> read_periods(const Flags& flags) {
  if (flags.during.size() != 2)
    return failure(StatusCode::invalid_input, "which periods? Name two, the earlier first, as in: --during 2023 --during 2024");
  std::array<Days, 2> periods;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const auto period = PeriodFlags{.as_of = {}, .during = flags.during[i]}.period();
    if (!period) return failure(period.error());
    periods[i] = *period->days;
  }
  return periods;
}

/// How long the second is by the first; 1 where one has no end.
double length_ratio(const std::array<Days, 2>& periods) {
  std::array<double, 2> days = {};
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const auto [first, last] = periods[i];
    if (first == std::numeric_limits<Day>::min() || last == std::numeric_limits<Day>::max()) return 1;
    days[i] = static_cast<double>(last) - first + 1;
  }
  return days[1] / days[0];
}

/// Collects rows of the kinds asked for.
class Changed {
 public:
  explicit Changed(const std::vector<std::string>& only) : only_(only) {}

  void add(std::string_view kind, const Changes<PairChange>& changes) {
    if (!counts(kind, changes.count)) return;
    for (const PairChange& change : changes.top)
      table_.add({kind, clean_id(change.a), one_line(change.name_a), clean_id(change.b), one_line(change.name_b), change.before.claims,
                  change.after.claims, six_digits(change.before.weight), six_digits(change.after.weight)});
  }

  void add(std::string_view kind, const Changes<NodeChange>& changes, bool after) {
    if (!counts(kind, changes.count)) return;
    for (const NodeChange& change : changes.top)
      table_.add({kind, clean_id(change.id), one_line(change.name), {}, {}, after ? 0 : change.claims, after ? change.claims : 0, {}, {}});
  }

  const Table& table() const { return table_; }
  /// "turned 1, new 25".
  const std::string& summary() const { return summary_; }

 private:
  bool counts(std::string_view kind, std::size_t count) {
    if (!only_.empty() && std::ranges::find(only_, kind) == only_.end()) return false;
    summary_ += fmt::format("{}{} {}", summary_.empty() ? "" : ", ", kind, count);
    return true;
  }

  const std::vector<std::string>& only_;
  Table table_{{"change", "a", "name_a", "b", "name_b", "claims_before", "claims_after", "weight_before", "weight_after"}};
  std::string summary_;
};

/// The pictures of both periods. Errors: those of take_picture().
Result<std::array<Picture, 2>> take_both(const Ontology& ontology, const Snapshot& snapshot, const std::array<Days, 2>& periods,
                                         const ViewFlags& view) {
  auto before = take_picture(ontology, snapshot.during(periods[0].first, periods[0].second), view);
  if (!before) return failure(before.error());
  auto after = take_picture(ontology, snapshot.during(periods[1].first, periods[1].second), view);
  if (!after) return failure(after.error());
  return std::array<Picture, 2>{std::move(*before), std::move(*after)};
}

int run(const Context& context, const Flags& flags, const ViewFlags& view, std::size_t limit, Form form) {
  const auto periods = read_periods(flags);
  if (!periods) return complain(periods.error());
  return with_snapshot(context, {.as_of = flags.as_of, .during = {}}, [&](const Ontology& ontology, const Snapshot& snapshot) {
    const auto weights = load_event_weights(context, ontology);
    if (!weights) return complain(weights.error());
    const auto pictures = take_both(ontology, snapshot, *periods, view);
    if (!pictures) return complain(pictures.error());
    CompareOptions options;
    options.min_claims = flags.min_claims;
    options.threshold = flags.threshold;
    options.length_ratio = length_ratio(*periods);
    options.limit = limit == 0 ? std::numeric_limits<std::size_t>::max() : limit;
    const Comparison found = compare_periods((*pictures)[0].view(), (*pictures)[1].view(), event_weight(*weights), options);
    Changed changed(flags.only);
    changed.add(kKinds[0], found.turned);
    changed.add(kKinds[1], found.fresh);
    changed.add(kKinds[2], found.gone);
    changed.add(kKinds[3], found.grown);
    changed.add(kKinds[4], found.shrunk);
    changed.add(kKinds[5], found.fresh_nodes, true);
    changed.add(kKinds[6], found.gone_nodes, false);
    note(context, flags.during[0], (*pictures)[0], "");
    note(context, flags.during[1], (*pictures)[1], changed.summary());
    Output out;
    changed.table().print(out, form, context.use_color());
    return out.finish(changed.table().empty() ? kPartly : kDone);
  });
}

}  // namespace

std::function<int()> define_compare(CLI::App& app, const Context& context) {
  const auto flags = std::make_shared<Flags>();
  app.add_option("--during", flags->during, "The two periods, the earlier first: --during 2023 --during 2024")
      ->type_name("DATE..DATE")
      ->allow_extra_args(false);
  app.add_option("--as-of", flags->as_of, "Only articles published by then")->type_name("DATE");
  app.add_option("--only", flags->only, "Only changes of these kinds")
      ->check(CLI::IsMember(std::vector<std::string>(kKinds.begin(), kKinds.end())))
      ->type_name("KIND,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--threshold", flags->threshold, "A weight that is not farther from 0 turns nothing")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--min-claims", flags->min_claims, "Only pairs and nodes that have as many claims in one of the periods")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  const auto view = add_view_flags(app);
  const auto limit = add_limit(app, "Changes of each kind");
  const auto form = add_format(app);
  return [&context, flags, view, limit, form] { return run(context, *flags, *view, *limit, *form); };
}

}  // namespace entente::cli
