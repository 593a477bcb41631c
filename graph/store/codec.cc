#include "graph/store/codec.h"

namespace entente::store {
namespace {

// Each composite of the grammar is a pair of functions, write and read; a read leaves failure to the Decoder.

void write(Encoder& out, Span span) {
  out.varint(span.begin);
  out.varint(span.end);
}

Span read_span(Decoder& in) {
  Span span;
  span.begin = in.varint_as<std::uint32_t>();
  span.end = in.varint_as<std::uint32_t>();
  return span;
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

void write(Encoder& out, const std::optional<Date>& date) {
  out.u8(date ? static_cast<std::uint8_t>(1 + static_cast<int>(date->precision)) : 0);
  if (date) out.zigzag(date->day);
}

std::optional<Date> read_date(Decoder& in) {
  const std::uint8_t precision = in.u8();
  if (precision > 1 + static_cast<int>(DatePrecision::year)) in.fail();
  if (!in.ok() || precision == 0) return std::nullopt;
  return Date{in.zigzag_as<Day>(), static_cast<DatePrecision>(precision - 1)};
}

using Position = std::optional<std::pair<double, double>>;

void write(Encoder& out, const Position& position) {
  out.u8(position ? 1 : 0);
  if (!position) return;
  out.f64(position->first);
  out.f64(position->second);
}

Position read_position(Decoder& in) {
  if (!read_presence(in)) return std::nullopt;
  const double latitude = in.f64(), longitude = in.f64();
  return std::pair{latitude, longitude};
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

void read(Decoder& in, TypeId& type) { type = in.varint_as<TypeId>(); }
void read(Decoder& in, std::string& text) { text = in.str(); }
void read(Decoder& in, std::pair<std::string, std::string>& texts) {
  texts.first = in.str();
  texts.second = in.str();
}

template <class Value>
void write(Encoder& out, const Multiset<Value>& values) {
  out.varint(values.size());
  for (const auto& [value, count] : values) {
    write(out, value);
    out.varint(count);
  }
}

template <class Value>
void read(Decoder& in, Multiset<Value>& values) {
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    Value value{};
    read(in, value);
    const auto count = in.varint_as<std::uint32_t>();
    if (count == 0) in.fail();
    values.emplace_hint(values.end(), std::move(value), count);
  }
}

void write_counts(Encoder& out, const EdgeAggregate& aggregate) {
  for (const std::uint32_t count : aggregate.count) out.varint(count);
  out.varint(aggregate.reports);
}

void read_counts(Decoder& in, EdgeAggregate& aggregate) {
  for (std::uint32_t& count : aggregate.count) count = in.varint_as<std::uint32_t>();
  aggregate.reports = in.varint_as<std::uint32_t>();
}

void write(Encoder& out, const Node& node) {
  out.str(node.id);
  out.varint(node.type);
  out.str(node.name);
  out.varint(node.names.size());
  for (const NodeName& name : node.names) {
    out.str(name.text);
    out.str(name.language);
  }
  out.str(node.country);
  out.str(node.wikidata);
  write(out, node.latitude ? Position({*node.latitude, *node.longitude}) : std::nullopt);
  write(out, node.attributes);
}

Node read_node(Decoder& in) {
  Node node;
  node.id = in.str();
  node.type = in.varint_as<TypeId>();
  node.name = in.str();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    std::string text = in.str();
    node.names.push_back({std::move(text), in.str()});
  }
  node.country = in.str();
  node.wikidata = in.str();
  if (const Position position = read_position(in)) {
    node.latitude = position->first;
    node.longitude = position->second;
  }
  node.attributes = read_map(in);
  return node;
}

std::uint8_t flags_of(const Claim& claim) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(claim.polarity) | static_cast<unsigned>(claim.modality) << 1 |
                                   static_cast<unsigned>(claim.background) << 3 | static_cast<unsigned>(claim.evidence.part) << 4);
}

void read_flags(Decoder& in, Claim& claim) {
  const std::uint8_t flags = in.u8();
  if (flags >> 5 != 0) in.fail();
  claim.polarity = static_cast<Polarity>(flags & 1);
  claim.modality = static_cast<Modality>(flags >> 1 & 3);
  claim.background = (flags >> 3 & 1) != 0;
  claim.evidence.part = static_cast<Part>(flags >> 4 & 1);
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
  write_counts(out, aggregate);
  out.zigzag(aggregate.first);
  out.zigzag(aggregate.last);
  out.f32(aggregate.confidence);
  return bytes;
}

