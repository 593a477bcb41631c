#include "ingest/language/language.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "graph/text/tsv.h"
#include "graph/text/unicode.h"
#include "ingest/language/segment.h"

namespace entente {
namespace {

constexpr std::array kClassNames = {
    std::pair{"preposition", WordClass::preposition},
    std::pair{"determiner", WordClass::determiner},
    std::pair{"coordinator", WordClass::coordinator},
    std::pair{"subordinator", WordClass::subordinator},
    std::pair{"complementizer", WordClass::complementizer},
    std::pair{"relativizer", WordClass::relativizer},
    std::pair{"infinitive", WordClass::infinitive},
    std::pair{"auxiliary", WordClass::auxiliary},
    std::pair{"passive-auxiliary", WordClass::passive_auxiliary},
    std::pair{"negator", WordClass::negator},
    std::pair{"pronoun", WordClass::pronoun},
    std::pair{"possessive", WordClass::possessive},
    std::pair{"adverb", WordClass::adverb},
    std::pair{"adjective", WordClass::adjective},
    std::pair{"noun", WordClass::noun},
    std::pair{"verb", WordClass::verb},
    std::pair{"speech", WordClass::speech},
    std::pair{"support", WordClass::support},
    std::pair{"locative", WordClass::locative},
    std::pair{"planned", WordClass::planned},
    std::pair{"possible", WordClass::possible},
    std::pair{"demanded", WordClass::demanded},
    std::pair{"background", WordClass::background},
    std::pair{"prevent", WordClass::prevent},
    std::pair{"title", WordClass::title_word},
    std::pair{"particle", WordClass::particle},
    std::pair{"agent", WordClass::agent},
    std::pair{"reciprocal", WordClass::reciprocal},
    std::pair{"listing", WordClass::listing},
    std::pair{"addition", WordClass::addition},
    std::pair{"copula", WordClass::copula},
    std::pair{"object-control", WordClass::object_control},
    std::pair{"consent", WordClass::consent},
    std::pair{"refusal", WordClass::refusal},
    std::pair{"threat", WordClass::threat},
    std::pair{"obligation", WordClass::obligation},
    std::pair{"occurrence", WordClass::occurrence},
    std::pair{"recalled", WordClass::recalled},
    std::pair{"currency", WordClass::currency},
    std::pair{"reason", WordClass::reason},
    std::pair{"judging", WordClass::judging},
    std::pair{"between", WordClass::between},
    std::pair{"origin", WordClass::origin},
};
static_assert(kClassNames.size() == static_cast<std::size_t>(WordClass::kCount));

class ClassTable {
 public:
  ClassTable(Language& language, Vocabulary& vocabulary) : language_(language), vocabulary_(vocabulary) {}

  void set(const std::string& form, WordClass c) {
    const WordId word = vocabulary_.add(fold(form));
    if (word >= language_.classes.size()) language_.classes.resize(word + 1);
    language_.classes[word].set(static_cast<std::size_t>(c));
  }

