#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "ingest/language/model.h"

namespace entente {

/// What a name names.
enum class NameType : std::uint8_t { person, location, organization, misc };
inline constexpr std::size_t kNameTypes = 4;

/// Labels of words: O, then B and I of each type.
inline constexpr std::uint32_t kNameLabels = 2 * kNameTypes + 1;
inline std::uint32_t name_label(NameType type, bool begins) { return 2 * static_cast<std::uint32_t>(type) + (begins ? 1 : 2); }

/// A model tells no more data sets apart.
inline constexpr std::size_t kMostNameSets = 8;

/// PER, LOC, ORG, MISC: how files and reports write a type.
std::string_view name_type_code(NameType type);

/// A name: words [first, last) of a sentence.
struct NameSpan {
  std::uint32_t first = 0, last = 0;
  NameType type = NameType::person;
  bool operator==(const NameSpan&) const = default;
};

/// A name that a list holds, by its folded words. `list` (0 to kNameLists - 1) tells lists apart; what they mean is for whoever builds them.
struct ListedName {
  std::vector<std::string> words;
  std::uint8_t list = 0;
};
inline constexpr std::size_t kNameLists = 15;

/// The phrases of `lists` as models hold them: `lists := reach:u32 (check:u16 lists:u16)[names]`, open-addressed: phrases and their beginnings;
/// bit 15 of lists: more may follow. Empty where there are none.
std::string pack_name_lists(std::span<const ListedName> lists);

/// A sentence whose names are known.
struct NamedSentence {
  std::vector<std::string> words;
  std::vector<NameSpan> names;
  std::vector<std::uint8_t> tags = {};  ///< of the words, by the tagger of the syntax model; empty: not known
};

/// `ner-labels.tsv`: what the labels of published data sets are to us.
class NameLabels {
 public:
  /// Columns label, type; a type is PER, LOC, ORG, MISC or drop. Errors: NotFound, InvalidInput with file, line and remedy.
  static Result<NameLabels> load(const std::filesystem::path& file);

  /// False where the table does not know `label`; an empty `type` for one that is dropped.
  bool find(std::string_view label, std::optional<NameType>& type) const;

 private:
  std::map<std::string, std::optional<NameType>, std::less<>> types_;
};

/// Reads a BIO file: a line a word, the word in the first column and the label (O, B-x, I-x) in the last, columns separated by tabs or blanks,
/// line ends of any kind, an empty line after a sentence. An I- that continues nothing starts a name.
/// Errors: NotFound; InvalidInput with file, line and remedy (no label, a label that the table does not know).
Result<std::vector<NamedSentence>> read_bio(const std::filesystem::path& file, const NameLabels& labels);

class Parser;

/// What the syntax model says of the words of a sentence, which a name model weighs with its own features. Room that is used again.
struct NameHints {
  std::vector<std::uint8_t> tags;  ///< by word
  std::vector<std::int32_t> odds;  ///< as Parser::names() writes them
  /// Tags `words` and reads the odds off as data set `set` labels; `parser` can parse them afterwards. Without a set of that number, tags only.
  void read(Parser& parser, std::size_t set, std::span<const std::string_view> words);
};

/// Finds names with a linear-chain model over hashed features, to whose scores those of a network are added.
/// Immutable, so any number of threads may share one.
///
/// The bytes of a model, little-endian, as `train_names` returns them:
///
///   model    := "NER1" types:u8 sets:u8 default-set:u8 tagged:u8 slots:u32 scale:f32 network:f32 transitions features
///   transitions := i16[sets][labels][labels]; labels = 1 + 2 * types: O, B and I of each type. -32768: never
///   features := (check:u16 weight:i8[2 * types])[slots], open-addressed; check 0: empty. O weighs nothing.
///
/// Where `tagged` is 1 features of tags were learned. `network` is what the odds of the network count beside the model's own scores.
/// A weight w of a feature counts sign(w) * scale * (256^(|w| / 127) - 1) / 255 (mu-law).
class NameModel {
 public:
  /// `lists` are those that it was trained with, from pack_name_lists(). Keeps views into both, which must outlive the model.
  /// Errors: Corruption (cut short, or no such model), Version.
  static Result<NameModel> open(std::string_view bytes, std::string_view lists);

