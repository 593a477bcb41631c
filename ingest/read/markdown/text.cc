#include "ingest/read/markdown/text.h"

#include <cmark.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "ingest/read/html/fragment.h"

namespace entente::markdown {
namespace {

constexpr std::size_t kMostLevels = 100;
constexpr std::size_t kMostBrackets = 10'000;

struct Freed {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

/// What a parser would spend the square of its length on. Signs that open a level are counted even where they are none.
bool is_costly(std::string_view text) {
  std::size_t brackets = 0, levels = 0;
  bool line_begins = true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') {
      if (line_begins) brackets = 0;
      line_begins = true;
      levels = 0;
      continue;
    }
    const bool opens = c == '>' || c == '-' || c == '*' || c == '+';
    if (line_begins && opens && ++levels > kMostLevels && text.substr(at, 2).find_first_not_of("->*+") != std::string_view::npos) return true;
    if ((c == '[' || c == '<') && ++brackets > kMostBrackets) return true;
    if (c != ' ' && c != '\t' && c != '\r' && !opens) line_begins = false;
  }
  return false;
}

std::string_view literal_of(cmark_node* node) {
  const char* literal = cmark_node_get_literal(node);
  return literal == nullptr ? std::string_view{} : std::string_view(literal);
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto begin = text.find_first_not_of(kSpace);
  return begin == std::string_view::npos ? std::string_view{} : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// Without the marks of footnotes: "[^1]", and "[^1]:" before a note.
std::string without_note_marks(std::string_view text) {
  constexpr std::size_t longest_mark = 32;
  std::string out;
  while (!text.empty()) {
    const auto mark = std::min(text.find("[^"), text.size());
    out.append(text.substr(0, mark));
    text.remove_prefix(mark);
    if (text.empty()) break;
    const auto end = text.find_first_of("] \n", 2);
    const bool is_mark = end != std::string_view::npos && text[end] == ']' && end > 2 && end < longest_mark;
    const std::size_t length = is_mark ? end + 1 + (out.empty() && text.substr(end + 1).starts_with(':') ? 1 : 0) : 2;
    if (!is_mark) out.append(text.substr(0, length));
    text.remove_prefix(length);
  }
  return out;
}

/// Whether a line is the one below the head of a table: "|---|:--:|".
bool is_table_rule(std::string_view line) {
  line = trim(line);
  return line.find("--") != std::string_view::npos && line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|-: ") == std::string_view::npos;
}

/// "| a | b |" as "a | b".
std::string row_of(std::string_view row) {
  auto line = trim(row);
  if (line.starts_with('|')) line.remove_prefix(1);
  if (line.ends_with('|')) line.remove_suffix(1);
  return std::string(trim(line));
}

class TextMaker {
 public:
  explicit TextMaker(std::string_view source) : source_(source) {}

  Text make(cmark_node* document) {
    const std::unique_ptr<cmark_iter, Freed> iterator(cmark_iter_new(document));
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(iterator.get()))
      take(cmark_iter_get_node(iterator.get()), event == CMARK_EVENT_ENTER);
    return std::move(text_);
  }

 private:
  void take(cmark_node* node, bool enters) {
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_IMAGE) pictures_ += enters ? 1 : -1;
    if (pictures_ > 0) return;
    switch (type) {
      case CMARK_NODE_TEXT:
      case CMARK_NODE_CODE: line_.append(literal_of(node)); break;
      case CMARK_NODE_SOFTBREAK:
      case CMARK_NODE_LINEBREAK: line_.push_back('\n'); break;
      case CMARK_NODE_LINK:
        // A note of one word looks like the address of a link.
        if (enters)
          link_begins_ = line_.size();
        else if (std::string_view(line_).substr(std::min(link_begins_, line_.size())).starts_with('^'))
          line_.resize(link_begins_);
        break;
      case CMARK_NODE_PARAGRAPH:
      case CMARK_NODE_HEADING:
        if (!enters) end_block(type == CMARK_NODE_HEADING ? cmark_node_get_heading_level(node) : 0);
        break;
      case CMARK_NODE_HTML_BLOCK: add_lines(html::text_of_fragment(literal_of(node)), "\n\n"); break;
      case CMARK_NODE_CODE_BLOCK:
        if (is_indented(node)) add_lines(literal_of(node), "\n\n");
        break;
      default: break;
    }
  }

  /// The library does not tell: a block between fences begins with a line that has one.
  bool is_indented(cmark_node* node) {
    for (const int line = cmark_node_get_start_line(node); line_number_ < line && !source_.empty(); ++line_number_)
      source_.remove_prefix(std::min(source_.find('\n'), source_.size() - 1) + 1);
    const auto first = source_.substr(0, source_.find('\n'));
    return first.find("```") == std::string_view::npos && first.find("~~~") == std::string_view::npos;
  }

  void end_block(int level) {
    const auto text = std::exchange(line_, {});
    if (level == 1 && text_.heading.empty() && text_.paragraphs.empty()) {
      text_.heading = joined(without_note_marks(text));
    } else if (level == 0 && has_table_rule(text)) {
      add_rows(text);
    } else {  // notes on lines below each other are one paragraph to the parser
      std::size_t begin = 0;
      for (auto note = text.find("\n[^"); note != std::string::npos; note = text.find("\n[^", note + 1)) {
        if (text.substr(note, text.find('\n', note + 1) - note).find("]:") == std::string::npos) continue;
        add(joined(without_note_marks(std::string_view(text).substr(begin, note - begin))));
        begin = note + 1;
      }
      add(joined(without_note_marks(std::string_view(text).substr(begin))));
    }
  }

  void add_rows(std::string_view text) {
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size());
      if (!is_table_rule(text.substr(0, end))) add(row_of(without_note_marks(text.substr(0, end))));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  static bool has_table_rule(std::string_view text) {
    const auto first = text.find('\n');
    return first != std::string_view::npos && is_table_rule(text.substr(first + 1, text.find('\n', first + 1) - first - 1));
  }

  static std::string joined(std::string_view text) {
    std::string line(trim(text));
    std::ranges::replace(line, '\n', ' ');
    return line;
  }

  void add_lines(std::string_view text, std::string_view separator) {
    while (!text.empty()) {
      const auto end = std::min(text.find(separator), text.size());
      add(joined(text.substr(0, end)));
      text.remove_prefix(std::min(end + separator.size(), text.size()));
    }
  }

  void add(std::string paragraph) {
    if (!trim(paragraph).empty()) text_.paragraphs.push_back(std::move(paragraph));
  }

  std::string_view source_;  // from line line_number_ on
  int line_number_ = 1;
  Text text_;
  std::string line_;  // of the block that is read
  std::size_t link_begins_ = 0;
  int pictures_ = 0;
};

}  // namespace

std::optional<Text> read_text(std::string_view markdown) {
  if (is_costly(markdown)) return std::nullopt;
  const std::unique_ptr<cmark_node, Freed> document(cmark_parse_document(markdown.data(), markdown.size(), CMARK_OPT_DEFAULT));
  return TextMaker(markdown).make(document.get());
}

}  // namespace entente::markdown
