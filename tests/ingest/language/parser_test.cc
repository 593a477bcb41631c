#include "ingest/language/parser.h"

#include <thread>

#include "ingest/language/evaluate.h"
#include "ingest/language/train.h"
#include "tests/catch.h"
#include "tests/ingest/language/folder.h"

using namespace entente;

namespace {

// A language of a few words: determiner noun verb determiner noun stop. In treebank "b" the determiner is the head.
Treebank treebank(const std::string& name, std::uint64_t seed) {
  Treebank out{name + ".conllu", name, {}};
  Random random(seed);
  const std::vector<std::string> determiners = {"the", "a", "this"}, nouns = {"minister", "army", "state", "envoy", "summit"},
                                 verbs = {"attacks", "condemns", "visits", "supports"};
  const auto pick = [&](const std::vector<std::string>& words) { return words[random.below(static_cast<std::uint32_t>(words.size()))]; };
  const bool flipped = name == "b";
  for (int i = 0; i < 60; ++i) {
    conllu::Sentence s;
    const auto add = [&](std::string form, std::string upos, std::uint32_t head, std::string relation) {
      s.words.push_back({form, form, std::move(upos), "", "", head, std::move(relation), "", ""});
    };
    add(pick(determiners), "DET", flipped ? 3 : 2, flipped ? "nsubj" : "det");
    add(pick(nouns), "NOUN", flipped ? 1 : 3, flipped ? "dep" : "nsubj");
    add(pick(verbs), "VERB", 0, "root");
    add(pick(determiners), "DET", flipped ? 3 : 5, flipped ? "obj" : "det");
    add(pick(nouns), "NOUN", flipped ? 4 : 3, flipped ? "dep" : "obj");
    add(".", "PUNCT", 3, "punct");
    out.sentences.push_back(std::move(s));
  }
  return out;
}

TrainOptions small() {
  TrainOptions options;
  options.language = "xx";
  options.epochs = 12;
  options.batch_words = 50;
  options.rate = 1e-2F;
  options.shape.embedding = 16;
  options.shape.cells = 16;
  options.shape.layers = 2;
  options.shape.tag_layer = 1;
  options.shape.arc = 16;
  options.shape.label = 16;
  options.network.dropout = 0.1F;
  return options;
}

std::shared_ptr<const SyntaxModel> trained(const std::filesystem::path& path, const TrainOptions& options = small()) {
  ModelWriter writer("xx");
  REQUIRE(train_syntax(
              {treebank("a", 1), treebank("b", 2)}, {}, {}, options, [](const TrainProgress&) {}, writer)
              .ok());
  REQUIRE(writer.write(path).ok());
  const auto file = ModelFile::open(path, "xx");
  REQUIRE(file);
  const auto model = SyntaxModel::load(*file);
  REQUIRE(model);
  return *model;
}

}  // namespace

TEST_CASE("tags, trees and the annotation of each treebank are learned", "[parser]") {
  const Folder folder;
  const auto model = trained(folder.path / "xx.model");
  CHECK(model->treebanks() == std::vector<std::string>{"any", "a", "b"});
  for (const auto* name : {"a", "b"}) {
    CAPTURE(name);
    Parser parser(model, model->treebank(name));
    const auto score = evaluate_syntax(parser, treebank(name, 3));
    CHECK(score.words == 360);
    CHECK(score.percent(score.upos) > 99);
    CHECK(score.percent(score.heads) > 97);
    CHECK(score.percent(score.labelled) > 97);
    CHECK(score.relations.at("root").f1() > 97);
    CHECK(score.seconds > 0);
  }
}

