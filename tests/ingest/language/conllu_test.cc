#include "ingest/language/conllu.h"

#include <sstream>

#include "tests/catch.h"

using namespace entente;
using namespace entente::conllu;

namespace {

// Tabs are hard to see in a test: a blank stands for one.
std::string lines(std::string text) {
  for (auto& c : text)
    if (c == ' ') c = '\t';
  return text;
}

constexpr const char* kSentence =
    "# sent_id = 1\n"
    "1 Mereka mereka PRON PRP Number=Plur 2 nsubj _ _\n"
    "2-3 menyetujuinya _ _ _ _ _ _ _ SpaceAfter=No\n"
    "2 menyetujui setuju VERB VB Voice=Act 0 root _ _\n"
    "3 nya nya PRON _ _ 2 obj _ _\n"
    "3.1 kata _ _ _ _ _ _ _ _\n"
    "4 . . PUNCT . _ 2 punct _ _\n"
    "\n";

}  // namespace

TEST_CASE("what is read is written again", "[conllu]") {
  auto text = lines(kSentence);
  for (std::size_t at = 0; (at = text.find("#\tsent_id\t=\t1", at)) != std::string::npos; ++at) text.replace(at, 13, "# sent_id = 1");
  std::istringstream in(text + "\n\n" + text);
  Reader reader(in, "test");
  Sentence sentence;
  for (int i = 0; i < 2; ++i) {
    REQUIRE(reader.next(sentence).value());
    CHECK(sentence.words.size() == 4);
    CHECK(sentence.multiwords.size() == 1);
    CHECK(sentence.empty_nodes.size() == 1);
    CHECK(sentence.words[1].head == 0);
    CHECK(sentence.words[2].xpos.empty());
    CHECK(feature(sentence.words[1].feats, "Voice") == "Act");
    CHECK(feature(sentence.words[1].feats, "Voi").empty());
    std::string out;
    write(sentence, out);
    CHECK(out == text);
  }
  CHECK_FALSE(reader.next(sentence).value());
  CHECK(base_relation("nsubj:pass") == "nsubj");
  CHECK(base_relation("nsubj") == "nsubj");
}

TEST_CASE("line ends of Windows, a byte order mark and a missing last line are read", "[conllu]") {
  std::istringstream in("\xEF\xBB\xBF" + lines("1 a a X _ _ 2 dep _ _\r\n2 b b X _ _ 0 root _ _\r\n\r\n1 c c X _ _ _ _ _ _"));
  Reader reader(in, "test");
  Sentence sentence;
  REQUIRE(reader.next(sentence).value());
  CHECK(sentence.words.size() == 2);
  CHECK(sentence.words[1].misc.empty());
  REQUIRE(reader.next(sentence).value());
  CHECK(sentence.words[0].head == unattached);
  CHECK_FALSE(reader.next(sentence).value());
}

TEST_CASE("what is wrong with a line is told with its place", "[conllu]") {
  struct Row {
    std::string text, message;
  };
  const std::vector<Row> rows = {
      {"1 a\n", "test:1: a word line has ten fields"},
      {"1 a a X _ _ 0 root _ _ _\n", "test:1: a word line has ten fields"},
      {"1 a a X _ _ 0 root _ _\n3 b b X _ _ 1 dep _ _\n", "test:2: the id is '3' and should be 2"},
      {"x a a X _ _ 0 root _ _\n", "test:1: the id is 'x'"},
      {"1 a a X _ _ zero root _ _\n", "test:1: the head 'zero' is no number"},
      {"1 a a X _ _ 1 root _ _\n", "test:1: word 1 is its own head"},
      {"1 a a X _ _ 7 dep _ _\n2 b b X _ _ 0 root _ _\n\n", "test:1: the head 7 is no word of the sentence, which has 2"},
      {"1  a X _ _ 0 root _ _\n", "test:1: the form is empty"},
      {"2-3 ab _ _ _ _ _ _ _ _\n", "test:1: the range '2-3' does not start at the next word"},
      {"1-2 ab _ _ _ _ _ _ _ _\n1 a a X _ _ 0 root _ _\n\n", "the sentence ends before the words of its multiword token"},
      {"1-2 ab _ _ _ _ _ _ _ _\n\n", "the sentence ends before the words of its multiword token"},
      {"1 a a X _ _ 0 root _ _\n2.1 e _ _ _ _ _ _ _ _\n", "test:2: the empty node '2.1' does not follow word 1"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    std::istringstream in(lines(row.text));
    Reader reader(in, "test");
    Sentence sentence;
    const auto read = reader.next(sentence);
    REQUIRE_FALSE(read);
    CHECK(read.error().code() == StatusCode::invalid_input);
    CHECK_THAT(read.error().message(), test::contains(row.message));
  }
  const auto none = read_file("/no/such/file");
  REQUIRE_FALSE(none);
  CHECK(none.error().code() == StatusCode::not_found);
}
