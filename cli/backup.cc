#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/print.h"

namespace entente::cli {
namespace {

int make(const Context& context, Store& store, const std::string& directory) {
  const auto made = store.backup(directory);
  if (!made) return complain(made.error());
  if (!context.quiet) fmt::print(stderr, "backup {}: {}, {} files, compared with the graph\n", made->number, size_text(made->bytes), made->files);
  return kDone;
}

int list(const std::string& directory, Form form, bool color) {
  const auto backups = Store::backups(directory);
  if (!backups) return complain(backups.error(), backups.error().code() == StatusCode::not_found ? kPartly : kError);
  Table table({"backup", "made", "bytes", "files"});
  for (const BackupInfo& info : *backups) table.add({info.number, format_time(info.time), info.bytes, info.files});
  Output out;
  table.print(out, form, color);
  return out.finish(kDone);
}

}  // namespace

std::function<int()> define_backup(CLI::App& app, const Context& context) {
  auto directory = std::make_shared<std::string>();
  auto listed = std::make_shared<bool>(false);
  app.add_option("directory", *directory, "Where backups are kept, best on another disk; made where it is missing")->required()->type_name("DIR");
  app.add_flag("--list", *listed, "Print the backups that are there, and make none");
  const auto form = add_format(app);
  return [&context, directory, listed, form] {
    if (*listed) return list(*directory, *form, context.use_color());
    return with_graph(context, Access::write, [&](const Ontology&, Store& store) { return make(context, store, *directory); });
  };
}

std::function<int()> define_restore(CLI::App& app, const Context& context) {
  auto directory = std::make_shared<std::string>();
  auto number = std::make_shared<std::uint32_t>(0);
  app.add_option("directory", *directory, "Where 'entente backup' put it")->required()->type_name("DIR");
  app.add_option("--backup", *number, "Which one, as 'entente backup --list' numbers them; else the newest")->type_name("N");
  return [&context, directory, number] {
    const auto restored = Store::restore(*directory, *number, context.graph_folder());
    if (!restored) return complain(restored.error());
    if (!context.quiet)
      fmt::print(stderr, "backup {} of {} is the graph at {} now\n", restored->number, format_time(restored->time), context.graph_folder().string());
    return kDone;
  };
}

}  // namespace entente::cli
