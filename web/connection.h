#pragma once

#include <httplib.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace entente::web {

/// How long and how large what comes over a connection may be.
struct ConnectionLimits {
  std::chrono::milliseconds idle{15'000};                                     ///< between two requests
  std::chrono::milliseconds request{10'000};                                  ///< from the first byte of a request to its last
  std::chrono::milliseconds pressed{1'000};                                   ///< instead of both, while other connections wait for their turn
  std::chrono::milliseconds answer{30'000};                                   ///< to take an answer; a second more for each 64 kB of it
  std::uint64_t bytes = (std::uint64_t{1} << 20) + (std::uint64_t{1} << 16);  ///< of a request, head and body
};

/// A connection that has a time for all of a request, not for each byte, so that nobody can hold it by sending slowly. For one thread.
class Connection final : public httplib::Stream {
 public:
  /// `pressed` says whether others wait, `stopping` whether the server ends. The socket stays open. REQUIRES: both outlive it.
  Connection(socket_t socket, const ConnectionLimits& limits, const std::function<bool()>& pressed, const std::function<bool()>& stopping)
      : socket_(socket), limits_(limits), pressed_(pressed), stopping_(stopping) {}

  /// Waits for the first byte of a request; false where there will be none.
  bool await_request();
  /// Whether a limit was reached, or the other side is gone.
  bool broken() const { return broken_; }
  /// Says that nothing more is sent, and lets the other side read it: closing at once would lose what is on its way.
  void finish();

  bool is_readable() const override { return true; }
  bool is_writable() const override { return !broken_; }
  ssize_t read(char* to, size_t size) override;
  ssize_t write(const char* from, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

 private:
  using Clock = std::chrono::steady_clock;

  /// Waits until the socket is ready for `events`, but not longer than the time that is allowed since `since`.
  bool wait(short events, Clock::time_point since, const std::function<std::chrono::milliseconds()>& allowed);
  bool fill();

  socket_t socket_;
  const ConnectionLimits& limits_;
  const std::function<bool()>&pressed_, &stopping_;
  Clock::time_point began_ = Clock::now(), answered_ = Clock::now();
  std::uint64_t taken_ = 0, given_ = 0;
  std::string buffer_;  // received and not yet read
  std::size_t at_ = 0;
  bool broken_ = false;
};

}  // namespace entente::web
