#pragma once

#include <string_view>
#include <utility>

#include "graph/model.h"
#include "graph/status.h"

/// Days and periods as people write them. `name` says where the text stands, for messages: "--during".

namespace entente {

/// "2024-11-05", "2024-11" or "2024" as the last day of it. Errors: InvalidInput, with examples.
Result<Day> parse_as_of(std::string_view name, std::string_view text);

/// "2024-11-01..2024-11-05", "2024-11..", "..2024" or "2024-11" as the first and the last day; the least and the greatest Day where a side is open.
/// Errors: InvalidInput, with examples.
Result<std::pair<Day, Day>> parse_during(std::string_view name, std::string_view text);

}  // namespace entente
