#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/period.h"
#include "graph/query/store_graph.h"

namespace entente::cli {

/// Which part of a graph a shell asks.
struct ShellPart {
  PeriodFlags period;
  bool unsure = false, reference = false;
};

/// The graph that a shell asks: of one moment, or of a part of time. For one thread.
class ShellGraph {
 public:
  /// REQUIRES: `context` outlives it.
  explicit ShellGraph(const Context& context) : context_(context) {}
  ShellGraph(const ShellGraph&) = delete;
  ShellGraph& operator=(const ShellGraph&) = delete;

  /// Takes the state of now. Errors: those of Context::ontology() and Store::open(); all is then as before.
  Status refresh();
  /// Which part of that state is asked from now on. Errors: InvalidInput (a date), those of reading the graph; all is then as before.
  Status restrict_to(const ShellPart& part);

  const ShellPart& part() const { return part_; }
  /// REQUIRES: a refresh() that returned ok.
  const query::Graph& graph() const { return *graph_; }
  /// Names of nodes that begin with `begun`, some of them where they are many; none where they cannot be read. REQUIRES: as graph().
  std::vector<std::string> names_that_begin(std::string_view begun) const;

 private:
  Status make_graph(const Snapshot& whole, const ShellPart& part);

  const Context& context_;
  ShellPart part_;
  std::optional<Ontology> ontology_;
  std::optional<Snapshot> whole_, asked_;
  std::unique_ptr<query::StoreGraph> graph_;
};

}  // namespace entente::cli
