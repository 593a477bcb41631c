#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/model.h"
#include "graph/status.h"

namespace entente {

/// A row of the node types. `supertype` is Actor, Place or Text (State is an Actor and a Place).
struct NodeType {
  TypeId number = 0;
  std::string name;                     ///< "ArmedForce"
  std::string prefix;                   ///< of ids: "force"
  std::vector<std::string> supertypes;  ///< "Actor", "Place", "Text"
  std::string description;
};

/// The PLOVER quad classes.
enum class Quad : std::uint8_t { structural, verbal_cooperation, material_cooperation, verbal_conflict, material_conflict };

/// A row of the relation types.
struct RelationType {
  TypeId number = 0;
  std::string name;    ///< "condemns"
  std::string family;  ///< PLOVER event type, "ACCUSE"; empty for structural types, says and reports
  std::string cameo;   ///< nearest CAMEO root or code, "111"; may be empty
  Quad quad = Quad::structural;
  bool symmetric = false;            ///< stored once, smaller id as source, and read from both ends
  std::vector<std::string> targets;  ///< super-types that its target may have
  std::string description;
};

/// The typed vocabulary of a graph, read from `data/ontology.json`. Immutable after load; any thread may read it.
class Ontology {
 public:
  /// Reads and validates `file`. Errors: NotFound, InvalidInput (message with the row and the remedy): a number or name used
  /// twice, an unknown quad or super-type, a missing key.
  static Result<Ontology> load(const std::filesystem::path& file);
  /// The same from text; `origin` names it in messages.
  static Result<Ontology> parse(std::string_view json, std::string_view origin);

  const std::vector<NodeType>& node_types() const { return node_types_; }
  const std::vector<RelationType>& relation_types() const { return relation_types_; }

  /// By number or by name; nullptr where there is none.
  const NodeType* node_type(TypeId number) const;
  const NodeType* node_type(std::string_view name) const;
  const RelationType* relation_type(TypeId number) const;
  const RelationType* relation_type(std::string_view name) const;

  /// A stable hash of the numbers, names and symmetric flags: what a stored graph depends on.
  std::uint64_t hash() const { return hash_; }

 private:
  std::vector<NodeType> node_types_;
  std::vector<RelationType> relation_types_;
  std::vector<int> node_by_number_, relation_by_number_;  // index + 1, 0 for none
  std::unordered_map<std::string, std::size_t> node_by_name_, relation_by_name_;
  std::uint64_t hash_ = 0;
};

}  // namespace entente
