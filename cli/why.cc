#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "cli/claim_text.h"
#include "cli/period.h"
#include "cli/print.h"
#include "cli/resolve.h"
#include "export/evidence.h"
#include "export/json.h"
#include "export/selection.h"
#include "export/text.h"

namespace entente::cli {
namespace {

struct Question {
  std::string source, target;
  std::optional<TypeId> type;
};

/// Reads "SOURCE [TYPE] TARGET".
Result<Question> read_question(const Context& context, const Ontology& ontology, const Snapshot& snapshot, const std::vector<std::string>& words) {
  Question question;
  if (words.size() == 3) {
    const auto type = resolve_relation(ontology, words[1]);
    if (!type) return failure(type.error());
    question.type = *type;
  }
  auto source = resolve_node(context, ontology, snapshot, words.front());
  if (!source) return failure(source.error());
  auto target = resolve_node(context, ontology, snapshot, words.back());
  if (!target) return failure(target.error());
  question.source = std::move(*source);
  question.target = std::move(*target);
  return question;
}

/// Every edge from `source` to `target`, in order of type; a symmetric one is found from either end.
Result<std::vector<StoredEdge>> edges_between(const Ontology& ontology, const Snapshot& snapshot, const std::string& source,
                                              const std::string& target) {
  std::vector<StoredEdge> edges;
  for (const RelationType& type : ontology.relation_types()) {
    auto edge = snapshot.edge(source, type.number, target);
    if (edge)
      edges.push_back(std::move(*edge));
    else if (edge.error().code() != StatusCode::not_found)
      return failure(edge.error());
  }
  return edges;
}

/// "Ukrainian officials, via The New York Times": who says so, nearest first.
std::string chain_text(const Claim& claim) {
  std::string text;
  for (const Attribution& link : claim.attribution) {
    text += text.empty() ? "" : ", via ";
    text += one_line(link.text);
    if (!link.node.empty()) text += fmt::format(" ({})", clean_id(link.node));
  }
  return text;
}

std::string date_text(const Date& date) {
  const std::string day = format_day(date.day);
  switch (date.precision) {
    case DatePrecision::year: return day.substr(0, 4);
    case DatePrecision::month: return day.substr(0, 7);
    case DatePrecision::week: return "week of " + day;
    case DatePrecision::day: break;
  }
  return day;
}

/// Prints the claims behind edges, one after the other.
class ClaimPrinter {
 public:
  ClaimPrinter(std::ostream& out, const Ontology& ontology, const Snapshot& snapshot, ClaimJudgements judged, Form form, bool color)
      : out_(out), ontology_(ontology), snapshot_(snapshot), reader_(snapshot), judged_(std::move(judged)), form_(form), color_(color) {}

  void begin() {
    if (form_ == Form::json) out_ << "[";
  }
  Status print(const StoredEdge& edge) {
    if (form_ == Form::table) print_heading(edge);
    Status inner;
    const Status status = snapshot_.claims(edge.source, edge.type, edge.target, [&](const Claim& claim, std::uint32_t number) {
      const auto document = reader_.document(claim);
      if (!document) {
        inner = document.error();
        return false;
      }
      // claims() names the ends as they were asked for, but their spans are those of the stored order.
      Claim stored = claim;
      if (ontology_.relation_type(edge.type)->symmetric && stored.target < stored.source) std::swap(stored.source, stored.target);
      const auto report = snapshot_.report(claim.evidence.document);
      if (!report) {
        inner = report.error();
        return false;
      }
      const auto judgement = judged_.of(claim.evidence.document, number);
      if (!judgement) {
        inner = judgement.error();
        return false;
      }
      print({stored, number, *judgement}, **document, *report);
      ++printed_;
      return static_cast<bool>(out_);
    });
    return inner.ok() ? status : inner;
  }
  void end() {
    if (form_ == Form::json) out_ << (printed_ == 0 ? "]\n" : "\n]\n");
    if (form_ == Form::csv) rows_.print(out_, Form::csv, false);
  }

