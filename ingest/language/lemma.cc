#include "ingest/language/lemma.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "graph/text/tsv.h"
#include "graph/text/unicode.h"

namespace entente {
namespace {

bool is_vowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

/// `lemmas.tsv`, by form and by lemma.
class LemmaTable {
 public:
  Status load(const std::filesystem::path& file) {
    static constexpr std::array<std::string_view, 3> kColumns = {"lemma", "upos", "forms"};
    const auto table = TsvTable::load(file, kColumns);
    if (!table) return table.error();
    for (const auto& row : table->rows()) {
      if (row.cells[0].empty()) return table->bad_row(row, "the lemma is empty; give one, or drop the row");
      const auto lemma = static_cast<std::uint32_t>(lemmas_.size());
      const auto forms = split_list(row.cells[2]);
      lemmas_.emplace_back(std::string(row.cells[0]), static_cast<std::uint32_t>(forms.size()));
      for (const auto form : forms)
        if (!by_form_.emplace(key(form, row.cells[1]), lemma).second)
          return table->bad_row(row, fmt::format("form '{}' belongs to another lemma of '{}' too; keep one", form, row.cells[1]));
      // A form of one lemma that is a lemma too (found, left) stays the form where no row says otherwise.
      known_.emplace(key(fold(row.cells[0]), row.cells[1]), lemma);
    }
    return Status::success();
  }

  /// nullptr where no row has `form`.
  const std::string* of_form(std::string_view form, std::string_view upos) const { return find(by_form_, form, upos); }
  /// nullptr where `folded` is no lemma; the lemma as it is written otherwise.
  const std::string* of_lemma(std::string_view folded, std::string_view upos) const { return find(known_, folded, upos); }
  bool knows(std::string_view folded, std::string_view upos) const { return of_lemma(folded, upos) != nullptr; }
  std::uint32_t forms_of(std::string_view folded, std::string_view upos) const {
    const auto at = known_.find(key(folded, upos));
    return at == known_.end() ? 0 : lemmas_[at->second].second;
  }

 private:
  using Index = std::unordered_map<std::string, std::uint32_t>;
  static std::string key(std::string_view word, std::string_view upos) { return fmt::format("{} {}", upos, word); }
  const std::string* find(const Index& index, std::string_view word, std::string_view upos) const {
    const auto at = index.find(key(word, upos));
    return at == index.end() ? nullptr : &lemmas_[at->second].first;
  }

  std::vector<std::pair<std::string, std::uint32_t>> lemmas_;  // with how many forms
  Index by_form_, known_;
};

class EnglishLemmatizer final : public Lemmatizer {
 public:
  explicit EnglishLemmatizer(LemmaTable table) : table_(std::move(table)) {}

  Lemma lemma(std::string_view word, std::string_view upos) const override {
    if (upos == "PUNCT" || upos == "SYM") return {mark(word), Voice::none};
    const std::string folded = fold(word);
    const bool verb = upos == "VERB" || upos == "AUX";
    std::string text;
    // "US" is not the plural of anything.
    const bool capitals = upos == "PROPN" && word.size() > 1 && is_upper(decode(word, word.size() - 1).value);
    if (const auto* listed = table_.of_form(folded, upos); listed != nullptr && !capitals) {
      text = *listed;
    } else if (const auto* itself = table_.of_lemma(folded, upos); itself != nullptr && upos != "PROPN") {
      text = *itself;
    } else if (upos == "PROPN" || upos == "X") {
      text = word;
    } else if (upos == "NUM") {
      text = folded;
      std::erase(text, ',');
    } else if (verb) {
      text = of_verb(folded);
    } else if (upos == "NOUN") {
      text = of_noun(folded);
    } else if (upos == "ADJ" || upos == "ADV") {
      text = of_adjective(folded);
    } else {
      text = folded;
    }
    const Voice voice = verb ? voice_of(folded, text) : Voice::none;
    return {std::move(text), voice};
  }

 private:
  static std::string mark(std::string_view word) {
    if (word == "“" || word == "”" || word == "``") return "\"";
    if (word == "‘" || word == "’") return "'";
    if (word == "–") return "-";
    return std::string(word);
  }

  static Voice voice_of(std::string_view form, std::string_view lemma) {
    if (form.size() > 3 && form.ends_with("ing") && form != lemma) return Voice::gerund;
    if (form == lemma) return Voice::bare;
    if (form.ends_with('s')) return Voice::active;
    return Voice::participle;
  }

