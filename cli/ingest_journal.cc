#include "cli/ingest_journal.h"

#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace entente::cli {
namespace {

using Json = nlohmann::json;

/// Size and time of change of a file; none of what is no file, which cannot be gone on with.
std::optional<std::pair<std::uint64_t, std::int64_t>> state_of(const std::string& path) {
  struct stat status {};
  if (path == "-" || ::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return std::pair(static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec * std::int64_t{1'000'000'000} + status.st_mtim.tv_nsec);
}

}  // namespace

IngestJournal::IngestJournal(const std::filesystem::path& graph) : file_(graph) { file_ += ".progress"; }

std::size_t IngestJournal::resume(std::vector<Input>& inputs) {
  std::map<std::string, Mark, std::less<>> marks;
  std::ifstream in(file_);
  for (std::string line; std::getline(in, line);) {
    const Json note = Json::parse(line, nullptr, false);
    if (!note.is_object()) continue;  // cut off
    try {
      marks[note.at("path").get<std::string>()] = {note.at("size"), note.at("changed"), note.at("given"), note.at("done")};
    } catch (const Json::exception&) {
      continue;
    }
  }
  const auto before = inputs.size();
  std::erase_if(inputs, [&](Input& input) {
    const auto mark = marks.find(input.path);
    const auto state = state_of(input.path);
    if (mark == marks.end() || !state || *state != std::pair(mark->second.size, mark->second.changed)) return false;
    input.skip = mark->second.given;
    return mark->second.done;
  });
  out_.open(file_, std::ios::app);
  return before - inputs.size();
}

void IngestJournal::restart() { out_.open(file_, std::ios::trunc); }

void IngestJournal::note(const ArticleSource& source) {
  const auto& inputs = source.inputs();
  for (; noted_inputs_ < source.inputs_done(); ++noted_inputs_) {
    write(inputs[noted_inputs_].path, 0, true);
    noted_given_ = 0;
  }
  if (noted_inputs_ < inputs.size() && source.given() > noted_given_) {
    noted_given_ = source.given();
    write(inputs[noted_inputs_].path, noted_given_, false);
  }
  out_.flush();
}

void IngestJournal::remove() {
  out_.close();
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
}

void IngestJournal::write(const std::string& path, std::uint64_t given, bool done) {
  if (const auto state = state_of(path))
    out_ << Json{{"path", path}, {"size", state->first}, {"changed", state->second}, {"given", given}, {"done", done}}.dump(
                -1, ' ', false, Json::error_handler_t::replace)
         << '\n';
}

}  // namespace entente::cli
