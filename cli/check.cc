#include <fmt/format.h>

#include "cli/print.h"
#include "export/text.h"

namespace entente::cli {
namespace {

int check(const Context& context, const Store& store) {
  const auto report = store.check();
  if (!report) return complain(report.error());
  Output out;
  for (const std::string& problem : report->problems) out << one_line(problem) << '\n';
  if (report->problem_count > report->problems.size()) out << fmt::format("… and {} more\n", report->problem_count - report->problems.size());
  if (!context.quiet)
    fmt::print(stderr, "{} articles, {} nodes, {} edges and {} claims: {}\n", report->documents, report->nodes, report->edges, report->claims,
               report->problem_count == 0 ? std::string("sound")
                                          : fmt::format("{} problems; back the graph up, then run 'entente check --repair'", report->problem_count));
  return out.finish(report->problem_count == 0 ? kDone : kPartly);
}

int repair(const Context& context) {
  const auto ontology = context.ontology();
  if (!ontology) return complain(ontology.error());
  const auto report = Store::repair(context.graph_folder(), *ontology);
  if (!report) return complain(report.error());
  Output out;
  for (const std::string& id : report->retracted) out << "retracted " << clean_id(id) << '\n';
  if (!context.quiet)
    fmt::print(stderr,
               "computed anew from {} articles; {} of which a part was missing are retracted{}; {} claims that no article lists are removed\n",
               report->documents, report->retracted.size(), report->retracted.empty() ? "" : " (ingest them again)", report->stray_claims);
  return out.finish(kDone);
}

}  // namespace

std::function<int()> define_check(CLI::App& app, const Context& context) {
  auto mend = std::make_shared<bool>(false);
  app.add_flag("--repair", *mend, "Compute everything that follows from articles anew; take out articles of which a part is missing");
  return [&context, mend] {
    if (*mend) return repair(context);
    return with_graph(context, Access::read, [&](const Ontology&, Store& store) { return check(context, store); });
  };
}

}  // namespace entente::cli
