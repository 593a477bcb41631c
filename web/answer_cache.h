#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace entente::web {

/// An answer as it is sent, with and without compression.
struct Bytes {
  std::string plain, gzipped;  ///< `gzipped` is empty where it would not help
};

/// Keeps answers of one moment, so that what everyone asks first is computed once. What was used longest ago goes first. Any thread may use it.
class AnswerCache {
 public:
  explicit AnswerCache(std::size_t most_bytes) : most_(most_bytes) {}

  /// nullptr where it is not kept. Answers of another moment are forgotten.
  std::shared_ptr<const Bytes> find(std::uint64_t moment, const std::string& question);
  void keep(std::uint64_t moment, const std::string& question, std::shared_ptr<const Bytes> answer);

 private:
  struct Entry {
    std::string question;
    std::shared_ptr<const Bytes> answer;
    std::size_t size() const { return question.size() + answer->plain.size() + answer->gzipped.size(); }
  };

  void turn_to(std::uint64_t moment);

  std::size_t most_, size_ = 0;
  std::mutex mutex_;
  std::uint64_t moment_ = 0;
  std::list<Entry> recent_;  // the last used first
  std::unordered_map<std::string, std::list<Entry>::iterator> places_;
};

}  // namespace entente::web
