#include "ingest/language/ner_features.h"

#include <algorithm>
#include <cstring>

#include "graph/text/unicode.h"

namespace entente::names {
namespace {

constexpr std::uint64_t kStart = 0xCBF29CE484222325ULL;
constexpr std::uint64_t kOutside = 0x51ED270B0A1F39C1ULL;  // stands for words before the first and after the last

constexpr std::uint64_t step(std::uint64_t hash, unsigned char byte) { return (hash ^ byte) * 0x100000001B3ULL; }

bool ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }

char class_of(char32_t c) {
  if (is_digit(c)) return '0';
  if (is_letter(c)) return is_upper(c) ? 'A' : 'a';
  return c < 0x80 ? static_cast<char>(c) : 'u';
}

void read_folded(std::string_view folded, Atoms& atoms) {
  std::uint64_t hash = kStart;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    hash = step(hash, static_cast<unsigned char>(folded[i]));
    if (i < kAffix) atoms.prefix[i] = hash;
  }
  atoms.folded = hash;
  hash = kStart;
  for (std::size_t i = 0; i < std::min(kAffix, folded.size()); ++i) {
    hash = step(hash, static_cast<unsigned char>(folded[folded.size() - 1 - i]));
    atoms.suffix[i] = hash;
  }
}

}  // namespace

std::uint64_t folded_hash(std::string_view folded) {
  std::uint64_t hash = kStart;
  for (const char c : folded) hash = step(hash, static_cast<unsigned char>(c));
  return hash;
}

std::uint64_t phrase_start() { return kStart; }

void read_atoms(std::span<const std::string_view> words, std::vector<Atoms>& atoms) {
  constexpr std::size_t kInline = 48;  // bytes: longer words are rare
  atoms.assign(words.size(), {});
  for (std::size_t w = 0; w < words.size(); ++w) {
    const auto word = words[w];
    Atoms& a = atoms[w];
    std::uint64_t surface = kStart, shape = kStart, long_shape = kStart;
    char last = 0;
    char buffer[kInline];
    bool ascii = word.size() <= kInline;
    for (std::size_t i = 0; i < word.size() && ascii; ++i) {
      const char c = word[i];
      if (static_cast<unsigned char>(c) >= 0x80) {
        ascii = false;
        break;
      }
      const bool upper = ascii_upper(c);
      buffer[i] = upper ? static_cast<char>(c + 32) : c;
      const char kind = upper ? 'A' : c >= 'a' && c <= 'z' ? 'a' : c >= '0' && c <= '9' ? '0' : c;
      surface = step(surface, static_cast<unsigned char>(c));
      long_shape = step(long_shape, static_cast<unsigned char>(kind));
      if (kind != last) shape = step(shape, static_cast<unsigned char>(kind));
      last = kind;
    }
    if (ascii) {
      read_folded({buffer, word.size()}, a);
      a.upper = !word.empty() && ascii_upper(word[0]);
      a.letter = !word.empty() && buffer[0] >= 'a' && buffer[0] <= 'z';
      a.capitals = word.size() > 1 && ascii_upper(word[1]);
    } else {
      surface = shape = long_shape = kStart;
      last = 0;
      std::size_t index = 0;
      for (std::size_t at = 0; at < word.size(); ++index) {
        const auto [c, next] = decode(word, at);
        at = next;
        const char kind = class_of(c);
        if (index == 0) a.upper = kind == 'A', a.letter = kind == 'A' || kind == 'a';
        if (index == 1) a.capitals = kind == 'A';
        long_shape = step(long_shape, static_cast<unsigned char>(kind));
        if (kind != last) shape = step(shape, static_cast<unsigned char>(kind));
        last = kind;
      }
      surface = folded_hash(word);
      read_folded(fold(word), a);
    }
    a.quote = word == "\"" || word == "“" || word == "”" || word == "``" || word == "''";
    a.surface = surface;
    a.shape = shape;
    a.long_shape = long_shape;
  }
}

