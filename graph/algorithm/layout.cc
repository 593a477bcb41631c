#include "graph/algorithm/layout.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "graph/algorithm/quadtree.h"
#include "graph/threads.h"

namespace entente {
namespace {

// As the paper has them, but for the gravity: it grows with the distance, and is set so that parts without connection stay beside the others.
constexpr double kAngle = 1.2, kRepulsion = 2, kRim = 2;
constexpr double kTolerance = 1, kSpeed = 0.1, kFastest = 10, kRise = 1.5;
constexpr double kSide = 100;  // of the square that each vertex has to itself

constexpr std::size_t kSmallest = 50;  // vertices that need no coarser picture
constexpr double kShrinks = 0.9;       // a level with more of the vertices of the finer one is not worth its rounds
constexpr unsigned kFirstRounds = 300;

constexpr std::uint32_t kNone = ~0u;

/// What pulls two vertices together.
struct Spring {
  std::uint32_t a = 0, b = 0;
  double strength = 0;
};

/// A graph as forces see it. A coarse one has a vertex for several of a finer one, which `parents` of the finer one names.
struct Level {
  std::vector<double> masses;
  std::vector<Spring> springs;
  std::vector<std::uint32_t> parents = {};
};

/// Numbers that look drawn at random (splitmix64, Steele, Lea and Flood 2014).
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  /// In [0, 1).
  double next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }
  /// Anywhere in a disc.
  Point in_disc(Point middle, double radius) {
    const double angle = 2 * std::numbers::pi * next(), distance = radius * std::sqrt(next());
    return {middle.x + distance * std::cos(angle), middle.y + distance * std::sin(angle)};
  }

 private:
  std::uint64_t state_;
};

/// Makes one of all between the same two vertices.
void sum(std::vector<Spring>& springs) {
  const auto ends = [](const Spring& spring) { return std::pair(spring.a, spring.b); };
  std::ranges::stable_sort(springs, {}, ends);
  std::size_t kept = 0;
  for (std::size_t i = 1; i < springs.size(); ++i) {
    if (ends(springs[i]) == ends(springs[kept]))
      springs[kept].strength += springs[i].strength;
    else
      springs[++kept] = springs[i];
  }
  if (!springs.empty()) springs.resize(kept + 1);
}

Level level_of(const GraphView::Graph& graph, const EdgeWeight& weight) {
  Level level{std::vector<double>(num_vertices(graph), 1), {}};
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge) {
    const auto [a, b] = std::minmax({source(*edge, graph), target(*edge, graph)});
    const double strength = weight ? weight(graph[*edge]) : 1;
    if (a != b && strength > 0 && std::isfinite(strength)) level.springs.push_back({a, b, strength});
  }
  sum(level.springs);
  for (Spring& spring : level.springs) {
    spring.strength = std::log2(1 + spring.strength);
    ++level.masses[spring.a];
    ++level.masses[spring.b];
  }
  return level;
}

/// The springs of each vertex, by number.
struct Ends {
  std::vector<std::uint32_t> first, springs;

  explicit Ends(const Level& level) : first(level.masses.size() + 1), springs(2 * level.springs.size()) {
    for (const Spring& spring : level.springs) {
      ++first[spring.a + 1];
      ++first[spring.b + 1];
    }
    std::partial_sum(first.begin(), first.end(), first.begin());
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    for (std::uint32_t i = 0; i < level.springs.size(); ++i) {
      springs[next[level.springs[i].a]++] = i;
      springs[next[level.springs[i].b]++] = i;
    }
  }
};

