#include "graph/store/soundness.h"

#include <fmt/format.h>
#include <rocksdb/write_batch.h>

#include <set>
#include <tuple>

#include "graph/identity/claim_name.h"
#include "graph/store/derivation.h"
#include "graph/store/groups.h"
#include "graph/store/parts.h"
#include "graph/store/said.h"
#include "graph/store/tables.h"
#include "graph/store/top.h"

namespace entente::store {
namespace {

constexpr std::size_t kMemory = std::size_t{128} << 20;  // of what is derived; more waits in files
constexpr std::string_view kPending = "repair";

constexpr std::array kDerived = {Family::seen,    Family::report, Family::node,    Family::node_day, Family::name,    Family::out,
                                 Family::out_day, Family::in_day, Family::by_date, Family::degree,   Family::counter, Family::top};

/// What is wrong, in words.
class Findings {
 public:
  Findings(const Reader& reader, const Ontology& ontology, CheckReport& report) : reader_(reader), ontology_(ontology), report_(report) {}

  void add(Key64 article, std::string_view what) {
    if (count()) report_.problems.push_back(fmt::format("{}: {}", document(article), what));
  }

  void add(Family family, std::string_view key, std::string_view what) {
    if (count()) report_.problems.push_back(fmt::format("{}: {}: {}", name_of(family), describe(family, key), what));
  }

  std::string node(Key64 key) const {
    const auto bytes = reader_.get(Family::node, id_key(key));
    NodeHead head;
    return bytes && *bytes && decode_front(**bytes, head) ? head.id : fmt::format("node {:016x}", key);
  }

  std::string document(Key64 key) const {
    const auto bytes = reader_.get(Family::by_document, id_key(key));
    LedgerHead head;
    return bytes && *bytes && decode_front(**bytes, head) ? head.id : fmt::format("article {:016x}", key);
  }

  std::string edge(const EdgeKey& key) const {
    const RelationType* type = ontology_.relation_type(key.type);
    return fmt::format("{} {} {}", node(key.source), type == nullptr ? fmt::format("type {}", key.type) : type->name, node(key.target));
  }

 private:
  /// Whether the problem is to be listed, in words that take reading to find.
  bool count() {
    ++report_.problem_count;
    constexpr std::size_t kListed = 100;  // more are a list for nobody
    return report_.problems.size() < kListed;
  }

  std::string describe(Family family, std::string_view key) const {
    switch (family) {
      case Family::node:
      case Family::degree:
        if (const auto id = parse_id_key(key)) return node(*id);
        break;
      case Family::out:
        if (const auto row = parse_edge_key(key)) return edge(*row);
        break;
      case Family::out_day:
        if (const auto row = parse_newest_key(key)) return fmt::format("{} on {}", edge(row->edge), format_day(row->day));
        break;
      case Family::in_day:
        if (const auto row = parse_newest_key(key)) return fmt::format("{} on {}", edge(row->edge.reversed()), format_day(row->day));
        break;
      case Family::claim:
        if (const auto row = parse_claim_key(key)) return fmt::format("{}, claim {} of {}", edge(row->edge), row->number, document(row->document));
        break;
      case Family::seen:
        if (const auto row = parse_seen_key(key)) return document(row->document);
        break;
      case Family::report:
        if (const auto row = parse_member_key(key)) return document(row->second);
        if (!key.empty())
          if (const auto id = parse_id_key(key.substr(1))) return document(*id);
        break;
      case Family::document:
      case Family::by_document:
        if (const auto id = parse_id_key(key)) return document(*id);
        break;
      default: break;
    }
    std::string hex;
    for (const char byte : key) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return "row " + hex;
  }

  const Reader& reader_;
  const Ontology& ontology_;
  CheckReport& report_;
};

/// Holds the rows of a family to those that it should have, which come in order.
class Comparison {
 public:
  Comparison(const Reader& reader, Family family, Findings& findings) : family_(family), findings_(findings), stored_(reader, family) {}

