#include "tests/tck/loader.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "graph/query/engine.h"
#include "graph/query/parse/parser.h"
#include "tests/tck/split.h"

namespace entente::tck {
namespace {

using query::Expr;
using query::LabelExpr;
using query::MemoryGraph;
using query::Value;

using Done = tl::expected<void, std::string>;

/// The variables in scope, and what they are in each row.
struct Table {
  std::vector<std::string> names;
  std::vector<query::Map> rows = {{}};  // a statement begins with one row of nothing
};

std::string quoted(std::string_view name) {
  std::string result = "`";
  for (const char c : name) result += c == '`' ? "``" : std::string(1, c);
  return result + "`";
}

/// A variable that no set-up has: with it in scope there is always something that `*` can stand for.
constexpr std::string_view own_name = "#row";

struct Answer {
  std::vector<std::string> columns;
  std::vector<query::List> rows;
};

/// What the engine says to `tail`, clauses up to RETURN, for the rows of `table` in their order.
tl::expected<Answer, std::string> ask(const MemoryGraph& graph, const Table& table, std::string_view tail) {
  std::string text = "UNWIND $rows AS " + quoted(own_name) + " WITH 0 AS " + quoted(own_name);
  for (const std::string& name : table.names) text += ", " + quoted(own_name) + "." + quoted(name) + " AS " + quoted(name);
  text += ' ';
  text += tail;
  auto prepared = query::PreparedQuery::prepare(text, graph);
  if (!prepared) return tl::unexpected("set-up: " + query::to_string(prepared.error()) + " in: " + text);
  query::RunOptions options;
  options.parameters["rows"] = query::List(table.rows.begin(), table.rows.end());
  Answer answer{prepared->columns(), {}};
  const auto summary = prepared->run(options, [&](std::span<const Value> row) {
    answer.rows.emplace_back(row.begin(), row.end());
    return true;
  });
  if (!summary) return tl::unexpected("set-up: " + query::to_string(summary.error()) + " in: " + text);
  return answer;
}

Done read(std::string_view text, Table& table, const MemoryGraph& graph) {
  auto answer = ask(graph, table, std::string(text) + " RETURN *");
  if (!answer) return tl::unexpected(answer.error());
  Table result{{}, {}};
  for (const std::string& column : answer->columns) {
    if (column != own_name) result.names.push_back(column);
  }
  for (query::List& values : answer->rows) {
    query::Map row;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (answer->columns[i] != own_name) row.emplace(answer->columns[i], std::move(values[i]));
    }
    result.rows.push_back(std::move(row));
  }
  table = std::move(result);
  return {};
}

/// What an expression is, where that is the same in every row and plain to see.
std::optional<Value> constant(const Expr& expr) {
  if (expr.kind == Expr::Kind::literal) return expr.value;
  if (expr.kind == Expr::Kind::operation && expr.op == query::Operator::minus) {
    const auto value = constant(*expr.args[0]);
    if (!value) return std::nullopt;
    if (const auto* number = value->get<double>()) return Value(-*number);
    if (const auto* number = value->get<std::int64_t>()) return Value(-*number);
    return std::nullopt;
  }
  if (expr.kind != Expr::Kind::list && expr.kind != Expr::Kind::map) return std::nullopt;
  query::List values;
  for (const query::ExprPtr& item : expr.args) {
    auto value = constant(*item);
    if (!value) return std::nullopt;
    values.push_back(std::move(*value));
  }
  if (expr.kind == Expr::Kind::list) return Value(std::move(values));
  query::Map map;
  for (std::size_t i = 0; i < values.size(); ++i) map.insert_or_assign(expr.keys[i], std::move(values[i]));
  return Value(std::move(map));
}

/// The properties that a pattern of a CREATE gives, one map a row each.
class Properties {
 public:
  static tl::expected<Properties, std::string> of(std::string_view text, const query::PatternPart& part, const Table& table,
                                                  const MemoryGraph& graph) {
    Properties result;
    std::vector<const Expr*> asked;
    std::string items;
    const auto add = [&](const query::ExprPtr& expr) {
      if (expr == nullptr) return;
      if (auto value = constant(*expr)) {
        result.values_[expr.get()].assign(table.rows.size(), std::move(*value));
        return;
      }
      items += (items.empty() ? "" : ", ") + std::string(bracketed_at(text, expr->at)) + " AS " + quoted(std::to_string(asked.size()));
      asked.push_back(expr.get());
    };
    for (const query::NodePattern& node : part.nodes) add(node.properties);
    for (const query::RelationshipPattern& relationship : part.relationships) add(relationship.properties);
    if (asked.empty()) return result;
    const auto answer = ask(graph, table, "RETURN " + items);
    if (!answer) return tl::unexpected(answer.error());
    for (const query::List& row : answer->rows) {
      for (std::size_t i = 0; i < asked.size(); ++i) result.values_[asked[i]].push_back(row[i]);
    }
    return result;
  }

