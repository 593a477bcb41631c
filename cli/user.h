#pragma once

#include <string>

namespace entente::cli {

/// Who judges, unless told otherwise: ENTENTE_AUTHOR, else the name of the user; empty where neither is known.
std::string user_name();

}  // namespace entente::cli
