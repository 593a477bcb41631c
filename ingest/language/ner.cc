#include "ingest/language/ner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <ctime>
#include <fstream>
#include <limits>

#include "graph/text/tsv.h"
#include "graph/text/unicode.h"
#include "ingest/language/ner_features.h"
#include "ingest/language/parser.h"

namespace entente {
namespace {

constexpr std::array<std::string_view, kNameTypes> kTypeCodes = {"PER", "LOC", "ORG", "MISC"};
constexpr std::size_t kHeader = 20;
constexpr std::int16_t kNever = std::numeric_limits<std::int16_t>::min();
constexpr std::int32_t kImpossible = std::numeric_limits<std::int32_t>::min() / 4;
// Odds in 1/1024: a word in lower case of which the network is that sure is in no name, and its features, most of the time, need not be looked
// up. It changed no figure of the development sets by more than 0.1.
constexpr std::int32_t kOutside = -7 * 1024;
constexpr std::size_t kMaxWeights = 2 * kNameTypes;

template <class T>
T read_at(std::string_view bytes, std::size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

double processor_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Turns the labels of a sentence into spans.
class SpanReader {
 public:
  explicit SpanReader(std::vector<NameSpan>& names) : names_(names) {}

  // `begins`: the word starts a name whatever stood before it.
  void add(std::uint32_t word, std::optional<NameType> type, bool begins) {
    if (open_ && (begins || type != std::optional(names_.back().type))) open_ = false;
    if (!type) return;
    if (!open_) names_.push_back({word, word, *type});
    names_.back().last = word + 1;
    open_ = true;
  }

 private:
  std::vector<NameSpan>& names_;
  bool open_ = false;
};

}  // namespace

std::string_view name_type_code(NameType type) { return kTypeCodes[static_cast<std::size_t>(type)]; }

Result<NameLabels> NameLabels::load(const std::filesystem::path& file) {
  static constexpr std::array<std::string_view, 2> kColumns = {"label", "type"};
  const auto table = TsvTable::load(file, kColumns);
  if (!table) return failure(table.error());
  NameLabels labels;
  for (const auto& row : table->rows()) {
    std::optional<NameType> type;
    if (row.cells[1] != "drop") {
      const auto at = std::ranges::find(kTypeCodes, row.cells[1]);
      if (at == kTypeCodes.end()) return failure(table->bad_row(row, fmt::format("type '{}' must be PER, LOC, ORG, MISC or drop", row.cells[1])));
      type = static_cast<NameType>(at - kTypeCodes.begin());
    }
    if (!labels.types_.emplace(row.cells[0], type).second)
      return failure(table->bad_row(row, fmt::format("label '{}' is listed twice; keep one row", row.cells[0])));
  }
  return labels;
}

bool NameLabels::find(std::string_view label, std::optional<NameType>& type) const {
  const auto at = types_.find(label);
  if (at == types_.end()) return false;
  type = at->second;
  return true;
}

Result<std::vector<NamedSentence>> read_bio(const std::filesystem::path& file, const NameLabels& labels) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return failure(StatusCode::not_found, fmt::format("{}: cannot be opened; name a file of words and labels", file.string()));
  std::vector<NamedSentence> sentences;
  NamedSentence sentence;
  std::optional<SpanReader> spans;
  const auto finish = [&] {
    if (!sentence.words.empty()) sentences.push_back(std::move(sentence));
    sentence = {};
    spans.emplace(sentence.names);
  };
  finish();
  std::string text;
  for (std::size_t line = 1; std::getline(in, text); ++line) {
    std::string_view row = text;
    const auto bad = [&](std::string_view what) { return failure(StatusCode::invalid_input, fmt::format("{}:{}: {}", file.string(), line, what)); };
    while (!row.empty() && (row.back() == '\r' || row.back() == ' ' || row.back() == '\t')) row.remove_suffix(1);
    if (line == 1 && row.starts_with("\xEF\xBB\xBF")) row.remove_prefix(3);
    if (row.empty()) {
      finish();
      continue;
    }
    const auto first = row.find_first_of(" \t"), last = row.find_last_of(" \t");
    if (first == std::string_view::npos) return bad(fmt::format("'{}' has no label; write the word, a tab and O, B-x or I-x", row));
    if (find_invalid_utf8(row)) return bad("is no valid UTF-8; convert the file");
    const auto word = row.substr(0, first), label = row.substr(last + 1);
    if (word == "-DOCSTART-") continue;
    std::optional<NameType> type;
    if (label != "O") {
      if (!label.starts_with("B-") && !label.starts_with("I-")) return bad(fmt::format("label '{}' must be O, B-x or I-x", label));
      if (!labels.find(label.substr(2), type)) return bad(fmt::format("label '{}' is not known; add a row to ner-labels.tsv", label.substr(2)));
    }
    spans->add(static_cast<std::uint32_t>(sentence.words.size()), type, label.front() == 'B');
    sentence.words.emplace_back(word);
  }
  finish();
  return sentences;
}

struct NameModel::Scratch {
  std::vector<names::Atoms> atoms;
  names::Runs runs;
  std::vector<std::uint64_t> features;
  std::vector<std::array<std::int32_t, kMaxWeights + 1>> best;
  std::vector<std::array<std::uint8_t, kMaxWeights + 1>> from;
};

void NameModel::ScratchDeleter::operator()(Scratch* scratch) const { delete scratch; }
NameModel::ScratchPtr NameModel::make_scratch() { return ScratchPtr(new Scratch); }

Result<NameModel> NameModel::open(std::string_view bytes, std::string_view lists) {
  const auto broken = [](std::string_view what) {
    return failure(StatusCode::corruption, fmt::format("name model: {}; build it anew or restore the file", what));
  };
  if (bytes.size() < kHeader || !bytes.starts_with("NER")) return broken("these bytes are no name model");
  if (bytes[3] != '1')
    return failure(StatusCode::version, fmt::format("name model: format {}, this program reads 1; train it with this program", bytes[3]));
  NameModel model;
  const auto types = static_cast<unsigned char>(bytes[4]);
  model.sets_ = static_cast<unsigned char>(bytes[5]);
  model.default_set_ = static_cast<unsigned char>(bytes[6]);
  model.slots_ = read_at<std::uint32_t>(bytes, 8);
  const auto scale = read_at<float>(bytes, 12), network = read_at<float>(bytes, 16);
  model.lists_ = lists;
  model.tagged_ = bytes[7] != 0;
  model.network_ = static_cast<double>(network);
  if (types == 0 || types > kNameTypes || model.sets_ == 0 || model.default_set_ >= model.sets_ || !std::isfinite(scale) || model.slots_ == 0 ||
      !(network >= 0 && network <= 16))
    return broken("its header makes no sense");
  model.weights_ = std::size_t{2} * types;
  model.labels_ = model.weights_ + 1;
  const std::size_t transitions = model.sets_ * model.labels_ * model.labels_;
  const std::size_t features = kHeader + 2 * transitions;
  if (bytes.size() != features + model.slots_ * (2 + model.weights_))
    return broken(fmt::format("{} bytes do not fit what its header says", bytes.size()));
  model.features_ = bytes.substr(features);
  for (std::size_t i = 0; i < transitions; ++i) {
    const auto value = read_at<std::int16_t>(bytes, kHeader + 2 * i);
    model.transitions_.push_back(value == kNever ? kImpossible : value);
  }
  // Sums are whole numbers, 1/1024 of the greatest weight each, so that every machine finds the same names.
  model.expanded_.resize(256);
  for (int code = -128; code < 128; ++code) {
    const double size = (std::pow(256.0, std::min(std::abs(code), 127) / 127.0) - 1) / 255;
    model.expanded_[static_cast<std::uint8_t>(code)] = static_cast<std::int16_t>(std::lround((code < 0 ? -size : size) * static_cast<double>(scale)));
  }
  return model;
}

Result<NameModel> NameModel::load(std::shared_ptr<const ModelFile> file) {
  const auto bytes = file->text("ner.crf"), sets = file->text("ner.sets");
  if (!bytes) return failure(bytes.error());
  if (!sets) return failure(sets.error());
  std::string_view lists;
  if (file->has("ner.lists")) {
    const auto section = file->text("ner.lists");
    if (!section) return failure(section.error());
    lists = *section;
  }
  auto model = open(*bytes, lists);
  if (!model) return failure(model.error().code(), fmt::format("{}: {}", file->path(), model.error().message()));
  for (std::size_t at = 0; at < sets->size();) {
    const auto end = std::min(sets->find('\n', at), sets->size());
    model->set_names_.emplace_back(sets->substr(at, end - at));
    at = end + 1;
  }
  if (model->set_names_.size() != model->sets_) return file->damaged("ner.sets", "does not fit ner.crf");
  model->file_ = std::move(file);
  return model;
}

std::size_t NameModel::set(std::string_view name) const {
  const auto at = std::ranges::find(set_names_, name);
  return at == set_names_.end() ? default_set_ : static_cast<std::size_t>(at - set_names_.begin());
}

void NameHints::read(Parser& parser, std::size_t set, std::span<const std::string_view> words) {
  tags.resize(words.size());
  parser.tag(words, tags);
  odds.clear();
  if (set >= parser.model().name_sets().size()) return;
  odds.resize(words.size() * kNameLabels);
  parser.names(set, odds);
}

// The number of weights is known when this is compiled for every model that ships; 0 is any number.
template <std::size_t kWeights>
void NameModel::add_weights(std::span<const std::uint64_t> hashes, std::span<std::int32_t> score) const {
  const std::size_t weights = kWeights == 0 ? weights_ : kWeights, width = 2 + weights, slots = slots_;
  const char* const table = features_.data();
  const std::int16_t* const expanded = expanded_.data();
  constexpr std::size_t kAhead = 12;  // features: about as many reads of memory as a processor keeps in flight
  for (std::size_t i = 0; i < std::min(kAhead, hashes.size()); ++i) __builtin_prefetch(table + names::slot_of(hashes[i], slots) * width);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (i + kAhead < hashes.size()) __builtin_prefetch(table + names::slot_of(hashes[i + kAhead], slots) * width);
    const auto check = names::check_of(hashes[i]);
    std::size_t slot = names::slot_of(hashes[i], slots);
    // A table without an empty slot must not hold us for ever.
    for (std::size_t probes = 0; probes < slots; ++probes) {
      const char* const entry = table + slot * width;
      std::uint16_t stored = 0;
      std::memcpy(&stored, entry, sizeof stored);
      if (stored == check) {
        for (std::size_t k = 0; k < weights; ++k) score[k + 1] += expanded[static_cast<std::uint8_t>(entry[2 + k])];
        break;
      }
      if (stored == 0) break;
      if (++slot == slots) slot = 0;
    }
  }
}