  void expect(std::string_view key, std::string_view value) {
    for (; stored_.valid() && stored_.key() < key; stored_.next()) findings_.add(family_, stored_.key(), "is there, and no article makes it");
    if (!stored_.valid() || stored_.key() != key) return findings_.add(family_, key, "is missing");
    if (stored_.value() != value) findings_.add(family_, key, "is not the sum of what articles say");
    stored_.next();
  }

  Status finish() {
    for (; stored_.valid(); stored_.next()) findings_.add(family_, stored_.key(), "is there, and no article makes it");
    return stored_.status();
  }

 private:
  Family family_;
  Findings& findings_;
  Cursor stored_;
};

/// Reads what articles brought and derives the rest from it.
class Walk {
 public:
  /// `unsound` is told each article of which a part is missing or does not fit, `stray` each claim that no article lists.
  struct Events {
    std::function<void(Key64 document, std::string_view what)> unsound;
    std::function<void(Family family, std::string_view claim_key)> stray;
  };

  Walk(const Reader& reader, const Ontology& ontology, std::shared_ptr<const Identity> identity, const std::filesystem::path& scratch, Events events)
      : reader_(reader),
        ontology_(ontology),
        identity_(std::move(identity)),
        events_(std::move(events)),
        groups_(reader, scratch, kMemory / 8),
        listed_(scratch, "listed", kPartitionBytes, kMemory / 4),
        nodes_(scratch, 0, kMemory / 4, TypeChoice(ontology), identity_, nullptr),
        edges_(scratch, 0, kMemory / 2, nullptr, [this](Key64 document) -> Result<std::optional<Key64>> { return groups_.group(document); }) {}

  /// Counts into `report`.
  Status run(const RowVisit& visit, CheckReport& report) {
    if (Status status = read_documents(report); !status.ok()) return status;
    if (Status status = read_rejected(); !status.ok()) return status;
    if (Status status = groups_.finish(visit); !status.ok()) return status;
    if (Status status = read_claims(visit, report); !status.ok()) return status;
    const EdgeDerivation::All all = {&edges_};
    Status status = edges_.finish(visit);
    for (std::size_t shard = 0; shard < kShards; ++shard)
      if (status.ok()) status = EdgeDerivation::drain_in(all, shard, visit);
    if (status.ok()) status = EdgeDerivation::drain_dates(all, visit);
    if (status.ok()) status = EdgeDerivation::drain_degrees(all, visit);
    if (status.ok()) status = nodes_.drain(visit);
    if (status.ok()) status = NodeDerivation::drain_names({&nodes_}, visit);
    if (!status.ok()) return status;
    Counters counters = EdgeDerivation::counters(all);
    const auto node_counters = NodeDerivation::counters({&nodes_});
    if (!node_counters) return node_counters.error();
    for (const auto& [key, value] : *node_counters) counters[key] += value;
    if (report.documents > 0) counters[{CounterKind::documents, 0, 0}] = report.documents;
    for (const auto& [key, value] : counters) {
      if (key.kind == CounterKind::nodes) report.nodes += value;
      if (key.kind == CounterKind::edges) report.edges += value;
      if (status.ok()) status = visit(Family::counter, counter_key(key), encode_counter(value));
    }
    return status;
  }

 private:
  Status read_documents(CheckReport& report) {
    Cursor texts(reader_, Family::document), ledgers(reader_, Family::by_document);
    while (texts.valid() || ledgers.valid()) {
      const bool text = texts.valid() && (!ledgers.valid() || texts.key() <= ledgers.key());
      const bool listed = ledgers.valid() && (!texts.valid() || ledgers.key() <= texts.key());
      const auto key = parse_id_key(text ? texts.key() : ledgers.key());
      if (!key) return reader_.database().malformed(Family::document, text ? texts.key() : ledgers.key());
      ++report.documents;
      if (Status status = read_document(*key, text ? &texts : nullptr, listed ? &ledgers : nullptr); !status.ok()) return status;
      if (text) texts.next();
      if (listed) ledgers.next();
    }
    return texts.status().ok() ? ledgers.status() : texts.status();
  }

