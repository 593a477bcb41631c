#include <array>

#include "web/endpoint.h"

namespace entente::web {
namespace {

constexpr bool kHeavy = true;

constexpr std::array kEndpoints = {
    Endpoint{"GET", "/info", get_info},
    Endpoint{"GET", "/overview", get_overview, kHeavy},
    Endpoint{"GET", "/search", get_search},
    Endpoint{"GET", "/node", get_node},
    Endpoint{"GET", "/neighbours", get_neighbours},
    Endpoint{"GET", "/graph", get_graph, kHeavy},
    Endpoint{"POST", "/subgraph", post_subgraph, kHeavy},
    Endpoint{"GET", "/edge", get_edge},
    Endpoint{"GET", "/between", get_between},
    Endpoint{"GET", "/article", get_article},
    Endpoint{"POST", "/query", post_query, kHeavy},
    Endpoint{"GET", "/timeline", get_timeline, kHeavy},
    Endpoint{"GET", "/matrix", get_matrix, kHeavy},
    Endpoint{"GET", "/path", get_path, kHeavy},
    Endpoint{"GET", "/compare", get_compare, kHeavy},
    Endpoint{"GET", "/analysis", get_analysis, kHeavy},
    Endpoint{"GET", "/export", nullptr, !kHeavy, get_export},
    Endpoint{"GET", "/judgements", get_judgements},
    Endpoint{"POST", "/judgements", post_judgement},
    Endpoint{"POST", "/judgements/undo", post_undo},
};

}  // namespace

std::span<const Endpoint> endpoints() { return kEndpoints; }

}  // namespace entente::web
