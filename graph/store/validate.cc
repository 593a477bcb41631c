#include "graph/store/validate.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <utility>

#include "graph/store/parts.h"

namespace entente::store {
namespace {

constexpr Day kFirstDay = -719162, kLastDay = 2932896;  // 0001-01-01 and 9999-12-31

Status refuse(const Contribution& contribution, std::string_view what) {
  return {StatusCode::invalid_input, fmt::format("document '{}': {}", contribution.document.id, what)};
}

bool within(double value, double limit) { return std::abs(value) <= limit; }  // false for NaN

/// What is wrong with `node`; empty for nothing.
std::string fault(const Node& node, const Ontology& ontology) {
  if (node.id.empty()) return "has no id; give it one";
  if (ontology.node_type(node.type) == nullptr) return fmt::format("type {} is not in the ontology; use one of its numbers", node.type);
  if (node.latitude.has_value() != node.longitude.has_value()) return "has half a position; give latitude and longitude, or neither";
  if (node.latitude && !(within(*node.latitude, 90) && within(*node.longitude, 180)))
    return "is not on the earth; give latitude from -90 to 90 and longitude from -180 to 180";
  return {};
}

std::string fault(const Claim& claim, const DocumentRecord& document, const NodeNumbers& nodes, const Ontology& ontology) {
  if (ontology.relation_type(claim.type) == nullptr) return fmt::format("type {} is not in the ontology; use one of its numbers", claim.type);
  const auto stranger = [&](std::string_view role, const std::string& id) {
    return nodes.find(id) != nullptr ? std::string() : fmt::format("{} '{}' is not among the nodes of the document; add it", role, id);
  };
  for (const auto& [role, id] : {std::pair{"source", &claim.source}, {"target", &claim.target}})
    if (std::string what = stranger(role, *id); !what.empty()) return what;
  for (const auto& [role, id] : {std::pair{"place", &claim.place}, {"recipient", &claim.recipient}})
    if (std::string what = stranger(role, *id); !id->empty() && !what.empty()) return what;
  for (const Attribution& link : claim.attribution)
    if (std::string what = stranger("attribution", link.node); !link.node.empty() && !what.empty()) return what;
  if (claim.evidence.document != document.id)
    return fmt::format("its evidence is of document '{}'; a document brings claims of its own only", claim.evidence.document);
  if (!(claim.evidence.confidence >= 0 && claim.evidence.confidence <= 1))
    return fmt::format("confidence {} is out of range; give 0 to 1", claim.evidence.confidence);
  return {};
}

}  // namespace

Status validate(const Contribution& contribution, const Ontology& ontology) {
  if (contribution.document.id.empty())
    return {StatusCode::invalid_input, fmt::format("document '' ({}): has no id; give it one", contribution.document.title)};
  const auto far = [](std::optional<Day> day) { return day && (*day < kFirstDay || *day > kLastDay); };
  if (far(contribution.document.date)) return refuse(contribution, "is dated outside the years 1 to 9999; correct the date");
  for (std::size_t i = 0; i < contribution.claims.size(); ++i)
    if (const auto& date = contribution.claims[i].date; date && far(date->day))
      return refuse(contribution, fmt::format("claim {}: is dated outside the years 1 to 9999; correct the date", i));
  if (contribution.claims.size() > std::numeric_limits<std::uint32_t>::max())
    return refuse(contribution, "has more claims than can be numbered; split it");
  for (const Node& node : contribution.nodes)
    if (const std::string what = fault(node, ontology); !what.empty()) return refuse(contribution, fmt::format("node '{}': {}", node.id, what));
  const NodeNumbers nodes(contribution.nodes);
  if (const auto id = nodes.twice()) return refuse(contribution, fmt::format("node '{}': is there twice; give it once", *id));
  for (std::size_t i = 0; i < contribution.claims.size(); ++i)
    if (const std::string what = fault(contribution.claims[i], contribution.document, nodes, ontology); !what.empty())
      return refuse(contribution, fmt::format("claim {}: {}", i, what));
  return Status::success();
}

}  // namespace entente::store
