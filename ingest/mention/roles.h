#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "graph/status.h"
#include "ingest/language/vocabulary.h"

namespace entente {

/// What kind of actor a role word makes of the body that it is tied to.
enum class RoleClass : std::uint8_t {
  office,       ///< one person who holds an office: "menteri luar negeri"
  officials,    ///< unnamed people who speak for the body: "officials"
  government,   ///< the executive, or an organ of it named by the slug: "foreign ministry"
  force,        ///< armed forces or police, or a branch of it named by the slug
  people,       ///< an unnamed population, crowd or private person
  rebels,       ///< unnamed armed opponents of a state
  members,      ///< the body itself: "member states of", "the government of" a bloc
  counterpart,  ///< who holds elsewhere the office that was named last: "his Iranian counterpart"
  none,         ///< no actor, though its words alone might be one: "military aid", "bantuan militer"
  weapon,       ///< things of a body that act for it: "jets", "drones"; stands for the body's forces
};

struct Role {
  RoleClass role_class = RoleClass::office;
  std::string slug;    ///< of the office, organ or branch; empty for the whole
  std::string phrase;  ///< as the data write it, for display names
  bool bare = false;   ///< may stand without a body, whose country the context then gives
};

/// What a nominal that stands for something named before may refer to (`anaphora.tsv`).
enum class Anaphor : std::uint8_t {
  person,
  plural,
  thing,
  state,
  own_state,
  body,
  group,
  ministry,
  force,
  place,
  two_states,
  three_states,
  two_persons,
  two_parties,
};

/// The role and anaphor phrases of one language. Immutable after load.
struct Roles {
  std::vector<Role> roles;
  PhraseTrie role_trie;
  std::vector<Anaphor> anaphors;
  PhraseTrie anaphor_trie;
};

/// Loads roles.tsv and anaphora.tsv of `folder`.
Result<Roles> load_roles(const std::filesystem::path& folder, Vocabulary& vocabulary);

}  // namespace entente
