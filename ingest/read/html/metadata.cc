#include "ingest/read/html/metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <span>

#include "graph/text/unicode.h"
#include "ingest/read/html/dates.h"
#include "ingest/read/html/hints.h"
#include "ingest/read/record.h"

namespace entente::html {
namespace {

using Names = std::span<const std::string_view>;

// By name or property of a `meta`, folded; the first that says something counts. Sites and content management systems in use.
constexpr std::array<std::string_view, 22> kDates = {"article:published_time",
                                                     "og:article:published_time",
                                                     "article:published",
                                                     "content_publisheddate",
                                                     "publishdate",
                                                     "publish_date",
                                                     "publish-date",
                                                     "pubdate",
                                                     "parsely-pub-date",
                                                     "sailthru.date",
                                                     "cxenseparse:recs:publishtime",
                                                     "dc.date.issued",
                                                     "dcterms.issued",
                                                     "dcterms.created",
                                                     "dc.date.created",
                                                     "dcterms.date",
                                                     "dc.date",
                                                     "datepublished",
                                                     "article.published",
                                                     "pdate",
                                                     "date",
                                                     "dcsext.articlefirstpublished"};
constexpr std::array<std::string_view, 10> kAuthors = {"content_author", "parsely-author",  "article:author_name", "article:author", "author", "byl",
                                                       "dc.creator",     "dcterms.creator", "sailthru.author",     "twitter:data1"};
constexpr std::array<std::string_view, 5> kSections = {"article:section", "content_category", "parsely-section", "kanal", "section"};
constexpr std::array<std::string_view, 4> kKeywords = {"news_keywords", "keywords", "parsely-tags", "content_tag"};
constexpr std::array<std::string_view, 4> kLanguages = {"og:locale", "content-language", "language", "dc.language"};

constexpr std::size_t kMostKeywords = 40;
// In bytes. What is longer is no title, and each heading of the page is compared to it.
constexpr std::size_t kLongestTitle = 1000;

std::string trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto begin = text.find_first_not_of(space);
  return begin == std::string_view::npos ? std::string() : std::string(text.substr(begin, text.find_last_not_of(space) - begin + 1));
}

/// "  a   b " as "a b".
std::string single_spaced(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space)
      out.push_back(c);
    else if (!out.empty() && out.back() != ' ')
      out.push_back(' ');
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool is_address(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

/// "http://site/" and "http://site" have no path.
bool has_path(std::string_view url) {
  const auto host = url.find("//") + 2;
  const auto path = url.find('/', host);
  return path != std::string_view::npos && path + 1 < url.size();
}

/// The language of a page's first tag: "id" of "id-ID, en".
std::string first_language(std::string_view tags) { return language_code(tags.substr(0, tags.find_first_of(",; "))); }

class MetadataReader {
 public:
  MetadataReader(const Tree& tree, const LinkedData& linked) : tree_(tree), linked_(linked) {
    for (const auto& node : tree_) {
      if (node.tag != "meta") continue;
      for (const auto key : {"property", "name", "itemprop", "http-equiv"}) {
        const auto name = fold(node.attribute(key));
        const auto content = single_spaced(node.attribute("content"));
        if (!name.empty() && !content.empty()) metas_[name].push_back(content);
      }
    }
  }

  Metadata read() {
    result_.live = linked_.live;
    result_.paid = linked_.paid;
    result_.url = url();
    result_.site = site();
    result_.title = title();
    if (result_.site.empty()) result_.site = site_in_title();
    result_.date = date();
    result_.authors = authors();
    result_.language = language();
    result_.section = linked_.section.empty() ? meta(kSections) : linked_.section;
    result_.keywords = keywords();
    result_.article = linked_.article || meta({"og:type"}) == "article" || !meta({"article:published_time"}).empty();
    result_.page = page();
    for (const auto& node : tree_) result_.live = result_.live || ((has_word(node, "liveblog") || has_word(node, "live")) && node.tag == "body");
    return std::move(result_);
  }

 private:
  std::string meta(Names names) const {
    for (const auto name : names)
      if (const auto found = metas_.find(name); found != metas_.end()) return found->second.front();
    return {};
  }
  std::string meta(std::initializer_list<std::string_view> names) const { return meta(Names(names.begin(), names.size())); }

  std::string link(std::string_view rel) const {
    for (const auto& node : tree_)
      if (node.tag == "link" && fold(node.attribute("rel")) == rel) return trimmed(node.attribute("href"));
    return {};
  }

  std::string url() const {
    for (const auto& candidate : {link("canonical"), meta({"og:url"})})
      if (is_address(candidate) && has_path(candidate)) return candidate;
    return {};
  }

  static std::string as_title(std::string text) {
    if (text.size() > kLongestTitle) text.clear();
    return text;
  }

  std::string document_title() const {
    for (std::uint32_t i = 0; i < tree_.size(); ++i)
      if (tree_[i].tag == "title") return as_title(text_of(tree_, i));
    return {};
  }

  std::string site() const {
    if (!linked_.publisher.empty()) return linked_.publisher;
    return meta({"og:site_name", "application-name", "dcterms.publisher", "dc.publisher"});
  }

  /// The candidate that most pages have right, in the words of the heading that shows it: those are without the name of the site.
  std::string title() {
    auto whole = as_title(linked_.headline);
    if (whole.empty()) whole = as_title(plain_text(meta({"og:title", "twitter:title", "dc.title"})));
    const auto shown = document_title();
    for (const auto& candidate : {whole, shown}) {
      if (candidate.empty()) continue;
      if (auto heading = heading_within(candidate); !heading.empty()) {
        result_.title_shown = true;
        return heading;
      }
    }
    result_.title_shown = !whole.empty();
    if (!whole.empty()) return without_site(whole);
    for (std::uint32_t i = 0; i < tree_.size(); ++i)
      if (tree_[i].tag == "h1" && shown.empty()) return as_title(text_of(tree_, i));
    return without_site(shown);
  }

  static bool names_a_title(const Node& node) {
    return heading_level(node.tag) > 0 || node.attribute("itemprop") == "headline" || has_word(node, "title") || has_word(node, "headline") ||
           has_word(node, "judul");
  }

  std::string heading_within(std::string_view candidate) const {
    constexpr std::size_t longest = 400, shortest = 12;
    std::size_t left = 1000;  // headings that are looked at
    const auto folded = fold(candidate);
    std::string best;
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      const auto& node = tree_[i];
      if (node.is_text() || node.end - i > 40 || !names_a_title(node)) continue;
      if (left-- == 0) break;
      auto text = text_of(tree_, i);
      if (text.size() > longest || text.size() < shortest || text.size() * 2 < candidate.size() || text.size() <= best.size()) continue;
      if (folded.find(fold(text)) != std::string::npos) best = std::move(text);
    }
    return best;
  }

  struct Part {
    std::size_t begin, end;
  };

  /// The parts of a title that bars, dashes and colons separate.
  static std::vector<Part> parts_of(std::string_view title) {
    std::vector<Part> parts;
    for (std::size_t begin = 0; begin <= title.size();) {
      std::size_t end = title.size(), length = 1;
      for (const std::string_view mark : {" | ", " - ", " – ", " — ", " :: ", " » ", " · ", ": ", "|"})
        if (const auto found = title.find(mark, begin); found < end) {
          end = found;
          length = mark.size();
        }
      parts.push_back({begin, end});
      begin = end + length;
    }
    return parts;
  }

  std::string without_site(const std::string& title) const {
    const auto parts = parts_of(title);
    const auto text = [&](Part part) { return std::string_view(title).substr(part.begin, part.end - part.begin); };
    if (parts.size() < 2) return title;
    const auto site = fold(result_.site);
    if (site.empty()) return trimmed(text(*std::ranges::max_element(parts, {}, [](Part part) { return part.end - part.begin; })));
    if (fold(text(parts.back())) == site) return trimmed(title.substr(0, parts[parts.size() - 2].end));
    if (fold(text(parts.front())) == site) return trimmed(title.substr(parts[1].begin));
    return title;
  }

  /// What the title of the document says beside that of the article.
  std::string site_in_title() const {
    auto shown = document_title();
    const auto at = result_.title.empty() ? std::string::npos : fold(shown) == fold(result_.title) ? std::string::npos : shown.find(result_.title);
    if (at == std::string::npos) return {};
    constexpr std::string_view marks = " \t|-:";
    const auto strip = [&](std::string text) {
      for (const std::string_view dash : {"–", "—", "_", "»", "·"})
        for (auto found = text.find(dash); found != std::string::npos; found = text.find(dash)) text.replace(found, dash.size(), "|");
      const auto begin = text.find_first_not_of(marks);
      return begin == std::string::npos ? std::string() : text.substr(begin, text.find_last_not_of(marks) - begin + 1);
    };
    const auto before = strip(shown.substr(0, at)), after = strip(shown.substr(at + result_.title.size()));
    return after.empty() ? before : trimmed(std::string_view(after).substr(parts_of(after).back().begin));
  }

  std::string date() const {
    for (const auto& candidate : {linked_.date, meta(kDates)})
      if (auto date = read_date(candidate); !date.empty()) return date;
    if (auto date = marked_date([](const Node& node) { return node.attribute("itemprop").find("datePublished") != std::string_view::npos; });
        !date.empty())
      return date;
    return marked_date(
        [](const Node& node) { return node.tag == "time" && (has_word(node, "published") || has_word(node, "pubdate") || node.has("pubdate")); });
  }

  template <class Wanted>
  std::string marked_date(Wanted&& wanted) const {
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      const auto& node = tree_[i];
      constexpr std::uint32_t most_nodes = 40;
      if (node.is_text() || node.end - i > most_nodes || !wanted(node)) continue;
      for (const auto name : {"content", "datetime", "title"})
        if (auto date = read_date(node.attribute(name)); !date.empty()) return date;
      if (auto date = read_date(text_of(tree_, i)); !date.empty()) return date;
    }
    return {};
  }

