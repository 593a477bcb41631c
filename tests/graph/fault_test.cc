#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include "tests/catch.h"
#include "tests/graph/faulty_files.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::test;
namespace fs = std::filesystem;

namespace {

using Documents = std::set<std::string>;

Documents documents_of(const Store& store) {
  Documents documents;
  REQUIRE(store.snapshot()
              .for_each_document([&](const DocumentRecord& document) {
                documents.insert(document.id);
                return true;
              })
              .ok());
  return documents;
}

/// Every how manieth write fails: all of them in a long run, where ENTENTE_FAULT_STRIDE says so.
int stride() {
  const char* given = std::getenv("ENTENTE_FAULT_STRIDE");
  return given == nullptr ? 61 : std::max(1, std::atoi(given));
}

bool is_subset(const Documents& part, const Documents& whole) { return std::includes(whole.begin(), whole.end(), part.begin(), part.end()); }

/// A store on a faulty disk, and what it acknowledged.
class OnFaultyDisk {
 public:
  explicit OnFaultyDisk(SyncMode sync = SyncMode::group) : environment_(rocksdb::NewCompositeEnv(files)) {
    options_.create = true;
    options_.sync = sync;
    options_.environment = environment_.get();
    store_ = open(directory_.path(), options_);
  }

  /// Everything that writes, in turn, as far as it goes. The first failure, or ok.
  Status work() {
    Status first;
    const auto keep = [&](const Status& status) {
      if (first.ok()) first = status;
      return status.ok();
    };
    for (int i = 0; i < 4; ++i) keep(add(articles_.next("applied-" + std::to_string(round_) + "-" + std::to_string(i))));
    keep(load());
    keep(store_->flush());
    keep(store_->compact());
    keep(add(articles_.next("last-" + std::to_string(round_))));
    ++round_;
    return first;
  }

  Status add(const Contribution& article) {
    attempted.insert(article.document.id);
    const auto applied = store_->apply({{article}});
    if (!applied) return applied.error();
    acknowledged.insert(article.document.id);
    return Status::success();
  }

  /// As after the end of the program, however it came.
  void close() { store_.reset(); }
  void reopen() { store_ = open(directory_.path(), options_); }
  const Store& store() const { return *store_; }
  const fs::path& path() const { return directory_.path(); }

  std::shared_ptr<FaultyFiles> files = std::make_shared<FaultyFiles>();
  Documents acknowledged, attempted;

  Status settle() {
    const Status status = store_->compact();
    return status.ok() ? store_->flush() : status;
  }

  Status load() {
    auto load = store_->load();
    if (!load) return load.error();
    Documents loaded;
    for (int i = 0; i < 4; ++i) {
      const Contribution article = articles_.next("loaded-" + std::to_string(round_) + "-" + std::to_string(i));
      loaded.insert(article.document.id);
      if (Status status = (*load)->add(article); !status.ok()) return status;
    }
    attempted.insert(loaded.begin(), loaded.end());
    const auto done = (*load)->finish();
    if (!done) return done.error();
    acknowledged.insert(loaded.begin(), loaded.end());
    return Status::success();
  }

 private:
  TemporaryDirectory directory_;
  std::unique_ptr<rocksdb::Env> environment_;
  StoreOptions options_;
  RandomArticles articles_{1};
  int round_ = 0;
  std::unique_ptr<Store> store_;
};

}  // namespace

TEST_CASE("whichever write fails, the error is clear and nothing is lost") {
  struct Row {
    const char* what;
    rocksdb::IOStatus error;
    const char* message;
  };
  int faults = 0;
  for (const auto& [what, error, message] : {Row{"a full disk", rocksdb::IOStatus::NoSpace("disk full"), "no space left"},
                                             {"a broken disk", rocksdb::IOStatus::IOError("broken"), "broken"}}) {
    // Writes of a round of work in turn, until a round has no more.
    for (int at = 0;; at += stride()) {
      CAPTURE(what, at);
      OnFaultyDisk disk;
      REQUIRE(disk.work().ok());
      disk.files->fail_after(at, error);
      const Status status = disk.work();
      if (!disk.files->has_failed()) {
        CHECK(status.ok());
        CHECK(faults > 5);
        break;
      }
      ++faults;
      if (!status.ok()) {
        CHECK(status.code() == StatusCode::io);
        CHECK_THAT(status.message(), contains(disk.path().string()) && contains(message));
      }
      // What is read from memory and disk meanwhile is right, too.
      CHECK(is_subset(disk.acknowledged, documents_of(disk.store())));
      disk.close();
      disk.files->heal();
      disk.reopen();
      const CheckReport report = disk.store().check().value();
      CAPTURE(report.problems);
      CHECK(report.problem_count == 0);
      const Documents there = documents_of(disk.store());
      CHECK(is_subset(disk.acknowledged, there));
      CHECK(is_subset(there, disk.attempted));
      CHECK(disk.work().ok());
    }
  }
}

