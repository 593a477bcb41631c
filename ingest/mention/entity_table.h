#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/mention/mentions.h"

namespace entente {

/// Entities of a document and the short forms that its text introduces.
class EntityTable {
 public:
  EntityTable(const Gazetteer& gazetteer, std::vector<Entity>& entities) : gazetteer_(gazetteer), entities_(entities) {}

  EntityIndex add(Entity entity) {
    const auto [at, added] = by_id_.try_emplace(entity.id, static_cast<EntityIndex>(entities_.size()));
    if (added) entities_.push_back(std::move(entity));
    return at->second;
  }
  EntityIndex of(const GazetteerEntry& entry) {
    return add({.id = entry.id,
                .kind = entry.kind,
                .name = entry.name,
                .country = entry.country,
                .entry = &entry,
                .names = {},
                .plural = entry.kind == Kind::alliance});
  }
  EntityIndex state(std::string_view code) {
    const auto* entry = gazetteer_.find(fmt::format("state:{}", code));
    return entry == nullptr ? kNoEntity : of(*entry);
  }
  Entity& operator[](EntityIndex i) { return entities_[i]; }
  const Entity& operator[](EntityIndex i) const { return entities_[i]; }

  void met(EntityIndex entity, std::string_view text, std::string_view language) {
    auto& names = entities_[entity].names;
    const auto same = [&](const NodeName& n) { return n.text == text; };
    if (std::ranges::none_of(names, same)) names.push_back({std::string(text), std::string(language)});
  }

  // A short form that two things share in one text stands for neither.
  void learn(std::string_view folded, EntityIndex entity) {
    const auto [at, added] = learned_.try_emplace(std::string(folded), entity);
    if (!added && at->second != entity) at->second = kNoEntity;
  }
  EntityIndex learned(const std::string& folded) const {
    const auto at = learned_.find(folded);
    return at == learned_.end() ? kNoEntity : at->second;
  }
  bool has_learned() const { return !learned_.empty(); }

 private:
  const Gazetteer& gazetteer_;
  std::vector<Entity>& entities_;
  std::map<std::string, EntityIndex, std::less<>> by_id_;
  std::map<std::string, EntityIndex> learned_;
};

}  // namespace entente
