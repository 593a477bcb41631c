// How well and how fast the nodes that may be one thing are found.
//
//   bench_identity recall       of the spellings in people.tsv, each a node of its own with no more than its country, those found for their person
//   bench_identity false        pairs of two different persons of people.tsv that are suggested
//   bench_identity time NODES   names put together at random from the words of people.tsv, so that words are as frequent as they are in news

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "graph/identity/suggest.h"
#include "graph/text/tsv.h"

namespace entente {
namespace {

constexpr double kWorthALook = 0.6;
constexpr TypeId kPerson = 5;
const std::filesystem::path kData = ENTENTE_SOURCE_DIR "/data";

/// A benchmark has nobody to hand a Status to.
template <class T>
T need(Result<T> result) {
  if (result) return std::move(*result);
  fmt::print(stderr, "bench_identity: {}\n", result.error().message());
  std::exit(2);
}

struct Person {
  std::string id, country;
  std::vector<std::string> names;
};

std::vector<Person> read_people() {
  static constexpr std::string_view kColumns[] = {"id", "name", "names", "short", "country"};
  const TsvTable table = need(TsvTable::load(kData / "gazetteer/people.tsv", kColumns));
  std::vector<Person> people;
  for (const auto& row : table.rows()) {
    Person person{fmt::format("person:{}", row.cells[0]), std::string(row.cells[4]), {std::string(row.cells[1])}};
    for (const std::string_view name : split_list(row.cells[2])) person.names.emplace_back(name);
    people.push_back(std::move(person));
  }
  return people;
}

IdentityCandidate candidate(std::string id, std::vector<std::string> names, std::string country) {
  IdentityCandidate out;
  out.id = std::move(id);
  out.type = kPerson;
  out.names = std::move(names);
  out.country = std::move(country);
  return out;
}

std::vector<IdentitySuggestion> suggest(const std::vector<IdentityCandidate>& candidates, double min_score) {
  const NameWords words = need(NameWords::load(kData / "identity"));
  return suggest_duplicates(
      candidates, words, [](TypeId, TypeId) { return true; }, min_score);
}

void measure_recall() {
  std::vector<IdentityCandidate> candidates;
  std::size_t spellings = 0;
  for (const Person& person : read_people()) {
    candidates.push_back(candidate(person.id, {person.names[0]}, person.country));
    for (std::size_t at = 1; at < person.names.size(); ++at, ++spellings)
      candidates.push_back(candidate(fmt::format("{}#{}", person.id, at), {person.names[at]}, person.country));
  }
  std::set<std::string> found;
  std::size_t wrong = 0;
  for (const auto& [a, b, score, reasons] : suggest(candidates, kWorthALook)) {
    if (a == b.substr(0, b.find('#'))) found.insert(b);
    if (a.substr(0, a.find('#')) != b.substr(0, b.find('#'))) ++wrong;
  }
  fmt::print("{} of {} spellings found ({:.1f}%), {} pairs of spellings of two persons\n", found.size(), spellings,
             100.0 * static_cast<double>(found.size()) / static_cast<double>(spellings), wrong);
}

void list_false() {
  std::vector<IdentityCandidate> candidates;
  for (Person& person : read_people()) candidates.push_back(candidate(person.id, std::move(person.names), person.country));
  for (const auto& [a, b, score, reasons] : suggest(candidates, kWorthALook)) fmt::print("{:.2f} {} {}: {}\n", score, a, b, fmt::join(reasons, "; "));
}

void measure_time(std::size_t count) {
  std::vector<std::vector<std::string>> names;
  std::vector<std::string> countries;
  for (Person& person : read_people()) {
    std::vector<std::string> parts;
    for (const std::string_view word : split_list(person.names[0], ' ')) parts.emplace_back(word);
    names.push_back(std::move(parts));
    countries.push_back(std::move(person.country));
  }
  std::mt19937 random(1);
  const auto any = [&](const auto& list) -> const auto& { return list[random() % list.size()]; };
  std::vector<IdentityCandidate> candidates;
  for (std::size_t i = 0; i < count; ++i) {
    std::string name = any(names).front() + " " + any(names).back(), fuller = name;
    if (i % 3 == 0) fuller = any(names).front() + " " + name;
    auto made = candidate(fmt::format("person:{}", i), {name, fuller}, any(countries));
    if (i % 2 == 0) made.offices = {fmt::format("state:{} foreign minister", made.country)};
    for (int n = 0; n < 10; ++n) made.neighbours.push_back(random() % count);
    std::ranges::sort(made.neighbours);
    candidates.push_back(std::move(made));
  }
  const auto peak = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
  };
  const double before = peak();
  const auto start = std::chrono::steady_clock::now();
  const std::size_t found = suggest(candidates, kWorthALook).size();
  fmt::print("{} candidates: {:.1f} s, {:.0f} MB, {} suggestions\n", count,
             std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), peak() - before, found);
}

}  // namespace
}  // namespace entente

int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  if (what == "recall") {
    entente::measure_recall();
  } else if (what == "false") {
    entente::list_false();
  } else if (what == "time" && argc > 2) {
    entente::measure_time(std::strtoull(argv[2], nullptr, 10));
  } else {
    fmt::print(stderr, "usage: bench_identity recall | false | time NODES\n");
    return 2;
  }
}
