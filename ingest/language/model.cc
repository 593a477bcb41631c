#include "ingest/language/model.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <cmath>

namespace entente {
namespace {

static_assert(std::endian::native == std::endian::little, "model files are read in place, so the machine must be little-endian");

constexpr std::array<char, 8> kMagic = {'E', 'N', 'T', 'E', 'N', 'T', 'E', 'M'};
constexpr std::uint64_t kAlignment = 64;
constexpr std::uint32_t kBytes = 0, kCompanded = 1;
// 255 spreads the bytes as telephony does: half of them stand for weights below a sixteenth of the largest.
constexpr double kMu = 255;

struct Header {
  std::array<char, 8> magic;
  std::uint32_t version, sections;
  std::uint64_t size, checksum;
  std::array<char, 8> language;
  std::array<char, 24> zero;
};
static_assert(sizeof(Header) == 64);

struct Entry {
  std::array<char, 32> name;
  std::uint64_t offset, size, checksum;
  std::uint32_t kind;
  float scale;
};
static_assert(sizeof(Entry) == 64);

// Four lanes of multiply and rotate over words: as fast as memory, and any changed bit changes the sum.
std::uint64_t sum_of(std::span<const std::byte> data) {
  std::array<std::uint64_t, 4> lanes = {1, 2, 3, 4};
  const auto mix = [](std::uint64_t state, std::uint64_t word) { return std::rotl(state ^ word, 29) * 0x9E3779B97F4A7C15ULL; };
  std::size_t at = 0;
  for (; at + 32 <= data.size(); at += 32) {
    std::array<std::uint64_t, 4> words;
    std::memcpy(words.data(), data.data() + at, 32);
    for (std::size_t i = 0; i < 4; ++i) lanes[i] = mix(lanes[i], words[i]);
  }
  std::uint64_t sum = data.size();
  for (; at < data.size(); ++at) sum = mix(sum, static_cast<std::uint64_t>(data[at]));
  for (const auto lane : lanes) sum = mix(sum, lane);
  return sum ^ sum >> 31;
}

template <std::size_t N>
std::string_view name_of(const std::array<char, N>& field) {
  return {field.data(), strnlen(field.data(), N)};
}

template <std::size_t N>
std::array<char, N> name_field(std::string_view name) {
  std::array<char, N> field{};
  std::memcpy(field.data(), name.data(), std::min(name.size(), N - 1));
  return field;
}

std::uint64_t aligned(std::uint64_t offset) { return (offset + kAlignment - 1) / kAlignment * kAlignment; }

constexpr std::string_view kRemedy = "; install it again or rebuild it with 'entente train'";

}  // namespace

CompandedWeights::CompandedWeights(std::span<const std::int8_t> values, float scale) : values_(values) {
  for (int q = -128; q < 128; ++q) {
    const double size = (std::pow(1 + kMu, std::abs(q) / 127.0) - 1) / kMu * static_cast<double>(scale);
    table_[static_cast<std::uint8_t>(q)] = static_cast<float>(q < 0 ? -size : size);
  }
}

Result<std::shared_ptr<const ModelFile>> ModelFile::open(const std::filesystem::path& path, std::string_view language) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    const int error = errno;
    if (error == ENOENT) return failure(StatusCode::not_found, fmt::format("{}: no such model{}", path.string(), kRemedy));
    return failure(StatusCode::io, fmt::format("{}: {}", path.string(), std::strerror(error)));
  }
  struct stat about {};
  const bool known = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode);
  const auto size = known ? static_cast<std::uint64_t>(about.st_size) : 0;
  void* mapped = size == 0 ? MAP_FAILED : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  ::close(file);
  if (mapped == MAP_FAILED)
    return failure(StatusCode::invalid_input, fmt::format("{}: is empty or cannot be mapped into memory{}", path.string(), kRemedy));

  std::shared_ptr<ModelFile> model(new ModelFile);
  model->path_ = path.string();
  model->begin_ = static_cast<const std::byte*>(mapped);
  model->size_ = size;

  Header header{};
  if (size >= sizeof(header)) std::memcpy(&header, model->begin_, sizeof(header));
  if (header.magic != kMagic) return failure(StatusCode::invalid_input, fmt::format("{}: is no model of entente", path.string()));
  if (header.version == 0 || header.version > kModelVersion)
    return failure(StatusCode::version, fmt::format("{}: is written in version {} of the model format, this program reads up to {}; update entente",
                                                    path.string(), header.version, kModelVersion));
  if (header.size != size)
    return failure(StatusCode::corruption, fmt::format("{}: has {} bytes and should have {}{}", path.string(), size, header.size, kRemedy));
  const auto table_size = std::uint64_t{header.sections} * sizeof(Entry);
  if (table_size > size - sizeof(header) || header.checksum != sum_of({model->begin_ + sizeof(header), table_size}))
    return failure(StatusCode::corruption, fmt::format("{}: its table of sections is damaged{}", path.string(), kRemedy));
  model->checksum_ = header.checksum;
  model->language_ = name_of(header.language);
  if (!language.empty() && model->language_ != language)
    return failure(StatusCode::invalid_input, fmt::format("{}: is a model for '{}', not for '{}'", path.string(), model->language_, language));

  for (std::uint32_t i = 0; i < header.sections; ++i) {
    Entry entry;
    std::memcpy(&entry, model->begin_ + sizeof(header) + i * sizeof(entry), sizeof(entry));
    const auto name = name_of(entry.name);
    if (entry.offset % kAlignment != 0 || entry.offset > size || entry.size > size - entry.offset)
      return model->damaged(name, "lies outside of the file");
    const std::span data(model->begin_ + entry.offset, entry.size);
    if (sum_of(data) != entry.checksum) return model->damaged(name, "is damaged");
    model->sections_.emplace(name, Section{entry.kind, entry.scale, data});
  }
  return model;
}

