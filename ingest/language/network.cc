#include "ingest/language/network.h"

#include <algorithm>
#include <cmath>

#include "ingest/language/kernels.h"

namespace entente {

std::uint64_t Random::next() {
  state_ ^= state_ >> 12;
  state_ ^= state_ << 25;
  state_ ^= state_ >> 27;
  return state_ * 0x2545F4914F6CDD1DULL;
}

std::uint32_t distance_class(std::uint32_t word, std::uint32_t head) {
  if (head == 0) return 0;
  const bool left = head < word;
  const std::uint32_t far = left ? word - head : head - word;
  const std::uint32_t step = far <= 5 ? far - 1 : far <= 7 ? 5 : far <= 10 ? 6 : far <= 20 ? 7 : 8;
  return 1 + step + (left ? 9 : 0);
}

NetworkWeights::NetworkWeights(const NetworkShape& s) {
  const auto block = [](std::size_t size) { return std::vector<float>(size); };
  embeddings = block(std::size_t{s.rows} * s.embedding);
  for (std::uint32_t l = 0; l < s.layers; ++l) {
    auto& layer = layers.emplace_back();
    for (auto& m : layer.matrix) m = block(std::size_t{s.input(l)} * s.columns(l));
    for (auto& g : layer.gates) g = block(std::size_t{4} * s.cells);
  }
  tag = block(std::size_t{s.width()} * s.tags);
  tag_bias = block(s.tags);
  fine = block(std::size_t{s.width()} * s.fine_tags);
  fine_bias = block(s.fine_tags);
  name = block(std::size_t{s.width()} * s.names());
  name_bias = block(s.names());
  heads = block(std::size_t{s.width()} * s.heads());
  heads_bias = block(s.heads());
  arc = block(std::size_t{s.arc} * s.arc);
  arc_head = block(s.arc);
  distance = block(kDistances);
  label = block(std::size_t{s.label} * s.relations);
  label_bias = block(s.relations);
}

std::vector<std::vector<float>*> NetworkWeights::blocks() {
  std::vector<std::vector<float>*> all;
  for (auto& layer : layers)
    for (std::size_t d = 0; d < 2; ++d) all.insert(all.end(), {&layer.matrix[d], &layer.gates[d]});
  all.insert(all.end(),
             {&tag, &tag_bias, &fine, &fine_bias, &name, &name_bias, &heads, &heads_bias, &arc, &arc_head, &distance, &label, &label_bias});
  return all;
}

namespace {

// Chosen on held-out sentences: tags are learned quickly and would otherwise crowd out the tree; fine tags only help the others.
// Names are few among their words, and learned slowly.
constexpr float kTagWeight = 1, kFineWeight = 0.5F, kArcWeight = 1, kLabelWeight = 1, kNameWeight = 2;
constexpr float kBeta1 = 0.9F, kBeta2 = 0.95F, kEpsilon = 1e-8F;

using Floats = std::vector<float>;

void fill(Floats& block, float limit, Random& random) {
  for (auto& x : block) x = (2 * random.uniform() - 1) * limit;
}

// to[i] += from[i]
void add_to(float* to, const float* from, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) to[i] += from[i];
}

void add_rows(Floats& sum, const float* rows, std::size_t count, std::size_t width) {
  for (std::size_t r = 0; r < count; ++r) add_to(sum.data(), rows + r * width, width);
}

void add_bias(float* rows, std::size_t count, const Floats& bias) {
  for (std::size_t r = 0; r < count; ++r) add_to(rows + r * bias.size(), bias.data(), bias.size());
}

// Turns scores into the gradient of the cross-entropy with `gold`, times `weight`; returns the loss.
double softmax_gradient(float* scores, std::size_t count, std::size_t gold, float weight) {
  const float most = *std::max_element(scores, scores + count);
  for (std::size_t i = 0; i < count; ++i) scores[i] -= most;
  const double gold_score = static_cast<double>(scores[gold]);
  kernels::exponential({scores, count});
  float sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += scores[i];
  const float factor = weight / sum;
  for (std::size_t i = 0; i < count; ++i) scores[i] *= factor;
  scores[gold] -= weight;
  return std::log(static_cast<double>(sum)) - gold_score;
}

}  // namespace

