#include "ingest/language/parser.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "ingest/language/kernels.h"
#include "ingest/language/lexicon.h"
#include "ingest/language/ner.h"
#include "ingest/language/ner_features.h"
#include "ingest/language/network.h"
#include "ingest/language/syntax_sections.h"
#include "ingest/language/tree.h"

namespace entente {

struct SyntaxModel::Parts {
  explicit Parts(SyntaxSections loaded) : sections(std::move(loaded)) {
    const auto& s = sections.shape;
    for (std::uint32_t l = 0; l < s.layers; ++l)
      layers.emplace_back(s.input(l), std::size_t{2} * s.columns(l), sections.layers[l].matrix.bytes, sections.layers[l].matrix.scales);
    tag = {s.width(), s.tags, sections.tag.bytes, sections.tag.scales};
    heads = {s.width(), s.heads(), sections.heads.bytes, sections.heads.scales};
    if (s.name_sets > 0) name = {s.width(), s.names(), sections.name.bytes, sections.name.scales};
    // Parts of a sentence that was cut are joined by this relation.
    const auto& names = sections.names.relations;
    const auto at = std::ranges::find(names, "parataxis");
    joint = at == names.end() ? std::uint8_t{0} : static_cast<std::uint8_t>(at - names.begin());
  }

  SyntaxSections sections;
  std::vector<kernels::PackedMatrix> layers;
  kernels::PackedMatrix tag, heads, name;
  std::uint8_t joint = 0;
};

SyntaxModel::~SyntaxModel() = default;

Result<std::shared_ptr<const SyntaxModel>> SyntaxModel::load(std::shared_ptr<const ModelFile> model) {
  auto sections = load_syntax(*model);
  if (!sections) return failure(sections.error());
  if (sections->names.tags.size() > 256 || sections->names.relations.size() > 256)
    return model->damaged("syntax.names.relations", "has more names than a byte counts");
  std::shared_ptr<SyntaxModel> out(new SyntaxModel);
  out->file_ = std::move(model);
  out->parts_ = std::make_unique<const Parts>(std::move(*sections));
  return out;
}

const std::vector<std::string>& SyntaxModel::tags() const { return parts_->sections.names.tags; }
const std::vector<std::string>& SyntaxModel::relations() const { return parts_->sections.names.relations; }
const std::vector<std::string>& SyntaxModel::treebanks() const { return parts_->sections.names.treebanks; }
const std::vector<std::string>& SyntaxModel::name_sets() const { return parts_->sections.names.name_sets; }
std::uint32_t SyntaxModel::usual_treebank() const { return parts_->sections.names.usual; }
std::uint32_t SyntaxModel::treebank(std::string_view name) const {
  const auto at = std::ranges::find(treebanks(), name);
  return at == treebanks().end() ? usual_treebank() : static_cast<std::uint32_t>(at - treebanks().begin());
}

namespace {

// Makes room for `count`. Never gives any back: what grows anew is filled with zeros each time.
template <class T>
void grow(std::vector<T>& room, std::size_t count) {
  if (room.size() < count) room.resize(count);
}

}  // namespace

struct Parser::Scratch {
  // What the first layer makes of words seen lately, by a hash of the form: most words of a text are of a few thousand, and the product for
  // one takes longer than reading these 4 kB from a third-level cache.
  static constexpr std::size_t kRemembered = 2048;

  Scratch(const SyntaxModel::Parts& model, std::uint32_t treebank)
      : treebank_row(model.sections.lexicon.treebank_row(treebank)),
        remembered(kRemembered, 0),
        remembered_columns(kRemembered * 2 * std::size_t{model.sections.shape.columns(0)}),
        sum(model.sections.shape.embedding) {}

  std::uint32_t treebank_row;
  bool exact = false;
  std::vector<std::uint64_t> remembered;
  std::vector<float> remembered_columns;
  struct NewWord {
    std::size_t row, slot;
    std::uint64_t key;
  };
  std::vector<NewWord> new_words;
  std::vector<const float*> first_columns;  // of the first layer, by row
  std::vector<float> sum;
  std::span<const std::string_view> words;  // of the sentence
  std::uint32_t rows = 0;                   // of the part that was read last: the root and its words
  std::vector<float> input, output, columns, hidden, products, transposed, scores, labels;
  std::vector<float> cells;
  std::vector<std::uint8_t> bytes;
  std::vector<float> steps;
  std::vector<std::uint32_t> heads;
  std::vector<names::Atoms> atoms;
  TreeFinder trees;

