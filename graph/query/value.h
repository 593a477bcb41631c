#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace entente::query {

class Value;
using List = std::vector<Value>;
using Map = std::map<std::string, Value, std::less<>>;

/// A node of a Graph, which knows what the numbers mean.
struct Node {
  std::uint64_t key = 0;
  std::uint32_t kind = 0;  ///< which of several kinds of things has the key, where a graph has several
  friend auto operator<=>(const Node&, const Node&) = default;
};

/// A relationship of a Graph, in the direction in which it is stored.
struct Relationship {
  std::uint64_t source = 0, target = 0, key = 0;
  friend auto operator<=>(const Relationship&, const Relationship&) = default;
  Node from() const { return {source}; }
  Node to() const { return {target}; }
};

/// One node more than relationships; relationships may be walked against their direction.
struct Path {
  std::vector<Node> nodes;
  std::vector<Relationship> relationships;
  friend auto operator<=>(const Path&, const Path&) = default;
};

// The temporal types of openCypher, in the proleptic Gregorian calendar.
struct Date {
  std::int64_t days = 0;  ///< since 1970-01-01
  friend auto operator<=>(const Date&, const Date&) = default;
};
struct LocalTime {
  std::int64_t nanoseconds = 0;  ///< of the day
  friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};
struct Time {
  std::int64_t nanoseconds = 0;  ///< of the day, on the local clock
  std::int32_t offset = 0;       ///< seconds east of UTC
  friend bool operator==(const Time&, const Time&) = default;
};
struct LocalDateTime {
  std::int64_t seconds = 0;  ///< since 1970-01-01T00:00 on the local clock
  std::int32_t nanoseconds = 0;
  friend auto operator<=>(const LocalDateTime&, const LocalDateTime&) = default;
};
struct DateTime {
  std::int64_t seconds = 0;  ///< since 1970-01-01T00:00Z
  std::int32_t nanoseconds = 0;
  std::int32_t offset = 0;                       ///< seconds east of UTC at that moment
  std::shared_ptr<const std::string> zone = {};  ///< as "Europe/Stockholm"; none where the offset is all that is known
};
struct Duration {
  std::int64_t months = 0, days = 0, seconds = 0;
  std::int32_t nanoseconds = 0;  ///< 0 to 999,999,999
  friend auto operator<=>(const Duration&, const Duration&) = default;
};

/// What a Value is, in the order in which ORDER BY puts values of different types (null is last).
enum class ValueType {
  map,
  node,
  relationship,
  list,
  path,
  datetime,
  local_datetime,
  date,
  time,
  local_time,
  duration,
  string,
  boolean,
  number_integer,
  number_float,
  null,
};

/// A value of openCypher. Lists, maps and paths are shared, so that copies are cheap.
class Value {
 public:
  Value() = default;  // null
  Value(bool value) : data_(value) {}
  Value(std::int64_t value) : data_(value) {}
  Value(int value) : data_(std::int64_t{value}) {}
  Value(double value) : data_(value) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(List value) : data_(std::make_shared<const List>(std::move(value))) {}
  Value(Map value) : data_(std::make_shared<const Map>(std::move(value))) {}
  Value(Path value) : data_(std::make_shared<const Path>(std::move(value))) {}
  Value(Node value) : data_(value) {}
  Value(Relationship value) : data_(value) {}
  Value(Date value) : data_(value) {}
  Value(LocalTime value) : data_(value) {}
  Value(Time value) : data_(value) {}
  Value(LocalDateTime value) : data_(value) {}
  Value(DateTime value) : data_(std::move(value)) {}
  Value(Duration value) : data_(value) {}

  ValueType type() const;
  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  bool is_number() const { return std::holds_alternative<std::int64_t>(data_) || std::holds_alternative<double>(data_); }
  /// Either kind of number. REQUIRES: is_number().
  double number() const;

  /// What it holds, if it is of that type: nullptr otherwise.
  template <class T>
  const T* get() const {
    if constexpr (std::is_same_v<T, List> || std::is_same_v<T, Map> || std::is_same_v<T, Path>) {
      const auto* shared = std::get_if<std::shared_ptr<const T>>(&data_);
      return shared == nullptr ? nullptr : shared->get();
    } else {
      return std::get_if<T>(&data_);
    }
  }

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, std::shared_ptr<const List>, std::shared_ptr<const Map>,
               std::shared_ptr<const Path>, Node, Relationship, Date, LocalTime, Time, LocalDateTime, DateTime, Duration>
      data_;
};

/// "INTEGER", "LIST" and so on, for messages.
std::string_view name_of(ValueType type);

/// `a = b`: none where that is not known, because a null is in the way. Values of different types are not equal; 1 = 1.0.
std::optional<bool> equal(const Value& a, const Value& b);
/// `a < b` and so on, as openCypher's comparability has it: none where the two cannot be compared, or with NaN as false. -1, 0, 1 else; 2 for
/// numbers of which one is NaN (no comparison holds).
std::optional<int> compare(const Value& a, const Value& b);
/// The order of ORDER BY, min() and max(): total over all values, null last. -1, 0, 1.
int order(const Value& a, const Value& b);
/// Whether DISTINCT and grouping take two values for one: as equal(), but null is null and NaN is NaN.
bool same(const Value& a, const Value& b);
/// Same values have the same hash.
std::size_t hash(const Value& value);

struct SameValue {
  bool operator()(const Value& a, const Value& b) const { return same(a, b); }
  bool operator()(const List& a, const List& b) const;
};
struct HashValue {
  std::size_t operator()(const Value& value) const { return hash(value); }
  std::size_t operator()(const List& values) const;
};

}  // namespace entente::query
