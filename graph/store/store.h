#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/hash.h"
#include "graph/identity/identity.h"
#include "graph/model.h"
#include "graph/mutation.h"
#include "graph/ontology.h"
#include "graph/status.h"

namespace rocksdb {
class Env;
}

namespace entente {

enum class SyncMode {
  group,   ///< one sync for each apply(), however many articles it has; survives a lost machine once apply() returns
  always,  ///< the same to a Store; says that the caller applies article by article
  off,     ///< survives a killed process, not a lost machine
};

struct StoreOptions {
  bool create = false;     ///< make the store where there is none
  bool read_only = false;  ///< open beside a writer; sees the state at open
  SyncMode sync = SyncMode::group;
  std::size_t cache = std::size_t{64} << 20;  ///< bytes of what was read that are kept in memory
  rocksdb::Env* environment = nullptr;        ///< of files, where opened to write: for tests of what happens when they fail. Must outlive the Store
};

/// What apply() did, by document. A document that a batch names several times counts once, by its last mutation.
struct ApplySummary {
  std::uint64_t added = 0;      ///< documents that were not there
  std::uint64_t replaced = 0;   ///< same id, other content
  std::uint64_t unchanged = 0;  ///< same id, same content: nothing written
  std::uint64_t retracted = 0;
  std::uint64_t missing = 0;  ///< retractions of documents that are not there
};

/// A node over all articles that name it, by whichever of its ids.
struct StoredNode {
  Node node;                       ///< names in order of (count descending, language, text)
  std::uint32_t documents = 0;     ///< articles that name it; one that names it by two ids counts twice
  std::optional<Day> first, last;  ///< publication days of those articles; none where none is dated
  std::vector<std::string> ids;    ///< all that stand for it by judgements, node.id first; empty where it has but one
};

/// All claims of one (source, type, target), summed.
struct StoredEdge {
  std::string source;
  TypeId type = 0;
  std::string target;
  EdgeAggregate aggregate;
};

/// An edge as it is seen from one of its ends, by key.
struct Neighbour {
  TypeId type = 0;
  Key64 node = 0;  ///< the other end
  EdgeAggregate aggregate;
};

/// The part of it that one day has.
struct NeighbourDay {
  Day day = 0;
  Neighbour neighbour;
};

/// How many edges of one type leave or enter a node. A relation of a node with itself does both.
struct NodeDegree {
  TypeId type = 0;
  Direction direction = Direction::out;
  std::uint64_t edges = 0;
  std::uint64_t shown = 0;  ///< those of them that have an actual claim
};

/// The claims of one edge that one day has.
struct StoredDay {
  Day day = 0;      ///< effective_day() of the claims; 0 holds the undated ones
  StoredEdge edge;  ///< its aggregate is over the claims of that day only
};

struct StoreStats {
  std::uint64_t documents = 0, nodes = 0, edges = 0, shown_edges = 0, claims = 0;
  std::vector<std::pair<TypeId, std::uint64_t>> nodes_by_type;        ///< by number; types with none are left out
  std::vector<std::pair<TypeId, std::uint64_t>> edges_by_type;        ///< edges of any status
  std::vector<std::pair<TypeId, std::uint64_t>> shown_edges_by_type;  ///< edges with an actual claim
  std::vector<std::pair<TypeId, std::uint64_t>> claims_by_type;
  std::uint64_t bytes_on_disk = 0;  ///< table and log files
  /// Of them the table files of each column family of docs/storage-format.md.
  std::vector<std::pair<std::string, std::uint64_t>> bytes_by_family;
};

/// What Store::judge() did.
struct JudgementSummary {
  std::vector<std::uint64_t> numbers;  ///< of the new judgements
  std::uint64_t claims_moved = 0;      ///< that another node stands for now
};

/// One of the backups in a directory.
struct BackupInfo {
  std::uint32_t number = 0;
  std::int64_t time = 0;    ///< seconds since 1970
  std::uint64_t bytes = 0;  ///< of all its files, also those that it shares with others
  std::uint32_t files = 0;
};

/// What Store::check() finds.
struct CheckReport {
  std::uint64_t documents = 0, nodes = 0, edges = 0, claims = 0;  ///< recounted
  std::uint64_t problem_count = 0;                                ///< 0: the graph is sound
  std::vector<std::string> problems;                              ///< the first hundred, one line each
};

/// What Store::repair() did.
struct RepairReport {
  std::uint64_t documents = 0;         ///< that the graph is made of now
  std::vector<std::string> retracted;  ///< the articles of which a part was missing; they can be read in again
  std::uint64_t stray_claims = 0;      ///< that no article listed
};

/// Which claims a Snapshot answers for.
struct Period {
  std::optional<Day> known_by = {};  ///< only those of documents published by then; of undated documents none
  std::optional<std::pair<Day, Day>> days =
      {};  ///< only those whose effective_day() is from the first to the second, both included; undated ones are not

