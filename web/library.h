#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "graph/algorithm/timeline.h"
#include "graph/ontology.h"
#include "graph/reference.h"
#include "graph/store/store.h"
#include "web/moment.h"

namespace entente::web {

struct LibraryOptions {
  std::filesystem::path graph, data;
  std::string version;                        ///< of the program
  bool write = false;                         ///< open the graph to write: judgements may be made
  std::string author;                         ///< who makes them
  std::chrono::milliseconds timeout{10'000};  ///< of a query
};

/// The graph that is served and what is needed to read it. Any thread may use it.
class Library {
 public:
  /// Errors: those of Store::open() and of reading the ontology.
  static Result<std::unique_ptr<Library>> open(LibraryOptions options);

  const LibraryOptions& options() const { return options_; }
  const Ontology& ontology() const { return ontology_; }
  /// What the gazetteer knows; read when it is first asked for. Errors: those of reading it.
  const Result<ReferenceFacts>& reference() const;

  /// The graph now. Where another process writes to it, that is noticed within seconds of the next request; until then, and while it cannot be read,
  /// the graph stays as it was.
  std::shared_ptr<const Moment> now();

  /// As Store::judge(); now() knows of it afterwards. Errors: Unsupported where the graph is read only.
  Result<JudgementSummary> judge(const std::vector<Judgement>& judgements, const std::vector<std::pair<std::uint64_t, Revocation>>& revocations);

  /// Set when the server ends, for what takes long.
  const std::atomic<bool>& stopping() const { return stopping_; }
  void stop() { stopping_ = true; }

 private:
  Library(LibraryOptions options, Ontology ontology) : options_(std::move(options)), ontology_(std::move(ontology)) {}
  /// Opens the graph and looks at it. REQUIRES: nobody else does meanwhile.
  Status look();

  LibraryOptions options_;
  Ontology ontology_;
  mutable std::once_flag reference_asked_;
  mutable Result<ReferenceFacts> reference_ = failure(StatusCode::not_found, "not read");

  std::mutex looking_, judging_;  // held by who opens the graph; by who judges
  std::unique_ptr<Store> store_;  // stays open where it is written to
  std::string seen_;              // what the files were like then
  std::chrono::steady_clock::time_point checked_;
  std::uint64_t number_ = 0;

  std::mutex mutex_;  // of the next
  std::shared_ptr<const Moment> moment_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace entente::web
