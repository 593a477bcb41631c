#include "tests/tck/expected.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "graph/query/temporal/temporal.h"

namespace entente::tck {
namespace {

using query::Graph;
using query::Value;

using Parsed = tl::expected<Expected, std::string>;
using Done = tl::expected<void, std::string>;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Parsed whole() {
    Parsed result = value();
    skip_blanks();
    if (result && at_ < text_.size()) return problem("nothing more");
    return result;
  }

 private:
  tl::unexpected<std::string> problem(std::string_view wanted) const {
    return tl::unexpected("the expected value " + std::string(text_) + " cannot be read at character " + std::to_string(at_ + 1) + ": wanted " +
                          std::string(wanted));
  }

  void skip_blanks() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }

  /// Whether `token` comes next, blanks aside, without moving on.
  bool next_is(std::string_view token) {
    skip_blanks();
    return text_.substr(at_).starts_with(token);
  }

  bool took(std::string_view token) {
    if (!next_is(token)) return false;
    at_ += token.size();
    return true;
  }

  Parsed value() {
    if (next_is("'")) return string();
    if (next_is("(")) return node();
    if (next_is("<")) return path();
    if (next_is("{")) {
      Expected map{.kind = Expected::Kind::map};
      if (auto done = entries(map); !done) return tl::unexpected(done.error());
      return map;
    }
    if (next_is("[")) {
      const std::size_t begin = at_++;
      const bool colon = next_is(":");
      at_ = begin;
      return colon ? relationship() : list();
    }
    return word_or_number();
  }

