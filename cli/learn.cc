#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/print.h"
#include "ingest/mention/gazetteer.h"

namespace entente::cli {
namespace {

// What articles name by names that hold elsewhere too. States and places are packaged; crowds and papers have no such names.
constexpr std::array<std::string_view, 9> kTypes = {"Official", "Person",     "Party",      "Organization", "ArmedGroup",
                                                    "Alliance", "Government", "ArmedForce", "Media"};

// A name in full or an acronym: one word of ordinary letters may be anybody's.
bool is_telling(std::string_view name) {
  const bool words = name.find(' ') != std::string_view::npos;
  const bool capitals = name.size() > 1 && std::ranges::all_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
  const bool proper = !name.empty() && (name[0] < 'a' || name[0] > 'z');
  return proper && (words || capitals) && name.find_first_of("\t|\n") == std::string_view::npos;
}

// The row of a node; empty where its names are known or tell nothing.
std::string row(const Gazetteer& packaged, const Vocabulary& vocabulary, std::string_view type, const Node& node) {
  std::string names;
  for (const auto& name : node.names) {
    if (!is_telling(name.text) || packaged.knows(vocabulary, node.id, name.text)) continue;
    if (("|" + names + "|").find("|" + name.text + "|") != std::string::npos) continue;  // met in another language too
    names += (names.empty() ? "" : "|") + name.text;
  }
  return names.empty() ? names : fmt::format("{}\t{}\t{}\t{}\t{}\n", node.id, type, node.name, node.country, names);
}

int learn(const Context& context, std::uint32_t least) {
  const auto data = context.data_folder();
  if (!data) return complain(data.error());
  Vocabulary vocabulary;
  const auto packaged = Gazetteer::load(*data / "gazetteer", vocabulary);
  if (!packaged) return complain(packaged.error());
  return with_snapshot(context, [&](const Ontology& ontology, const Snapshot& snapshot) {
    Output out;
    out << "id\ttype\tname\tcountry\tnames\n";
    const auto status = snapshot.for_each_node([&](const StoredNode& stored) {
      const auto& type = ontology.node_type(stored.node.type)->name;
      // The nodes of roles ("foreign minister of Iran") have names that the words of a language make.
      const bool role = (type == "Government" || type == "ArmedForce") && packaged->find(stored.node.id) == nullptr;
      if (stored.documents >= least && !role && std::ranges::find(kTypes, type) != kTypes.end()) out << row(*packaged, vocabulary, type, stored.node);
      return static_cast<bool>(out);
    });
    if (!status.ok()) return complain(status);
    return out.finish(kDone);
  });
}

}  // namespace

std::function<int()> define_learn(CLI::App& app, const Context& context) {
  auto least = std::make_shared<std::uint32_t>(2);
  app.add_option("--min-articles", *least, "Leave out what fewer articles name")->type_name("N");
  return [&context, least] { return learn(context, *least); };
}

}  // namespace entente::cli
