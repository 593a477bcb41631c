#include "ingest/relate/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "graph/text/tsv.h"
#include "graph/text/unicode.h"

namespace entente {
namespace {

// What a rule is worth before the quality of its arguments is known; docs/relations.md says how it combines.
constexpr float kVerbConfidence = 0.9F, kNounConfidence = 0.8F;

/// Turns the cells of one row into rules; the first problem is kept.
class RowReader {
 public:
  RowReader(const Ontology& ontology, Language& language, Vocabulary& vocabulary)
      : ontology_(ontology), language_(language), vocabulary_(vocabulary) {}

  std::string problem;

  std::vector<Rule> read(const std::vector<std::string_view>& cells) {
    Rule base;
    base.id = fmt::format("{}.{}", language_.code, cells[0]);
    const auto* type = ontology_.relation_type(cells[1]);
    if (type == nullptr) {
      problem = fmt::format("relation type '{}' is not in the ontology; `entente ontology` lists them", cells[1]);
      return {};
    }
    base.type = type->number;
    base.symmetric = type->symmetric;
    base.noun = cells[2] == "noun";
    if (!base.noun && cells[2] != "verb") problem = fmt::format("part of speech '{}' must be verb or noun", cells[2]);
    base.confidence = base.noun ? kNounConfidence : kVerbConfidence;
    base.source = slots(cells[4]);
    base.target = slots(cells[5]);
    for (const auto extra : split_list(cells[6], ';')) read_extra(extra, base);
    std::vector<Rule> rules;
    for (const auto trigger : split_list(cells[3])) add_triggers(base, trigger, rules);
    return rules;
  }

 private:
  std::vector<WordId> words(std::string_view list, char separator) {
    std::vector<WordId> ids;
    for (const auto word : split_list(list, separator)) ids.push_back(vocabulary_.add(fold(word)));
    return ids;
  }

  std::vector<Slot> slots(std::string_view cell) {
    static constexpr std::array kPlaces = {std::pair{"subj", Slot::Place::subject},    std::pair{"obj", Slot::Place::object},
                                           std::pair{"poss", Slot::Place::possessor},  std::pair{"clause", Slot::Place::clause},
                                           std::pair{"content", Slot::Place::content}, std::pair{"main", Slot::Place::main},
                                           std::pair{"partner", Slot::Place::partner}, std::pair{"both", Slot::Place::both}};
    std::vector<Slot> slots;
    for (const auto item : split_list(cell)) {
      if (item.starts_with('@')) {
        slots.push_back({Slot::Place::oblique, words(item.substr(1), ',')});
        continue;
      }
      const auto place = std::ranges::find_if(kPlaces, [&](const auto& p) { return p.first == item; });
      if (place == kPlaces.end())
        problem = fmt::format("slot '{}' is not one of subj, obj, poss, clause, content, main, partner, both or @preposition,…", item);
      else
        slots.push_back({place->second, {}});
    }
    if (slots.empty()) problem = "a rule needs a source and a target slot";
    return slots;
  }

  void read_extra(std::string_view extra, Rule& rule) {
    const auto equals = extra.find('=');
    const auto key = extra.substr(0, equals);
    const auto value = equals == std::string_view::npos ? std::string_view{} : extra.substr(equals + 1);
    if (key == "recipient") {
      rule.recipient = words(value, ',');
    } else if (key == "kind") {
      rule.kind = value;
    } else if (key == "source" || key == "target") {
      (key == "source" ? rule.source_kinds : rule.target_kinds) = kinds(value);
    } else if (key == "modality") {
      static constexpr std::array kModalities = {std::pair{"planned", Modality::planned}, std::pair{"possible", Modality::possible},
                                                 std::pair{"demanded", Modality::demanded}};
      const auto m = std::ranges::find_if(kModalities, [&](const auto& row) { return row.first == value; });
      if (m == kModalities.end())
        problem = fmt::format("modality '{}' must be planned, possible or demanded", value);
      else
        rule.modality = m->second;
    } else if (key == "instrument" && value == "object") {
      rule.instrument = true;
    } else if (key == "owner" && value == "source") {
      rule.owner = true;
    } else if (key == "alone" && value == "yes") {
      rule.alone = true;
    } else if (key == "whole" && value == "yes") {
      rule.whole = true;
    } else if (key == "object" && value == "yes") {
      rule.object = true;
    } else if (key == "loose" && value == "no") {
      rule.loose = false;
    } else if (key == "polarity" && value == "negated") {
      rule.polarity = Polarity::negated;
    } else if (key == "confidence") {
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), rule.confidence);
      if (error != std::errc() || rule.confidence <= 0 || rule.confidence > 1) problem = fmt::format("confidence '{}' must be in (0, 1]", value);
    } else {
      problem = fmt::format(
          "'{}' is not one of recipient, kind, source, target, modality, polarity, owner, instrument, object, whole, alone, loose, confidence", key);
    }
  }

