#include "ingest/mention/roles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "graph/text/tsv.h"
#include "ingest/language/segment.h"

namespace entente {
namespace {

constexpr std::array kRoleClasses = {std::pair{"office", RoleClass::office},           std::pair{"officials", RoleClass::officials},
                                     std::pair{"government", RoleClass::government},   std::pair{"force", RoleClass::force},
                                     std::pair{"people", RoleClass::people},           std::pair{"rebels", RoleClass::rebels},
                                     std::pair{"members", RoleClass::members},         std::pair{"weapon", RoleClass::weapon},
                                     std::pair{"counterpart", RoleClass::counterpart}, std::pair{"none", RoleClass::none}};

constexpr std::array kAnaphors = {std::pair{"person", Anaphor::person},
                                  std::pair{"plural", Anaphor::plural},
                                  std::pair{"thing", Anaphor::thing},
                                  std::pair{"state", Anaphor::state},
                                  std::pair{"own-state", Anaphor::own_state},
                                  std::pair{"body", Anaphor::body},
                                  std::pair{"group", Anaphor::group},
                                  std::pair{"ministry", Anaphor::ministry},
                                  std::pair{"force", Anaphor::force},
                                  std::pair{"place", Anaphor::place},
                                  std::pair{"two-states", Anaphor::two_states},
                                  std::pair{"three-states", Anaphor::three_states},
                                  std::pair{"two-persons", Anaphor::two_persons},
                                  std::pair{"two-parties", Anaphor::two_parties}};

std::vector<WordId> ids_of(std::string_view phrase, Vocabulary& vocabulary) {
  std::vector<WordId> ids;
  for (const auto& word : name_words(phrase)) ids.push_back(vocabulary.add(word));
  return ids;
}

}  // namespace

Result<Roles> load_roles(const std::filesystem::path& folder, Vocabulary& vocabulary) {
  Roles roles;
  static constexpr std::array<std::string_view, 4> kRoleColumns = {"phrases", "class", "slug", "bare"};
  const auto table = TsvTable::load(folder / "roles.tsv", kRoleColumns);
  if (!table) return failure(table.error());
  for (const auto& row : table->rows()) {
    const auto role_class = std::ranges::find_if(kRoleClasses, [&](const auto& c) { return c.first == row.cells[1]; });
    if (role_class == kRoleClasses.end())
      return failure(table->bad_row(
          row, fmt::format("class '{}' is not one of office, officials, government, force, people, rebels, members, weapon, counterpart, none",
                           row.cells[1])));
    for (const auto phrase : split_list(row.cells[0])) {
      roles.role_trie.add(ids_of(phrase, vocabulary), static_cast<std::uint32_t>(roles.roles.size()));
      roles.roles.push_back({role_class->second, std::string(row.cells[2]), std::string(phrase), row.cells[3] == "yes"});
    }
  }
  static constexpr std::array<std::string_view, 2> kAnaphorColumns = {"phrases", "refers-to"};
  const auto anaphora = TsvTable::load(folder / "anaphora.tsv", kAnaphorColumns);
  if (!anaphora) return failure(anaphora.error());
  for (const auto& row : anaphora->rows()) {
    const auto anaphor = std::ranges::find_if(kAnaphors, [&](const auto& a) { return a.first == row.cells[1]; });
    if (anaphor == kAnaphors.end())
      return failure(anaphora->bad_row(row, fmt::format("'{}' is not one of person, plural, thing, state, own-state, body, group, ministry, force, "
                                                        "place, two-states, three-states, two-persons, two-parties",
                                                        row.cells[1])));
    for (const auto phrase : split_list(row.cells[0])) {
      roles.anaphor_trie.add(ids_of(phrase, vocabulary), static_cast<std::uint32_t>(roles.anaphors.size()));
      roles.anaphors.push_back(anaphor->second);
    }
  }
  return roles;
}

}  // namespace entente
