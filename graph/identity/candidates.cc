#include "graph/identity/candidates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

namespace entente {
namespace {

constexpr std::size_t kNames = 32;         // suggest_duplicates() reads 24 that are spelled differently
constexpr std::size_t kOffices = 64;       // it compares 16, and looks through all for what the node is part of
constexpr std::size_t kNeighbours = 4096;  // 32 KB; what a hub shares shows in far fewer

struct OfficeTypes {
  std::array<TypeId, 3> numbers{};

  bool contain(TypeId type) const { return std::ranges::find(numbers, type) != numbers.end(); }
};

Result<OfficeTypes> office_types(const Ontology& ontology) {
  OfficeTypes types;
  auto number = types.numbers.begin();
  for (const std::string_view name : {"holds_office_in", "part_of", "member_of"}) {
    const RelationType* type = ontology.relation_type(name);
    if (type == nullptr)
      return failure(StatusCode::unsupported, fmt::format("the ontology has no relation type '{}', which suggestions need; add its row", name));
    *number++ = type->number;
  }
  return types;
}

void add_once(std::vector<std::string>& list, std::string text, std::size_t most) {
  if (!text.empty() && list.size() < most && std::ranges::find(list, text) == list.end()) list.push_back(std::move(text));
}

IdentityCandidate candidate_of(const Node& node) {
  IdentityCandidate out;
  out.id = node.id;
  out.type = node.type;
  add_once(out.names, node.name, kNames);
  for (const NodeName& name : node.names) add_once(out.names, name.text, kNames);
  out.country = node.country;
  out.wikidata = node.wikidata;
  out.latitude = node.latitude;
  out.longitude = node.longitude;
  return out;
}

/// Reads what edges say of candidates that are there already.
class EdgeReader {
 public:
  /// `candidates` are in key order, as the snapshot gives them.
  EdgeReader(const Snapshot& snapshot, const OfficeTypes& types, const std::vector<IdentityCandidate>& candidates)
      : snapshot_(snapshot), types_(types), candidates_(candidates) {
    keys_.reserve(candidates.size());
    for (const IdentityCandidate& candidate : candidates) keys_.push_back(hash64(candidate.id));
  }

  Status read(IdentityCandidate& candidate) {
    const Key64 key = hash64(candidate.id);
    std::vector<Key64> bodies;
    found_.clear();
    for (const Direction direction : {Direction::out, Direction::in}) {
      Status status = snapshot_.neighbours(key, direction, std::nullopt, [&](const Neighbour& neighbour) {
        if (neighbour.aggregate.actual() == 0 || neighbour.node == key) return true;
        found_.push_back(neighbour.node);
        if (direction == Direction::out && types_.contain(neighbour.type)) bodies.push_back(neighbour.node);
        return true;
      });
      if (!status.ok()) return status;
    }
    std::ranges::sort(found_);
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    found_.resize(std::min(found_.size(), kNeighbours));
    candidate.neighbours.assign(found_.begin(), found_.end());
    for (const Key64 body : bodies) add_once(candidate.offices, id(body), kOffices);
    return Status::success();
  }

 private:
  /// Both ends of an edge are nodes, so that each is among the candidates.
  std::string id(Key64 key) const {
    const auto found = std::ranges::lower_bound(keys_, key);
    return found != keys_.end() && *found == key ? candidates_[static_cast<std::size_t>(found - keys_.begin())].id : std::string();
  }

  const Snapshot& snapshot_;
  const OfficeTypes& types_;
  const std::vector<IdentityCandidate>& candidates_;
  std::vector<Key64> keys_;
  std::vector<Key64> found_;
};

void add_known(const ReferenceFacts& facts, const OfficeTypes& types, IdentityCandidate& candidate) {
  candidate.known = facts.lists(candidate.id);
  for (const ReferenceEdge& edge : facts.from(candidate.id))
    if (types.contain(edge.type)) add_once(candidate.offices, edge.office.empty() ? edge.target : edge.target + " " + edge.office, kOffices);
}

}  // namespace

Result<std::vector<IdentityCandidate>> identity_candidates(const Snapshot& snapshot, const Ontology& ontology, const ReferenceFacts* facts) {
  const auto types = office_types(ontology);
  if (!types) return failure(types.error());
  std::vector<IdentityCandidate> candidates;
  Status status = snapshot.for_each_node([&](const StoredNode& stored) {
    candidates.push_back(candidate_of(stored.node));
    if (facts != nullptr) add_known(*facts, *types, candidates.back());
    return true;
  });
  EdgeReader edges(snapshot, *types, candidates);
  for (std::size_t at = 0; at < candidates.size() && status.ok(); ++at) status = edges.read(candidates[at]);
  if (!status.ok()) return failure(std::move(status));
  return candidates;
}

std::function<bool(TypeId, TypeId)> types_of_one_thing(const Ontology& ontology) {
  std::set<std::pair<TypeId, TypeId>> pairs;
  const auto add = [&](const NodeType* a, const NodeType* b) {
    if (a != nullptr && b != nullptr) pairs.insert(std::minmax({a->number, b->number}));
  };
  for (const NodeType& a : ontology.node_types())
    for (const NodeType& b : ontology.node_types())
      if (a.prefix == b.prefix) add(&a, &b);
  const NodeType* group = ontology.node_type("ArmedGroup");
  for (const std::string_view body : {"Alliance", "Government", "ArmedForce", "ArmedGroup", "Party", "Media"})
    add(ontology.node_type("Organization"), ontology.node_type(body));
  add(group, ontology.node_type("Party"));
  add(group, ontology.node_type("ArmedForce"));
  return [pairs = std::move(pairs)](TypeId a, TypeId b) { return a == b || pairs.contains(std::minmax({a, b})); };
}

}  // namespace entente
