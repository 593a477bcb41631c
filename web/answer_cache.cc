#include "web/answer_cache.h"

namespace entente::web {

void AnswerCache::turn_to(std::uint64_t moment) {
  if (moment <= moment_) return;
  moment_ = moment;
  places_.clear();
  recent_.clear();
  size_ = 0;
}

std::shared_ptr<const Bytes> AnswerCache::find(std::uint64_t moment, const std::string& question) {
  const std::lock_guard lock(mutex_);
  turn_to(moment);
  const auto found = places_.find(question);
  if (moment != moment_ || found == places_.end()) return nullptr;
  recent_.splice(recent_.begin(), recent_, found->second);
  return found->second->answer;
}

void AnswerCache::keep(std::uint64_t moment, const std::string& question, std::shared_ptr<const Bytes> answer) {
  const std::lock_guard lock(mutex_);
  turn_to(moment);
  if (moment != moment_ || places_.contains(question)) return;
  recent_.push_front({question, std::move(answer)});
  places_.emplace(question, recent_.begin());
  size_ += recent_.front().size();
  while (size_ > most_) {
    size_ -= recent_.back().size();
    places_.erase(recent_.back().question);
    recent_.pop_back();
  }
}

}  // namespace entente::web
