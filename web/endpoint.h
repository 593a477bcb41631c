#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string_view>

#include "web/http.h"
#include "web/json.h"
#include "web/library.h"
#include "web/refusal.h"

namespace entente::web {

/// What an endpoint is asked.
struct Call {
  Library& library;
  std::shared_ptr<const Moment> moment;
  const Request& request;
  const std::atomic<bool>* stop;  ///< set when the time for the answer is over, or the server ends

  const Ontology& ontology() const { return library.ontology(); }
};

/// One thing that can be asked. Its path is below /api/v1.
struct Endpoint {
  std::string_view method, path;
  Answer<Json> (*answer)(const Call&) = nullptr;
  bool heavy = false;  ///< may read much of the graph: few run at a time
  /// Instead, where the answer is no JSON or is too long to hold.
  Answer<Response> (*respond)(const Call&) = nullptr;
};

/// The one table of them.
std::span<const Endpoint> endpoints();

// One file of web/api each, or one for what belongs together.
Answer<Json> get_info(const Call&);
Answer<Json> get_overview(const Call&);
Answer<Json> get_search(const Call&);
Answer<Json> get_node(const Call&);
Answer<Json> get_neighbours(const Call&);
Answer<Json> get_graph(const Call&);
Answer<Json> post_subgraph(const Call&);
Answer<Json> get_edge(const Call&);
Answer<Json> get_between(const Call&);
Answer<Json> get_article(const Call&);
Answer<Json> post_query(const Call&);
Answer<Json> get_timeline(const Call&);
Answer<Json> get_matrix(const Call&);
Answer<Json> get_path(const Call&);
Answer<Json> get_compare(const Call&);
Answer<Json> get_analysis(const Call&);
Answer<Response> get_export(const Call&);
Answer<Json> get_judgements(const Call&);
Answer<Json> post_judgement(const Call&);
Answer<Json> post_undo(const Call&);

}  // namespace entente::web
