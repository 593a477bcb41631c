#include "graph/store/codec.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace entente::store {
namespace {

// Each composite of the grammar is a pair of functions, write and read; a read leaves failure to the Decoder.

void write_size(Encoder& out, Span span) { out.zigzag(std::int64_t{span.end} - std::int64_t{span.begin}); }

void read_size(Decoder& in, Span& span) {
  const std::int64_t size = in.zigzag(), end = std::int64_t{span.begin} + size;
  if (size < -std::int64_t{span.begin} || end > std::numeric_limits<std::uint32_t>::max()) in.fail();
  span.end = in.ok() ? static_cast<std::uint32_t>(end) : 0;
}

void write(Encoder& out, Span span) {
  out.varint(span.begin);
  write_size(out, span);
}

Span read_span(Decoder& in) {
  Span span;
  span.begin = in.varint_as<std::uint32_t>();
  read_size(in, span);
  return span;
}

/// A span that is likely to lie near the beginning of `sentence`.
void write_inner(Encoder& out, Span span, Span sentence) {
  out.zigzag(std::int64_t{span.begin} - std::int64_t{sentence.begin});
  write_size(out, span);
}

Span read_inner(Decoder& in, Span sentence) {
  Span span;
  const std::int64_t offset = in.zigzag(), begin = std::int64_t{sentence.begin} + offset;
  if (offset < -std::int64_t{sentence.begin} || begin > std::numeric_limits<std::uint32_t>::max()) in.fail();
  span.begin = in.ok() ? static_cast<std::uint32_t>(begin) : 0;
  read_size(in, span);
  return span;
}

constexpr float kShares = 10000;

std::uint16_t shares_of(float share) { return static_cast<std::uint16_t>(std::lround(share * kShares)); }

float to_share(Decoder& in, std::uint16_t shares) {
  if (shares > static_cast<std::uint16_t>(kShares)) in.fail();
  return in.ok() ? static_cast<float>(static_cast<double>(shares) / double{kShares}) : 0;
}

/// The presence byte of opt(x).
bool read_presence(Decoder& in) {
  const std::uint8_t present = in.u8();
  if (present > 1) in.fail();
  return in.ok() && present == 1;
}

void write(Encoder& out, std::optional<Day> day) {
  out.u8(day ? 1 : 0);
  if (day) out.zigzag(*day);
}

std::optional<Day> read_optional_day(Decoder& in) {
  if (!read_presence(in)) return std::nullopt;
  return in.zigzag_as<Day>();
}

void write(Encoder& out, const std::map<std::string, std::string>& map) {
  out.varint(map.size());
  for (const auto& [key, value] : map) {
    out.str(key);
    out.str(value);
  }
}

std::map<std::string, std::string> read_map(Decoder& in) {
  std::map<std::string, std::string> map;
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    std::string key = in.str();
    map[std::move(key)] = in.str();
  }
  return map;
}

void write(Encoder& out, TypeId type) { out.varint(type); }
void write(Encoder& out, const std::string& text) { out.str(text); }
void write(Encoder& out, const std::pair<std::string, std::string>& texts) {
  out.str(texts.first);
  out.str(texts.second);
}

void write(Encoder& out, const std::pair<double, double>& position) {
  out.f64(position.first);
  out.f64(position.second);
}

void read(Decoder& in, std::pair<double, double>& position) {
  position.first = in.f64();
  position.second = in.f64();
}
void read(Decoder& in, TypeId& type) { type = in.varint_as<TypeId>(); }
void read(Decoder& in, std::string& text) { text = in.str(); }
void read(Decoder& in, std::pair<std::string, std::string>& texts) {
  texts.first = in.str();
  texts.second = in.str();
}

/// Multiset and TypeCounts.
template <class Counts>
concept MultisetLike = std::is_same_v<typename Counts::mapped_type, std::uint32_t>;

