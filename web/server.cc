#include "web/server.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "web/connection.h"

namespace entente::web {
namespace {

using Answerer = Server::Handler;  // within a class of the library's, Server is its own

constexpr std::size_t kMostRequests = 1'000;  // over one connection
/// Compression is ours: the library is told that none is wanted, or it would compress on its own terms, and this header says what was.
constexpr const char* kGzip = "Entente-Accepts-Gzip";

/// Connections wait their turn here, and beyond that in the operating system.
class Turns final : public httplib::TaskQueue {
 public:
  Turns(unsigned threads, std::atomic<std::size_t>& waiting) : waiting_(waiting), most_(2 * std::size_t{threads}) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }

  void enqueue(std::function<void()> job) override {
    std::unique_lock lock(mutex_);
    taken_.wait(lock, [&] { return jobs_.size() < most_; });
    jobs_.push_back(std::move(job));
    waiting_ = jobs_.size();
    given_.notify_one();
  }

  void shutdown() override {
    {
      const std::lock_guard lock(mutex_);
      ends_ = true;
    }
    given_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      given_.wait(lock, [&] { return ends_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      const auto job = std::move(jobs_.front());
      jobs_.pop_front();
      waiting_ = jobs_.size();
      taken_.notify_one();
      lock.unlock();
      job();
      lock.lock();
    }
  }

  std::atomic<std::size_t>& waiting_;
  std::size_t most_;
  std::mutex mutex_;
  std::condition_variable given_, taken_;
  std::deque<std::function<void()>> jobs_;
  bool ends_ = false;
  std::vector<std::thread> threads_;
};

Request to_request(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  request.path = from.path;
  request.parameters.insert(from.params.begin(), from.params.end());
  request.host = from.get_header_value("Host");
  request.origin = from.get_header_value("Origin");
  request.fetch_site = from.get_header_value("Sec-Fetch-Site");
  request.content_type = from.get_header_value("Content-Type");
  request.token = from.get_header_value("X-Entente-Token");
  request.if_none_match = from.get_header_value("If-None-Match");
  request.gzip = from.has_header(kGzip);
  request.body = from.body;
  const std::string length = from.get_header_value("Content-Length");
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), request.length);
  const bool number = !length.empty() && error == std::errc() && end == length.data() + length.size();
  request.framed = (number || (length.empty() && from.method != "POST")) && from.get_header_value_count("Content-Length") <= 1 &&
                   from.get_header_value_count("Host") == 1 && !from.has_header("Transfer-Encoding") && !from.has_header("Content-Encoding");
  return request;
}

void write_to(httplib::Response& to, Response from) {
  to.status = from.status;
  for (const auto& [name, value] : from.headers) to.set_header(name, value);
  if (from.gzipped) to.set_header("Content-Encoding", "gzip");
  if (!from.stream) {
    if (from.status != 304) to.set_content(from.body, from.type);
    return;
  }
  to.set_chunked_content_provider(from.type, [stream = std::move(from.stream)](std::size_t, httplib::DataSink& sink) {
    if (!stream(sink.os)) return false;
    sink.done();
    return true;
  });
}

}  // namespace

class Server::Impl final : public httplib::Server {
 public:
  explicit Impl(const ServerOptions& options) {
    new_task_queue = [this, threads = options.connections] { return new Turns(threads, waiting_); };
    // Not the library's, which lets two programs listen on one port.
    set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    set_tcp_nodelay(true);
    set_payload_max_length(kLongestBody);
  }

  bool bind(const ServerOptions& options) {
    if (options.port == 0) {
      port_ = bind_to_any_port(options.host);
    } else if (bind_to_port(options.host, options.port)) {
      port_ = options.port;
    }
    // The library's backlog is 5, and who does not fit into it waits a second.
    return port_ > 0 && ::listen(svr_sock_, 256) == 0;
  }

  int port() const { return port_; }

  void serve(const Guard& guard, const Answerer& handler) {
    guard_ = &guard;
    const auto answer = [this, &handler](const httplib::Request& from, httplib::Response& to) { this->answer(handler, from, to); };
    // All but what has a body is answered before the library looks for a handler.
    set_pre_routing_handler([this, answer](const httplib::Request& from, httplib::Response& to) {
      if (from.method == "POST" && !guard_->check(to_request(from))) return HandlerResponse::Unhandled;
      answer(from, to);
      return HandlerResponse::Handled;
    });
    Post("/.*", answer);
    set_error_handler([](const httplib::Request&, httplib::Response& to) {
      if (to.body.empty() && !to.content_provider_) describe(to);
    });
    set_exception_handler([](const httplib::Request&, httplib::Response& to, std::exception_ptr) {
      write_to(to, to_response({500, "internal", "the request could not be answered; it may need more memory than there is"}));
    });
    if (!stopping_) listen_after_bind();
  }

  void end() {
    stopping_ = true;
    // Not the library's stop(), which does nothing before listening has begun.
    if (const socket_t socket = svr_sock_; socket != INVALID_SOCKET) ::shutdown(socket, SHUT_RDWR);
  }

 private:
  void answer(const Answerer& handler, const httplib::Request& from, httplib::Response& to) {
    const Request request = to_request(from);
    const auto refusal = guard_->check(request);
    Response response = refusal ? to_response(*refusal) : handler(request);
    add_security_headers(response);
    write_to(to, std::move(response));
  }

  /// Errors that the library finds itself.
  static void describe(httplib::Response& to) {
    Response response = to_response({to.status, to.status == 413 ? "too_large" : "invalid_input", "this is no request that is understood here"});
    add_security_headers(response);
    write_to(to, std::move(response));
  }

  /// Changes what the library would make of a head. False where the rest of the request is not to be read.
  bool prepare(httplib::Request& request) const {
    request.ranges.clear();
    request.headers.erase(kGzip);
    const bool gzip = request.get_header_value("Accept-Encoding").find("gzip") != std::string::npos;
    request.headers.erase("Accept-Encoding");
    if (gzip) request.set_header(kGzip, "1");
    return !guard_->check(to_request(request));
  }

  bool process_and_close_socket(socket_t socket) override {
    const std::function<bool()> pressed = [this] { return waiting_ > 0; }, stopping = [this] { return stopping_.load(); };
    Connection connection(socket, limits_, pressed, stopping);
    bool served = true;
    for (std::size_t count = 1; served && connection.await_request(); ++count) {
      bool closed = false, understood = false;
      const bool last = count == kMostRequests || stopping_;
      served = process_request(connection, last, closed, [&](httplib::Request& request) { understood = prepare(request); });
      served = served && understood && !closed && !last && !connection.broken();
    }
    if (!connection.broken()) connection.finish();
    ::close(socket);
    return served;
  }

  const Guard* guard_ = nullptr;
  ConnectionLimits limits_;
  int port_ = 0;
  std::atomic<std::size_t> waiting_ = 0;
  std::atomic<bool> stopping_ = false;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::listen(const ServerOptions& options) {
  auto impl = std::make_unique<Impl>(options);
  errno = 0;
  if (!impl->bind(options))
    return failure(StatusCode::io, fmt::format("{}:{} cannot be listened on ({}); choose another --port, or 0 for any", options.host, options.port,
                                               errno == 0 ? "no such address" : std::strerror(errno)));
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

int Server::port() const { return impl_->port(); }
void Server::run(const Guard& guard, const Handler& handler) { impl_->serve(guard, handler); }

void Server::stop() { impl_->end(); }

}  // namespace entente::web