  Status read_document(Key64 key, const Cursor* text, const Cursor* listed) {
    DocumentRecord document;
    Ledger ledger;
    if (text == nullptr || !decode(text->value(), document)) return unsound(key, "has no text, or a damaged one");
    if (listed == nullptr || !decode(listed->value(), ledger)) return unsound(key, "has no list of what it brought, or a damaged one");
    if (hash64(document.id) != key || document.id != ledger.id || document.content_hash != ledger.content_hash || document.date != ledger.date)
      return unsound(key, "has a text and a list of what it brought that do not fit each other");
    for (const Node& node : ledger.nodes)
      if (Status status = nodes_.add(NodeDerivation::mention(hash64(node.id), node, ledger.date)); !status.ok()) return status;
    const auto aside = set_aside(key, document, ledger);
    if (!aside) return aside.error();
    for (std::uint32_t number = 0; number < ledger.claims.size(); ++number)
      if (!aside->contains(number))
        if (Status status = listed_.add(claim_key({place_of(ledger, number, *identity_, ontology_).edge, key, number}), date_bytes(ledger.date));
            !status.ok())
          return status;
    return groups_.add(key, document);
  }

  /// The numbers of the claims of an article that are set aside. What is missing altogether is told when claims are read.
  Result<std::set<std::uint32_t>> set_aside(Key64 document, const DocumentRecord& article, const Ledger& ledger) {
    std::set<std::uint32_t> numbers;
    if (!identity_->judges_claims_of(document)) return numbers;
    bool fits = true;
    for (std::uint32_t number = 0; number < ledger.claims.size(); ++number) {
      const auto key = rejected_key(document, number);
      const auto row = reader_.get(Family::rejected, key);
      if (!row) return failure(row.error());
      const auto said = read_claim(reader_, *identity_, ontology_, document, ledger, number);
      if (!said && said.error().code() != StatusCode::corruption) return failure(said.error());
      if (said ? said->rejected != identity_->rejects(ledger.id, claim_name(said->claim, article, ontology_)) : row->has_value()) fits = false;
      if (!*row) continue;
      numbers.insert(number);
      set_aside_.insert(key.str());
    }
    if (!fits) std::ignore = unsound(document, "has a claim that is rejected and counts, or is not rejected and does not count");
    return numbers;
  }

  /// Tells of rows of `rejected` that no article lists; those of unsound articles go with them.
  Status read_rejected() {
    return reader_.scan(Family::rejected, {}, [&](std::string_view key, std::string_view) -> Result<bool> {
      const auto row = parse_rejected_key(key);
      if (!row || !(unsound_.contains(row->first) || set_aside_.contains(std::string(key)))) events_.stray(Family::rejected, key);
      return true;
    });
  }

  Status read_claims(const RowVisit& visit, CheckReport& report) {
    Cursor claims(reader_, Family::claim);
    const auto pass_strays = [&](std::string_view until) {
      for (; claims.valid() && (until.empty() || claims.key() < until); claims.next()) events_.stray(Family::claim, claims.key());
    };
    const Status status = listed_.drain([&](std::string_view bytes, std::string_view date) {
      pass_strays(bytes);
      const auto key = parse_claim_key(bytes);
      if (!claims.valid() || claims.key() != bytes) return unsound(key->document, "lacks a claim that it lists");
      ClaimHead head;
      Claim claim;
      if (!decode_front(claims.value(), head) || !decode(claims.value(), {}, claim) || date_bytes(head.published) != date) {
        claims.next();
        return unsound(key->document, "has a damaged claim");
      }
      claims.next();
      ++report.claims;
      return edges_.add(*key, head, visit);
    });
    pass_strays({});
    return status.ok() ? claims.status() : status;
  }

