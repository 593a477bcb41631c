#pragma once

#include <map>
#include <optional>
#include <string>

#include "ingest/coded_event.h"

namespace entente {

/// An article as received: bytes already decoded to UTF-8, otherwise untouched. Made by a reader, never edited after. A row of event data is one too:
/// its text is the note that describes the event, and what the text says is coded already.
struct Article {
  std::string id;      ///< as given; empty where the input names none
  std::string title;   ///< as given; empty where the input names none
  std::string text;    ///< UTF-8, may hold any line ends and any normal form
  std::string date;    ///< of publication as given, ISO 8601; empty for unknown
  std::string source;  ///< outlet
  std::string url;
  std::string language;                           ///< ISO 639-1; empty: to be identified
  std::map<std::string, std::string> attributes;  ///< the input's other fields
  std::string origin;                             ///< the place it was read from, "file" or "file:line", for messages
  std::string path;                               ///< path as the user gave it, where the article is a whole file; else empty
  std::optional<CodedEvent> event;                ///< set: the text is not read for claims, this is the claim
};

}  // namespace entente
