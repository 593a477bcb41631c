#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "graph/text/tsv.h"
#include "ingest/language/language.h"

namespace entente {
namespace {

bool is_vowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

/// English inflection by the school rules; verbs that break them are in `irregular-verbs.tsv`.
class EnglishMorphology final : public Morphology {
 public:
  struct Irregular {
    std::vector<std::string> past, participle;
  };
  std::map<std::string, Irregular, std::less<>> irregular;

  std::vector<std::pair<std::string, Voice>> verb_forms(const std::string& lemma) const override {
    std::vector<std::pair<std::string, Voice>> forms = {{lemma, Voice::bare}, {with_s(lemma), Voice::active}, {with_ing(lemma), Voice::gerund}};
    if (const auto at = irregular.find(lemma); at != irregular.end()) {
      for (const auto& form : at->second.past) forms.emplace_back(form, Voice::active);
      for (const auto& form : at->second.participle) forms.emplace_back(form, Voice::participle);
    } else {
      for (auto& form : with_ed(lemma)) forms.emplace_back(std::move(form), Voice::participle);
    }
    if (doubles(lemma)) forms.emplace_back(lemma + lemma.back() + "ing", Voice::gerund);
    return forms;
  }

  std::vector<std::string> noun_forms(const std::string& lemma) const override { return {lemma, with_s(lemma)}; }

  bool looks_like_adverb(std::string_view w) const override { return w.size() > 4 && w.ends_with("ly"); }
  bool looks_like_verb(std::string_view w) const override { return w.size() > 4 && (w.ends_with("ed") || w.ends_with("ing")); }

 private:
  static bool consonant_y(const std::string& w) { return w.size() > 1 && w.back() == 'y' && !is_vowel(w[w.size() - 2]); }

  // A short vowel between single consonants may double the last one (plan, planned; visit does not, but listing both costs nothing).
  static bool doubles(const std::string& w) {
    const auto n = w.size();
    return n >= 3 && !is_vowel(w[n - 1]) && is_vowel(w[n - 2]) && !is_vowel(w[n - 3]) && w[n - 1] != 'w' && w[n - 1] != 'x' && w[n - 1] != 'y';
  }

  static std::string with_s(const std::string& w) {
    if (consonant_y(w)) return w.substr(0, w.size() - 1) + "ies";
    if (w.ends_with('s') || w.ends_with('x') || w.ends_with('z') || w.ends_with("ch") || w.ends_with("sh") || w.ends_with('o')) return w + "es";
    return w + "s";
  }

  static std::string with_ing(const std::string& w) {
    if (w.ends_with("ie")) return w.substr(0, w.size() - 2) + "ying";
    if (w.ends_with('e') && !w.ends_with("ee")) return w.substr(0, w.size() - 1) + "ing";
    return w + "ing";
  }

  static std::vector<std::string> with_ed(const std::string& w) {
    if (w.ends_with('e')) return {w + "d"};
    if (consonant_y(w)) return {w.substr(0, w.size() - 1) + "ied"};
    if (doubles(w)) return {w + "ed", w + w.back() + "ed"};
    return {w + "ed"};
  }
};

/// Indonesian verbs over a root, which may carry -kan or -i. No ter- forms: too many are words of their own (tersebut, terbuka). A lemma written with
/// a leading '=' is taken as it stands.
class IndonesianMorphology final : public Morphology {
 public:
  std::vector<std::pair<std::string, Voice>> verb_forms(const std::string& lemma) const override {
    if (lemma.starts_with('=')) return {{lemma.substr(1), Voice::active}};
    std::vector<std::pair<std::string, Voice>> forms = {{lemma, Voice::bare}, {"di" + lemma, Voice::passive}};
    for (auto& form : with_men(lemma)) forms.emplace_back(std::move(form), Voice::active);
    return forms;
  }

  std::vector<std::string> noun_forms(const std::string& lemma) const override { return {lemma, lemma + "-" + lemma}; }

  bool looks_like_adverb(std::string_view) const override { return false; }
  bool looks_like_verb(std::string_view w) const override {
    static constexpr std::array<std::string_view, 9> kPrefixes = {"mem", "men", "meng", "meny", "mel", "mer", "di", "ber", "ter"};
    return w.size() > 6 && std::ranges::any_of(kPrefixes, [&](std::string_view p) { return w.starts_with(p); });
  }

 private:
  // meN- before `root`. Roots in k, p, t, s lose that letter; loans keep it (mengkritik, mentransfer), so both are listed.
  static std::vector<std::string> with_men(const std::string& root) {
    const char c = root.front();
    const std::string rest = root.substr(1);
    switch (c) {
      case 'k': return {"meng" + rest, "meng" + root};
      case 'p': return {"mem" + rest, "mem" + root};
      case 't': return {"men" + rest, "men" + root};
      case 's': return {"meny" + rest, "men" + root};
      case 'b':
      case 'f':
      case 'v': return {"mem" + root, "menge" + root};
      case 'd':
      case 'c':
      case 'j':
      case 'z': return {"men" + root};
      case 'g':
      case 'h': return {"meng" + root};
      default: return {(is_vowel(c) ? "meng" : "me") + root};
    }
  }
};

}  // namespace

std::unique_ptr<Morphology> make_english_morphology(const std::filesystem::path& irregular_verbs, Status& status) {
  static constexpr std::array<std::string_view, 3> kColumns = {"lemma", "past", "participle"};
  auto morphology = std::make_unique<EnglishMorphology>();
  const auto table = TsvTable::load(irregular_verbs, kColumns);
  if (!table) {
    status = table.error();
    return nullptr;
  }
  const auto strings = [](std::string_view cell) {
    std::vector<std::string> out;
    for (const auto item : split_list(cell)) out.emplace_back(item);
    return out;
  };
  for (const auto& row : table->rows())
    morphology->irregular.emplace(std::string(row.cells[0]), EnglishMorphology::Irregular{strings(row.cells[1]), strings(row.cells[2])});
  return morphology;
}

std::unique_ptr<Morphology> make_indonesian_morphology() { return std::make_unique<IndonesianMorphology>(); }

}  // namespace entente
