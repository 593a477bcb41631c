#include "graph/ontology.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "graph/hash.h"

namespace entente {
namespace {

using nlohmann::json;

constexpr int kFileVersion = 1;
constexpr std::array<std::string_view, 3> kSupertypes = {"Actor", "Place", "Text"};

/// The rows of one table as they are read: where each stands, and whether its keys are the known ones.
class Row {
 public:
  Row(const json& value, std::string_view origin, std::string_view table, std::size_t index) : value_(value) {
    where_ = fmt::format("{}: {}[{}]", origin, table, index);
    if (value.is_object() && value.contains("name") && value["name"].is_string()) where_ += fmt::format(" '{}'", value["name"].get<std::string>());
  }

  tl::unexpected<Status> refuse(std::string_view what) const { return failure(StatusCode::invalid_input, fmt::format("{}: {}", where_, what)); }

  Result<void> has_exactly(std::initializer_list<std::string_view> keys) const {
    if (!value_.is_object()) return refuse("not an object; give it as {\"number\": ..., \"name\": ...}");
    for (const auto& item : value_.items())
      if (std::find(keys.begin(), keys.end(), item.key()) == keys.end())
        return refuse(fmt::format("unknown key '{}'; use {}", item.key(), fmt::join(keys, ", ")));
    for (const auto key : keys)
      if (!value_.contains(key)) return refuse(fmt::format("key '{}' is missing; add it", key));
    return {};
  }

  Result<TypeId> number() const {
    constexpr auto highest = std::numeric_limits<TypeId>::max();
    const json& number = value_["number"];
    if (!number.is_number_unsigned() || number.get<std::uint64_t>() == 0 || number.get<std::uint64_t>() > highest)
      return refuse(fmt::format("number {} is not a whole number from 1 to {}; give it one", number.dump(), highest));
    return number.get<TypeId>();
  }

  /// A text that must not be empty.
  Result<std::string> text(const char* key) const {
    const json& text = value_[key];
    if (!text.is_string() || text.get_ref<const std::string&>().empty()) return refuse(fmt::format("{} is not a text; write it as \"...\"", key));
    return text.get<std::string>();
  }

  /// A text, or null for none.
  Result<std::string> text_or_null(const char* key) const {
    if (value_[key].is_null()) return std::string();
    return text(key);
  }

  Result<Quad> quad() const {
    const json& quad = value_["quad"];
    constexpr auto highest = static_cast<unsigned>(Quad::material_conflict);
    if (!quad.is_number_unsigned() || quad.get<std::uint64_t>() > highest)
      return refuse(fmt::format("quad {} is unknown; use 0 to {}", quad.dump(), highest));
    return static_cast<Quad>(quad.get<std::uint8_t>());
  }

  Result<bool> flag(const char* key) const {
    if (!value_[key].is_boolean()) return refuse(fmt::format("{} is neither true nor false; write one of them", key));
    return value_[key].get<bool>();
  }

  /// A list of super-types.
  Result<std::vector<std::string>> supertypes(const char* key) const {
    const json& list = value_[key];
    const auto use = fmt::format("use a list of {}", fmt::join(kSupertypes, ", "));
    if (!list.is_array() || list.empty()) return refuse(fmt::format("{} is no list with an entry; {}", key, use));
    std::vector<std::string> found;
    for (const json& entry : list) {
      const auto known = [&](std::string_view name) { return entry.is_string() && entry.get_ref<const std::string&>() == name; };
      if (std::none_of(kSupertypes.begin(), kSupertypes.end(), known)) return refuse(fmt::format("super-type {} is unknown; {}", entry.dump(), use));
      found.push_back(entry.get<std::string>());
    }
    return found;
  }

