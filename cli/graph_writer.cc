#include "cli/graph_writer.h"

#include <fmt/format.h>

#include <cstdio>

#include "cli/command.h"
#include "export/text.h"

namespace entente::cli {

void GraphWriter::keep(const std::string& id) {
  std::erase_if(batch_.mutations, [&](const Mutation& m) { return std::get<Contribution>(m).document.id == id; });
  std::erase(loading_, id);
  if (load_) load_->forget(id);
  acknowledge(id);
}

Status GraphWriter::end_batch() {
  if (way_ == Way::single) return apply_singly();
  if (way_ == Way::grouped || applied_ < kFew) return apply_together();
  return add_to_load();
}

Status GraphWriter::finish() {
  if (load_)
    if (Status status = end_load(); !status.ok()) return status;
  load_.reset();
  return store_.flush();
}

Status GraphWriter::apply_together() {
  if (batch_.mutations.empty()) return Status::success();
  auto applied = store_.apply(batch_);
  // Where the graph refuses the batch, its articles go in one by one, so that one bad article costs no other.
  if (!applied && applied.error().code() == StatusCode::invalid_input) return apply_singly();
  if (!applied) return applied.error();
  count(*applied);
  applied_ += batch_.mutations.size();
  for (const Mutation& mutation : batch_.mutations) acknowledge(std::get<Contribution>(mutation).document.id);
  batch_.mutations.clear();
  return Status::success();
}

Status GraphWriter::apply_singly() {
  for (const Mutation& mutation : batch_.mutations) {
    const auto one = store_.apply({{mutation}});
    if (one) {
      count(*one);
      acknowledge(std::get<Contribution>(mutation).document.id);
    } else if (one.error().code() == StatusCode::invalid_input) {
      refuse(one.error());
    } else {
      return one.error();
    }
  }
  applied_ += batch_.mutations.size();
  batch_.mutations.clear();
  return Status::success();
}

Status GraphWriter::add_to_load() {
  if (!load_) {
    auto load = store_.load(kLoadMemory);
    if (!load) return load.error();
    load_ = std::move(*load);
  }
  for (const Mutation& mutation : batch_.mutations) {
    const auto& contribution = std::get<Contribution>(mutation);
    const Status status = load_->add(contribution);
    if (status.code() == StatusCode::invalid_input)
      refuse(status);
    else if (!status.ok())
      return status;
    else if (list_)
      loading_.push_back(contribution.document.id);
  }
  batch_.mutations.clear();
  return load_->size() < kMany && load_->waiting() < kWaiting ? Status::success() : end_load();
}

Status GraphWriter::end_load() {
  const auto summary = load_->finish();
  // Two ids that share a key are found only when all are together, too late to leave out one article.
  if (!summary && summary.error().code() == StatusCode::invalid_input)
    return {StatusCode::invalid_input,
            fmt::format("{}; or read them in with --bulk off, which leaves out only that article", summary.error().message())};
  if (!summary) return summary.error();
  count(*summary);
  for (const std::string& id : loading_) acknowledge(id);
  loading_.clear();
  return Status::success();
}

void GraphWriter::refuse(const Status& status) {
  ++refused_;
  complain(status);
}

void GraphWriter::count(const ApplySummary& summary) {
  total_.added += summary.added;
  total_.replaced += summary.replaced;
  total_.unchanged += summary.unchanged;
}

void GraphWriter::acknowledge(const std::string& id) const {
  if (!list_) return;
  fmt::print("{}\n", clean_id(id));
  std::fflush(stdout);  // whoever reads it relies on it
}

}  // namespace entente::cli
