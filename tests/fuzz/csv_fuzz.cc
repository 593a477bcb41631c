/// Gives arbitrary bytes to the reader of tables, as libFuzzer makes them: as they are, and below a header that the reader knows, where the first
/// byte says what parts the columns.

#include <cstddef>
#include <cstdint>
#include <sstream>

#include "ingest/read/formats.h"
#include "tests/fuzz/reading.h"

namespace {

void read(std::string bytes, const entente::ReadOptions& options) {
  entente::fuzz::Checked warnings;
  std::istringstream in(std::move(bytes));
  const auto reader = entente::csv_format().open(in, {"f", "f"}, options, warnings);
  entente::fuzz::read_to_end(*reader);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  read(bytes, {});
  if (size == 0) return 0;
  const char delimiter = ",;\t|"[data[0] % 4];
  std::string header = "text";
  for (const auto* column : {"title", "date", "description"}) header.append(1, delimiter).append(column);
  read(header + "\n" + bytes.substr(1), {.columns = {{"date", "date:%d/%m/%Y"}}});
  return 0;
}
