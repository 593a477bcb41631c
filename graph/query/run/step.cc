#include "graph/query/run/step.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace entente::query {
namespace {

constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();

List values_of(const Row& row, const std::vector<std::size_t>& slots) {
  List values;
  values.reserve(slots.size());
  for (const std::size_t slot : slots) values.push_back(row[slot]);
  return values;
}

/// The number of SKIP or LIMIT; `otherwise` where there is none.
std::uint64_t count_of(Run& run, const Evaluate& evaluate, std::uint64_t otherwise) {
  if (!evaluate) return otherwise;
  Row none;
  const Value value = evaluate(run, none);
  return run.ok() ? static_cast<std::uint64_t>(*value.get<std::int64_t>()) : 0;
}

}  // namespace

bool Filter::push(Run& run, Row& row) {
  const Value holds = condition_(run, row);
  const bool* is_true = holds.get<bool>();
  return run.ok() && (is_true != nullptr && *is_true ? give(run, row) : run.tick());
}

bool UnwindStep::push(Run& run, Row& row) {
  const Value list = list_(run, row);
  if (!run.ok()) return false;
  if (list.is_null()) return true;
  const List* elements = list.get<List>();
  if (elements == nullptr) {  // a single value is unwound as a list of it
    row[slot_] = list;
    return give(run, row);
  }
  for (const Value& element : *elements) {
    row[slot_] = element;
    if (!give(run, row)) return false;
  }
  return true;
}

OptionalStep::OptionalStep(std::string name, Pipeline inside, std::vector<std::size_t> slots)
    : Step(std::move(name)), inside_(std::move(inside)), slots_(std::move(slots)) {
  inside_.make<Deliver>("found").to([this](Run& run, Row& row) {
    found_ = true;
    return give(run, row);
  });
}

void OptionalStep::begin(Run& run) {
  Step::begin(run);
  inside_.begin(run);
}

bool OptionalStep::push(Run& run, Row& row) {
  found_ = false;
  if (!inside_.push(run, row)) return false;
  if (found_) return true;
  for (const std::size_t slot : slots_) row[slot] = {};
  return give(run, row);
}

std::vector<const Step*> OptionalStep::inner() const {
  std::vector<const Step*> steps;
  for (const auto& step : inside_.steps()) steps.push_back(step.get());
  return steps;
}

bool Compute::push(Run& run, Row& row) {
  std::size_t bytes = 0;
  for (const auto& [slot, evaluate] : items_) {
    Value value = evaluate(run, row);
    if (!run.ok()) return false;
    bytes += bytes_of(value);
    row[slot] = std::move(value);
  }
  if (!run.hold(bytes)) return false;
  const bool more = give(run, row);
  run.release(bytes);
  return more;
}

void DistinctStep::begin(Run& run) {
  Step::begin(run);
  seen_.clear();
}

bool DistinctStep::push(Run& run, Row& row) {
  List values = values_of(row, slots_);
  const std::size_t bytes = bytes_of(values);
  if (!seen_.insert(std::move(values)).second) return run.tick();
  return run.hold(bytes) && give(run, row);
}

struct AggregateStep::Groups {
  std::unordered_map<List, std::size_t, HashValue, SameValue> numbers;
  std::vector<const List*> keys;                                 // of each group, in the order in which they came
  std::vector<std::vector<std::unique_ptr<Aggregate>>> columns;  // of each group
};

AggregateStep::AggregateStep(std::string name, std::vector<std::size_t> keys, std::vector<Item> items)
    : Step(std::move(name)), keys_(std::move(keys)), items_(std::move(items)) {}
AggregateStep::~AggregateStep() = default;

void AggregateStep::begin(Run& run) {
  Step::begin(run);
  groups_ = std::make_unique<Groups>();
}

