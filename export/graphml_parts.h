#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "export/fields.h"
#include "graph/model.h"

namespace entente {

/// What every writer of GraphML 1.0 needs, so that NetworkX, igraph and Gephi take what it writes: every key is declared first, for nodes or for
/// edges only, with a name that is unique in any case and never "id"; what is unknown is left out; no character that XML forbids.

/// From the declaration of XML to the opening tag of <graphml>; keys follow. `namespaces` are further attributes of that tag.
std::string graphml_head(std::string_view namespaces = {});

/// From the keys to the first node, and what follows the last edge.
inline constexpr std::string_view kGraphmlGraph = "  <graph id=\"entente\" edgedefault=\"directed\">\n";
inline constexpr std::string_view kGraphmlEnd = "  </graph>\n</graphml>\n";

/// A declared key: how the data begin that are under it.
struct GraphmlKey {
  std::string opening;
};

/// The keys of nodes or of edges.
class GraphmlKeys {
 public:
  /// `domain`: "node" or "edge".
  explicit GraphmlKeys(std::string_view domain) : domain_(domain) {}

  /// Declares a key, under `name` or, where that is taken, under `name` with a number. `type` is one that GraphML has: boolean, int, long, float,
  /// double, string.
  GraphmlKey add(std::string_view name, std::string_view type);
  const std::string& declarations() const { return declarations_; }

 private:
  std::string_view domain_;
  std::size_t count_ = 0;
  FieldNames names_;
  std::string declarations_;
};

/// One node or edge while it is written, at the end of a text. What is empty or no number is left out.
class GraphmlElement {
 public:
  static GraphmlElement node(std::string& out, std::string_view id);
  /// The id of the edge is "e" and `number`.
  static GraphmlElement edge(std::string& out, std::uint64_t number, std::string_view source, std::string_view target);

  void add(const GraphmlKey& key, std::string_view value);
  void add(const GraphmlKey& key, double value);
  void add_whole(const GraphmlKey& key, std::int64_t value);
  void add_flag(const GraphmlKey& key, bool value);
  void add_day(const GraphmlKey& key, Day day);

  void close();

 private:
  GraphmlElement(std::string& out, std::string_view closing) : out_(&out), closing_(closing) {}
  void end();

  std::string* out_;
  std::string_view closing_;
};

}  // namespace entente
