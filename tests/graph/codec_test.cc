#include "graph/store/codec.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "graph/store/fold.h"
#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::store;

namespace {

Claim full_claim() {
  Claim claim = test::claim("", "aids", "");
  claim.source = claim.target = "";  // the key has them
  claim.type = 0;
  claim.polarity = Polarity::negated;
  claim.modality = Modality::demanded;
  claim.background = true;
  claim.date = Date{-5, DatePrecision::month};
  claim.place = "location:gaza";
  claim.recipient = "people:PSE";
  claim.instrument = "drones";
  claim.kind = "humanitarian";
  claim.attribution = {{"person:a", "A", {1, 2}}, {"", "officials", {3, 300}}};
  claim.evidence = {"", Part::title, 7, {50, 100}, {60, 70}, {0, 5}, {80, 70000}, "rule-1", "entente/1", 0.75f};
  return claim;
}

Node full_node() {
  Node node = test::state("IDN", "Indonesia");
  node.names.push_back({"Republik Indonesia", "id"});
  node.wikidata = "Q252";
  node.latitude = -6.2;
  node.longitude = 106.8;
  node.attributes = {{"office", "x"}, {"z", ""}};
  return node;
}

DocumentRecord full_document() {
  return {"doc-1", "Judul", "Teks \xc3\xa9", "id", -1, "Antara", "https://example.org", {{"section", "world"}}, 0xfedcba9876543210};
}

/// Each strict prefix of `bytes`, and `bytes` with one byte more, must be refused by `decodes`.
template <class Decodes>
void check_truncation(const std::string& bytes, Decodes decodes) {
  CHECK(decodes(bytes));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(decodes(std::string_view(bytes).substr(0, size)));
  }
  CHECK_FALSE(decodes(bytes + '\0'));
}

template <class Value>
void check_round_trip(const std::string& bytes, const Value& value) {
  Value decoded;
  REQUIRE(decode(bytes, decoded));
  CHECK(decoded == value);
  check_truncation(bytes, [](std::string_view some) {
    Value ignored;
    return decode(some, ignored);
  });
}

}  // namespace

TEST_CASE("every value is read back as it was written, and refused when it is cut or too long") {
  SECTION("claim") {
    struct Row {
      Claim claim;
      std::optional<Day> published;
      const char* extractor;  // of the ledger
    };
    for (const auto& [claim, published, extractor] :
         {Row{full_claim(), 20032, "entente/1"}, {full_claim(), std::nullopt, "entente/0"}, {Claim(), 0, ""}, {Claim(), std::nullopt, ""}}) {
      CAPTURE(extractor);
      const std::string bytes = encode(claim, published, extractor);
      Claim decoded;
      REQUIRE(decode(bytes, extractor, decoded));
      CHECK(decoded == claim);
      check_truncation(bytes, [&, from = extractor](std::string_view some) {
        Claim ignored;
        return decode(some, from, ignored);
      });
    }
  }
  SECTION("document") { check_round_trip(encode(full_document()), full_document()); }
  SECTION("empty document") { check_round_trip(encode(DocumentRecord()), DocumentRecord()); }
  SECTION("aggregate") {
    const EdgeAggregate many{{1, 200, 3, 4, 4000000000u}, 7, 5, -100, 20000, 0.9f}, single{{1, 0, 0, 0, 0}, 1, 1, 20000, 20000, 0.1234f};
    check_round_trip(encode(many), many);
    check_round_trip(encode(single), single);
    CHECK(encode(single).size() == 5);
  }
  SECTION("day sum") {
    for (const EdgeAggregate& aggregate : {EdgeAggregate{{1, 2, 3, 4, 5}, 1, 1, 0, 0, 0.9f}, {{1, 0, 0, 0, 0}, 1, 1, 0, 0, 1}}) {
      EdgeAggregate decoded;
      REQUIRE(decode_day_sum(encode_day_sum(aggregate), decoded));
      CHECK(decoded == aggregate);
      check_truncation(encode_day_sum(aggregate), [](std::string_view some) {
        EdgeAggregate ignored;
        return decode_day_sum(some, ignored);
      });
    }
  }
  SECTION("node record") {
    const NodeRecord record = NodeRecord::of(full_node(), 20032);
    check_round_trip(encode(record), record);
  }
  SECTION("ledger") {
    const Ledger ledger{"doc", 99, "entente/1", -3, {full_node(), test::state("AUS", "Australia")}, {{0, 2, 1}, {1, 65535, 1}}};
    Ledger decoded;
    REQUIRE(decode(encode(ledger), decoded));
    CHECK(decoded.id == ledger.id);
    CHECK(decoded.content_hash == ledger.content_hash);
    CHECK(decoded.extractor == ledger.extractor);
    CHECK(decoded.date == ledger.date);
    CHECK(decoded.nodes == ledger.nodes);
    CHECK(decoded.claims == ledger.claims);
    CHECK(decoded.edge(0) == EdgeKey{hash64("state:IDN"), 2, hash64("state:AUS")});
    check_truncation(encode(ledger), [](std::string_view some) {
      Ledger ignored;
      return decode(some, ignored);
    });
    LedgerHead head;
    REQUIRE(decode_front(encode(ledger), head));
    CHECK(head.id == "doc");
    CHECK(head.content_hash == 99);
    CHECK(head.extractor == "entente/1");
  }
  SECTION("degrees") {
    const Degrees degrees = {{{1, Direction::out}, {1, 2, 3}}, {{1, Direction::in}, {1, 0, 1}}, {{65535, Direction::in}, {1u << 20, 5, 6}}};
    check_round_trip(encode(degrees), degrees);
  }
  SECTION("top list") {
    const TopList list = {{7, 300}, {8, 300}, {1, 2}};
    check_round_trip(encode(list), list);
  }
  SECTION("counter") {
    for (const std::uint64_t value : {std::uint64_t{1}, std::uint64_t{128}, ~std::uint64_t{0}}) {
      std::uint64_t decoded = 0;
      REQUIRE(decode_counter(encode_counter(value), decoded));
      CHECK(decoded == value);
    }
  }
}