ModelFile::~ModelFile() {
  if (begin_ != nullptr) ::munmap(const_cast<std::byte*>(begin_), size_);
}

std::vector<std::string_view> ModelFile::sections() const {
  std::vector<std::string_view> names;
  for (const auto& [name, section] : sections_) names.push_back(name);
  return names;
}

Result<std::span<const std::byte>> ModelFile::bytes(std::string_view name) const {
  const auto at = sections_.find(name);
  if (at == sections_.end()) return damaged(name, "is missing");
  if (at->second.kind != kBytes) return damaged(name, "is of another kind than expected");
  return at->second.data;
}

Result<CompandedWeights> ModelFile::weights(std::string_view name) const {
  const auto at = sections_.find(name);
  if (at == sections_.end()) return damaged(name, "is missing");
  if (at->second.kind != kCompanded) return damaged(name, "is of another kind than expected");
  const auto& data = at->second.data;
  return CompandedWeights({reinterpret_cast<const std::int8_t*>(data.data()), data.size()}, at->second.scale);
}

Result<std::string_view> ModelFile::text(std::string_view name) const {
  const auto raw = bytes(name);
  if (!raw) return failure(raw.error());
  return std::string_view(reinterpret_cast<const char*>(raw->data()), raw->size());
}

tl::unexpected<Status> ModelFile::damaged(std::string_view name, std::string_view what) const {
  return failure(StatusCode::corruption, fmt::format("{}: section '{}' {}{}", path_, name, what, kRemedy));
}

void ModelWriter::add_bytes(std::string name, std::span<const std::byte> data) {
  sections_.insert_or_assign(std::move(name), Section{kBytes, 0, {data.begin(), data.end()}});
}

void ModelWriter::add_weights(std::string name, std::span<const float> weights) {
  float largest = 0;
  for (const float w : weights) largest = std::max(largest, std::fabs(w));
  Section section{kCompanded, largest, std::vector<std::byte>(weights.size())};
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double size = largest > 0 ? static_cast<double>(std::fabs(weights[i]) / largest) : 0;
    const auto q = static_cast<int>(std::lround(127 * std::log1p(kMu * size) / std::log1p(kMu)));
    section.data[i] = static_cast<std::byte>(static_cast<std::int8_t>(weights[i] < 0 ? -q : q));
  }
  sections_.insert_or_assign(std::move(name), std::move(section));
}

void ModelWriter::keep(const ModelFile& model, std::string_view prefix) {
  for (const auto& [name, section] : model.sections_)
    if (name.starts_with(prefix)) sections_.insert_or_assign(name, Section{section.kind, section.scale, {section.data.begin(), section.data.end()}});
}

void ModelWriter::remove(std::string_view name) {
  if (const auto at = sections_.find(name); at != sections_.end()) sections_.erase(at);
}

std::uint64_t ModelWriter::size() const {
  auto size = aligned(sizeof(Header) + sections_.size() * sizeof(Entry));
  for (const auto& [name, section] : sections_) size = aligned(size + section.data.size());
  return size;
}

Status ModelWriter::write(const std::filesystem::path& path) const {
  std::vector<std::byte> file(size());
  std::vector<Entry> table;
  auto at = aligned(sizeof(Header) + sections_.size() * sizeof(Entry));
  for (const auto& [name, section] : sections_) {
    table.push_back({name_field<32>(name), at, section.data.size(), sum_of(section.data), section.kind, section.scale});
    if (!section.data.empty()) std::memcpy(file.data() + at, section.data.data(), section.data.size());
    at = aligned(at + section.data.size());
  }
  const Header header{
      kMagic, kModelVersion, static_cast<std::uint32_t>(table.size()), file.size(), sum_of(std::as_bytes(std::span(table))), name_field<8>(language_),
      {}};
  std::memcpy(file.data(), &header, sizeof(header));
  if (!table.empty()) std::memcpy(file.data() + sizeof(header), table.data(), table.size() * sizeof(Entry));

  const auto fail = [&](const std::filesystem::path& where, int error) {
    return Status(StatusCode::io, fmt::format("{}: {}", where.string(), std::strerror(error)));
  };
  auto beside = path;
  beside += fmt::format(".{}.new", ::getpid());
  const int out = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (out < 0) return fail(beside, errno);
  int error = 0;
  for (std::size_t done = 0; done < file.size() && error == 0;) {
    const auto wrote = ::write(out, file.data() + done, file.size() - done);
    if (wrote >= 0)
      done += static_cast<std::size_t>(wrote);
    else if (errno != EINTR)
      error = errno;
  }
  if (error == 0 && ::fsync(out) != 0) error = errno;
  if (::close(out) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(beside.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return Status::success();
  ::unlink(beside.c_str());
  return fail(path, error);
}

}  // namespace entente
