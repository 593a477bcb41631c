#pragma once

#include <string>
#include <string_view>

namespace entente::html {

/// The date that a short text gives first, as ISO 8601: as it is where it is that already, else the day. Empty where there is none.
/// Read are figures ("2024/11/12 10:30", "20241112", "12.11.2024": day first, but where only month first is possible) and dates with the name of the
/// month in the languages of the table in dates.cc ("Selasa, 12 November 2024 10:30 WIB", "Nov. 12, 2024", "Mon, 22 Jul 2024 08:15:00 +0700",
/// "2024年11月1日"). The names of days are not looked at.
std::string read_date(std::string_view text);

}  // namespace entente::html
