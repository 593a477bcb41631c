#include <fmt/format.h>

#include <chrono>

#include "graph/query/engine.h"
#include "graph/query/script.h"
#include "graph/query/store_graph.h"
#include "graph/query/value_json.h"
#include "web/body.h"
#include "web/endpoint.h"
#include "web/picture.h"

namespace entente::web {
namespace {

constexpr std::size_t kLongestQuery = 100'000, kMostRows = 10'000, kUsualRows = 1'000;
constexpr std::size_t kMemory = std::size_t{128} << 20;
/// What an answer may hold: about, in values; and in elements of its picture.
constexpr std::size_t kMostBytes = std::size_t{8} << 20, kMostPictured = 5'000;

struct Question {
  std::string query;
  query::Map parameters;
  std::size_t limit = kUsualRows;
};

Answer<Question> read_question(const Request& request) {
  const auto body = read_body(request, {"query", "parameters", "limit"});
  if (!body) return refuse(body.error());
  auto text = text_of(*body, "query", kLongestQuery);
  if (!text) return refuse(text.error());
  const auto limit = whole_of(*body, "limit", kUsualRows, 1, kMostRows);
  if (!limit) return refuse(limit.error());
  const auto parts = query::split_script(*text);
  if (parts.size() != 1 || parts.front().statement.empty()) return refuse(400, "invalid_input", "query: is not one statement");
  // The statement stands where it stood, so that errors name the line and column of the text.
  Question question{std::string(text->begin(), text->begin() + (parts.front().statement.data() - text->data()) +
                                                   static_cast<std::ptrdiff_t>(parts.front().statement.size())),
                    {},
                    static_cast<std::size_t>(*limit)};
  if (const auto found = body->find("parameters"); found != body->end() && !found->is_null()) {
    if (!found->is_object()) return refuse(400, "invalid_input", "parameters: is no object");
    for (const auto& [name, value] : found->items()) question.parameters.insert_or_assign(name, query::value_from_json(value));
  }
  return question;
}

Refusal refusal_of(const query::Error& error) {
  Refusal refusal{400, "invalid_input", error.message, error.at.line, error.at.column};
  if (error.type == query::ErrorType::limit) refusal.code = error.detail == "Memory" ? "too_large" : "timeout";
  if (error.type == query::ErrorType::limit) refusal.status = error.detail == "Memory" ? 413 : error.detail == "Depth" ? 400 : 408;
  if (error.type == query::ErrorType::storage) refusal.status = 500, refusal.code = "internal";
  return refusal;
}

/// Puts the nodes and relationships of rows into a picture.
class Gatherer {
 public:
  Gatherer(const query::Graph& graph, const Call& call, const Snapshot& part, Picture& picture)
      : graph_(graph), call_(call), part_(part), picture_(picture) {}

  Status gather(const query::Value& value) {
    query::for_each_element(
        value, [&](query::Node node) { add(node); }, [&](const query::Relationship& relationship) { add(relationship); });
    return status_;
  }

 private:
  bool full() const { return picture_.nodes() + picture_.edges() >= kMostPictured; }

  void add(query::Node node) {
    if (node.kind == 0 && !full()) picture_.add_node(node.key);
  }

  void add(const query::Relationship& relationship) {
    if (full() || !known_.insert(relationship).second || !status_.ok()) return;
    const auto type = static_cast<TypeId>(graph_.type_of(relationship));
    const auto reference = graph_.property(relationship, "reference");
    if (!reference) return fail(reference.error());
    const bool* is = reference->get<bool>();
    if (is != nullptr && *is) return add_reference(relationship, type);
    const auto aggregate = part_.edge(relationship.source, type, relationship.target);
    if (!aggregate) return fail(aggregate.error());
    picture_.add_edge(relationship.source, type, relationship.target, *aggregate);
  }

