// extractor DATA: reads a sentence with the installed library.
#include <iostream>

#include "export/exporter.h"
#include "ingest/pipeline.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto extractor = entente::Extractor::load(argv[1]);
  if (!extractor) return std::cerr << extractor.error().message() << '\n', 1;
  entente::Article article;
  article.id = "one";
  article.language = "en";
  article.text = "Russia attacked Ukraine on Monday.";
  const auto extraction = entente::Extractor::Worker(**extractor).extract(article);
  if (!extraction) return std::cerr << extraction.error().message() << '\n', 1;
  std::cout << extraction->contribution.claims.size() << " claims, " << entente::export_formats().size() << " formats\n";
}
