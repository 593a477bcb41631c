#include "ingest/language/language.h"

#include <algorithm>

#include "tests/ingest/read/support.h"
#include "tests/ingest/shipped.h"

namespace entente {
namespace {

std::string name_of(Voice voice) {
  switch (voice) {
    case Voice::none: return "none";
    case Voice::active: return "active";
    case Voice::passive: return "passive";
    case Voice::participle: return "participle";
    case Voice::gerund: return "gerund";
    case Voice::bare: return "bare";
  }
  return "?";
}

/// "attack bare, attacks active, …"
std::vector<std::string> verb_forms(std::string_view language, const std::string& lemma) {
  std::vector<std::string> forms;
  for (const auto& [form, voice] : shipped().of(language).language->morphology->verb_forms(lemma)) forms.push_back(form + " " + name_of(voice));
  std::ranges::sort(forms);
  forms.erase(std::ranges::unique(forms).begin(), forms.end());
  return forms;
}

using Rows = std::vector<std::pair<std::string, std::vector<std::string>>>;

TEST_CASE("English verbs", "[morphology]") {
  const Rows rows = {
      {"attack", {"attack bare", "attacked participle", "attacking gerund", "attacks active"}},
      {"invade", {"invade bare", "invaded participle", "invades active", "invading gerund"}},
      {"agree", {"agree bare", "agreed participle", "agreeing gerund", "agrees active"}},
      {"ally", {"allied participle", "allies active", "ally bare", "allying gerund"}},
      {"deploy", {"deploy bare", "deployed participle", "deploying gerund", "deploys active"}},
      {"push", {"push bare", "pushed participle", "pushes active", "pushing gerund"}},
      {"sanction", {"sanction bare", "sanctioned participle", "sanctioning gerund", "sanctions active"}},
      {"box", {"box bare", "boxed participle", "boxes active", "boxing gerund"}},
      {"meet", {"meet bare", "meeting gerund", "meets active", "met active", "met participle"}},
      {"strike", {"strike bare", "strikes active", "striking gerund", "struck active", "struck participle"}},
      {"be", {"be bare", "been participle"}},
  };
  for (const auto& [lemma, forms] : rows) {
    INFO(lemma);
    const auto all = verb_forms("en", lemma);
    for (const auto& form : forms) {
      INFO(form);
      CHECK(std::ranges::find(all, form) != all.end());
    }
    if (lemma != "be" && lemma != "strike") CHECK(all == forms);
  }
  for (const std::string form : {"plan bare", "planned participle", "planning gerund", "plans active"}) {
    const auto all = verb_forms("en", "plan");
    CHECK(std::ranges::find(all, form) != all.end());
  }
}

TEST_CASE("Indonesian verbs", "[morphology]") {
  const Rows rows = {
      // roots in k, p, t, s lose that letter, and keep it in loans
      {"kirim", {"dikirim passive", "kirim bare", "mengirim active", "mengkirim active"}},
      {"kecam", {"dikecam passive", "kecam bare", "mengecam active", "mengkecam active"}},
      {"pukul", {"dipukul passive", "mempukul active", "memukul active", "pukul bare"}},
      {"tembak", {"ditembak passive", "menembak active", "mentembak active", "tembak bare"}},
      {"serang", {"diserang passive", "menserang active", "menyerang active", "serang bare"}},
      // the others keep it
      {"bom", {"bom bare", "dibom passive", "membom active", "mengebom active"}},
      {"dukung", {"didukung passive", "dukung bare", "mendukung active"}},
      {"cegah", {"cegah bare", "dicegah passive", "mencegah active"}},
      {"jatuhkan", {"dijatuhkan passive", "jatuhkan bare", "menjatuhkan active"}},
      {"gempur", {"digempur passive", "gempur bare", "menggempur active"}},
      {"hadiri", {"dihadiri passive", "hadiri bare", "menghadiri active"}},
      {"ancam", {"ancam bare", "diancam passive", "mengancam active"}},
      {"usir", {"diusir passive", "mengusir active", "usir bare"}},
      {"lawan", {"dilawan passive", "lawan bare", "melawan active"}},
      {"rebut", {"direbut passive", "merebut active", "rebut bare"}},
      {"nyatakan", {"dinyatakan passive", "menyatakan active", "nyatakan bare"}},
      {"minta", {"diminta passive", "meminta active", "minta bare"}},
      {"wajibkan", {"diwajibkan passive", "mewajibkan active", "wajibkan bare"}},
      {"=bertemu", {"bertemu active"}},
  };
  for (const auto& [lemma, forms] : rows) {
    INFO(lemma);
    CHECK(verb_forms("id", lemma) == forms);
  }
}

TEST_CASE("nouns, and words that look like verbs", "[morphology]") {
  const auto& en = *shipped().en.language->morphology;
  const auto& id = *shipped().id.language->morphology;
  CHECK(en.noun_forms("attack") == std::vector<std::string>{"attack", "attacks"});
  CHECK(en.noun_forms("ally") == std::vector<std::string>{"ally", "allies"});
  CHECK(en.noun_forms("clash") == std::vector<std::string>{"clash", "clashes"});
  CHECK(id.noun_forms("serangan") == std::vector<std::string>{"serangan", "serangan-serangan"});
  const std::vector<std::tuple<const Morphology*, std::string, bool>> rows = {
      {&en, "denounced", true},  {&en, "bombing", true},     {&en, "red", false},      {&en, "", false},     {&en, "peace", false},
      {&id, "memperkuat", true}, {&id, "diluncurkan", true}, {&id, "berunding", true}, {&id, "meja", false}, {&id, "", false},
  };
  for (const auto& [morphology, word, verb] : rows) {
    INFO(word);
    CHECK(morphology->looks_like_verb(word) == verb);
  }
}

TEST_CASE("forms lead back to their lemma", "[morphology]") {
  const TemporaryFolder folder;
  folder.write("xx/language.tsv", "setting\tvalue\nmorphology\tindonesian\nmodifiers\tfollow\nclitics\tnya|lah\n");
  folder.write("xx/words.tsv",
               "words\tclasses\ndi|ke\tpreposition|locative\nkata\tspeech|verb\ntidak\tnegator\ndi mana\tsubordinator\nnegara\tnoun\n");
  folder.write("xx/abbreviations.tsv", "abbreviation\nDr.\n");
  folder.write("xx/furniture.tsv", "line-start\tlength\nBaca juga\tany\nEditor\tshort\n");
  Vocabulary vocabulary;
  const auto loaded = load_language(folder / "xx", vocabulary);
  REQUIRE(loaded);
  auto& language = **loaded;
  CHECK(language.code == "xx");
  CHECK(language.modifiers_follow);
  CHECK(language.clitics == std::vector<std::string>{"nya", "lah"});
  CHECK(language.is(vocabulary.find("di"), WordClass::preposition));
  CHECK(language.is(vocabulary.find("di"), WordClass::locative));
  CHECK(language.is(vocabulary.find("tidak"), WordClass::negator));
  CHECK(language.is(vocabulary.find("dikata"), WordClass::speech));  // a verb's classes hold for all its forms
  CHECK(language.is(vocabulary.find("negara-negara"), WordClass::noun));
  CHECK(language.is(vocabulary.find("di mana"), WordClass::subordinator));
  CHECK(!language.is(kUnknownWord, WordClass::noun));
  CHECK(!language.is(999'999, WordClass::noun));
  CHECK(language.abbreviations.contains("dr."));

  const auto lemma = language.add_verb(vocabulary, "serang");
  language.add_verb(vocabulary, "serang");  // again changes nothing
  language.add_noun(vocabulary, "serang");
  const auto* forms = language.forms_of(vocabulary.find("menyerang"));
  REQUIRE(forms != nullptr);
  REQUIRE(forms->size() == 1);
  CHECK(forms->front().lemma == lemma);
  CHECK(forms->front().voice == Voice::active);
  REQUIRE(language.forms_of(lemma) != nullptr);
  CHECK(language.forms_of(lemma)->size() == 2);  // bare verb and noun
  CHECK(language.forms_of(vocabulary.find("ke")) == nullptr);

  const std::vector<std::tuple<std::string, std::string, std::string>> refused = {
      {"language.tsv", "setting\tvalue\nmorphology\tklingon\n", "xx/language.tsv:2: this setting or its value is not known; see docs/how-to-add.md"},
      {"language.tsv", "setting\tvalue\ncolour\tred\n", "xx/language.tsv:2: this setting or its value is not known; see docs/how-to-add.md"},
      {"language.tsv", "setting\tvalue\nclitics\tnya\n", "xx/language.tsv: 'morphology' is missing; name one"},
      {"language.tsv", "setting\tvalue\nmorphology\tenglish\n", "xx/irregular-verbs.tsv: cannot be read; is the data folder complete?"},
      {"words.tsv", "words\tclasses\nke\tpreposition\ndi\tprepostion\n",
       "xx/words.tsv:3: class 'prepostion' is not known; see docs/relations.md for the list"},
      {"abbreviations.tsv", "abbrev\nDr.\n", "xx/abbreviations.tsv:1: the columns must be: abbreviation"},
      {"furniture.tsv", "line-start\tlength\nEditor\tlong\n", "xx/furniture.tsv:2: length must be 'any' or 'short'"},
  };
  for (const auto& [file, bytes, message] : refused) {
    INFO(bytes);
    const auto path = folder / ("xx/" + file);
    std::ifstream in(path);
    const std::string before(std::istreambuf_iterator<char>(in), {});
    folder.write("xx/" + file, bytes);
    Vocabulary other;
    const auto wrong = load_language(folder / "xx", other);
    REQUIRE(!wrong);
    CHECK(folder.relative(wrong.error().message()) == message);
    folder.write("xx/" + file, before);
  }
  for (const std::string file : {"language.tsv", "words.tsv", "abbreviations.tsv", "furniture.tsv"}) {
    INFO(file);
    const auto path = folder / ("xx/" + file);
    std::filesystem::rename(path, path + ".away");
    Vocabulary other;
    const auto wrong = load_language(folder / "xx", other);
    REQUIRE(!wrong);
    CHECK(wrong.error().code() == StatusCode::not_found);
    std::filesystem::rename(path + ".away", path);
  }
}

TEST_CASE("the vocabulary and phrases over it", "[vocabulary]") {
  Vocabulary vocabulary;
  const auto korea = vocabulary.add("korea"), utara = vocabulary.add("utara");
  CHECK(korea != kUnknownWord);
  CHECK(vocabulary.add("korea") == korea);
  CHECK(vocabulary.find("korea") == korea);
  CHECK(vocabulary.find("selatan") == kUnknownWord);
  CHECK(vocabulary.word(utara) == "utara");
  CHECK(vocabulary.size() == 3);

  PhraseTrie trie;
  trie.add({korea}, 1);
  trie.add({korea, utara}, 2);
  trie.add({korea, utara}, 3);
  trie.add({korea, utara}, 3);
  const auto found = [&](const std::vector<WordId>& words) {
    std::vector<std::pair<std::size_t, std::vector<std::uint32_t>>> matches;
    trie.matches([&](std::size_t i) { return i < words.size() ? words[i] : kUnknownWord; },
                 [&](const PhraseTrie::Match& m) { matches.emplace_back(m.length, *m.payloads); });
    return matches;
  };
  using Matches = std::vector<std::pair<std::size_t, std::vector<std::uint32_t>>>;
  CHECK(found({korea, utara, korea}) == Matches{{1, {1}}, {2, {2, 3}}});
  CHECK(found({korea}) == Matches{{1, {1}}});
  CHECK(found({utara}) == Matches{});
  CHECK(found({}) == Matches{});
}

}  // namespace
}  // namespace entente
