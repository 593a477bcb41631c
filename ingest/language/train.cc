#include "ingest/language/train.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "ingest/language/lexicon.h"
#include "ingest/language/ner_features.h"
#include "ingest/language/syntax_sections.h"
#include "ingest/language/tree.h"

namespace entente {
namespace {

// A form seen once is learned as an unknown one; of the others each is, in training, unknown this much more often the rarer it is.
constexpr std::uint32_t kLeastForms = 2;
constexpr float kFormDropout = 0.5F;
// Steps over which the rate rises; a share of all steps where they are few.
constexpr float kWarmUp = 300, kWarmUpShare = 0.1F;

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

/// What the lists say of the words of a sentence.
class ListReader {
 public:
  explicit ListReader(std::string_view lists) : lists_(lists) {}
  /// Of `words`, which the caller has filled.
  const std::vector<names::Atoms>& read() {
    names::read_atoms(words, atoms_);
    names::read_lists(atoms_, lists_);
    return atoms_;
  }
  std::vector<std::string_view> words;

 private:
  std::string_view lists_;
  std::vector<names::Atoms> atoms_;
};

// The form of a word, and nothing known of it yet.
void add_form(std::string_view form, const names::Atoms& atoms, const Inventory& inventory, const Lexicon& lexicon, TrainingSentence& out) {
  std::array<std::uint32_t, Lexicon::kMaxRows> rows;
  const auto count = lexicon.rows_of(form, rows);
  out.rows.insert(out.rows.end(), rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count));
  names::each_mark(atoms, [&](std::uint32_t mark) { out.rows.push_back(lexicon.mark_row(mark)); });
  out.row_begin.push_back(static_cast<std::uint32_t>(out.rows.size()));
  const auto seen = inventory.counts.find(Lexicon::key(form));
  const auto times = seen == inventory.counts.end() ? 1.0F : static_cast<float>(seen->second);
  out.form_kept.push_back(times / (times + kFormDropout));
  for (auto* known : {&out.tags, &out.fine_tags, &out.heads, &out.relations, &out.names}) known->push_back(TrainingSentence::kNone);
}

TrainingSentence only_root() {
  TrainingSentence out;
  out.row_begin = {0, 1};
  out.rows = {Lexicon::kRootForm};
  out.form_kept = {1};
  out.tags = out.fine_tags = out.heads = out.relations = out.names = {TrainingSentence::kNone};
  return out;
}

TrainingSentence convert(const conllu::Sentence& sentence, const std::string& treebank, const Inventory& inventory, const Lexicon& lexicon,
                         std::uint32_t usual, ListReader& lists) {
  auto out = only_root();
  lists.words.clear();
  for (const auto& word : sentence.words) lists.words.push_back(word.form);
  const auto* atoms = lists.read().data();
  for (const auto& word : sentence.words) {
    add_form(word.form, *atoms++, inventory, lexicon, out);
    if (!word.upos.empty()) out.tags.back() = inventory.tags.find(word.upos);
    if (!word.xpos.empty() || !word.feats.empty()) out.fine_tags.back() = inventory.fine_tags.find(fine_tag(word));
    if (word.head == conllu::unattached || word.deprel.empty()) continue;
    out.heads.back() = word.head;
    out.relations.back() = inventory.relations.find(word.deprel);
  }
  out.any_treebank_row = lexicon.treebank_row(0);
  const auto known = inventory.treebanks.find(treebank);
  out.treebank_row = lexicon.treebank_row(known == TrainingSentence::kNone ? usual : known + 1);
  return out;
}

// A sentence of names is of no treebank. Its words are learned as if they were of any, so that names are read off whatever annotation of
// tags and trees is asked for.
TrainingSentence convert(const NamedSentence& sentence, std::uint32_t set, const Inventory& inventory, const Lexicon& lexicon, ListReader& lists) {
  auto out = only_root();
  lists.words.assign(sentence.words.begin(), sentence.words.end());
  const auto* atoms = lists.read().data();
  for (const auto& word : sentence.words) {
    add_form(word, *atoms++, inventory, lexicon, out);
    out.names.back() = 0;
  }
  for (const auto& name : sentence.names)
    for (auto i = name.first; i < name.last; ++i) out.names[i + 1] = name_label(name.type, i == name.first);
  out.name_set = set;
  out.has_tree = false;
  out.any_treebank_row = lexicon.treebank_row(0);
  out.drawn_rows = lexicon.treebanks();
  return out;
}

// FILE@NAME, or FILE whose name starts with NAME, up to a hyphen or dot.
std::pair<std::string, std::string> split_argument(std::string_view argument) {
  const auto at = argument.rfind('@'), slash = argument.rfind('/');
  if (at != std::string_view::npos && (slash == std::string_view::npos || at > slash))
    return {std::string(argument.substr(0, at)), std::string(argument.substr(at + 1))};
  const auto file = std::filesystem::path(argument).filename().string();
  return {std::string(argument), file.substr(0, file.find_first_of("-."))};
}

}  // namespace