  /// Opens sections "ner.crf", "ner.lists" and "ner.sets" of `model`, and keeps it. Errors: as open().
  static Result<NameModel> load(std::shared_ptr<const ModelFile> model);

  /// Room that a call needs; one a thread, to save allocation.
  struct Scratch;
  struct ScratchDeleter {
    void operator()(Scratch* scratch) const;
  };
  using ScratchPtr = std::unique_ptr<Scratch, ScratchDeleter>;
  static ScratchPtr make_scratch();

  /// The names among `words`, in order, not overlapping, as data set `set` would have labelled them.
  /// `hints` may be null or hold less than both; then names are found without.
  void find(std::span<const std::string_view> words, std::size_t set, const NameHints* hints, Scratch& scratch, std::vector<NameSpan>& names) const;

  std::size_t sets() const { return sets_; }
  std::size_t default_set() const { return default_set_; }
  /// The number of data set `name`; that of the default set where the model knows no such name.
  std::size_t set(std::string_view name) const;
  /// The name of data set `set`; empty where open() was given bytes only.
  std::string_view set_name(std::size_t set) const { return set < set_names_.size() ? std::string_view(set_names_[set]) : std::string_view(); }

 private:
  template <std::size_t kWeights>
  void add_weights(std::span<const std::uint64_t> hashes, std::span<std::int32_t> score) const;

  std::shared_ptr<const ModelFile> file_;
  std::vector<std::string> set_names_;
  bool tagged_ = false;
  double network_ = 0;
  std::size_t labels_ = 0, weights_ = 0, sets_ = 0, default_set_ = 0, slots_ = 0;
  std::vector<std::int32_t> transitions_;
  std::string_view lists_, features_;
  std::vector<std::int16_t> expanded_;  // of each of the 256 codes of a weight
};

/// How `train_names` trains.
struct NameTraining {
  std::uint32_t epochs = 12;
  std::uint32_t adjusting_epochs = 3;  ///< after features had to go
  float rate = 0.05F;
  float decay = 1e-5F;
  float dropout = 0.0F;  ///< share of the words whose identity a pass hides, so that context learns to stand alone
  std::uint32_t seed = 1;
  std::size_t max_bytes = 2'500'000;  ///< of the model and its lists: features of least weight go
  std::size_t default_set = 0;
  /// Weight of the odds of the network, which learned from the same sentences: chosen on sentences that neither had seen. The network knows
  /// its sentences by heart and is too sure of others.
  float network = 0.25F;
};

/// Called after each pass over the data.
using NameProgress = std::function<void(std::uint32_t epoch, std::uint32_t epochs, double loss)>;

/// Trains on `sets`, each labelled by its own conventions; with features of tags where the sentences have them, and of `lists`, from
/// pack_name_lists(). The same input gives the same bytes. REQUIRES: 1 to kMostNameSets sets, words in every sentence.
std::string train_names(std::span<const std::vector<NamedSentence>> sets, std::string_view lists, const NameTraining& options,
                        const NameProgress& progress);

/// How many names of a type were there, found, and both.
struct NameScore {
  std::size_t expected = 0, found = 0, right = 0;
  double precision() const { return found == 0 ? 0 : static_cast<double>(right) / static_cast<double>(found); }
  double recall() const { return expected == 0 ? 0 : static_cast<double>(right) / static_cast<double>(expected); }
  double f1() const { return expected + found == 0 ? 0 : 2.0 * static_cast<double>(right) / static_cast<double>(expected + found); }
};

/// Figures of a model on a file: by type, and over PER, LOC and ORG, the figure that is quoted.
struct NameReport {
  std::array<NameScore, kNameTypes> types;
  NameScore all;
  std::size_t words = 0;
  double seconds = 0;
};
/// `parser` gives hints; it may be null. `seconds` is processor time with that of the hints.
NameReport evaluate_names(const NameModel& model, std::size_t set, Parser* parser, std::span<const NamedSentence> sentences);

}  // namespace entente
