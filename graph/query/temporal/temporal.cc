#include "graph/query/temporal/temporal.h"

#include <algorithm>

#include "graph/query/temporal/parts.h"

namespace entente::query {

using namespace temporal;

namespace {

using Arguments = std::span<const Value>;

struct TypeName {
  std::string_view name;
  ValueType type;
};
constexpr TypeName kTypes[] = {{"date", ValueType::date},
                               {"localtime", ValueType::local_time},
                               {"time", ValueType::time},
                               {"localdatetime", ValueType::local_datetime},
                               {"datetime", ValueType::datetime}};

/// The current time in `zone`.
Result<Value> current(ValueType type, const Zone& zone, const Clock& now) {
  return make(type, *parts_of(Value(at_instant(now.seconds, now.nanoseconds, zone))));
}

Result<Value> construct(ValueType type, Arguments arguments, const Clock& now) {
  return arguments.empty() ? current(type, {}, now) : from_value(type, arguments[0], now);
}

/// date.transaction() and its like: now, in a zone if told. All clocks of a query are one.
Result<Value> tell(ValueType type, Arguments arguments, const Clock& now) {
  if (arguments.empty()) return current(type, {}, now);
  const auto* text = arguments[0].get<std::string>();
  if (text == nullptr) return wrong_type("a time zone must be a string, not " + std::string(name_of(arguments[0].type())));
  const auto zone = read_zone(*text);
  if (!zone) return failure(zone.error());
  return current(type, *zone, now);
}

Result<Value> call_truncate(ValueType type, Arguments arguments, const Clock& now) {
  const auto* unit = arguments[0].get<std::string>();
  if (unit == nullptr) return wrong_type("a unit must be a string, not " + std::string(name_of(arguments[0].type())));
  const auto value = arguments.size() > 1 ? Result<Value>(arguments[1]) : current(type, {}, now);
  if (!value) return value;
  if (arguments.size() < 3) return truncate(type, *unit, *value, {}, now);
  const auto* fields = arguments[2].get<Map>();
  if (fields == nullptr) return wrong_type("what is put over a truncated value must be a map, not " + std::string(name_of(arguments[2].type())));
  return truncate(type, *unit, *value, *fields, now);
}

Result<Value> from_epoch(ValueType, Arguments arguments, const Clock&) {
  const auto *seconds = arguments[0].get<std::int64_t>(), *nanoseconds = arguments[1].get<std::int64_t>();
  if (seconds == nullptr || nanoseconds == nullptr) return wrong_type("datetime.fromEpoch() takes two integers");
  const auto whole = sum(*seconds, floor_div(*nanoseconds, kNanoseconds));
  if (!whole || !in_range(floor_div(*whole, kDaySeconds))) return out_of_range();
  return Value(DateTime{*whole, static_cast<std::int32_t>(floor_mod(*nanoseconds, kNanoseconds))});
}

Result<Value> from_epoch_millis(ValueType, Arguments arguments, const Clock&) {
  const auto* milliseconds = arguments[0].get<std::int64_t>();
  if (milliseconds == nullptr) return wrong_type("datetime.fromEpochMillis() takes an integer");
  const std::int64_t seconds = floor_div(*milliseconds, 1000);
  if (!in_range(floor_div(seconds, kDaySeconds))) return out_of_range();
  return Value(DateTime{seconds, static_cast<std::int32_t>(floor_mod(*milliseconds, 1000) * 1'000'000)});
}

Result<Value> construct_duration(ValueType, Arguments arguments, const Clock&) {
  const Value& value = arguments[0];
  if (value.get<Duration>() != nullptr) return value;
  const auto* text = value.get<std::string>();
  const auto* map = value.get<Map>();
  if (text == nullptr && map == nullptr)
    return wrong_type("a duration is made from a string or a map, not from " + std::string(name_of(value.type())));
  if (map != nullptr && std::any_of(map->begin(), map->end(), [](const auto& entry) { return entry.second.is_null(); })) return Value();
  const auto duration = text != nullptr ? read_duration(*text) : duration_from_map(*map);
  if (!duration) return failure(duration.error());
  return Value(*duration);
}

template <Span span>
Result<Value> call_between(ValueType, Arguments arguments, const Clock&) {
  return between(span, arguments[0], arguments[1]);
}

struct Row {
  std::string_view name;  // after the dot
  Arity arity;
  Result<Value> (*call)(ValueType type, Arguments arguments, const Clock& now);
};
constexpr Row kOfAll[] = {{"", {0, 1}, construct},
                          {"transaction", {0, 1}, tell},
                          {"statement", {0, 1}, tell},
                          {"realtime", {0, 1}, tell},
                          {"truncate", {1, 3}, call_truncate}};
constexpr Row kOfDateTime[] = {{"fromepoch", {2, 2}, from_epoch}, {"fromepochmillis", {1, 1}, from_epoch_millis}};
constexpr Row kOfDuration[] = {{"", {1, 1}, construct_duration},
                               {"between", {2, 2}, call_between<Span::all>},
                               {"inmonths", {2, 2}, call_between<Span::months>},
                               {"indays", {2, 2}, call_between<Span::days>},
                               {"inseconds", {2, 2}, call_between<Span::seconds>}};

struct Found {
  const Row* row = nullptr;
  ValueType type = ValueType::duration;
};

const Row* find_row(std::span<const Row> rows, std::string_view name) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& each) { return each.name == name; });
  return row == rows.end() ? nullptr : &*row;
}

Found find(std::string_view name) {
  const std::size_t dot = name.find('.');
  const std::string_view type_name = name.substr(0, dot), rest = dot == std::string_view::npos ? "" : name.substr(dot + 1);
  if (dot != std::string_view::npos && rest.empty()) return {};
  if (type_name == "duration") return {find_row(kOfDuration, rest)};
  for (const TypeName& known : kTypes) {
    if (known.name != type_name) continue;
    const Row* row = find_row(kOfAll, rest);
    if (row == nullptr && known.type == ValueType::datetime) row = find_row(kOfDateTime, rest);
    return {row, known.type};
  }
  return {};
}

}  // namespace

std::optional<Result<Value>> call_temporal(std::string_view name, std::span<const Value> arguments, const Clock& now) {
  const Found found = find(name);
  if (found.row == nullptr) return std::nullopt;
  const Arity arity = found.row->arity;
  if (arguments.size() < arity.least || arguments.size() > arity.most) {
    return Result<Value>(wrong_value(std::string(name) + "() takes another number of arguments"));
  }
  if (std::any_of(arguments.begin(), arguments.end(), [](const Value& value) { return value.is_null(); })) return Result<Value>(Value());
  return found.row->call(found.type, arguments, now);
}

std::optional<Arity> temporal_arity(std::string_view name) {
  const Found found = find(name);
  return found.row == nullptr ? std::nullopt : std::optional(found.row->arity);
}

}  // namespace entente::query
