#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <random>
#include <unordered_map>

#include "graph/text/unicode.h"
#include "ingest/language/ner.h"
#include "ingest/language/ner_features.h"

namespace entente {
namespace {

constexpr std::size_t kMaxLabels = 2 * kNameTypes + 1;
constexpr std::size_t kWidth = 12;              // weights of a feature while training, by label: whole vector registers
constexpr double kUnit = 1024;                  // whole numbers of the model to one of training
constexpr double kGreatest = 31;                // weight: times kUnit it still fits 16 bits
constexpr std::size_t kFull = 15, kSlots = 16;  // of each 16 slots 15 are taken: a fuller table is slow for features that are not there

constexpr float kAdjusting = 0.4F;  // of the rate: the weights that are left start near where they belong

using Row = std::array<float, kWidth>;

/// A sentence as training sees it.
struct Example {
  std::vector<std::uint8_t> labels;
  std::vector<std::uint32_t> features;  ///< of all words
  std::vector<std::uint32_t> ends;      ///< of each word's features
  std::vector<std::uint32_t> hidden;    ///< the features without the words' identity
  std::vector<std::uint32_t> hidden_ends;
  std::uint32_t set = 0;
};

class Trainer {
 public:
  Trainer(std::span<const std::vector<NamedSentence>> sets, std::string_view lists, const NameTraining& options)
      : options_(options), sets_(sets.size()), random_(options.seed) {
    for (const auto& set : sets)
      for (const auto& sentence : set)
        for (const auto& name : sentence.names) types_ = std::max(types_, static_cast<std::size_t>(name.type) + 1);
    labels_ = 2 * types_ + 1;
    for (std::size_t set = 0; set < sets.size(); ++set)
      for (const auto& sentence : sets[set]) add(sentence, static_cast<std::uint32_t>(set), lists);
    index_.clear();
    const std::size_t fixed = 20 + 2 * sets_ * labels_ * labels_ + lists.size();
    const std::size_t room = options_.max_bytes > fixed ? (options_.max_bytes - fixed) / (2 + 2 * types_) : 0;
    most_ = std::max<std::size_t>(room * kFull / kSlots, 1);
  }

  // Trains on every feature. Where they do not all fit, those of least weight go, and the others are adjusted for a few passes: a thousand
  // small weights that each spoke against a name were together a strong voice.
  void run(const NameProgress& progress) {
    const bool adjust = hashes_.size() > most_;
    const std::uint32_t all = options_.epochs + (adjust ? options_.adjusting_epochs : 0);
    weights_.assign(hashes_.size(), Row{});
    squares_.assign(hashes_.size(), Row{});
    for (auto& row : squares_) row.fill(1e-4F);
    transitions_.assign(sets_ * labels_ * labels_, 0);
    transition_squares_.assign(transitions_.size(), 1e-4);
    pass(0, options_.epochs, options_.epochs / 2, all, progress);
    if (!adjust) return;
    keep(heaviest(most_));
    options_.rate *= kAdjusting;
    pass(options_.epochs, all, options_.epochs, all, progress);
  }

  std::string bytes() const {
    const std::size_t width = 2 + 2 * types_;
    const auto kept = heaviest(most_);
    const auto slots = static_cast<std::uint32_t>(kept.size() * kSlots / kFull + 1);
    double greatest = 1e-6;
    for (const auto f : kept)
      for (std::size_t k = 1; k < labels_; ++k) greatest = std::max(greatest, std::min<double>(std::fabs(against_outside(f, k)), kGreatest));

    std::string out = "NER1";
    const auto put = [&](const auto& value) { out.append(reinterpret_cast<const char*>(&value), sizeof value); };
    put(static_cast<std::uint8_t>(types_));
    put(static_cast<std::uint8_t>(sets_));
    put(static_cast<std::uint8_t>(options_.default_set));
    put(static_cast<std::uint8_t>(tagged_));
    put(slots);
    put(static_cast<float>(greatest * kUnit));
    put(options_.network);
    for (std::size_t i = 0; i < transitions_.size(); ++i) {
      const std::size_t from = i / labels_ % labels_, to = i % labels_;
      put(may_follow(from, to) ? static_cast<std::int16_t>(std::lround(std::clamp(transition_mean_[i], -kGreatest, kGreatest) * kUnit))
                               : std::numeric_limits<std::int16_t>::min());
    }
    std::string table(slots * width, '\0');
    for (const auto f : kept) {
      const auto hash = hashes_[f];
      std::size_t slot = names::slot_of(hash, slots);
      std::uint16_t stored = 0;
      while (std::memcpy(&stored, table.data() + slot * width, 2), stored != 0) slot = slot + 1 == slots ? 0 : slot + 1;
      const auto check = names::check_of(hash);
      std::memcpy(table.data() + slot * width, &check, 2);
      for (std::size_t k = 0; k < 2 * types_; ++k) table[slot * width + 2 + k] = static_cast<char>(code(against_outside(f, k + 1), greatest));
    }
    return out + table;
  }