  std::vector<Kind> kinds(std::string_view list) {
    std::vector<Kind> found;
    for (const auto item : split_list(list, ',')) {
      bool known = false;
      for (int k = 0; k <= static_cast<int>(Kind::agreement); ++k)
        if (kind_name(static_cast<Kind>(k)) == item) found.push_back(static_cast<Kind>(k)), known = true;
      if (!known) problem = fmt::format("node type '{}' is not in the ontology", item);
    }
    return found;
  }

  // "condemn", "call on", "lift ~ sanction", "cut off/sever ~ tie/relation": each of the first with any of the last.
  void add_triggers(const Rule& base, std::string_view trigger, std::vector<Rule>& rules) {
    const auto gap = trigger.find(" ~ ");
    std::vector<WordId> nouns;
    std::vector<ObjectPhrase> phrases;
    if (gap != std::string_view::npos)
      for (const auto noun : split_list(trigger.substr(gap + 3), '/')) {
        if (noun.find(' ') == std::string_view::npos)
          nouns.push_back(language_.add_noun(vocabulary_, std::string(noun)));
        else
          phrases.push_back(object_phrase(noun));
      }
    for (const auto words : split_list(trigger.substr(0, gap), '/')) {
      Rule rule = base;
      const auto parts = split_list(words, ' ');
      if (parts.empty() || (gap != std::string_view::npos && nouns.empty() && phrases.empty())) {
        problem = fmt::format("trigger '{}' has an empty part", trigger);
        return;
      }
      const std::string head(parts.front());
      rule.head = rule.noun ? language_.add_noun(vocabulary_, head) : language_.add_verb(vocabulary_, head);
      for (const auto part : std::span(parts).subspan(1)) rule.particles.push_back(vocabulary_.add(fold(part)));
      if (!nouns.empty() || phrases.empty()) add(rule, nouns, {}, rules);
      if (!phrases.empty()) add(rule, {}, phrases, rules);
    }
  }

  // One rule for a head and its particles, whatever objects it may have; one more for objects of several words, which are longer.
  static void add(const Rule& rule, const std::vector<WordId>& nouns, const std::vector<ObjectPhrase>& phrases, std::vector<Rule>& rules) {
    const auto same = std::ranges::find_if(rules, [&](const Rule& r) {
      return r.head == rule.head && r.particles == rule.particles && r.object_nouns.empty() == nouns.empty() &&
             r.object_phrases.empty() == phrases.empty();
    });
    const auto index = same - rules.begin();
    if (same == rules.end()) rules.push_back(rule);
    auto& all = rules[static_cast<std::size_t>(index)];
    all.object_nouns.insert(all.object_nouns.end(), nouns.begin(), nouns.end());
    std::ranges::sort(all.object_nouns);
    all.object_nouns.erase(std::unique(all.object_nouns.begin(), all.object_nouns.end()), all.object_nouns.end());
    for (const auto& phrase : phrases)
      if (std::ranges::find(all.object_phrases, phrase) == all.object_phrases.end()) all.object_phrases.push_back(phrase);
  }

  ObjectPhrase object_phrase(std::string_view noun) {
    auto parts = split_list(noun, ' ');
    const bool first = language_.modifiers_follow;
    ObjectPhrase phrase{language_.add_noun(vocabulary_, std::string(first ? parts.front() : parts.back())), {}};
    parts.erase(first ? parts.begin() : parts.end() - 1);
    for (const auto part : parts) phrase.modifiers.push_back(vocabulary_.add(fold(part)));
    return phrase;
  }

  const Ontology& ontology_;
  Language& language_;
  Vocabulary& vocabulary_;
};

std::size_t trigger_length(const Rule& rule) {
  return rule.particles.size() + (rule.object_phrases.empty() ? 0 : 2) + (rule.object_nouns.empty() ? 0 : 1);
}

}  // namespace

Result<Rules> load_rules(const std::filesystem::path& folder, const Ontology& ontology, Language& language, Vocabulary& vocabulary) {
  static constexpr std::array<std::string_view, 7> kColumns = {"id", "type", "pos", "triggers", "source", "target", "extra"};
  const auto table = TsvTable::load(folder / "relations.tsv", kColumns);
  if (!table) return failure(table.error());
  Rules rules;
  RowReader reader(ontology, language, vocabulary);
  std::unordered_map<std::string_view, std::size_t> ids;
  for (const auto& row : table->rows()) {
    if (!ids.emplace(row.cells[0], row.line).second)
      return failure(table->bad_row(row, fmt::format("id '{}' is used twice; give each row its own", row.cells[0])));
    for (auto& rule : reader.read(row.cells)) {
      rules.by_head[rule.head].push_back(static_cast<std::uint32_t>(rules.rules.size()));
      rules.rules.push_back(std::move(rule));
    }
    if (!reader.problem.empty()) return failure(table->bad_row(row, reader.problem));
  }
  for (auto& [head, list] : rules.by_head)
    std::ranges::stable_sort(list, [&](auto a, auto b) { return trigger_length(rules.rules[a]) > trigger_length(rules.rules[b]); });
  return rules;
}

}  // namespace entente
