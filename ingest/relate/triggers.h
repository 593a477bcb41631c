#pragma once

#include <algorithm>
#include <cstddef>

#include "ingest/document.h"
#include "ingest/relate/rules.h"
#include "ingest/relate/syntax.h"

namespace entente {

/// Finds the words of frames in one sentence and what stands in their slots. Knows nothing of entities.
class TriggerMatcher {
 public:
  /// All must outlive it.
  TriggerMatcher(const Rules& rules, const Passage& passage, const Syntax& syntax) : rules_(rules), passage_(passage), syntax_(syntax) {}

  /// Calls `visit(rule, last, noun)` for each frame whose words stand at `unit`, longer frames first, until it returns true; whether it did.
  /// `last` is the last unit of the trigger, `noun` the noun that a frame with `~` asks for (Syntax::npos for other frames).
  template <class Visit>
  bool each(std::size_t unit, Visit visit) const {
    if (syntax_.units()[unit].forms == nullptr) return false;
    const bool verb = syntax_.is_verb(unit);
    const auto& forms = *syntax_.units()[unit].forms;
    for (auto form_at = forms.begin(); form_at != forms.end(); ++form_at) {
      const auto& form = *form_at;
      const auto same = [&](const WordForm& other) { return other.noun == form.noun && other.lemma == form.lemma; };
      if (form.noun == verb || std::any_of(forms.begin(), form_at, same)) continue;
      const auto frames = rules_.by_head.find(form.lemma);
      if (frames == rules_.by_head.end()) continue;
      for (const auto index : frames->second) {
        const Rule& rule = rules_.rules[index];
        std::size_t last = unit, noun = Syntax::npos;
        if (rule.noun != verb && matches(rule, unit, last, noun) && visit(rule, last, noun)) return true;
      }
    }
    return false;
  }

  /// What stands in `slot` of a frame at `unit`. Nothing for `partner` and `both`, which need the other end.
  Argument fill(const Slot& slot, std::size_t unit, std::size_t last, std::size_t noun) const;

 private:
  bool stands_beside(std::size_t unit, std::span<const WordId> words) const;
  bool starts_with_words(std::size_t unit, std::span<const WordId> words) const;
  bool matches(const Rule& rule, std::size_t unit, std::size_t& last, std::size_t& noun) const;

  const Rules& rules_;
  const Passage& passage_;
  const Syntax& syntax_;
};

}  // namespace entente