struct NetworkTrainer::State {
  State(const NetworkShape& s, const Options& o)
      : shape(s), options(o), random(o.seed), weights(s), gradient(s), mean(s), variance(s), touched(s.rows, false) {
    fill(weights.embeddings, 0.15F, random);
    for (std::uint32_t l = 0; l < s.layers; ++l)
      for (std::size_t d = 0; d < 2; ++d) {
        fill(weights.layers[l].matrix[d], std::sqrt(3.0F / static_cast<float>(s.input(l))), random);
        fill(weights.layers[l].gates[d], 0.2F, random);
        for (std::size_t i = 0; i < s.cells; ++i) {
          weights.layers[l].gates[d][std::size_t{2} * s.cells + i] = 0.5F;
          weights.layers[l].gates[d][std::size_t{3} * s.cells + i] = 0;
        }
      }
    const float wide = std::sqrt(3.0F / static_cast<float>(s.width()));
    fill(weights.tag, wide, random);
    fill(weights.fine, wide, random);
    fill(weights.heads, wide, random);
    fill(weights.arc, 0.5F / static_cast<float>(std::sqrt(s.arc)), random);
    fill(weights.label, std::sqrt(3.0F / static_cast<float>(s.label)), random);
    fill(weights.name, wide, random);
  }

  NetworkShape shape;
  Options options;
  Random random;
  NetworkWeights weights, gradient, mean, variance;
  std::vector<bool> touched;
  std::vector<std::uint32_t> touched_rows;
  float power1 = 1, power2 = 1;

  // One batch, words of all sentences one after the other.
  std::vector<std::size_t> begin;
  std::vector<std::uint32_t> form_row, treebank_row;
  std::vector<Floats> inputs, dropped, masks;  // of each layer; the last is what the heads see
  std::vector<std::array<Floats, 2>> columns, cells;
  Floats tag_mask, tag_input, tag_scores, fine_scores, name_scores, heads, head_mask, heads_gradient;
  std::vector<Floats> input_gradient;
  Floats scratch, transposed, zero;
  std::size_t words = 0;
  std::size_t tree_sentences = 0, tree_words = 0;  // the first ones, which are read by every layer; the others end at that of the tags

  std::size_t words_at(std::uint32_t layer) const { return layer <= shape.tag_layer ? words : tree_words; }
  std::size_t sentences_at(std::uint32_t layer) const { return layer <= shape.tag_layer ? begin.size() - 1 : tree_sentences; }

  // A mask for each sentence, the same for all its words.
  void draw_masks(Floats& mask, std::size_t width, bool training) {
    mask.resize((begin.size() - 1) * width);
    const float keep = 1 - options.dropout;
    for (auto& m : mask) m = !training ? 1 : random.uniform() < keep ? 1 / keep : 0;
  }
  void apply_mask(const Floats& mask, std::size_t width, std::size_t sentences, const Floats& from, Floats& to, bool add = false) {
    to.resize(words * width);
    for (std::size_t s = 0; s < sentences; ++s)
      for (std::size_t t = begin[s]; t < begin[s + 1]; ++t)
        for (std::size_t i = 0; i < width; ++i) {
          const float x = from[t * width + i] * mask[s * width + i];
          to[t * width + i] = add ? to[t * width + i] + x : x;
        }
  }

