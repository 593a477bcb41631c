#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "export/selection.h"

namespace entente {

/// An export as statements of RDF, once for all its notations. docs/formats.md says what they mean.

struct RdfResource;

/// What is said of a resource: another, or a literal.
struct RdfValue {
  enum class Kind : std::uint8_t {
    name,     ///< a resource by a prefix and a word: "entente:attacks"
    iri,      ///< a resource by its IRI, in ASCII and without what must be escaped
    text,     ///< valid UTF-8 without control characters, with `type` as its language, if it has one
    typed,    ///< a literal with `type` as the name of its type: "xsd:date"
    whole,    ///< an integer
    resource  ///< one without a name, which is said nowhere else
  };
  Kind kind = Kind::text;
  std::string text = {};
  std::string type = {};
  std::vector<RdfResource> resource = {};  ///< one, where it is that
};

/// What is said of one resource, by predicates, which are names. Predicates may come several times.
struct RdfResource {
  std::string iri;  ///< empty for a resource without a name
  std::vector<std::pair<std::string, RdfValue>> says = {};

  void name(std::string_view predicate, std::string_view value);
  void iri_of(std::string_view predicate, std::string value);
  /// Nothing where the text is empty. A language that is no tag is left out.
  void text(std::string_view predicate, std::string_view value, std::string_view language = {});
  void whole(std::string_view predicate, std::int64_t value);
  /// Nothing where it is no number.
  void real(std::string_view predicate, double value);
  void day(std::string_view predicate, Day day);
  void year(std::string_view predicate, int year);
  void flag(std::string_view predicate, bool value);
  void resource(std::string_view predicate, RdfResource value);
};

/// The prefixes of all names, with what they stand for.
struct RdfPrefix {
  std::string_view name, iri;
};
std::span<const RdfPrefix> rdf_prefixes();

/// `text` in an IRI: all bytes but letters, digits and -._~ of ASCII, and those in `kept`, are written %XX.
std::string percent_encode(std::string_view text, std::string_view kept = {});

/// All that an export says, one resource after the other: the vocabulary, nodes, edges, and with evidence each article before the first edge that
/// rests on it. Visitors return false to stop early. Memory: with evidence some 40 bytes an article. Errors: those of reading the snapshot.
Status for_each_rdf_resource(const Selection& selection, const std::function<bool(const RdfResource&)>& visit);

}  // namespace entente
