#pragma once

#include <cstddef>
#include <ostream>
#include <string>

namespace entente {

/// Text on its way to a stream: appended to in small pieces, handed on in large ones. What is left goes with flush(), not with the object.
class Gathered {
 public:
  explicit Gathered(std::ostream& out) : out_(out) { text_.reserve(kPiece + kPiece / 4); }

  /// To append to.
  std::string& text() { return text_; }
  /// Between one node or edge and the next: hands on what there is, if it is much. False where the stream has gone bad.
  bool pass() { return text_.size() < kPiece || flush(); }
  bool flush() {
    out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
    return static_cast<bool>(out_);
  }

 private:
  static constexpr std::size_t kPiece = std::size_t{1} << 16;

  std::ostream& out_;
  std::string text_;
};

}  // namespace entente