void join_unwritten(conllu::Sentence& sentence) {
  auto& words = sentence.words;
  std::vector<std::uint32_t> kept(words.size() + 1);  // the word that stands for each, by number
  std::iota(kept.begin(), kept.end(), 0U);
  std::vector<conllu::Multiword> written;
  for (const auto& range : sentence.multiwords) {
    std::string joined;
    std::uint32_t highest = 0;
    for (auto w = range.first; w <= range.last; ++w) {
      joined += words[w - 1].form;
      const auto head = words[w - 1].head;
      if (highest == 0 && (head < range.first || head > range.last)) highest = w;
    }
    if (joined == range.form || highest == 0) {
      written.push_back(range);
      continue;
    }
    for (auto w = range.first; w <= range.last; ++w) kept[w] = highest;
    words[highest - 1].form = range.form;
  }
  if (written.size() == sentence.multiwords.size()) return;
  std::vector<std::uint32_t> number(words.size() + 1, 0);
  std::uint32_t last = 0;
  for (std::uint32_t w = 1; w <= words.size(); ++w)
    if (kept[w] == w) number[w] = ++last;
  std::vector<conllu::Word> whole;
  for (std::uint32_t w = 1; w <= words.size(); ++w) {
    if (kept[w] != w) continue;
    auto& word = whole.emplace_back(std::move(words[w - 1]));
    if (word.head != conllu::unattached) word.head = number[kept[word.head]];
  }
  words = std::move(whole);
  sentence.multiwords.clear();  // what is left of them would need new numbers, and nobody who learns reads them
  sentence.empty_nodes.clear();
}

Result<Treebank> read_treebank(std::string_view argument) {
  Treebank treebank;
  std::tie(treebank.path, treebank.name) = split_argument(argument);
  auto sentences = conllu::read_file(treebank.path);
  if (!sentences) return failure(sentences.error());
  treebank.sentences = std::move(*sentences);
  return treebank;
}

Result<NameFile> read_names(std::string_view argument, const NameLabels& labels) {
  NameFile file;
  std::tie(file.path, file.set) = split_argument(argument);
  auto sentences = read_bio(file.path, labels);
  if (!sentences) return failure(sentences.error());
  file.sentences = std::move(*sentences);
  return file;
}

std::vector<std::string> name_sets(const std::vector<NameFile>& files) {
  std::vector<std::string> sets;
  for (const auto& file : files)
    if (std::ranges::find(sets, file.set) == sets.end()) sets.push_back(file.set);
  return sets;
}