template <MultisetLike Counts>
void write(Encoder& out, const Counts& values) {
  out.varint(values.size());
  for (const auto& [value, count] : values) {
    write(out, value);
    out.varint(count);
  }
}

template <MultisetLike Counts>
void read(Decoder& in, Counts& values) {
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    typename Counts::key_type value{};
    read(in, value);
    const auto count = in.varint_as<std::uint32_t>();
    if (count == 0) in.fail();
    values.emplace_hint(values.end(), std::move(value), count);
  }
}

void write_counts(Encoder& out, const EdgeAggregate& aggregate) {
  for (const std::uint32_t count : aggregate.count) out.varint(count);
  out.varint(aggregate.articles);
  out.varint(aggregate.reports);
}

void read_counts(Decoder& in, EdgeAggregate& aggregate) {
  for (std::uint32_t& count : aggregate.count) count = in.varint_as<std::uint32_t>();
  aggregate.articles = in.varint_as<std::uint32_t>();
  aggregate.reports = in.varint_as<std::uint32_t>();
}

constexpr std::uint8_t kName = 1, kNames = 2, kCountry = 4, kWikidata = 8, kPosition = 16, kAttributes = 32;

void write(Encoder& out, const Node& node) {
  const auto bit = [](std::uint8_t part, bool there) { return there ? part : std::uint8_t{0}; };
  const auto parts = static_cast<std::uint8_t>(bit(kName, !node.name.empty()) | bit(kNames, !node.names.empty()) |
                                               bit(kCountry, !node.country.empty()) | bit(kWikidata, !node.wikidata.empty()) |
                                               bit(kPosition, node.latitude.has_value()) | bit(kAttributes, !node.attributes.empty()));
  out.str(node.id);
  out.varint(node.type);
  out.u8(parts);
  if ((parts & kName) != 0) out.str(node.name);
  if ((parts & kNames) != 0) out.varint(node.names.size());
  for (const NodeName& name : node.names) {
    out.str(name.text);
    out.str(name.language);
  }
  if ((parts & kCountry) != 0) out.str(node.country);
  if ((parts & kWikidata) != 0) out.str(node.wikidata);
  if ((parts & kPosition) != 0) write(out, std::pair{*node.latitude, *node.longitude});
  if ((parts & kAttributes) != 0) write(out, node.attributes);
}

Node read_node(Decoder& in) {
  Node node;
  node.id = in.str();
  node.type = in.varint_as<TypeId>();
  const std::uint8_t parts = in.u8();
  if (parts >> 6 != 0) in.fail();
  if ((parts & kName) != 0) node.name = in.str();
  for (std::size_t n = (parts & kNames) != 0 ? in.count() : 0; n > 0 && in.ok(); --n) {
    std::string text = in.str();
    node.names.push_back({std::move(text), in.str()});
  }
  if ((parts & kCountry) != 0) node.country = in.str();
  if ((parts & kWikidata) != 0) node.wikidata = in.str();
  if ((parts & kPosition) != 0) {
    std::pair<double, double> position;
    read(in, position);
    std::tie(node.latitude, node.longitude) = position;
  }
  if ((parts & kAttributes) != 0) node.attributes = read_map(in);
  return node;
}

/// Whether the aggregate is of one actual claim: then most of it need not be said.
bool is_single(const EdgeAggregate& aggregate) {
  return aggregate.count[0] == 1 && std::all_of(aggregate.count + 1, aggregate.count + kClaimStatusCount, [](auto count) { return count == 0; }) &&
         aggregate.articles == 1 && aggregate.reports == 1 && aggregate.first == aggregate.last;
}

constexpr std::uint16_t kSingle = 0x8000;

/// The confidence, whether a single claim is meant, and else the counts.
void write_front(Encoder& out, const EdgeAggregate& aggregate) {
  const bool single = is_single(aggregate);
  out.be16(static_cast<std::uint16_t>(shares_of(aggregate.confidence) | (single ? kSingle : 0)));
  if (!single) write_counts(out, aggregate);
}

