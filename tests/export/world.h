#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "export/exporter.h"
#include "tests/graph/fixture.h"

namespace entente::test {

/// An id and a text that no format takes as they are: quotes, markup, the end of a CDATA section, backslashes, line breaks, control
/// characters, writing from the right, a picture and bytes that are no UTF-8.
extern const std::string kHostileId, kHostileText;

/// A store with nodes of several types and edges of every status, parallel, symmetric and from a node to itself, in `directory`.
std::unique_ptr<Store> make_world(const std::filesystem::path& directory);

/// Names of things that formats, spreadsheets or languages of readers take for something else; the thing of name n is called n, and has n as its
/// attribute "note". read_back.py has the same list.
extern const std::vector<std::string> kHostileNames;

/// A store in `directory` with a node for each of them, whose id is the name, and an edge from each to the next.
std::unique_ptr<Store> make_hostile_world(const std::filesystem::path& directory);

/// A page with a place for data, which stands in for that of the explorer.
extern const ExportPage kPage;

/// The small gazetteer of these tests.
ReferenceFacts reference_facts();

constexpr std::array<bool, kClaimStatusCount> kAllStatuses = {true, true, true, true, true};

/// What `options` export of `snapshot` in `format`, into kPage if they name no page, by the names of the files, one without a name where the format
/// is one file; fails the test where that fails.
std::map<std::string, std::string> exported_files(const Snapshot& snapshot, const ExportFormat& format, ExportOptions options);

/// The same of a format of one file.
std::string exported(const Snapshot& snapshot, std::string_view format, const ExportOptions& options);

}  // namespace entente::test
