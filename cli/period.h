#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/command.h"

namespace entente::cli {

/// The flags that every command which reads the graph has: which part of it counts.
struct PeriodFlags {
  std::string as_of, during;  ///< as given; empty for none

  /// Errors: InvalidInput (what is no date or period, with examples).
  Result<Period> period() const;
};

/// Adds `--as-of DATE` and `--during PERIOD`.
std::shared_ptr<const PeriodFlags> add_period(CLI::App& app);

/// Opens the graph, takes a snapshot, restricts it to what `flags` say and runs `run` with both; complains and returns kError where
/// that fails.
int with_snapshot(const Context& context, const PeriodFlags& flags, const std::function<int(const Ontology&, const Snapshot&)>& run);

}  // namespace entente::cli
