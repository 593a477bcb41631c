#include "graph/identity/identity.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <queue>
#include <utility>

namespace entente {

/// The ids that judgements name, numbered, and which of them are together.
class Identity::Components {
 public:
  explicit Components(const std::vector<Judgement>& judgements) {
    for (const Judgement& judgement : judgements) {
      if (is_of_claim(judgement.verdict)) continue;
      for (const std::string* id : {&judgement.a, &judgement.b})
        if (numbers_.try_emplace(*id, ids_.size()).second) ids_.push_back(*id);
    }
    parents_.resize(ids_.size());
    std::iota(parents_.begin(), parents_.end(), std::size_t{0});
  }

  std::size_t size() const { return ids_.size(); }
  const std::string& id(std::size_t number) const { return ids_[number]; }
  std::size_t number(const std::string& id) const { return numbers_.at(id); }
  std::size_t root(std::size_t number) {
    while (parents_[number] != number) number = parents_[number] = parents_[parents_[number]];
    return number;
  }
  std::size_t root(const std::string& id) { return root(number(id)); }
  void join(const Judgement& judgement) { parents_[root(judgement.b)] = root(judgement.a); }

 private:
  std::map<std::string, std::size_t> numbers_;
  std::vector<std::string> ids_;
  std::vector<std::size_t> parents_;
};

namespace {

/// The last word about each two ids, or claim; what stands behind another, or is revoked, is marked.
std::vector<Standing> last_words(const std::vector<Judgement>& judgements) {
  std::vector<Standing> standings(judgements.size(), Standing::effective);
  std::map<std::pair<std::string, std::string>, std::size_t> last;
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    const Judgement& judgement = judgements[i];
    if (judgement.revoked) {
      standings[i] = Standing::revoked;
      continue;
    }
    std::pair<std::string, std::string> of = std::minmax(judgement.a, judgement.b);
    if (is_of_claim(judgement.verdict)) of = {judgement.a, judgement.b};
    const auto [entry, fresh] = last.try_emplace(std::move(of), i);
    if (fresh) continue;
    const bool loses = judgement.machine && !judgements[entry->second].machine;
    standings[loses ? i : entry->second] = Standing::superseded;
    if (!loses) entry->second = i;
  }
  return standings;
}

/// The "same" judgements that lead from one id to another, as few as can be.
template <class Components>
std::vector<std::uint64_t> path(const Components& components, const std::vector<const Judgement*>& same, std::size_t from, std::size_t to) {
  std::vector<std::vector<std::pair<std::size_t, std::uint64_t>>> links(components.size());
  for (const Judgement* judgement : same) {
    const std::size_t a = components.number(judgement->a), b = components.number(judgement->b);
    links[a].emplace_back(b, judgement->number);
    links[b].emplace_back(a, judgement->number);
  }
  std::map<std::size_t, std::pair<std::size_t, std::uint64_t>> came_by = {{to, {to, 0}}};
  std::queue<std::size_t> waiting({to});
  for (; !waiting.empty() && !came_by.contains(from); waiting.pop())
    for (const auto& [next, number] : links[waiting.front()])
      if (came_by.try_emplace(next, waiting.front(), number).second) waiting.push(next);
  std::vector<std::uint64_t> numbers;
  for (std::size_t at = from; at != to; at = came_by.at(at).first) numbers.push_back(came_by.at(at).second);
  return numbers;
}

/// Whether the two ends of `judgement` are within what one of `apart` says are two things.
template <class Components>
bool holds_apart(Components& components, const std::vector<const Judgement*>& apart, const Judgement& judgement) {
  const std::size_t a = components.root(judgement.a), b = components.root(judgement.b);
  return a != b && std::ranges::any_of(apart, [&](const Judgement* one) {
           return std::minmax({components.root(one->a), components.root(one->b)}) == std::minmax({a, b});
         });
}

}  // namespace