void NameModel::find(std::span<const std::string_view> words, std::size_t set, const NameHints* hints, Scratch& scratch,
                     std::vector<NameSpan>& found) const {
  found.clear();
  if (words.empty()) return;
  auto& atoms = scratch.atoms;
  names::read_atoms(words, atoms);
  if (tagged_ && hints != nullptr && hints->tags.size() == words.size()) names::read_tags(hints->tags, atoms);
  const bool heard = network_ > 0 && hints != nullptr && hints->odds.size() == words.size() * kNameLabels;
  names::read_lists(atoms, lists_);
  scratch.runs.read(atoms);
  scratch.best.resize(words.size());
  scratch.from.resize(words.size());
  const auto* transitions = transitions_.data() + set * labels_ * labels_;
  for (std::size_t at = 0; at < words.size(); ++at) {
    std::array<std::int32_t, kMaxWeights + 1> score{};
    const auto odds = heard ? std::span(hints->odds).subspan(at * kNameLabels, labels_) : std::span<const std::int32_t>();
    if (heard && !atoms[at].upper && *std::max_element(odds.begin() + 1, odds.end()) < kOutside) {
      std::fill(score.begin() + 1, score.end(), kImpossible);
    } else {
      auto& features = scratch.features;
      features.clear();
      const std::size_t copied = names::read_features(atoms, scratch.runs, at, false, features);
      if (sets_ > 1)
        for (std::size_t i = 0; i < copied; ++i) features.push_back(names::copy_for(features[i], set));
      if (weights_ == kMaxWeights)
        add_weights<kMaxWeights>(features, score);
      else if (weights_ == kMaxWeights - 2)
        add_weights<kMaxWeights - 2>(features, score);
      else
        add_weights<0>(features, score);
      if (heard)
        for (std::size_t k = 1; k < labels_; ++k) score[k] += static_cast<std::int32_t>(std::lround(network_ * odds[k]));
    }
    auto& best = scratch.best[at];
    for (std::size_t to = 0; to < labels_; ++to) {
      if (at == 0) {
        best[to] = to != 0 && to % 2 == 0 ? kImpossible : score[to];
        continue;
      }
      const auto& before = scratch.best[at - 1];
      std::int32_t top = std::numeric_limits<std::int32_t>::min();
      std::uint8_t from = 0;
      for (std::size_t label = 0; label < labels_; ++label) {
        const std::int32_t value = std::max(before[label] + transitions[label * labels_ + to], kImpossible);
        if (value > top) top = value, from = static_cast<std::uint8_t>(label);
      }
      best[to] = std::max(top + score[to], kImpossible);
      scratch.from[at][to] = from;
    }
  }
  std::size_t label = 0;
  for (std::size_t k = 1; k < labels_; ++k)
    if (scratch.best.back()[k] > scratch.best.back()[label]) label = k;
  std::uint32_t last = 0;
  for (auto at = static_cast<std::uint32_t>(words.size()); at-- > 0;) {
    if (label != 0) {
      if (last == 0) last = at + 1;
      if (label % 2 == 1) found.push_back({at, last, static_cast<NameType>((label - 1) / 2)}), last = 0;
    } else {
      last = 0;
    }
    label = scratch.from[at][label];
  }
  std::ranges::reverse(found);
}

