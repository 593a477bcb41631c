#include "export/node_ids.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace entente {

void NodeIds::add(std::string_view id) {
  entries_.push_back({hash64(id), text_.size()});
  const auto length = static_cast<std::uint32_t>(id.size());
  text_.append(reinterpret_cast<const char*>(&length), sizeof length);
  text_ += id;
}

void NodeIds::finish() {
  constexpr auto by_key = [](const Entry& a, const Entry& b) { return a.key < b.key; };
  if (!std::ranges::is_sorted(entries_, by_key)) std::ranges::sort(entries_, by_key);
  // Keys are hashes, so that their topmost bits divide them evenly: one or two for each value.
  const int bits = std::clamp(static_cast<int>(std::bit_width(entries_.size())), 1, 30);
  shift_ = 64 - bits;
  beginnings_.assign((std::size_t{1} << bits) + 1, 0);
  for (const Entry& entry : entries_) ++beginnings_[(entry.key >> shift_) + 1];
  for (std::size_t i = 1; i < beginnings_.size(); ++i) beginnings_[i] += beginnings_[i - 1];
}

std::optional<std::size_t> NodeIds::position(Key64 node) const {
  const std::size_t part = node >> shift_;
  for (std::size_t i = beginnings_[part]; i < beginnings_[part + 1]; ++i)
    if (entries_[i].key == node) return i;
  return std::nullopt;
}

std::string_view NodeIds::at(std::size_t position) const {
  const char* text = text_.data() + entries_[position].begin;
  std::uint32_t length = 0;
  std::memcpy(&length, text, sizeof length);
  return {text + sizeof length, length};
}

Status for_each_edge_with_ids(const Snapshot& snapshot, const NodeIds& ids, const std::function<bool(const StoredEdge&)>& visit) {
  StoredEdge edge;
  Status failed;
  std::optional<Key64> source;
  const auto set = [&](std::string& id, Key64 node) {
    if (const auto position = ids.position(node)) {
      id = ids.at(*position);
      return true;
    }
    auto read = snapshot.id(node);
    if (read)
      id = std::move(*read);
    else
      failed = read.error();
    return failed.ok();
  };
  const Status status = snapshot.for_each_edge_key([&](Key64 from, const Neighbour& to) {
    if (source != from && !set(edge.source, from)) return false;
    source = from;
    if (!set(edge.target, to.node)) return false;
    edge.type = to.type;
    edge.aggregate = to.aggregate;
    return visit(edge);
  });
  return failed.ok() ? status : failed;
}

}  // namespace entente
