#include "web/moment.h"

#include <limits>
namespace entente::web {
namespace {

constexpr Day kNoDay = 0;  // holds undated claims

/// Whether something is dated from `since` to `until`, and in `first` the first such day.
Result<bool> dated(const Snapshot& graph, Day since, Day until, Day* first) {
  bool found = false;
  const Status status = graph.for_each_day(since, until, [&](const StoredDay& day) {
    if (day.day == kNoDay) return true;
    found = true;
    *first = day.day;
    return false;
  });
  return status.ok() ? Result<bool>(found) : failure(status);
}

/// Days are found by halving what is left: the store lists them from the first on only.
Result<std::optional<std::pair<Day, Day>>> days_of(const Snapshot& graph) {
  std::optional<std::pair<Day, Day>> none;
  Day first = 0, found = 0;
  auto before = dated(graph, std::numeric_limits<Day>::min(), -1, &first);
  if (before && !*before) before = dated(graph, 1, std::numeric_limits<Day>::max(), &first);
  if (!before) return failure(before.error());
  if (!*before) return none;
  std::int64_t last = first, beyond = std::int64_t{std::numeric_limits<Day>::max()} + 1;
  while (last + 1 < beyond) {
    const auto middle = static_cast<Day>((last + beyond) / 2);
    const auto later = dated(graph, middle, std::numeric_limits<Day>::max(), &found);
    if (!later) return failure(later.error());
    if (*later)
      last = found;
    else
      beyond = middle;
  }
  return std::optional(std::pair{first, static_cast<Day>(last)});
}

}  // namespace

Result<std::shared_ptr<const Moment>> Moment::make(std::uint64_t number, const Snapshot& graph) {
  std::shared_ptr<Moment> moment(new Moment(number, graph));
  auto stats = graph.stats();
  if (!stats) return failure(stats.error());
  moment->stats_ = std::move(*stats);
  const auto days = days_of(graph);
  if (!days) return failure(days.error());
  moment->days_ = *days;
  moment->begin();
  return moment;
}

void Moment::begin() {
  worker_ = std::thread([this] {
    compute();
    settled_ = true;
  });
}

void Moment::compute() {
  (void)busiest();
  (void)strongest();
  if (stop_) return;
  census_ = Census::take(graph_, &stop_);
  if (!census_) return;
  taken_.store(&*census_, std::memory_order_release);
  famous_ = FamousNames::collect(graph_, *census_, &stop_);
  if (famous_) collected_.store(&*famous_, std::memory_order_release);
}

Moment::~Moment() {
  stop_ = true;
  if (worker_.joinable()) worker_.join();
}

Result<const Census*> Moment::census() const {
  if (const Census* taken = census_if_taken()) return taken;
  const std::lock_guard lock(joining_);
  if (worker_.joinable()) worker_.join();
  if (census_if_taken() == nullptr && census_) return failure(StatusCode::unsupported, "the census was not taken");
  return census_ ? Result<const Census*>(&*census_) : failure(census_.error());
}

const Result<Busiest>& Moment::busiest() const {
  std::call_once(busiest_asked_, [this] { busiest_ = busiest_nodes(graph_, {}, kBusiest, &stop_); });
  return busiest_;
}

const Result<Strongest>& Moment::strongest() const {
  std::call_once(strongest_asked_, [this] { strongest_ = strongest_edges(graph_, {}, kStrongest, &stop_); });
  return strongest_;
}

}  // namespace entente::web