  // `bytes` and `steps` stand for `input` from here on.
  void quantize(std::size_t width) {
    grow(bytes, rows * width);
    grow(steps, rows);
    kernels::quantize(rows, width, input.data(), bytes.data(), steps.data());
  }

  // One layer: from `input`, whose bytes are ready, to `input`.
  void layer(const SyntaxModel::Parts& model, std::uint32_t l) {
    grow(columns, std::size_t{2} * rows * model.sections.shape.columns(l));
    kernels::multiply(model.layers[l], rows, bytes.data(), steps.data(), nullptr, columns.data());
    recur(model, l);
  }

  // The recurrent part of a layer: from `columns`, and from `input` above the first, to `input`.
  void recur(const SyntaxModel::Parts& model, std::uint32_t l) {
    const auto& shape = model.sections.shape;
    const std::size_t h = shape.cells, width = shape.width(), one = shape.columns(l);
    grow(output, rows * width);
    grow(cells, 2 * h);
    for (std::size_t direction = 0; direction < 2; ++direction) {
      std::fill(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(2 * h), 0.0F);
      const float* gates = model.sections.layers[l].gates.data() + direction * 4 * h;
      for (std::uint32_t i = 0; i < rows; ++i) {
        const std::size_t t = direction == 0 ? i : rows - 1 - i;
        const float* u = (l == 0 ? first_columns[t] : columns.data() + t * 2 * one) + direction * one;
        float* now = cells.data() + i % 2 * h;
        (exact ? kernels::recur : kernels::recur_near)({h, u, l == 0 ? u + 3 * h : input.data() + t * width + direction * h, gates,
                                                        cells.data() + (i + 1) % 2 * h, now, output.data() + t * width + direction * h});
      }
    }
    std::swap(input, output);
    quantize(width);
  }

  // A sentence is read in parts of about one size.
  std::size_t parts() const {
    constexpr std::size_t kPart = kLongestSentence - 1;
    return (words.size() + kPart - 1) / kPart;
  }
  std::size_t part_begin(std::size_t part) const { return words.size() * part / parts(); }

  // A part up to the layer that tags are read off.
  void read(const SyntaxModel::Parts& model, std::size_t part) {
    const std::size_t first = part_begin(part);
    rows = static_cast<std::uint32_t>(part_begin(part + 1) - first) + 1;
    read_words(model, words.subspan(first, rows - 1));
    recur(model, 0);
    remember(std::size_t{2} * model.sections.shape.columns(0));
    for (std::uint32_t l = 1; l < model.sections.shape.tag_layer; ++l) layer(model, l);
  }

  // The columns of the first layer for the root and for each of `part`.
  void read_words(const SyntaxModel::Parts& model, std::span<const std::string_view> part) {
    const auto& sections = model.sections;
    const std::size_t width = sections.shape.embedding, columns_of_word = 2 * std::size_t{sections.shape.columns(0)};
    first_columns.resize(rows);
    new_words.clear();
    const bool listed = !sections.name_lists.empty();
    if (listed) {
      names::read_atoms(part, atoms);
      names::read_lists(atoms, sections.name_lists);
    }
    // A word is one and another where the lists say different things of it.
    const auto key_of = [&](std::size_t row) -> std::uint64_t {
      if (row == 0) return 1;
      const std::uint64_t key = std::hash<std::string_view>{}(part[row - 1]);
      return (listed && atoms[row - 1].listed() ? names::combine(key, names::marks(atoms[row - 1])) : key) | 1;
    };
    for (std::size_t row = 0; row < rows; ++row) {
      const std::uint64_t key = key_of(row);
      const std::size_t slot = key >> 1 & (kRemembered - 1);
      if (remembered[slot] == key)
        first_columns[row] = remembered_columns.data() + slot * columns_of_word;
      else
        new_words.push_back({row, slot, key});
    }
    if (new_words.empty()) return;
    grow(bytes, new_words.size() * width);
    grow(steps, new_words.size());
    grow(products, new_words.size() * columns_of_word);
    std::array<std::uint32_t, Lexicon::kMaxRows + Lexicon::kListMarks + 1> table;
    for (std::size_t i = 0; i < new_words.size(); ++i) {
      const auto row = new_words[i].row;
      std::size_t count = 1;
      table[0] = Lexicon::kRootForm;
      if (row > 0) count = sections.lexicon.rows_of(part[row - 1], table);
      if (row > 0 && listed) names::each_mark(atoms[row - 1], [&](std::uint32_t mark) { table[count++] = sections.lexicon.mark_row(mark); });
      table[count++] = treebank_row;
      kernels::sum_rows(sections.embeddings.bytes.data(), sections.embeddings.scales.data(), width, {table.data(), count}, sum.data());
      kernels::quantize(1, width, sum.data(), bytes.data() + i * width, &steps[i]);
    }
    kernels::multiply(model.layers[0], new_words.size(), bytes.data(), steps.data(), nullptr, products.data());
    for (std::size_t i = 0; i < new_words.size(); ++i) first_columns[new_words[i].row] = products.data() + i * columns_of_word;
  }