bool AggregateStep::push(Run& run, Row& row) {
  if (!run.tick()) return false;
  const auto [group, fresh] = groups_->numbers.try_emplace(values_of(row, keys_), groups_->keys.size());
  if (fresh) {
    if (!run.hold(bytes_of(group->first) + 64 * items_.size())) return false;
    groups_->keys.push_back(&group->first);
    auto& columns = groups_->columns.emplace_back();
    for (const Item& item : items_) columns.push_back(make_aggregate(item.function.empty() ? "count" : item.function, item.distinct));
  }
  auto& columns = groups_->columns[group->second];
  List arguments;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    arguments.clear();
    for (const Evaluate& argument : items_[i].arguments) arguments.push_back(argument(run, row));
    if (items_[i].function.empty()) arguments.emplace_back(true);
    if (!run.ok()) return false;
    const std::size_t before = columns[i]->bytes();
    if (const auto added = columns[i]->add(arguments); !added) {
      Error error = added.error();
      error.at = items_[i].at;
      run.fail(std::move(error));
      return false;
    }
    if (!run.hold(columns[i]->bytes() - before)) return false;
  }
  return true;
}

bool AggregateStep::finish(Run& run, Row& row) {
  if (!run.ok()) return false;
  if (keys_.empty() && groups_->keys.empty()) {
    groups_->keys.push_back(&groups_->numbers.try_emplace(List(), 0).first->first);
    auto& columns = groups_->columns.emplace_back();
    for (const Item& item : items_) columns.push_back(make_aggregate(item.function.empty() ? "count" : item.function, item.distinct));
  }
  for (std::size_t i = 0; i < groups_->keys.size(); ++i) {
    for (std::size_t k = 0; k < keys_.size(); ++k) row[keys_[k]] = (*groups_->keys[i])[k];
    for (std::size_t c = 0; c < items_.size(); ++c) row[items_[c].slot] = groups_->columns[i][c]->value();
    if (!give(run, row)) break;
  }
  return run.ok() && Step::finish(run, row);
}

SortStep::SortStep(std::string name, std::vector<Key> keys, std::vector<std::size_t> carried, Evaluate keep)
    : Step(std::move(name)), keys_(std::move(keys)), carried_(std::move(carried)), keep_(std::move(keep)) {}

void SortStep::begin(Run& run) {
  Step::begin(run);
  held_.clear();
  number_ = 0;
  limit_ = static_cast<std::size_t>(count_of(run, keep_, kAll));
}

bool SortStep::before(const Held& a, const Held& b) const {
  for (std::size_t i = 0; i < keys_.size(); ++i)
    if (const int by = order(a.keys[i], b.keys[i]); by != 0) return keys_[i].descending ? by > 0 : by < 0;
  return a.number < b.number;
}

bool SortStep::push(Run& run, Row& row) {
  if (!run.tick()) return false;
  if (limit_ == 0) return true;
  Held held;
  held.number = number_++;
  for (const Key& key : keys_) held.keys.push_back(row[key.slot]);
  const auto by = [this](const Held& a, const Held& b) { return before(a, b); };
  if (held_.size() == limit_) {  // a heap of the first rows, the last of them on top
    if (!before(held, held_.front())) return true;
    std::pop_heap(held_.begin(), held_.end(), by);
    run.release(bytes_of(held_.back().keys) + bytes_of(held_.back().values));
    held_.pop_back();
  }
  held.values = values_of(row, carried_);
  if (!run.hold(bytes_of(held.keys) + bytes_of(held.values))) return false;
  held_.push_back(std::move(held));
  if (limit_ != kAll) std::push_heap(held_.begin(), held_.end(), by);
  return true;
}

bool SortStep::finish(Run& run, Row& row) {
  if (!run.ok()) return false;
  std::sort(held_.begin(), held_.end(), [this](const Held& a, const Held& b) { return before(a, b); });
  for (Held& held : held_) {
    for (std::size_t i = 0; i < carried_.size(); ++i) row[carried_[i]] = std::move(held.values[i]);
    if (!give(run, row)) break;
  }
  return run.ok() && Step::finish(run, row);
}

void SliceStep::begin(Run& run) {
  Step::begin(run);
  to_skip_ = count_of(run, skip_, 0);
  to_give_ = count_of(run, limit_, kAll);
}

bool SliceStep::push(Run& run, Row& row) {
  if (to_skip_ > 0) {
    --to_skip_;
    return run.tick();
  }
  if (to_give_ == 0) return false;
  --to_give_;
  return give(run, row) && to_give_ > 0;
}

}  // namespace entente::query
