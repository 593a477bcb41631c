#pragma once

#include "ingest/read/reader.h"

namespace entente {

// The rows of the table of formats, each beside its reader.
InputFormat text_format();      // text.cc
InputFormat json_format();      // json.cc
InputFormat jsonl_format();     // jsonl.cc
InputFormat html_format();      // html.cc
InputFormat feed_format();      // feed.cc
InputFormat warc_format();      // warc.cc
InputFormat pdf_format();       // pdf.cc
InputFormat markdown_format();  // markdown.cc
InputFormat csv_format();       // csv.cc
InputFormat newsml_format();    // newsml.cc

/// How the text that begins with `head` looks. Its formats share this one judgement, so that no two claim the same text.
enum class Look { text, markup, html, feed, newsml, json, jsonl, markdown, table };
Look look_of(std::string_view head);

}  // namespace entente
