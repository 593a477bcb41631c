#include "ingest/read/unpack/piece.h"

#include <utility>

namespace entente {

Piece::Piece(std::unique_ptr<UnpackedData> data, Origin origin, PieceContext context)
    : data_(std::move(data)), stream_(data_.get()), origin_(std::move(origin)), context_(std::move(context)) {}

/// A reader only sees that its stream went bad; the data know why.
bool Piece::is_of_data(const Status& status) const { return status.code() == StatusCode::io && !data_->failure().ok(); }

Status Piece::open() {
  auto reader = context_.open(stream_, origin_, context_.format, context_.options, context_.warnings, context_.layer);
  if (!reader) return is_of_data(reader.error()) ? data_->failure() : reader.error();
  reader_ = std::move(*reader);
  return Status::success();
}

Result<std::optional<Article>> Piece::next() {
  while (!done_) {
    auto article = reader_->next();
    if (article && *article) return article;
    if (!article && !is_of_data(article.error())) return article;
    done_ = article.has_value();
    if (!data_->failure().ok() && !std::exchange(told_, true)) return failure(data_->failure());
  }
  return std::nullopt;
}

}  // namespace entente