TEST_CASE("the front of a claim is what aggregates need") {
  ClaimHead head;
  REQUIRE(decode_front(encode(full_claim(), -12, ""), head));
  CHECK(head.status == ClaimStatus::negated);
  CHECK(head.day == -5);  // the event's
  CHECK(head.confidence == 0.75f);
  CHECK(head.published == -12);
  REQUIRE(decode_front(encode(Claim(), std::nullopt, ""), head));
  CHECK(head.day == 0);
  CHECK_FALSE(head.published);
}

TEST_CASE("confidence is kept to four decimals") {
  for (const float value : {0.0f, 0.5f, 0.9f, 0.8501f, 1.0f}) CHECK(stored_confidence(value) == value);
  CHECK(stored_confidence(0.123449f) == 0.1234f);
  CHECK_FALSE(std::signbit(stored_confidence(-0.0f)));
}

TEST_CASE("values that no writer makes are refused") {
  const auto refused = [](std::string bytes) {
    Claim claim;
    return !decode(bytes, "", claim);
  };
  std::string flags = encode(full_claim(), 0, ""), date = flags, confidence = encode(Claim(), 0, "");
  flags[0] = static_cast<char>(0x80);
  CHECK(refused(flags));
  date[1] = static_cast<char>(date[1] | 7);
  CHECK(refused(date));
  confidence.replace(3, 2, "\x27\x11");  // 10001 ten-thousandths
  CHECK(refused(confidence));

  EdgeAggregate aggregate;
  const std::string too_large("\0\0\xff\xff\xff\xff\x7f", 7);
  CHECK_FALSE(decode(too_large + std::string(12, '\0'), aggregate));
  std::uint64_t counter = 0;
  CHECK_FALSE(decode_counter(std::string(9, '\xff') + "\x02", counter));  // more than 64 bits
}

