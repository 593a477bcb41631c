#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "export/selection.h"

namespace entente {

/// What nodes and edges carry, once for all formats: a list of named and typed fields, and for each node or edge its values, one after the other.

enum class FieldKind : std::uint8_t { text, texts, whole, real, flag, day };

struct Field {
  std::string name;
  FieldKind kind = FieldKind::text;
};

/// The number of each field that every export has, in Fields::list().
struct NodeField {
  enum : std::size_t { label, type, supertype, country, names, same_as, wikidata, lat, lon, documents, first_seen, last_seen, fixed };
};
struct EdgeField {
  // clang-format off
  enum : std::size_t {
    label, type, family, quad, symmetric, weight, count, planned, possible, demanded, negated, articles, reports, first, last, first_day, last_day,
    confidence, status, origin, since, until, office, fixed
  };
  // clang-format on
};

/// Takes the values of one node or edge: each field at most once, in an order that is the same for all. What is unknown or empty, and what is no
/// number, does not come. Texts are as the graph has them, whatever their bytes, and good during the call.
class FieldSink {
 public:
  virtual ~FieldSink() = default;
  virtual void text(std::size_t field, std::string_view value) = 0;
  virtual void texts(std::size_t field, std::span<const std::string_view> values) = 0;
  virtual void whole(std::size_t field, std::int64_t value) = 0;
  virtual void real(std::size_t field, double value) = 0;
  virtual void flag(std::size_t field, bool value) = 0;
  virtual void day(std::size_t field, Day value) = 0;
};

/// Gives out names of which no two are the same, whatever their case: the second of two gets a number.
class FieldNames {
 public:
  /// `name` on one line, or "name_2".
  std::string add(std::string_view name);
  /// The same of letters, digits and underscores of ASCII only: an underscore for each run of others.
  std::string add_identifier(std::string_view name);

 private:
  std::set<std::string> taken_ = {"id"};  // folded; no reader takes an attribute of that name
};

/// A point of a picture, x to the right and y upwards.
struct Place {
  double x = 0, y = 0;
};

/// The fields of the nodes of one export: the fixed ones, "names_<language>" for each language, "attribute_<name>" for each attribute that articles
/// gave, then the computed ones. For one thread.
class NodeFields {
 public:
  /// Reads the nodes once, for what of them there is. `selection` must outlive it. Errors: those of reading the snapshot.
  static Result<NodeFields> make(const Selection& selection);

  const std::vector<Field>& list() const { return list_; }
  void write(const StoredNode& node, FieldSink& sink);
  /// Where a layout put the node: its computed values "x" and "y". None where it has not both.
  std::optional<Place> place(const Node& node) const;

  std::size_t node_count() const { return node_count_; }
  std::size_t longest_id() const { return longest_id_; }  ///< bytes, as clean_id() has it
  /// A text that, with a number behind it, is the id of no node: "e", where no node is called like that.
  const std::string& edge_prefix() const { return edge_prefix_; }

 private:
  explicit NodeFields(const Selection& selection);
  void meet(const StoredNode& node);
  void declare();
  void write_names(const Node& node, FieldSink& sink);
  void write_computed(const Node& node, FieldSink& sink) const;
  void give(std::size_t field, FieldSink& sink);

  const Ontology* ontology_;
  std::span<const NodeAttribute> computed_;
  const NodeAttribute* x_ = nullptr;
  const NodeAttribute* y_ = nullptr;
  std::vector<Field> list_;
  std::set<std::string, std::less<>> languages_, attributes_;
  std::size_t node_count_ = 0, longest_id_ = 0;
  std::string edge_prefix_ = "e";
  std::string line_;                     // of the node that is written
  std::vector<std::string_view> texts_;  // likewise
};

/// The fields of edges: the fixed ones; where types are summed also "cooperation", "conflict" and "types". A reference edge has those up to
/// `symmetric`, `origin`, and those from `since` on.
class EdgeFields {
 public:
  explicit EdgeFields(const Selection& selection);

  const std::vector<Field>& list() const { return list_; }
  void write(const ExportEdge& edge, FieldSink& sink);

 private:
  void write_claimed(const EdgeAggregate& sum, FieldSink& sink) const;
  void write_summed(const SummedTypes& types, FieldSink& sink);

  const Ontology* ontology_;
  std::vector<Field> list_;
  std::vector<std::string_view> texts_;
};

}  // namespace entente