/// Returns whether a single claim is meant.
bool read_front(Decoder& in, EdgeAggregate& aggregate) {
  const std::uint16_t front = in.be16();
  const bool single = (front & kSingle) != 0;
  aggregate.confidence = to_share(in, static_cast<std::uint16_t>(front & ~kSingle));
  if (single)
    aggregate.count[0] = aggregate.articles = aggregate.reports = 1;
  else
    read_counts(in, aggregate);
  return single;
}

constexpr std::uint8_t kPublished = 1u << 5, kExtractor = 1u << 6;
constexpr std::uint8_t kPlace = 1u << 3, kRecipient = 1u << 4, kInstrument = 1u << 5, kKind = 1u << 6, kAttribution = 1u << 7;

std::uint8_t flags_of(const Claim& claim) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(claim.polarity) | static_cast<unsigned>(claim.modality) << 1 |
                                   static_cast<unsigned>(claim.background) << 3 | static_cast<unsigned>(claim.evidence.part) << 4);
}

std::uint8_t parts_of(const Claim& claim) {
  const auto bit = [](std::uint8_t part, bool there) { return there ? part : std::uint8_t{0}; };
  const unsigned date = claim.date ? 1 + static_cast<unsigned>(claim.date->precision) : 0;
  return static_cast<std::uint8_t>(date | bit(kPlace, !claim.place.empty()) | bit(kRecipient, !claim.recipient.empty()) |
                                   bit(kInstrument, !claim.instrument.empty()) | bit(kKind, !claim.kind.empty()) |
                                   bit(kAttribution, !claim.attribution.empty()));
}

/// What stands before the parts of a claim.
struct ClaimFront {
  std::uint8_t flags = 0, parts = 0;
  ClaimHead head;

  Polarity polarity() const { return static_cast<Polarity>(flags & 1); }
  Modality modality() const { return static_cast<Modality>(flags >> 1 & 3); }
  bool background() const { return (flags >> 3 & 1) != 0; }
  Part part() const { return static_cast<Part>(flags >> 4 & 1); }
  /// Of the event, which is on the effective day.
  std::optional<Date> date() const {
    const unsigned date = parts & 7;
    if (date == 0) return std::nullopt;
    return Date{head.day, static_cast<DatePrecision>(date - 1)};
  }
};

ClaimFront read_claim_front(Decoder& in) {
  ClaimFront front;
  front.flags = in.u8();
  front.parts = in.u8();
  if (front.flags >> 7 != 0 || (front.parts & 7) > 1 + static_cast<unsigned>(DatePrecision::year)) in.fail();
  ClaimHead& head = front.head;
  head.status = status_of(front.polarity(), front.modality());
  head.day = in.zigzag_as<Day>();
  head.confidence = to_share(in, in.be16());
  if (in.ok() && (front.flags & kPublished) != 0) {
    const std::int64_t published = head.day - in.zigzag();
    if (published != static_cast<Day>(published)) in.fail();
    head.published = static_cast<Day>(published);
  }
  return front;
}

void write_front(Encoder& out, const std::string& id, const TypeCounts& types) {
  out.str(id);
  write(out, types);
}

void read_front(Decoder& in, NodeHead& head) {
  head.id = in.str();
  read(in, head.types);
  if (head.id.empty() || head.types.empty()) in.fail();
}

}  // namespace

std::string encode(const EdgeAggregate& aggregate) {
  std::string bytes;
  Encoder out(bytes);
  write_front(out, aggregate);
  out.zigzag(aggregate.first);
  if (!is_single(aggregate)) out.zigzag(aggregate.last);
  return bytes;
}

bool decode(std::string_view bytes, EdgeAggregate& aggregate) {
  Decoder in(bytes);
  const bool single = read_front(in, aggregate);
  aggregate.first = in.zigzag_as<Day>();
  aggregate.last = single ? aggregate.first : in.zigzag_as<Day>();
  return in.done();
}