  Parsed word_or_number() {
    const std::size_t end = std::min(text_.find_first_of(" \t\n,]})>", at_), text_.size());
    const std::string_view word = text_.substr(at_, end - at_);
    Expected result;
    if (word == "null") {
      result.kind = Expected::Kind::null;
    } else if (word == "true" || word == "false") {
      result.kind = Expected::Kind::boolean;
      result.boolean = word == "true";
    } else if (const auto number = number_float(word)) {
      result.kind = Expected::Kind::number_float;
      result.number_float = *number;
    } else {
      result.kind = Expected::Kind::number_integer;
      const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), result.number_integer);
      if (word.empty() || error != std::errc() || stop != word.data() + word.size()) return problem("a value");
    }
    at_ = end;
    return result;
  }

  /// A number with a point or an exponent, or one of the words for what is none.
  static std::optional<double> number_float(std::string_view word) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (word == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (word == "Infinity" || word == "Inf") return infinity;
    if (word == "-Infinity" || word == "-Inf") return -infinity;
    if (word.find_first_of(".eE") == std::string_view::npos) return std::nullopt;
    double number = 0;
    const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || stop != word.data() + word.size()) return std::nullopt;
    return number;
  }

  Parsed string() {
    Expected result{.kind = Expected::Kind::string};
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\'') {
        ++at_;
        return result;
      }
      const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
      if (text_[at_] == '\\' && (next == '\\' || next == '\'' || next == '"')) {
        result.text += next;
        ++at_;
      } else {
        result.text += text_[at_];
      }
    }
    return problem("the end of a string");
  }

  Parsed list() {
    Expected result{.kind = Expected::Kind::list};
    ++at_;
    if (took("]")) return result;
    do {
      Parsed item = value();
      if (!item) return item;
      result.items.push_back(std::move(*item));
    } while (took(","));
    if (!took("]")) return problem("']'");
    return result;
  }

  std::optional<std::string> name() {
    skip_blanks();
    const std::size_t begin = at_;
    if (took("`")) {
      const std::size_t end = std::min(text_.find('`', at_), text_.size());
      at_ = std::min(end + 1, text_.size());
      return std::string(text_.substr(begin + 1, end - begin - 1));
    }
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    if (at_ == begin) return std::nullopt;
    return std::string(text_.substr(begin, at_ - begin));
  }

  /// Where it is the next thing: {key: value, …}
  Done entries(Expected& into) {
    if (!took("{") || took("}")) return {};
    do {
      auto key = name();
      if (!key || !took(":")) return problem("a key and ':'");
      Parsed item = value();
      if (!item) return tl::unexpected(item.error());
      into.entries.insert_or_assign(std::move(*key), std::move(*item));
    } while (took(","));
    if (!took("}")) return problem("'}'");
    return {};
  }

  Parsed node() {
    Expected result{.kind = Expected::Kind::node};
    if (!took("(")) return problem("a node");
    while (took(":")) {
      auto label = name();
      if (!label) return problem("a label");
      result.labels.insert(std::move(*label));
    }
    if (auto done = entries(result); !done) return tl::unexpected(done.error());
    if (!took(")")) return problem("')'");
    return result;
  }

  Parsed relationship() {
    Expected result{.kind = Expected::Kind::relationship};
    if (!took("[") || !took(":")) return problem("a relationship");
    auto type = name();
    if (!type) return problem("a relationship type");
    result.text = std::move(*type);
    if (auto done = entries(result); !done) return tl::unexpected(done.error());
    if (!took("]")) return problem("']'");
    return result;
  }

  Parsed path() {
    Expected result{.kind = Expected::Kind::path};
    ++at_;
    Parsed item = node();
    if (!item) return item;
    result.items.push_back(std::move(*item));
    while (!took(">")) {
      const bool backwards = took("<-");
      if (!backwards && !took("-")) return problem("'-', '<-' or '>'");
      item = relationship();
      if (!item) return item;
      item->backwards = backwards;
      if (!took(backwards ? "-" : "->")) return problem(backwards ? "'-'" : "'->'");
      result.items.push_back(std::move(*item));
      item = node();
      if (!item) return item;
      result.items.push_back(std::move(*item));
    }
    return result;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// The last digits depend on how a number was computed.
bool floats_match(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return a == b || std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
}

bool string_matches(const std::string& expected, const Value& actual) {
  if (const auto* text = actual.get<std::string>()) return *text == expected;
  if (const auto* date = actual.get<query::Date>()) return to_string(*date) == expected;
  if (const auto* time = actual.get<query::Time>()) return to_string(*time) == expected;
  if (const auto* local = actual.get<query::LocalTime>()) return to_string(*local) == expected;
  if (const auto* moment = actual.get<query::DateTime>()) return to_string(*moment) == expected;
  if (const auto* local = actual.get<query::LocalDateTime>()) return to_string(*local) == expected;
  if (const auto* duration = actual.get<query::Duration>()) return to_string(*duration) == expected;
  return false;
}

bool lists_match(const Graph& graph, const std::vector<Expected>& expected, const query::List& actual, ListOrder order) {
  if (expected.size() != actual.size()) return false;
  const auto pair_matches = [&](const Expected& a, const Value& b) { return matches(graph, a, b, order); };
  if (order == ListOrder::kept) return std::equal(expected.begin(), expected.end(), actual.begin(), pair_matches);
  query::List rest = actual;
  for (const Expected& item : expected) {
    const auto found = std::find_if(rest.begin(), rest.end(), [&](const Value& value) { return pair_matches(item, value); });
    if (found == rest.end()) return false;
    rest.erase(found);
  }
  return true;
}

bool maps_match(const Graph& graph, const std::map<std::string, Expected>& expected, const query::Map& actual, ListOrder order) {
  return std::equal(expected.begin(), expected.end(), actual.begin(), actual.end(),
                    [&](const auto& a, const auto& b) { return a.first == b.first && matches(graph, a.second, b.second, order); });
}

bool node_matches(const Graph& graph, const Expected& expected, query::Node node, ListOrder order) {
  const auto labels = graph.labels(node);
  const auto properties = graph.properties(node);
  return labels && properties && labels->size() == expected.labels.size() &&
         std::set<std::string>(labels->begin(), labels->end()) == expected.labels && maps_match(graph, expected.entries, *properties, order);
}

bool relationship_matches(const Graph& graph, const Expected& expected, const query::Relationship& relationship, ListOrder order) {
  const auto properties = graph.properties(relationship);
  return properties && graph.type_name(graph.type_of(relationship)) == expected.text && maps_match(graph, expected.entries, *properties, order);
}

bool path_matches(const Graph& graph, const Expected& expected, const query::Path& path, ListOrder order) {
  if (path.nodes.size() != path.relationships.size() + 1 || expected.items.size() != path.nodes.size() + path.relationships.size()) return false;
  for (std::size_t i = 0; i < path.nodes.size(); ++i) {
    if (!node_matches(graph, expected.items[2 * i], path.nodes[i], order)) return false;
  }
  for (std::size_t i = 0; i < path.relationships.size(); ++i) {
    const query::Relationship& step = path.relationships[i];
    const Expected& wanted = expected.items[2 * i + 1];
    const query::Node from = path.nodes[wanted.backwards ? i + 1 : i];
    const query::Node to = path.nodes[wanted.backwards ? i : i + 1];
    if (step.from() != from || step.to() != to || !relationship_matches(graph, wanted, step, order)) return false;
  }
  return true;
}

/// Whether `actual` holds a T for which `test` holds.
template <class T, class Test>
bool holds(const Value& actual, const Test& test) {
  const T* held = actual.get<T>();
  return held != nullptr && test(*held);
}

}  // namespace

