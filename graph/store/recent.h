#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <utility>

namespace entente::store {

/// A map that forgets what was not used lately, so that it stays below 2 * `generation` entries: a full generation becomes the
/// old one, and the one before it goes. Not for several threads at once.
template <class Key, class Value>
class Recent {
 public:
  explicit Recent(std::size_t generation) : generation_(generation) {}

  /// nullptr where `key` is unknown or forgotten. Valid until the next call.
  const Value* find(const Key& key) {
    if (const auto young = young_.find(key); young != young_.end()) return &young->second;
    const auto old = old_.find(key);
    if (old == old_.end()) return nullptr;
    put(key, Value(old->second));
    return &young_.find(key)->second;
  }

  void put(const Key& key, Value value) {
    if (young_.size() >= generation_) {
      old_ = std::move(young_);
      young_.clear();
    }
    young_.insert_or_assign(key, std::move(value));
  }

  void erase(const Key& key) {
    young_.erase(key);
    old_.erase(key);
  }

 private:
  std::size_t generation_;
  boost::unordered_flat_map<Key, Value> young_, old_;
};

}  // namespace entente::store
