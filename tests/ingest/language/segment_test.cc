#include "ingest/language/segment.h"

#include "graph/text/unicode.h"
#include "tests/catch.h"
#include "tests/ingest/shipped.h"

namespace entente {
namespace {

using Strings = std::vector<std::string>;

struct TextRow {
  std::string language, text;
  Strings sentences;
};

void check_rows(const std::vector<TextRow>& rows) {
  for (const auto& row : rows) {
    INFO(row.language << ": " << row.text);
    CHECK(sentences_of(*segmented(row.language, row.text)) == row.sentences);
  }
}

/// The sentences as they stand in the text.
Strings surfaces(const Document& document) {
  Strings out;
  const auto& passage = document.passages.back();
  for (const auto& sentence : passage.sentences) out.emplace_back(passage.surface(sentence.span));
  return out;
}

/// What holds of every document: spans in order, inside, not overlapping, on the borders of characters; tokens cover all but blanks.
void check_spans(const Document& document) {
  for (const auto& passage : document.passages) {
    std::uint32_t end = 0, token = 0;
    for (const auto& sentence : passage.sentences) {
      REQUIRE(sentence.span.begin >= end);
      REQUIRE(sentence.span.end > sentence.span.begin);
      REQUIRE(sentence.span.end <= passage.text.size());
      REQUIRE(sentence.first == token);
      REQUIRE(sentence.last > sentence.first);
      auto at = sentence.span.begin;
      for (token = sentence.first; token < sentence.last; ++token) {
        const auto span = passage.tokens[token].span;
        if (span.begin < at || span.end <= span.begin || span.end > sentence.span.end) FAIL("token " << token << " is out of order");
        for (const char c : passage.text.substr(at, span.begin - at))
          if (!is_space(static_cast<unsigned char>(c)) && static_cast<unsigned char>(c) < 0x80) FAIL("'" << c << "' is in no token");
        if (find_invalid_utf8(passage.surface(span))) FAIL("token " << token << " cuts a character");
        at = span.end;
      }
      end = sentence.span.end;
    }
    REQUIRE(token == passage.tokens.size());
  }
}

TEST_CASE("where sentences end", "[segment]") {
  struct Row {
    std::string language, text;
    Strings sentences;
  };
  const std::vector<Row> rows = {
      {"en", "", {}},
      {"en", "One.", {"One."}},
      {"en", "One. Two! Three? Four", {"One.", "Two!", "Three?", "Four"}},
      {"en", "One line\nAnother line", {"One line", "Another line"}},
      {"en", "  Blanks. \t Around.  ", {"Blanks.", "Around."}},
      {"en", "The U.S. Senate voted. It passed.", {"The U.S. Senate voted.", "It passed."}},
      {"en", "Dr. Smith met Gen. Jones. They talked.", {"Dr. Smith met Gen. Jones.", "They talked."}},
      {"en", "George W. Bush met J. K. Rowling. They talked.", {"George W. Bush met J. K. Rowling.", "They talked."}},
      {"en", "Pope É. Martin arrived. He left.", {"Pope É. Martin arrived.", "He left."}},
      {"en", "It met on Jan. 5. It ended.", {"It met on Jan. 5.", "It ended."}},
      {"en", "Growth was 1.5 percent. It fell.", {"Growth was 1.5 percent.", "It fell."}},
      {"en", "(Mr. Putin left.) He returned.", {"(Mr. Putin left.)", "He returned."}},
      {"en", "“Dr. Smith is here.” He left.", {"“Dr. Smith is here.”", "He left."}},
      {"en", "\"We won.\" He left.", {"\"We won.\"", "He left."}},
      {"en", "He left for the U.S.", {"He left for the U.S."}},
      {"id", "Presiden tiba. Ia pergi.", {"Presiden tiba.", "Ia pergi."}},
      {"id", "Letjen. Prabowo dan Dr. Retno tiba. Mereka pergi.", {"Letjen. Prabowo dan Dr. Retno tiba.", "Mereka pergi."}},
      {"id", "Dia membayar Rp. 5 juta. Lalu pergi.", {"Dia membayar Rp. 5 juta.", "Lalu pergi."}},
      {"id", "Menurut Prof. A. Syafii Maarif, perang usai. Benar.", {"Menurut Prof. A. Syafii Maarif, perang usai.", "Benar."}},
      {"en", "東京です。次。", {"東京です。", "次。"}},
      {"en", "هذا خبر. هذا آخر؟ نعم.", {"هذا خبر.", "هذا آخر؟", "نعم."}},
      {"en", "***\n---\n12345\n", {}},  // lines without a letter
  };
  for (const auto& row : rows) {
    INFO(row.language << ": " << row.text);
    const auto document = segmented(row.language, row.text);
    CHECK(surfaces(*document) == row.sentences);
    check_spans(*document);
  }
}

TEST_CASE("datelines", "[segment]") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      // the line, what is left of it
      {"JAKARTA – Presiden tiba.", "Presiden tiba."},
      {"JAKARTA, 5 Mei 2024 – Presiden tiba.", "Presiden tiba."},
      {"JAKARTA, KOMPAS.com - Presiden tiba.", "Presiden tiba."},
      {"WASHINGTON (AP) — The Senate voted.", "The Senate voted."},
      {"UNITED NATIONS -- The council met.", "The council met."},
      {"KYIV, Ukraine (AP) — Drones struck.", "Drones struck."},
      {"SÃO PAULO — Drones struck.", "Drones struck."},
      // no datelines
      {"Jakarta and Beijing - old rivals - met.", "Jakarta and Beijing - old rivals - met."},
      {"The U.S.-led force left.", "The U.S.-led force left."},
      {"US - the state - acted.", "US - the state - acted."},
      {"2024 - the year of elections - began.", "2024 - the year of elections - began."},
      {"“We won” – he left.", "“We won” – he left."},
      {"JAKARTA was calm.", "JAKARTA was calm."},
      {"NATO " + std::string(120, 'x') + " – far off.", "NATO " + std::string(120, 'x') + " – far off."},
      {"", ""},
      {" - ", " - "},
  };
  for (const auto& [line, rest] : rows) {
    INFO(line);
    CHECK(line.substr(dateline_length(line)) == rest);
  }
  CHECK(surfaces(*segmented("en", "\nKYIV, Ukraine (AP) — Drones struck.\nPARIS — A second one stays.")) ==
        Strings{"Drones struck.", "PARIS — A second one stays."});
}

