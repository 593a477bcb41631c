#include "ingest/read/html/charset.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "graph/text/unicode.h"

namespace entente::html {
namespace {

// Where browsers look for it; some pages of a content management system begin with long comments.
constexpr std::size_t kDeclarationWindow = 8192;

struct Label {
  std::string_view label;
  const char* converter;
};

// Labels that mean more than they say. What is not here goes to ICU by its own name.
constexpr std::array kLabels = {Label{"iso-8859-1", "windows-1252"},
                                Label{"iso8859-1", "windows-1252"},
                                Label{"latin1", "windows-1252"},
                                Label{"us-ascii", "windows-1252"},
                                Label{"ascii", "windows-1252"},
                                Label{"iso-8859-9", "windows-1254"},
                                Label{"iso-8859-11", "windows-874"},
                                Label{"tis-620", "windows-874"},
                                Label{"gb2312", "gb18030"},
                                Label{"gbk", "gb18030"},
                                Label{"x-gbk", "gb18030"},
                                Label{"gb_2312-80", "gb18030"},
                                Label{"shift_jis", "windows-31j"},
                                Label{"shift-jis", "windows-31j"},
                                Label{"sjis", "windows-31j"},
                                Label{"x-sjis", "windows-31j"},
                                Label{"ks_c_5601-1987", "windows-949"},
                                Label{"euc-kr", "windows-949"},
                                Label{"big5", "Big5-HKSCS"},
                                Label{"x-mac-cyrillic", "x-MacCyrillic"}};

// With these a text is ASCII to the eye: valid UTF-8 says nothing.
constexpr std::string_view kSevenBits = "iso-2022-";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

struct Malformed {
  const char* begin = nullptr;
  std::size_t count = 0, first = 0;
};

void note_malformed(const void* context, UConverterToUnicodeArgs* args, const char* units, std::int32_t length, UConverterCallbackReason reason,
                    UErrorCode* error) {
  if (reason > UCNV_IRREGULAR) return;
  auto& noted = *static_cast<Malformed*>(const_cast<void*>(context));
  if (noted.count++ == 0) noted.first = static_cast<std::size_t>(std::max<std::ptrdiff_t>(args->source - length - noted.begin, 0));
  UCNV_TO_U_CALLBACK_SUBSTITUTE(nullptr, args, units, length, reason, error);
}

/// ICU passes over what a label should not hold.
bool is_label(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::string_view("-_.:+()").find(c) != std::string_view::npos; });
}

std::optional<Decoded> convert(std::string_view bytes, const std::string& charset) {
  if (!is_label(charset)) return std::nullopt;
  const auto* known = std::ranges::find(kLabels, charset, &Label::label);
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(known != kLabels.end() ? known->converter : charset.c_str(), &error),
                                                                     &ucnv_close);
  if (U_FAILURE(error) || ucnv_getMinCharSize(converter.get()) != 1) return std::nullopt;
  Malformed malformed{.begin = bytes.data()};
  ucnv_setToUCallBack(converter.get(), note_malformed, &malformed, nullptr, nullptr, &error);
  const icu::UnicodeString wide(bytes.data(), static_cast<std::int32_t>(bytes.size()), converter.get(), error);
  if (U_FAILURE(error)) return std::nullopt;
  Decoded decoded;
  wide.toUTF8String(decoded.text);
  decoded.encoding = fmt::format("the declared {}", charset);
  decoded.replaced = malformed.count;
  decoded.first_replaced = malformed.first;
  return decoded;
}

}  // namespace

std::string declared_charset(std::string_view bytes) {
  constexpr std::string_view kKey = "charset";
  constexpr std::string_view kAround = " \t\r\n\f\"'";
  const auto window = bytes.substr(0, kDeclarationWindow);
  for (auto at = window.begin();; ++at) {
    at = std::search(at, window.end(), kKey.begin(), kKey.end(), [](char a, char b) { return lower(a) == b; });
    if (at == window.end()) return {};
    const auto offset = static_cast<std::size_t>(at - window.begin());
    const auto tag = window.rfind('<', offset);
    constexpr std::string_view kMeta = "<meta";
    if (tag == std::string_view::npos || !std::ranges::equal(window.substr(tag, kMeta.size()), kMeta, {}, lower)) continue;
    auto rest = window.substr(offset + kKey.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(kAround), rest.size()));
    if (!rest.starts_with('=')) continue;
    rest.remove_prefix(1);
    rest.remove_prefix(std::min(rest.find_first_not_of(kAround), rest.size()));
    std::string label(rest.substr(0, rest.find_first_of(" \t\r\n\f\"';>/")));
    std::ranges::transform(label, label.begin(), lower);
    if (!label.empty() && label.size() < 40) return label;
  }
}

std::string declared_encoding(std::string_view bytes) {
  constexpr std::size_t longest = 256;
  constexpr std::string_view key = "encoding", around = " \t\r\n=\"'";
  const auto window = bytes.substr(0, std::min({longest, bytes.find("?>"), bytes.size()}));
  const auto at = window.starts_with("<?xml") ? window.find(key) : std::string_view::npos;
  if (at == std::string_view::npos) return {};
  auto rest = window.substr(at + key.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(around), rest.size()));
  std::string label(rest.substr(0, rest.find_first_of(around)));
  std::ranges::transform(label, label.begin(), lower);
  return label;
}

Result<Decoded> decode_page(std::string_view bytes, std::string_view charset, std::string_view origin) {
  const auto layout = detect_layout(bytes);
  if (binary_kind(bytes).empty() && layout.units == Units::bytes && layout.mark == 0) {
    for (const auto& label : {std::string(charset), declared_charset(bytes)}) {
      const bool is_utf8 = label.starts_with("utf") || label.empty();  // UTF-16 in a declaration that could be read as bytes is a mistake
      if (!is_utf8 && (find_invalid_utf8(bytes) || label.starts_with(kSevenBits)) && bytes.find('\0') == std::string_view::npos)
        if (auto decoded = convert(bytes, label)) return std::move(*decoded);
    }
  }
  return decode_text(bytes, origin);
}

}  // namespace entente::html
