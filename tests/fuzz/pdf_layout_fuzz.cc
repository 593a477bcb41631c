/// Gives arbitrary bytes, as libFuzzer makes them, to what reads the layout that pdftotext prints. The program itself runs apart, within limits.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ingest/read/decode.h"
#include "ingest/read/pdf/furniture.h"
#include "ingest/read/pdf/layout.h"
#include "ingest/read/pdf/paragraphs.h"
#include "tests/fuzz/reading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto decoded = entente::decode_text({reinterpret_cast<const char*>(data), size}, "f");
  if (!decoded) return 0;
  auto layout = entente::pdf::read_layout(decoded->text);
  entente::pdf::drop_furniture(layout);
  const auto reading = entente::pdf::read_paragraphs(layout);
  for (const auto& text : {layout.title, layout.author, layout.created, reading.title, reading.date}) entente::fuzz::check_text(text);
  for (const auto& paragraph : reading.paragraphs) {
    entente::fuzz::check_text(paragraph);
    if (paragraph.empty()) std::abort();
  }
  return 0;
}
