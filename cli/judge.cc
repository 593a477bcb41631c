#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/print.h"
#include "cli/resolve.h"
#include "cli/user.h"
#include "export/evidence.h"
#include "export/text.h"

/// What people judge: who is who, and whether articles say what claims have them say. merge, split, notsame, reject, confirm, undo, judgements.

namespace entente::cli {
namespace {

/// Who judges and why.
struct Judge {
  std::string author, reason;
};

std::shared_ptr<Judge> add_judge(CLI::App& app, bool reason_required) {
  auto judge = std::make_shared<Judge>();
  judge->author = user_name();
  app.add_option("--author", judge->author, "Who judges; else ENTENTE_AUTHOR, else the name of the user")->type_name("NAME");
  auto* reason = app.add_option("--reason", judge->reason, "Why, for whoever reads it later")->type_name("TEXT");
  if (reason_required)
    reason->required()->check([](const std::string& text) { return text.find_first_not_of(" \t\r\n") == text.npos ? "say why" : std::string(); });
  return judge;
}

Judgement make(Verdict verdict, std::string a, std::string b, const Judge& judge) {
  Judgement judgement;
  judgement.verdict = verdict;
  judgement.a = std::move(a);
  judgement.b = std::move(b);
  judgement.author = judge.author;
  judgement.reason = judge.reason;
  judgement.time = now();
  return judgement;
}

/// The id that `argument` is, whatever stands for it, or else that of the node it names.
Result<std::string> resolve_id(const Context& context, const Ontology& ontology, const Snapshot& snapshot, const std::string& argument) {
  const auto exact = snapshot.node(argument);
  if (exact) return argument;
  if (exact.error().code() != StatusCode::not_found) return failure(exact.error());
  return resolve_node(context, ontology, snapshot, argument);
}

/// The same where it matters which of several ids is meant: a name of a node that stands for several does not tell. Errors: Ambiguous, too.
Result<std::string> resolve_one_id(const Context& context, const Ontology& ontology, const Snapshot& snapshot, const std::string& argument) {
  auto id = resolve_id(context, ontology, snapshot, argument);
  if (!id || *id == argument) return id;
  const auto node = snapshot.node(*id);
  if (!node) return failure(node.error());
  if (node->ids.empty()) return id;
  std::string ids;
  for (const std::string& one : node->ids) ids += (ids.empty() ? "" : ", ") + clean_id(one);
  return failure(StatusCode::ambiguous,
                 fmt::format("'{}' names what stands for several ids; give the one that you mean: {}", one_line(argument), ids));
}

/// "11, 12 and 15".
std::string numbers_text(const std::vector<std::uint64_t>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size(); ++i) text += fmt::format("{}{}", i == 0 ? "" : i + 1 == numbers.size() ? " and " : ", ", numbers[i]);
  return text;
}

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::same: return "same";
    case Verdict::not_same: return "not same";
    case Verdict::rejected: return "rejected";
    case Verdict::confirmed: return "confirmed";
    case Verdict::unsure: break;
  }
  return "unsure";
}

std::string_view word(Standing standing) {
  switch (standing) {
    case Standing::effective: return "effective";
    case Standing::revoked: return "undone";
    case Standing::superseded: return "superseded";
    case Standing::overruled: break;
  }
  return "overruled";
}

/// Prints persons' contradictions, each with what to do about it.
void print_conflicts(const Identity& identity) {
  for (const IdentityConflict& conflict : identity.conflicts()) {
    const auto judged = std::ranges::find(identity.judgements(), conflict.not_same, &Judgement::number);
    fmt::print(stderr, "entente: judgement {} says that {} and {} are not the same, but {} {} them one; undo one of these\n", conflict.not_same,
               clean_id(judged->a), clean_id(judged->b), numbers_text(conflict.same), conflict.same.size() == 1 ? "makes" : "make");
  }
}

/// Says which judgements counted before and do not now, because a later one is about the same two.
void print_superseded(const Identity& before, const Identity& after) {
  for (std::size_t i = 0; i < before.judgements().size(); ++i) {
    if (before.standings()[i] != Standing::effective || after.standings()[i] != Standing::superseded) continue;
    const Judgement& one = before.judgements()[i];
    const std::string what = is_of_claim(one.verdict) ? fmt::format("of '{}' in {}: {}", clean_id(one.b), clean_id(one.a), word(one.verdict))
                                                      : fmt::format("that {} and {} are {}", clean_id(one.a), clean_id(one.b), word(one.verdict));
    fmt::print(stderr, "entente: judgement {}, {}, no longer counts\n", one.number, what);
  }
}