TEST_CASE("keys are read back, and sort as what they stand for") {
  const EdgeKey edge{0x0102030405060708, 0x1122, 0xf1f2f3f4f5f6f7f8};
  CHECK(parse_edge_key(edge_key(edge)) == edge);
  CHECK(parse_id_key(id_key(edge.target)) == edge.target);
  CHECK(parse_node_day_key(node_day_key(1, -2)) == std::pair<Key64, Day>{1, -2});
  CHECK(parse_seen_key(seen_key({1, -2, 3})) == SeenKey{1, -2, 3});
  CHECK(parse_member_key(report_key(1, 2)) == std::pair<Key64, Key64>{1, 2});
  CHECK(parse_name_key(name_key("a", 0)) == Key64{0});
  CHECK(parse_counter_key(counter_key({CounterKind::daily_claims, 40, -7})) == CounterKey{CounterKind::daily_claims, 40, -7});
  std::string before;
  for (const std::uint32_t number : {0u, 8u, 251u, 252u, 253u, 256u, ~0u}) {
    CAPTURE(number);
    const auto claim = parse_claim_key(claim_key({edge, 7, number}));
    REQUIRE(claim);
    CHECK(claim->edge == edge);
    CHECK(claim->document == 7);
    CHECK(claim->number == number);
    CHECK(before < claim_key({edge, 7, number}).str());
    before = claim_key({edge, 7, number}).str();
  }
  const Day lowest = std::numeric_limits<Day>::min(), highest = std::numeric_limits<Day>::max();
  for (const Day day : {lowest, -1, 0, 1, highest}) {
    CAPTURE(day);
    CHECK(parse_newest_key(newest_key({edge, day})) == DayKey{edge, day});
    CHECK(parse_date_key(date_key({day, 5, 6})) == DateKey{day, 5, 6});
  }

  CHECK(edge_key({1, 2, 3}).str() < edge_key({1, 2, 4}).str());
  CHECK(edge_key({1, 2, 0xff}).str() < edge_key({1, 2, 0x100}).str());
  CHECK(edge_key({1, 2, ~0ull}).str() < edge_key({1, 3, 0}).str());
  CHECK(edge_key({1, 65535, ~0ull}).str() < edge_key({2, 0, 0}).str());
  const std::vector<Day> days = {lowest, -20000, -1, 0, 1, 20000, highest};
  for (std::size_t i = 1; i < days.size(); ++i) {
    CAPTURE(days[i]);
    CHECK(date_key({days[i - 1], 5, 6}).str() < date_key({days[i], 5, 6}).str());
    CHECK(newest_key({edge, days[i - 1]}).str() > newest_key({edge, days[i]}).str());
  }
}

TEST_CASE("keys of another length or kind are refused") {
  CHECK_FALSE(parse_id_key("1234567"));
  CHECK_FALSE(parse_node_day_key(id_key(1)));
  CHECK_FALSE(parse_seen_key(id_key(1)));
  CHECK_FALSE(parse_edge_key(edge_key({1, 2, 3}).str() + "x"));
  CHECK_FALSE(parse_edge_key("\x01" + edge_key({1, 2, 3}).str().substr(1)));  // another partition
  CHECK_FALSE(parse_claim_key(edge_key({1, 2, 3})));
  CHECK_FALSE(parse_name_key("no zero byte here"));
  CHECK_FALSE(parse_counter_key(std::string("\x09\0\0\0\0\0\0", 7)));
}

TEST_CASE("the key after a prefix is the first that does not begin with it") {
  CHECK(after_prefix("ab") == "ac");
  CHECK(after_prefix("a\xff\xff") == "b");
  CHECK(after_prefix("\xff\xff").empty());
  CHECK(after_prefix("").empty());
}

TEST_CASE("the hash in keys never changes") {
  CHECK(hash64("") == 0xefd01f60ba992926);
  CHECK(hash64("state:IDN") == 0x951521a616e57ade);
}

TEST_CASE("names fold to what a person takes for the same name") {
  struct Row {
    const char *name, *folded;
  };
  for (const auto& [name, folded] : {Row{"Indonesia", "indonesia"},
                                     {"INDONESIA", "indonesia"},
                                     {"Recep Tayyip Erdo\xc4\x9f"
                                      "an",
                                      "recep tayyip erdogan"},
                                     {"  Joko \t\n Widodo ", "joko widodo"},
                                     {"Joko\xc2\xa0Widodo", "joko widodo"},
                                     {"S\xc3\xa3o Tom\xc3\xa9", "sao tome"},
                                     {"Stra\xc3\x9f"
                                      "e",
                                      "stra\xc3\x9f"
                                      "e"},
                                     {"\xef\xbc\xa1\xef\xbc\xb5", "au"},
                                     {"\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0", "\xd0\xbc\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0"},
                                     {"", ""},
                                     {" \t", ""},
                                     {"\xcc\x81", ""},
                                     {"a\x01"
                                      "b",
                                      "ab"}}) {
    CAPTURE(name);
    CHECK(fold_name(name) == folded);
  }
  CHECK(fold_name(std::string_view("a\0b", 3)) == "ab");
}
