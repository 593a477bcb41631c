#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "graph/model.h"
#include "graph/text/unicode.h"
#include "ingest/read/decode.h"
#include "ingest/read/formats.h"
#include "ingest/read/pdf/furniture.h"
#include "ingest/read/pdf/layout.h"
#include "ingest/read/pdf/paragraphs.h"
#include "ingest/read/pdf/process.h"
#include "ingest/read/stream.h"

namespace entente {
namespace {

constexpr std::string_view kMark = "%PDF-";
constexpr std::size_t kMarkWindow = 1024;                   // readers of PDF look for it no further
constexpr std::size_t kLargestFile = std::size_t{1} << 30;  // with its pictures
constexpr std::size_t kLongestMessage = 120;

bool has_mark(std::string_view head) { return head.substr(0, kMarkWindow).find(kMark) != std::string_view::npos; }

/// A file without a name, gone when it is closed.
class NamelessFile {
 public:
  NamelessFile() {
    std::error_code error;
    auto name = (std::filesystem::temp_directory_path(error) / "entente-pdf-XXXXXX").string();
    if (error) return;
    descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor_ >= 0) ::unlink(name.c_str());
  }
  ~NamelessFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  NamelessFile(const NamelessFile&) = delete;
  NamelessFile& operator=(const NamelessFile&) = delete;

  int descriptor() const { return descriptor_; }
  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) return false;
      if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }

 private:
  int descriptor_ = -1;
};

/// The first line of what a program says is wrong, fit for a message.
std::string first_line(std::string_view messages) {
  std::string line;
  for (const char c : messages.substr(0, std::min(messages.find('\n'), kLongestMessage))) line.push_back(c >= ' ' && c <= '~' ? c : '?');
  return line;
}

/// Whether a program that makes PDF put the name of a file, or its own, where the title should be.
bool is_no_title(std::string_view title) {
  const auto folded = fold(title);
  if (folded.find(' ') == std::string::npos || folded.starts_with("microsoft ") || folded.starts_with("untitled")) return true;
  constexpr std::array<std::string_view, 9> kEndings = {".doc", ".docx", ".pdf", ".indd", ".qxd", ".odt", ".rtf", ".tex", ".txt"};
  return std::ranges::any_of(kEndings, [&](std::string_view ending) { return folded.ends_with(ending); });
}

class PdfReader final : public ArticleReader {
 public:
  PdfReader(std::istream& in, Origin origin, WarningSink& warnings) : in_(in), origin_(std::move(origin)), warnings_(warnings) {}

  Result<std::optional<Article>> next() override {
    if (std::exchange(done_, true)) return std::nullopt;
    const NamelessFile file;
    if (const auto status = copy_to(file); !status.ok()) return failure(status);
    constexpr std::array<const char*, 7> arguments = {"pdftotext", "-enc", "UTF-8", "-bbox-layout", "/dev/stdin", "-", nullptr};
    auto run = run_program(arguments, file.descriptor(), {});
    if (!run && run.error().code() == StatusCode::not_found)
      return failed(StatusCode::unsupported, "is a PDF document, which the program pdftotext reads, and it is not installed; install poppler-utils");
    if (!run) return failed(StatusCode::io, run.error().message());
    if (const auto status = judge(*run); !status.ok()) return failure(status);
    return read(std::move(run->output));
  }

 private:
  tl::unexpected<Status> failed(StatusCode code, std::string_view what) const { return failure(code, fmt::format("{}: {}", origin_.name, what)); }

