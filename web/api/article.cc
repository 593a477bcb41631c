#include "graph/hash.h"
#include "graph/identity/claim_name.h"
#include "web/endpoint.h"
#include "web/picture.h"

namespace entente::web {
namespace {

/// The id that stands for `id` now.
const std::string& shown_id(const Identity& identity, const std::string& id) {
  const Cluster* cluster = identity.cluster(hash64(id));
  return cluster == nullptr ? id : cluster->id;
}

/// The claims of an article, in its order.
Json claims_json(const Call& call, const Identity& identity, const Contribution& article) {
  Json claims = Json::array();
  for (std::uint32_t number = 0; const Claim& claim : article.claims) {
    const RelationType& type = *call.ontology().relation_type(claim.type);
    Json json = claim_json(claim, article.document, number++,
                           identity.judgement_of_claim(article.document.id, claim_name(claim, article.document, call.ontology())));
    json["source"] = shown_id(identity, claim.source);
    json["type"] = type.name;
    json["target"] = shown_id(identity, claim.target);
    json["quad"] = static_cast<int>(type.quad);
    claims.push_back(std::move(json));
  }
  return claims;
}

}  // namespace

Answer<Json> get_article(const Call& call) {
  Parameters parameters(call.request);
  const std::string_view id = parameters.needed("id");
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const Snapshot& graph = call.moment->graph();
  const auto article = graph.contribution(id);
  if (!article) return refuse(article.error());
  const auto identity = graph.identity();
  if (!identity) return refuse(identity.error());
  const auto report = graph.report(id);
  if (!report) return refuse(report.error());

  const Window window;
  Picture picture(call.library, graph, window);
  for (const Node& node : article->nodes) picture.add_node((*identity)->canonical(hash64(node.id)));
  auto nodes = picture.nodes_json();
  if (!nodes) return refuse(nodes.error());
  Json same = Json::array();
  for (const std::string& other : *report)
    if (other != id) same.push_back(other);
  Json json = article_json(article->document);
  json["same_report"] = std::move(same);
  json["claims"] = claims_json(call, **identity, *article);
  json["nodes"] = std::move(*nodes);
  return json;
}

}  // namespace entente::web
