#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>

#include "graph/status.h"
#include "ingest/read/warc/bytes.h"

namespace entente::warc {

/// Longest record whose content is read, in bytes; longer ones are passed over.
inline constexpr std::uint64_t kLongestRecord = std::uint64_t{64} << 20;

/// A record of a WARC file (ISO 28500, versions 0.17 to 1.1). What its header does not say is empty.
struct Record {
  std::uint64_t offset = 0;  ///< in the file: where it begins, or where the compressed member begins that it is in
  std::string type;          ///< lower case: "response", "resource", "conversion", ...
  std::string target;        ///< WARC-Target-URI
  std::string date;          ///< of the crawl, ISO 8601
  std::string content_type;  ///< lower case, with parameters
  std::string payload_type;  ///< WARC-Identified-Payload-Type, lower case
  std::string language;      ///< WARC-Identified-Content-Language
  std::string truncated;     ///< why the content is cut off
  std::string content;       ///< of records that may hold articles (response, resource, conversion); else empty
};

/// Whether a file that begins with `head` is a WARC file, compressed or not.
bool is_warc(std::string_view head);

/// The records of a WARC file, one by one, in memory that a record bounds. Where the file is damaged, the records behind that are looked for.
class Records {
 public:
  /// `in` must outlive this; `name` is the file's, for errors. Reads nothing yet.
  Records(std::istream& in, std::string name);

  /// Sets `record` to the next; false at the end. Errors: InvalidInput (a place that is damaged or no record, with its byte; a record that is too
  /// long): the next call goes on behind it. Io.
  Result<bool> next(Record& record);

 private:
  Result<bool> read(Record& record);
  bool skip_blank_lines();
  Status find_header(std::string& header);
  Status read_content(std::uint64_t length, Record& record);
  Status lost(std::string_view what);
  Status cannot_go_on(std::string_view what);

  Bytes bytes_;
  std::string name_;
  std::uint64_t offset_ = 0;  // of the record
  bool lost_ = false, done_ = false, any_ = false;
};

}  // namespace entente::warc
