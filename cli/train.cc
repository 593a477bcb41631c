#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "cli/command.h"
#include "ingest/language/evaluate.h"
#include "ingest/language/train.h"
#include "ingest/mention/name_lists.h"

namespace entente::cli {
namespace {

struct TrainFlags {
  std::string language, out, usual;
  std::vector<std::string> treebanks, dev, names, names_dev;
  std::uint32_t epochs = TrainOptions().epochs;
  std::uint64_t seed = 1;
};

Result<std::vector<Treebank>> read_treebanks(const std::vector<std::string>& arguments) {
  std::vector<Treebank> out;
  for (const auto& argument : arguments) {
    auto treebank = read_treebank(argument);
    if (!treebank) return failure(treebank.error());
    out.push_back(std::move(*treebank));
  }
  return out;
}

Result<std::vector<NameFile>> read_name_files(const std::vector<std::string>& arguments, const NameLabels& labels) {
  std::vector<NameFile> out;
  for (const auto& argument : arguments) {
    auto file = read_names(argument, labels);
    if (!file) return failure(file.error());
    out.push_back(std::move(*file));
  }
  return out;
}

// The names that every text may hold, for the name model to know.
Result<std::string> load_name_lists(const std::filesystem::path& data, const std::string& language, const std::vector<Treebank>& treebanks) {
  Vocabulary vocabulary;
  const auto gazetteer = Gazetteer::load(data / "gazetteer", vocabulary);
  if (!gazetteer) return failure(gazetteer.error());
  auto lists = name_lists(*gazetteer, vocabulary, language);
  if (auto status = add_listed_names(data / "lang" / language / "names.tsv", lists); !status.ok()) return failure(status);
  for (const auto& treebank : treebanks) add_common_words(treebank.sentences, lists);
  return pack_name_lists(lists);
}

// A line that is drawn over on a terminal, and a line every few seconds and at the end of an epoch elsewhere.
class ProgressLine {
 public:
  explicit ProgressLine(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1) {}

  void show(const TrainProgress& p) {
    const auto now = Clock::now();
    const bool end = p.words == p.all_words;
    if (quiet_ || (!end && now - shown_ < (terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(10000)))) return;
    shown_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const double share = (p.epoch - 1 + static_cast<double>(p.words) / static_cast<double>(p.all_words)) / p.epochs;
    std::string line = fmt::format("epoch {}/{}  {:3.0f}%  loss: tags {:.3f}, arcs {:.3f}, relations {:.3f}{}  {:.0f}s left", p.epoch, p.epochs,
                                   share * 100, p.tag_loss, p.arc_loss, p.label_loss,
                                   p.name_loss == 0 ? "" : fmt::format(", names {:.3f}", p.name_loss), seconds * (1 - share) / share);
    for (const auto& dev : p.dev) line += fmt::format("\n  {}: UPOS {:.2f}, UAS {:.2f}, LAS {:.2f}", dev.path, dev.upos, dev.uas, dev.las);
    const bool keep = !terminal_ || !p.dev.empty() || (end && p.epoch == p.epochs);
    fmt::print(stderr, "{}{}{}", terminal_ ? "\r\x1b[K" : "", line, keep ? "\n" : "");
  }

  void show_names(std::uint32_t epoch, std::uint32_t epochs, double loss) {
    if (quiet_) return;
    const bool keep = !terminal_ || epoch == epochs;
    fmt::print(stderr, "{}names: pass {}/{}  loss {:.4f}{}", terminal_ ? "\r\x1b[K" : "", epoch, epochs, loss, keep ? "\n" : "");
  }

