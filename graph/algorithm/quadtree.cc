#include "graph/algorithm/quadtree.h"

#include <algorithm>
#include <numeric>

namespace entente {
namespace {

constexpr std::uint32_t kFew = 8;  // bodies that are not worth a division
constexpr unsigned kDeepest = 48;  // a double cannot tell much nearer places apart

}  // namespace

Quadtree::Quadtree(const std::vector<Body>& bodies) : bodies_(bodies), places_(bodies.size()), order_(bodies.size()) {
  if (bodies.empty()) return;
  std::iota(order_.begin(), order_.end(), 0u);
  const auto [left, right] = std::ranges::minmax(bodies, {}, &Body::x);
  const auto [low, high] = std::ranges::minmax(bodies, {}, &Body::y);
  cells_.reserve(bodies.size());
  divide({left.x, low.y, std::max({right.x - left.x, high.y - low.y, 1e-9})}, 0, static_cast<std::uint32_t>(bodies.size()), 0);
  for (std::uint32_t place = 0; place < order_.size(); ++place) {
    bodies_[place] = bodies[order_[place]];
    places_[order_[place]] = place;
  }
}

void Quadtree::divide(const Square& square, std::uint32_t begin, std::uint32_t end, unsigned depth) {
  const std::size_t number = cells_.size();
  Cell cell{.side = square.side, .begin = begin, .end = end, .leaf = end - begin <= kFew || depth == kDeepest};
  for (std::uint32_t i = begin; i < end; ++i) {
    const Body& body = bodies_[order_[i]];
    cell.x += body.x * body.mass;
    cell.y += body.y * body.mass;
    cell.mass += body.mass;
  }
  cell.x /= cell.mass;
  cell.y /= cell.mass;
  cells_.push_back(cell);
  if (!cell.leaf) {
    const double half = square.side / 2, x = square.x + half, y = square.y + half;
    const auto at = [&](std::uint32_t i) { return order_.begin() + static_cast<std::ptrdiff_t>(i); };
    const auto number_of = [&](auto place) { return static_cast<std::uint32_t>(place - order_.begin()); };
    const auto below = [&](std::uint32_t body) { return bodies_[body].y < y; };
    const auto left = [&](std::uint32_t body) { return bodies_[body].x < x; };
    const std::uint32_t middle = number_of(std::partition(at(begin), at(end), below));
    const std::uint32_t lower = number_of(std::partition(at(begin), at(middle), left)), upper = number_of(std::partition(at(middle), at(end), left));
    if (begin < lower) divide({square.x, square.y, half}, begin, lower, depth + 1);
    if (lower < middle) divide({x, square.y, half}, lower, middle, depth + 1);
    if (middle < upper) divide({square.x, y, half}, middle, upper, depth + 1);
    if (upper < end) divide({x, y, half}, upper, end, depth + 1);
  }
  cells_[number].next = static_cast<std::uint32_t>(cells_.size());
}

Quadtree::Force Quadtree::repulsion(std::size_t body, double angle) const {
  const std::uint32_t place = places_[body];
  const Body& self = bodies_[place];
  Force force;
  const auto push = [&](double x, double y, double mass) {
    const double dx = self.x - x, dy = self.y - y, square = dx * dx + dy * dy;
    if (square == 0) return;
    force.x += mass * dx / square;
    force.y += mass * dy / square;
  };
  for (std::uint32_t i = 0; i < cells_.size();) {
    const Cell& cell = cells_[i];
    const double dx = self.x - cell.x, dy = self.y - cell.y;
    if ((place < cell.begin || place >= cell.end) && cell.side * cell.side < angle * angle * (dx * dx + dy * dy)) {
      push(cell.x, cell.y, cell.mass);
    } else if (cell.leaf) {
      for (std::uint32_t other = cell.begin; other < cell.end; ++other) push(bodies_[other].x, bodies_[other].y, bodies_[other].mass);
    } else {
      ++i;
      continue;
    }
    i = cell.next;
  }
  return force;
}

}  // namespace entente
