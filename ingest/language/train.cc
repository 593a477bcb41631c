#include "ingest/language/train.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <unordered_map>

#include "ingest/language/lexicon.h"
#include "ingest/language/syntax_sections.h"
#include "ingest/language/tree.h"

namespace entente {
namespace {

// A form seen once is learned as an unknown one; of the others each is, in training, unknown this much more often the rarer it is.
constexpr std::uint32_t kLeastForms = 2;
constexpr float kFormDropout = 0.5F;
// Steps over which the rate rises.
constexpr float kWarmUp = 300;

/// Names and their numbers, in the order of their first use.
class Names {
 public:
  std::uint32_t add(std::string_view name) {
    const auto [at, is_new] = numbers_.emplace(name, static_cast<std::uint32_t>(names_.size()));
    if (is_new) names_.emplace_back(name);
    return at->second;
  }
  std::uint32_t find(std::string_view name) const {
    const auto at = numbers_.find(std::string(name));
    return at == numbers_.end() ? TrainingSentence::kNone : at->second;
  }
  const std::vector<std::string>& all() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

// What the network learns beside the UPOS so that it tells words apart better: the treebank's own tag and features.
std::string fine_tag(const conllu::Word& word) { return word.xpos + ' ' + word.feats; }

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

// Every so many sentences are learned a second time as a headline writes them, so that capitals do not make names of verbs.
constexpr std::size_t kHeadlines = 6;

conllu::Sentence as_headline(conllu::Sentence sentence) {
  static constexpr std::array<std::string_view, 6> kSmall = {"ADP", "AUX", "CCONJ", "DET", "PART", "SCONJ"};
  for (auto& word : sentence.words)
    if (!word.form.empty() && word.form[0] >= 'a' && word.form[0] <= 'z' && std::ranges::find(kSmall, word.upos) == kSmall.end())
      word.form[0] = static_cast<char>(word.form[0] - 'a' + 'A');
  return sentence;
}

struct Inventory {
  Names tags, fine_tags, relations, treebanks;
  std::unordered_map<std::uint64_t, std::uint32_t> counts;
};

TrainingSentence convert(const conllu::Sentence& sentence, const std::string& treebank, const Inventory& inventory, const Lexicon& lexicon,
                         std::uint32_t usual) {
  TrainingSentence out;
  std::array<std::uint32_t, Lexicon::kMaxRows> rows;
  out.row_begin = {0, 1};
  out.rows = {Lexicon::kRootForm};
  out.form_kept = {1};
  out.tags = out.fine_tags = out.heads = out.relations = {TrainingSentence::kNone};
  for (const auto& word : sentence.words) {
    const auto count = lexicon.rows_of(word.form, rows);
    out.rows.insert(out.rows.end(), rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count));
    out.row_begin.push_back(static_cast<std::uint32_t>(out.rows.size()));
    const auto seen = inventory.counts.find(Lexicon::key(word.form));
    const auto times = seen == inventory.counts.end() ? 1.0F : static_cast<float>(seen->second);
    out.form_kept.push_back(times / (times + kFormDropout));
    out.tags.push_back(word.upos.empty() ? TrainingSentence::kNone : inventory.tags.find(word.upos));
    out.fine_tags.push_back(word.xpos.empty() && word.feats.empty() ? TrainingSentence::kNone
                                                                  : inventory.fine_tags.find(fine_tag(word)));
    const bool attached = word.head != conllu::unattached && !word.deprel.empty();
    out.heads.push_back(attached ? word.head : TrainingSentence::kNone);
    out.relations.push_back(attached ? inventory.relations.find(word.deprel) : TrainingSentence::kNone);
  }
  out.any_treebank_row = lexicon.treebank_row(0);
  const auto known = inventory.treebanks.find(treebank);
  out.treebank_row = lexicon.treebank_row(known == TrainingSentence::kNone ? usual : known + 1);
  return out;
}

}  // namespace

Result<Treebank> read_treebank(std::string_view argument) {
  Treebank treebank;
  const auto at = argument.rfind('@');
  const auto slash = argument.rfind('/');
  treebank.path = argument.substr(0, at);
  if (at != std::string_view::npos && (slash == std::string_view::npos || at > slash)) {
    treebank.name = argument.substr(at + 1);
  } else {
    treebank.path = argument;
    const auto file = std::filesystem::path(argument).filename().string();
    treebank.name = file.substr(0, file.find_first_of("-."));
  }
  auto sentences = conllu::read_file(treebank.path);
  if (!sentences) return failure(sentences.error());
  treebank.sentences = std::move(*sentences);
  return treebank;
}

Status train_syntax(const std::vector<Treebank>& treebanks, const std::vector<Treebank>& dev, const TrainOptions& options,
                    const std::function<void(const TrainProgress&)>& progress, ModelWriter& writer) {
  Inventory inventory;
  std::vector<std::uint64_t> order;  // forms by their first use
  for (const auto& treebank : treebanks) {
    inventory.treebanks.add(treebank.name);
    for (const auto& sentence : treebank.sentences)
      for (const auto& word : sentence.words) {
        const auto key = Lexicon::key(word.form);
        if (inventory.counts[key]++ == 0) order.push_back(key);
        if (!word.upos.empty()) inventory.tags.add(word.upos);
        if (!word.xpos.empty() || !word.feats.empty()) inventory.fine_tags.add(fine_tag(word));
        if (!word.deprel.empty()) inventory.relations.add(word.deprel);
      }
  }
  if (inventory.tags.all().empty() || inventory.relations.all().empty())
    return {StatusCode::invalid_input, "the treebanks hold no tagged and attached word; name CoNLL-U files with UPOS, HEAD and DEPREL"};
  std::erase_if(order, [&](std::uint64_t key) { return inventory.counts[key] < kLeastForms; });
  std::uint32_t usual = 0;
  if (!options.usual.empty()) {
    usual = inventory.treebanks.find(options.usual);
    if (usual == TrainingSentence::kNone)
      return {StatusCode::invalid_input, fmt::format("'{}' is none of the treebanks ({})", options.usual, listed(inventory.treebanks.all()))};
    ++usual;
  }
  // Treebank 0 stands for any.
  const Lexicon lexicon(order, static_cast<std::uint32_t>(inventory.treebanks.all().size()) + 1);

  std::vector<TrainingSentence> sentences;
  std::size_t words = 0;
  for (const auto& treebank : treebanks)
    for (const auto& sentence : treebank.sentences) {
      if (sentence.words.size() >= kLongestSentence) continue;
      const auto add = [&](const conllu::Sentence& version) {
        sentences.push_back(convert(version, treebank.name, inventory, lexicon, usual));
        words += version.words.size();
      };
      add(sentence);
      if (sentences.size() % kHeadlines == 0) add(as_headline(sentence));
    }
  auto shape = options.shape;
  shape.rows = lexicon.rows();
  shape.tags = static_cast<std::uint32_t>(inventory.tags.all().size());
  shape.fine_tags = static_cast<std::uint32_t>(inventory.fine_tags.all().size());
  shape.relations = static_cast<std::uint32_t>(inventory.relations.all().size());
  NetworkTrainer network(shape, options.network);

  Random random(options.network.seed + 1);
  std::vector<std::uint32_t> queue(sentences.size());
  for (std::uint32_t i = 0; i < queue.size(); ++i) queue[i] = i;
  const auto all_steps = static_cast<float>(words) / static_cast<float>(options.batch_words) * static_cast<float>(options.epochs);
  float steps = 0;
  TrainProgress state;
  state.epochs = options.epochs;
  state.all_words = words;
  std::vector<const TrainingSentence*> batch;
  TreeFinder trees;
  for (state.epoch = 1; state.epoch <= options.epochs; ++state.epoch) {
    for (auto i = static_cast<std::uint32_t>(queue.size()); i > 1; --i) std::swap(queue[i - 1], queue[random.below(i)]);
    state.words = 0;
    state.dev.clear();
    double tag = 0, arc = 0, label = 0;
    for (std::size_t at = 0; at < queue.size();) {
      batch.clear();
      for (std::size_t size = 0; at < queue.size() && size < options.batch_words; ++at) {
        batch.push_back(&sentences[queue[at]]);
        size += batch.back()->size();
      }
      const float rise = std::min(1.0F, (steps + 1) / kWarmUp), fall = std::max(0.01F, 1 - steps / all_steps);
      const auto loss = network.learn(batch, options.rate * rise * fall);
      steps += 1;
      state.words += loss.words;
      tag += loss.tag;
      arc += loss.arc;
      label += loss.label;
      state.tag_loss = tag / static_cast<double>(state.words);
      state.arc_loss = arc / static_cast<double>(state.words);
      state.label_loss = label / static_cast<double>(state.words);
      if (at < queue.size()) progress(state);
    }
    const bool judge = state.epoch == options.epochs || state.epoch % 4 == 0;
    for (const auto& treebank : dev) {
      if (!judge) break;
      std::size_t all = 0, upos = 0, uas = 0, las = 0;
      NetworkOutput output;
      std::vector<std::uint32_t> heads;
      for (const auto& sentence : treebank.sentences) {
        if (sentence.words.size() >= kLongestSentence) continue;
        network.run(convert(sentence, treebank.name, inventory, lexicon, usual), output);
        const auto n = static_cast<std::uint32_t>(sentence.words.size()) + 1;
        heads.resize(n);
        trees.find(output.arcs, n, heads);
        for (std::uint32_t d = 1; d < n; ++d) {
          const auto& word = sentence.words[d - 1];
          ++all;
          upos += inventory.tags.all()[output.tags[d]] == word.upos ? 1 : 0;
          if (heads[d] != word.head) continue;
          ++uas;
          las += conllu::base_relation(inventory.relations.all()[network.relation(output, d, heads[d])]) == conllu::base_relation(word.deprel) ? 1 : 0;
        }
      }
      const auto percent = [&](std::size_t n) { return all == 0 ? 0 : 100.0 * static_cast<double>(n) / static_cast<double>(all); };
      state.dev.push_back({treebank.path, percent(upos), percent(uas), percent(las)});
    }
    progress(state);
  }
  SyntaxNames names{inventory.tags.all(), inventory.relations.all(), {"any"}, usual};
  names.treebanks.insert(names.treebanks.end(), inventory.treebanks.all().begin(), inventory.treebanks.all().end());
  save_syntax(writer, lexicon, names, network.shape(), network.weights());
  return Status::success();
}

}  // namespace entente
