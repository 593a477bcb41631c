#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// How round() rounds.

namespace entente::query {

/// What becomes of what is cut off: halves go away from zero (half_up), towards it (half_down) or to the even digit; up is away from zero.
enum class Rounding { up, down, ceiling, floor, half_up, half_down, half_even };

/// "HALF_EVEN", in any case.
std::optional<Rounding> rounding_named(std::string_view name);

/// To a whole number, halves towards positive infinity: -1.5 becomes -1.
double round_half_up(double value);
/// To `places` digits after the point of the decimal that is shown for the float, so that 1.005 becomes 1.01. REQUIRES: places >= 0.
double round_decimal(double value, std::int64_t places, Rounding mode);

}  // namespace entente::query
