#pragma once

#include <fstream>
#include <memory>
#include <string>

#include "graph/status.h"
#include "ingest/article.h"

namespace entente::cli {

/// Articles that failed, as JSON Lines that can be mended and read in again: what was read of them, and beside it `origin` and `error`. Of what could
/// not even be read there is nothing but these two.
class FailedFile {
 public:
  /// Writes `path` anew. Errors: Io.
  static Result<std::unique_ptr<FailedFile>> create(const std::string& path);

  /// `article` null: it could not be read.
  void add(const Article* article, const Status& status);
  /// Whether all could be written.
  Status finish();

 private:
  explicit FailedFile(std::string path) : path_(std::move(path)), out_(path_, std::ios::trunc) {}

  std::string path_;
  std::ofstream out_;
};

}  // namespace entente::cli
