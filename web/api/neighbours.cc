#include <algorithm>
#include <tuple>

#include "web/endpoint.h"
#include "web/picture.h"

namespace entente::web {
namespace {

/// Of a node with more edges only so many of either direction are read and ranked: reading a hundred thousand takes a tenth of a second.
constexpr std::size_t kMostRead = 20'000;

struct Seen {
  Key64 source = 0, target = 0, other = 0;
  TypeId type = 0;
  std::uint64_t claims = 0;
  EdgeAggregate aggregate;
};

bool stronger(const Seen& a, const Seen& b) {
  return std::tuple(b.claims, b.aggregate.reports, b.aggregate.last, a.type, a.other, a.source) <
         std::tuple(a.claims, a.aggregate.reports, a.aggregate.last, b.type, b.other, b.source);
}

/// The edges of one node that a window shows.
class Edges {
 public:
  Edges(const Call& call, const Snapshot& part, const Window& window) : call_(call), part_(part), window_(window) {}

  /// Follows symmetric edges whichever way they are stored.
  Status read(Key64 node, bool out, bool in) {
    Status status = read(node, Direction::out, [&](const RelationType& type) { return out || type.symmetric; });
    if (status.ok()) status = read(node, Direction::in, [&](const RelationType& type) { return in || type.symmetric; });
    return status;
  }

  std::vector<Seen> seen;
  bool capped = false;

 private:
  template <class Wanted>
  Status read(Key64 node, Direction direction, const Wanted& wanted) {
    std::size_t rows = 0;
    return part_.neighbours(node, direction, std::nullopt, [&](const Neighbour& neighbour) {
      if (++rows > kMostRead) {
        capped = true;
        return false;
      }
      const bool loop = neighbour.node == node && direction == Direction::in;  // was met on its way out
      if (loop || !window_.shows(neighbour.type, neighbour.aggregate) || !wanted(*call_.ontology().relation_type(neighbour.type))) return true;
      const bool out = direction == Direction::out;
      seen.push_back({out ? node : neighbour.node, out ? neighbour.node : node, neighbour.node, neighbour.type, window_.claims(neighbour.aggregate),
                      neighbour.aggregate});
      return true;
    });
  }

  const Call& call_;
  const Snapshot& part_;
  const Window& window_;
};

/// How many there are of a node that has more than are read, where the graph counts them; else as many as were read.
Result<std::uint64_t> total(const Call& call, const Window& window, Key64 node, bool out, bool in, std::size_t read) {
  if (window.period.restricts() || !window.only_actual()) return read;
  const auto degrees = call.moment->graph().degrees(node);
  if (!degrees) return failure(degrees.error());
  std::uint64_t sum = 0;
  for (const NodeDegree& degree : *degrees) {
    const bool symmetric = call.ontology().relation_type(degree.type)->symmetric;
    if (window.shows(degree.type) && (symmetric || (degree.direction == Direction::out ? out : in))) sum += degree.shown;
  }
  return sum;
}

}  // namespace

Answer<Json> get_neighbours(const Call& call) {
  Parameters parameters(call.request);
  const std::string_view id = parameters.needed("id"), direction = parameters.word("direction", {"both", "out", "in"});
  const std::size_t limit = parameters.whole("limit", 100, 1, 1'000), offset = parameters.whole("offset", 0, 0, 1'000'000);
  const Window window = read_window(parameters, call.ontology());
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const auto stored = call.moment->graph().node(id);
  if (!stored) return refuse(stored.error());

  const Snapshot part = window.of(call.moment->graph());
  const Key64 node = hash64(stored->node.id);
  const bool out = direction != "in", in = direction != "out";
  Edges edges(call, part, window);
  if (const Status status = edges.read(node, out, in); !status.ok()) return refuse(status);
  std::uint64_t count = edges.seen.size();
  if (edges.capped) {
    const auto all = total(call, window, node, out, in, edges.seen.size());
    if (!all) return refuse(all.error());
    count = *all;
  }
  const std::size_t end = std::min(edges.seen.size(), offset + limit);
  std::ranges::partial_sort(edges.seen, edges.seen.begin() + static_cast<std::ptrdiff_t>(end), stronger);

  Picture picture(call.library, part, window);
  picture.add_node(node);
  for (std::size_t i = offset; i < end; ++i)
    picture.add_edge(edges.seen[i].source, edges.seen[i].type, edges.seen[i].target, edges.seen[i].aggregate);
  if (out && offset == 0)
    if (const Status status = picture.add_reference_of(*stored); !status.ok()) return refuse(status);
  const std::uint64_t shown = end > offset ? end - offset : 0;
  auto json = picture.finish(0, count - std::min(count, shown));
  if (!json) return json;
  (*json)["total"] = count;
  (*json)["limit"] = limit;
  (*json)["offset"] = offset;
  (*json)["capped"] = edges.capped;
  return json;
}

}  // namespace entente::web
