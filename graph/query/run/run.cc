#include "graph/query/run/run.h"

#include <fmt/format.h>

#include <random>

namespace entente::query {
namespace {

Clock clock_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  return {seconds.count(), static_cast<std::int32_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now - seconds).count())};
}

/// Seeded when it is first asked, since most queries never do.
std::function<double()> random_numbers() {
  return [engine = std::optional<std::mt19937_64>()]() mutable {
    if (!engine) engine.emplace(std::random_device()());
    return std::generate_canonical<double, 53>(*engine);
  };
}

}  // namespace

Run::Run(const Graph& graph, const RunOptions& options)
    : graph_(graph), options_(options), functions_{graph, clock_now(), random_numbers(), options.memory} {
  if (options.timeout) deadline_ = std::chrono::steady_clock::now() + *options.timeout;
}

Value Run::fail(Error error) {
  if (error_) return {};
  error.runtime = true;
  error.message = one_line(std::move(error.message));
  error_ = std::move(error);
  return {};
}

Value Run::fail(ErrorType type, std::string detail, std::string message, Position at) {
  return fail(Error{type, true, std::move(detail), std::move(message), at});
}

bool Run::check(const Status& status) {
  if (!status.ok()) fail(ErrorType::storage, "Storage", status.message(), {});
  return status.ok();
}

bool Run::hold(std::size_t bytes) {
  held_ += bytes;
  if (held_ <= options_.memory) return true;
  fail(ErrorType::limit, "Memory",
       fmt::format("the rows to keep take more than {} MB; narrow the pattern, or give more memory", options_.memory >> 20), {});
  return false;
}

bool Run::fits(const Value& element, Position at, std::size_t& bytes, int levels) {
  const List* list = element.get<List>();
  const Map* map = element.get<Map>();
  const bool nested = list != nullptr || map != nullptr;
  bytes += sizeof element + (nested ? 0 : bytes_of(element));
  if (nested && levels <= 1) {
    fail(ErrorType::limit, "Depth", fmt::format("lists and maps are nested more than {} levels deep", kDeepest), at);
  } else if (bytes > options_.memory) {
    fail(ErrorType::limit, "Memory", fmt::format("a value takes more than {} MB; make a smaller one, or give more memory", options_.memory >> 20),
         at);
  } else if (list != nullptr) {
    for (const Value& one : *list)
      if (!fits(one, at, bytes, levels - 1)) return false;
    return tick(1 + list->size() / 16);
  } else if (map != nullptr) {
    for (const auto& [key, one] : *map) {
      bytes += key.size();
      if (!fits(one, at, bytes, levels - 1)) return false;
    }
    return tick(1 + map->size() / 16);
  }
  return ok();
}

bool Run::look_at_clock() {
  if (options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed)) fail(ErrorType::limit, "Stopped", "the query was stopped", {});
  if (deadline_ && std::chrono::steady_clock::now() > *deadline_)
    fail(ErrorType::limit, "Timeout",
         fmt::format("the query took longer than {} ms; narrow the pattern, or allow more time", options_.timeout->count()), {});
  return ok();
}

std::size_t bytes_of(const Value& value) {
  if (const auto* text = value.get<std::string>()) return text->capacity() > 15 ? text->capacity() : 0;
  std::size_t bytes = 0;
  if (const auto* list = value.get<List>()) {
    for (const Value& one : *list) bytes += sizeof one + bytes_of(one);
  } else if (const auto* map = value.get<Map>()) {
    for (const auto& [key, one] : *map) bytes += 64 + key.size() + bytes_of(one);
  } else if (const auto* path = value.get<Path>()) {
    bytes = path->nodes.size() * sizeof(Node) + path->relationships.size() * sizeof(Relationship);
  }
  return bytes;
}

std::size_t bytes_of(const Row& row) {
  std::size_t bytes = sizeof row;
  for (const Value& value : row) bytes += sizeof value + bytes_of(value);
  return bytes;
}

std::uint64_t work_of(const Value& value) {
  if (const auto* text = value.get<std::string>()) return text->size() / 256;
  if (const List* list = value.get<List>()) return list->size() / 16;
  return 0;
}

}  // namespace entente::query
