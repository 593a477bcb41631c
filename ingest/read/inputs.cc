#include "ingest/read/inputs.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

#include "ingest/read/formats.h"
#include "ingest/read/open.h"
#include "ingest/read/unpack.h"

namespace entente {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStandardInput = "-";

std::string system_message(int error) { return std::generic_category().message(error); }

/// A file whatever its name: device and inode.
using Identity = std::pair<dev_t, ino_t>;

enum class Kind { missing, file, folder, other };

struct Found {
  Kind kind = Kind::missing;
  Identity identity;
  std::uint64_t bytes = 0;
};

/// What is at `path`, links followed. Pipes and terminals are files too where the user names them: both can be read.
Found look_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  Kind kind = Kind::other;
  if (S_ISREG(status.st_mode)) kind = Kind::file;
  if (S_ISDIR(status.st_mode)) kind = Kind::folder;
  return {kind, {status.st_dev, status.st_ino}, static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0))};
}

std::string join(std::string_view folder, std::string_view name) {
  if (folder.empty()) return std::string(name);
  return fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", name);
}

struct Entry {
  std::string name;
  bool link = false;
};

/// What a folder holds, sorted. Warns where it cannot be read.
std::vector<Entry> entries_of(const std::string& folder, WarningSink& warnings) {
  std::vector<Entry> entries;
  std::error_code error;
  for (fs::directory_iterator it(folder.empty() ? "." : folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    entries.push_back({it->path().filename().string(), it->is_symlink(ignored)});
  }
  if (error) warnings.warn(folder, fmt::format("the folder cannot be read: {}", error.message()));
  std::ranges::sort(entries, {}, &Entry::name);
  return entries;
}

bool is_address(std::string_view argument) { return argument.starts_with("http://") || argument.starts_with("https://"); }

bool is_pattern(std::string_view argument) { return argument.find_first_of("*?") != std::string_view::npos; }

class Expansion {
 public:
  Expansion(const InputFormat* from, WarningSink& warnings) : from_(from), warnings_(warnings) {}

  std::vector<Input> take() { return std::move(inputs_); }

  Status add(const std::string& argument) {
    if (argument == kStandardInput) {
      if (!std::exchange(has_standard_input_, true)) inputs_.push_back({argument, from_});
      return Status::success();
    }
    if (is_address(argument)) {
      if (std::ranges::find(inputs_, argument, &Input::path) == inputs_.end()) inputs_.push_back({argument, from_});
      return Status::success();
    }
    const auto found = look_at(argument);
    if (found.kind != Kind::missing) {
      add_named(argument, found);
      return Status::success();
    }
    if (!is_pattern(argument)) return {StatusCode::not_found, fmt::format("'{}': no such file or folder", argument)};

    std::set<std::string> matches;
    const bool deep = argument.find("**") != std::string::npos;
    match(argument.starts_with('/') ? "/" : "", argument, deep, matches);
    if (matches.empty()) return {StatusCode::not_found, fmt::format("'{}': the pattern matches no file", argument)};
    for (const auto& path : matches) add_named(path, look_at(path));
    return Status::success();
  }

 private:
  void add_named(const std::string& path, const Found& found) {
    if (found.kind == Kind::folder)
      walk(path);
    else if (found.kind == Kind::other || files_.insert(found.identity).second)
      inputs_.push_back({path, from_ != nullptr ? from_ : format_of_extension(path)});
  }

  void walk(const std::string& top) {
    if (!folders_.insert(look_at(top).identity).second) return;
    const auto first = inputs_.size();
    std::vector<std::string> folders = {top};
    std::vector<std::string> links;  // taken after all that is there under its own name, so that no link takes its place
    bool any = false;
    while (!folders.empty() || !links.empty()) {
      if (folders.empty()) {
        std::ranges::sort(links);
        for (auto& path : std::exchange(links, {})) any = follow(path, folders) || any;
        continue;
      }
      const auto folder = std::move(folders.back());
      folders.pop_back();
      for (const auto& entry : entries_of(folder, warnings_)) {
        const auto path = join(folder, entry.name);
        if (entry.name.starts_with('.'))
          warnings_.warn(path, "is hidden; skipped");
        else if (entry.link)
          links.push_back(path);
        else
          any = add_found(path, folders) || any;
      }
    }
    std::sort(inputs_.begin() + static_cast<std::ptrdiff_t>(first), inputs_.end(), [](const Input& a, const Input& b) { return a.path < b.path; });
    if (!any) warnings_.warn(top, fmt::format("the folder holds no file that can be read ({})", known_extensions()));
  }

  bool follow(const std::string& link, std::vector<std::string>& folders) {
    const auto found = look_at(link);
    if (found.kind == Kind::missing) {
      warnings_.warn(link, "is a link to nothing; skipped");
      return false;
    }
    if (found.kind == Kind::folder && folders_.contains(found.identity)) {
      warnings_.warn(link, "is a link to a folder that is read already; skipped");
      return false;
    }
    return add_found(link, folders);
  }

  /// Whether there is something to read at `path`, a file or folder found in a walk.
  bool add_found(const std::string& path, std::vector<std::string>& folders) {
    const auto found = look_at(path);
    if (found.kind == Kind::folder) {
      if (!folders_.insert(found.identity).second) return true;
      folders.push_back(path);
      return false;  // not yet
    }
    if (found.kind != Kind::file) {
      warnings_.warn(path, "is no file; skipped");
      return false;
    }
    const auto* format = from_ != nullptr ? from_ : format_of_extension(path);
    if (format == nullptr && !has_known_extension(path) && !is_packed_name(path)) {
      if (!files_.contains(found.identity))
        warnings_.warn(path, fmt::format("its extension is none of {}; skipped (name the file or its format to read it)", known_extensions()));
      return false;
    }
    if (files_.insert(found.identity).second) inputs_.push_back({path, format});
    return true;
  }

  /// Adds to `matches` what is there below `base` for the rest of a pattern; `deep`: files only.
  void match(const std::string& base, std::string_view pattern, bool deep, std::set<std::string>& matches) {
    pattern.remove_prefix(std::min(pattern.find_first_not_of('/'), pattern.size()));
    if (pattern.empty()) return;
    const auto slash = pattern.find('/');
    const auto part = pattern.substr(0, slash);
    auto rest = slash == std::string_view::npos ? std::string_view{} : pattern.substr(slash);
    if (rest.find_first_not_of('/') == std::string_view::npos) rest = {};

    const auto step = [&](const std::string& path) {
      if (!rest.empty()) return match(path, rest, deep, matches);
      const auto kind = look_at(path).kind;
      if (kind != Kind::missing && !(deep && kind == Kind::folder)) matches.insert(path);
    };
    if (part == "**") {
      const auto below = rest.empty() ? std::string_view("/*") : rest;
      match(base, below, deep, matches);
      for (const auto& entry : entries_of(base, warnings_))  // links to folders are not followed: they may lead back
        if (!entry.link && !entry.name.starts_with('.'))
          if (const auto path = join(base, entry.name); look_at(path).kind == Kind::folder) match(path, pattern, deep, matches);
    } else if (!is_pattern(part)) {
      step(join(base, part));
    } else if (look_at(base.empty() ? "." : base).kind == Kind::folder) {
      for (const auto& entry : entries_of(base, warnings_))
        if ((part.starts_with('.') || !entry.name.starts_with('.')) && matches_wildcard(part, entry.name)) step(join(base, entry.name));
    }
  }

  const InputFormat* from_;
  WarningSink& warnings_;
  std::vector<Input> inputs_;
  std::set<Identity> files_, folders_;  // taken already
  bool has_standard_input_ = false;
};

}  // namespace

