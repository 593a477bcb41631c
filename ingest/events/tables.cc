#include <fmt/format.h>

#include <array>

#include "graph/text/tsv.h"
#include "ingest/events/coder.h"

namespace entente {

Result<EventTables> EventTables::load(const std::filesystem::path& folder, const Ontology& ontology) {
  EventTables tables;
  static constexpr std::array<std::string_view, 5> kCodes = {"scheme", "code", "name", "relation", "kind"};
  const auto codes = TsvTable::load(folder / "codes.tsv", kCodes);
  if (!codes) return failure(codes.error());
  for (const auto& row : codes->rows()) {
    const auto& c = row.cells;
    const auto* relation = ontology.relation_type(c[3]);
    if (relation == nullptr) return failure(codes->bad_row(row, fmt::format("relation '{}' is not in the ontology", c[3])));
    if (!tables.codes_.emplace(key(c[0], c[1]), Code{std::string(c[2]), relation->number, std::string(c[4])}).second)
      return failure(codes->bad_row(row, fmt::format("code '{}' is there twice", c[1])));
  }
  static constexpr std::array<std::string_view, 4> kTypes = {"scheme", "type", "phrase", "kind"};
  const auto types = TsvTable::load(folder / "actor-types.tsv", kTypes);
  if (!types) return failure(types.error());
  for (const auto& row : types->rows()) {
    const auto& c = row.cells;
    if (ontology.node_type(c[3]) == nullptr) return failure(types->bad_row(row, fmt::format("node type '{}' is not in the ontology", c[3])));
    if (!tables.actor_types_.emplace(key(c[0], c[1]), ActorType{std::string(c[2]), std::string(c[3])}).second)
      return failure(types->bad_row(row, fmt::format("type '{}' is there twice", c[1])));
  }
  static constexpr std::array<std::string_view, 3> kCountries = {"scheme", "code", "name"};
  const auto countries = TsvTable::load(folder / "countries.tsv", kCountries);
  if (!countries) return failure(countries.error());
  for (const auto& row : countries->rows())
    if (!tables.countries_.emplace(key(row.cells[0], row.cells[1]), row.cells[2]).second)
      return failure(countries->bad_row(row, fmt::format("code '{}' is there twice", row.cells[1])));
  return tables;
}

const EventTables::Code* EventTables::code(std::string_view scheme, std::string_view code) const {
  for (std::size_t length = code.size(); length > 0; --length)
    if (const auto found = codes_.find(key(scheme, code.substr(0, length))); found != codes_.end()) return &found->second;
  return nullptr;
}

const EventTables::ActorType* EventTables::actor_type(std::string_view scheme, std::string_view type) const {
  const auto found = actor_types_.find(key(scheme, type));
  return found == actor_types_.end() ? nullptr : &found->second;
}

std::string_view EventTables::country(std::string_view scheme, std::string_view code) const {
  const auto found = countries_.find(key(scheme, code));
  return found == countries_.end() ? std::string_view{} : found->second;
}

}  // namespace entente
