#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "tests/cases/case_file.h"
#include "tests/catch.h"

using namespace entente;

namespace {

// Elsewhere than in the source tree, for whoever tries data of their own.
std::filesystem::path folder(const char* variable, const char* otherwise) {
  const char* given = std::getenv(variable);
  return given == nullptr ? otherwise : given;
}

/// Runs every case of a language; each that differs is one failed check that shows the text and the difference.
void run_language(const std::string& code) {
  const auto extractor = Extractor::load(folder("ENTENTE_DATA", ENTENTE_SOURCE_DATA));
  if (!extractor) FAIL(extractor.error().message());
  Extractor::Worker worker(**extractor);
  std::size_t count = 0, passed = 0;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder("ENTENTE_CASES", ENTENTE_CASES_FOLDER) / code))
    if (entry.path().extension() == ".case") files.push_back(entry.path());
  std::ranges::sort(files);
  for (const auto& file : files) {
    std::string error;
    const auto cases = tests::read_cases(file, error);
    CHECK(error == "");
    for (const auto& expected : cases) {
      Article article;
      article.id = fmt::format("{}:{}", file.filename().string(), expected.line);
      article.text = expected.text;
      article.title = expected.title;
      article.date = expected.date;
      article.language = code;
      const auto extraction = worker.extract(article);
      const auto problem = extraction ? tests::difference((*extractor)->ontology(), expected, *extraction) : extraction.error().message();
      ++count;
      passed += problem.empty();
      INFO(fmt::format("{}:{}: {}\n  {}\n{}", file.string(), expected.line, expected.comment, expected.text, problem));
      CHECK(problem.empty());
    }
  }
  WARN(fmt::format("{} of {} text cases of '{}' hold", passed, count, code));
  CHECK(count > 0);
}

}  // namespace

TEST_CASE("English text cases", "[cases][en]") { run_language("en"); }
TEST_CASE("Indonesian text cases", "[cases][id]") { run_language("id"); }
