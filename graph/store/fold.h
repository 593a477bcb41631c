#pragma once

#include <string>
#include <string_view>

namespace entente::store {

/// The form under which a name is looked up: fold() of text/unicode.h, without control characters, runs of white space as one
/// space, none at the ends. It never contains a zero byte. Stored keys are made of it.
std::string fold_name(std::string_view name);

}  // namespace entente::store
