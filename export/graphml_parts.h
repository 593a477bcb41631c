#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "graph/model.h"

namespace entente {

/// What every writer of GraphML 1.0 needs, so that NetworkX, igraph and Gephi take what it writes: every key is declared first, for nodes or for
/// edges only, with a name that is unique in any case and never "id"; what is unknown is left out; no character that XML forbids.

/// From the declaration of XML to the opening tag of <graphml>; keys follow.
std::string_view graphml_head();

/// `text` as character data or the value of an attribute. REQUIRES: no characters that XML forbids, as clean_text() leaves it.
std::string graphml_escape(std::string_view text);

/// Adds an item to a list with a bar between items; a bar within one becomes a blank, an empty one is left out.
void append_item(std::string& list, std::string_view item);

/// The keys of nodes or of edges.
class GraphmlKeys {
 public:
  /// `domain`: "node" or "edge".
  explicit GraphmlKeys(std::string_view domain) : domain_(domain) {}

  /// Declares a key, under `name` or, where that is taken, under `name` with a number. Returns its id. `type` is one that GraphML has:
  /// boolean, int, long, float, double, string.
  std::string add(std::string_view name, std::string_view type);
  const std::string& declarations() const { return declarations_; }

 private:
  std::string_view domain_;
  std::size_t count_ = 0;
  std::set<std::string> taken_ = {"id"};  // folded
  std::string declarations_;
};

/// One node or edge while it is written: what is empty or no number is left out.
class GraphmlElement {
 public:
  static GraphmlElement node(std::string_view id);
  /// The id of the edge is "e" and `number`.
  static GraphmlElement edge(std::uint64_t number, std::string_view source, std::string_view target);

  void add(const std::string& key, std::string_view value);
  void add(const std::string& key, double value);
  void add_whole(const std::string& key, std::int64_t value);
  void add_flag(const std::string& key, bool value);
  void add_day(const std::string& key, std::optional<Day> day);

  std::string close() &&;

 private:
  GraphmlElement(std::string opening, std::string_view closing) : text_(std::move(opening)), closing_(closing) {}

  std::string text_;
  std::string_view closing_;
};

}  // namespace entente