  bool restricts() const { return known_by || days; }
  friend bool operator==(const Period&, const Period&) = default;
};

/// The graph at one moment. An id is answered for by the node that stands for it by judgements; what is returned has the id of that node only.
/// Cheap to copy; later writes do not show in it. Any thread may read it. It may outlive its Store, whose
/// files (and lock) then stay open until the last Snapshot goes.
/// Visitors return false to stop early; the function then returns ok. Every read may fail with Corruption or Io.
class Snapshot {
 public:
  class Impl;
  explicit Snapshot(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

  /// The same moment, restricted: what was known on `day`, and what happened from `since` to `until`, both included. Restrictions add up. All that
  /// is counted is then counted over the claims that remain, by reading them, so that answers cost what they cover rather than one row an edge:
  /// - an edge without remaining claims is not there;
  /// - of as_of(), a node is there if an article published by then names it, and `documents`, `first` and `last` are over those articles;
  /// - of during(), a node is there if a remaining edge has it as an end; to visit all of them holds 8 bytes a node;
  /// - a node's names, type, country and the rest are what is known now, and so are report groups;
  /// - of as_of(), a document published later, or undated, is not there; during() leaves documents as they are;
  /// - stats() reads the graph, and `bytes` are those of the whole; top() reads it too and holds a number for each node.
  Snapshot as_of(Day day) const;
  Snapshot during(Day since, Day until) const;
  const Period& period() const { return period_; }
  /// The same moment without restriction.
  Snapshot whole() const { return Snapshot(impl_); }

  /// Errors: NotFound, Corruption.
  Result<StoredNode> node(std::string_view id) const;
  /// The same by the key of an id.
  Result<StoredNode> node(Key64 key) const;
  /// Every node once, in an order that is the same on every machine.
  Status for_each_node(const std::function<bool(const StoredNode&)>& visit) const;
  /// Ids of the nodes that some article called `name` (case and diacritics aside) or whose display name or id it is, sorted.
  Result<std::vector<std::string>> find(std::string_view name) const;
  /// The nodes that some article calls by a name that begins with `beginning` (case and diacritics aside), by key, in order of these names; a node
  /// comes once for each of them.
  Status for_each_named(std::string_view beginning, const std::function<bool(Key64 node)>& visit) const;

  /// Edges that leave (enter) `node`, in order of (type, key of the other end); of one type where `type` is given.
  /// A symmetric edge is stored once and visited from both ends: out() and in() of either end do NOT repeat it, so a caller
  /// that wants all relations of a node asks for both.
  Status out(std::string_view node, std::optional<TypeId> type, const std::function<bool(const StoredEdge&)>& visit) const;
  Status in(std::string_view node, std::optional<TypeId> type, const std::function<bool(const StoredEdge&)>& visit) const;
  /// Every edge, in key order of (source, type, target).
  Status for_each_edge(const std::function<bool(const StoredEdge&)>& visit) const;
  /// One edge; the ends of a symmetric one may be given in either order. Errors: NotFound.
  Result<StoredEdge> edge(std::string_view source, TypeId type, std::string_view target) const;
  /// The same by keys, with the ends as they are stored. Errors: NotFound.
  Result<EdgeAggregate> edge(Key64 source, TypeId type, Key64 target) const;
  /// The claims behind an edge, in order of (document key, number in the document, which is its place in contribution()); none where there is no such
  /// edge. The ends of a symmetric one may be given in either order; the claims have them in the stored one.
  Status claims(std::string_view source, TypeId type, std::string_view target,
                const std::function<bool(const Claim&, std::uint32_t number)>& visit) const;

  /// What leaves (enters) `node` by relations of `type` on each day from `since` to `until`, both included: the newest day
  /// first, then by key of the other end.
  Status out_days(std::string_view node, TypeId type, Day since, Day until, const std::function<bool(const StoredDay&)>& visit) const;
  Status in_days(std::string_view node, TypeId type, Day since, Day until, const std::function<bool(const StoredDay&)>& visit) const;
  /// What every edge has on each day from `since` to `until`, both included: the oldest day first, then by key of the edge.
  Status for_each_day(Day since, Day until, const std::function<bool(const StoredDay&)>& visit) const;

  /// The same as out() and in(), out_days() and in_days() for algorithms and queries over many edges: nodes are keys, hash64 of their ids,
  /// and no id is looked up. A node that is not there has no edges.
  Status neighbours(Key64 node, Direction direction, std::optional<TypeId> type, const std::function<bool(const Neighbour&)>& visit) const;
  Status neighbour_days(Key64 node, Direction direction, TypeId type, Day since, Day until,
                        const std::function<bool(const NeighbourDay&)>& visit) const;
  /// Every edge by keys, with its ends as they are stored, in order of (source, type, target): the fastest way through all of them.
  Status for_each_edge_key(const std::function<bool(Key64 source, const Neighbour& target)>& visit) const;
  /// What every edge has on each of its days, by keys, in no order of days: the fastest way through all of them.
  Status for_each_edge_day(const std::function<bool(Key64 source, const NeighbourDay&)>& visit) const;
  /// Every node by key, and its type, in the order of for_each_node(), which reads more of it.
  Status for_each_node_key(const std::function<bool(Key64 node, TypeId type)>& visit) const;
  /// How many edges each node has that has any, by type and direction, without reading them. Errors: Unsupported of a part of the graph.
  Status for_each_degree(const std::function<bool(Key64 node, const std::vector<NodeDegree>& degrees)>& visit) const;
  /// The same of one node; none where it has no edges. Errors: Unsupported of a part of the graph.
  Result<std::vector<NodeDegree>> degrees(Key64 node) const;
  /// top() by key.
  Result<std::vector<std::pair<Key64, std::uint64_t>>> top_keys(Direction direction, std::optional<TypeId> type, std::size_t limit) const;
  /// Errors: NotFound.
  Result<std::string> id(Key64 node) const;
  /// The confidence of each actual claim of an edge that counts for `day`.
  Status confidences(Key64 source, TypeId type, Key64 target, Day day, const std::function<void(float)>& visit) const;

  /// The articles that repeat one text with `document`, itself included, by id: they are one report. Of as_of(), those published by then.
  /// Errors: NotFound.
  Result<std::vector<std::string>> report(std::string_view document) const;
  /// Errors: NotFound.
  Result<DocumentRecord> document(std::string_view id) const;
  Status for_each_document(const std::function<bool(const DocumentRecord&)>& visit) const;
  /// What an article contributed, as it was applied: nodes and claims in their order, also those that were rejected since, symmetric claims with the
  /// smaller id as source. Errors: NotFound.
  Result<Contribution> contribution(std::string_view document) const;

  /// Who is who: all judgements and what follows from them.
  Result<std::shared_ptr<const Identity>> identity() const;

  Result<StoreStats> stats() const;
  /// The nodes with the most edges of `type` (of all types together) that have an actual claim, the most first: at most `limit`, with the
  /// number of edges. Up to 1,000 they are read from a list that Store::flush() renews; without it, or beyond, the degrees of all nodes are read.
  Result<std::vector<std::pair<std::string, std::uint64_t>>> top(Direction direction, std::optional<TypeId> type, std::size_t limit) const;

 private:
  friend class Hops;
  Status edges(Direction direction, std::string_view node, std::optional<TypeId> type, const std::function<bool(const StoredEdge&)>& visit) const;
  Status days(Direction direction, std::string_view node, TypeId type, Day since, Day until,
              const std::function<bool(const StoredDay&)>& visit) const;
  Snapshot(std::shared_ptr<const Impl> impl, const Period& period) : impl_(std::move(impl)), period_(period) {}

  Status named(std::string_view prefix, const std::function<Result<bool>(Key64)>& visit) const;
  Status for_each_end(const std::function<bool(const StoredNode&)>& visit) const;
  Status for_each_known(const std::function<bool(const StoredNode&)>& visit) const;
  Result<StoreStats> recount(std::uint64_t all_documents) const;

  std::shared_ptr<const Impl> impl_;
  Period period_;
};

/// Many articles on their way into a store at once: the fast way in for a large corpus. For one thread, but for add(); the Store must outlive it, and
/// applies nothing else until finish() or the end of the Load.
class Load {
 public:
  class Impl;
  explicit Load(std::unique_ptr<Impl> impl);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  /// Takes what an article brings. Nothing of it is in the graph before finish(). Several threads may add at a time; of articles with one document
  /// the last that came counts. Errors: InvalidInput, as Store::apply() (the Load goes on without it); Io, Corruption (the Load is of no more use).
  Status add(const Contribution& contribution);
  /// Takes back what was added of an article that the store holds, so that it stays as it is there.
  void forget(std::string_view document);
  /// How many articles were taken since the last finish(), and how many of them wait in memory because their document is there already or came
  /// twice, because they may repeat another, or because claims of theirs were judged: whoever adds many such finishes now and then.
  std::uint64_t size() const;
  std::uint64_t waiting() const;
  /// Makes what was taken part of the graph: what new articles bring all at once, then in order those that waited. The outcome is that of
  /// Store::apply() with the same articles, byte for byte. All of it, and all that was applied before, is then on disk whatever the SyncMode.
  /// Afterwards the Load can take more. Errors: InvalidInput (two node ids with one key), Io, Corruption.
  Result<ApplySummary> finish();

