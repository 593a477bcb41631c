#include "ingest/read/stream.h"

#include <fmt/format.h>

#include <algorithm>

namespace entente {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 16;  // holds nearly every line of JSON Lines whole

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

Result<std::string> read_all(std::istream& in, std::size_t limit, std::string_view origin, std::string_view remedy) {
  std::string bytes;
  std::size_t size = 0;
  while (in) {
    // Doubling: the buffer never grows to more than twice of what there is.
    bytes.resize(std::min(limit + 1, std::max(kBlock, 2 * size)));
    in.read(bytes.data() + size, static_cast<std::streamsize>(bytes.size() - size));
    size += static_cast<std::size_t>(in.gcount());
    if (size > limit) return failure(StatusCode::invalid_input, fmt::format("{}: is larger than {} MiB; {}", origin, limit >> 20, remedy));
  }
  if (in.bad()) return failure(StatusCode::io, fmt::format("{}: cannot be read after byte {}", origin, size));
  bytes.resize(size);
  return bytes;
}

std::string read_head(std::istream& in, std::size_t limit) {
  std::string head;
  const auto block = std::make_unique<char[]>(limit + 1);
  std::size_t line_begin = 0;
  while (in && head.size() < limit) {
    in.getline(block.get(), static_cast<std::streamsize>(limit - head.size() + 1));
    const auto got = static_cast<std::size_t>(in.gcount());
    const bool line_ended = !in.eof() && !in.fail();
    head.append(block.get(), line_ended ? got - 1 : got);
    if (in.fail() && !in.eof() && !in.bad() && got > 0) in.clear();  // the block is full before the line ends
    if (!line_ended) continue;
    head.push_back('\n');
    if (!is_blank(std::string_view(head).substr(line_begin))) break;
    line_begin = head.size();
  }
  return head;
}

std::size_t read_ready(std::istream& in, char* out, std::size_t limit) {
  if (in.peek() == std::istream::traits_type::eof()) return 0;
  in.read(out, std::clamp<std::streamsize>(in.rdbuf()->in_avail(), 1, static_cast<std::streamsize>(limit)));
  return static_cast<std::size_t>(in.gcount());
}

Rejoined::Rejoined(std::string head, std::streambuf& rest) : head_(std::move(head)), rest_(rest) {
  setg(head_.data(), head_.data(), head_.data() + head_.size());
}

Rejoined::int_type Rejoined::underflow() {
  if (gptr() < egptr()) return traits_type::to_int_type(*gptr());
  if (traits_type::eq_int_type(rest_.sgetc(), traits_type::eof())) return traits_type::eof();
  // Only what is there: a full block would wait for a slow pipe.
  const auto ready = std::clamp<std::streamsize>(rest_.in_avail(), 1, static_cast<std::streamsize>(block_.size()));
  const auto got = rest_.sgetn(block_.data(), ready);
  setg(block_.data(), block_.data(), block_.data() + got);
  return traits_type::to_int_type(*gptr());
}

/// A wide text as UTF-8.
class Lines::Widened : public std::streambuf {
 public:
  Widened(std::string head, std::streambuf& rest, Units units) : bytes_(std::move(head), rest), decoder_(units) {}

  const WideDecoder& decoder() const { return decoder_; }

 protected:
  int_type underflow() override {
    if (gptr() < egptr()) return traits_type::to_int_type(*gptr());
    text_.clear();
    std::array<char, 16384> block;
    while (text_.empty() && !ended_) {
      const auto got = bytes_.sgetn(block.data(), static_cast<std::streamsize>(block.size()));
      ended_ = got < static_cast<std::streamsize>(block.size());
      decoder_.decode({block.data(), static_cast<std::size_t>(got)}, ended_, text_);
    }
    setg(text_.data(), text_.data(), text_.data() + text_.size());
    return text_.empty() ? traits_type::eof() : traits_type::to_int_type(*gptr());
  }

 private:
  Rejoined bytes_;
  WideDecoder decoder_;
  std::string text_;
  bool ended_ = false;
};

Lines::Lines(std::istream& in) : source_(in), in_(&in), block_(std::make_unique<char[]>(kBlock)) {}
Lines::~Lines() = default;

Lines::Got Lines::read(std::string& line) {
  line.clear();
  bool too_long = false;
  for (;;) {
    in_->getline(block_.get(), kBlock);
    const auto got = static_cast<std::size_t>(in_->gcount());
    const bool line_ended = !in_->eof() && !in_->fail();
    if (in_->bad() || (got == 0 && !line_ended && !in_->eof())) return Got::failed;
    if (in_->eof() && got == 0 && line.empty() && !too_long) return Got::end;
    if (!too_long) line.append(block_.get(), line_ended ? got - 1 : got);
    if (line.size() > kLongestArticle) {
      too_long = true;
      line.clear();
      line.shrink_to_fit();
    }
    if (line_ended || in_->eof()) return too_long ? Got::too_long : Got::line;
    in_->clear();  // the block is full before the line ends
  }
}

Lines::Got Lines::next(std::string& line) {
  auto got = read(line);
  if (number_ == 0 && got == Got::line) {
    const auto layout = detect_layout(line);
    if (layout.units != Units::bytes) {
      // In a wide text the first line feed byte is no end of line: join again, and read as text.
      if (!in_->eof()) line.push_back('\n');
      widened_ = std::make_unique<Widened>(line.substr(layout.mark), *source_.rdbuf(), layout.units);
      wide_ = std::make_unique<std::istream>(widened_.get());
      in_ = wide_.get();
      repairs_.encoding = encoding_name(layout.units);
      mark_ = layout.mark;
      got = read(line);
    }
  }
  if (widened_) {
    const auto& decoder = widened_->decoder();
    repairs_.replaced = decoder.replaced();
    repairs_.first_replaced = mark_ + decoder.first_replaced();
  }
  if (got == Got::line || got == Got::too_long) ++number_;
  return got;
}

}  // namespace entente
