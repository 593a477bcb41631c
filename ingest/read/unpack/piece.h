#pragma once

#include <istream>
#include <memory>

#include "ingest/read/unpack.h"
#include "ingest/read/unpack/data.h"

namespace entente {

/// How what is unpacked is to be read.
struct PieceContext {
  const InputFormat* format;  ///< null: told from the content
  const ReadOptions& options;
  WarningSink& warnings;
  Layer layer;  ///< of what is unpacked
  OpenLayer open;
};

/// The articles in what was unpacked.
class Piece final : public ArticleReader {
 public:
  Piece(std::unique_ptr<UnpackedData> data, Origin origin, PieceContext context);

  /// Looks at its beginning. Errors: as of open_reader. To be called once, before next().
  Status open();
  Result<std::optional<Article>> next() override;

 private:
  bool is_of_data(const Status& status) const;

  std::unique_ptr<UnpackedData> data_;
  std::istream stream_;
  Origin origin_;
  PieceContext context_;
  std::unique_ptr<ArticleReader> reader_;
  bool done_ = false, told_ = false;  // told: why the data ended
};

}  // namespace entente
