#include "ingest/read/html/hints.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "graph/text/unicode.h"

namespace entente::html {
namespace {

using Words = std::set<std::string_view, std::less<>>;

/// What semicolons separate.
std::vector<std::string_view> items_of(std::string_view list) {
  std::vector<std::string_view> items;
  while (!list.empty()) {
    const auto end = std::min(list.find(';'), list.size());
    items.push_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return items;
}

Words words_in(std::string_view list) {
  const auto items = items_of(list);
  return {items.begin(), items.end()};
}

const Words& blocks() {
  static const Words words = words_in(
      "address;article;aside;blockquote;body;caption;center;dd;details;dialog;dir;div;dl;dt;fieldset;figcaption;figure;footer;h1;h2;h3;h4;h5;h6;"
      "header;hgroup;hr;html;legend;li;main;menu;nav;ol;p;pre;section;summary;table;tbody;td;tfoot;th;thead;tr;ul");
  return words;
}

// Words of class, id and the like. Two words are looked for side by side.
const Words& strong_words() {
  static const Words words = words_in(
      "nav;navbar;navigation;menu;megamenu;breadcrumb;breadcrumbs;cookie;cookies;consent;gdpr;ccpa;onetrust;didomi;comments;comment;komentar;"
      "comentarios;commentaires;kommentare;disqus;respond;reply;sidebar;footer;copyright;masthead;share;sharing;sharedaddy;sharebar;addthis;social;"
      "socials;sosmed;fenxiang;sns;advertisement;advertisements;advert;adverts;ads;adsense;adsbygoogle;adslot;iklan;sponsored;sponsor;taboola;"
      "outbrain;banner;gpt;newsletter;newsletters;subscribe;subscription;login;modal;popup;lightbox;toolbar;pagination;paging;pager;terpopuler;"
      "populer;trending;recommended;recommendation;recommendations;rekomendasi;terkait;bacajuga;jp post;gnews;promo;teaser;baca juga;baca inline;"
      "lihat juga;lihatjg;linksisip;read also;also read;see also;read more;read next;most read;most viewed;most popular;rich link;more on;"
      "more info;next prev;prev next;post navigation;related posts;key events;tts;sitelinks;search form;skip link;tag list;corrections");
  return words;
}

const Words& weak_words() {
  static const Words words = words_in(
      "related;relatedposts;baca;widget;widgets;popular;latest;tags;tag;tagcloud;labels;side;rail;recirc;onward;onwards;byline;credit;credits;"
      "dateline;author;bio;contributor;disclaimer;caption;captions;wp caption;tr caption;photo;gallery;carousel;slider;poll;quiz;rating;print;"
      "follow;apps;paywall;topics;meta;metadata;timestamp;ad;adv;dfp;pullquote;embed;similar;rec;accessibility;hidden;visually hidden;sr only;"
      "screen reader;related articles;preview;previews;ticker;trust;licensing;abone;bulletin;promobox;sign up;cta;infobox;about author;post footer;"
      "entry footer;archive;discussion");
  return words;
}

const Words& body_words() {
  static const Words words = words_in(
      "articlebody;article body;entry content;post content;post body;article content;story body;storybody;story content;body text;detail text;"
      "detail content;read content;article text;body content;content body;available content;rich text;richtext;detailscontent;news text;"
      "txt article;content detail");
  return words;
}

/// The words of an attribute: runs of letters and digits, cut where a capital follows a small letter, in lower case.
void add_words(std::string_view value, std::vector<std::string>& words) {
  bool fresh = true, small = false;
  for (const char c : value) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool letter = capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!letter) {
      fresh = true;
      continue;
    }
    if (fresh || (capital && small)) words.emplace_back();
    words.back().push_back(capital ? static_cast<char>(c - 'A' + 'a') : c);
    fresh = false;
    small = !capital;
  }
}

bool has_any(const std::vector<std::string>& words, const Words& wanted) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (wanted.contains(words[i]) || (i + 1 < words.size() && wanted.contains(words[i] + " " + words[i + 1]))) return true;
  return false;
}

constexpr std::array<std::string_view, 8> kNaming = {"class",     "id",         "data-testid",  "data-component",
                                                     "data-area", "data-qa-id", "data-gu-name", "rel"};

Hint hint_of_names(const Node& node) {
  bool body = false, strong = false, weak = false;
  const auto look = [&](std::string_view value) {
    if (value.empty()) return;
    std::vector<std::string> words;
    add_words(value, words);
    body = body || has_any(words, body_words());
    strong = strong || has_any(words, strong_words());
    weak = weak || has_any(words, weak_words());
  };
  if (node.tag.find('-') != std::string::npos) look(node.tag);  // an element of the site's own
  for (const auto name : kNaming) look(node.attribute(name));
  // "article-body__related" is no body; "article-body with-sidebar" may be one, and what it holds decides.
  if (body) return strong || weak ? Hint::weak : Hint::body;
  return strong ? Hint::strong : weak ? Hint::weak : Hint::none;
}

