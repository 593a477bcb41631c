#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "graph/identity/identity.h"
#include "graph/store/aggregate.h"
#include "graph/store/codec.h"
#include "graph/store/sorter.h"
#include "graph/store/writer.h"

namespace entente::store {

/// How the rows that follow from articles are computed from those that hold them, for a whole graph at once: claims make edges,
/// ledgers make nodes. Loading, checking and repairing all use it, so that there is one definition of what a sound graph is.
/// The writer reaches the same rows in small steps.

/// Takes rows, each family's in order of key.
using RowVisit = std::function<Status(Family family, std::string_view key, std::string_view value)>;
using Counters = std::map<CounterKey, std::uint64_t>;

/// The days of the edges of one node and type, on their way from the order of edges into that of out_day.
class DayGroup {
 public:
  /// No other with the same name may use `scratch` at the same time.
  DayGroup(std::filesystem::path scratch, std::string name) : scratch_(std::move(scratch)), name_(std::move(name)) {}

  /// REQUIRES: all edges between two drains have one source and type.
  Status add(const EdgeKey& edge, Day day, const EdgeAggregate& sum);
  /// Visits the rows in order, and then forgets them. `end_day` comes after the rows of each day, with the number of actual claims.
  Status drain(const RowVisit& visit, const std::function<Status(Day, std::uint64_t claims)>& end_day);

 private:
  struct Row {
    DayKey key;
    EdgeAggregate sum;
  };
  Status visit_row(const DayKey& key, const EdgeAggregate& sum, const RowVisit& visit, const std::function<Status(Day, std::uint64_t)>& end_day);

  std::filesystem::path scratch_;
  std::string name_;
  std::vector<Row> rows_;
  std::unique_ptr<RowSorter> many_;  // where there are more than is good to hold
  std::optional<Day> day_;           // while draining
  std::uint64_t claims_ = 0;
};

/// Computes out, out_day, in_day, by_date and degree, and the counters of edges and claims, for the edges that leave a range of nodes.
class EdgeDerivation {
 public:
  /// What is there before, which what is derived is added to; none for an empty graph.
  using StateBefore = std::function<Result<EdgeState>(const EdgeKey&)>;
  using GroupOf = std::function<Result<std::optional<Key64>>(Key64 document)>;

  /// Uses up to about `memory` bytes and, beyond, files in `scratch`.
  EdgeDerivation(const std::filesystem::path& scratch, std::size_t shard, std::size_t memory, StateBefore before, GroupOf group);

  /// REQUIRES: claims come in order of key. Rows of `out` and `out_day` come meanwhile.
  Status add(const ClaimKey& key, const ClaimHead& claim, const RowVisit& visit);
  /// The last rows of `out` and `out_day`.
  Status finish(const RowVisit& visit);

  // The rows of the other families, of all ranges together, once those are finished. Each may be drained by a thread of its own.
  using All = std::vector<EdgeDerivation*>;
  /// in_day, of the nodes of one shard.
  static Status drain_in(const All& all, std::size_t shard, const RowVisit& visit);
  static Status drain_dates(const All& all, const RowVisit& visit);
  /// Once in_day of all shards is drained.
  static Status drain_degrees(const All& all, const RowVisit& visit);
  /// Of all ranges together, once dates are drained.
  static Counters counters(const All& all);

 private:
  Status end_edge(const RowVisit& visit);
  Status end_type(const RowVisit& visit);
  Status end_source();

  StateBefore before_;
  GroupOf group_;
  std::array<std::unique_ptr<RowSorter>, kShards> in_;         // rows of in_day behind what they add to the degree of the target
  std::array<std::unique_ptr<RowSorter>, kShards> in_degree_;  // of the first of all ranges: rows of degree
  RowSorter dates_, out_degree_;                               // rows of by_date with the number of actual claims, of degree
  DayGroup out_days_;
  std::optional<EdgeKey> edge_;
  // Of the edge that is coming: most have one claim, which needs no tally.
  ClaimKey first_key_;
  ClaimHead first_;
  std::optional<Key64> first_group_;
  EdgeTally tally_;
  std::uint64_t claims_ = 0;
  Degrees out_degrees_;  // of the source whose edges are coming
  std::map<TypeId, Degree> types_;
  Counters daily_claims_;  // of the first of all ranges
};

/// Computes node, node_day and name, and the counters of documents and nodes, for a range of nodes.
class NodeDerivation {
 public:
  using HeadBefore = std::function<Result<std::optional<NodeHead>>(Key64)>;

  NodeDerivation(const std::filesystem::path& scratch, std::size_t shard, std::size_t memory, const TypeChoice& choice,
                 std::shared_ptr<const Identity> identity, HeadBefore before);

  /// A node as an article of `date` names it.
  struct Mention {
    KeyBytes key;
    std::string value;
  };
  static Mention mention(Key64 key, const Node& node, std::optional<Day> date);
  /// In any order. Errors: Io.
  Status add(const Mention& mention) { return mentions_.add(mention.key, mention.value); }
  /// The rows of `node` and `node_day`, once all are added. Errors: InvalidInput (two ids with one key), Io.
  Status drain(const RowVisit& visit);
  /// The rows of name, of all ranges together, once those are drained.
  static Status drain_names(const std::vector<NodeDerivation*>& all, const RowVisit& visit);
  /// Of all ranges together, once those are drained.
  static Result<Counters> counters(const std::vector<NodeDerivation*>& all);

 private:
  Status end_node(const RowVisit& visit);
  Status end_mention();

  TypeChoice choice_;
  std::shared_ptr<const Identity> identity_;
  HeadBefore before_;
  RowSorter mentions_, names_;
  Counters counters_;                  // of nodes that one id stands for
  std::map<Key64, TypeCounts> types_;  // of those of several ids: what is added to each id
  // While draining: the node whose mentions are coming, and how often the last of them, which are often the same, has come.
  Key64 node_ = 0;
  NodeRecord record_;
  std::map<Day, std::uint64_t> node_days_;
  std::string mention_;
  std::uint32_t times_ = 0;
};

}  // namespace entente::store
