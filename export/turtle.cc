/// RDF in Turtle 1.1, in the part of it that is the same in all readers: absolute IRIs, prefixed names, quoted literals, nested blank nodes.

#include <ostream>
#include <string>

#include "export/exporter.h"
#include "export/json_text.h"
#include "export/rdf.h"
#include "export/selection.h"

namespace entente {
namespace {

void append_says(std::string& out, const RdfResource& resource, const std::string& margin);

void append_value(std::string& out, const RdfValue& value, const std::string& margin) {
  switch (value.kind) {
    case RdfValue::Kind::name:
    case RdfValue::Kind::whole: out += value.text; break;
    case RdfValue::Kind::iri: out += '<' + value.text + '>'; break;
    case RdfValue::Kind::text:
      append_json(out, value.text);
      if (!value.type.empty()) out += '@' + value.type;
      break;
    case RdfValue::Kind::typed:
      append_json(out, value.text);
      out += "^^" + value.type;
      break;
    case RdfValue::Kind::resource:
      out += '[';
      append_says(out, value.resource.front(), margin + "  ");
      out += " ]";
      break;
  }
}

void append_says(std::string& out, const RdfResource& resource, const std::string& margin) {
  bool first = true;
  for (const auto& [predicate, value] : resource.says) {
    out += first ? " " : " ;\n" + margin;
    out += predicate == "rdf:type" ? "a" : predicate;
    out += ' ';
    append_value(out, value, margin);
    first = false;
  }
}

class TurtleExporter : public Exporter {
 public:
  Status write(const Selection& selection, std::ostream& out) override {
    for (const RdfPrefix& prefix : rdf_prefixes()) out << "@prefix " << prefix.name << ": <" << prefix.iri << "> .\n";
    out << '\n';
    return for_each_rdf_resource(selection, [&](const RdfResource& resource) {
      std::string text = '<' + resource.iri + '>';
      append_says(text, resource, "  ");
      return static_cast<bool>(out << text << " .\n");
    });
  }
};

}  // namespace

std::unique_ptr<Exporter> make_turtle_exporter() { return std::make_unique<TurtleExporter>(); }

}  // namespace entente
