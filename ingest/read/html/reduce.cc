#include "ingest/read/html/reduce.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <utility>

#include "ingest/read/html/nesting.h"

namespace entente::html {
namespace {

using Names = std::span<const std::string_view>;
bool is_one_of(std::string_view name, Names names) { return std::ranges::find(names, name) != names.end(); }

// What these hold is no HTML: it ends with their end tag, or with the page.
constexpr std::array<std::string_view, 8> kRaw = {"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"};
// Dropped with what they hold, where they are closed.
constexpr std::array<std::string_view, 10> kHollow = {"svg",      "math",  "template", "button", "select",
                                                      "datalist", "video", "audio",    "canvas", "object"};
// Dropped, but not what they hold: elements of which a parser keeps track in ways of their own.
constexpr std::array<std::string_view, 20> kTransparent = {"form",      "frameset", "frame",   "applet", "marquee", "option", "optgroup",
                                                           "plaintext", "image",    "isindex", "ruby",   "rb",      "rtc",    "nobr",
                                                           "picture",   "map",      "bdo",     "bdi",    "listing", "keygen"};
constexpr std::array<std::string_view, 13> kVoidDropped = {"img",   "input", "source", "track",    "wbr",     "area",  "base",
                                                           "embed", "param", "col",    "basefont", "bgsound", "spacer"};
constexpr std::array<std::string_view, 4> kVoidKept = {"br", "hr", "meta", "link"};

struct Kept {
  std::string_view name;
  std::size_t longest;  // bytes of its value
};
constexpr std::array kAttributes = {Kept{"class", 512},     Kept{"id", 256},         Kept{"itemprop", 128},    Kept{"property", 128},
                                    Kept{"name", 128},      Kept{"content", 16384},  Kept{"href", 2048},       Kept{"rel", 128},
                                    Kept{"datetime", 64},   Kept{"role", 64},        Kept{"lang", 32},         Kept{"xml:lang", 32},
                                    Kept{"hidden", 16},     Kept{"style", 512},      Kept{"title", 256},       Kept{"http-equiv", 64},
                                    Kept{"aria-hidden", 8}, Kept{"pubdate", 16},     Kept{"data-testid", 128}, Kept{"data-component", 128},
                                    Kept{"data-area", 128}, Kept{"data-qa-id", 128}, Kept{"data-gu-name", 128}};

// An element that should be hollow and holds more was not closed.
constexpr std::size_t kLargestHollow = std::size_t{1} << 18;
constexpr std::size_t kLargestJsonLd = std::size_t{4} << 20;

constexpr std::string_view kSpace = " \t\r\n\f";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return lower(c); });
  return out;
}

class Reduction {
 public:
  Reduction(std::string_view page, std::string_view origin) : page_(page), origin_(origin) { result_.html.reserve(page.size() / 2); }

  Result<ReducedPage> run() {
    result_.html = "<!DOCTYPE html>";
    while (at_ < page_.size() && status_.ok()) {
      const auto tag = std::min(page_.find('<', at_), page_.size());
      result_.html.append(page_.substr(at_, tag - at_));
      at_ = tag;
      if (at_ < page_.size()) markup();
    }
    if (!status_.ok()) return failure(std::move(status_));
    return std::move(result_);
  }

 private:
  /// at_ is at a '<'.
  void markup() {
    const auto next = at_ + 1 < page_.size() ? page_[at_ + 1] : '\0';
    const bool closing = next == '/';
    const auto name_at = at_ + (closing ? 2 : 1);
    if (page_.substr(at_).starts_with("<!--")) return skip_past("-->", at_ + 2);
    if (next == '!' || next == '?') return skip_past(">", at_);
    if (name_at >= page_.size() || !is_letter(page_[name_at])) {
      if (closing) return skip_past(">", at_);  // to a parser a comment
      result_.html.append("&lt;");
      ++at_;
      return;
    }
    const auto name_end = std::min(page_.find_first_of(" \t\r\n\f/>", name_at), page_.size());
    const auto name = lower(page_.substr(name_at, std::min<std::size_t>(name_end - name_at, 64)));
    const auto tag_begin = at_;
    at_ = name_end;
    attributes_.clear();
    read_attributes();
    if (++tags_ > kMostTags)
      fail(tag_begin, fmt::format("has more than {} tags, as no article has; read it as it is with --from text", kMostTags));
    else if (closing)
      end_tag(name);
    else
      start_tag(name, tag_begin);
  }

  void skip_past(std::string_view mark, std::size_t from) {
    const auto found = page_.find(mark, from);
    at_ = found == std::string_view::npos ? page_.size() : found + mark.size();
  }

  /// From the end of a tag's name to behind its '>'; what is to be kept goes to attributes_.
  void read_attributes() {
    while (at_ < page_.size()) {
      at_ = std::min(page_.find_first_not_of(" \t\r\n\f/", at_), page_.size());
      if (at_ == page_.size()) return;
      if (page_[at_] == '>') {
        ++at_;
        return;
      }
      const auto begin = at_;
      at_ = std::min(page_.find_first_of(" \t\r\n\f/>=", at_ + 1), page_.size());
      const auto name = page_.substr(begin, at_ - begin);
      const auto after = std::min(page_.find_first_not_of(kSpace, at_), page_.size());
      std::string_view value;
      if (after < page_.size() && page_[after] == '=') value = read_value(after + 1);
      keep_attribute(name, value);
    }
  }

  std::string_view read_value(std::size_t at) {
    at_ = std::min(page_.find_first_not_of(kSpace, at), page_.size());
    if (at_ == page_.size() || page_[at_] == '>') return {};
    const char quote = page_[at_];
    const bool quoted = quote == '"' || quote == '\'';
    const auto begin = at_ + (quoted ? 1 : 0);
    const auto end = std::min(quoted ? page_.find(quote, begin) : page_.find_first_of(" \t\r\n\f>", begin), page_.size());
    at_ = std::min(end + (quoted ? 1 : 0), page_.size());
    return page_.substr(begin, end - begin);
  }

