#include "graph/identity/suggest.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

#include "graph/identity/blocks.h"
#include "graph/identity/entry.h"
#include "graph/identity/finding.h"
#include "graph/identity/reasons.h"
#include "graph/identity/score.h"
#include "graph/identity/vocabulary.h"

namespace entente {
namespace identity {
namespace {

/// How many candidates may have a word that still tells something: a family name that is frequent in one country is shared by some
/// thirty of all who are in the news, and by one of a thousand in a large graph.
std::size_t common_from(std::size_t candidates) { return std::max<std::size_t>(30, candidates / 1000); }

/// What suggests one pair after another.
class Suggester {
 public:
  Suggester(const Vocabulary& vocabulary, const Blocks& blocks, std::size_t common, double min_score)
      : vocabulary_(vocabulary), blocks_(blocks), common_(common), min_score_(min_score) {}

  /// REQUIRES: a before b by id, their types may match.
  std::optional<IdentitySuggestion> suggest(const Entry& a, const Entry& b) const {
    if (forbidden(a, b)) return std::nullopt;
    Finding finding = compare_entries(a, b, vocabulary_, common_);
    const double best = best_possible(finding);
    if (best == 0 || !(best >= min_score_) || one_contains_other(finding.left, finding.right)) return std::nullopt;
    look_around(finding);
    finding.bearers = bearers(finding);
    // A word in common is no reason to think of one thing.
    const bool enough = finding.same_number || !finding.office.body.empty() || finding.shared >= kEnoughShared;
    if (finding.name.way == Way::differ && !enough) return std::nullopt;
    const double score = score_of(finding);
    if (!(score >= min_score_)) return std::nullopt;
    return IdentitySuggestion{finding.left.id, finding.right.id, score, reasons_of(finding, vocabulary_)};
  }

 private:
  std::size_t bearers(const Finding& finding) const {
    const NameMatch& name = finding.name;
    if (name.x == nullptr || name.way == Way::differ || name.way == Way::bare) return 0;
    const auto found = blocks_.bearers.find(whole_key(*name.x, vocabulary_, finding.kind == Kind::person));
    return found == blocks_.bearers.end() ? 0 : found->second;
  }

  const Vocabulary& vocabulary_;
  const Blocks& blocks_;
  std::size_t common_;
  double min_score_;
};

}  // namespace
}  // namespace identity

std::vector<IdentitySuggestion> suggest_duplicates(std::span<const IdentityCandidate> candidates, const NameWords& words,
                                                   const std::function<bool(TypeId, TypeId)>& may_match, double min_score) {
  identity::Vocabulary vocabulary(words);
  const std::vector<identity::Entry> entries = identity::read_entries(candidates, vocabulary);
  const identity::Blocks blocks = identity::make_blocks(entries, vocabulary);
  const identity::Suggester suggester(vocabulary, blocks, identity::common_from(entries.size()), min_score);
  std::vector<IdentitySuggestion> suggestions;
  identity::Partners partners(blocks);
  for (const identity::Entry& entry : entries) {
    for (const std::uint32_t number : partners.next()) {
      const identity::Entry& partner = entries[number];
      if (!may_match(entry.candidate->type, partner.candidate->type)) continue;
      if (auto suggestion = suggester.suggest(entry, partner)) suggestions.push_back(std::move(*suggestion));
    }
  }
  std::ranges::sort(suggestions, [](const IdentitySuggestion& x, const IdentitySuggestion& y) {
    return std::tie(y.score, x.a, x.b) < std::tie(x.score, y.a, y.b);
  });
  return suggestions;
}

}  // namespace entente
