#include "ingest/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "graph/text/unicode.h"
#include "ingest/events/coder.h"
#include "ingest/hash.h"
#include "ingest/language/identify.h"
#include "ingest/language/model.h"
#include "ingest/language/segment.h"
#include "ingest/relate/given.h"

namespace entente {
namespace {

constexpr std::string_view kName = "entente/" ENTENTE_VERSION;
constexpr auto kEventLanguage = "en";  // of the names in event data

/// One language with the stages that read it.
struct LanguageData {
  std::unique_ptr<Language> language;
  Roles roles;
  Rules rules;
  Indicators indicators;
  DateReader dates;
  std::shared_ptr<const SyntaxModel> syntax;  ///< nullptr where nothing was trained for the language
  std::unique_ptr<NameModel> names;           ///< nullptr where the model finds none
  std::uint64_t model_checksum = 0;
};

Result<LanguageData> load_language_data(const std::filesystem::path& folder, const Ontology& ontology, Vocabulary& vocabulary) {
  LanguageData data;
  auto language = load_language(folder, vocabulary);
  if (!language) return failure(language.error());
  data.language = std::move(*language);
  auto roles = load_roles(folder, vocabulary);
  if (!roles) return failure(roles.error());
  data.roles = std::move(*roles);
  auto rules = load_rules(folder, ontology, *data.language, vocabulary);
  if (!rules) return failure(rules.error());
  data.rules = std::move(*rules);
  auto indicators = Indicators::load(folder / "indicators.tsv", ontology, *data.language);
  if (!indicators) return failure(indicators.error());
  data.indicators = std::move(*indicators);
  auto dates = DateReader::load(folder, vocabulary);
  if (!dates) return failure(dates.error());
  data.dates = std::move(*dates);
  const auto code = folder.filename().string();
  if (const auto path = folder / (code + ".model"); std::filesystem::exists(path)) {
    const auto file = ModelFile::open(path, code);
    if (!file) return failure(file.error());
    auto syntax = SyntaxModel::load(*file);
    if (!syntax) return failure(syntax.error());
    data.model_checksum = (*file)->checksum();
    data.syntax = std::move(*syntax);
    if ((*file)->has("ner.crf")) {
      auto names = NameModel::load(*file);
      if (!names) return failure(names.error());
      data.names = std::make_unique<NameModel>(std::move(*names));
    }
  }
  return data;
}

std::string file_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A hash of every table under the data folder: other data may read the same article otherwise.
std::uint64_t hash_of_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (auto at = std::filesystem::recursive_directory_iterator(folder, error); at != std::filesystem::recursive_directory_iterator();
       at.increment(error)) {
    if (at->is_directory() && at->path().filename() == "sources") at.disable_recursion_pending();
    if (at->path().extension() == ".tsv" || at->path().extension() == ".json") files.push_back(at->path());
  }
  std::ranges::sort(files);
  Hasher hash;
  for (const auto& file : files) hash.add(file.lexically_relative(folder).string()).add(file_bytes(file));
  return hash.value();
}

// The day that a dateline gives with its year ("JAKARTA, 25 Februari 2024 - "); none where it gives none.
std::optional<Day> dateline_day(Segmenter& segmenter, const LanguageData& data, const Document& document) {
  const std::string_view body = std::string_view(document.record.text).substr(document.body_begin);
  const auto start = body.find_first_not_of(" \t\n");
  if (start == std::string_view::npos) return std::nullopt;
  const auto line = body.substr(start, body.find('\n', start) - start);
  Document dateline;
  dateline.record.title = line.substr(0, dateline_length(line));
  if (dateline.record.title.empty()) return std::nullopt;
  segmenter.segment(*data.language, dateline);
  for (const auto& passage : dateline.passages)
    for (const auto& sentence : passage.sentences)
      for (const auto& date : data.dates.find(*data.language, passage, sentence, std::nullopt))
        if (date.date.precision == DatePrecision::day) return date.date.day;
  return std::nullopt;
}

}  // namespace

struct Extractor::Data {
  std::string version;  // of program and data: part of each document's content hash
  Ontology ontology;
  Vocabulary vocabulary;
  Gazetteer gazetteer;
  std::map<std::string, LanguageData> languages;
  Relater relater;
  PairClassifier pairs;
  EventTables events;
};

struct Extractor::Worker::State {
  State(const Data& shared)
      : data(shared),
        segmenter(shared.vocabulary),
        events(shared.ontology, shared.gazetteer, shared.events, [this](std::string_view phrase) { return read_name(phrase); }) {}

  const Data& data;
  Segmenter segmenter;
  std::map<const LanguageData*, std::unique_ptr<Annotator>> annotators;
  EventCoder events;

