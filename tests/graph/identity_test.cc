#include "graph/identity/identity.h"

#include "tests/catch.h"

using namespace entente;

namespace {

using Numbers = std::vector<std::uint64_t>;

/// Judgements in words: "a=b", "a!b", "a?b"; a machine's with "*" and its score in tenths in front, a revoked one with "-".
std::vector<Judgement> judgements(const std::vector<std::string>& words) {
  std::vector<Judgement> all;
  for (const std::string& word : words) {
    Judgement one;
    std::string_view rest = word;
    if (rest.front() == '-') {
      one.revoked = Revocation{"x", "", 0};
      rest.remove_prefix(1);
    }
    if (rest.front() == '*') {
      one.machine = true;
      one.score = static_cast<float>(rest[1] - '0') / 10;
      rest.remove_prefix(2);
    }
    one.a = rest[0];
    one.b = rest[2];
    one.verdict = rest[1] == '=' ? Verdict::same : rest[1] == '!' ? Verdict::not_same : Verdict::unsure;
    one.number = all.size() + 1;
    all.push_back(std::move(one));
  }
  return all;
}

/// Who is one, the id that stands for all first: "abc de".
std::string clusters(const Identity& identity) {
  std::string text;
  for (const Cluster& cluster : identity.clusters()) {
    if (!text.empty()) text += ' ';
    for (const std::string& id : cluster.ids) text += id;
  }
  return text;
}

/// One letter a judgement.
std::string standings(const Identity& identity) {
  std::string text;
  for (const Standing standing : identity.standings()) text += "ersv"[static_cast<std::size_t>(standing)];
  return text;
}

}  // namespace

TEST_CASE("who is one follows from all judgements") {
  struct Row {
    std::string what;
    std::vector<std::string> judgements;
    std::string clusters, standings;  // e effective, r revoked, s superseded, v overruled
  };
  const std::vector<Row> table = {
      {"nothing is judged", {}, "", ""},
      {"two are the same", {"b=a"}, "ba", "e"},
      {"a chain is one, under the first id of the oldest judgement", {"c=b", "a=b", "d=a"}, "cabd", "eee"},
      {"two nodes stay two", {"a=b", "c=d"}, "ab cd", "ee"},
      {"what was two nodes becomes one", {"a=b", "c=d", "d=a"}, "abcd", "eee"},
      {"the oldest that holds counts", {"-x=a", "b=a", "a=c"}, "bac", "ree"},
      {"a revoked one has no effect", {"a=b", "-b=c"}, "ab", "er"},
      {"unsure says nothing", {"a?b"}, "", "e"},
      {"the later word about two ids counts", {"a=b", "b!a"}, "", "se"},
      {"and again", {"a=b", "a!b", "b=a"}, "ba", "sse"},
      {"unsure takes back", {"a=b", "a?b"}, "", "se"},
      {"when the later word is revoked the one before counts again", {"a=b", "-a!b"}, "ab", "er"},
      {"a machine does not take back what a person said", {"a!b", "*9a=b"}, "", "es"},
      {"a person takes back what a machine said", {"*9a=b", "a!b"}, "", "se"},
      {"a machine is overruled where it makes one what a person holds apart", {"a!c", "*9a=b", "*8b=c"}, "ab", "eev"},
      {"the higher score first, whatever came first", {"a!c", "*8a=b", "*9b=c"}, "bc", "eve"},
      {"a machine's own not-same holds apart too", {"*9a!c", "a=b", "*8b=c"}, "ab", "eev"},
      {"but not against persons", {"*9a!c", "a=b", "b=c"}, "abc", "vee"},
      {"machines that agree with persons", {"a=b", "*9a=b", "*9b=c"}, "abc", "ese"},
  };
  for (const Row& row : table) {
    CAPTURE(row.what);
    const Identity identity(judgements(row.judgements));
    CHECK(clusters(identity) == row.clusters);
    CHECK(standings(identity) == row.standings);
    CHECK(identity.conflicts().empty());
    CHECK(identity.trivial() == row.clusters.empty());
  }
}

TEST_CASE("every id of an cluster leads to the one that stands for all") {
  const Identity identity(judgements({"b=a", "c=d", "b=e"}));
  for (const char* id : {"a", "b", "e"}) {
    CHECK(identity.canonical(hash64(id)) == hash64("b"));
    REQUIRE(identity.cluster(hash64(id)) != nullptr);
    CHECK(identity.cluster(hash64(id))->id == "b");
    CHECK(identity.cluster(hash64(id))->judgements == Numbers{1, 3});
  }
  CHECK(identity.canonical(hash64("x")) == hash64("x"));
  CHECK(identity.cluster(hash64("x")) == nullptr);
}

TEST_CASE("persons who contradict each other are reported, and what is one stays one") {
  const Identity identity(judgements({"a=b", "c=b", "a!c", "c=d", "d!a", "-b!c"}));
  CHECK(clusters(identity) == "abcd");
  CHECK(standings(identity) == "eeeeer");
  REQUIRE(identity.conflicts().size() == 2);
  CHECK(identity.conflicts()[0].not_same == 3);
  CHECK(identity.conflicts()[0].same == Numbers{1, 2});
  CHECK(identity.conflicts()[1].not_same == 5);
  CHECK(identity.conflicts()[1].same == Numbers{4, 2, 1});
}