 private:
  // Drops all features but `kept`, which start from their mean weights.
  void keep(const std::vector<std::uint32_t>& kept) {
    constexpr std::uint32_t kGone = ~std::uint32_t{0};
    std::vector<std::uint32_t> renumbered(hashes_.size(), kGone);
    const auto compact = [&](auto& values, const auto& from) {
      std::remove_cvref_t<decltype(values)> chosen;
      chosen.reserve(kept.size());
      for (const auto f : kept) chosen.push_back(from[f]);
      values = std::move(chosen);
    };
    for (const auto& f : kept) renumbered[f] = static_cast<std::uint32_t>(&f - kept.data());
    compact(hashes_, hashes_);
    compact(counts_, counts_);
    compact(squares_, squares_);
    compact(weights_, mean_);
    transitions_ = transition_mean_;
    const auto filter = [&](std::vector<std::uint32_t>& features, std::vector<std::uint32_t>& ends) {
      std::uint32_t size = 0, from = 0;
      for (auto& end : ends) {
        for (; from < end; ++from)
          if (renumbered[features[from]] != kGone) features[size++] = renumbered[features[from]];
        end = size;
      }
      features.resize(size);
    };
    for (auto& example : examples_) {
      filter(example.features, example.ends);
      filter(example.hidden, example.hidden_ends);
    }
  }

  // Passes [first, last) of `all`; leaves the mean of the weights after pass `settled` and each later one, as earlier ones are far from the end.
  void pass(std::uint32_t first, std::uint32_t last, std::uint32_t settled, std::uint32_t all, const NameProgress& progress) {
    std::vector<std::uint32_t> order(examples_.size());
    std::iota(order.begin(), order.end(), 0U);
    mean_.assign(weights_.size(), Row{});
    transition_mean_.assign(transitions_.size(), 0);
    std::size_t words = 0;
    for (const auto& example : examples_) words += example.labels.size();
    const float share = 1.0F / static_cast<float>(std::max(last - std::min(settled, last), 1U));
    for (std::uint32_t epoch = first; epoch < last; ++epoch) {
      shuffle(order);
      double loss = 0;
      for (const auto i : order) loss += learn(examples_[i]);
      if (epoch >= settled) {
        for (std::size_t f = 0; f < weights_.size(); ++f)
          for (std::size_t k = 0; k < kWidth; ++k) mean_[f][k] += weights_[f][k] * share;
        for (std::size_t t = 0; t < transitions_.size(); ++t) transition_mean_[t] += transitions_[t] * static_cast<double>(share);
      }
      if (progress) progress(epoch + 1, all, loss / static_cast<double>(std::max<std::size_t>(words, 1)));
    }
  }

  static std::int8_t code(float weight, double greatest) {
    const double size = std::min(std::fabs(static_cast<double>(weight)) / greatest, 1.0);
    const auto code = static_cast<int>(std::lround(127 * std::log(1 + 255 * size) / std::log(256.0)));
    return static_cast<std::int8_t>(weight < 0 ? -code : code);
  }

  // While training O has weights too, which learns better; a model's O weighs nothing, which decides the same.
  float against_outside(std::uint32_t feature, std::size_t label) const { return mean_[feature][label] - mean_[feature][0]; }

  static bool may_follow(std::size_t from, std::size_t to) { return to == 0 || to % 2 == 1 || from == to || from + 1 == to; }

  // The features of most weight, in the order of their hashes, so that the table does not depend on the order of the data.
  std::vector<std::uint32_t> heaviest(std::size_t most) const {
    std::vector<std::pair<float, std::uint32_t>> ranked;
    for (std::uint32_t f = 0; f < mean_.size(); ++f) {
      float sum = 0, weight = 0;
      for (std::size_t k = 0; k < labels_; ++k) sum += mean_[f][k];
      for (std::size_t k = 0; k < labels_; ++k) weight += std::fabs(mean_[f][k] - sum / static_cast<float>(labels_));
      weight *= std::sqrt(static_cast<float>(counts_[f]));  // what is rare in training is rare in the text to come
      if (weight > 0) ranked.emplace_back(weight, f);
    }
    std::ranges::sort(ranked,
                      [&](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : hashes_[a.second] < hashes_[b.second]; });
    if (ranked.size() > most) ranked.resize(most);
    std::vector<std::uint32_t> kept;
    kept.reserve(ranked.size());
    for (const auto& [weight, f] : ranked) kept.push_back(f);
    std::ranges::sort(kept, [&](auto a, auto b) { return hashes_[a] < hashes_[b]; });
    return kept;
  }

