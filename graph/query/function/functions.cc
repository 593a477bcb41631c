#include "graph/query/function/functions.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "graph/query/function/table.h"

namespace entente::query {
namespace {

std::vector<Function> all_functions() {
  std::vector<Function> all;
  for (const auto& rows :
       {scalar_functions(), conversion_functions(), graph_functions(), list_functions(), maths_functions(), string_functions(), temporal_functions()})
    all.insert(all.end(), rows.begin(), rows.end());
  std::ranges::sort(all, {}, &Function::name);
  return all;
}

}  // namespace

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::span<const Function> functions() {
  static const std::vector<Function> all = all_functions();
  return all;
}

const Function* find_function(std::string_view name) {
  const std::string lower = ascii_lower(name);
  const auto all = functions();
  const auto found = std::ranges::lower_bound(all, std::string_view(lower), {}, &Function::name);
  return found != all.end() && found->name == lower ? &*found : nullptr;
}

}  // namespace entente::query
