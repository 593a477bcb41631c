#include "graph/store/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace entente::store {
namespace {

icu::UnicodeString decomposed(std::string_view name) {
  const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(error);
  if (U_FAILURE(error)) return text;  // ICU without its data: better a name that is found only as it is written than none
  icu::UnicodeString result = nfkd->normalize(text, error);
  return U_FAILURE(error) ? text : result;
}

}  // namespace

std::string fold_name(std::string_view name) {
  const icu::UnicodeString text = decomposed(name);
  icu::UnicodeString kept;
  bool gap = false;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    if (u_isUWhiteSpace(c)) {
      gap = true;
    } else if (u_charType(c) != U_NON_SPACING_MARK && u_charType(c) != U_ENCLOSING_MARK && !u_iscntrl(c)) {
      if (gap && !kept.isEmpty()) kept.append(static_cast<UChar32>(' '));
      gap = false;
      kept.append(c);
    }
  }
  std::string folded;
  kept.foldCase().toUTF8String(folded);
  return folded;
}

}  // namespace entente::store