void read_tags(std::span<const std::uint8_t> tags, std::span<Atoms> atoms) {
  for (std::size_t i = 0; i < atoms.size(); ++i) atoms[i].tag = static_cast<std::uint16_t>(tags[i] + 1);
}

void read_lists(std::span<Atoms> atoms, std::string_view lists) {
  constexpr std::size_t kEntry = 4;
  std::uint32_t reach = 0;
  if (lists.size() < sizeof reach + kEntry) return;
  std::memcpy(&reach, lists.data(), sizeof reach);
  const auto table = lists.substr(sizeof reach);
  const std::size_t slots = table.size() / kEntry;
  for (std::size_t first = 0; first < atoms.size(); ++first) {
    if (!atoms[first].upper) continue;
    std::uint64_t phrase = phrase_start();
    for (std::size_t at = first; at < atoms.size() && at < first + reach; ++at) {
      phrase = extend_phrase(phrase, atoms[at].folded);
      const auto check = check_of(phrase);
      std::size_t slot = slot_of(phrase, slots);
      const char* entry = nullptr;
      for (std::size_t probes = 0; probes < slots; ++probes, slot = slot + 1 == slots ? 0 : slot + 1) {
        std::uint16_t stored = 0;
        std::memcpy(&stored, table.data() + slot * kEntry, sizeof stored);
        if (stored == check) entry = table.data() + slot * kEntry;
        if (stored == check || stored == 0) break;
      }
      if (entry == nullptr) break;
      std::uint16_t found = 0;
      std::memcpy(&found, entry + 2, sizeof found);
      const auto in = static_cast<std::uint16_t>(found & ~kExtends);
      if (in != 0) {
        if (at == first) {
          atoms[first].alone |= in;
        } else {
          atoms[first].begins |= in;
          for (std::size_t i = first + 1; i <= at; ++i) atoms[i].inside |= in;
        }
      }
      if ((found & kExtends) == 0) break;
    }
  }
}

bool in_capitals(std::span<const Atoms> atoms) {
  std::size_t words = 0, capitals = 0;
  for (const auto& a : atoms) words += a.letter, capitals += a.letter && a.capitals;
  return words > 2 && capitals * 2 > words;
}

void Runs::read(std::span<const Atoms> atoms) {
  const auto size = static_cast<std::uint32_t>(atoms.size());
  first.resize(size);
  last.resize(size);
  capitals = in_capitals(atoms);
  for (std::uint32_t i = 0; i < size; ++i) first[i] = i > 0 && atoms[i - 1].upper ? first[i - 1] : i;
  quoted.assign(size, false);
  bool open = false;
  for (std::uint32_t i = 0; i < size; ++i) {
    if (atoms[i].quote) open = !open;
    quoted[i] = open;
  }
  for (std::uint32_t i = size; i-- > 0;) last[i] = i + 1 < size && atoms[i + 1].upper ? last[i + 1] : i;
}