  query::Map at(const query::ExprPtr& expr, std::size_t row) const {
    if (expr == nullptr) return {};
    const auto* map = values_.at(expr.get())[row].get<query::Map>();
    return map == nullptr ? query::Map() : *map;
  }

 private:
  std::map<const Expr*, std::vector<Value>> values_;
};

/// The names of `A:B`; false where the expression says more than that.
bool names_of(const LabelExpr& expr, std::vector<std::string>& names) {
  if (expr.kind == LabelExpr::Kind::name) {
    names.push_back(expr.name);
    return true;
  }
  return expr.kind == LabelExpr::Kind::all_of &&
         std::all_of(expr.children.begin(), expr.children.end(), [&](const LabelExpr& child) { return names_of(child, names); });
}

tl::unexpected<std::string> refused(std::string_view what) { return tl::unexpected("set-up: CREATE of " + std::string(what)); }

tl::expected<query::Node, std::string> create_node(const query::NodePattern& pattern, query::Map properties, query::Map& row, MemoryGraph& graph) {
  if (const auto bound = row.find(pattern.variable); bound != row.end()) {
    const auto* node = bound->second.get<query::Node>();
    if (node == nullptr || pattern.labels || pattern.properties != nullptr) return refused("the variable " + pattern.variable + ", which is bound");
    return *node;
  }
  std::vector<std::string> labels;
  if (pattern.labels && !names_of(*pattern.labels, labels)) return refused("a node with an expression of labels");
  const query::Node node = graph.add_node(labels, std::move(properties));
  if (!pattern.variable.empty()) row.emplace(pattern.variable, node);
  return node;
}

Done create_relationship(const query::RelationshipPattern& pattern, query::Node left, query::Node right, query::Map properties, query::Map& row,
                         MemoryGraph& graph) {
  using Direction = query::RelationshipPattern::Direction;
  std::vector<std::string> types;
  if (!pattern.types || !names_of(*pattern.types, types) || types.size() != 1) return refused("a relationship that has not one type");
  if (pattern.direction == Direction::both || pattern.variable_length) return refused("a relationship without direction or of variable length");
  if (row.contains(pattern.variable)) return refused("the variable " + pattern.variable + ", which is bound");
  const bool out = pattern.direction == Direction::out;
  const query::Relationship made = graph.add_relationship(out ? left : right, types.front(), out ? right : left, std::move(properties));
  if (!pattern.variable.empty()) row.emplace(pattern.variable, made);
  return {};
}

Done create_part(const query::PatternPart& part, const Properties& properties, std::size_t index, query::Map& row, MemoryGraph& graph) {
  if (!part.variable.empty()) return refused("a path with a name");
  std::vector<query::Node> nodes;
  for (const query::NodePattern& pattern : part.nodes) {
    const auto node = create_node(pattern, properties.at(pattern.properties, index), row, graph);
    if (!node) return tl::unexpected(node.error());
    nodes.push_back(*node);
  }
  for (std::size_t i = 0; i < part.relationships.size(); ++i) {
    const query::RelationshipPattern& pattern = part.relationships[i];
    auto done = create_relationship(pattern, nodes[i], nodes[i + 1], properties.at(pattern.properties, index), row, graph);
    if (!done) return done;
  }
  return {};
}

/// Brings the variables of a pattern into scope.
void name_part(const query::PatternPart& part, Table& table) {
  std::set<std::string> names(table.names.begin(), table.names.end());
  for (const query::NodePattern& node : part.nodes) names.insert(node.variable);
  for (const query::RelationshipPattern& relationship : part.relationships) names.insert(relationship.variable);
  names.erase("");
  table.names.assign(names.begin(), names.end());
}

/// One pattern after the other, because the properties of one may ask for what an earlier one made.
Done create(std::string_view text, Table& table, MemoryGraph& graph) {
  const auto parts = query::parse_patterns(text);
  if (!parts) return tl::unexpected("set-up: " + query::to_string(parts.error()) + " in CREATE " + std::string(text));
  for (const query::PatternPart& part : *parts) {
    const auto properties = Properties::of(text, part, table, graph);
    if (!properties) return tl::unexpected(properties.error());
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      if (auto done = create_part(part, *properties, row, table.rows[row], graph); !done) return done;
    }
    name_part(part, table);
  }
  return {};
}