std::string encode_day_sum(EdgeAggregate aggregate) {
  aggregate.first = aggregate.last = 0;
  std::string bytes;
  Encoder out(bytes);
  write_front(out, aggregate);
  return bytes;
}

bool decode_day_sum(std::string_view bytes, EdgeAggregate& aggregate) {
  Decoder in(bytes);
  read_front(in, aggregate);
  return in.done();
}

std::string encode_front(const NodeHead& head) {
  std::string bytes;
  Encoder out(bytes);
  write_front(out, head.id, head.types);
  return bytes;
}

std::string encode(const NodeRecord& record) {
  std::string bytes;
  Encoder out(bytes);
  write_front(out, record.id, record.types);
  out.varint(record.documents);
  out.u8(record.dates ? 1 : 0);
  if (record.dates) {
    out.zigzag(record.dates->first);
    out.zigzag(record.dates->second);
  }
  write(out, record.display_names);
  write(out, record.countries);
  write(out, record.names);
  write(out, record.attributes);
  write(out, record.positions);
  write(out, record.wikidata);
  return bytes;
}

bool decode(std::string_view bytes, NodeRecord& record) {
  Decoder in(bytes);
  NodeHead head;
  read_front(in, head);
  record.id = std::move(head.id);
  record.types = std::move(head.types);
  record.documents = in.varint_as<std::uint32_t>();
  if (read_presence(in)) {
    const Day first = in.zigzag_as<Day>();
    record.dates.emplace(first, in.zigzag_as<Day>());
  }
  read(in, record.display_names);
  read(in, record.countries);
  read(in, record.names);
  read(in, record.attributes);
  read(in, record.positions);
  read(in, record.wikidata);
  return in.done();
}

bool decode_front(std::string_view bytes, NodeHead& head) {
  Decoder in(bytes);
  read_front(in, head);
  return in.ok();
}

std::string encode(const Claim& claim, std::optional<Day> published, std::string_view extractor) {
  const Evidence& evidence = claim.evidence;
  const Day day = claim.date ? claim.date->day : published.value_or(0);
  std::string bytes;
  Encoder out(bytes);
  const bool other_extractor = evidence.extractor != extractor;
  out.u8(static_cast<std::uint8_t>(flags_of(claim) | (published ? kPublished : 0) | (other_extractor ? kExtractor : 0)));
  out.u8(parts_of(claim));
  out.zigzag(day);
  out.be16(shares_of(evidence.confidence));
  if (published) out.zigzag(std::int64_t{day} - std::int64_t{*published});
  for (const std::string* part : {&claim.place, &claim.recipient, &claim.instrument, &claim.kind})
    if (!part->empty()) out.str(*part);
  if (!claim.attribution.empty()) out.varint(claim.attribution.size());
  for (const Attribution& link : claim.attribution) {
    out.str(link.node);
    out.str(link.text);
    write(out, link.span);
  }
  out.varint(evidence.sentence);
  write(out, evidence.sentence_span);
  for (const Span span : {evidence.trigger_span, evidence.source_span, evidence.target_span}) write_inner(out, span, evidence.sentence_span);
  out.str(evidence.rule);
  if (other_extractor) out.str(evidence.extractor);
  return bytes;
}