TEST_CASE("names are learned beside the trees, as each data set labels them", "[parser][names]") {
  // In set "x" the envoys are people, in "y" they are bodies; "nothing" starts like a name and is none.
  const auto names = [](const std::string& set, NameType type) {
    NameFile out{set + ".txt", set, {}};
    for (const char* name : {"Arta", "Benno", "Carla", "Dewi", "Eko", "Farid", "Gita", "Hasan"})
      for (const char* verb : {"attacks", "condemns", "visits", "supports"}) {
        out.sentences.push_back({{"the", "envoy", name, "Putra", verb, "the", "state", "."}, {{2, 4, type}}});
        out.sentences.push_back({{"Nothing", verb, "the", "army", "."}, {}});
      }
    return out;
  };
  const std::vector<NameFile> files = {names("x", NameType::person), names("y", NameType::organization), names("x", NameType::person)};
  const Folder folder;
  auto options = small();
  options.name_lists = pack_name_lists(std::vector<ListedName>{{{"arta", "putra"}, 0}, {{"carla"}, 1}, {{"nothing"}, 2}});
  const auto train = [&](const std::filesystem::path& path) {
    ModelWriter writer("xx");
    REQUIRE(train_syntax(
                {treebank("a", 1), treebank("b", 2)}, files, {}, options, [](const TrainProgress&) {}, writer)
                .ok());
    REQUIRE(writer.write(path).ok());
    const auto file = ModelFile::open(path, "xx");
    REQUIRE(file);
    const auto syntax = SyntaxModel::load(*file);
    REQUIRE(syntax);
    NameTraining training;
    training.max_bytes = 60'000;
    REQUIRE(train_name_model(*syntax, files, options.name_lists, training, {}, writer).ok());
    REQUIRE(writer.write(path).ok());
    auto whole = ModelFile::open(path, "xx");
    REQUIRE(whole);
    return *whole;
  };
  const auto file = train(folder.path / "one");
  train(folder.path / "two");
  CHECK(contents(folder.path / "one") == contents(folder.path / "two"));

  const auto syntax = SyntaxModel::load(file);
  const auto model = NameModel::load(file);
  REQUIRE(syntax);
  REQUIRE(model);
  CHECK((*syntax)->name_sets() == std::vector<std::string>{"x", "y"});
  CHECK(model->set("y") == 1);
  CHECK(model->set("z") == model->default_set());
  CHECK(model->set_name(model->default_set()) == "x");
  // Trees are what they are without names, and names whatever treebank's annotation is asked for.
  for (const auto* name : {"a", "b"}) {
    CAPTURE(name);
    Parser parser(*syntax, (*syntax)->treebank(name));
    const auto score = evaluate_syntax(parser, treebank(name, 3));
    CHECK(score.percent(score.labelled) > 97);
    CHECK(evaluate_names(*model, 0, &parser, files[0].sentences).all.f1() == 1.0);
    CHECK(evaluate_names(*model, 1, &parser, files[1].sentences).all.f1() == 1.0);
  }
  // The network alone knows who is named; hints leave the parser where parse() goes on; a sentence that is read in parts has them all.
  Parser parser(*syntax);
  NameHints hints;
  std::vector<std::string_view> words;
  for (int i = 0; i < 60; ++i) words.insert(words.end(), {"the", "envoy", "Dewi", "Putra", "visits", "the", "state", "."});
  for (const std::size_t size : {8U, 480U}) {
    CAPTURE(size);
    const auto some = std::span(words).first(size);
    hints.read(parser, 1, some);
    REQUIRE(hints.odds.size() == size * kNameLabels);
    for (std::size_t i = 0; i < size; i += 8) {
      CHECK(hints.odds[(i + 2) * kNameLabels + name_label(NameType::organization, true)] > 0);
      CHECK(hints.odds[(i + 3) * kNameLabels + name_label(NameType::organization, false)] > 0);
      CHECK(hints.odds[i * kNameLabels + name_label(NameType::organization, true)] < 0);
      CHECK(hints.odds[i * kNameLabels] == 0);
    }
    std::vector<std::uint32_t> heads(size), again(size);
    std::vector<std::uint8_t> relations(size), tags(size);
    parser.parse(heads, relations);
    parser.tag(some, tags);
    parser.parse(again, relations);
    CHECK(heads == again);
  }
  hints.read(parser, 2, words);
  CHECK(hints.odds.empty());

  // With a part that is missing or does not fit, a model with names is refused like any other.
  ModelWriter without("xx"), shorter("xx");
  without.keep(*file, "");
  without.remove("ner.head");
  shorter.keep(*file, "");
  shorter.add_text("ner.sets", "x\n");
  for (const auto* writer : {&without, &shorter}) {
    REQUIRE(writer->write(folder.path / "bad").ok());
    const auto bad = ModelFile::open(folder.path / "bad");
    REQUIRE(bad);
    const auto refused = SyntaxModel::load(*bad);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == StatusCode::corruption);
  }
  const auto refused = NameModel::load(*ModelFile::open(folder.path / "bad"));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == StatusCode::corruption);
}

TEST_CASE("the name of a data set is in the argument, or starts the file's name", "[train][names]") {
  const Folder folder;
  std::ofstream(folder.path / "labels.tsv") << "label\ttype\nPER\tPER\n";
  const auto labels = NameLabels::load(folder.path / "labels.tsv");
  REQUIRE(labels);
  const auto file = (folder.path / "set-of-news-train.txt").string();
  std::ofstream(file) << "Dewi\tB-PER\n";
  const auto named = read_names(file + "@other", *labels), plain = read_names(file, *labels);
  REQUIRE(named);
  REQUIRE(plain);
  CHECK(named->set == "other");
  CHECK(plain->set == "set");
  CHECK(plain->sentences.size() == 1);
  CHECK(name_sets({*named, *plain, *named}) == std::vector<std::string>{"other", "set"});
  std::ofstream(file) << "Dewi\tB-PER\nBali\tB-ISLAND\n";
  const auto refused = read_names(file, *labels);
  REQUIRE_FALSE(refused);
  CHECK_THAT(refused.error().message(), test::contains("set-of-news-train.txt:2: label 'ISLAND' is not known"));
}

