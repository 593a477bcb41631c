// Kills a program that changes a graph, at random moments, and looks whether anything that it acknowledged is lost or anything is not sound.
//
//   crash_test [--kills N] [--seed S]
//
// A child process works on the graph by a list of steps that follows from the seed alone, and says on a pipe when it begins a step and when the
// step is acknowledged. The parent kills it, opens the graph, checks it, and compares the articles in it with the list: they must be those
// after the last acknowledged step, or those after the step that was under way (of a load, also those after its first half). So must the
// judgements be.

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "graph/store/store.h"
#include "tests/graph/articles.h"
#include "tests/soak/need.h"

namespace entente::test {
namespace {

namespace fs = std::filesystem;

enum class Kind { apply, load, judge, compact, backup, flush, repair };
constexpr const char* kNames[] = {"apply", "load", "judge", "compact", "backup", "flush", "repair"};

struct Step {
  Kind kind = Kind::apply;
  SyncMode sync = SyncMode::group;
  std::vector<Mutation> mutations;
  std::uint32_t dice = 0;  // of a judgement
};

/// Step `number` of the list, whatever came before.
Step step_of(std::uint32_t seed, std::uint64_t number) {
  RandomArticles articles(static_cast<std::uint32_t>(seed * 1000003u + number));
  Step step;
  const std::uint32_t dice = articles.below(100);
  step.kind = dice < 45   ? Kind::apply
              : dice < 60 ? Kind::load
              : dice < 75 ? Kind::judge
              : dice < 83 ? Kind::flush
              : dice < 90 ? Kind::compact
              : dice < 97 ? Kind::backup
                          : Kind::repair;
  step.sync = static_cast<SyncMode>(articles.below(3));
  step.dice = articles.below(1000);
  if (step.kind != Kind::apply && step.kind != Kind::load) return step;
  const std::uint32_t many = step.kind == Kind::load ? 60 : 1 + articles.below(20);
  for (std::uint32_t i = 0; i < many; ++i) {
    const std::string id = fmt::format("doc-{}", articles.below(300));
    if (step.kind == Kind::apply && articles.below(3) == 0) {
      step.mutations.emplace_back(Retraction{id});
    } else {
      Contribution article = articles.next(id);
      article.document.content_hash = number << 16 | i;
      step.mutations.emplace_back(std::move(article));
    }
  }
  return step;
}

/// Content hash of each article.
using State = std::map<std::string, std::uint64_t>;

void advance(State& state, const Step& step) {
  for (const Mutation& mutation : step.mutations) {
    if (const auto* contribution = std::get_if<Contribution>(&mutation))
      state[contribution->document.id] = contribution->document.content_hash;
    else
      state.erase(std::get<Retraction>(mutation).document);
  }
}

/// A load puts in most new articles at once, and then those that were there, came twice or repeat others.
bool is_half(const State& found, const State& before, const Step& load) {
  State first = before;  // each article that was not there as it came first
  for (const Mutation& mutation : load.mutations) {
    const DocumentRecord& document = std::get<Contribution>(mutation).document;
    first.emplace(document.id, document.content_hash);
  }
  const auto has = [](const State& state) {
    return [&state](const auto& article) {
      const auto known = state.find(article.first);
      return known != state.end() && known->second == article.second;
    };
  };
  return std::ranges::all_of(found, has(first)) && std::ranges::all_of(before, has(found));
}

/// How many judgements there are, and how many of them are revoked.
struct Judged {
  std::size_t made = 0, revoked = 0;
  friend bool operator==(const Judged&, const Judged&) = default;
};

Judged read_judged(const Store& store) {
  const auto identity = need(store.snapshot().identity());
  Judged judged{identity->judgements().size(), 0};
  for (const Judgement& one : identity->judgements()) judged.revoked += one.revoked ? 1 : 0;
  return judged;
}

/// Makes a judgement about two nodes, if they are there, or takes one back.
void judge(Store& store, std::uint32_t dice) {
  const auto identity = need(store.snapshot().identity());
  const auto& judgements = identity->judgements();
  if (dice % 3 == 0 && !judgements.empty()) {
    const Judgement& one = judgements[dice % judgements.size()];
    if (!one.revoked) need(store.judge({}, {{one.number, {"crash_test", "", 0}}}));
    return;
  }
  Judgement judgement;
  judgement.verdict = dice % 5 == 0 ? Verdict::not_same : Verdict::same;
  judgement.a = fmt::format("person:{}", dice % 6);
  judgement.b = fmt::format("person:{}", dice / 6 % 6);
  judgement.author = "crash_test";
  if (judgement.a != judgement.b && store.snapshot().node(judgement.a) && store.snapshot().node(judgement.b)) need(store.judge({judgement}));
}

std::unique_ptr<Store> open_store(const fs::path& graph, SyncMode sync) {
  StoreOptions options;
  options.create = true;
  options.sync = sync;
  return need(Store::open(graph, ontology(), options));
}

void take(const fs::path& work, const Step& step) {
  const fs::path graph = work / "graph";
  if (step.kind == Kind::repair) {
    need(Store::repair(graph, ontology()));
    return;
  }
  const auto store = open_store(graph, step.sync);
  switch (step.kind) {
    case Kind::apply: need(store->apply({step.mutations})); break;
    case Kind::load: {
      const auto load = need(store->load(std::size_t{1} << 16));  // so little memory that it spills
      for (const Mutation& mutation : step.mutations) need(load->add(std::get<Contribution>(mutation)));
      need(load->finish());
      break;
    }
    case Kind::judge: {
      judge(*store, step.dice);
      const Judged judged = read_judged(*store);
      fmt::print("judged {} {}\n", judged.made, judged.revoked);
      std::fflush(stdout);
      break;
    }
    case Kind::compact: need(store->compact()); break;
    case Kind::backup: need(store->backup(work / "backups")); break;
    case Kind::flush: need(store->flush()); break;
    case Kind::repair: break;
  }
}

[[noreturn]] void work_until_killed(const fs::path& work, std::uint32_t seed, std::uint64_t number) {
  for (;; ++number) {
    fmt::print("{} begins\n", number);
    std::fflush(stdout);
    take(work, step_of(seed, number));
    fmt::print("{} is done\n", number);
    std::fflush(stdout);
  }
}

/// The last step that a child began, and the last that it said was done.
struct Progress {
  std::optional<std::uint64_t> begun, done;
  std::optional<Judged> judged;
};

Progress run_and_kill(const fs::path& work, std::uint32_t seed, std::uint64_t first, std::chrono::microseconds life) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) fail("no pipe");
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    const std::string path = work.string(), seed_text = std::to_string(seed), first_text = std::to_string(first);
    execl("/proc/self/exe", "crash_test", "--child", path.c_str(), seed_text.c_str(), first_text.c_str(), nullptr);
    _exit(127);
  }
  close(ends[1]);
  std::FILE* said = fdopen(ends[0], "r");
  // The life of the child begins with its first word, so that starting it is not most of it.
  Progress progress;
  char line[64];
  std::thread killer;
  while (std::fgets(line, sizeof line, said) != nullptr) {
    if (!killer.joinable())
      killer = std::thread([&] {
        std::this_thread::sleep_for(life);
        kill(child, SIGKILL);
      });
    Judged judged;
    if (std::sscanf(line, "judged %zu %zu", &judged.made, &judged.revoked) == 2) {
      progress.judged = judged;
      continue;
    }
    const std::uint64_t number = std::strtoull(line, nullptr, 10);
    (std::string_view(line).find("begins") != std::string_view::npos ? progress.begun : progress.done) = number;
  }
  if (killer.joinable()) killer.join();
  std::fclose(said);
  int outcome = 0;
  waitpid(child, &outcome, 0);
  if (!WIFSIGNALED(outcome) || WTERMSIG(outcome) != SIGKILL) fail("the child ended by itself; its message is above");
  return progress;
}

