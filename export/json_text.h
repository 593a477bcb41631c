#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "export/fields.h"

namespace entente {

/// `text`, whatever its bytes, as a string of JSON with its quotes, which is one of Turtle too. A malformed sequence becomes U+FFFD; all else stays.
void append_json(std::string& out, std::string_view text);
/// clean_id() likewise.
void append_json_id(std::string& out, std::string_view id);

/// `,"source":"...","target":"..."` of an edge.
void append_json_ends(std::string& out, const ExportEdge& edge);

/// Writes fields as members of an object: texts as strings, several as lists of them, days as "2024-11-05".
class JsonFields : public FieldSink {
 public:
  explicit JsonFields(const std::vector<Field>& fields);
  void rename(std::size_t field, std::string_view name);
  void leave_out(std::size_t field) { names_[field].clear(); }

  /// What comes goes to the end of `out`, each member with a comma before it but the first, if `empty`: if the object has no member yet.
  void begin(std::string& out, bool empty);

  void text(std::size_t field, std::string_view value) override;
  void texts(std::size_t field, std::span<const std::string_view> values) override;
  void whole(std::size_t field, std::int64_t value) override;
  void real(std::size_t field, double value) override;
  void flag(std::size_t field, bool value) override;
  void day(std::size_t field, Day value) override;

 private:
  bool name(std::size_t field);

  std::vector<std::string> names_;  // with quotes and colon; empty for what is left out
  std::string* out_ = nullptr;
  bool empty_ = true;
};

}  // namespace entente
