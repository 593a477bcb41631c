#include "ingest/read/unpack/archive_reader.h"

#include <fmt/format.h>

#include <utility>

namespace entente {
namespace {

/// Whether a file or folder on the way to a member is hidden, or what macOS adds to archives.
bool is_hidden(std::string_view path) {
  while (!path.empty()) {
    const auto part = path.substr(0, path.find('/'));
    if ((part.starts_with('.') && part != "." && part != "..") || part == "__MACOSX") return true;
    path.remove_prefix(std::min(part.size() + 1, path.size()));
  }
  return false;
}

/// Office documents and electronic books are zip archives that begin with one of these.
bool is_office_mark(std::string_view name) { return name == "[Content_Types].xml" || name == "mimetype"; }

}  // namespace

ArchiveReader::ArchiveReader(Packing packing, std::istream& in, Origin origin, PieceContext context, bool outermost)
    : origin_(std::move(origin)), context_(std::move(context)), archive_(packing, in, outermost ? context_.layer.sums.get() : nullptr) {}

Result<std::optional<Article>> ArchiveReader::next() {
  for (;;) {
    if (context_.layer.sums->too_much) done_ = true;  // a member that passed a limit said so
    if (piece_) {
      auto article = piece_->next();
      if (!article || *article) return article;
      piece_.reset();
      continue;
    }
    if (done_) {
      warn_of_skipped();
      return std::nullopt;
    }
    if (auto status = next_member(); !status.ok()) return failure(std::move(status));
  }
}

Status ArchiveReader::refused(std::string_view what) {
  done_ = true;
  return {StatusCode::invalid_input, fmt::format("{}: {}", origin_.name, what)};
}

Status ArchiveReader::next_member() {
  ArchiveMember member;
  switch (archive_.next(member)) {
    case Archive::Got::some: in_damage_ = false; break;
    case Archive::Got::end:
      done_ = true;
      if (!any_) context_.warnings.warn(origin_.name, "the archive holds no file that can be read");
      return Status::success();
    case Archive::Got::failed: done_ = true; return {StatusCode::io, fmt::format("{}: cannot be read", origin_.name)};
    case Archive::Got::broken: return broken();
    case Archive::Got::damaged:
      if (std::exchange(in_damage_, true)) return Status::success();  // nothing that could be a member yet
      return {StatusCode::invalid_input, fmt::format("{}: {}; what follows is looked for", origin_.name, archive_.problem())};
  }
  last_ = member.name;
  if (std::exchange(first_, false) && is_office_mark(member.name))
    return refused("is an office document or an electronic book; convert it to text first");
  return open(member);
}

/// Behind a member that ends all reading, others may be found by the directory of the archive.
Status ArchiveReader::broken() {
  const auto problem = archive_.problem();
  if (archive_.reopen()) return Status::success();
  if (first_) return refused(problem);
  return refused(fmt::format("{}; what follows '{}' was not read", problem, last_));
}

Status ArchiveReader::open(const ArchiveMember& member) {
  if (member.folder || member.name.ends_with('/')) return Status::success();
  if (is_hidden(member.name)) return skip(Skip::hidden, member.name), Status::success();
  if (!member.file) return skip(Skip::no_file, member.name), Status::success();
  const auto name = fmt::format("{}:{}", origin_.name, member.name);
  if (member.encrypted) {
    any_ = true;
    if (std::exchange(told_encrypted_, true)) return Status::success();
    return {StatusCode::invalid_input, fmt::format("{}: is encrypted, as other members may be; unpack the archive with its password first", name)};
  }
  auto context = context_;
  if (context.format == nullptr) context.format = format_of_extension(member.name);
  const bool known = context.format != nullptr || is_packed_name(member.name);
  context.layer.any_text = known;
  auto data = std::make_unique<MemberData>(archive_, name, context_.layer.sums);
  const auto& read = *data;
  const Origin origin{name, origin_.path.empty() ? std::string() : fmt::format("{}:{}", origin_.path, member.name)};
  piece_ = std::make_unique<Piece>(std::move(data), origin, context);
  auto status = piece_->open();
  const bool of_no_format = !known && read.failure().ok();
  if (status.ok()) {
    any_ = true;
    return status;
  }
  piece_.reset();
  if (!of_no_format) return status;
  skip(Skip::unknown, member.name);
  return Status::success();
}

void ArchiveReader::skip(Skip why, const std::string& name) {
  auto& skipped = skipped_[static_cast<std::size_t>(why)];
  if (skipped.count++ == 0) skipped.first = name;
}

void ArchiveReader::warn_of_skipped() {
  constexpr std::array<std::string_view, 3> one = {"is hidden; skipped", "is no file; skipped",
                                                   "has no extension of a format and no content of one; skipped (--from reads it)"};
  constexpr std::array<std::string_view, 3> several = {"are hidden; skipped", "are no files; skipped",
                                                       "have no extension of a format and no content of one; skipped (--from reads them)"};
  for (std::size_t why = 0; why < skipped_.size(); ++why) {
    const auto [count, first] = std::exchange(skipped_[why], {});
    if (count == 1) context_.warnings.warn(fmt::format("{}:{}", origin_.name, first), one[why]);
    if (count > 1) context_.warnings.warn(origin_.name, fmt::format("{} members {}; the first is '{}'", count, several[why], first));
  }
}

}  // namespace entente
