#include "cli/shell_input.h"

#include <algorithm>

namespace entente::cli {
namespace {

/// A word that would begin a statement of its own.
constexpr std::string_view kProbe = "x";

std::size_t end_of(const query::ScriptPart& part, std::string_view text) {
  return static_cast<std::size_t>(part.statement.data() - text.data()) + part.statement.size();
}

}  // namespace

void ShellInput::add(std::string_view line) {
  if (text_.empty()) first_ = next_;
  text_ += line;
  text_ += '\n';
  next_ += static_cast<std::size_t>(std::ranges::count(line, '\n')) + 1;
}

ShellInput::Statements ShellInput::take() {
  // Where a word more would be a statement of its own, all before it is complete.
  const std::string probed = text_ + std::string(kProbe);
  const auto parts = query::split_script(probed);
  if (!parts.empty() && parts.back().statement == kProbe) return cut(text_.size());
  // Else the last statement goes on, or a comment after it does.
  std::size_t complete = 0;
  for (const query::ScriptPart& part : parts)
    if (!part.statement.empty() && end_of(part, probed) < probed.size()) complete = end_of(part, probed);
  return cut(complete);
}

ShellInput::Statements ShellInput::take_all() { return cut(text_.size()); }

bool ShellInput::inside_quotes() const {
  const std::string probed = text_ + ";" + std::string(kProbe);
  const auto parts = query::split_script(probed);
  return parts.empty() || parts.back().statement != kProbe;
}

ShellInput::Statements ShellInput::cut(std::size_t length) {
  Statements taken;
  taken.text = text_.substr(0, length);
  taken.parts = query::split_script(taken.text);
  for (query::ScriptPart& part : taken.parts) part.line += first_ - 1;
  first_ += static_cast<std::size_t>(std::ranges::count(taken.text, '\n'));
  text_.erase(0, length);
  if (text_.find_first_not_of(" \t\r\n") == std::string::npos) text_.clear();
  return taken;
}

}  // namespace entente::cli
