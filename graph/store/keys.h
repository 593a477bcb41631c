#pragma once

/// The keys of every column family. All numbers are big-endian, so that RocksDB's byte order is the order meant here.
///
///   partition   = be16, 0 for now: keeps the way open to split a graph by source node
///   node        = be64, hash64 of the node's id          document = be64, hash64 of the document's id
///   day         = be32 of the day with its sign bit flipped; `newest` is its complement, so that later days come first
///
///   document    document                       by_document document
///   node        node                           node_day    node day
///   name        folded-name 0x00 node          degree      node
///   seen        be32 shingle, day, document    report      u8 0, document | u8 1, group, document
///   counter     u8 kind, be16 type, day        top         u8 direction, be16 type
///   judgement   be64 number                    rejected    document number
///   out         partition source type target
///   out_day     partition source type newest target       in_day     partition target type newest source
///   claim       partition source type target document number, which is that of the claim in the document:
///               u8 n below 0xfc | u8 0xfc, be32 n
///   by_date     partition day type source

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "graph/hash.h"
#include "graph/model.h"
#include "graph/store/bytes.h"

namespace entente::store {

/// The column families in the order of their names below. The names are stored; the numbers are not.
enum class Family : std::uint8_t {
  meta,
  document,
  by_document,
  seen,
  report,
  node,
  node_day,
  name,
  out,
  out_day,
  in_day,
  claim,
  by_date,
  degree,
  top,
  counter,
  judgement,
  rejected,
};
inline constexpr std::array<std::string_view, 18> kFamilyNames = {
    "meta",    "document", "by_document", "seen",    "report", "node", "node_day", "name",      "out",
    "out_day", "in_day",   "claim",       "by_date", "degree", "top",  "counter",  "judgement", "rejected",
};
inline constexpr std::string_view name_of(Family family) { return kFamilyNames[static_cast<std::size_t>(family)]; }

/// Whether keys of `family` have the ends of an edge the other way round.
inline constexpr bool is_reversed(Family family) { return family == Family::in_day; }

inline constexpr std::size_t kPartitionBytes = 2;  ///< at the front of all keys that have a partition, and the same in all of them for now
inline constexpr std::size_t kNodePrefix = 8;      ///< node_day: all days of a node
inline constexpr std::size_t kShinglePrefix = 4;   ///< seen: all documents with a shingle
inline constexpr std::size_t kClaimPrefix = 10;    ///< claim: partition and source, all claims of what leaves a node
inline constexpr std::size_t kEdgePrefix = 12;     ///< out, out_day, in_day: also the type, as most nodes have edges of few types

/// Large work is shared out to this many threads, each with a range of keys of nodes: by their first bit.
inline constexpr std::size_t kShards = 2;
inline constexpr std::size_t shard_of(Key64 node) { return node >> 63; }

struct EdgeKey {
  Key64 source = 0;
  TypeId type = 0;
  Key64 target = 0;

  EdgeKey reversed() const { return {target, type, source}; }
  friend auto operator<=>(const EdgeKey&, const EdgeKey&) = default;
  /// For hash tables; the keys of nodes are hashes.
  friend std::size_t hash_value(const EdgeKey& edge) { return edge.source + 3 * edge.target + 5 * edge.type; }
};

struct ClaimKey {
  EdgeKey edge;
  Key64 document = 0;
  std::uint32_t number = 0;
};

/// What a row of by_date stands for: `source` has edges of `type` with claims of `day`.
struct DateKey {
  Day day = 0;
  TypeId type = 0;
  Key64 source = 0;

  friend auto operator<=>(const DateKey&, const DateKey&) = default;
};

/// What a row of out_day or in_day (with the edge reversed) stands for.
struct DayKey {
  EdgeKey edge;
  Day day = 0;

  friend auto operator<=>(const DayKey&, const DayKey&) = default;
};

/// One of the shingles by which near-copies of a document are found.
struct SeenKey {
  std::uint32_t shingle = 0;
  Day day = 0;  ///< of publication; 0 for unknown
  Key64 document = 0;

  friend auto operator<=>(const SeenKey&, const SeenKey&) = default;
};

enum class CounterKind : std::uint8_t {
  documents = 1,
  nodes,
  edges,         ///< of any status
  shown_edges,   ///< with an actual claim
  claims,        ///< of any status
  daily_claims,  ///< actual ones, by day
};

struct CounterKey {
  CounterKind kind = CounterKind::documents;
  TypeId type = 0;  ///< 0 for documents
  Day day = 0;      ///< 0 but for daily_claims

