#include "graph/text/near.h"

#include "tests/catch.h"

namespace entente {
namespace {

TEST_CASE("slips are letters that are wrong, missing, too many or swapped") {
  struct Row {
    std::string_view word, meant;
    std::size_t count;
  };
  const Row rows[] = {{"", "", 0},           {"", "abc", 3},       {"abc", "", 3},          {"match", "match", 0},
                      {"mtach", "match", 1}, {"mach", "match", 1}, {"maatch", "match", 1},  {"catch", "match", 1},
                      {"sttae", "state", 1}, {"ca", "abc", 3},     {"kitten", "sitting", 3}};
  for (const Row& row : rows) {
    INFO(row.word << " for " << row.meant);
    CHECK(slips(row.word, row.meant) == row.count);
    CHECK(slips(row.meant, row.word) == row.count);
  }
}

TEST_CASE("a near word is found whatever its case, and none where none is meant") {
  const std::string_view words[] = {"MATCH", "RETURN", "State", "AS", "deploys_to"};
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"mtach", "MATCH"}, {"retrun", "RETURN"}, {"REUTRN", "RETURN"}, {"Statte", "State"}, {"deploy_to", "deploys_to"},
      {"match", ""},      {"as", ""},           {"sa", ""},           {"xyz", ""},         {"", ""}};
  for (const auto& [word, near] : rows) {
    INFO(word);
    CHECK(near_word(word, words) == near);
  }
  CHECK(near_word(std::string(1000, 'm'), words).empty());
}

}  // namespace
}  // namespace entente
