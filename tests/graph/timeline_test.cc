#include "graph/algorithm/timeline.h"

#include <fstream>

#include "tests/catch.h"
#include "tests/graph/fixture.h"

namespace entente::test {
namespace {

const std::filesystem::path kWeights = std::filesystem::path(ENTENTE_SOURCE_DIR) / "data/goldstein.tsv";

Claim on(Claim claim, std::string_view date, Modality modality = Modality::actual) {
  if (!date.empty()) claim.date = Date{*parse_day(date), DatePrecision::day};
  claim.modality = modality;
  return claim;
}

std::string text_of(const std::vector<TimelineMonth>& months) {
  std::string text;
  for (const TimelineMonth& m : months) {
    text += format_day(m.first) + " " + std::to_string(m.verbal_cooperation) + " " + std::to_string(m.material_cooperation) + " ";
    text += std::to_string(m.verbal_conflict) + " " + std::to_string(m.material_conflict) + " " + std::to_string(m.weight) + "\n";
  }
  return text;
}

TEST_CASE("a timeline counts what two nodes did to each other by month") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const auto nodes = [] { return std::vector<Node>{state("RUS", "Russia"), state("UKR", "Ukraine"), state("IDN", "Indonesia")}; };
  apply(*store,
        {contribution("a1", "2024-02-03", nodes(),
                      {on(claim("state:RUS", "attacks", "state:UKR"), "2024-01-31"), on(claim("state:UKR", "condemns", "state:RUS"), ""),
                       on(claim("state:UKR", "meets", "state:RUS"), "2024-02-29"), on(claim("state:RUS", "aids", "state:UKR"), "2024-02-01"),
                       on(claim("state:RUS", "attacks", "state:UKR"), "2024-01-01", Modality::planned),
                       on(claim("state:RUS", "attacks", "state:IDN"), "2024-01-31"), on(claim("state:RUS", "part_of", "state:UKR"), "2024-01-31")}),
         contribution("a2", "", nodes(),
                      {on(claim("state:RUS", "attacks", "state:UKR"), "2024-01-01"), on(claim("state:RUS", "attacks", "state:UKR"), "")})});
  const auto weights = EventWeights::load(kWeights, ontology());
  REQUIRE(weights);
  const std::string expected = "2024-01-01 0 0 0 2 -20.000000\n2024-02-01 1 1 1 0 6.000000\n";
  CHECK(text_of(timeline(store->snapshot(), ontology(), *weights, "state:RUS", "state:UKR").value()) == expected);
  CHECK(text_of(timeline(store->snapshot(), ontology(), *weights, "state:UKR", "state:RUS").value()) == expected);
  CHECK(timeline(store->snapshot(), ontology(), *weights, "state:UKR", "state:IDN").value().empty());
  CHECK(timeline(store->snapshot(), ontology(), *weights, "state:UKR", "state:UKR").value().empty());
  const Snapshot january = store->snapshot().during(*parse_day("2024-01-15"), *parse_day("2024-01-31"));
  CHECK(text_of(timeline(january, ontology(), *weights, "state:RUS", "state:UKR").value()) == "2024-01-01 0 0 0 1 -10.000000\n");
}

TEST_CASE("a timeline of countries counts what any of their nodes did to each other") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const auto of = [](std::string_view id, std::string_view type, std::string_view country) {
    Node node;
    node.id = id;
    node.type = node_type(type);
    node.name = id;
    node.country = country;
    return node;
  };
  const std::vector<Node> nodes = {state("RUS", "Russia"),    of("person:p", "Official", "RUS"),
                                   state("UKR", "Ukraine"),   of("force:UKR", "ArmedForce", "UKR"),
                                   state("IDN", "Indonesia"), of("person:nobody", "Person", "")};
  apply(*store, {contribution(
                    "a1", "2024-02-03", nodes,
                    {on(claim("state:RUS", "attacks", "force:UKR"), "2024-01-31"), on(claim("force:UKR", "condemns", "person:p"), "2024-01-02"),
                     on(claim("person:p", "meets", "state:UKR"), "2024-02-29"), on(claim("state:RUS", "fights", "force:UKR"), "2024-02-01"),
                     on(claim("person:p", "attacks", "state:UKR"), "2024-01-01", Modality::planned),
                     on(claim("person:p", "attacks", "state:IDN"), "2024-01-31"), on(claim("person:p", "part_of", "state:UKR"), "2024-01-31"),
                     on(claim("person:nobody", "attacks", "state:UKR"), "2024-01-31"), on(claim("person:p", "meets", "state:RUS"), "2024-03-01"),
                     on(claim("person:p", "supports", "state:RUS"), "2024-03-01"), on(claim("state:RUS", "supports", "state:RUS"), "2024-03-01")})});
  const auto weights = EventWeights::load(kWeights, ontology());
  REQUIRE(weights);
  const auto text = [&](const Snapshot& snapshot, std::string_view a, std::string_view b) {
    return text_of(country_timeline(snapshot, ontology(), *weights, a, b).value());
  };
  const Snapshot all = store->snapshot();
  const std::string expected = "2024-01-01 0 0 1 1 -12.000000\n2024-02-01 1 0 0 1 -9.000000\n";
  CHECK(text(all, "RUS", "UKR") == expected);
  CHECK(text(all, "UKR", "RUS") == expected);
  CHECK(text(all, "IDN", "RUS") == "2024-01-01 0 0 0 1 -10.000000\n");
  CHECK(text(all, "RUS", "RUS") == "2024-03-01 3 0 0 0 7.800000\n");
  CHECK(text(all, "UKR", "IDN").empty());
  CHECK(text(all, "XXX", "RUS").empty());
  CHECK(text(all, "", "UKR").empty());
  CHECK(text(all.during(*parse_day("2024-02-01"), *parse_day("2024-02-10")), "RUS", "UKR") == "2024-02-01 0 0 0 1 -10.000000\n");
}

TEST_CASE("weights that are wrong are refused with their place") {
  const TemporaryDirectory directory;
  const auto load = [&](std::string_view rows) {
    const auto file = directory.path() / "weights.tsv";
    std::ofstream(file) << "cameo\tweight\n" << rows;
    const auto weights = EventWeights::load(file, ontology());
    return weights ? std::string() : weights.error().message().substr(directory.path().string().size() + 1);
  };
  CHECK(load("030\tmuch\n") == "weights.tsv:2: the weight is no number from -10 to 10; correct it");
  CHECK(load("030\t10.5\n") == "weights.tsv:2: the weight is no number from -10 to 10; correct it");
  CHECK(load("030\t1\n030\t2\n") == "weights.tsv:3: the code has a row already; leave one of them");
  CHECK(load("").starts_with("weights.tsv: has no weight for CAMEO 030"));
}

}  // namespace
}  // namespace entente::test
