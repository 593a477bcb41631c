#include "graph/store/top.h"

#include <rocksdb/write_batch.h>

#include <algorithm>
#include <boost/container/flat_map.hpp>
#include <map>

namespace entente::store {
namespace {

/// More shown edges first, of equal ones the smaller key.
bool ranks_before(const TopList::value_type& a, const TopList::value_type& b) {
  return a.second != b.second ? a.second > b.second : a.first < b.first;
}

Status for_each_degree(const Reader& reader, const std::function<void(Key64, const Degrees&)>& visit) {
  return reader.scan(Family::degree, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto node = parse_id_key(key);
    Degrees degrees;
    if (!node || !decode(value, degrees)) return failure(reader.database().malformed(Family::degree, key));
    visit(*node, degrees);
    return true;
  });
}

/// Visits (direction, type, shown edges), with type 0 for all together.
template <class Visit>
void for_each_shown(const Degrees& degrees, const Visit& visit) {
  std::uint64_t out = 0, in = 0;
  for (const auto& [key, degree] : degrees) {
    visit(key.second, key.first, degree.shown);
    (key.second == Direction::out ? out : in) += degree.shown;
  }
  visit(Direction::out, TypeId{0}, out);
  visit(Direction::in, TypeId{0}, in);
}

}  // namespace

void Ranking::offer(Key64 node, std::uint64_t shown) {
  const TopList::value_type entry{node, shown};
  if (shown == 0 || limit_ == 0) return;
  if (heap_.size() == limit_) {
    if (!ranks_before(entry, heap_.front())) return;
    std::pop_heap(heap_.begin(), heap_.end(), ranks_before);
    heap_.pop_back();
  }
  heap_.push_back(entry);
  std::push_heap(heap_.begin(), heap_.end(), ranks_before);
}

TopList Ranking::finish() {
  std::sort_heap(heap_.begin(), heap_.end(), ranks_before);
  return std::move(heap_);
}

Result<std::map<std::string, std::string>> top_lists(const Reader& reader) {
  boost::container::flat_map<std::pair<Direction, TypeId>, Ranking> rankings;
  const Status status = for_each_degree(reader, [&](Key64 node, const Degrees& degrees) {
    for_each_shown(degrees, [&](Direction direction, TypeId type, std::uint64_t shown) {
      rankings.try_emplace({direction, type}, kTopLength).first->second.offer(node, shown);
    });
  });
  if (!status.ok()) return failure(status);
  std::map<std::string, std::string> lists;
  for (auto& [key, ranking] : rankings)
    if (const TopList list = ranking.finish(); !list.empty()) lists.emplace(top_key(key.first, key.second).str(), encode(list));
  return lists;
}

Status renew_top_lists(const Database& database) {
  const Reader reader(database);
  const auto mark = reader.get(Family::meta, kTopMark);
  if (!mark) return mark.error();
  if (*mark) return Status::success();
  auto lists = top_lists(reader);
  if (!lists) return lists.error();

  rocksdb::WriteBatch batch;
  rocksdb::Status failed;
  const auto keep = [&](const rocksdb::Status& one) {
    if (failed.ok()) failed = one;
  };
  const Status status = reader.scan(Family::top, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto list = lists->find(std::string(key));
    if (list == lists->end())
      keep(batch.Delete(database.family(Family::top), {key.data(), key.size()}));
    else if (list->second == value)
      lists->erase(list);
    return true;
  });
  if (!status.ok()) return status;
  for (const auto& [key, value] : *lists) keep(batch.Put(database.family(Family::top), key, value));
  keep(batch.Put(database.family(Family::meta), {kTopMark.data(), kTopMark.size()}, {}));
  if (!failed.ok()) return database.status(failed);
  return database.status(database.db().Write({}, &batch));
}

Result<TopList> read_top(const Reader& reader, Direction direction, TypeId type, std::size_t limit) {
  const auto mark = reader.get(Family::meta, kTopMark);
  if (!mark) return failure(mark.error());
  if (*mark && limit <= kTopLength) {
    const auto key = top_key(direction, type);
    const auto bytes = reader.get(Family::top, key);
    if (!bytes) return failure(bytes.error());
    TopList list;
    if (*bytes && !decode(**bytes, list)) return failure(reader.database().malformed(Family::top, key));
    if (list.size() > limit) list.resize(limit);
    return list;
  }
  Ranking ranking(limit);
  const Status status = for_each_degree(reader, [&](Key64 node, const Degrees& degrees) {
    for_each_shown(degrees, [&](Direction its_direction, TypeId its_type, std::uint64_t shown) {
      if (its_direction == direction && its_type == type) ranking.offer(node, shown);
    });
  });
  if (!status.ok()) return failure(status);
  return ranking.finish();
}

}  // namespace entente::store
