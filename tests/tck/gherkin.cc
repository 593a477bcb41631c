#include "tests/tck/gherkin.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace entente::tck {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// What follows `word` where the line begins with it.
std::optional<std::string_view> after(std::string_view line, std::string_view word) {
  if (!line.starts_with(word)) return std::nullopt;
  return trimmed(line.substr(word.size()));
}

template <std::size_t n>
std::optional<std::string_view> after_any(std::string_view line, const std::array<std::string_view, n>& words) {
  for (const std::string_view word : words) {
    if (const auto rest = after(line, word)) return rest;
  }
  return std::nullopt;
}

constexpr std::array<std::string_view, 6> step_words = {"Given ", "When ", "Then ", "And ", "But ", "* "};
constexpr std::array<std::string_view, 2> outline_words = {"Scenario Outline:", "Scenario Template:"};
constexpr std::array<std::string_view, 2> scenario_words = {"Scenario:", "Example:"};
constexpr std::array<std::string_view, 2> examples_words = {"Examples:", "Scenarios:"};

/// The cells between the bars. Escapes are \| \\ and \n; any other backslash stands for itself.
std::vector<std::string> cells(std::string_view line) {
  std::vector<std::string> row;
  std::size_t begin = 1;
  for (std::size_t at = 1; at < line.size(); ++at) {
    if (line[at] == '\\') {
      ++at;
    } else if (line[at] == '|') {
      row.emplace_back(trimmed(line.substr(begin, at - begin)));
      begin = at + 1;
    }
  }
  for (std::string& cell : row) {
    std::string plain;
    for (std::size_t at = 0; at < cell.size(); ++at) {
      const char next = cell[at] == '\\' && at + 1 < cell.size() ? cell[at + 1] : '\0';
      if (next == '|' || next == '\\' || next == 'n') {
        plain += next == 'n' ? '\n' : next;
        ++at;
      } else {
        plain += cell[at];
      }
    }
    cell = std::move(plain);
  }
  return row;
}

/// `text` with the values of a row of Examples where it has <name>.
std::string filled(std::string_view text, const std::vector<std::string>& names, const std::vector<std::string>& values) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto stands_here = [&](const std::string& name) {
      return text.substr(at + 1, name.size()) == name && at + 1 + name.size() < text.size() && text[at + 1 + name.size()] == '>';
    };
    const auto name = text[at] == '<' ? std::find_if(names.begin(), names.end(), stands_here) : names.end();
    if (name == names.end()) {
      result += text[at++];
    } else {
      result += values[static_cast<std::size_t>(name - names.begin())];
      at += name->size() + 2;
    }
  }
  return result;
}

Scenario filled(const Scenario& outline, const std::vector<std::string>& names, const std::vector<std::string>& values) {
  Scenario scenario{filled(outline.name, names, values), outline.steps};
  for (Step& step : scenario.steps) {
    step.text = filled(step.text, names, values);
    step.document = filled(step.document, names, values);
    for (auto& row : step.table) {
      for (std::string& cell : row) cell = filled(cell, names, values);
    }
  }
  return scenario;
}

class Reader {
 public:
  explicit Reader(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      lines_.push_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  tl::expected<std::vector<Scenario>, std::string> feature() {
    while (next_line() && !line().starts_with("Feature:")) ++at_;
    if (!next_line()) return problem("no feature begins here; a file has one 'Feature:'");
    ++at_;
    skip_description();
    while (next_line()) {
      if (auto status = part(); !status) return tl::unexpected(status.error());
    }
    return std::move(scenarios_);
  }

 private:
  using Done = tl::expected<void, std::string>;

  tl::unexpected<std::string> problem(std::string_view what) const {
    return tl::unexpected("line " + std::to_string(at_ + 1) + ": " + std::string(what));
  }

  std::string_view line() const { return trimmed(lines_[at_]); }

  /// Goes to the next line that says something, if there is one.
  bool next_line() {
    while (at_ < lines_.size() && (line().empty() || line().starts_with('#') || line().starts_with('@'))) ++at_;
    return at_ < lines_.size();
  }

  static bool begins_part(std::string_view line) {
    return line.starts_with("Background:") || after_any(line, scenario_words) || after_any(line, outline_words) || after_any(line, examples_words);
  }

  /// Free text may follow a heading.
  void skip_description() {
    while (next_line() && !begins_part(line()) && !after_any(line(), step_words) && !line().starts_with('|')) ++at_;
  }

  Done part() {
    if (after(line(), "Background:")) return steps(background_);
    if (const auto outline = after_any(line(), outline_words)) {
      outline_ = Scenario{std::string(*outline), background_};
      examples_ = 0;
      return steps(outline_->steps);
    }
    if (const auto name = after_any(line(), scenario_words)) {
      outline_.reset();
      scenarios_.push_back({std::string(*name), background_});
      return steps(scenarios_.back().steps);
    }
    if (after_any(line(), examples_words)) return examples();
    return problem("a scenario is expected here");
  }

  Done examples() {
    if (!outline_) return problem("the examples belong to no outline");
    ++at_;
    skip_description();
    const Table rows = table();
    for (std::size_t row = 1; row < rows.size(); ++row) {
      if (rows[row].size() != rows[0].size()) return problem("the table above has rows of different lengths");
      scenarios_.push_back(filled(*outline_, rows[0], rows[row]));
      scenarios_.back().name += " #" + std::to_string(++examples_);
    }
    return {};
  }

  /// The steps below a heading.
  Done steps(std::vector<Step>& into) {
    ++at_;
    skip_description();
    while (next_line() && !begins_part(line())) {
      const auto text = after_any(line(), step_words);
      if (!text) return problem("a step is expected here");
      Step step{std::string(*text), {}, {}, at_ + 1};
      ++at_;
      if (next_line() && line().starts_with("\"\"\"")) {
        auto read = document();
        if (!read) return tl::unexpected(read.error());
        step.document = std::move(*read);
      }
      step.table = table();
      into.push_back(std::move(step));
    }
    return {};
  }

  Table table() {
    Table rows;
    for (; next_line() && line().starts_with('|'); ++at_) rows.push_back(cells(line()));
    return rows;
  }

  tl::expected<std::string, std::string> document() {
    const std::size_t indent = lines_[at_].find('"');
    std::string text;
    for (++at_; at_ < lines_.size(); ++at_) {
      if (line() == "\"\"\"") {
        ++at_;
        if (!text.empty()) text.pop_back();  // the end of the last line
        return text;
      }
      const std::string_view whole = lines_[at_];
      const std::size_t blank = std::min(whole.find_first_not_of(" \t"), whole.size());
      text += whole.substr(std::min(indent, blank));
      text += '\n';
    }
    return problem("the text that \"\"\" began does not end");
  }

  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
  std::vector<Step> background_;
  std::optional<Scenario> outline_;  // the one that Examples are for
  std::size_t examples_ = 0;         // rows of it so far
  std::vector<Scenario> scenarios_;
};

}  // namespace

tl::expected<std::vector<Scenario>, std::string> parse_feature(std::string_view text) { return Reader(text).feature(); }

}  // namespace entente::tck
