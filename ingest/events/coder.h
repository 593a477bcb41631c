#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "graph/ontology.h"
#include "ingest/article.h"
#include "ingest/link/linker.h"
#include "ingest/mention/gazetteer.h"

namespace entente {

/// The tables that say what the codes of event data stand for: data/events. Immutable after load.
class EventTables {
 public:
  struct Code {
    std::string name;  ///< "use conventional military force"
    TypeId relation = 0;
    std::string kind;  ///< of aid
  };
  struct ActorType {
    std::string phrase;  ///< with {} for the country; empty where the actor's own name counts
    std::string kind;    ///< name of the node type of an actor whose name nothing knows
  };

  /// Errors: NotFound, InvalidInput with file, line and remedy.
  static Result<EventTables> load(const std::filesystem::path& folder, const Ontology& ontology);

  /// That of the longest beginning of `code` that is listed; nullptr for none.
  const Code* code(std::string_view scheme, std::string_view code) const;
  /// nullptr for none.
  const ActorType* actor_type(std::string_view scheme, std::string_view type) const;
  /// The English name of a country or region whose code is not that of ISO 3166-1; empty for none.
  std::string_view country(std::string_view scheme, std::string_view code) const;

 private:
  static std::string key(std::string_view scheme, std::string_view code) { return std::string(scheme) + '\t' + std::string(code); }
  std::map<std::string, Code, std::less<>> codes_;
  std::map<std::string, ActorType, std::less<>> actor_types_;
  std::map<std::string, std::string, std::less<>> countries_;
};

/// The article that is stored of an event without a note: its text becomes a line that says who did what to whom, by the data's own words and codes.
Article with_text(const EventTables& tables, Article article);

/// Turns coded events into claims. One thread.
class EventCoder {
 public:
  /// The node that an English phrase names whole, as a text would be read: "armed forces of Russia"; none where it names nothing known.
  using Reader = std::function<std::optional<Node>(std::string_view phrase)>;

  /// All must outlive it.
  EventCoder(const Ontology& ontology, const Gazetteer& gazetteer, const EventTables& tables, Reader read)
      : ontology_(ontology), gazetteer_(gazetteer), tables_(tables), read_(std::move(read)) {}

  /// What `event` says, with `document` as its source; Extraction::passed_over says why where it is nothing that the graph can hold: no second
  /// actor, an actor that is nobody in particular, a code without a relation.
  Extraction code(const CodedEvent& event, DocumentRecord document);

 private:
  std::optional<Node> actor(const CodedEvent& event, const EventActor& actor);
  std::optional<Node> coded_actor(const CodedEvent& event, const EventActor& actor);
  std::optional<Node> named_actor(const CodedEvent& event, const EventActor& actor);
  std::optional<Node> unknown_actor(const EventTables::ActorType* type, std::string_view name, const std::string& country) const;
  std::optional<Node> place(const CodedEvent& event);
  std::string country_name(std::string_view scheme, std::string_view country) const;
  std::string country_code(std::string_view scheme, std::string_view country);
  const std::optional<Node>& read(const std::string& phrase);

  const Ontology& ontology_;
  const Gazetteer& gazetteer_;
  const EventTables& tables_;
  Reader read_;
  std::unordered_map<std::string, std::optional<Node>> known_;  // by phrase: data of a day name few actors, each often
};

}  // namespace entente
