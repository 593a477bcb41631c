#include "cli/watch_state.h"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

namespace entente::cli {
namespace {

using Json = nlohmann::json;

std::string system_message() { return std::generic_category().message(errno); }

}  // namespace

Result<WatchState> WatchState::load(const std::filesystem::path& file) {
  WatchState state;
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return state;
  errno = 0;
  std::ifstream in(file);
  if (!in) return failure(StatusCode::io, fmt::format("{}: cannot be read ({})", file.string(), system_message()));
  try {
    const Json json = Json::parse(in);
    for (const auto& [url, feed] : json.at("feeds").items()) {
      Feed& known = state.feeds[url];
      known.validators = {feed.at("etag"), feed.at("last_modified")};
      known.next = feed.at("next");
      for (const Json& id : feed.at("seen")) known.seen.push_back(id);
    }
    for (const auto& [path, mark] : json.at("files").items()) state.files[path] = {mark.at("size"), mark.at("changed")};
  } catch (const Json::exception&) {
    return failure(StatusCode::invalid_input,
                   fmt::format("{}: is no state of 'entente watch'; remove it to begin anew, or name another with --state", file.string()));
  }
  return state;
}

Status WatchState::save(const std::filesystem::path& file) const {
  Json json = {{"feeds", Json::object()}, {"files", Json::object()}};
  for (const auto& [url, feed] : feeds)
    json["feeds"][url] = {{"etag", feed.validators.etag}, {"last_modified", feed.validators.last_modified}, {"next", feed.next}, {"seen", feed.seen}};
  for (const auto& [path, mark] : files) json["files"][path] = {{"size", mark.size}, {"changed", mark.changed}};
  auto part = file;
  part += ".part";
  errno = 0;
  std::ofstream out(part, std::ios::trunc);
  out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(part, file, error);
  if (!out || error)
    return {StatusCode::io, fmt::format("{}: cannot be written ({}); check its folder and the space on the disk", file.string(),
                                        error ? error.message() : system_message())};
  return Status::success();
}

}  // namespace entente::cli
