#include "graph/store/keys.h"

#include <limits>

namespace entente::store {
namespace {

constexpr std::uint16_t kPartition = 0;
/// Few articles make so many claims that a byte cannot number them.
constexpr std::uint8_t kLongNumber = 0xfc;

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

template <class Key>
std::optional<Key> whole(const Decoder& in, Key key) {
  if (!in.done()) return std::nullopt;
  return key;
}

void add_number(KeyBytes& key, std::uint32_t number) {
  if (number < kLongNumber)
    key.u8(static_cast<std::uint8_t>(number));
  else
    key.u8(kLongNumber).be32(number);
}

std::uint32_t read_number(Decoder& in) {
  const std::uint32_t number = in.u8();
  if (number > kLongNumber) in.fail();
  return number == kLongNumber ? in.be32() : number;
}

}  // namespace

// A key is made in the place of the result: a copy of one just written waits for the bytes.

KeyBytes id_key(Key64 key) {
  KeyBytes made;
  made.be64(key);
  return made;
}

KeyBytes node_day_key(Key64 node, Day day) {
  KeyBytes made = id_key(node);
  made.be32(ordered(day));
  return made;
}

KeyBytes seen_from(std::uint32_t shingle, Day day) { return KeyBytes().be32(shingle).be32(ordered(day)); }
KeyBytes seen_key(const SeenKey& key) { return seen_from(key.shingle, key.day).be64(key.document); }

KeyBytes report_key(Key64 document) { return KeyBytes().u8(0).be64(document); }
KeyBytes report_prefix(Key64 group) { return KeyBytes().u8(1).be64(group); }
KeyBytes report_key(Key64 group, Key64 document) { return report_prefix(group).be64(document); }

KeyBytes top_key(Direction direction, TypeId type) { return KeyBytes().u8(static_cast<std::uint8_t>(direction)).be16(type); }

KeyBytes edge_prefix(Key64 source) {
  KeyBytes made;
  made.be16(kPartition).be64(source);
  return made;
}
KeyBytes edge_prefix(Key64 source, TypeId type) {
  KeyBytes made = edge_prefix(source);
  made.be16(type);
  return made;
}
KeyBytes edge_key(const EdgeKey& edge) {
  KeyBytes made = edge_prefix(edge.source, edge.type);
  made.be64(edge.target);
  return made;
}

KeyBytes newest_from(Key64 source, TypeId type, Day day) {
  KeyBytes made = edge_prefix(source, type);
  made.be32(~ordered(day));
  return made;
}

std::pair<std::string, std::string> newest_range(Key64 source, TypeId type, Day since, Day until) {
  const bool unbounded = since == std::numeric_limits<Day>::min();
  return {newest_from(source, type, until).str(), unbounded ? after_prefix(edge_prefix(source, type)) : newest_from(source, type, since - 1).str()};
}

KeyBytes newest_prefix(const DateKey& key) { return newest_from(key.source, key.type, key.day); }
KeyBytes newest_key(const DayKey& key) {
  KeyBytes made = newest_from(key.edge.source, key.edge.type, key.day);
  made.be64(key.edge.target);
  return made;
}

KeyBytes claim_prefix(const EdgeKey& edge, Key64 document) {
  KeyBytes made = edge_key(edge);
  made.be64(document);
  return made;
}
KeyBytes claim_key(const ClaimKey& key) {
  KeyBytes made = claim_prefix(key.edge, key.document);
  add_number(made, key.number);
  return made;
}
KeyBytes rejected_key(Key64 document, std::uint32_t number) {
  KeyBytes made = id_key(document);
  add_number(made, number);
  return made;
}

KeyBytes date_from(Day day) {
  KeyBytes made;
  made.be16(kPartition).be32(ordered(day));
  return made;
}
KeyBytes date_key(const DateKey& key) {
  KeyBytes made = date_from(key.day);
  made.be16(key.type).be64(key.source);
  return made;
}

std::string name_prefix(std::string_view folded) {
  std::string bytes(folded);
  bytes.push_back('\0');
  return bytes;
}

std::string name_key(std::string_view folded, Key64 node) { return name_prefix(folded).append(id_key(node)); }

KeyBytes counter_key(const CounterKey& key) { return KeyBytes().u8(static_cast<std::uint8_t>(key.kind)).be16(key.type).be32(ordered(key.day)); }

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

std::optional<SeenKey> parse_seen_key(std::string_view key) {
  Decoder in(key);
  SeenKey parsed;
  parsed.shingle = in.be32();
  parsed.day = day_of(in.be32());
  parsed.document = in.be64();
  return whole(in, parsed);
}

std::optional<std::pair<Key64, Key64>> parse_member_key(std::string_view key) {
  Decoder in(key);
  if (in.u8() != 1) return std::nullopt;
  const Key64 group = in.be64();
  const Key64 document = in.be64();
  return whole(in, std::pair{group, document});
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
  parsed.number = read_number(in);
  return whole(in, parsed);
}

std::optional<std::pair<Key64, std::uint32_t>> parse_rejected_key(std::string_view key) {
  Decoder in(key);
  const Key64 document = in.be64();
  return whole(in, std::pair(document, read_number(in)));
}

std::optional<DateKey> parse_date_key(std::string_view key) {
  Decoder in(key);
  read_partition(in);
  DateKey parsed;
  parsed.day = day_of(in.be32());
  parsed.type = in.be16();
  parsed.source = in.be64();
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
