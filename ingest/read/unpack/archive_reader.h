#pragma once

#include <array>
#include <memory>
#include <string>

#include "ingest/read/unpack/archive.h"
#include "ingest/read/unpack/piece.h"

namespace entente {

/// The articles of the members of an archive, one member after another.
class ArchiveReader final : public ArticleReader {
 public:
  /// `outermost`: the archive is the input itself.
  ArchiveReader(Packing packing, std::istream& in, Origin origin, PieceContext context, bool outermost);

  Result<std::optional<Article>> next() override;

 private:
  enum class Skip { hidden, no_file, unknown };
  struct Skipped {
    std::size_t count = 0;
    std::string first;
  };

  Status next_member();
  Status open(const ArchiveMember& member);
  Status broken();
  Status refused(std::string_view what);
  void skip(Skip why, const std::string& name);
  void warn_of_skipped();

  Origin origin_;
  PieceContext context_;
  Archive archive_;
  std::unique_ptr<Piece> piece_;  // of the member that is read
  std::string last_;              // name of the last member
  std::array<Skipped, 3> skipped_;
  bool done_ = false, any_ = false, first_ = true, told_encrypted_ = false, in_damage_ = false;
};

}  // namespace entente
