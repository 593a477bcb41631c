/// Gives arbitrary bytes to the query language, as libFuzzer makes them: they are parsed, planned, and run for a moment on a small graph.
/// Whatever they say, the answer is rows, or an error of one line.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "graph/query/engine.h"
#include "graph/query/function/functions.h"
#include "graph/query/memory_graph.h"

namespace entente::query {
namespace {

MemoryGraph make_graph() {
  MemoryGraph graph;
  const Node a = graph.add_node({"State"}, {{"name", "A"}, {"size", 1}, {"since", Date{0}}});
  const Node b = graph.add_node({"State", "Member"}, {{"name", "B"}, {"size", 2.5}, {"tags", List{"x", "y"}}});
  const Node c = graph.add_node({"Person"}, {{"name", "Ç"}, {"size", -3}});
  const Node d = graph.add_node({}, {});
  graph.add_relationship(a, "ALLY", b, {{"since", 1999}});
  graph.add_relationship(b, "ALLY", c, {{"since", 2001}});
  graph.add_relationship(c, "LEADS", a, {{"from", LocalDateTime{1'000'000'000, 5}}});
  graph.add_relationship(a, "ALLY", a, {});
  graph.add_relationship(d, "LEADS", b, {});
  graph.add_relationship(d, "LEADS", b, {});
  return graph;
}

/// What any error must be.
void check(const Error& error) {
  const bool is_line = !error.message.empty() && error.message.find_first_of("\n\r") == std::string::npos;
  if (!is_line || error.detail.empty() || (!error.runtime && error.at.line == 0)) std::abort();
}

void query(std::string_view text) {
  static const MemoryGraph graph = make_graph();
  auto prepared = PreparedQuery::prepare(text, graph);
  if (!prepared) return check(prepared.error());
  RunOptions options;
  options.parameters = {{"p", 1}, {"q", List{1, "two", Value()}}};
  options.memory = std::size_t{32} << 20;
  options.timeout = std::chrono::milliseconds(200);
  constexpr std::uint64_t shown = 20;  // texts take long to write
  std::uint64_t rows = 0;
  const auto run = prepared->run(options, [&](std::span<const Value> values) {
    if (values.size() != prepared->columns().size()) std::abort();
    for (const Value& value : values)
      if (rows < shown && !to_text(graph, value, true)) std::abort();
    ++rows;
    return true;
  });
  if (!run) return check(run.error());
  if (run->rows != rows || prepared->plan().empty()) std::abort();
}

}  // namespace
}  // namespace entente::query

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  entente::query::query({reinterpret_cast<const char*>(data), size});
  return 0;
}