/// Gives each vertex a parent that it shares with the one that it is joined to most closely, those with few neighbours first: with a free one where
/// there is one, else with the others that wanted the same, so that stars become one. Returns how many parents there are.
std::uint32_t pair_up(Level& level) {
  const Ends ends(level);
  const auto degree = [&](std::uint32_t vertex) { return ends.first[vertex + 1] - ends.first[vertex]; };
  std::vector<std::uint32_t> order(level.masses.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, {}, degree);
  level.parents.assign(level.masses.size(), kNone);
  std::uint32_t count = 0;
  for (const std::uint32_t vertex : order) {
    if (level.parents[vertex] != kNone) continue;
    std::uint32_t best = kNone;
    bool best_free = false;
    double closest = 0;
    for (std::uint32_t i = ends.first[vertex]; i < ends.first[vertex + 1]; ++i) {
      const Spring& spring = level.springs[ends.springs[i]];
      const std::uint32_t other = spring.a == vertex ? spring.b : spring.a;
      const bool is_free = level.parents[other] == kNone;
      const double close = spring.strength / level.masses[other];
      if (std::pair(is_free, close) <= std::pair(best_free, closest)) continue;
      best = other;
      best_free = is_free;
      closest = close;
    }
    if (best == kNone || best_free) {
      level.parents[vertex] = count++;
      if (best != kNone) level.parents[best] = level.parents[vertex];
    } else {
      level.parents[vertex] = level.parents[best];
    }
  }
  return count;
}

/// The level that has the parents of `level` as vertices.
Level coarser(Level& level) {
  Level coarse{std::vector<double>(pair_up(level)), {}};
  for (std::size_t i = 0; i < level.masses.size(); ++i) coarse.masses[level.parents[i]] += level.masses[i];
  for (const Spring& spring : level.springs) {
    const auto [a, b] = std::minmax({level.parents[spring.a], level.parents[spring.b]});
    if (a != b) coarse.springs.push_back({a, b, spring.strength});
  }
  sum(coarse.springs);
  return coarse;
}

/// Vertices on their way to where forces hold each other.
class Simulation {
 public:
  Simulation(const Level& level, const std::vector<Point>& points) : springs_(level.springs), forces_(points.size()), before_(points.size()) {
    for (std::size_t i = 0; i < points.size(); ++i) bodies_.push_back({points[i].x, points[i].y, level.masses[i]});
  }

  void move(unsigned threads) {
    std::swap(forces_, before_);
    repel(threads);
    attract();
    follow();
  }

  std::vector<Point> places() const {
    std::vector<Point> points;
    for (const Body& body : bodies_) points.push_back({body.x, body.y});
    return points;
  }

 private:
  /// Of the parts that threads share, each has so many vertices.
  static constexpr std::size_t kPart = 256;

  void repel(unsigned threads) {
    const Quadtree tree(bodies_);
    const double gravity = gravity_now();
    const std::size_t parts = (bodies_.size() + kPart - 1) / kPart;
    std::atomic<std::size_t> next = 0;
    run_in_threads(thread_count(threads, parts), [&] {
      for (std::size_t part = next++; part < parts; part = next++)
        for (std::size_t place = part * kPart; place < std::min((part + 1) * kPart, bodies_.size()); ++place) {
          const std::size_t i = tree.body_at(place);
          const Body& body = bodies_[i];
          const auto push = tree.repulsion(i, kAngle);
          forces_[i] = {body.mass * (kRepulsion * push.x - gravity * body.x), body.mass * (kRepulsion * push.y - gravity * body.y)};
        }
    });
  }

  /// By distance from the middle: what holds a vertex without edges at kRim times the mean distance of all from there, against their repulsion.
  double gravity_now() const {
    double mass = 0, moment = 0;
    for (const Body& body : bodies_) {
      mass += body.mass;
      moment += body.mass * (body.x * body.x + body.y * body.y);
    }
    return moment > 0 ? kRepulsion * mass * mass / (kRim * kRim * moment) : 0;
  }

  void attract() {
    for (const Spring& spring : springs_) {
      const double x = spring.strength * (bodies_[spring.b].x - bodies_[spring.a].x),
                   y = spring.strength * (bodies_[spring.b].y - bodies_[spring.a].y);
      forces_[spring.a].x += x;
      forces_[spring.a].y += y;
      forces_[spring.b].x -= x;
      forces_[spring.b].y -= y;
    }
  }

