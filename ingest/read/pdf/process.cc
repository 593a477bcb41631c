#include "ingest/read/pdf/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace entente {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostMessages = 4096;  // enough for the first few lines, which say what is wrong

/// A file descriptor, closed at the end.
class Descriptor {
 public:
  Descriptor() = default;
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void reset(int value = -1) {
    if (value_ >= 0) ::close(value_);
    value_ = value;
  }
  int get() const { return value_; }

 private:
  int value_ = -1;
};

struct Pipe {
  Descriptor read, write;
  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read.reset(ends[0]);
    write.reset(ends[1]);
    return true;
  }
};

tl::unexpected<Status> failed(std::string_view program, int error) {
  if (error == ENOENT) return failure(StatusCode::not_found, fmt::format("the program '{}' is not installed", program));
  return failure(StatusCode::io, fmt::format("the program '{}' cannot be run: {}", program, std::generic_category().message(error)));
}

void limit(pid_t child, const ProcessLimits& limits) {
#ifdef __linux__
  const auto set = [child](__rlimit_resource resource, rlim_t value) {
    const rlimit bound{value, value};
    // A child that ended already is no error; nor is a system that refuses: the time and the output are bounded all the same.
    static_cast<void>(::prlimit(child, resource, &bound, nullptr));
  };
  set(RLIMIT_AS, limits.memory);
  set(RLIMIT_CPU, static_cast<rlim_t>(std::chrono::ceil<std::chrono::seconds>(limits.time).count()) + 1);
  set(RLIMIT_CORE, 0);
  set(RLIMIT_FSIZE, 0);  // what it prints goes to pipes
#else
  static_cast<void>(child), static_cast<void>(limits);
#endif
}

/// Starts a child with the three standard files given. 0 or the error.
int start(std::span<const char* const> arguments, int input, int output, int messages, pid_t& child) {
  posix_spawn_file_actions_t files;
  if (const int error = ::posix_spawn_file_actions_init(&files)) return error;
  int error = ::posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  if (error == 0) error = ::posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  if (error == 0) error = ::posix_spawn_file_actions_adddup2(&files, messages, STDERR_FILENO);
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
  if (error == 0) error = ::posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
#endif
  std::string language = "LC_ALL=C";
  const std::array<char*, 2> environment = {language.data(), nullptr};
  if (error == 0) error = ::posix_spawnp(&child, arguments[0], &files, nullptr, const_cast<char* const*>(arguments.data()), environment.data());
  ::posix_spawn_file_actions_destroy(&files);
  return error;
}

int milliseconds_until(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1'000'000));
}

/// Takes what is ready of one of the two. False at its end.
bool take(int from, std::string& to, std::size_t most) {
  std::array<char, 65536> block;
  const auto got = ::read(from, block.data(), block.size());
  if (got < 0) return errno == EINTR;
  to.append(block.data(), std::min(static_cast<std::size_t>(got), most - to.size()));
  return got > 0;
}

/// Reads until both pipes end.
ProcessOutcome::End collect(Pipe& output, Pipe& messages, const ProcessLimits& limits, Clock::time_point deadline, ProcessOutcome& outcome) {
  while (output.read.get() >= 0 || messages.read.get() >= 0) {
    std::array<pollfd, 2> ready = {pollfd{output.read.get(), POLLIN, 0}, pollfd{messages.read.get(), POLLIN, 0}};
    const int left = milliseconds_until(deadline);
    if (left == 0) return ProcessOutcome::End::out_of_time;
    if (::poll(ready.data(), ready.size(), left) < 0 && errno != EINTR) return ProcessOutcome::End::out_of_time;
    if (ready[0].revents != 0 && !take(ready[0].fd, outcome.output, limits.output + 1)) output.read.reset();
    if (ready[1].revents != 0 && !take(ready[1].fd, outcome.messages, kMostMessages)) messages.read.reset();
    if (outcome.output.size() > limits.output) return ProcessOutcome::End::too_much;
  }
  return ProcessOutcome::End::exited;
}

/// Waits for the end of the child; ends it at the deadline.
void finish(pid_t child, Clock::time_point deadline, ProcessOutcome& outcome) {
  bool killed = outcome.end != ProcessOutcome::End::exited;
  if (killed) ::kill(child, SIGKILL);
  int status = 0;
  for (;;) {
    const auto ended = ::waitpid(child, &status, killed ? 0 : WNOHANG);
    if (ended == child || (ended < 0 && errno != EINTR)) break;
    if (ended == 0 && milliseconds_until(deadline) == 0) {
      ::kill(child, SIGKILL);
      killed = true;
      outcome.end = ProcessOutcome::End::out_of_time;
    } else if (ended == 0) {
      ::poll(nullptr, 0, 1);  // it has closed its output: it ends at once
    }
  }
  if (killed) return;
  const bool signalled = WIFSIGNALED(status);
  outcome.code = signalled ? WTERMSIG(status) : WEXITSTATUS(status);
  if (signalled) outcome.end = outcome.code == SIGXCPU ? ProcessOutcome::End::out_of_time : ProcessOutcome::End::signalled;
}

}  // namespace

Result<ProcessOutcome> run_program(std::span<const char* const> arguments, int input, const ProcessLimits& limits) {
  Pipe output, messages;
  if (!output.open() || !messages.open()) return failed(arguments[0], errno);
  const auto deadline = Clock::now() + limits.time;
  pid_t child = -1;
  if (const int error = start(arguments, input, output.write.get(), messages.write.get(), child)) return failed(arguments[0], error);
  limit(child, limits);
  output.write.reset();
  messages.write.reset();
  ProcessOutcome outcome;
  outcome.end = collect(output, messages, limits, deadline, outcome);
  finish(child, deadline, outcome);
  outcome.output.resize(std::min(outcome.output.size(), limits.output));
  return outcome;
}

}  // namespace entente