  std::uint32_t number(std::uint64_t hash) {
    const auto [at, added] = index_.try_emplace(hash, static_cast<std::uint32_t>(hashes_.size()));
    if (added) hashes_.push_back(hash), counts_.push_back(0);
    ++counts_[at->second];
    return at->second;
  }

  void add(const NamedSentence& sentence, std::uint32_t set, std::string_view lists) {
    Example example;
    example.set = set;
    example.labels.assign(sentence.words.size(), 0);
    for (const auto& name : sentence.names)
      for (auto i = name.first; i < name.last; ++i)
        example.labels[i] = static_cast<std::uint8_t>(2 * static_cast<std::size_t>(name.type) + (i == name.first ? 1 : 2));
    const std::vector<std::string_view> words(sentence.words.begin(), sentence.words.end());
    names::read_atoms(words, atoms_);
    if (!sentence.tags.empty()) names::read_tags(sentence.tags, atoms_), tagged_ = true;
    names::read_lists(atoms_, lists);
    runs_.read(atoms_);
    const auto read = [&](bool hidden, auto& features, auto& ends) {
      for (std::size_t at = 0; at < words.size(); ++at) {
        buffer_.clear();
        const std::size_t copied = names::read_features(atoms_, runs_, at, hidden, buffer_);
        for (std::size_t i = 0; i < buffer_.size(); ++i) {
          const auto hash = buffer_[i];
          features.push_back(number(hash));
          if (sets_ > 1 && i < copied) features.push_back(number(names::copy_for(hash, set)));
        }
        ends.push_back(static_cast<std::uint32_t>(features.size()));
      }
    };
    read(false, example.features, example.ends);
    if (options_.dropout > 0) read(true, example.hidden, example.hidden_ends);
    examples_.push_back(std::move(example));
  }

