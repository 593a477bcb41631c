#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <vector>

#include "ingest/read/unpack.h"

struct archive;

namespace entente {

struct ArchiveMember {
  std::string name;  ///< valid UTF-8 without control characters; "?" stands for what was none
  bool folder = false;
  bool file = false;  ///< false: a folder, a link, a device
  bool encrypted = false;
};

/// An archive, or a file that is compressed in another way than by gzip, by libarchive.
class Archive {
 public:
  /// `in` must outlive this. What is read of it is counted in `sums`, if there are any. Reads nothing yet.
  Archive(Packing packing, std::istream& in, Unpacked* sums);
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  enum class Got : std::uint8_t {
    some,
    end,
    damaged,  ///< and the next member can be asked for
    broken,   ///< nothing more can be read, but for what reopen() finds
    failed,   ///< the input cannot be read on
  };
  /// The next member. damaged and broken: problem() says why.
  Got next(ArchiveMember& member);
  /// Bytes of the member; of a compressed file, which has one. Sets `size`, 0 unless some.
  Got read(char* out, std::size_t capacity, std::size_t& size);

  /// After broken: goes behind the last member that next() told of. False where that cannot be done: the input is a pipe, or damaged in a way that
  /// hides what follows.
  bool reopen();

  const std::string& problem() const { return problem_; }  ///< "is damaged (ZIP bad CRC)"

 private:
  struct Client;

  bool open();
  Got outcome(int result);

  Packing packing_;
  std::unique_ptr<Client> client_;
  std::unique_ptr<archive, int (*)(archive*)> archive_;
  std::uint64_t members_ = 0;  // that next() told of
  int reopened_ = 0;
  std::string problem_;
};

}  // namespace entente
