#pragma once

#include "ingest/read/reader.h"

namespace entente {

// The rows of the table of formats, each beside its reader.
InputFormat text_format();   // text.cc
InputFormat json_format();   // json.cc
InputFormat jsonl_format();  // jsonl.cc
InputFormat html_format();   // html.cc

/// How the text that begins with `head` looks. Its formats share this one judgement, so that no two claim the same text.
enum class Look { text, markup, html, json, jsonl };
Look look_of(std::string_view head);

}  // namespace entente
