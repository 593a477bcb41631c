#pragma once

/// Which nodes of a graph may be one and the same real thing. Only an analyst's judgement makes them one: nothing here changes a graph.
///
///     const auto words = NameWords::load(data / "identity");
///     const auto candidates = identity_candidates(store.snapshot(), ontology, &facts);  // candidates.h
///     for (const IdentitySuggestion& pair : suggest_duplicates(*candidates, *words, types_of_one_thing(ontology), 0.6))
///       std::cout << pair.score << ' ' << pair.a << ' ' << pair.b << ": " << pair.reasons.front() << '\n';

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/hash.h"
#include "graph/identity/words.h"
#include "graph/model.h"

namespace entente {

/// What is known of a node for finding its duplicates.
struct IdentityCandidate {
  std::string id;                             ///< "person:choe-son-hui"; its prefix says how names are compared (see below)
  TypeId type = 0;                            ///< of the ontology
  std::vector<std::string> names;             ///< display name first, then all names met, any language or script
  std::string country;                        ///< ISO 3166-1 alpha-3; empty for none
  std::string wikidata;                       ///< Q-number; empty for none. What is no Q-number counts as none
  std::vector<std::string> offices;           ///< ids of what it holds office in, is part of or a member of, then a space and the office where known:
                                              ///< "state:IRN foreign minister", "alliance:opec"
  std::vector<Key64> neighbours;              ///< sorted keys of the nodes that it has edges with
  std::optional<double> latitude, longitude;  ///< degrees, WGS 84; count for places only
  bool known = false;                         ///< its id comes from the gazetteer, so that two known ones are two things
};

struct IdentitySuggestion {
  std::string a, b;  ///< ids, a < b
  double score = 0;  ///< in [0, 1]
  /// In plain words, most important first: what speaks for it ("same name 'Ali Larijani'", "both foreign minister of IRN", "7 of 9 neighbours
  /// shared"), then what speaks against it ("countries differ: IRN, IRQ"). Names are quoted as valid UTF-8 without control characters and
  /// shortened where they are long.
  std::vector<std::string> reasons;
};

/// The pairs of candidates whose score is at least `min_score`, best first, ties by ids. The same candidates give the same pairs in any order.
/// 0.6 is where a look begins to be worth it: of the gazetteer's spellings of persons seven of eight are found with it (`bench_identity recall`).
///
/// `may_match` says which types can be one thing; it must be symmetric. Whatever it says, these are never suggested: two known nodes; two with
/// different Wikidata numbers; two states, and what belongs to two different ones by its id ("government:IRN/x", "force:IRQ"), because the code
/// in the id is the identity; a node and its organ, branch or member ("force:RUS", "force:RUS/navy", or where the offices of one name the other).
///
/// The score of a pair is that of its names, to which country, offices, neighbours and position add or from which they take:
/// - 0.99 with the same Wikidata number, whatever else disagrees (the reasons say what); nothing else goes above 0.97.
/// - At most 0.8 for names alone: same name, then transliterations of one, then a letter that differs, then a part or initials of a fuller name.
///   A bare family name is below 0.6 until something else agrees, and further below where a third node has it.
/// - At most 0.55 for names that contradict each other (two different given names, ordinals, numbers or points of the compass), and no
///   suggestion at all unless an office or four neighbours are shared; at most 0.55 for a name that has a word more than the other where it
///   is no person's (a body and its branch, a region and its north), and for namesakes of two countries where they are no persons.
/// - At most 0.3 for places of one name more than 50 km apart; places within 10 km gain.
/// Names of `person:` ids are read as names of people: titles and particles do not count, the order does little unless it says who is whose
/// son, initials stand for names. A name that is part of a fuller one of the same node is not compared with such a part of another: two
/// Khameneis are not one because each was once called "Khamenei".
///
/// Candidates are compared if they share a whole name, spelled alike or written together, two words of a name, a family name and an initial,
/// an acronym, or a word that few others have. What more than 50 share is too common to say anything and is not looked at, except that of more
/// than 50 with one whole name or Wikidata number each is compared with the 8 after it in order of country, office and id, and the reasons
/// say so. Each is compared with at most 128 of those after it by id, with which it shares most. Time and memory are therefore proportional to
/// the number of names and of suggestions: 100,000 persons take some 7 seconds of one core and 75 MB (`bench_identity time 100000`).
///
/// Bytes that are not UTF-8 are harmless. Of a node the first 24 names or 72 words are read, and of those the first 12 names that are part
/// of no other are used; a name of more than 512 bytes is not. Thread-safe. REQUIRES: ids are distinct; neighbours are sorted.
std::vector<IdentitySuggestion> suggest_duplicates(std::span<const IdentityCandidate> candidates, const NameWords& words,
                                                   const std::function<bool(TypeId, TypeId)>& may_match, double min_score);

}  // namespace entente
