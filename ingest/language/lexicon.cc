#include "ingest/language/lexicon.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace entente {
namespace {

constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15ULL;

bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
bool is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(unsigned char c) { return c >= 'a' && c <= 'z'; }

// A word in lower case, digits 0, between marks of its start and end. Bytes past kLongest are cut out of its middle.
constexpr std::size_t kLongest = 24;
struct Folded {
  std::array<unsigned char, kLongest + 2 + 8> bytes;  // eight spare, so that five may be read anywhere
  std::size_t size;
};

unsigned char fold(unsigned char c, unsigned char before) {
  if (is_upper(c)) return static_cast<unsigned char>(c + 32);
  if (is_digit(c)) return '0';
  if (before == 0xC3 && c >= 0x80 && c <= 0x9E) return static_cast<unsigned char>(c + 32);  // À to Þ in UTF-8
  return c;
}

Folded folded(std::string_view form) {
  Folded out{};
  out.bytes[0] = 1;
  const std::size_t size = std::min(form.size(), kLongest);
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t at = i < kLongest / 2 ? i : form.size() - size + i;
    out.bytes[i + 1] = fold(static_cast<unsigned char>(form[at]), at > 0 ? static_cast<unsigned char>(form[at - 1]) : 0);
  }
  out.bytes[size + 1] = 2;
  out.size = size + 2;
  return out;
}

std::uint32_t ngram(const unsigned char* bytes, unsigned length, unsigned kind) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, 8);
  word &= (std::uint64_t{1} << 8 * length) - 1;
  return static_cast<std::uint32_t>((word | std::uint64_t{kind} << 56) * kMultiplier >> 49);
}
static_assert(Lexicon::kNgrams == 1U << (64 - 49));

// Letters in upper and lower case, digits, other marks, letters of other scripts; a run counts as two at most.
std::uint32_t shape(std::string_view form) {
  std::uint64_t hash = 0;
  unsigned char last = 0, last2 = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(form.size(), 32); ++i) {
    const auto c = static_cast<unsigned char>(form[i]);
    const unsigned char kind = is_upper(c) ? 'A' : is_lower(c) ? 'a' : is_digit(c) ? '0' : c < 0x80 ? c : 'u';
    if (kind == last && kind == last2) continue;
    hash = (hash ^ kind) * kMultiplier;
    hash ^= hash >> 29;
    last2 = last;
    last = kind;
  }
  return static_cast<std::uint32_t>(hash * kMultiplier >> 55);
}
static_assert(Lexicon::kShapes == 1U << (64 - 55));

}  // namespace

std::uint64_t Lexicon::key(std::string_view form) {
  std::uint64_t hash = form.size();
  std::uint64_t word = 0;
  unsigned char before = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const auto c = static_cast<unsigned char>(form[i]);
    word = word << 8 | fold(c, before);
    before = c;
    if (i % 8 == 7 || i + 1 == form.size()) {
      hash = (hash ^ word) * kMultiplier;
      hash ^= hash >> 32;
      word = 0;
    }
  }
  return hash * kMultiplier;
}

Lexicon::Lexicon(std::vector<std::uint64_t> forms, std::uint32_t treebanks)
    : keys_(std::move(forms)), forms_(static_cast<std::uint32_t>(keys_.size())), treebanks_(treebanks) {
  std::size_t size = 16;
  while (size < 2 * keys_.size()) size *= 2;
  slots_.assign(size, 0);
  fragments_.assign(size, 0);
  mask_ = size - 1;
  for (std::uint32_t i = 0; i < forms_; ++i) {
    std::uint64_t slot = keys_[i] >> 20 & mask_;
    while (slots_[slot] != 0) slot = (slot + 1) & mask_;
    slots_[slot] = kFirstForm + i;
    fragments_[slot] = static_cast<std::uint32_t>(keys_[i]);
  }
}

std::uint32_t Lexicon::find(std::uint64_t key) const {
  for (std::uint64_t slot = key >> 20 & mask_; slots_[slot] != 0; slot = (slot + 1) & mask_)
    if (fragments_[slot] == static_cast<std::uint32_t>(key) && keys_[slots_[slot] - kFirstForm] == key) return slots_[slot];
  return kUnknownForm;
}

std::size_t Lexicon::rows_of(std::string_view form, std::span<std::uint32_t> out) const {
  std::size_t count = 0;
  const std::uint32_t shapes = kFirstForm + forms_, ngrams = shapes + kShapes;
  out[count++] = find(key(form));
  out[count++] = shapes + shape(form);
  const auto word = folded(form);
  const auto add = [&](std::size_t at, unsigned length, unsigned kind) { out[count++] = ngrams + ngram(word.bytes.data() + at, length, kind); };
  // Every three and four bytes in a row, the marks of start and end among them; beginnings and ends of one, four and five bytes.
  for (std::size_t at = 0; at + 3 <= word.size; ++at) add(at, 3, 0);
  for (std::size_t at = 0; at + 4 <= word.size; ++at) add(at, 4, 0);
  const std::size_t letters = word.size - 2;
  if (letters == 0) return count;
  for (const unsigned length : {1U, 4U, 5U}) {
    if (length > letters) break;
    add(1, length, 1);
    add(1 + letters - length, length, 2);
  }
  return count;
}
static_assert(2 + (kLongest) + (kLongest - 1) + 6 <= Lexicon::kMaxRows);

void Lexicon::save(ModelWriter& writer, const std::string& prefix) const {
  writer.add_array(prefix + "forms", keys_);
  writer.add_array(prefix + "treebanks", std::vector<std::uint32_t>{treebanks_});
}

Result<Lexicon> Lexicon::load(const ModelFile& model, const std::string& prefix) {
  const auto keys = model.array<std::uint64_t>(prefix + "forms");
  if (!keys) return failure(keys.error());
  const auto treebanks = model.array<std::uint32_t>(prefix + "treebanks", 1);
  if (!treebanks) return failure(treebanks.error());
  return Lexicon({keys->begin(), keys->end()}, treebanks->front());
}

}  // namespace entente
