#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.h"

namespace entente::cli {
namespace {

void print_json(const Ontology& ontology) {
  nlohmann::ordered_json out;
  const auto or_null = [](const std::string& s) { return s.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(s); };
  for (const auto& t : ontology.node_types())
    out["node_types"].push_back(
        {{"number", t.number}, {"name", t.name}, {"prefix", t.prefix}, {"supertypes", t.supertypes}, {"description", t.description}});
  for (const auto& t : ontology.relation_types())
    out["relation_types"].push_back({{"number", t.number},
                                     {"name", t.name},
                                     {"family", or_null(t.family)},
                                     {"cameo", or_null(t.cameo)},
                                     {"quad", static_cast<int>(t.quad)},
                                     {"symmetric", t.symmetric},
                                     {"targets", t.targets},
                                     {"description", t.description}});
  fmt::print("{}\n", out.dump(2));
}

void print_table(const Ontology& ontology) {
  fmt::print("{:3} {:14} {:14} {}\n", "no", "node type", "ids", "what it is");
  for (const auto& t : ontology.node_types()) fmt::print("{:3} {:14} {:14} {}\n", t.number, t.name, t.prefix + ":", t.description);
  fmt::print("\n{:3} {:26} {:10} {:5} {:4} {:9} {}\n", "no", "relation type", "family", "cameo", "quad", "symmetric", "reading");
  for (const auto& t : ontology.relation_types())
    fmt::print("{:3} {:26} {:10} {:5} {:4} {:9} {}\n", t.number, t.name, t.family.empty() ? "-" : t.family, t.cameo.empty() ? "-" : t.cameo,
               static_cast<int>(t.quad), t.symmetric ? "yes" : "", t.description);
}

}  // namespace

std::function<int()> define_ontology(CLI::App& app, const Context& context) {
  auto format = std::make_shared<std::string>("table");
  app.add_option("--format", *format, "Form of output")->check(CLI::IsMember({"table", "json"}));
  return [&context, format] {
    const auto ontology = context.ontology();
    if (!ontology) return complain(ontology.error());
    *format == "json" ? print_json(*ontology) : print_table(*ontology);
    return kDone;
  };
}

}  // namespace entente::cli
