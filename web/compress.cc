#include "web/compress.h"

#include <zlib.h>

namespace entente::web {
namespace {

constexpr int kLevel = 5, kWindow = 15 + 16 /* gzip, not zlib */, kMemory = 8;

}  // namespace

std::string gzip(std::string_view bytes) {
  z_stream stream = {};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string compressed(deflateBound(&stream, bytes.size()), '\0');
  // zlib takes what it reads by a pointer that is not const, and does not write to it.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  compressed.resize(done ? stream.total_out : 0);
  compressed.shrink_to_fit();
  deflateEnd(&stream);
  return compressed;
}

}  // namespace entente::web
