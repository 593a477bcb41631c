#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "graph/ontology.h"
#include "ingest/article.h"
#include "ingest/explanation.h"
#include "ingest/language/parser.h"
#include "ingest/link/linker.h"
#include "ingest/relate/pairs.h"

namespace entente {

/// Everything that reading articles needs, loaded once from the data folder and shared by all threads: ontology, gazetteers, languages.
/// Extraction reads the article and these data only, so the same article gives the same bytes whoever reads it, in any order.
class Extractor {
 public:
  /// Loads `data` (the folder that holds ontology.json, gazetteer/ and lang/). Every folder under lang/ is a language.
  /// Errors: NotFound, InvalidInput with file, line and remedy.
  static Result<std::unique_ptr<Extractor>> load(const std::filesystem::path& data) { return load(data, {}); }
  /// The same with gazetteers of a user's own, as Gazetteer::load() takes them.
  static Result<std::unique_ptr<Extractor>> load(const std::filesystem::path& data, std::span<const std::filesystem::path> gazetteers);
  ~Extractor();

  const Ontology& ontology() const;
  /// "entente/<version>": the name that claims carry, and part of each document's content hash.
  std::string_view name() const;
  /// What tags and parses `language`; nullptr where nothing was trained for it.
  std::shared_ptr<const SyntaxModel> syntax(std::string_view language) const;

  /// Reads on one thread. Make one for each thread; the Extractor must outlive it.
  class Worker {
   public:
    explicit Worker(const Extractor& extractor);
    ~Worker();
    Worker(Worker&&) noexcept;

    /// The first steps of extract(): `document` with its language, date, sentences and tokens. REQUIRES: an empty document. Errors: as extract().
    Status segment(const Article& article, Document& document);
    /// What `article` says. Errors: InvalidInput (no text; a language for which there are no data, named in the message).
    Result<Extraction> extract(const Article& article);
    /// Why extract() reads `article` as it does, sentence by sentence. Errors: as extract().
    Result<std::vector<SentenceExplanation>> explain(const Article& article);
    /// How the phrase at `source` is related to the one at `target`, both in code points of the article's text, which is read as body alone.
    /// Errors: as extract(); InvalidInput where a span is empty, ends beyond the text or holds no word, or both are the same.
    Result<PairRelation> classify(const Article& article, Span source, Span target);
    /// The id and content hash that extract() would give `article`, without reading it.
    Result<std::pair<std::string, std::uint64_t>> identify(const Article& article) const;

   private:
    struct State;
    Status read_tokens(Document& document, const std::string& origin);
    std::unique_ptr<State> state_;
  };

 private:
  struct Data;
  explicit Extractor(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

}  // namespace entente
