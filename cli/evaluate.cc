#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "ingest/language/evaluate.h"

namespace entente::cli {
namespace {

struct EvaluateFlags {
  std::string language, model, format = "table";
  std::vector<std::string> treebanks, names;
};

std::vector<std::pair<std::string, RelationScore>> by_frequency(const SyntaxScore& score) {
  std::vector<std::pair<std::string, RelationScore>> out(score.relations.begin(), score.relations.end());
  std::ranges::stable_sort(out, std::greater<>(), [](const auto& relation) { return relation.second.gold; });
  return out;
}

void print_table(const Treebank& treebank, std::string_view annotation, const SyntaxScore& s) {
  fmt::print("{} (as {}): {} sentences, {} words\n", treebank.path, annotation, s.sentences, s.words);
  fmt::print("  UPOS {:.2f}  UAS {:.2f}  LAS {:.2f}  LAS with subtypes {:.2f}\n", s.percent(s.upos), s.percent(s.heads), s.percent(s.labelled),
             s.percent(s.labelled_with_subtypes));
  const auto words = static_cast<double>(s.words);
  fmt::print("  {:.0f} tokens/s tagged and parsed, {:.0f} tagged only (one thread, processor time)\n", words / s.seconds, words / s.tag_seconds);
  fmt::print("  {:12} {:>6} {:>6} {:>6} {:>6}\n", "relation", "gold", "P", "R", "F1");
  for (const auto& [name, r] : by_frequency(s)) fmt::print("  {:12} {:6} {:6.1f} {:6.1f} {:6.1f}\n", name, r.gold, r.precision(), r.recall(), r.f1());
}

nlohmann::ordered_json to_json(const Treebank& treebank, std::string_view annotation, const SyntaxScore& s) {
  nlohmann::ordered_json out = {{"treebank", treebank.path},
                                {"annotation", annotation},
                                {"sentences", s.sentences},
                                {"words", s.words},
                                {"upos", s.percent(s.upos)},
                                {"uas", s.percent(s.heads)},
                                {"las", s.percent(s.labelled)},
                                {"las_with_subtypes", s.percent(s.labelled_with_subtypes)},
                                {"tokens_per_second", static_cast<double>(s.words) / s.seconds}};
  for (const auto& [name, r] : by_frequency(s))
    out["relations"][name] = {{"gold", r.gold}, {"precision", r.precision()}, {"recall", r.recall()}, {"f1", r.f1()}};
  return out;
}

void print_table(const NameFile& file, std::string_view set, const NameReport& r) {
  fmt::print("{} (as {}): {} sentences, {} words\n", file.path, set, file.sentences.size(), r.words);
  fmt::print("  {:.0f} tokens/s tagged and named (one thread, processor time)\n", static_cast<double>(r.words) / r.seconds);
  fmt::print("  {:12} {:>6} {:>6} {:>6} {:>6}\n", "type", "gold", "P", "R", "F1");
  const auto row = [](std::string_view name, const NameScore& s) {
    fmt::print("  {:12} {:6} {:6.1f} {:6.1f} {:6.1f}\n", name, s.expected, 100 * s.precision(), 100 * s.recall(), 100 * s.f1());
  };
  for (std::size_t type = 0; type < kNameTypes; ++type)
    if (r.types[type].expected + r.types[type].found > 0) row(name_type_code(static_cast<NameType>(type)), r.types[type]);
  row("PER LOC ORG", r.all);
}

nlohmann::ordered_json to_json(const NameFile& file, std::string_view set, const NameReport& r) {
  const auto figures = [](const NameScore& s) {
    return nlohmann::ordered_json{{"gold", s.expected}, {"precision", 100 * s.precision()}, {"recall", 100 * s.recall()}, {"f1", 100 * s.f1()}};
  };
  nlohmann::ordered_json out = {{"names", file.path}, {"set", set}, {"sentences", file.sentences.size()}, {"words", r.words}};
  out.update(figures(r.all));
  out["tokens_per_second"] = static_cast<double>(r.words) / r.seconds;
  for (std::size_t type = 0; type < kNameTypes; ++type) out["types"][name_type_code(static_cast<NameType>(type))] = figures(r.types[type]);
  return out;
}

int evaluate(const Context& context, const EvaluateFlags& flags) {
  if (flags.treebanks.empty() && flags.names.empty()) return complain("nothing to compare with; name a file with --treebank or --ner");
  const auto data = context.data_folder();
  std::filesystem::path path = flags.model;
  if (path.empty()) {
    if (!data) return complain(data.error());
    path = *data / "lang" / flags.language / (flags.language + ".model");
  }
  const auto file = ModelFile::open(path, flags.language);
  if (!file) return complain(file.error());
  const auto model = SyntaxModel::load(*file);
  if (!model) return complain(model.error());
  auto all = nlohmann::ordered_json::array();
  for (const auto& argument : flags.treebanks) {
    const auto treebank = read_treebank(argument);
    if (!treebank) return complain(treebank.error());
    const auto annotation = (*model)->treebank(treebank->name);
    Parser parser(*model, annotation);
    const auto score = evaluate_syntax(parser, *treebank);
    const auto& name = (*model)->treebanks()[annotation];
    if (flags.format == "json")
      all.push_back(to_json(*treebank, name, score));
    else
      print_table(*treebank, name, score);
  }
  if (!flags.names.empty()) {
    if (!data) return complain(data.error());
    const auto labels = NameLabels::load(*data / "ner-labels.tsv");
    if (!labels) return complain(labels.error());
    if (!(*file)->has("ner.crf")) return complain(fmt::format("{} finds no names; train it with --ner", path.string()));
    const auto names = NameModel::load(*file);
    if (!names) return complain(names.error());
    Parser parser(*model);
    for (const auto& argument : flags.names) {
      const auto test = read_names(argument, *labels);
      if (!test) return complain(test.error());
      const auto set = names->set(test->set);
      const auto report = evaluate_names(*names, set, &parser, test->sentences);
      if (flags.format == "json")
        all.push_back(to_json(*test, names->set_name(set), report));
      else
        print_table(*test, names->set_name(set), report);
    }
  }
  if (flags.format == "json") fmt::print("{}\n", all.dump(2));
  return kDone;
}

}  // namespace

std::function<int()> define_evaluate(CLI::App& app, const Context& context) {
  auto flags = std::make_shared<EvaluateFlags>();
  app.add_option("--lang", flags->language, "Language of the model, ISO 639-1")->required()->type_name("CODE");
  app.add_option("--treebank", flags->treebanks,
                 "Trees to compare with, CoNLL-U; @ID names the treebank whose annotation is asked for, else the start "
                 "of the file's name does")
      ->type_name("FILE[@ID]");
  app.add_option("--ner", flags->names,
                 "Names to compare with, a word and its label a line; @SET names the data set as which they are labelled, else the "
                 "start of the file's name does")
      ->type_name("FILE[@SET]");
  app.add_option("--model", flags->model, "Model to judge; else that of the data folder")->type_name("FILE");
  app.add_option("--format", flags->format, "Form of output")->check(CLI::IsMember({"table", "json"}))->capture_default_str();
  return [&context, flags] { return evaluate(context, *flags); };
}

}  // namespace entente::cli