  std::vector<std::string> authors() const {
    const auto is_name = [&](std::string_view name) {
      return !name.empty() && name.size() <= 100 && !is_address(name) && name.find("://") == std::string_view::npos;
    };
    std::vector<std::string> names;
    const auto add = [&](std::string name) {
      if (name.starts_with("By ") || name.starts_with("BY ")) name.erase(0, 3);
      if (is_name(name) && std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    };
    for (const auto& name : linked_.authors) add(name);
    if (!names.empty()) return names;
    for (const auto key : kAuthors)
      if (const auto found = metas_.find(key);
          found != metas_.end() && names.empty() && (key != "twitter:data1" || meta({"twitter:label1"}).find("ritten") != std::string::npos))
        for (const auto& name : found->second)
          if (fold(name) != fold(result_.site)) add(without_outlet(name));
    if (!names.empty()) return names;
    const auto add_marked = [&](auto&& wanted) {
      for (std::uint32_t i = 0; i < tree_.size() && names.empty(); ++i)
        if (!tree_[i].is_text() && tree_[i].end - i < 30 && wanted(tree_[i])) {
          add(as_name(text_of(tree_, i)));
          for (auto below = i + 1; below < tree_[i].end && names.empty(); ++below) add(as_name(text_of(tree_, below)));
        }
    };
    add_marked([](const Node& node) { return node.attribute("itemprop") == "author" || node.attribute("itemprop") == "creator"; });
    add_marked([](const Node& node) { return node.attribute("rel") == "author"; });
    add_marked([](const Node& node) {
      return node.tag != "body" && std::ranges::any_of(std::array{"author", "writer", "byline", "penulis", "reporter", "autor"},
                                                       [&](const char* word) { return has_word(node, word); });
    });
    return names;
  }

  /// What an element that is called after the author says, if that can be a name.
  static std::string as_name(std::string text) {
    for (const std::string_view mark : {"Oleh : ", "Oleh: ", "Oleh ", "oleh ", "by ", "Penulis: ", "Автор: ", "By ", "Von ", "Par ", "Por "})
      if (text.starts_with(mark)) text.erase(0, mark.size());
    for (const std::string_view label : {"Oleh", "oleh", "By", "by", "Von", "Par", "Por", "Penulis", "Reporter", "Editor"})
      if (text == label) return {};
    const auto words = 1 + std::ranges::count(text, ' ');
    const bool is_name = words <= 5 && text.size() <= 60 && text.find_first_of("0123456789|:@,/") == std::string::npos;
    return is_name ? text : std::string();
  }

  /// "Johanna Pichler, Wochenblatt" and "x - Site" as the name alone.
  std::string without_outlet(const std::string& name) const {
    for (const std::string_view mark : {", ", " - ", " | "})
      if (const auto at = name.rfind(mark); at != std::string::npos && fold(name.substr(at + mark.size())) == fold(result_.site))
        return name.substr(0, at);
    return name;
  }

  std::string language() const {
    std::string declared;
    for (const auto& node : tree_)
      if (node.tag == "html") {
        declared = first_language(node.attribute("lang").empty() ? node.attribute("xml:lang") : node.attribute("lang"));
        break;
      }
    auto other = first_language(meta(kLanguages));
    if (declared.empty()) return other;
    return other.empty() || other == declared ? declared : std::string();  // one is a setting that nobody changed
  }

  std::vector<std::string> keywords() const {
    std::vector<std::string> words;
    const auto add = [&](std::string_view list) {
      for (std::size_t begin = 0; begin <= list.size() && words.size() < kMostKeywords;) {
        const auto end = std::min(list.find(',', begin), list.size());
        auto word = trimmed(list.substr(begin, end - begin));
        if (!word.empty() && std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
        begin = end + 1;
      }
    };
    for (const auto& word : linked_.keywords) add(word);
    if (words.empty()) add(meta(kKeywords));
    if (const auto tags = metas_.find("article:tag"); words.empty() && tags != metas_.end())
      for (const auto& tag : tags->second) add(tag);
    return words;
  }

  /// Numbers that lead to other pages of the article, in an element that calls itself pages.
  std::string page() const {
    const auto next = link("next");
    int last = 0, current = 0;
    bool all = result_.url.find("page=all") != std::string::npos || result_.url.find("single=1") != std::string::npos;
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      const bool pages =
          has_word(tree_[i], "paging") || has_word(tree_[i], "pagination") || has_word(tree_[i], "pages") || has_word(tree_[i], "halaman");
      if (!pages || tree_[i].end - i > 200) continue;
      for (auto below = i + 1; below < tree_[i].end; ++below) {
        if (tree_[below].tag != "a" && tree_[below].tag != "span" && tree_[below].tag != "strong") continue;
        const auto text = text_of(tree_, below);
        if (text.empty() || text.size() > 2 || text.find_first_not_of("0123456789") != std::string::npos) continue;
        last = std::max(last, std::stoi(text));
        const bool is_current = has_word(tree_[below], "active") || has_word(tree_[below], "current") || tree_[below].tag != "a" ||
                                tree_[below].attribute("href").empty();
        if (is_current && current == 0) current = std::stoi(text);
      }
      if (last > 0) break;
    }
    if (all) return {};
    if (last >= 2) return fmt::format("{} of {}", std::max(current, 1), last);
    const bool numbered =
        next.find("page=") != std::string::npos || next.find("/page/") != std::string::npos || next.ends_with("/2") || next.ends_with("/2/");
    return numbered ? "1" : "";
  }

  const Tree& tree_;
  const LinkedData& linked_;
  std::map<std::string, std::vector<std::string>, std::less<>> metas_;
  Metadata result_;
};

}  // namespace

Metadata read_metadata(const Tree& tree, const LinkedData& linked) { return MetadataReader(tree, linked).read(); }

}  // namespace entente::html
