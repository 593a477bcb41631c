#include <algorithm>

#include "export/evidence.h"
#include "web/endpoint.h"
#include "web/picture.h"

namespace entente::web {
namespace {

/// The claims of an edge with more than so many are given in the order of the store; fewer are put in order of their articles' days.
constexpr std::size_t kMostSorted = 400;

struct Cited {
  Claim claim;
  std::uint32_t number = 0;  // in its article
  std::shared_ptr<const DocumentRecord> document;
};

/// The claims that a window counts, the newest articles first, from `offset` on.
Result<std::vector<Cited>> claims_of(const Snapshot& part, const Window& window, const StoredEdge& edge, std::size_t limit, std::size_t offset) {
  const bool sorted = window.claims(edge.aggregate) <= kMostSorted;
  std::vector<Cited> cited;
  std::size_t passed = 0;
  const Status status = part.claims(edge.source, edge.type, edge.target, [&](const Claim& claim, std::uint32_t number) {
    if (!window.statuses[static_cast<std::size_t>(status_of(claim))]) return true;
    if (sorted || passed >= offset) cited.push_back({claim, number, nullptr});
    ++passed;
    return sorted || cited.size() < limit;
  });
  if (!status.ok()) return failure(status);
  EvidenceReader reader(part);
  for (Cited& one : cited) {
    auto document = reader.document(one.claim);
    if (!document) return failure(document.error());
    one.document = std::move(*document);
  }
  if (!sorted) return cited;
  std::ranges::stable_sort(cited, std::greater<>(), [](const Cited& one) { return one.document->date.value_or(0); });
  cited.erase(cited.begin(), cited.begin() + static_cast<std::ptrdiff_t>(std::min(offset, cited.size())));
  if (cited.size() > limit) cited.resize(limit);
  return cited;
}

/// What the gazetteer knows where no article claims it; null for nothing.
Answer<Json> reference_edge(const Call& call, const Window& window, const RelationType& type, const StoredNode& source, const StoredNode& target) {
  if (!window.reference) return Json();
  Picture picture(call.library, call.moment->graph(), window);
  picture.add_node(hash64(source.node.id));
  picture.add_node(hash64(target.node.id));
  if (const Status status = picture.add_reference(); !status.ok()) return refuse(status);
  auto edges = picture.edges_json();
  if (!edges) return refuse(edges.error());
  for (Json& edge : *edges)
    if (edge["type"] == type.name && edge["source"] == source.node.id && edge["target"] == target.node.id) return std::move(edge);
  return Json();
}

Json detail(const Call& call, Json edge, const StoredNode& source, const StoredNode& target) {
  return {{"edge", std::move(edge)}, {"source", node_summary(source, call.ontology())}, {"target", node_summary(target, call.ontology())}};
}

}  // namespace

Answer<Json> get_edge(const Call& call) {
  Parameters parameters(call.request);
  const std::string_view source = parameters.needed("source"), name = parameters.needed("type"), target = parameters.needed("target");
  const std::size_t limit = parameters.whole("limit", 50, 1, 200), offset = parameters.whole("offset", 0, 0, 10'000'000);
  const Window window = read_window(parameters, call.ontology(), {.type = false});
  const RelationType* type = call.ontology().relation_type(name);
  if (type == nullptr && !name.empty()) parameters.refuse("type: is no relation type; /info lists them");
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));

  const Snapshot whole = call.moment->graph(), part = window.of(whole);
  auto from = whole.node(source), to = whole.node(target);
  if (!from) return refuse(from.error());
  if (!to) return refuse(to.error());
  const auto edge = part.edge(from->node.id, type->number, to->node.id);
  if (!edge) {
    auto known = edge.error().code() == StatusCode::not_found ? reference_edge(call, window, *type, *from, *to) : Answer<Json>(Json());
    if (!known) return known;
    if (known->is_null()) return refuse(edge.error());
    Json json = detail(call, std::move(*known), *from, *to);
    json["claims"] = Json::array();
    json["total"] = 0;
    json["more"] = false;
    return json;
  }
  if (edge->source != from->node.id) std::swap(*from, *to);
  const auto cited = claims_of(part, window, *edge, limit, offset);
  if (!cited) return refuse(cited.error());
  auto judged = ClaimJudgements::make(whole, call.ontology());
  if (!judged) return refuse(judged.error());
  Json claims = Json::array();
  for (const Cited& one : *cited) {
    const auto judgement = judged->of(one.claim.evidence.document, one.number);
    if (!judgement) return refuse(judgement.error());
    claims.push_back(claim_json(one.claim, *one.document, one.number, *judgement));
  }
  const std::uint64_t total = window.claims(edge->aggregate);
  Json json = detail(call, edge_json(edge->source, *type, edge->target, edge->aggregate, window), *from, *to);
  json["claims"] = std::move(claims);
  json["total"] = total;
  json["more"] = offset + cited->size() < total;
  return json;
}

}  // namespace entente::web