  /// All of the input to a file, because a PDF document is read from its end.
  Status copy_to(const NamelessFile& file) {
    const auto status = [this](StatusCode code, std::string_view what) { return Status(code, fmt::format("{}: {}", origin_.name, what)); };
    if (file.descriptor() < 0) return status(StatusCode::io, "no file can be made in the folder for temporary files (TMPDIR)");
    std::string head;
    std::array<char, 65536> block;
    std::size_t size = 0;
    while (in_.read(block.data(), static_cast<std::streamsize>(block.size())), in_.gcount() > 0) {
      const std::string_view bytes(block.data(), static_cast<std::size_t>(in_.gcount()));
      head.append(bytes.substr(0, kMarkWindow - std::min(kMarkWindow, head.size())));
      size += bytes.size();
      if (size > kLargestFile)
        return status(StatusCode::invalid_input, fmt::format("is larger than {} MiB; cut it into several", kLargestFile >> 20));
      if (!file.write(bytes)) return status(StatusCode::io, "the folder for temporary files (TMPDIR) is full, or cannot be written to");
    }
    if (in_.bad()) return status(StatusCode::io, fmt::format("cannot be read after byte {}", size));
    if (size == 0) return status(StatusCode::invalid_input, "is empty; nothing was read");
    if (!has_mark(head)) return status(StatusCode::invalid_input, "is no PDF document; name its format with --from");
    return Status::success();
  }

  /// What the end of pdftotext says of the document.
  Status judge(const ProcessOutcome& run) {
    const auto says = [&](std::string_view words) { return run.messages.find(words) != std::string::npos; };
    const auto status = [this](std::string_view what) { return Status(StatusCode::invalid_input, fmt::format("{}: {}", origin_.name, what)); };
    const ProcessLimits limits;
    switch (run.end) {
      case ProcessOutcome::End::out_of_time:
        return status(
            fmt::format("takes pdftotext more than {} s; print it to a simpler PDF document, or cut it into several", limits.time.count() / 1000));
      case ProcessOutcome::End::too_much:
        return status(fmt::format("holds more than {} MiB of text with its places; cut it into several", limits.output >> 20));
      case ProcessOutcome::End::signalled:
        return status(fmt::format("ends pdftotext by signal {}; it is damaged, or takes more than {} MiB of memory", run.code, limits.memory >> 20));
      case ProcessOutcome::End::exited: break;
    }
    if (says("Incorrect password")) return status("is encrypted; take its password away first, for instance with 'qpdf --decrypt --password=...'");
    if (run.code == 3) return status("does not allow that its text is copied");
    if (run.code != 0) return status(fmt::format("is damaged and cannot be read ({})", first_line(run.messages)));
    if (says("Error")) warnings_.warn(origin_.name, fmt::format("is damaged ({}); what can be read was read", first_line(run.messages)));
    return Status::success();
  }

  Result<std::optional<Article>> read(std::string xhtml) {
    std::erase(xhtml, '\0');
    const auto decoded = decode_text(xhtml, origin_.name);
    if (!decoded) return failure(decoded.error());
    xhtml = {};
    auto layout = pdf::read_layout(decoded->text);
    pdf::drop_furniture(layout);
    auto reading = pdf::read_paragraphs(layout);
    if (reading.paragraphs.empty())
      return failed(StatusCode::invalid_input, "holds no text, as a scan does not; run a program for text recognition on it first, such as ocrmypdf");
    Article article;
    article.origin = origin_.name;
    article.path = origin_.path;
    for (const auto& paragraph : reading.paragraphs) article.text.append(article.text.empty() ? "" : "\n\n").append(paragraph);
    if (article.text.size() > kLongestArticle)
      return failed(StatusCode::invalid_input, fmt::format("has more than {} MiB of text; cut it into several", kLongestArticle >> 20));
    article.title = !reading.title.empty() || is_no_title(layout.title) ? std::move(reading.title) : std::move(layout.title);
    article.date = reading.date.empty() ? std::move(layout.created) : std::move(reading.date);
    if (!parse_day(article.date)) article.date.clear();
    if (!layout.author.empty()) article.attributes.emplace("author", std::move(layout.author));
    return article;
  }

  std::istream& in_;
  Origin origin_;
  WarningSink& warnings_;
  bool done_ = false;
};

}  // namespace

InputFormat pdf_format() {
  return {.name = "pdf",
          .description = "PDF: the text of a document, through pdftotext of poppler-utils",
          .extensions = {".pdf"},
          .sniff = nullptr,
          .sniff_bytes = has_mark,
          .open = [](std::istream& in, Origin origin, const ReadOptions&, WarningSink& warnings) -> std::unique_ptr<ArticleReader> {
            return std::make_unique<PdfReader>(in, std::move(origin), warnings);
          }};
}

}  // namespace entente
