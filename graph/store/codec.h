#pragma once

/// The values of every column family, in the primitives of bytes.h.
///
///   aggregate   = be16 0x8000 + share, zigzag day             one actual claim of one article, the usual case
///               | be16 share, counts, zigzag first, zigzag last                                               (out, in)
///   day-sum     = be16 0x8000 + share | be16 share, counts                                                   (out_day, in_day)
///   counts      = varint*5 counts by ClaimStatus, varint articles, varint reports
///   node-record = str id, multiset(varint type), varint documents, opt(zigzag first, zigzag last),
///                 multiset(str display-name), multiset(str country), multiset(str language, str text),
///                 multiset(str attribute, str value), multiset(f64 latitude, f64 longitude), multiset(str wikidata)   (node)
///   claim       = u8 flags, u8 parts, zigzag effective day, be16 share, [zigzag effective day - day of publication],
///                 [str place], [str recipient], [str instrument], [str kind], [list(str node, str text, span)],
///                 varint sentence, span sentence, inner trigger, inner source, inner target, str rule, [str extractor]   (claim, rejected)
///   document    = str id, str title, str text, str language, opt(zigzag day), str source, str url, map, be64 content hash
///   ledger      = str document id, be64 content hash, str extractor, opt(zigzag day of publication), list(node),
///                 list(varint source, varint type, varint target)   source and target count nodes from 0      (by_document)
///   node        = str id, varint type, u8 fields, [str name], [list(str text, str language)], [str country], [str wikidata],
///                 [f64 latitude, f64 longitude], [map attributes]     bit n of fields: the n-th of them is there
///   degree      = list(varint type * 4 + direction * 2 + 1, varint edges, where shown and claims are as many
///                    | varint type * 4 + direction * 2, varint edges, varint shown, varint claims)   ascending  (degree)
///   top         = list(be64 node, varint shown)   descending by shown, then ascending by node                 (top)
///   counter     = varint                                                                            (counter, node_day)
///   group       = be64                                                                    (report, of a document)
///   judgement   = u8 Verdict, u8 machine, str a, str b, str author, str reason, zigzag time, f32 score,
///                 opt(str author, str reason, zigzag time of the revocation)                (judgement)
///
///   flags       = bit 0 negated, bits 1-2 Modality, bit 3 background, bit 4 title, bit 5 the day of publication is known,
///                 bit 6 the extractor is not that of the ledger; bit 7 is 0
///   parts       = bits 0-2: 0 undated | 1 + DatePrecision (the date is the effective day); bits 3-7: place, recipient, instrument,
///                 kind, attribution are there
///   share       = a number of ten-thousandths: 0 to 10000
///   span        = varint begin, zigzag end - begin         inner = zigzag begin - begin of the sentence, zigzag end - begin
///   opt(x)      = u8 0 | u8 1, x         list(x) = varint n, x*n         map = list(str key, str value), keys ascending
///   multiset(x) = list(x, varint count), values ascending, every count at least 1
///
/// The values of seen, name, by_date and of a report group's members are empty. Equal values have equal bytes.
/// Each decode yields false, and leaves its result unspecified, where the bytes are not one whole such value.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/identity/judgement.h"
#include "graph/model.h"
#include "graph/store/aggregate.h"
#include "graph/store/keys.h"

namespace entente::store {

/// What one article contributed: claim n stands under (claims[n], document, n), with the ends as numbers of nodes.
struct Ledger {
  struct Link {
    std::uint32_t source = 0;
    TypeId type = 0;
    std::uint32_t target = 0;
    friend bool operator==(const Link&, const Link&) = default;
  };

  std::string id;
  std::uint64_t content_hash = 0;
  std::string extractor;    ///< of the claims, but for those that name another
  std::optional<Day> date;  ///< of publication
  std::vector<Node> nodes;
  std::vector<Link> claims;

  /// The key of the edge that claim `n` is of. REQUIRES: n < claims.size().
  EdgeKey edge(std::size_t n) const;
};

/// The front of a ledger.
struct LedgerHead {
  std::string id;
  std::uint64_t content_hash = 0;
  std::string extractor;
  std::optional<Day> date;
};

/// The front of a node record.
struct NodeHead {
  std::string id;
  TypeCounts types;
};

std::string encode(const EdgeAggregate& aggregate);
/// Leaves out first and last: the key has the day.
std::string encode_day_sum(EdgeAggregate aggregate);
std::string encode(const NodeRecord& record);
/// Leaves out source, type, target and document: the key has them. `published` is the document's date, `extractor` that of its ledger.
std::string encode(const Claim& claim, std::optional<Day> published, std::string_view extractor);
std::string encode(const DocumentRecord& document);
std::string encode(const Ledger& ledger);
std::string encode(const Degrees& degrees);
std::string encode(const TopList& list);
std::string encode_counter(std::uint64_t value);
/// A node as an article of `date` names it: for sorting, never stored.
std::string encode_mention(const Node& node, std::optional<Day> date);
std::string encode_group(Key64 group);
/// Leaves out the number: the key has it.
std::string encode(const Judgement& judgement);

bool decode(std::string_view bytes, EdgeAggregate& aggregate);
bool decode_day_sum(std::string_view bytes, EdgeAggregate& aggregate);
bool decode(std::string_view bytes, NodeRecord& record);
/// Leaves the ends, the type and the document as they are.
bool decode(std::string_view bytes, std::string_view extractor, Claim& claim);
bool decode(std::string_view bytes, DocumentRecord& document);
bool decode(std::string_view bytes, Ledger& ledger);
bool decode(std::string_view bytes, Degrees& degrees);
bool decode(std::string_view bytes, TopList& list);
bool decode_counter(std::string_view bytes, std::uint64_t& value);
bool decode_mention(std::string_view bytes, Node& node, std::optional<Day>& date);
bool decode_group(std::string_view bytes, Key64& group);
/// Leaves the number as it is.
bool decode(std::string_view bytes, Judgement& judgement);

/// Read the front of a value only.
bool decode_front(std::string_view bytes, ClaimHead& head);
bool decode_front(std::string_view bytes, NodeHead& head);
bool decode_front(std::string_view bytes, LedgerHead& head);

/// As it is at the front of a record.
std::string encode_front(const NodeHead& head);

/// `confidence` as it is stored: in whole ten-thousandths.
float stored_confidence(float confidence);

}  // namespace entente::store
