#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace entente {

/// Whether `head` begins like a gzip file (RFC 1952).
bool is_gzip(std::string_view head);

/// What the gzip file that begins with `head` holds at its beginning, at most `limit` bytes; empty where that cannot be told.
std::string gzip_beginning(std::string_view head, std::size_t limit);

/// The data of a gzip file, which is one compressed member or several, one after another, each with a checksum of its own (RFC 1952). A damaged
/// member can be passed over. Holds 256 KiB of the file.
class GzipMembers {
 public:
  /// `in`, at its byte `offset`, must outlive this. Reads nothing yet.
  explicit GzipMembers(std::istream& in, std::uint64_t offset = 0);
  ~GzipMembers();
  GzipMembers(const GzipMembers&) = delete;
  GzipMembers& operator=(const GzipMembers&) = delete;

  enum class Got : std::uint8_t {
    data,     ///< some bytes, at least one, all of one member
    end,      ///< of the file
    damaged,  ///< the member, as problem() says, also where its checksum or length is wrong; so again until resynchronise()
    failed,   ///< the system refused to read on
  };
  /// Sets `size` to the number of bytes written to `out`, 0 unless data. The checksum of a member is looked at when more is asked for than it has.
  /// REQUIRES: capacity > 0.
  Got read(char* out, std::size_t capacity, std::size_t& size);

  /// Goes to the next member that begins with `beginning`; false where there is none. For damaged members.
  bool resynchronise(std::string_view beginning);

  std::uint64_t member_offset() const { return member_offset_; }  ///< byte of the file where the member begins that read() gave from last
  std::uint64_t bytes_read() const { return offset_ + end_; }     ///< of the file
  const std::string& problem() const { return problem_; }         ///< of the damaged member: "damaged (incorrect data check)"
  bool is_foreign() const { return foreign_; }                    ///< the damaged member is none: something else follows the last one

 private:
  struct Inflate;

  bool fill();
  std::string_view ahead(std::size_t wanted);
  Got begin_member();
  Got damaged(std::string_view problem);

  std::istream& in_;
  std::vector<char> block_;
  std::size_t at_ = 0, end_ = 0;  // what is left of the block
  std::uint64_t offset_;          // of the block in the file
  std::uint64_t member_offset_ = 0;
  std::unique_ptr<Inflate> inflate_;
  bool in_member_ = false, any_member_ = false, ended_ = false, foreign_ = false;
  std::string problem_;  // empty: none
};

}  // namespace entente