bool matches_wildcard(std::string_view pattern, std::string_view name) {
  const auto next_character = [](std::string_view text, std::size_t at) {
    for (++at; at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;) ++at;
    return at;
  };
  std::size_t p = 0, n = 0;
  std::size_t star = std::string_view::npos, star_end = 0;  // the last star met, and where what it stands for ends by now
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_end = n;
    } else if (p < pattern.size() && pattern[p] == '?') {
      ++p;
      n = next_character(name, n);
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = star_end = next_character(name, star_end);
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

Result<std::vector<Input>> expand_inputs(std::span<const std::string> arguments, const InputFormat* from, WarningSink& warnings) {
  Expansion expansion(from, warnings);
  for (const auto& argument : arguments)
    if (auto status = expansion.add(argument); !status.ok()) return failure(std::move(status));
  return expansion.take();
}

/// The input that is being read. The reader goes first, then what it reads.
struct ArticleSource::Opened {
  std::ifstream file;
  std::istringstream download;
  std::unique_ptr<ArticleReader> reader;
};

ArticleSource::ArticleSource(std::vector<Input> inputs, std::istream& standard_input, WarningSink& warnings, ReadOptions options, Download download)
    : inputs_(std::move(inputs)),
      standard_input_(standard_input),
      warnings_(warnings),
      options_(std::move(options)),
      download_(std::move(download)),
      bytes_(0) {
  for (const Input& input : inputs_) {
    const auto found = input.path == kStandardInput || is_address(input.path) ? Found{} : look_at(input.path);
    if (found.kind != Kind::file) {
      bytes_.reset();
      break;
    }
    *bytes_ += found.bytes;
  }
}

ArticleSource::~ArticleSource() = default;

Result<std::unique_ptr<ArticleSource::Opened>> ArticleSource::open(const Input& input) {
  auto opened = std::make_unique<Opened>();
  const bool standard = input.path == kStandardInput;
  Origin origin = standard ? Origin{"standard input", {}} : Origin{input.path, input.path};
  std::istream* in = &standard_input_;
  if (is_address(input.path)) {
    if (!download_) return failure(StatusCode::unsupported, fmt::format("{}: is an address, and nothing is fetched here", input.path));
    auto bytes = download_(input.path);
    if (!bytes) return failure(bytes.error());
    opened->download.str(std::move(*bytes));
    in = &opened->download;
  } else if (!standard) {
    errno = 0;
    opened->file.open(input.path, std::ios::binary);
    if (!opened->file) {
      const int error = errno;
      return failure(error == ENOENT ? StatusCode::not_found : StatusCode::io,
                     fmt::format("{}: cannot be opened: {}", input.path, system_message(error)));
    }
    in = &opened->file;
    // The name of a pipe names no article: the next one may come by the same name.
    if (look_at(input.path).kind != Kind::file) origin.path.clear();
  }
  auto reader = open_reader(*in, std::move(origin), input.format, options_, warnings_);
  if (!reader) return failure(reader.error());
  opened->reader = std::move(*reader);
  return opened;
}

void ArticleSource::end_input() {
  if (bytes_) bytes_done_ += look_at(inputs_[done_].path).bytes;
  opened_.reset();
  ++done_;
  given_ = 0;
}

std::uint64_t ArticleSource::bytes_done() const {
  if (!opened_ || !opened_->file.is_open()) return bytes_done_;
  const auto at = opened_->file.rdbuf()->pubseekoff(0, std::ios::cur, std::ios::in);
  return bytes_done_ + static_cast<std::uint64_t>(std::max<std::streamoff>(at, 0));
}

Result<std::optional<Article>> ArticleSource::next() {
  while (done_ < inputs_.size()) {
    if (!opened_) {
      auto opened = open(inputs_[done_]);
      if (!opened) {
        end_input();
        return failure(opened.error());
      }
      opened_ = std::move(*opened);
    }
    auto article = opened_->reader->next();
    if (article && !*article) {
      end_input();
      continue;
    }
    if (given_++ < inputs_[done_].skip) continue;
    // A page that names no address of its own is known by the one that it came from.
    if (const auto& path = inputs_[done_].path; article && is_address(path) && (*article)->url.empty() && (*article)->path == path)
      (*article)->url = path;
    return article;
  }
  return std::nullopt;
}

}  // namespace entente
