#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include "graph/status.h"
#include "ingest/read/reader.h"

namespace entente {

// What may come out of one input. A text that is packed to less than a two hundredth says the same over and over; a text of 64 GiB is ten million
// articles.
inline constexpr std::uint64_t kMostUnpacked = std::uint64_t{64} << 30;
inline constexpr std::uint64_t kUnpackedFreely = std::uint64_t{64} << 20;  // whatever it was packed to
inline constexpr std::uint64_t kMostTimesPacked = 200;
// Archives and compressed files in one another; ".tar.gz" is two.
inline constexpr int kDeepestPacking = 4;

enum class Packing : std::uint8_t { none, gzip, bzip2, xz, zstd, zip, tar };

/// How the input is packed that begins with `head`, of which 512 bytes are enough.
Packing packing_of(std::string_view head);

/// Whether a file of this name is read although its own extension is that of no format: "a.tar.gz", "a.zip", "a.gz", "a.txt.gz", but not "a.css.gz".
bool is_packed_name(std::string_view path);

/// The name of what a compressed file of this name holds: "a.txt" for "a.txt.gz"; `path` for all others.
std::string_view without_compression(std::string_view path);

/// Extensions of packed files, for messages: ".gz, .zst, ...".
std::string_view packed_extensions();

/// How much was read of an input and what came out of it, over all that is packed in it.
struct Unpacked {
  std::uint64_t packed = 0, unpacked = 0;  ///< bytes
  bool too_much = false;                   ///< the limits above are passed, and that was reported
};

/// Where in an input something packed lies.
struct Layer {
  int depth = 0;                                                  ///< what it is packed in
  bool any_text = true;                                           ///< a text that only is some text is read as plain text
  std::shared_ptr<Unpacked> sums = std::make_shared<Unpacked>();  ///< of the input
};

/// Opens what was unpacked, as open_reader opens an input.
using OpenLayer = Result<std::unique_ptr<ArticleReader>> (*)(std::istream& in, Origin origin, const InputFormat* format, const ReadOptions& options,
                                                             WarningSink& warnings, Layer layer);

/// A reader of what is packed in `in`, which must outlive it, as must `options` and `warnings`. Data are unpacked as they are read.
/// A compressed file is one input of the name that it has. The members of an archive are inputs of their own, "a.zip:folder/page.html" by name and
/// path, in the order of the archive; each is in `format`, or where that is null, in the format that its extension or else its content names. Members
/// that are hidden, links, or of no format are left out, with one warning for all that have one reason.
/// Errors: of a compressed file as of open_reader; of archives, from next(): InvalidInput (damaged, encrypted, an office document, nested too deep),
/// Unsupported (passes the limits above), Io. After a damaged member of an archive the next one follows where it can be found. REQUIRES: packing is
/// not none.
Result<std::unique_ptr<ArticleReader>> unpacking_reader(Packing packing, std::istream& in, Origin origin, const InputFormat* format,
                                                        const ReadOptions& options, WarningSink& warnings, Layer layer, OpenLayer open);

}  // namespace entente
