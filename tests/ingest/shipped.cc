#include "tests/ingest/shipped.h"

#include "tests/catch.h"

namespace entente {
namespace {

template <class T>
T need(Result<T> result) {
  if (!result) FAIL(result.error().message());
  return std::move(*result);
}

ShippedLanguage load(const std::filesystem::path& folder, const Ontology& ontology, Vocabulary& vocabulary) {
  ShippedLanguage data;
  data.language = need(load_language(folder, vocabulary));
  data.roles = need(load_roles(folder, vocabulary));
  data.rules = need(load_rules(folder, ontology, *data.language, vocabulary));
  data.dates = need(DateReader::load(folder, vocabulary));
  return data;
}

}  // namespace

const Shipped& shipped() {
  static const std::unique_ptr<const Shipped> data = [] {
    const std::filesystem::path folder = ENTENTE_SOURCE_DIR "/data";
    auto loaded = std::make_unique<Shipped>();
    loaded->ontology = need(Ontology::load(folder / "ontology.json"));
    loaded->gazetteer = need(Gazetteer::load(folder / "gazetteer", loaded->vocabulary));
    loaded->id = load(folder / "lang/id", loaded->ontology, loaded->vocabulary);
    loaded->en = load(folder / "lang/en", loaded->ontology, loaded->vocabulary);
    return loaded;
  }();
  return *data;
}

std::unique_ptr<Document> segmented(std::string_view language, std::string_view text) {
  auto document = std::make_unique<Document>();
  document->record.text = text;
  Segmenter(shipped().vocabulary).segment(*shipped().of(language).language, *document);
  return document;
}

std::vector<std::string> sentences_of(const Document& document) {
  std::vector<std::string> sentences;
  const auto& passage = document.passages.back();
  for (const auto& sentence : passage.sentences) {
    std::string line;
    for (auto i = sentence.first; i < sentence.last; ++i) {
      if (!line.empty()) line += " | ";
      line += passage.surface(passage.tokens[i]);
    }
    sentences.push_back(std::move(line));
  }
  return sentences;
}

}  // namespace entente
