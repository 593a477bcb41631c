#include "ingest/read/inputs.h"

#include <sys/stat.h>

#include <thread>

#include "tests/ingest/read/support.h"

namespace entente {
namespace {

using namespace std::string_literals;
using Strings = std::vector<std::string>;

constexpr std::string_view kObject = "{\"text\": \"a\"}\n";

/// The inputs as "path format", without the path of `folder`; a failure as its only line.
Strings expand(const TemporaryFolder& folder, const Strings& names, Strings* warned = nullptr, const InputFormat* from = nullptr) {
  Strings arguments, lines;
  for (const auto& name : names) arguments.push_back(name == "-" ? name : folder / name);
  Warnings warnings;
  const auto inputs = expand_inputs(arguments, from, warnings);
  if (!inputs) return {folder.relative(inputs.error().message())};
  for (const auto& input : *inputs)
    lines.push_back(folder.relative(input.path) + " " + (input.format == nullptr ? "?" : std::string(input.format->name)));
  if (warned != nullptr)
    for (const auto& line : warnings.lines) warned->push_back(folder.relative(line));
  return lines;
}

TEST_CASE("wildcards", "[read][inputs]") {
  const std::vector<std::tuple<std::string, std::string, bool>> rows = {
      {"*", "", true},
      {"*", "abc", true},
      {"a*c", "abbc", true},
      {"a*c", "abcd", false},
      {"a?c", "abc", true},
      {"a?c", "ac", false},
      {"a?c",
       "a\xC3\xA9"
       "c",
       true},
      {"*.txt", "a.txt", true},
      {"*.txt", "a.txt.gz", false},
      {"*a*b*", "xxaxxbxx", true},
      {"**", "ab", true},
      {"", "", true},
      {"", "a", false},
      {"abc", "ab", false},
  };
  for (const auto& [pattern, name, expected] : rows) {
    INFO(pattern << " " << name);
    CHECK(matches_wildcard(pattern, name) == expected);
  }
}

TEST_CASE("arguments become inputs", "[read][inputs]") {
  const TemporaryFolder folder;
  for (const auto name :
       {"news/b.txt", "news/a.JSON", "news/a/z.jsonl", "news/a-b.txt", "news/a/deep/er/x.text", "news/notes.odt", "news/noextension",
        "news/.hidden.txt", "news/.git/config.txt", "more/2024-01.txt", "more/2024-02.txt", "odd/wh*t?.txt", "odd/what.txt"})
    folder.write(name, kObject);
  std::filesystem::create_directories(folder / "empty/er");

  const Strings news = {"news/a-b.txt text", "news/a.JSON json", "news/a/deep/er/x.text text", "news/a/z.jsonl jsonl", "news/b.txt text"};
  struct Row {
    Strings arguments;
    Strings inputs;
  };
  const std::vector<Row> rows = {
      {{}, {}},
      {{"-"}, {"- ?"}},
      {{"-", "news/b.txt", "-"}, {"- ?", "news/b.txt text"}},
      {{"news"}, news},
      {{"news/"}, news},
      {{"news/a", "news"}, {"news/a/deep/er/x.text text", "news/a/z.jsonl jsonl", "news/a-b.txt text", "news/a.JSON json", "news/b.txt text"}},
      {{"more/2024-02.txt", "more/2024-01.txt"}, {"more/2024-02.txt text", "more/2024-01.txt text"}},
      {{"more/2024-02.txt", "more"}, {"more/2024-02.txt text", "more/2024-01.txt text"}},
      {{"news/notes.odt", "news/noextension", "news/.hidden.txt"}, {"news/notes.odt ?", "news/noextension ?", "news/.hidden.txt text"}},
      {{"more/*"}, {"more/2024-01.txt text", "more/2024-02.txt text"}},
      {{"more/2024-0?.txt"}, {"more/2024-01.txt text", "more/2024-02.txt text"}},
      {{"*/*.txt"},
       {"more/2024-01.txt text", "more/2024-02.txt text", "news/a-b.txt text", "news/b.txt text", "odd/wh*t?.txt text", "odd/what.txt text"}},
      {{"news/**/*.jsonl"}, {"news/a/z.jsonl jsonl"}},
      {{"news/**/x.text"}, {"news/a/deep/er/x.text text"}},
      {{"news/**"},
       {"news/a-b.txt text", "news/a.JSON json", "news/a/deep/er/x.text text", "news/a/z.jsonl jsonl", "news/b.txt text", "news/noextension ?",
        "news/notes.odt ?"}},
      {{"**/deep/**/*"}, {"news/a/deep/er/x.text text"}},
      {{"news/.h*"}, {"news/.hidden.txt text"}},
      {{"n*s"}, news},
      {{"odd/wh*t?.txt"}, {"odd/wh*t?.txt text"}},  // a name before a pattern
      {{"empty"}, {}},

      {{"news/none.txt"}, {"'news/none.txt': no such file or folder"}},
      {{"news", "none"}, {"'none': no such file or folder"}},
      {{"news/*.html"}, {"'news/*.html': the pattern matches no file"}},
      {{"none/**/*.txt"}, {"'none/**/*.txt': the pattern matches no file"}},
      {{"news/b.txt/*"}, {"'news/b.txt/*': the pattern matches no file"}},
  };
  for (const auto& row : rows) {
    INFO(Catch::StringMaker<Strings>::convert(row.arguments));
    CHECK(expand(folder, row.arguments) == row.inputs);
  }

  Warnings warnings;
  CHECK(expand_inputs(Strings{""}, nullptr, warnings).error().code() == StatusCode::not_found);

  Strings warned;
  expand(folder, {"news", "news"}, &warned);
  std::ranges::sort(warned);
  const auto unknown = ": its extension is none of " + known_extensions() + "; skipped (name the file or its format to read it)";
  CHECK(warned ==
        Strings{"news/.git: is hidden; skipped", "news/.hidden.txt: is hidden; skipped", "news/noextension" + unknown, "news/notes.odt" + unknown});

  warned.clear();
  expand(folder, {"empty"}, &warned);
  REQUIRE(warned.size() == 1);
  CHECK(warned[0].ends_with("empty: the folder holds no file that can be read (" + known_extensions() + ")"));

  warned.clear();
  CHECK(expand(folder, {"more", "news/notes.odt"}, &warned, find_input_format("text").value()) ==
        Strings{"more/2024-01.txt text", "more/2024-02.txt text", "news/notes.odt text"});
  CHECK(expand(folder, {"news/a"}, &warned, find_input_format("json").value()) == Strings{"news/a/deep/er/x.text json", "news/a/z.jsonl json"});
  CHECK(warned.empty());
}

TEST_CASE("links are followed, but never in a circle", "[read][inputs]") {
  const TemporaryFolder folder;
  folder.write("top/m/one.txt", "x");
  folder.write("top/z.txt", "x");
  folder.write("elsewhere/two.txt", "x");
  std::filesystem::create_directory_symlink(folder / "top", folder / "top/m/back");
  std::filesystem::create_directory_symlink(folder / "top/m", folder / "top/a-again");
  std::filesystem::create_directory_symlink(folder / "elsewhere", folder / "top/b-out");
  std::filesystem::create_directory_symlink(folder / "top", folder / "elsewhere/round");
  std::filesystem::create_symlink(folder / "top/z.txt", folder / "top/a-link.txt");
  std::filesystem::create_symlink(folder / "nowhere", folder / "top/broken.txt");
  Strings warned;
  CHECK(expand(folder, {"top"}, &warned) == Strings{"top/b-out/two.txt text", "top/m/one.txt text", "top/z.txt text"});
  std::ranges::sort(warned);
  CHECK(warned == Strings{"top/a-again: is a link to a folder that is read already; skipped",
                          "top/b-out/round: is a link to a folder that is read already; skipped", "top/broken.txt: is a link to nothing; skipped",
                          "top/m/back: is a link to a folder that is read already; skipped"});
  CHECK(expand(folder, {"top/**/*.txt"}) == Strings{"top/a-link.txt text", "top/m/one.txt text"});
}

/// What a source makes of the arguments: "origin|text" for an article, else the error.
Strings read_all_of(const TemporaryFolder& folder, const Strings& names, std::string_view standard_input = {}, std::string_view from = "auto",
                    Strings* warned = nullptr) {
  Strings arguments, lines;
  for (const auto& name : names) arguments.push_back(name == "-" ? name : folder / name);
  Warnings warnings;
  std::istringstream in{std::string(standard_input)};
  ArticleSource source(expand_inputs(arguments, find_input_format(from).value(), warnings).value(), in, warnings);
  for (;;) {
    const auto article = source.next();
    if (article && !*article) break;
    lines.push_back(folder.relative(article ? (*article)->origin + "|" + (*article)->text : article.error().message()));
    REQUIRE(lines.size() < 1000);
  }
  CHECK(source.inputs_done() == source.inputs().size());
  if (warned != nullptr)
    for (const auto& line : warnings.lines) warned->push_back(folder.relative(line));
  return lines;
}

TEST_CASE("a source chains its inputs and goes on after errors", "[read][inputs]") {
  const TemporaryFolder folder;
  folder.write("n/a.txt", "first");
  folder.write("n/b.txt", "");
  folder.write("n/c.jsonl", "{\"text\": \"x\"}\nbad\n{\"text\": \"y\"}\n");
  folder.write("n/d.json", "[{\"text\": \"z\"}]");
  folder.write("n/e.txt", "%PDF-1.7");
  folder.write("n/f.txt", "caf\xE9");
  folder.write("n/g.txt", utf16("Kim", false));
  Strings warned;
  CHECK(read_all_of(folder, {"n"}, {}, "auto", &warned) ==
        Strings{"n/a.txt|first", "n/b.txt: is empty; nothing was read", "n/c.jsonl:1|x", "n/c.jsonl:2: column 1: is not valid JSON (invalid literal)",
                "n/c.jsonl:3|y", "n/d.json:1|z", "n/e.txt: is a PDF document; convert it to text first", "n/f.txt|caf\xC3\xA9", "n/g.txt|Kim"});
  CHECK(warned == Strings{"n/f.txt: is not UTF-8; read as Windows-1252"});
}

TEST_CASE("content tells the format where the name does not", "[read][inputs]") {
  struct Row {
    const char* name;
    std::string bytes;
    Strings lines;
  };
  const std::string long_text(100'000, 'x');
  const std::vector<Row> rows = {
      {"text", "Kim met Putin.\nThey talked.", {"@|Kim met Putin.\nThey talked."}},
      {"empty", "", {"@: is empty; nothing was read"}},
      {"JSON Lines", "\n{\"text\": \"a\"}\n{\"text\": \"b\"}\n", {"@:2|a", "@:3|b"}},
      {"one long line", "{\"text\": \"" + long_text + "\"}", {"@:1|" + long_text}},
      {"JSON over lines", "{\n\"text\": \"a\"\n}\n", {"@|a"}},
      {"an array", "[{\"text\": \"a\"}, {\"text\": \"b\"}]", {"@:1|a", "@:1|b"}},
      {"a wrapper on one line", "{\"n\": 1, \"articles\": [{\"text\": \"" + long_text + "\"}]}", {"@:1|" + long_text}},
      {"UTF-16 JSON Lines", "\xFF\xFE" + utf16("{\"text\": \"a\"}\n{\"text\": \"b\"}\n", false), {"@:1|a", "@:2|b"}},
      {"UTF-16 JSON", "\xFE\xFF" + utf16("[\n{\"text\": \"a\"}]", true), {"@:2|a"}},
      {"gzip", "\x1F\x8B\x08\n\0"s, {"@: the gzip data that begin at byte 0 are cut off"}},
      {"Markdown", "---\ntitle: T\n---\nText *one*.", {"@|Text one."}},
      {"CSV", "title;text\na;b\n", {"@:2|b"}},
      {"NITF", "<?xml version=\"1.0\"?>\n<nitf><body><body.content><p>a</p></body.content></body></nitf>", {"@:2|a"}},
      {"HTML", "<html><p>x</p></html>", {"@: has no text of an article; if scripts draw it, save the page as the browser shows it"}},
      {"XML", "<?xml version=\"1.0\"?><x></x>", {"@: is XML; convert it to text first, or read it as it is with --from text"}},
  };
  const TemporaryFolder folder;
  for (const auto& row : rows) {
    INFO(row.name);
    const auto at = [&](const std::string& origin) {
      Strings lines;
      for (const auto& line : row.lines) lines.push_back(origin + line.substr(1));
      return lines;
    };
    folder.write("plain", row.bytes);
    CHECK(read_all_of(folder, {"plain"}) == at("plain"));
    CHECK(read_all_of(folder, {"-"}, row.bytes) == at("standard input"));
  }
  CHECK(read_all_of(folder, {"plain"}, {}, "text") == Strings{"plain|<?xml version=\"1.0\"?><x></x>"});
  CHECK(read_all_of(folder, {"-"}, "{\"text\": \"a\"}", "text") == Strings{"standard input|{\"text\": \"a\"}"});
}

TEST_CASE("a path is kept as the user gave it, standard input has none", "[read][inputs]") {
  const TemporaryFolder folder;
  folder.write("n/a.txt", "x");
  folder.write("n/b.json", "{\"text\": \"y\"}");
  folder.write("n/c.jsonl", "{\"text\": \"z\"}");
  Warnings warnings;
  std::istringstream in("from a pipe");
  ArticleSource source(expand_inputs(Strings{folder / "n/", "-"}, nullptr, warnings).value(), in, warnings);
  Strings paths;
  for (;;) {
    const auto article = source.next();
    REQUIRE(article);
    if (!*article) break;
    paths.push_back((*article)->path);
  }
  CHECK(paths == Strings{folder / "n/a.txt", folder / "n/b.json", "", ""});
}

TEST_CASE("a named pipe is read like standard input", "[read][inputs]") {
  const TemporaryFolder folder;
  const auto pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  std::thread writer([&pipe] { std::ofstream(pipe) << "Kim met Putin."; });
  Warnings warnings;
  std::istringstream in;
  ArticleSource source(expand_inputs(Strings{pipe}, nullptr, warnings).value(), in, warnings);
  const auto article = source.next();
  writer.join();
  REQUIRE(article);
  CHECK((*article)->text == "Kim met Putin.");
  CHECK((*article)->path.empty());

  Strings warned;
  expand(folder, {""}, &warned);
  CHECK(warned.at(0) == "pipe: is no file; skipped");
}

TEST_CASE("a file that went away or may not be read is an error of its own", "[read][inputs]") {
  const TemporaryFolder folder;
  const auto gone = folder.write("a.txt", "x");
  const auto kept = folder.write("b.txt", "y");
  Warnings warnings;
  std::istringstream in;
  auto inputs = expand_inputs(Strings{gone, kept}, nullptr, warnings).value();
  std::filesystem::remove(gone);
  ArticleSource source(std::move(inputs), in, warnings);
  const auto first = source.next();
  REQUIRE(!first);
  CHECK(first.error().code() == StatusCode::not_found);
  CHECK(folder.relative(first.error().message()) == "a.txt: cannot be opened: No such file or directory");
  const auto second = source.next();
  REQUIRE(second);
  CHECK((*second)->text == "y");
}

}  // namespace
}  // namespace entente
