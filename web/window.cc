#include "web/window.h"

#include <fmt/format.h>

#include <algorithm>

#include "graph/period_text.h"
#include "graph/text/near.h"
#include "graph/type_names.h"

namespace entente::web {
namespace {

void read_statuses(Parameters& parameters, Window& window) {
  for (const std::string_view word : parameters.list("include")) {
    bool known = word == "all";
    for (std::size_t i = 1; i < kClaimStatusCount; ++i) {
      const bool is = to_string(static_cast<ClaimStatus>(i)) == word;
      window.statuses[i] = window.statuses[i] || is || word == "all";
      known = known || is;
    }
    if (!known) parameters.refuse(fmt::format("include '{}': is none of planned, possible, demanded, negated, all", word));
  }
}

void read_types(Parameters& parameters, const Ontology& ontology, Window& window) {
  for (const std::string_view word : parameters.list("type")) {
    const auto types = relation_types_named(ontology, word);
    window.types.insert(window.types.end(), types.begin(), types.end());
    if (!types.empty()) continue;
    std::vector<std::string_view> names(kRelationKinds.begin(), kRelationKinds.end());
    for (const RelationType& type : ontology.relation_types()) names.push_back(type.name);
    const std::string_view near = near_word(word, names);
    parameters.refuse(fmt::format("type '{}': is no relation type{}", word, near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
  }
  std::ranges::sort(window.types);
  window.types.erase(std::unique(window.types.begin(), window.types.end()), window.types.end());
}

void read_during(Parameters& parameters, Window& window) {
  const std::string_view text = parameters.text("during");
  if (text.empty() || text == "..") return;
  const auto days = parse_during("during", text);
  if (days)
    window.period.days = *days;
  else
    parameters.refuse(days.error().message());
}

}  // namespace

Snapshot Window::of(const Snapshot& whole) const {
  Snapshot part = whole;
  if (period.known_by) part = part.as_of(*period.known_by);
  if (period.days) part = part.during(period.days->first, period.days->second);
  return part;
}

Window read_window(Parameters& parameters, const Ontology& ontology, const WindowParts& parts) {
  Window window;
  if (const std::string_view text = parameters.text("as_of"); !text.empty()) {
    const auto day = parse_as_of("as_of", text);
    if (day)
      window.period.known_by = *day;
    else
      parameters.refuse(day.error().message());
  }
  if (parts.during) read_during(parameters, window);
  read_statuses(parameters, window);
  if (parts.type) read_types(parameters, ontology, window);
  window.reference = parameters.flag("reference");
  return window;
}

}  // namespace entente::web
