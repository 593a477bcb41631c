#include "graph/store/meta.h"

#include <fmt/format.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <map>

/// The rows of meta:
///
///   "format"      varint version
///   "created-by"  name and version of the program
///   "ontology"    varint n, (u8 0 for a node type or 1 for a relation type, varint number, str name, u8 1 where symmetric)*n,
///                 ascending

namespace entente::store {
namespace {

constexpr std::string_view kFormat = "format", kCreatedBy = "created-by", kOntology = "ontology";
constexpr std::string_view kProgram = "entente " ENTENTE_VERSION;

enum class Table : std::uint8_t { node, relation };

struct Meaning {
  std::string name;
  bool symmetric = false;

  friend bool operator==(const Meaning&, const Meaning&) = default;
};

/// What each number stands for.
using Vocabulary = std::map<std::pair<Table, TypeId>, Meaning>;

Vocabulary vocabulary_of(const Ontology& ontology) {
  Vocabulary vocabulary;
  for (const NodeType& type : ontology.node_types()) vocabulary[{Table::node, type.number}] = {type.name, false};
  for (const RelationType& type : ontology.relation_types()) vocabulary[{Table::relation, type.number}] = {type.name, type.symmetric};
  return vocabulary;
}

std::string encode(const Vocabulary& vocabulary) {
  std::string bytes;
  Encoder out(bytes);
  out.varint(vocabulary.size());
  for (const auto& [key, meaning] : vocabulary) {
    out.u8(static_cast<std::uint8_t>(key.first));
    out.varint(key.second);
    out.str(meaning.name);
    out.u8(meaning.symmetric ? 1 : 0);
  }
  return bytes;
}

bool decode(std::string_view bytes, Vocabulary& vocabulary) {
  Decoder in(bytes);
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    const auto table = static_cast<Table>(in.u8());
    const auto number = in.varint_as<TypeId>();
    std::string name = in.str();
    vocabulary[{table, number}] = {std::move(name), in.u8() == 1};
  }
  return in.done();
}

/// What `given` makes of the stored numbers that it should not; empty for nothing.
std::string difference(const Vocabulary& stored, const Vocabulary& given) {
  for (const auto& [key, meaning] : stored) {
    const auto kind = key.first == Table::node ? "node" : "relation";
    const auto now = given.find(key);
    if (now == given.end()) return fmt::format("{} type {} '{}' of the graph is not in the ontology", kind, key.second, meaning.name);
    if (now->second.name != meaning.name)
      return fmt::format("{} type {} is '{}' in the graph and '{}' in the ontology", kind, key.second, meaning.name, now->second.name);
    if (now->second.symmetric != meaning.symmetric)
      return fmt::format("relation type {} '{}' is symmetric only in the {}", key.second, meaning.name, meaning.symmetric ? "graph" : "ontology");
  }
  return {};
}

Status write(const Database& database, const std::map<std::string_view, std::string>& rows) {
  rocksdb::WriteBatch batch;
  for (const auto& [key, value] : rows) {
    const auto status = batch.Put(database.family(Family::meta), {key.data(), key.size()}, value);
    if (!status.ok()) return database.status(status);
  }
  rocksdb::WriteOptions options;
  options.sync = true;
  return database.status(database.db().Write(options, &batch));
}

}  // namespace

Result<std::optional<std::uint64_t>> read_format(const std::filesystem::path& directory) {
  const auto families = list_families(directory);
  if (!families) return failure(families.error());
  const bool ours = std::find(families->begin(), families->end(), name_of(Family::meta)) != families->end();
  if (!ours && families->size() > 1)
    return failure(StatusCode::invalid_input, fmt::format("{}: is a database of another program; name another directory", directory.string()));
  if (!ours) return std::nullopt;

  const auto bytes = peek_meta(directory, kFormat);
  if (!bytes) return failure(bytes.error());
  if (!*bytes) return std::nullopt;
  Decoder in(**bytes);
  const std::uint64_t version = in.varint();
  if (!in.done())
    return failure(StatusCode::corruption, fmt::format("{}: the format version is damaged; restore a backup, or build the graph again "
                                                       "from its articles",
                                                       directory.string()));
  if (version == 0 || version > kFormatVersion)
    return failure(StatusCode::version,
                   fmt::format("{}: has format {} and this is {}, which reads format {}; {}", directory.string(), version, kProgram, kFormatVersion,
                               version > kFormatVersion ? "use a newer entente" : "build the graph again from its articles"));
  return version;
}

Status mark_format(const Database& database) {
  std::string version;
  Encoder(version).varint(kFormatVersion);
  return write(database, {{kFormat, version}});
}

Status too_old(const std::filesystem::path& directory, std::uint64_t version) {
  return {StatusCode::version,
          fmt::format("{}: has format {} and this is {}, which reads format {}; run 'entente upgrade' once, which brings it up to date",
                      directory.string(), version, kProgram, kFormatVersion)};
}

Status check_ontology(const Database& database, const Ontology& ontology, Access access) {
  const Vocabulary given = vocabulary_of(ontology);
  const auto bytes = Reader(database).get(Family::meta, kOntology);
  if (!bytes) return bytes.error();
  if (!*bytes && access == Access::create) {
    std::string version;
    Encoder(version).varint(kFormatVersion);
    return write(database, {{kFormat, version}, {kCreatedBy, std::string(kProgram)}, {kOntology, encode(given)}});
  }
  Vocabulary stored;
  if (!*bytes || !decode(**bytes, stored)) return database.malformed(Family::meta, kOntology);
  if (const std::string what = difference(stored, given); !what.empty())
    return {StatusCode::version, fmt::format("{}: {}; use the ontology that the graph was built with, or give new types numbers of their own",
                                             database.directory().string(), what)};
  if (access == Access::read || stored == given) return Status::success();
  return write(database, {{kOntology, encode(given)}});
}

}  // namespace entente::store
