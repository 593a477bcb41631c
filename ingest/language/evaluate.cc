#include "ingest/language/evaluate.h"

#include <ctime>

namespace entente {
namespace {

double processor_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

SyntaxScore evaluate_syntax(Parser& parser, const Treebank& treebank) {
  // Read everything first and compare afterwards, so that the time is that of reading alone.
  std::vector<std::vector<std::string_view>> words;
  std::vector<std::vector<std::uint8_t>> tags, relations;
  std::vector<std::vector<std::uint32_t>> heads;
  for (const auto& sentence : treebank.sentences) {
    auto& forms = words.emplace_back();
    for (const auto& word : sentence.words) forms.push_back(word.form);
    tags.emplace_back(forms.size());
    relations.emplace_back(forms.size());
    heads.emplace_back(forms.size());
  }
  SyntaxScore score;
  const double start = processor_time();
  for (std::size_t i = 0; i < words.size(); ++i) {
    parser.tag(words[i], tags[i]);
    parser.parse(heads[i], relations[i]);
  }
  score.seconds = processor_time() - start;
  std::vector<std::uint8_t> again;
  const double tagging = processor_time();
  for (const auto& forms : words) {
    again.resize(forms.size());
    parser.tag(forms, again);
  }
  score.tag_seconds = processor_time() - tagging;

  for (std::size_t i = 0; i < words.size(); ++i) {
    ++score.sentences;
    for (std::size_t j = 0; j < words[i].size(); ++j) {
      const auto& gold = treebank.sentences[i].words[j];
      const std::string_view relation = parser.model().relations()[relations[i][j]];
      const auto found = conllu::base_relation(relation), wanted = conllu::base_relation(gold.deprel);
      ++score.words;
      score.upos += parser.model().tags()[tags[i][j]] == gold.upos ? 1 : 0;
      auto& counted = score.relations[std::string(wanted)];
      ++counted.gold;
      ++score.relations[std::string(found)].found;
      if (heads[i][j] != gold.head) continue;
      ++score.heads;
      if (found != wanted) continue;
      ++score.labelled;
      ++counted.right;
      score.labelled_with_subtypes += relation == gold.deprel ? 1 : 0;
    }
  }
  return score;
}

}  // namespace entente
