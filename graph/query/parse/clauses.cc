#include <fmt/format.h>

#include "graph/query/parse/reader.h"

/// Clauses: what a query is made of.

namespace entente::query {
namespace {

const std::vector<std::string_view> kReading = {"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL"};
const std::vector<std::string_view> kWriting = {"CREATE", "INSERT", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", "DROP"};

}  // namespace

Query Parser::query(Place place) {
  Query query;
  query.parts.push_back(single_query(place));
  for (Position at = token().at; accept_word("UNION"); at = token().at) {
    const bool all = accept_word("ALL");
    if (!all) accept_word("DISTINCT");
    if (!query.union_all.empty() && query.union_all.back() != all)
      fail_syntax(at, "InvalidClauseComposition", "UNION and UNION ALL cannot be mixed in one query");
    query.union_all.push_back(all);
    query.union_at.push_back(at);
    query.parts.push_back(single_query(place));
  }
  return query;
}

SingleQuery Parser::single_query(Place place) {
  SingleQuery query;
  while (clause(query, place)) {
  }
  end_single_query(query, place);
  return query;
}

/// Reads one more clause; false where none is next, or the query ended with it.
bool Parser::clause(SingleQuery& query, Place place) {
  const Position at = token().at;
  if (accept_word("MATCH")) {
    query.clauses.push_back({at, match(false)});
  } else if (accept_word("OPTIONAL")) {
    expect_word("MATCH");
    query.clauses.push_back({at, match(true)});
  } else if (accept_word("UNWIND")) {
    query.clauses.push_back({at, unwind()});
  } else if (accept_word("WITH")) {
    query.clauses.push_back({at, projection(false)});
  } else if (accept_word("RETURN")) {
    query.clauses.push_back({at, projection(true)});
    return false;
  } else {
    refuse_clause(place);
    return false;
  }
  return ok();
}

/// Refuses clauses of openCypher that this graph does not have.
void Parser::refuse_clause(Place place) {
  const Position at = token().at;
  if (sees_any(kWriting)) {
    if (place == Place::statement)
      return fail(ErrorType::read_only, at, "ReadOnly",
                  fmt::format("{} writes, and queries only read: the graph is changed by ingest, retract and judgements only", token().raw));
    return fail_syntax(at, "InvalidClauseComposition", fmt::format("{} cannot stand in a subquery: it only reads", token().raw));
  }
  if (!sees_word("CALL")) return;
  if (!is_name(at_ + 1)) return fail_syntax(at, "UnexpectedSyntax", "there is no CALL of subqueries; write EXISTS, COUNT or COLLECT { … }");
  fail_syntax(at, "ProcedureNotFound", fmt::format("there is no procedure \"{}\": queries have functions only", token(at_ + 1).text));
}

void Parser::end_single_query(const SingleQuery& query, Place place) {
  if (!ok()) return;
  if (query.clauses.empty()) return unexpected("a clause, as MATCH … or RETURN …");
  const auto* last = std::get_if<Projection>(&query.clauses.back().what);
  const bool returns = last != nullptr && last->is_return;
  if (returns) {
    if (sees_any(kReading))
      return fail_syntax(token().at, "InvalidClauseComposition", fmt::format("{} cannot follow RETURN, which ends a query", token().raw));
    if (sees_any(kWriting)) return refuse_clause(place);
    for (const std::string_view keyword : {"WHERE", "ORDER", "SKIP", "LIMIT"})
      if (sees_word(keyword)) return unexpected("ORDER BY, SKIP and LIMIT in this order at the end of RETURN; WHERE stands after MATCH or WITH");
  }
  if (returns || place == Place::exists_or_count) return;
  if (!at_end() && !sees(";") && !sees("}") && !sees_word("UNION")) return unexpected("a clause, as MATCH … or RETURN …");
  fail_syntax(token().at, "InvalidClauseComposition", "a query ends with RETURN, which says what to answer");
}

Match Parser::match(bool optional) {
  Match match;
  match.optional = optional;
  match.patterns = patterns();
  if (accept_word("WHERE")) match.where = expression();
  return match;
}

Unwind Parser::unwind() {
  Unwind unwind;
  unwind.list = value();
  expect_word("AS");
  unwind.variable = expect_name("a variable");
  return unwind;
}

Projection Parser::projection(bool is_return) {
  Projection projection;
  projection.is_return = is_return;
  projection.distinct = accept_word("DISTINCT");
  projection.star = accept("*");
  bool more = !projection.star || accept(",");
  while (more) {
    projection.items.push_back(projection_item(is_return));
    more = accept(",");
  }
  if (accept_word("ORDER")) sort_items(projection);
  if (accept_word("SKIP") || accept_word("OFFSET")) projection.skip = value();
  if (accept_word("LIMIT")) projection.limit = value();
  if (!is_return && accept_word("WHERE")) projection.where = expression();
  return projection;
}

ProjectionItem Parser::projection_item(bool is_return) {
  ProjectionItem item;
  const std::size_t first = at_;
  item.at = token().at;
  item.expression = value();
  if (!ok()) return item;
  const bool is_variable = item.expression->kind == Expr::Kind::variable && at_ == first + 1;
  const std::size_t begin = token(first).begin, end = token(at_ - 1).end;
  item.name = is_variable ? item.expression->name : std::string(text_.substr(begin, end - begin));
  if (accept_word("AS")) {
    item.aliased = true;
    item.name = expect_name("a name for the column");
  } else if (!is_return && !is_variable && (sees(",") || at_end() || is_name(at_) || sees("}"))) {
    fail_syntax(item.at, "NoExpressionAlias", "what WITH hands on needs a name, unless it is a variable: write … AS name");
  }
  return item;
}

void Parser::sort_items(Projection& projection) {
  expect_word("BY");
  do {
    SortItem item;
    item.expression = value();
    item.descending = accept_word("DESC") || accept_word("DESCENDING");
    if (!item.descending && !accept_word("ASC")) accept_word("ASCENDING");
    projection.order.push_back(std::move(item));
  } while (accept(","));
}

}  // namespace entente::query
