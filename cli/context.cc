#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "cli/command.h"

namespace entente::cli {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::filesystem::path program_folder() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path() : program.parent_path();
}

}  // namespace

Result<std::filesystem::path> Context::data_folder() const {
  if (!data.empty()) return std::filesystem::path(data);
  if (const auto named = environment("ENTENTE_DATA"); !named.empty()) return std::filesystem::path(named);
  std::string tried;
  for (const auto& place : {program_folder() / "../share/entente", std::filesystem::path(ENTENTE_SOURCE_DATA)}) {
    if (std::filesystem::exists(place / "ontology.json")) return place.lexically_normal();
    tried += "\n  " + place.lexically_normal().string();
  }
  return failure(StatusCode::not_found, fmt::format("the data folder was not found in{}\nname it with --data DIR or ENTENTE_DATA", tried));
}

std::filesystem::path Context::graph_folder() const {
  if (!graph.empty()) return graph;
  if (const auto named = environment("ENTENTE_GRAPH"); !named.empty()) return named;
  if (const auto home = environment("XDG_DATA_HOME"); !home.empty()) return std::filesystem::path(home) / "entente/graph";
  return std::filesystem::path(environment("HOME")) / ".local/share/entente/graph";
}

Result<Ontology> Context::ontology() const {
  const auto folder = data_folder();
  if (!folder) return failure(folder.error());
  return Ontology::load(*folder / "ontology.json");
}

Result<ReferenceFacts> Context::reference_facts(const Ontology& ontology) const {
  const auto folder = data_folder();
  if (!folder) return failure(folder.error());
  return ReferenceFacts::load(*folder / "gazetteer", ontology);
}

bool Context::use_color() const {
  if (color == "always") return true;
  return color == "auto" && environment("NO_COLOR").empty() && isatty(STDOUT_FILENO) == 1;
}

int complain(std::string_view message, int code) {
  fmt::print(stderr, "entente: {}\n", message);
  return code;
}

int complain(const Status& status, int code) { return complain(status.message(), code); }

int with_graph(const Context& context, Access access, const std::function<int(const Ontology&, Store&)>& run) {
  const auto ontology = context.ontology();
  if (!ontology) return complain(ontology.error());
  StoreOptions options;
  options.read_only = access == Access::read;
  const auto store = Store::open(context.graph_folder(), *ontology, options);
  if (!store) return complain(store.error());
  return run(*ontology, **store);
}

std::int64_t now() { return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count(); }

}  // namespace entente::cli
