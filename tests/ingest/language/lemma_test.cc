#include "ingest/language/lemma.h"

#include <filesystem>
#include <fstream>

#include "tests/catch.h"

using namespace entente;

namespace {

std::unique_ptr<Lemmatizer> shipped(const std::string& code, std::string_view morphology) {
  auto lemmatizer = load_lemmatizer(std::filesystem::path(ENTENTE_SOURCE_DIR) / "data/lang" / code, morphology);
  INFO((lemmatizer ? std::string() : lemmatizer.error().message()));
  REQUIRE(lemmatizer);
  return std::move(*lemmatizer);
}

}  // namespace

TEST_CASE("an English form leads to its lemma and shows its voice") {
  const auto english = shipped("en", "english");
  struct Row {
    const char *word, *upos, *lemma;
    Voice voice;
  };
  for (const auto& [word, upos, lemma, voice] : {Row{"condemned", "VERB", "condemn", Voice::participle},
                                                 {"condemns", "VERB", "condemn", Voice::active},
                                                 {"striking", "VERB", "strike", Voice::gerund},
                                                 {"struck", "VERB", "strike", Voice::participle},
                                                 {"hit", "VERB", "hit", Voice::bare},
                                                 {"WAS", "AUX", "be", Voice::active},
                                                 {"hoping", "VERB", "hope", Voice::gerund},
                                                 {"stopped", "VERB", "stop", Voice::participle},
                                                 {"denies", "VERB", "deny", Voice::active},
                                                 {"shelled", "VERB", "shell", Voice::participle},
                                                 {"de-escalating", "VERB", "de-escalate", Voice::gerund},
                                                 {"attacks", "NOUN", "attack", Voice::none},
                                                 {"allies", "NOUN", "ally", Voice::none},
                                                 {"gunmen", "NOUN", "gunman", Voice::none},
                                                 {"crises", "NOUN", "crisis", Voice::none},
                                                 {"US", "PROPN", "US", Voice::none},
                                                 {"Williams", "PROPN", "Williams", Voice::none},
                                                 {"worst", "ADJ", "bad", Voice::none},
                                                 {"n’t", "PART", "not", Voice::none},
                                                 {"10,000", "NUM", "10000", Voice::none},
                                                 {"“", "PUNCT", "\"", Voice::none}}) {
    CAPTURE(word, upos);
    const auto found = english->lemma(word, upos);
    CHECK(found.text == lemma);
    CHECK(found.voice == voice);
  }
}

TEST_CASE("an Indonesian form leads to its root, and its affix says who does it") {
  const auto indonesian = shipped("id", "indonesian");
  struct Row {
    const char *word, *upos, *root;
    Voice voice;
  };
  for (const auto& [word, upos, root, voice] : {Row{"mengutuk", "VERB", "kutuk", Voice::active},
                                                {"dikutuk", "VERB", "kutuk", Voice::passive},
                                                {"terkutuk", "VERB", "kutuk", Voice::passive},
                                                {"kutukan", "NOUN", "kutuk", Voice::none},
                                                {"mengecam", "VERB", "kecam", Voice::active},
                                                {"kecaman", "NOUN", "kecam", Voice::none},
                                                {"dikecam", "VERB", "kecam", Voice::passive},
                                                {"menyerang", "VERB", "serang", Voice::active},
                                                {"penyerangan", "NOUN", "serang", Voice::none},
                                                {"menembaki", "VERB", "tembak", Voice::active},
                                                {"memperingatkan", "VERB", "ingat", Voice::active},
                                                {"diperingatkan", "VERB", "ingat", Voice::passive},
                                                {"berunding", "VERB", "runding", Voice::active},
                                                {"perundingan", "NOUN", "runding", Voice::none},
                                                {"keterlibatan", "NOUN", "libat", Voice::none},
                                                {"pengeboman", "NOUN", "bom", Voice::none},
                                                {"mengebom", "VERB", "bom", Voice::active},
                                                {"negara-negara", "NOUN", "negara", Voice::none},
                                                {"tolong-menolong", "VERB", "tolong", Voice::active},
                                                {"Jakarta", "PROPN", "Jakarta", Voice::none},
                                                {"serang", "VERB", "serang", Voice::bare}}) {
    CAPTURE(word, upos);
    const auto found = indonesian->lemma(word, upos);
    CHECK(found.text == root);
    CHECK(found.voice == voice);
  }
}

TEST_CASE("a table of lemmas that is wrong is refused with the place and the remedy") {
  const auto folder = std::filesystem::temp_directory_path() / "entente-lemma-test";
  std::filesystem::create_directories(folder);
  struct Row {
    const char *text, *message;
  };
  for (const auto& [text, message] : {Row{"lemma\tupos\tforms\nbe\tAUX\tis\nhave\tAUX\tis\n", "lemmas.tsv:3: form 'is' belongs to another lemma"},
                                      {"lemma\tupos\tforms\n\tAUX\tis\n", "lemmas.tsv:2: the lemma is empty"}}) {
    CAPTURE(text);
    std::ofstream(folder / "lemmas.tsv", std::ios::binary) << text;
    const auto lemmatizer = load_lemmatizer(folder, "english");
    REQUIRE_FALSE(lemmatizer);
    CHECK_THAT(lemmatizer.error().message(), test::contains(message));
  }
  CHECK(load_lemmatizer(folder, "klingon").error().code() == StatusCode::unsupported);
  std::filesystem::remove_all(folder);
  CHECK(load_lemmatizer(folder, "english").error().code() == StatusCode::not_found);
}
