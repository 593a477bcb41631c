#include "cli/failed_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>

namespace entente::cli {
namespace {

using Json = nlohmann::ordered_json;

Status cannot_write(const std::string& path) {
  return {StatusCode::io, fmt::format("{}: cannot be written ({}); check the path, its permissions and the space on the disk", path,
                                      std::generic_category().message(errno))};
}

}  // namespace

Result<std::unique_ptr<FailedFile>> FailedFile::create(const std::string& path) {
  errno = 0;
  std::unique_ptr<FailedFile> file(new FailedFile(path));
  if (!file->out_) return failure(cannot_write(path));
  return file;
}

void FailedFile::add(const Article* article, const Status& status) {
  Json json;
  if (article != nullptr) {
    const std::pair<const char*, const std::string&> fields[] = {{"id", article->id},        {"title", article->title},   {"text", article->text},
                                                                 {"date", article->date},    {"source", article->source}, {"url", article->url},
                                                                 {"lang", article->language}};
    for (const auto& [name, value] : fields)
      if (!value.empty()) json[name] = value;
    for (const auto& [name, value] : article->attributes)
      if (!json.contains(name)) json[name] = value;
    json["origin"] = article->origin;
  }
  json["error"] = status.message();
  out_ << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

Status FailedFile::finish() {
  errno = 0;
  out_.flush();
  return out_ ? Status::success() : cannot_write(path_);
}

}  // namespace entente::cli
