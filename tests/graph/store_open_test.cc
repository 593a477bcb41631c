#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "graph/store/database.h"
#include "graph/store/meta.h"
#include "graph/store/store.h"
#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::test;
namespace fs = std::filesystem;

namespace {

constexpr const char* kChildStore = "ENTENTE_TEST_STORE";

Contribution article() {
  return contribution("doc-1", "2024-11-05", {state("IDN", "Indonesia"), state("ISR", "Israel")}, {claim("state:IDN", "condemns", "state:ISR")});
}

/// Opens and expects failure.
Status refused(const fs::path& directory, StoreOptions options, const Ontology& types = ontology()) {
  const auto store = Store::open(directory, types, options);
  REQUIRE_FALSE(store);
  return store.error();
}

void put_meta(const fs::path& directory, std::string_view key, std::string_view value) {
  const auto database = store::Database::open(directory, store::Access::write);
  REQUIRE(database);
  REQUIRE((*database)->db().Put({}, (*database)->family(store::Family::meta), {key.data(), key.size()}, {value.data(), value.size()}).ok());
}

/// A copy of the project's ontology with one name replaced.
Ontology renamed(std::string_view from, std::string_view to) {
  std::ifstream file(ENTENTE_SOURCE_DIR "/data/ontology.json");
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  const auto parsed = Ontology::parse(text.replace(at, from.size(), to), "test");
  REQUIRE(parsed);
  return *parsed;
}

void flip_bytes(const fs::path& file) {
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  const auto size = static_cast<std::streamoff>(fs::file_size(file));
  for (std::streamoff at = 8; at < size; at += 16) {
    bytes.seekg(at);
    const char old = static_cast<char>(bytes.get());
    bytes.seekp(at);
    bytes.put(static_cast<char>(~old));
  }
}

/// Runs one hidden test of this program in a process of its own; its exit code.
int run_child(const char* test, const fs::path& directory) {
  const std::string path = directory.string();
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    setenv(kChildStore, path.c_str(), 1);
    execl("/proc/self/exe", "graph_tests", test, nullptr);
    _exit(127);
  }
  int outcome = 0;
  REQUIRE(waitpid(child, &outcome, 0) == child);
  return WIFEXITED(outcome) ? WEXITSTATUS(outcome) : 128;
}

[[noreturn]] void apply_and_die(SyncMode sync) {
  const auto store = Store::open(getenv(kChildStore), ontology(), {.sync = sync});
  const bool applied = store && (*store)->apply({{article()}});
  _exit(applied ? 0 : 1);  // without closing the store
}

std::vector<fs::path> files(const fs::path& directory, std::string_view part) {
  std::vector<fs::path> found;
  for (const auto& file : fs::directory_iterator(directory))
    if (file.path().filename().string().find(part) != std::string::npos) found.push_back(file.path());
  std::ranges::sort(found);  // the newest last
  return found;
}

}  // namespace

TEST_CASE("child: apply and die", "[.child]") { apply_and_die(SyncMode::group); }
TEST_CASE("child: apply unsynced and die", "[.child]") { apply_and_die(SyncMode::off); }
TEST_CASE("child: find the store locked by the parent", "[.child]") {
  const Status status = refused(getenv(kChildStore), {});
  CHECK(status.code() == StatusCode::locked);
  CHECK_THAT(status.message(), contains("process " + std::to_string(getppid()) + " (graph_tests) writes to this graph"));
}

TEST_CASE("a store is created only when asked, and never among other things") {
  const TemporaryDirectory directory;
  const fs::path missing = directory.path() / "a" / "b";
  CHECK(refused(missing, {}).code() == StatusCode::not_found);
  CHECK(refused(missing, {.create = true, .read_only = true}).code() == StatusCode::not_found);
  CHECK(refused(directory.path(), {}).code() == StatusCode::not_found);
  CHECK_FALSE(fs::exists(missing));
  CHECK(fs::is_empty(directory.path()));

  open(missing);
  CHECK(fs::exists(missing / "CURRENT"));
  open(missing, {});

  std::ofstream(directory.path() / "letter.txt") << "x";
  const Status status = refused(directory.path(), {.create = true});
  CHECK(status.code() == StatusCode::invalid_input);
  CHECK_THAT(status.message(), contains("name an empty or a new directory"));
  CHECK(refused(directory.path() / "letter.txt", {.create = true}).code() == StatusCode::invalid_input);
}

