#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/print.h"

namespace entente::cli {
namespace {

void print_json(std::ostream& out, const Ontology& ontology) {
  nlohmann::ordered_json json;
  const auto or_null = [](const std::string& s) { return s.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(s); };
  for (const auto& t : ontology.node_types())
    json["node_types"].push_back(
        {{"number", t.number}, {"name", t.name}, {"prefix", t.prefix}, {"supertypes", t.supertypes}, {"description", t.description}});
  for (const auto& t : ontology.relation_types())
    json["relation_types"].push_back({{"number", t.number},
                                      {"name", t.name},
                                      {"family", or_null(t.family)},
                                      {"cameo", or_null(t.cameo)},
                                      {"quad", static_cast<int>(t.quad)},
                                      {"symmetric", t.symmetric},
                                      {"targets", t.targets},
                                      {"description", t.description}});
  out << dump(json, true) << '\n';
}

void print_table(std::ostream& out, const Ontology& ontology) {
  out << fmt::format("{:3} {:14} {:14} {}\n", "no", "node type", "ids", "what it is");
  for (const auto& t : ontology.node_types()) out << fmt::format("{:3} {:14} {:14} {}\n", t.number, t.name, t.prefix + ":", t.description);
  out << fmt::format("\n{:3} {:26} {:10} {:5} {:4} {:9} {}\n", "no", "relation type", "family", "cameo", "quad", "symmetric", "reading");
  for (const auto& t : ontology.relation_types())
    out << fmt::format("{:3} {:26} {:10} {:5} {:4} {:9} {}\n", t.number, t.name, t.family.empty() ? "-" : t.family, t.cameo.empty() ? "-" : t.cameo,
                       static_cast<int>(t.quad), t.symmetric ? "yes" : "", t.description);
}

}  // namespace

std::function<int()> define_ontology(CLI::App& app, const Context& context) {
  auto format = std::make_shared<std::string>("table");
  app.add_option("--format", *format, "Form of output")->check(CLI::IsMember({"table", "json"}));
  return [&context, format] {
    const auto ontology = context.ontology();
    if (!ontology) return complain(ontology.error());
    Output out;
    *format == "json" ? print_json(out, *ontology) : print_table(out, *ontology);
    return out.finish(kDone);
  };
}

}  // namespace entente::cli
