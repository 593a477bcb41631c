#pragma once

/// The nouns of the graph as plain values. Nothing here knows how they are stored or where they come from.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entente {

/// The fixed number of a node type or relation type in the ontology (`data/ontology.json`); it is the type in stored keys.
using TypeId = std::uint16_t;

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
using Day = std::int32_t;

enum class DatePrecision : std::uint8_t { day, week, month, year };

/// A date as a text gives it: `day` is the first day of the period that `precision` names.
struct Date {
  Day day = 0;
  DatePrecision precision = DatePrecision::day;

  friend bool operator==(const Date&, const Date&) = default;
};

/// Half-open range [begin, end). The unit is part of each use: the model counts Unicode code points of the stored text,
/// `ingest` counts bytes of UTF-8 until its link stage converts.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool empty() const { return begin >= end; }
  std::uint32_t size() const { return end - begin; }
  bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  bool overlaps(Span other) const { return begin < other.end && other.begin < end; }
  friend bool operator==(Span, Span) = default;
};

enum class Polarity : std::uint8_t { affirmed, negated };
enum class Modality : std::uint8_t { actual, planned, possible, demanded };
enum class Part : std::uint8_t { body, title };

/// Which way edges are followed from a node.
enum class Direction : std::uint8_t { out, in };

/// One bucket of an edge's aggregate. A negated claim counts as negated whatever its modality.
enum class ClaimStatus : std::uint8_t { actual, planned, possible, demanded, negated };
inline constexpr std::size_t kClaimStatusCount = 5;

/// A name as one text wrote it.
struct NodeName {
  std::string text;      ///< NFC UTF-8
  std::string language;  ///< ISO 639-1 code of the text that used it

  friend auto operator<=>(const NodeName&, const NodeName&) = default;
};

/// What one article says of one thing, typed by the ontology.
struct Node {
  std::string id;  ///< `<prefix>:<key>`, see the ontology; never empty
  TypeId type = 0;
  std::string name;                           ///< display name, English where one is known
  std::vector<NodeName> names;                ///< distinct strings met, in order of first mention
  std::string country;                        ///< ISO 3166-1 alpha-3 that it rolls up to; empty for none
  std::string wikidata;                       ///< Q-number; empty for unknown
  std::optional<double> latitude, longitude;  ///< degrees, WGS 84
  std::map<std::string, std::string> attributes;

  friend bool operator==(const Node&, const Node&) = default;
};

/// One link of the chain of who says so, nearest to the claim first.
struct Attribution {
  std::string node;  ///< id; empty where the speaker is no node
  std::string text;  ///< as the sentence has it
  Span span;         ///< code points

  friend bool operator==(const Attribution&, const Attribution&) = default;
};

/// Where a claim stands in its document and why it was read there. Spans count code points of the document's text
/// (of its title where part is title).
struct Evidence {
  std::string document;
  Part part = Part::body;
  std::uint32_t sentence = 0;  ///< index among the sentences of the part
  Span sentence_span, trigger_span, source_span, target_span;
  std::string rule;       ///< id of the rule that fired
  std::string extractor;  ///< name/version of what made the claim
  float confidence = 0;   ///< in [0, 1]; a store keeps four decimals

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// One relation that one sentence asserts, denies, plans or attributes to someone; never a fact by itself.
struct Claim {
  std::string source;
  TypeId type = 0;
  std::string target;
  Polarity polarity = Polarity::affirmed;
  Modality modality = Modality::actual;
  bool background = false;       ///< recalled by the article, not reported as new
  std::optional<Date> date;      ///< of the event; none where the text gives none
  std::string place, recipient;  ///< node ids; empty for none
  std::string instrument;        ///< as the text has it; empty for none
  std::string kind;              ///< of aid: military, economic, humanitarian, protection, asylum; empty for none
  std::vector<Attribution> attribution;
  Evidence evidence;

  friend bool operator==(const Claim&, const Claim&) = default;
};

/// The bucket that a claim is counted in.
inline ClaimStatus status_of(Polarity polarity, Modality modality) {
  return polarity == Polarity::negated ? ClaimStatus::negated : static_cast<ClaimStatus>(modality);
}
inline ClaimStatus status_of(const Claim& claim) { return status_of(claim.polarity, claim.modality); }

/// An article as the graph keeps it. `text` is the clean NFC text that every span points into.
struct DocumentRecord {
  std::string id;  ///< never empty
  std::string title, text;
  std::string language;     ///< ISO 639-1; empty for unknown
  std::optional<Day> date;  ///< of publication
  std::string source;       ///< outlet
  std::string url;
  std::map<std::string, std::string> attributes;  ///< what else the input carried
  /// Hash of all of the above and of the version of extractor and data that read it: equal means that nothing would change.
  std::uint64_t content_hash = 0;

  friend bool operator==(const DocumentRecord&, const DocumentRecord&) = default;
};

/// How a claim of `document` is dated for `--during` and for counters: the event's day, else the day of publication, else 0.
inline Day effective_day(const Claim& claim, const DocumentRecord& document) {
  if (claim.date) return claim.date->day;
  return document.date.value_or(0);
}

/// The aggregate of all claims with one (source, type, target). `count` is by ClaimStatus; the rest is over actual claims.
struct EdgeAggregate {
  std::uint32_t count[kClaimStatusCount] = {};
  std::uint32_t articles = 0;  ///< documents with at least one actual claim
  std::uint32_t reports = 0;   ///< independent ones of them: near-copies of one text count once
  Day first = 0, last = 0;     ///< 0 where no actual claim is dated: 1970-01-01 itself counts as undated
  float confidence = 0;        ///< highest

  std::uint32_t actual() const { return count[0]; }
  friend bool operator==(const EdgeAggregate&, const EdgeAggregate&) = default;
};

std::string_view to_string(Polarity);
std::string_view to_string(Modality);
std::string_view to_string(Part);
std::string_view to_string(DatePrecision);
std::string_view to_string(ClaimStatus);

/// The part of `text` that `span` covers, in code points; cut off at its end.
std::string_view slice(std::string_view text, Span span);
/// What the spans of `claim` count in: the article's text, or its title.
std::string_view part_text(const DocumentRecord& document, const Claim& claim);

/// "2024-11-05" for a Day. Years outside 0001..9999 do not occur: parse_day refuses them.
std::string format_day(Day day);
/// "2024-11-05T12:00:00Z" for seconds since 1970.
std::string format_time(std::int64_t seconds);
/// Reads "YYYY-MM-DD" (a longer ISO 8601 string may follow after 'T' or a space and is ignored); none where it is no date.
std::optional<Day> parse_day(std::string_view text);

}  // namespace entente
