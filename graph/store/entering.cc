#include "graph/store/entering.h"

#include "graph/store/codec.h"

namespace entente::store {

Result<EdgeAggregate> EnteringEdges::stored(const EdgeKey& edge) const {
  const auto key = edge_key(edge);
  const auto bytes = reader_.get(Family::out, key);
  if (!bytes) return failure(bytes.error());
  EdgeAggregate aggregate;
  if (!*bytes || !decode(**bytes, aggregate)) return failure(reader_.database().malformed(Family::out, key));
  return aggregate;
}

Result<bool> EnteringEdges::end_type(Key64 node, TypeId type, const Visit& visit) {
  return ends_.drain([&](Key64 end, const EdgeAggregate* of_one_day) -> Result<bool> {
    const EdgeKey reversed{node, type, end};
    if (of_one_day != nullptr) return visit(reversed, *of_one_day);
    const auto aggregate = stored(reversed.reversed());
    return aggregate ? visit(reversed, *aggregate) : failure(aggregate.error());
  });
}

Status EnteringEdges::from(Key64 node, std::optional<TypeId> type, const Visit& visit) {
  std::optional<TypeId> gathered;
  Result<bool> more = true;
  const Status status =
      rows_.scan(type ? edge_prefix(node, *type) : edge_prefix(node), [&](std::string_view key, std::string_view value) -> Result<bool> {
        const auto row = parse_newest_key(key);
        EdgeAggregate sum;
        if (!row || !decode_day_sum(value, sum)) return failure(reader_.database().malformed(Family::in_day, key));
        if (gathered && *gathered != row->edge.type) {
          more = end_type(node, *gathered, visit);
          if (!more || !*more) return more;
        }
        gathered = row->edge.type;
        ends_.add(row->edge.target, row->day, sum);
        return true;
      });
  if (!status.ok()) return status;
  if (gathered && *more) more = end_type(node, *gathered, visit);
  return more ? Status::success() : more.error();
}

}  // namespace entente::store
