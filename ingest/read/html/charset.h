#pragma once

#include <string>
#include <string_view>

#include "graph/status.h"
#include "ingest/read/decode.h"

namespace entente::html {

/// The encoding that a page names in a `meta charset` or `http-equiv` of its first bytes, in lower case; empty where it names none.
std::string declared_charset(std::string_view bytes);

/// The encoding that the declaration of an XML document names, `<?xml ... encoding="..."?>`, in lower case; empty where it names none.
std::string declared_encoding(std::string_view bytes);

/// Decodes a page. A byte order mark, valid UTF-8 and the zero bytes of UTF-16 count as in decode_text; other bytes are in `charset`, the encoding
/// that whoever sent the page said (in lower case, may be empty), or else the one that the page declares, if ICU knows it, else what decode_text
/// makes of them. Labels stand for the encodings that browsers take them for: "iso-8859-1" is Windows-1252, "gb2312" is GB 18030 (WHATWG Encoding
/// Standard). Errors: as decode_text. REQUIRES: bytes.size() < 2 GiB.
Result<Decoded> decode_page(std::string_view bytes, std::string_view charset, std::string_view origin);

}  // namespace entente::html
