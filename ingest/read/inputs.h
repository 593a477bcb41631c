#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "ingest/article.h"
#include "ingest/read/reader.h"

namespace entente {

/// One file to read, or standard input.
struct Input {
  std::string path;                     ///< as the user gave it, or below a folder as the user gave it; "-" for standard input
  const InputFormat* format = nullptr;  ///< null: told from the content
  std::uint64_t skip = 0;               ///< articles at its beginning, those that fail included, that are passed over

  friend bool operator==(const Input&, const Input&) = default;
};

/// The files that `arguments` stand for, each once, in the order of the arguments; the same arguments over the same files give the same list.
/// - a file is read whatever its name; where neither `from` nor its extension names the format, the content does
/// - a folder is walked, links to folders included, each folder once; its files come sorted by path, byte by byte. Hidden files and folders and
///   files of unknown extensions are left out with a warning each; with `from`, every file counts as known
/// - a pattern (`*`, `?` within a name; `**` for any number of folders) that is no file's name stands for what it matches, sorted
///   likewise: a file as if it were named, a folder as if it were named unless the pattern has `**`. `*` and `?` do not match a leading dot
/// - `-` is standard input; what begins with http:// or https:// is an address, whose content says its format
/// A file that is there under two names is read under the first. `from` null means auto.
/// Errors: NotFound (the first argument that is not there, or matches nothing).
Result<std::vector<Input>> expand_inputs(std::span<const std::string> arguments, const InputFormat* from, WarningSink& warnings);

/// Whether `name` matches `pattern` whole, where `*` stands for any characters and `?` for one.
bool matches_wildcard(std::string_view pattern, std::string_view name);

/// Brings what is at an address. Errors name it.
using Download = std::function<Result<std::string>(const std::string& url)>;

/// The articles of all inputs, one after another; one file is open at a time. One thread at a time.
class ArticleSource {
 public:
  /// `standard_input` is what "-" reads; it and `warnings` must outlive this.
  /// Without `download`, addresses are an error each.
  ArticleSource(std::vector<Input> inputs, std::istream& standard_input, WarningSink& warnings, ReadOptions options = {}, Download download = {});
  ~ArticleSource();
  ArticleSource(const ArticleSource&) = delete;
  ArticleSource& operator=(const ArticleSource&) = delete;

  /// The next article; an empty optional at the end of the last input. A failed Result is about one article or one input, and names it: call
  /// again for what follows.
  Result<std::optional<Article>> next();

  const std::vector<Input>& inputs() const { return inputs_; }
  /// Inputs read to their end, and how many results next() gave of the one after them, what was skipped included.
  std::size_t inputs_done() const { return done_; }
  std::uint64_t given() const { return given_; }

  /// The bytes of all inputs, and those read by now; none where an input is no file, so that nobody knows.
  std::optional<std::uint64_t> bytes() const { return bytes_; }
  std::uint64_t bytes_done() const;

 private:
  struct Opened;
  Result<std::unique_ptr<Opened>> open(const Input& input);
  void end_input();

  std::vector<Input> inputs_;
  std::istream& standard_input_;
  WarningSink& warnings_;
  ReadOptions options_;
  Download download_;
  std::unique_ptr<Opened> opened_;
  std::size_t done_ = 0;
  std::uint64_t given_ = 0;
  std::optional<std::uint64_t> bytes_;
  std::uint64_t bytes_done_ = 0;  // of inputs_done()
};

}  // namespace entente
