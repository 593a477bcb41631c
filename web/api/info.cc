#include "web/endpoint.h"

namespace entente::web {

Answer<Json> get_info(const Call& call) {
  Parameters parameters(call.request);
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const LibraryOptions& options = call.library.options();
  const std::filesystem::path folder = options.graph.filename().empty() ? options.graph.parent_path() : options.graph;
  return info_json({options.version, folder.filename().string(), options.write, call.moment->days()}, call.moment->stats(), call.ontology());
}

}  // namespace entente::web
