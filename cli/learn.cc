#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/period.h"
#include "cli/print.h"
#include "graph/text/tsv.h"
#include "ingest/mention/gazetteer.h"

namespace entente::cli {
namespace {

// What articles name by names of its own. Organs and forces go by roles, states and places are packaged, crowds have no names.
constexpr std::array<std::string_view, 7> kTypes = {"Official", "Person", "Party", "Organization", "ArmedGroup", "Alliance", "Media"};

// A name in full or an acronym: one word of ordinary letters may be anybody's, and a name has capitals but for its small words ("bin", "of the").
bool is_telling(std::string_view name) {
  constexpr std::size_t kSmallWord = 3;  // bytes
  if (name.find_first_of("\t|\n()") != std::string_view::npos) return false;
  const auto words = split_list(name, ' ');
  const auto lower = [](std::string_view word) { return word[0] >= 'a' && word[0] <= 'z'; };
  if (words.size() == 1) return name.size() > 1 && std::ranges::all_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
  return words.size() > 1 && !lower(words.front()) &&
         std::ranges::all_of(words, [&](std::string_view word) { return !lower(word) || word.size() <= kSmallWord; });
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

int learn(const Context& context, const PeriodFlags& period, std::uint32_t least) {
  const auto data = context.data_folder();
  if (!data) return complain(data.error());
  Vocabulary vocabulary;
  const auto packaged = Gazetteer::load(*data / "gazetteer", vocabulary);
  if (!packaged) return complain(packaged.error());
  return with_snapshot(context, period, [&](const Ontology& ontology, const Snapshot& snapshot) {
    Output out;
    out << "id\ttype\tname\tcountry\tnames\n";
    const auto status = snapshot.for_each_node([&](const StoredNode& stored) {
      const auto& type = ontology.node_type(stored.node.type)->name;
      if (stored.documents >= least && std::ranges::find(kTypes, type) != kTypes.end()) out << row(*packaged, vocabulary, type, stored.node);
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
  const auto period = add_period(app);
  return [&context, period, least] { return learn(context, *period, *least); };
}

}  // namespace entente::cli
