#include "ingest/read/unpack/piece.h"

#include <utility>

namespace entente {

Piece::Piece(std::unique_ptr<UnpackedData> data, Origin origin, PieceContext context)
    : data_(std::move(data)), stream_(data_.get()), origin_(std::move(origin)), context_(std::move(context)) {}

/// A reader only sees that its stream went bad; the data know why.
Status Piece::explained(Status status) {
  if (status.code() != StatusCode::io || data_->failure().ok() || std::exchange(told_, true)) return status;
  return data_->failure();
}

Status Piece::open() {
  auto reader = context_.open(stream_, origin_, context_.format, context_.options, context_.warnings, context_.layer);
  if (!reader) return explained(reader.error());
  reader_ = std::move(*reader);
  return Status::success();
}

Result<std::optional<Article>> Piece::next() {
  if (done_) return std::nullopt;
  auto article = reader_->next();
  if (!article) return failure(explained(article.error()));
  if (*article) return article;
  done_ = true;
  if (!data_->failure().ok() && !std::exchange(told_, true)) return failure(data_->failure());
  return std::nullopt;
}

}  // namespace entente