  // Keeps what was made for new words, once no row of the sentence points to what they replace.
  void remember(std::size_t columns_of_word) {
    for (std::size_t i = 0; i < new_words.size(); ++i) {
      const auto [row, slot, key] = new_words[i];
      const float* product = products.data() + i * columns_of_word;
      std::copy(product, product + columns_of_word, remembered_columns.data() + slot * columns_of_word);
      remembered[slot] = key;
    }
  }

  void tag(const SyntaxModel::Parts& model, std::span<std::uint8_t> tags);
  void names(const SyntaxModel::Parts& model, std::size_t set, std::span<std::int32_t> odds);
  void parse(const SyntaxModel::Parts& model, std::uint32_t first, std::span<std::uint32_t> heads, std::span<std::uint8_t> relations);
};

Parser::Parser(std::shared_ptr<const SyntaxModel> model, std::uint32_t treebank)
    : model_(std::move(model)), scratch_(std::make_unique<Scratch>(*model_->parts_, treebank)) {}
Parser::Parser(std::shared_ptr<const SyntaxModel> model)
    : model_(std::move(model)), scratch_(std::make_unique<Scratch>(*model_->parts_, model_->usual_treebank())) {}
Parser::~Parser() = default;
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;
const SyntaxModel& Parser::model() const { return *model_; }
void Parser::read_exactly() { scratch_->exact = true; }

// The tags of the part that was read last.
void Parser::Scratch::tag(const SyntaxModel::Parts& model, std::span<std::uint8_t> tags) {
  const std::size_t count = model.sections.shape.tags;
  grow(scores, rows * count);
  kernels::multiply(model.tag, rows, bytes.data(), steps.data(), model.sections.tag_bias.data(), scores.data());
  for (std::size_t row = 1; row < rows; ++row) {
    const float* of_tags = scores.data() + row * count;
    tags[row - 1] = static_cast<std::uint8_t>(std::max_element(of_tags, of_tags + count) - of_tags);
  }
}

// The same of names. What all labels of a word have in common decides nothing, so that no chances are computed, only their ratios.
void Parser::Scratch::names(const SyntaxModel::Parts& model, std::size_t set, std::span<std::int32_t> odds) {
  constexpr float kMost = 64;  // beyond this a label is certain
  const std::size_t count = model.sections.shape.names();
  grow(scores, rows * count);
  kernels::multiply(model.name, rows, bytes.data(), steps.data(), model.sections.name_bias.data(), scores.data());
  for (std::size_t row = 1; row < rows; ++row) {
    const float* of_labels = scores.data() + row * count + set * kNameLabels;
    for (std::size_t k = 0; k < kNameLabels; ++k)
      odds[(row - 1) * kNameLabels + k] = static_cast<std::int32_t>(std::lround(std::clamp(of_labels[k] - of_labels[0], -kMost, kMost) * 1024));
  }
}

// The tree of the part that was read last, which has `first` words before it.
void Parser::Scratch::parse(const SyntaxModel::Parts& model, std::uint32_t first, std::span<std::uint32_t> tree, std::span<std::uint8_t> relations) {
  const auto& sections = model.sections;
  const auto& shape = sections.shape;
  for (std::uint32_t l = shape.tag_layer; l < shape.layers; ++l) layer(model, l);
  const std::size_t a = shape.arc, lab = shape.label, width = shape.heads(), rel = shape.relations;
  const std::uint32_t n = rows;
  grow(hidden, n * width);
  kernels::multiply(model.heads, n, bytes.data(), steps.data(), sections.heads_bias.data(), hidden.data());
  const auto activate = [](float x) { return x < 0 ? x * kLeak : x; };
  for (std::size_t t = 0; t < n; ++t)
    for (std::size_t i = 0; i < 2 * a; ++i) hidden[t * width + i] = activate(hidden[t * width + i]);

  grow(products, n * a);
  kernels::multiply(n, a, a, hidden.data(), width, sections.arc.data(), a, products.data(), a, false);
  for (std::size_t t = 0; t < n; ++t)
    for (std::size_t i = 0; i < a; ++i) products[t * a + i] += sections.arc_head[i];
  grow(transposed, a * n);
  kernels::transpose(n, a, hidden.data() + a, width, transposed.data(), n);
  grow(scores, std::size_t{n} * n);
  kernels::multiply(n, n, a, products.data(), a, transposed.data(), n, scores.data(), n, false);
  for (std::uint32_t d = 1; d < n; ++d)
    for (std::uint32_t h = 0; h < n; ++h)
      if (h != d) scores[d * n + h] += sections.distance[distance_class(d, h)];
  heads.resize(n);
  trees.find({scores.data(), std::size_t{n} * n}, n, heads);

  grow(labels, (n - 1) * (lab + rel));
  float* units = labels.data();
  float* of_relations = units + (n - 1) * lab;
  for (std::uint32_t d = 1; d < n; ++d) {
    const float* dependent = hidden.data() + d * width + 2 * a;
    const float* head = hidden.data() + heads[d] * width + 2 * a + lab;
    for (std::size_t i = 0; i < lab; ++i) units[(d - 1) * lab + i] = activate(dependent[i] + head[i]);
  }
  kernels::multiply(n - 1, rel, lab, units, lab, sections.label.data(), rel, of_relations, rel, false);
  for (std::uint32_t d = 1; d < n; ++d) {
    float* row = of_relations + (d - 1) * rel;
    for (std::size_t r = 0; r < rel; ++r) row[r] += sections.label_bias[r];
    relations[d - 1] = static_cast<std::uint8_t>(std::max_element(row, row + rel) - row);
    tree[d - 1] = heads[d] == 0 ? 0 : first + heads[d];
  }
}

void Parser::tag(std::span<const std::string_view> words, std::span<std::uint8_t> tags) {
  auto& s = *scratch_;
  s.words = words;
  for (std::size_t part = 0; part < s.parts(); ++part) {
    s.read(*model_->parts_, part);
    s.tag(*model_->parts_, tags.subspan(s.part_begin(part)));
  }
}

void Parser::names(std::size_t set, std::span<std::int32_t> odds) {
  auto& s = *scratch_;
  for (std::size_t part = 0; part < s.parts(); ++part) {
    if (s.parts() > 1) s.read(*model_->parts_, part);
    s.names(*model_->parts_, set, odds.subspan(s.part_begin(part) * kNameLabels));
  }
}

void Parser::parse(std::span<std::uint32_t> heads, std::span<std::uint8_t> relations) {
  auto& s = *scratch_;
  std::uint32_t root = 0;
  for (std::size_t part = 0; part < s.parts(); ++part) {
    const std::size_t first = s.part_begin(part), last = s.part_begin(part + 1);
    if (s.parts() > 1) s.read(*model_->parts_, part);
    s.parse(*model_->parts_, static_cast<std::uint32_t>(first), heads.subspan(first), relations.subspan(first));
    for (std::size_t word = first; word < last; ++word) {
      if (heads[word] != 0) continue;
      if (part == 0) {
        root = static_cast<std::uint32_t>(word) + 1;
      } else {
        heads[word] = root;
        relations[word] = model_->parts_->joint;
      }
    }
  }
}

}  // namespace entente
