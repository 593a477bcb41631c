#include "graph/query/value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <compare>
#include <functional>

#include "graph/query/temporal/temporal.h"

namespace entente::query {
namespace {

constexpr int kUnordered = 2;  // compare() of numbers of which one is NaN
__extension__ using Wide = __int128;

int sign(std::strong_ordering order) { return order < 0 ? -1 : (order > 0 ? 1 : 0); }

template <class T>
int three_way(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

/// Exact, where turning the integer into a float would round it. REQUIRES: b is not NaN.
int compare_exactly(std::int64_t a, double b) {
  constexpr double kEnd = 9223372036854775808.0;  // 2^63, the first float above every integer
  if (b >= kEnd) return -1;
  if (b < -kEnd) return 1;
  const double whole = std::trunc(b);
  const int order = three_way(a, static_cast<std::int64_t>(whole));
  return order != 0 ? order : three_way(whole, b);
}

/// REQUIRES: both are numbers.
int compare_numbers(const Value& a, const Value& b) {
  const auto* whole_a = a.get<std::int64_t>();
  const auto* whole_b = b.get<std::int64_t>();
  if (whole_a != nullptr && whole_b != nullptr) return three_way(*whole_a, *whole_b);
  if ((whole_a == nullptr && std::isnan(*a.get<double>())) || (whole_b == nullptr && std::isnan(*b.get<double>()))) return kUnordered;
  if (whole_a != nullptr) return compare_exactly(*whole_a, *b.get<double>());
  if (whole_b != nullptr) return -compare_exactly(*whole_b, *a.get<double>());
  return three_way(*a.get<double>(), *b.get<double>());
}

/// NaN comes after all other numbers. REQUIRES: both are numbers.
int order_numbers(const Value& a, const Value& b) {
  const int order = compare_numbers(a, b);
  if (order != kUnordered) return order;
  return three_way(std::isnan(a.number()), std::isnan(b.number()));
}

/// By how long they are on average, a month being a twelfth of 365.2425 days; then by parts, so that only equal ones are level.
int order_durations(const Duration& a, const Duration& b) {
  const auto seconds = [](const Duration& d) { return Wide{d.months} * 2629746 + Wide{d.days} * 86400 + d.seconds; };
  if (const int order = three_way(seconds(a), seconds(b)); order != 0) return order;
  if (const int order = three_way(a.nanoseconds, b.nanoseconds); order != 0) return order;
  return sign(a <=> b);
}

int order_lists(const List& a, const List& b) {
  const std::size_t shared = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < shared; ++i)
    if (const int element = order(a[i], b[i]); element != 0) return element;
  return three_way(a.size(), b.size());
}

/// The smaller map first, then by keys, then by values.
int order_maps(const Map& a, const Map& b) {
  if (const int size = three_way(a.size(), b.size()); size != 0) return size;
  for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j)
    if (const int key = three_way(i->first, j->first); key != 0) return key;
  for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j)
    if (const int value = order(i->second, j->second); value != 0) return value;
  return 0;
}

/// REQUIRES: both hold a T.
template <class T>
int order_as(const Value& a, const Value& b) {
  return sign(*a.get<T>() <=> *b.get<T>());
}

/// REQUIRES: of the same type, neither null nor a number.
int order_within(ValueType type, const Value& a, const Value& b) {
  switch (type) {
    case ValueType::map: return order_maps(*a.get<Map>(), *b.get<Map>());
    case ValueType::node: return order_as<Node>(a, b);
    case ValueType::relationship: return order_as<Relationship>(a, b);
    case ValueType::list: return order_lists(*a.get<List>(), *b.get<List>());
    case ValueType::path: return order_as<Path>(a, b);
    case ValueType::datetime: return compare(*a.get<DateTime>(), *b.get<DateTime>());
    case ValueType::local_datetime: return order_as<LocalDateTime>(a, b);
    case ValueType::date: return order_as<Date>(a, b);
    case ValueType::time: return compare(*a.get<Time>(), *b.get<Time>());
    case ValueType::local_time: return order_as<LocalTime>(a, b);
    case ValueType::duration: return order_durations(*a.get<Duration>(), *b.get<Duration>());
    case ValueType::string: return order_as<std::string>(a, b);  // UTF-8: the order of bytes is the order of code points
    case ValueType::boolean: return three_way(*a.get<bool>(), *b.get<bool>());
    case ValueType::number_integer:
    case ValueType::number_float:
    case ValueType::null: break;
  }
  return 0;
}