TEST_CASE("lines that are no prose are in no sentence", "[segment]") {
  struct Row {
    std::string language, text;
    Strings sentences;
  };
  const std::vector<Row> rows = {
      {"en", "By John Smith\nThe war ended.", {"The war ended."}},
      {"en", "By Friday the war had ended.", {"By Friday the war had ended."}},
      {"en", "The war ended.\nReporting by A. Smith; editing by B. Jones.", {"The war ended."}},
      {"en", "READ MORE: Another war\nThe war ended.", {"The war ended."}},
      {"id", "Perang usai.\nBaca juga: Perang lain\nBaca Juga : Perang lain.\nDamai tiba.", {"Perang usai.", "Damai tiba."}},
      {"id", "Penulis: Budi\nEditor : Ani\nPerang usai.", {"Perang usai."}},
      {"id",
       "Penulis asal Israel itu menolak datang ke Jakarta pada hari Senin karena perang yang berlanjut.",
       {"Penulis asal Israel itu menolak datang ke Jakarta pada hari Senin karena perang yang berlanjut."}},
      {"id", "Perang usai.\n(*)\n", {"Perang usai."}},
  };
  for (const auto& row : rows) {
    INFO(row.language << ": " << row.text);
    CHECK(surfaces(*segmented(row.language, row.text)) == row.sentences);
  }
}

TEST_CASE("English tokens", "[segment]") {
  check_rows({
      {"en", "Russia's war.", {"Russia | 's | war | ."}},
      {"en", "Russia’s war.", {"Russia | ’s | war | ."}},
      {"en", "The allies' war.", {"The | allies | ' | war | ."}},
      {"en", "the U.S.'s plan", {"the | U.S. | 's | plan"}},
      {"en", "the U.S.’s plan", {"the | U.S. | ’s | plan"}},
      {"en", "Erdoğan’s plan", {"Erdoğan | ’s | plan"}},
      {"en", "He mustn't go and mustn’t stay", {"He | must | n't | go | and | must | n’t | stay"}},
      {"en", "The U.S. left in 5/11/2024.", {"The | U.S. | left | in | 5/11/2024 | ."}},
      {"en", "US-backed rebels", {"US | - | backed | rebels"}},
      {"en", "the G7's plan, the G20’s plan", {"the | G7 | 's | plan | , | the | G20 | ’s | plan"}},
      {"en", "Bashar al-Assad fled", {"Bashar | al-Assad | fled"}},
      {"en", "the Peru-Bolivia talks", {"the | Peru | - | Bolivia | talks"}},
      {"en", "a cork-oak, long-range", {"a | cork | - | oak | , | long-range"}},
      {"en", "1,5 and 1.5 and 10:30 and 2024-11-05", {"1,5 | and | 1.5 | and | 10:30 | and | 2024-11-05"}},
      {"en", "in 2024, then 5, 6", {"in | 2024 | , | then | 5 | , | 6"}},
      {"en", "\"yes,\" ‘no’ “maybe”", {"\" | yes | , | \" | ‘ | no | ’ | “ | maybe | ”"}},
      {"en", "Ha'aretz and O’Brien", {"Ha'aretz | and | O’Brien"}},
      {"en", "wait... what", {"wait | ... | what"}},
      {"en", "one–two — three", {"one | – | two | — | three"}},
      {"en", "peace 🙂🇮🇩 now", {"peace | 🙂 | 🇮 | 🇩 | now"}},
      {"en", "peace السلام now", {"peace | السلام | now"}},
      {"en", "Cote d\u2019Ivoire\u00A0fell", {"Cote | d’Ivoire | fell"}},
      {"en", "a\u200Bb", {"a | \u200B | b"}},
      {"en", "a\x01 b\x7F", {"a | \x01 | b | \x7F"}},
      {"en", "F-16s and Su-35", {"F-16s | and | Su-35"}},
      {"en", "-5 degrees", {"- | 5 | degrees"}},
  });
}

