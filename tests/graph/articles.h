#pragma once

/// Nodes, claims and whole articles to test with: a few by hand and any number at random. Nothing here needs a test framework, so that
/// programs that are killed or raced can use it too.

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "graph/mutation.h"
#include "graph/ontology.h"

namespace entente::test {

/// The ontology of the project.
const Ontology& ontology();
TypeId node_type(std::string_view name);
TypeId relation(std::string_view name);

Node state(std::string_view code, std::string_view name);
Claim claim(std::string_view source, std::string_view type, std::string_view target);

/// A contribution whose parts agree: the claims get the document's id as evidence, the content hash is of what is given.
Contribution contribution(std::string_view document, std::string_view date, std::vector<Node> nodes, std::vector<Claim> claims,
                          std::uint64_t content_hash = 1);

/// Random articles over few nodes and days, so that edges and nodes are shared by many of them, and with few texts, cut and joined, so that many
/// are copies of others.
class RandomArticles {
 public:
  explicit RandomArticles(std::uint32_t seed) : random_(seed) {}

  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

  Contribution next(std::string_view document) {
    std::vector<Node> nodes;
    for (int i = 0; i < 6; ++i)
      if (below(3) != 0) nodes.push_back(node(i));
    std::vector<Claim> claims;
    for (std::uint32_t n = nodes.empty() ? 0 : below(8); n > 0; --n) claims.push_back(random_claim(nodes));
    const std::string date = below(4) == 0 ? "" : "2024-01-0" + std::to_string(1 + below(5));
    Contribution article = contribution(document, date, std::move(nodes), std::move(claims), ++hash_);
    if (below(3) != 0) article.document.text = text();
    return article;
  }

 private:
  template <class Value>
  Value pick(std::initializer_list<Value> values) {
    return *(values.begin() + below(static_cast<std::uint32_t>(values.size())));
  }

  /// 40 to 90 words of one of three texts; now and then followed by as many of another, which makes copies of both one report.
  std::string text() {
    const std::uint32_t which = below(3);
    std::string text = words(which);
    return below(4) == 0 ? text + words((which + 1) % 3) : text;
  }

  std::string words(std::uint32_t which) {
    const std::uint32_t first = below(40), last = first + 40 + below(51);
    std::string text;
    for (std::uint32_t i = first; i < last; ++i) text += "word" + std::to_string(which * 1000 + i) + " ";
    return text;
  }

  Node node(int i) {
    Node node;
    node.id = "person:" + std::to_string(i);
    node.type = node_type(pick({"Person", "Official"}));
    node.name = pick({"", "Name", "Other Name", "N\xc3\xa4me"}) + std::to_string(i);
    for (std::uint32_t n = below(3); n > 0; --n) node.names.push_back({pick({"X", "Y", "x", "Z"}) + std::to_string(n), pick({"en", "id"})});
    node.country = pick({"", "IDN", "AUS"});
    node.wikidata = pick({"", "Q1", "Q2"});
    if (below(3) == 0) node.latitude = below(3), node.longitude = pick({0.0, -0.0, 1.0});
    if (below(3) == 0) node.attributes["office"] = pick({"minister", "envoy"});
    return node;
  }

  Claim random_claim(const std::vector<Node>& nodes) {
    const auto any = [&] { return nodes[below(static_cast<std::uint32_t>(nodes.size()))].id; };
    Claim claim = test::claim(any(), pick({"meets", "condemns"}), any());
    claim.modality = static_cast<Modality>(below(4));
    claim.polarity = below(4) == 0 ? Polarity::negated : Polarity::affirmed;
    claim.evidence.confidence = pick({0.0f, -0.0f, 0.25f, 1.0f});
    claim.evidence.sentence = below(9);
    claim.evidence.source_span = {below(5), 5 + below(5)};
    claim.evidence.target_span = {below(5), 5 + below(5)};
    if (below(3) == 0) claim.date = Date{static_cast<Day>(below(3)) - 1, DatePrecision::day};
    return claim;
  }

  std::mt19937 random_;
  std::uint64_t hash_ = 0;
};

}  // namespace entente::test