  void embed(std::span<const TrainingSentence* const> batch, bool training) {
    begin.assign(1, 0);
    for (const auto* s : batch) begin.push_back(begin.back() + s->size());
    words = begin.back();
    tree_sentences = static_cast<std::size_t>(std::ranges::find_if(batch, [](const auto* s) { return !s->has_tree; }) - batch.begin());
    tree_words = begin[tree_sentences];
    form_row.resize(words);
    treebank_row.resize(batch.size());
    inputs.resize(shape.layers + 1);
    const std::size_t width = shape.embedding;
    auto& out = inputs[0];
    out.assign(words * width, 0);
    for (std::size_t s = 0; s < batch.size(); ++s) {
      const auto& x = *batch[s];
      if (x.drawn_rows > 0)
        treebank_row[s] = x.any_treebank_row + random.below(x.drawn_rows);
      else
        treebank_row[s] = training && random.uniform() >= options.treebank_kept ? x.any_treebank_row : x.treebank_row;
      for (std::size_t i = 0; i < x.size(); ++i) {
        const std::size_t t = begin[s] + i;
        form_row[t] = x.rows[x.row_begin[i]];
        if (training && random.uniform() >= x.form_kept[i]) form_row[t] = 0;
        float* sum = out.data() + t * width;
        add_to(sum, &weights.embeddings[form_row[t] * width], width);
        for (std::size_t r = x.row_begin[i] + 1; r < x.row_begin[i + 1]; ++r) add_to(sum, &weights.embeddings[x.rows[r] * width], width);
        add_to(sum, &weights.embeddings[treebank_row[s] * width], width);
      }
    }
  }

  void embed_back(std::span<const TrainingSentence* const> batch) {
    const std::size_t width = shape.embedding;
    const auto add = [&](std::uint32_t row, const float* from) {
      if (!touched[row]) {
        touched[row] = true;
        touched_rows.push_back(row);
      }
      add_to(&gradient.embeddings[row * width], from, width);
    };
    for (std::size_t s = 0; s < batch.size(); ++s) {
      const auto& x = *batch[s];
      for (std::size_t i = 0; i < x.size(); ++i) {
        const std::size_t t = begin[s] + i;
        const float* from = input_gradient[0].data() + t * width;
        add(form_row[t], from);
        for (std::size_t r = x.row_begin[i] + 1; r < x.row_begin[i + 1]; ++r) add(x.rows[r], from);
        add(treebank_row[s], from);
      }
    }
  }

  kernels::RecurrentStep step(std::uint32_t l, std::size_t d, std::size_t t, bool first) {
    const std::size_t h = shape.cells, width = shape.width();
    const float* u = columns[l][d].data() + t * shape.columns(l);
    const float* before = first ? zero.data() : cells[l][d].data() + (d == 0 ? t - 1 : t + 1) * h;
    return {h,
            u,
            l == 0 ? u + 3 * h : inputs[l].data() + t * width + d * h,
            weights.layers[l].gates[d].data(),
            before,
            cells[l][d].data() + t * h,
            inputs[l + 1].data() + t * width + d * h};
  }

  void encode(bool training) {
    const std::size_t h = shape.cells;
    dropped.resize(shape.layers + 1);
    masks.resize(shape.layers + 1);
    columns.resize(shape.layers);
    cells.resize(shape.layers);
    zero.assign(h, 0);
    for (std::uint32_t l = 0; l <= shape.layers; ++l) {
      draw_masks(masks[l], shape.input(l), training);
      const std::size_t rows = words_at(l + 1), sentences = sentences_at(l + 1);
      apply_mask(masks[l], shape.input(l), sentences, inputs[l], dropped[l]);
      if (l == shape.layers) break;
      const std::size_t in = shape.input(l), out = shape.columns(l);
      inputs[l + 1].resize(words * shape.width());
      for (std::size_t d = 0; d < 2; ++d) {
        columns[l][d].resize(words * out);
        cells[l][d].resize(words * h);
        kernels::multiply(rows, out, in, dropped[l].data(), in, weights.layers[l].matrix[d].data(), out, columns[l][d].data(), out, false);
        for (std::size_t s = 0; s < sentences; ++s)
          for (std::size_t i = 0, n = begin[s + 1] - begin[s]; i < n; ++i)
            kernels::recur(step(l, d, d == 0 ? begin[s] + i : begin[s + 1] - 1 - i, i == 0));
      }
    }
  }