struct Erased {
  std::set<std::uint64_t> nodes, relationships;
};

/// `text` is what follows DELETE: variables with commas between.
Done erase(std::string_view text, const Table& table, Erased& erased) {
  for (const std::string& name : names_in_list(text)) {
    for (const query::Map& row : table.rows) {
      const auto bound = row.find(name);
      if (bound == row.end()) return tl::unexpected("set-up: DELETE of " + name + ", which is no variable here");
      if (const auto* node = bound->second.get<query::Node>()) erased.nodes.insert(node->key);
      if (const auto* relationship = bound->second.get<query::Relationship>()) erased.relationships.insert(relationship->key);
    }
  }
  return {};
}

/// A graph of what is left.
MemoryGraph without(const MemoryGraph& graph, const Erased& erased) {
  MemoryGraph result;
  std::map<std::uint64_t, query::Node> kept;
  std::set<query::Relationship> relationships;
  const auto keep_relationship = [&](const query::Relationship& relationship, query::Node) {
    if (!erased.relationships.contains(relationship.key)) relationships.insert(relationship);
    return true;
  };
  const auto keep_node = [&](query::Node node) {
    if (erased.nodes.contains(node.key)) return true;
    kept.emplace(node.key, result.add_node(graph.labels(node).value(), graph.properties(node).value()));
    return graph.expand(0, node, query::Side::out, {}, {}, keep_relationship).ok();
  };
  if (!graph.nodes(std::nullopt, keep_node).ok()) return result;
  for (const query::Relationship& relationship : relationships) {
    const auto source = kept.find(relationship.source);
    const auto target = kept.find(relationship.target);
    if (source == kept.end() || target == kept.end()) continue;
    result.add_relationship(source->second, graph.type_name(graph.type_of(relationship)), target->second, graph.properties(relationship).value());
  }
  return result;
}

Done run(const std::vector<ClauseText>& statement, MemoryGraph& graph) {
  Table table;
  Erased erased;
  for (const ClauseText& clause : statement) {
    Done done;
    switch (clause.kind) {
      case ClauseText::Kind::reading: done = read(clause.text, table, graph); break;
      case ClauseText::Kind::create: done = create(clause.text, table, graph); break;
      case ClauseText::Kind::erase: done = erase(clause.text, table, erased); break;
      case ClauseText::Kind::other_writing: return tl::unexpected("set-up: not supported: " + std::string(clause.text));
    }
    if (!done) return done;
  }
  if (!erased.nodes.empty() || !erased.relationships.empty()) graph = without(graph, erased);
  return {};
}

}  // namespace

tl::expected<void, std::string> load(std::string_view text, MemoryGraph& graph) {
  for (const auto& statement : split_statements(text)) {
    if (auto done = run(statement, graph); !done) return done;
  }
  return {};
}

}  // namespace entente::tck
