#pragma once

#include <optional>
#include <string>

#include "graph/model.h"

namespace entente {

/// One side of an event, as the data write it.
struct EventActor {
  std::string name;     ///< "RUSSIAN", "Military Forces of Russia (2000-)"
  std::string country;  ///< a code of three letters or an English name; empty for none
  std::string type;     ///< "GOV", "Rebel group"; empty for none
};

/// What event data say of two actors: a relation that others have read in a text and coded. The schemes are those of data/events.
struct CodedEvent {
  std::string code_scheme;   ///< of `code`: "cameo" or "acled"
  std::string actor_scheme;  ///< of the types and countries of actors: "cameo", "icews" or "acled"
  std::string code;          ///< "190"; a type and its sub-type with a slash between
  EventActor source, target;
  std::optional<Date> date;
  std::string place;                          ///< as the data write it, the smallest part first; empty for none
  std::string place_country;                  ///< as EventActor::country
  std::optional<double> latitude, longitude;  ///< of the place, degrees, WGS 84
  std::string extractor;                      ///< what claims of it are signed with: "gdelt/2"
  float confidence = 0;
};

}  // namespace entente