  // c += transpose(a) * b, with rows of a and b as many as words
  void multiply_transposed(const float* a, std::size_t a_width, const float* b, std::size_t b_width, float* c, std::size_t rows) {
    transposed.resize(rows * a_width);
    kernels::transpose(rows, a_width, a, a_width, transposed.data(), rows);
    kernels::multiply(a_width, b_width, rows, transposed.data(), rows, b, b_width, c, b_width, true);
  }
  // c (+)= a * transpose(w), with w of `in` x `out` and `rows` rows of a
  void multiply_back(const float* a, const Floats& w, std::size_t in, std::size_t out, float* c, std::size_t rows, bool add) {
    transposed.resize(w.size());
    kernels::transpose(in, out, w.data(), out, transposed.data(), in);
    kernels::multiply(rows, in, out, a, out, transposed.data(), in, c, in, add);
  }

  void encode_back() {
    const std::size_t h = shape.cells, width = shape.width();
    Floats du, dcell(h);
    for (std::uint32_t l = shape.layers; l-- > 0;) {
      const std::size_t rows = words_at(l + 1), sentences = sentences_at(l + 1);
      const std::size_t in = shape.input(l), out = shape.columns(l);
      Floats from_columns(words * in, 0);
      if (l > 0) input_gradient[l].resize(words * in);
      for (std::size_t d = 0; d < 2; ++d) {
        du.assign(rows * out, 0);
        for (std::size_t s = 0; s < sentences; ++s) {
          std::fill(dcell.begin(), dcell.end(), 0.0F);
          for (std::size_t n = begin[s + 1] - begin[s], i = n; i-- > 0;) {
            const std::size_t t = d == 0 ? begin[s] + i : begin[s + 1] - 1 - i;
            float* u = du.data() + t * out;
            kernels::recur_back({step(l, d, t, i == 0), input_gradient[l + 1].data() + t * width + d * h, dcell.data(), u,
                                 l == 0 ? u + 3 * h : input_gradient[l].data() + t * width + d * h, gradient.layers[l].gates[d].data()});
          }
        }
        multiply_transposed(dropped[l].data(), in, du.data(), out, gradient.layers[l].matrix[d].data(), rows);
        multiply_back(du.data(), weights.layers[l].matrix[d], in, out, from_columns.data(), rows, d == 1);
      }
      if (l == 0) input_gradient[0].assign(words * in, 0);
      apply_mask(masks[l], in, sentences, from_columns, input_gradient[l], true);
    }
  }

  void run_tags(bool training) {
    const std::size_t width = shape.width();
    draw_masks(tag_mask, width, training);
    apply_mask(tag_mask, width, begin.size() - 1, inputs[shape.tag_layer], tag_input);
    tag_scores.resize(words * shape.tags);
    kernels::multiply(words, shape.tags, width, tag_input.data(), width, weights.tag.data(), shape.tags, tag_scores.data(), shape.tags, false);
    add_bias(tag_scores.data(), words, weights.tag_bias);
    if (!training) return;
    const auto read = [&](std::size_t count, const Floats& matrix, const Floats& bias, Floats& scores) {
      if (count == 0) return;
      scores.resize(words * count);
      kernels::multiply(words, count, width, tag_input.data(), width, matrix.data(), count, scores.data(), count, false);
      add_bias(scores.data(), words, bias);
    };
    read(shape.fine_tags, weights.fine, weights.fine_bias, fine_scores);
    read(shape.names(), weights.name, weights.name_bias, name_scores);
  }

