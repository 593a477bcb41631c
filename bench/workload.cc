#include "bench/workload.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace entente::bench {

namespace fs = std::filesystem;

const std::vector<std::string> kNodeTypes = {"PERSON", "ORG", "COUNTRY", "PLACE", "EVENT", "ARMED_GROUP", "TREATY"};
const std::vector<std::string> kEdgeTypes = {"MEETS",     "CRITICISES", "SANCTIONS",  "ATTACKS",    "ALLIES_WITH", "TRADES_WITH",
                                             "MEMBER_OF", "LEADS",      "LOCATED_IN", "NEGOTIATES", "AIDS",        "PROTESTS"};

void fail(std::string_view message) {
  fmt::print(stderr, "bench: {}\n", message);
  std::exit(2);
}
void need(const Status& status) {
  if (!status.ok()) fail(status.message());
}

double milliseconds_since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

Ontology ontology() {
  std::string nodes, relations;
  for (std::size_t i = 0; i < kNodeTypes.size(); ++i)
    nodes += fmt::format(R"({}{{"number": {}, "name": "{}", "prefix": "n", "supertypes": ["Actor"], "description": "of the data"}})",
                         i == 0 ? "" : ",", i + 1, kNodeTypes[i]);
  for (std::size_t i = 0; i < kEdgeTypes.size(); ++i)
    relations += fmt::format(R"({}{{"number": {}, "name": "{}", "family": null, "cameo": null, "quad": 0, "symmetric": false, "targets": ["Actor"],
                                 "description": "of the data"}})",
                             i == 0 ? "" : ",", i + 1, kEdgeTypes[i]);
  return need(Ontology::parse(fmt::format(R"({{"version": 1, "node_types": [{}], "relation_types": [{}]}})", nodes, relations), "bench_store"));
}

std::vector<std::vector<std::string>> read_csv(const fs::path& path) {
  std::ifstream file(path);
  if (!file) fail(fmt::format("{}: cannot be read", path.string()));
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == ',')
        cells.emplace_back();
      else
        cells.back() += c;
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

void print_memory() {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("VmHWM")) fmt::print("{}\n", line);
}

void Timings::print(std::string_view name) {
  std::ranges::sort(times_);
  const auto at = [&](double share) {
    return times_[std::min(times_.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times_.size())))];
  };
  fmt::print("{}: n={} p50={:.4f}ms p95={:.4f}ms p99={:.4f}ms max={:.2f}ms rows={}\n", name, times_.size(), at(.5), at(.95), at(.99), times_.back(),
             rows_);
}

}  // namespace entente::bench
