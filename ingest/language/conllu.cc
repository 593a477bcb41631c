#include "ingest/language/conllu.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <istream>

namespace entente::conllu {
namespace {

using Fields = std::array<std::string_view, 10>;
enum Field : std::size_t { kId, kForm, kLemma, kUpos, kXpos, kFeats, kHead, kDeprel, kDeps, kMisc };

bool split(std::string_view line, Fields& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto tab = line.find('\t');
    if ((tab == std::string_view::npos) != (i + 1 == fields.size())) return false;
    fields[i] = line.substr(0, tab);
    line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
  }
  return true;
}

bool number(std::string_view text, std::uint32_t& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

std::string value(std::string_view field) { return field == "_" ? std::string() : std::string(field); }
std::string_view or_blank(std::string_view field) { return field.empty() ? "_" : field; }

}  // namespace

std::string_view feature(std::string_view field, std::string_view key) {
  while (!field.empty()) {
    const auto bar = field.find('|');
    const auto item = field.substr(0, bar);
    if (item.size() > key.size() && item.starts_with(key) && item[key.size()] == '=') return item.substr(key.size() + 1);
    field.remove_prefix(bar == std::string_view::npos ? field.size() : bar + 1);
  }
  return {};
}

Status Reader::line_error(std::string_view what) const { return {StatusCode::invalid_input, fmt::format("{}:{}: {}", name_, line_, what)}; }

Result<bool> Reader::next(Sentence& sentence) {
  sentence = {};
  const auto wrong = [&](std::string_view what) { return failure(line_error(what)); };
  std::vector<std::size_t> lines;  // of the words, for errors that show only at the end of the sentence
  std::string line;
  while (std::getline(in_, line)) {
    ++line_;
    if (line.ends_with('\r')) line.pop_back();
    if (line_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (line.empty()) {
      if (sentence.words.empty()) {
        if (!sentence.multiwords.empty()) return wrong("the sentence ends before the words of its multiword token");
        continue;
      }
      break;
    }
    if (line.front() == '#') {
      sentence.comments.push_back(line);
      continue;
    }
    Fields f;
    if (!split(line, f)) return wrong("a word line has ten fields separated by tabs");
    const auto last = static_cast<std::uint32_t>(sentence.words.size());
    if (f[kForm].empty()) return wrong("the form is empty; write _ where there is none");
    if (const auto dash = f[kId].find('-'); dash != std::string_view::npos) {
      Multiword whole{0, 0, std::string(f[kForm]), value(f[kMisc])};
      if (!number(f[kId].substr(0, dash), whole.first) || !number(f[kId].substr(dash + 1), whole.last) || whole.first != last + 1 ||
          whole.last < whole.first || (!sentence.multiwords.empty() && sentence.multiwords.back().last >= whole.first))
        return wrong(fmt::format("the range '{}' does not start at the next word", f[kId]));
      sentence.multiwords.push_back(std::move(whole));
      continue;
    }
    if (const auto dot = f[kId].find('.'); dot != std::string_view::npos) {
      std::uint32_t after = 0, which = 0;
      if (!number(f[kId].substr(0, dot), after) || !number(f[kId].substr(dot + 1), which) || after != last)
        return wrong(fmt::format("the empty node '{}' does not follow word {}", f[kId], last));
      sentence.empty_nodes.push_back({after, line});
      continue;
    }
    std::uint32_t id = 0;
    if (!number(f[kId], id) || id != last + 1) return wrong(fmt::format("the id is '{}' and should be {}", f[kId], last + 1));
    Word word{std::string(f[kForm]), std::string(f[kLemma]), value(f[kUpos]), value(f[kXpos]), value(f[kFeats]), unattached,
              value(f[kDeprel]),     value(f[kDeps]),        value(f[kMisc])};
    if (f[kHead] != "_" && !number(f[kHead], word.head)) return wrong(fmt::format("the head '{}' is no number", f[kHead]));
    if (word.head == id) return wrong(fmt::format("word {} is its own head", id));
    sentence.words.push_back(std::move(word));
    lines.push_back(line_);
  }
  if (in_.bad()) return failure(StatusCode::io, fmt::format("{}: {}", name_, std::strerror(errno)));
  if (sentence.words.empty())
    return sentence.multiwords.empty() ? Result<bool>(false) : wrong("the sentence ends before the words of its multiword token");
  const auto count = static_cast<std::uint32_t>(sentence.words.size());
  for (std::size_t i = 0; i < count; ++i)
    if (const auto head = sentence.words[i].head; head != unattached && head > count) {
      line_ = lines[i];
      return wrong(fmt::format("the head {} is no word of the sentence, which has {}", head, count));
    }
  if (!sentence.multiwords.empty() && sentence.multiwords.back().last > count)
    return wrong("the sentence ends before the words of its multiword token");
  return true;
}

Result<std::vector<Sentence>> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure(errno == ENOENT ? StatusCode::not_found : StatusCode::io, fmt::format("{}: {}", path, std::strerror(errno)));
  Reader reader(in, path);
  std::vector<Sentence> sentences;
  for (Sentence sentence;;) {
    const auto more = reader.next(sentence);
    if (!more) return failure(more.error());
    if (!*more) return sentences;
    sentences.push_back(std::move(sentence));
  }
}

void write(const Sentence& sentence, std::string& out) {
  for (const auto& comment : sentence.comments) (out += comment) += '\n';
  auto whole = sentence.multiwords.begin();
  auto empty = sentence.empty_nodes.begin();
  const auto write_empty = [&](std::size_t after) {
    for (; empty != sentence.empty_nodes.end() && empty->after == after; ++empty) (out += empty->line) += '\n';
  };
  write_empty(0);
  for (std::size_t i = 0; i < sentence.words.size(); ++i) {
    if (whole != sentence.multiwords.end() && whole->first == i + 1) {
      fmt::format_to(std::back_inserter(out), "{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{}\n", whole->first, whole->last, whole->form, or_blank(whole->misc));
      ++whole;
    }
    const auto& w = sentence.words[i];
    fmt::format_to(std::back_inserter(out), "{}\t{}\t{}\t{}\t{}\t{}\t", i + 1, w.form, or_blank(w.lemma), or_blank(w.upos), or_blank(w.xpos),
                   or_blank(w.feats));
    if (w.head == unattached)
      out += '_';
    else
      fmt::format_to(std::back_inserter(out), "{}", w.head);
    fmt::format_to(std::back_inserter(out), "\t{}\t{}\t{}\n", or_blank(w.deprel), or_blank(w.deps), or_blank(w.misc));
    write_empty(i + 1);
  }
  out += '\n';
}

}  // namespace entente::conllu