  // What is left of a form once -ing or -ed has gone, made a verb again: hop(p), hope, try.
  std::string restore(std::string stem) const {
    const auto size = stem.size();
    const bool doubled = size > 2 && stem[size - 1] == stem[size - 2];
    if (table_.knows(stem, "VERB")) return stem;
    if (table_.knows(stem + "e", "VERB")) return stem + "e";
    if (doubled && table_.knows(stem.substr(0, size - 1), "VERB")) return stem.substr(0, size - 1);
    if (size < 3) return stem;
    if (doubled && std::string_view("lsfz").find(stem.back()) == std::string_view::npos) return stem.substr(0, size - 1);
    const char last = stem[size - 1], before = stem[size - 2];
    static constexpr std::array<std::string_view, 14> kSilent = {"at", "iz", "yz", "c", "v", "dg", "ng", "rg", "bl", "tl", "gl", "cl", "pl", "dl"};
    const bool vowel_ending =
        last == 'u' || (last == 's' && (is_vowel(before) || before == 'n' || before == 'r')) || (last == 'g' && is_vowel(before));
    if (vowel_ending || std::ranges::any_of(kSilent, [&](auto end) { return stem.ends_with(end); })) return stem + "e";
    const bool long_vowel = (last == 'r' && (before == 'u' || before == 'i' || before == 'a') && !is_vowel(stem[size - 3])) ||
                            (last == 'n' && before == 'i' && size > 3) || (last == 'd' && is_vowel(before) && !is_vowel(stem[size - 3])) ||
                            (last == 'k' && is_vowel(before) && !is_vowel(stem[size - 3]));
    return long_vowel && before != 'e' ? stem + "e" : stem;
  }

  std::string of_verb(const std::string& form) const {
    const auto size = form.size();
    if (size > 4 && form.ends_with("ing") && has_vowel(form.substr(0, size - 3))) {
      if (size > 5 && form[size - 4] == 'y' && table_.knows(form.substr(0, size - 4) + "ie", "VERB")) return form.substr(0, size - 4) + "ie";
      return restore(form.substr(0, size - 3));
    }
    if (size > 4 && form.ends_with("ied")) return form.substr(0, size - 3) + "y";
    if (size > 3 && form.ends_with("eed")) return form;
    if (size > 3 && form.ends_with("ed") && has_vowel(form.substr(0, size - 2))) return restore(form.substr(0, size - 2));
    if (size > 4 && form.ends_with("ies")) return form.substr(0, size - 3) + "y";
    return without_s(form, "VERB");
  }

  std::string of_noun(const std::string& form) const {
    const auto size = form.size();
    if (size > 4 && form.ends_with("ies")) return form.substr(0, size - 3) + "y";
    if (size > 4 && (form.ends_with("women") || form.ends_with("men"))) return form.substr(0, size - 2) + "an";
    return without_s(form, "NOUN");
  }

  std::string without_s(const std::string& form, std::string_view upos) const {
    const auto size = form.size();
    if (size < 4 || !form.ends_with('s') || form.ends_with("ss") || form.ends_with("us") || form.ends_with("is") || form.ends_with("'s")) return form;
    std::string short_stem = form.substr(0, size - 1);
    if (!form.ends_with("es")) return short_stem;
    std::string stem = form.substr(0, size - 2);
    if (table_.knows(short_stem, upos)) return short_stem;
    if (stem.ends_with("ss") || stem.ends_with("x") || stem.ends_with("ch") || stem.ends_with("sh") || stem.ends_with("zz") || stem.ends_with('o'))
      return stem;
    return short_stem;
  }

  std::string of_adjective(const std::string& form) const {
    for (const std::string_view ending : {"est", "er"}) {
      if (form.size() < ending.size() + 3 || !form.ends_with(ending)) continue;
      const std::string stem = form.substr(0, form.size() - ending.size());
      std::vector<std::string> stems = {stem, stem + "e"};
      if (stem.back() == 'i') stems.push_back(stem.substr(0, stem.size() - 1) + "y");
      if (stem.size() > 2 && stem[stem.size() - 1] == stem[stem.size() - 2]) stems.push_back(stem.substr(0, stem.size() - 1));
      for (const auto& candidate : stems)
        if (table_.knows(candidate, "ADJ")) return candidate;
    }
    return form;
  }

  static bool has_vowel(std::string_view stem) { return stem.find_first_of("aeiouy") != std::string_view::npos; }

  LemmaTable table_;
};

/// Indonesian: affixes are taken off until a known root is left.
class IndonesianLemmatizer final : public Lemmatizer {
 public:
  explicit IndonesianLemmatizer(LemmaTable table) : table_(std::move(table)) {}

