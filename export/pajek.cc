/// A Pajek network. Vertices are numbered from 1 and labelled with ids, because readers tell them apart by their labels; the type of an arc is its
/// label.

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "export/exporter.h"
#include "export/fields.h"
#include "export/gathered.h"
#include "export/text.h"

namespace entente {
namespace {

/// Pajek knows no escapes: what would end a label, or be one for a reader, is written %XX.
void append_label(std::string& out, std::string_view id) {
  out += '"';
  for (const char c : clean_id(id)) {
    if (c == '"')
      out += "%22";
    else if (c == '\\')
      out += "%5C";
    else
      out += c;
  }
  out += '"';
}

/// Where a place of a layout lies in the square from 0 to 1 that Pajek draws.
class Square {
 public:
  void meet(Place place) {
    left_ = empty_ ? place.x : std::min(left_, place.x);
    right_ = empty_ ? place.x : std::max(right_, place.x);
    bottom_ = empty_ ? place.y : std::min(bottom_, place.y);
    top_ = empty_ ? place.y : std::max(top_, place.y);
    empty_ = false;
  }

  /// One scale for both directions; y downwards.
  Place of(Place place) const {
    const double side = std::max(right_ - left_, top_ - bottom_);
    if (!(side > 0)) return {0.5, 0.5};
    return {(place.x - left_) / side, (top_ - place.y) / side};
  }

 private:
  bool empty_ = true;
  double left_ = 0, right_ = 0, bottom_ = 0, top_ = 0;
};

class PajekExporter : public Exporter {
 public:
  Status write(const Selection& selection, std::ostream& out) override {
    auto fields = NodeFields::make(selection);
    if (!fields) return fields.error();
    Gathered gathered(out);
    Status status = meet(selection, *fields);
    if (!status.ok()) return status;
    status = write_vertices(selection, *fields, gathered);
    if (!status.ok() || !out) return status;
    gathered.text() += "*Arcs\n";
    status = selection.for_each_edge([&](const ExportEdge& edge) {
      write(edge, gathered.text());
      return gathered.pass();
    });
    gathered.flush();
    return status;
  }

 private:
  Status meet(const Selection& selection, const NodeFields& fields) {
    const Status status = selection.for_each_node([&](const StoredNode& node) {
      ids_.add(node.node.id);
      if (const auto place = fields.place(node.node)) square_.meet(*place);
      return true;
    });
    ids_.finish();
    numbers_.resize(ids_.size());
    return status;
  }

  Status write_vertices(const Selection& selection, const NodeFields& fields, Gathered& gathered) {
    std::string& text = gathered.text();
    text += "*Vertices " + std::to_string(ids_.size()) + "\n";
    std::uint32_t number = 0;
    return selection.for_each_node([&](const StoredNode& node) {
      numbers_[ids_.position(hash64(node.node.id)).value_or(0)] = ++number;
      append_whole(text, number);
      text += ' ';
      append_label(text, node.node.id);
      if (const auto place = fields.place(node.node)) {
        const Place scaled = square_.of(*place);
        for (const double coordinate : {scaled.x, scaled.y, 0.5}) {
          text += ' ';
          append_real(text, coordinate);
        }
      }
      text += '\n';
      return gathered.pass();
    });
  }

  std::uint32_t number(std::string_view id) const {
    const auto position = ids_.position(hash64(id));
    return position ? numbers_[*position] : 0;
  }

  void write(const ExportEdge& edge, std::string& text) const {
    append_whole(text, number(edge.source()));
    text += ' ';
    append_whole(text, number(edge.target()));
    text += ' ';
    append_whole(text, edge.claimed != nullptr ? edge.claimed->aggregate.actual() : 1);
    text += " l ";
    append_label(text, edge.relation->name);
    text += '\n';
  }

  NodeIds ids_;
  std::vector<std::uint32_t> numbers_;  // of the vertices, by position in ids_
  Square square_;
};

}  // namespace

std::unique_ptr<Exporter> make_pajek_exporter() { return std::make_unique<PajekExporter>(); }

}  // namespace entente
