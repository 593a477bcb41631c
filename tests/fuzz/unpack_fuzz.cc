/// Gives arbitrary bytes to what unpacks archives and compressed files, as libFuzzer makes them, as a file and as a pipe.

#include <cstddef>
#include <cstdint>
#include <sstream>

#include "ingest/read/open.h"
#include "tests/fuzz/reading.h"

namespace entente::fuzz {
namespace {

void read(std::istream& in) {
  Checked warnings;
  const ReadOptions options;
  const auto reader = open_reader(in, {"f", "f"}, nullptr, options, warnings);
  if (reader)
    read_to_end(**reader);
  else
    Checked::line(reader.error().message());
}

}  // namespace
}  // namespace entente::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), size);
  std::istringstream file(bytes);
  entente::fuzz::read(file);
  entente::fuzz::Pipe pipe(bytes);
  std::istream piped(&pipe);
  entente::fuzz::read(piped);
  return 0;
}
