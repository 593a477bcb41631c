#include "ingest/fetch/robots.h"

#include <string>

#include "tests/catch.h"

using namespace entente;

TEST_CASE("robots.txt says what may be fetched") {
  struct Row {
    const char* robots;
    const char* path;
    bool allowed;
  };
  const Row rows[] = {
      {"", "/a", true},
      {"User-agent: *\nDisallow: /", "/a", false},
      {"User-agent: *\nDisallow:", "/a", true},
      {"User-agent: *\nDisallow: /private", "/private/x", false},
      {"User-agent: *\nDisallow: /private", "/public", true},
      {"User-agent: other\nDisallow: /", "/a", true},
      // The group that names the program counts alone, wherever it stands.
      {"User-agent: *\nDisallow: /\n\nUser-agent: entente\nDisallow: /x", "/a", true},
      {"User-agent: entente/0.1\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/x/y", false},
      {"USER-AGENT: ENTENTE\ndisallow: /x", "/x", false},
      // Several names share the rules that follow; a group ends where a name follows rules.
      {"User-agent: other\nUser-agent: entente\nDisallow: /x", "/x", false},
      {"User-agent: entente\nDisallow: /x\nUser-agent: other\nDisallow: /y", "/y", true},
      {"User-agent: entente\nDisallow: /x\nUser-agent: other\nDisallow: /\nUser-agent: entente\nDisallow: /y", "/y", false},
      // The longest rule decides, a tie allows.
      {"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
      {"User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", false},
      {"User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
      // Stars and ends.
      {"User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", false},
      {"User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", true},
      {"User-agent: *\nDisallow: /*?print", "/x?print=1", false},
      {"User-agent: *\nDisallow: *", "/x", false},
      {"User-agent: *\nDisallow: /a*b*c", "/a1b2c3", false},
      {"User-agent: *\nDisallow: /a*b*c", "/a1c2b3", true},
      {"User-agent: *\nDisallow: /x$", "/x", false},
      {"User-agent: *\nDisallow: /x$", "/xy", true},
      // Comments, spaces, line ends, lines that are none.
      {"# all\r\nUser-agent: * # any\r\n  Disallow :  /x  # not this\r\n", "/x", false},
      {"nonsense\nUser-agent: *\nCrawl-delay: 10\nDisallow: /x\n\xFF\xFE", "/x", false},
      {"Disallow: /\n", "/a", true},
  };
  for (const Row& row : rows) {
    INFO(row.robots << " -> " << row.path);
    CHECK(Robots::parse(row.robots, "entente").allows(row.path) == row.allowed);
  }
}

TEST_CASE("a hostile robots.txt is read in no time") {
  std::string stars = "User-agent: *\nDisallow: /";
  for (int i = 0; i < 20'000; ++i) stars += "*a";
  CHECK(Robots::parse(stars + "b$", "entente").allows("/" + std::string(2'000, 'a')));
  std::string many = "User-agent: *\n";
  for (int i = 0; i < 100'000; ++i) many += "Disallow: /x\n";
  CHECK(Robots::parse(many, "entente").allows("/y"));
}
