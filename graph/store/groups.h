#pragma once

/// Report groups: the articles that repeat one text count as one report. Two articles are linked if they share
/// Shingles::kCommonKeys keys of Shingles::sample(), were published within kCopyDays of each other (or both on an unknown day) and are near_copies();
/// a group is a connected component over these links, named after its smallest document key. So groups do not depend on the order in which articles
/// came.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "graph/model.h"
#include "graph/store/database.h"
#include "graph/store/keys.h"
#include "graph/store/recent.h"
#include "graph/store/sorter.h"
#include "graph/text/shingles.h"

namespace entente::store {

/// What an agency sends is printed within days. What has the same form and is from another week is another announcement.
inline constexpr Day kCopyDays = 3;

/// What copies of an article are told by.
struct Print {
  Day day = 0;  ///< of publication; 0 for unknown
  Shingles shingles;

  static Print of(const DocumentRecord& document) { return {document.date.value_or(0), Shingles::of(document.text)}; }
};

/// The group that an article is in; none where it is the only report of its kind. Errors: Corruption, Io.
Result<std::optional<Key64>> group_of(const Reader& reader, Key64 document);

/// Whether two articles repeat each other.
bool linked(const Print& a, const Print& b);

/// The first and the last day on which a copy of an article of `day` may have come out.
std::pair<Day, Day> copy_days(Day day);

/// The prints of stored articles; those used lately are remembered, up to twice as many as said. For one thread.
class Prints {
 public:
  static constexpr std::size_t kRemembered = 4096;  // of usual articles some 16 MB

  explicit Prints(std::size_t remembered = kRemembered) : known_(remembered) {}
  /// REQUIRES: the article is stored. Errors: Corruption, Io.
  Result<std::shared_ptr<const Print>> of(const Reader& reader, Key64 document);
  /// To be called when an article is no longer stored as it was.
  void forget(Key64 document) { known_.erase(document); }

 private:
  Recent<Key64, std::shared_ptr<const Print>> known_;
};

/// How the groups change when articles come and go.
class Regrouping {
 public:
  struct Change {
    std::optional<Key64> before, after;
  };

  /// REQUIRES: both outlive the Regrouping.
  Regrouping(const Reader& reader, Prints& prints) : reader_(reader), prints_(prints) {}

  /// A stored article goes. Neither this nor add() is called of one that is replaced with the same text and day. REQUIRES: before add() of the same.
  Status remove(Key64 document);
  /// An article comes.
  void add(Key64 document, const DocumentRecord& record);
  /// Computes what changes. Nothing is to be added or removed afterwards.
  Status finish();

  // After finish():
  const std::vector<SeenKey>& seen_gone() const { return seen_gone_; }
  const std::vector<SeenKey>& seen_new() const { return seen_new_; }
  const std::map<Key64, Change>& changes() const { return changes_; }
  /// The stored articles that stay, and whose edges have to be summed anew, because they are no longer one report with the same ones.
  const std::vector<Key64>& reread() const { return reread_; }
  /// The group of an article; none where it is the only report of its kind.
  Result<std::optional<Key64>> group(Key64 document);
  /// The articles of a group that were there before and stay.
  Result<std::vector<Key64>> stored_members(Key64 group) const;

 private:
  /// Articles that stay together for sure.
  struct Unit {
    std::vector<Key64> documents;
    std::size_t parent = 0;
    bool stored = false;
    std::optional<Key64> group;  // that they were in
  };

  std::size_t root(std::size_t unit);
  void join(std::size_t a, std::size_t b);
  std::size_t new_unit(Key64 document, bool stored, std::optional<Key64> group);
  Result<std::size_t> unit_of(Key64 document);
  Result<std::optional<Key64>> stored_group(Key64 document);
  Result<std::vector<Key64>> stored_documents(Key64 group) const;
  Result<std::vector<Key64>> candidates(Key64 document, const Print& print) const;
  Status loosen();
  Result<std::shared_ptr<const Print>> print_of(Key64 document);
  Status link(Key64 document, bool only_loose);
  using Component = std::vector<const Unit*>;
  std::vector<Component> components();
  void name(const Component& component);
  void find_reread(const Component& component, const std::set<Key64>& torn);

  const Reader& reader_;
  Prints& prints_;
  std::unordered_set<Key64> removed_;
  std::map<Key64, std::optional<Key64>> group_before_;  // of articles that were removed
  std::vector<Key64> added_, loose_;
  std::unordered_map<Key64, std::shared_ptr<const Print>> new_prints_;
  std::unordered_map<std::uint32_t, std::vector<Key64>> new_by_shingle_;
  std::vector<SeenKey> seen_gone_, seen_new_;
  std::vector<Unit> units_;
  std::unordered_map<Key64, std::size_t> by_document_, by_group_;
  std::map<Key64, Change> changes_;
  std::vector<Key64> reread_;
  std::map<Key64, std::vector<Key64>> stored_members_;
  std::unordered_map<Key64, std::optional<Key64>> known_;
};

/// The groups of a whole graph, computed from its texts.
class GroupDerivation {
 public:
  using RowVisit = std::function<Status(Family family, std::string_view key, std::string_view value)>;

  /// Uses up to about `memory` bytes and, beyond, files in `scratch`; besides, some 100 bytes for each article that has a copy.
  GroupDerivation(const Reader& reader, const std::filesystem::path& scratch, std::size_t memory);

  Status add(Key64 document, const DocumentRecord& record);
  /// The rows of seen and report. Errors: Corruption, Io, those of `visit`.
  Status finish(const RowVisit& visit);
  /// After finish().
  std::optional<Key64> group(Key64 document) const;

 private:
  Key64 root(Key64 document);
  Status compare(Key64 a, Key64 b);

  const Reader& reader_;
  Prints prints_;
  RowSorter seen_;
  std::unordered_map<Key64, Key64> parents_;  // of articles that have a copy
  std::map<Key64, Key64> groups_;
};

}  // namespace entente::store