  /// Moves all, the slower the more they swing to and fro.
  void follow() {
    double swinging = 0, traction = 0;
    for (std::size_t i = 0; i < bodies_.size(); ++i) {
      swinging += bodies_[i].mass * swing(i);
      traction += bodies_[i].mass * std::hypot(forces_[i].x + before_[i].x, forces_[i].y + before_[i].y) / 2;
    }
    const double wanted = swinging > 0 ? kTolerance * traction / swinging : kFastest;
    speed_ = speed_ > 0 ? std::min(wanted, kRise * speed_) : wanted;
    for (std::size_t i = 0; i < bodies_.size(); ++i) {
      const double force = std::hypot(forces_[i].x, forces_[i].y);
      if (force == 0) continue;
      const double speed = std::min(kSpeed * speed_ / (1 + speed_ * std::sqrt(swing(i))), kFastest / force);
      bodies_[i].x += forces_[i].x * speed;
      bodies_[i].y += forces_[i].y * speed;
    }
  }

  double swing(std::size_t i) const { return std::hypot(forces_[i].x - before_[i].x, forces_[i].y - before_[i].y); }

  const std::vector<Spring>& springs_;
  std::vector<Body> bodies_;
  std::vector<Quadtree::Force> forces_, before_;
  double speed_ = 0;
};

/// Puts the vertices of a level around the places of their parents: the heaviest of each in the middle, so that a hub is among its leaves.
std::vector<Point> draw_apart(const Level& level, const std::vector<Point>& parents, Numbers& numbers) {
  std::vector<std::uint32_t> heaviest(parents.size(), kNone), counts(parents.size());
  for (std::uint32_t vertex = 0; vertex < level.parents.size(); ++vertex) {
    std::uint32_t& most = heaviest[level.parents[vertex]];
    if (most == kNone || level.masses[vertex] > level.masses[most]) most = vertex;
    ++counts[level.parents[vertex]];
  }
  std::vector<Point> points;
  for (std::uint32_t vertex = 0; vertex < level.parents.size(); ++vertex) {
    const std::uint32_t parent = level.parents[vertex];
    const Point around = numbers.in_disc(parents[parent], std::sqrt(static_cast<double>(counts[parent])));
    points.push_back(heaviest[parent] == vertex ? parents[parent] : around);
  }
  return points;
}

/// Moves the picture to the middle and gives it its size.
void fit(std::vector<Point>& points) {
  const auto count = static_cast<double>(points.size());
  Point middle;
  for (const Point& point : points) {
    middle.x += point.x / count;
    middle.y += point.y / count;
  }
  double squares = 0;
  for (Point& point : points) {
    point.x -= middle.x;
    point.y -= middle.y;
    squares += point.x * point.x + point.y * point.y;
  }
  // In a disc the mean square of the distance from the middle is half of that of the radius.
  const double wanted = kSide * kSide * count / (2 * std::numbers::pi), scale = squares > 0 ? std::sqrt(wanted * count / squares) : 1;
  for (Point& point : points) {
    point.x *= scale;
    point.y *= scale;
  }
}

}  // namespace

Result<std::vector<Point>> layout(const GraphView& view, const LayoutOptions& options) {
  std::vector<Level> levels = {level_of(view.graph(), options.weight)};
  while (levels.back().masses.size() > kSmallest) {
    Level coarse = coarser(levels.back());
    if (static_cast<double>(coarse.masses.size()) > kShrinks * static_cast<double>(levels.back().masses.size())) break;
    levels.push_back(std::move(coarse));
  }
  Numbers numbers(options.seed);
  std::vector<Point> points(levels.back().masses.size());
  for (Point& point : points) point = numbers.in_disc({}, std::sqrt(static_cast<double>(num_vertices(view.graph()))));
  for (std::size_t i = levels.size(); i-- > 0;) {
    const Level& level = levels[i];
    if (i + 1 < levels.size()) {
      points = draw_apart(level, points, numbers);
    }
    Simulation simulation(level, points);
    for (unsigned round = 0; round < (i + 1 == levels.size() ? kFirstRounds : options.rounds); ++round) {
      if (is_set(options.stop)) return stopped();
      simulation.move(options.threads);
    }
    points = simulation.places();
  }
  fit(points);
  return points;
}

}  // namespace entente
