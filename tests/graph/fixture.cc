#include "tests/graph/fixture.h"

#include <stdlib.h>

#include "graph/store/database.h"
#include "tests/catch.h"

namespace entente::test {

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "entente-test-XXXXXX").string();
  REQUIRE(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

const Ontology& ontology() {
  static const Result<Ontology> loaded = Ontology::load(ENTENTE_SOURCE_DIR "/data/ontology.json");
  INFO((loaded ? std::string() : loaded.error().message()));
  REQUIRE(loaded);
  return *loaded;
}

TypeId node_type(std::string_view name) {
  const NodeType* type = ontology().node_type(name);
  REQUIRE(type != nullptr);
  return type->number;
}

TypeId relation(std::string_view name) {
  const RelationType* type = ontology().relation_type(name);
  REQUIRE(type != nullptr);
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

std::unique_ptr<Store> open(const std::filesystem::path& directory, StoreOptions options) {
  auto store = Store::open(directory, ontology(), options);
  INFO((store ? std::string() : store.error().message()));
  REQUIRE(store);
  return std::move(*store);
}

ApplySummary apply(Store& store, std::vector<Mutation> mutations) {
  const auto summary = store.apply({std::move(mutations)});
  INFO((summary ? std::string() : summary.error().message()));
  REQUIRE(summary);
  return *summary;
}

std::map<std::string, std::string> rows(const std::filesystem::path& directory) {
  const auto database = store::Database::open(directory, store::Access::read);
  REQUIRE(database);
  const store::Reader reader(**database);
  std::map<std::string, std::string> rows;
  for (std::size_t i = 0; i < store::kFamilyNames.size(); ++i) {
    const auto family = static_cast<store::Family>(i);
    if (family == store::Family::meta) continue;
    const Status status = reader.scan(family, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
      rows[std::string(name_of(family)) + " " + std::string(key)] = value;
      return true;
    });
    REQUIRE(status.ok());
  }
  return rows;
}

}  // namespace entente::test
