#include "export/exporter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>

#include "cli/analyze_attributes.h"
#include "cli/analyze_view.h"
#include "cli/export_shown.h"
#include "cli/new_file.h"
#include "cli/period.h"
#include "cli/print.h"
#include "web/assets.h"

namespace entente::cli {
namespace {

namespace fs = std::filesystem;

struct Flags {
  std::string format, file;
  std::vector<std::string> types, include, measures;
  std::map<std::string, std::string> settings;  // by the names of the options that formats have
  float min_confidence = 0;
  std::uint32_t min_count = 0;
  std::size_t top = 0;
  bool reference = false, evidence = false, isolated = false;
};

Result<ExportOptions> read_options(const Ontology& ontology, const Flags& flags) {
  ExportOptions options;
  for (const std::string& name : flags.types) {
    const auto types = resolve_relations(ontology, name);
    if (!types) return failure(types.error());
    options.relation_types.insert(options.relation_types.end(), types->begin(), types->end());
  }
  for (std::size_t status = 0; status < kClaimStatusCount; ++status)
    for (const std::string& name : flags.include)
      if (name == "all" || name == to_string(static_cast<ClaimStatus>(status))) options.statuses[status] = true;
  options.min_confidence = flags.min_confidence;
  options.min_count = flags.min_count;
  options.evidence = flags.evidence;
  options.top = flags.top;
  options.isolated = flags.isolated;
  for (const auto& [name, value] : flags.settings)
    if (!value.empty()) options.settings.emplace_back(name, value);
  return options;
}

/// The format that was named, or that the name of the file says.
Result<const ExportFormat*> choose_format(const Flags& flags) {
  std::string names;
  for (const ExportFormat& format : export_formats()) {
    const bool named = !format.extension.empty() && fs::path(flags.file).extension() == "." + std::string(format.extension);
    if (flags.format.empty() ? named : format.name == flags.format) return &format;
    names += (names.empty() ? "" : ", ") + std::string(format.name);
  }
  return failure(StatusCode::invalid_input, fmt::format("which format? Add --format with one of {}", names));
}

int refuse(const std::string& file, int error) {
  return complain(fmt::format("{}: cannot be written ({}); check the path, its permissions and the space on the disk", file, std::strerror(error)));
}

/// `give` exports into what it is given.
template <class Give>
int write_file(const std::string& file, const Give& give) {
  NewFile target(file);
  if (target.descriptor() < 0) return refuse(file, errno);
  DescriptorBuffer buffer(target.descriptor());
  std::ostream out(&buffer);
  const Status status = give(out);
  if (!status.ok()) return complain(status);
  out.flush();
  if (buffer.error() != 0) return refuse(file, buffer.error());
  const int error = target.commit();
  return error != 0 ? refuse(file, error) : kDone;
}

template <class Give>
int write_folder(const std::string& folder, const Give& give) {
  auto target = NewFolder::make(folder);
  if (!target) return complain(target.error());
  const Status status = give(**target);
  if (!status.ok()) return complain(status);
  const int error = (*target)->commit();
  return error != 0 ? refuse(folder, error) : kDone;
}

int write(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options, const ExportFormat& format, const std::string& file) {
  const auto give = [&](auto& target) { return export_graph(snapshot, ontology, options, format, target); };
  if (format.make_folder != nullptr) return write_folder(file, give);
  if (!file.empty() && file != "-") return write_file(file, give);
  Output out;
  const Status status = give(out);
  return status.ok() ? out.finish(kDone) : complain(status);
}

/// The page of the explorer, if the program has it, for this graph.
ExportPage page_of(const Context& context) {
  const web::Asset* page = web::asset("/single.html");
  const fs::path graph = context.graph_folder();
  return {page == nullptr ? std::string_view() : page->bytes, ENTENTE_VERSION,
          (graph.filename().empty() ? graph.parent_path() : graph).filename().string()};
}

int run(const Context& context, const PeriodFlags& period, const ShownFlags& shown_flags, const Flags& flags) {
  const auto format = choose_format(flags);
  if (!format) return complain(format.error());
  if ((*format)->make_folder != nullptr && (flags.file.empty() || flags.file == "-"))
    return complain(fmt::format("{} is several files; name a new folder for them with -o DIR", (*format)->name));
  if ((*format)->page && shown_flags.layout) return complain(fmt::format("{}: the page places nodes itself; leave out --layout", (*format)->name));
  const ExportPage page = page_of(context);
  return with_snapshot(context, period, [&](const Ontology& ontology, const Snapshot& snapshot) {
    auto options = read_options(ontology, flags);
    if (!options) return complain(options.error());
    options->page = &page;
    std::optional<ReferenceFacts> facts;
    if (flags.reference) {
      auto loaded = context.reference_facts(ontology);
      if (!loaded) return complain(loaded.error());
      facts = std::move(*loaded);
      options->reference = &*facts;
    }
    Shown shown;
    const int found = make_shown(context, ontology, snapshot, shown_flags, !flags.include.empty(), shown, *options);
    if (found > kPartly) return found;
    std::vector<NodeAttribute> attributes;
    if (!flags.measures.empty()) {
      auto measured = measure_attributes(context, ontology, snapshot, *options, flags.measures);
      if (!measured) return complain(measured.error());
      attributes = std::move(*measured);
    }
    if (shown_flags.layout)
      if (const Status status = add_layout(context, ontology, snapshot, *options, attributes); !status.ok()) return complain(status);
    options->attributes = attributes;
    const int written = write(snapshot, ontology, *options, **format, flags.file);
    return written != kDone ? written : found;
  });
}

/// The options that formats have, once each: what is set goes into `settings`.
void add_format_options(CLI::App& app, std::map<std::string, std::string>& settings) {
  for (const ExportFormat& format : export_formats())
    for (const FormatOption& option : format.options) {
      const std::string name(option.name);
      if (settings.contains(name)) continue;
      app.add_option("--" + name, settings[name], fmt::format("Of {}: {}", format.name, option.description))
          ->check(CLI::IsMember(std::vector<std::string>(option.values.begin(), option.values.end())))
          ->type_name("NAME");
    }
}

}  // namespace

std::function<int()> define_export(CLI::App& app, const Context& context) {
  auto flags = std::make_shared<Flags>();
  std::vector<std::string> names;
  std::string described;
  for (const ExportFormat& format : export_formats()) {
    names.emplace_back(format.name);
    described += fmt::format("{}{}: {}", described.empty() ? "" : "; ", format.name, format.description);
  }
  app.add_option("--format", flags->format, described)->check(CLI::IsMember(names))->type_name("FORMAT");
  app.add_option("-o,--output", flags->file, "File or new folder to write, complete or not at all; else standard output")->type_name("FILE");
  add_format_options(app, flags->settings);
  app.add_option("--type", flags->types, "Only relations of these types, or kinds: cooperation, conflict, structure")
      ->type_name("TYPE,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--min-confidence", flags->min_confidence, "Only edges whose best claim is at least this sure")->check(CLI::Range(0.0, 1.0));
  app.add_option("--min-count", flags->min_count, "Only edges with at least this many claims");
  app.add_option("--include", flags->include, "Also edges that are only planned, possible, demanded or negated, or all of them; may be repeated")
      ->check(CLI::IsMember({"planned", "possible", "demanded", "negated", "all"}))
      ->type_name("STATUS")
      ->allow_extra_args(false);
  app.add_flag("--reference", flags->reference, "Add what the gazetteer knows of relations between the nodes exported");
  app.add_flag("--evidence", flags->evidence, "Add the claims behind each edge (json, turtle, jsonld, ftm; html has them in any case)");
  app.add_option("--measure", flags->measures, "Add what these measures of 'entente analyze' say of each node: pagerank, communities, ...")
      ->type_name("MEASURE,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--top", flags->top, "Only the nodes with the most claims, this many");
  app.add_flag("--isolated", flags->isolated, "Also nodes without an exported edge");
  const auto shown = add_shown_flags(app);
  const auto period = add_period(app);
  return [&context, period, shown, flags] { return run(context, *period, *shown, *flags); };
}

}  // namespace entente::cli