 private:
  void print_heading(const StoredEdge& edge) {
    const RelationType& type = *ontology_.relation_type(edge.type);
    if (printed_ > 0) out_ << '\n';
    out_ << paint(name_of(edge.source), Ink::bold, color_) << ' ' << paint(type.name, ink_of(type), color_) << ' '
         << paint(name_of(edge.target), Ink::bold, color_) << fmt::format("  ({}", counts_text(edge.aggregate));
    const auto [articles, reports] = std::pair(edge.aggregate.articles, edge.aggregate.reports);
    if (articles > 0) out_ << fmt::format("; {} {}", articles, articles == 1 ? "article" : "articles");
    if (articles > 1) out_ << fmt::format(", {} independent {}", reports, reports == 1 ? "report" : "reports");
    out_ << ")\n";
  }

  struct Printed {
    const Claim& claim;
    std::uint32_t number;  // in its article, from 0
    const Judgement* judgement;

    /// What 'entente reject' and 'entente confirm' take.
    std::string reference() const { return fmt::format("{}#{}", clean_id(claim.evidence.document), number + 1); }
  };

  /// `report`: the articles that repeat one text with this one, and it.
  void print(const Printed& printed, const DocumentRecord& document, const std::vector<std::string>& report) {
    const Claim& claim = printed.claim;
    if (form_ == Form::table) return print_text(printed, document, report);
    nlohmann::ordered_json json = {
        {"source", clean_id(claim.source)}, {"type", ontology_.relation_type(claim.type)->name}, {"target", clean_id(claim.target)}};
    json.update(to_json(claim, document));
    json["report"] = clean_id(report.front());
    json["claim"] = printed.reference();
    json["confirmed_by"] = printed.judgement == nullptr ? nlohmann::ordered_json() : nlohmann::ordered_json(one_line(printed.judgement->author));
    if (form_ == Form::csv) return add_row(claim, json);
    if (form_ == Form::json) out_ << (printed_ == 0 ? "\n" : ",\n");
    out_ << dump(json);
    if (form_ == Form::jsonl) out_ << '\n';
  }

  void print_text(const Printed& printed, const DocumentRecord& document, const std::vector<std::string>& report) {
    const Claim& claim = printed.claim;
    const std::string text = marked_sentence(claim, part_text(document, claim), ink_of(*ontology_.relation_type(claim.type)), color_);
    out_ << "\n  " << text << '\n';
    const auto line = [&](std::string_view name, const std::string& value) {
      if (!value.empty()) out_ << "    " << paint(fmt::format("{:11}", name), Ink::dim, color_) << value << '\n';
    };
    line("article", article_text(document, color_));
    line("same text", others_text(report, document.id));
    line("says", chain_text(claim));
    if (claim.date) line("happened", date_text(*claim.date));
    line("place", name_of(claim.place));
    line("recipient", name_of(claim.recipient));
    line("instrument", one_line(claim.instrument));
    line("kind", claim.kind);
    std::string status = claim.polarity == Polarity::negated ? "negated" : "";
    if (claim.modality != Modality::actual) status += (status.empty() ? "" : ", ") + std::string(to_string(claim.modality));
    if (claim.background) status += std::string(status.empty() ? "" : ", ") + "background";
    line("status", status);
    line("rule", fmt::format("{}, confidence {:.2f}", claim.evidence.rule.empty() ? "?" : one_line(claim.evidence.rule), claim.evidence.confidence));
    line("claim", printed.reference());
    if (printed.judgement != nullptr) line("confirmed", "by " + one_line(printed.judgement->author));
  }

  /// Which other articles print the text of `document`.
  static std::string others_text(const std::vector<std::string>& report, const std::string& document) {
    constexpr std::size_t kNamed = 3;
    std::string text;
    std::size_t others = 0;
    for (const std::string& id : report)
      if (id != document && others++ < kNamed) text += (text.empty() ? "" : ", ") + clean_id(id);
    return others > kNamed ? fmt::format("{} and {} more", text, others - kNamed) : text;
  }