Status train_syntax(const std::vector<Treebank>& treebanks, const std::vector<NameFile>& names, const std::vector<Treebank>& dev,
                    const TrainOptions& options, const std::function<void(const TrainProgress&)>& progress, ModelWriter& writer) {
  Inventory inventory;
  std::vector<std::uint64_t> order;  // forms by their first use
  const auto count_form = [&](std::string_view form) {
    const auto key = Lexicon::key(form);
    if (inventory.counts[key]++ == 0) order.push_back(key);
  };
  for (const auto& treebank : treebanks) {
    inventory.treebanks.add(treebank.name);
    for (const auto& sentence : treebank.sentences)
      for (const auto& word : sentence.words) {
        count_form(word.form);
        if (!word.upos.empty()) inventory.tags.add(word.upos);
        if (!word.xpos.empty() || !word.feats.empty()) inventory.fine_tags.add(fine_tag(word));
        if (!word.deprel.empty()) inventory.relations.add(word.deprel);
      }
  }
  if (inventory.tags.all().empty() || inventory.relations.all().empty())
    return {StatusCode::invalid_input, "the treebanks hold no tagged and attached word; name CoNLL-U files with UPOS, HEAD and DEPREL"};
  for (const auto& file : names)
    for (const auto& sentence : file.sentences)
      for (const auto& word : sentence.words) count_form(word);
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

  ListReader lists(options.name_lists);
  std::vector<TrainingSentence> sentences;
  std::size_t words = 0;
  for (const auto& treebank : treebanks)
    for (const auto& sentence : treebank.sentences) {
      if (sentence.words.size() >= kLongestSentence) continue;
      const auto add = [&](const conllu::Sentence& version) {
        sentences.push_back(convert(version, treebank.name, inventory, lexicon, usual, lists));
        words += version.words.size();
      };
      add(sentence);
      if (sentences.size() % kHeadlines == 0) add(as_headline(sentence));
    }
  const auto sets = name_sets(names);
  for (const auto& file : names) {
    const auto set = static_cast<std::uint32_t>(std::ranges::find(sets, file.set) - sets.begin());
    for (const auto& sentence : file.sentences) {
      if (sentence.words.size() >= kLongestSentence) continue;
      sentences.push_back(convert(sentence, set, inventory, lexicon, lists));
      words += sentence.words.size();
    }
  }
  auto shape = options.shape;
  shape.rows = lexicon.rows();
  shape.tags = static_cast<std::uint32_t>(inventory.tags.all().size());
  shape.fine_tags = static_cast<std::uint32_t>(inventory.fine_tags.all().size());
  shape.relations = static_cast<std::uint32_t>(inventory.relations.all().size());
  shape.name_labels = kNameLabels;
  shape.name_sets = static_cast<std::uint32_t>(sets.size());
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
    double tag = 0, arc = 0, label = 0, name = 0;
    std::size_t named = 0;
    for (std::size_t at = 0; at < queue.size();) {
      batch.clear();
      for (std::size_t size = 0; at < queue.size() && size < options.batch_words; ++at) {
        batch.push_back(&sentences[queue[at]]);
        size += batch.back()->size();
      }
      std::ranges::stable_partition(batch, [](const auto* sentence) { return sentence->has_tree; });
      const float rise = std::min(1.0F, (steps + 1) / std::min(kWarmUp, kWarmUpShare * all_steps)), fall = std::max(0.01F, 1 - steps / all_steps);
      const auto loss = network.learn(batch, options.rate * rise * fall);
      steps += 1;
      state.words += loss.words;
      tag += loss.tag;
      arc += loss.arc;
      label += loss.label;
      name += loss.name;
      named += loss.named_words;
      const auto attached = static_cast<double>(std::max<std::size_t>(state.words - named, 1));
      state.tag_loss = tag / attached;
      state.arc_loss = arc / attached;
      state.label_loss = label / attached;
      state.name_loss = name / static_cast<double>(std::max<std::size_t>(named, 1));
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
        network.run(convert(sentence, treebank.name, inventory, lexicon, usual, lists), output);
        const auto n = static_cast<std::uint32_t>(sentence.words.size()) + 1;
        heads.resize(n);
        trees.find(output.arcs, n, heads);
        for (std::uint32_t d = 1; d < n; ++d) {
          const auto& word = sentence.words[d - 1];
          ++all;
          upos += inventory.tags.all()[output.tags[d]] == word.upos ? 1 : 0;
          if (heads[d] != word.head) continue;
          ++uas;
          las +=
              conllu::base_relation(inventory.relations.all()[network.relation(output, d, heads[d])]) == conllu::base_relation(word.deprel) ? 1 : 0;
        }
      }
      const auto percent = [&](std::size_t n) { return all == 0 ? 0 : 100.0 * static_cast<double>(n) / static_cast<double>(all); };
      state.dev.push_back({treebank.path, percent(upos), percent(uas), percent(las)});
    }
    progress(state);
  }
  SyntaxNames numbered{inventory.tags.all(), inventory.relations.all(), {"any"}, usual, sets};
  numbered.treebanks.insert(numbered.treebanks.end(), inventory.treebanks.all().begin(), inventory.treebanks.all().end());
  save_syntax(writer, lexicon, numbered, network.shape(), network.weights());
  if (!options.name_lists.empty()) writer.add_text("ner.lists", options.name_lists);
  return Status::success();
}

Status train_name_model(const std::shared_ptr<const SyntaxModel>& syntax, std::vector<NameFile> names, std::string_view lists,
                        const NameTraining& options, const NameProgress& progress, ModelWriter& writer) {
  // The tagger learned no tag of these words, so that its tags are as good, or bad, as those of any other text.
  Parser parser(syntax);
  parser.read_exactly();
  std::vector<std::vector<NamedSentence>> sets(syntax->name_sets().size());
  std::size_t count = 0;
  std::vector<std::string_view> words;
  for (auto& file : names) {
    const auto set = static_cast<std::size_t>(std::ranges::find(syntax->name_sets(), file.set) - syntax->name_sets().begin());
    for (auto& sentence : file.sentences) {
      words.assign(sentence.words.begin(), sentence.words.end());
      sentence.tags.resize(words.size());
      parser.tag(words, sentence.tags);
      count += sentence.names.size();
      sets[set].push_back(std::move(sentence));
    }
  }
  if (count == 0) return {StatusCode::invalid_input, "the files of names hold no name; name files of words and labels (B-x, I-x, O)"};
  writer.add_text("ner.crf", train_names(sets, lists, options, progress));
  return Status::success();
}

}  // namespace entente
