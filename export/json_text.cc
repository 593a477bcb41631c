#include "export/json_text.h"

#include <fmt/format.h>

#include <iterator>

#include "export/text.h"
#include "graph/text/unicode.h"

namespace entente {
namespace {

bool is_plain(char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

void append_escaped(std::string& out, char32_t c) {
  switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default: fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
  }
}

}  // namespace

void append_json(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    while (at < text.size() && is_plain(text[at])) ++at;
    out.append(text, begin, at - begin);
    if (at == text.size()) break;
    const auto [c, next] = decode(text, at);
    if (c < 0x20 || c == '"' || c == '\\')
      append_escaped(out, c);
    else if (c == U'\uFFFD')
      out += "\xEF\xBF\xBD";
    else
      out.append(text, at, next - at);
    at = next;
  }
  out += '"';
}

void append_json_id(std::string& out, std::string_view id) {
  const std::size_t begin = out.size();
  append_id(out, id);
  if (out.find_first_of("\"\\", begin) == std::string::npos) {
    out.insert(begin, 1, '"');
    out += '"';
    return;
  }
  const std::string clean = out.substr(begin);
  out.resize(begin);
  append_json(out, clean);
}

void append_json_ends(std::string& out, const ExportEdge& edge) {
  out += ",\"source\":";
  append_json_id(out, edge.source());
  out += ",\"target\":";
  append_json_id(out, edge.target());
}

JsonFields::JsonFields(const std::vector<Field>& fields) {
  for (const Field& field : fields) {
    append_json(names_.emplace_back(), field.name);
    names_.back() += ':';
  }
}

void JsonFields::rename(std::size_t field, std::string_view name) {
  names_[field].clear();
  append_json(names_[field], name);
  names_[field] += ':';
}

void JsonFields::begin(std::string& out, bool empty) {
  out_ = &out;
  empty_ = empty;
}

bool JsonFields::name(std::size_t field) {
  if (names_[field].empty()) return false;
  if (!empty_) *out_ += ',';
  empty_ = false;
  *out_ += names_[field];
  return true;
}

void JsonFields::text(std::size_t field, std::string_view value) {
  if (name(field)) append_json(*out_, value);
}

void JsonFields::texts(std::size_t field, std::span<const std::string_view> values) {
  if (!name(field)) return;
  char before = '[';
  for (const std::string_view value : values) {
    *out_ += before;
    append_json(*out_, value);
    before = ',';
  }
  *out_ += ']';
}

void JsonFields::whole(std::size_t field, std::int64_t value) {
  if (name(field)) append_whole(*out_, value);
}

void JsonFields::real(std::size_t field, double value) {
  if (name(field)) append_real(*out_, value);
}

void JsonFields::flag(std::size_t field, bool value) {
  if (name(field)) *out_ += value ? "true" : "false";
}

void JsonFields::day(std::size_t field, Day value) {
  if (!name(field)) return;
  *out_ += '"';
  append_day(*out_, value);
  *out_ += '"';
}

}  // namespace entente