TEST_CASE("Indonesian tokens", "[segment]") {
  check_rows({
      {"id", "serangannya ke negaranya", {"serangan | nya | ke | negara | nya"}},
      {"id", "Serangannya", {"Serangan | nya"}},
      {"id", "negara-negara Arab", {"negara-negara | Arab"}},
      {"id", "Peru-Bolivia", {"Peru | - | Bolivia"}},
      {"id", "AS-Israel", {"AS | - | Israel"}},
      {"id", "hanya bertanya", {"hanya | bertanya"}},
      {"id", "Selasa (5/11/2024) kemarin", {"Selasa | ( | 5/11/2024 | ) | kemarin"}},
      {"id", "sebesar 1,5 juta, 20.000 orang", {"sebesar | 1,5 | juta | , | 20.000 | orang"}},
      {"id", "Jum'at", {"Jum'at"}},
      {"id", "ke-79 PBB", {"ke-79 | PBB"}},
  });
}

TEST_CASE("what is cut depends on the words that are known", "[segment]") {
  Vocabulary vocabulary;
  for (const std::string word : {"thailand", "cambodia", "serangan", "negara", "u.s.", "al-assad", "nya"}) vocabulary.add(word);
  Language language;
  language.clitics = {"nya", "lah"};
  language.hyphen_tails = {"backed", "led"};
  language.elisions = {"l'", "qu'"};
  language.contractions = {"n't", "'re"};
  language.joined = {{"cannot", 3}};
  language.units = {"rp"};
  Segmenter segmenter(vocabulary);
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"Thailand-Cambodia", "Thailand | - | Cambodia"},
      {"Thailand-Vietnam", "Thailand-Vietnam"},  // one of the two is no word that we know
      {"thailand-cambodia", "thailand-cambodia"},
      {"U.S.-led US-backed Iran-backed", "U.S. | - | led | US | - | backed | Iran | - | backed"},
      {"Thailand-Cambodia-backed", "Thailand | - | Cambodia | - | backed"},
      {"Al-Assad al-Assad", "Al-Assad | al-Assad"},
      {"negara-negara", "negara-negara"},
      {"serangannya negaralah", "serangan | nya | negara | lah"},
      {"bertanya nya", "bertanya | nya"},  // "berta" is no word
      {"mustn't didn’t can't WASN'T", "must | n't | did | n’t | ca | n't | WAS | N'T"},
      {"n't", "n't"},
      {"We’re they're cannot Cannot", "We | ’re | they | 're | can | not | Can | not"},
      {"l'attaque L’Élysée qu'il l'", "l' | attaque | L’ | Élysée | qu' | il | l | '"},
      {"Erdoğan’re Élysée're", "Erdoğan | ’re | Élysée | 're"},
      {"Rp9.000 rp aé9", "Rp | 9.000 | rp | aé9"},
  };
  for (const auto& [text, tokens] : rows) {
    INFO(text);
    Document document;
    document.record.text = text;
    segmenter.segment(language, document);
    CHECK(sentences_of(document) == Strings{tokens});
  }

  language.hyphen_tails.clear();
  language.clitics.clear();
  language.clitic_minimum = 6;  // of no clitic
  vocabulary.add("thailand-cambodia");
  Document document;
  document.record.text = "Thailand-Cambodia US-backed";
  segmenter.segment(language, document);
  CHECK(sentences_of(document) == Strings{"Thailand-Cambodia | US-backed"});
}

