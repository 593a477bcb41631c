#include "graph/query/parse/parser.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/catch.h"

using namespace entente::query;

namespace {

/// What the parser made of a text, in short form: operators before their operands, in parentheses.
class Printer {
 public:
  static std::string print(const Query& query) {
    std::string out;
    for (std::size_t i = 0; i < query.parts.size(); ++i) {
      if (i > 0) out += query.union_all[i - 1] ? " UNION ALL " : " UNION ";
      for (std::size_t j = 0; j < query.parts[i].clauses.size(); ++j)
        out += (j > 0 ? " " : "") + std::visit([](const auto& clause) { return print(clause); }, query.parts[i].clauses[j].what);
    }
    return out;
  }

  static std::string print(const ExprPtr& expression) { return expression ? print(*expression) : "-"; }

  static std::string print(const std::vector<PatternPart>& parts) {
    return join(parts, ", ", [](const PatternPart& part) { return print(part); });
  }

 private:
  template <class T, class Print>
  static std::string join(const std::vector<T>& all, std::string_view between, Print print_one) {
    std::string out;
    for (const T& one : all) out += (&one == all.data() ? "" : std::string(between)) + print_one(one);
    return out;
  }
  static std::string join(const std::vector<ExprPtr>& all, std::string_view between) {
    return join(all, between, [](const ExprPtr& one) { return print(one); });
  }
  static std::string where(const ExprPtr& expression) { return expression ? " WHERE " + print(expression) : ""; }

  static std::string print(const Match& match) {
    return (match.optional ? "OPTIONAL MATCH " : "MATCH ") + print(match.patterns) + where(match.where);
  }
  static std::string print(const Unwind& unwind) { return "UNWIND " + print(unwind.list) + " AS " + unwind.variable; }
  static std::string print(const Projection& projection) {
    std::string out = projection.is_return ? "RETURN" : "WITH";
    if (projection.distinct) out += " DISTINCT";
    if (projection.star) out += " *";
    for (const ProjectionItem& item : projection.items)
      out += fmt::format(" {} {} <{}>", print(item.expression), item.aliased ? "AS" : "as", item.name);
    for (const SortItem& item : projection.order) out += (item.descending ? " DESC " : " ASC ") + print(item.expression);
    if (projection.skip) out += " SKIP " + print(projection.skip);
    if (projection.limit) out += " LIMIT " + print(projection.limit);
    return out + where(projection.where);
  }

  static std::string print(const LabelExpr& labels) {
    const auto children = [&](std::string_view between) {
      return "(" + join(labels.children, between, [](const LabelExpr& child) { return print(child); }) + ")";
    };
    switch (labels.kind) {
      case LabelExpr::Kind::name: return labels.name;
      case LabelExpr::Kind::wildcard: return "%";
      case LabelExpr::Kind::all_of: return children("&");
      case LabelExpr::Kind::any_of: return children("|");
      case LabelExpr::Kind::none_of: return "!" + children("");
    }
    return {};
  }
  template <class Pattern>
  static std::string inside(const Pattern& pattern, const std::optional<LabelExpr>& labels, const std::string& range) {
    return pattern.variable + (labels ? ":" + print(*labels) : "") + range + (pattern.properties ? print(pattern.properties) : "") +
           where(pattern.where);
  }
  static std::string print(const PatternPart& part) {
    using Selector = PatternPart::Selector;
    std::string out = part.variable.empty() ? "" : part.variable + "=";
    if (part.selector != Selector::all) out += part.selector == Selector::any_shortest ? "ANY " : "ALL ";
    for (std::size_t i = 0; i < part.nodes.size(); ++i) {
      if (i > 0) out += print(part.relationships[i - 1]);
      out += "(" + inside(part.nodes[i], part.nodes[i].labels, "") + ")";
    }
    return out;
  }
  static std::string print(const RelationshipPattern& pattern) {
    using Direction = RelationshipPattern::Direction;
    const auto bound = [](const std::optional<std::uint64_t>& number) { return number ? std::to_string(*number) : ""; };
    const std::string range = pattern.variable_length ? "*" + bound(pattern.min) + ".." + bound(pattern.max) : "";
    return fmt::format("{}[{}]{}", pattern.direction == Direction::in ? "<-" : "-", inside(pattern, pattern.types, range),
                       pattern.direction == Direction::out ? "->" : "-");
  }

  static std::string print(const Value& value) {
    if (const auto* text = value.get<std::string>()) return "'" + *text + "'";
    if (const auto* truth = value.get<bool>()) return *truth ? "true" : "false";
    if (const auto* integer = value.get<std::int64_t>()) return std::to_string(*integer);
    if (const auto* floating = value.get<double>()) return fmt::format("{:.6}f", *floating);
    return "null";
  }
  static std::string_view name(Operator op) {
    constexpr std::string_view kNames[] = {"OR",  "XOR", "AND", "NOT", "=",   "<>", "<",      "<=",   ">",        ">=", "add",    "sub",    "mul",
                                           "div", "mod", "pow", "neg", "pos", "IN", "STARTS", "ENDS", "CONTAINS", "=~", "ISNULL", "NOTNULL"};
    return kNames[static_cast<std::size_t>(op)];
  }

