#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "graph/query/run/run.h"

namespace entente::query {

/// A step of a plan. Rows are pushed through it: it changes slots of the row and hands it to the next step, once for each row that follows from it.
/// A step keeps the state of a run in itself, so a plan runs once at a time.
class Step {
 public:
  explicit Step(std::string name) : name_(std::move(name)) {}
  virtual ~Step() = default;
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;

  /// Before a run.
  virtual void begin(Run&) { rows_ = 0; }
  /// False: no more rows are wanted, or the run failed.
  virtual bool push(Run& run, Row& row) = 0;
  /// After the last row: steps that gathered rows give them now.
  virtual bool finish(Run& run, Row& row) { return next_ == nullptr || next_->finish(run, row); }

  void set_next(Step* next) { next_ = next; }
  const std::string& name() const { return name_; }
  std::uint64_t rows() const { return rows_; }
  /// Steps inside this one, as those of an OPTIONAL MATCH.
  virtual std::vector<const Step*> inner() const { return {}; }

 protected:
  /// To the next step. REQUIRES: there is one.
  bool give(Run& run, Row& row) {
    ++rows_;
    return run.tick() && next_->push(run, row) && run.ok();
  }

 private:
  std::string name_;
  Step* next_ = nullptr;
  std::uint64_t rows_ = 0;
};

/// Steps in their order.
class Pipeline {
 public:
  template <class T>
  T& add(std::unique_ptr<T> step) {
    T& added = *step;
    if (!steps_.empty()) steps_.back()->set_next(&added);
    steps_.push_back(std::move(step));
    return added;
  }
  template <class T, class... Arguments>
  T& make(Arguments&&... arguments) {
    return add(std::make_unique<T>(std::forward<Arguments>(arguments)...));
  }

  void begin(Run& run) const {
    for (const auto& step : steps_) step->begin(run);
  }
  /// Pushes one row in, and nothing after it. REQUIRES: not empty.
  bool push(Run& run, Row& row) const { return steps_.front()->push(run, row); }
  bool finish(Run& run, Row& row) const { return steps_.front()->finish(run, row); }
  bool empty() const { return steps_.empty(); }
  const std::vector<std::unique_ptr<Step>>& steps() const { return steps_; }

 private:
  std::vector<std::unique_ptr<Step>> steps_;
};

/// The end of a pipeline: calls what it was told to.
class Deliver final : public Step {
 public:
  explicit Deliver(std::string name) : Step(std::move(name)) {}
  using Take = std::function<bool(Run&, Row&)>;
  /// REQUIRES: before a row comes.
  void to(Take take) { take_ = std::move(take); }
  bool push(Run& run, Row& row) override { return take_(run, row); }
  bool finish(Run& run, Row&) override { return run.ok(); }

 private:
  Take take_;
};

class Filter final : public Step {
 public:
  Filter(std::string name, Evaluate condition) : Step(std::move(name)), condition_(std::move(condition)) {}
  bool push(Run& run, Row& row) override;

 private:
  Evaluate condition_;
};

class UnwindStep final : public Step {
 public:
  UnwindStep(std::string name, Evaluate list, std::size_t slot) : Step(std::move(name)), list_(std::move(list)), slot_(slot) {}
  bool push(Run& run, Row& row) override;

 private:
  Evaluate list_;
  std::size_t slot_;
};

/// Gives each row as it is, if a pattern is found more than once for each find; else once, with null in the slots that it would have set.
class OptionalStep final : public Step {
 public:
  OptionalStep(std::string name, Pipeline inside, std::vector<std::size_t> slots);
  void begin(Run& run) override;
  bool push(Run& run, Row& row) override;
  std::vector<const Step*> inner() const override;

 private:
  Pipeline inside_;
  std::vector<std::size_t> slots_;
  bool found_ = false;
};

/// Computes values into slots.
class Compute final : public Step {
 public:
  using Item = std::pair<std::size_t, Evaluate>;
  Compute(std::string name, std::vector<Item> items) : Step(std::move(name)), items_(std::move(items)) {}
  bool push(Run& run, Row& row) override;

 private:
  std::vector<Item> items_;
};

class DistinctStep final : public Step {
 public:
  DistinctStep(std::string name, std::vector<std::size_t> slots) : Step(std::move(name)), slots_(std::move(slots)) {}
  void begin(Run& run) override;
  bool push(Run& run, Row& row) override;

 private:
  std::vector<std::size_t> slots_;
  std::unordered_set<List, HashValue, SameValue> seen_;
};

/// Groups rows by the values of slots and sums up each group. Without keys there is one group, even of no rows.
class AggregateStep final : public Step {
 public:
  struct Item {
    std::string function;  ///< empty for count(*)
    bool distinct = false;
    std::vector<Evaluate> arguments;
    std::size_t slot = 0;
    Position at;
  };
  AggregateStep(std::string name, std::vector<std::size_t> keys, std::vector<Item> items);
  ~AggregateStep() override;
  void begin(Run& run) override;
  bool push(Run& run, Row& row) override;
  bool finish(Run& run, Row& row) override;

 private:
  struct Groups;
  std::vector<std::size_t> keys_;
  std::vector<Item> items_;
  std::unique_ptr<Groups> groups_;
};

/// Sorts rows by slots; of them keeps the first `limit` where that is known. `carried` are the slots that later steps read.
class SortStep final : public Step {
 public:
  struct Key {
    std::size_t slot = 0;
    bool descending = false;
  };
  SortStep(std::string name, std::vector<Key> keys, std::vector<std::size_t> carried, Evaluate keep);
  void begin(Run& run) override;
  bool push(Run& run, Row& row) override;
  bool finish(Run& run, Row& row) override;

 private:
  struct Held {
    List keys, values;
    std::uint64_t number = 0;  // rows that are equal stay in their order
  };
  bool before(const Held& a, const Held& b) const;

  std::vector<Key> keys_;
  std::vector<std::size_t> carried_;
  Evaluate keep_;  // how many rows at most; none for all
  std::size_t limit_ = 0;
  std::vector<Held> held_;
  std::uint64_t number_ = 0;
};

/// SKIP and LIMIT. The number is computed once a run, from no row.
class SliceStep final : public Step {
 public:
  SliceStep(std::string name, Evaluate skip, Evaluate limit) : Step(std::move(name)), skip_(std::move(skip)), limit_(std::move(limit)) {}
  void begin(Run& run) override;
  bool push(Run& run, Row& row) override;

 private:
  Evaluate skip_, limit_;
  std::uint64_t to_skip_ = 0, to_give_ = 0;
};

}  // namespace entente::query
