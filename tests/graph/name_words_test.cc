#include "graph/identity/words.h"

#include <fstream>

#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::test;

namespace {

/// The three files, each with one row that is right.
void write_files(const std::filesystem::path& folder) {
  std::ofstream(folder / "small-words.tsv") << "word\tkinds\n# a comment\nde\tparticle|filler\n";
  std::ofstream(folder / "exact-words.tsv") << "word\tforms\n2\tsecond|kedua\n";
  std::ofstream(folder / "given-names.tsv") << "name\tforms\njoseph\tjoe\n";
}

}  // namespace

TEST_CASE("the words of names are read") {
  const TemporaryDirectory folder;
  write_files(folder.path());
  auto loaded = NameWords::load(folder.path());
  INFO((loaded ? std::string() : loaded.error().message()));
  REQUIRE(loaded);
  const NameWords words = std::move(*loaded);
  CHECK(words.kinds("de") == (NameWords::particle | NameWords::filler));
  CHECK(words.kinds("second") == 0);
  CHECK(words.exact("second") == "2");
  CHECK(words.exact("2") == "2");
  CHECK(words.exact("joe").empty());
  CHECK(words.given_name("joe") == "joseph");
  CHECK(words.given_name("").empty());
}

TEST_CASE("the packaged words of names are read") {
  const auto words = NameWords::load(ENTENTE_SOURCE_DIR "/data/identity");
  INFO((words ? std::string() : words.error().message()));
  REQUIRE(words);
  CHECK(words->kinds("ayatollah") == NameWords::title);
  CHECK(words->exact("timur") == "east");
  CHECK(words->given_name("sergey") == words->given_name("serhii"));
}

TEST_CASE("a wrong row of the words of names is refused with its place") {
  struct Row {
    const char *file, *line, *message;
  };
  const Row table[] = {
      {"small-words.tsv", "Dr\ttitle", "small-words.tsv:4: 'Dr' is no word of lower-case letters a to z and digits; write it as Latin letters"},
      {"small-words.tsv", "\ttitle", "small-words.tsv:4: '' is no word"},
      {"small-words.tsv", "dr\ttitel", "small-words.tsv:4: kind 'titel' is unknown; use title, particle, article, sun-article, child-of or filler"},
      {"small-words.tsv", "dr\t", "small-words.tsv:4: 'dr' has no kind; name one or take the row out"},
      {"small-words.tsv", "de\ttitle", "small-words.tsv:4: 'de' is in the file already; keep one of the two"},
      {"small-words.tsv", "dr", "small-words.tsv:4: 1 cells where the columns are 2"},
      {"exact-words.tsv", "3\tsecond", "exact-words.tsv:3: 'second' is in the file already"},
      {"exact-words.tsv", "sechs\tsechste|sechst\xC3\xA9", "exact-words.tsv:3: 'sechst\xC3\xA9' is no word"},
      {"given-names.tsv", "joe\t", "given-names.tsv:3: 'joe' is in the file already"},
      {"given-names.tsv", "ann\tan ny", "given-names.tsv:3: 'an ny' is no word"},
  };
  for (const auto& [file, line, message] : table) {
    CAPTURE(line);
    const TemporaryDirectory folder;
    write_files(folder.path());
    std::ofstream(folder.path() / file, std::ios::app) << line << '\n';
    const auto words = NameWords::load(folder.path());
    REQUIRE_FALSE(words);
    CHECK(words.error().code() == StatusCode::invalid_input);
    CHECK_THAT(words.error().message(), contains(message));
  }
  const TemporaryDirectory folder;
  CHECK(NameWords::load(folder.path()).error().code() == StatusCode::not_found);
}
