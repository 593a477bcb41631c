#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "export/exporter.h"
#include "tests/graph/fixture.h"

namespace entente::test {

/// An id and a text that no format takes as they are: quotes, markup, the end of a CDATA section, backslashes, line breaks, control
/// characters, writing from the right, a picture and bytes that are no UTF-8.
extern const std::string kHostileId, kHostileText;

/// A store with nodes of several types and edges of every status, parallel, symmetric and from a node to itself, in `directory`.
std::unique_ptr<Store> make_world(const std::filesystem::path& directory);

/// The small gazetteer of these tests.
ReferenceFacts reference_facts();

constexpr std::array<bool, kClaimStatusCount> kAllStatuses = {true, true, true, true, true};

/// What `options` export of `snapshot` in `format`; fails the test where that fails.
std::string exported(const Snapshot& snapshot, std::string_view format, const ExportOptions& options);

}  // namespace entente::test