tl::expected<Expected, std::string> parse_expected(std::string_view text) { return Reader(text).whole(); }

tl::expected<Value, std::string> to_value(const Expected& expected) {
  switch (expected.kind) {
    case Expected::Kind::null: return Value();
    case Expected::Kind::boolean: return Value(expected.boolean);
    case Expected::Kind::number_integer: return Value(expected.number_integer);
    case Expected::Kind::number_float: return Value(expected.number_float);
    case Expected::Kind::string: return Value(expected.text);
    case Expected::Kind::list: {
      query::List list;
      for (const Expected& item : expected.items) {
        auto value = to_value(item);
        if (!value) return value;
        list.push_back(std::move(*value));
      }
      return Value(std::move(list));
    }
    case Expected::Kind::map: {
      query::Map map;
      for (const auto& [key, item] : expected.entries) {
        auto value = to_value(item);
        if (!value) return value;
        map.emplace(key, std::move(*value));
      }
      return Value(std::move(map));
    }
    case Expected::Kind::node:
    case Expected::Kind::relationship:
    case Expected::Kind::path: break;
  }
  return tl::unexpected<std::string>("a parameter cannot be a node, a relationship or a path");
}

bool matches(const Graph& graph, const Expected& expected, const Value& actual, ListOrder order) {
  switch (expected.kind) {
    case Expected::Kind::null: return actual.is_null();
    case Expected::Kind::boolean: return holds<bool>(actual, [&](bool value) { return value == expected.boolean; });
    case Expected::Kind::number_integer: return holds<std::int64_t>(actual, [&](std::int64_t value) { return value == expected.number_integer; });
    case Expected::Kind::number_float: return holds<double>(actual, [&](double value) { return floats_match(expected.number_float, value); });
    case Expected::Kind::string: return string_matches(expected.text, actual);
    case Expected::Kind::list:
      return holds<query::List>(actual, [&](const query::List& list) { return lists_match(graph, expected.items, list, order); });
    case Expected::Kind::map:
      return holds<query::Map>(actual, [&](const query::Map& map) { return maps_match(graph, expected.entries, map, order); });
    case Expected::Kind::node: return holds<query::Node>(actual, [&](query::Node node) { return node_matches(graph, expected, node, order); });
    case Expected::Kind::relationship:
      return holds<query::Relationship>(actual, [&](const query::Relationship& it) { return relationship_matches(graph, expected, it, order); });
    case Expected::Kind::path: return holds<query::Path>(actual, [&](const query::Path& path) { return path_matches(graph, expected, path, order); });
  }
  return false;
}

}  // namespace entente::tck
