#include "ingest/read/unpack.h"

#include <memory>

#include "ingest/read/gzip.h"
#include "ingest/read/inputs.h"
#include "ingest/read/open.h"
#include "tests/ingest/read/pack.h"
#include "tests/ingest/read/support.h"

namespace entente {
namespace {

using test::archived;
using test::contains;
using test::gzipped;
using test::tarred;
using test::zipped;
using Strings = std::vector<std::string>;

const std::string kLines = "{\"text\": \"The first text.\"}\n{\"text\": \"The second text.\"}\n";

/// Bytes as a pipe gives them: it cannot go back.
class Pipe : public std::streambuf {
 public:
  explicit Pipe(std::string bytes) : bytes_(std::move(bytes)) { setg(bytes_.data(), bytes_.data(), bytes_.data() + bytes_.size()); }

 private:
  std::string bytes_;
};

ReadOutcome read_stream(std::istream& in, std::string_view format) {
  ReadOutcome outcome;
  Warnings warnings;
  const ReadOptions options;
  auto reader = open_reader(in, {"f", "f"}, find_input_format(format).value(), options, warnings);
  if (!reader) outcome.errors.push_back(reader.error().message());
  while (reader) {
    auto article = (*reader)->next();
    if (!article)
      outcome.errors.push_back(article.error().message());
    else if (*article)
      outcome.articles.push_back(std::move(**article));
    else
      break;
    REQUIRE(outcome.errors.size() + outcome.articles.size() < 10'000);
  }
  outcome.warnings = warnings.lines;
  return outcome;
}

ReadOutcome read_file(const std::string& bytes, std::string_view format = "auto") {
  std::istringstream in(bytes);
  return read_stream(in, format);
}

ReadOutcome read_pipe(const std::string& bytes, std::string_view format = "auto") {
  Pipe pipe(bytes);
  std::istream in(&pipe);
  return read_stream(in, format);
}

Strings paths_of(const ReadOutcome& outcome) {
  Strings paths;
  for (const auto& article : outcome.articles) paths.push_back(article.path.empty() ? article.origin : article.path);
  return paths;
}

TEST_CASE("packed files are told from their first bytes", "[read][unpack]") {
  CHECK(packing_of(gzipped("a")) == Packing::gzip);
  CHECK(packing_of(archived(ARCHIVE_FORMAT_RAW, {{"a", "a"}}, ARCHIVE_FILTER_BZIP2)) == Packing::bzip2);
  CHECK(packing_of(archived(ARCHIVE_FORMAT_RAW, {{"a", "a"}}, ARCHIVE_FILTER_XZ)) == Packing::xz);
  CHECK(packing_of(archived(ARCHIVE_FORMAT_RAW, {{"a", "a"}}, ARCHIVE_FILTER_ZSTD)) == Packing::zstd);
  CHECK(packing_of(zipped({{"a", "a"}})) == Packing::zip);
  CHECK(packing_of(zipped({})) == Packing::zip);
  CHECK(packing_of(tarred({{"a", "a"}})) == Packing::tar);
  CHECK(packing_of("BZh is no bzip2") == Packing::none);
  CHECK(packing_of("PK") == Packing::none);
  CHECK(packing_of("") == Packing::none);
}

TEST_CASE("any beginning of a packed file is looked at without harm", "[read][unpack]") {
  for (const std::string& whole :
       {gzipped("a"), archived(ARCHIVE_FORMAT_RAW, {{"a", "a"}}, ARCHIVE_FILTER_BZIP2), archived(ARCHIVE_FORMAT_RAW, {{"a", "a"}}, ARCHIVE_FILTER_XZ),
        archived(ARCHIVE_FORMAT_RAW, {{"a", "a"}}, ARCHIVE_FILTER_ZSTD), zipped({{"a", "a"}}), tarred({{"a", "a"}})}) {
    const Packing packing = packing_of(whole);
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const Packing found = packing_of(std::string_view(whole).substr(0, length));
      CHECK((found == packing || found == Packing::none));
    }
  }
}

TEST_CASE("names of packed files", "[read][unpack]") {
  for (const auto* name : {"a.gz", "a.TXT.GZ", "a.jsonl.zst", "d/a.zip", "a.tar", "a.tar.xz", "a.tgz", "a.xml.bz2"}) CHECK(is_packed_name(name));
  for (const auto* name : {"a.css.gz", "a.txt", "gz", ".gz", "a.zip/b", "a.rar"}) {
    INFO(name);
    CHECK_FALSE(is_packed_name(name));
  }
  CHECK(format_of_extension("a.jsonl.gz")->name == "jsonl");
  CHECK(format_of_extension("a.HTML.XZ")->name == "html");
  CHECK(format_of_extension("a.tar.gz") == nullptr);
  CHECK(format_of_extension("a.zip") == nullptr);
}

TEST_CASE("a compressed file is read as what it holds", "[read][unpack]") {
  const std::vector<std::string> files = {gzipped(kLines),
                                          gzipped(kLines.substr(0, 30)) + gzipped(kLines.substr(30)),
                                          gzipped(gzipped(kLines)),
                                          archived(ARCHIVE_FORMAT_RAW, {{"a", kLines}}, ARCHIVE_FILTER_BZIP2),
                                          archived(ARCHIVE_FORMAT_RAW, {{"a", kLines}}, ARCHIVE_FILTER_XZ),
                                          archived(ARCHIVE_FORMAT_RAW, {{"a", kLines}}, ARCHIVE_FILTER_ZSTD)};
  for (const auto& file : files)
    for (const auto& read : {read_file(file), read_pipe(file), read_file(file, "jsonl")}) {
      CHECK(read.errors.empty());
      CHECK(read.warnings.empty());
      REQUIRE(read.articles.size() == 2);
      CHECK(read.articles[1].text == "The second text.");
      CHECK(read.articles[1].origin == "f:2");
    }
  // A whole file keeps its path, so that its id is stable.
  CHECK(read_file(gzipped("A text.")).articles.at(0).path == "f");
  CHECK(read_file(gzipped("")).errors == Strings{"f: is empty; nothing was read"});
}

TEST_CASE("the members of an archive are files of their own", "[read][unpack]") {
  const std::vector<test::Packed> members = {{"dir", "", AE_IFDIR},
                                             {"dir/a.txt", "A text."},
                                             {"b.jsonl", kLines},
                                             {"caf\u00e9.txt", "Another text."},
                                             {"c.jsonl.gz", gzipped(kLines)},
                                             {"lines", kLines},
                                             {"__MACOSX/a.txt", "x"},
                                             {"dir/.hidden/a.txt", "x"},
                                             {"link.txt", "dir/a.txt", AE_IFLNK},
                                             {"style.css", "body {}"},
                                             {"style.css.gz", gzipped("body {}")},
                                             {"picture", "\x89PNG\r\n"}};
  const Strings paths = {"f:dir/a.txt",    "f:b.jsonl:1",    "f:b.jsonl:2", "f:caf\u00e9.txt",
                         "f:c.jsonl.gz:1", "f:c.jsonl.gz:2", "f:lines:1",   "f:lines:2"};
  for (const auto& archive :
       {tarred(members), gzipped(tarred(members)), archived(ARCHIVE_FORMAT_TAR_USTAR, members, ARCHIVE_FILTER_ZSTD), zipped(members)})
    for (const auto& read : {read_file(archive), read_pipe(archive)}) {
      CHECK(read.errors.empty());
      Strings found = paths_of(read);
      std::erase(found, "f:link.txt");  // a pipe tells of links in zip archives only when all was read
      CHECK(found == paths);
      REQUIRE(read.warnings.size() >= 2);
      CHECK(read.warnings[0] == "f: 2 members are hidden; skipped; the first is '__MACOSX/a.txt'");
      CHECK(read.warnings.back() ==
            "f: 3 members have no extension of a format and no content of one; skipped (--from reads them); the first is 'style.css'");
    }
  CHECK(read_file(zipped(members)).warnings.at(1) == "f:link.txt: is no file; skipped");
  CHECK(read_file(tarred(members), "text").articles.size() == 7);
  CHECK(read_file(zipped({})).warnings == Strings{"f: the archive holds no file that can be read"});
  CHECK(read_file(zipped({{"a.txt", ""}})).errors == Strings{"f:a.txt: is empty; nothing was read"});
}

TEST_CASE("names of members are made text of one line", "[read][unpack]") {
  CHECK(paths_of(read_file(archived(ARCHIVE_FORMAT_TAR_USTAR, {{"a.txt", "x"}, {"a\nb.txt", "x"}}))) == Strings{"f:a.txt", "f:a?b.txt"});
  CHECK(paths_of(read_file(archived(ARCHIVE_FORMAT_TAR_USTAR, {{"./caf\xE9.txt", "x"}}))) == Strings{"f:caf?.txt"});
}

TEST_CASE("archives in one another", "[read][unpack]") {
  std::string archive = "A text.", path = "a.txt", found = "f";
  for (int depth = 1; depth <= kDeepestPacking; ++depth) {
    archive = zipped({{path, archive}});
    path = "a.zip";
  }
  CHECK(paths_of(read_file(archive)) == Strings{"f:a.zip:a.zip:a.zip:a.txt"});
  CHECK(read_file(zipped({{"a.zip", archive}})).errors ==
        Strings{"f:a.zip:a.zip:a.zip:a.zip: is packed in more than 4 archives and compressed files; unpack it first"});
}

/// Words that do not compress away.
std::string words(unsigned seed, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    seed = seed * 1664525 + 1013904223;
    text += "word" + std::to_string(seed >> 12) + " ";
  }
  return text;
}

TEST_CASE("damage in compressed data is told, and what comes before it read", "[read][unpack]") {
  SECTION("a checksum") {
    auto file = gzipped(kLines);
    file[file.size() - 6] ^= 1;
    const auto read = read_file(file);
    CHECK(read.articles.size() == 2);
    CHECK(read.errors == Strings{"f: the gzip data that begin at byte 0 are damaged (incorrect data check)"});
    CHECK(read_file(file, "text").articles.empty());
  }
  SECTION("a file that is cut off") {
    std::string lines;
    for (unsigned i = 0; i < 2000; ++i) lines += "{\"text\": \"" + words(i, 10) + "\"}\n";
    for (const auto& whole : {gzipped(lines), archived(ARCHIVE_FORMAT_RAW, {{"a", lines}}, ARCHIVE_FILTER_ZSTD),
                              archived(ARCHIVE_FORMAT_RAW, {{"a", lines}}, ARCHIVE_FILTER_XZ)}) {
      const auto read = read_file(whole.substr(0, whole.size() - whole.size() / 4));
      CHECK(read.articles.size() > 100);
      REQUIRE(read.errors.size() == 1);
      CHECK_THAT(read.errors[0], contains("f: "));
      CHECK_THAT(read.errors[0], !contains("cannot be read"));
    }
  }
  SECTION("something behind the data") {
    CHECK(read_file(gzipped("A text.") + std::string(512, '\0')).warnings.empty());
    const auto read = read_file(gzipped("A text.") + "and more");
    CHECK(read.articles.size() == 1);
    CHECK(read.warnings == Strings{"f: from byte 27 on is no gzip data; that was not read"});
  }
}

TEST_CASE("a damaged member of an archive costs itself only", "[read][unpack]") {
  std::vector<test::Packed> members;
  for (unsigned i = 0; i < 5; ++i) members.push_back({"m" + std::to_string(i) + ".txt", words(i, 200)});
  const Strings others = {"f:m0.txt", "f:m1.txt", "f:m3.txt", "f:m4.txt"};
  SECTION("zip") {
    for (const std::size_t span : {1, 400}) {
      auto archive = zipped(members);
      const auto at = archive.find("m2.txt") + 200;
      for (std::size_t i = 0; i < span; ++i) archive[at + i] = static_cast<char>(~archive[at + i]);
      const auto read = read_file(archive);
      CHECK(paths_of(read) == others);
      REQUIRE(read.errors.size() == 1);
      CHECK_THAT(read.errors[0], contains("f:m2.txt: is damaged (ZIP"));
    }
  }
  SECTION("tar") {
    auto archive = archived(ARCHIVE_FORMAT_TAR_USTAR, members);
    archive[archive.find("m2.txt") + 100] ^= 1;
    const auto read = read_file(archive);
    CHECK(paths_of(read) == others);
    REQUIRE(read.errors.size() == 1);
    CHECK_THAT(read.errors[0], contains("f: is damaged (Damaged tar archive)"));
  }
  SECTION("an archive that is cut off") {
    for (const auto& whole : {zipped(members), archived(ARCHIVE_FORMAT_TAR_USTAR, members), gzipped(tarred(members))})
      for (const auto& read : {read_file(whole.substr(0, whole.size() / 2)), read_pipe(whole.substr(0, whole.size() / 2))}) {
        CHECK(read.articles.size() >= 1);
        CHECK(read.articles.size() < 5);
        CHECK_FALSE(read.errors.empty());
        CHECK(read.errors.size() <= 3);
      }
  }
}

TEST_CASE("archives that are refused", "[read][unpack]") {
  const auto encrypted = read_file(archived(ARCHIVE_FORMAT_ZIP, {{"a.txt", "A text."}, {"b.txt", "B"}}, ARCHIVE_FILTER_NONE, "secret"));
  CHECK(encrypted.errors == Strings{"f:a.txt: is encrypted, as other members may be; unpack the archive with its password first"});
  CHECK(encrypted.articles.empty());
  for (const auto* mark : {"[Content_Types].xml", "mimetype"})
    CHECK(read_file(zipped({{mark, "x"}, {"a.txt", "A text."}})).errors ==
          Strings{"f: is an office document or an electronic book; convert it to text first"});
  CHECK_THAT(read_file("PK\x03\x04garbage that is no archive").errors.at(0), contains("f: is damaged"));
  CHECK_THAT(read_file("\x1F\x8B\x08").errors.at(0), contains("f: the gzip data that begin at byte 0 are cut off"));
}

TEST_CASE("what comes out of an input is bounded", "[read][unpack]") {
  const std::string zeros(std::size_t{70} << 20, 'a');
  const auto packed = gzipped(zeros, 1);
  REQUIRE(packed.size() * kMostTimesPacked < zeros.size());
  const std::string what = "the input unpacks to more than 200 times its size, as texts do not; what follows was not read";
  const auto read = read_file(packed, "text");
  CHECK(read.errors == Strings{"f: " + what});
  CHECK(read.articles.empty());
  // Nothing is read behind it.
  const auto inside = read_pipe(tarred({{"a.txt.gz", packed}, {"b.txt", "A text."}}));
  CHECK(inside.errors == Strings{"f:a.txt.gz: " + what});
  CHECK(inside.articles.empty());
}

TEST_CASE("packed files in folders", "[read][unpack]") {
  const TemporaryFolder folder;
  folder.write("a.jsonl.gz", gzipped(kLines));
  folder.write("b.zip", zipped({{"b.txt", "A text."}}));
  folder.write("c.css.gz", gzipped("body {}"));
  folder.write("d.tgz", gzipped(tarred({{"d/e.txt", "A text."}})));
  Warnings warnings;
  auto inputs = expand_inputs(Strings{folder / ""}, nullptr, warnings);
  REQUIRE(inputs);
  CHECK(warnings.lines.size() == 1);
  std::istringstream nothing;
  ArticleSource source(std::move(*inputs), nothing, warnings);
  Strings origins;
  for (auto article = source.next(); article && *article; article = source.next()) origins.push_back(folder.relative((*article)->origin));
  CHECK(origins == Strings{"a.jsonl.gz:1", "a.jsonl.gz:2", "b.zip:b.txt", "d.tgz:d/e.txt"});
  CHECK(source.inputs_done() == 3);
}

TEST_CASE("members of gzip files", "[read][unpack]") {
  const auto whole = gzipped("first ") + gzipped("second ") + gzipped("third");
  const auto second = gzipped("first ").size();
  const auto read = [](std::string bytes, bool resynchronise) {
    std::istringstream in(std::move(bytes));
    GzipMembers members(in);
    std::string out;
    for (;;) {
      std::array<char, 3> block;
      std::size_t size = 0;
      const auto got = members.read(block.data(), block.size(), size);
      out.append(block.data(), size);
      if (got == GzipMembers::Got::data) continue;
      if (got == GzipMembers::Got::end) return out;
      out += "<" + std::to_string(members.member_offset()) + " " + members.problem() + ">";
      if (!resynchronise || !members.resynchronise("third")) return out;
    }
  };
  CHECK(read(whole, false) == "first second third");
  auto damaged = whole;
  damaged[second + 12] = static_cast<char>(~damaged[second + 12]);
  CHECK_THAT(read(damaged, false), contains("first "));
  CHECK_THAT(read(damaged, true), contains("<" + std::to_string(second) + " damaged ("));
  CHECK_THAT(read(damaged, true), contains(">third"));
  CHECK_THAT(read(whole.substr(0, whole.size() - 4), true), contains("third<" + std::to_string(2 * second + 1) + " cut off>"));
  CHECK(gzip_beginning(whole, 3) == "fir");
  CHECK(gzip_beginning("plain", 3).empty());
}

}  // namespace
}  // namespace entente
