#include "graph/identity/score.h"

#include <algorithm>

namespace entente::identity {
namespace {

// What the parts of a score are worth. Names alone stay below certainty because identity never rests on them alone; everything else together
// lifts a doubtful name, as a bare family name, over 0.6, and is not counted beyond kContradicted where names say that there are two.
constexpr double kNames = 0.80;
constexpr double kSameCountry = 0.08;        // half the persons of a graph share theirs with hundreds
constexpr double kSameOffice = 0.08;         // as much again: few have held it, but they are just those who are mixed up
constexpr double kSameBody = 0.04;           // half of it: a party has many members
constexpr double kNeighbours = 0.12;         // with all of them shared
constexpr double kNearBy = 0.08;             // as a country: a town's quarter can have the town's name
constexpr double kOtherCountry = 0.70;       // namesakes of two countries are mostly two persons, but a person can be listed under two
constexpr double kOtherCountryThing = 0.60;  // Tripoli, the Communist Party: two things
constexpr double kRelated = 0.70;            // a text that relates two nodes takes them for two
constexpr double kManyBearers = 0.90;        // a name that many nodes have
constexpr double kCertain = 0.99;            // the same Wikidata number: only the link to it can be wrong
constexpr double kHighest = 0.97;            // without one
constexpr double kContradicted = 0.55;       // below 0.6, where an analyst begins to look
constexpr double kFarApart = 0.30;           // half of that: nothing else that agrees moves a town

double names_score(const Finding& finding) {
  const double score = kNames * finding.name.score;
  if (!finding.other_country) return score;
  return score * (finding.kind == Kind::person ? kOtherCountry : kOtherCountryThing);
}

double place_and_country(const Finding& finding) { return (finding.same_country ? kSameCountry : 0) + (finding.near() ? kNearBy : 0); }

double highest(const Finding& finding) {
  const NameMatch& name = finding.name;
  if (finding.far()) return kFarApart;
  if (name.way == Way::differ) return kContradicted;
  const bool word_more = name.way == Way::part && name.score <= kMore;
  return finding.kind != Kind::person && (word_more || finding.other_country) ? kContradicted : kHighest;
}

double office_score(const SharedOffice& office) {
  if (office.body.empty()) return 0;
  return office.office.empty() ? kSameBody : kSameOffice;
}

double neighbours_score(const Finding& finding) {
  if (finding.shared == 0) return 0;
  const double shared = static_cast<double>(finding.shared);
  return kNeighbours * shared / static_cast<double>(finding.of_neighbours) * std::min(1.0, shared / static_cast<double>(kEnoughShared));
}

}  // namespace

double best_possible(const Finding& finding) {
  if (finding.same_number) return kCertain;
  if (finding.name.score == 0) return 0;
  return std::min(names_score(finding) + place_and_country(finding) + kSameOffice + kNeighbours, highest(finding));
}

double score_of(const Finding& finding) {
  if (finding.same_number) return kCertain;
  double score = names_score(finding);
  if (finding.bearers > 0) score *= kManyBearers;
  if (finding.related) score *= kRelated;
  score += place_and_country(finding) + office_score(finding.office) + neighbours_score(finding);
  return std::min(score, highest(finding));
}

}  // namespace entente::identity
