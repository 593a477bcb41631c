#pragma once

#include <string>
#include <string_view>

namespace entente {

/// The ISO 639-1 code of the language that `text` is most likely written in, by CLD2; empty where it cannot tell.
/// Malay counts as Indonesian: the two cannot be told apart in a sentence, and the Indonesian data read both.
std::string identify_language(std::string_view text);

}  // namespace entente
