#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <tuple>

#include "cli/period.h"
#include "cli/print.h"
#include "cli/resolve.h"
#include "export/json.h"
#include "export/selection.h"
#include "export/text.h"
#include "graph/reference.h"

namespace entente::cli {
namespace {

enum class Way { out, in, both };

/// A relation of the node shown, seen from it.
struct Relation {
  Way way = Way::out;
  const RelationType* type = nullptr;
  std::string other, other_name;
  EdgeAggregate aggregate;

  std::uint32_t all() const {
    std::uint32_t sum = 0;
    for (const std::uint32_t count : aggregate.count) sum += count;
    return sum;
  }
};

bool stronger(const Relation& a, const Relation& b) {
  return std::tuple(b.aggregate.actual(), b.all(), a.type->number, a.other) < std::tuple(a.aggregate.actual(), a.all(), b.type->number, b.other);
}

/// The strongest of all that are offered, at most `limit` (0 for all); holds about twice as many.
class Strongest {
 public:
  explicit Strongest(std::size_t limit) : limit_(limit) {}

  void offer(Relation relation) {
    kept_.push_back(std::move(relation));
    ++offered_;
    if (limit_ > 0 && kept_.size() >= 2 * limit_ + 64) cut();
  }
  std::size_t left_out() const { return offered_ - kept_.size(); }
  std::vector<Relation>& finish() {
    cut();
    return kept_;
  }

 private:
  void cut() {
    std::sort(kept_.begin(), kept_.end(), stronger);
    if (limit_ > 0 && kept_.size() > limit_) kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(limit_), kept_.end());
  }

