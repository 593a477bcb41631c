/// Gives arbitrary bytes to the reader of HTML, as libFuzzer makes them. Whatever they are, there is an article of valid UTF-8 with a text, or an
/// error of one line; and what the parser is given is never deeper than its recursion can bear.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "graph/model.h"
#include "graph/text/unicode.h"
#include "ingest/read/formats.h"
#include "ingest/read/html/charset.h"
#include "ingest/read/html/reduce.h"
#include "ingest/read/html/tree.h"

namespace entente {
namespace {

struct Ignored final : WarningSink {
  void warn(std::string_view, std::string_view) override {}
};

void check_text(const std::string& text) {
  if (find_invalid_utf8(text) || text.find('\0') != std::string::npos) std::abort();
}

void check_article(const Article& article) {
  for (const auto* text : {&article.title, &article.text, &article.date, &article.source, &article.url, &article.language}) check_text(*text);
  for (const auto& [name, value] : article.attributes) check_text(value);
  if (article.text.empty() || (!article.date.empty() && !parse_day(article.date))) std::abort();
}

/// How deep the tree is against what was counted.
void check_depth(const std::string& bytes) {
  const auto decoded = html::decode_page(bytes, {}, "f");
  if (!decoded) return;
  const auto reduced = html::reduce_page(decoded->text, "f");
  if (!reduced) return;
  const auto tree = html::parse_tree(reduced->html);
  std::size_t deepest = 0;
  std::vector<std::size_t> depth(tree.size());
  for (std::size_t i = 1; i < tree.size(); ++i) deepest = std::max(deepest, depth[i] = depth[tree[i].parent] + 1);
  if (deepest > 4 * reduced->depth + 40) std::abort();
}

void read(const std::string& bytes) {
  Ignored warnings;
  std::istringstream in(bytes);
  const ReadOptions options;
  const auto reader = html_format().open(in, {"f", "f"}, options, warnings);
  const auto article = reader->next();
  if (!article) {
    const auto& message = article.error().message();
    if (message.empty() || message.find_first_of("\n\r") != std::string::npos) std::abort();
  } else if (*article) {
    check_article(**article);
  } else {
    std::abort();
  }
  check_depth(bytes);
}

}  // namespace
}  // namespace entente

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  entente::read({reinterpret_cast<const char*>(data), size});
  return 0;
}
