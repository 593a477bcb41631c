#include <fmt/format.h>

#include <array>
#include <iostream>
#include <map>
#include <optional>

#include "cli/articles.h"
#include "graph/text/tsv.h"
#include "ingest/document.h"
#include "ingest/language/conllu.h"
#include "ingest/language/lemma.h"
#include "ingest/language/ner.h"
#include "ingest/language/parser.h"
#include "ingest/pipeline.h"
#include "ingest/read/inputs.h"

namespace entente::cli {
namespace {

struct ParseFlags {
  std::vector<std::string> inputs;
  std::string from = "auto", language, treebank;
};

/// What reads a language, made when the first text in it comes.
struct Reader {
  std::unique_ptr<Lemmatizer> lemmatizer;  ///< null where the language has no lemmas
  std::unique_ptr<Parser> parser;
  std::optional<NameModel> names;  ///< where the model finds names
};

// The lemmas of the language whose folder this is; null where it has none.
Result<std::unique_ptr<Lemmatizer>> load_lemmas(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder / "lemmas.tsv")) return std::unique_ptr<Lemmatizer>();
  constexpr std::array<std::string_view, 2> kColumns = {"setting", "value"};
  const auto settings = TsvTable::load(folder / "language.tsv", kColumns);
  if (!settings) return failure(settings.error());
  for (const auto& row : settings->rows())
    if (row.cells[0] == "morphology") return load_lemmatizer(folder, row.cells[1]);
  return std::unique_ptr<Lemmatizer>();
}

Result<Reader> load_reader(const Extractor& extractor, const std::filesystem::path& data, const std::string& code, const std::string& treebank) {
  const auto model = extractor.syntax(code);
  if (model == nullptr)
    return failure(StatusCode::unsupported, fmt::format("nothing was trained for language '{}'; see 'entente train --help'", code));
  Reader out;
  auto lemmatizer = load_lemmas(data / "lang" / code);
  if (!lemmatizer) return failure(lemmatizer.error());
  out.lemmatizer = std::move(*lemmatizer);
  if (model->file()->has("ner.crf")) {
    auto names = NameModel::load(model->file());
    if (!names) return failure(names.error());
    out.names = std::move(*names);
  }
  out.parser = std::make_unique<Parser>(model, treebank.empty() ? model->usual_treebank() : model->treebank(treebank));
  return out;
}

bool is_letter(char c) { return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class ConlluPrinter {
 public:
  void print(const Document& document, const Reader& reader, std::string& out) {
    auto& parser = *reader.parser;
    std::size_t number = 0;
    for (const auto& passage : document.passages)
      for (const auto& span : passage.sentences) {
        if (span.first == span.last) continue;
        sentence_ = {};
        if (number == 0) sentence_.comments.push_back(fmt::format("# newdoc id = {}", document.record.id));
        sentence_.comments.push_back(fmt::format("# sent_id = {}-{}", document.record.id, ++number));
        std::string text = "# text = ";
        text += passage.surface(span.span);
        for (auto& c : text) c = c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
        sentence_.comments.push_back(std::move(text));
        words_.clear();
        for (auto i = span.first; i < span.last; ++i) words_.push_back(passage.surface(passage.tokens[i]));
        tags_.resize(words_.size());
        relations_.resize(words_.size());
        heads_.resize(words_.size());
        labels_.assign(words_.size(), {});
        if (reader.names) {
          hints_.read(parser, reader.names->default_set(), words_);
          tags_ = hints_.tags;
          find_names(*reader.names);
        } else {
          parser.tag(words_, tags_);
        }
        parser.parse(heads_, relations_);
        for (std::size_t i = 0; i < words_.size(); ++i) add_word(passage, span, i, reader);
        add_ranges();
        add_names();
        conllu::write(sentence_, out);
      }
  }

 private:
  void find_names(const NameModel& model) {
    model.find(words_, model.default_set(), &hints_, *name_scratch_, names_);
    for (const auto& name : names_)
      for (auto i = name.first; i < name.last; ++i) labels_[i] = fmt::format("NER={}-{}", i == name.first ? 'B' : 'I', name_type_code(name.type));
  }

  void add_word(const Passage& passage, const Sentence& span, std::size_t i, const Reader& reader) {
    const auto& model = reader.parser->model();
    const auto& token = passage.tokens[span.first + i];
    const auto* next = i + 1 < words_.size() ? &passage.tokens[span.first + i + 1] : nullptr;
    conllu::Word word;
    word.form = words_[i];
    word.upos = model.tags()[tags_[i]];
    if (reader.lemmatizer) {
      auto lemma = reader.lemmatizer->lemma(word.form, word.upos);
      word.lemma = std::move(lemma.text);
      if (lemma.voice == Voice::active) word.feats = "Voice=Act";
      if (lemma.voice == Voice::passive) word.feats = "Voice=Pass";
    }
    word.head = heads_[i];
    word.deprel = model.relations()[relations_[i]];
    if (next != nullptr && next->span.begin == token.span.end) word.misc = "SpaceAfter=No";
    sentence_.words.push_back(std::move(word));
  }

  // Words that are written as one: "serangan" and "nya", "do" and "n't".
  void add_ranges() {
    auto& words = sentence_.words;
    for (std::size_t first = 0; first < words.size(); ++first) {
      std::size_t last = first;
      const auto joined = [&](std::size_t i) {
        const std::string_view next = words[i + 1].form;
        const bool starts = is_letter(next.front()) || (next.front() == '\'' && next.size() > 1 && is_letter(next[1]));
        return !words[i].misc.empty() && is_letter(words[i].form.back()) && starts;
      };
      while (last + 1 < words.size() && joined(last)) ++last;
      if (first == last) continue;
      conllu::Multiword whole{static_cast<std::uint32_t>(first + 1), static_cast<std::uint32_t>(last + 1), "", words[last].misc};
      for (std::size_t i = first; i <= last; ++i) {
        whole.form += words[i].form;
        words[i].misc.clear();
      }
      sentence_.multiwords.push_back(std::move(whole));
      first = last;
    }
  }

  void add_names() {
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      if (labels_[i].empty()) continue;
      auto& misc = sentence_.words[i].misc;
      if (!misc.empty()) misc.insert(0, 1, '|');
      misc.insert(0, labels_[i]);
    }
  }

  conllu::Sentence sentence_;
  NameHints hints_;
  NameModel::ScratchPtr name_scratch_ = NameModel::make_scratch();
  std::vector<NameSpan> names_;
  std::vector<std::string> labels_;  // of the words, for the MISC column
  std::vector<std::string_view> words_;
  std::vector<std::uint8_t> tags_, relations_;
  std::vector<std::uint32_t> heads_;
};

