#include "graph/query/engine.h"

#include <fmt/format.h>

#include <unordered_set>

#include "graph/query/parse/parser.h"
#include "graph/query/plan/compiler.h"

namespace entente::query {

class PreparedQuery::Impl {
 public:
  Impl(const Graph& graph, Statement statement, Plan plan) : graph_(graph), statement_(std::move(statement)), plan_(std::move(plan)) {
    for (Plan::Part& part : plan_.parts) ends_.push_back(&part.pipeline.make<Deliver>("result"));
  }

  Result<RunSummary> run(const RunOptions& options, const std::function<bool(std::span<const Value>)>& visit) {
    Run run(graph_, options);
    RunSummary summary;
    std::unordered_set<List, HashValue, SameValue> seen;
    for (std::size_t i = 0; i < plan_.parts.size() && run.ok() && !summary.stopped_early; ++i) {
      List values(plan_.parts[i].slots.size());
      ends_[i]->to([&](Run& inner, Row& row) {
        for (std::size_t c = 0; c < values.size(); ++c) values[c] = row[plan_.parts[i].slots[c]];
        if (plan_.distinct && (!seen.insert(values).second || !inner.hold(bytes_of(values)))) return inner.ok();
        ++summary.rows;
        if (!visit(values)) summary.stopped_early = true;
        return !summary.stopped_early;
      });
      Row row(plan_.slots);
      const Pipeline& pipeline = plan_.parts[i].pipeline;
      pipeline.begin(run);
      if (run.ok()) pipeline.push(run, row);  // a LIMIT may have stopped it; what was gathered still comes
      if (run.ok() && !summary.stopped_early) pipeline.finish(run, row);
    }
    if (!run.ok()) return failure(*run.error());
    return summary;
  }

  std::string plan() const {
    std::string text;
    for (std::size_t i = 0; i < plan_.parts.size(); ++i) {
      if (i > 0) text += plan_.distinct ? "union\n" : "union all\n";
      for (const auto& step : plan_.parts[i].pipeline.steps()) write(*step, 0, text);
    }
    return text;
  }

  const std::vector<std::string>& columns() const { return plan_.columns; }
  const std::vector<std::string>& notices() const { return plan_.notices; }
  Statement::Mode mode() const { return statement_.mode; }

 private:
  void write(const Step& step, std::size_t depth, std::string& text) const {
    const auto* end = dynamic_cast<const Deliver*>(&step);
    if (end != nullptr) return;
    text += std::string(2 * depth, ' ') + step.name();
    if (mode() == Statement::Mode::profile) text += fmt::format("  {} row{}", step.rows(), step.rows() == 1 ? "" : "s");
    text += '\n';
    for (const Step* inner : step.inner()) write(*inner, depth + 1, text);
  }

  const Graph& graph_;
  Statement statement_;
  Plan plan_;
  std::vector<Deliver*> ends_;
};

PreparedQuery::PreparedQuery(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PreparedQuery::PreparedQuery(PreparedQuery&&) noexcept = default;
PreparedQuery& PreparedQuery::operator=(PreparedQuery&&) noexcept = default;
PreparedQuery::~PreparedQuery() = default;

Result<PreparedQuery> PreparedQuery::prepare(std::string_view text, const Graph& graph) {
  auto statement = parse(text);
  if (!statement) return failure(std::move(statement.error()));
  auto plan = Compiler(graph).compile(statement->query);
  if (!plan) return failure(std::move(plan.error()));
  return PreparedQuery(std::make_unique<Impl>(graph, std::move(*statement), std::move(*plan)));
}

const std::vector<std::string>& PreparedQuery::columns() const { return impl_->columns(); }
Result<RunSummary> PreparedQuery::run(const RunOptions& options, const std::function<bool(std::span<const Value>)>& visit) {
  return impl_->run(options, visit);
}
std::string PreparedQuery::plan() const { return impl_->plan(); }
const std::vector<std::string>& PreparedQuery::notices() const { return impl_->notices(); }
bool PreparedQuery::explains() const { return impl_->mode() == Statement::Mode::explain; }
bool PreparedQuery::profiles() const { return impl_->mode() == Statement::Mode::profile; }

}  // namespace entente::query
