#include "web/connection.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace entente::web {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSlice{50};  // how late the end of the server, or others that wait, are noticed
constexpr std::size_t kPiece = 16'384;

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

bool Connection::wait(short events, Clock::time_point since, const std::function<milliseconds()>& allowed) {
  while (true) {
    const auto left = since + allowed() - Clock::now();
    if (left <= Clock::duration::zero()) return false;
    pollfd poll{socket_, events, 0};
    const auto slice = std::min<Clock::duration>(left, kSlice);
    const int ready = ::poll(&poll, 1, static_cast<int>(std::chrono::duration_cast<milliseconds>(slice).count()) + 1);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool Connection::await_request() {
  taken_ = given_ = 0;
  if (at_ == buffer_.size()) {
    const auto allowed = [&] { return stopping_() ? milliseconds(0) : pressed_() ? limits_.pressed : limits_.idle; };
    if (broken_ || !wait(POLLIN, Clock::now(), allowed)) return false;
    began_ = Clock::now();
    if (!fill()) return false;
  }
  began_ = answered_ = Clock::now();
  return true;
}

bool Connection::fill() {
  const auto allowed = [&] { return stopping_() || pressed_() ? limits_.pressed : limits_.request; };
  buffer_.resize(kPiece);
  at_ = 0;
  while (true) {
    const ssize_t count = ::recv(socket_, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (count > 0) {
      buffer_.resize(static_cast<std::size_t>(count));
      return true;
    }
    if (count == 0 || !would_block() || !wait(POLLIN, began_, allowed)) break;
  }
  buffer_.clear();
  broken_ = true;
  return false;
}

ssize_t Connection::read(char* to, size_t size) {
  if (taken_ >= limits_.bytes) broken_ = true;
  if (broken_ || (at_ == buffer_.size() && !fill())) return -1;
  const std::size_t count = std::min(size, buffer_.size() - at_);
  std::memcpy(to, buffer_.data() + at_, count);
  at_ += count;
  taken_ += count;
  answered_ = Clock::now();
  return static_cast<ssize_t>(count);
}

ssize_t Connection::write(const char* from, size_t size) {
  // What computing took does not count: time runs from the first byte of the answer.
  if (given_ == 0) answered_ = Clock::now();
  const auto allowed = [&] { return stopping_() ? limits_.pressed : limits_.answer + milliseconds(given_ / 65); };
  while (!broken_) {
    const ssize_t count = ::send(socket_, from, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0) {
      given_ += static_cast<std::uint64_t>(count);
      return count;
    }
    if (!would_block() || !wait(POLLOUT, answered_, allowed)) broken_ = true;
  }
  return -1;
}

void Connection::finish() {
  if (::shutdown(socket_, SHUT_WR) != 0) return;
  const auto began = Clock::now();
  std::size_t left = std::size_t{4} << 20;
  char discarded[kPiece];
  while (left > 0 && wait(POLLIN, began, [&] { return stopping_() ? milliseconds(0) : milliseconds(500); })) {
    const ssize_t count = ::recv(socket_, discarded, sizeof discarded, MSG_DONTWAIT);
    if (count <= 0) return;
    left -= std::min(left, static_cast<std::size_t>(count));
  }
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip.clear();  // nobody asks
  port = 0;
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const { get_remote_ip_and_port(ip, port); }

}  // namespace entente::web