int parse(const Context& context, const ParseFlags& flags) {
  const auto data = context.data_folder();
  if (!data) return complain(data.error());
  const auto format = find_input_format(flags.from);
  if (!format) return complain(format.error());
  ConsoleWarnings warnings;
  auto inputs = expand_inputs(flags.inputs.empty() ? std::vector<std::string>{"-"} : flags.inputs, *format, warnings);
  if (!inputs) return complain(inputs.error());
  ArticleSource source(std::move(*inputs), std::cin, warnings);

  // Texts are cut as extraction cuts them, so that a person sees what the program saw.
  const auto extractor = Extractor::load(*data);
  if (!extractor) return complain(extractor.error());
  Extractor::Worker worker(**extractor);
  std::map<std::string, Result<Reader>> readers;
  ConlluPrinter printer;
  std::string out;
  bool failed = false;
  const auto fails = [&](const Status& status) {
    complain(status);
    failed = true;
  };
  for (;;) {
    auto article = source.next();
    if (!article) {
      fails(article.error());
      continue;
    }
    if (!*article) break;
    if (!flags.language.empty()) (*article)->language = flags.language;
    Document document;
    if (const auto status = worker.segment(**article, document); !status.ok()) {
      fails(status);
      continue;
    }
    if (!context.quiet)
      for (const auto& note : document.notes) warnings.warn((*article)->origin, note);
    const auto& code = document.record.language;
    auto at = readers.find(code);
    if (at == readers.end()) at = readers.emplace(code, load_reader(**extractor, *data, code, flags.treebank)).first;
    if (!at->second) {
      fails(at->second.error());
      continue;
    }
    out.clear();
    printer.print(document, *at->second, out);
    if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size()) return kDone;  // a closed pipe
  }
  if (std::fflush(stdout) != 0) return kDone;
  return failed ? kPartly : kDone;
}

}  // namespace

std::function<int()> define_parse(CLI::App& app, const Context& context) {
  auto flags = std::make_shared<ParseFlags>();
  app.add_option("inputs", flags->inputs, "Files, folders or patterns; none or - reads standard input")->type_name("PATH");
  app.add_option("--from", flags->from, "Form of input")->capture_default_str();
  app.add_option("--lang", flags->language, "Language of the text; else told from the text")->type_name("CODE");
  app.add_option("--treebank", flags->treebank, "Treebank whose annotation is asked for")->type_name("ID");
  return [&context, flags] { return parse(context, *flags); };
}

}  // namespace entente::cli