 private:
  const json& value_;
  std::string where_;
};

template <class Type>
Result<Type> read(const Row& row);

template <>
Result<NodeType> read(const Row& row) {
  if (auto keys = row.has_exactly({"number", "name", "prefix", "supertypes", "description"}); !keys) return failure(keys.error());
  const auto number = row.number();
  if (!number) return failure(number.error());
  auto supertypes = row.supertypes("supertypes");
  if (!supertypes) return failure(supertypes.error());
  NodeType type;
  type.number = *number;
  type.supertypes = std::move(*supertypes);
  for (const auto& [key, field] : {std::pair{"name", &type.name}, {"prefix", &type.prefix}, {"description", &type.description}}) {
    auto text = row.text(key);
    if (!text) return failure(text.error());
    *field = std::move(*text);
  }
  return type;
}

template <>
Result<RelationType> read(const Row& row) {
  if (auto keys = row.has_exactly({"number", "name", "family", "cameo", "quad", "symmetric", "targets", "description"}); !keys)
    return failure(keys.error());
  const auto number = row.number();
  if (!number) return failure(number.error());
  const auto quad = row.quad();
  if (!quad) return failure(quad.error());
  const auto symmetric = row.flag("symmetric");
  if (!symmetric) return failure(symmetric.error());
  RelationType type;
  type.number = *number;
  type.quad = *quad;
  type.symmetric = *symmetric;
  auto targets = row.supertypes("targets");
  if (!targets) return failure(targets.error());
  type.targets = std::move(*targets);
  for (const auto& [key, field] : {std::pair{"name", &type.name}, {"description", &type.description}}) {
    auto text = row.text(key);
    if (!text) return failure(text.error());
    *field = std::move(*text);
  }
  for (const auto& [key, field] : {std::pair{"family", &type.family}, {"cameo", &type.cameo}}) {
    auto text = row.text_or_null(key);
    if (!text) return failure(text.error());
    *field = std::move(*text);
  }
  if (type.family.empty() != (type.quad == Quad::structural))
    return row.refuse(type.family.empty() ? "has a quad but no family; name the PLOVER event type, or use quad 0"
                                          : "has a family but quad 0; use null, or a quad from 1 to 4");
  return type;
}

template <class Type>
struct Table {
  std::vector<Type> rows;
  std::vector<int> by_number;
  std::unordered_map<std::string, std::size_t> by_name;
};

template <class Type>
Result<Table<Type>> read_table(const json& document, const char* key, std::string_view origin) {
  Table<Type> table;
  const json& list = document[key];
  if (!list.is_array() || list.empty())
    return failure(StatusCode::invalid_input, fmt::format("{}: '{}' is no list with an entry; add its rows", origin, key));
  for (const json& value : list) {
    const Row row(value, origin, key, table.rows.size());
    auto type = read<Type>(row);
    if (!type) return failure(type.error());
    if (table.by_number.size() <= type->number) table.by_number.resize(std::size_t{type->number} + 1);
    if (table.by_number[type->number] != 0) return row.refuse(fmt::format("number {} is used twice; give it a number of its own", type->number));
    if (!table.by_name.emplace(type->name, table.rows.size()).second) return row.refuse("the name is used twice; give it a name of its own");
    table.rows.push_back(std::move(*type));
    table.by_number[table.rows.back().number] = static_cast<int>(table.rows.size());
  }
  return table;
}

Status check_top_level(const json& document, std::string_view origin) {
  constexpr std::array<std::string_view, 3> keys = {"version", "node_types", "relation_types"};
  const auto refuse = [&](std::string_view what) { return Status(StatusCode::invalid_input, fmt::format("{}: {}", origin, what)); };
  if (!document.is_object()) return refuse("not a JSON object; see data/ontology.json for the form");
  for (const auto& item : document.items())
    if (std::find(keys.begin(), keys.end(), item.key()) == keys.end())
      return refuse(fmt::format("unknown key '{}'; use {}", item.key(), fmt::join(keys, ", ")));
  for (const auto key : keys)
    if (!document.contains(key)) return refuse(fmt::format("key '{}' is missing; add it", key));
  if (document["version"] != kFileVersion)
    return refuse(fmt::format("version {} is not known here; use {}", document["version"].dump(), kFileVersion));
  return Status::success();
}

/// Hashes what stored keys depend on, in order of number, so that the order of rows and the descriptions are free to change.
std::uint64_t stable_hash(std::vector<NodeType> nodes, std::vector<RelationType> relations) {
  const auto by_number = [](const auto& a, const auto& b) { return a.number < b.number; };
  std::sort(nodes.begin(), nodes.end(), by_number);
  std::sort(relations.begin(), relations.end(), by_number);
  std::string text;
  for (const auto& type : nodes) text += fmt::format("node {} {}\n", type.number, type.name);
  for (const auto& type : relations) text += fmt::format("relation {} {}{}\n", type.number, type.name, type.symmetric ? " symmetric" : "");
  return hash64(text);
}

template <class Type>
const Type* by_number(const std::vector<Type>& rows, const std::vector<int>& index, TypeId number) {
  if (number >= index.size() || index[number] == 0) return nullptr;
  return &rows[static_cast<std::size_t>(index[number] - 1)];
}

template <class Type>
const Type* by_name(const std::vector<Type>& rows, const std::unordered_map<std::string, std::size_t>& index, std::string_view name) {
  const auto found = index.find(std::string(name));
  return found == index.end() ? nullptr : &rows[found->second];
}

}  // namespace

Result<Ontology> Ontology::load(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    return failure(StatusCode::not_found, fmt::format("{}: no such file; name an ontology, or use data/ontology.json", file.string()));
  std::ifstream input(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
  if (!input) return failure(StatusCode::io, fmt::format("{}: cannot be read; check its permissions", file.string()));
  return parse(text, file.string());
}

Result<Ontology> Ontology::parse(std::string_view text, std::string_view origin) {
  json document;
  try {
    document = json::parse(text);
  } catch (const json::parse_error& error) {
    return failure(StatusCode::invalid_input, fmt::format("{}: byte {}: not JSON; correct it there ({})", origin, error.byte, error.what()));
  }
  if (Status status = check_top_level(document, origin); !status.ok()) return failure(std::move(status));
  auto nodes = read_table<NodeType>(document, "node_types", origin);
  if (!nodes) return failure(nodes.error());
  auto relations = read_table<RelationType>(document, "relation_types", origin);
  if (!relations) return failure(relations.error());

  Ontology ontology;
  ontology.hash_ = stable_hash(nodes->rows, relations->rows);
  ontology.node_types_ = std::move(nodes->rows);
  ontology.node_by_number_ = std::move(nodes->by_number);
  ontology.node_by_name_ = std::move(nodes->by_name);
  ontology.relation_types_ = std::move(relations->rows);
  ontology.relation_by_number_ = std::move(relations->by_number);
  ontology.relation_by_name_ = std::move(relations->by_name);
  return ontology;
}

const NodeType* Ontology::node_type(TypeId number) const { return by_number(node_types_, node_by_number_, number); }
const NodeType* Ontology::node_type(std::string_view name) const { return by_name(node_types_, node_by_name_, name); }
const RelationType* Ontology::relation_type(TypeId number) const { return by_number(relation_types_, relation_by_number_, number); }
const RelationType* Ontology::relation_type(std::string_view name) const { return by_name(relation_types_, relation_by_name_, name); }

}  // namespace entente
