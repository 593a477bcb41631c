#pragma once

#include <functional>
#include <memory>

#include "cli/analyze_view.h"
#include "cli/command.h"
#include "cli/period.h"
#include "cli/print.h"
#include "graph/algorithm/measures.h"

namespace entente::cli {

/// The flags that every analysis has.
struct AnalysisFlags {
  std::shared_ptr<const PeriodFlags> period;
  std::shared_ptr<const ViewFlags> view;
  std::shared_ptr<const std::size_t> limit;
  std::shared_ptr<const Form> form;
};

/// Adds them. `of_what` the limit is: "Nodes"; without one where that is empty.
AnalysisFlags add_analysis_flags(CLI::App& app, std::string_view of_what);

/// Opens the graph and runs `run` with the part of it that `flags` name; complains and returns kError where that fails, kPartly where nothing is in
/// it.
int with_picture(const Context& context, const AnalysisFlags& flags, const std::function<int(const Ontology&, const Snapshot&, const Picture&)>& run);

/// Adds `--weight`, `--directed` and `--undirected`, `--pivots` and `--seed`, as far as `measure` looks at them.
std::shared_ptr<MeasureOptions> add_measure_flags(CLI::App& app, const NodeMeasure& measure);

// Each adds its flags to `app` and returns what runs once they are parsed. One file each.
std::function<int()> define_ranking(CLI::App& app, const Context& context, const NodeMeasure& measure);
std::function<int()> define_groups(CLI::App& app, const Context& context, const NodeMeasure& measure);
std::function<int()> define_balance(CLI::App& app, const Context& context);
std::function<int()> define_path(CLI::App& app, const Context& context);
std::function<int()> define_similar(CLI::App& app, const Context& context);

}  // namespace entente::cli