/// An open graph and what a judging command needs of it.
class Session {
 public:
  /// Runs `run` with the graph open to write; complains where that fails.
  static int with(const Context& context, const std::function<int(Session&)>& run) {
    return with_graph(context, Access::write, [&](const Ontology& ontology, Store& store) {
      Session session(context, ontology, store);
      return run(session);
    });
  }

  Result<std::string> id(const std::string& argument) const { return resolve_id(context_, ontology_, snapshot_, argument); }
  Result<std::string> one_id(const std::string& argument) const { return resolve_one_id(context_, ontology_, snapshot_, argument); }
  Result<std::string> claim(const std::string& document, std::size_t number) const { return name_of_claim(snapshot_, ontology_, document, number); }
  const Snapshot& before() const { return snapshot_; }
  Result<std::shared_ptr<const Identity>> identity() const { return store_.snapshot().identity(); }

  /// Makes judgements and revokes others, and says what follows. `done` says what was done, given the numbers.
  int judge(const std::vector<Judgement>& judgements, const std::vector<std::pair<std::uint64_t, Revocation>>& revocations,
            const std::function<std::string(const Identity&, const JudgementSummary&)>& done) {
    const auto known = identity();
    if (!known) return complain(known.error());
    const auto summary = store_.judge(judgements, revocations);
    if (!summary) return complain(summary.error(), summary.error().code() == StatusCode::not_found ? kPartly : kError);
    if (const Status status = store_.flush(); !status.ok()) return complain(status);
    const auto after = identity();
    if (!after) return complain(after.error());
    Output out;
    out << done(**after, *summary) << '\n';
    if (!context_.quiet && summary->claims_moved > 0)
      fmt::print(stderr, "{} {} under another id now.\n", summary->claims_moved, summary->claims_moved == 1 ? "claim stands" : "claims stand");
    if (!context_.quiet) print_superseded(**known, **after);
    print_conflicts(**after);
    return out.finish(kDone);
  }

 private:
  Session(const Context& context, const Ontology& ontology, Store& store)
      : context_(context), ontology_(ontology), store_(store), snapshot_(store.snapshot()) {}

  const Context& context_;
  const Ontology& ontology_;
  Store& store_;
  Snapshot snapshot_;
};

int complain_of(const Status& status) { return complain(status, status.code() == StatusCode::not_found ? kPartly : kError); }

/// What the graph has between ids that are to be one, which is a reason to doubt it.
std::uint64_t claims_between(const Snapshot& snapshot, const std::set<Key64>& nodes) {
  std::uint64_t claims = 0;
  for (const Key64 node : nodes)
    (void)snapshot.neighbours(node, Direction::out, std::nullopt, [&](const Neighbour& neighbour) {
      if (neighbour.node != node && nodes.contains(neighbour.node))
        for (const std::uint32_t count : neighbour.aggregate.count) claims += count;
      return true;
    });
  return claims;
}

int merge(const Context& context, const std::vector<std::string>& words, const Judge& by) {
  return Session::with(context, [&](Session& session) {
    std::vector<std::string> ids;
    for (const std::string& word : words) {
      auto id = session.id(word);
      if (!id) return complain_of(id.error());
      if (std::ranges::find(ids, *id) == ids.end()) ids.push_back(std::move(*id));
    }
    const auto identity = session.identity();
    if (!identity) return complain(identity.error());
    std::set<Key64> nodes;
    for (const std::string& id : ids) nodes.insert((*identity)->canonical(hash64(id)));
    if (nodes.size() == 1) {
      const Cluster* known = (*identity)->cluster(*nodes.begin());
      if (known == nullptr) return complain(fmt::format("these are one id: {}", clean_id(ids.front())), kPartly);
      const Cluster& cluster = *known;
      return complain(fmt::format("these are one already, as {}, by judgement {}", clean_id(cluster.id), numbers_text(cluster.judgements)), kPartly);
    }
    if (const std::uint64_t between = claims_between(session.before(), nodes); between > 0 && !context.quiet)
      fmt::print(stderr, "entente: articles tell of relations between them ({} {}), which are of the node with itself now\n", between,
                 between == 1 ? "claim" : "claims");
    std::vector<Judgement> judgements;
    std::set<Key64> joined = {(*identity)->canonical(hash64(ids.front()))};
    for (const std::string& id : ids)
      if (joined.insert((*identity)->canonical(hash64(id))).second) judgements.push_back(make(Verdict::same, ids.front(), id, by));
    return session.judge(judgements, {}, [&](const Identity& after, const JudgementSummary& summary) {
      const Cluster& cluster = *after.cluster(hash64(ids.front()));
      std::string all;
      for (const std::string& id : cluster.ids) all += (all.empty() ? "" : ", ") + clean_id(id);
      return fmt::format("{} now stands for {}; judgement {}", clean_id(cluster.id), all, numbers_text(summary.numbers));
    });
  });
}

