#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <string>

namespace entente::cli {
namespace {

constexpr double kTelling = 0.01;  // of the whole: before, the time left is a guess that jumps

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(seconds + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

}  // namespace

Progress::Progress(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1), start_(Clock::now()), shown_(start_) {}

Progress::~Progress() {
  if (drawn_ && terminal_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::show(std::uint64_t articles, std::uint64_t failed, std::optional<double> share) {
  const auto now = Clock::now();
  if (quiet_ || now - shown_ < (terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(5000))) return;
  shown_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  std::string line = fmt::format("{} articles, {:.0f}/s, {} failed", articles, static_cast<double>(articles) / seconds, failed);
  if (share) line += fmt::format(", {:.0f}%", 100 * *share);
  if (share && *share > kTelling && *share < 1) line += fmt::format(", {} left", duration_text(seconds * (1 - *share) / *share));
  fmt::print(stderr, "{}{}{}", terminal_ ? "\r" : "", line, terminal_ ? "\x1b[K" : "\n");
  drawn_ = true;
}

}  // namespace entente::cli