NameReport evaluate_names(const NameModel& model, std::size_t set, Parser* parser, std::span<const NamedSentence> sentences) {
  NameReport report;
  const auto scratch = NameModel::make_scratch();
  std::vector<NameSpan> found;
  std::vector<std::string_view> words;
  NameHints hints;
  double seconds = 0;
  for (const auto& sentence : sentences) {
    words.assign(sentence.words.begin(), sentence.words.end());
    const double start = processor_time();
    if (parser != nullptr) hints.read(*parser, set, words);
    model.find(words, set, parser == nullptr ? nullptr : &hints, *scratch, found);
    seconds += processor_time() - start;
    report.words += words.size();
    for (const auto& name : sentence.names) ++report.types[static_cast<std::size_t>(name.type)].expected;
    for (const auto& name : found) {
      auto& score = report.types[static_cast<std::size_t>(name.type)];
      ++score.found;
      score.right += std::ranges::find(sentence.names, name) != sentence.names.end();
    }
  }
  report.seconds = seconds;
  for (std::size_t type = 0; type < static_cast<std::size_t>(NameType::misc); ++type) {
    report.all.expected += report.types[type].expected;
    report.all.found += report.types[type].found;
    report.all.right += report.types[type].right;
  }
  return report;
}

}  // namespace entente