TEST_CASE("a database of another program is left alone") {
  const TemporaryDirectory directory;
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* opened = nullptr;
  REQUIRE(rocksdb::DB::Open(options, directory.path().string(), &opened).ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  rocksdb::ColumnFamilyHandle* handle = nullptr;
  REQUIRE(db->CreateColumnFamily({}, "theirs", &handle).ok());
  REQUIRE(db->DestroyColumnFamilyHandle(handle).ok());
  REQUIRE(db->Close().ok());
  CHECK(refused(directory.path(), {.create = true}).code() == StatusCode::invalid_input);
}

TEST_CASE("what was applied is there after reopening, to write and to read") {
  const TemporaryDirectory directory;
  apply(*open(directory.path()), {article()});
  CHECK(open(directory.path(), {})->snapshot().contribution("doc-1").value() == article());
  const auto reader = open(directory.path(), {.read_only = true});
  CHECK(reader->snapshot().contribution("doc-1").value() == article());
  CHECK(reader->snapshot().stats()->documents == 1);
  CHECK(reader->holds("doc-1", 1).value());
  const auto result = reader->apply({{article()}});
  REQUIRE_FALSE(result);
  CHECK(result.error().code() == StatusCode::unsupported);
}

TEST_CASE("a process that is killed loses nothing that was acknowledged") {
  const SyncMode sync = GENERATE(SyncMode::group, SyncMode::off);
  const TemporaryDirectory directory;
  open(directory.path());
  REQUIRE(run_child(sync == SyncMode::off ? "child: apply unsynced and die" : "child: apply and die", directory.path()) == 0);
  CHECK(fs::exists(directory.path() / "owner"));
  CHECK(open(directory.path(), {})->snapshot().contribution("doc-1").value() == article());
}

TEST_CASE("one process writes, others may read") {
  const TemporaryDirectory directory;
  auto writer = open(directory.path());
  apply(*writer, {article()});
  const Status here = refused(directory.path(), {});
  CHECK(here.code() == StatusCode::locked);
  CHECK_THAT(here.message(), contains("this process already writes to this graph"));

  CHECK(run_child("child: find the store locked by the parent", directory.path()) == 0);

  const auto reader = open(directory.path(), {.read_only = true});
  CHECK(reader->snapshot().stats()->documents == 1);
  apply(*writer, {Retraction{"doc-1"}});
  CHECK(reader->snapshot().stats()->documents == 1);
  writer.reset();
  CHECK_FALSE(fs::exists(directory.path() / "owner"));
  open(directory.path(), {});
}

TEST_CASE("a snapshot may outlive its store") {
  const TemporaryDirectory directory;
  auto store = open(directory.path());
  apply(*store, {article()});
  std::optional<Snapshot> snapshot = store->snapshot();
  store.reset();
  CHECK(snapshot->node("state:IDN").has_value());
  snapshot.reset();
  open(directory.path(), {});
}

TEST_CASE("another format version is refused, with both versions and what to do") {
  struct Row {
    std::string value;
    StatusCode code;
    const char* message;
  };
  for (const auto& [value, code, message] :
       {Row{"\x05", StatusCode::version, "has format 5 and this is entente 0.1.0, which reads format 4; use a newer entente"},
        {std::string("\0", 1), StatusCode::version, "has format 0 and this is entente 0.1.0, which reads format 4; build the graph again"},
        {"\x04\x01", StatusCode::corruption, "the format version is damaged"}}) {
    CAPTURE(message);
    const TemporaryDirectory directory;
    open(directory.path());
    put_meta(directory.path(), "format", value);
    for (const bool read_only : {false, true}) {
      const Status status = refused(directory.path(), {.create = !read_only, .read_only = read_only});
      CHECK(status.code() == code);
      CHECK_THAT(status.message(), contains(message));
    }
  }
}

TEST_CASE("a store of format 1 is brought up to date when it is opened to write, and not before") {
  const TemporaryDirectory directory, fresh;
  const fs::path graph = directory.path() / "graph";
  fs::copy(ENTENTE_SOURCE_DIR "/tests/golden/store-version-1", graph);
  const Status status = refused(graph, {.read_only = true});
  CHECK(status.code() == StatusCode::version);
  CHECK_THAT(status.message(), contains("has format 1 and this is entente 0.1.0, which reads format 4; run 'entente upgrade' once"));

  std::vector<Mutation> contributions;
  {
    const auto store = open(graph, {});
    const Snapshot snapshot = store->snapshot();
    const StoreStats stats = snapshot.stats().value();
    CHECK(stats.documents == 14);
    CHECK(stats.nodes == 254);
    CHECK(stats.edges == 218);
    CHECK(stats.claims == 251);
    CHECK(store->check()->problem_count == 0);
    REQUIRE(snapshot
                .for_each_document([&](const DocumentRecord& document) {
                  contributions.push_back(snapshot.contribution(document.id).value());
                  return true;
                })
                .ok());
    const auto kim = snapshot.node("person:kim-jong-un");
    REQUIRE(kim);
    CHECK(kim->node.name == "Kim Jong Un");
  }
  apply(*open(fresh.path()), contributions);
  REQUIRE(open(fresh.path())->flush().ok());
  CHECK(rows(graph) == rows(fresh.path()));
  CHECK(std::distance(fs::directory_iterator(directory.path()), {}) == 1);
  open(graph, {.read_only = true});
}

TEST_CASE("a store of format 2 is brought up to date when it is opened to write, also where that was broken off") {
  const TemporaryDirectory directory, fresh;
  const fs::path graph = directory.path() / "graph";
  fs::copy(ENTENTE_SOURCE_DIR "/tests/golden/store-version-2", graph);  // its log has rows of the family that goes
  const bool broken_off = GENERATE(false, true);
  if (broken_off) REQUIRE(store::drop_family(graph, "in", store::Family::out).ok());
  CHECK_THAT(refused(graph, {.read_only = true}).message(), contains("has format 2 and this is entente 0.1.0, which reads format 4; run"));

  std::vector<Mutation> contributions;
  {
    const auto store = open(graph, {});
    CHECK(store->check()->problem_count == 0);
    const Snapshot snapshot = store->snapshot();
    CHECK(snapshot.stats()->documents == 4);
    REQUIRE(snapshot
                .for_each_document([&](const DocumentRecord& document) {
                  contributions.push_back(snapshot.contribution(document.id).value());
                  return true;
                })
                .ok());
  }
  apply(*open(fresh.path()), contributions);
  REQUIRE(open(fresh.path())->flush().ok());
  CHECK(rows(graph) == rows(fresh.path()));
  open(graph, {.read_only = true});
}

TEST_CASE("a store of format 3 is brought up to date: copies of short texts become one report") {
  const TemporaryDirectory directory, fresh;
  const fs::path graph = directory.path() / "graph";
  fs::copy(ENTENTE_SOURCE_DIR "/tests/golden/store-version-3", graph);
  const bool broken_off = GENERATE(false, true);
  if (broken_off) {
    put_meta(graph, "repair", "");
    REQUIRE(store::drop_family(graph, "seen", store::Family::seen).ok());
  }
  CHECK_THAT(refused(graph, {.read_only = true}).message(), contains("has format 3 and this is entente 0.1.0, which reads format 4; run"));

  std::vector<Mutation> contributions;
  {
    const auto store = open(graph, {});
    CHECK(store->check()->problem_count == 0);
    const Snapshot snapshot = store->snapshot();
    CHECK(snapshot.report("second").value() == std::vector<std::string>{"first", "second", "third"});
    CHECK(snapshot.report("later").value() == std::vector<std::string>{"later"});
    CHECK(snapshot.report("own").value() == std::vector<std::string>{"own"});
    REQUIRE(snapshot
                .for_each_document([&](const DocumentRecord& document) {
                  contributions.push_back(snapshot.contribution(document.id).value());
                  return true;
                })
                .ok());
  }
  CHECK(contributions.size() == 5);
  apply(*open(fresh.path()), contributions);
  REQUIRE(open(fresh.path())->flush().ok());
  CHECK(rows(graph) == rows(fresh.path()));
  open(graph, {.read_only = true});
}

TEST_CASE("a store of format 3 of which an article lacks a part stays as it is") {
  const TemporaryDirectory directory;
  const fs::path graph = directory.path() / "graph";
  fs::copy(ENTENTE_SOURCE_DIR "/tests/golden/store-version-3", graph);
  {
    const auto database = store::Database::open(graph, store::Access::write);
    REQUIRE(database);
    REQUIRE((*database)->db().Delete({}, (*database)->family(store::Family::document), store::id_key(hash64("second")).str()).ok());
  }
  const Status status = refused(graph, {});
  CHECK(status.code() == StatusCode::corruption);
  CHECK_THAT(status.message(), contains("second: has no text, or a damaged one; restore a backup, or run 'entente check --repair'"));
  CHECK(refused(graph, {.read_only = true}).code() == StatusCode::version);  // as before
}

TEST_CASE("a damaged store of format 1 stays as it is") {
  const TemporaryDirectory directory;
  const fs::path graph = directory.path() / "graph";
  fs::copy(ENTENTE_SOURCE_DIR "/tests/golden/store-version-1", graph);
  const fs::path table = graph / "000043.sst";  // of claims
  flip_bytes(table);
  CHECK(refused(graph, {}).code() == StatusCode::corruption);
  CHECK(refused(graph, {.read_only = true}).code() == StatusCode::version);
  CHECK_FALSE(fs::exists(directory.path() / "graph.migrating"));
}

TEST_CASE("an ontology whose numbers mean something else is refused; one that knows more is learned") {
  const TemporaryDirectory directory;
  const Ontology fewer = renamed(R"({"number": 40, "name": "reports", "family": null, "cameo": null, "quad": 0, "symmetric": false)",
                                 R"({"number": 41, "name": "reports", "family": null, "cameo": null, "quad": 0, "symmetric": false)");
  struct Row {
    const char* message;
    Ontology types;
  };
  open(directory.path());
  for (const auto& [message, types] :
       {Row{"node type 10 is 'Media' in the graph and 'Outlet' in the ontology", renamed("\"Media\"", "\"Outlet\"")},
        {"relation type 3 is 'meets' in the graph and 'talks' in the ontology", renamed("\"meets\"", "\"talks\"")},
        {"relation type 40 'reports' of the graph is not in the ontology", fewer},
        {"relation type 1 'agrees_with' is symmetric only in the graph", renamed("\"symmetric\": true", "\"symmetric\": false")}}) {
    CAPTURE(message);
    const Status status = refused(directory.path(), {}, types);
    CHECK(status.code() == StatusCode::version);
    CHECK_THAT(status.message(), contains(message));
  }
  const Ontology more = renamed("\"relation_types\": [",
                                R"("relation_types": [{"number": 99, "name": "marries", "family": "AGREE", "cameo": null, "quad": 1,
                                   "symmetric": true, "targets": ["Actor"], "description": "marries"},)");
  CHECK(Store::open(directory.path(), more, {.read_only = true}).has_value());
  open(directory.path(), {});
  CHECK(Store::open(directory.path(), more, {}).has_value());
  CHECK_THAT(refused(directory.path(), {}).message(), contains("relation type 99 'marries' of the graph is not in the ontology"));
}

