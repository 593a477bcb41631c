#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

#include "graph/query/function/table.h"
#include "graph/query/temporal/temporal.h"

namespace entente::query {
namespace {

constexpr std::size_t kHashNode = 48;  // what a set needs for an element besides the element, about
constexpr std::size_t kTreeNode = 40;  // and a map

/// What a value keeps in memory besides itself. What is shared counts for each of its owners.
std::size_t bytes_beside(const Value& value) {
  std::size_t bytes = 0;
  if (const auto* text = value.get<std::string>()) {
    bytes = text->capacity() > 15 ? text->capacity() + 1 : 0;  // shorter ones are in the value itself
  } else if (const auto* list = value.get<List>()) {
    bytes = sizeof(List) + list->capacity() * sizeof(Value);
    for (const Value& element : *list) bytes += bytes_beside(element);
  } else if (const auto* map = value.get<Map>()) {
    bytes = sizeof(Map);
    for (const auto& [key, element] : *map) bytes += kTreeNode + sizeof(Map::value_type) + bytes_beside(element);
  } else if (const auto* path = value.get<Path>()) {
    bytes = sizeof(Path) + path->nodes.size() * sizeof(Node) + path->relationships.size() * sizeof(Relationship);
  }
  return bytes;
}

class Count final : public Aggregate {
 public:
  Result<bool> add(Arguments arguments) override {
    if (!arguments[0].is_null()) ++count_;
    return true;
  }
  Value value() const override { return count_; }

 private:
  std::int64_t count_ = 0;
};

/// Adds floats up with what rounding loses (Neumaier), so that the order of rows hardly matters.
class FloatSum {
 public:
  void add(double value) {
    const double sum = sum_ + value;
    lost_ += std::abs(sum_) >= std::abs(value) ? (sum_ - sum) + value : (value - sum) + sum_;
    sum_ = sum;
  }
  double value() const { return std::isfinite(sum_) ? sum_ + lost_ : sum_; }

 private:
  double sum_ = 0, lost_ = 0;
};

/// What sum() and avg() take: numbers or durations, not both.
Result<bool> check_addend(std::string_view name, const Value& value, bool numbers, bool durations) {
  const bool is_duration = value.get<Duration>() != nullptr;
  if (!value.is_number() && !is_duration) return wrong_type(std::string(name) + "() takes numbers or durations", value);
  if (is_duration ? numbers : durations) return wrong_type(std::string(name) + "() takes either numbers or durations", value);
  return true;
}

class Sum final : public Aggregate {
 public:
  Result<bool> add(Arguments arguments) override {
    const Value& value = arguments[0];
    if (value.is_null()) return true;
    if (auto fits = check_addend("sum", value, numbers_, duration_.has_value()); !fits) return fits;
    if (value.get<Duration>() != nullptr) return add_duration(value);
    numbers_ = true;
    if (const auto* real = value.get<double>()) {
      reals_.add(*real);
      any_real_ = true;
    } else if (__builtin_add_overflow(whole_, *value.get<std::int64_t>(), &whole_)) {
      return integer_overflow("sum() is beyond 64 bits; sum floats, as in sum(toFloat(x))");
    }
    return true;
  }

  Value value() const override {
    if (duration_) return *duration_;
    if (!any_real_) return whole_;
    FloatSum sum = reals_;
    sum.add(static_cast<double>(whole_));
    return sum.value();
  }

 private:
  Result<bool> add_duration(const Value& value) {
    if (!duration_) {
      duration_ = value;
      return true;
    }
    auto sum = add_temporal(*duration_, value);
    if (sum && !*sum) return failure(sum->error());
    if (sum) duration_ = **std::move(sum);
    return true;
  }

  std::int64_t whole_ = 0;
  FloatSum reals_;
  bool numbers_ = false, any_real_ = false;
  std::optional<Value> duration_;
};

class Average final : public Aggregate {
 public:
  Result<bool> add(Arguments arguments) override {
    const Value& value = arguments[0];
    if (value.is_null()) return true;
    if (auto fits = check_addend("avg", value, count_ > 0 && !durations_, durations_); !fits) return fits;
    ++count_;
    if (value.is_number()) {
      reals_.add(value.number());
      return true;
    }
    durations_ = true;
    return sum_.add(arguments);
  }

  Value value() const override {
    if (count_ == 0) return {};
    if (!durations_) return reals_.value() / static_cast<double>(count_);
    const auto quotient = divide_temporal(sum_.value(), count_);
    return quotient && *quotient ? **quotient : Value();
  }

 private:
  std::int64_t count_ = 0;
  bool durations_ = false;
  FloatSum reals_;
  Sum sum_;  // of durations
};

/// min() and max(): the value that ORDER BY would put first or last.
template <bool kGreatest>
class Extreme final : public Aggregate {
 public:
  Result<bool> add(Arguments arguments) override {
    const Value& value = arguments[0];
    if (value.is_null()) return true;
    if (!best_.is_null() && (kGreatest ? order(value, best_) <= 0 : order(value, best_) >= 0)) return true;
    best_ = value;
    beside_ = std::max(beside_, bytes_beside(value));  // never less than before: who counts adds up the growth
    return true;
  }
  Value value() const override { return best_; }
  std::size_t bytes() const override { return sizeof(*this) + beside_; }

 private:
  Value best_;
  std::size_t beside_ = 0;
};

class Collect final : public Aggregate {
 public:
  Result<bool> add(Arguments arguments) override {
    if (arguments[0].is_null()) return true;
    beside_ += bytes_beside(arguments[0]);
    values_.push_back(arguments[0]);
    return true;
  }
  Value value() const override { return values_; }
  std::size_t bytes() const override { return sizeof(*this) + values_.capacity() * sizeof(Value) + beside_; }

