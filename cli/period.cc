#include "cli/period.h"

#include "graph/period_text.h"

namespace entente::cli {

Result<Period> PeriodFlags::period() const {
  Period period;
  if (!as_of.empty()) {
    const auto day = parse_as_of("--as-of", as_of);
    if (!day) return failure(day.error());
    period.known_by = *day;
  }
  if (!during.empty()) {
    const auto days = parse_during("--during", during);
    if (!days) return failure(days.error());
    period.days = *days;
  }
  return period;
}

std::shared_ptr<const PeriodFlags> add_period(CLI::App& app) {
  auto flags = std::make_shared<PeriodFlags>();
  app.add_option("--as-of", flags->as_of, "The graph as it was known on that day: only articles published by then")->type_name("DATE");
  app.add_option("--during", flags->during, "Only what happened then: from one date to another, or a date alone; days, months or years")
      ->type_name("DATE..DATE");
  return flags;
}

int with_snapshot(const Context& context, const PeriodFlags& flags, const std::function<int(const Ontology&, const Snapshot&)>& run) {
  const auto period = flags.period();
  if (!period) return complain(period.error());
  return with_graph(context, Access::read, [&](const Ontology& ontology, Store& store) {
    Snapshot snapshot = store.snapshot();
    if (period->known_by) snapshot = snapshot.as_of(*period->known_by);
    if (period->days) snapshot = snapshot.during(period->days->first, period->days->second);
    return run(ontology, snapshot);
  });
}

}  // namespace entente::cli
