#include "cli/analyze.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>

namespace entente::cli {
namespace {

/// An analysis that is no number a node.
struct Analysis {
  std::string_view name, summary, examples;
  std::function<int()> (*define)(CLI::App& app, const Context& context);
};

constexpr std::array kAnalyses = {
    Analysis{"balance", "How well friends and enemies fit: enemies of friends, friends of enemies, and who is out of line",
             "  entente analyze balance --node-type State\n"
             "  entente analyze balance --rollup country --during 2024",
             define_balance},
    Analysis{"path", "How one node is joined to another, with the sentences behind each step",
             "  entente analyze path 'North Korea' Ukraine\n"
             "  entente analyze path Iran Indonesia --count 3 --cheapest",
             define_path},
    Analysis{"similar", "Who does the same to the same nodes, and has the same done to it",
             "  entente analyze similar Russia\n"
             "  entente analyze similar Iran --same-type --by cosine --type cooperation",
             define_similar},
};

/// Speaks of measures where help would speak of subcommands, and leaves their examples to their own help.
class MeasureHelp : public CLI::Formatter {
 public:
  std::string make_usage(const CLI::App* app, std::string name) const override {
    if (!lists_measures(app)) return CLI::Formatter::make_usage(app, name);
    return fmt::format("Usage: {} MEASURE [OPTIONS]\n'{} MEASURE --help' shows the options of one.\n\n", name, name);
  }
  std::string make_positionals(const CLI::App* app) const override { return lists_measures(app) ? "" : CLI::Formatter::make_positionals(app); }
  std::string make_subcommand(const CLI::App* measure) const override {
    const std::string description = measure->get_description();
    return fmt::format("  {:<{}}{}\n", measure->get_name(), get_column_width() - 2, description.substr(0, description.find('\n')));
  }

 private:
  static bool lists_measures(const CLI::App* app) {
    return !app->get_subcommands([](const CLI::App*) { return true; }).empty();
  }
};

/// Adds the measure `name`, which `define` defines, and remembers in `chosen` what runs where it is asked for.
template <class Define>
void add_measure(CLI::App& app, std::string_view name, std::string_view summary, std::string_view examples,
                 const std::shared_ptr<std::function<int()>>& chosen, const Define& define) {
  CLI::App* sub = app.add_subcommand(std::string(name), std::string(summary));
  sub->description(fmt::format("{}\n\nExamples:\n{}", summary, examples));
  sub->group("Measures");
  sub->callback([chosen, run = define(*sub)] { *chosen = run; });
}

std::vector<std::string_view> measure_names() {
  std::vector<std::string_view> names;
  for (const NodeMeasure& measure : node_measures()) names.push_back(measure.name);
  for (const Analysis& analysis : kAnalyses) names.push_back(analysis.name);
  return names;
}

/// Refuses a word that is no measure, or that the measure named before does not take: no other words come here.
void refuse_other_words(CLI::App& app) {
  const auto word = std::make_shared<std::string>();
  app.add_option("analyze", *word)->check([&app, word](const std::string& text) {
    if (app.get_subcommands().empty()) return fmt::format("'{}' is no measure; {}", text, suggest_measure(text, measure_names()));
    const auto unknown = app.get_parent()->remaining();  // a flag that the measure does not have, whose value is the word
    return fmt::format("'{}' was not expected", unknown.empty() ? text : unknown.front());
  });
}

}  // namespace

AnalysisFlags add_analysis_flags(CLI::App& app, std::string_view of_what) {
  AnalysisFlags flags;
  flags.view = add_view_flags(app);
  flags.period = add_period(app);
  if (!of_what.empty()) flags.limit = add_limit(app, of_what);
  flags.form = add_format(app);
  return flags;
}

int with_picture(const Context& context, const AnalysisFlags& flags,
                 const std::function<int(const Ontology&, const Snapshot&, const Picture&)>& run) {
  return with_snapshot(context, *flags.period, [&](const Ontology& ontology, const Snapshot& snapshot) {
    const auto picture = take_picture(ontology, snapshot, *flags.view);
    if (!picture) return complain(picture.error());
    if (num_vertices(picture->view().graph()) == 0) return complain("nothing in the graph is as asked for; ask with fewer restrictions", kPartly);
    return run(ontology, snapshot, *picture);
  });
}

std::shared_ptr<MeasureOptions> add_measure_flags(CLI::App& app, const NodeMeasure& measure) {
  auto options = std::make_shared<MeasureOptions>();
  if (measure.weighable)
    app.add_option_function<std::string>(
           "--weight", [options](const std::string& text) { options->by_claims = text == "claims"; },
           "What an edge counts: 1, or the number of its claims")
        ->check(CLI::IsMember({"edges", "claims"}))
        ->type_name("edges|claims");
  if (measure.directable) {
    auto* directed = app.add_flag_callback(
        "--directed", [options] { options->directed = true; }, "Edges lead from source to target only");
    app.add_flag_callback(
           "--undirected", [options] { options->directed = false; }, "Edges lead both ways")
        ->excludes(directed);
  }
  if (measure.sampled) {
    app.add_option_function<std::uint32_t>(
        "--pivots", [options](std::uint32_t count) { options->pivots = count; },
        "Estimate from this many nodes, drawn at random; 0 for all, which is exact. By default exact unless the graph is large");
    app.add_option("--seed", options->seed, "Of the drawing; the same seed draws the same nodes")->capture_default_str();
  }
  return options;
}

std::function<int()> define_analyze(CLI::App& app, const Context& context) {
  app.formatter(std::make_shared<MeasureHelp>());
  app.require_subcommand(0, 1);
  refuse_other_words(app);
  auto chosen = std::make_shared<std::function<int()>>();
  for (const NodeMeasure& measure : node_measures())
    add_measure(app, measure.name, measure.summary, measure.examples, chosen, [&](CLI::App& sub) {
      return measure.kind == MeasureKind::group ? define_groups(sub, context, measure) : define_ranking(sub, context, measure);
    });
  for (const Analysis& analysis : kAnalyses)
    add_measure(app, analysis.name, analysis.summary, analysis.examples, chosen, [&](CLI::App& sub) { return analysis.define(sub, context); });
  return [chosen] {
    if (*chosen) return (*chosen)();
    return complain(fmt::format("which measure? There are {}", fmt::join(measure_names(), ", ")));
  };
}

}  // namespace entente::cli
