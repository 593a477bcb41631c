#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include <clocale>

#include <string>
#include <string_view>
#include <vector>

#include "tests/catch.h"

namespace entente::test {

/// One member of a gzip file.
inline std::string gzipped(std::string_view bytes, int level = 6) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

struct Packed {
  std::string name, bytes;
  unsigned type = AE_IFREG;
};

/// An archive of these members; with the format ARCHIVE_FORMAT_RAW a compressed file of the first.
inline std::string archived(int format, const std::vector<Packed>& members, int filter = ARCHIVE_FILTER_NONE, const char* password = nullptr) {
  // libarchive takes names in the encoding of the locale.
  const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  const locale_t before = uselocale(utf8);
  std::string out;
  auto* writer = archive_write_new();
  REQUIRE(archive_write_set_format(writer, format) == ARCHIVE_OK);
  if (filter != ARCHIVE_FILTER_NONE) REQUIRE(archive_write_add_filter(writer, filter) == ARCHIVE_OK);
  if (format == ARCHIVE_FORMAT_ZIP || format == ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE) archive_write_set_options(writer, "hdrcharset=UTF-8");
  if (password != nullptr) {
    REQUIRE(archive_write_set_options(writer, "zip:encryption=traditional") == ARCHIVE_OK);
    REQUIRE(archive_write_set_passphrase(writer, password) == ARCHIVE_OK);
  }
  archive_write_set_bytes_in_last_block(writer, 1);
  const auto append = [](archive*, void* to, const void* bytes, std::size_t size) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
  };
  REQUIRE(archive_write_open2(writer, &out, nullptr, append, nullptr, nullptr) == ARCHIVE_OK);
  for (const auto& member : members) {
    auto* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.name.c_str());
    archive_entry_set_filetype(entry, member.type);
    archive_entry_set_perm(entry, 0644);
    if (member.type == AE_IFLNK) archive_entry_set_symlink(entry, member.bytes.c_str());
    if (member.type == AE_IFREG) archive_entry_set_size(entry, static_cast<la_int64_t>(member.bytes.size()));
    REQUIRE(archive_write_header(writer, entry) >= ARCHIVE_WARN);
    if (member.type == AE_IFREG)
      REQUIRE(archive_write_data(writer, member.bytes.data(), member.bytes.size()) == static_cast<la_ssize_t>(member.bytes.size()));
    archive_entry_free(entry);
  }
  REQUIRE(archive_write_close(writer) == ARCHIVE_OK);
  archive_write_free(writer);
  uselocale(before);
  freelocale(utf8);
  return out;
}

inline std::string zipped(const std::vector<Packed>& members) { return archived(ARCHIVE_FORMAT_ZIP, members); }
inline std::string tarred(const std::vector<Packed>& members) { return archived(ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, members); }

}  // namespace entente::test
