#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace entente {

/// How large the network is. The defaults are what the shipped models use.
struct NetworkShape {
  std::uint32_t rows = 0;  ///< of the embedding table
  std::uint32_t embedding = 128;
  std::uint32_t cells = 128;  ///< of each direction of a layer
  std::uint32_t layers = 3;
  std::uint32_t tag_layer = 2;  ///< tags are read off after so many layers
  std::uint32_t arc = 96;       ///< a word as head, and as dependent, when arcs are scored
  std::uint32_t label = 96;     ///< hidden units that choose the relation of an arc
  std::uint32_t tags = 0, fine_tags = 0, relations = 0;
  std::uint32_t name_labels = 0, name_sets = 0;  ///< each data set of names has its own outputs, since each labels in its own way

  std::uint32_t width() const { return 2 * cells; }
  std::uint32_t input(std::uint32_t layer) const { return layer == 0 ? embedding : width(); }
  /// Columns that a layer computes for each direction: candidate, forget, reset, and in the first what the unit lets through.
  std::uint32_t columns(std::uint32_t layer) const { return (layer == 0 ? 4 : 3) * cells; }
  std::uint32_t heads() const { return 2 * arc + 2 * label; }
  std::uint32_t names() const { return name_sets * name_labels; }
};

/// Distance and direction from a word to a head that is tried, in classes: 0 is the root.
inline constexpr std::uint32_t kDistances = 20;
std::uint32_t distance_class(std::uint32_t word, std::uint32_t head);

/// Negative inputs of the hidden units are let through at this rate, so that no unit dies.
inline constexpr float kLeak = 0.1F;

/// The weights, one block of floats each, matrices row by row (input x output).
struct NetworkWeights {
  explicit NetworkWeights(const NetworkShape& shape);
  NetworkWeights() = default;

  struct Layer {
    std::array<std::vector<float>, 2> matrix;  ///< forward, backward: input x columns
    std::array<std::vector<float>, 2> gates;   ///< vf, vr, bf, br
  };
  std::vector<float> embeddings;
  std::vector<Layer> layers;
  std::vector<float> tag, tag_bias, fine, fine_bias;
  std::vector<float> name, name_bias;    ///< read off where tags are: width x (labels of the first data set, of the second, ...)
  std::vector<float> heads, heads_bias;  ///< width x (arc dependent, arc head, label dependent, label head)
  std::vector<float> arc, arc_head;      ///< arc x arc; and what a head counts whatever its dependent
  std::vector<float> distance;
  std::vector<float> label, label_bias;

  /// Every block but the embeddings, in a fixed order.
  std::vector<std::vector<float>*> blocks();
};

/// A sentence as the network learns it. Word 0 is the root; heads of words count so too.
struct TrainingSentence {
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  std::vector<std::uint32_t> row_begin;  ///< words + 1 offsets into `rows`; the form's own row comes first
  std::vector<std::uint32_t> rows;
  std::vector<float> form_kept;                                  ///< how likely each word's form is kept in training
  std::vector<std::uint32_t> tags, fine_tags, heads, relations;  ///< kNone: not known, not learned
  std::vector<std::uint32_t> names;                              ///< label of each word in data set `name_set`, or kNone
  std::uint32_t name_set = 0;
  std::uint32_t treebank_row = 0, any_treebank_row = 0;
  std::uint32_t drawn_rows = 0;  ///< above 0: of no treebank; each time its row is drawn from so many from any_treebank_row on
  bool has_tree = true;          ///< false: no head is known, nothing above the layer of the tags is learned
  std::size_t size() const { return row_begin.size() - 1; }
};

/// Small, fast, the same on every machine (xorshift multiply of Vigna).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 0x1234567) {}
  std::uint64_t next();
  float uniform() { return static_cast<float>(next() >> 40) * 0x1p-24F; }
  /// A number below `limit`.
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>((next() >> 32) * limit >> 32); }

 private:
  std::uint64_t state_;
};

struct NetworkOutput {
  std::vector<std::uint32_t> tags;                 ///< by word, the root's without meaning
  std::vector<float> arcs;                         ///< score of head h for word d at [d * size + h]
  std::vector<float> label_dependent, label_head;  ///< size x label, before the activation
};

/// Learns the weights by gradient descent (Adam), in floats.
class NetworkTrainer {
 public:
  struct Options {
    float dropout = 0.3F;         ///< of inputs to each layer and of hidden units
    float treebank_kept = 0.85F;  ///< how often the network is told which treebank a sentence is of
    float clip = 5;               ///< longest gradient
    std::uint64_t seed = 1;
  };
  NetworkTrainer(const NetworkShape& shape, const Options& options);
  ~NetworkTrainer();

  struct Loss {
    double tag = 0, arc = 0, label = 0, name = 0;
    std::size_t words = 0, named_words = 0;  ///< of all sentences; of those of names
  };
  /// One step on `batch` at `rate`. REQUIRES: sentences with trees come first.
  Loss learn(std::span<const TrainingSentence* const> batch, float rate);

  /// Runs the network as it is, without dropout.
  void run(const TrainingSentence& sentence, NetworkOutput& output);
  /// The best relation of an arc of the sentence that `output` is of.
  std::uint32_t relation(const NetworkOutput& output, std::uint32_t dependent, std::uint32_t head) const;

  const NetworkShape& shape() const;
  NetworkWeights& weights();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entente
