#include "ingest/language/parser.h"

#include <algorithm>
#include <array>
#include <functional>

#include "ingest/language/kernels.h"
#include "ingest/language/lexicon.h"
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
    // Parts of a sentence that was cut are joined by this relation.
    const auto& names = sections.names.relations;
    const auto at = std::ranges::find(names, "parataxis");
    joint = at == names.end() ? std::uint8_t{0} : static_cast<std::uint8_t>(at - names.begin());
  }

  SyntaxSections sections;
  std::vector<kernels::PackedMatrix> layers;
  kernels::PackedMatrix tag, heads;
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
  // Words seen lately, as the first layer takes them, by a hash of the form: most words of a text are of a few thousand. They fill half of
  // a usual second-level cache.
  static constexpr std::size_t kRemembered = 4096;

  Scratch(const SyntaxModel::Parts& model, std::uint32_t treebank)
      : treebank_row(model.sections.lexicon.treebank_row(treebank)),
        remembered(kRemembered, 0),
        remembered_steps(kRemembered),
        remembered_bytes(kRemembered * std::size_t{model.sections.shape.embedding}),
        sum(model.sections.shape.embedding) {}

  std::uint32_t treebank_row;
  std::vector<std::uint64_t> remembered;
  std::vector<float> remembered_steps;
  std::vector<std::uint8_t> remembered_bytes;
  std::vector<float> sum;
  std::vector<std::uint32_t> begin;  // of each part's rows, its root's first; the end comes last
  std::vector<float> input, output, columns, hidden, products, transposed, scores, labels;
  std::vector<float> cells;
  std::vector<std::uint8_t> bytes;
  std::vector<float> steps;
  std::vector<std::uint32_t> heads;
  TreeFinder trees;

  std::uint32_t rows() const { return begin.back(); }

  // `bytes` and `steps` stand for `input` from here on.
  void quantize(std::size_t width) {
    grow(bytes, rows() * width);
    grow(steps, rows());
    kernels::quantize(rows(), width, input.data(), bytes.data(), steps.data());
  }

  // One layer: from `input`, whose bytes are ready, to `input`.
  void layer(const SyntaxModel::Parts& model, std::uint32_t l) {
    const auto& shape = model.sections.shape;
    const std::size_t h = shape.cells, width = shape.width(), one = shape.columns(l);
    grow(columns, rows() * 2 * one);
    kernels::multiply(model.layers[l], rows(), bytes.data(), steps.data(), nullptr, columns.data());
    grow(output, rows() * width);
    grow(cells, 2 * h);
    for (std::size_t part = 0; part + 1 < begin.size(); ++part)
      for (std::size_t direction = 0; direction < 2; ++direction) {
        std::fill(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(2 * h), 0.0F);
        const float* gates = model.sections.layers[l].gates.data() + direction * 4 * h;
        for (std::uint32_t i = 0, n = begin[part + 1] - begin[part]; i < n; ++i) {
          const std::size_t t = direction == 0 ? begin[part] + i : begin[part + 1] - 1 - i;
          const float* u = columns.data() + t * 2 * one + direction * one;
          float* now = cells.data() + i % 2 * h;
          kernels::recur({h, u, l == 0 ? u + 3 * h : input.data() + t * width + direction * h, gates, cells.data() + (i + 1) % 2 * h, now,
                          output.data() + t * width + direction * h});
        }
      }
    std::swap(input, output);
    quantize(width);
  }
};

Parser::Parser(std::shared_ptr<const SyntaxModel> model, std::uint32_t treebank)
    : model_(std::move(model)), scratch_(std::make_unique<Scratch>(*model_->parts_, treebank)) {}
Parser::Parser(std::shared_ptr<const SyntaxModel> model)
    : model_(std::move(model)), scratch_(std::make_unique<Scratch>(*model_->parts_, model_->usual_treebank())) {}
Parser::~Parser() = default;
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;
const SyntaxModel& Parser::model() const { return *model_; }

