#include <fmt/format.h>

#include "cli/command.h"

namespace entente::cli {

std::function<int()> define_upgrade(CLI::App&, const Context& context) {
  return [&context] {
    // Opening it does it.
    return with_graph(context, Access::write, [&](const Ontology&, Store&) {
      if (!context.quiet) fmt::print(stderr, "the graph has the format of this entente\n");
      return kDone;
    });
  };
}

}  // namespace entente::cli
