#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "cli/analyze.h"
#include "export/text.h"
#include "graph/algorithm/similarity.h"

namespace entente::cli {
namespace {

using Json = nlohmann::ordered_json;

/// "condemns Israel", of what is done, or "Israel condemns it", of what is suffered; with how many nodes share that.
std::string reason_text(const GraphView& view, const Ontology& ontology, const SharedFeature& shared) {
  const RelationType* type = ontology.relation_type(shared.feature.type);
  const std::string relation = type == nullptr ? "?" : type->name, other = one_line(view.graph()[shared.feature.other].name);
  if (shared.feature.direction == Direction::out) return fmt::format("{} {} ({})", relation, other, shared.bearers);
  return fmt::format("{} {} it ({})", other, relation, shared.bearers);
}

/// What the two share, rarest first: a list of objects for programs, words for people.
Json reasons_cell(const GraphView& view, const Ontology& ontology, const SimilarNode& node, bool as_list) {
  Json list = Json::array();
  std::string text;
  for (const SharedFeature& shared : node.reasons) {
    const RelationType* type = ontology.relation_type(shared.feature.type);
    const ViewVertex& other = view.graph()[shared.feature.other];
    list.push_back({{"type", type == nullptr ? Json() : Json(type->name)},
                    {"direction", shared.feature.direction == Direction::out ? "out" : "in"},
                    {"other", clean_id(other.id)},
                    {"name", one_line(other.name)},
                    {"bearers", shared.bearers}});
    text += (text.empty() ? "" : "; ") + reason_text(view, ontology, shared);
  }
  return as_list ? list : Json(text);
}

int run(const Context& context, const AnalysisFlags& flags, const std::string& name, SimilarityOptions options) {
  return with_picture(context, flags, [&](const Ontology& ontology, const Snapshot& snapshot, const Picture& picture) {
    const auto vertex = resolve_vertex(context, ontology, snapshot, picture, name);
    if (!vertex) return complain(vertex.error(), vertex.error().code() == StatusCode::not_found ? kPartly : kError);
    options.limit = *flags.limit == 0 ? std::numeric_limits<std::size_t>::max() : *flags.limit;
    const GraphView& view = picture.view();
    const auto found = similar_nodes(view, ontology, *vertex, options);
    Table table({"rank", "id", "name", "type", "country", "value", "shared", "reasons"});
    for (std::size_t i = 0; i < found.size(); ++i) {
      std::vector<Table::Cell> row = {i + 1};
      for (Table::Cell& cell : vertex_cells(view, ontology, found[i].vertex)) row.push_back(std::move(cell));
      row.push_back(six_digits(found[i].score));
      row.push_back(found[i].shared);
      row.push_back(reasons_cell(view, ontology, found[i], *flags.form == Form::json || *flags.form == Form::jsonl));
      table.add(std::move(row));
    }
    note(context, "similar", picture, options.measure == SimilarityMeasure::jaccard ? "jaccard" : "cosine");
    if (table.empty() && !context.quiet)
      fmt::print(stderr, "no node shares {} relations with it; ask with --min-shared 1, or fewer restrictions\n", options.min_shared);
    Output out;
    table.print(out, *flags.form, context.use_color());
    return out.finish(table.empty() ? kPartly : kDone);
  });
}

}  // namespace

std::function<int()> define_similar(CLI::App& app, const Context& context) {
  const auto name = std::make_shared<std::string>();
  const auto options = std::make_shared<SimilarityOptions>();
  app.add_option("node", *name, "An id or a name")->required();
  app.add_option_function<std::string>(
         "--by",
         [options](const std::string& text) {
           options->measure = text == "cosine" ? SimilarityMeasure::cosine : SimilarityMeasure::jaccard;
           options->weight = text == "cosine" ? claims_weight() : EdgeWeight();
         },
         "jaccard: shared relations of all that either has; cosine: the same by numbers of claims")
      ->check(CLI::IsMember({"jaccard", "cosine"}))
      ->type_name("jaccard|cosine");
  app.add_option("--min-shared", options->min_shared, "Only nodes that share as many relations")->capture_default_str();
  app.add_flag("--same-type", options->same_type, "Only nodes of the same type");
  const auto flags = add_analysis_flags(app, "Nodes");
  return [&context, flags, name, options] { return run(context, flags, *name, *options); };
}

}  // namespace entente::cli
