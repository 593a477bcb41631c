#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "ingest/read/inputs.h"

namespace entente::cli {

/// How far an ingest of files has come, kept in a file beside the graph, so that one that was broken off can go on where it stopped. A file counts as
/// the same while its path, size and time of change are. A note that is lost or cut off costs only that articles are read again, which changes
/// nothing.
class IngestJournal {
 public:
  /// The file is `graph` with ".progress" after it. Reads nothing yet.
  explicit IngestJournal(const std::filesystem::path& graph);

  /// Takes from `inputs` those that the journal says are done, and lets the one that was broken off begin where it was. Returns how many were taken.
  std::size_t resume(std::vector<Input>& inputs);
  /// Forgets what an earlier run noted.
  void restart();

  /// Notes that everything that `source` gave by now is safe in the graph. Cheap enough to be called after each batch; never fails: a full disk costs
  /// only the note.
  void note(const ArticleSource& source);

  /// To be called when a run has come to its end: there is nothing to go on with.
  void remove();

 private:
  struct Mark {
    std::uint64_t size = 0;
    std::int64_t changed = 0;  ///< nanoseconds since 1970
    std::uint64_t given = 0;
    bool done = false;
  };
  void write(const std::string& path, std::uint64_t given, bool done);

  std::filesystem::path file_;
  std::ofstream out_;
  std::size_t noted_inputs_ = 0;
  std::uint64_t noted_given_ = 0;
};

}  // namespace entente::cli
