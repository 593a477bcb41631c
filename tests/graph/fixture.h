#pragma once

/// What the tests of the store share: articles, a directory that goes away, and the raw content of a store.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "graph/mutation.h"
#include "graph/ontology.h"
#include "graph/store/store.h"
#include "tests/graph/articles.h"

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

/// Opens or fails the test.
std::unique_ptr<Store> open(const std::filesystem::path& directory, StoreOptions options = {.create = true});
/// Applies or fails the test.
ApplySummary apply(Store& store, std::vector<Mutation> mutations);

/// A person's judgement.
Judgement judged(Verdict verdict, std::string a, std::string b);
inline Judgement same(std::string a, std::string b) { return judged(Verdict::same, std::move(a), std::move(b)); }
/// Judges or fails the test.
JudgementSummary judge(Store& store, std::vector<Judgement> judgements, std::vector<std::uint64_t> undone = {});

/// Fails the test where the graph is not sound.
void check_sound(const Store& store);

/// Fails the test where what is read by keys is not what is read by ids.
void check_keys(const Snapshot& snapshot);

/// Every row of every family but meta, merged, as "family key" -> value. REQUIRES: the store at `directory` is closed.
std::map<std::string, std::string> rows(const std::filesystem::path& directory);
/// The same without the judgements, which outlive what they did.
std::map<std::string, std::string> rows_but_judgements(const std::filesystem::path& directory);

}  // namespace entente::test
