#include "ingest/language/annotation.h"

#include <algorithm>
#include <array>

namespace entente {
namespace {

constexpr std::array<std::string_view, 17> kTags = {"ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN", "NUM",
                                                    "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};
static_assert(kTags.size() == static_cast<std::size_t>(Upos::x) + 1);

constexpr std::array<std::string_view, 37> kRelations = {
    "acl",   "advcl",  "advmod", "amod",      "appos",      "aux",       "case",  "cc",         "ccomp",    "clf",      "compound", "conj", "cop",
    "csubj", "dep",    "det",    "discourse", "dislocated", "expl",      "fixed", "flat",       "goeswith", "iobj",     "list",     "mark", "nmod",
    "nsubj", "nummod", "obj",    "obl",       "orphan",     "parataxis", "punct", "reparandum", "root",     "vocative", "xcomp"};
static_assert(kRelations.size() == static_cast<std::size_t>(Deprel::xcomp) + 1);

// A name that is none of the scheme's is "X" or "dep".
Upos to_tag(std::string_view name) {
  const auto at = std::ranges::find(kTags, name);
  return at == kTags.end() ? Upos::x : static_cast<Upos>(at - kTags.begin());
}

TreeWord to_relation(std::string_view name) {
  const auto colon = name.find(':');
  const auto at = std::ranges::find(kRelations, name.substr(0, colon));
  const auto subtype = colon == std::string_view::npos ? std::string_view() : name.substr(colon + 1);
  TreeWord word;
  word.relation = at == kRelations.end() ? Deprel::dep : static_cast<Deprel>(at - kRelations.begin());
  word.passive = subtype == "pass";
  word.agent = subtype == "agent";
  word.relative = subtype == "relcl";
  return word;
}

}  // namespace

std::string_view to_string(Upos tag) { return kTags[static_cast<std::size_t>(tag)]; }
std::string_view to_string(Deprel relation) { return kRelations[static_cast<std::size_t>(relation)]; }

Annotator::Annotator(std::shared_ptr<const SyntaxModel> model, const NameModel* names) : parser_(std::move(model)), name_model_(names) {
  for (const auto& name : parser_.model().tags()) tags_.push_back(to_tag(name));
  for (const auto& name : parser_.model().relations()) relations_.push_back(to_relation(name));
}

void Annotator::start(const Passage& passage, const Sentence& sentence) {
  if (passage_ == &passage && sentence_ == &sentence) return;
  passage_ = &passage;
  sentence_ = &sentence;
  tagged_ = named_ = parsed_ = false;
}

void Annotator::read_tags() {
  if (tagged_) return;
  const std::size_t count = sentence_->last - sentence_->first;
  words_.clear();
  for (auto i = sentence_->first; i < sentence_->last; ++i) words_.push_back(passage_->surface(passage_->tokens[i]));
  found_tags_.resize(count);
  parser_.tag(words_, found_tags_);
  tagged_ = true;
}

Upos Annotator::tag(std::uint32_t w) {
  read_tags();
  return tags_[found_tags_[w]];
}

const std::vector<NameSpan>& Annotator::names() {
  if (named_ || name_model_ == nullptr) return names_;
  read_tags();
  const auto set = name_model_->default_set();
  hints_.tags = found_tags_;
  hints_.odds.clear();
  if (set < parser_.model().name_sets().size()) {
    hints_.odds.resize(words_.size() * kNameLabels);
    parser_.names(set, hints_.odds);
  }
  name_model_->find(words_, set, &hints_, *name_scratch_, names_);
  named_ = true;
  return names_;
}

const SentenceTree& Annotator::tree() {
  if (parsed_) return tree_;
  read_tags();
  const std::size_t count = words_.size();
  found_relations_.resize(count);
  heads_.resize(count);
  parser_.parse(heads_, found_relations_);
  tree_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    tree_[i] = relations_[found_relations_[i]];
    tree_[i].tag = tags_[found_tags_[i]];
    tree_[i].head = heads_[i] == 0 ? TreeWord::kRoot : heads_[i] - 1;
  }
  parsed_ = true;
  return tree_;
}

}  // namespace entente