  friend auto operator<=>(const CounterKey&, const CounterKey&) = default;
  friend std::size_t hash_value(const CounterKey& counter) {
    return std::size_t{static_cast<std::uint8_t>(counter.kind)} << 48 | std::size_t{counter.type} << 32 | static_cast<std::uint32_t>(counter.day);
  }
};

/// A key in the making and made, without the heap.
class KeyBytes {
 public:
  KeyBytes& u8(std::uint8_t value) { return add(value); }
  KeyBytes& be16(std::uint16_t value) { return add(value); }
  KeyBytes& be32(std::uint32_t value) { return add(value); }
  KeyBytes& be64(std::uint64_t value) { return add(value); }

  operator std::string_view() const { return {bytes_.data(), size_}; }  // NOLINT: it is meant to be one
  std::string str() const { return {bytes_.data(), size_}; }

 private:
  template <class Unsigned>
  KeyBytes& add(Unsigned value) {
    const Unsigned bytes = big_endian(value);
    std::memcpy(bytes_.data() + size_, &bytes, sizeof bytes);
    size_ += sizeof bytes;
    return *this;
  }

  static constexpr std::size_t kLongest = 33;  // a claim's
  std::array<char, kLongest> bytes_;
  std::size_t size_ = 0;
};

KeyBytes id_key(Key64 key);
KeyBytes node_day_key(Key64 node, Day day);
KeyBytes seen_from(std::uint32_t shingle, Day day);  ///< where the documents of `day` and later begin
KeyBytes seen_key(const SeenKey& key);
KeyBytes report_key(Key64 document);  ///< the group of a document
KeyBytes report_prefix(Key64 group);  ///< the documents of a group
KeyBytes report_key(Key64 group, Key64 document);
KeyBytes top_key(Direction direction, TypeId type);
KeyBytes edge_prefix(Key64 source);  ///< out, out_day, in_day, claim
KeyBytes edge_prefix(Key64 source, TypeId type);
KeyBytes edge_key(const EdgeKey& edge);
KeyBytes newest_key(const DayKey& key);  ///< out_day, in_day
/// Where the days up to and including `day` begin under (source, type) in out_day and in_day.
KeyBytes newest_from(Key64 source, TypeId type, Day day);
/// Where the days from `since` to `until` lie under (source, type) in out_day and in_day.
std::pair<std::string, std::string> newest_range(Key64 source, TypeId type, Day since, Day until);
KeyBytes claim_prefix(const EdgeKey& edge, Key64 document);
KeyBytes claim_key(const ClaimKey& key);
KeyBytes rejected_key(Key64 document, std::uint32_t number);
KeyBytes date_key(const DateKey& key);  ///< by_date
KeyBytes date_from(Day day);
/// Where the rows of one date and source and type begin in out_day and in_day.
KeyBytes newest_prefix(const DateKey& key);
std::string name_prefix(std::string_view folded);
std::string name_key(std::string_view folded, Key64 node);
KeyBytes counter_key(const CounterKey& key);

/// The reverse: none where the bytes are no such key.
std::optional<Key64> parse_id_key(std::string_view key);
std::optional<std::pair<Key64, Key64>> parse_member_key(std::string_view key);  ///< report, of a group: (group, document)
std::optional<std::pair<Key64, Day>> parse_node_day_key(std::string_view key);
std::optional<SeenKey> parse_seen_key(std::string_view key);
std::optional<EdgeKey> parse_edge_key(std::string_view key);
std::optional<DayKey> parse_newest_key(std::string_view key);
std::optional<ClaimKey> parse_claim_key(std::string_view key);
std::optional<std::pair<Key64, std::uint32_t>> parse_rejected_key(std::string_view key);  ///< document and number
std::optional<DateKey> parse_date_key(std::string_view key);
std::optional<Key64> parse_name_key(std::string_view key);
std::optional<CounterKey> parse_counter_key(std::string_view key);

/// The first key after every key that begins with `prefix`; empty where there is none (a prefix of 0xff bytes only).
std::string after_prefix(std::string_view prefix);

}  // namespace entente::store