int not_same(const Context& context, const std::string& one, const std::string& other, const Judge& by) {
  return Session::with(context, [&](Session& session) {
    const auto a = session.one_id(one), b = session.one_id(other);
    if (!a) return complain_of(a.error());
    if (!b) return complain_of(b.error());
    return session.judge({make(Verdict::not_same, *a, *b, by)}, {}, [&](const Identity&, const JudgementSummary& summary) {
      return fmt::format("{} and {} are not the same; judgement {}", clean_id(*a), clean_id(*b), numbers_text(summary.numbers));
    });
  });
}

/// The ids of `cluster` but `id`, in the pieces that hang together without it.
std::vector<std::vector<std::string>> pieces_without(const Cluster& cluster, const Identity& identity, const std::string& id) {
  std::vector<Judgement> others;
  for (const Judgement& judgement : identity.judgements())
    if (std::ranges::binary_search(cluster.judgements, judgement.number) && judgement.a != id && judgement.b != id) others.push_back(judgement);
  const Identity without(std::move(others));
  std::vector<std::vector<std::string>> pieces;
  for (const Cluster& piece : without.clusters()) pieces.push_back(piece.ids);
  for (const std::string& other : cluster.ids)
    if (other != id && without.cluster(hash64(other)) == nullptr) pieces.push_back({other});
  return pieces;
}

int split(const Context& context, const std::string& word, const Judge& by) {
  return Session::with(context, [&](Session& session) {
    const auto id = session.one_id(word);
    if (!id) return complain_of(id.error());
    const auto identity = session.identity();
    if (!identity) return complain(identity.error());
    const Cluster* cluster = (*identity)->cluster(hash64(*id));
    if (cluster == nullptr) return complain(fmt::format("{} stands for itself alone; there is nothing to split", clean_id(*id)), kPartly);

    std::vector<std::pair<std::uint64_t, Revocation>> revoked;
    // Also those that a later one stands before: they would count again.
    const auto within = [&](const std::string& other) { return std::ranges::find(cluster->ids, other) != cluster->ids.end(); };
    for (const Judgement& judgement : (*identity)->judgements())
      if (judgement.verdict == Verdict::same && !judgement.revoked && (judgement.a == *id || judgement.b == *id) && within(judgement.a) &&
          within(judgement.b))
        revoked.emplace_back(judgement.number, Revocation{by.author, by.reason, now()});
    // The others stay together, also where it was this id that held them.
    const auto pieces = pieces_without(*cluster, **identity, *id);
    std::vector<Judgement> judgements;
    for (std::size_t i = 1; i < pieces.size(); ++i) judgements.push_back(make(Verdict::same, pieces[0].front(), pieces[i].front(), by));
    return session.judge(judgements, revoked, [&](const Identity& after, const JudgementSummary&) {
      std::vector<std::uint64_t> numbers;
      for (const auto& [number, revocation] : revoked) numbers.push_back(number);
      const std::string& rest = pieces.front().front();
      const Cluster* left = after.cluster(hash64(rest));
      return fmt::format("{} stands for itself again, and {} for the rest; judgement {} undone", clean_id(*id),
                         clean_id(left == nullptr ? rest : left->id), numbers_text(numbers));
    });
  });
}

/// `reference` is as 'entente why' prints it: the id of an article, '#', and the number of its claim from 1.
int judge_claim(const Context& context, Verdict verdict, const std::string& reference, const Judge& by) {
  return Session::with(context, [&](Session& session) {
    const std::size_t mark = reference.rfind('#');
    std::size_t number = 0;
    const char *begin = mark == reference.npos ? nullptr : reference.data() + mark + 1, *end = reference.data() + reference.size();
    if (begin == nullptr || std::from_chars(begin, end, number).ptr != end || number == 0)
      return complain(fmt::format("'{}': is no claim; give an article and a number, ARTICLE#N, as 'entente why' prints them", one_line(reference)),
                      kError);
    const std::string document = reference.substr(0, mark);
    const auto name = session.claim(document, number - 1);
    if (!name) return complain_of(name.error());
    return session.judge({make(verdict, document, *name, by)}, {}, [&](const Identity&, const JudgementSummary& summary) {
      return fmt::format("{} {}: {}; judgement {}", clean_id(reference), word(verdict), clean_id(*name), numbers_text(summary.numbers));
    });
  });
}

