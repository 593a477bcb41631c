#include "ingest/fetch/robots.h"

#include <algorithm>

namespace entente {
namespace {

constexpr std::size_t kMostBytes = 500 << 10;  // RFC 9309, 2.5: at least 500 KiB are to be read
constexpr std::size_t kMostRules = 10'000;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

/// Whether `pattern` matches a beginning of `path`; never more than one step back a star, so that no pattern is slow.
bool matches(std::string_view pattern, std::string_view path) {
  const bool to_end = pattern.ends_with('$');
  if (to_end) pattern.remove_suffix(1);
  std::size_t p = 0, t = 0, star = std::string_view::npos, star_end = 0;
  for (;;) {
    if (p == pattern.size() && (!to_end || t == path.size())) return true;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_end = t;
    } else if (p < pattern.size() && t < path.size() && pattern[p] == path[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos && star_end < path.size()) {
      p = star + 1;
      t = ++star_end;
    } else {
      return false;
    }
  }
}

}  // namespace

Robots Robots::parse(std::string_view text, std::string_view agent) {
  text = text.substr(0, kMostBytes);
  Robots ours, all;
  bool names_us = false, names_all = false, in_rules = true, met_us = false;
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    line = trimmed(line.substr(0, line.find('#')));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const auto key = trimmed(line.substr(0, colon)), value = trimmed(line.substr(colon + 1));
    if (same(key, "user-agent")) {
      if (in_rules) names_us = names_all = false;  // a new group
      in_rules = false;
      names_us = names_us || same(value.substr(0, value.find('/')), agent);
      names_all = names_all || value == "*";
      met_us = met_us || names_us;
    } else if (same(key, "allow") || same(key, "disallow")) {
      in_rules = true;
      if (value.empty()) continue;
      const Rule rule = {same(key, "allow"), std::string(value)};
      if (names_us && ours.rules_.size() < kMostRules) ours.rules_.push_back(rule);
      if (names_all && all.rules_.size() < kMostRules) all.rules_.push_back(rule);
    }
  }
  return met_us ? ours : all;
}

bool Robots::allows(std::string_view path) const {
  const Rule* best = nullptr;
  for (const Rule& rule : rules_)
    if (matches(rule.pattern, path) &&
        (best == nullptr || rule.pattern.size() > best->pattern.size() || (rule.pattern.size() == best->pattern.size() && rule.allow)))
      best = &rule;
  return best == nullptr || best->allow;
}

}  // namespace entente