std::size_t read_features(std::span<const Atoms> atoms, const Runs& runs, std::size_t at, bool hidden, std::vector<std::uint64_t>& features) {
  static constexpr Atoms kNone = [] {
    Atoms none;
    none.folded = none.surface = none.shape = none.long_shape = kOutside;
    return none;
  }();
  const auto word = [&](std::ptrdiff_t offset) -> const Atoms& {
    const auto i = static_cast<std::ptrdiff_t>(at) + offset;
    return i < 0 || i >= static_cast<std::ptrdiff_t>(atoms.size()) ? kNone : atoms[static_cast<std::size_t>(i)];
  };
  const std::size_t start = features.size();
  std::uint64_t id = 0;  // of the template
  const auto add = [&](std::uint64_t value) { features.push_back(combine(value, ++id)); };
  const auto add_pair = [&](std::uint64_t a, std::uint64_t b) { features.push_back(combine(combine(a, b), ++id)); };
  const Atoms &w = word(0), &p1 = word(-1), &p2 = word(-2), &n1 = word(1), &n2 = word(2);

  add(runs.capitals);
  add(w.shape);
  add(w.long_shape);
  if (!hidden) {
    add(w.folded);
    add(w.surface);
    for (const auto affix : w.prefix) affix != 0 ? add(affix) : void(++id);
    for (const auto affix : w.suffix) affix != 0 ? add(affix) : void(++id);
    add_pair(p1.folded, w.folded);
    add_pair(w.folded, n1.folded);
  } else {
    id += 4 + 2 * kAffix;
  }

  for (const auto* near : {&p2, &p1, &n1, &n2}) {
    add(near->folded);
    add(near->shape);
    add(near->upper);
  }
  for (const auto* near : {&p1, &n1}) {
    add(near->suffix[2]);
    add(near->prefix[2]);
  }
  // Data sets differ in what kind of word they call a name and where it ends; copies of rarer features only took room.
  const std::size_t copied = features.size() - start;
  add_pair(p1.folded, n1.folded);
  add_pair(p2.folded, p1.folded);
  add_pair(n1.folded, n2.folded);
  add_pair(p1.shape, w.shape);
  add_pair(w.shape, n1.shape);
  add_pair(combine(p1.shape, w.shape), n1.shape);
  add_pair(at == 0, w.shape);
  add_pair(p1.folded, w.shape);
  add_pair(n1.folded, w.shape);
  add_pair(p2.folded, w.shape);
  add_pair(n2.folded, w.shape);
  add(word(-3).folded);
  add(word(3).folded);
  add(word(-4).folded);
  add(word(4).folded);

  // The run of capitalised words: what stands before and after it, how far into it we are, its first and last word.
  if (w.upper) {
    const auto first = static_cast<std::ptrdiff_t>(runs.first[at]) - static_cast<std::ptrdiff_t>(at);
    const auto last = static_cast<std::ptrdiff_t>(runs.last[at]) - static_cast<std::ptrdiff_t>(at);
    const auto before = static_cast<std::uint64_t>(std::min<std::ptrdiff_t>(-first, 3)),
               after = static_cast<std::uint64_t>(std::min<std::ptrdiff_t>(last, 3));
    add_pair(before, after);
    add(word(first - 1).folded);
    add(word(last + 1).folded);
    add_pair(word(first - 1).folded, word(last + 1).folded);
    add_pair(word(first).folded, before);
    add_pair(word(last).folded, after);
    add(word(last).folded);
    add(word(last).suffix[2]);
    add_pair(word(first - 2).folded, word(first - 1).folded);
    add_pair(runs.quoted[at], w.shape);
  } else {
    id += 10;
  }

  const std::uint64_t lists = marks(w);
  if (lists != 0) {
    for (std::uint64_t bit = 0; bit < 48; ++bit)
      if (lists >> bit & 1) features.push_back(combine(bit, id + 1));
    id += 1;
    add(lists);
    add_pair(lists, n1.inside);
    add_pair(lists, p1.folded);
    add_pair(lists, w.shape);
  } else {
    id += 5;
  }
  add_pair(marks(n1), w.shape);
  add_pair(marks(p1), w.shape);
  if (w.tag != 0) {
    add(w.tag);
    add_pair(p1.tag, w.tag);
    add_pair(w.tag, n1.tag);
    add_pair(combine(p1.tag, w.tag), n1.tag);
    add_pair(p2.tag, p1.tag);
    add_pair(n1.tag, n2.tag);
    add_pair(w.tag, w.shape);
    add_pair(p1.tag, w.shape);
    add_pair(n1.tag, w.shape);
    add_pair(w.tag, p1.folded);
    add_pair(w.tag, n1.folded);
  }
  return copied;
}

}  // namespace entente::names