  void add_reference(const query::Relationship& relationship, TypeId type) {
    ReferenceEdge edge;
    edge.type = type;
    for (const auto& [key, id] : {std::pair{relationship.source, &edge.source}, std::pair{relationship.target, &edge.target}}) {
      picture_.add_node(key);
      const auto stored = picture_.node(key);
      if (!stored) return fail(stored.error());
      *id = (*stored)->node.id;
    }
    const auto properties = graph_.properties(relationship);
    if (!properties) return fail(properties.error());
    for (const auto& [name, value] : *properties) {
      const auto* number = value.get<std::int64_t>();
      if (name == "since" && number != nullptr) edge.since = static_cast<int>(*number);
      if (name == "until" && number != nullptr) edge.until = static_cast<int>(*number);
      if (const auto* text = value.get<std::string>(); name == "office" && text != nullptr) edge.office = *text;
    }
    picture_.add_known(std::move(edge));
  }

  void fail(const Status& status) { status_ = status; }

  const query::Graph& graph_;
  const Call& call_;
  const Snapshot& part_;
  Picture& picture_;
  std::set<query::Relationship> known_;
  Status status_;
};

/// About how much room a value takes in an answer.
std::size_t size_of(const Json& json) {
  if (json.is_string()) return json.get_ref<const std::string&>().size() + 4;
  std::size_t size = 8;
  if (json.is_structured())
    for (const auto& [key, value] : json.items()) size += (json.is_object() ? key.size() + 4 : 0) + size_of(value);
  return size;
}

/// Rows as they are sent.
struct Rows {
  Json list = Json::array();
  bool truncated = false;
  Status failed = {};
};

class Run {
 public:
  Run(const Call& call, const Window& window, const Question& question)
      : call_(call), part_(window.of(call.moment->graph())), window_(window), question_(question), picture_(call.library, part_, window_) {}

  Answer<Json> answer() {
    const auto began = std::chrono::steady_clock::now();
    const auto graph = query::StoreGraph::make(call_.ontology(), part_,
                                               {.include_unsure = !window_.only_actual(),
                                                .reference = [this]() -> Result<ReferenceFacts> { return call_.library.reference(); },
                                                .include_reference = window_.reference});
    if (!graph) return refuse(graph.error());
    auto query = query::PreparedQuery::prepare(question_.query, **graph);
    if (!query) return refuse(refusal_of(query.error()));
    if (query->explains()) return finish({"plan"}, {Json::array({Json::array({query->plan()})})}, began);
    Rows rows;
    const auto run = query->run(options(), [&](std::span<const query::Value> values) { return add(**graph, values, rows); });
    if (!run) return refuse(refusal_of(run.error()));
    if (!rows.failed.ok()) return refuse(rows.failed);
    if (query->profiles()) return finish({"plan"}, {Json::array({Json::array({query->plan()})})}, began);
    return finish(query->columns(), std::move(rows), began);
  }

 private:
  using Clock = std::chrono::steady_clock;

  query::RunOptions options() const {
    query::RunOptions options;
    options.parameters = question_.parameters;
    options.memory = kMemory;
    options.timeout = call_.library.options().timeout;
    options.stop = call_.stop;
    return options;
  }

  bool add(const query::Graph& graph, std::span<const query::Value> values, Rows& rows) {
    if (rows.list.size() == question_.limit || bytes_ > kMostBytes) {
      rows.truncated = true;
      return false;
    }
    Gatherer gatherer(graph, call_, part_, picture_);
    Json row = Json::array();
    for (const query::Value& value : values) {
      auto json = query::to_json(graph, value);
      rows.failed = json ? gatherer.gather(value) : json.error();
      if (!rows.failed.ok()) return false;
      bytes_ += size_of(*json);
      row.push_back(std::move(*json));
    }
    rows.list.push_back(std::move(row));
    return true;
  }

  Answer<Json> finish(const std::vector<std::string>& columns, Rows rows, Clock::time_point began) {
    auto picture = picture_.finish(0, 0);
    if (!picture) return picture;
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began).count();
    return Json{{"columns", columns},
                {"rows", std::move(rows.list)},
                {"picture", std::move(*picture)},
                {"truncated", rows.truncated},
                {"milliseconds", took}};
  }

  const Call& call_;
  Snapshot part_;
  const Window& window_;
  const Question& question_;
  Picture picture_;
  std::size_t bytes_ = 0;
};

}  // namespace

Answer<Json> post_query(const Call& call) {
  Parameters parameters(call.request);
  const Window window = read_window(parameters, call.ontology(), {.type = false});
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const auto question = read_question(call.request);
  if (!question) return refuse(question.error());
  return Run(call, window, *question).answer();
}

}  // namespace entente::web
