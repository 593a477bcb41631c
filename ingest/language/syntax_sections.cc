#include "ingest/language/syntax_sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ingest/language/kernels.h"
#include "ingest/language/ner.h"

namespace entente {
namespace {

std::string lines(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) (out += name) += '\n';
  return out;
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

constexpr int kGreatestByte = 127;

// `scale` is that of the largest value, which `greatest` stands for.
std::int8_t to_byte(float value, float scale, int greatest) {
  return scale == 0 ? std::int8_t{0} : static_cast<std::int8_t>(std::clamp<long>(std::lround(value / scale), -greatest, greatest));
}

void save_rows(ModelWriter& writer, const std::string& name, const std::vector<float>& matrix, std::size_t width) {
  std::vector<std::int8_t> bytes(matrix.size());
  std::vector<float> scales(matrix.size() / width);
  for (std::size_t r = 0; r < scales.size(); ++r) {
    for (std::size_t i = 0; i < width; ++i) scales[r] = std::max(scales[r], std::fabs(matrix[r * width + i]) / kGreatestByte);
    for (std::size_t i = 0; i < width; ++i) bytes[r * width + i] = to_byte(matrix[r * width + i], scales[r], kGreatestByte);
  }
  writer.add_array(name, bytes);
  writer.add_array(name + ".scales", scales);
}

// Puts matrices of as many rows side by side, with a scale a column.
void save_columns(ModelWriter& writer, const std::string& name, std::initializer_list<const std::vector<float>*> matrices, std::size_t rows) {
  std::size_t width = 0, first = 0;
  for (const auto* m : matrices) width += m->size() / rows;
  std::vector<std::int8_t> bytes(rows * width);
  std::vector<float> scales(width);
  for (const auto* m : matrices) {
    const std::size_t columns = m->size() / rows;
    for (std::size_t c = 0; c < columns; ++c) {
      float& scale = scales[first + c];
      for (std::size_t r = 0; r < rows; ++r) scale = std::max(scale, std::fabs((*m)[r * columns + c]) / kernels::kGreatestWeight);
      for (std::size_t r = 0; r < rows; ++r) bytes[r * width + first + c] = to_byte((*m)[r * columns + c], scale, kernels::kGreatestWeight);
    }
    first += columns;
  }
  writer.add_array(name, bytes);
  writer.add_array(name + ".scales", scales);
}

constexpr std::uint32_t kLargest = 4096;  // of any size but that of the embedding table, so that no product overflows

// Collects what fails first, so that loading reads as a list.
class Loader {
 public:
  explicit Loader(const ModelFile& model) : model_(model) {}

  ScaledBytes bytes(const std::string& name, std::size_t rows, std::size_t columns, bool scale_rows) {
    return {array<std::int8_t>(name, rows * columns), array<float>(name + ".scales", scale_rows ? rows : columns)};
  }
  std::span<const float> floats(const std::string& name, std::size_t count) { return array<float>(name, count); }
  const Status& status() const { return status_; }