Identity::Identity(std::vector<Judgement> judgements) : judgements_(std::move(judgements)), standings_(last_words(judgements_)) {
  Components components(judgements_);
  std::vector<const Judgement*> same, apart, offered;  // the last are machines'
  for (std::size_t i = 0; i < judgements_.size(); ++i) {
    const Judgement& judgement = judgements_[i];
    if (is_of_claim(judgement.verdict)) {
      of_claims_[hash64(judgement.a)].push_back(i);
      continue;
    }
    if (standings_[i] != Standing::effective || judgement.verdict == Verdict::unsure) continue;
    (judgement.verdict == Verdict::not_same ? apart : judgement.machine ? offered : same).push_back(&judgement);
  }
  for (const Judgement* judgement : same) components.join(*judgement);
  for (const Judgement* judgement : apart) {
    const std::size_t a = components.number(judgement->a), b = components.number(judgement->b);
    if (components.root(a) != components.root(b)) continue;
    if (judgement->machine)
      overrule(*judgement);
    else
      conflicts_.push_back({judgement->number, path(components, same, a, b)});
  }
  std::ranges::stable_sort(offered, std::ranges::greater(), &Judgement::score);
  for (const Judgement* judgement : offered) {
    if (holds_apart(components, apart, *judgement)) {
      overrule(*judgement);
    } else {
      components.join(*judgement);
      same.push_back(judgement);
    }
  }
  std::ranges::sort(same, {}, &Judgement::number);
  make_clusters(components, same);
}

void Identity::overrule(const Judgement& judgement) { standings_[static_cast<std::size_t>(&judgement - judgements_.data())] = Standing::overruled; }

void Identity::make_clusters(Components& components, const std::vector<const Judgement*>& same) {
  std::map<std::size_t, std::size_t> clusters;  // by root
  for (const Judgement* judgement : same) {
    const auto [entry, fresh] = clusters.try_emplace(components.root(judgement->a), clusters_.size());
    if (fresh) clusters_.push_back({judgement->a, {judgement->a}, {}});
    clusters_[entry->second].judgements.push_back(judgement->number);
  }
  for (std::size_t number = 0; number < components.size(); ++number) {
    const auto entry = clusters.find(components.root(number));
    if (entry == clusters.end()) continue;
    Cluster& cluster = clusters_[entry->second];
    if (components.id(number) != cluster.id) cluster.ids.push_back(components.id(number));
    by_key_[hash64(components.id(number))] = {entry->second, hash64(cluster.id)};
  }
  for (Cluster& cluster : clusters_) std::sort(cluster.ids.begin() + 1, cluster.ids.end());
}

std::vector<Key64> Identity::articles_with_judged_claims() const {
  std::vector<Key64> articles;
  for (const auto& [article, judgements] : of_claims_) articles.push_back(article);
  return articles;
}

const Judgement* Identity::judgement_of_claim(std::string_view document, std::string_view claim) const {
  const auto known = of_claims_.find(hash64(document));
  if (known == of_claims_.end()) return nullptr;
  for (const std::size_t i : known->second)
    if (standings_[i] == Standing::effective && judgements_[i].a == document && judgements_[i].b == claim) return &judgements_[i];
  return nullptr;
}

const std::string* Identity::other_id(Key64 node, std::string_view id) const {
  const Cluster* one = cluster(node);
  if (one == nullptr) return nullptr;
  const auto known = std::ranges::find(one->ids, node, [](const std::string& member) { return hash64(member); });
  return known == one->ids.end() || *known == id ? nullptr : &*known;
}

std::vector<Key64> Identity::ids_behind(Key64 node) const {
  const Cluster* one = cluster(node);
  if (one == nullptr) return {node};
  std::vector<Key64> keys;
  if (canonical(node) == node)
    for (const std::string& id : one->ids) keys.push_back(hash64(id));
  return keys;
}

}  // namespace entente
