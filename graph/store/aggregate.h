#pragma once

/// Sums that do not care for order: what an edge and a node are over all articles. Each is a commutative monoid (add is
/// associative and commutative, the default value adds nothing), so that a merge operator may add operands in any grouping
/// and a recomputation from what is left yields the same bytes. What is counted can be taken out again, too.

#include <boost/container/flat_map.hpp>
#include <boost/container/small_vector.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "graph/model.h"
#include "graph/ontology.h"
#include "graph/store/store.h"

namespace entente::store {

/// Counts, articles and reports add; first is the earliest, last the latest dated day; confidence is the highest.
void add(EdgeAggregate& sum, const EdgeAggregate& part);

/// The part of a claim that aggregates are made of.
struct ClaimHead {
  ClaimStatus status = ClaimStatus::actual;
  Day day = 0;  ///< effective_day()
  float confidence = 0;
  std::optional<Day> published;  ///< the date of the document
};

/// The aggregate of one claim alone.
EdgeAggregate sum_of(const ClaimHead& claim);

/// The aggregates of one edge, over all its claims and by day, computed from the claims.
class EdgeTally {
 public:
  /// `group` is the report group that the document belongs to; none where nothing is nearly the same.
  /// REQUIRES: the claims of one document come one after another.
  void add(Key64 document, std::optional<Key64> group, const ClaimHead& claim);

  /// The group counts already, on all days together and on `day`, in what this is added to. REQUIRES: before add().
  void count_already(Key64 group, Day day);

  bool empty() const { return days_.empty(); }
  void clear();
  const EdgeAggregate& total() const { return total_.aggregate; }
  /// The aggregate of the claims of `day`; nullptr where there is none.
  const EdgeAggregate* on(Day day) const;
  /// Every day that has claims, the earliest first.
  void for_each_day(const std::function<void(Day, const EdgeAggregate&)>& visit) const;

 private:
  struct Sum {
    EdgeAggregate aggregate;
    std::optional<Key64> last_article;  // so that a document counts once however often it says it
    std::vector<Key64> groups;          // sorted; the same for report groups, whose documents need not come together
    void add(Key64 document, std::optional<Key64> group, const ClaimHead& claim);
    bool insert(Key64 group);
  };
  Sum total_;
  std::map<Day, Sum> days_;
  std::map<Day, std::vector<Key64>> counted_;  // already
};

template <class Value>
using Multiset = std::map<Value, std::uint32_t>;
/// The same of types, of which a node has one or two.
using TypeCounts = boost::container::small_flat_map<TypeId, std::uint32_t, 2>;

/// A node over all articles that name it.
struct NodeRecord {
  std::string id;
  TypeCounts types;
  std::uint32_t documents = 0;
  std::optional<std::pair<Day, Day>> dates;             ///< first and last day of publication
  Multiset<std::string> display_names, countries;       ///< none of them empty
  Multiset<std::pair<std::string, std::string>> names;  ///< (language, text)
  Multiset<std::pair<std::string, std::string>> attributes;
  Multiset<std::pair<double, double>> positions;  ///< (latitude, longitude)
  Multiset<std::string> wikidata;                 ///< none of them empty

  /// What one article published on `date` says of `node`. REQUIRES: latitude and longitude come together.
  static NodeRecord of(const Node& node, std::optional<Day> date);

  /// REQUIRES: both are of one node, or one of them is empty.
  void add(const NodeRecord& part);
  /// The sum of so many of it.
  void multiply(std::uint32_t times);
  /// Takes out what was added, but for `dates`, which the caller has to find anew. False, with the record in no good state, where
  /// there is less than that.
  bool subtract(const NodeRecord& part);

  friend bool operator==(const NodeRecord&, const NodeRecord&) = default;
};

/// How many edges a node has: all, those with an actual claim, and the claims of all.
struct Degree {
  std::uint64_t edges = 0, shown = 0, claims = 0;

  friend bool operator==(const Degree&, const Degree&) = default;
};

/// By type and direction; none of them all zero.
using Degrees = boost::container::small_flat_map<std::pair<TypeId, Direction>, Degree, 2>;

/// Adds modulo 2^64.
void add(Degree& sum, const Degree& part);
void add(Degrees& sum, const Degrees& part);

/// The nodes with the most shown edges of one type and direction.
using TopList = std::vector<std::pair<Key64, std::uint64_t>>;

/// Which type a node has that articles give several types: the most frequent, of equal ones the smallest number, but Official
/// before Person, because an article that gives no office does not deny that there is one.
class TypeChoice {
 public:
  explicit TypeChoice(const Ontology& ontology);
  /// REQUIRES: !types.empty().
  TypeId of(const TypeCounts& types) const;

 private:
  TypeId official_ = 0, person_ = 0;
};

/// The node that readers see. REQUIRES: record.documents > 0.
StoredNode summarise(const NodeRecord& record, const TypeChoice& choice);

}  // namespace entente::store
