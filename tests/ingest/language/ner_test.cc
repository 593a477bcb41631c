#include "ingest/language/ner.h"

#include <filesystem>
#include <fstream>

#include "tests/catch.h"

using namespace entente;

namespace {

class Folder {
 public:
  Folder() { std::filesystem::create_directories(path_); }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_ = std::filesystem::temp_directory_path() / "entente-ner-test";
};

NameLabels labels(const Folder& folder) {
  auto table = NameLabels::load(folder.write("labels.tsv", "label\ttype\nPER\tPER\nPLACE\tLOC\nORG\tORG\nDATE\tdrop\n"));
  REQUIRE(table);
  return *table;
}

std::vector<NamedSentence> sample() {
  const auto person = [](std::vector<std::string> words, std::uint32_t first, std::uint32_t last) {
    return NamedSentence{std::move(words), {{first, last, NameType::person}}};
  };
  return {person({"Presiden", "Joko", "Widodo", "tiba", "di", "istana"}, 1, 3),
          person({"Menteri", "Retno", "Marsudi", "berbicara"}, 1, 3),
          {{"Ia", "tiba", "di", "Jakarta"}, {{3, 4, NameType::location}}},
          {{"Mereka", "tiba", "di", "Surabaya", "kemarin"}, {{3, 4, NameType::location}}},
          {{"hujan", "turun", "lagi"}, {}}};
}

NameTraining quick() {
  NameTraining training;
  training.epochs = 10;
  training.max_bytes = 60'000;
  return training;
}

const std::string& lists() {
  static const std::string packed = pack_name_lists(std::vector<ListedName>{{{"widodo"}, 0}, {{"joko", "widodo"}, 1}, {{"jakarta"}, 2}});
  return packed;
}

std::string train(std::span<const std::vector<NamedSentence>> sets, const NameTraining& training = quick()) {
  return train_names(sets, lists(), training, {});
}

}  // namespace

TEST_CASE("a BIO file is read whatever its columns and line ends") {
  const Folder folder;
  const auto table = labels(folder);
  struct Row {
    const char* text;
    std::vector<NameSpan> names;
  };
  for (const auto& [text, names] : {Row{"Joko\tB-PER\nWidodo\tI-PER\n\n", {{0, 2, NameType::person}}},
                                    {"Joko PROPN B-PER\r\nWidodo PROPN I-PER\r\n\r\n", {{0, 2, NameType::person}}},
                                    {"Joko\tI-PER\nBali\tI-PLACE", {{0, 1, NameType::person}, {1, 2, NameType::location}}},
                                    {"Bali\tB-PLACE\nJawa\tB-PLACE\n", {{0, 1, NameType::location}, {1, 2, NameType::location}}},
                                    {"Senin\tB-DATE\nPBB\tB-ORG\n", {{1, 2, NameType::organization}}}}) {
    CAPTURE(text);
    const auto sentences = read_bio(folder.write("names.txt", text), table);
    REQUIRE(sentences);
    REQUIRE(sentences->size() == 1);
    CHECK(sentences->front().names == names);
  }
  struct Refused {
    const char *text, *message;
  };
  for (const auto& [text, message] : {Refused{"Joko\n", "names.txt:1: 'Joko' has no label"},
                                      {"Joko\tB-PER\nx\tB-FOO\n", "names.txt:2: label 'FOO' is not known"},
                                      {"Joko\tPER\n", "label 'PER' must be O, B-x or I-x"}}) {
    CAPTURE(text);
    const auto sentences = read_bio(folder.write("names.txt", text), table);
    REQUIRE_FALSE(sentences);
    CHECK_THAT(sentences.error().message(), test::contains(message));
  }
}

TEST_CASE("the shipped table of labels loads") { CHECK(NameLabels::load(std::filesystem::path(ENTENTE_SOURCE_DIR) / "data/ner-labels.tsv")); }

TEST_CASE("a model finds the names that it was trained on, and the same data give the same bytes") {
  const std::vector<std::vector<NamedSentence>> sets = {sample()};
  const std::string bytes = train(sets);
  CHECK(bytes == train(sets));
  CHECK(bytes.size() <= quick().max_bytes + 64);
  const auto model = NameModel::open(bytes, lists());
  REQUIRE(model);
  const auto report = evaluate_names(*model, 0, nullptr, sets[0]);
  CHECK(report.all.f1() == 1.0);
  const auto scratch = NameModel::make_scratch();
  std::vector<NameSpan> names;
  const std::vector<std::string_view> words = {"Presiden", "Retno", "Widodo", "tiba", "di", "Jakarta"};
  model->find(words, 0, nullptr, *scratch, names);
  CHECK(names == std::vector<NameSpan>{{1, 3, NameType::person}, {5, 6, NameType::location}});
  model->find({}, 0, nullptr, *scratch, names);
  CHECK(names.empty());
}

TEST_CASE("each data set is labelled in its own way") {
  auto other = sample();
  for (auto& sentence : other) std::erase_if(sentence.names, [](const NameSpan& name) { return name.type == NameType::location; });
  const std::vector<std::vector<NamedSentence>> sets = {sample(), other};
  auto training = quick();
  training.default_set = 1;
  const std::string bytes = train(sets, training);
  const auto model = NameModel::open(bytes, lists());
  REQUIRE(model);
  CHECK(model->sets() == 2);
  CHECK(model->default_set() == 1);
  CHECK(evaluate_names(*model, 0, nullptr, sets[0]).all.f1() == 1.0);
  CHECK(evaluate_names(*model, 1, nullptr, sets[1]).all.f1() == 1.0);
}

TEST_CASE("any bytes that are no whole model are refused") {
  const std::vector<std::vector<NamedSentence>> sets = {sample()};
  const std::string bytes = train(sets);
  CHECK(NameModel::open("", lists()).error().code() == StatusCode::corruption);
  CHECK(NameModel::open(std::string(100, 'x'), lists()).error().code() == StatusCode::corruption);
  CHECK(NameModel::open(std::string_view(bytes).substr(0, bytes.size() - 1), lists()).error().code() == StatusCode::corruption);
  std::string newer = bytes;
  newer[3] = '2';
  CHECK(NameModel::open(newer, lists()).error().code() == StatusCode::version);
  std::string full = bytes;  // no empty slot: finding must end all the same
  for (std::size_t i = full.size() - 1000; i < full.size(); ++i) full[i] = '\x7F';
  const auto model = NameModel::open(full, lists());
  REQUIRE(model);
  const auto scratch = NameModel::make_scratch();
  std::vector<NameSpan> names;
  const std::vector<std::string_view> words = {"A", "\xF0\x9F\x98\x80", "b", "", "\xFF\xFE"};
  model->find(words, 0, nullptr, *scratch, names);
  CHECK(names.size() <= words.size());
}
