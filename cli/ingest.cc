#include <fmt/format.h>

#include "cli/articles.h"
#include "cli/failed_file.h"
#include "cli/graph_ingest.h"
#include "cli/ingest_journal.h"

namespace entente::cli {
namespace {

struct Flags {
  ArticleFlags articles;
  std::string sync = "group", bulk = "auto", failed_to;
  bool list = false, resume = false;
};

GraphWriter::Way way_of(const Flags& flags) {
  if (flags.sync == "always") return GraphWriter::Way::single;
  return flags.bulk == "auto" ? GraphWriter::Way::bulk : GraphWriter::Way::grouped;
}

SyncMode sync_of(const Flags& flags) { return flags.sync == "off" ? SyncMode::off : flags.sync == "always" ? SyncMode::always : SyncMode::group; }

int run(const Context& context, const Flags& flags) {
  const auto data = context.data_folder();
  if (!data) return complain(data.error());
  const auto extractor = flags.articles.extractor(*data);
  if (!extractor) return complain(extractor.error());
  ConsoleWarnings warnings;
  auto inputs = flags.articles.expand(warnings);
  if (!inputs) return complain(inputs.error());
  std::unique_ptr<FailedFile> failed_file;
  if (!flags.failed_to.empty()) {
    auto file = FailedFile::create(flags.failed_to);
    if (!file) return complain(file.error());
    failed_file = std::move(*file);
  }
  StoreOptions options;
  options.create = true;
  options.sync = sync_of(flags);
  const auto store = Store::open(context.graph_folder(), (*extractor)->ontology(), options);
  if (!store) return complain(store.error());

  IngestJournal journal(context.graph_folder());
  if (flags.resume) {
    const auto done = journal.resume(*inputs);
    if (done > 0 && !context.quiet) fmt::print(stderr, "entente: {} inputs were read to their end before\n", done);
  } else {
    journal.restart();
  }
  NamedArticles articles(flags.articles, std::move(*inputs), warnings);
  GraphIngest ingest(**extractor, **store, way_of(flags), flags.list);
  ingest.on_settled = [&] {
    if (flags.sync != "off") journal.note(articles.source());  // else the graph may lose what the journal says it has
  };
  if (failed_file) ingest.on_failed = [&](const Article* article, const Status& status) { failed_file->add(article, status); };
  const ArticleStream stream = {[&] { return articles.source().next(); }, [&] { return articles.share(); }};
  const auto count = ingest.run(context, flags.articles, stream, warnings);
  Status status = count ? ingest.finish() : count.error();
  if (failed_file)
    if (const Status written = failed_file->finish(); status.ok()) status = written;
  if (!status.ok()) return complain(status);
  journal.remove();
  fmt::print(stderr, "{}\n", ingest.summary());
  return ingest.failed() != 0 ? kPartly : kDone;
}

}  // namespace

std::function<int()> define_ingest(CLI::App& app, const Context& context) {
  auto flags = std::make_shared<Flags>();
  flags->articles.define(app);
  app.add_option("--sync", flags->sync, "When articles are safe on disk: a group of them together, each by itself, or when the system pleases")
      ->check(CLI::IsMember({"group", "always", "off"}))
      ->capture_default_str();
  app.add_option("--bulk", flags->bulk, "Write many articles as sorted files: once a few thousand are in (auto), or never")
      ->check(CLI::IsMember({"auto", "off"}))
      ->capture_default_str();
  app.add_flag("--list", flags->list, "Print the id of each article once the graph has it, as safe as --sync says");
  app.add_flag("--resume", flags->resume, "Go on where a run over the same files was broken off");
  app.add_option("--failed-to", flags->failed_to, "Write articles that fail, and why, as JSON Lines to be mended and read in again")
      ->type_name("FILE");
  return [&context, flags] { return run(context, *flags); };
}

}  // namespace entente::cli