  void shuffle(std::vector<std::uint32_t>& order) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random_() % i]);
  }

  // One step of AdaGrad on the likelihood of one sentence; returns what it lost before.
  double learn(const Example& example) {
    const std::size_t size = example.labels.size();
    chosen_.resize(size);
    score_.resize(size);
    alpha_.resize(size);
    beta_.resize(size);
    const auto hide = static_cast<std::uint32_t>(static_cast<double>(options_.dropout) * 4294967295.0);
    for (std::size_t i = 0; i < size; ++i) {
      const bool hidden = options_.dropout > 0 && random_() < hide;
      const auto& features = hidden ? example.hidden : example.features;
      const auto& ends = hidden ? example.hidden_ends : example.ends;
      chosen_[i] = std::span(features).subspan(i == 0 ? 0 : ends[i - 1], ends[i] - (i == 0 ? 0 : ends[i - 1]));
      Row sum{};
      for (const auto f : chosen_[i])
        for (std::size_t k = 0; k < kWidth; ++k) sum[k] += weights_[f][k];
      for (std::size_t k = 0; k < labels_; ++k) score_[i][k] = static_cast<double>(sum[k]);
    }
    const double* transitions = transitions_.data() + example.set * labels_ * labels_;
    double factor[kMaxLabels][kMaxLabels];
    for (std::size_t a = 0; a < labels_; ++a)
      for (std::size_t b = 0; b < labels_; ++b) factor[a][b] = may_follow(a, b) ? std::exp(transitions[a * labels_ + b]) : 0;

    double likelihood = 0;
    std::vector<double>& shares = shares_;
    shares.resize(size);
    for (std::size_t i = 0; i < size; ++i) {
      const double top = *std::max_element(score_[i].begin(), score_[i].begin() + static_cast<std::ptrdiff_t>(labels_));
      likelihood += score_[i][example.labels[i]] - top;
      if (i > 0) likelihood += transitions[example.labels[i - 1] * labels_ + example.labels[i]];
      double sum = 0;
      for (std::size_t b = 0; b < labels_; ++b) {
        double in = i == 0 ? (b != 0 && b % 2 == 0 ? 0.0 : 1.0) : 0.0;
        if (i > 0)
          for (std::size_t a = 0; a < labels_; ++a) in += alpha_[i - 1][a] * factor[a][b];
        score_[i][b] = std::exp(score_[i][b] - top);
        alpha_[i][b] = in * score_[i][b];
        sum += alpha_[i][b];
      }
      for (std::size_t b = 0; b < labels_; ++b) alpha_[i][b] /= sum;
      shares[i] = sum;
      likelihood -= std::log(sum);
    }
    beta_[size - 1].fill(1);
    for (std::size_t i = size - 1; i-- > 0;)
      for (std::size_t a = 0; a < labels_; ++a) {
        double out = 0;
        for (std::size_t b = 0; b < labels_; ++b) out += factor[a][b] * score_[i + 1][b] * beta_[i + 1][b];
        beta_[i][a] = out / shares[i + 1];
      }

    double step[kMaxLabels][kMaxLabels] = {};
    for (std::size_t i = 0; i < size; ++i) {
      Row gradient{};
      bool any = false;
      for (std::size_t k = 0; k < labels_; ++k) {
        gradient[k] = static_cast<float>((k == example.labels[i] ? 1.0 : 0.0) - alpha_[i][k] * beta_[i][k]);
        any |= std::fabs(gradient[k]) > 1e-4F;
      }
      if (any) update(chosen_[i], gradient);
      if (i == 0) continue;
      for (std::size_t a = 0; a < labels_; ++a)
        for (std::size_t b = 0; b < labels_; ++b) step[a][b] -= alpha_[i - 1][a] * factor[a][b] * score_[i][b] * beta_[i][b] / shares[i];
      step[example.labels[i - 1]][example.labels[i]] += 1;
    }
    for (std::size_t a = 0; a < labels_; ++a)
      for (std::size_t b = 0; b < labels_; ++b) {
        if (!may_follow(a, b) || step[a][b] == 0) continue;
        const std::size_t t = (example.set * labels_ + a) * labels_ + b;
        transition_squares_[t] += step[a][b] * step[a][b];
        transitions_[t] += static_cast<double>(options_.rate) * step[a][b] / std::sqrt(transition_squares_[t]);
      }
    return -likelihood;
  }

  void update(std::span<const std::uint32_t> features, const Row& gradient) {
    for (const auto f : features) {
      Row &w = weights_[f], &square = squares_[f];
      for (std::size_t k = 0; k < kWidth; ++k) {
        const float g = gradient[k] - options_.decay * w[k];
        square[k] += g * g;
        w[k] += options_.rate * g / std::sqrt(square[k]);
      }
    }
  }

  NameTraining options_;
  std::size_t sets_, types_ = 1, labels_ = 3, most_ = 1;
  bool tagged_ = false;
  std::mt19937 random_;
  std::unordered_map<std::uint64_t, std::uint32_t> index_;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint32_t> counts_;  // of words with each feature
  std::vector<Example> examples_;
  std::vector<Row> weights_, squares_, mean_;
  std::vector<double> transitions_, transition_squares_, transition_mean_;

  std::vector<names::Atoms> atoms_;
  names::Runs runs_;
  std::vector<std::uint64_t> buffer_;
  std::vector<std::span<const std::uint32_t>> chosen_;
  std::vector<std::array<double, kMaxLabels>> score_, alpha_, beta_;
  std::vector<double> shares_;
};

}  // namespace

std::string pack_name_lists(std::span<const ListedName> lists) {
  std::unordered_map<std::uint64_t, std::uint16_t> entries;
  std::vector<std::uint64_t> order;
  std::uint32_t reach = 0;
  for (const auto& name : lists) {
    std::uint64_t phrase = names::phrase_start();
    for (std::size_t i = 0; i < name.words.size(); ++i) {
      phrase = names::extend_phrase(phrase, names::folded_hash(name.words[i]));
      const auto [at, added] = entries.try_emplace(phrase, std::uint16_t{0});
      if (added) order.push_back(phrase);
      at->second = static_cast<std::uint16_t>(at->second | (i + 1 == name.words.size() ? 1U << name.list : names::kExtends));
    }
    reach = std::max(reach, static_cast<std::uint32_t>(name.words.size()));
  }
  if (order.empty()) return {};
  std::ranges::sort(order);
  const std::size_t size = order.size() * kSlots / kFull + 1;
  std::vector<std::array<std::uint16_t, 2>> table(size);
  for (const auto hash : order) {
    std::size_t slot = names::slot_of(hash, size);
    while (table[slot][0] != 0) slot = slot + 1 == size ? 0 : slot + 1;
    table[slot] = {names::check_of(hash), entries[hash]};
  }
  std::string out(sizeof reach + size * sizeof table[0], '\0');
  std::memcpy(out.data(), &reach, sizeof reach);
  std::memcpy(out.data() + sizeof reach, table.data(), size * sizeof table[0]);
  return out;
}

std::string train_names(std::span<const std::vector<NamedSentence>> sets, std::string_view lists, const NameTraining& options,
                        const NameProgress& progress) {
  Trainer trainer(sets, lists, options);
  trainer.run(progress);
  return trainer.bytes();
}

}  // namespace entente
