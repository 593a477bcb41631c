#include <charconv>
#include <chrono>

#include "export/evidence.h"
#include "graph/identity/identity.h"
#include "web/body.h"
#include "web/endpoint.h"
#include "web/parameters.h"

namespace entente::web {
namespace {

constexpr std::size_t kLongestReason = 2'000, kLongestId = 1'000;

std::optional<Verdict> verdict_of(std::string_view text) {
  for (const Verdict verdict : {Verdict::same, Verdict::not_same, Verdict::unsure, Verdict::rejected, Verdict::confirmed})
    if (word(verdict) == text) return verdict;
  return std::nullopt;
}

std::int64_t now() { return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count(); }

Json judgement_json(const Judgement& judgement) {
  return {{"number", judgement.number},
          {"verdict", word(judgement.verdict)},
          {"a", judgement.a},
          {"b", judgement.b},
          {"author", judgement.author},
          {"reason", judgement.reason},
          {"time", format_time(judgement.time)},
          {"revoked", judgement.revoked.has_value()},
          {"by_machine", judgement.machine}};
}

/// The judgement as the graph has it now.
Answer<Json> made(const Call& call, std::uint64_t number) {
  const auto identity = call.library.now()->graph().identity();
  if (!identity) return refuse(identity.error());
  for (const Judgement& judgement : (*identity)->judgements())
    if (judgement.number == number) return judgement_json(judgement);
  return refuse(404, "not_found", "there is no such judgement");
}

bool says_nothing(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

}  // namespace

Answer<Json> get_judgements(const Call& call) {
  Parameters parameters(call.request);
  const std::size_t limit = parameters.whole("limit", 100, 1, 1'000), offset = parameters.whole("offset", 0, 0, 100'000'000);
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const auto identity = call.moment->graph().identity();
  if (!identity) return refuse(identity.error());
  const auto& all = (*identity)->judgements();
  Json judgements = Json::array();
  for (std::size_t i = offset; i < all.size() && judgements.size() < limit; ++i) judgements.push_back(judgement_json(all[all.size() - 1 - i]));
  return Json{{"judgements", std::move(judgements)}, {"total", all.size()}};
}

Answer<Json> post_judgement(const Call& call) {
  Parameters parameters(call.request);
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const auto body = read_body(call.request, {"verdict", "a", "b", "reason"});
  if (!body) return refuse(body.error());
  const auto verdict = text_of(*body, "verdict", 20), a = text_of(*body, "a", kLongestId), b = text_of(*body, "b", kLongestId),
             reason = text_or_empty(*body, "reason", kLongestReason);
  for (const auto* text : {&verdict, &a, &b, &reason})
    if (!*text) return refuse(text->error());
  Judgement judgement;
  const auto known = verdict_of(*verdict);
  if (!known) return refuse(400, "invalid_input", "verdict: is none of same, not_same, unsure, rejected, confirmed");
  if (says_nothing(*reason) && *known != Verdict::confirmed) return refuse(400, "invalid_input", "reason: say why, for whoever reads it later");
  judgement.verdict = *known;
  judgement.a = *a;
  judgement.b = *b;
  if (is_of_claim(judgement.verdict)) {
    std::uint32_t number = 0;
    if (std::from_chars(b->data(), b->data() + b->size(), number).ptr != b->data() + b->size() || number == 0)
      return refuse(400, "invalid_input", "b: of a claim give its number in its article, from 1");
    auto name = name_of_claim(call.moment->graph(), call.ontology(), *a, number - 1);
    if (!name) return refuse(name.error());
    judgement.b = std::move(*name);
  }
  judgement.author = call.library.options().author;
  judgement.reason = *reason;
  judgement.time = now();
  const auto summary = call.library.judge({judgement}, {});
  if (!summary) return refuse(summary.error());
  return made(call, summary->numbers.front());
}

Answer<Json> post_undo(const Call& call) {
  Parameters parameters(call.request);
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const auto body = read_body(call.request, {"number", "reason"});
  if (!body) return refuse(body.error());
  const auto number = whole_of(*body, "number", 0, 1, std::uint64_t{1} << 53);
  const auto reason = text_or_empty(*body, "reason", kLongestReason);
  if (!number) return refuse(number.error());
  if (!reason) return refuse(reason.error());
  if (*number == 0) return refuse(400, "invalid_input", "number: is missing; give that of a judgement");
  const auto summary = call.library.judge({}, {{*number, {call.library.options().author, *reason, now()}}});
  if (!summary) return refuse(summary.error());
  return made(call, *number);
}

}  // namespace entente::web
