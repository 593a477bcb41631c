#include "web/busy.h"

namespace entente::web {
namespace {

/// Whether the window shows all that the moment's own lists are made of, and no more.
bool is_usual(const Snapshot& part, const Window& window) { return !part.period().restricts() && window.only_actual() && window.types.empty(); }

template <class List>
void cut(List& list, std::size_t limit) {
  if (list.size() > limit) list.resize(limit);
}

}  // namespace

Result<Busiest> busiest_of(const Call& call, const Snapshot& part, const Window& window, std::size_t limit) {
  if (!is_usual(part, window) || limit > Moment::kBusiest) return busiest_nodes(part, window, limit, call.stop);
  Result<Busiest> known = call.moment->busiest();
  if (known) cut(known->nodes, limit);
  return known;
}

Result<Strongest> strongest_of(const Call& call, const Snapshot& part, const Window& window, std::size_t limit) {
  if (!is_usual(part, window) || limit > Moment::kStrongest) return strongest_edges(part, window, limit, call.stop);
  Result<Strongest> known = call.moment->strongest();
  if (!known) return known;
  cut(known->strongest, limit);
  cut(known->newest, limit);
  return known;
}

}  // namespace entente::web
