#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "export/countries.h"
#include "export/exporter.h"
#include "export/picked.h"
#include "export/text.h"
#include "graph/text/unicode.h"
#include "tests/catch.h"
#include "tests/export/world.h"

using namespace entente;
using namespace entente::test;
using Json = nlohmann::json;

namespace {

/// What stands where the page has room for data; fails the test where the page around it is not as it was.
std::string data_text(const std::string& page) {
  const std::string_view end = "</script>", bytes = kPage.bytes;
  const std::size_t place = bytes.find(end);
  REQUIRE(page.size() > bytes.size());
  REQUIRE(page.substr(0, place) == bytes.substr(0, place));
  REQUIRE(page.substr(page.size() - (bytes.size() - place)) == bytes.substr(place));
  return page.substr(place, page.size() - bytes.size());
}

Json data(const Snapshot& snapshot, const ExportOptions& options) { return Json::parse(data_text(exported(snapshot, "html", options))); }

const Json& edge(const Json& data, std::string_view source, std::string_view type, std::string_view target) {
  const auto found =
      std::ranges::find_if(data["edges"], [&](const Json& one) { return one["source"] == source && one["type"] == type && one["target"] == target; });
  REQUIRE(found != data["edges"].end());
  return *found;
}

/// What keeps a page with `data` from being sound; empty where nothing does.
std::string unsound(const Json& data) {
  std::map<std::string, std::size_t> degrees;
  for (const Json& node : data["nodes"])
    if (!degrees.emplace(node["id"], 0).second) return "twice " + node.dump();
  std::uint64_t claims = 0, shown = 0, edges = 0;
  std::map<std::string, int> cited;
  for (const Json& one : data["edges"]) {
    if (!degrees.contains(one["source"]) || !degrees.contains(one["target"])) return "an end is missing of " + one.dump();
    std::map<std::string, std::uint64_t> counts;
    for (const Json& claim : one["evidence"]) {
      ++counts[claim["polarity"] == "negated" ? std::string("negated") : claim["modality"].get<std::string>()];
      cited[claim["document"]] = 0;
      ++claims;
    }
    for (const auto& [status, count] : one["claims"].items())
      if (count != counts[status]) return status + " is not what the claims say of " + one.dump();
    edges += one["origin"] == "claim";
    if (one["claims"]["actual"] == 0) continue;
    ++shown;
    ++degrees[one["source"]];
    ++degrees[one["target"]];
  }
  for (const Json& node : data["nodes"])
    if (node["degree"] != degrees[node["id"]]) return "another degree than " + node.dump();
  for (const Json& article : data["articles"])
    if (!cited.contains(article["id"])) return "nothing is read in " + article.dump();
  if (!data["articles"].empty() && data["articles"].size() != cited.size()) return "articles are missing";
  const Json& info = data["info"];
  const Json expected = {cited.size(), data["nodes"].size(), edges, shown, claims};
  const Json said = {info["documents"], info["nodes"], info["edges"], info["shown_edges"], info["claims"]};
  return said == expected ? "" : "the page says " + said.dump() + " of " + expected.dump();
}

}  // namespace

TEST_CASE("a page says of itself what it holds, whatever is left out") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  const ReferenceFacts facts = reference_facts();
  const Snapshot whole = store->snapshot();
  for (const Snapshot& snapshot : {whole, whole.as_of(*parse_day("2024-11-05")), whole.during(*parse_day("2024-11-01"), *parse_day("2024-11-30"))})
    for (const bool all : {false, true})
      for (const std::size_t top : {0, 2}) {
        ExportOptions options{.reference = &facts, .top = top};
        if (all) options.statuses = kAllStatuses;
        CHECK(unsound(data(snapshot, options)) == "");
        options.isolated = true;
        options.settings = {{"articles", "none"}};
        CHECK(unsound(data(snapshot, options)) == "");
        options.sum_parallel = true;
        CHECK(unsound(data(snapshot, options)) == "");
      }
}

TEST_CASE("a page has the claims of the statuses that were asked for, and counts no others") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  const Json actual = edge(data(store->snapshot(), {}), "state:ISR", "attacks", "state:IRN");
  const Json all = edge(data(store->snapshot(), {.statuses = kAllStatuses}), "state:ISR", "attacks", "state:IRN");
  CHECK(actual["evidence"].size() == 2);
  CHECK(all["evidence"].size() == 3);
  CHECK(actual["claims"]["negated"] == 0);
  CHECK(all["claims"]["negated"] == 1);
  CHECK(all["status"] == "actual");

  // An edge that was picked comes with its claims, whatever they are.
  PickedGraph picked;
  picked.add(PickedEdge{hash64("state:ISR"), relation("threatens"), hash64("state:IRN")});
  picked.finish();
  const Json threat = edge(data(store->snapshot(), {.picked = &picked}), "state:ISR", "threatens", "state:IRN");
  CHECK(threat["claims"]["planned"] == 1);
  CHECK(threat["evidence"].size() == 1);
  CHECK(threat["status"] == "planned");
}

