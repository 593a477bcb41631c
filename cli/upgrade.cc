#include <fmt/format.h>

#include "cli/command.h"

namespace entente::cli {

std::function<int()> define_upgrade(CLI::App&, const Context& context) {
  return [&context] {
    const auto ontology = context.ontology();
    if (!ontology) return complain(ontology.error());
    const auto store = open_graph(context, *ontology, true);  // which does it
    if (!store) return complain(store.error());
    if (!context.quiet) fmt::print(stderr, "the graph has the format of this entente\n");
    return kDone;
  };
}

}  // namespace entente::cli
