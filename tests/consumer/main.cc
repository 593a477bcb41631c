// consumer DATA GRAPH: opens a graph with the installed library and counts what it holds.
#include <iostream>

#include "graph/store/store.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto ontology = entente::Ontology::load(std::string(argv[1]) + "/ontology.json");
  if (!ontology) return std::cerr << ontology.error().message() << '\n', 1;
  entente::StoreOptions options;
  options.read_only = true;
  const auto store = entente::Store::open(argv[2], *ontology, options);
  if (!store) return std::cerr << store.error().message() << '\n', 1;
  const auto stats = (*store)->snapshot().stats();
  if (!stats) return std::cerr << stats.error().message() << '\n', 1;
  std::cout << stats->documents << " articles\n";
}
