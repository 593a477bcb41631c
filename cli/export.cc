#include "export/exporter.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "cli/analyze_attributes.h"
#include "cli/period.h"
#include "cli/print.h"
#include "cli/resolve.h"

namespace entente::cli {
namespace {

namespace fs = std::filesystem;

struct Flags {
  std::string format, file;
  std::vector<std::string> types, include, measures;
  float min_confidence = 0;
  std::uint32_t min_count = 0;
  std::size_t top = 0;
  bool reference = false, evidence = false, isolated = false;
};

/// A file that appears under its name only when it is complete. What was there stays until then.
class NewFile {
 public:
  explicit NewFile(const fs::path& file) : file_(file) {
    struct stat there = {};
    const bool exists = ::stat(file.c_str(), &there) == 0;
    if (exists && !S_ISREG(there.st_mode)) {  // a device or a pipe is written as it is
      descriptor_ = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
      return;
    }
    std::error_code ignored;
    if (exists) file_ = fs::canonical(file, ignored);  // a link stays a link
    if (file_.empty()) file_ = file;
    temporary_ = file_;
    temporary_ += fmt::format(".{}.part", ::getpid());
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (exists && descriptor_ >= 0) ::fchmod(descriptor_, there.st_mode & 07777);
  }
  ~NewFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  int descriptor() const { return descriptor_; }

  /// Puts the file under its name, on disk. Returns the errno of what failed; 0 for nothing.
  int commit() {
    if (temporary_.empty()) return 0;
    if (::fsync(descriptor_) != 0 || ::rename(temporary_.c_str(), file_.c_str()) != 0) return errno;
    temporary_.clear();
    return 0;
  }

 private:
  fs::path file_, temporary_;
  int descriptor_ = -1;
};

Result<ExportOptions> read_options(const Ontology& ontology, const Flags& flags) {
  ExportOptions options;
  for (const std::string& name : flags.types) {
    const auto type = resolve_relation(ontology, name);
    if (!type) return failure(type.error());
    options.relation_types.push_back(*type);
  }
  for (std::size_t status = 0; status < kClaimStatusCount; ++status)
    for (const std::string& name : flags.include)
      if (name == "all" || name == to_string(static_cast<ClaimStatus>(status))) options.statuses[status] = true;
  options.min_confidence = flags.min_confidence;
  options.min_count = flags.min_count;
  options.evidence = flags.evidence;
  options.top = flags.top;
  options.isolated = flags.isolated;
  return options;
}

/// The format that was named, or that the name of the file says.
Result<const ExportFormat*> choose_format(const Flags& flags) {
  std::string names;
  for (const ExportFormat& format : export_formats()) {
    if (flags.format.empty() ? fs::path(flags.file).extension() == "." + std::string(format.extension) : format.name == flags.format) return &format;
    names += (names.empty() ? "" : ", ") + std::string(format.name);
  }
  return failure(StatusCode::invalid_input, fmt::format("which format? Add --format with one of {}", names));
}

int write(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options, const ExportFormat& format, const std::string& file) {
  if (file.empty() || file == "-") {
    Output out;
    const Status status = export_graph(snapshot, ontology, options, format, out);
    return status.ok() ? out.finish(kDone) : complain(status);
  }
  const auto refuse = [&](int error) {
    return complain(fmt::format("{}: cannot be written ({}); check the path, its permissions and the space on the disk", file, std::strerror(error)));
  };
  NewFile target(file);
  if (target.descriptor() < 0) return refuse(errno);
  DescriptorBuffer buffer(target.descriptor());
  std::ostream out(&buffer);
  const Status status = export_graph(snapshot, ontology, options, format, out);
  if (!status.ok()) return complain(status);
  out.flush();
  if (buffer.error() != 0) return refuse(buffer.error());
  if (const int error = target.commit(); error != 0) return refuse(error);
  return kDone;
}

int run(const Context& context, const PeriodFlags& period, const Flags& flags) {
  const auto format = choose_format(flags);
  if (!format) return complain(format.error());
  return with_snapshot(context, period, [&](const Ontology& ontology, const Snapshot& snapshot) {
    auto options = read_options(ontology, flags);
    if (!options) return complain(options.error());
    std::optional<ReferenceFacts> facts;
    if (flags.reference) {
      auto loaded = context.reference_facts(ontology);
      if (!loaded) return complain(loaded.error());
      facts = std::move(*loaded);
      options->reference = &*facts;
    }
    std::vector<NodeAttribute> attributes;
    if (!flags.measures.empty()) {
      auto measured = measure_attributes(context, ontology, snapshot, *options, flags.measures);
      if (!measured) return complain(measured.error());
      attributes = std::move(*measured);
      options->attributes = attributes;
    }
    return write(snapshot, ontology, *options, **format, flags.file);
  });
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
  app.add_option("-o,--output", flags->file, "File to write, complete or not at all; else standard output")->type_name("FILE");
  app.add_option("--type", flags->types, "Only relations of this type; may be repeated")->type_name("TYPE")->allow_extra_args(false);
  app.add_option("--min-confidence", flags->min_confidence, "Only edges whose best claim is at least this sure")->check(CLI::Range(0.0, 1.0));
  app.add_option("--min-count", flags->min_count, "Only edges with at least this many claims");
  app.add_option("--include", flags->include, "Also edges that are only planned, possible, demanded or negated, or all of them; may be repeated")
      ->check(CLI::IsMember({"planned", "possible", "demanded", "negated", "all"}))
      ->type_name("STATUS")
      ->allow_extra_args(false);
  app.add_flag("--reference", flags->reference, "Add what the gazetteer knows of relations between the nodes exported");
  app.add_flag("--evidence", flags->evidence, "Add the claims behind each edge (json)");
  app.add_option("--measure", flags->measures, "Add what these measures of 'entente analyze' say of each node: pagerank, communities, ...")
      ->type_name("MEASURE,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--top", flags->top, "Only the nodes with the most claims, this many");
  app.add_flag("--isolated", flags->isolated, "Also nodes without an exported edge");
  const auto period = add_period(app);
  return [&context, period, flags] { return run(context, *period, *flags); };
}

}  // namespace entente::cli
