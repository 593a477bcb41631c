#pragma once

#include <istream>
#include <memory>

#include "graph/status.h"
#include "ingest/read/reader.h"

namespace entente {

/// A reader of the articles in `in`, which must outlive it, as must `options` and `warnings`. What packs them, a compressed file or an archive, is
/// unpacked first, whatever its name (unpack.h); then `format` reads them, or where it is null, the format that the content looks like.
/// Takes the beginning of `in`. Errors: InvalidInput, Unsupported (the content is of no format that is read), Io, named after `origin`.
Result<std::unique_ptr<ArticleReader>> open_reader(std::istream& in, Origin origin, const InputFormat* format, const ReadOptions& options,
                                                   WarningSink& warnings);

}  // namespace entente
