#include "cli/print.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>

#include "export/text.h"
#include "graph/text/unicode.h"

namespace entente::cli {
namespace {

constexpr std::size_t kBuffer = 1u << 16;  // bytes: the size of a pipe of Linux

std::string cell_text(const Table::Cell& cell) {
  if (cell.is_null()) return {};
  if (cell.is_string()) return one_line(cell.get<std::string>());
  return dump(cell);
}

std::string csv_field(const Table::Cell& cell) {
  const std::string text = cell.is_string() ? clean_text(cell.get<std::string>()) : cell_text(cell);
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

/// Whether a terminal gives `c` two columns: the scripts of East Asia and pictures, by their blocks.
bool is_wide(char32_t c) {
  constexpr std::array<std::array<char32_t, 2>, 9> kWide = {{{0x1100, 0x115F},
                                                             {0x2E80, 0x303E},
                                                             {0x3041, 0xA4CF},
                                                             {0xAC00, 0xD7A3},
                                                             {0xF900, 0xFAFF},
                                                             {0xFE30, 0xFE6F},
                                                             {0xFF00, 0xFF60},
                                                             {0x1F300, 0x1FAFF},
                                                             {0x20000, 0x3FFFD}}};
  return std::ranges::any_of(kWide, [&](const auto& range) { return c >= range[0] && c <= range[1]; });
}

/// Whether a terminal gives `c` no column: marks over other letters, and what only directs the writing.
bool is_zero_width(char32_t c) {
  constexpr std::array<std::array<char32_t, 2>, 7> kZero = {
      {{0x0300, 0x036F}, {0x0591, 0x05BD}, {0x064B, 0x065F}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};
  return std::ranges::any_of(kZero, [&](const auto& range) { return c >= range[0] && c <= range[1]; });
}

}  // namespace

DescriptorBuffer::DescriptorBuffer(int descriptor) : descriptor_(descriptor) {
  buffer_.resize(kBuffer);
  setp(buffer_.data(), buffer_.data() + kBuffer);
}

DescriptorBuffer::~DescriptorBuffer() { DescriptorBuffer::sync(); }

DescriptorBuffer::int_type DescriptorBuffer::overflow(int_type c) {
  if (sync() != 0) return traits_type::eof();
  if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
  *pptr() = traits_type::to_char_type(c);
  pbump(1);
  return c;
}

int DescriptorBuffer::sync() {
  const char* at = pbase();
  while (error_ == 0 && at < pptr()) {
    const ssize_t written = ::write(descriptor_, at, static_cast<std::size_t>(pptr() - at));
    if (written >= 0)
      at += written;
    else if (errno != EINTR)
      error_ = errno;
  }
  setp(buffer_.data(), buffer_.data() + kBuffer);
  return error_ == 0 ? 0 : -1;
}

Output::Output() : std::ostream(nullptr), buffer_(STDOUT_FILENO) { rdbuf(&buffer_); }

int Output::finish(int code) {
  flush();
  if (buffer_.error() == 0) return code;
  if (buffer_.error() == EPIPE) return kDone;
  return complain(fmt::format("standard output: cannot be written ({}); is the disk full?", std::strerror(buffer_.error())));
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::string_view units[] = {"bytes", "kB", "MB", "GB", "TB"};
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; size >= 1000 && unit + 1 < std::size(units); ++unit) size /= 1000;
  return unit == 0 ? fmt::format("{} {}", bytes, units[0]) : fmt::format("{:.1f} {}", size, units[unit]);
}

bool is_terminal() { return isatty(STDOUT_FILENO) == 1; }

std::shared_ptr<Form> add_format(CLI::App& app) {
  auto form = std::make_shared<Form>(Form::table);
  const std::map<std::string, Form> names = {{"table", Form::table}, {"json", Form::json}, {"jsonl", Form::jsonl}, {"csv", Form::csv}};
  app.add_option_function<std::string>(
         "--format", [form, names](const std::string& name) { *form = names.at(name); }, "Form of output; a table is tab-separated in a pipe")
      ->check(CLI::IsMember({"table", "json", "jsonl", "csv"}));
  return form;
}

Table::Table(std::vector<std::string> columns) : columns_(std::move(columns)) {}
Table::~Table() = default;
Table::Table(Table&&) noexcept = default;

void Table::add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
bool Table::empty() const { return rows_.empty(); }

void Table::print(std::ostream& out, Form form, bool color) const {
  const auto object = [&](const std::vector<Cell>& row) {
    Cell value = Cell::object();
    for (std::size_t i = 0; i < row.size(); ++i) value[columns_[i]] = row[i];
    return value;
  };
  if (form == Form::json) {
    Cell list = Cell::array();
    for (const auto& row : rows_) list.push_back(object(row));
    out << dump(list, true) << '\n';
  } else if (form == Form::jsonl) {
    for (const auto& row : rows_) out << dump(object(row)) << '\n';
  } else if (form == Form::table && is_terminal()) {
    print_aligned(out, color);
  } else {
    const char separator = form == Form::csv ? ',' : '\t';
    const auto line = [&](const auto& cells, const auto& text) {
      for (std::size_t i = 0; i < cells.size(); ++i) out << (i == 0 ? "" : std::string(1, separator)) << text(cells[i]);
      out << (form == Form::csv ? "\r\n" : "\n");
    };
    line(columns_, [](const std::string& name) { return name; });
    for (const auto& row : rows_) line(row, [&](const Cell& cell) { return form == Form::csv ? csv_field(cell) : cell_text(cell); });
  }
}

void Table::print_aligned(std::ostream& out, bool color) const {
  std::vector<std::size_t> widths;
  for (const std::string& name : columns_) widths.push_back(display_width(name));
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(cell_text(row[i])));
  const auto pad = [&](std::string_view text, std::size_t column, bool right) {
    const std::string space(widths[column] - display_width(text), ' ');
    if (right) return space + std::string(text);
    return std::string(text) + (column + 1 == columns_.size() ? std::string() : space);
  };
  const auto is_number = [&](std::size_t column) { return std::ranges::any_of(rows_, [&](const auto& row) { return row[column].is_number(); }); };
  for (std::size_t i = 0; i < columns_.size(); ++i) out << (i == 0 ? "" : "  ") << paint(pad(columns_[i], i, is_number(i)), Ink::dim, color);
  out << '\n';
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) out << (i == 0 ? "" : "  ") << pad(cell_text(row[i]), i, row[i].is_number());
    out << '\n';
  }
}

std::string dump(const nlohmann::ordered_json& value, bool indented) {
  return value.dump(indented ? 2 : -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string paint(std::string_view text, Ink ink, bool color) {
  if (!color || ink == Ink::plain || text.empty()) return std::string(text);
  constexpr std::array<std::string_view, 6> kCodes = {"", "1", "2", "1;34", "1;38;5;166", "1;32"};
  return fmt::format("\033[{}m{}\033[0m", kCodes[static_cast<std::size_t>(ink)], text);
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, next] = decode(text, at);
    width += is_zero_width(c) ? 0 : is_wide(c) ? 2 : 1;
    at = next;
  }
  return width;
}

}  // namespace entente::cli
