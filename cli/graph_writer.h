#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "graph/mutation.h"
#include "graph/store/store.h"

namespace entente::cli {

/// Puts what articles bring into the graph, a group of them at a time: each group is on disk when it is acknowledged.
class GraphWriter {
 public:
  /// How articles go in: those of a batch together, each by itself, or many as sorted files once there are many.
  enum class Way { grouped, single, bulk };

  /// `list`: print the id of each article once the graph has it. `store` must outlive it.
  GraphWriter(Store& store, Way way, bool list) : store_(store), way_(way), list_(list) {}

  void add(Contribution contribution) { batch_.mutations.emplace_back(std::move(contribution)); }

  /// Article `id` has come again as the graph holds it: what is pending of it is forgotten.
  void keep(const std::string& id);

  /// To be called after each batch: takes what was collected on its way.
  Status end_batch();

  /// Whether all that was added is in the graph, or was refused.
  bool settled() const { return batch_.mutations.empty() && (!load_ || (load_->size() == 0 && load_->waiting() == 0)); }

  /// To be called after the last batch. More may be added afterwards.
  Status finish();

  const ApplySummary& total() const { return total_; }
  /// Articles that the graph refused; each was complained of.
  std::uint64_t refused() const { return refused_; }

 private:
  static constexpr std::uint64_t kFew = 4096;    // articles: below, files of their own would only be small ones to be compacted later
  static constexpr std::uint64_t kMany = 16384;  // articles in one load: some 60 MB of files, a minute or less of extraction to lose
  static constexpr std::size_t kLoadMemory = std::size_t{64} << 20;  // enough for most of a load; the rest waits in files
  static constexpr std::uint64_t kWaiting = 1024;                    // of those that a load cannot take; some 20 MB

  Status apply_together();
  Status apply_singly();
  Status add_to_load();
  Status end_load();
  void refuse(const Status& status);
  void count(const ApplySummary& summary);
  void acknowledge(const std::string& id) const;

  Store& store_;
  Way way_;
  bool list_;
  MutationBatch batch_;
  std::uint64_t applied_ = 0, refused_ = 0;
  ApplySummary total_;
  std::unique_ptr<Load> load_;
  std::vector<std::string> loading_;
};

}  // namespace entente::cli
