#pragma once

#include <functional>
#include <memory>
#include <string>

#include "graph/status.h"
#include "web/guard.h"
#include "web/http.h"

namespace entente::web {

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8765;            ///< 0: any that is free
  unsigned connections = 32;  ///< that are served at the same time; further ones wait
};

/// Speaks HTTP/1.1. What a connection may take of time and bytes is bounded (connection.h), and so is the number of connections, so that nobody
/// outside can fill memory or hold the server. Answers carry the headers of guard.h.
class Server {
 public:
  /// Called from several threads at a time, with requests that the guard lets in.
  using Handler = std::function<Response(const Request&)>;

  /// Takes the address; nothing is answered before run(). Errors: Io (it cannot be listened on).
  static Result<std::unique_ptr<Server>> listen(const ServerOptions& options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const;
  /// Answers until stop(). Requests that are under way are then answered.
  void run(const Guard& guard, const Handler& handler);
  /// From any thread. Before run(): it ends at once.
  void stop();

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace entente::web
