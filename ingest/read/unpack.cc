#include "ingest/read/unpack.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <istream>
#include <utility>

#include "ingest/read/unpack/archive_reader.h"
#include "ingest/read/unpack/data.h"
#include "ingest/read/unpack/piece.h"

namespace entente {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kTarMark = 257;
constexpr std::array kCompressions = {".gz"sv, ".zst"sv, ".xz"sv, ".bz2"sv};
constexpr std::array kArchives = {".zip"sv, ".tar"sv, ".tgz"sv, ".tzst"sv, ".txz"sv, ".tbz2"sv};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The extension of the last part of a path, with its dot; empty for none.
std::string_view extension_of(std::string_view path) {
  const auto name = path.substr(path.find_last_of('/') + 1);
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view{} : name.substr(dot);
}

template <std::size_t size>
bool is_one_of(std::string_view extension, const std::array<std::string_view, size>& known) {
  return std::ranges::any_of(known, [&](std::string_view other) { return std::ranges::equal(extension, other, {}, lower); });
}

/// Says one thing, once.
class Refusal final : public ArticleReader {
 public:
  explicit Refusal(Status status) : status_(std::move(status)) {}
  Result<std::optional<Article>> next() override {
    if (status_.ok()) return std::nullopt;
    return failure(std::exchange(status_, Status::success()));
  }

 private:
  Status status_;
};

}  // namespace

Packing packing_of(std::string_view head) {
  if (is_gzip(head)) return Packing::gzip;
  if (head.starts_with("BZh") && head.size() > 4 && head.substr(4).starts_with("1AY&SY")) return Packing::bzip2;
  if (head.starts_with("\xFD\x37zXZ\0"sv)) return Packing::xz;
  if (head.starts_with("\x28\xB5\x2F\xFD")) return Packing::zstd;
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return Packing::zip;
  return head.size() > kTarMark && head.substr(kTarMark).starts_with("ustar") ? Packing::tar : Packing::none;
}

std::string_view without_compression(std::string_view path) {
  const auto extension = extension_of(path);
  return is_one_of(extension, kCompressions) ? path.substr(0, path.size() - extension.size()) : path;
}

bool is_packed_name(std::string_view path) {
  if (is_one_of(extension_of(path), kArchives)) return true;
  const auto inner = without_compression(path);
  if (inner.size() == path.size()) return false;
  return extension_of(inner).empty() || is_one_of(extension_of(inner), kArchives) || has_known_extension(inner);
}

std::string_view packed_extensions() { return ".gz, .zst, .xz, .bz2, .zip, .tar, .tgz, .tzst, .txz, .tbz2"; }

Result<std::unique_ptr<ArticleReader>> unpacking_reader(Packing packing, std::istream& in, Origin origin, const InputFormat* format,
                                                        const ReadOptions& options, WarningSink& warnings, Layer layer, OpenLayer open) {
  const bool outermost = layer.depth == 0;
  if (layer.depth++ >= kDeepestPacking)
    return std::make_unique<Refusal>(
        Status(StatusCode::invalid_input,
               fmt::format("{}: is packed in more than {} archives and compressed files; unpack it first", origin.name, kDeepestPacking)));
  const PieceContext context{format, options, warnings, std::move(layer), open};
  if (packing == Packing::zip || packing == Packing::tar) return std::make_unique<ArchiveReader>(packing, in, std::move(origin), context, outermost);
  std::unique_ptr<UnpackedData> data;
  if (packing == Packing::gzip)
    data = std::make_unique<GzipData>(in, outermost, origin.name, context.layer.sums, warnings);
  else
    data = std::make_unique<CompressedData>(packing, in, outermost, origin.name, context.layer.sums);
  auto piece = std::make_unique<Piece>(std::move(data), std::move(origin), context);
  if (auto status = piece->open(); !status.ok()) return failure(std::move(status));
  return piece;
}

}  // namespace entente