bool decode(std::string_view bytes, std::string_view extractor, Claim& claim) {
  Evidence& evidence = claim.evidence;
  Decoder in(bytes);
  const ClaimFront front = read_claim_front(in);
  if (!in.ok()) return false;
  claim.polarity = front.polarity();
  claim.modality = front.modality();
  claim.background = front.background();
  claim.date = front.date();
  evidence.part = front.part();
  evidence.confidence = front.head.confidence;
  const std::uint8_t parts = front.parts;
  for (const auto& [bit, part] :
       {std::pair{kPlace, &claim.place}, {kRecipient, &claim.recipient}, {kInstrument, &claim.instrument}, {kKind, &claim.kind}})
    if ((parts & bit) != 0) *part = in.str();
  for (std::size_t n = (parts & kAttribution) != 0 ? in.count() : 0; n > 0 && in.ok(); --n) {
    Attribution link;
    link.node = in.str();
    link.text = in.str();
    link.span = read_span(in);
    claim.attribution.push_back(std::move(link));
  }
  evidence.sentence = in.varint_as<std::uint32_t>();
  evidence.sentence_span = read_span(in);
  for (Span* span : {&evidence.trigger_span, &evidence.source_span, &evidence.target_span}) *span = read_inner(in, evidence.sentence_span);
  evidence.rule = in.str();
  evidence.extractor = (front.flags & kExtractor) != 0 ? in.str() : std::string(extractor);
  return in.done();
}

bool decode_front(std::string_view bytes, ClaimHead& head) {
  Decoder in(bytes);
  head = read_claim_front(in).head;
  return in.ok();
}

std::string encode(const DocumentRecord& document) {
  std::string bytes;
  Encoder out(bytes);
  out.str(document.id);
  out.str(document.title);
  out.str(document.text);
  out.str(document.language);
  write(out, document.date);
  out.str(document.source);
  out.str(document.url);
  write(out, document.attributes);
  out.be64(document.content_hash);
  return bytes;
}

bool decode(std::string_view bytes, DocumentRecord& document) {
  Decoder in(bytes);
  document.id = in.str();
  document.title = in.str();
  document.text = in.str();
  document.language = in.str();
  document.date = read_optional_day(in);
  document.source = in.str();
  document.url = in.str();
  document.attributes = read_map(in);
  document.content_hash = in.be64();
  return in.done();
}

EdgeKey Ledger::edge(std::size_t n) const {
  const Link& link = claims[n];
  return {hash64(nodes[link.source].id), link.type, hash64(nodes[link.target].id)};
}

std::string encode(const Ledger& ledger) {
  std::string bytes;
  Encoder out(bytes);
  out.str(ledger.id);
  out.be64(ledger.content_hash);
  out.str(ledger.extractor);
  write(out, ledger.date);
  out.varint(ledger.nodes.size());
  for (const Node& node : ledger.nodes) write(out, node);
  out.varint(ledger.claims.size());
  for (const Ledger::Link& link : ledger.claims) {
    out.varint(link.source);
    out.varint(link.type);
    out.varint(link.target);
  }
  return bytes;
}

bool decode(std::string_view bytes, Ledger& ledger) {
  Decoder in(bytes);
  ledger.id = in.str();
  ledger.content_hash = in.be64();
  ledger.extractor = in.str();
  ledger.date = read_optional_day(in);
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) ledger.nodes.push_back(read_node(in));
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    Ledger::Link link;
    link.source = in.varint_as<std::uint32_t>();
    link.type = in.varint_as<TypeId>();
    link.target = in.varint_as<std::uint32_t>();
    if (link.source >= ledger.nodes.size() || link.target >= ledger.nodes.size()) in.fail();
    ledger.claims.push_back(link);
  }
  return in.done();
}

bool decode_front(std::string_view bytes, LedgerHead& head) {
  Decoder in(bytes);
  head.id = in.str();
  head.content_hash = in.be64();
  head.extractor = in.str();
  head.date = read_optional_day(in);
  return in.ok();
}

std::string encode(const Degrees& degrees) {
  std::string bytes;
  Encoder out(bytes);
  out.varint(degrees.size());
  for (const auto& [key, degree] : degrees) {
    const bool same = degree.edges == degree.shown && degree.shown == degree.claims;
    out.varint(std::uint64_t{key.first} * 4 + static_cast<std::uint64_t>(key.second) * 2 + (same ? 1 : 0));
    out.varint(degree.edges);
    if (same) continue;
    out.varint(degree.shown);
    out.varint(degree.claims);
  }
  return bytes;
}

