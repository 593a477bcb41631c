#include "ingest/read/newsml/item.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "ingest/read/fields.h"
#include "ingest/read/html/fragment.h"
#include "ingest/read/newsml/markup.h"

namespace entente::newsml {
namespace {

/// The text of the first of these elements that has one.
std::string first_text(const pugi::xml_node& node, std::initializer_list<std::string_view> paths) {
  for (const auto path : paths)
    if (auto text = text_of(descendant(node, path)); !text.empty()) return text;
  return {};
}

/// "20241105T101500+0700" as "2024-11-05T101500+0700"; anything else as it is.
std::string date_of(std::string_view date) {
  const auto digits = date.substr(0, 8);
  const bool is_basic = digits.size() == 8 && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  if (!is_basic) return std::string(date);
  return fmt::format("{}-{}-{}{}", digits.substr(0, 4), digits.substr(4, 2), digits.substr(6), date.substr(8));
}

void set_attribute(std::string_view name, std::string value, Article& article) {
  if (!value.empty()) article.attributes.insert_or_assign(std::string(name), std::move(value));
}

/// The name of a party: a child `name`, else what it is called by.
std::string name_of(const pugi::xml_node& party) {
  if (auto name = text_of(child(party, "name")); !name.empty()) return name;
  for (const char* attribute : {"literal", "qcode", "FormalName"})
    if (const std::string_view value = party.attribute(attribute).value(); !value.empty()) return std::string(value.substr(value.find(':') + 1));
  return {};
}

/// All texts of the children with a name, with a comma between.
std::string all_of(const pugi::xml_node& node, std::string_view name, std::string (*text)(const pugi::xml_node&)) {
  std::string all;
  for (const auto& below : node.children())
    if (local_name(below) == name)
      if (const auto value = text(below); !value.empty()) all.append(all.empty() ? "" : ", ").append(value);
  return all;
}

/// The part of a code behind its scheme: "text" of "ninat:text".
std::string_view code_of(const pugi::xml_node& node) {
  std::string_view code = node.attribute("qcode").value();
  if (code.empty()) code = node.attribute("uri").value();
  return code.substr(code.find_last_of(":/") + 1);
}

void read_nitf(const pugi::xml_node& nitf, Article& article) {
  const auto head = child(nitf, "head"), body = child(nitf, "body");
  const auto body_head = child(body, "body.head");
  if (article.text.empty()) article.text = body_text(child(body, "body.content"));
  if (article.title.empty()) article.title = first_text(body_head, {"hedline/hl1"});
  if (article.title.empty()) article.title = first_text(head, {"title"});
  if (article.id.empty()) article.id = descendant(head, "docdata/doc-id").attribute("id-string").value();
  if (article.date.empty()) article.date = date_of(descendant(head, "docdata/date.issue").attribute("norm").value());
  if (article.date.empty()) article.date = date_of(child(head, "pubdata").attribute("date.publication").value());
  if (article.source.empty()) article.source = child(head, "pubdata").attribute("name").value();
  if (article.source.empty()) article.source = first_text(body_head, {"distributor/org", "distributor"});
  if (!article.attributes.contains("author")) set_attribute("author", first_text(body_head, {"byline/person", "byline"}), article);
}

/// What an element that holds the text in some form says. More than one form may be there: the first with a text counts.
void read_content(const pugi::xml_node& content, Article& article) {
  if (!article.text.empty()) return;
  if (const auto nitf = find_below(content, "nitf")) return read_nitf(nitf, article);
  if (const auto body = find_below(content, "body.content")) {
    article.text = body_text(body);
  } else if (const auto page = find_below(content, "body")) {
    article.text = body_text(page);
  } else if (content.find_child([](const pugi::xml_node& below) { return below.type() == pugi::node_element; })) {
    article.text = body_text(content);
  } else {
    const std::string_view text = content.text().get();
    article.text = text.find("</") == std::string_view::npos ? std::string(text) : html::text_of_fragment(text);
    if (article.text.find_first_not_of(" \t\r\n") == std::string::npos) article.text.clear();
  }
}

std::string read_g2(const pugi::xml_node& item, Article& article, WarningSink& warnings) {
  const auto about = child(item, "itemMeta"), content = child(item, "contentMeta");
  article.id = item.attribute("guid").value();
  const auto kind = code_of(child(about, "itemClass"));
  if (!kind.empty() && kind != "text" && kind != "composite") return fmt::format("is no text but of the class '{}'", for_message(kind));
  const auto status = code_of(child(about, "pubStatus"));
  if (status == "canceled" || status == "withheld") return fmt::format("was {} by its agency", status);
  article.title = first_text(content, {"headline"});
  if (article.title.empty()) article.title = first_text(about, {"title"});
  article.date = first_text(about, {"versionCreated"});
  if (article.date.empty()) article.date = first_text(content, {"contentModified", "contentCreated"});
  article.source = name_of(child(content, "infoSource"));
  if (article.source.empty()) article.source = name_of(child(about, "provider"));
  set_language(child(content, "language").attribute("tag").value(), article, warnings);
  set_attribute("author", all_of(content, "by", text_of), article);
  if (!article.attributes.contains("author")) set_attribute("author", all_of(content, "creator", name_of), article);
  set_attribute("slugline", first_text(content, {"slugline"}), article);
  set_attribute("dateline", first_text(content, {"dateline"}), article);
  set_attribute("urgency", first_text(content, {"urgency"}), article);
  set_attribute("subjects", all_of(content, "subject", name_of), article);
  for (const auto& form : child(item, "contentSet").children())
    if (local_name(form) == "inlineXML" || local_name(form) == "inlineData") read_content(form, article);
  return {};
}

std::string read_newsml1(const pugi::xml_node& item, Article& article, WarningSink& warnings) {
  const auto identifier = descendant(item, "Identification/NewsIdentifier");
  const auto component = child(item, "NewsComponent");
  article.id = first_text(identifier, {"PublicIdentifier", "NewsItemId"});
  const std::string_view status = descendant(item, "NewsManagement/Status").attribute("FormalName").value();
  if (status == "Canceled" || status == "Withheld") return fmt::format("was {} by its agency", status == "Canceled" ? "canceled" : "withheld");
  article.title = first_text(find_below(component, "NewsLines"), {"HeadLine"});
  article.date =
      date_of(first_text(item, {"NewsManagement/ThisRevisionCreated", "NewsManagement/FirstCreated", "Identification/NewsIdentifier/DateId"}));
  article.source = name_of(child(find_below(component, "Provider"), "Party"));
  if (article.source.empty()) article.source = first_text(identifier, {"ProviderId"});
  set_language(find_below(component, "Language").attribute("FormalName").value(), article, warnings);
  set_attribute("author", first_text(find_below(component, "NewsLines"), {"ByLine"}), article);
  set_attribute("dateline", first_text(find_below(component, "NewsLines"), {"DateLine"}), article);
  if (const auto content = find_below(component, "DataContent")) read_content(content, article);
  return {};
}

}  // namespace

std::vector<pugi::xml_node> items_of(const pugi::xml_document& document) {
  const auto root = document.document_element();
  if (local_name(root) == "nitf" || local_name(root) == "newsItem") return {root};
  std::vector<pugi::xml_node> items;
  const auto add = [&](const pugi::xml_node& parent) {
    for (const auto& below : parent.children())
      if (local_name(below) == "newsItem" || local_name(below) == "NewsItem") items.push_back(below);
  };
  add(root);
  for (const auto& below : root.children())
    if (local_name(below) == "itemSet") add(below);
  return items;
}

Item read_item(const pugi::xml_node& item, std::string origin, WarningSink& warnings) {
  Item read;
  read.article.origin = std::move(origin);
  const auto name = local_name(item);
  if (name == "nitf") read_nitf(item, read.article);
  if (name == "newsItem") read.skipped = read_g2(item, read.article, warnings);
  if (name == "NewsItem") read.skipped = read_newsml1(item, read.article, warnings);
  const auto date = std::exchange(read.article.date, {});
  set_date(date, read.article, warnings);
  return read;
}

}  // namespace entente::newsml
