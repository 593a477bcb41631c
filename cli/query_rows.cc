#include "cli/query_rows.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/query_value.h"

namespace entente::cli {
namespace {

constexpr std::array<std::pair<std::string_view, Form>, 4> kForms = {
    {{"table", Form::table}, {"json", Form::json}, {"jsonl", Form::jsonl}, {"csv", Form::csv}}};

class TableWriter : public RowWriter {
 public:
  TableWriter(Form form, std::ostream& out, bool color) : RowWriter(out), form_(form), color_(color) {}

  void begin(const std::vector<std::string>& columns) override { table_.emplace(columns); }

  Status add(const query::Graph& graph, std::span<const query::Value> values) override {
    std::vector<Table::Cell> cells;
    for (const query::Value& value : values) {
      auto cell = to_cell(graph, value);
      if (!cell) return cell.error();
      cells.push_back(std::move(*cell));
    }
    table_->add(std::move(cells));
    return Status::success();
  }

  Status end() override {
    separate();
    table_->print(out(), form_, color_);
    table_.reset();
    return Status::success();
  }

  Status plan(std::string_view text) override {
    separate();
    out() << text;
    return Status::success();
  }

 private:
  void separate() {
    if (answered_) out() << (form_ == Form::csv ? "\r\n" : "\n");
    answered_ = true;
  }

  Form form_;
  bool color_;
  bool answered_ = false;
  std::optional<Table> table_;
};

class JsonWriter : public RowWriter {
 public:
  JsonWriter(Form form, std::ostream& out) : RowWriter(out), form_(form) {}

  void begin(const std::vector<std::string>& columns) override {
    columns_ = columns;
    list_.clear();
  }

  Status add(const query::Graph& graph, std::span<const query::Value> values) override {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < values.size(); ++i) {
      auto value = to_json(graph, values[i]);
      if (!value) return value.error();
      object[columns_[i]] = std::move(*value);
    }
    if (form_ == Form::jsonl)
      out() << dump(object) << '\n';
    else
      list_ += (list_.empty() ? "" : ",") + dump(object);
    return Status::success();
  }

  Status end() override {
    if (form_ == Form::json) out() << '[' << std::exchange(list_, {}) << "]\n";
    return Status::success();
  }

  Status plan(std::string_view text) override {
    out() << text;
    return Status::success();
  }

 private:
  Form form_;
  std::vector<std::string> columns_;
  std::string list_;  // the objects as text, which takes less room than as values
};

}  // namespace

std::unique_ptr<RowWriter> make_row_writer(Form form, std::ostream& out, bool color) {
  if (form == Form::json || form == Form::jsonl) return std::make_unique<JsonWriter>(form, out);
  return std::make_unique<TableWriter>(form, out, color);
}

std::optional<Form> form_of(std::string_view name) {
  const auto found = std::ranges::find(kForms, name, &std::pair<std::string_view, Form>::first);
  return found == kForms.end() ? std::nullopt : std::optional(found->second);
}

std::string_view name_of(Form form) { return std::ranges::find(kForms, form, &std::pair<std::string_view, Form>::second)->first; }

}  // namespace entente::cli