TEST_CASE("damage is reported as such, with the directory and the remedy") {
  const TemporaryDirectory directory;
  apply(*open(directory.path()), {article()});
  open(directory.path());  // moves what is in the log into tables
  const auto reported = [&](const Status& status) {
    CHECK(status.code() == StatusCode::corruption);
    CHECK_THAT(status.message(), contains(directory.path().string()) && contains("restore a backup"));
    CHECK_THAT(status.message(), !contains("\n"));
  };
  SECTION("in the manifest") {
    for (const fs::path& file : files(directory.path(), "MANIFEST")) flip_bytes(file);
    reported(refused(directory.path(), {}));
    reported(refused(directory.path(), {.read_only = true}));
  }
  SECTION("in a table") {
    const auto tables = files(directory.path(), ".sst");
    REQUIRE_FALSE(tables.empty());
    for (const fs::path& file : tables) flip_bytes(file);
    reported(refused(directory.path(), {}));
  }
  SECTION("in the middle of the log") {
    {
      const auto store = open(directory.path());
      for (int i = 0; i < 20; ++i) apply(*store, {contribution("log-" + std::to_string(i), "", {state("AUS", "Australia")}, {})});
    }
    const auto logs = files(directory.path(), ".log");
    REQUIRE_FALSE(logs.empty());
    CHECK(fs::file_size(logs.back()) > 1000);
    for (const fs::path& file : logs) flip_bytes(file);
    reported(refused(directory.path(), {}));
  }
  SECTION("in a row") {
    {
      const auto database = store::Database::open(directory.path(), store::Access::write);
      REQUIRE(database);
      REQUIRE((*database)->db().Put({}, (*database)->family(store::Family::node), store::id_key(hash64("state:IDN")).str(), "\x05x").ok());
    }
    const auto store = open(directory.path(), {});
    reported(store->snapshot().node("state:IDN").error());
    reported(store->snapshot().for_each_edge([](const StoredEdge&) { return true; }));
    CHECK(store->apply({{contribution("doc-2", "", {state("IDN", "Indonesia")}, {})}}).error().code() == StatusCode::corruption);
  }
}