int undo(const Context& context, const std::vector<std::uint64_t>& numbers, const Judge& by) {
  return Session::with(context, [&](Session& session) {
    std::vector<std::pair<std::uint64_t, Revocation>> revoked;
    for (const std::uint64_t number : std::set(numbers.begin(), numbers.end())) revoked.emplace_back(number, Revocation{by.author, by.reason, now()});
    return session.judge({}, revoked, [&](const Identity&, const JudgementSummary&) {
      const std::set<std::uint64_t> each(numbers.begin(), numbers.end());
      return fmt::format("judgement {} undone", numbers_text({each.begin(), each.end()}));
    });
  });
}

int list(const Context& context, const Store& store, Form form) {
  const auto identity = store.snapshot().identity();
  if (!identity) return complain(identity.error());
  const bool whole = form == Form::json || form == Form::jsonl;  // these can hold line breaks
  const auto text = [&](const std::string& said) { return whole ? clean_text(said) : one_line(said); };
  Table table({"judgement", "verdict", "a", "b", "by", "author", "score", "time", "standing", "reason", "undone_by", "undone_because"});
  for (std::size_t i = 0; i < (*identity)->judgements().size(); ++i) {
    const Judgement& one = (*identity)->judgements()[i];
    table.add({one.number, word(one.verdict), clean_id(one.a), clean_id(one.b), one.machine ? "machine" : "person", one_line(one.author),
               one.machine ? Table::Cell(shortest(one.score)) : Table::Cell(), format_time(one.time), word((*identity)->standings()[i]),
               text(one.reason), one.revoked ? Table::Cell(one_line(one.revoked->author)) : Table::Cell(),
               one.revoked ? Table::Cell(text(one.revoked->reason)) : Table::Cell()});
  }
  Output out;
  table.print(out, form, context.use_color());
  print_conflicts(**identity);
  return out.finish(kDone);
}

}  // namespace

std::function<int()> define_merge(CLI::App& app, const Context& context) {
  auto words = std::make_shared<std::vector<std::string>>();
  app.add_option("nodes", *words, "Two or more nodes, by id or name; the first one's id stands for all, or that of the oldest judgement")
      ->required()
      ->expected(2, 1000)
      ->type_name("NODE");
  const auto by = add_judge(app, true);
  return [&context, words, by] { return merge(context, *words, *by); };
}

std::function<int()> define_notsame(CLI::App& app, const Context& context) {
  auto a = std::make_shared<std::string>(), b = std::make_shared<std::string>();
  app.add_option("a", *a, "A node, by id or name")->required()->type_name("NODE");
  app.add_option("b", *b, "Another")->required()->type_name("NODE");
  const auto by = add_judge(app, true);
  return [&context, a, b, by] { return not_same(context, *a, *b, *by); };
}

std::function<int()> define_split(CLI::App& app, const Context& context) {
  auto id = std::make_shared<std::string>();
  app.add_option("id", *id, "The id that is to stand for itself again; the others stay together")->required()->type_name("ID");
  const auto by = add_judge(app, true);
  return [&context, id, by] { return split(context, *id, *by); };
}

namespace {

std::function<int()> define_claim_verdict(CLI::App& app, const Context& context, Verdict verdict) {
  auto claim = std::make_shared<std::string>();
  app.add_option("claim", *claim, "A claim, as 'entente why' prints it")->required()->type_name("ARTICLE#N");
  const auto by = add_judge(app, verdict == Verdict::rejected);
  return [&context, verdict, claim, by] { return judge_claim(context, verdict, *claim, *by); };
}

}  // namespace

std::function<int()> define_reject(CLI::App& app, const Context& context) { return define_claim_verdict(app, context, Verdict::rejected); }
std::function<int()> define_confirm(CLI::App& app, const Context& context) { return define_claim_verdict(app, context, Verdict::confirmed); }

std::function<int()> define_undo(CLI::App& app, const Context& context) {
  auto numbers = std::make_shared<std::vector<std::uint64_t>>();
  app.add_option("judgements", *numbers, "Numbers, as 'entente judgements' lists them")->required()->type_name("N");
  const auto by = add_judge(app, false);
  return [&context, numbers, by] { return undo(context, *numbers, *by); };
}

std::function<int()> define_judgements(CLI::App& app, const Context& context) {
  const auto form = add_format(app);
  return [&context, form] { return with_graph(context, Access::read, [&](const Ontology&, Store& store) { return list(context, store, *form); }); };
}

}  // namespace entente::cli
