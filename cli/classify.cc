#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/articles.h"
#include "cli/print.h"
#include "ingest/read/stream.h"

namespace entente::cli {
namespace {

using Json = nlohmann::ordered_json;

struct ClassifyFlags {
  std::vector<std::string> inputs;
  std::string language, format = "jsonl";
};

struct Pair {
  Json id = nullptr;
  Article article;
  Span source, target;
};

bool read_span(const Json& value, Span& span) {
  if (!value.is_array() || value.size() != 2 || !value[0].is_number_unsigned() || !value[1].is_number_unsigned()) return false;
  const auto begin = value[0].get<std::uint64_t>(), end = value[1].get<std::uint64_t>();
  if (begin >= end || end > UINT32_MAX) return false;
  span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  return true;
}

// One line; the text of an error names what is wrong.
std::string read_pair(const std::string& line, const std::string& language, Pair& pair) {
  const auto json = Json::parse(line, nullptr, false);
  if (!json.is_object()) return "is no JSON object; a line is {\"id\", \"text\", \"source_span\": [start, end], \"target_span\": [start, end]}";
  const auto text = json.find("text");
  if (text == json.end() || !text->is_string()) return "has no \"text\", a string";
  if (const auto id = json.find("id"); id != json.end()) pair.id = *id;
  pair.article.text = text->get<std::string>();
  pair.article.language = language;
  if (const auto lang = json.find("lang"); lang != json.end() && lang->is_string()) pair.article.language = lang->get<std::string>();
  for (const auto& [key, span] : {std::pair{"source_span", &pair.source}, std::pair{"target_span", &pair.target}}) {
    const auto at = json.find(key);
    if (at == json.end() || !read_span(*at, *span)) return fmt::format("has no \"{}\", [start, end) in code points of the text", key);
  }
  return {};
}

std::string answer(const Pair& pair, const PairRelation& relation) {
  Json line = {{"id", pair.id}, {"family", nullptr}, {"type", nullptr}, {"rule", nullptr}, {"score", 0}};
  if (relation.type != nullptr) {
    line["family"] = relation.type->family;
    line["type"] = relation.type->name;
    line["rule"] = relation.rule;
    line["score"] = std::round(static_cast<double>(relation.score) * 100) / 100;
  }
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// Answers each line of `in`; how many could not be.
std::uint64_t classify_lines(std::istream& in, const std::string& name, const ClassifyFlags& flags, Extractor::Worker& worker, Output& out) {
  Lines lines(in);
  std::string line;
  std::uint64_t failed = 0;
  const auto fail = [&](std::string_view what) {
    complain(fmt::format("{}:{}: {}", name, lines.number(), what));
    ++failed;
  };
  while (out) {
    const auto got = lines.next(line);
    if (got == Lines::Got::end) break;
    if (got == Lines::Got::failed) {
      fail("cannot be read further");
      break;
    }
    if (got == Lines::Got::too_long) {
      fail("the line is too long and was passed over");
      continue;
    }
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    Pair pair;
    if (const auto problem = read_pair(line, flags.language, pair); !problem.empty()) {
      fail(problem);
      continue;
    }
    const auto relation = worker.classify(pair.article, pair.source, pair.target);
    if (!relation) {
      fail(relation.error().message());
      continue;
    }
    out << answer(pair, *relation);
  }
  return failed;
}

}  // namespace

std::function<int()> define_classify(CLI::App& app, const Context& context) {
  auto flags = std::make_shared<ClassifyFlags>();
  app.add_option("inputs", flags->inputs, "JSON Lines files; '-' or none reads standard input")->type_name("FILE");
  app.add_option("--lang", flags->language, "Language of all texts (ISO 639-1); else each one's own, else by detection")->type_name("CODE");
  app.add_option("--format", flags->format, "Form of input and output")->check(CLI::IsMember({"jsonl"}));
  return [&context, flags] {
    const auto data = context.data_folder();
    if (!data) return complain(data.error());
    const auto extractor = Extractor::load(*data);
    if (!extractor) return complain(extractor.error());
    Extractor::Worker worker(**extractor);
    Output out;
    std::uint64_t failed = 0;
    if (flags->inputs.empty()) flags->inputs.emplace_back("-");
    for (const auto& input : flags->inputs) {
      if (input == "-") {
        failed += classify_lines(std::cin, "standard input", *flags, worker, out);
        continue;
      }
      std::ifstream file(input, std::ios::binary);
      if (!file) return complain(fmt::format("{}: cannot be opened; name a file of JSON Lines", input));
      failed += classify_lines(file, input, *flags, worker, out);
    }
    return out.finish(failed != 0 ? kPartly : kDone);
  };
}

}  // namespace entente::cli