TEST_CASE("the shapes of tokens", "[segment]") {
  const std::vector<std::pair<std::string, Shape>> rows = {
      {"word", Shape::lower},        {"Word", Shape::capitalized},   {"NATO", Shape::all_capitals}, {"A", Shape::capitalized},
      {"U.S.", Shape::all_capitals}, {"McCain", Shape::capitalized}, {"al-Assad", Shape::lower},    {"Élysée", Shape::capitalized},
      {"ÉU", Shape::all_capitals},   {"2024", Shape::number},        {"1,5", Shape::number},        {"(", Shape::punctuation},
      {"…", Shape::punctuation},
  };
  for (const auto& [word, shape] : rows) {
    INFO(word);
    const auto document = segmented("en", "x " + word);
    REQUIRE(document->passages.back().tokens.size() == 2);
    CHECK(document->passages.back().tokens[1].shape == shape);
  }
}

TEST_CASE("names are cut as running text is", "[segment]") {
  const std::vector<std::pair<std::string, Strings>> rows = {
      {"", {}},
      {"Korea Utara", {"korea", "utara"}},
      {"Côte d’Ivoire", {"cote", "d'ivoire"}},
      {"Bashar al-Assad", {"bashar", "al-assad"}},
      {"U.S.", {"u.s."}},
      {"Doctors' Union", {"doctors", "'", "union"}},
      {"People's Party", {"people", "'s", "party"}},
      {"TPLF/EPRDF", {"tplf", "/", "eprdf"}},
  };
  for (const auto& [name, words] : rows) {
    INFO(name);
    CHECK(name_words(name) == words);
  }
}

TEST_CASE("title and body are passages of their own", "[segment]") {
  Document document;
  document.record.title = "By the sea: Russia's war";
  document.record.text = "By the sea\n\nKYIV — It went on.";
  document.body_begin = 10;
  Segmenter segmenter(shipped().vocabulary);
  segmenter.segment(*shipped().en.language, document);
  REQUIRE(document.passages.size() == 2);
  CHECK(document.passages[0].part == Part::title);
  CHECK(document.passages[0].sentences.size() == 1);
  CHECK(document.passages[1].part == Part::body);
  CHECK(document.passages[1].text == document.record.text);
  CHECK(surfaces(document) == Strings{"It went on."});
  segmenter.segment(*shipped().en.language, document);  // a second time gives the same
  CHECK(document.passages.size() == 2);
  CHECK(surfaces(document) == Strings{"It went on."});
}

TEST_CASE("a sentence without end is cut at its marks, and a note says so", "[segment]") {
  std::string commas, plain;
  for (int i = 0; i < 150; ++i) commas += "Iran attacked Israel, ";
  for (int i = 0; i < 450; ++i) plain += "word ";
  const auto cut = segmented("en", commas);
  check_spans(*cut);
  REQUIRE(cut->passages.back().sentences.size() > 2);
  for (const auto& sentence : cut->passages.back().sentences) {
    CHECK(sentence.last - sentence.first <= 200);
    CHECK(cut->passages.back().surface(sentence.span).ends_with(','));
  }
  CHECK(cut->notes == Strings{"sentences of more than 200 words are read in parts"});
  CHECK(segmented("en", plain)->passages.back().sentences.size() == 3);
  CHECK(segmented("en", "Iran attacked Israel.")->notes.empty());
}

TEST_CASE("odd and large texts are cut without harm", "[segment]") {
  std::string words, letters(1 << 20, 'a'), marks, mixed;
  while (words.size() < 1 << 20) words += "perang ";
  while (marks.size() < 1 << 16) marks += "'’-.,/:";
  while (mixed.size() < 1 << 16) mixed += "é’s -n’t U.S.’S ‘’ ȺÉnyá A.B 🙂’s سلام’s 1,2/3:4. ŉ ﬁ’s \xEF\xBB\xBF";
  for (const auto& text : {words, letters, marks, "x" + marks, mixed, std::string("'s"), std::string("’s"), std::string("a'"), std::string("-"),
                           std::string("a-"), std::string("x\0y", 3), std::string(1 << 16, '.'), std::string(1 << 16, '\n')})
    for (const std::string language : {"en", "id"}) {
      INFO(language << ": " << text.substr(0, 40));
      const auto document = segmented(language, text);
      check_spans(*document);
    }
  const auto long_one = segmented("id", words);
  CHECK(long_one->passages.back().tokens.size() == words.size() / 7);
  for (const auto& sentence : long_one->passages.back().sentences) REQUIRE(sentence.last - sentence.first <= 200);
}

}  // namespace
}  // namespace entente