  Lemma lemma(std::string_view word, std::string_view upos) const override {
    if (upos == "PROPN" || upos == "X" || upos == "PUNCT" || upos == "SYM" || upos == "NUM") {
      const auto folded = fold(word);
      const bool changed = upos == "NUM" && table_.of_form(folded, kAny) != nullptr;
      return {changed ? *table_.of_form(folded, kAny) : std::string(word), Voice::none};
    }
    const std::string folded = fold(word);
    const bool verb = upos == "VERB" || upos.empty();
    auto [root, prefix] = root_of(folded, verb);
    Voice voice = Voice::none;
    if (verb)
      voice = prefix == Prefix::none && upos.empty() ? Voice::none
              : prefix == Prefix::none               ? Voice::bare
              : prefix == Prefix::passive            ? Voice::passive
              : prefix == Prefix::active             ? Voice::active
                                                     : Voice::none;
    return {std::move(root), voice};
  }

 private:
  static constexpr std::string_view kAny = "_";
  enum class Prefix : std::uint8_t { none, active, passive, noun };

  struct Analysis {
    std::string root;
    Prefix prefix = Prefix::none;
    int cost = 0;  // affixes taken off and letters given back
  };

  bool known(std::string_view root) const { return root.size() > 1 && table_.knows(root, kAny); }

  std::pair<std::string, Prefix> root_of(const std::string& form, bool verb) const {
    if (const auto* listed = table_.of_form(form, kAny)) return {*listed, prefix_of(form)};
    if (known(form)) return {form, Prefix::none};
    if (const auto hyphen = form.find('-'); hyphen != std::string::npos && hyphen > 0 && hyphen + 1 < form.size()) {
      // Reduplication: "negara-negara", "tolong-menolong", "kekanak-kanakan", "berbondong-bondong".
      const std::string first = form.substr(0, hyphen), second = form.substr(hyphen + 1);
      if (second.find('-') == std::string::npos) {
        const auto [a, prefix_a] = root_of(first, verb);
        const auto [b, prefix_b] = root_of(second, verb);
        if (a == b) return {a, prefix_a != Prefix::none ? prefix_a : prefix_b};
        if (first == second) return {a, prefix_a};
        if (known(b) && first.ends_with(b)) return {b, prefix_of(first)};
      }
      return {form, Prefix::none};
    }
    std::vector<Analysis> analyses;
    analyse(form, analyses);
    const Analysis* best = nullptr;
    for (const auto& a : analyses) {
      if (!known(a.root)) continue;
      if (best == nullptr || rank(a) < rank(*best)) best = &a;
    }
    if (best != nullptr) return {best->root, best->prefix};
    // No root that we know. The first analysis of a word that can be nothing but a verb is still better than none.
    for (const auto& a : analyses)
      if (verb && a.prefix != Prefix::none && a.prefix != Prefix::noun && a.root.size() > 3) return {a.root, a.prefix};
    return {form, Prefix::none};
  }

  // Roots of many forms are likelier than rare ones, whatever is taken off.
  int rank(const Analysis& a) const { return a.cost * 2 - static_cast<int>(std::min<std::uint32_t>(table_.forms_of(a.root, kAny), 6)); }

  static Prefix prefix_of(std::string_view form) {
    if (form.starts_with("di")) return Prefix::passive;
    if (form.starts_with("ter")) return Prefix::passive;
    if (form.starts_with("me") || form.starts_with("be")) return Prefix::active;
    if (form.starts_with("pe") || form.starts_with("ke")) return Prefix::noun;
    return Prefix::none;
  }

  void analyse(const std::string& form, std::vector<Analysis>& out) const {
    static constexpr std::array<std::string_view, 7> kEnclitics = {"", "nya", "lah", "kah", "pun", "ku", "mu"};
    for (const auto enclitic : kEnclitics) {
      if (!form.ends_with(enclitic) || form.size() < enclitic.size() + 3) continue;
      const int cost = enclitic.empty() ? 0 : 1;
      const std::string word = form.substr(0, form.size() - enclitic.size());
      for (const std::string_view suffix : {"kan", "i", "an", ""}) {
        if (!word.ends_with(suffix) || word.size() < suffix.size() + 3) continue;
        without_prefix(word.substr(0, word.size() - suffix.size()), suffix, cost + (suffix.empty() ? 0 : 1), out);
      }
    }
  }

