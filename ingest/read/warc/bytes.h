#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include "ingest/read/gzip.h"

namespace entente::warc {

/// The bytes of a WARC file, unpacked if it is compressed, with the places in the file that they come from. Holds some 300 KiB of it.
class Bytes {
 public:
  /// `in` must outlive this. Reads nothing yet.
  explicit Bytes(std::istream& in);

  /// The next bytes: at least `wanted`, unless the file ends or is damaged before. Valid until the next call of anything.
  std::string_view ahead(std::size_t wanted);
  /// REQUIRES: ahead() gave as many.
  void skip(std::size_t size);

  /// Appends the next `size` bytes to `out`, if it is not null, and passes them. False where fewer are there: the file ends, is damaged, or a member
  /// of a compressed file ends and a record begins in the next. What is there is passed then, but nothing of an uncompressed file that ends before.
  bool take(std::uint64_t size, std::string* out);

  /// Goes to where a record seems to begin: behind damage of a compressed file at a member that begins with one, else behind the next blank line that
  /// "WARC/" follows. False where there is none.
  bool resynchronise();

  std::uint64_t offset() const;                        ///< in the file: of the next byte, or of the member that it is in
  std::string_view damage() const { return damage_; }  ///< why ahead() ends before the file does; empty for nothing
  std::uint64_t damage_offset() const { return damage_offset_; }
  bool failed() const { return in_.bad(); }  ///< the system refused to read on

 private:
  struct Member {
    std::uint64_t at;      // in what comes out
    std::uint64_t offset;  // in the file
  };

  void begin();
  bool fill();
  bool fill_from_members(std::size_t room);
  bool fill_from_file(std::size_t room);
  bool skip_in_file(std::uint64_t size);
  std::uint64_t to_member_end() const;

  std::istream& in_;
  bool begun_ = false;
  std::unique_ptr<GzipMembers> members_;  // null: the file is not compressed
  std::streamoff file_end_ = -1;          // of one that is not compressed and can be gone through; else -1
  std::string block_;
  std::size_t at_ = 0, end_ = 0;   // what is left of the block
  std::uint64_t passed_ = 0;       // bytes that came out before at_
  std::deque<Member> boundaries_;  // members that begin in the block; the first may begin before it
  bool ended_ = false;
  std::string damage_;
  std::uint64_t damage_offset_ = 0;
};

}  // namespace entente::warc