TEST_CASE("the same treebanks give the same bytes, another seed others", "[parser]") {
  const Folder folder;
  auto options = small();
  options.epochs = 2;
  trained(folder.path / "one", options);
  trained(folder.path / "two", options);
  options.network.seed = 2;
  trained(folder.path / "three", options);
  CHECK(contents(folder.path / "one") == contents(folder.path / "two"));
  CHECK(contents(folder.path / "one") != contents(folder.path / "three"));
}

TEST_CASE("any sequence of words gets a tree", "[parser]") {
  const Folder folder;
  auto options = small();
  options.epochs = 1;
  const auto model = trained(folder.path / "xx.model", options);
  Parser parser(model);
  const auto check = [&](const std::vector<std::string_view>& words) {
    std::vector<std::uint8_t> tags(words.size()), relations(words.size());
    std::vector<std::uint32_t> heads(words.size());
    parser.tag(words, tags);
    parser.parse(heads, relations);
    std::size_t roots = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      REQUIRE(tags[i] < model->tags().size());
      REQUIRE(relations[i] < model->relations().size());
      REQUIRE(heads[i] <= words.size());
      roots += heads[i] == 0 ? 1 : 0;
      std::size_t at = i + 1, steps = 0;
      while (at != 0 && ++steps <= words.size()) at = heads[at - 1];
      REQUIRE(at == 0);
    }
    REQUIRE(roots == (words.empty() ? 0 : 1));
  };
  const std::string huge(100'000, 'x');
  check({});
  check({""});
  check({huge, "\xFF\xFE", std::string_view("\0", 1), "\xF0\x9F\x98\x80", "مرحبا"});
  for (const std::size_t size : {1U, 2U, 248U, 249U, 250U, 251U, 1000U}) check(std::vector<std::string_view>(size, "minister"));
}

TEST_CASE("threads share a model and agree", "[parser]") {
  const Folder folder;
  auto options = small();
  options.epochs = 2;
  const auto model = trained(folder.path / "xx.model", options);
  const auto text = treebank("a", 9);
  std::vector<std::size_t> right(4);
  std::vector<std::thread> threads;
  for (auto& r : right)
    threads.emplace_back([&] {
      Parser parser(model, model->treebank("a"));
      const auto score = evaluate_syntax(parser, text);
      r = score.upos * 1000 + score.labelled;
    });
  for (auto& t : threads) t.join();
  for (const auto r : right) CHECK(r == right[0]);
}

TEST_CASE("a model that lacks a part, or whose parts do not fit, is refused", "[parser]") {
  const Folder folder;
  auto options = small();
  options.epochs = 1;
  trained(folder.path / "good", options);
  const auto good = ModelFile::open(folder.path / "good");
  REQUIRE(good);
  const auto refused = [&](const ModelWriter& writer, const std::string& message) {
    REQUIRE(writer.write(folder.path / "bad").ok());
    const auto file = ModelFile::open(folder.path / "bad");
    REQUIRE(file);
    const auto model = SyntaxModel::load(*file);
    REQUIRE_FALSE(model);
    CHECK(model.error().code() == StatusCode::corruption);
    CHECK_THAT(model.error().message(), test::contains(message));
  };
  for (const auto section : (*good)->sections()) {
    CAPTURE(section);
    const std::string name(section);
    ModelWriter without("xx"), shorter("xx");
    without.keep(**good, "");
    without.remove(name);
    refused(without, "");
    shorter.keep(**good, "");
    shorter.add_text(name, "");
    refused(shorter, "");
  }
  ModelWriter strange("xx");
  strange.keep(**good, "");
  strange.add_array("syntax.shape", std::vector<std::uint32_t>{16, 1U << 31, 2, 1, 16, 16, 0});
  refused(strange, "impossible sizes");
}

TEST_CASE("nothing to learn from is told", "[train]") {
  ModelWriter writer("xx");
  const auto quiet = [](const TrainProgress&) {};
  CHECK_FALSE(train_syntax({}, {}, {}, small(), quiet, writer).ok());
  auto options = small();
  options.usual = "c";
  const auto status = train_syntax({treebank("a", 1)}, {}, {}, options, quiet, writer);
  CHECK_FALSE(status.ok());
  CHECK_THAT(status.message(), test::contains("'c' is none of the treebanks (a)"));
}
