#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "export/countries.h"
#include "export/exporter.h"
#include "export/picked.h"

namespace entente::cli {

/// What an export makes of the graph beside leaving out edges, as its flags say it.
struct ShownFlags {
  std::string query;
  std::vector<std::string> parameters;
  bool countries = false, sum_parallel = false, layout = false;
};

/// Adds `--query`, `--param`, `--rollup`, `--parallel` and `--layout`.
std::shared_ptr<const ShownFlags> add_shown_flags(CLI::App& app);

/// What those flags make; lives as long as the options that point to it.
struct Shown {
  PickedGraph picked;
  std::optional<CountryGraph> countries;
};

/// Makes it and sets it in `options`, which say the rest; `unsure`: queries also meet relations that no claim reports as done. Says on standard error
/// what is left out. Returns kDone; kPartly where a query finds nothing; else what complain() gives.
int make_shown(const Context& context, const Ontology& ontology, const Snapshot& snapshot, const ShownFlags& flags, bool unsure, Shown& shown,
               ExportOptions& options);

}  // namespace entente::cli
