#pragma once

#include <cstdint>
#include <string>

#include "web/answer_cache.h"
#include "web/endpoint.h"
#include "web/gate.h"
#include "web/http.h"
#include "web/library.h"
#include "web/time_limits.h"

namespace entente::web {

/// Answers requests: finds the endpoint, lets only so many run, gives each a time, and keeps what was answered. Any thread may ask it.
class Explorer {
 public:
  explicit Explorer(Library& library);

  /// REQUIRES: the guard let it in.
  Response answer(const Request& request);
  /// Ends what is being computed; from any thread.
  void stop();

 private:
  /// What is asked, so that the same question has the same text, and the tag of its answer. Empty where an answer is not to be kept.
  struct Question {
    std::string text, tag;
  };

  Response answer(const Request& request, const Endpoint& endpoint);
  Response stream(const Call& call, const Endpoint& endpoint);
  Response compute(const Request& request, const Endpoint& endpoint, const std::shared_ptr<const Moment>& moment, const Question& question);

  Library& library_;
  std::string instance_;  // tells the answers of this server from those of others
  AnswerCache cache_;
  TimeLimits limits_;
  Gate light_, heavy_, streams_;
};

}  // namespace entente::web
