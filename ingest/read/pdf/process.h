#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string>

#include "graph/status.h"

namespace entente {

/// What a program that is not trusted with its input may use.
struct ProcessLimits {
  std::chrono::milliseconds time = std::chrono::seconds(60);  ///< from start to end
  std::size_t output = std::size_t{1} << 28;                  ///< bytes
  std::size_t memory = std::size_t{2} << 30;                  ///< bytes of address space; kept where the system is Linux
};

struct ProcessOutcome {
  enum class End { exited, signalled, out_of_time, too_much };
  End end = End::exited;
  int code = 0;          ///< that it exited with, or the signal that ended it
  std::string output;    ///< what it printed, up to the limit
  std::string messages;  ///< the beginning of what it printed on standard error
};

/// Runs the program `arguments[0]`, found as a shell finds it but without one, with the file `input` as its standard input, and waits until it ends
/// or is ended for a limit. It inherits no other open file, and no environment but LC_ALL=C. Safe to call from several threads. Errors: NotFound
/// (there is no such program), Io. REQUIRES: `arguments` ends with a null.
Result<ProcessOutcome> run_program(std::span<const char* const> arguments, int input, const ProcessLimits& limits);

}  // namespace entente
