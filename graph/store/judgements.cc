#include "graph/store/judgements.h"

#include <utility>
#include <vector>

#include "graph/store/codec.h"

namespace entente::store {
namespace {

Result<std::uint64_t> version_of(const Reader& reader) {
  const auto bytes = reader.get(Family::meta, kJudgedMark);
  if (!bytes) return failure(bytes.error());
  std::uint64_t number = 0;
  if (*bytes && !decode_counter(**bytes, number)) return failure(reader.database().malformed(Family::meta, kJudgedMark));
  return number;
}

Result<std::vector<Judgement>> read_judgements(const Reader& reader) {
  std::vector<Judgement> judgements;
  const Status status = reader.scan(Family::judgement, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto number = parse_id_key(key);
    Judgement judgement;
    if (!number || !decode(value, judgement)) return failure(reader.database().malformed(Family::judgement, key));
    judgement.number = *number;
    judgements.push_back(std::move(judgement));
    return true;
  });
  if (!status.ok()) return failure(status);
  return judgements;
}

}  // namespace

Result<Identities::Version> Identities::at(const Reader& reader) {
  const auto number = version_of(reader);
  if (!number) return failure(number.error());
  const std::lock_guard lock(mutex_);
  if (last_.identity && last_.number == *number) return last_;
  auto judgements = read_judgements(reader);
  if (!judgements) return failure(judgements.error());
  if (*number == 0 && !judgements->empty()) return failure(reader.database().malformed(Family::meta, kJudgedMark));
  last_ = {*number, std::make_shared<const Identity>(std::move(*judgements))};
  return last_;
}

}  // namespace entente::store