  void tags_back(std::span<const TrainingSentence* const> batch, float scale, Loss& loss) {
    const std::size_t width = shape.width();
    // `choice`: labels that one sentence chooses among, those of its data set where it is one of names.
    const auto head = [&](Floats& scores, std::size_t count, std::size_t choice, std::vector<std::uint32_t> TrainingSentence::*gold, float weight,
                          const Floats& matrix, Floats& matrix_gradient, Floats& bias_gradient) {
      double lost = 0;
      if (count == 0) return lost;
      for (std::size_t s = 0; s < batch.size(); ++s)
        for (std::size_t i = 0; i < batch[s]->size(); ++i) {
          float* row = scores.data() + (begin[s] + i) * count;
          const auto answer = (batch[s]->*gold)[i];
          const std::size_t first = choice == count ? 0 : batch[s]->name_set * choice;
          const bool known = answer != TrainingSentence::kNone;
          if (known) lost += softmax_gradient(row + first, choice, answer, weight * scale);
          std::fill(row, row + (known ? first : count), 0.0F);
          std::fill(row + first + choice, row + count, 0.0F);
        }
      multiply_transposed(tag_input.data(), width, scores.data(), count, matrix_gradient.data(), words);
      add_rows(bias_gradient, scores.data(), words, count);
      scratch.resize(words * width);
      multiply_back(scores.data(), matrix, width, count, scratch.data(), words, false);
      apply_mask(tag_mask, width, begin.size() - 1, scratch, input_gradient[shape.tag_layer], true);
      return lost;
    };
    loss.tag = head(tag_scores, shape.tags, shape.tags, &TrainingSentence::tags, kTagWeight, weights.tag, gradient.tag, gradient.tag_bias);
    head(fine_scores, shape.fine_tags, shape.fine_tags, &TrainingSentence::fine_tags, kFineWeight, weights.fine, gradient.fine, gradient.fine_bias);
    loss.name =
        head(name_scores, shape.names(), shape.name_labels, &TrainingSentence::names, kNameWeight, weights.name, gradient.name, gradient.name_bias);
  }

  // Hidden units of arcs and labels; those of arcs after their activation and mask.
  void run_heads(bool training) {
    const std::size_t width = shape.width(), out = shape.heads(), arcs = std::size_t{2} * shape.arc;
    heads.resize(tree_words * out);
    kernels::multiply(tree_words, out, width, dropped[shape.layers].data(), width, weights.heads.data(), out, heads.data(), out, false);
    add_bias(heads.data(), tree_words, weights.heads_bias);
    draw_masks(head_mask, arcs + shape.label, training);
    for (std::size_t s = 0; s < tree_sentences; ++s)
      for (std::size_t t = begin[s]; t < begin[s + 1]; ++t)
        for (std::size_t i = 0; i < arcs; ++i) {
          float& x = heads[t * out + i];
          x = (x < 0 ? x * kLeak : x) * head_mask[s * (arcs + shape.label) + i];
        }
  }

  // Scores of all arcs of the sentence whose words are [first, first + n). Leaves the products of dependents in `scratch`.
  void score_arcs(std::size_t first, std::size_t n, Floats& scores) {
    const std::size_t a = shape.arc, out = shape.heads();
    scratch.resize(n * a);
    kernels::multiply(n, a, a, heads.data() + first * out, out, weights.arc.data(), a, scratch.data(), a, false);
    for (std::size_t d = 0; d < n; ++d) add_to(scratch.data() + d * a, weights.arc_head.data(), a);
    transposed.resize(a * n);
    kernels::transpose(n, a, heads.data() + first * out + a, out, transposed.data(), n);
    scores.resize(n * n);
    kernels::multiply(n, n, a, scratch.data(), a, transposed.data(), n, scores.data(), n, false);
    for (std::uint32_t d = 0; d < n; ++d)
      for (std::uint32_t h = 0; h < n; ++h) scores[d * n + h] = d == h ? -1e9F : scores[d * n + h] + weights.distance[distance_class(d, h)];
  }