State read_state(const Store& store) {
  State state;
  need(store.snapshot().for_each_document([&](const DocumentRecord& document) {
    state[document.id] = document.content_hash;
    return true;
  }));
  return state;
}

void check_sound(const Store& store, std::uint64_t kill, const char* what) {
  const CheckReport report = need(store.check());
  if (report.problem_count == 0) return;
  for (const std::string& problem : report.problems) fmt::print(stderr, "  {}\n", problem);
  fail(fmt::format("after kill {} {} is not sound", kill, what));
}

/// Every backup that is listed can be restored and is sound.
void check_backups(const fs::path& work, std::uint64_t kill) {
  const auto backups = Store::backups(work / "backups");
  if (!backups || backups->empty()) return;
  const fs::path restored = work / "restored";
  fs::remove_all(restored);
  need(Store::restore(work / "backups", 0, restored));
  check_sound(*open_store(restored, SyncMode::off), kill, "a restored backup");
  fs::remove_all(restored);
}

int run(std::uint64_t kills, std::uint32_t seed) {
  std::string pattern = (fs::temp_directory_path() / "entente-crash-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) fail("no temporary directory");
  const fs::path work = pattern;
  State state;
  Judged judged;
  std::uint64_t next = 0;
  std::map<std::string, std::uint64_t> killed_in;
  std::mt19937 random(seed);
  for (std::uint64_t kill = 1; kill <= kills; ++kill) {
    // Up to long enough for a few steps; a tenth of the time so short that the first is hit at its very beginning.
    const auto life = std::chrono::microseconds(random() % (random() % 10 == 0 ? 2000 : 500000));
    const Progress progress = run_and_kill(work, seed, next, life);
    if (!progress.begun) continue;
    if (progress.done)
      for (; next <= *progress.done; ++next) advance(state, step_of(seed, next));
    const bool under_way = progress.begun >= next;
    const Step current = step_of(seed, *progress.begun);
    ++killed_in[under_way ? kNames[static_cast<int>(current.kind)] : "between steps"];
    const fs::path graph = work / "graph";
    if (under_way && current.kind == Kind::repair) need(Store::repair(graph, ontology()));  // one that was broken off has to be ended
    const auto store = open_store(graph, SyncMode::group);
    check_sound(*store, kill, "the graph");
    const State found = read_state(*store);
    State after = state;
    if (under_way) advance(after, current);
    if (under_way && current.kind == Kind::load && found != after && is_half(found, state, current)) state = found;  // and the step is taken again
    if (found != state && found != after)
      fail(fmt::format("after kill {} (seed {}, step {}) articles are lost or half there", kill, seed, *progress.begun));
    if (progress.judged) judged = *progress.judged;
    const Judged found_judged = read_judged(*store);
    const bool one_more = found_judged.made + found_judged.revoked == judged.made + judged.revoked + 1 && found_judged.made >= judged.made;
    if (found_judged != judged && !(one_more && under_way && current.kind == Kind::judge))
      fail(fmt::format("after kill {} (seed {}, step {}) judgements are lost or half there", kill, seed, *progress.begun));
    judged = found_judged;
    if (found == after) {
      state = after;
      next = *progress.begun + 1;
    }
    if (under_way && current.kind == Kind::backup) check_backups(work, kill);
  }
  fs::remove_all(work);
  std::string where;
  for (const auto& [what, count] : killed_in) where += fmt::format("{}{} in {}", where.empty() ? "" : ", ", count, what);
  fmt::print("{} kills ({}), {} steps, {} articles and {} judgements at the end: nothing lost, always sound\n", kills, where, next, state.size(),
             judged.made);
  return 0;
}

int main(const std::vector<std::string>& arguments) {
  if (arguments.size() == 4 && arguments[0] == "--child")
    work_until_killed(arguments[1], static_cast<std::uint32_t>(std::stoul(arguments[2])), std::stoull(arguments[3]));
  std::uint64_t kills = 100, seed = 1;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    if (arguments[i] == "--kills") kills = std::stoull(arguments[i + 1]);
    if (arguments[i] == "--seed") seed = std::stoull(arguments[i + 1]);
  }
  return run(kills, static_cast<std::uint32_t>(seed));
}

}  // namespace
}  // namespace entente::test

int main(int count, char** values) { return entente::test::main({values + 1, values + count}); }
