#pragma once

/// Sums that do not care for order: what an edge and a node are over all articles. Each is a commutative monoid (add is
/// associative and commutative, the default value adds nothing), so that a merge operator may add operands in any grouping
/// and a recomputation from what is left yields the same bytes.

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "graph/model.h"
#include "graph/ontology.h"
#include "graph/store/store.h"

namespace entente::store {

/// Counts and reports add; first is the earliest, last the latest dated day; confidence is the highest.
void add(EdgeAggregate& sum, const EdgeAggregate& part);

/// The part of a claim that aggregates are made of.
struct ClaimHead {
  ClaimStatus status = ClaimStatus::actual;
  Day day = 0;  ///< effective_day()
  float confidence = 0;
};

/// The aggregates of one edge, over all its claims and by day, computed from the claims.
class EdgeTally {
 public:
  /// REQUIRES: the claims of one document come one after another.
  void add(Key64 document, const ClaimHead& claim);

  bool empty() const { return days_.empty(); }
  const EdgeAggregate& total() const { return total_.aggregate; }
  /// The aggregate of the claims of `day`; nullptr where there is none.
  const EdgeAggregate* on(Day day) const;

 private:
  struct Sum {
    EdgeAggregate aggregate;
    std::optional<Key64> last_report;  // so that a document counts as one report however often it says it
    void add(Key64 document, const ClaimHead& claim);
  };
  Sum total_;
  std::map<Day, Sum> days_;
};

template <class Value>
using Multiset = std::map<Value, std::uint32_t>;

/// A node over all articles that name it.
struct NodeRecord {
  std::string id;
  Multiset<TypeId> types;
  std::uint32_t documents = 0;
  std::optional<std::pair<Day, Day>> dates;             ///< first and last day of publication
  Multiset<std::string> display_names, countries;       ///< none of them empty
  Multiset<std::pair<std::string, std::string>> names;  ///< (language, text)
  std::map<std::string, std::string> attributes;        ///< the smallest value met of each
  std::optional<std::pair<double, double>> position;    ///< the smallest (latitude, longitude) met
  std::string wikidata;                                 ///< the smallest met; empty for none

  /// What one article published on `date` says of `node`. REQUIRES: latitude and longitude come together.
  static NodeRecord of(const Node& node, std::optional<Day> date);

  /// REQUIRES: both are of one node, or one of them is empty.
  void add(const NodeRecord& part);

  friend bool operator==(const NodeRecord&, const NodeRecord&) = default;
};

/// Which type a node has that articles give several types: the most frequent, of equal ones the smallest number, but Official
/// before Person, because an article that gives no office does not deny that there is one.
class TypeChoice {
 public:
  explicit TypeChoice(const Ontology& ontology);
  /// REQUIRES: !types.empty().
  TypeId of(const Multiset<TypeId>& types) const;

 private:
  TypeId official_ = 0, person_ = 0;
};

/// The node that readers see. REQUIRES: record.documents > 0.
StoredNode summarise(const NodeRecord& record, const TypeChoice& choice);

}  // namespace entente::store
