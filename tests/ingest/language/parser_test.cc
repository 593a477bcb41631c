#include "ingest/language/parser.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <unistd.h>

#include "ingest/language/evaluate.h"
#include "ingest/language/train.h"
#include "tests/catch.h"

using namespace entente;

namespace {

struct Folder {
  Folder() : path(std::filesystem::temp_directory_path() / ("entente-parser-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

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
  REQUIRE(train_syntax({treebank("a", 1), treebank("b", 2)}, {}, options, [](const TrainProgress&) {}, writer).ok());
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
  CHECK_FALSE(train_syntax({}, {}, small(), quiet, writer).ok());
  auto options = small();
  options.usual = "c";
  const auto status = train_syntax({treebank("a", 1)}, {}, options, quiet, writer);
  CHECK_FALSE(status.ok());
  CHECK_THAT(status.message(), test::contains("'c' is none of the treebanks (a)"));
}