TEST_CASE("tables that a manifest may have are kept where it is not known whether it is on disk") {
  for (int nth = 0;; nth += stride() == 1 ? 1 : 5) {
    CAPTURE(nth);
    OnFaultyDisk disk;
    REQUIRE(disk.work().ok());
    disk.files->fail_from_sync_of("MANIFEST", nth, rocksdb::IOStatus::NoSpace("disk full"));
    const Status status = disk.work();
    if (!disk.files->has_failed()) {
      CHECK(nth > 2);
      break;
    }
    CHECK(status.code() == StatusCode::io);
    disk.close();
    disk.files->heal();
    disk.reopen();
    CHECK(disk.store().check()->problem_count == 0);
    CHECK(is_subset(disk.acknowledged, documents_of(disk.store())));
    CHECK(disk.work().ok());
  }
}

TEST_CASE("a machine that loses power loses nothing that was acknowledged") {
  for (const SyncMode sync : {SyncMode::group, SyncMode::always}) {
    OnFaultyDisk disk(sync);
    for (int round = 0; round < 3; ++round) {
      REQUIRE(disk.work().ok());
      disk.close();  // which syncs nothing by itself
      disk.files->lose_what_was_not_synced();
      disk.reopen();
      CHECK(disk.store().check()->problem_count == 0);
      CHECK(documents_of(disk.store()) == disk.acknowledged);
    }
  }
}

TEST_CASE("with --sync off a lost machine may cost the last articles, but no others, and the graph is sound") {
  OnFaultyDisk disk(SyncMode::off);
  REQUIRE(disk.work().ok());
  disk.close();
  disk.files->lose_what_was_not_synced();
  disk.reopen();
  CHECK(disk.store().check()->problem_count == 0);
  const Documents there = documents_of(disk.store());
  CHECK(is_subset(there, disk.acknowledged));
  CHECK(there.contains("loaded-0-0"));    // a load is on disk whatever the mode
  CHECK_FALSE(there.contains("last-0"));  // came after the last sync: else this would test nothing
}

TEST_CASE("a load makes all before it safe, and takes the mark off the lists of highest degrees for good") {
  OnFaultyDisk disk(SyncMode::off);
  REQUIRE(disk.work().ok());
  REQUIRE(disk.settle().ok());
  disk.close();
  disk.reopen();  // now nothing is in the log, and the lists are marked as right
  REQUIRE(disk.load().ok());
  disk.close();
  disk.files->lose_what_was_not_synced();
  disk.reopen();
  CHECK(disk.store().check()->problem_count == 0);
  CHECK(documents_of(disk.store()) == disk.acknowledged);
}

TEST_CASE("a file that is cut off or has a flipped bit is found, or does no harm; no answer is wrong") {
  const TemporaryDirectory sound;
  {
    const auto store = open(sound.path());
    RandomArticles articles(9);
    for (int i = 0; i < 30; ++i) apply(*store, {articles.next("doc-" + std::to_string(i))});
    REQUIRE(store->compact().ok());
    for (int i = 30; i < 40; ++i) apply(*store, {articles.next("doc-" + std::to_string(i))});
  }
  const auto right = rows(sound.path());
  int found = 0, harmless = 0;
  for (const auto& entry : fs::directory_iterator(sound.path())) {
    const std::string name = entry.path().filename();
    if (name.starts_with("LOG") || name.starts_with("OPTIONS") || name == "LOCK" || name == "IDENTITY" || entry.file_size() < 8) continue;
    for (const std::string damage : {"cut", "flipped"}) {
      CAPTURE(name, damage);
      const TemporaryDirectory directory;
      const fs::path graph = directory.path() / "graph";
      fs::copy(sound.path(), graph);
      const fs::path file = graph / name;
      if (damage == "cut") {
        fs::resize_file(file, fs::file_size(file) / 2);
      } else {
        std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekg(static_cast<std::streamoff>(fs::file_size(file) / 2));
        const char old = static_cast<char>(bytes.peek());
        bytes.seekp(static_cast<std::streamoff>(fs::file_size(file) / 2));
        bytes.put(static_cast<char>(old ^ 0x10));
      }
      const auto opened = Store::open(graph, ontology(), {.read_only = true});
      const auto report = opened ? (*opened)->check() : Result<CheckReport>(failure(opened.error()));
      if (!report) {
        CHECK((report.error().code() == StatusCode::corruption || report.error().code() == StatusCode::io));
        CHECK_THAT(report.error().message(), contains(graph.string()));
        ++found;
      } else {
        // The end of a log that was cut off is as if the last articles had never come; what is there is sound.
        CHECK(report->problem_count == 0);
        CHECK((rows(graph) == right || name.ends_with(".log")));
        ++harmless;
      }
    }
  }
  CHECK(found > 20);
  CHECK(harmless < 4);
}