 private:
  Language& language_;
  Vocabulary& vocabulary_;
};

// Verbs and nouns are listed by lemma; each class that they carry holds for all their forms.
Status load_words(const std::filesystem::path& file, Language& language, Vocabulary& vocabulary) {
  static constexpr std::array<std::string_view, 2> kColumns = {"words", "classes"};
  const auto table = TsvTable::load(file, kColumns);
  if (!table) return table.error();
  ClassTable classes(language, vocabulary);
  for (const auto& row : table->rows()) {
    std::vector<WordClass> row_classes;
    for (const auto name : split_list(row.cells[1])) {
      WordClass c;
      if (!parse_word_class(name, c)) return table->bad_row(row, fmt::format("class '{}' is not known; see docs/relations.md for the list", name));
      row_classes.push_back(c);
    }
    const bool verb = std::ranges::find(row_classes, WordClass::verb) != row_classes.end();
    const bool noun = !verb && std::ranges::find(row_classes, WordClass::noun) != row_classes.end();
    for (const auto word : split_list(row.cells[0])) {
      const std::string lemma(word);
      std::vector<std::string> forms{lemma};
      if (verb && lemma.find(' ') == std::string::npos) {
        forms.clear();
        language.add_verb(vocabulary, lemma);
        for (auto& [form, voice] : language.morphology->verb_forms(lemma)) forms.push_back(form);
      } else if (noun) {
        forms = language.morphology->noun_forms(lemma);
      }
      for (const auto& form : forms)
        for (const auto c : row_classes) classes.set(form, c);
      if (lemma.find(' ') != std::string::npos) {
        std::vector<WordId> parts;
        for (const auto& part : name_words(lemma)) parts.push_back(vocabulary.add(part));
        language.phrases.add(parts, vocabulary.add(fold(lemma)));
      }
    }
  }
  return Status::success();
}

Status load_abbreviations(const std::filesystem::path& file, Language& language) {
  static constexpr std::array<std::string_view, 1> kColumns = {"abbreviation"};
  const auto table = TsvTable::load(file, kColumns);
  if (!table) return table.error();
  for (const auto& row : table->rows()) language.abbreviations.emplace(fold(row.cells[0]), true);
  return Status::success();
}

Status load_furniture(const std::filesystem::path& file, Language& language) {
  static constexpr std::array<std::string_view, 2> kColumns = {"line-start", "length"};
  const auto table = TsvTable::load(file, kColumns);
  if (!table) return table.error();
  for (const auto& row : table->rows()) {
    if (row.cells[1] != "any" && row.cells[1] != "short") return table->bad_row(row, "length must be 'any' or 'short'");
    language.furniture.emplace_back(fold(row.cells[0]), row.cells[1] == "short");
  }
  return Status::success();
}

// Optional: only languages with clitics need it.
Status load_clitic_words(const std::filesystem::path& file, Language& language) {
  if (!std::filesystem::exists(file)) return Status::success();
  static constexpr std::array<std::string_view, 2> kColumns = {"clitic", "words"};
  const auto table = TsvTable::load(file, kColumns);
  if (!table) return table.error();
  for (const auto& row : table->rows()) {
    const std::size_t cut = row.cells[0] == "-" ? 0 : row.cells[0].size();
    for (const auto word : split_list(row.cells[1])) {
      if (cut > 0 && (!word.ends_with(row.cells[0]) || word.size() <= cut))
        return table->bad_row(row, fmt::format("'{}' does not end in '{}'", word, row.cells[0]));
      language.clitic_words.emplace(fold(word), cut);
    }
  }
  return Status::success();
}

Status load_settings(const std::filesystem::path& folder, Language& language) {
  static constexpr std::array<std::string_view, 2> kColumns = {"setting", "value"};
  const auto table = TsvTable::load(folder / "language.tsv", kColumns);
  if (!table) return table.error();
  Status status;
  for (const auto& row : table->rows()) {
    const auto name = row.cells[0], value = row.cells[1];
    const auto list = [&] {
      std::vector<std::string> items;
      for (const auto item : split_list(value)) items.emplace_back(item);
      return items;
    };
    if (name == "modifiers") {
      language.modifiers_follow = value == "follow";
    } else if (name == "clitics") {
      language.clitics = list();
    } else if (name == "clitic-minimum") {
      language.clitic_minimum = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), language.clitic_minimum);
      if (error != std::errc() || end != value.data() + value.size()) return table->bad_row(row, "must be a number of letters");
    } else if (name == "elisions") {
      language.elisions = list();
    } else if (name == "contractions") {
      language.contractions = list();
    } else if (name == "joined") {
      for (const auto& item : list()) {
        const auto cut = item.find('+');
        if (cut == std::string::npos || cut == 0) return table->bad_row(row, fmt::format("'{}' must show its cut: can+not", item));
        language.joined.emplace_back(item.substr(0, cut) + item.substr(cut + 1), cut);
      }
    } else if (name == "hyphens" && (value == "split" || value == "keep")) {
      language.splits_hyphens = value == "split";
    } else if (name == "prefixes") {
      language.prefixes = list();
    } else if (name == "units") {
      language.units = list();
    } else if (name == "own-tails") {
      language.own_tails = list();
    } else if (name == "hyphen-tails") {
      language.hyphen_tails = list();
    } else if (name == "morphology" && value == "english") {
      language.morphology = make_english_morphology(folder / "irregular-verbs.tsv", status);
      if (!status.ok()) return status;
    } else if (name == "morphology" && value == "indonesian") {
      language.morphology = make_indonesian_morphology();
    } else {
      return table->bad_row(row, "this setting or its value is not known; see docs/how-to-add.md");
    }
  }
  if (!language.morphology) return {StatusCode::invalid_input, (folder / "language.tsv").string() + ": 'morphology' is missing; name one"};
  return Status::success();
}

void add_form(Language& language, WordId form, WordForm value) {
  auto& all = language.forms[form];
  const auto same = [&](const WordForm& f) { return f.lemma == value.lemma && f.voice == value.voice && f.noun == value.noun; };
  if (std::ranges::none_of(all, same)) all.push_back(value);
}

}  // namespace

bool parse_word_class(std::string_view name, WordClass& out) {
  const auto at = std::ranges::find_if(kClassNames, [&](const auto& row) { return row.first == name; });
  if (at == kClassNames.end()) return false;
  out = at->second;
  return true;
}

WordId Language::add_verb(Vocabulary& vocabulary, const std::string& lemma) {
  const WordId id = vocabulary.add(fold(lemma));
  for (const auto& [form, voice] : morphology->verb_forms(lemma)) add_form(*this, vocabulary.add(fold(form)), {id, voice, false});
  return id;
}

WordId Language::add_noun(Vocabulary& vocabulary, const std::string& lemma) {
  const WordId id = vocabulary.add(fold(lemma));
  for (const auto& form : morphology->noun_forms(lemma)) add_form(*this, vocabulary.add(fold(form)), {id, Voice::none, true});
  return id;
}

Result<std::unique_ptr<Language>> load_language(const std::filesystem::path& folder, Vocabulary& vocabulary) {
  auto language = std::make_unique<Language>();
  language->code = folder.filename().string();
  if (auto status = load_settings(folder, *language); !status.ok()) return failure(status);
  if (auto status = load_words(folder / "words.tsv", *language, vocabulary); !status.ok()) return failure(status);
  if (auto status = load_abbreviations(folder / "abbreviations.tsv", *language); !status.ok()) return failure(status);
  if (auto status = load_furniture(folder / "furniture.tsv", *language); !status.ok()) return failure(status);
  if (auto status = load_clitic_words(folder / "clitics.tsv", *language); !status.ok()) return failure(status);
  for (const auto& tail : language->hyphen_tails) vocabulary.add(tail);
  for (const auto& clitic : language->clitics) vocabulary.add(clitic);
  return language;
}

}  // namespace entente