  // The node that all of `phrase`, which is English, names; none where it names nothing known, or only a part of it does.
  std::optional<Node> read_name(std::string_view phrase) {
    const auto english = data.languages.find(kEventLanguage);
    if (english == data.languages.end()) return std::nullopt;
    Document document;
    document.record.text = phrase;
    document.record.language = english->first;
    segmenter.segment(*english->second.language, document);
    const auto found = MentionFinder(data.gazetteer, *english->second.language, english->second.roles).find(document);
    if (document.passages.size() != 1) return std::nullopt;
    const auto& tokens = document.passages.front().tokens;
    const std::uint32_t first = !tokens.empty() && fold(document.passages.front().surface(tokens.front())) == "the" ? 1 : 0;
    for (const Mention& mention : found.passages.front().mentions)
      if (mention.first <= first && mention.last == tokens.size() && mention.others.empty())
        return node_of(data.ontology, found.entities[mention.entity]);
    return std::nullopt;
  }

  // That of the language, made when its first text comes.
  Annotator* annotator_of(const LanguageData& language) {
    if (language.syntax == nullptr) return nullptr;
    auto& annotator = annotators[&language];
    if (annotator == nullptr) annotator = std::make_unique<Annotator>(language.syntax, language.names.get());
    return annotator.get();
  }
  Annotator* annotator_of(const Document& document) { return annotator_of(data.languages.at(document.record.language)); }

  // Reads the sentences of `document` in order; after each, `each` is called with its passage, its number, all mentions and all readings so far.
  template <class Each>
  std::pair<DocumentMentions, std::vector<Reading>> read(const Document& document, std::vector<TriedFrame>* tried, const Each& each) {
    const auto& language = data.languages.at(document.record.language);
    auto* annotator = annotator_of(language);
    if (annotator != nullptr) annotator->leave();  // sentences of other documents may have lain where this one's do
    const MentionFinder finder(data.gazetteer, *language.language, language.roles);
    MentionReader mentions(finder, document, annotator);
    std::vector<Reading> readings;
    for (std::size_t p = 0; p < document.passages.size(); ++p)
      for (std::uint32_t s = 0; s < document.passages[p].sentences.size(); ++s) {
        mentions.read(p, s);
        data.relater.relate({*language.language, language.rules, language.dates, annotator, tried}, document, p, s, mentions.mentions(), readings);
        each(p, s, std::as_const(mentions.mentions()), std::as_const(readings));
      }
    return {std::move(mentions.mentions()), std::move(readings)};
  }

  Status prepare(const Article& article, Document& document) const {
    return article.event ? make_document(with_text(data.events, article), data.version, document) : make_document(article, data.version, document);
  }

  // Headlines are too short for statistics: their words decide.
  const LanguageData* language_of(Document& document) const {
    auto& record = document.record;
    if (record.language.empty()) {
      const std::string sample = record.title + ". " + record.text;
      const auto guess = identify_language(sample);
      record.language = guess.code;
      if (!guess.other.empty())
        document.notes.push_back(
            fmt::format("{}% of the text seem to be in '{}'; all of it is read as '{}'", guess.other_percent, guess.other, guess.code));
      if (record.language.empty()) {
        std::map<std::string, const Language*> languages;
        for (const auto& [code, language] : data.languages) languages.emplace(code, language.language.get());
        record.language = identify_by_words(data.vocabulary, languages, sample);
      }
    }
    const auto at = data.languages.find(record.language);
    return at == data.languages.end() ? nullptr : &at->second;
  }
};

Extractor::Extractor(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Extractor::~Extractor() = default;
const Ontology& Extractor::ontology() const { return data_->ontology; }
std::string_view Extractor::name() const { return kName; }

std::shared_ptr<const SyntaxModel> Extractor::syntax(std::string_view language) const {
  const auto at = data_->languages.find(std::string(language));
  return at == data_->languages.end() ? nullptr : at->second.syntax;
}

Result<std::unique_ptr<Extractor>> Extractor::load(const std::filesystem::path& folder, std::span<const std::filesystem::path> gazetteers) {
  auto data = std::make_unique<Data>();
  auto ontology = Ontology::load(folder / "ontology.json");
  if (!ontology) return failure(ontology.error());
  data->ontology = std::move(*ontology);
  for (int k = 0; k <= static_cast<int>(Kind::agreement); ++k)
    if (data->ontology.node_type(kind_name(static_cast<Kind>(k))) == nullptr)
      return failure(StatusCode::invalid_input, fmt::format("{}: node type '{}' is missing; the extractor needs its row",
                                                            (folder / "ontology.json").string(), kind_name(static_cast<Kind>(k))));
  auto relater = Relater::make(data->ontology);
  if (!relater) return failure(relater.error());
  data->relater = std::move(*relater);
  auto pairs = PairClassifier::make(data->ontology);
  if (!pairs) return failure(pairs.error());
  data->pairs = std::move(*pairs);
  auto gazetteer = Gazetteer::load(folder / "gazetteer", gazetteers, data->vocabulary);
  if (!gazetteer) return failure(gazetteer.error());
  data->gazetteer = std::move(*gazetteer);
  auto events = EventTables::load(folder / "events", data->ontology);
  if (!events) return failure(events.error());
  data->events = std::move(*events);
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "lang", error)) {
    if (!entry.is_directory()) continue;
    auto language = load_language_data(entry.path(), data->ontology, data->vocabulary);
    if (!language) return failure(language.error());
    data->languages.emplace(entry.path().filename().string(), std::move(*language));
  }
  // What else reads the data, or other data, may read the same article otherwise.
  Hasher hash;
  hash.add(fmt::format("{:016x}", hash_of_files(folder)));
  for (const auto& file : gazetteers) hash.add(file_bytes(file));
  for (const auto& [code, language] : data->languages) hash.add(fmt::format("{}{:016x}", code, language.model_checksum));
  data->version = fmt::format("{}+{:016x}", kName, hash.value());
  if (data->languages.empty())
    return failure(StatusCode::not_found, fmt::format("{}: holds no language; the data folder is not complete", (folder / "lang").string()));
  return std::unique_ptr<Extractor>(new Extractor(std::move(data)));
}

