#include "cli/query_picked.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <unordered_set>

#include "cli/query_session.h"
#include "cli/query_value.h"
#include "graph/query/store/reference_edges.h"
#include "graph/query/store_graph.h"
#include "graph/text/unicode.h"

namespace entente::cli {
namespace {

/// Takes nodes and relationships out of rows instead of writing them.
class Picker : public RowWriter {
 public:
  Picker(std::ostream& nothing, PickedGraph& picked) : RowWriter(nothing), picked_(picked) {}

  void begin(const std::vector<std::string>&) override {
    rows_ = 0;
    found_ = false;
  }

  Status add(const query::Graph& graph, std::span<const query::Value> values) override {
    ++rows_;
    Status status;
    for (const query::Value& value : values)
      for_each_element(
          value, [&](query::Node node) { add(node); },
          [&](const query::Relationship& relationship) {
            if (status.ok()) status = add(graph, relationship);
          });
    return status;
  }

  Status end() override {
    if (rows_ == 0 || found_) return Status::success();
    return {StatusCode::invalid_input, fmt::format("the rows have no {} to export; return them, as in: MATCH (a)-[r]->(b) RETURN a, r, b",
                                                   articles_.empty() ? "node, relationship or path" : "node, relationship or path but articles")};
  }

  Status plan(std::string_view) override { return {StatusCode::unsupported, "a plan cannot be exported; leave out EXPLAIN or PROFILE"}; }

  std::size_t articles() const { return articles_.size(); }

 private:
  void add(query::Node node) {
    if (node.kind != query::Node().kind) {
      articles_.insert(node.key);
      return;
    }
    found_ = true;
    picked_.add(node.key);
  }

  Status add(const query::Graph& graph, const query::Relationship& relationship) {
    found_ = true;
    const auto type = static_cast<TypeId>(graph.type_of(relationship));
    if (!query::ReferenceEdges::is_one(relationship)) {
      picked_.add(PickedEdge{relationship.source, type, relationship.target});
      return Status::success();
    }
    ReferenceEdge edge;
    edge.type = type;
    for (const auto& [node, id] : {std::pair{relationship.from(), &edge.source}, std::pair{relationship.to(), &edge.target}}) {
      auto found = id_of(graph, node);
      if (!found) return found.error();
      *id = std::move(*found);
    }
    const auto properties = graph.properties(relationship);
    if (!properties) return properties.error();
    for (const auto& [name, year] : {std::pair{"since", &edge.since}, std::pair{"until", &edge.until}})
      if (const auto found = properties->find(name); found != properties->end())
        if (const auto* number = found->second.get<std::int64_t>()) *year = static_cast<int>(*number);
    if (const auto found = properties->find("office"); found != properties->end())
      if (const auto* office = found->second.get<std::string>()) edge.office = *office;
    picked_.add(std::move(edge));
    return Status::success();
  }

  PickedGraph& picked_;
  std::unordered_set<std::uint64_t> articles_;
  std::uint64_t rows_ = 0;  // of this statement
  bool found_ = false;      // likewise
};

}  // namespace

int pick_by_query(const Context& context, const Ontology& ontology, const Snapshot& snapshot, const std::string& query,
                  const std::vector<std::string>& parameters, bool unsure, PickedGraph& picked) {
  if (const auto bad = find_invalid_utf8(query)) return complain(fmt::format("byte {} of the query is not UTF-8; convert it to UTF-8", *bad + 1));
  const auto parts = query::split_script(query);
  if (parts.empty()) return complain("there is no query; write one, as in: --query 'MATCH (a)-[r]->(b) RETURN a, r, b LIMIT 100'");
  query::RunOptions options = QueryFlags().run_options();
  if (const Status status = add_parameters(parameters, options); !status.ok()) return complain(status);
  const auto graph =
      query::StoreGraph::make(ontology, snapshot, {.include_unsure = unsure, .reference = [&] { return context.reference_facts(ontology); }});
  if (!graph) return complain(graph.error());
  const Interruptible interruptible;
  std::ostringstream nothing;
  Picker picker(nothing, picked);
  QuerySession session(std::move(options));
  bool any = false;
  for (const query::ScriptPart& part : parts) {
    const QueryOutcome outcome = session.run(**graph, part, picker);
    if (outcome.code > kPartly) return outcome.code;
    any = any || outcome.rows.value_or(0) > 0;
  }
  picked.finish();
  if (picker.articles() > 0 && !context.quiet) fmt::print(stderr, "articles are no nodes of the graph, and left out: {}\n", picker.articles());
  if (!any) return complain("the query finds nothing", kPartly);
  return kDone;
}

}  // namespace entente::cli