bool decode(std::string_view bytes, Degrees& degrees) {
  Decoder in(bytes);
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    const std::uint64_t key = in.varint();
    if (key / 4 != static_cast<TypeId>(key / 4)) in.fail();
    Degree degree;
    degree.edges = degree.shown = degree.claims = in.varint();
    if (key % 2 == 0) {
      degree.shown = in.varint();
      degree.claims = in.varint();
    }
    degrees.emplace_hint(degrees.end(), std::pair{static_cast<TypeId>(key / 4), static_cast<Direction>(key / 2 % 2)}, degree);
  }
  return in.done();
}

std::string encode(const TopList& list) {
  std::string bytes;
  Encoder out(bytes);
  out.varint(list.size());
  for (const auto& [node, shown] : list) {
    out.be64(node);
    out.varint(shown);
  }
  return bytes;
}

bool decode(std::string_view bytes, TopList& list) {
  Decoder in(bytes);
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    const Key64 node = in.be64();
    list.emplace_back(node, in.varint());
  }
  return in.done();
}

std::string encode_counter(std::uint64_t value) {
  std::string bytes;
  Encoder(bytes).varint(value);
  return bytes;
}

bool decode_counter(std::string_view bytes, std::uint64_t& value) {
  Decoder in(bytes);
  value = in.varint();
  return in.done();
}

std::string encode_mention(const Node& node, std::optional<Day> date) {
  std::string bytes;
  Encoder out(bytes);
  write(out, node);
  write(out, date);
  return bytes;
}

bool decode_mention(std::string_view bytes, Node& node, std::optional<Day>& date) {
  Decoder in(bytes);
  node = read_node(in);
  date = read_optional_day(in);
  return in.done();
}

std::string encode_group(Key64 group) { return id_key(group).str(); }

bool decode_group(std::string_view bytes, Key64& group) {
  const auto parsed = parse_id_key(bytes);
  group = parsed.value_or(0);
  return parsed.has_value();
}

std::string encode(const Judgement& judgement) {
  std::string bytes;
  Encoder out(bytes);
  out.u8(static_cast<std::uint8_t>(judgement.verdict));
  out.u8(judgement.machine ? 1 : 0);
  for (const std::string* text : {&judgement.a, &judgement.b, &judgement.author, &judgement.reason}) out.str(*text);
  out.zigzag(judgement.time);
  out.f32(judgement.score);
  out.u8(judgement.revoked ? 1 : 0);
  if (judgement.revoked) {
    out.str(judgement.revoked->author);
    out.str(judgement.revoked->reason);
    out.zigzag(judgement.revoked->time);
  }
  return bytes;
}

bool decode(std::string_view bytes, Judgement& judgement) {
  Decoder in(bytes);
  const std::uint8_t verdict = in.u8(), machine = in.u8();
  if (verdict > static_cast<std::uint8_t>(Verdict::confirmed) || machine > 1) in.fail();
  judgement.verdict = static_cast<Verdict>(verdict);
  judgement.machine = machine == 1;
  for (std::string* text : {&judgement.a, &judgement.b, &judgement.author, &judgement.reason}) *text = in.str();
  judgement.time = in.zigzag();
  judgement.score = in.f32();
  judgement.revoked.reset();
  const std::uint8_t revoked = in.u8();
  if (revoked > 1) in.fail();
  if (revoked == 1) {
    judgement.revoked.emplace();
    judgement.revoked->author = in.str();
    judgement.revoked->reason = in.str();
    judgement.revoked->time = in.zigzag();
  }
  return in.done();
}

float stored_confidence(float confidence) {
  Decoder nothing({});
  return to_share(nothing, shares_of(confidence));
}

}  // namespace entente::store
