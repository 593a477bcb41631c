#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/analyze_view.h"
#include "cli/period.h"
#include "cli/print.h"
#include "cli/resolve.h"
#include "graph/algorithm/timeline.h"

namespace entente::cli {
namespace {

/// Weights have one decimal; sums of them are shown without the rest that binary numbers leave.
double tidy(double value) { return std::round(value * 100) / 100; }

int run(const Context& context, const std::vector<std::string>& names, bool countries, const PeriodFlags& period, Form form) {
  return with_snapshot(context, period, [&](const Ontology& ontology, const Snapshot& snapshot) {
    const auto weights = load_event_weights(context, ontology);
    if (!weights) return complain(weights.error());
    std::vector<std::string> ids;
    for (const std::string& name : names) {
      auto id = countries ? resolve_country(context, ontology, snapshot, name) : resolve_node(context, ontology, snapshot, name);
      if (!id) return complain(id.error(), id.error().code() == StatusCode::not_found ? kPartly : kError);
      ids.push_back(std::move(*id));
    }
    const auto months = (countries ? country_timeline : timeline)(snapshot, ontology, *weights, ids[0], ids[1]);
    if (!months) return complain(months.error());
    Table table({"month", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict", "weight", "mean_weight"});
    for (const TimelineMonth& month : *months)
      table.add({format_day(month.first).substr(0, 7), month.verbal_cooperation, month.material_cooperation, month.verbal_conflict,
                 month.material_conflict, tidy(month.weight), tidy(month.weight / static_cast<double>(month.claims()))});
    if (table.empty() && form == Form::table && !context.quiet) fmt::print(stderr, "no dated event between the two is claimed\n");
    Output out;
    table.print(out, form, context.use_color());
    return out.finish(table.empty() ? kPartly : kDone);
  });
}

}  // namespace

std::function<int()> define_timeline(CLI::App& app, const Context& context) {
  auto names = std::make_shared<std::vector<std::string>>();
  app.add_option("node", *names, "Two nodes, each an id or a name")->required()->expected(2);
  const auto countries = std::make_shared<bool>(false);
  app.add_option_function<std::string>(
         "--rollup", [countries](const std::string&) { *countries = true; }, "Their countries, with all their people, bodies and places")
      ->check(CLI::IsMember({"country"}))
      ->type_name("country");
  const auto period = add_period(app);
  const auto form = add_format(app);
  return [names, countries, period, form, &context] { return run(context, *names, *countries, *period, *form); };
}

}  // namespace entente::cli
