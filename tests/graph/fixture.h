#pragma once

/// What the tests of the store share: a small world, a directory that goes away, and the raw content of a store.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "graph/mutation.h"
#include "graph/ontology.h"
#include "graph/store/store.h"

namespace entente::test {

/// A new empty directory, removed with its content at the end.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The ontology of the project.
const Ontology& ontology();
TypeId node_type(std::string_view name);
TypeId relation(std::string_view name);

Node state(std::string_view code, std::string_view name);
Claim claim(std::string_view source, std::string_view type, std::string_view target);

/// A contribution whose parts agree: the claims get the document's id as evidence, the content hash is of what is given.
Contribution contribution(std::string_view document, std::string_view date, std::vector<Node> nodes, std::vector<Claim> claims,
                          std::uint64_t content_hash = 1);

/// Opens or fails the test.
std::unique_ptr<Store> open(const std::filesystem::path& directory, StoreOptions options = {.create = true});
/// Applies or fails the test.
ApplySummary apply(Store& store, std::vector<Mutation> mutations);

/// Every row of every family but meta, merged, as "family key" -> value. REQUIRES: the store at `directory` is closed.
std::map<std::string, std::string> rows(const std::filesystem::path& directory);

}  // namespace entente::test