  void add_row(const Claim& claim, const nlohmann::ordered_json& json) {
    std::vector<Table::Cell> row;
    for (const auto* key : kColumns) row.push_back(std::string_view(key) == "attribution" ? Table::Cell(chain_text(claim)) : json.at(key));
    rows_.add(std::move(row));
  }

  /// The display name of a node, in the period or not; its id where the graph has none, nothing for none.
  std::string name_of(const std::string& id) {
    if (id.empty()) return {};
    const auto stored = snapshot_.whole().node(id);
    return stored ? one_line(stored->node.name) : clean_id(id);
  }

  static constexpr std::array kColumns = {"source",     "type",        "target", "document",   "title",    "outlet", "published",
                                          "text",       "attribution", "date",   "polarity",   "modality", "place",  "recipient",
                                          "instrument", "kind",        "rule",   "confidence", "report",   "claim",  "confirmed_by"};

  std::ostream& out_;
  const Ontology& ontology_;
  Snapshot snapshot_;
  EvidenceReader reader_;
  ClaimJudgements judged_;
  Form form_;
  bool color_;
  std::size_t printed_ = 0;
  Table rows_{{kColumns.begin(), kColumns.end()}};
};

/// Says on standard error what else joins the two, so that a question with a wrong type or direction leads on.
void print_others(const Ontology& ontology, const std::vector<StoredEdge>& there, const std::vector<StoredEdge>& back, const Question& question) {
  std::string others;
  const auto add = [&](const StoredEdge& edge) {
    others += fmt::format("\n  {} {} {}  ({})", clean_id(edge.source), ontology.relation_type(edge.type)->name, clean_id(edge.target),
                          counts_text(edge.aggregate));
  };
  for (const StoredEdge& edge : there)
    if (question.type && edge.type != *question.type) add(edge);
  for (const StoredEdge& edge : back)
    if (!ontology.relation_type(edge.type)->symmetric) add(edge);
  if (!others.empty()) fmt::print(stderr, "Also between the two:{}\n", others);
}

int why(const Context& context, const Ontology& ontology, const Snapshot& snapshot, const std::vector<std::string>& words, Form form) {
  const auto question = read_question(context, ontology, snapshot, words);
  if (!question) return complain(question.error(), question.error().code() == StatusCode::not_found ? kPartly : kError);
  const auto there = edges_between(ontology, snapshot, question->source, question->target);
  if (!there) return complain(there.error());
  auto back = question->source == question->target ? Result<std::vector<StoredEdge>>(std::vector<StoredEdge>())
                                                   : edges_between(ontology, snapshot, question->target, question->source);
  if (!back) return complain(back.error());

  auto judged = ClaimJudgements::make(snapshot, ontology);
  if (!judged) return complain(judged.error());
  Output out;
  ClaimPrinter printer(out, ontology, snapshot, std::move(*judged), form, form == Form::table && context.use_color());
  bool found = false;
  printer.begin();
  for (const StoredEdge& edge : *there) {
    if (question->type && edge.type != *question->type) continue;
    found = true;
    if (const Status status = printer.print(edge); !status.ok()) return complain(status);
  }
  printer.end();
  const int code = out.finish(found ? kDone : kPartly);
  if (!found)
    complain(fmt::format("no article claims that {} {} {}{}", clean_id(question->source),
                         question->type ? ontology.relation_type(*question->type)->name : "has a relation to", clean_id(question->target),
                         snapshot.period().restricts() ? " in the period asked for" : ""));
  if (!found || !context.quiet) print_others(ontology, *there, *back, *question);
  return code;
}

}  // namespace

std::function<int()> define_why(CLI::App& app, const Context& context) {
  auto words = std::make_shared<std::vector<std::string>>();
  app.add_option("relation", *words, "Source, relation type (none for all) and target; nodes by id or name")
      ->required()
      ->expected(2, 3)
      ->type_name("SOURCE [TYPE] TARGET");
  const auto period = add_period(app);
  const auto form = add_format(app);
  return [&context, period, words, form] {
    return with_snapshot(context, *period,
                         [&](const Ontology& ontology, const Snapshot& snapshot) { return why(context, ontology, snapshot, *words, *form); });
  };
}

}  // namespace entente::cli
