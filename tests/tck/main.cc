#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "tests/tck/gherkin.h"
#include "tests/tck/scenario.h"

// entente_tck: runs the scenarios of the openCypher TCK below a folder against the query engine.

namespace entente::tck {
namespace {

constexpr std::string_view usage =
    "usage: entente_tck DIR [--list] [--known FILE] [--filter TEXT] [--verbose]\n"
    "  Runs the scenarios of every *.feature below DIR.\n"
    "  --list         names the scenarios and runs none\n"
    "  --known FILE   scenarios that fail and why: one a line, a tab, the reason; '#' begins a comment.\n"
    "                 Then all is well where exactly these fail.\n"
    "  --filter TEXT  only scenarios that have TEXT in their name\n"
    "  --verbose      names each scenario as it passes or fails\n"
    "exit code: 0 nothing failed that should not, 1 something did, 2 usage or unreadable files\n";

struct Arguments {
  std::filesystem::path features;
  std::optional<std::filesystem::path> known;
  std::string filter;
  bool list = false, verbose = false;
};

std::optional<Arguments> arguments_of(const std::vector<std::string>& words) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool has_value = i + 1 < words.size();
    if (words[i] == "--list") {
      arguments.list = true;
    } else if (words[i] == "--verbose") {
      arguments.verbose = true;
    } else if (words[i] == "--known" && has_value) {
      arguments.known = words[++i];
    } else if (words[i] == "--filter" && has_value) {
      arguments.filter = words[++i];
    } else if (arguments.features.empty() && !words[i].starts_with('-')) {
      arguments.features = words[i];
    } else {
      return std::nullopt;
    }
  }
  if (arguments.features.empty()) return std::nullopt;
  return arguments;
}

struct NamedScenario {
  std::string folder;  ///< as clauses/match
  std::string name;    ///< as clauses/match/Match1: [1] Match all nodes #2
  Scenario scenario;
};

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// All scenarios below `features`, by file. Errors: one line.
tl::expected<std::vector<NamedScenario>, std::string> read_scenarios(const std::filesystem::path& features) {
  std::vector<std::filesystem::path> files;
  std::error_code problem;
  for (std::filesystem::recursive_directory_iterator at(features, problem), end; !problem && at != end; at.increment(problem)) {
    if (at->path().extension() == ".feature") files.push_back(at->path());
  }
  if (problem) return tl::unexpected(features.string() + ": " + problem.message());
  if (files.empty()) return tl::unexpected(features.string() + ": there is no *.feature in or below it");
  std::sort(files.begin(), files.end());
  std::vector<NamedScenario> all;
  for (const std::filesystem::path& file : files) {
    auto scenarios = parse_feature(content(file));
    if (!scenarios) return tl::unexpected(file.string() + ", " + scenarios.error());
    const std::filesystem::path relative = file.lexically_relative(features);
    for (Scenario& scenario : *scenarios) {
      const std::string name = (relative.parent_path() / relative.stem()).generic_string() + ": " + scenario.name;
      all.push_back({relative.parent_path().generic_string(), name, std::move(scenario)});
    }
  }
  return all;
}

/// The names in a list of known failures. Errors: one line.
tl::expected<std::set<std::string>, std::string> read_known(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return tl::unexpected(file.string() + ": cannot be read");
  std::set<std::string> names;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    names.insert(line.substr(0, line.find('\t')));
  }
  return names;
}

struct Counts {
  std::size_t passed = 0, failed = 0;
};

struct Report {
  Counts all;
  std::map<std::string, Counts> folders;
  std::vector<std::pair<std::string, std::string>> failures;  // name, reason
};

Report run(const std::vector<NamedScenario>& scenarios, const Arguments& arguments) {
  Report report;
  for (const NamedScenario& one : scenarios) {
    const auto reason = why_fails(one.scenario, arguments.features);
    ++(reason ? report.all.failed : report.all.passed);
    Counts& folder = report.folders[one.folder];
    ++(reason ? folder.failed : folder.passed);
    if (reason) report.failures.emplace_back(one.name, *reason);
    if (arguments.verbose) std::cout << (reason ? "failed  " : "passed  ") << one.name << std::endl;
  }
  return report;
}

void print(const Report& report) {
  const std::size_t total = report.all.passed + report.all.failed;
  std::cout << "passed " << report.all.passed << ", failed " << report.all.failed << " of " << total << '\n';
  for (const auto& [folder, counts] : report.folders) {
    std::cout << "  " << folder << ": passed " << counts.passed << ", failed " << counts.failed << '\n';
  }
  for (const auto& [name, reason] : report.failures) std::cout << name << '\t' << reason << '\n';
}

/// Whether exactly the known scenarios failed, of those that ran; says what is different.
bool as_known(const Report& report, const std::vector<NamedScenario>& scenarios, const std::set<std::string>& known, bool filtered) {
  std::set<std::string> failed, ran;
  for (const auto& failure : report.failures) failed.insert(failure.first);
  for (const NamedScenario& one : scenarios) ran.insert(one.name);
  bool same = true;
  const auto differs = [&](std::string_view how, const std::string& name) {
    std::cout << how << name << '\n';
    same = false;
  };
  for (const std::string& name : failed) {
    if (!known.contains(name)) differs("fails and is not known to: ", name);
  }
  for (const std::string& name : known) {
    if (ran.contains(name) && !failed.contains(name)) differs("is known to fail and passes: ", name);
    if (!filtered && !ran.contains(name)) differs("is known to fail and is no scenario: ", name);
  }
  return same;
}

int main_of(const std::vector<std::string>& words) {
  const auto arguments = arguments_of(words);
  const auto complaint = [](std::string_view what) {
    std::cerr << what;
    return 2;
  };
  if (!arguments) return complaint(usage);
  auto scenarios = read_scenarios(arguments->features);
  if (!scenarios) return complaint(scenarios.error() + "\n");
  std::erase_if(*scenarios, [&](const NamedScenario& one) { return one.name.find(arguments->filter) == std::string::npos; });
  if (arguments->list) {
    for (const NamedScenario& one : *scenarios) std::cout << one.name << '\n';
    return 0;
  }
  std::set<std::string> known;
  if (arguments->known) {
    auto read = read_known(*arguments->known);
    if (!read) return complaint(read.error() + "\n");
    known = std::move(*read);
  }
  const Report report = run(*scenarios, *arguments);
  print(report);
  return as_known(report, *scenarios, known, !arguments->filter.empty()) ? 0 : 1;
}

}  // namespace
}  // namespace entente::tck

int main(int argc, char** argv) { return entente::tck::main_of(std::vector<std::string>(argv + 1, argv + argc)); }