std::optional<bool> equal_lists(const List& a, const List& b) {
  if (a.size() != b.size()) return false;
  std::optional<bool> all = true;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto element = equal(a[i], b[i]);
    if (element == false) return false;
    if (!element) all.reset();
  }
  return all;
}

std::optional<bool> equal_maps(const Map& a, const Map& b) {
  const auto same_key = [](const auto& x, const auto& y) { return x.first == y.first; };
  if (a.size() != b.size() || !std::equal(a.begin(), a.end(), b.begin(), same_key)) return false;
  std::optional<bool> all = true;
  for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j) {
    const auto value = equal(i->second, j->second);
    if (value == false) return false;
    if (!value) all.reset();
  }
  return all;
}

/// As words in a dictionary. What is missing in the shorter one is less than anything, even null.
std::optional<int> compare_lists(const List& a, const List& b) {
  const std::size_t shared = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < shared; ++i) {
    const auto element = compare(a[i], b[i]);
    if (element == 0) continue;
    if (element || equal(a[i], b[i]) != true) return element;  // maps and nodes can be equal, though none is less than another
  }
  return three_way(a.size(), b.size());
}

std::size_t combine(std::size_t seed, std::size_t next) { return (seed ^ next) * std::size_t{0x9e3779b97f4a7c15} + (seed >> 29); }

template <class... Parts>
std::size_t hash_parts(const Parts&... parts) {
  std::size_t seed = sizeof...(parts);
  ((seed = combine(seed, std::hash<Parts>{}(parts))), ...);
  return seed;
}

/// An integer and the float that equals it have one hash.
std::size_t hash_float(double value) {
  if (std::isnan(value)) return 0x7ff8;
  if (value >= -9223372036854775808.0 && value < 9223372036854775808.0 && std::trunc(value) == value)
    return hash_parts(static_cast<std::int64_t>(value));
  return hash_parts(value);
}

std::size_t hash_list(const List& list) {
  std::size_t seed = list.size();
  for (const Value& element : list) seed = combine(seed, hash(element));
  return seed;
}

std::size_t hash_map(const Map& map) {
  std::size_t seed = map.size();
  for (const auto& [key, value] : map) seed = combine(combine(seed, std::hash<std::string>{}(key)), hash(value));
  return seed;
}

std::size_t hash_path(const Path& path) {
  std::size_t seed = path.relationships.size();
  for (const Node node : path.nodes) seed = combine(seed, node.key);
  for (const Relationship& relationship : path.relationships) seed = combine(seed, relationship.key);
  return seed;
}

std::size_t hash_within(ValueType type, const Value& value) {
  switch (type) {
    case ValueType::map: return hash_map(*value.get<Map>());
    case ValueType::node: return hash_parts(value.get<Node>()->key);
    case ValueType::relationship: {
      const auto* relationship = value.get<Relationship>();
      return hash_parts(relationship->source, relationship->target, relationship->key);
    }
    case ValueType::list: return hash_list(*value.get<List>());
    case ValueType::path: return hash_path(*value.get<Path>());
    case ValueType::datetime: return hash_parts(value.get<DateTime>()->seconds, value.get<DateTime>()->nanoseconds);
    case ValueType::local_datetime: return hash_parts(value.get<LocalDateTime>()->seconds, value.get<LocalDateTime>()->nanoseconds);
    case ValueType::date: return hash_parts(value.get<Date>()->days);
    case ValueType::time: return hash_parts(value.get<Time>()->nanoseconds, value.get<Time>()->offset);
    case ValueType::local_time: return hash_parts(value.get<LocalTime>()->nanoseconds);
    case ValueType::duration: {
      const auto* duration = value.get<Duration>();
      return hash_parts(duration->months, duration->days, duration->seconds, duration->nanoseconds);
    }
    case ValueType::string: return std::hash<std::string>{}(*value.get<std::string>());
    case ValueType::boolean: return hash_parts(*value.get<bool>());
    case ValueType::number_integer: return hash_parts(*value.get<std::int64_t>());
    case ValueType::number_float: return hash_float(*value.get<double>());
    case ValueType::null: break;
  }
  return 0;
}