  void without_prefix(const std::string& word, std::string_view suffix, int cost, std::vector<Analysis>& out) const {
    const bool verbal = suffix != "an";  // di-, meN-, ter- never go with -an
    const bool nominal = suffix.empty() || suffix == "an";
    const auto add = [&](std::string_view root, Prefix prefix, int more) {
      if (root.size() > 1) out.push_back({std::string(root), prefix, cost + more});
    };
    const auto strip = [&](std::string_view prefix) { return std::string_view(word).substr(prefix.size()); };
    const auto after = [&](std::string_view prefix) { return word.size() >= prefix.size() + 2 && word.starts_with(prefix); };
    if (verbal) {
      if (after("memper")) add(strip("memper"), Prefix::active, 2);
      if (after("diper")) add(strip("diper"), Prefix::passive, 2);
      if (after("member")) add(strip("member"), Prefix::active, 2);
      if (after("diber")) add(strip("diber"), Prefix::passive, 2);
      if (after("me")) nasal(word, "me", Prefix::active, add);
      if (after("di")) add(strip("di"), Prefix::passive, 1);
      if (after("ter")) add(strip("ter"), Prefix::passive, 1);
      if (after("te") && word.size() > 4 && word[2] == 'r') add(strip("te"), Prefix::passive, 2);
    }
    if (suffix != "i") {
      if (after("ber")) add(strip("ber"), Prefix::active, 1);
      if (after("be") && !word.starts_with("ber")) add(strip("be"), Prefix::active, 2);
      if (after("be") && word.starts_with("ber")) add(strip("be"), Prefix::active, 2);
      if (after("bel")) add(strip("bel"), Prefix::active, 2);
    }
    if (nominal) {
      for (const std::string_view prefix : {"pember", "pemer", "penye", "keter", "keber", "kepe", "sepe", "perse", "perke"})
        if (after(prefix) && !suffix.empty()) add(strip(prefix), Prefix::noun, 2);
      if (after("keber") && !suffix.empty()) add(strip("keber"), Prefix::noun, 2);
      if (after("pe")) nasal(word, "pe", Prefix::noun, add);
      if (after("per")) add(strip("per"), Prefix::noun, 1);
      if (after("pel")) add(strip("pel"), Prefix::noun, 2);
      if (after("ke")) add(strip("ke"), Prefix::noun, suffix.empty() ? 2 : 1);
      if (after("se")) add(strip("se"), Prefix::none, 1);
    }
    if (!suffix.empty() || cost > 0) add(word, Prefix::none, 0);
  }

  // meN- and peN-: the nasal follows the first letter of the root and may swallow it.
  template <class Add>
  static void nasal(const std::string& word, std::string_view prefix, Prefix kind, const Add& add) {
    const auto rest = std::string_view(word).substr(prefix.size());
    const auto swallowed = [&](std::string_view nasal, std::string_view letter) {
      if (!rest.starts_with(nasal) || rest.size() <= nasal.size() + 1) return false;
      const auto stem = rest.substr(nasal.size());
      if (is_vowel(stem.front())) add(std::string(letter) + std::string(stem), kind, 1);
      return true;
    };
    if (rest.starts_with("ng")) {
      add(rest.substr(2), kind, 1);
      swallowed("ng", "k");
      if (rest.starts_with("nge") && rest.size() > 5) add(rest.substr(3), kind, 2);
    } else if (swallowed("ny", "s")) {
    } else if (rest.starts_with("m") && rest.size() > 2) {
      if (!swallowed("m", "p") || !is_vowel(rest[1])) add(rest.substr(1), kind, 1);
      if (!is_vowel(rest[1]) && rest[1] != 'b' && rest[1] != 'p') add(rest.substr(1), kind, 2);
    } else if (rest.starts_with("n") && rest.size() > 2) {
      if (!swallowed("n", "t") || !is_vowel(rest[1])) add(rest.substr(1), kind, 1);
    }
    add(rest, kind, std::string_view("lrwymn").find(rest.front()) != std::string_view::npos ? 1 : 3);
  }

  LemmaTable table_;
};

}  // namespace

Result<std::unique_ptr<Lemmatizer>> load_lemmatizer(const std::filesystem::path& folder, std::string_view morphology) {
  LemmaTable table;
  if (morphology != "english" && morphology != "indonesian")
    return failure(StatusCode::unsupported, fmt::format("morphology '{}' has no lemmas; see docs/how-to-add.md", morphology));
  if (auto status = table.load(folder / "lemmas.tsv"); !status.ok()) return failure(status);
  if (morphology == "english") return std::make_unique<EnglishLemmatizer>(std::move(table));
  return std::make_unique<IndonesianLemmatizer>(std::move(table));
}

}  // namespace entente