 private:
  std::unique_ptr<Impl> impl_;
};

/// The graph on disk. One writer and any number of readers may use a Store at the same time from any thread.
class Store {
 public:
  /// Opens the store at `directory`, creating it if `options.create` says so.
  /// A store of an older format is brought up to date where it is opened to write, and is as before if that fails.
  /// Errors: NotFound (no store there and create is off), Locked (another process writes to it), Version (written by a newer
  /// entente, or an older one and opened to read only, or with an ontology whose numbers mean something else), InvalidInput (`directory` holds other
  /// things), Corruption, Io.
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& directory, const Ontology& ontology, const StoreOptions& options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Applies `batch` whole or not at all. When this returns ok, the batch survives a crash of the process, and of the machine as
  /// options.sync promises. Applying the same batch twice changes nothing the second time. Errors: InvalidInput (a claim whose
  /// end is not among its nodes, a type the ontology lacks, two ids with one key), Unsupported (opened to read only), Locked (a Load is under way),
  /// Io, Corruption; the store is then as before.
  Result<ApplySummary> apply(const MutationBatch& batch);

  /// Adds judgements, whose numbers it gives, and revokes others, by number; all or nothing, on disk as options.sync promises. Claims of
  /// nodes that are one by judgements stand under the id that stands for all, so that readers need not know; they move now, all that the nodes that
  /// are another now have, in memory. No id is lost: what articles said stays as it is. A claim that is rejected counts nowhere, also when its
  /// article is read anew, until that is revoked; one that is confirmed counts as before. Judgements of claims and those of nodes are made by calls
  /// of their own. Errors: NotFound (a node, an article, its claim, a number), InvalidInput (one id twice, no author, revoked already, of both
  /// kinds), Unsupported, Locked, Io, Corruption; the store is then as before.
  Result<JudgementSummary> judge(const std::vector<Judgement>& judgements, const std::vector<std::pair<std::uint64_t, Revocation>>& revocations = {});

