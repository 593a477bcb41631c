#include "web/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace entente::web {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kBetweenChecks{3};

/// Names, sizes and times of the files that every write changes: the log, the list of table files and what names it.
std::string look_of(const std::filesystem::path& graph) {
  std::vector<std::string> lines;
  std::error_code error;
  for (std::filesystem::directory_iterator at(graph, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name != "CURRENT" && !name.starts_with("MANIFEST") && !name.ends_with(".log")) continue;
    std::error_code gone;
    const auto size = at->file_size(gone);
    const auto time = at->last_write_time(gone);
    lines.push_back(fmt::format("{} {} {}\n", name, size, time.time_since_epoch().count()));
  }
  std::ranges::sort(lines);
  std::string look;
  for (const std::string& line : lines) look += line;
  return look;
}

}  // namespace

Result<std::unique_ptr<Library>> Library::open(LibraryOptions options) {
  auto ontology = Ontology::load(options.data / "ontology.json");
  if (!ontology) return failure(ontology.error());
  std::unique_ptr<Library> library(new Library(std::move(options), std::move(*ontology)));
  if (Status status = library->look(); !status.ok()) return failure(std::move(status));
  return library;
}

const Result<ReferenceFacts>& Library::reference() const {
  std::call_once(reference_asked_, [this] { reference_ = ReferenceFacts::load(options_.data / "gazetteer", ontology_); });
  return reference_;
}

Status Library::look() {
  // Before it is opened: what is written meanwhile is then noticed at the next check.
  const std::string look = look_of(options_.graph);
  if (!options_.write || !store_) {
    StoreOptions how;
    how.read_only = !options_.write;
    auto store = Store::open(options_.graph, ontology_, how);
    if (!store) return store.error();
    store_ = std::move(*store);
  }
  auto moment = Moment::make(++number_, store_->snapshot());
  if (!moment) return moment.error();
  seen_ = look;
  checked_ = steady_clock::now();
  const std::lock_guard lock(mutex_);
  moment_ = std::move(*moment);
  return {};
}

std::shared_ptr<const Moment> Library::now() {
  const auto present = [this] {
    const std::lock_guard lock(mutex_);
    return moment_;
  };
  if (options_.write) return present();
  const std::unique_lock lock(looking_, std::try_to_lock);  // one looks, the others need not wait
  if (!lock || steady_clock::now() - checked_ < kBetweenChecks) return present();
  checked_ = steady_clock::now();
  if (!present()->settled()) return present();
  // A graph that cannot be opened now, because its files change under our hands, can be at the next check.
  if (look_of(options_.graph) != seen_) (void)look();
  return present();
}

Result<JudgementSummary> Library::judge(const std::vector<Judgement>& judgements,
                                        const std::vector<std::pair<std::uint64_t, Revocation>>& revocations) {
  if (!options_.write) return failure(StatusCode::unsupported, "the graph is served to read only; start 'entente serve --write' to judge");
  const std::lock_guard lock(judging_);
  auto summary = store_->judge(judgements, revocations);
  if (!summary) return summary;
  if (Status status = store_->flush(); !status.ok()) return failure(std::move(status));
  if (Status status = look(); !status.ok()) return failure(std::move(status));
  return summary;
}

}  // namespace entente::web
