/// DOT, for a picture by Graphviz: shape and fill say what a node is, colour says whether an edge is cooperation or conflict, width
/// says how often it is claimed, a broken line that no article reports it as done.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ostream>
#include <string>

#include "export/exporter.h"
#include "export/selection.h"
#include "export/text.h"
#include "graph/text/unicode.h"

namespace entente {
namespace {

// Of the palette of Okabe and Ito, which people with any of the usual colour blindnesses tell apart.
constexpr std::string_view kBlue = "#0072B2", kVermilion = "#D55E00", kGrey = "#8A8A8A";

/// How the nodes of a type look. Fills are pale, so that the names on them are read easily.
struct Look {
  std::string_view type, shape, fill;
};
constexpr std::array kLooks = {
    Look{"State", "box", "#FFF3C4"},          Look{"Alliance", "octagon", "#DCEBF7"},    Look{"Government", "component", "#FFF9E3"},
    Look{"Official", "ellipse", "#FFFFFF"},   Look{"Person", "ellipse", "#FFFFFF"},      Look{"ArmedForce", "hexagon", "#F7E0D5"},
    Look{"ArmedGroup", "hexagon", "#F2D0D9"}, Look{"Party", "parallelogram", "#E9E1F2"}, Look{"Organization", "tab", "#E3F1E8"},
    Look{"Media", "note", "#EDEDED"},         Look{"Location", "house", "#E5F2F2"},      Look{"People", "egg", "#F5EEDC"},
    Look{"Agreement", "note", "#FFFFFF"},
};
constexpr Look kPlain = {"", "box", "#FFFFFF"};

const Look& look_of(const NodeType* type) {
  if (type == nullptr) return kPlain;
  const auto found = std::ranges::find(kLooks, type->name, &Look::type);
  return found == kLooks.end() ? kPlain : *found;
}

std::string_view color_of(Quad quad) {
  switch (quad) {
    case Quad::verbal_cooperation:
    case Quad::material_cooperation: return kBlue;
    case Quad::verbal_conflict:
    case Quad::material_conflict: return kVermilion;
    case Quad::structural: break;
  }
  return kGrey;
}

/// An id in quotes. Only the quote is special there, but a backslash at the end would escape it.
std::string quote_id(std::string_view id) {
  std::string quoted = "\"";
  for (const char c : clean_id(id)) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

/// Text of a label: Graphviz reads escapes and entities in it.
std::string escape_label(std::string_view text) {
  std::string escaped;
  for (const char c : one_line(text)) {
    switch (c) {
      case '"': escaped += "\\\""; break;
      case '\\': escaped += "\\\\"; break;
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

/// A name in lines of about equal length, broken between words.
std::string wrapped_label(std::string_view name) {
  constexpr std::size_t kLine = 16;  // characters: names of states stay on one line, boxes stay about as wide as high
  std::string label, rest = one_line(name);
  std::size_t width = 0;
  while (!rest.empty()) {
    const auto space = rest.find(' ');
    const std::string word = rest.substr(0, space);
    rest = space == std::string::npos ? std::string() : rest.substr(space + 1);
    std::size_t length = 0;
    for (std::size_t at = 0; at < word.size(); at = decode(word, at).next) ++length;
    if (width > 0 && width + 1 + length > kLine) {
      label += "\\n";
      width = 0;
    } else if (width > 0) {
      label += ' ';
      ++width;
    }
    label += escape_label(word);
    width += length;
  }
  return label;
}

/// The largest groups have a fill each; smaller ones share none, because equal fills would say that they belong together.
constexpr std::array<std::string_view, 9> kGroupFills = {"#CFE5F5", "#FBD9BF", "#CDEBDD", "#F6D6E6", "#FBF3B5",
                                                         "#DCD6EE", "#D3EEF2", "#E8DCC8", "#E3E3E3"};

/// The fill of a node: that of its group, where the export has groups.
std::string_view fill_of(const Node& node, const Look& look, std::span<const NodeAttribute> attributes) {
  const auto groups = std::ranges::find(attributes, NodeAttribute::Kind::group, &NodeAttribute::kind);
  if (groups == attributes.end()) return look.fill;
  const auto group = groups->of(node.id);
  if (!group || *group < 1 || *group > static_cast<double>(kGroupFills.size())) return kPlain.fill;
  return kGroupFills[static_cast<std::size_t>(*group) - 1];
}

/// Where a layout put nodes, if the export has that.
struct Places {
  const NodeAttribute* x = nullptr;
  const NodeAttribute* y = nullptr;

  explicit Places(std::span<const NodeAttribute> attributes) {
    for (const NodeAttribute& attribute : attributes) {
      if (attribute.name() == "x") x = &attribute;
      if (attribute.name() == "y") y = &attribute;
    }
  }
  bool known() const { return x != nullptr && y != nullptr; }

  /// The attribute of a node, in points; nothing where it has no place.
  std::string of(const Node& node) const {
    if (!known()) return {};
    const auto across = x->of(node.id), up = y->of(node.id);
    return across && up ? fmt::format(", pos=\"{},{}\"", *across, *up) : std::string();
  }
};

class DotExporter : public Exporter {
 public:
  Status write(const Selection& selection, std::ostream& out) override {
    constexpr std::size_t kLabelled = 100;  // edges: with more, the words hide the lines; a pointer still shows them
    // Where types are summed all edges are called the same.
    const bool labels = selection.edge_count() <= kLabelled && !selection.options().sum_parallel;
    out << "digraph entente {\n"
           "  graph [charset=\"UTF-8\", layout="
        << (Places(selection.options().attributes).known() ? "nop" : "sfdp")  // nop: nodes have places
        << ", overlap=prism, sep=\"+18\", esep=\"+6\", splines=true, K=1.2,\n"
           "         repulsiveforce=1.6, outputorder=edgesfirst, pad=0.3, fontname=\"Helvetica\", fontsize=11, labelloc=b,\n"
           "         label=<"
        << legend(selection.options().attributes)
        << ">];\n"
           "  node [style=filled, color=\"#555555\", fontname=\"Helvetica\", fontsize=11, margin=\"0.08,0.04\", height=0.3, width=0.3];\n"
           "  edge [fontname=\"Helvetica\", fontsize=8, arrowsize=0.6];\n";
    Status status = selection.for_each_node([&](const StoredNode& node) { return static_cast<bool>(out << node_line(node, selection)); });
    if (!status.ok() || !out) return status;
    status = selection.for_each_edge([&](const ExportEdge& edge) { return static_cast<bool>(out << edge_line(edge, labels)); });
    if (status.ok()) out << "}\n";
    return status;
  }

 private:
  static std::string legend(std::span<const NodeAttribute> attributes) {
    const auto groups = std::ranges::find(attributes, NodeAttribute::Kind::group, &NodeAttribute::kind);
    const std::string fills = groups == attributes.end() ? "" : fmt::format("   fill: {}", groups->name());
    return fmt::format(
        "<font color=\"{}\">&#9472;&#9472; cooperation</font>   <font color=\"{}\">&#9472;&#9472; conflict</font>   "
        "<font color=\"{}\">&#9472;&#9472; structure</font>   - - not reported as done   &#183;&#183;&#183; reference   "
        "width: number of claims{}",
        kBlue, kVermilion, kGrey, fills);
  }

  static std::string node_line(const StoredNode& stored, const Selection& selection) {
    const Node& node = stored.node;
    const NodeType* type = selection.ontology().node_type(node.type);
    const Look& look = look_of(type);
    const double size = std::min(11 + 1.5 * std::log2(std::max(1u, stored.documents)), 20.0);
    std::string note = fmt::format("{} ({})", clean_id(node.id), type == nullptr ? "?" : type->name);
    const auto attributes = selection.options().attributes;
    const Places places(attributes);
    for (const NodeAttribute& attribute : attributes)
      if (const auto value = attribute.of(node.id); value && !(places.known() && (&attribute == places.x || &attribute == places.y)))
        note += fmt::format(", {} {:.6g}", attribute.name(), *value);
    return fmt::format("  {} [label=\"{}\", shape={}, fillcolor=\"{}\", fontsize={:.1f}, tooltip=\"{}\"{}];\n", quote_id(node.id),
                       wrapped_label(node.name), look.shape, fill_of(node, look, attributes), size, escape_label(note), places.of(node));
  }

  static std::string edge_line(const ExportEdge& edge, bool labels) {
    const RelationType& relation = *edge.relation;
    double width = 0.8;
    std::string style = "dotted", note = "reference";
    if (edge.claimed != nullptr) {
      const EdgeAggregate& sum = edge.claimed->aggregate;
      const ClaimStatus status = strongest_status(sum);
      const std::uint32_t count = sum.count[static_cast<std::size_t>(status)];
      width = std::min(1 + std::log2(std::max(1u, count)), 6.0);
      style = status == ClaimStatus::actual ? "solid" : "dashed";
      note = status == ClaimStatus::actual ? fmt::format("{}", count) : fmt::format("{} {}", count, to_string(status));
    } else if (!edge.reference->office.empty()) {
      note = edge.reference->office;
    }
    return fmt::format("  {} -> {} [color=\"{}\", fontcolor=\"{}\", penwidth={:.2f}, style={}{}{}, tooltip=\"{} {} {} ({})\"];\n",
                       quote_id(edge.source()), quote_id(edge.target()), color_of(relation.quad), color_of(relation.quad), width, style,
                       relation.symmetric ? ", dir=none" : "", labels ? fmt::format(", label=\"{}\"", label_of(edge)) : "",
                       escape_label(clean_id(edge.source())), relation.name, escape_label(clean_id(edge.target())), escape_label(note));
  }

  /// "attacks", or "attacks (planned)": what is not reported as done says so, as a picture of few lines is read without a legend.
  static std::string label_of(const ExportEdge& edge) {
    std::string label = escape_label(edge.relation->name);
    std::ranges::replace(label, '_', ' ');
    if (edge.claimed == nullptr || edge.claimed->aggregate.actual() > 0) return label;
    return fmt::format("{} ({})", label, to_string(strongest_status(edge.claimed->aggregate)));
  }
};

}  // namespace

std::unique_ptr<Exporter> make_dot_exporter() { return std::make_unique<DotExporter>(); }

}  // namespace entente
