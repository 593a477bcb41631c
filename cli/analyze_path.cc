#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <tuple>

#include "cli/analyze.h"
#include "cli/claim_text.h"
#include "export/evidence.h"
#include "export/json.h"
#include "export/selection.h"
#include "export/text.h"
#include "graph/algorithm/paths.h"

namespace entente::cli {
namespace {

using Json = nlohmann::ordered_json;

/// The claim that speaks best for an edge, and its article.
struct Citation {
  Claim claim;
  std::shared_ptr<const DocumentRecord> document;
};

/// Finds the sentences behind the edges of a picture.
class Citations {
 public:
  Citations(const Snapshot& snapshot, const Ontology& ontology, const Picture& picture)
      : snapshot_(snapshot), ontology_(ontology), picture_(picture), reader_(snapshot) {}

  /// Of actual claims, else of others, the surest, of these the latest. None where the edge has no claim.
  Result<std::optional<Citation>> of(GraphView::Edge edge) {
    const GraphView::Graph& graph = picture_.nodes.graph();
    if (picture_.rollup) edge = strongest_within(edge);
    std::optional<Claim> best;
    const Status status =
        snapshot_.claims(graph[source(edge, graph)].id, graph[edge].type, graph[target(edge, graph)].id, [&](const Claim& claim, std::uint32_t) {
          if (!best || rank(claim) > rank(*best)) best = claim;
          return true;
        });
    if (!status.ok()) return failure(status);
    if (!best) return std::optional<Citation>();
    auto document = reader_.document(*best);
    if (!document) return failure(document.error());
    return Citation{std::move(*best), std::move(*document)};
  }

 private:
  static std::tuple<bool, float, Day> rank(const Claim& claim) {
    return {status_of(claim) == ClaimStatus::actual, claim.evidence.confidence, claim.date ? claim.date->day : 0};
  }

  /// Of the edges that an edge between countries sums up, the one with the most actual claims.
  GraphView::Edge strongest_within(GraphView::Edge sum) const {
    const GraphView::Graph &countries = picture_.view().graph(), &nodes = picture_.nodes.graph();
    const TypeId type = countries[sum].type;
    const bool symmetric = ontology_.relation_type(type)->symmetric;
    const std::string &from = countries[source(sum, countries)].country, &to = countries[target(sum, countries)].country;
    GraphView::Edge best;
    std::uint64_t most = 0;
    for (auto [edge, end] = edges(nodes); edge != end; ++edge) {
      if (nodes[*edge].type != type) continue;
      const std::string &a = nodes[source(*edge, nodes)].country, &b = nodes[target(*edge, nodes)].country;
      if (!(a == from && b == to) && !(symmetric && a == to && b == from)) continue;
      const std::uint64_t claims = nodes[*edge].aggregate.actual() + std::uint64_t{1};
      if (claims <= most) continue;
      most = claims;
      best = *edge;
    }
    return best;
  }

  Snapshot snapshot_;
  const Ontology& ontology_;
  const Picture& picture_;
  EvidenceReader reader_;
};

/// Prints paths, one after the other, in one form.
class PathPrinter {
 public:
  PathPrinter(std::ostream& out, const Ontology& ontology, const Picture& picture, Citations& citations, Form form, bool color)
      : out_(out), ontology_(ontology), graph_(picture.view().graph()), citations_(citations), form_(form), color_(color) {}

  Status print(const std::vector<Path>& paths) {
    Json all = Json::array();
    Table rows({"path", "step", "source", "type", "target", "claims", "document", "title", "outlet", "published", "text"});
    for (std::size_t i = 0; i < paths.size(); ++i) {
      Json path = {{"path", i + 1}, {"edges", paths[i].steps.size()}, {"cost", six_digits(paths[i].cost)}, {"steps", Json::array()}};
      if (form_ == Form::table) out_ << (i == 0 ? "" : "\n") << heading(paths[i], i + 1) << '\n';
      for (std::size_t step = 0; step < paths[i].steps.size(); ++step) {
        const auto citation = citations_.of(paths[i].steps[step].edges.front());
        if (!citation) return citation.error();
        if (form_ == Form::table) print_text(paths[i].steps[step], *citation);
        if (form_ == Form::csv) rows.add(row(i + 1, step + 1, paths[i].steps[step].edges.front(), *citation));
        path["steps"].push_back(to_json(paths[i].steps[step], *citation));
      }
      if (form_ == Form::jsonl) out_ << dump(path) << '\n';
      all.push_back(std::move(path));
    }
    if (form_ == Form::json) out_ << dump(all, true) << '\n';
    if (form_ == Form::csv) rows.print(out_, Form::csv, false);
    return {};
  }

 private:
  std::string name(GraphView::Vertex vertex) const {
    const ViewVertex& node = graph_[vertex];
    return node.name.empty() ? clean_id(node.id) : one_line(node.name);
  }

  const RelationType& type(GraphView::Edge edge) const { return *ontology_.relation_type(graph_[edge].type); }

  std::string heading(const Path& path, std::size_t number) const {
    std::string line = fmt::format("path {}: {}", number, name(path.steps.front().from));
    for (const PathStep& step : path.steps) line += fmt::format(" – {}", name(step.to));
    return fmt::format("{}  ({} {}, cost {})", paint(line, Ink::bold, color_), path.steps.size(), path.steps.size() == 1 ? "edge" : "edges",
                       six_digits(path.cost));
  }

