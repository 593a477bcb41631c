#include "ingest/read/unpack/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <clocale>

#include "ingest/read/decode.h"
#include "ingest/read/stream.h"

namespace entente {
namespace {

// Each time the members before the damaged one are passed over again.
constexpr int kMostReopened = 100;
// The directory of a zip archive is held in memory, some three times as large as it is in the file. A larger archive is read without it.
constexpr std::int64_t kLargestWithDirectory = std::int64_t{256} << 20;

/// Names in archives are bytes of any encoding.
std::string as_name(std::string_view bytes) {
  auto name = printable(bytes);
  while (name.starts_with("./")) name.erase(0, 2);
  return name;
}

/// libarchive turns names into the encoding of the thread's locale, which in a program that sets none has ASCII only.
class Utf8Names {
 public:
  Utf8Names() : before_(locale() != nullptr ? uselocale(locale()) : nullptr) {}
  ~Utf8Names() {
    if (before_ != nullptr) uselocale(before_);
  }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  static locale_t locale() {
    static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return utf8;
  }
  locale_t before_;
};

std::string_view format_name(Packing packing) {
  switch (packing) {
    case Packing::zip: return "a zip archive";
    case Packing::tar: return "a tar archive";
    case Packing::bzip2: return "bzip2 data";
    case Packing::xz: return "xz data";
    case Packing::zstd: return "zstd data";
    case Packing::gzip: return "gzip data";
    case Packing::none: break;
  }
  return "packed";
}

}  // namespace

/// Hands the input to libarchive.
struct Archive::Client {
  std::istream& in;
  Unpacked* sums;
  std::streamoff begin = -1, end = -1;  // where the input can be gone through; else -1
  std::array<char, 65536> block{};

  Client(std::istream& input, Unpacked* counted) : in(input), sums(counted) {}

  bool can_seek() const { return end >= 0; }

  void measure() {
    auto& bytes = *in.rdbuf();
    begin = bytes.pubseekoff(0, std::ios::cur, std::ios::in);
    if (begin < 0) return;
    end = bytes.pubseekoff(0, std::ios::end, std::ios::in);
    if (bytes.pubseekpos(begin, std::ios::in) != std::streampos(begin) || end < begin) end = -1;
    if (sums != nullptr && can_seek()) sums->packed = static_cast<std::uint64_t>(end - begin);
  }

  static la_ssize_t read(archive* reader, void* data, const void** bytes) {
    auto& self = *static_cast<Client*>(data);
    const auto size = read_ready(self.in, self.block.data(), self.block.size());
    if (self.in.bad()) {
      archive_set_error(reader, EIO, "the input cannot be read");
      return -1;
    }
    *bytes = self.block.data();
    if (self.sums != nullptr && !self.can_seek()) self.sums->packed += size;
    return static_cast<la_ssize_t>(size);
  }

  static la_int64_t seek(archive*, void* data, la_int64_t offset, int whence) {
    auto& self = *static_cast<Client*>(data);
    self.in.clear();
    auto& bytes = *self.in.rdbuf();
    std::streamoff from = self.begin;
    if (whence == SEEK_CUR) from = bytes.pubseekoff(0, std::ios::cur, std::ios::in);
    if (whence == SEEK_END) from = self.end;
    std::streamoff to = 0;
    if (__builtin_add_overflow(from, offset, &to)) return ARCHIVE_FATAL;
    to = std::clamp(to, self.begin, self.end);
    const std::streamoff at = bytes.pubseekpos(to, std::ios::in);
    return at < 0 ? la_int64_t{ARCHIVE_FATAL} : la_int64_t{at - self.begin};
  }
};

Archive::Archive(Packing packing, std::istream& in, Unpacked* sums)
    : packing_(packing), client_(std::make_unique<Client>(in, sums)), archive_(nullptr, &archive_read_free) {}
Archive::~Archive() = default;

bool Archive::open() {
  const Utf8Names names;
  archive_.reset(archive_read_new());
  auto* reader = archive_.get();
  if (reader == nullptr) return false;
  if (client_->begin < 0) client_->measure();
  switch (packing_) {
    case Packing::zip: archive_read_support_format_zip(reader); break;
    case Packing::tar: archive_read_support_format_tar(reader); break;
    case Packing::bzip2: archive_read_support_filter_bzip2(reader); break;
    case Packing::xz: archive_read_support_filter_xz(reader); break;
    case Packing::zstd: archive_read_support_filter_zstd(reader); break;
    case Packing::gzip:
    case Packing::none: break;
  }
  if (packing_ != Packing::zip && packing_ != Packing::tar) archive_read_support_format_raw(reader);
  archive_read_support_format_empty(reader);
  archive_read_set_read_callback(reader, &Client::read);
  const bool directory = packing_ == Packing::zip && client_->can_seek() && client_->end - client_->begin <= kLargestWithDirectory;
  if (directory) archive_read_set_seek_callback(reader, &Client::seek);
  archive_read_set_callback_data(reader, client_.get());
  return archive_read_open1(reader) == ARCHIVE_OK;
}

Archive::Got Archive::outcome(int result) {
  if (result >= ARCHIVE_OK) return result == ARCHIVE_EOF ? Got::end : Got::some;
  const char* why = archive_error_string(archive_.get());
  problem_ = fmt::format("is damaged ({})", printable(why != nullptr ? why : "no reason is given"));
  if (client_->in.bad()) return Got::failed;
  return result == ARCHIVE_FATAL ? Got::broken : Got::damaged;
}

Archive::Got Archive::next(ArchiveMember& member) {
  if (!archive_ && !open()) {
    if (client_->in.bad()) return Got::failed;
    problem_ = fmt::format("is damaged: it begins like {}, and is none", format_name(packing_));
    return Got::broken;
  }
  const Utf8Names names;
  archive_entry* entry = nullptr;
  const int result = archive_read_next_header(archive_.get(), &entry);
  if (result != ARCHIVE_OK && result != ARCHIVE_WARN) return outcome(result);  // a warning is of times and owners
  ++members_;
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  member.name = as_name(name != nullptr ? name : "");
  const auto type = archive_entry_filetype(entry);
  member.folder = type == AE_IFDIR;
  member.file = (type == AE_IFREG || type == 0) && archive_entry_hardlink(entry) == nullptr;
  member.encrypted = archive_entry_is_encrypted(entry) != 0;
  return Got::some;
}

Archive::Got Archive::read(char* out, std::size_t capacity, std::size_t& size) {
  size = 0;
  const auto got = archive_read_data(archive_.get(), out, capacity);
  if (got > 0) size = static_cast<std::size_t>(got);
  if (got == 0) return Got::end;
  return outcome(static_cast<int>(std::min<la_ssize_t>(got, ARCHIVE_OK)));
}

bool Archive::reopen() {
  if (!client_->can_seek() || reopened_++ >= kMostReopened) return false;
  archive_.reset();
  client_->in.clear();
  if (client_->in.rdbuf()->pubseekpos(client_->begin, std::ios::in) != std::streampos(client_->begin) || !open()) return false;
  archive_entry* entry = nullptr;
  for (std::uint64_t i = 0; i < members_; ++i)
    if (const int result = archive_read_next_header(archive_.get(), &entry); result != ARCHIVE_OK && result != ARCHIVE_WARN) return false;
  return true;
}

}  // namespace entente
