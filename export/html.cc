/// The page of the explorer as one file with the graph inside, which opens from disk. docs/explorer.md says what the page reads.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <streambuf>
#include <unordered_map>
#include <utility>

#include "export/evidence.h"
#include "export/explorer_json.h"
#include "export/exporter.h"
#include "export/json.h"
#include "export/selection.h"
#include "export/text.h"
#include "graph/hash.h"

namespace entente {
namespace {

using Json = nlohmann::ordered_json;

/// Before the place of the data in the page.
constexpr std::string_view kBefore = R"(<script type="application/json" id="entente-data">)";

/// A claim takes more bytes than that, whatever is unknown of it.
constexpr std::uint64_t kLeastClaim = 400;

/// Takes bytes and keeps none; what is written to it fails once it is more than `most`.
class Measure final : public std::streambuf {
 public:
  explicit Measure(std::uint64_t most) : left_(most) {}

 protected:
  int_type overflow(int_type c) override { return take(1) ? traits_type::not_eof(c) : traits_type::eof(); }
  std::streamsize xsputn(const char*, std::streamsize count) override { return take(static_cast<std::uint64_t>(count)) ? count : 0; }

 private:
  bool take(std::uint64_t count) {
    if (count > left_) return false;
    left_ -= count;
    return true;
  }

  std::uint64_t left_;
};

/// The aggregate of an edge over the claims that come with it: a page that has no claim of a status knows of none.
EdgeAggregate counted(const EdgeAggregate& aggregate, const ExportOptions& options) {
  EdgeAggregate counted = aggregate;
  if (shown_claims(aggregate, options.statuses) == 0) return counted;
  for (std::size_t status = 0; status < kClaimStatusCount; ++status)
    if (!options.statuses[status]) counted.count[status] = 0;
  return counted;
}

/// What the page says of all that it has, but for the number of articles.
struct Sums {
  StoreStats stats;
  std::optional<std::pair<Day, Day>> days;
  std::unordered_map<Key64, std::uint64_t> degrees;  ///< edges with an actual claim
};

void add(Sums& sums, const StoredEdge& edge, const EdgeAggregate& aggregate) {
  ++sums.stats.edges;
  for (const std::uint32_t count : aggregate.count) sums.stats.claims += count;
  if (aggregate.actual() == 0) return;
  ++sums.stats.shown_edges;
  for (const std::string* end : {&edge.source, &edge.target}) ++sums.degrees[hash64(*end)];
  for (const Day day : {aggregate.first, aggregate.last}) {
    if (day == 0) continue;
    if (!sums.days) sums.days = {day, day};
    sums.days->first = std::min(sums.days->first, day);
    sums.days->second = std::max(sums.days->second, day);
  }
}

Result<Sums> sum(const Selection& selection) {
  Sums sums;
  std::map<TypeId, std::uint64_t> nodes, edges;
  Status status = selection.for_each_node([&](const StoredNode& node) {
    ++sums.stats.nodes;
    ++nodes[node.node.type];
    return true;
  });
  if (status.ok())
    status = selection.for_each_edge([&](const ExportEdge& edge) {
      if (edge.claimed == nullptr) return false;
      if (edge.summed == nullptr) ++edges[edge.claimed->type];
      add(sums, *edge.claimed, counted(edge.claimed->aggregate, selection.options()));
      return true;
    });
  if (!status.ok()) return failure(std::move(status));
  sums.stats.nodes_by_type.assign(nodes.begin(), nodes.end());
  sums.stats.edges_by_type.assign(edges.begin(), edges.end());
  return sums;
}

/// Adds what was computed of a node to what articles say of it, which the page shows in the same place.
void add_computed(Json& attributes, std::span<const NodeAttribute> computed, std::string_view id) {
  for (const NodeAttribute& attribute : computed) {
    const auto value = attribute.of(id);
    if (!value) continue;
    std::string name = attribute.name(), text;
    while (attributes.contains(name)) name += '_';
    if (attribute.kind() == NodeAttribute::Kind::real)
      append_real(text, *value);
    else
      append_whole(text, static_cast<std::int64_t>(*value));
    attributes[name] = text;
  }
}

/// Writes the data of a page, one node, claim or article at a time. What remains are the ids of the articles.
class PageData {
 public:
  PageData(const Selection& selection, const Sums& sums, std::ostream& out)
      : selection_(selection), sums_(sums), out_(out), reader_(selection.snapshot()) {}

  Status write() {
    out_ << "{\"nodes\":[";
    Status status = write_nodes();
    out_ << "\n],\"edges\":[";
    if (status.ok()) status = write_edges();
    out_ << "\n],\"articles\":[";
    if (status.ok() && selection_.options().setting("articles") != "none") status = write_articles();
    out_ << "\n],\"info\":";
    write_info();
    out_ << "}";
    return status;
  }

