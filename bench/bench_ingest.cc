// What each stage of reading an article costs, over the example articles. bench/README.md says what the figures mean.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ingest/language/annotation.h"
#include "ingest/language/segment.h"
#include "ingest/mention/mentions.h"
#include "ingest/pipeline.h"
#include "ingest/read/inputs.h"
#include "ingest/relate/rules.h"
#include "ingest/relate/time.h"

namespace entente {
namespace {

const std::filesystem::path kSource = ENTENTE_SOURCE_DIR;
const std::filesystem::path kData = kSource / "data";

// A benchmark has nobody to hand a Status to.
template <class T>
T need(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "bench_ingest: %s\n", result.error().message().c_str());
  std::exit(2);
}

class Silence final : public WarningSink {
 public:
  void warn(std::string_view, std::string_view) override {}
};

// The example articles, each with its language set, so that telling it is not measured.
const std::vector<Article>& examples() {
  static const std::vector<Article> articles = [] {
    Silence silence;
    const std::vector<std::string> folder = {(kSource / "examples/articles").string()};
    ArticleSource source(need(expand_inputs(folder, nullptr, silence)), std::cin, silence);
    const auto extractor = need(Extractor::load(kData));
    Extractor::Worker worker(*extractor);
    std::vector<Article> result;
    while (auto article = need(source.next())) {
      article->language = need(worker.extract(*article)).contribution.document.language;
      result.push_back(std::move(*article));
    }
    return result;
  }();
  return articles;
}

std::size_t text_bytes() {
  std::size_t bytes = 0;
  for (const Article& article : examples()) bytes += article.text.size();
  return bytes;
}

// The stages one by one, loaded as the Extractor loads them: words of the rules are known words too, and decide where clitics are split.
struct Stages {
  struct LanguageStages {
    std::unique_ptr<Language> language;
    Roles roles;
  };

  Ontology ontology = need(Ontology::load(kData / "ontology.json"));
  Vocabulary vocabulary;
  Gazetteer gazetteer = need(Gazetteer::load(kData / "gazetteer", vocabulary));
  std::map<std::string, LanguageStages> languages;

  Stages() {
    for (const Article& article : examples()) {
      if (languages.contains(article.language)) continue;
      const auto folder = kData / "lang" / article.language;
      LanguageStages stages{need(load_language(folder, vocabulary)), need(load_roles(folder, vocabulary))};
      need(load_rules(folder, ontology, *stages.language, vocabulary));
      need(DateReader::load(folder, vocabulary));
      languages.emplace(article.language, std::move(stages));
    }
  }

  std::unique_ptr<Document> document(const Article& article) const {
    auto result = std::make_unique<Document>();
    if (const auto status = make_document(article, "bench", *result); !status.ok()) need(Result<int>(failure(status)));
    result->record.language = article.language;
    return result;
  }
};

const Stages& stages() {
  static const Stages result;
  return result;
}

struct Size {
  std::size_t sentences = 0, tokens = 0;

  void add(const Document& document) {
    for (const Passage& passage : document.passages) sentences += passage.sentences.size(), tokens += passage.tokens.size();
  }
};

void set_rates(benchmark::State& state, const Size& size) {
  const auto rate = [](double count) { return benchmark::Counter(count, benchmark::Counter::kIsIterationInvariantRate); };
  state.counters["articles/s"] = rate(static_cast<double>(examples().size()));
  state.counters["sentences/s"] = rate(static_cast<double>(size.sentences));
  state.counters["tokens/s"] = rate(static_cast<double>(size.tokens));
  state.SetBytesProcessed(static_cast<std::int64_t>(text_bytes()) * static_cast<std::int64_t>(state.iterations()));
}

std::vector<std::unique_ptr<Document>> segmented(Size& size) {
  Segmenter segmenter(stages().vocabulary);
  std::vector<std::unique_ptr<Document>> documents;
  for (const Article& article : examples()) {
    documents.push_back(stages().document(article));
    segmenter.segment(*stages().languages.at(article.language).language, *documents.back());
    size.add(*documents.back());
  }
  return documents;
}

void load(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(need(Extractor::load(kData)));
}
BENCHMARK(load)->Unit(benchmark::kMillisecond);

void identify(benchmark::State& state) {
  const auto extractor = need(Extractor::load(kData));
  const Extractor::Worker worker(*extractor);
  Size size;
  segmented(size);
  for (auto _ : state)
    for (const Article& article : examples()) benchmark::DoNotOptimize(need(worker.identify(article)));
  set_rates(state, size);
}
BENCHMARK(identify)->Unit(benchmark::kMillisecond);

void segment(benchmark::State& state) {
  Size size;
  const auto documents = segmented(size);
  Segmenter segmenter(stages().vocabulary);
  for (auto _ : state)
    for (const auto& document : documents) {
      document->passages.clear();
      segmenter.segment(*stages().languages.at(document->record.language).language, *document);
    }
  set_rates(state, size);
}
BENCHMARK(segment)->Unit(benchmark::kMillisecond);

void mentions(benchmark::State& state) {
  Size size;
  const auto documents = segmented(size);
  for (auto _ : state)
    for (const auto& document : documents) {
      const auto& of = stages().languages.at(document->record.language);
      benchmark::DoNotOptimize(MentionFinder(stages().gazetteer, *of.language, of.roles).find(*document));
    }
  set_rates(state, size);
}
BENCHMARK(mentions)->Unit(benchmark::kMillisecond);

// Every sentence, each by an annotator that has read those before it, as in a run.
void annotate(benchmark::State& state, bool trees) {
  Size size;
  const auto documents = segmented(size);
  const auto extractor = need(Extractor::load(kData));
  std::map<std::string, Annotator> annotators;
  for (const auto& [code, of] : stages().languages) annotators.emplace(code, extractor->syntax(code));
  for (auto _ : state)
    for (const auto& document : documents) {
      auto& annotator = annotators.at(document->record.language);
      for (const auto& passage : document->passages)
        for (const auto& sentence : passage.sentences) {
          annotator.start(passage, sentence);
          if (trees)
            benchmark::DoNotOptimize(annotator.tree().data());
          else
            benchmark::DoNotOptimize(annotator.tag(0));
        }
    }
  set_rates(state, size);
}
void tag(benchmark::State& state) { annotate(state, false); }
BENCHMARK(tag)->Unit(benchmark::kMillisecond);
void parse(benchmark::State& state) { annotate(state, true); }
BENCHMARK(parse)->Unit(benchmark::kMillisecond);

void extract(benchmark::State& state) {
  const auto extractor = need(Extractor::load(kData));
  Extractor::Worker worker(*extractor);
  Size size;
  segmented(size);
  for (auto _ : state)
    for (const Article& article : examples()) benchmark::DoNotOptimize(need(worker.extract(article)));
  set_rates(state, size);
}
BENCHMARK(extract)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace entente

BENCHMARK_MAIN();
