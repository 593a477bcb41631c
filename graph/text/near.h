#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace entente {

/// How many letters of `word` are wrong, missing, too many or swapped with the next (the restricted Damerau-Levenshtein distance), in units of the
/// views: code points or bytes. Takes time with the product of the lengths.
template <class Letter>
std::size_t slips(std::basic_string_view<Letter> word, std::basic_string_view<Letter> meant) {
  std::vector<std::size_t> two_above, above, row(meant.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= word.size(); ++i) {
    two_above = std::move(above);
    above = std::move(row);
    row.assign(meant.size() + 1, i);
    for (std::size_t j = 1; j <= meant.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (word[i - 1] == meant[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && word[i - 1] == meant[j - 2] && word[i - 2] == meant[j - 1]) row[j] = std::min(row[j], two_above[j - 2] + 1);
    }
  }
  return row.back();
}

/// The one of `words` that is most likely meant, whatever the case of ASCII letters; empty where `word` is one of them, or none is near: words of
/// less than six letters may have one slip, others two.
std::string_view near_word(std::string_view word, std::span<const std::string_view> words);

}  // namespace entente