  void keep_attribute(std::string_view raw_name, std::string_view value) {
    if (raw_name.size() > 20) return;
    const auto name = lower(raw_name);
    const auto* kept = std::ranges::find(kAttributes, name, &Kept::name);
    if (name == "type") type_ = lower(value.substr(0, 64));
    if (kept == kAttributes.end() || std::ranges::find(attributes_, kept->name, &Attribute::first) != attributes_.end()) return;
    auto length = std::min(value.size(), kept->longest);
    while (length < value.size() && length > 0 && (static_cast<unsigned char>(value[length]) & 0xC0) == 0x80) --length;
    attributes_.emplace_back(kept->name, value.substr(0, length));
  }

  void start_tag(const std::string& name, std::size_t begin) {
    const auto type = std::exchange(type_, {});
    if (is_one_of(name, kRaw)) return raw(name, type);
    if (is_one_of(name, kHollow)) return hollow(name);
    if (name == "rt" || name == "rp") {  // how a word is read
      at_ = std::min(page_.find('<', at_), page_.size());
      return;
    }
    if (is_one_of(name, kTransparent) || is_one_of(name, kVoidDropped)) return;
    if (name == "title") return title();
    const bool is_anchor = name == "a" && has_attribute("name") && !has_attribute("href");  // a place to jump to; seldom closed
    const bool counts = !is_one_of(name, kVoidKept) || name == "hr";
    if (is_anchor || (counts && !nesting_.open(name))) return;
    result_.depth = std::max(result_.depth, nesting_.depth());
    if (nesting_.depth() > kDeepestTag)
      return fail(begin, fmt::format("is nested deeper than {} levels, as no article is; read it as it is with --from text", kDeepestTag));
    write(name);
  }

  bool has_attribute(std::string_view name) const { return std::ranges::find(attributes_, name, &Attribute::first) != attributes_.end(); }

  void end_tag(const std::string& name) {
    type_.clear();
    for (const Names dropped : {Names(kRaw), Names(kHollow), Names(kTransparent), Names(kVoidDropped), Names(kVoidKept)})
      if (is_one_of(name, dropped)) return;
    if (name != "rt" && name != "rp" && name != "title") nesting_.close(name);
  }

  void write(std::string_view name) {
    result_.html.append("<").append(name);
    for (const auto& [key, value] : attributes_) {
      result_.html.append(" ").append(key).append("=\"");
      for (const char c : value)
        if (c == '"')
          result_.html.append("&quot;");
        else
          result_.html.push_back(c);
      result_.html.append("\"");
    }
    result_.html.append(">");
  }

  /// The end tag `name` at or after at_: where it begins.
  std::size_t find_end(std::string_view name) const {
    for (auto at = page_.find("</", at_); at != std::string_view::npos; at = page_.find("</", at + 2)) {
      const auto found = page_.substr(at + 2, name.size());
      const auto after = at + 2 + name.size();
      if (std::ranges::equal(found, name, {}, [](char c) { return lower(c); }) &&
          (after >= page_.size() || kEndsName.find(page_[after]) != std::string_view::npos))
        return at;
    }
    return page_.size();
  }

  void raw(std::string_view name, std::string_view type) {
    const auto end = find_end(name);
    const auto held = page_.substr(at_, end - at_);
    if (name == "script" && type.find("ld+json") != std::string_view::npos && held.size() <= kLargestJsonLd) result_.json_ld.emplace_back(held);
    at_ = end;  // its end tag is dropped like any of these
    if (end != page_.size()) skip_past(">", end);
    result_.html.push_back(' ');
  }

  /// Its text may hold what looks like tags.
  void title() {
    const auto end = find_end("title");
    if (end == page_.size()) return;
    result_.html.append("<title>");
    for (const char c : page_.substr(at_, end - at_))
      if (c == '<')
        result_.html.append("&lt;");
      else
        result_.html.push_back(c);
    result_.html.append("</title>");
    skip_past(">", end);
  }

  void hollow(std::string_view name) {
    const auto before = at_;
    // Unclosed elements of one name must not cost a search through the page each.
    const auto window = page_;
    page_ = page_.substr(0, std::min(page_.size(), at_ + kLargestHollow));
    auto& unclosed_until = unclosed_[std::string(name)];
    const bool nothing = unclosed_until > at_;
    const auto end = nothing ? page_.size() : find_end(name);
    const bool closed = end < page_.size();
    const auto limit = page_.size();
    page_ = window;
    at_ = before;
    if (closed) return skip_past(">", end);
    if (!nothing) unclosed_until = limit;
  }

  void fail(std::size_t at, std::string_view what) {
    const auto line = 1 + std::count(page_.begin(), page_.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    status_ = {StatusCode::invalid_input, fmt::format("{}:{}: {}", origin_, line, what)};
  }

  static constexpr std::string_view kEndsName = " \t\r\n\f/>";
  using Attribute = std::pair<std::string_view, std::string_view>;

  std::string_view page_;
  std::string_view origin_;
  ReducedPage result_;
  Nesting nesting_{result_.html};
  Status status_;
  std::vector<Attribute> attributes_;            // of the tag that is read
  std::string type_;                             // its attribute `type`
  std::map<std::string, std::size_t> unclosed_;  // hollow elements: no end tag before this byte
  std::size_t at_ = 0;
  std::size_t tags_ = 0;
};

}  // namespace

Result<ReducedPage> reduce_page(std::string_view page, std::string_view origin) { return Reduction(page, origin).run(); }

}  // namespace entente::html
