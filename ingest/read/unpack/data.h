#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <streambuf>
#include <string>

#include "graph/status.h"
#include "ingest/read/gzip.h"
#include "ingest/read/unpack.h"
#include "ingest/read/unpack/archive.h"

namespace entente {

/// What comes out of something packed, as a stream. Where it cannot go on, the stream turns bad, and failure() says why.
class UnpackedData : public std::streambuf {
 public:
  UnpackedData(std::string name, std::shared_ptr<Unpacked> sums) : name_(std::move(name)), sums_(std::move(sums)) {}

  const Status& failure() const { return failure_; }

 protected:
  int_type underflow() final;

  /// Writes the next bytes to `out` and sets `size` to their number, 0 at the end.
  virtual Status fill(char* out, std::size_t capacity, std::size_t& size) = 0;

  const std::string& name() const { return name_; }
  Unpacked& sums() { return *sums_; }

 private:
  Status add(std::size_t size);

  std::string name_;
  std::shared_ptr<Unpacked> sums_;
  Status failure_;
  bool ended_ = false;
  std::array<char, 65536> block_;
};

/// Of a gzip file, by zlib: libarchive does not look at its checksums.
class GzipData final : public UnpackedData {
 public:
  /// `outermost`: the file is the input itself. `in` and `warnings` must outlive this.
  GzipData(std::istream& in, bool outermost, std::string name, std::shared_ptr<Unpacked> sums, WarningSink& warnings);

 private:
  Status fill(char* out, std::size_t capacity, std::size_t& size) override;

  GzipMembers members_;
  bool outermost_, any_ = false;
  WarningSink& warnings_;
};

/// Of a file that is compressed in another way.
class CompressedData final : public UnpackedData {
 public:
  /// As of GzipData.
  CompressedData(Packing packing, std::istream& in, bool outermost, std::string name, std::shared_ptr<Unpacked> sums);

 private:
  Status fill(char* out, std::size_t capacity, std::size_t& size) override;

  Archive archive_;
  bool begun_ = false;
};

/// Of the member of an archive that its next() went to last.
class MemberData final : public UnpackedData {
 public:
  /// `archive` must outlive this.
  MemberData(Archive& archive, std::string name, std::shared_ptr<Unpacked> sums)
      : UnpackedData(std::move(name), std::move(sums)), archive_(archive) {}

 private:
  Status fill(char* out, std::size_t capacity, std::size_t& size) override;

  Archive& archive_;
};

}  // namespace entente
