#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace entente {

/// Points in a plane that have a mass each.
struct Body {
  double x = 0, y = 0, mass = 0;
};

/// Sums what bodies do to one another, of distant ones by their common centre (Barnes and Hut 1986). Any thread may ask it.
class Quadtree {
 public:
  struct Force {
    double x = 0, y = 0;
  };

  /// Keeps a copy of `bodies`. REQUIRES: finite places, masses above 0.
  explicit Quadtree(const std::vector<Body>& bodies);

  /// The sum over all others of mass times the unit vector from them to the body, divided by the distance. What is seen under a smaller angle than
  /// `angle` (side by distance) is taken as one. Bodies in the same place do nothing to each other.
  Force repulsion(std::size_t body, double angle) const;
  /// The bodies in an order in which those that come one after the other are near each other: fastest to ask in.
  std::size_t body_at(std::size_t place) const { return order_[place]; }

 private:
  struct Cell {
    double x = 0, y = 0, mass = 0;     // the centre of mass
    double side = 0;                   // of the square
    std::uint32_t next = 0;            // of the cells in order, the first that is not within this one
    std::uint32_t begin = 0, end = 0;  // of the bodies, in order of cells
    bool leaf = false;
  };
  struct Square {
    double x = 0, y = 0, side = 0;  // its lower left corner
  };

  void divide(const Square& square, std::uint32_t begin, std::uint32_t end, unsigned depth);

  std::vector<Body> bodies_;           // in order of cells
  std::vector<std::uint32_t> places_;  // by body, its place in bodies_
  std::vector<std::uint32_t> order_;   // the other way
  std::vector<Cell> cells_;            // each before those within it
};

}  // namespace entente