  /// Begins to load a large corpus as sorted table files. `memory` is about what it uses; the rest waits in files beside the graph.
  /// Errors: Unsupported (opened to read only), Locked (a Load is under way), Io, Corruption.
  Result<std::unique_ptr<Load>> load(std::size_t memory = std::size_t{160} << 20);

  /// To be called when a run of changes ends: renews the lists behind Snapshot::top(), and moves what is in memory to table files if it is
  /// much. Errors: Unsupported, Locked, Io, Corruption.
  Status flush();

  /// Proves that the graph is what its articles make it: each text has its list of what it brought and each claim is in one; edges, days,
  /// degrees, nodes, names and counters are computed anew and compared with what is stored; lists of highest degrees, where they are
  /// said to be right. Works on the state of the call, for as long as it takes. Errors: Io, Corruption (what cannot be read at all).
  Result<CheckReport> check() const;

  /// Mends the graph at `directory`, which nobody may use meanwhile: articles of which a part is missing are retracted, everything that is
  /// computed from articles is computed again. Broken off, it can be started again. Errors: those of open(); Corruption (of what
  /// articles brought: restore a backup).
  static Result<RepairReport> repair(const std::filesystem::path& directory, const Ontology& ontology);

  /// Rewrites all table files, so that nothing of what was replaced or retracted takes room. Errors: Unsupported, Locked, Io, Corruption.
  Status compact();

  /// Adds the present state to the backups in `directory`, made where it is missing: a full copy, but files that a backup there has are not
  /// copied again. Applied batches wait meanwhile. Errors: Unsupported (opened to read only), Locked, InvalidInput (`directory` holds other things),
  /// Io.
  Result<BackupInfo> backup(const std::filesystem::path& directory);
  /// The backups in `directory`, the oldest first. Errors: NotFound, Io, Corruption.
  static Result<std::vector<BackupInfo>> backups(const std::filesystem::path& directory);
  /// Puts backup `number` (0: the newest) at `graph`, where there must be nothing: complete and compared with its checksums, or not at all.
  /// Errors: NotFound, InvalidInput (there is something at `graph`), Corruption, Io.
  static Result<BackupInfo> restore(const std::filesystem::path& directory, std::uint32_t number, const std::filesystem::path& graph);

  /// Whether `document` is held with exactly this content, so that its text need not be read again.
  Result<bool> holds(std::string_view document, std::uint64_t content_hash) const;

  /// The state after the last apply() that returned before this call.
  Snapshot snapshot() const;

 private:
  friend class Load;
  class Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  static Result<std::unique_ptr<Store>> open_even_broken(const std::filesystem::path& directory, const Ontology& ontology,
                                                         const StoreOptions& options);
  std::unique_ptr<Impl> impl_;
};

}  // namespace entente