  static std::string print(const Expr& e) {
    const auto arg = [&](std::size_t i) { return print(e.args[i]); };
    const auto option = [&](std::string_view before, std::size_t i) { return e.args[i] ? std::string(before) + print(e.args[i]) : ""; };
    switch (e.kind) {
      case Expr::Kind::literal: return print(e.value);
      case Expr::Kind::parameter: return "$" + e.name;
      case Expr::Kind::variable: return e.name;
      case Expr::Kind::property: return arg(0) + "." + e.name;
      case Expr::Kind::list: return "[" + join(e.args, ", ") + "]";
      case Expr::Kind::map: {
        std::string out;
        for (std::size_t i = 0; i < e.keys.size(); ++i) out += (i > 0 ? ", " : "") + e.keys[i] + ": " + arg(i);
        return "{" + out + "}";
      }
      case Expr::Kind::index: return fmt::format("{}[{}]", arg(0), arg(1));
      case Expr::Kind::slice: return fmt::format("{}[{}..{}]", arg(0), arg(1), arg(2));
      case Expr::Kind::operation: return fmt::format("({} {})", name(e.op), join(e.args, " "));
      case Expr::Kind::comparison:
        return fmt::format("({} {})", join(e.ops, " ", [](Operator op) { return std::string(name(op)); }), join(e.args, " "));
      case Expr::Kind::has_labels: return fmt::format("({}:{})", arg(0), print(*e.labels));
      case Expr::Kind::function: return fmt::format("{}({}{})", e.name, e.distinct ? "DISTINCT " : "", join(e.args, ", "));
      case Expr::Kind::count_all: return "count(*)";
      case Expr::Kind::case_: return "CASE(" + join(e.args, " ") + ")";
      case Expr::Kind::list_comprehension: return fmt::format("[{} IN {}{}{}]", e.name, arg(0), option(" WHERE ", 1), option(" | ", 2));
      case Expr::Kind::quantifier: {
        constexpr std::string_view kNames[] = {"all", "any", "none", "single"};
        return fmt::format("{}({} IN {} WHERE {})", kNames[static_cast<std::size_t>(e.quantifier)], e.name, arg(0), arg(1));
      }
      case Expr::Kind::reduce: return fmt::format("reduce({} = {}, {} IN {} | {})", e.name, arg(0), e.element, arg(1), arg(2));
      case Expr::Kind::pattern: return "<" + print(*e.pattern) + ">";
      case Expr::Kind::pattern_comprehension: return fmt::format("[{}{} | {}]", print(*e.pattern), option(" WHERE ", 0), arg(1));
      case Expr::Kind::subquery: {
        constexpr std::string_view kNames[] = {"EXISTS", "COUNT", "COLLECT"};
        return fmt::format("{}{{{}}}", kNames[static_cast<std::size_t>(e.subquery)], print(*e.query));
      }
    }
    return {};
  }
};

std::string told(const Error& error) {
  const std::string type = error.type == ErrorType::syntax ? "" : fmt::format("type {} ", static_cast<int>(error.type));
  return fmt::format("{}{} at {}:{}: {}", type, error.detail, error.at.line, error.at.column, error.message);
}

std::string statement(std::string_view text) {
  const auto parsed = parse(text);
  return parsed ? Printer::print(parsed->query) : told(parsed.error());
}
std::string expression(std::string_view text) {
  const auto parsed = parse_expression(text);
  return parsed ? Printer::print(*parsed) : told(parsed.error());
}
std::string patterns(std::string_view text) {
  const auto parsed = parse_patterns(text);
  return parsed ? Printer::print(*parsed) : told(parsed.error());
}

struct Case {
  std::string_view text;
  std::string_view becomes;
};

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("literals are read as they are meant") {
  const std::vector<Case> cases = {
      {"0", "0"},
      {"42", "42"},
      {"-7", "-7"},
      {"- 7", "-7"},
      {"--7", "(neg -7)"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"0xFf", "255"},
      {"-0x8000000000000000", "-9223372036854775808"},
      {"0o17", "15"},
      {"-0o1000000000000000000000", "-9223372036854775808"},
      {"1.5", "1.5f"},
      {".5", "0.5f"},
      {"-.5", "-0.5f"},
      {"1e9", "1e+09f"},
      {"1.0E-3", "0.001f"},
      {"1e-999", "0f"},
      {"0e99999999999999999999", "0f"},
      {"0.000e9223372036854775807", "0f"},
      {"1e-9223372036854775808", "0f"},
      {"0.5e+1", "5f"},
      {"1.0.x", "1f.x"},
      {"true", "true"},
      {"False", "false"},
      {"NULL", "null"},
      {"'a\\n\\t\\'\\\"\\\\'", "'a\n\t'\"\\'"},
      {"\"it's\"", "'it's'"},
      {"'\\u01FF'", "'ǿ'"},
      {"'\\U0001F9D0'", "'🧐'"},
      {"'\\uD83E\\uDDD0'", "'🧐'"},
      {"'// no /* comment */'", "'// no /* comment */'"},
      {"[]", "[]"},
      {"[1, [2], 'x']", "[1, [2], 'x']"},
      {"{}", "{}"},
      {"{a: 1, `b c`: [], match: null}", "{a: 1, b c: [], match: null}"},
      {"$name", "$name"},
      {"$0", "$0"},
      {"$`a b`", "$a b"},
      {"`a``b`", "a`b"},
      {"Größe_1", "Größe_1"},
      {"1 // one\n + /* two */ 2", "(add 1 2)"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(expression(c.text) == c.becomes);
  }
}

TEST_CASE("operators bind as openCypher has it") {
  const std::vector<Case> cases = {
      {"a OR b XOR c AND d", "(OR a (XOR b (AND c d)))"},
      {"NOT a AND b", "(AND (NOT a) b)"},
      {"NOT NOT a", "(NOT (NOT a))"},
      {"NOT a = b", "(NOT (= a b))"},
      {"a = b IS NULL", "(= a (ISNULL b))"},
      {"a IS NOT NULL IS NULL", "(ISNULL (NOTNULL a))"},
      {"a < b <= c", "(< <= a b c)"},
      {"a <> b = c", "(<> = a b c)"},
      {"a + b - c", "(sub (add a b) c)"},
      {"a - b * c / d % e", "(sub a (mod (div (mul b c) d) e))"},
      {"a ^ b ^ c", "(pow (pow a b) c)"},
      {"-3 ^ 2", "(pow -3 2)"},
      {"-a ^ 2", "(pow (neg a) 2)"},
      {"2 ^ -a.b", "(pow 2 (neg a.b))"},
      {"a--b", "(sub a (neg b))"},
      {"(a)-(b)", "(sub a b)"},
      {"(1)--(2)", "(sub 1 (neg 2))"},
      {"(a)<-(b)", "(< a (neg b))"},
      {"+a", "(pos a)"},
      {"[1] + [2] IN [3] + [4]", "(IN (add [1] [2]) (add [3] [4]))"},
      {"a = b IN c", "(= a (IN b c))"},
      {"a STARTS WITH b + c", "(STARTS a (add b c))"},
      {"a ENDS WITH b OR a CONTAINS c", "(OR (ENDS a b) (CONTAINS a c))"},
      {"a =~ '.*'", "(=~ a '.*')"},
      {"a + b[0]", "(add a b[0])"},
      {"a.b.c[1][2].d", "a.b.c[1][2].d"},
      {"a[1..2]", "a[1..2]"},
      {"a[..2]", "a[-..2]"},
      {"a[1..]", "a[1..-]"},
      {"a[..]", "a[-..-]"},
      {"a[-3..-1]", "a[-3..-1]"},
      {"a:B", "(a:B)"},
      {"a.b:B:C", "(a.b:(B&C))"},
      {"a:B|C&D", "(a:(B|(C&D)))"},
      {"a:!(B|C)&%", "(a:(!((B|C))&%))"},
      {"NOT a:B", "(NOT (a:B))"},
      {"((a))", "a"},
      {"a AND b AND c AND d", "(AND (AND a b) (AND c d))"},
      {"a OR b OR c", "(OR (OR a b) c)"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(expression(c.text) == c.becomes);
  }
}

TEST_CASE("calls, comprehensions and subqueries") {
  const std::vector<Case> cases = {
      {"count(*)", "count(*)"},
      {"cOuNt( * )", "count(*)"},
      {"count(DISTINCT a.b)", "count(DISTINCT a.b)"},
      {"date.truncate('day', d)", "date.truncate('day', d)"},
      {"rand()", "rand()"},
      {"exists(a.b)", "exists(a.b)"},
      {"exists((a)-->(b))", "exists(<(a)-[]->(b)>)"},
      {"CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' ELSE 'z' END", "CASE(a 1 'x' 2 'y' 'z')"},
      {"CASE WHEN a THEN b END", "CASE(- a b -)"},
      {"[x IN xs]", "[x IN xs]"},
      {"[x IN xs WHERE x > 1]", "[x IN xs WHERE (> x 1)]"},
      {"[x IN xs | x + 1]", "[x IN xs | (add x 1)]"},
      {"[x IN xs WHERE x:A | x.b]", "[x IN xs WHERE (x:A) | x.b]"},
      {"[x IN xs WHERE (x:A|B) | x:C|D]", "[x IN xs WHERE (x:(A|B)) | (x:(C|D))]"},
      {"[x IN xs, y]", "[(IN x xs), y]"},
      {"[x IN [1, 2] | [x, 1]]", "[x IN [1, 2] | [x, 1]]"},
      {"[(a)-->(b) | b.c]", "[(a)-[]->(b) | b.c]"},
      {"[p = (a)<-[:T]-() WHERE a.b | p]", "[p=(a)<-[:T]-() WHERE a.b | p]"},
      {"[a = b]", "[(= a b)]"},
      {"all(x IN xs WHERE x)", "all(x IN xs WHERE x)"},
      {"NONE (x IN xs WHERE any(y IN x WHERE y))", "none(x IN xs WHERE any(y IN x WHERE y))"},
      {"single(x IN xs WHERE (x)-->())", "single(x IN xs WHERE <(x)-[]->()>)"},
      {"reduce(s = 0, x IN xs | s + x)", "reduce(s = 0, x IN xs | (add s x))"},
      {"(a)-[:T]->() AND NOT ()--(b)", "(AND <(a)-[:T]->()> (NOT <()-[]-(b)>))"},
      {"((a)-->(b))", "<(a)-[]->(b)>"},
      {"(a)", "a"},
      {"(a:B)", "(a:B)"},
      {"(a:B)--()", "<(a:B)-[]-()>"},
      {"(a)<-[r]->(b)", "<(a)-[r]-(b)>"},
      {"(a)-[1]", "(sub a [1])"},
      {"shortestPath((a)-[*]-(b))", "<ANY (a)-[*..]-(b)>"},
      {"length(allShortestPaths((a)-[:T*..3]->(b)))", "length(<ALL (a)-[:T*..3]->(b)>)"},
      {"exists { (a)-->(b) WHERE a.c }", "EXISTS{MATCH (a)-[]->(b) WHERE a.c}"},
      {"EXISTS { MATCH (a) RETURN a UNION MATCH (b) RETURN b }", "EXISTS{MATCH (a) RETURN a as <a> UNION MATCH (b) RETURN b as <b>}"},
      {"COUNT { p = (a)-->() } > 1", "(> COUNT{MATCH p=(a)-[]->()} 1)"},
      {"COLLECT { MATCH (a) RETURN a.b }", "COLLECT{MATCH (a) RETURN a.b as <a.b>}"},
      {"EXISTS { MATCH (a) WHERE exists { (a)--() } }", "EXISTS{MATCH (a) WHERE EXISTS{MATCH (a)-[]-()}}"},
      {"count + exists + any", "(add (add count exists) any)"},
      {"order.end + limit", "(add order.end limit)"},
      {"reduce(a)", "reduce(a)"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(expression(c.text) == c.becomes);
  }
}

TEST_CASE("patterns") {
  const std::vector<Case> cases = {
      {"()", "()"},
      {"(n)", "(n)"},
      {"(n:A:B {a: 1})", "(n:(A&B){a: 1})"},
      {"(:A|B&!C)", "(:(A|(B&!(C))))"},
      {"(:%)", "(:%)"},
      {"(n WHERE n.a > 1)", "(n WHERE (> n.a 1))"},
      {"(WHERE a.b)", "( WHERE a.b)"},
      {"(where)", "(where)"},
      {"(match:return {with: 1})", "(match:return{with: 1})"},
      {"(`a b`:`c d`)", "(a b:c d)"},
      {"(a)-->(b)", "(a)-[]->(b)"},
      {"(a)<--(b)", "(a)<-[]-(b)"},
      {"(a)--(b)", "(a)-[]-(b)"},
      {"(a)<-->(b)", "(a)-[]-(b)"},
      {"(a)<-[r]->(b)", "(a)-[r]-(b)"},
      {"(a)–[r]–>(b)", "(a)-[r]->(b)"},
      {"(a)-[:A|B]->(b)", "(a)-[:(A|B)]->(b)"},
      {"(a)-[:A|:B]->(b)", "(a)-[:(A|B)]->(b)"},
      {"(a)-[r:A*1..3 {k: 1}]->(b)", "(a)-[r:A*1..3{k: 1}]->(b)"},
      {"(a)-[*]->(b)", "(a)-[*..]->(b)"},
      {"(a)-[*2]->(b)", "(a)-[*2..2]->(b)"},
      {"(a)-[*..3]->(b)", "(a)-[*..3]->(b)"},
      {"(a)-[*1..]->(b)", "(a)-[*1..]->(b)"},
      {"(a)-[r*0..0]-(b)", "(a)-[r*0..0]-(b)"},
      {"(a)-[r *..]-(b)", "(a)-[r*..]-(b)"},
      {"(a)-[r WHERE r.x]->(b)", "(a)-[r WHERE r.x]->(b)"},
      {"(a)-[:A]->{1,3}(b)", "(a)-[:A*1..3]->(b)"},
      {"(a)-[:A]->{,3}(b)", "(a)-[:A*0..3]->(b)"},
      {"(a)-[:A]->{2,}(b)", "(a)-[:A*2..]->(b)"},
      {"(a)-[:A]->{2}(b)", "(a)-[:A*2..2]->(b)"},
      {"(a)-->+(b)", "(a)-[*1..]->(b)"},
      {"(a)-->*(b)", "(a)-[*0..]->(b)"},
      {"p = (a)-->(b)-->(c), (d)", "p=(a)-[]->(b)-[]->(c), (d)"},
      {"p = ((a)-->(b))", "p=(a)-[]->(b)"},
      {"p = shortestPath((a)-[*]-(b))", "p=ANY (a)-[*..]-(b)"},
      {"allShortestPaths((a)-[*]-(b))", "ALL (a)-[*..]-(b)"},
      {"p = ANY SHORTEST (a)-[*]-(b)", "p=ANY (a)-[*..]-(b)"},
      {"ALL SHORTEST p = (a)-[*]-(b)", "p=ALL (a)-[*..]-(b)"},
      {"any = (a)", "any=(a)"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(patterns(c.text) == c.becomes);
  }
}

TEST_CASE("clauses") {
  const std::vector<Case> cases = {
      {"RETURN 1", "RETURN 1 as <1>"},
      {"return 1 as x;", "RETURN 1 AS <x>"},
      {"MATCH (n) RETURN *", "MATCH (n) RETURN *"},
      {"MATCH (n) RETURN *, n.a", "MATCH (n) RETURN * n.a as <n.a>"},
      {"RETURN  cOuNt( * ) , 1+ 2", "RETURN count(*) as <cOuNt( * )> (add 1 2) as <1+ 2>"},
      {"RETURN `a b`, (a)", "RETURN a b as <a b> a as <(a)>"},
      {"RETURN DISTINCT a ORDER BY a.b DESC, c ASC, d SKIP 1 LIMIT $n", "RETURN DISTINCT a as <a> DESC a.b ASC c ASC d SKIP 1 LIMIT $n"},
      {"RETURN a OFFSET 1 + 1", "RETURN a as <a> SKIP (add 1 1)"},
      {"MATCH (a), (b) WHERE a.x = b.x OPTIONAL MATCH (a)-->(c) RETURN c",
       "MATCH (a), (b) WHERE (= a.x b.x) OPTIONAL MATCH (a)-[]->(c) RETURN c as <c>"},
      {"UNWIND [1, 2] AS x WITH x, x + 1 AS y WHERE y > 2 RETURN y",
       "UNWIND [1, 2] AS x WITH x as <x> (add x 1) AS <y> WHERE (> y 2) RETURN y as <y>"},
      {"WITH *, 1 AS one RETURN one", "WITH * 1 AS <one> RETURN one as <one>"},
      {"MATCH (n) WITH DISTINCT n ORDER BY n.a LIMIT 3 WHERE n.b RETURN n",
       "MATCH (n) WITH DISTINCT n as <n> ASC n.a LIMIT 3 WHERE n.b RETURN n as <n>"},
      {"RETURN 1 AS a UNION RETURN 2 AS a", "RETURN 1 AS <a> UNION RETURN 2 AS <a>"},
      {"RETURN 1 AS a UNION ALL RETURN 2 AS a UNION ALL RETURN 3 AS a", "RETURN 1 AS <a> UNION ALL RETURN 2 AS <a> UNION ALL RETURN 3 AS <a>"},
      {"MATCH (n) WHERE (n)-->() RETURN n", "MATCH (n) WHERE <(n)-[]->()> RETURN n as <n>"},
      {"MATCH (order) RETURN order ORDER BY order", "MATCH (order) RETURN order as <order> ASC order"},
      {"UNWIND [1] AS end RETURN end", "UNWIND [1] AS end RETURN end as <end>"},
      {"WITH 1 AS count RETURN count", "WITH 1 AS <count> RETURN count as <count>"},
      {"\xEF\xBB\xBFRETURN\xC2\xA0"
       "1",
       "RETURN 1 as <1>"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(statement(c.text) == c.becomes);
  }
  CHECK(parse("EXPLAIN RETURN 1")->mode == Statement::Mode::explain);
  CHECK(parse("profile RETURN 1")->mode == Statement::Mode::profile);
  CHECK(parse("RETURN 1")->mode == Statement::Mode::run);
}

TEST_CASE("what is refused, why and where") {
  struct Refusal {
    std::string_view text, detail;
    std::size_t line, column;
    ErrorType type = ErrorType::syntax;
  };
  constexpr std::string_view kSyntax = "UnexpectedSyntax", kNumber = "InvalidNumberLiteral", kComposition = "InvalidClauseComposition",
                             kRange = "InvalidRelationshipPattern";
  const std::vector<Refusal> refusals = {
      {"", kSyntax, 1, 1},
      {"  // nothing", kSyntax, 1, 13},
      {"FOO", kSyntax, 1, 1},
      {"RETURN", kSyntax, 1, 7},
      {"RETURN 1;\nRETURN 2", kSyntax, 2, 1},
      {"RETURN 1 2", kSyntax, 1, 10},
      {"RETURN 1,", kSyntax, 1, 10},
      {"RETURN 1 AS", kSyntax, 1, 12},
      {"RETURN 1 AS 2", kSyntax, 1, 13},
      {"RETURN 1234567h12345678", kNumber, 1, 8},
      {"RETURN 0x12ab3j4", kNumber, 1, 8},
      {"RETURN 0x", kNumber, 1, 8},
      {"RETURN 0o12z", kNumber, 1, 8},
      {"RETURN 0o8", kNumber, 1, 8},
      {"RETURN 1.5f", kNumber, 1, 8},
      {"RETURN 1e", kNumber, 1, 8},
      {"RETURN 0777", kNumber, 1, 8},
      {"RETURN 1234567#12345678", kSyntax, 1, 15},
      {"RETURN 9223372036854775808", "IntegerOverflow", 1, 8},
      {"RETURN -9223372036854775809", "IntegerOverflow", 1, 9},
      {"RETURN 0x8000000000000000", "IntegerOverflow", 1, 8},
      {"RETURN -0x8000000000000001", "IntegerOverflow", 1, 9},
      {"RETURN -0o1000000000000000000001", "IntegerOverflow", 1, 9},
      {"RETURN 2.5E999", "FloatingPointOverflow", 1, 8},
      {"RETURN '\\uH'", "InvalidUnicodeLiteral", 1, 9},
      {"RETURN 'é\\uD800'", "InvalidUnicodeLiteral", 1, 10},
      {"RETURN '\\U00110000'", "InvalidUnicodeLiteral", 1, 9},
      {"RETURN '\\q'", kSyntax, 1, 9},
      {"RETURN 'open", kSyntax, 1, 8},
      {"RETURN `open", kSyntax, 1, 8},
      {"RETURN ``", kSyntax, 1, 8},
      {"RETURN 1 /* open", kSyntax, 1, 10},
      {"RETURN $", kSyntax, 1, 8},
      {"RETURN 12 — 11", "InvalidUnicodeCharacter", 1, 11},
      {"RETURN 12 – 11", "InvalidUnicodeCharacter", 1, 11},
      {"RETURN “a”", "InvalidUnicodeCharacter", 1, 8},
      {"RETURN 'ü\xFF'", "InvalidUnicodeCharacter", 1, 10},
      {"RETURN [, ]", kSyntax, 1, 9},
      {"RETURN [[[]] AS x", kSyntax, 1, 14},
      {"RETURN [['a'[]'b']]", kSyntax, 1, 14},
      {"RETURN [1 2]", kSyntax, 1, 11},
      {"RETURN {1a: 1}", kSyntax, 1, 9},
      {"RETURN {ab#c: 1}", kSyntax, 1, 11},
      {"RETURN {, }", kSyntax, 1, 9},
      {"RETURN {1}", kSyntax, 1, 9},
      {"RETURN {[]}", kSyntax, 1, 9},
      {"RETURN {{}}", kSyntax, 1, 9},
      {"RETURN {'a': 1}", kSyntax, 1, 9},
      {"RETURN (1", kSyntax, 1, 10},
      {"RETURN 1)", kSyntax, 1, 9},
      {"RETURN a == b", kSyntax, 1, 11},
      {"RETURN a != b", kSyntax, 1, 10},
      {"RETURN a AND", kSyntax, 1, 13},
      {"RETURN a IS 1", kSyntax, 1, 13},
      {"RETURN a STARTS b", kSyntax, 1, 17},
      {"RETURN true = NOT false", kSyntax, 1, 15},
      {"RETURN a.", kSyntax, 1, 10},
      {"RETURN a[]", kSyntax, 1, 10},
      {"RETURN f(1,)", kSyntax, 1, 12},
      {"RETURN count(DISTINCT *)", kSyntax, 1, 23},
      {"RETURN all(x IN xs)", kSyntax, 1, 19},
      {"RETURN all(xs)", kSyntax, 1, 14},
      {"RETURN CASE END", kSyntax, 1, 16},
      {"RETURN CASE WHEN 1 THEN 2", kSyntax, 1, 26},
      {"RETURN n {.a}", kSyntax, 1, 10},
      {"MATCH (n) RETURN (n)-[]->()", kSyntax, 1, 18},
      {"MATCH (n) WITH (n)-[]->() AS x RETURN x", kSyntax, 1, 16},
      {"MATCH (a) RETURN size((a)-->())", kSyntax, 1, 23},
      {"MATCH (a) WHERE 1 = (a)-->() RETURN a", kSyntax, 1, 21},
      {"MATCH (a) RETURN [(a)-->(), 1]", kSyntax, 1, 27},
      {"MATCH n RETURN n", kSyntax, 1, 7},
      {"MATCH (n RETURN n", kSyntax, 1, 10},
      {"MATCH (n.a) RETURN n", kSyntax, 1, 9},
      {"MATCH (n:) RETURN n", kSyntax, 1, 10},
      {"MATCH (a)-(b) RETURN a", kSyntax, 1, 11},
      {"MATCH (a)-[r->(b) RETURN a", kSyntax, 1, 13},
      {"MATCH (a)--> RETURN a", kSyntax, 1, 14},
      {"MATCH (n $props) RETURN n", "InvalidParameterUse", 1, 10},
      {"MATCH ()-[r:ABC $props]->() RETURN r", "InvalidParameterUse", 1, 17},
      {"MATCH (a)-[:KNOWS..]->(c) RETURN c", kRange, 1, 18},
      {"MATCH (a)-[:KNOWS 1..2]->(c) RETURN c", kRange, 1, 19},
      {"MATCH (a)-[:KNOWS*-2]->(c) RETURN c", kRange, 1, 19},
      {"MATCH (a)-[*1..-2]->(c) RETURN c", kRange, 1, 16},
      {"MATCH (a)-[*1.5]->(c) RETURN c", kRange, 1, 13},
      {"MATCH (a)-[*1..2]->+(c) RETURN c", kRange, 1, 20},
      {"MATCH (a)-[*9223372036854775809]->(c) RETURN c", "IntegerOverflow", 1, 13},
      {"MATCH (a)", kComposition, 1, 10},
      {"MATCH (a) WITH a", kComposition, 1, 17},
      {"UNWIND [1] AS x", kComposition, 1, 16},
      {"RETURN 1 AS a UNION MATCH (n)", kComposition, 1, 30},
      {"RETURN 1 MATCH (n) RETURN n", kComposition, 1, 10},
      {"RETURN 1 RETURN 2", kComposition, 1, 10},
      {"RETURN 1 AS a UNION RETURN 2 AS a\nUNION ALL RETURN 3 AS a", kComposition, 2, 1},
      {"RETURN 1 AS a UNION ALL RETURN 2 AS a UNION RETURN 3 AS a", kComposition, 1, 39},
      {"RETURN 1 UNION", kSyntax, 1, 15},
      {"MATCH (n) RETURN n WHERE n.a", kSyntax, 1, 20},
      {"MATCH (n) RETURN n LIMIT 1 SKIP 1", kSyntax, 1, 28},
      {"MATCH (n) WHERE RETURN n", kSyntax, 1, 17},
      {"MATCH (n) RETURN n ORDER n.a", kSyntax, 1, 26},
      {"OPTIONAL (n) RETURN n", kSyntax, 1, 10},
      {"UNWIND [1] x RETURN x", kSyntax, 1, 12},
      {"MATCH (a) WITH a, count(*) RETURN a", "NoExpressionAlias", 1, 19},
      {"MATCH (a) WITH a.b RETURN 1", "NoExpressionAlias", 1, 16},
      {"MATCH (n) WHERE EXISTS { MATCH (m) SET m.x = 1 } RETURN n", kComposition, 1, 36},
      {"RETURN COLLECT { MATCH (m) }", kComposition, 1, 28},
      {"RETURN EXISTS { }", kSyntax, 1, 17},
      {"CALL db.labels()", "ProcedureNotFound", 1, 1},
      {"CALL { RETURN 1 } RETURN 2", kSyntax, 1, 1},
      {"CREATE (n)", "ReadOnly", 1, 1, ErrorType::read_only},
      {"MATCH (n)\n  DETACH DELETE n", "ReadOnly", 2, 3, ErrorType::read_only},
      {"MATCH (n) WHERE n.x = 1 SET n.y = 2", "ReadOnly", 1, 25, ErrorType::read_only},
      {"MERGE (n) RETURN n", "ReadOnly", 1, 1, ErrorType::read_only},
      {"MATCH (n) REMOVE n.a", "ReadOnly", 1, 11, ErrorType::read_only},
      {"FOREACH (x IN [1] | CREATE (n))", "ReadOnly", 1, 1, ErrorType::read_only},
      {"LOAD CSV FROM 'x' AS line RETURN line", kSyntax, 1, 1},
      {"DROP INDEX x", "ReadOnly", 1, 1, ErrorType::read_only},
  };
  for (const Refusal& refusal : refusals) {
    INFO(refusal.text);
    const auto parsed = parse(refusal.text);
    REQUIRE_FALSE(parsed);
    INFO(parsed.error().message);
    CHECK(parsed.error().type == refusal.type);
    CHECK_FALSE(parsed.error().runtime);
    CHECK(parsed.error().detail == refusal.detail);
    CHECK(parsed.error().at == Position{refusal.line, refusal.column});
    CHECK(parsed.error().message.find('\n') == std::string::npos);
  }
}

TEST_CASE("a message says what was expected, and what was perhaps meant") {
  const std::vector<Case> cases = {
      {"MTACH (n) RETURN n", "did you mean MATCH?"},
      {"MATCH (n) RETRUN n", "did you mean RETURN?"},
      {"MATCH (n) WERE n.a RETURN n", "did you mean WHERE?"},
      {"MATCH (n) RETURN n ODER BY n.a", "did you mean ORDER?"},
      {"MATCH (n) RETURN n LIMT 3", "did you mean LIMIT?"},
      {"MATCH (n) RETURN n.a STRATS WITH 'x'", "did you mean STARTS?"},
      {"RETURN 1 AS a UNOIN RETURN 2 AS a", "did you mean UNION?"},
      {"MATCH (n) RETURN DISTICT n", "did you mean DISTINCT where \"DISTICT\" stands?"},
      {"RETURN 1 = = 2", "equality is one ="},
      {"RETURN 1 != 2", "\"not equal\" is <>"},
      {"RETURN 1 +", "expected an expression, found the end"},
      {"MATCH (n) DELETE n", "ingest, retract and judgements"},
      {"RETURN 1 — 2", "write -"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    const auto parsed = parse(c.text);
    REQUIRE_FALSE(parsed);
    CHECK_THAT(parsed.error().message, entente::test::contains(std::string(c.becomes)));
  }
}

TEST_CASE("places are counted in code points, lines by any line break") {
  const auto at = [](std::string_view text) { return parse(text).error().at; };
  CHECK(at("RETURN 'größe🧐' ?") == Position{1, 17});
  CHECK(at("RETURN 1\r\n  ?") == Position{2, 3});
  CHECK(at("RETURN 1\r?") == Position{2, 1});
  CHECK(at("RETURN /* a\nb */ ?") == Position{2, 6});
  const auto parsed = parse("MATCH (n)\nWHERE n.a = 1\nRETURN n");
  REQUIRE(parsed);
  CHECK(parsed->query.parts[0].clauses[1].at == Position{3, 1});
  CHECK(std::get<Match>(parsed->query.parts[0].clauses[0].what).where->at == Position{2, 11});
}

TEST_CASE("deep nesting is read in one go, or refused") {
  const auto is_limit = [](const auto& parsed) { return !parsed && parsed.error().type == ErrorType::limit; };
  struct Brackets {
    std::string_view open, core, close;
  };
  const std::vector<Brackets> all = {{"(", "1", ")"},
                                     {"[", "1", "]"},
                                     {"{a: ", "1", "}"},
                                     {"f(", "1", ")"},
                                     {"[x IN ", "xs", "]"},
                                     {"[x IN xs | ", "1", "]"},
                                     {"[(a)-->(b) | ", "1", "]"},
                                     {"(a)-->({b: ", "1", "})"},
                                     {"all(x IN xs WHERE ", "1", ")"},
                                     {"CASE WHEN ", "1", " THEN 1 END"},
                                     {"EXISTS { (a) WHERE ", "1", "}"},
                                     {"a[", "1", "]"},
                                     {"n:(", "A", ")"}};
  for (const Brackets& brackets : all) {
    INFO(brackets.open);
    const auto nested = [&](std::size_t depth) {
      return repeated(brackets.open, depth) + std::string(brackets.core) + repeated(brackets.close, depth);
    };
    if (brackets.open != "(a)-->({b: " && brackets.open != "n:(") CHECK(parse_expression(nested(150)));
    CHECK_FALSE(parse_expression(nested(20'000)));
    CHECK_FALSE(parse_expression(repeated(brackets.open, 20'000)));
  }
  CHECK(is_limit(parse_expression(repeated("(", 201) + "1" + repeated(")", 201))));
  CHECK(is_limit(parse_patterns(repeated("(", 1000) + repeated(")", 1000))));
  CHECK(is_limit(parse_patterns("(:" + repeated("!", 1000) + "A)")));
  for (const std::string_view link : {" + 1", ".a", "[0]", " IS NULL", " ^ 2", " IN x"}) {
    INFO(link);
    CHECK(parse_expression("x" + repeated(link, 300)));
    CHECK(is_limit(parse_expression("x" + repeated(link, 20'000))));
  }
  CHECK(is_limit(parse_expression(repeated("NOT ", 20'000) + "x")));
  CHECK(is_limit(parse_expression(repeated("- ", 20'000) + "x")));
  CHECK(is_limit(parse_expression(repeated("(", 100) + "x" + repeated(" + 1 + 1 + 1 + 1 + 1)", 100))));
}

TEST_CASE("long statements that are not deep are no trouble") {
  CHECK(parse_expression("x = 0" + repeated(" OR x = 1", 20'000)));
  CHECK(parse_expression("x" + repeated(" < x", 20'000)));
  CHECK(parse_expression("[0" + repeated(", [x IN xs | 1]", 20'000) + "]"));
  CHECK(parse_patterns("(a)" + repeated("-->(b)", 20'000)));
  CHECK(parse("RETURN 1 AS a" + repeated(" UNION RETURN 1 AS a", 20'000)));
}
