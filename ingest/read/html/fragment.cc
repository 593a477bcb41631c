#include "ingest/read/html/fragment.h"

#include "ingest/read/html/blocks.h"
#include "ingest/read/html/hints.h"
#include "ingest/read/html/reduce.h"
#include "ingest/read/html/tree.h"

namespace entente::html {

std::string text_of_fragment(std::string_view html) {
  const auto reduced = reduce_page(html, {});
  if (!reduced) return {};
  const auto tree = parse_tree(reduced->html);
  std::string text;
  for (const auto& block : blocks_of(tree, [&](std::uint32_t i) { return tree[i].tag == "figcaption"; }))
    if (!is_furniture(block.text)) text.append(text.empty() ? "" : "\n\n").append(block.text);
  return text;
}

}  // namespace entente::html
