#include "web/assets.h"

#include <algorithm>

namespace entente::web {

const Asset* asset(std::string_view path) {
  if (path == "/") path = "/index.html";
  const auto all = assets();
  const auto found = std::ranges::find(all, path, &Asset::path);
  return found == all.end() ? nullptr : &*found;
}

Response to_response(const Asset& asset, const Request& request) {
  Response response;
  const std::string tag = "\"" + std::string(asset.tag) + "\"";
  response.headers = {{"ETag", tag}, {"Cache-Control", "no-cache"}, {"Vary", "Accept-Encoding"}};
  response.type = asset.type;
  if (request.if_none_match == tag) {
    response.status = 304;
    return response;
  }
  response.gzipped = request.gzip && !asset.gzipped.empty();
  response.body = response.gzipped ? asset.gzipped : asset.bytes;
  return response;
}

}  // namespace entente::web