  std::string relation_text(GraphView::Edge edge) const {
    return fmt::format("{} {} {}  ({})", paint(name(source(edge, graph_)), Ink::bold, color_), paint(type(edge).name, ink_of(type(edge)), color_),
                       paint(name(target(edge, graph_)), Ink::bold, color_), counts_text(graph_[edge].aggregate));
  }

  void print_text(const PathStep& step, const std::optional<Citation>& citation) {
    const GraphView::Edge first = step.edges.front();
    out_ << "\n  " << relation_text(first) << '\n';
    if (citation)
      out_ << "    " << marked_sentence(citation->claim, part_text(*citation->document, citation->claim), ink_of(type(first)), color_) << "\n    "
           << article_text(*citation->document, color_) << '\n';
    for (std::size_t i = 1; i < step.edges.size(); ++i) out_ << "  also " << relation_text(step.edges[i]) << '\n';
  }

  Json edge_json(GraphView::Edge edge) const {
    return {{"source", clean_id(graph_[source(edge, graph_)].id)},
            {"type", type(edge).name},
            {"target", clean_id(graph_[target(edge, graph_)].id)},
            {"claims", counts_to_json(graph_[edge].aggregate)}};
  }

  Json to_json(const PathStep& step, const std::optional<Citation>& citation) const {
    Json json = {{"from", clean_id(graph_[step.from].id)}, {"to", clean_id(graph_[step.to].id)}};
    json.update(edge_json(step.edges.front()));
    json["evidence"] = citation ? entente::to_json(citation->claim, *citation->document) : Json();
    json["also"] = Json::array();
    for (std::size_t i = 1; i < step.edges.size(); ++i) json["also"].push_back(edge_json(step.edges[i]));
    return json;
  }

  std::vector<Table::Cell> row(std::size_t path, std::size_t step, GraphView::Edge edge, const std::optional<Citation>& citation) const {
    std::vector<Table::Cell> cells = {path,
                                      step,
                                      clean_id(graph_[source(edge, graph_)].id),
                                      type(edge).name,
                                      clean_id(graph_[target(edge, graph_)].id),
                                      graph_[edge].aggregate.actual()};
    const Json claim = citation ? entente::to_json(citation->claim, *citation->document) : Json();
    for (const auto* key : {"document", "title", "outlet", "published", "text"}) cells.push_back(claim.is_null() ? Json() : claim.at(key));
    return cells;
  }

  std::ostream& out_;
  const Ontology& ontology_;
  const GraphView::Graph& graph_;
  Citations& citations_;
  Form form_;
  bool color_;
};

/// 1 / (claims of the statuses that count): what is claimed often is near, and what counts can be followed.
EdgeWeight cost_by_shown(const std::array<bool, kClaimStatusCount>& statuses) {
  return [statuses](const ViewEdge& edge) { return 1 / static_cast<double>(shown_claims(edge.aggregate, statuses)); };
}

int run(const Context& context, const AnalysisFlags& flags, const std::vector<std::string>& names, PathOptions options, bool by_confidence) {
  return with_picture(context, flags, [&](const Ontology& ontology, const Snapshot& snapshot, const Picture& picture) {
    std::vector<GraphView::Vertex> ends;
    for (const std::string& name : names) {
      const auto vertex = resolve_vertex(context, ontology, snapshot, picture, name);
      if (!vertex) return complain(vertex.error(), vertex.error().code() == StatusCode::not_found ? kPartly : kError);
      ends.push_back(*vertex);
    }
    if (ends[0] == ends[1]) return complain("the two are one node; name two");
    options.cost = by_confidence ? cost_by_confidence() : cost_by_shown(picture.statuses);
    const auto found = paths(picture.view(), ontology, ends[0], ends[1], options);
    note(context, "path", picture, options.directed ? "directed" : "undirected");
    if (found.empty())
      complain(fmt::format("no path leads from one to the other{}; ask with --include all, or fewer restrictions",
                           options.directed ? " along the directions of edges" : ""));
    Output out;
    Citations citations(snapshot, ontology, picture);
    PathPrinter printer(out, ontology, picture, citations, *flags.form, *flags.form == Form::table && context.use_color());
    if (const Status status = printer.print(found); !status.ok()) return complain(status);
    return out.finish(found.empty() ? kPartly : kDone);
  });
}

}  // namespace

std::function<int()> define_path(CLI::App& app, const Context& context) {
  const auto names = std::make_shared<std::vector<std::string>>();
  const auto options = std::make_shared<PathOptions>();
  app.add_option("node", *names, "Two nodes, each an id or a name")->required()->expected(2);
  app.add_flag_callback(
      "--cheapest", [options] { options->aim = PathAim::cheapest; }, "The path of lowest cost, not of fewest edges");
  const auto by_confidence = std::make_shared<bool>(false);
  app.add_option_function<std::string>(
         "--cost", [by_confidence](const std::string& text) { *by_confidence = text == "confidence"; },
         "Of an edge: 1 / (claims that count), or 1 - confidence of the surest")
      ->check(CLI::IsMember({"claims", "confidence"}))
      ->type_name("claims|confidence");
  app.add_option("--count", options->count, "How many paths")->check(CLI::Range(1, 20))->capture_default_str();
  app.add_flag("--directed", options->directed, "Follow edges from source to target only");
  const auto flags = add_analysis_flags(app, "");
  return [&context, flags, names, options, by_confidence] { return run(context, flags, *names, *options, *by_confidence); };
}

}  // namespace entente::cli
