#include "graph/identity/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "graph/text/tsv.h"

namespace entente {
namespace {

constexpr std::pair<std::string_view, NameWords::Kind> kKinds[] = {{"title", NameWords::title},       {"particle", NameWords::particle},
                                                                   {"article", NameWords::article},   {"sun-article", NameWords::sun_article},
                                                                   {"child-of", NameWords::child_of}, {"filler", NameWords::filler}};

bool is_plain(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

std::string not_plain(std::string_view word) {
  return fmt::format("'{}' is no word of lower-case letters a to z and digits; write it as Latin letters without marks and dots", word);
}

std::string twice(std::string_view word) { return fmt::format("'{}' is in the file already; keep one of the two", word); }

}  // namespace

Result<NameWords> NameWords::load(const std::filesystem::path& folder) {
  NameWords words;
  if (Status status = words.load_kinds(folder / "small-words.tsv"); !status.ok()) return failure(std::move(status));
  if (Status status = load_forms(folder / "exact-words.tsv", "word", words.exact_); !status.ok()) return failure(std::move(status));
  if (Status status = load_forms(folder / "given-names.tsv", "name", words.given_names_); !status.ok()) return failure(std::move(status));
  return words;
}

Status NameWords::load_kinds(const std::filesystem::path& file) {
  static constexpr std::array<std::string_view, 2> kColumns = {"word", "kinds"};
  const auto table = TsvTable::load(file, kColumns);
  if (!table) return table.error();
  for (const auto& row : table->rows()) {
    const std::string_view word = row.cells[0];
    if (!is_plain(word)) return table->bad_row(row, not_plain(word));
    const auto [entry, is_new] = kinds_.try_emplace(std::string(word), std::uint8_t{0});
    if (!is_new) return table->bad_row(row, twice(word));
    for (const std::string_view name : split_list(row.cells[1])) {
      const auto kind = std::ranges::find(kKinds, name, &std::pair<std::string_view, Kind>::first);
      if (kind == std::end(kKinds))
        return table->bad_row(row, fmt::format("kind '{}' is unknown; use title, particle, article, sun-article, child-of or filler", name));
      entry->second = static_cast<std::uint8_t>(entry->second | kind->second);
    }
    if (entry->second == 0) return table->bad_row(row, fmt::format("'{}' has no kind; name one or take the row out", word));
  }
  return Status::success();
}

Status NameWords::load_forms(const std::filesystem::path& file, std::string_view column, Forms& forms) {
  const std::array<std::string_view, 2> columns = {column, "forms"};
  const auto table = TsvTable::load(file, columns);
  if (!table) return table.error();
  for (const auto& row : table->rows()) {
    std::vector<std::string_view> words = split_list(row.cells[1]);
    words.insert(words.begin(), row.cells[0]);
    for (const std::string_view word : words) {
      if (!is_plain(word)) return table->bad_row(row, not_plain(word));
      if (!forms.try_emplace(std::string(word), row.cells[0]).second) return table->bad_row(row, twice(word));
    }
  }
  return Status::success();
}

std::uint8_t NameWords::kinds(std::string_view word) const {
  const auto found = kinds_.find(std::string(word));
  return found == kinds_.end() ? std::uint8_t{0} : found->second;
}

std::string_view NameWords::exact(std::string_view word) const { return first_form(exact_, word); }
std::string_view NameWords::given_name(std::string_view word) const { return first_form(given_names_, word); }

std::string_view NameWords::first_form(const Forms& forms, std::string_view word) {
  const auto found = forms.find(std::string(word));
  return found == forms.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace entente
