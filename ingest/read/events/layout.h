#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "ingest/article.h"

namespace entente {

/// One row of a table of events: its cells, UTF-8.
using EventRow = std::span<const std::string>;

/// The published layouts of event data that are read. docs/formats.md says which column becomes what.
enum class EventLayout {
  gdelt,  ///< GDELT event records 1.0 and 2.0: tab-separated, no header, 57, 58 or 61 columns
  icews,  ///< ICEWS coded event data: a header that begins "Event ID, Event Date, Source Name"
  acled,  ///< ACLED: a header with event_id_cnty and sub_event_type
};

/// A table of events, as its first line tells it.
struct EventTable {
  EventLayout layout;
  char delimiter;
  std::vector<std::string> first;  ///< the cells of that line
};
/// None for any other table. REQUIRES: `head` begins with the first line.
std::optional<EventTable> event_table(std::string_view head);

/// Which cell of a row holds what, found from the first row.
class EventColumns {
 public:
  /// As event_table() tells them.
  EventColumns(EventLayout layout, EventRow first);

  bool has_header() const { return layout_ != EventLayout::gdelt; }
  std::size_t count() const { return count_; }
  /// The event of a row with count() cells, as an article without origin. Errors: InvalidInput (no id, a date that is none), without the place.
  Result<Article> read(EventRow row) const;

 private:
  Article read_gdelt(EventRow row) const;
  Article read_icews(EventRow row) const;
  Article read_acled(EventRow row) const;
  std::string_view cell(EventRow row, std::string_view column) const;

  EventLayout layout_;
  std::size_t count_;
  std::vector<std::string> names_;  // of the header, lower case
};

}  // namespace entente
