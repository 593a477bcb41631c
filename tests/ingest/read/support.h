#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "ingest/read/reader.h"
#include "tests/catch.h"

namespace entente {

/// Keeps what it is warned of, as "where: what".
class Warnings final : public WarningSink {
 public:
  void warn(std::string_view where, std::string_view what) override { lines.push_back(std::string(where) + ": " + std::string(what)); }
  std::vector<std::string> lines;
};

/// A folder of its own for one test, gone after it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    auto name = (std::filesystem::temp_directory_path() / "entente-read-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string operator/(std::string_view name) const { return name.empty() ? path_ : path_ + "/" + std::string(name); }

  std::string write(std::string_view name, std::string_view bytes) const {
    const auto file = *this / name;
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return file;
  }

  /// `text` without the path of this folder.
  std::string relative(std::string text) const {
    for (auto at = text.find(path_ + "/"); at != std::string::npos; at = text.find(path_ + "/")) text.erase(at, path_.size() + 1);
    return text;
  }

 private:
  std::string path_;
};

struct ReadOutcome {
  std::vector<Article> articles;
  std::vector<std::string> errors;
  std::vector<std::string> warnings;
};

/// All that the reader of `format` makes of `bytes`, which came from "f".
inline ReadOutcome read_everything(std::string_view format, std::string_view bytes, const ReadOptions& options = {}) {
  ReadOutcome outcome;
  Warnings warnings;
  std::istringstream in{std::string(bytes)};
  const auto reader = find_input_format(format).value()->open(in, {"f", "f"}, options, warnings);
  for (;;) {
    auto article = reader->next();
    if (!article)
      outcome.errors.push_back(article.error().message());
    else if (*article)
      outcome.articles.push_back(std::move(**article));
    else
      break;
    REQUIRE(outcome.errors.size() + outcome.articles.size() < 10'000);  // a reader has to come to an end
  }
  const auto again = reader->next();
  CHECK((again && !*again));
  outcome.warnings = warnings.lines;
  return outcome;
}

/// `text`, which is ASCII or Latin-1 code points, in UTF-16.
inline std::string utf16(std::string_view text, bool big_endian) {
  std::string out;
  for (const char c : text) {
    if (big_endian) out.push_back('\0');
    out.push_back(c);
    if (!big_endian) out.push_back('\0');
  }
  return out;
}

}  // namespace entente