/// Integers and floats are one type to ORDER BY.
ValueType kind(ValueType type) { return type == ValueType::number_float ? ValueType::number_integer : type; }

}  // namespace

ValueType Value::type() const {
  static constexpr std::array kTypes = {
      ValueType::null, ValueType::boolean,        ValueType::number_integer, ValueType::number_float, ValueType::string, ValueType::list,
      ValueType::map,  ValueType::path,           ValueType::node,           ValueType::relationship, ValueType::date,   ValueType::local_time,
      ValueType::time, ValueType::local_datetime, ValueType::datetime,       ValueType::duration};
  static_assert(kTypes.size() == std::variant_size_v<decltype(data_)>);
  return kTypes[data_.index()];
}

double Value::number() const {
  const auto* whole = std::get_if<std::int64_t>(&data_);
  return whole != nullptr ? static_cast<double>(*whole) : *std::get_if<double>(&data_);
}

std::string_view name_of(ValueType type) {
  switch (type) {
    case ValueType::map: return "MAP";
    case ValueType::node: return "NODE";
    case ValueType::relationship: return "RELATIONSHIP";
    case ValueType::list: return "LIST";
    case ValueType::path: return "PATH";
    case ValueType::datetime: return "ZONED DATETIME";
    case ValueType::local_datetime: return "LOCAL DATETIME";
    case ValueType::date: return "DATE";
    case ValueType::time: return "ZONED TIME";
    case ValueType::local_time: return "LOCAL TIME";
    case ValueType::duration: return "DURATION";
    case ValueType::string: return "STRING";
    case ValueType::boolean: return "BOOLEAN";
    case ValueType::number_integer: return "INTEGER";
    case ValueType::number_float: return "FLOAT";
    case ValueType::null: break;
  }
  return "NULL";
}

std::optional<bool> equal(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return std::nullopt;
  if (a.is_number() && b.is_number()) return compare_numbers(a, b) == 0;
  const ValueType type = a.type();
  if (type != b.type()) return false;
  if (type == ValueType::string) return *a.get<std::string>() == *b.get<std::string>();
  if (type == ValueType::list) return equal_lists(*a.get<List>(), *b.get<List>());
  if (type == ValueType::map) return equal_maps(*a.get<Map>(), *b.get<Map>());
  return order_within(type, a, b) == 0;
}

std::optional<int> compare(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return compare_numbers(a, b);
  const ValueType type = a.type();
  if (type != b.type()) return std::nullopt;
  switch (type) {
    case ValueType::list: return compare_lists(*a.get<List>(), *b.get<List>());
    case ValueType::datetime:
    case ValueType::local_datetime:
    case ValueType::date:
    case ValueType::time:
    case ValueType::local_time:
    case ValueType::string:
    case ValueType::boolean: return order_within(type, a, b);
    case ValueType::map:
    case ValueType::node:
    case ValueType::relationship:
    case ValueType::path:
    case ValueType::duration:  // which of a month and 30 days is longer depends on the month
    case ValueType::number_integer:
    case ValueType::number_float:
    case ValueType::null: break;
  }
  return std::nullopt;
}

int order(const Value& a, const Value& b) {
  const ValueType type = kind(a.type());
  if (const int types = three_way(type, kind(b.type())); types != 0) return types;
  return type == ValueType::number_integer ? order_numbers(a, b) : order_within(type, a, b);
}

bool same(const Value& a, const Value& b) {
  const auto* text_a = a.get<std::string>();
  const auto* text_b = b.get<std::string>();
  if (text_a != nullptr && text_b != nullptr) return *text_a == *text_b;  // lengths are looked at first
  return order(a, b) == 0;
}

std::size_t hash(const Value& value) {
  const ValueType type = value.type();
  return combine(static_cast<std::size_t>(kind(type)), hash_within(type, value));
}

bool SameValue::operator()(const List& a, const List& b) const { return std::equal(a.begin(), a.end(), b.begin(), b.end(), same); }

std::size_t HashValue::operator()(const List& values) const { return hash_list(values); }

}  // namespace entente::query