void Parser::tag(std::span<const std::string_view> words, std::span<std::uint8_t> tags) {
  const auto& model = *model_->parts_;
  const auto& sections = model.sections;
  const auto& shape = sections.shape;
  auto& s = *scratch_;
  constexpr std::size_t kPart = kLongestSentence - 1;
  s.begin.assign(1, 0);
  const std::size_t parts = std::max<std::size_t>(1, (words.size() + kPart - 1) / kPart);
  for (std::size_t part = 0; part < parts; ++part) {
    const auto size = words.size() * (part + 1) / parts - words.size() * part / parts;  // parts of about one size
    s.begin.push_back(s.begin.back() + static_cast<std::uint32_t>(size) + 1);
  }
  const std::size_t width = shape.embedding;
  grow(s.bytes, s.rows() * width);
  grow(s.steps, s.rows());
  std::array<std::uint32_t, Lexicon::kMaxRows + 1> rows;
  const auto embed = [&](std::size_t count, std::uint8_t* bytes, float& step) {
    rows[count++] = s.treebank_row;
    kernels::sum_rows(sections.embeddings.bytes.data(), sections.embeddings.scales.data(), width, {rows.data(), count}, s.sum.data());
    kernels::quantize(1, width, s.sum.data(), bytes, &step);
  };
  std::size_t word = 0;
  for (std::size_t part = 0; part < parts; ++part) {
    rows[0] = Lexicon::kRootForm;
    embed(1, s.bytes.data() + s.begin[part] * width, s.steps[s.begin[part]]);
    for (std::size_t at = s.begin[part] + 1; at < s.begin[part + 1]; ++at, ++word) {
      const std::uint64_t key = std::hash<std::string_view>{}(words[word]) | 1;
      const std::size_t slot = key >> 1 & (Scratch::kRemembered - 1);
      std::uint8_t* bytes = s.remembered_bytes.data() + slot * width;
      if (s.remembered[slot] != key) {
        embed(sections.lexicon.rows_of(words[word], rows), bytes, s.remembered_steps[slot]);
        s.remembered[slot] = key;
      }
      std::copy(bytes, bytes + width, s.bytes.data() + at * width);
      s.steps[at] = s.remembered_steps[slot];
    }
  }
  for (std::uint32_t l = 0; l < shape.tag_layer; ++l) s.layer(model, l);
  grow(s.scores, s.rows() * std::size_t{shape.tags});
  kernels::multiply(model.tag, s.rows(), s.bytes.data(), s.steps.data(), sections.tag_bias.data(), s.scores.data());
  word = 0;
  for (std::size_t part = 0; part < parts; ++part)
    for (std::size_t at = s.begin[part] + 1; at < s.begin[part + 1]; ++at) {
      const float* row = s.scores.data() + at * shape.tags;
      tags[word++] = static_cast<std::uint8_t>(std::max_element(row, row + shape.tags) - row);
    }
}

void Parser::parse(std::span<std::uint32_t> heads, std::span<std::uint8_t> relations) {
  if (heads.empty()) return;
  const auto& model = *model_->parts_;
  const auto& sections = model.sections;
  const auto& shape = sections.shape;
  auto& s = *scratch_;
  for (std::uint32_t l = shape.tag_layer; l < shape.layers; ++l) s.layer(model, l);
  const std::size_t a = shape.arc, lab = shape.label, width = shape.heads(), rel = shape.relations;
  grow(s.hidden, s.rows() * width);
  kernels::multiply(model.heads, s.rows(), s.bytes.data(), s.steps.data(), sections.heads_bias.data(), s.hidden.data());
  for (std::size_t t = 0; t < s.rows(); ++t)
    for (std::size_t i = 0; i < 2 * a; ++i) {
      float& x = s.hidden[t * width + i];
      x = x < 0 ? x * kLeak : x;
    }
  grow(s.products, s.rows() * a);
  kernels::multiply(s.rows(), a, a, s.hidden.data(), width, sections.arc.data(), a, s.products.data(), a, false);
  for (std::size_t t = 0; t < s.rows(); ++t)
    for (std::size_t i = 0; i < a; ++i) s.products[t * a + i] += sections.arc_head[i];

  std::uint32_t first = 0, root = 0;  // word before the part; the first part's root, from 1
  for (std::size_t part = 0; part + 1 < s.begin.size(); ++part) {
    const std::uint32_t n = s.begin[part + 1] - s.begin[part];
    const float* hidden = s.hidden.data() + s.begin[part] * width;
    grow(s.transposed, a * n);
    kernels::transpose(n, a, hidden + a, width, s.transposed.data(), n);
    grow(s.scores, std::size_t{n} * n);
    kernels::multiply(n, n, a, s.products.data() + s.begin[part] * a, a, s.transposed.data(), n, s.scores.data(), n, false);
    for (std::uint32_t d = 1; d < n; ++d)
      for (std::uint32_t h = 0; h < n; ++h)
        if (h != d) s.scores[d * n + h] += sections.distance[distance_class(d, h)];
    s.heads.resize(n);
    s.trees.find({s.scores.data(), std::size_t{n} * n}, n, s.heads);
    grow(s.labels, (n - 1) * (lab + rel));
    float* units = s.labels.data();
    float* scores = units + (n - 1) * lab;
    for (std::uint32_t d = 1; d < n; ++d) {
      const float* dependent = hidden + d * width + 2 * a;
      const float* head = hidden + s.heads[d] * width + 2 * a + lab;
      for (std::size_t i = 0; i < lab; ++i) {
        const float x = dependent[i] + head[i];
        units[(d - 1) * lab + i] = x < 0 ? x * kLeak : x;
      }
    }
    kernels::multiply(n - 1, rel, lab, units, lab, sections.label.data(), rel, scores, rel, false);
    for (std::uint32_t d = 1; d < n; ++d) {
      float* row = scores + (d - 1) * rel;
      for (std::size_t r = 0; r < rel; ++r) row[r] += sections.label_bias[r];
      const std::uint32_t word = first + d - 1;
      relations[word] = static_cast<std::uint8_t>(std::max_element(row, row + rel) - row);
      heads[word] = s.heads[d] == 0 ? 0 : first + s.heads[d];
      if (s.heads[d] != 0) continue;
      if (part == 0) {
        root = word + 1;
      } else {
        heads[word] = root;
        relations[word] = model.joint;
      }
    }
    first += n - 1;
  }
}

}  // namespace entente
