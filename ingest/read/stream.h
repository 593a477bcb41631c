#pragma once

#include <array>
#include <cstddef>
#include <istream>
#include <memory>
#include <streambuf>
#include <string>
#include <string_view>

#include "graph/status.h"
#include "ingest/read/decode.h"

namespace entente {

/// Longest article that is read, in bytes: a hundred times the longest book, so whatever is longer is no article but a mistake.
inline constexpr std::size_t kLongestArticle = std::size_t{64} << 20;

/// All that is left of `in`. Errors: InvalidInput (more than `limit` bytes; `remedy` ends the message), Io.
Result<std::string> read_all(std::istream& in, std::size_t limit, std::string_view origin, std::string_view remedy);

/// The beginning of `in`: all up to the end of the first line that is not blank, at most `limit` bytes. Takes no more than that, so
/// that a pipe that comes slowly is not held up.
std::string read_head(std::istream& in, std::size_t limit);

/// Reads what the stream has ready, at least one byte and at most `limit`, so that nothing is lost that comes before an error. 0 at the end, and
/// where the stream turns bad.
std::size_t read_ready(std::istream& in, char* out, std::size_t limit);

/// A text in two pieces: bytes that were taken from a stream already, and what is left of it.
class Rejoined : public std::streambuf {
 public:
  /// `rest` must outlive this.
  Rejoined(std::string head, std::streambuf& rest);

 protected:
  int_type underflow() override;

 private:
  std::string head_;
  std::streambuf& rest_;
  std::array<char, 16384> block_{};  // a read of this size costs far less than what it delivers
};

/// The lines of a stream, with bounded memory. UTF-16 and UTF-32 come out as UTF-8; other bytes come out as they are.
class Lines {
 public:
  /// `in` must outlive this. Reads nothing yet.
  explicit Lines(std::istream& in);
  ~Lines();

  enum class Got { line, too_long, end, failed };
  /// Sets `line` to the next line without its end. too_long: it has more than kLongestArticle bytes and was passed over.
  /// failed: the system refused to read on.
  Got next(std::string& line);

  std::size_t number() const { return number_; }       ///< of the line that next() set, from 1
  const Decoded& repairs() const { return repairs_; }  ///< of a wide text, complete at the end; its text is empty

 private:
  class Widened;
  Got read(std::string& line);

  std::istream& source_;
  std::unique_ptr<Widened> widened_;
  std::unique_ptr<std::istream> wide_;  // reads widened_
  std::istream* in_;                    // source_, or wide_ where the text is wide
  std::unique_ptr<char[]> block_;
  std::size_t mark_ = 0;  // bytes of the byte order mark of a wide text
  std::size_t number_ = 0;
  Decoded repairs_;
};

}  // namespace entente
