#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/hash.h"
#include "graph/identity/judgement.h"

namespace entente {

/// What a judgement does at present.
enum class Standing : std::uint8_t {
  effective,
  revoked,
  superseded,  ///< there is a later one about the same two ids or claim, or a person's where it is a machine's
  overruled,   ///< a machine's, which others contradict: "same" of two that are not the same, or "not the same" within what persons made one
};

/// Several ids that stand for one real thing.
struct Cluster {
  std::string id;                         ///< the one that stands for all: the first id of the oldest judgement that makes them one
  std::vector<std::string> ids;           ///< all of them, `id` first, then in order
  std::vector<std::uint64_t> judgements;  ///< the effective "same" judgements that make them one, ascending
};

/// A person said that two ids are not the same, and persons' other judgements make them one. They stay one until a judgement is undone.
struct IdentityConflict {
  std::uint64_t not_same = 0;       ///< number of the judgement
  std::vector<std::uint64_t> same;  ///< those that link its two ids, from the one to the other
};

/// Who is who, by all judgements: a Cluster is a connected component of effective "same" judgements. A person's judgement beats a machine's;
/// of two judgements about the same two ids by persons (by machines) the later one counts. A machine's "same" that would make one what an effective
/// judgement holds apart has no effect; they are tried from the highest score down. Judgements of claims follow the same rule: of those of one claim
/// the last by a person counts. Immutable; any thread may read it.
class Identity {
 public:
  Identity() = default;
  /// `judgements` ascending by number.
  explicit Identity(std::vector<Judgement> judgements);

  /// Whether every id stands for itself.
  bool trivial() const { return by_key_.empty(); }
  /// hash64 of the id that stands for the one with key `node`.
  Key64 canonical(Key64 node) const {
    const auto found = by_key_.find(node);
    return found == by_key_.end() ? node : found->second.canonical;
  }
  /// nullptr where the id stands for itself alone.
  const Cluster* cluster(Key64 node) const {
    const auto found = by_key_.find(node);
    return found == by_key_.end() ? nullptr : &clusters_[found->second.cluster];
  }
  /// The id with key `node` that judgements name, where it is another than `id`: two ids with one key. nullptr for none.
  const std::string* other_id(Key64 node, std::string_view id) const;
  /// The keys of the ids that `node` stands for, itself first; none where another stands for it.
  std::vector<Key64> ids_behind(Key64 node) const;
  const std::vector<Cluster>& clusters() const { return clusters_; }

  /// Whether anyone ever judged a claim of the article with this key.
  bool judges_claims_of(Key64 document) const { return of_claims_.contains(document); }
  /// The keys of these articles, in no order.
  std::vector<Key64> articles_with_judged_claims() const;
  /// The judgement that counts of the claim of that claim_name(); nullptr where none does.
  const Judgement* judgement_of_claim(std::string_view document, std::string_view claim) const;
  bool rejects(std::string_view document, std::string_view claim) const {
    const Judgement* judgement = of_claims_.empty() ? nullptr : judgement_of_claim(document, claim);
    return judgement != nullptr && judgement->verdict == Verdict::rejected;
  }

  const std::vector<Judgement>& judgements() const { return judgements_; }
  /// Parallel to judgements().
  const std::vector<Standing>& standings() const { return standings_; }
  const std::vector<IdentityConflict>& conflicts() const { return conflicts_; }

 private:
  class Components;
  void overrule(const Judgement& judgement);
  void make_clusters(Components& components, const std::vector<const Judgement*>& same);

  struct Place {
    std::size_t cluster = 0;
    Key64 canonical = 0;
  };

  std::vector<Judgement> judgements_;
  std::vector<Standing> standings_;
  std::vector<Cluster> clusters_;
  std::vector<IdentityConflict> conflicts_;
  std::unordered_map<Key64, Place> by_key_;
  std::unordered_map<Key64, std::vector<std::size_t>> of_claims_;  // judgements by the key of the article
};

}  // namespace entente
