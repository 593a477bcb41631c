#include <fmt/format.h>
#include <malloc.h>
#include <spawn.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "cli/command.h"
#include "cli/user.h"
#include "web/explorer.h"
#include "web/guard.h"
#include "web/library.h"
#include "web/server.h"

extern char** environ;

namespace entente::cli {
namespace {

struct Flags {
  web::ServerOptions server;
  bool open = false, write = false;
  double timeout = 10;
  std::string author;
};

/// SIGINT and SIGTERM wait for whoever waits for them, in this and all threads that come.
sigset_t hold_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

/// Shows `url` in the browser of the desktop, if there is one.
void open_browser(const std::string& url) {
  const char* arguments[] = {"xdg-open", url.c_str(), nullptr};
  pid_t child = 0;
  // The arguments are not changed, whatever the type says.
  if (posix_spawnp(&child, arguments[0], nullptr, nullptr, const_cast<char* const*>(arguments), environ) != 0)
    fmt::print(stderr, "entente: there is no xdg-open to open a browser; open the address yourself\n");
}

std::string url_of(const Flags& flags, int port, const std::string& token) {
  const bool colons = flags.server.host.find(':') != std::string::npos;
  // Browsers do not send what comes after '#': the token is in no log.
  return fmt::format("http://{}:{}/{}", colons ? "[" + flags.server.host + "]" : flags.server.host, port, token.empty() ? "" : "#token=" + token);
}

/// Answers are made of many small pieces by many threads. With an arena for each thread, as the C library has it by default, what they once needed is
/// kept several times over, and memory grows for hours.
void share_memory() {
#ifdef M_ARENA_MAX
  mallopt(M_ARENA_MAX, 2);
#endif
}

int run(const Context& context, const Flags& flags) {
  share_memory();
  const auto data = context.data_folder();
  if (!data) return complain(data.error());
  web::LibraryOptions options{context.graph_folder(), *data,
                              ENTENTE_VERSION,        flags.write,
                              flags.author,           std::chrono::milliseconds(static_cast<std::int64_t>(flags.timeout * 1000))};
  const sigset_t signals = hold_signals();
  auto library = web::Library::open(std::move(options));
  if (!library) return complain(library.error());
  const auto server = web::Server::listen(flags.server);
  if (!server) return complain(server.error());
  const web::Guard guard(flags.server.host, (*server)->port(), flags.write ? web::random_token() : std::string());
  web::Explorer explorer(**library);
  std::thread serving([&] { (*server)->run(guard, [&](const web::Request& request) { return explorer.answer(request); }); });

  const std::string url = url_of(flags, (*server)->port(), guard.token());
  fmt::print("{}\n", url);
  std::fflush(stdout);
  if (!context.quiet)
    fmt::print(stderr, "The explorer is at the address above{}. Ctrl+C ends it.\n", flags.write ? ", and may change the graph" : "");
  if (flags.open) open_browser(url);
  int signal = 0;
  sigwait(&signals, &signal);
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);  // a second one ends it at once
  explorer.stop();
  (*server)->stop();
  serving.join();
  return kDone;
}

}  // namespace

std::function<int()> define_serve(CLI::App& app, const Context& context) {
  const auto flags = std::make_shared<Flags>();
  flags->author = user_name();
  app.add_option("--port", flags->server.port, "Port to listen on; 0 for any that is free")->check(CLI::Range(0, 65535))->capture_default_str();
  app.add_option("--host", flags->server.host, "Address to listen on; another than this machine's own lets others read the graph")
      ->type_name("ADDRESS")
      ->capture_default_str();
  app.add_flag("--open", flags->open, "Open the page in a browser");
  app.add_flag("--write", flags->write, "Let the page judge which nodes are one: merge, not the same, undo");
  app.add_option("--author", flags->author, "Who judges; else ENTENTE_AUTHOR, else the name of the user")->type_name("NAME");
  app.add_option("--timeout", flags->timeout, "Seconds after which a question is given up")->check(CLI::Range(0.1, 3600.0))->capture_default_str();
  return [flags, &context] { return run(context, *flags); };
}

}  // namespace entente::cli
