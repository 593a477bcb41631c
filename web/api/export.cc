#include <fmt/format.h>

#include <memory>
#include <streambuf>

#include "export/exporter.h"
#include "graph/hash.h"
#include "web/endpoint.h"
#include "web/window.h"

namespace entente::web {
namespace {

/// Collects what exporters write bit by bit into pieces that are worth sending.
class Pieces final : public std::streambuf {
 public:
  explicit Pieces(std::ostream& out) : out_(out) { piece_.reserve(kPiece); }

  bool send() {
    out_.write(piece_.data(), static_cast<std::streamsize>(piece_.size()));
    piece_.clear();
    return static_cast<bool>(out_);
  }

 protected:
  int_type overflow(int_type c) override {
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    const char byte = traits_type::to_char_type(c);
    return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
  }
  std::streamsize xsputn(const char* bytes, std::streamsize count) override {
    piece_.append(bytes, static_cast<std::size_t>(count));
    return piece_.size() < kPiece || send() ? count : 0;
  }

 private:
  static constexpr std::size_t kPiece = std::size_t{1} << 16;

  std::ostream& out_;
  std::string piece_;
};

/// What an export needs for as long as it is written.
struct Job {
  std::shared_ptr<const Moment> moment;
  Snapshot part;
  const Ontology& ontology;
  const ExportFormat& format;
  ExportOptions options;
};

bool write(const Job& job, std::ostream& out) {
  Pieces pieces(out);
  std::ostream stream(&pieces);
  return export_graph(job.part, job.ontology, job.options, job.format, stream).ok() && stream && pieces.send();
}

/// The formats that are one file, but for the page: who asks has it.
const ExportFormat* read_format(Parameters& parameters) {
  const std::string_view name = parameters.needed("format");
  const ExportFormat* format = export_format(name);
  if (format != nullptr && format->make != nullptr && !format->page) return format;
  std::string names;
  for (const ExportFormat& one : export_formats())
    if (one.make != nullptr && !one.page) names += fmt::format("{}{}", names.empty() ? "" : ", ", one.name);
  parameters.refuse(fmt::format("format '{}': is none of {}", name, names));
  return nullptr;
}

}  // namespace

Answer<Response> get_export(const Call& call) {
  Parameters parameters(call.request);
  const ExportFormat* format = read_format(parameters);
  const Window window = read_window(parameters, call.ontology());
  ExportOptions options;
  options.statuses = window.statuses;
  options.relation_types = window.types;
  options.top = parameters.whole("top", 0, 0, 1'000'000);
  options.evidence = parameters.flag("evidence");
  options.isolated = parameters.flag("isolated");
  if (format != nullptr && options.evidence && !format->evidence) parameters.refuse("evidence: this format cannot carry it; choose json");
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  if (window.reference) {
    const auto& facts = call.library.reference();
    if (!facts) return refuse(facts.error());
    options.reference = &*facts;
  }
  const auto job = std::make_shared<const Job>(Job{call.moment, window.of(call.moment->graph()), call.ontology(), *format, std::move(options)});
  Response response;
  response.type = "application/octet-stream";
  response.headers = {
      {"Content-Disposition", fmt::format("attachment; filename=\"entente.{}\"", format->extension.empty() ? format->name : format->extension)},
      {"Cache-Control", "private, no-store"}};
  response.stream = [job](std::ostream& out) { return write(*job, out); };
  return response;
}

}  // namespace entente::web
