#pragma once

#include <filesystem>
#include <functional>

#include "graph/mutation.h"
#include "graph/status.h"

namespace entente::store {

/// Reads the articles of a store of format 1, the first, as they were applied. That format kept what an article says of its nodes in a family
/// `mention` (node, document), and claims with the id of their document and four bytes of confidence.
/// Stops at the first failure of `visit`. Errors: Corruption, Io.
Status read_format_1(const std::filesystem::path& directory, const std::function<Status(const Contribution&)>& visit);

}  // namespace entente::store
