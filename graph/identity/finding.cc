#include "graph/identity/finding.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <string>

#include "graph/hash.h"
#include "graph/text/unicode.h"

namespace entente::identity {
namespace {

constexpr std::size_t kOffices = 16;  // looked at of each: the longest career in the gazetteer has a third of that

struct Office {
  std::string_view body, office;
};

Office office_of(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return {text, {}};
  return {text.substr(0, space), text.substr(space + 1)};
}

bool is_organ(std::string_view id) { return id.find('/') != std::string_view::npos; }

/// A state and its government are one employer.
bool same_body(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::string_view owner = owner_of(a);
  return !owner.empty() && owner == owner_of(b) && !is_organ(a) && !is_organ(b);
}

/// "foreign minister", "Foreign-Minister"
bool same_office(std::string_view a, std::string_view b) {
  const auto plain = [](std::string_view text) {
    std::string out = fold(text);
    std::ranges::replace(out, '-', ' ');
    return out;
  };
  return plain(a) == plain(b);
}

SharedOffice shared_office(const IdentityCandidate& a, const IdentityCandidate& b) {
  SharedOffice best;
  for (const std::string& first : std::span(a.offices).first(std::min(a.offices.size(), kOffices))) {
    for (const std::string& second : std::span(b.offices).first(std::min(b.offices.size(), kOffices))) {
      const Office x = office_of(first), y = office_of(second);
      if (x.body.empty() || !same_body(x.body, y.body)) continue;
      if (!x.office.empty() && same_office(x.office, y.office)) return {x.body, x.office};
      // That both are of a state is what their country says already.
      const std::string_view owner = is_organ(x.body) ? std::string_view() : owner_of(x.body);
      const bool said_already = !owner.empty() && owner == a.country && owner == b.country;
      if (!said_already && best.body.empty()) best.body = x.body;
    }
  }
  return best;
}

bool contains(const IdentityCandidate& whole, const IdentityCandidate& part) {
  if (part.id.size() > whole.id.size() && part.id.starts_with(whole.id) && part.id[whole.id.size()] == '/') return true;
  return std::ranges::any_of(part.offices, [&](const std::string& office) { return office_of(office).body == whole.id; });
}

std::size_t shared_count(std::span<const Key64> a, std::span<const Key64> b) {
  std::size_t shared = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) ++shared;
    const bool next_i = *i <= *j, next_j = *j <= *i;
    if (next_i) ++i;
    if (next_j) ++j;
  }
  return shared;
}

NameMatch best_match(const Entry& a, const Entry& b, Kind kind, const Vocabulary& vocabulary, std::size_t common) {
  NameMatch best;
  for (std::size_t i = 0; i < a.names.size(); ++i) {
    for (std::size_t j = 0; j < b.names.size(); ++j) {
      const Name &x = a.names[i], &y = b.names[j];
      // A part of a fuller name is compared only with the same name of one who is called nothing fuller, and a single word not even that:
      // "Kim" is no more like "Kim Jong Un" for having been said of him.
      const bool both_full = i < a.full && j < b.full, one_full = i < a.full || j < b.full;
      const bool single = kind == Kind::person && x.words.size() == 1;
      if (!both_full && (single || !one_full || !spelled_alike(x, y))) continue;
      NameMatch match = compare_names(x, y, kind, vocabulary, common);
      // An acronym that has a name beside it stands for that name.
      const bool x_explained = x.acronym && a.full > 1, y_explained = y.acronym && b.full > 1;
      const bool explained = match.way == Way::acronym ? x_explained || y_explained : x_explained && y_explained;
      if (kind != Kind::person && explained) match.score = std::min(match.score, kSharedAcronym);
      if (match.namesakes) return match;
      if (match.score > best.score) best = match;
    }
  }
  return best;
}

bool has_position(const IdentityCandidate& candidate) {
  return candidate.latitude && candidate.longitude && std::abs(*candidate.latitude) <= 90 && std::abs(*candidate.longitude) <= 180;
}

}  // namespace

bool forbidden(const Entry& a, const Entry& b) {
  if (a.candidate->id == b.candidate->id || (a.candidate->known && b.candidate->known)) return true;
  if (!a.wikidata.empty() && !b.wikidata.empty() && a.wikidata != b.wikidata) return true;
  if (a.candidate->id.starts_with("state:") && b.candidate->id.starts_with("state:")) return true;
  return !a.owner.empty() && !b.owner.empty() && a.owner != b.owner;
}

bool one_contains_other(const IdentityCandidate& a, const IdentityCandidate& b) { return contains(a, b) || contains(b, a); }

Finding compare_entries(const Entry& a, const Entry& b, const Vocabulary& vocabulary, std::size_t common) {
  const IdentityCandidate &left = *a.candidate, &right = *b.candidate;
  const Kind kind = a.kind == b.kind ? a.kind : Kind::body;
  Finding finding{.left = left, .right = right, .kind = kind, .name = best_match(a, b, kind, vocabulary, common)};
  finding.same_number = !a.wikidata.empty() && a.wikidata == b.wikidata;
  const bool both_of_a_country = !left.country.empty() && !right.country.empty();
  finding.same_country = both_of_a_country && left.country == right.country;
  finding.other_country = both_of_a_country && left.country != right.country;
  if (kind == Kind::place && has_position(left) && has_position(right))
    finding.kilometres = distance_in_kilometres(*left.latitude, *left.longitude, *right.latitude, *right.longitude);
  return finding;
}

void look_around(Finding& finding) {
  const IdentityCandidate &left = finding.left, &right = finding.right;
  finding.related = std::ranges::binary_search(left.neighbours, hash64(right.id)) || std::ranges::binary_search(right.neighbours, hash64(left.id));
  finding.office = shared_office(left, right);
  finding.shared = shared_count(left.neighbours, right.neighbours);
  finding.of_neighbours = std::min(left.neighbours.size(), right.neighbours.size());
}

double distance_in_kilometres(double latitude, double longitude, double other_latitude, double other_longitude) {
  constexpr double kRadius = 6371;  // of the earth, mean
  constexpr double kRadians = std::numbers::pi / 180;
  const double north = std::sin((other_latitude - latitude) * kRadians / 2), east = std::sin((other_longitude - longitude) * kRadians / 2);
  const double haversine = north * north + std::cos(latitude * kRadians) * std::cos(other_latitude * kRadians) * east * east;
  return 2 * kRadius * std::asin(std::sqrt(std::min(1.0, haversine)));
}

}  // namespace entente::identity