Extractor::Worker::Worker(const Extractor& extractor) : state_(std::make_unique<State>(*extractor.data_)) {}
Extractor::Worker::~Worker() = default;
Extractor::Worker::Worker(Worker&&) noexcept = default;

Result<std::pair<std::string, std::uint64_t>> Extractor::Worker::identify(const Article& article) const {
  Document document;
  if (auto status = state_->prepare(article, document); !status.ok()) return failure(status);
  return std::pair(document.record.id, document.record.content_hash);
}

Status Extractor::Worker::segment(const Article& article, Document& document) {
  if (auto status = state_->prepare(article, document); !status.ok()) return status;
  return read_tokens(document, article.origin);
}

// The language of `document`, its sentences and tokens.
Status Extractor::Worker::read_tokens(Document& document, const std::string& origin) {
  const auto* language = state_->language_of(document);
  if (language == nullptr) {
    const auto& code = document.record.language;
    return {StatusCode::invalid_input,
            fmt::format("{}: {}; name the language with --lang if it is one of those", origin.empty() ? document.record.id : origin,
                        code.empty() ? "no language could be told" : fmt::format("there are no data for language '{}'", code))};
  }
  if (!document.record.date) document.record.date = dateline_day(state_->segmenter, *language, document);
  state_->segmenter.segment(*language->language, document);
  return Status::success();
}

Result<PairRelation> Extractor::Worker::classify(const Article& article, Span source, Span target) {
  Document document;
  if (auto status = make_document(article, state_->data.version, document); !status.ok()) return failure(status);
  document.record.title.clear();
  document.body_begin = 0;
  if (auto status = read_tokens(document, article.origin); !status.ok()) return failure(status);
  const auto& language = state_->data.languages.at(document.record.language);
  auto* annotator = state_->annotator_of(language);
  if (annotator == nullptr)
    return failure(StatusCode::unsupported,
                   fmt::format("nothing was trained for language '{}', and pairs are told by trees", document.record.language));
  annotator->leave();
  if (document.text_changed)
    for (auto* span : {&source, &target}) *span = {place_in_document(article.text, span->begin), place_in_document(article.text, span->end)};
  const auto pair = give_spans(document.passages.front(), source, target);
  if (!pair) return failure(StatusCode::invalid_input, "a span holds no word of its own; spans are [start, end) in code points of the text");
  auto mentions = MentionFinder(state_->data.gazetteer, *language.language, language.roles).find(document);
  const auto [first, second] = give_mentions(mentions, *pair);
  return state_->data.pairs.classify({*language.language, language.rules, language.dates, annotator}, language.indicators, document, pair->sentence,
                                     mentions, first, second);
}

Result<std::vector<SentenceExplanation>> Extractor::Worker::explain(const Article& article) {
  Document document;
  if (auto status = segment(article, document); !status.ok()) return failure(status);
  std::vector<SentenceExplanation> out;
  std::vector<TriedFrame> tried;
  std::size_t claims = 0;
  state_->read(document, &tried, [&](std::size_t p, std::uint32_t s, const DocumentMentions& mentions, const std::vector<Reading>& readings) {
    out.push_back(explain_sentence(state_->data.ontology, document.passages[p], s, mentions, mentions.passages[p], tried, readings.size() - claims,
                                   state_->annotator_of(document)));
    claims = readings.size();
    tried.clear();
  });
  return out;
}

Result<Extraction> Extractor::Worker::extract(const Article& article) {
  Document document;
  if (article.event) {
    if (auto status = state_->prepare(article, document); !status.ok()) return failure(status);
    return state_->events.code(*article.event, std::move(document.record));
  }
  if (auto status = segment(article, document); !status.ok()) return failure(status);
  auto [mentions, readings] = state_->read(document, nullptr, [](auto&&...) {});
  return link(state_->data.ontology, kName, document, mentions, std::move(readings));
}

}  // namespace entente