 private:
  List values_;
  std::size_t beside_ = 0;
};

/// The standard deviation, of a sample or of all there is (Welford: no difference of large sums).
template <bool kSample>
class Deviation final : public Aggregate {
 public:
  Result<bool> add(Arguments arguments) override {
    if (arguments[0].is_null()) return true;
    if (!arguments[0].is_number()) return wrong_type(kSample ? "stDev() takes numbers" : "stDevP() takes numbers", arguments[0]);
    const double value = arguments[0].number();
    const double before = value - mean_;
    mean_ += before / static_cast<double>(++count_);
    squares_ += before * (value - mean_);
    return true;
  }
  Value value() const override {
    if (count_ < 2) return 0.0;
    return std::sqrt(squares_ / static_cast<double>(kSample ? count_ - 1 : count_));
  }

 private:
  std::int64_t count_ = 0;
  double mean_ = 0, squares_ = 0;
};

/// percentileDisc(), one of the values; percentileCont(), between two of them.
template <bool kContinuous>
class Percentile final : public Aggregate {
 public:
  Result<bool> add(Arguments arguments) override {
    constexpr std::string_view kTakes = kContinuous ? "percentileCont() takes numbers" : "percentileDisc() takes numbers";
    for (const Value& argument : arguments)
      if (!argument.is_number() && !(&argument == &arguments[0] && argument.is_null())) return wrong_type(kTakes, argument);
    share_ = arguments[1].number();
    if (!(share_ >= 0 && share_ <= 1)) return out_of_range("a percentile is from 0.0 to 1.0, not " + float_text(share_));
    if (!arguments[0].is_null()) values_.push_back(arguments[0]);
    return true;
  }

  Value value() const override {
    if (values_.empty()) return {};
    return kContinuous ? between() : at(rank());
  }

  std::size_t bytes() const override { return sizeof(*this) + values_.capacity() * sizeof(Value); }

 private:
  /// The first of which at least the share is not above it.
  std::size_t rank() const {
    const auto rank = static_cast<std::size_t>(std::ceil(share_ * static_cast<double>(values_.size())));
    return std::min(rank == 0 ? 0 : rank - 1, values_.size() - 1);
  }

  Value between() const {
    const double place = share_ * static_cast<double>(values_.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const double low = at(below).number();
    if (below + 1 >= values_.size() || place == static_cast<double>(below)) return low;
    return low + (at(below + 1).number() - low) * (place - static_cast<double>(below));
  }

  const Value& at(std::size_t rank) const {
    std::nth_element(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(rank), values_.end(),
                     [](const Value& a, const Value& b) { return order(a, b) < 0; });
    return values_[rank];
  }

  double share_ = 0;
  mutable List values_;  // their order means nothing
};

/// Hands every value on once.
class Distinct final : public Aggregate {
 public:
  explicit Distinct(std::unique_ptr<Aggregate> aggregate) : aggregate_(std::move(aggregate)) {}

  Result<bool> add(Arguments arguments) override {
    if (!arguments[0].is_null()) {
      if (!seen_.insert(arguments[0]).second) return true;
      beside_ += bytes_beside(arguments[0]);
    }
    return aggregate_->add(arguments);
  }
  Value value() const override { return aggregate_->value(); }
  std::size_t bytes() const override { return sizeof(*this) + seen_.size() * (sizeof(Value) + kHashNode) + beside_ + aggregate_->bytes(); }

 private:
  std::unique_ptr<Aggregate> aggregate_;
  std::unordered_set<Value, HashValue, SameValue> seen_;
  std::size_t beside_ = 0;
};

template <class T>
std::unique_ptr<Aggregate> make() {
  return std::make_unique<T>();
}

struct Row {
  std::string_view name;  // as it is shown
  std::size_t arity;
  std::unique_ptr<Aggregate> (*make)();
};

constexpr std::array<Row, 10> kRows = {{
    {"avg", 1, make<Average>},
    {"collect", 1, make<Collect>},
    {"count", 1, make<Count>},
    {"max", 1, make<Extreme<true>>},
    {"min", 1, make<Extreme<false>>},
    {"percentileCont", 2, make<Percentile<true>>},
    {"percentileDisc", 2, make<Percentile<false>>},
    {"stDev", 1, make<Deviation<true>>},
    {"stDevP", 1, make<Deviation<false>>},
    {"sum", 1, make<Sum>},
}};

const Row* find_row(std::string_view name) {
  const std::string lower = ascii_lower(name);
  const auto found = std::ranges::find_if(kRows, [&](const Row& row) { return ascii_lower(row.name) == lower; });
  return found == kRows.end() ? nullptr : &*found;
}

}  // namespace

bool is_aggregate(std::string_view name) { return find_row(name) != nullptr; }

std::unique_ptr<Aggregate> make_aggregate(std::string_view name, bool distinct) {
  const Row* row = find_row(name);
  if (row == nullptr) return nullptr;
  auto aggregate = row->make();
  return distinct ? std::make_unique<Distinct>(std::move(aggregate)) : std::move(aggregate);
}

std::size_t aggregate_arity(std::string_view name) {
  const Row* row = find_row(name);
  return row == nullptr ? 0 : row->arity;
}

std::vector<std::string_view> aggregate_names() {
  std::vector<std::string_view> names;
  for (const Row& row : kRows) names.push_back(row.name);
  return names;
}

}  // namespace entente::query
