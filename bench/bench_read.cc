/// Readers, without and with what is made of the records: WARC files of the saved pages of tests/pages, made in memory. Bytes are those that come out
/// of the file, unpacked.

#include <benchmark/benchmark.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/read/formats.h"
#include "ingest/read/warc/records.h"

namespace entente {
namespace {

constexpr std::size_t kSize = std::size_t{32} << 20;

struct Ignored final : WarningSink {
  void warn(std::string_view, std::string_view) override {}
};

std::string record(std::string_view type, const std::string& content, const std::string& uri) {
  return "WARC/1.0\r\nWARC-Type: " + std::string(type) + "\r\nWARC-Target-URI: " + uri +
         "\r\nWARC-Date: 2024-11-05T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:6b8b4567-327b-23c6-643c-986966334873>\r\nContent-Type: application/http; "
         "msgtype=" +
         std::string(type) + "\r\nContent-Length: " + std::to_string(content.size()) + "\r\n\r\n" + content + "\r\n\r\n";
}

std::vector<std::string> pages() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(ENTENTE_SOURCE_DIR "/tests/pages"))
    if (entry.path().extension() == ".html") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return texts;
}

/// Request and response of each page, over and over, up to kSize bytes.
const std::vector<std::string>& records() {
  static const auto made = [] {
    const auto texts = pages();
    std::vector<std::string> all;
    std::size_t size = 0;
    for (std::size_t i = 0; size < kSize && !texts.empty(); ++i) {
      const auto uri = "https://news.example/" + std::to_string(i);
      all.push_back(record("request", "GET / HTTP/1.1\r\nHost: news.example\r\n\r\n", uri));
      all.push_back(record("response", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + texts[i % texts.size()], uri));
      size += all.back().size();
    }
    return all;
  }();
  return made;
}

std::string gzipped(const std::string& bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) std::abort();
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) std::abort();
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

/// A member a record, as crawlers write them.
const std::string& file(bool compressed) {
  static const auto plain = [] {
    std::string all;
    for (const auto& one : records()) all += one;
    return all;
  }();
  static const auto packed = [] {
    std::string all;
    for (const auto& one : records()) all += gzipped(one);
    return all;
  }();
  return compressed ? packed : plain;
}

void warc_records(benchmark::State& state, bool compressed) {
  const auto& bytes = file(compressed);
  std::size_t count = 0;
  for (auto _ : state) {
    std::istringstream in(bytes);
    warc::Records walk(in, "f");
    warc::Record one;
    for (auto got = walk.next(one); got && *got; got = walk.next(one)) ++count;
  }
  if (count != records().size() * static_cast<std::size_t>(state.iterations())) state.SkipWithError("records were lost");
  state.SetBytesProcessed(static_cast<std::int64_t>(file(false).size()) * state.iterations());
  state.SetItemsProcessed(static_cast<std::int64_t>(count));
}

void warc_articles(benchmark::State& state, bool compressed) {
  const auto& bytes = file(compressed);
  Ignored warnings;
  const ReadOptions options;
  std::size_t count = 0;
  for (auto _ : state) {
    std::istringstream in(bytes);
    const auto reader = warc_format().open(in, {"f", "f"}, options, warnings);
    for (auto article = reader->next(); article && *article; article = reader->next()) ++count;
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(file(false).size()) * state.iterations());
  state.SetItemsProcessed(static_cast<std::int64_t>(count));
}

BENCHMARK_CAPTURE(warc_records, plain, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(warc_records, gzip, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(warc_articles, plain, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(warc_articles, gzip, true)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace entente

BENCHMARK_MAIN();