  std::size_t limit_, offered_ = 0;
  std::vector<Relation> kept_;
};

struct Shown {
  StoredNode stored;
  std::vector<ReferenceEdge> known;
  std::vector<Relation> relations;  // out, in, both, each the strongest first
  std::size_t left_out = 0;
};

Result<Shown> read(const Ontology& ontology, const Snapshot& snapshot, const std::string& id, std::size_t limit) {
  auto stored = snapshot.node(id);
  if (!stored) return failure(stored.error());
  Shown shown{std::move(*stored), {}, {}, 0};
  Strongest ways[] = {Strongest(limit), Strongest(limit), Strongest(limit)};
  const auto offer = [&](Way way, const StoredEdge& edge) {
    const RelationType* type = ontology.relation_type(edge.type);
    const std::string& other = way == Way::out ? edge.target : edge.source;
    if (type->symmetric) way = Way::both;
    ways[static_cast<std::size_t>(way)].offer({way, type, other, {}, edge.aggregate});
    return true;
  };
  Status status = snapshot.out(id, std::nullopt, [&](const StoredEdge& edge) { return offer(Way::out, edge); });
  if (status.ok())
    // A loop leaves and enters; once is enough.
    status = snapshot.in(id, std::nullopt, [&](const StoredEdge& edge) { return edge.source == edge.target || offer(Way::in, edge); });
  if (!status.ok()) return failure(status);
  for (Strongest& way : ways) {
    for (Relation& relation : way.finish()) {
      const auto other = snapshot.node(relation.other);
      if (!other) return failure(other.error());
      relation.other_name = other->node.name;
      shown.relations.push_back(std::move(relation));
    }
    shown.left_out += way.left_out();
  }
  return shown;
}

std::string years(const ReferenceEdge& edge) {
  if (!edge.since && !edge.until) return {};
  if (edge.since && edge.until && *edge.since == *edge.until) return fmt::format(" ({})", *edge.since);
  return fmt::format(" ({}–{})", edge.since ? fmt::to_string(*edge.since) : "", edge.until ? fmt::to_string(*edge.until) : "");
}

/// "foreign minister of Iran (2024–)", by type of relation; what still holds comes first, then the latest.
std::string known_text(const Ontology& ontology, const ReferenceFacts& facts, std::vector<ReferenceEdge> known, std::string_view type) {
  constexpr int kAlways = 9999;
  std::ranges::stable_sort(known, std::greater<>(), [&](const ReferenceEdge& edge) { return edge.until.value_or(kAlways); });
  std::string text;
  for (const ReferenceEdge& edge : known) {
    if (ontology.relation_type(edge.type)->name != type) continue;
    const std::string_view name = facts.name(edge.target);
    if (!text.empty()) text += "; ";
    if (!edge.office.empty()) text += edge.office + " of ";
    text += name.empty() ? edge.target : std::string(name);
    text += years(edge);
  }
  return text;
}

std::string names_text(const Node& node) {
  std::vector<std::pair<std::string, std::string>> by_language;
  for (const NodeName& name : node.names) {
    auto entry = std::ranges::find(by_language, name.language, &std::pair<std::string, std::string>::first);
    if (entry == by_language.end()) entry = by_language.insert(entry, {name.language, {}});
    entry->second += (entry->second.empty() ? "" : ", ") + one_line(name.text);
  }
  std::sort(by_language.begin(), by_language.end());
  std::string text;
  for (const auto& [language, names] : by_language)
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", language.empty() ? "?" : language, names);
  return text;
}

std::string_view arrow(Way way) { return way == Way::out ? "->" : way == Way::in ? "<-" : "<->"; }
std::string_view word(Way way) { return way == Way::out ? "out" : way == Way::in ? "in" : "both"; }
Table::Cell day_cell(Day day) { return day == 0 ? Table::Cell() : Table::Cell(format_day(day)); }

/// For people: statuses without claims are not worth a column.
Table short_table(const Shown& shown) {
  Table table({"", "relation", "node", "id", "claims", "others", "articles", "reports", "first", "last"});
  for (const Relation& relation : shown.relations) {
    const EdgeAggregate& sum = relation.aggregate;
    std::string others;
    for (std::size_t status = 1; status < kClaimStatusCount; ++status)
      if (sum.count[status] > 0)
        others += fmt::format("{}{} {}", others.empty() ? "" : ", ", sum.count[status], to_string(static_cast<ClaimStatus>(status)));
    table.add({arrow(relation.way), relation.type->name, relation.other_name, clean_id(relation.other), sum.actual(), others, sum.articles,
               sum.reports, day_cell(sum.first), day_cell(sum.last)});
  }
  return table;
}

Table full_table(const Shown& shown) {
  Table table({"way", "relation", "name", "id", "actual", "planned", "possible", "demanded", "negated", "articles", "reports", "first", "last",
               "confidence"});
  for (const Relation& relation : shown.relations) {
    const EdgeAggregate& sum = relation.aggregate;
    std::vector<Table::Cell> row = {word(relation.way), relation.type->name, relation.other_name, clean_id(relation.other)};
    for (const std::uint32_t count : sum.count) row.emplace_back(count);
    row.emplace_back(sum.articles);
    row.emplace_back(sum.reports);
    row.push_back(day_cell(sum.first));
    row.push_back(day_cell(sum.last));
    row.push_back(sum.actual() == 0 ? Table::Cell() : Table::Cell(shortest(sum.confidence)));
    table.add(std::move(row));
  }
  return table;
}

nlohmann::ordered_json to_json(const Ontology& ontology, const ReferenceFacts* facts, const Shown& shown) {
  auto json = entente::to_json(shown.stored, ontology);
  auto known = nlohmann::ordered_json::array(), relations = nlohmann::ordered_json::array();
  const auto or_null = [](auto value) { return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(); };
  for (const ReferenceEdge& edge : shown.known) {
    const std::string_view name = facts == nullptr ? std::string_view() : facts->name(edge.target);
    known.push_back({{"type", ontology.relation_type(edge.type)->name},
                     {"target", edge.target},
                     {"name", name.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(name)},
                     {"office", edge.office.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(edge.office)},
                     {"since", or_null(edge.since)},
                     {"until", or_null(edge.until)}});
  }
  for (const Relation& relation : shown.relations)
    relations.push_back({{"way", word(relation.way)},
                         {"type", relation.type->name},
                         {"id", clean_id(relation.other)},
                         {"name", relation.other_name},
                         {"claims", counts_to_json(relation.aggregate)},
                         {"articles", relation.aggregate.articles},
                         {"reports", relation.aggregate.reports},
                         {"first", day_cell(relation.aggregate.first)},
                         {"last", day_cell(relation.aggregate.last)},
                         {"confidence", relation.aggregate.actual() == 0 ? nlohmann::ordered_json()
                                                                         : nlohmann::ordered_json(shortest(relation.aggregate.confidence))}});
  json["reference"] = std::move(known);
  json["relations"] = std::move(relations);
  json["relations_left_out"] = shown.left_out;
  return json;
}

void print_text(std::ostream& out, const Ontology& ontology, const ReferenceFacts* facts, const Shown& shown, bool color) {
  const Node& node = shown.stored.node;
  std::vector<std::pair<std::string_view, std::string>> fields;
  const auto field = [&](std::string_view name, std::string value) {
    if (!value.empty()) fields.emplace_back(name, std::move(value));
  };
  field("type", ontology.node_type(node.type)->name);
  std::string others;
  for (const std::string& id : shown.stored.ids)
    if (id != node.id) others += (others.empty() ? "" : ", ") + clean_id(id);
  field("same as", others);
  field("country", node.country);
  field("names", names_text(node));
  if (facts != nullptr) {
    for (const auto& [name, type] :
         {std::pair{"offices", "holds_office_in"}, {"member of", "member_of"}, {"part of", "part_of"}, {"located in", "located_in"}})
      field(name, known_text(ontology, *facts, shown.known, type));
  }
  field("wikidata", node.wikidata);
  if (node.latitude) field("position", fmt::format("{}, {}", *node.latitude, *node.longitude));
  for (const auto& [key, value] : node.attributes) field(key, one_line(value));
  field("first seen", shown.stored.first ? format_day(*shown.stored.first) : "");
  field("last seen", shown.stored.last ? format_day(*shown.stored.last) : "");
  field("articles", fmt::to_string(shown.stored.documents));

  const bool terminal = is_terminal();
  out << paint(one_line(node.name), Ink::bold, color) << (terminal ? "  " : "\t") << clean_id(node.id) << '\n';
  for (const auto& [name, value] : fields)
    out << (terminal ? "  " + paint(fmt::format("{:12}", name), Ink::dim, color) : std::string(name) + "\t") << value << '\n';
  if (shown.relations.empty()) return;
  out << '\n';
  (terminal ? short_table(shown) : full_table(shown)).print(out, Form::table, color);
  if (shown.left_out > 0 && terminal) out << fmt::format("… and {} weaker relations; --limit 0 shows all\n", shown.left_out);
}

int show(const Context& context, const Ontology& ontology, const Snapshot& snapshot, const std::string& argument, std::size_t limit, Form form) {
  const auto id = resolve_node(context, ontology, snapshot, argument);
  if (!id) return complain(id.error(), id.error().code() == StatusCode::not_found ? kPartly : kError);
  auto shown = read(ontology, snapshot, *id, limit);
  if (!shown) return complain(shown.error());

  std::optional<ReferenceFacts> facts;
  if (const auto folder = context.data_folder()) {
    // A graph is worth showing without the gazetteer too.
    if (auto loaded = context.reference_facts(ontology))
      facts = std::move(*loaded);
    else
      complain(loaded.error());
  }
  if (facts) {
    shown->known = facts->from(*id);
    for (const std::string& other : shown->stored.ids)
      if (other != *id)
        for (ReferenceEdge& edge : facts->from(other)) shown->known.push_back(std::move(edge));
  }
  std::erase_if(shown->known, [&](const ReferenceEdge& edge) { return !overlaps(edge, snapshot.period()); });
  const ReferenceFacts* known = facts ? &*facts : nullptr;

  Output out;
  switch (form) {
    case Form::table: print_text(out, ontology, known, *shown, context.use_color()); break;
    case Form::csv: full_table(*shown).print(out, form, false); break;
    case Form::json:
    case Form::jsonl: out << dump(to_json(ontology, known, *shown), form == Form::json) << '\n'; break;
  }
  return out.finish(kDone);
}

}  // namespace

std::function<int()> define_show(CLI::App& app, const Context& context) {
  auto node = std::make_shared<std::string>();
  auto limit = std::make_shared<std::size_t>(10);
  app.add_option("node", *node, "Id of a node, or a name by which articles call it")->required()->type_name("NODE");
  app.add_option("--limit", *limit, "Relations of each direction, the strongest first; 0 for all")->capture_default_str();
  const auto period = add_period(app);
  const auto form = add_format(app);
  return [&context, period, node, limit, form] {
    return with_snapshot(context, *period,
                         [&](const Ontology& ontology, const Snapshot& snapshot) { return show(context, ontology, snapshot, *node, *limit, *form); });
  };
}

}  // namespace entente::cli