 private:
  template <class T>
  std::span<const T> array(const std::string& name, std::size_t count) {
    auto found = model_.array<T>(name, count);
    if (found) return *found;
    if (status_.ok()) status_ = found.error();
    return {};
  }
  const ModelFile& model_;
  Status status_;
};

std::string layer_name(std::size_t layer) { return fmt::format("syntax.layer{}", layer + 1); }

}  // namespace

void save_syntax(ModelWriter& writer, const Lexicon& lexicon, const SyntaxNames& names, const NetworkShape& s, const NetworkWeights& w) {
  lexicon.save(writer, "syntax.");
  writer.add_text("syntax.names.tags", lines(names.tags));
  writer.add_text("syntax.names.relations", lines(names.relations));
  writer.add_text("syntax.names.treebanks", lines(names.treebanks));
  writer.add_array("syntax.shape", std::vector<std::uint32_t>{s.embedding, s.cells, s.layers, s.tag_layer, s.arc, s.label, names.usual});
  save_rows(writer, "syntax.embeddings", w.embeddings, s.embedding);
  for (std::uint32_t l = 0; l < s.layers; ++l) {
    const auto& layer = w.layers[l];
    save_columns(writer, layer_name(l), {&layer.matrix[0], &layer.matrix[1]}, s.input(l));
    auto gates = layer.gates[0];
    gates.insert(gates.end(), layer.gates[1].begin(), layer.gates[1].end());
    writer.add_array(layer_name(l) + ".gates", gates);
  }
  save_columns(writer, "syntax.tag", {&w.tag}, s.width());
  writer.add_array("syntax.tag.bias", w.tag_bias);
  if (!names.name_sets.empty()) {
    writer.add_text("ner.sets", lines(names.name_sets));
    save_columns(writer, "ner.head", {&w.name}, s.width());
    writer.add_array("ner.head.bias", w.name_bias);
  }
  save_columns(writer, "syntax.heads", {&w.heads}, s.width());
  writer.add_array("syntax.heads.bias", w.heads_bias);
  writer.add_array("syntax.arc", w.arc);
  writer.add_array("syntax.arc.head", w.arc_head);
  writer.add_array("syntax.distance", w.distance);
  writer.add_array("syntax.label", w.label);
  writer.add_array("syntax.label.bias", w.label_bias);
}

Result<SyntaxSections> load_syntax(const ModelFile& model) {
  auto lexicon = Lexicon::load(model, "syntax.");
  if (!lexicon) return failure(lexicon.error());
  SyntaxSections out{std::move(*lexicon), {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  const auto shape = model.array<std::uint32_t>("syntax.shape", 7);
  if (!shape) return failure(shape.error());
  auto& s = out.shape;
  s.embedding = (*shape)[0];
  s.cells = (*shape)[1];
  s.layers = (*shape)[2];
  s.tag_layer = (*shape)[3];
  s.arc = (*shape)[4];
  s.label = (*shape)[5];
  out.names.usual = (*shape)[6];
  for (auto* list : {&out.names.tags, &out.names.relations, &out.names.treebanks}) {
    const char* section = list == &out.names.tags        ? "syntax.names.tags"
                          : list == &out.names.relations ? "syntax.names.relations"
                                                         : "syntax.names.treebanks";
    const auto text = model.text(section);
    if (!text) return failure(text.error());
    *list = split_lines(*text);
    if (list->empty() || list->size() > kLargest) return model.damaged(section, "has no names");
  }
  if (model.has("ner.sets")) {
    const auto text = model.text("ner.sets");
    if (!text) return failure(text.error());
    out.names.name_sets = split_lines(*text);
    if (out.names.name_sets.empty() || out.names.name_sets.size() > kMostNameSets) return model.damaged("ner.sets", "has no names, or too many");
  }
  if (model.has("ner.lists")) {
    const auto lists = model.text("ner.lists");
    if (!lists) return failure(lists.error());
    out.name_lists = *lists;
    if (lists->size() % 4 != 0) return model.damaged("ner.lists", "has a part of a phrase at its end");
  }
  s.name_labels = kNameLabels;
  s.name_sets = static_cast<std::uint32_t>(out.names.name_sets.size());
  s.rows = out.lexicon.rows();
  s.tags = static_cast<std::uint32_t>(out.names.tags.size());
  s.relations = static_cast<std::uint32_t>(out.names.relations.size());
  if (std::ranges::max(*shape) > kLargest || s.embedding % 16 != 0 || s.cells % 16 != 0 || s.embedding == 0 || s.cells == 0 || s.layers == 0 ||
      s.layers > 16 || s.tag_layer == 0 || s.tag_layer > s.layers || s.arc == 0 || s.label == 0 ||
      out.names.treebanks.size() != out.lexicon.treebanks() || out.names.usual >= out.names.treebanks.size())
    return model.damaged("syntax.shape", "names impossible sizes");
  Loader load(model);
  out.embeddings = load.bytes("syntax.embeddings", s.rows, s.embedding, true);
  for (std::uint32_t l = 0; l < s.layers; ++l)
    out.layers.push_back({load.bytes(layer_name(l), s.input(l), std::size_t{2} * s.columns(l), false),
                          load.floats(layer_name(l) + ".gates", std::size_t{8} * s.cells)});
  out.tag = load.bytes("syntax.tag", s.width(), s.tags, false);
  out.tag_bias = load.floats("syntax.tag.bias", s.tags);
  if (s.name_sets > 0) {
    out.name = load.bytes("ner.head", s.width(), s.names(), false);
    out.name_bias = load.floats("ner.head.bias", s.names());
  }
  out.heads = load.bytes("syntax.heads", s.width(), s.heads(), false);
  out.heads_bias = load.floats("syntax.heads.bias", s.heads());
  out.arc = load.floats("syntax.arc", std::size_t{s.arc} * s.arc);
  out.arc_head = load.floats("syntax.arc.head", s.arc);
  out.distance = load.floats("syntax.distance", kDistances);
  out.label = load.floats("syntax.label", std::size_t{s.label} * s.relations);
  out.label_bias = load.floats("syntax.label.bias", s.relations);
  if (!load.status().ok()) return failure(load.status());
  return out;
}

}  // namespace entente
