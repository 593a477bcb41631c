#include <fmt/format.h>

#include "cli/print.h"

namespace entente::cli {

std::function<int()> define_compact(CLI::App&, const Context& context) {
  return [&context] {
    return with_graph(context, Access::write, [&](const Ontology&, Store& store) {
      const auto before = store.snapshot().stats();
      if (!before) return complain(before.error());
      if (const Status status = store.compact(); !status.ok()) return complain(status);
      const auto after = store.snapshot().stats();
      if (!after) return complain(after.error());
      if (!context.quiet) fmt::print(stderr, "{} before, {} after\n", size_text(before->bytes_on_disk), size_text(after->bytes_on_disk));
      return kDone;
    });
  };
}

}  // namespace entente::cli
