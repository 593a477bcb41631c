#include "export/graphml_parts.h"

#include <fmt/format.h>

#include <cmath>

#include "export/text.h"
#include "graph/text/unicode.h"

namespace entente {

std::string_view graphml_head() {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
         "    xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n";
}

std::string graphml_escape(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;  // so that "]]>" is none
      case '"': escaped += "&quot;"; break;
      case '\t': escaped += "&#9;"; break;  // a reader would turn these three into blanks
      case '\n': escaped += "&#10;"; break;
      case '\r': escaped += "&#13;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

void append_item(std::string& list, std::string_view item) {
  std::string clean = one_line(item);
  for (char& c : clean)
    if (c == '|') c = ' ';
  if (clean.empty()) return;
  if (!list.empty()) list += '|';
  list += clean;
}

std::string GraphmlKeys::add(std::string_view name, std::string_view type) {
  std::string free(name);
  for (int number = 2; free.empty() || !taken_.insert(fold(free)).second; ++number) free = fmt::format("{}_{}", name, number);
  std::string id = fmt::format("{}{}", domain_.front(), count_++);
  declarations_ += fmt::format("  <key id=\"{}\" for=\"{}\" attr.name=\"{}\" attr.type=\"{}\"/>\n", id, domain_, graphml_escape(free), type);
  return id;
}

GraphmlElement GraphmlElement::node(std::string_view id) {
  return {fmt::format("    <node id=\"{}\">\n", graphml_escape(clean_id(id))), "    </node>\n"};
}

GraphmlElement GraphmlElement::edge(std::uint64_t number, std::string_view source, std::string_view target) {
  return {
      fmt::format("    <edge id=\"e{}\" source=\"{}\" target=\"{}\">\n", number, graphml_escape(clean_id(source)), graphml_escape(clean_id(target))),
      "    </edge>\n"};
}

void GraphmlElement::add(const std::string& key, std::string_view value) {
  if (!value.empty()) text_ += fmt::format("      <data key=\"{}\">{}</data>\n", key, graphml_escape(clean_text(value)));
}
void GraphmlElement::add(const std::string& key, double value) {
  if (std::isfinite(value)) text_ += fmt::format("      <data key=\"{}\">{}</data>\n", key, value);
}
void GraphmlElement::add_whole(const std::string& key, std::int64_t value) { text_ += fmt::format("      <data key=\"{}\">{}</data>\n", key, value); }
void GraphmlElement::add_flag(const std::string& key, bool value) { add(key, value ? std::string_view("true") : std::string_view("false")); }
void GraphmlElement::add_day(const std::string& key, std::optional<Day> day) {
  if (day) add(key, format_day(*day));
}

std::string GraphmlElement::close() && { return std::move(text_) + std::string(closing_); }

}  // namespace entente
