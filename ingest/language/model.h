#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "graph/status.h"

namespace entente {

// A model file is one file a language: everything that was trained for it.
//
//   file     = header section* data
//   header   = magic[8]="ENTENTEM" version:u32 sections:u32 size:u64 checksum:u64 language[8] zero[24]      ; 64 bytes
//   section  = name[32] offset:u64 size:u64 checksum:u64 kind:u32 scale:f32                                 ; 64 bytes, sorted by name
//   data     = the bytes of each section, each at a multiple of 64, zeros between
//
// All numbers are little-endian. `size` is that of the whole file, `checksum` covers the section table, a section's checksum its bytes.
// Kind 0 is bytes as they are; kind 1 is companded weights: one signed byte q each, which stands for
// sign(q) * scale * (256^(|q|/127) - 1) / 255 (mu-law, mu = 255).

/// Version that this program writes, and the newest that it reads.
inline constexpr std::uint32_t kModelVersion = 1;

/// Weights of a section as they lie in the file. Views into the ModelFile, which must outlive it.
class CompandedWeights {
 public:
  CompandedWeights() = default;
  CompandedWeights(std::span<const std::int8_t> values, float scale);

  std::size_t size() const { return values_.size(); }
  float operator[](std::size_t i) const { return table_[static_cast<std::uint8_t>(values_[i])]; }
  /// The bytes, for a loop that looks them up in table() itself.
  std::span<const std::int8_t> values() const { return values_; }
  /// What each byte (as unsigned) stands for.
  const std::array<float, 256>& table() const { return table_; }

 private:
  std::span<const std::int8_t> values_;
  std::array<float, 256> table_{};
};

/// A model file, mapped into memory and never changed. Any number of threads may read it.
class ModelFile {
 public:
  /// Maps `path` and checks all of it. Errors: not_found; io; version (written by a newer entente); corruption (cut short or damaged);
  /// invalid_input (no model file, or one of another language than `language`, where that is not empty).
  static Result<std::shared_ptr<const ModelFile>> open(const std::filesystem::path& path, std::string_view language = {});
  ~ModelFile();
  ModelFile(const ModelFile&) = delete;
  ModelFile& operator=(const ModelFile&) = delete;

  const std::string& path() const { return path_; }
  std::string_view language() const { return language_; }
  std::uint64_t size() const { return size_; }
  /// Tells files of other contents apart.
  std::uint64_t checksum() const { return checksum_; }
  std::vector<std::string_view> sections() const;
  bool has(std::string_view name) const { return sections_.contains(name); }

  /// The bytes of section `name`, aligned to 64. Errors: corruption where there is none of this name, or it is of another kind.
  Result<std::span<const std::byte>> bytes(std::string_view name) const;
  Result<CompandedWeights> weights(std::string_view name) const;

  /// Section `name` as numbers of type T. Errors: as bytes(), and corruption where it is no whole number of them.
  template <class T>
  requires std::is_trivially_copyable_v<T> Result<std::span<const T>> array(std::string_view name)
  const {
    const auto raw = bytes(name);
    if (!raw) return failure(raw.error());
    if (raw->size() % sizeof(T) != 0) return damaged(name, "has a part of a number at its end");
    return std::span<const T>(reinterpret_cast<const T*>(raw->data()), raw->size() / sizeof(T));
  }
  /// As array(), with the number of elements checked: corruption where it is not `count`.
  template <class T>
  Result<std::span<const T>> array(std::string_view name, std::size_t count) const {
    auto all = array<T>(name);
    if (all && all->size() != count) return damaged(name, "is not of the size that the model names");
    return all;
  }
  Result<std::string_view> text(std::string_view name) const;

  /// The error for a section that a reader finds impossible, with the remedy.
  tl::unexpected<Status> damaged(std::string_view name, std::string_view what) const;

 private:
  friend class ModelWriter;
  struct Section {
    std::uint32_t kind = 0;
    float scale = 0;
    std::span<const std::byte> data;
  };
  ModelFile() = default;

  std::string path_, language_;
  const std::byte* begin_ = nullptr;
  std::uint64_t size_ = 0, checksum_ = 0;
  std::map<std::string, Section, std::less<>> sections_;
};

/// Collects the sections of a model and writes them. The same sections give the same bytes, in whatever order they were added.
class ModelWriter {
 public:
  explicit ModelWriter(std::string language) : language_(std::move(language)) {}

  // Each replaces a section of the same name. REQUIRES: 0 < name.size() < 32.
  void add_bytes(std::string name, std::span<const std::byte> data);
  void add_text(std::string name, std::string_view text) { add_bytes(std::move(name), std::as_bytes(std::span(text))); }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void add_array(const std::string& name, std::span<const T> values) { add_bytes(name, std::as_bytes(values)); }
  template <class T>
  void add_array(const std::string& name, const std::vector<T>& values) {
    add_array(name, std::span<const T>(values));
  }
  /// Weights, companded to a byte each; the largest sets the scale.
  void add_weights(std::string name, std::span<const float> weights);

  /// Takes over the sections of `model` whose name starts with `prefix` ("ner."), so that one part is trained anew without the others.
  void keep(const ModelFile& model, std::string_view prefix);

  /// Leaves out section `name` after all.
  void remove(std::string_view name);

  /// Size of the file that write() would make.
  std::uint64_t size() const;
  /// Writes beside `path` and renames, so that a reader sees the old file or the new one, never a part. Errors: io.
  Status write(const std::filesystem::path& path) const;

 private:
  struct Section {
    std::uint32_t kind = 0;
    float scale = 0;
    std::vector<std::byte> data;
  };
  std::string language_;
  std::map<std::string, Section, std::less<>> sections_;
};

}  // namespace entente