  void heads_back(std::span<const TrainingSentence* const> batch, float scale, Loss& loss) {
    const std::size_t a = shape.arc, lab = shape.label, out = shape.heads(), width = shape.width(), rel = shape.relations;
    heads_gradient.assign(tree_words * out, 0);
    Floats scores, dq, hidden, logits, dhidden, label_t(weights.label.size()), arc_t(weights.arc.size());
    kernels::transpose(lab, rel, weights.label.data(), rel, label_t.data(), lab);
    kernels::transpose(a, a, weights.arc.data(), a, arc_t.data(), a);
    for (std::size_t s = 0; s < tree_sentences; ++s) {
      const auto& x = *batch[s];
      const std::size_t n = x.size(), first = begin[s];
      const float* mask = head_mask.data() + s * (2 * a + lab);
      float* grad = heads_gradient.data() + first * out;
      // Arcs.
      score_arcs(first, n, scores);
      for (std::uint32_t d = 0; d < n; ++d) {
        float* row = scores.data() + d * n;
        if (x.heads[d] == TrainingSentence::kNone)
          std::fill(row, row + n, 0.0F);
        else
          loss.arc += softmax_gradient(row, n, x.heads[d], kArcWeight * scale);
        for (std::uint32_t h = 0; h < n; ++h)
          if (h != d) gradient.distance[distance_class(d, h)] += row[h];
      }
      dq.resize(n * a);
      kernels::multiply(n, a, n, scores.data(), n, heads.data() + first * out + a, out, dq.data(), a, false);
      transposed.resize(n * std::max(n, a));
      kernels::transpose(n, n, scores.data(), n, transposed.data(), n);
      kernels::multiply(n, a, n, transposed.data(), n, scratch.data(), a, grad + a, out, false);
      add_rows(gradient.arc_head, dq.data(), n, a);
      kernels::transpose(n, a, heads.data() + first * out, out, transposed.data(), n);
      kernels::multiply(a, a, n, transposed.data(), n, dq.data(), a, gradient.arc.data(), a, true);
      kernels::multiply(n, a, a, dq.data(), a, arc_t.data(), a, grad, out, false);
      for (std::size_t t = 0; t < n; ++t)
        for (std::size_t i = 0; i < 2 * a; ++i) {
          const float value = heads[(first + t) * out + i];
          grad[t * out + i] *= (value < 0 ? kLeak : 1) * mask[i];
        }
      // Relations of the right arcs.
      hidden.assign(n * lab, 0);
      for (std::size_t d = 1; d < n; ++d) {
        if (x.heads[d] == TrainingSentence::kNone) continue;
        const float* dependent = heads.data() + (first + d) * out + 2 * a;
        const float* head = heads.data() + (first + x.heads[d]) * out + 2 * a + lab;
        for (std::size_t i = 0; i < lab; ++i) {
          const float value = dependent[i] + head[i];
          hidden[d * lab + i] = (value < 0 ? value * kLeak : value) * mask[2 * a + i];
        }
      }
      logits.resize(n * rel);
      kernels::multiply(n, rel, lab, hidden.data(), lab, weights.label.data(), rel, logits.data(), rel, false);
      for (std::size_t d = 0; d < n; ++d) {
        float* row = logits.data() + d * rel;
        add_to(row, weights.label_bias.data(), rel);
        if (x.heads[d] == TrainingSentence::kNone)
          std::fill(row, row + rel, 0.0F);
        else
          loss.label += softmax_gradient(row, rel, x.relations[d], kLabelWeight * scale);
      }
      add_rows(gradient.label_bias, logits.data(), n, rel);
      multiply_transposed(hidden.data(), lab, logits.data(), rel, gradient.label.data(), n);
      dhidden.resize(n * lab);
      kernels::multiply(n, lab, rel, logits.data(), rel, label_t.data(), lab, dhidden.data(), lab, false);
      for (std::size_t d = 1; d < n; ++d) {
        if (x.heads[d] == TrainingSentence::kNone) continue;
        for (std::size_t i = 0; i < lab; ++i) {
          const float value = hidden[d * lab + i];
          const float g = dhidden[d * lab + i] * (value < 0 ? kLeak : 1) * mask[2 * a + i];
          grad[d * out + 2 * a + i] += g;
          grad[x.heads[d] * out + 2 * a + lab + i] += g;
        }
      }
    }
    multiply_transposed(dropped[shape.layers].data(), width, heads_gradient.data(), out, gradient.heads.data(), tree_words);
    add_rows(gradient.heads_bias, heads_gradient.data(), tree_words, out);
    scratch.resize(words * width);
    multiply_back(heads_gradient.data(), weights.heads, width, out, scratch.data(), tree_words, false);
    apply_mask(masks[shape.layers], width, tree_sentences, scratch, input_gradient[shape.layers], true);
  }

