#pragma once

/// The values of every column family, in the primitives of bytes.h.
///
///   aggregate   = varint*5 counts by ClaimStatus, varint reports, zigzag first, zigzag last, f32 confidence   (out, in)
///   day-sum     = varint*5 counts by ClaimStatus, varint reports, f32 confidence                              (out_day, in_day)
///   node-record = str id, multiset(varint type), varint documents, opt(zigzag first, zigzag last),
///                 multiset(str display-name), multiset(str country), multiset(str language, str text),
///                 map, opt(f64 latitude, f64 longitude), str wikidata                                         (node)
///   mention     = opt(zigzag publication day), node                                                          (mention)
///   node        = str id, varint type, str name, list(str text, str language), str country, str wikidata,
///                 opt(f64 latitude, f64 longitude), map
///   claim       = u8 flags, zigzag effective day, f32 confidence, date, str place, str recipient, str instrument, str kind,
///                 list(str node, str text, span), str document, varint sentence,
///                 span sentence, span trigger, span source, span target, str rule, str extractor              (claim)
///   document    = str id, str title, str text, str language, opt(zigzag day), str source, str url, map, be64 content hash
///   ledger      = str document id, be64 content hash, list(be64 node), list(be64 source, be16 type, be64 target)   (by_document)
///   counter     = varint                                                                                     (counter)
///
///   flags       = bit 0 negated, bits 1-2 Modality, bit 3 background, bit 4 title; others 0
///   date        = u8 0 for none | u8 1 + DatePrecision, zigzag day
///   span        = varint begin, varint end
///   opt(x)      = u8 0 | u8 1, x         list(x) = varint n, x*n         map = list(str key, str value), keys ascending
///   multiset(x) = list(x, varint count), values ascending, every count at least 1
///
/// The values of seen, name and by_date are empty. Equal values have equal bytes.
/// Each decode yields false, and leaves its result unspecified, where the bytes are not one whole such value.

#include <string>
#include <string_view>
#include <vector>

#include "graph/model.h"
#include "graph/store/aggregate.h"
#include "graph/store/keys.h"

namespace entente::store {

/// What one article says of one node.
struct Mention {
  std::optional<Day> date;  ///< of publication
  Node node;
};

/// What one article contributed, by key: claim n stands under (claims[n], document, n).
struct Ledger {
  std::string id;
  std::uint64_t content_hash = 0;
  std::vector<Key64> nodes;
  std::vector<EdgeKey> claims;
};

/// The front of a node record.
struct NodeHead {
  std::string id;
  Multiset<TypeId> types;
};

std::string encode(const EdgeAggregate& aggregate);
/// Leaves out first and last: the key has the day.
std::string encode_day_sum(const EdgeAggregate& aggregate);
std::string encode(const NodeRecord& record);
std::string encode(const Mention& mention);
/// Leaves out source, type and target: the key has them. `day` is the claim's effective day.
std::string encode(const Claim& claim, Day day);
std::string encode(const DocumentRecord& document);
std::string encode(const Ledger& ledger);
std::string encode_counter(std::uint64_t value);

bool decode(std::string_view bytes, EdgeAggregate& aggregate);
bool decode_day_sum(std::string_view bytes, EdgeAggregate& aggregate);
bool decode(std::string_view bytes, NodeRecord& record);
bool decode(std::string_view bytes, Mention& mention);
bool decode(std::string_view bytes, Claim& claim);
bool decode(std::string_view bytes, DocumentRecord& document);
bool decode(std::string_view bytes, Ledger& ledger);
bool decode_counter(std::string_view bytes, std::uint64_t& value);

/// Read the front of a value only.
bool decode_front(std::string_view bytes, ClaimHead& head);
bool decode_front(std::string_view bytes, NodeHead& head);

}  // namespace entente::store
