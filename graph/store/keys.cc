#include "graph/store/keys.h"

namespace entente::store {
namespace {

constexpr std::uint16_t kPartition = 0;

std::uint32_t ordered(Day day) { return static_cast<std::uint32_t>(day) ^ 0x80000000u; }
Day day_of(std::uint32_t ordered) { return static_cast<Day>(ordered ^ 0x80000000u); }

void read_partition(Decoder& in) {
  if (in.be16() != kPartition) in.fail();
}

EdgeKey read_edge(Decoder& in) {
  EdgeKey edge;
  edge.source = in.be64();
  edge.type = in.be16();
  edge.target = in.be64();
  return edge;
}

void write_edge(Encoder& out, const EdgeKey& edge) {
  out.be64(edge.source);
  out.be16(edge.type);
  out.be64(edge.target);
}

template <class Key>
std::optional<Key> whole(const Decoder& in, Key key) {
  if (!in.done()) return std::nullopt;
  return key;
}

}  // namespace

std::string id_key(Key64 key) {
  std::string bytes;
  Encoder(bytes).be64(key);
  return bytes;
}

std::string node_day_key(Key64 node, Day day) {
  std::string bytes = id_key(node);
  Encoder(bytes).be32(ordered(day));
  return bytes;
}

std::string seen_prefix(std::uint32_t shingle) {
  std::string bytes;
  Encoder(bytes).be32(shingle);
  return bytes;
}

std::string seen_key(std::uint32_t shingle, Key64 document) { return seen_prefix(shingle) + id_key(document); }

std::string report_key(Key64 document) { return '\0' + id_key(document); }
std::string report_prefix(Key64 group) { return '\1' + id_key(group); }
std::string report_key(Key64 group, Key64 document) { return report_prefix(group) + id_key(document); }

std::string top_key(Direction direction, TypeId type) {
  std::string bytes;
  Encoder out(bytes);
  out.u8(static_cast<std::uint8_t>(direction));
  out.be16(type);
  return bytes;
}

std::string edge_prefix(Key64 source) {
  std::string bytes;
  Encoder out(bytes);
  out.be16(kPartition);
  out.be64(source);
  return bytes;
}

std::string edge_prefix(Key64 source, TypeId type) {
  std::string bytes = edge_prefix(source);
  Encoder(bytes).be16(type);
  return bytes;
}

std::string edge_key(const EdgeKey& edge) { return edge_prefix(edge.source, edge.type) + id_key(edge.target); }

std::string newest_from(Key64 source, TypeId type, Day day) {
  std::string bytes = edge_prefix(source, type);
  Encoder(bytes).be32(~ordered(day));
  return bytes;
}

std::string newest_key(const DayKey& key) { return newest_from(key.edge.source, key.edge.type, key.day) + id_key(key.edge.target); }

std::string claim_key(const ClaimKey& key) {
  std::string bytes = edge_key(key.edge);
  Encoder out(bytes);
  out.be64(key.document);
  out.be32(key.number);
  return bytes;
}

std::string date_from(Day day) {
  std::string bytes;
  Encoder out(bytes);
  out.be16(kPartition);
  out.be32(ordered(day));
  return bytes;
}

std::string date_key(const DayKey& key) {
  std::string bytes = date_from(key.day);
  Encoder out(bytes);
  write_edge(out, key.edge);
  return bytes;
}

std::string name_prefix(std::string_view folded) {
  std::string bytes(folded);
  bytes.push_back('\0');
  return bytes;
}

std::string name_key(std::string_view folded, Key64 node) { return name_prefix(folded) + id_key(node); }

std::string counter_prefix(CounterKind kind, TypeId type) {
  std::string bytes;
  Encoder out(bytes);
  out.u8(static_cast<std::uint8_t>(kind));
  out.be16(type);
  return bytes;
}

std::string counter_key(const CounterKey& key) {
  std::string bytes = counter_prefix(key.kind, key.type);
  Encoder(bytes).be32(ordered(key.day));
  return bytes;
}

std::optional<Key64> parse_id_key(std::string_view key) {
  Decoder in(key);
  const Key64 id = in.be64();
  return whole(in, id);
}

std::optional<std::pair<Key64, Day>> parse_node_day_key(std::string_view key) {
  Decoder in(key);
  const Key64 node = in.be64();
  const Day day = day_of(in.be32());
  return whole(in, std::pair{node, day});
}

std::optional<std::pair<std::uint32_t, Key64>> parse_seen_key(std::string_view key) {
  Decoder in(key);
  const std::uint32_t shingle = in.be32();
  const Key64 document = in.be64();
  return whole(in, std::pair{shingle, document});
}

std::optional<EdgeKey> parse_edge_key(std::string_view key) {
  Decoder in(key);
  read_partition(in);
  const EdgeKey edge = read_edge(in);
  return whole(in, edge);
}

std::optional<DayKey> parse_newest_key(std::string_view key) {
  Decoder in(key);
  read_partition(in);
  DayKey parsed;
  parsed.edge.source = in.be64();
  parsed.edge.type = in.be16();
  parsed.day = day_of(~in.be32());
  parsed.edge.target = in.be64();
  return whole(in, parsed);
}

std::optional<ClaimKey> parse_claim_key(std::string_view key) {
  Decoder in(key);
  read_partition(in);
  ClaimKey parsed;
  parsed.edge = read_edge(in);
  parsed.document = in.be64();
  parsed.number = in.be32();
  return whole(in, parsed);
}

std::optional<DayKey> parse_date_key(std::string_view key) {
  Decoder in(key);
  read_partition(in);
  DayKey parsed;
  parsed.day = day_of(in.be32());
  parsed.edge = read_edge(in);
  return whole(in, parsed);
}

std::optional<Key64> parse_name_key(std::string_view key) {
  constexpr std::size_t tail = 9;  // the zero byte and the node
  if (key.size() < tail || key[key.size() - tail] != '\0') return std::nullopt;
  return parse_id_key(key.substr(key.size() - tail + 1));
}

std::optional<CounterKey> parse_counter_key(std::string_view key) {
  Decoder in(key);
  const std::uint8_t kind = in.u8();
  const TypeId type = in.be16();
  const Day day = day_of(in.be32());
  if (kind < static_cast<std::uint8_t>(CounterKind::documents) || kind > static_cast<std::uint8_t>(CounterKind::daily_claims)) return std::nullopt;
  return whole(in, CounterKey{static_cast<CounterKind>(kind), type, day});
}

std::string after_prefix(std::string_view prefix) {
  std::string next(prefix);
  while (!next.empty() && static_cast<unsigned char>(next.back()) == 0xff) next.pop_back();
  if (!next.empty()) next.back() = static_cast<char>(static_cast<unsigned char>(next.back()) + 1);
  return next;
}

}  // namespace entente::store
