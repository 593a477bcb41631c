#pragma once

#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "ingest/article.h"

namespace entente {

/// Hands out the articles of one input one by one. One thread at a time.
class ArticleReader {
 public:
  virtual ~ArticleReader() = default;
  /// The next article; an empty optional at the end, and ever after. A failed Result is about one article, or about what is left
  /// of a broken input: call again, and the articles that can still be read follow.
  virtual Result<std::optional<Article>> next() = 0;
};

/// What a reader calls its input.
struct Origin {
  std::string name;  ///< for messages
  std::string path;  ///< as the user gave it; empty for standard input and pipes
};

/// What a user says of inputs besides their format.
struct ReadOptions {
  /// Of tables: which of their columns holds a field of an article ("text", "title", "date", "source", "url", "id", "lang"), by field. Fields that
  /// are not here are found by the usual names of columns. Of "date" the way that dates are written may follow the column, in the signs of strptime:
  /// "published:%d/%m/%Y".
  std::map<std::string, std::string, std::less<>> columns = {};
};

/// A format of input. To add one: write its reader, declare its row in formats.h, list it in formats.cc.
struct InputFormat {
  std::string_view name;                     ///< as `--from` takes it
  std::string_view description;              ///< one line for the help
  std::vector<std::string_view> extensions;  ///< lower case, with the dot
  /// Whether a text that begins with `head` (UTF-8, at least its first line that is not blank, or 64 KiB of it) is in this format.
  /// At most one format says so. Null: never told from a text.
  bool (*sniff)(std::string_view head);
  /// The same for formats that are no text, or texts of any encoding within: `head` holds the bytes as they are. Asked before sniff(). Null: never
  /// told from bytes.
  bool (*sniff_bytes)(std::string_view head) = nullptr;
  /// A reader of `in`, which must outlive it, as must `options` and `warnings`. Reads nothing yet and cannot fail.
  std::unique_ptr<ArticleReader> (*open)(std::istream& in, Origin origin, const ReadOptions& options, WarningSink& warnings);
};

/// Every format that can be read: the one table.
std::span<const InputFormat> input_formats();

/// The format of that name; null for "auto", which leaves the choice to the extension or else to the content.
/// Errors: InvalidInput (no such format; the message lists them).
Result<const InputFormat*> find_input_format(std::string_view name);

/// The format that files named like `path` have; null where the extension says nothing, or not enough, as that of an archive and ".xml". That of
/// "a.txt.gz" is that of "a.txt". Upper and lower case are the same.
const InputFormat* format_of_extension(std::string_view path);

/// Whether the extension of `path` is that of one format or of several, as ".xml" is, between which the content then chooses.
bool has_known_extension(std::string_view path);

/// Every known extension, for messages, with those of packed files: ".txt, .text, ...".
std::string known_extensions();

}  // namespace entente
