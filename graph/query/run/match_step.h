#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/query/parse/ast.h"
#include "graph/query/run/step.h"

/// The steps that find patterns in the graph.

namespace entente::query {

/// A label expression with the numbers of one graph.
struct LabelTest {
  LabelExpr::Kind kind = LabelExpr::Kind::name;
  std::optional<std::uint32_t> number;  ///< of a name; none where the graph has no such label
  std::vector<LabelTest> children;

  bool holds(Run& run, Node node) const;
  bool holds(std::uint32_t type) const;
};

/// What a relationship must be to be walked.
struct RelationshipTest {
  Side side = Side::both;            ///< seen from the node that the walk comes from
  std::vector<std::uint32_t> types;  ///< to ask the graph for; empty: any
  std::optional<LabelTest> rest;     ///< what `types` cannot say
  bool impossible = false;           ///< no relationship of the graph can have the type
  std::uint32_t revealed = 0;        ///< as in Wanted
};

/// All nodes, or those with a label.
class ScanNodes final : public Step {
 public:
  ScanNodes(std::string name, std::optional<std::uint32_t> label, std::size_t slot) : Step(std::move(name)), label_(label), slot_(slot) {}
  bool push(Run& run, Row& row) override;

 private:
  std::optional<std::uint32_t> label_;
  std::size_t slot_;
};

/// The nodes with a property of some value, by the graph's own index; by looking at all where it has none.
class SeekNodes final : public Step {
 public:
  SeekNodes(std::string name, std::string property, Evaluate value, std::size_t slot)
      : Step(std::move(name)), property_(std::move(property)), value_(std::move(value)), slot_(slot) {}
  bool push(Run& run, Row& row) override;

 private:
  std::string property_;
  Evaluate value_;
  std::size_t slot_;
};

/// Along one relationship from a node that is known to one that is not, or (into) to one that is known too.
class Expand final : public Step {
 public:
  struct Options {
    std::size_t walk = 0;
    std::size_t from = 0, relationship = 0, to = 0;  // slots
    RelationshipTest test;
    std::vector<std::pair<std::string, Evaluate>> at_least = {};  // as in Wanted
    bool into = false;
    std::vector<std::size_t> others;  // slots of relationships (or lists of them) of the same MATCH, which must be others
  };
  Expand(std::string name, Options options) : Step(std::move(name)), options_(std::move(options)) {}
  bool push(Run& run, Row& row) override;

 private:
  Options options_;
};

/// All relationships with both their ends.
class ScanRelationships final : public Step {
 public:
  struct Options {
    std::size_t left = 0, relationship = 0, right = 0;  // slots
    RelationshipTest test;                              // side: of the left node
    std::vector<std::pair<std::string, Evaluate>> at_least = {};
    std::vector<std::size_t> others = {};
  };
  ScanRelationships(std::string name, Options options) : Step(std::move(name)), options_(std::move(options)) {}
  bool push(Run& run, Row& row) override;

 private:
  Options options_;
};

/// How often a type is found, and a relationship that stands for all of it: of use for its type only.
class CountTypes final : public Step {
 public:
  struct Options {
    std::size_t relationship = 0, count = 0;  // slots
    RelationshipTest test;
  };
  CountTypes(std::string name, Options options) : Step(std::move(name)), options_(std::move(options)) {}
  bool push(Run& run, Row& row) override;

 private:
  Options options_;
};

/// How many relationships each node has.
class CountOfNodes final : public Step {
 public:
  struct Options {
    std::size_t node = 0, count = 0;     // slots
    std::optional<std::uint32_t> label;  // of the nodes
    RelationshipTest test;
    Evaluate top = {};  // only the nodes with the most are of use, this many and those that have as many as the last of them; none for all
  };
  CountOfNodes(std::string name, Options options) : Step(std::move(name)), options_(std::move(options)) {}
  bool push(Run& run, Row& row) override;

 private:
  Options options_;
};

/// Along `least` to `most` relationships, none of them twice.
class ExpandFar final : public Step {
 public:
  struct Options {
    Expand::Options hop;  // its relationship slot gets a list
    std::uint64_t least = 1, most = 0;
    bool backwards = false;   // the pattern runs from `to` to `from`, and so does the list
    bool known_list = false;  // the slot has a list that must be met
    std::size_t each = 0;     // slot of one relationship, for `condition`
    Evaluate condition = {};  // of each relationship; none for any
  };
  ExpandFar(std::string name, Options options) : Step(std::move(name)), options_(std::move(options)) {}
  bool push(Run& run, Row& row) override;

 private:
  bool walk(Run& run, Row& row, Node at, List& relationships);
  bool arrive(Run& run, Row& row, Node at, const List& relationships);

  Options options_;
  std::optional<Node> target_;  // where `to` is known
};

/// From a relationship that is known to its ends.
class RelationshipEnds final : public Step {
 public:
  struct Options {
    std::size_t relationship = 0, left = 0, right = 0;
    bool left_known = false, right_known = false;
    RelationshipTest test;  // side: of the left node
    std::vector<std::size_t> others;
  };
  RelationshipEnds(std::string name, Options options) : Step(std::move(name)), options_(std::move(options)) {}
  bool push(Run& run, Row& row) override;

 private:
  Options options_;
};

/// The shortest paths between two nodes that are known, by breadth-first search from both ends.
class ShortestPaths final : public Step {
 public:
  struct Options {
    std::size_t walk_out = 0, walk_in = 0;  // two walks each: from the left and from the right end
    std::size_t from = 0, to = 0;
    std::optional<std::size_t> relationships, relationship, path;  // slots; relationship: of a pattern without a length
    RelationshipTest test;
    std::uint64_t least = 1, most = 0;
    bool all = false;
    std::size_t each = 0;
    Evaluate condition = {};
  };
  ShortestPaths(std::string name, Options options) : Step(std::move(name)), options_(std::move(options)) {}
  bool push(Run& run, Row& row) override;

 private:
  Options options_;
};

/// Puts nodes and relationships (or lists of them) together to a path. Null where one is null.
Value make_path(const Row& row, std::size_t first, const std::vector<std::pair<std::size_t, std::size_t>>& hops);

}  // namespace entente::query
