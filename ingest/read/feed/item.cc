#include "ingest/read/feed/item.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <span>
#include <sstream>
#include <vector>

#include "graph/text/unicode.h"
#include "ingest/read/html/dates.h"
#include "ingest/read/html/fragment.h"
#include "ingest/read/html/tree.h"
#include "ingest/read/page.h"
#include "ingest/read/record.h"

namespace entente::feed {
namespace {

using pugi::xml_node;
using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 4> kWhole = {"content:encoded", "content", "full-text", "body"};
constexpr std::array<std::string_view, 3> kSummary = {"description", "summary", "abstract"};
constexpr std::array<std::string_view, 9> kDates = {"pubDate", "published", "issued",        "date",   "created",
                                                    "updated", "modified",  "lastBuildDate", "pubdate"};

constexpr std::size_t kLongestTitle = 1000;

/// The name of an element without the prefixes that feeds give to elements that mean the same with and without; others keep theirs, as
/// "media:title" is no title.
std::string_view name_of(const xml_node& node) {
  std::string_view name = node.name();
  for (const std::string_view prefix : {"rss:", "atom:", "a10:", "atom10:", "dc:", "dcterms:", "xhtml:", "yandex:"})
    if (name.starts_with(prefix)) return name.substr(prefix.size());
  return name;
}

xml_node child(const xml_node& parent, std::string_view name) {
  for (const auto& node : parent.children())
    if (node.type() == pugi::node_element && name_of(node) == name) return node;
  return {};
}

/// White space made single spaces, invisible characters left out; valid UTF-8, as a reference like &#xD800; may have made something else.
std::string line(std::string_view text) {
  std::string out;
  bool space = false;
  while (!text.empty()) {
    const auto bad = find_invalid_utf8(text);
    for (const char c : text.substr(0, bad.value_or(text.size()))) {
      const bool is_space = c == ' ' || (c >= '\t' && c <= '\r');
      if (is_space) space = true;
      if (static_cast<unsigned char>(c) <= ' ' || c == 0x7F) continue;
      if (std::exchange(space, false) && !out.empty()) out.push_back(' ');
      out.push_back(c);
    }
    text.remove_prefix(bad ? *bad + 1 : text.size());
  }
  return out;
}

/// The characters of an element and all below it.
std::string characters(const xml_node& node) {
  struct Walker final : pugi::xml_tree_walker {
    std::string text;
    bool for_each(xml_node& at) override {
      if (at.type() == pugi::node_pcdata || at.type() == pugi::node_cdata) text.append(at.value());
      return true;
    }
  } walker;
  xml_node(node).traverse(walker);
  return std::move(walker.text);
}

std::string line_of(const xml_node& node) { return line(characters(node)); }

std::string valid(std::string text) {
  std::string out;
  std::string_view rest = text;
  while (const auto bad = find_invalid_utf8(rest)) {
    out.append(rest.substr(0, *bad));
    rest.remove_prefix(*bad + 1);
  }
  out.append(rest);
  std::erase(out, '\0');
  return out;
}

bool has_elements(const xml_node& node) {
  return std::ranges::any_of(node.children(), [](const xml_node& below) { return below.type() == pugi::node_element; });
}

/// What an element holds, as HTML: markup in it (XHTML of Atom), or else its characters, which are markup themselves.
std::string html_of(const xml_node& node) {
  if (!has_elements(node)) return valid(characters(node));
  std::ostringstream out;
  for (const auto& below : node.children()) below.print(out, "", pugi::format_raw | pugi::format_no_declaration);
  auto html = valid(std::move(out).str());
  for (const std::string_view prefixed : {"<xhtml:", "</xhtml:"})
    for (auto at = html.find(prefixed); at != std::string::npos; at = html.find(prefixed, at)) html.erase(at + prefixed.size() - 6, 6);
  return html;
}

/// "The post X appeared first on Y.", which a widespread program for sites adds to every item.
bool is_tail(std::string_view paragraph) {
  return paragraph.starts_with("The post ") && paragraph.find(" appeared first on ") != std::string_view::npos;
}

std::string plain(const xml_node& node) {
  // Atom says where there is no markup in it, so that "a < b" is what it is. In RSS nobody knows.
  const std::string_view type = node.attribute("type").value();
  if (type == "text" || type == "text/plain") return valid(characters(node));
  auto text = html::text_of_fragment(html_of(node));
  const auto last = text.rfind("\n\n");
  const auto begin = last == std::string::npos ? 0 : last + 2;
  if (is_tail(std::string_view(text).substr(begin))) text.erase(last == std::string::npos ? 0 : last);
  return text;
}

bool has_characters(std::string_view text) { return text.find_first_not_of(" \t\r\n") != std::string_view::npos; }

std::string title_of(const xml_node& parent) {
  const auto node = child(parent, "title");
  const auto text = line(html_of(node));
  if (text.size() > kLongestTitle) return {};
  const std::string_view type = node.attribute("type").value();
  return type == "text" ? text : html::plain_text(text);
}

bool is_address(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

/// In Atom the link of a relation, in RSS the text of the element.
std::string link_of(const xml_node& item) {
  if (auto original = line_of(item.child("feedburner:origLink")); is_address(original)) return original;
  std::string found;
  for (const auto& node : item.children()) {
    if (node.type() != pugi::node_element || name_of(node) != "link") continue;
    const std::string_view relation = node.attribute("rel").value();
    const auto address = node.attribute("href").empty() ? line_of(node) : line(node.attribute("href").value());
    if (found.empty() && (relation.empty() || relation == "alternate")) found = address;
  }
  if (!found.empty()) return found;
  const auto guid = child(item, "guid");
  const auto address = line_of(guid);
  return is_address(address) && std::string_view(guid.attribute("isPermaLink").value()) != "false" ? address : std::string();
}

/// The person in "mail@site (Name)", as RSS has it.
std::string person(std::string name) {
  const auto open = name.find('(');
  if (open != std::string::npos && name.ends_with(')') && name.substr(0, open).find('@') != std::string::npos)
    return name.substr(open + 1, name.size() - open - 2);
  return name;
}

/// What all elements of one of these names say, each once, with commas between.
std::string all_of(const xml_node& parent, std::initializer_list<std::string_view> names, const std::function<std::string(const xml_node&)>& said) {
  constexpr std::size_t most = 64;
  std::vector<std::string> values;
  for (const auto& node : parent.children()) {
    if (node.type() != pugi::node_element || std::ranges::find(names, name_of(node)) == names.end()) continue;
    auto value = said(node);
    if (!value.empty() && values.size() < most && std::ranges::find(values, value) == values.end()) values.push_back(std::move(value));
  }
  std::string joined;
  for (const auto& value : values) joined.append(joined.empty() ? "" : ", ").append(value);
  return joined;
}

std::string authors_of(const xml_node& parent) {
  return all_of(parent, {"author", "creator"}, [](const xml_node& node) {
    const auto name = child(node, "name");
    return name ? line_of(name) : person(line_of(node));
  });
}

std::string keywords_of(const xml_node& item) {
  return all_of(item, {"category", "subject"}, [](const xml_node& node) {
    const std::string_view label = node.attribute("label").value(), term = node.attribute("term").value();
    if (!label.empty()) return line(label);
    return term.empty() ? html::plain_text(line_of(node)) : line(term);
  });
}

std::string language_of(const xml_node& node) {
  const auto tag = line(node.attribute("xml:lang").value());
  if (!tag.empty()) return language_code(tag);
  return language_code(line_of(child(node, "language")));
}

void set_text(const xml_node& item, Article& article) {
  for (const Names names : {Names(kWhole), Names(kSummary)})
    for (const auto name : names) {
      auto text = plain(child(item, name));
      if (!has_characters(text)) continue;
      article.text = std::move(text);
      if (names.data() == kSummary.data()) article.attributes.emplace("summary_only", "true");
      return;
    }
}

/// An identifier that is no URI is only one within its feed: the address is one everywhere.
void set_id(const xml_node& item, Article& article) {
  auto id = line_of(child(item, "guid"));
  if (id.empty()) id = line_of(child(item, "id"));
  if (id.empty()) id = line(item.attribute("rdf:about").value());
  if (id.find(':') != std::string::npos)
    article.id = std::move(id);
  else if (!id.empty())
    article.attributes.emplace("guid", std::move(id));
}

void set_date(const xml_node& item, const std::string& where, WarningSink& warnings, Article& article) {
  constexpr std::size_t longest_shown = 80;
  std::string unread;
  for (const auto name : kDates) {
    auto given = line_of(child(item, name));
    article.date = read_feed_date(given);
    if (!article.date.empty()) return;
    if (unread.empty()) unread = std::move(given);
  }
  if (unread.empty()) return;
  const auto shown = unread.size() <= longest_shown ? fmt::format(" '{}'", unread) : std::string();
  warnings.warn(where, fmt::format("the date{} cannot be read; the item has none", shown));
}

}  // namespace

std::string read_feed_date(std::string_view text) {
  if (auto date = html::read_date(text); !date.empty()) return date;
  // RFC 822 had years of two figures: "Mon, 22 Jul 02 08:15:00 GMT".
  const auto comma = text.find(',');
  auto rest = comma == std::string_view::npos ? text : text.substr(comma + 1);
  std::vector<std::string> words;
  for (rest.remove_prefix(std::min(rest.find_first_not_of(" -"), rest.size())); !rest.empty() && words.size() < 3;) {
    const auto end = std::min(rest.find_first_of(" -"), rest.size());
    words.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end);
    rest.remove_prefix(std::min(rest.find_first_not_of(" -"), rest.size()));
  }
  if (words.size() < 3 || words[2].size() != 2 || words[2].find_first_not_of("0123456789") != std::string::npos) return {};
  return html::read_date(fmt::format("{} {} {}{}", words[0], words[1], words[2] < "70" ? "20" : "19", words[2]));
}

Channel read_channel(const xml_node& document) {
  Channel channel;
  const auto root = document.find_child([](const xml_node& node) { return node.type() == pugi::node_element; });
  const auto inner = child(root, "channel");
  const auto& from = inner ? inner : root;
  channel.title = title_of(from);
  channel.language = language_of(from);
  if (channel.language.empty()) channel.language = language_of(root);
  if (!inner) channel.author = authors_of(root);
  return channel;
}

std::optional<Article> read_item(const xml_node& item, const Channel& channel, const std::string& where, WarningSink& warnings) {
  Article article;
  set_text(item, article);
  if (article.text.empty()) return std::nullopt;
  article.origin = where;
  article.title = title_of(item);
  article.url = link_of(item);
  set_id(item, article);
  set_date(item, where, warnings, article);
  const auto source = child(item, "source");
  article.source = source ? (has_elements(source) ? title_of(source) : html::plain_text(line_of(source))) : std::string();
  if (article.source.empty()) article.source = channel.title;
  const auto language = language_of(item);
  article.language = believed_language(language.empty() ? channel.language : language, article.text);
  auto author = authors_of(item);
  if (author.empty()) author = channel.author;
  if (!author.empty()) article.attributes.emplace("author", std::move(author));
  if (auto keywords = keywords_of(item); !keywords.empty()) article.attributes.emplace("keywords", std::move(keywords));
  return article;
}

}  // namespace entente::feed