  void update(float rate) {
    const auto blocks = gradient.blocks();
    double square = 0;
    for (const auto* block : blocks)
      for (const float g : *block) square += static_cast<double>(g) * static_cast<double>(g);
    const auto length = static_cast<float>(std::sqrt(square));
    const float scale = length > options.clip ? options.clip / length : 1;
    power1 *= kBeta1;
    power2 *= kBeta2;
    const kernels::AdamStep adam{rate * std::sqrt(1 - power2) / (1 - power1), kBeta1, kBeta2, kEpsilon * std::sqrt(1 - power2), scale};
    const auto w = weights.blocks(), m = mean.blocks(), v = variance.blocks();
    for (std::size_t b = 0; b < blocks.size(); ++b)
      kernels::adam(adam, blocks[b]->size(), w[b]->data(), blocks[b]->data(), m[b]->data(), v[b]->data());
    const std::size_t width = shape.embedding;
    for (const auto row : touched_rows) {
      const std::size_t at = row * width;
      kernels::adam(adam, width, &weights.embeddings[at], &gradient.embeddings[at], &mean.embeddings[at], &variance.embeddings[at]);
      touched[row] = false;
    }
    touched_rows.clear();
  }
};

NetworkTrainer::NetworkTrainer(const NetworkShape& shape, const Options& options) : state_(std::make_unique<State>(shape, options)) {}
NetworkTrainer::~NetworkTrainer() = default;
const NetworkShape& NetworkTrainer::shape() const { return state_->shape; }
NetworkWeights& NetworkTrainer::weights() { return state_->weights; }

NetworkTrainer::Loss NetworkTrainer::learn(std::span<const TrainingSentence* const> batch, float rate) {
  auto& s = *state_;
  Loss loss;
  for (const auto* sentence : batch) {
    loss.words += sentence->size() - 1;
    if (!sentence->has_tree) loss.named_words += sentence->size() - 1;
  }
  const float scale = 1.0F / static_cast<float>(loss.words);
  s.embed(batch, true);
  s.encode(true);
  s.run_tags(true);
  s.run_heads(true);
  s.input_gradient.resize(s.shape.layers + 1);
  for (std::uint32_t l = 1; l <= s.shape.layers; ++l) s.input_gradient[l].assign(s.words * s.shape.width(), 0);
  s.tags_back(batch, scale, loss);
  s.heads_back(batch, scale, loss);
  s.encode_back();
  s.embed_back(batch);
  s.update(rate);
  return loss;
}

void NetworkTrainer::run(const TrainingSentence& sentence, NetworkOutput& output) {
  auto& s = *state_;
  const TrainingSentence* one = &sentence;
  s.embed({&one, 1}, false);
  s.encode(false);
  s.run_tags(false);
  s.run_heads(false);
  const std::size_t n = sentence.size(), out = s.shape.heads(), lab = s.shape.label;
  output.tags.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const float* row = s.tag_scores.data() + i * s.shape.tags;
    output.tags[i] = static_cast<std::uint32_t>(std::max_element(row, row + s.shape.tags) - row);
  }
  s.score_arcs(0, n, output.arcs);
  output.label_dependent.resize(n * lab);
  output.label_head.resize(n * lab);
  for (std::size_t i = 0; i < n; ++i) {
    const float* row = s.heads.data() + i * out + std::size_t{2} * s.shape.arc;
    std::copy(row, row + lab, output.label_dependent.data() + i * lab);
    std::copy(row + lab, row + 2 * lab, output.label_head.data() + i * lab);
  }
}

std::uint32_t NetworkTrainer::relation(const NetworkOutput& output, std::uint32_t dependent, std::uint32_t head) const {
  const auto& s = *state_;
  const std::size_t lab = s.shape.label, rel = s.shape.relations;
  Floats scores = s.weights.label_bias;
  for (std::size_t i = 0; i < lab; ++i) {
    float x = output.label_dependent[dependent * lab + i] + output.label_head[head * lab + i];
    if (x < 0) x *= kLeak;
    for (std::size_t r = 0; r < rel; ++r) scores[r] += x * s.weights.label[i * rel + r];
  }
  return static_cast<std::uint32_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

}  // namespace entente
