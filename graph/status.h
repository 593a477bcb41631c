#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace entente {

/// What kind of failure a Status reports. The set is small on purpose: callers branch on it, people read the message.
enum class StatusCode {
  ok,
  invalid_input,  ///< the bytes given are not what they should be (format, encoding, value)
  not_found,      ///< a file, node, document or store that was named does not exist
  ambiguous,      ///< a name stands for several things; the message lists them
  locked,         ///< another process holds the store
  version,        ///< written by a newer or an unmigratable entente; the message names both versions
  corruption,     ///< stored data fails its own checks
  io,             ///< the operating system refused
  unsupported,    ///< understood, but not possible here
};

/// The outcome of an operation that yields no value: ok, or what failed, where in the input and what to do about it.
/// Libraries of entente never print, exit or throw; they return a Status or a Result.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(StatusCode code, std::string message) : code_(code), message_(std::move(message)) {}

  static Status success() { return {}; }

  bool ok() const { return code_ == StatusCode::ok; }
  StatusCode code() const { return code_; }
  /// Empty when ok. Otherwise one line, "where: what; remedy".
  const std::string& message() const { return message_; }

 private:
  StatusCode code_ = StatusCode::ok;
  std::string message_;
};

/// A value, or the Status that says why there is none.
template <class T>
using Result = tl::expected<T, Status>;

/// Makes the failed side of a Result: `return failure(StatusCode::io, "…");`
inline tl::unexpected<Status> failure(StatusCode code, std::string message) { return tl::unexpected<Status>(Status(code, std::move(message))); }

/// Hands a failed Status on as the failed side of a Result. REQUIRES: !status.ok().
inline tl::unexpected<Status> failure(Status status) { return tl::unexpected<Status>(std::move(status)); }

/// Receives warnings that do not stop the work (a replaced byte, a skipped field). Called from any thread that works on
/// the input in question, never after the call that it was given to returns.
class WarningSink {
 public:
  virtual ~WarningSink() = default;
  /// `where` names the place (file, file:line, document id), `what` is one line of text.
  virtual void warn(std::string_view where, std::string_view what) = 0;
};

}  // namespace entente
