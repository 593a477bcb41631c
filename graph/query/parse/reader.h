#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/query/error.h"
#include "graph/query/parse/ast.h"
#include "graph/query/parse/lexer.h"

namespace entente::query {

/// Reads tokens from left to right, each once: where two readings are possible, as of `(n)`, a look at a few tokens ahead decides.
/// The first failure stays and takes the place of all tokens that were left, so that every loop ends; what is returned after it is of no use.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), tokens_(lex(text)) {}

  Result<Statement> statement();
  Result<ExprPtr> only_expression();
  Result<std::vector<PatternPart>> only_patterns();

 private:
  class Nested;
  class Height;

  // Tokens: parser.cc.

  const Token& token(std::size_t index) const { return tokens_[std::min(index, tokens_.size() - 1)]; }
  const Token& token() const { return tokens_[at_]; }
  bool is_symbol(std::size_t index, std::string_view symbol) const;
  bool is_word(std::size_t index, std::string_view keyword) const;
  bool is_name(std::size_t index) const;
  /// Whether the next token is the symbol.
  bool sees(std::string_view symbol) const { return is_symbol(at_, symbol); }
  bool sees_word(std::string_view keyword) const { return is_word(at_, keyword); }
  bool sees_any(const std::vector<std::string_view>& keywords) const;
  bool at_end() const { return token().kind == Token::Kind::end; }
  void advance();
  bool accept(std::string_view symbol);
  /// Keywords that are asked for in vain are what an unknown word is compared with.
  bool accept_word(std::string_view keyword);
  /// `wanted` is what a message says was expected.
  void expect(std::string_view symbol, std::string_view wanted = {});
  void expect_word(std::string_view keyword);
  std::string expect_name(std::string_view wanted);

  void fail(ErrorType type, Position at, std::string detail, std::string message);
  void fail_syntax(Position at, std::string detail, std::string message) { fail(ErrorType::syntax, at, std::move(detail), std::move(message)); }
  void unexpected(std::string_view wanted);
  std::string hint() const;
  bool ok() const { return !error_; }
  template <class T>
  Result<T> finish(T what);

  // Clauses: parser_clauses.cc.

  enum class Place { statement, exists_or_count, collect };
  Query query(Place place);
  SingleQuery single_query(Place place);
  bool clause(SingleQuery& query, Place place);
  void refuse_clause(Place place);
  void end_single_query(const SingleQuery& query, Place place);
  Match match(bool optional);
  Unwind unwind();
  Projection projection(bool is_return);
  ProjectionItem projection_item(bool is_return);
  void sort_items(Projection& projection);

  // Patterns: parser_patterns.cc.

  std::vector<PatternPart> patterns();
  PatternPart pattern_part();
  bool selector(PatternPart& part);
  bool sees_shortest_function() const;
  void shortest_function(PatternPart& part);
  void pattern_element(PatternPart& part);
  void chain(PatternPart& part);
  NodePattern node();
  RelationshipPattern relationship();
  void relationship_inside(RelationshipPattern& relationship);
  void range(RelationshipPattern& relationship);
  void quantifier(RelationshipPattern& relationship);
  std::uint64_t bound();
  std::string variable_of_pattern();
  ExprPtr properties();
  /// After the colon. `bars`: whether | may join names, and not belong to what is around them.
  LabelExpr label_expression(bool bars, bool of_relationship = false);
  LabelExpr label_conjunction();
  LabelExpr label();
  bool is_dash(std::size_t index) const;
  bool is_arrow_end(std::size_t index, std::string_view symbol) const;
  bool sees_relationship() const;
  void accept_dash();
  bool accept_arrow_end(std::string_view symbol);
  // Whether a pattern with a relationship at least is at a token. Those that return a number say which token is after it, 0 for no.
  bool is_pattern(std::size_t index) const;
  std::size_t after_node(std::size_t index) const;
  std::size_t after_relationship(std::size_t index) const;

  // Expressions: operators in parser_operators.cc, what they join in parser_atoms.cc.

  /// A pattern may stand for whether it is found. `bar_ends`: a | belongs to what is around the expression.
  ExprPtr expression(bool bar_ends = false);
  /// As expression(), but a pattern cannot stand in it.
  ExprPtr value(bool bar_ends = false) { return as_value(expression(bar_ends)); }
  ExprPtr as_value(ExprPtr expression);
  ExprPtr logic(std::size_t level);
  ExprPtr negation();
  ExprPtr comparison();
  std::optional<Operator> accept_comparison();
  ExprPtr predicate();
  ExprPtr arithmetic(std::size_t level);
  ExprPtr sign();
  ExprPtr postfix(ExprPtr base, Height& height);
  ExprPtr index_or_slice(ExprPtr base);

  ExprPtr atom();
  ExprPtr number(bool negative);
  ExprPtr word_atom();
  bool is_keyword_here() const;
  std::size_t after_function_name() const;
  ExprPtr parenthesised();
  ExprPtr pattern_predicate();
  ExprPtr list();
  bool sees_list_comprehension() const;
  ExprPtr list_comprehension();
  ExprPtr pattern_comprehension();
  ExprPtr map();
  ExprPtr function(std::size_t arguments);
  ExprPtr case_of();
  ExprPtr quantified(Expr::Quantifier quantifier);
  ExprPtr reduce();
  ExprPtr subquery(Expr::Subquery kind);

  // How deep: no level of recursion here, nor of those who walk the tree later, may come to the end of the stack.

  /// One more level of brackets, while it lives.
  class Nested {
   public:
    explicit Nested(Parser& parser);
    ~Nested() { --parser_.nesting_; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;

   private:
    Parser& parser_;
  };

  /// Measures the tree that is built while it lives: height_ is the height of the highest tree inside, until grow() puts a level on top.
  class Height {
   public:
    explicit Height(Parser& parser) : parser_(parser), around_(std::exchange(parser.height_, 0)) {}
    ~Height() { parser_.height_ = std::max(parser_.height_, around_); }
    Height(const Height&) = delete;
    Height& operator=(const Height&) = delete;
    void grow();

   private:
    Parser& parser_;
    std::size_t around_;
  };

  std::string_view text_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::vector<std::string_view> asked_, asked_before_;  ///< keywords that would have fitted here, and one token before
  std::optional<Error> error_;
  std::size_t nesting_ = 0, height_ = 0;
  bool bar_ends_ = false;
};

/// An expression without arguments yet.
ExprPtr make_expression(Expr::Kind kind, Position at);

}  // namespace entente::query