 private:
  using Clock = std::chrono::steady_clock;
  bool quiet_, terminal_;
  Clock::time_point start_ = Clock::now(), shown_ = start_;
};

int train(const Context& context, const TrainFlags& flags) {
  auto treebanks = read_treebanks(flags.treebanks);
  if (!treebanks) return complain(treebanks.error());
  for (auto& treebank : *treebanks)
    for (auto& sentence : treebank.sentences) join_unwritten(sentence);
  const auto dev = read_treebanks(flags.dev);
  if (!dev) return complain(dev.error());
  std::vector<NameFile> names, names_dev;
  std::string lists;
  if (!flags.names.empty()) {
    const auto data = context.data_folder();
    if (!data) return complain(data.error());
    const auto labels = NameLabels::load(*data / "ner-labels.tsv");
    if (!labels) return complain(labels.error());
    for (auto* files : {&names, &names_dev}) {
      auto read = read_name_files(files == &names ? flags.names : flags.names_dev, *labels);
      if (!read) return complain(read.error());
      *files = std::move(*read);
    }
    if (const auto sets = name_sets(names); sets.size() > kMostNameSets)
      return complain(
          fmt::format("{} data sets of names are too many; give files of one convention the same @SET, at most {}", sets.size(), kMostNameSets));
    auto loaded = load_name_lists(*data, flags.language, *treebanks);
    if (!loaded) return complain(loaded.error());
    lists = std::move(*loaded);
  }
  const auto folder = flags.out.empty() ? std::filesystem::path("data/lang") / flags.language : std::filesystem::path(flags.out);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return complain(fmt::format("{}: {}", folder.string(), error.message()));
  const auto path = folder / (flags.language + ".model");

  ModelWriter writer(flags.language);
  // What the file holds beside tags, trees and names stays. Names go with the network that they were trained with.
  if (std::filesystem::exists(path)) {
    const auto old = ModelFile::open(path, flags.language);
    if (!old) return complain(old.error());
    writer.keep(**old, "");
    for (const auto section : (*old)->sections())
      if (section.starts_with("syntax.") || section.starts_with("ner.")) writer.remove(section);
  }
  TrainOptions options;
  options.language = flags.language;
  options.epochs = flags.epochs;
  options.usual = flags.usual;
  options.name_lists = lists;
  options.network.seed = flags.seed;
  ProgressLine line(context.quiet);
  if (const auto status = train_syntax(
          *treebanks, names, *dev, options, [&](const TrainProgress& p) { line.show(p); }, writer);
      !status.ok())
    return complain(status);
  if (!names.empty()) {
    // The name model is trained with the tags of the syntax model as it will be read.
    const auto half = folder / (flags.language + ".model.part");
    if (const auto status = writer.write(half); !status.ok()) return complain(status);
    const auto file = ModelFile::open(half, flags.language);
    std::filesystem::remove(half, error);
    if (!file) return complain(file.error());
    auto model = SyntaxModel::load(*file);
    if (!model) return complain(model.error());
    NameTraining training;
    training.seed = static_cast<std::uint32_t>(flags.seed);
    const auto show = [&](std::uint32_t epoch, std::uint32_t epochs, double loss) { line.show_names(epoch, epochs, loss); };
    const auto status = train_name_model(*model, names, lists, training, show, writer);
    if (!status.ok()) return complain(status);
  }
  if (const auto status = writer.write(path); !status.ok()) return complain(status);
  fmt::print("{}: {:.1f} MB\n", path.string(), static_cast<double>(writer.size()) / 1e6);

  if (dev->empty() && names_dev.empty()) return kDone;
  const auto file = ModelFile::open(path, flags.language);
  if (!file) return complain(file.error());
  const auto model = SyntaxModel::load(*file);
  if (!model) return complain(model.error());
  for (const auto& treebank : *dev) {
    Parser parser(*model, (*model)->treebank(treebank.name));
    const auto score = evaluate_syntax(parser, treebank);
    fmt::print("{}: UPOS {:.2f}, UAS {:.2f}, LAS {:.2f}\n", treebank.path, score.percent(score.upos), score.percent(score.heads),
               score.percent(score.labelled));
  }
  if (names_dev.empty()) return kDone;
  const auto name_model = NameModel::load(*file);
  if (!name_model) return complain(name_model.error());
  Parser parser(*model);
  for (const auto& names_file : names_dev) {
    const auto score = evaluate_names(*name_model, name_model->set(names_file.set), &parser, names_file.sentences);
    fmt::print("{}: P {:.2f}, R {:.2f}, F1 {:.2f}\n", names_file.path, 100 * score.all.precision(), 100 * score.all.recall(), 100 * score.all.f1());
  }
  return kDone;
}

}  // namespace

std::function<int()> define_train(CLI::App& app, const Context& context) {
  auto flags = std::make_shared<TrainFlags>();
  app.add_option("--lang", flags->language, "Language of the model, ISO 639-1")->required()->type_name("CODE");
  app.add_option("--treebank", flags->treebanks,
                 "Trees to learn from, CoNLL-U; @ID says which treebank they are of, else the start of the file's name does")
      ->required()
      ->type_name("FILE[@ID]");
  app.add_option("--dev", flags->dev, "Trees to judge by on the way, never learned from")->type_name("FILE[@ID]");
  auto* ner = app.add_option("--ner", flags->names,
                             "Names to learn from, a word and its label a line; @SET says which data set they are of, else the start of the "
                             "file's name does. A text is labelled as the first set is")
                  ->type_name("FILE[@SET]");
  app.add_option("--ner-dev", flags->names_dev, "Names to judge by at the end, never learned from")->type_name("FILE[@SET]")->needs(ner);
  app.add_option("--usual", flags->usual, "Treebank whose annotation a text gets; else what all have in common")->type_name("ID");
  app.add_option("--epochs", flags->epochs, "Times that everything is learned")->check(CLI::Range(1, 1000))->capture_default_str();
  app.add_option("--seed", flags->seed, "The same seed and treebanks give the same bytes")->capture_default_str();
  app.add_option("-o,--out", flags->out, "Folder for CODE.model; else data/lang/CODE")->type_name("DIR");
  return [&context, flags] { return train(context, *flags); };
}

}  // namespace entente::cli