 private:
  Status write_nodes() {
    std::string_view separator = "\n";
    return selection_.for_each_node([&](const StoredNode& node) {
      const auto degree = sums_.degrees.find(hash64(node.node.id));
      Json json = node_detail(node, selection_.ontology(), degree == sums_.degrees.end() ? 0 : degree->second);
      json["id"] = clean_id(node.node.id);
      for (Json& other : json["same_as"]) other = clean_id(other.get<std::string>());
      add_computed(json["attributes"], selection_.options().attributes, node.node.id);
      put(std::exchange(separator, ",\n"), json);
      return static_cast<bool>(out_);
    });
  }

  Status write_edges() {
    std::string_view separator = "\n";
    Status inner;
    const Status status = selection_.for_each_edge([&](const ExportEdge& edge) {
      Json json = edge.claimed != nullptr ? claimed(edge) : edge_json(*edge.reference, *edge.relation);
      json["source"] = clean_id(edge.source());
      json["target"] = clean_id(edge.target());
      std::string text = dump(json);
      text.pop_back();  // the brace, after the evidence
      put_text(std::exchange(separator, ",\n"), text + ",\"evidence\":[");
      inner = write_claims(edge);
      out_ << "]}";
      return inner.ok() && out_;
    });
    return inner.ok() ? status : inner;
  }

  Json claimed(const ExportEdge& edge) const {
    const EdgeAggregate aggregate = counted(edge.claimed->aggregate, selection_.options());
    return edge_json({}, *edge.relation, {}, aggregate, strongest_status(aggregate));
  }

  Status write_claims(const ExportEdge& edge) {
    std::string_view separator;
    Status inner;
    const Status status = selection_.for_each_claim(edge, [&](const Claim& claim) {
      const auto document = reader_.document(claim);
      if (!document) {
        inner = document.error();
        return false;
      }
      cited_.insert(claim.evidence.document);
      put(std::exchange(separator, ","), to_json(claim, **document));
      return static_cast<bool>(out_);
    });
    return inner.ok() ? status : inner;
  }

  Status write_articles() {
    std::string_view separator = "\n";
    for (const std::string& id : cited_) {
      const auto document = selection_.snapshot().document(id);
      if (!document) return document.error();
      put(std::exchange(separator, ",\n"), article_json(*document));
      if (!out_) break;
    }
    return Status::success();
  }

  void write_info() {
    const ExportPage& page = *selection_.options().page;
    StoreStats stats = sums_.stats;
    stats.documents = cited_.size();
    put({}, info_json({page.version, page.name, false, sums_.days}, stats, selection_.ontology()));
  }

  void put(std::string_view before, const Json& json) { put_text(before, dump(json)); }

  /// In JSON `<` is only within texts, where it would begin the end of a script, or a comment.
  void put_text(std::string_view before, std::string_view json) {
    out_ << before;
    for (std::size_t begin = 0; begin < json.size();) {
      const std::size_t end = std::min(json.find('<', begin), json.size());
      out_ << json.substr(begin, end - begin);
      if (end < json.size()) out_ << "\\u003c";
      begin = end + 1;
    }
  }

  const Selection& selection_;
  const Sums& sums_;
  std::ostream& out_;
  EvidenceReader reader_;
  std::set<std::string> cited_;
};

class HtmlExporter : public Exporter {
 public:
  Status write(const Selection& selection, std::ostream& out) override {
    const ExportPage& page = *selection.options().page;
    const std::size_t place = page.bytes.find(kBefore);
    if (place == std::string_view::npos) return {StatusCode::corruption, "html: the page has no place for data; build the program again"};
    const auto sums = sum(selection);
    if (!sums) return sums.error();
    // What is written cannot be taken back: it is measured first, unless it is out of the question.
    if (sums->stats.claims > page.most_bytes / kLeastClaim) return too_large(page.most_bytes);
    Measure measure(page.most_bytes);
    std::ostream nowhere(&measure);
    if (Status status = PageData(selection, *sums, nowhere).write(); !status.ok()) return status;
    if (!nowhere) return too_large(page.most_bytes);
    out << page.bytes.substr(0, place + kBefore.size());
    Status status = PageData(selection, *sums, out).write();
    if (status.ok()) out << page.bytes.substr(place + kBefore.size());
    return status;
  }

 private:
  static Status too_large(std::uint64_t most) {
    return {StatusCode::unsupported,
            fmt::format("html: more than {} MB of data, which a browser does not open well; export less, with --top 500, --query, "
                        "--type or --during, or leave out the articles with --articles none",
                        most / 1'000'000)};
  }
};

}  // namespace

std::unique_ptr<Exporter> make_html_exporter() { return std::make_unique<HtmlExporter>(); }

}  // namespace entente
