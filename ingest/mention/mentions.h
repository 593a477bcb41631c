#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "ingest/document.h"
#include "ingest/language/annotation.h"
#include "ingest/language/language.h"
#include "ingest/mention/gazetteer.h"
#include "ingest/mention/roles.h"

namespace entente {

/// One thing that an article names, however often: a node in the making.
struct Entity {
  std::string id = {};
  Kind kind = Kind::state;
  std::string name = {};                  ///< display name
  std::string country = {};               ///< empty for none
  const GazetteerEntry* entry = nullptr;  ///< nullptr for what only the text names
  std::vector<NodeName> names = {};       ///< distinct strings met
  bool plural = false;                    ///< a set of people: "they" may stand for it
};

using EntityIndex = std::uint32_t;
inline constexpr EntityIndex kNoEntity = ~EntityIndex{0};

/// `phrase`: words that a caller gave, whatever they are.
enum class MentionForm : std::uint8_t { name, adjective, role, pronoun, nominal, phrase };

/// A span of tokens [first, last) that names or stands for an entity.
struct Mention {
  std::uint32_t sentence = 0;
  std::uint32_t first = 0, last = 0;
  EntityIndex entity = kNoEntity;
  std::vector<EntityIndex> others = {};  ///< of a set of several: "they", "both countries"; `entity` is its first
  MentionForm form = MentionForm::name;
  bool possessive = false;           ///< a possessive mark or clitic follows or is the mention itself
  bool locative = false;             ///< stands after a locative preposition
  bool seat = false;                 ///< a city or building that stands for who sits there: "Brussels", "the Kremlin"
  bool resolved_by_context = false;  ///< the text does not name it here: less certain
};

/// A relation that the shape of a name states: office + body + person, "Kursk, Rusia".
struct Structure {
  enum class Type : std::uint8_t { office, located_in };
  Type type = Type::office;
  std::uint32_t sentence = 0;
  EntityIndex source = kNoEntity, target = kNoEntity;
  std::uint32_t source_first = 0, source_last = 0, target_first = 0, target_last = 0;  ///< tokens
  std::uint32_t trigger_first = 0, trigger_last = 0;
  std::string office;  ///< slug
  bool former = false;
};

/// The mentions of one passage, in order, not overlapping.
struct PassageMentions {
  std::vector<Mention> mentions;
  std::vector<Structure> structures;
};

/// Everything that the mention stage finds in a document.
struct DocumentMentions {
  std::vector<Entity> entities;
  std::vector<PassageMentions> passages;  ///< parallel to Document::passages
};

/// The mentions that stand in one sentence. REQUIRES: `mentions` are in order of sentences, as a passage has them.
std::span<const Mention> mentions_in(const std::vector<Mention>& mentions, std::uint32_t sentence);

class PassageReader;
class EntityTable;

/// Finds the mentions of documents of one language.
/// Requires: passages. Assigns: mentions, entities. Safe from many threads: state lives in the call.
class MentionFinder {
 public:
  MentionFinder(const Gazetteer& gazetteer, const Language& language, const Roles& roles)
      : gazetteer_(gazetteer), language_(language), roles_(roles) {}

  DocumentMentions find(const Document& document, Annotator* annotator = nullptr) const;

 private:
  friend class MentionReader;
  const Gazetteer& gazetteer_;
  const Language& language_;
  const Roles& roles_;
};

/// Reads a document sentence by sentence, so that whoever reads on can do so while tags and names of the sentence are at hand. One thread.
class MentionReader {
 public:
  /// All must outlive it. `annotator` finds the names that no list knows; without it there are none but those that titles introduce.
  MentionReader(const MentionFinder& finder, const Document& document, Annotator* annotator);
  ~MentionReader();

  /// REQUIRES: sentences in order, passage by passage.
  void read(std::size_t passage, std::uint32_t sentence);
  DocumentMentions& mentions() { return mentions_; }

 private:
  DocumentMentions mentions_;
  std::unique_ptr<EntityTable> entities_;
  std::vector<std::unique_ptr<PassageReader>> passages_;
};

}  // namespace entente
