#pragma once

#include <string>
#include <string_view>

namespace entente::store {

/// The form under which a name is looked up: decomposed by compatibility (NFKD), without combining marks and control
/// characters, case-folded, runs of white space as one space, none at the ends. Ill-formed UTF-8 counts as U+FFFD.
/// It never contains a zero byte. Names that differ in spelling only this much fold to the same bytes.
std::string fold_name(std::string_view name);

}  // namespace entente::store