TEST_CASE("a page has whole articles, or none") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  const Json with = data(store->snapshot(), {}), without = data(store->snapshot(), {.settings = {{"articles", "none"}}});
  REQUIRE_FALSE(with["articles"].empty());
  const auto document = store->snapshot().document(with["articles"][0]["id"].get<std::string>());
  REQUIRE(document);
  CHECK(with["articles"][0]["text"] == document->text);
  CHECK(without["articles"].empty());
  CHECK(with["edges"] == without["edges"]);
  CHECK(with["info"] == without["info"]);
}

TEST_CASE("countries are a page, without claims behind them") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  const auto countries = CountryGraph::make(store->snapshot(), ontology(), {});
  REQUIRE(countries);
  const Json page = data(store->snapshot(), {.countries = &*countries});
  CHECK(page["nodes"].size() > 2);
  REQUIRE_FALSE(page["edges"].empty());
  for (const Json& one : page["edges"]) CHECK(one["evidence"].empty());
}

TEST_CASE("what is computed of a node stands among what is known of it") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  const std::vector<NodeAttribute> computed = {{"pagerank", NodeAttribute::Kind::real, {{hash64("state:IDN"), 0.25}}},
                                               {"region", NodeAttribute::Kind::group, {{hash64("state:IDN"), 3}, {hash64("state:ISR"), 4}}}};
  const Json page = data(store->snapshot(), {.attributes = computed});
  for (const Json& node : page["nodes"]) {
    if (node["id"] == "state:IDN")
      CHECK(node["attributes"] == Json({{"Region", "ASEAN"}, {"pagerank", "0.25"}, {"region", "South-East Asia"}, {"region_", "3"}}));
    if (node["id"] == "state:ISR") CHECK(node["attributes"] == Json({{"region", "4"}}));
  }
}

TEST_CASE("no text of an article gets out of the data of a page") {
  const std::vector<std::string> texts = {"</script>",
                                          "</SCRIPT ><script>harm()</script>",
                                          "<!-- <script>",
                                          "--> ]]> \\u003c/script>",
                                          "\xe2\x80\xa8 line \xe2\x80\xa9 separators",
                                          "\x01\x02\x1b[31m\x7f\r\n\t",
                                          "\xff\xfe no UTF-8 \xc3",
                                          "\"quotes\" \\ and 'others' &lt;"};
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  std::vector<Mutation> articles;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Node one = state("ISR", texts[i]), other = state("IRN", "Iran");
    one.id = "org:" + texts[i];
    one.attributes = {{texts[i], texts[i]}};
    Claim said = claim(one.id, "attacks", other.id);
    said.instrument = said.kind = said.evidence.rule = texts[i];
    said.attribution = {{one.id, texts[i], {0, 1}}};
    Contribution article = contribution("doc " + std::to_string(i), "2024-11-05", {one, other}, {said});
    article.document.title = article.document.text = article.document.source = article.document.url = texts[i];
    articles.emplace_back(std::move(article));
  }
  apply(*store, std::move(articles));
  const std::string text = data_text(exported(store->snapshot(), "html", {}));
  CHECK(text.find('<') == std::string::npos);
  CHECK_FALSE(find_invalid_utf8(text));
  CHECK(std::ranges::none_of(text, [](char byte) { return (byte >= 0 && byte < ' ' && byte != '\n'); }));

  const Json page = Json::parse(text);
  CHECK(unsound(page) == "");
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CAPTURE(texts[i]);
    const std::string id = "org:" + texts[i];
    const Json& one = edge(page, clean_id(id), "attacks", "state:IRN");
    CHECK(one["evidence"][0]["attribution"][0]["node"] == clean_id(id));
    if (find_invalid_utf8(texts[i])) continue;
    CHECK(one["evidence"][0]["title"] == texts[i]);
    const auto article = std::ranges::find(page["articles"], Json("doc " + std::to_string(i)), [](const Json& each) { return each["id"]; });
    REQUIRE(article != page["articles"].end());
    CHECK((*article)["text"] == texts[i]);
    CHECK((*article)["url"] == texts[i]);
  }
}

TEST_CASE("a page that cannot be made is refused before a byte of it is written") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  const auto refused = [&](const ExportPage* page, StatusCode code, const std::string& message) {
    std::ostringstream out;
    const Status status = export_graph(store->snapshot(), ontology(), {.page = page}, *export_format("html"), out);
    CHECK(status.code() == code);
    CHECK_THAT(status.message(), contains(message));
    CHECK(out.str().empty());
  };
  refused(nullptr, StatusCode::unsupported, "built without the page");
  const ExportPage none, other = {"<!doctype html>\n", "0.1", "world"};
  refused(&none, StatusCode::unsupported, "built without the page");
  refused(&other, StatusCode::corruption, "no place for data");
  ExportPage small = kPage;
  const std::size_t size = data_text(exported(store->snapshot(), "html", {})).size();
  small.most_bytes = size - 1;
  refused(&small, StatusCode::unsupported, "--top");
  small.most_bytes = size;
  CHECK(data_text(exported(store->snapshot(), "html", {.page = &small})).size() == size);
}
