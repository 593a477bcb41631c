#include "export/graphml_parts.h"

#include <fmt/format.h>

#include <cmath>

#include "export/text.h"
#include "export/xml.h"

namespace entente {

std::string graphml_head(std::string_view namespaces) {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"{}\n"
      "    xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
      namespaces);
}

GraphmlKey GraphmlKeys::add(std::string_view name, std::string_view type) {
  const std::string id = fmt::format("{}{}", domain_.front(), count_++);
  declarations_ += fmt::format("  <key id=\"{}\" for=\"{}\" attr.name=\"", id, domain_);
  append_xml(declarations_, names_.add(name));
  declarations_ += fmt::format("\" attr.type=\"{}\"/>\n", type);
  return {fmt::format("      <data key=\"{}\">", id)};
}

GraphmlElement GraphmlElement::node(std::string& out, std::string_view id) {
  out += "    <node id=\"";
  append_xml_id(out, id);
  out += "\">\n";
  return {out, "    </node>\n"};
}

GraphmlElement GraphmlElement::edge(std::string& out, std::uint64_t number, std::string_view source, std::string_view target) {
  out += "    <edge id=\"e";
  append_whole(out, static_cast<std::int64_t>(number));
  out += "\" source=\"";
  append_xml_id(out, source);
  out += "\" target=\"";
  append_xml_id(out, target);
  out += "\">\n";
  return {out, "    </edge>\n"};
}

void GraphmlElement::end() { *out_ += "</data>\n"; }

void GraphmlElement::add(const GraphmlKey& key, std::string_view value) {
  if (value.empty()) return;
  *out_ += key.opening;
  append_xml(*out_, value);
  end();
}

void GraphmlElement::add(const GraphmlKey& key, double value) {
  if (!std::isfinite(value)) return;
  *out_ += key.opening;
  append_real(*out_, value);
  end();
}

void GraphmlElement::add_whole(const GraphmlKey& key, std::int64_t value) {
  *out_ += key.opening;
  append_whole(*out_, value);
  end();
}

void GraphmlElement::add_flag(const GraphmlKey& key, bool value) {
  *out_ += key.opening;
  *out_ += value ? "true" : "false";
  end();
}

void GraphmlElement::add_day(const GraphmlKey& key, Day day) {
  *out_ += key.opening;
  append_day(*out_, day);
  end();
}

void GraphmlElement::close() { *out_ += closing_; }

}  // namespace entente
