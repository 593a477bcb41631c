/// Gives arbitrary bytes to the readers of JSON and JSON Lines, as libFuzzer makes them.

#include <cstddef>
#include <cstdint>
#include <sstream>

#include "ingest/read/formats.h"
#include "tests/fuzz/reading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const auto& format : {entente::json_format(), entente::jsonl_format()}) {
    entente::fuzz::Checked warnings;
    const entente::ReadOptions options;
    std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
    const auto reader = format.open(in, {"f", "f"}, options, warnings);
    entente::fuzz::read_to_end(*reader);
  }
  return 0;
}
