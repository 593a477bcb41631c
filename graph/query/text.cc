#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "graph/query/function/functions.h"

namespace entente::query {
namespace {

/// 'text' as a literal: what a query would have to say to mean it.
std::string quote(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    switch (c) {
      case '\\': out += "\\\\"; break;
      case '\'': out += "\\'"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      case '\r': out += "\\r"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          constexpr std::string_view kHex = "0123456789ABCDEF";
          out += "\\u00";
          out += kHex[static_cast<std::size_t>(c) >> 4];
          out += kHex[static_cast<std::size_t>(c) & 15];
        } else {
          out += c;
        }
    }
  }
  return out += '\'';
}

/// A key, label or type as a query would say it: between backticks unless it is letters, digits and underscores. Letters beyond ASCII are taken for
/// such without a look.
std::string symbol(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; };
  const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  if (!name.empty() && is_letter(name.front()) && std::ranges::all_of(name, is_part)) return std::string(name);
  std::string out = "`";
  for (const char c : name) out += c == '`' ? std::string("``") : std::string(1, c);
  return out += '`';
}

/// Writes values at the end of `out`; the first read that fails ends it.
class Writer {
 public:
  explicit Writer(const Graph& graph) : graph_(graph) {}

  entente::Status write(const Value& value, bool quoted) {
    switch (value.type()) {
      case ValueType::map: return write(*value.get<Map>());
      case ValueType::node: return write(*value.get<Node>());
      case ValueType::relationship: return write(*value.get<Relationship>());
      case ValueType::list: return write(*value.get<List>());
      case ValueType::path: return write(*value.get<Path>());
      case ValueType::string: return put(*value.get<std::string>(), quoted);
      case ValueType::datetime: return put(to_string(*value.get<DateTime>()), quoted);
      case ValueType::local_datetime: return put(to_string(*value.get<LocalDateTime>()), quoted);
      case ValueType::date: return put(to_string(*value.get<Date>()), quoted);
      case ValueType::time: return put(to_string(*value.get<Time>()), quoted);
      case ValueType::local_time: return put(to_string(*value.get<LocalTime>()), quoted);
      case ValueType::duration: return put(to_string(*value.get<Duration>()), quoted);
      case ValueType::boolean: return put(*value.get<bool>() ? "true" : "false", false);
      case ValueType::number_integer: return put(std::to_string(*value.get<std::int64_t>()), false);
      case ValueType::number_float: return put(float_text(*value.get<double>()), false);
      case ValueType::null: break;
    }
    return put("null", false);
  }

  std::string take() { return std::move(out_); }

 private:
  entente::Status put(std::string_view text, bool quoted) {
    out_ += quoted ? quote(text) : std::string(text);
    return Status::success();
  }

  entente::Status write(const List& list) {
    out_ += '[';
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (i > 0) out_ += ", ";
      if (const Status status = write(list[i], true); !status.ok()) return status;
    }
    out_ += ']';
    return Status::success();
  }

  entente::Status write(const Map& map) {
    out_ += '{';
    bool first = true;
    for (const auto& [key, value] : map) {
      if (!first) out_ += ", ";
      first = false;
      out_ += symbol(key) + ": ";
      if (const Status status = write(value, true); !status.ok()) return status;
    }
    out_ += '}';
    return Status::success();
  }

  entente::Status write(Node node) {
    const auto labels = graph_.labels(node);
    if (!labels) return labels.error();
    const auto properties = graph_.properties(node);
    if (!properties) return properties.error();
    out_ += '(';
    for (const std::string& label : *labels) out_ += ':' + symbol(label);
    if (!labels->empty() && !properties->empty()) out_ += ' ';
    if (!properties->empty())
      if (const Status status = write(*properties); !status.ok()) return status;
    out_ += ')';
    return Status::success();
  }

  entente::Status write(const Relationship& relationship) {
    const auto properties = graph_.properties(relationship);
    if (!properties) return properties.error();
    out_ += "[:" + symbol(graph_.type_name(graph_.type_of(relationship)));
    if (!properties->empty()) {
      out_ += ' ';
      if (const Status status = write(*properties); !status.ok()) return status;
    }
    out_ += ']';
    return Status::success();
  }

  entente::Status write(const Path& path) {
    out_ += '<';
    for (std::size_t i = 0; i < path.nodes.size(); ++i) {
      if (i > 0) {
        const Relationship& step = path.relationships[i - 1];
        const bool forward = step.from() == path.nodes[i - 1];
        out_ += forward ? "-" : "<-";
        if (const Status status = write(step); !status.ok()) return status;
        out_ += forward ? "->" : "-";
      }
      if (const Status status = write(path.nodes[i]); !status.ok()) return status;
    }
    out_ += '>';
    return Status::success();
  }

  const Graph& graph_;
  std::string out_;
};

/// The digits of a float and where its point is: 0.d1d2d3… * 10^point.
struct Decimal {
  std::string digits;
  int point = 0;
};

/// The fewest digits that are read back as the same float. REQUIRES: finite, above 0.
Decimal shortest(double value) {
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t e = text.find('e');
  Decimal decimal;
  for (const char c : text.substr(0, e))
    if (c != '.') decimal.digits += c;
  const std::size_t exponent = e + (text[e + 1] == '+' ? 2 : 1);  // from_chars takes no plus
  std::from_chars(text.data() + exponent, text.data() + text.size(), decimal.point);
  ++decimal.point;
  return decimal;
}

std::string with_exponent(const Decimal& decimal) {
  std::string out = decimal.digits.substr(0, 1);
  if (decimal.digits.size() > 1) out += '.' + decimal.digits.substr(1);
  return out + 'e' + std::to_string(decimal.point - 1);
}

std::string without_exponent(const Decimal& decimal) {
  if (decimal.point <= 0) return "0." + std::string(static_cast<std::size_t>(-decimal.point), '0') + decimal.digits;
  const auto point = static_cast<std::size_t>(decimal.point);
  if (point >= decimal.digits.size()) return decimal.digits + std::string(point - decimal.digits.size(), '0') + ".0";
  return decimal.digits.substr(0, point) + '.' + decimal.digits.substr(point);
}

}  // namespace

entente::Result<std::string> to_text(const Graph& graph, const Value& value, bool quoted) {
  Writer writer(graph);
  if (Status status = writer.write(value, quoted); !status.ok()) return entente::failure(std::move(status));
  return writer.take();
}

std::string float_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value == 0) return "0.0";  // openCypher shows no sign of zero
  const Decimal decimal = shortest(std::abs(value));
  // Millionths, and what a float holds to the unit, are read most easily as plain decimals.
  const bool plain = decimal.point > -6 && decimal.point <= 16;
  return (value < 0 ? "-" : "") + (plain ? without_exponent(decimal) : with_exponent(decimal));
}

}  // namespace entente::query