bool is_hidden(const Node& node) {
  if (node.has("hidden") || node.attribute("aria-hidden") == "true") return true;
  std::string style;
  for (const char c : node.attribute("style"))
    if (c != ' ') style.push_back(c);
  return style.find("display:none") != std::string::npos || style.find("visibility:hidden") != std::string::npos;
}

// How furniture begins, folded (lower case without accents), in the languages that the tests have pages of.
constexpr std::string_view kBeginnings =
    "baca juga;baca :;baca:;baca selengkapnya;lihat juga;simak juga;simak video;tonton juga;saksikan juga;pilihan editor;pilihan redaksi;"
    "artikel terkait;berita terkait;artikel berkaitan;[gambas;advertisement;skip advertisement;iklan;scroll to continue;scroll ke bawah;gulir ;"
    "lanjutkan membaca;bagikan;share this;share on;pewarta:;pewarta :;editor:;editor :;penulis:;reporter:;copyright;©;(c) ;hak cipta;"
    "all rights reserved;dilarang ;sign up ;subscribe ;follow us;follow our ;ikuti ;cek berita;simak breaking news;dapatkan update;read also;"
    "also read;read more;read next;see also;related:;related stories;recommended;more on this;our standards:;lire aussi;a lire aussi;"
    "lesen sie auch;lea tambien;le puede interesar;читаите также;اقرا ايضا;اقرا أيضا;相关新闻;関連記事;halaman selanjutnya;halaman berikutnya;"
    "bersambung ke;foto:;photo:;image caption;getty images;sumber foto;download aplikasi;unduh aplikasi;click here;klik di sini;suggested topics;"
    "tags:;tag:;topik terkait;label:;posted in;filed under;leave a reply;updated at;join our;gabung ;print this;enter your email;get our;资料图片;"
    "___;loading;memuat;save my name;you can unsubscribe;anzeige";

constexpr std::string_view kPaywall =
    "subscribe to continue reading;subscribe to read;to continue reading;this article is for subscribers;for subscribers only;"
    "already a subscriber;artikel ini khusus;khusus pelanggan;khusus untuk pelanggan;berlangganan untuk;untuk melanjutkan membaca, silakan;"
    "langganan untuk membaca;reserve aux abonnes;reservee aux abonnes;il vous reste;solo para suscriptores;exclusivo para suscriptores;"
    "nur fur abonnenten;jetzt weiterlesen;artikel mit abo;nur mit abo;материал доступен подписчикам";

bool begins_like_furniture(std::string_view folded) {
  static const auto beginnings = items_of(kBeginnings);
  return std::ranges::any_of(beginnings, [&](std::string_view beginning) { return folded.starts_with(beginning); });
}

}  // namespace

bool is_block(std::string_view tag) { return blocks().contains(tag) || tag.find('-') != std::string_view::npos; }

int heading_level(std::string_view tag) { return tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6' ? tag[1] - '0' : 0; }

bool has_word(const Node& node, std::string_view word) {
  std::vector<std::string> words;
  for (const auto name : kNaming) add_words(node.attribute(name), words);
  return std::ranges::find(words, word) != words.end();
}

Hint hint_of(const Node& node) {
  static const Words never = {"nav",         "footer",           "aside",       "menu",         "dialog", "figcaption", "amp-ad",
                              "amp-sidebar", "amp-social-share", "amp-consent", "amp-analytics"};
  static const Words seldom = {"figure", "header", "address", "details"};
  static const Words roles = {"navigation", "banner", "contentinfo", "complementary", "dialog", "alertdialog", "search", "menu", "tablist"};
  if (node.tag == "html" || node.tag == "body" || node.tag == "main") return Hint::none;
  if (is_hidden(node) || never.contains(node.tag) || roles.contains(node.attribute("role"))) return Hint::strong;
  if (node.attribute("itemprop").find("articleBody") != std::string_view::npos) return Hint::body;
  const auto named = hint_of_names(node);
  return named == Hint::none && seldom.contains(node.tag) ? Hint::weak : named;
}

bool is_furniture(std::string_view text) {
  constexpr std::size_t longest = 600;
  return text.size() <= longest && begins_like_furniture(fold(text));
}

bool is_paywall_notice(std::string_view text) {
  constexpr std::size_t longest = 400;
  if (text.size() > longest) return false;
  static const auto phrases = items_of(kPaywall);
  const auto folded = fold(text);
  return std::ranges::any_of(phrases, [&](std::string_view phrase) { return folded.find(phrase) != std::string::npos; });
}

bool is_clock(std::string_view text) {
  static const Words after = {"",    "am",  "pm",  "a.m.", "p.m.", "wib", "wita", "wit", "gmt",
                              "utc", "bst", "cet", "cest", "et",   "est", "edt",  "uhr", "h"};
  std::size_t at = 0;
  const auto digits = [&] {
    const auto begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - begin;
  };
  if (const auto hours = digits(); hours < 1 || hours > 2) return false;
  if (at >= text.size() || (text[at] != ':' && text[at] != '.')) return false;
  ++at;
  if (digits() != 2) return false;
  while (at < text.size() && text[at] == ' ') ++at;
  return text.size() - at < 8 && after.contains(fold(text.substr(at)));
}

}  // namespace entente::html
