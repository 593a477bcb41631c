#pragma once

/// For programs that have nobody to hand a Status to: they say what is wrong and end.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "graph/status.h"

namespace entente::test {

[[noreturn]] inline void fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::fflush(stderr);
  std::_Exit(1);  // other threads may be at work
}

template <class T>
T need(Result<T> result) {
  if (!result) fail(result.error().message());
  return std::move(*result);
}
inline void need(const Status& status) {
  if (!status.ok()) fail(status.message());
}

}  // namespace entente::test
