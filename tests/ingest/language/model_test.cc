#include "ingest/language/model.h"

#include <cmath>
#include <fstream>

#include "tests/catch.h"
#include "tests/ingest/language/folder.h"

using namespace entente;

namespace {

void put(const std::filesystem::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

ModelWriter example() {
  ModelWriter writer("xx");
  writer.add_text("about", "an example");
  writer.add_array("numbers", std::vector<std::uint32_t>{1, 2, 3});
  writer.add_weights("weights", std::vector<float>{0, 0.5F, -2, 0.01F, -0.001F});
  writer.add_bytes("empty", {});
  return writer;
}

}  // namespace

TEST_CASE("a model gives back what was put into it", "[model]") {
  const Folder folder;
  const auto path = folder.path / "xx.model";
  REQUIRE(example().write(path).ok());
  CHECK(std::filesystem::file_size(path) == example().size());

  const auto model = ModelFile::open(path, "xx");
  REQUIRE(model);
  CHECK((*model)->language() == "xx");
  CHECK((*model)->sections() == std::vector<std::string_view>{"about", "empty", "numbers", "weights"});
  CHECK((*model)->text("about").value() == "an example");
  CHECK((*model)->bytes("empty")->empty());
  const auto numbers = (*model)->array<std::uint32_t>("numbers", 3);
  REQUIRE(numbers);
  CHECK((*numbers)[2] == 3);
  CHECK(reinterpret_cast<std::uintptr_t>(numbers->data()) % 64 == 0);

  const auto weights = (*model)->weights("weights");
  REQUIRE(weights);
  REQUIRE(weights->size() == 5);
  const std::vector<float> wanted = {0, 0.5F, -2, 0.01F, -0.001F};
  for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(std::fabs((*weights)[i] - wanted[i]) <= 0.03F * std::fabs(wanted[i]) + 0.0002F);
}

TEST_CASE("the same sections give the same bytes in any order", "[model]") {
  const Folder folder;
  ModelWriter other("xx");
  other.add_weights("weights", std::vector<float>{0, 0.5F, -2, 0.01F, -0.001F});
  other.add_bytes("empty", {});
  other.add_text("numbers", "replaced below");
  other.add_array("numbers", std::vector<std::uint32_t>{1, 2, 3});
  other.add_text("about", "an example");
  REQUIRE(example().write(folder.path / "a").ok());
  REQUIRE(other.write(folder.path / "b").ok());
  CHECK(contents(folder.path / "a") == contents(folder.path / "b"));
}

TEST_CASE("sections of an old model are kept by their prefix", "[model]") {
  const Folder folder;
  REQUIRE(example().write(folder.path / "old").ok());
  const auto old = ModelFile::open(folder.path / "old");
  REQUIRE(old);
  ModelWriter writer("xx");
  writer.keep(**old, "w");
  REQUIRE(writer.write(folder.path / "new").ok());
  const auto model = ModelFile::open(folder.path / "new");
  REQUIRE(model);
  CHECK((*model)->sections() == std::vector<std::string_view>{"weights"});
  CHECK((*(*model)->weights("weights"))[2] == (*(*old)->weights("weights"))[2]);
}

TEST_CASE("what is wrong with a model file is told", "[model]") {
  const Folder folder;
  const auto good = folder.path / "good";
  REQUIRE(example().write(good).ok());
  const auto bytes = contents(good);
  const auto changed = [&](std::size_t at, char to) {
    auto copy = bytes;
    copy[at] = to;
    return copy;
  };
  struct Row {
    std::string what, bytes;
    StatusCode code;
    std::string message;
  };
  const std::vector<Row> rows = {
      {"empty file", "", StatusCode::invalid_input, "is empty"},
      {"another kind of file", "PK\x03\x04 something else altogether", StatusCode::invalid_input, "is no model"},
      {"a long file of another kind", std::string(5000, 'x'), StatusCode::invalid_input, "is no model"},
      {"only a part of the header", bytes.substr(0, 40), StatusCode::invalid_input, "is no model"},
      {"a newer version", changed(8, 99), StatusCode::version, "version 99"},
      {"cut short", bytes.substr(0, bytes.size() - 64), StatusCode::corruption, "should have"},
      {"something appended", bytes + "x", StatusCode::corruption, "should have"},
      {"more sections than there are", changed(12, 9), StatusCode::corruption, "table of sections"},
      {"far more sections than there are", changed(15, 0x7F), StatusCode::corruption, "table of sections"},
      {"a changed table", changed(64 + 5, 'x'), StatusCode::corruption, "table of sections"},
      {"a changed section", changed(bytes.size() - 64, 77), StatusCode::corruption, "'weights' is damaged"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    put(folder.path / "bad", row.bytes);
    const auto model = ModelFile::open(folder.path / "bad", "xx");
    REQUIRE_FALSE(model);
    CHECK(model.error().code() == row.code);
    CHECK_THAT(model.error().message(), test::contains(row.message));
    CHECK_THAT(model.error().message(), test::contains("bad"));
  }
  const auto other = ModelFile::open(good, "yy");
  REQUIRE_FALSE(other);
  CHECK_THAT(other.error().message(), test::contains("for 'xx', not for 'yy'"));
  const auto missing = ModelFile::open(folder.path / "none");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code() == StatusCode::not_found);

  const auto model = ModelFile::open(good);
  REQUIRE(model);
  CHECK_FALSE((*model)->bytes("none"));
  CHECK_FALSE((*model)->bytes("weights"));
  CHECK_FALSE((*model)->weights("about"));
  CHECK_FALSE((*model)->array<std::uint32_t>("about"));
  CHECK_FALSE((*model)->array<std::uint32_t>("numbers", 4));
  CHECK_FALSE(example().write(folder.path / "no-such-folder" / "model").ok());
}
