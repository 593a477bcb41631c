#include "tests/graph/articles.h"

#include <cstdio>
#include <cstdlib>

namespace entente::test {
namespace {

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "tests: %s\n", message.c_str());
  std::abort();
}

}  // namespace

const Ontology& ontology() {
  static const Result<Ontology> loaded = Ontology::load(ENTENTE_SOURCE_DIR "/data/ontology.json");
  if (!loaded) fail(loaded.error().message());
  return *loaded;
}

TypeId node_type(std::string_view name) {
  const NodeType* type = ontology().node_type(name);
  if (type == nullptr) fail("there is no type " + std::string(name));
  return type->number;
}

TypeId relation(std::string_view name) {
  const RelationType* type = ontology().relation_type(name);
  if (type == nullptr) fail("there is no type " + std::string(name));
  return type->number;
}

Node state(std::string_view code, std::string_view name) {
  Node node;
  node.id = "state:" + std::string(code);
  node.type = node_type("State");
  node.name = name;
  node.names = {{std::string(name), "en"}};
  node.country = code;
  return node;
}

Claim claim(std::string_view source, std::string_view type, std::string_view target) {
  Claim claim;
  claim.source = source;
  claim.type = relation(type);
  claim.target = target;
  claim.evidence.confidence = 0.5f;
  return claim;
}

Contribution contribution(std::string_view document, std::string_view date, std::vector<Node> nodes, std::vector<Claim> claims,
                          std::uint64_t content_hash) {
  Contribution contribution;
  contribution.document.id = document;
  contribution.document.text = "Text of " + std::string(document);
  contribution.document.date = parse_day(date);
  contribution.document.content_hash = content_hash;
  contribution.nodes = std::move(nodes);
  contribution.claims = std::move(claims);
  for (Claim& claim : contribution.claims) claim.evidence.document = document;
  return contribution;
}

}  // namespace entente::test