bool decode(std::string_view bytes, EdgeAggregate& aggregate) {
  Decoder in(bytes);
  read_counts(in, aggregate);
  aggregate.first = in.zigzag_as<Day>();
  aggregate.last = in.zigzag_as<Day>();
  aggregate.confidence = in.f32();
  return in.done();
}

std::string encode_day_sum(const EdgeAggregate& aggregate) {
  std::string bytes;
  Encoder out(bytes);
  write_counts(out, aggregate);
  out.f32(aggregate.confidence);
  return bytes;
}

bool decode_day_sum(std::string_view bytes, EdgeAggregate& aggregate) {
  Decoder in(bytes);
  read_counts(in, aggregate);
  aggregate.confidence = in.f32();
  return in.done();
}

std::string encode(const NodeRecord& record) {
  std::string bytes;
  Encoder out(bytes);
  out.str(record.id);
  write(out, record.types);
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
  write(out, record.position);
  out.str(record.wikidata);
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
  record.attributes = read_map(in);
  record.position = read_position(in);
  record.wikidata = in.str();
  return in.done();
}

bool decode_front(std::string_view bytes, NodeHead& head) {
  Decoder in(bytes);
  read_front(in, head);
  return in.ok();
}

std::string encode(const Mention& mention) {
  std::string bytes;
  Encoder out(bytes);
  write(out, mention.date);
  write(out, mention.node);
  return bytes;
}

bool decode(std::string_view bytes, Mention& mention) {
  Decoder in(bytes);
  mention.date = read_optional_day(in);
  mention.node = read_node(in);
  return in.done();
}

std::string encode(const Claim& claim, Day day) {
  const Evidence& evidence = claim.evidence;
  std::string bytes;
  Encoder out(bytes);
  out.u8(flags_of(claim));
  out.zigzag(day);
  out.f32(evidence.confidence);
  write(out, claim.date);
  out.str(claim.place);
  out.str(claim.recipient);
  out.str(claim.instrument);
  out.str(claim.kind);
  out.varint(claim.attribution.size());
  for (const Attribution& link : claim.attribution) {
    out.str(link.node);
    out.str(link.text);
    write(out, link.span);
  }
  out.str(evidence.document);
  out.varint(evidence.sentence);
  for (const Span span : {evidence.sentence_span, evidence.trigger_span, evidence.source_span, evidence.target_span}) write(out, span);
  out.str(evidence.rule);
  out.str(evidence.extractor);
  return bytes;
}

bool decode(std::string_view bytes, Claim& claim) {
  Evidence& evidence = claim.evidence;
  Decoder in(bytes);
  read_flags(in, claim);
  in.zigzag_as<Day>();
  evidence.confidence = in.f32();
  claim.date = read_date(in);
  claim.place = in.str();
  claim.recipient = in.str();
  claim.instrument = in.str();
  claim.kind = in.str();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    Attribution link;
    link.node = in.str();
    link.text = in.str();
    link.span = read_span(in);
    claim.attribution.push_back(std::move(link));
  }
  evidence.document = in.str();
  evidence.sentence = in.varint_as<std::uint32_t>();
  for (Span* span : {&evidence.sentence_span, &evidence.trigger_span, &evidence.source_span, &evidence.target_span}) *span = read_span(in);
  evidence.rule = in.str();
  evidence.extractor = in.str();
  return in.done();
}

bool decode_front(std::string_view bytes, ClaimHead& head) {
  Decoder in(bytes);
  Claim claim;
  read_flags(in, claim);
  head.status = status_of(claim);
  head.day = in.zigzag_as<Day>();
  head.confidence = in.f32();
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

std::string encode(const Ledger& ledger) {
  std::string bytes;
  Encoder out(bytes);
  out.str(ledger.id);
  out.be64(ledger.content_hash);
  out.varint(ledger.nodes.size());
  for (const Key64 node : ledger.nodes) out.be64(node);
  out.varint(ledger.claims.size());
  for (const EdgeKey& edge : ledger.claims) {
    out.be64(edge.source);
    out.be16(edge.type);
    out.be64(edge.target);
  }
  return bytes;
}

bool decode(std::string_view bytes, Ledger& ledger) {
  Decoder in(bytes);
  ledger.id = in.str();
  ledger.content_hash = in.be64();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) ledger.nodes.push_back(in.be64());
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    EdgeKey edge;
    edge.source = in.be64();
    edge.type = in.be16();
    edge.target = in.be64();
    ledger.claims.push_back(edge);
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

}  // namespace entente::store
