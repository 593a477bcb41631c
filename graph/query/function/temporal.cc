#include "graph/query/temporal/temporal.h"
#include "graph/query/function/table.h"

namespace entente::query {
namespace {

template <Name kName>
Result<Value> call(const FunctionContext& context, Arguments arguments) {
  if (auto result = call_temporal(kName, arguments, context.now)) return *std::move(result);
  return Value();
}

template <Name kName>
void add(std::vector<Function>& rows, std::string_view help) {
  if (const auto arity = temporal_arity(kName)) rows.push_back({kName, arity->least, arity->most, call<kName>, help});
}

void add_constructors(std::vector<Function>& rows) {
  add<"date">(rows, "date([text or map or temporal value]): a date; today without arguments");
  add<"localtime">(rows, "localtime([text or map or temporal value]): a time of the day without a zone; now without arguments");
  add<"time">(rows, "time([text or map or temporal value]): a time of the day with its offset; now without arguments");
  add<"localdatetime">(rows, "localdatetime([text or map or temporal value]): a moment without a zone; now without arguments");
  add<"datetime">(rows, "datetime([text or map or temporal value]): a moment with its zone; now without arguments");
  add<"duration">(rows, "duration(text or map): a length of time in months, days and seconds");
  add<"datetime.fromepoch">(rows, "datetime.fromEpoch(seconds, nanoseconds): the moment so long after 1970-01-01T00:00Z");
  add<"datetime.fromepochmillis">(rows, "datetime.fromEpochMillis(milliseconds): the moment so long after 1970-01-01T00:00Z");
}

void add_durations(std::vector<Function>& rows) {
  add<"duration.between">(rows, "duration.between(from, to): the time between two moments in months, days and seconds");
  add<"duration.inmonths">(rows, "duration.inMonths(from, to): the whole months between two moments");
  add<"duration.indays">(rows, "duration.inDays(from, to): the whole days between two moments");
  add<"duration.inseconds">(rows, "duration.inSeconds(from, to): the seconds between two moments");
}

void add_truncations(std::vector<Function>& rows) {
  add<"date.truncate">(rows, "date.truncate(unit, temporal value[, map]): the date at which its unit, as 'month', began");
  add<"localtime.truncate">(rows, "localtime.truncate(unit, temporal value[, map]): the time at which its unit, as 'hour', began");
  add<"time.truncate">(rows, "time.truncate(unit, temporal value[, map]): the time at which its unit, as 'hour', began");
  add<"localdatetime.truncate">(rows, "localdatetime.truncate(unit, temporal value[, map]): the moment at which its unit, as 'month', began");
  add<"datetime.truncate">(rows, "datetime.truncate(unit, temporal value[, map]): the moment at which its unit, as 'month', began");
}

void add_clocks(std::vector<Function>& rows) {
  add<"date.transaction">(rows, "date.transaction([zone]): the date when the query began");
  add<"date.statement">(rows, "date.statement([zone]): the date when the query began");
  add<"date.realtime">(rows, "date.realtime([zone]): the date when the query began");
  add<"localtime.transaction">(rows, "localtime.transaction([zone]): the time when the query began, without a zone");
  add<"localtime.statement">(rows, "localtime.statement([zone]): the time when the query began, without a zone");
  add<"localtime.realtime">(rows, "localtime.realtime([zone]): the time when the query began, without a zone");
  add<"time.transaction">(rows, "time.transaction([zone]): the time when the query began, with its offset");
  add<"time.statement">(rows, "time.statement([zone]): the time when the query began, with its offset");
  add<"time.realtime">(rows, "time.realtime([zone]): the time when the query began, with its offset");
  add<"localdatetime.transaction">(rows, "localdatetime.transaction([zone]): the moment when the query began, without a zone");
  add<"localdatetime.statement">(rows, "localdatetime.statement([zone]): the moment when the query began, without a zone");
  add<"localdatetime.realtime">(rows, "localdatetime.realtime([zone]): the moment when the query began, without a zone");
  add<"datetime.transaction">(rows, "datetime.transaction([zone]): the moment when the query began, with its zone");
  add<"datetime.statement">(rows, "datetime.statement([zone]): the moment when the query began, with its zone");
  add<"datetime.realtime">(rows, "datetime.realtime([zone]): the moment when the query began, with its zone");
}

}  // namespace

std::vector<Function> temporal_functions() {
  std::vector<Function> rows;
  add_constructors(rows);
  add_durations(rows);
  add_truncations(rows);
  add_clocks(rows);
  return rows;
}

}  // namespace entente::query