  static std::string date_bytes(std::optional<Day> date) { return date ? format_day(*date) : std::string(); }

  Status unsound(Key64 key, std::string_view what) {
    unsound_.insert(key);
    events_.unsound(key, what);
    return Status::success();
  }

  const Reader& reader_;
  const Ontology& ontology_;
  std::shared_ptr<const Identity> identity_;
  Events events_;
  GroupDerivation groups_;
  RowSorter listed_;
  std::set<Key64> unsound_;
  std::set<std::string> set_aside_;  // keys of rejected claims: few
  NodeDerivation nodes_;
  EdgeDerivation edges_;
};

/// What a walk comes upon, in words.
Walk::Events told(Findings& findings) {
  return {[&](Key64 document, std::string_view what) { findings.add(document, what); },
          [&](Family family, std::string_view key) { findings.add(family, key, "is there, and no article lists it"); }};
}

Status compare_top_lists(const Reader& reader, Findings& findings) {
  const auto mark = reader.get(Family::meta, kTopMark);
  if (!mark) return mark.error();
  if (!*mark) return Status::success();
  const auto lists = top_lists(reader);
  if (!lists) return lists.error();
  Comparison comparison(reader, Family::top, findings);
  for (const auto& [key, value] : *lists) comparison.expect(key, value);
  return comparison.finish();
}

}  // namespace

Result<CheckReport> check(const Database& database, const Ontology& ontology, Identities& identities, const std::filesystem::path& scratch) {
  const Moment moment(database);
  const Reader reader(database, moment.snapshot());
  const auto version = identities.at(reader);
  if (!version) return failure(version.error());
  CheckReport report;
  Findings findings(reader, ontology, report);
  std::map<Family, Comparison> comparisons;
  for (const Family family : kDerived)
    if (family != Family::top) comparisons.try_emplace(family, reader, family, findings);
  Walk walk(reader, ontology, version->identity, scratch, told(findings));
  Status status = walk.run(
      [&](Family family, std::string_view key, std::string_view value) {
        comparisons.at(family).expect(key, value);
        return Status::success();
      },
      report);
  for (auto& [family, comparison] : comparisons)
    if (status.ok()) status = comparison.finish();
  if (status.ok() && report.problem_count == 0) status = compare_top_lists(reader, findings);  // they follow from degrees
  if (!status.ok()) return failure(std::move(status));
  return report;
}

namespace {

/// Finds the articles that are not whole, and takes them out together with claims that no article lists.
Status remove_unsound(const Database& database, const Ontology& ontology, const std::shared_ptr<const Identity>& identity,
                      const std::filesystem::path& scratch, RepairReport& report) {
  const Reader reader(database);
  CheckReport found;
  const Findings names(reader, ontology, found);
  std::set<Key64> unsound;
  rocksdb::WriteBatch batch;
  rocksdb::Status failed;
  const auto erase = [&](Family family, std::string_view key) {
    if (const auto status = batch.Delete(database.family(family), {key.data(), key.size()}); !status.ok()) failed = status;
  };
  Walk walk(reader, ontology, identity, scratch,
            {[&](Key64 document, std::string_view) { unsound.insert(document); },
             [&](Family family, std::string_view key) {
               erase(family, key);
               ++report.stray_claims;
             }});
  Status status = walk.run([](Family, std::string_view, std::string_view) { return Status::success(); }, found);
  if (!status.ok()) return status;
  for (const Key64 document : unsound) {
    report.retracted.push_back(names.document(document));
    erase(Family::document, id_key(document));
    erase(Family::by_document, id_key(document));
  }
  if (!unsound.empty())
    status = reader.scan(Family::claim, {}, [&](std::string_view key, std::string_view) -> Result<bool> {
      if (const auto row = parse_claim_key(key); row && unsound.contains(row->document)) erase(Family::claim, key);
      return true;
    });
  if (status.ok() && !unsound.empty())
    status = reader.scan(Family::rejected, {}, [&](std::string_view key, std::string_view) -> Result<bool> {
      if (const auto row = parse_rejected_key(key); row && unsound.contains(row->first)) erase(Family::rejected, key);
      return true;
    });
  if (!status.ok()) return status;
  rocksdb::WriteOptions options;
  options.sync = true;
  return database.status(failed.ok() ? database.db().Write(options, &batch) : failed);
}

/// Corruption where an article lacks a part or a claim has no article.
Status require_whole_articles(const Database& database, const Ontology& ontology, const std::shared_ptr<const Identity>& identity,
                              const std::filesystem::path& scratch) {
  const Reader reader(database);
  CheckReport report;
  Findings findings(reader, ontology, report);
  Walk walk(reader, ontology, identity, scratch, told(findings));
  if (Status status = walk.run([](Family, std::string_view, std::string_view) { return Status::success(); }, report); !status.ok()) return status;
  if (report.problem_count == 0) return Status::success();
  return {StatusCode::corruption, fmt::format("{}: {}; restore a backup, or run 'entente check --repair' with the entente that wrote it",
                                              database.directory().string(), report.problems.front())};
}

/// Puts computed rows in the place of all derived ones. Marked as pending meanwhile.
Result<CheckReport> derive(Database& database, const Ontology& ontology, const std::shared_ptr<const Identity>& identity, TableSet& tables) {
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto mark = [&](bool pending) {
    rocksdb::WriteBatch batch;
    auto written = batch.Delete(database.family(Family::meta), {kTopMark.data(), kTopMark.size()});
    if (written.ok())
      written = pending ? batch.Put(database.family(Family::meta), {kPending.data(), kPending.size()}, {})
                        : batch.Delete(database.family(Family::meta), {kPending.data(), kPending.size()});
    return database.status(written.ok() ? database.db().Write(synced, &batch) : written);
  };
  CheckReport counted;
  Status status = mark(true);
  for (const Family family : kDerived)
    if (status.ok()) status = database.recreate(family);
  if (status.ok()) {
    const Reader reader(database);
    Walk walk(reader, ontology, identity, tables.directory(), {[](Key64, std::string_view) {}, [](Family, std::string_view) {}});
    status = walk.run([&](Family family, std::string_view key, std::string_view value) { return tables.add(family, 0, key, value, RowKind::put); },
                      counted);
  }
  if (status.ok()) status = tables.ingest();
  if (status.ok()) status = mark(false);
  if (!status.ok()) return failure(std::move(status));
  return counted;
}

}  // namespace

Result<RepairReport> repair(Database& database, const Ontology& ontology, Identities& identities) {
  const auto version = identities.at(Reader(database));
  if (!version) return failure(version.error());
  RepairReport report;
  TableSet tables(database, database.directory() / kLoading);
  Status status = tables.prepare();
  if (status.ok()) status = remove_unsound(database, ontology, version->identity, tables.directory(), report);
  if (!status.ok()) return failure(std::move(status));
  const auto counted = derive(database, ontology, version->identity, tables);
  if (!counted) return failure(counted.error());
  report.documents = counted->documents;
  return report;
}

Status derive_anew(Database& database, const Ontology& ontology) {
  Identities identities;
  const auto version = identities.at(Reader(database));
  if (!version) return version.error();
  TableSet tables(database, database.directory() / kLoading);
  Status status = tables.prepare();
  if (status.ok()) status = require_whole_articles(database, ontology, version->identity, tables.directory());
  if (!status.ok()) return status;
  const auto counted = derive(database, ontology, version->identity, tables);
  return counted ? Status::success() : counted.error();
}

Result<bool> repair_pending(const Database& database) {
  const auto mark = Reader(database).get(Family::meta, kPending);
  if (!mark) return failure(mark.error());
  return mark->has_value();
}

}  // namespace entente::store
