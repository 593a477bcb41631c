#include "graph/store/format_1.h"

#include <fmt/format.h>
#include <rocksdb/db.h>

#include <map>
#include <memory>

#include "graph/store/codec.h"
#include "graph/store/database.h"

namespace entente::store {
namespace {

// The grammar of format 1, as far as it differs:
//
//   mention = opt(zigzag day), node                       node = str id, varint type, str name, list(str text, str language), str country,
//                                                                str wikidata, opt(f64 latitude, f64 longitude), map
//   claim   = u8 flags, zigzag day, f32 confidence, date, str place, str recipient, str instrument, str kind,
//             list(str node, str text, span), str document, varint sentence, span*4, str rule, str extractor
//   ledger  = str id, be64 content hash, list(be64 node), list(be64 source, be16 type, be64 target)
//   date    = u8 0 | u8 1 + precision, zigzag day         span = varint begin, varint end
//   keys: mention = node document, claim = partition source type target document be32 number

Span read_span(Decoder& in) {
  Span span;
  span.begin = in.varint_as<std::uint32_t>();
  span.end = in.varint_as<std::uint32_t>();
  return span;
}

bool read_presence(Decoder& in) {
  const std::uint8_t present = in.u8();
  if (present > 1) in.fail();
  return in.ok() && present == 1;
}

bool decode_mention_1(std::string_view bytes, Node& node) {
  Decoder in(bytes);
  if (read_presence(in)) in.zigzag_as<Day>();
  node.id = in.str();
  node.type = in.varint_as<TypeId>();
  node.name = in.str();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    std::string text = in.str();
    node.names.push_back({std::move(text), in.str()});
  }
  node.country = in.str();
  node.wikidata = in.str();
  if (read_presence(in)) {
    node.latitude = in.f64();
    node.longitude = in.f64();
  }
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    std::string key = in.str();
    node.attributes[std::move(key)] = in.str();
  }
  return in.done();
}

bool decode_claim_1(std::string_view bytes, Claim& claim) {
  Evidence& evidence = claim.evidence;
  Decoder in(bytes);
  const std::uint8_t flags = in.u8();
  claim.polarity = static_cast<Polarity>(flags & 1);
  claim.modality = static_cast<Modality>(flags >> 1 & 3);
  claim.background = (flags >> 3 & 1) != 0;
  evidence.part = static_cast<Part>(flags >> 4 & 1);
  in.zigzag_as<Day>();
  evidence.confidence = in.f32();
  if (const std::uint8_t precision = in.u8(); precision > 0 && in.ok())
    claim.date = Date{in.zigzag_as<Day>(), static_cast<DatePrecision>(precision - 1)};
  for (std::string* text : {&claim.place, &claim.recipient, &claim.instrument, &claim.kind}) *text = in.str();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    Attribution link;
    link.node = in.str();
    link.text = in.str();
    link.span = read_span(in);
    claim.attribution.push_back(std::move(link));
  }
  evidence.document = in.str();
  evidence.sentence = in.varint_as<std::uint32_t>();
  for (Span* span : {&evidence.sentence_span, &evidence.trigger_span, &evidence.source_span, &evidence.target_span}) *span = read_span(in);
  evidence.rule = in.str();
  evidence.extractor = in.str();
  return in.done();
}

struct Ledger1 {
  std::vector<Key64> nodes;
  std::vector<EdgeKey> claims;
};

bool decode_ledger_1(std::string_view bytes, Ledger1& ledger) {
  Decoder in(bytes);
  in.str();
  in.be64();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) ledger.nodes.push_back(in.be64());
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    EdgeKey edge;
    edge.source = in.be64();
    edge.type = in.be16();
    edge.target = in.be64();
    ledger.claims.push_back(edge);
  }
  return in.done();
}

class Reader1 {
 public:
  explicit Reader1(std::filesystem::path directory) : directory_(std::move(directory)) {}
  ~Reader1() {
    for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  Reader1(const Reader1&) = delete;
  Reader1& operator=(const Reader1&) = delete;

  Status open() {
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const char* name : {"default", "document", "by_document", "mention", "claim"}) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    rocksdb::DBOptions options;
    options.max_open_files = -1;
    rocksdb::DB* opened = nullptr;
    const auto status = rocksdb::DB::OpenForReadOnly(options, directory_.string(), families, &handles_, &opened);
    db_.reset(opened);
    return status_of(status, directory_);
  }

  Status for_each(const std::function<Status(const Contribution&)>& visit) {
    const std::unique_ptr<rocksdb::Iterator> rows(db_->NewIterator({}, handles_[kDocument]));
    for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
      const auto key = parse_id_key({rows->key().data(), rows->key().size()});
      Contribution contribution;
      if (!key || !decode({rows->value().data(), rows->value().size()}, contribution.document))
        return damaged("document", {rows->key().data(), rows->key().size()});
      if (Status status = read_brought(*key, contribution); !status.ok()) return status;
      if (Status status = visit(contribution); !status.ok()) return status;
    }
    return status_of(rows->status(), directory_);
  }

 private:
  enum : std::size_t { kDocument = 1, kByDocument, kMention, kClaim };

  Status read_brought(Key64 document, Contribution& contribution) {
    Ledger1 ledger;
    std::string bytes;
    if (Status status = get(kByDocument, id_key(document), bytes); !status.ok()) return status;
    if (!decode_ledger_1(bytes, ledger)) return damaged("by_document", id_key(document));
    std::map<Key64, std::string> ids;
    for (const Key64 node : ledger.nodes) {
      const auto key = id_key(node).be64(document);
      if (Status status = get(kMention, key, bytes); !status.ok()) return status;
      Node said;
      if (!decode_mention_1(bytes, said)) return damaged("mention", key);
      ids.emplace(node, said.id);
      contribution.nodes.push_back(std::move(said));
    }
    for (std::uint32_t number = 0; const EdgeKey& edge : ledger.claims) {
      const auto key = edge_key(edge).be64(document).be32(number++);
      if (Status status = get(kClaim, key, bytes); !status.ok()) return status;
      Claim claim;
      if (!decode_claim_1(bytes, claim) || !ids.contains(edge.source) || !ids.contains(edge.target)) return damaged("claim", key);
      claim.source = ids.at(edge.source);
      claim.type = edge.type;
      claim.target = ids.at(edge.target);
      contribution.claims.push_back(std::move(claim));
    }
    return Status::success();
  }

  Status get(std::size_t family, std::string_view key, std::string& bytes) {
    const auto status = db_->Get({}, handles_[family], {key.data(), key.size()}, &bytes);
    return status.IsNotFound() ? damaged(handles_[family]->GetName(), key) : status_of(status, directory_);
  }

  Status damaged(std::string_view family, std::string_view bytes) {
    const rocksdb::Slice key(bytes.data(), bytes.size());
    return {StatusCode::corruption,
            fmt::format("{}: the row {} of '{}' is damaged or missing; restore a backup, or build the graph again from its articles",
                        directory_.string(), key.ToString(true), family)};
  }

  std::filesystem::path directory_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

}  // namespace

Status read_format_1(const std::filesystem::path& directory, const std::function<Status(const Contribution&)>& visit) {
  Reader1 reader(directory);
  Status status = reader.open();
  return status.ok() ? reader.for_each(visit) : status;
}

}  // namespace entente::store
