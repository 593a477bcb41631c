#!/usr/bin/env python3
"""Writes a corpus to measure with: JSON Lines articles made from the example articles.

    make_corpus.py --articles N [--copies SHARE] [--seed S] [--examples DIR] [--data DIR] [-o FILE]

Each article has the lead and some paragraphs of an example, and between them paragraphs of two others of its language: sentences dropped or
swapped with a neighbour, states, officials and bodies exchanged for others of the gazetteer, dates and weekdays moved, numbers changed, words
exchanged for others that data/lang lists beside them, adjectives and adverbs put in. What the articles say is made up, and reads so; how long
they are, how many names they have and how often a few states recur is as in news. No two have the same text, and but for SHARE of them they
are no near-copies of each other, as graph/text/shingles.h has it. That share repeats an earlier article, whose id they have as copy_of, as
outlets print the text of an agency: within 3 days, under another headline, some of them cut, some with every 8th word another. The same
arguments and data give the same bytes. Memory does not grow with the texts, only by a hash an article: what a copy repeats is made again.

Prints one line of JSON on standard error: articles, copies, sentences (of bodies, headlines not counted), text_bytes, bytes (of the file).
"""

import argparse
import bisect
import collections
import datetime
import hashlib
import itertools
import json
import pathlib
import random
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
OUTLETS = 200       # the articles of a day of world news come from about as many
OWN = 0.4           # share of the paragraphs after the lead that an article has from its first example
DROPPED = 0.12      # share of sentences left out
SWAPPED = 0.15      # share of sentences that change places with the next one of their paragraph
EXCHANGED = 0.9     # share of the states, officials and bodies of an article that others take the place of
DAYS = (-1050, 350) # how far dates are moved
REPLACED = 0.9      # share of the words which have others beside them that give way to one
BESIDE = 24         # words that may take the place of one, at most: the first of those that data/lang has beside it most often
INSERTED = 0.5      # share of the places for an adjective or an adverb that get one
COPIES = 0.1        # share of articles that repeat an earlier one
CUT = 0.5           # share of copies that are cut, to between LEAST and all of the text
LEAST = 0.4
REWORDED = 0.5      # share of copies with every 8th word another
UNTOUCHED = 2       # words from one that was replaced to the next that can be; with this many it is about every 8th

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(),
}
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "id": "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split(),
}
# A stop after these ends no sentence; nor does one after a single capital ("U.S.", "A. Fachir").
ABBREVIATIONS = ("Mr.", "Mrs.", "Ms.", "Dr.", "Gen.", "Lt.", "Col.", "Gov.", "Sen.", "Rep.", "St.", "No.", "Prof.", "Ir.", "H.")
BYLINE = re.compile(r"(By|Penulis|Editor|Oleh|Reporting by)\b")


def read_tsv(path):
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    return [dict(zip(lines[0], cells)) for cells in lines[1:]]


def split_sentences(paragraph):
    sentences, start = [], 0
    for stop in re.finditer(r"[.?!][\"”’]?(?= [\"“A-Z0-9])", paragraph):
        word = paragraph[start:stop.end()].rsplit(" ", 1)[-1]
        if word in ABBREVIATIONS or re.fullmatch(r"\(?(?:[A-Z]\.)+", word):
            continue
        sentences.append(paragraph[start:stop.end()])
        start = stop.end() + 1
    return sentences + [paragraph[start:]]


class Zipf:
    """Draws from a list in a random order, the n-th with weight 1/n: few are in most articles, most in few."""

    def __init__(self, items, rng):
        self.items = list(items)
        rng.shuffle(self.items)
        self.sums = list(itertools.accumulate(1 / n for n in range(1, len(self.items) + 1)))

    def draw(self, rng):
        return self.items[bisect.bisect_left(self.sums, rng.random() * self.sums[-1])]


class Names:
    """States, officials and bodies of states as one language writes them."""

    KINDS = ("name", "adjective", "people", "capital")

    def __init__(self, data, language, rng):
        self.language = language
        suffix = "" if language == "en" else "_id"
        states = [s for s in read_tsv(data / "states.tsv") if s["status"] == "state"]
        codes = {s["code"] for s in states}
        # forms: what a text may have; shown: what takes its place, one form a kind.
        self.forms, self.shown = {}, {}
        for state in states:
            self.shown[state["code"]] = {kind: state[kind + suffix] for kind in ("name", "capital") if state[kind + suffix]}
        for row in read_tsv(data / "state-names.tsv"):
            if row["lang"] not in ("*", language) or row["code"] not in codes:
                continue
            kind = "name" if row["kind"] == "abbreviation" else row["kind"]
            if kind in self.KINDS:
                self.forms[row["text"]] = ("state", row["code"], kind)
                self.shown[row["code"]].setdefault(kind, row["text"])
        for code, shown in self.shown.items():
            if "capital" in shown:
                self.forms[shown["capital"].upper()] = ("state", code, "CAPITAL")
        states_drawn = Zipf(sorted(code for code, shown in self.shown.items() if "capital" in shown), rng)

        officials = {t["person"] for t in read_tsv(data / "tenures.tsv")}
        self.people = {p["id"]: p for p in read_tsv(data / "people.tsv") if p["id"] in officials and " " in p["name"]}
        officials_drawn = Zipf(sorted(i for i, p in self.people.items() if p["short"]), rng)

        # Bodies that have both a long name and an acronym. Not the United Nations, whose organs have its name in theirs.
        self.bodies = {}
        for body in read_tsv(data / "alliances.tsv"):
            long = [name for name in body["names_" + language].split("|") if " " in name]
            short = [name for name in body["acronyms"].split("|") if name.isupper()]
            if body["kind"] in ("body", "bloc") and body["id"] != "un" and long and short:
                self.bodies[body["id"]] = (long[0], short[0])
                self.forms.update((form, ("body", body["id"], 0)) for form in long)
                self.forms.update((form, ("body", body["id"], 1)) for form in short)
        self.drawn = {"state": states_drawn, "person": officials_drawn, "body": Zipf(sorted(self.bodies), rng)}

    def forms_of(self, text):
        """The forms that `text` may have: those of all states and bodies, and of officials whose full names it has."""
        forms = dict(self.forms)
        for person in self.people.values():
            full = [n for n in [person["name"]] + person["names"].split("|") if n and n in text]
            if full:
                forms.update((short, ("person", person["id"], "short")) for short in person["short"].split("|") if short)
                forms.update((name, ("person", person["id"], "name")) for name in full)
        return {form: slot for form, slot in forms.items() if form in text}

    def fill(self, slot, key):
        """What stands in `slot` when the state, official or body `key` takes the place of its own; None leaves the text as it was."""
        what, _, kind, text = slot
        if key is None:
            return text
        if what == "body":
            return self.bodies[key][kind]
        if what == "person":
            return self.people[key]["short"].split("|")[0] if kind == "short" else self.people[key]["name"]
        shown = self.shown[key]
        return shown["capital"].upper() if kind == "CAPITAL" else shown.get(kind, shown["name"])

    def draw(self, what, rng):
        return self.drawn[what].draw(rng)


class Dates:
    """Finds the dates of a text and writes them again as they were, but moved."""

    def __init__(self, language):
        months = "|".join(MONTHS[language])
        day = rf"(?P<m1>{months}) (?P<d1>\d{{1,2}})(?:, (?P<y1>\d{{4}}))?" if language == "en" else rf"(?P<d1>\d{{1,2}}) (?P<m1>{months})(?: (?P<y1>\d{{4}}))?"
        self.language = language
        self.pattern = rf"\b{day}(?!\d)|(?P<d2>\d{{1,2}})/(?P<m2>\d{{1,2}})/(?P<y2>\d{{4}})|\b(?P<m3>{months}) (?P<y3>\d{{4}})\b"

    def read(self, match, published):
        names = MONTHS[self.language]
        if match["m1"]:
            form = "full" if match["y1"] else "no-year"
            parts = (match["y1"] or published.year, names.index(match["m1"]) + 1, match["d1"])
        elif match["m2"]:
            form, parts = "slashes", (match["y2"], match["m2"], match["d2"])
        else:
            form, parts = "month", (match["y3"], names.index(match["m3"]) + 1, 15)
        return ("date", datetime.date(*map(int, parts)), form)

    def write(self, slot, days):
        day = slot[1] + datetime.timedelta(days)
        month = MONTHS[self.language][day.month - 1]
        if slot[2] == "slashes":
            return f"{day.day}/{day.month}/{day.year}"
        if slot[2] == "month":
            return f"{month} {day.year}"
        text = f"{month} {day.day}" if self.language == "en" else f"{day.day} {month}"
        return text if slot[2] == "no-year" else f"{text}{', ' if self.language == 'en' else ' '}{day.year}"


def english_forms(lemma, irregular):
    """The forms of a verb, each with the name of its shape."""
    stem = re.sub(r"e$", "", lemma)
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", lemma):  # "shipped", "banning"
        stem += lemma[-1]
    regular = stem[:-1] + "ied" if re.search(r"[^aeiou]y$", lemma) else stem + "ed"
    past, participle = irregular.get(lemma, (regular, regular))
    return {"base": lemma, "s": english_s(lemma), "past": past, "participle": participle, "ing": (lemma if lemma.endswith("ee") else stem) + "ing"}


def english_s(word):
    return word[:-1] + "ies" if re.search(r"[^aeiou]y$", word) else word + ("es" if re.search(r"(s|x|z|ch|sh)$", word) else "s")


def indonesian_forms(root):
    """The forms of a verb by its root with its suffix, each with the name of its shape."""
    first, rest = root[0], root[1:]
    if root.startswith("per"):
        active = "mem" + root
    elif first in "ptsk":
        active = {"p": "mem", "t": "men", "s": "meny", "k": "meng"}[first] + rest
    else:
        active = next((prefix for letters, prefix in (("lrwymn", "me"), ("bfv", "mem"), ("dcjz", "men")) if first in letters), "meng") + root
    return {"base": root, "me": active, "di": "di" + root}


class Words:
    """The ordinary words of a language: what can take the place of each, and what can be put beside it.

    A word gives way only to those that data/lang lists beside it, in the same form: to other triggers of its frame, other nouns that stand in a
    list of what is signed or imposed, other verbs of saying. So extraction finds about as much as before. Function words stay."""

    TOGETHER = 0.5  # a word can stand for another one if it is in this share of the lists that have that
    OPEN = {"noun", "verb", "adjective", "adverb", "speech", "support", "demanded", "object-control", "comp", "occurrence", "judging", "threat"}
    NUMBERS = {"en": "three four five six seven eight nine ten eleven twelve", "id": "tiga empat lima enam tujuh delapan sembilan"}
    # What is put in: adjectives and adverbs that say nothing of time, order or doubt.
    ADJECTIVE = {"en": r".*(?:al|ous|ive|ary|ful|ent|ant|ing|ern)$", "id": r"(?!terpilih|mendatang|berikut|terakhir)(?:ber|ter|men).*|.*(?:al|if|is|ik)$"}
    NO_ADVERB = r".*edly|early|falsely|wrongly|nearly|apparently|usually|rarely|currently|recently"
    ADVERB = {"en": rf"(?!(?:{NO_ADVERB})$)[a-z]{{4,}}ly$", "id": r"(?:secara|dengan) \w+$"}
    # Where: an English adjective after one of these and before no UNMODIFIED word, an adverb after one of those or a name; an Indonesian
    # adjective after a noun that one of these follows, or the end of a clause.
    BEFORE_NOUNS = set("the its their his her a an this".split())
    UNMODIFIED = set("other same only most more few many time first last next second two end early number military front".split())
    BEFORE_VERBS = set("has had have been was were is are be who he she it they that and to would will not".split())
    AFTER_NOUNS = re.compile(r"[,.]|$| (?:dan|di|pada|yang|untuk|dengan|dalam|dari|ke|oleh|kepada|terhadap|setelah|ketika|karena|sebagai|tentang|atas)\b")

    def __init__(self, data, language):
        self.language, self.folder = language, data / language
        self.irregular = {}
        if language == "en":
            rows = read_tsv(self.folder / "irregular-verbs.tsv")
            self.irregular = {row["lemma"]: (row["past"].split("|")[0], row["participle"].split("|")[0]) for row in rows}
        # Actors and times stay what they are, but for numbers; a copy may call an actor otherwise.
        numbers = set(self.NUMBERS[language].split())
        times = self.words_in("dates", "phrase") - numbers
        self.kept = (times | self.words_in("roles", "phrases") | self.words_in("anaphora", "phrases")) - numbers
        triggers = self.words_in("relations", "triggers") | self.words_in("indicators", "words")
        classes = {}
        for row in read_tsv(self.folder / "words.tsv"):
            for word in row["words"].split("|"):
                classes.setdefault(word.lstrip("="), set()).update(row["classes"].split("|"))

        forms, members = {}, {}  # of a form and its shape: the numbers of the lists that have it; of a list and a shape: its forms
        for number, (pos, of) in enumerate(self.lists(triggers)):
            for word in of:
                if classes.get(word.lstrip("="), self.OPEN) <= self.OPEN or word in numbers:
                    for shape, form in self.shapes(word, pos):
                        forms.setdefault((form, shape), []).append(number)
                        members.setdefault((number, shape), []).append(form)
        self.nouns = {form for form, shape in forms if shape in ("noun", "plural")}
        self.verbs = {form for form, shape in forms if shape in ("past", "me", "di", "ber")}
        self.others = {}
        for (form, shape), of_form in forms.items():
            if not form.isalpha() or not form.islower() or len(form) < 3 or form in times or form in self.others:
                continue
            if shape == "base" and (language == "id" or form in self.nouns):  # "rusak", "border": hardly ever a verb
                continue
            counts = collections.Counter(other for n in dict.fromkeys(of_form) for other in dict.fromkeys(members[n, shape]))
            enough = [(-n, other) for other, n in counts.items() if n >= self.TOGETHER * counts[form] and other not in self.kept and self.fits(other, form)]
            if enough:
                self.others[form] = [other for _, other in sorted(enough)[:BESIDE]]

        def only(kind, pattern):
            return [w for w in sorted(classes) if classes[w] == {kind} and w not in triggers and re.fullmatch(pattern, w)]

        self.adjectives = [w for w in only("adjective", self.ADJECTIVE[language]) if w.isalpha()]
        self.adverbs = only("adverb", self.ADVERB[language])

    def words_in(self, name, column):
        return {word for row in read_tsv(self.folder / f"{name}.tsv") for word in re.findall(r"[\w-]+", row[column])}

    def lists(self, triggers):
        """Words that stand beside each other in data/lang, and what part of speech they are: of the triggers those of one word, "a/b/c" of what
        a verb governs, and of other words those that are no triggers."""
        for row in read_tsv(self.folder / "relations.tsv"):
            alternatives = row["triggers"].split("|")
            yield row["pos"], [a for a in alternatives if " " not in a]
            yield from (("noun", part.split("/")) for a in alternatives for part in a.split(" ")[1:] if "/" in part)
        for row in read_tsv(self.folder / "indicators.tsv"):
            yield row["pos"], [a for a in row["words"].split("|") if " " not in a]
        for row in read_tsv(self.folder / "words.tsv"):
            if row["classes"] in ("noun", "adjective", "adverb", "verb|speech", "speech|verb"):
                pos = "verb" if "speech" in row["classes"] else row["classes"]
                yield pos, [w for w in row["words"].split("|") if " " not in w and w.lstrip("=") not in triggers]
        yield "number", self.NUMBERS[self.language].split()

    def fits(self, other, form):
        """Whether the one can stand where the other does, after "a" or "an" too."""
        return other != form and other.isalpha() and (self.language != "en" or (other[0] in "aeiou") == (form[0] in "aeiou"))

    def shapes(self, word, pos):
        """The forms of a word of data/lang, each with the name of its shape."""
        if word.startswith("="):
            yield re.match(r"(me|di|ber|ter|)", word[1:])[0] or pos, word[1:]
        elif pos == "verb":
            yield from (english_forms(word, self.irregular) if self.language == "en" else indonesian_forms(word)).items()
        else:
            yield pos, word
            if self.language == "en" and pos == "noun":
                yield "plural", english_s(word)

    def slots(self, text, start):
        """`text` as strings and slots; `start`: whether no name or date stands before it."""
        weekdays = "|".join(WEEKDAYS[self.language])
        pattern = rf"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-])|\b(?P<weekday>{weekdays})\b|[^\W\d_]+(?:['-]\w+)*"
        parts, at, previous = [], 0, "" if start else "Name"
        for match in re.finditer(pattern, text):
            word = match[0]
            parts.append(text[at:match.start()])
            at = match.end()
            if match["weekday"]:
                parts.append(("weekday", WEEKDAYS[self.language].index(word)))
            elif word[0].isdigit():
                parts.append(word if re.fullmatch(r"(?:19|20)\d\d", word) else ("number", word))
            else:
                if self.language == "en":
                    if previous in self.BEFORE_NOUNS and word.islower() and word not in self.kept and word not in self.UNMODIFIED:
                        parts.append(("adjective", previous))
                    elif (word in self.verbs or word.endswith("ed")) and (previous[:1].isupper() or previous in self.BEFORE_VERBS):
                        parts.append(("adverb", " "))
                elif word in self.verbs:
                    parts.append(("adverb", " "))
                parts.append(("word", word) if word in self.others else word)
                if self.language == "id" and word in self.nouns and word not in self.kept and self.AFTER_NOUNS.match(text, at):
                    parts.append(("adjective", " "))
            previous = word
        return [part for part in parts + [text[at:]] if part]

    def fill(self, slot, rng):
        """The strings that come into `slot`."""
        kind, text = slot
        if kind == "word":
            stays = text in self.kept or rng.random() >= REPLACED
            return [Piece(text if stays else rng.choice(self.others[text]), self.others[text])]
        if kind == "number":
            return [re.sub(r"\d", lambda digit: str(rng.randint(digit.start() == 0, 9)), text)]
        if rng.random() >= INSERTED:
            return []
        if kind == "adverb":
            return [Piece(rng.choice(self.adverbs), self.adverbs), " "]
        if self.language == "id":
            return [" ", Piece(rng.choice(self.adjectives), self.adjectives)]
        stock = self.adjectives
        if text in ("a", "an"):
            stock = [word for word in stock if (word[0] in "aeiou") == (text == "an")]
        return [Piece(rng.choice(stock), stock), " "]


class Piece(str):
    """A piece of a sentence that `others` can take the place of."""

    def __new__(cls, text, others):
        piece = super().__new__(cls, text)
        piece.others = others
        return piece


class Example:
    """One example article with its names, dates, numbers and ordinary words made into slots. A sentence is a list of strings and slots."""

    def __init__(self, article, names, dates, words):
        self.language = article["lang"]
        self.date = datetime.date.fromisoformat(article["date"])
        forms = names.forms_of(article["title"] + "\n" + article["text"])
        alternatives = "|".join(re.escape(f) for f in sorted(forms, key=lambda f: (-len(f), f)))
        pattern = re.compile(rf"{dates.pattern}|(?<![\w-])(?P<form>{alternatives})(?![\w-])")

        def template(text):
            parts, at = [], 0
            for match in pattern.finditer(text):
                parts += words.slots(text[at:match.start()], at == 0)
                parts.append((*forms[match["form"]], match["form"]) if match["form"] else dates.read(match, self.date))
                at = match.end()
            return parts + words.slots(text[at:], at == 0)

        paragraphs = [p for p in article["text"].split("\n") if p.strip()]
        self.title = template(article["title"])
        self.byline = paragraphs.pop() if BYLINE.match(paragraphs[-1]) else ""
        self.paragraphs = [[template(s) for s in split_sentences(p)] for p in paragraphs]


def read_examples(folder):
    """The example articles as objects that have title, text, date and lang; plain text: headline, then a dateline with the date."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".txt":
            title, _, text = path.read_text(encoding="utf-8").partition("\n")
            language = path.name.split("-")[0]
            match = next(re.finditer(Dates(language).pattern, text))
            yield {"title": title, "text": text.strip(), "lang": language, "date": Dates(language).read(match, None)[1].isoformat()}
        elif path.suffix == ".json":
            yield json.loads(path.read_text(encoding="utf-8"))
        elif path.suffix == ".jsonl":
            yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


class Article:
    """An article in the making. A sentence is a list of strings, some of them Pieces."""

    def __init__(self, example, date, source, title, paragraphs):
        self.example, self.date, self.source, self.title, self.paragraphs = example, date, source, title, paragraphs
        self.byline = example.byline

    def sentences(self):
        return sum(map(len, self.paragraphs))

    def text(self):
        return "\n\n".join(" ".join("".join(s) for s in p) for p in self.paragraphs) + (f"\n\n{self.byline}" if self.byline else "")


class Maker:
    def __init__(self, examples, data, seed, copies):
        articles = list(read_examples(examples))
        languages = sorted({a["lang"] for a in articles})
        self.names = {language: Names(data / "gazetteer", language, random.Random(f"{seed} {language}")) for language in languages}
        self.dates = {language: Dates(language) for language in languages}
        self.words = {language: Words(data / "lang", language) for language in languages}
        self.examples = [Example(a, self.names[a["lang"]], self.dates[a["lang"]], self.words[a["lang"]]) for a in articles]
        self.seed, self.share, self.made, self.seen = seed, copies, 0, set()
        self.again = {}  # of the few articles that were made more than once, because the first had the text of an earlier one: how often

    def vary(self, paragraph, lead, rng):
        # The first sentence of an article keeps its place: it has the dateline.
        kept = [s for i, s in enumerate(paragraph) if (lead and i == 0) or rng.random() >= DROPPED]
        for i in range(1 if lead else 0, len(kept) - 1):
            if rng.random() < SWAPPED:
                kept[i], kept[i + 1] = kept[i + 1], kept[i]
        return kept

    def exchange(self, names, slot, taken, rng):
        """The state, official or body that stands in for that of `slot`: none of `taken`, so that no two become one. None: its own stays."""
        if rng.random() >= EXCHANGED:
            return None
        while (key := names.draw(slot[0], rng)) in taken or key == slot[1]:
            pass
        return key

    def original(self, number, attempt):
        """Article `number`, which is none that repeats another. The same every time."""
        rng = random.Random(f"{self.seed} {number} {attempt}")
        first = rng.choice(self.examples)
        # Its lead and less than half of its other paragraphs, in their order, and between them somewhat more of two other examples.
        own = first.paragraphs[1:]
        others = rng.sample([e for e in self.examples if e.language == first.language and e is not first], 2)
        paragraphs = [own[i] for i in sorted(rng.sample(range(len(own)), round(OWN * len(own))))]
        for paragraph in rng.sample([p for e in others for p in e.paragraphs[1:]], len(own) - len(paragraphs) + 1):
            paragraphs.insert(rng.randint(0, len(paragraphs)), paragraph)
        paragraphs = [self.vary(p, i == 0, rng) for i, p in enumerate([first.paragraphs[0]] + paragraphs)]
        paragraphs = [p for p in paragraphs if p]

        names, dates, words = self.names[first.language], self.dates[first.language], self.words[first.language]
        days, mapping = rng.randint(*DAYS), {}

        def render(template):
            out = []
            for part in template:
                if isinstance(part, str):
                    out.append(part)
                elif part[0] == "date":
                    out.append(dates.write(part, days))
                elif part[0] == "weekday":
                    out.append(WEEKDAYS[first.language][(part[1] + days) % 7])
                elif part[0] in names.drawn:
                    if part[:2] not in mapping:
                        mapping[part[:2]] = self.exchange(names, part, mapping.values(), rng)
                    out.append(names.fill(part, mapping[part[:2]]))
                elif part[0] == "word":
                    if part not in mapping:
                        mapping[part] = words.fill(part, rng)
                    out += mapping[part]
                else:
                    out += words.fill(part, rng)
            return out

        title = "".join(render(first.title))
        return Article(first, first.date + datetime.timedelta(days), rng.randrange(OUTLETS), title, [[render(s) for s in p] for p in paragraphs])

    def repeats(self, number):
        return number > 1 and random.Random(f"{self.seed} {number} copy").random() < self.share

    def copy(self, number, attempt):
        """The article that `number` repeats, and its text as another outlet prints it."""
        rng = random.Random(f"{self.seed} {number} {attempt}")
        # The earlier an article, the more often it is repeated: a few reports are everywhere, most in one outlet only.
        while self.repeats(of := 1 + int((number - 1) * rng.random() ** 2)):
            pass
        article = self.original(of, self.again.get(of, 0))
        article.date += datetime.timedelta(rng.randint(0, 3))
        article.source = (article.source + rng.randint(1, OUTLETS - 1)) % OUTLETS
        article.byline = f"{'Editor: Meja' if article.example.language == 'id' else 'Editing by the desk of'} Outlet {article.source:03}"
        if rng.random() < REWORDED:
            self.reword(article, rng)
        # The headline is one of the shorter sentences after the first one.
        sentences = ["".join(s) for p in article.paragraphs for s in p]
        later = sentences[1:] or sentences
        article.title = min(rng.sample(later, min(3, len(later))), key=len).rstrip(".")
        if rng.random() < CUT:
            self.cut(article, LEAST + (1 - LEAST) * rng.random())
        return of, article

    def reword(self, article, rng):
        since = 0
        for sentence in (s for p in article.paragraphs for s in p):
            for i, piece in enumerate(sentence):
                since += len(piece.split())
                if isinstance(piece, Piece) and since >= UNTOUCHED:
                    sentence[i] = Piece(rng.choice(piece.others), piece.others)
                    since = 0

    def cut(self, article, share):
        """Leaves at least `share` of the words: as editors do, whole sentences from the start."""
        left = share * len(article.text().split())
        kept = []
        for paragraph in article.paragraphs:
            kept.append([])
            for sentence in paragraph:
                if left > 0:
                    kept[-1].append(sentence)
                left -= len("".join(sentence).split())
        article.paragraphs = [p for p in kept if p]

    def article(self):
        """The next article as it is written, and how many sentences its body has."""
        self.made += 1
        for attempt in itertools.count():
            of, made = self.copy(self.made, attempt) if self.repeats(self.made) else (None, self.original(self.made, attempt))
            text = made.text()
            mark = hashlib.blake2b(text.encode(), digest_size=16).digest()
            if mark not in self.seen:
                break
        self.seen.add(mark)
        if attempt > 0:
            self.again[self.made] = attempt
        name = f"{self.seed}-{self.made}"
        article = {"id": f"bench-{name}", "title": made.title, "text": text, "date": made.date.isoformat(),
                   "source": f"Outlet {made.source:03}", "url": f"https://example.org/bench/{name}", "lang": made.example.language}
        if of:
            article["copy_of"] = f"bench-{self.seed}-{of}"
        return article, made.sentences()


def share(text):
    value = float(text)
    if not 0 <= value < 1:
        raise argparse.ArgumentTypeError("is a share: 0 or more, less than 1")
    return value


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, required=True)
    parser.add_argument("--copies", type=share, default=COPIES, help="share of articles that repeat an earlier one (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=pathlib.Path, default=TOP / "examples/articles")
    parser.add_argument("--data", type=pathlib.Path, default=TOP / "data")
    parser.add_argument("-o", "--output", default="-", help="file to write; - is standard output")
    options = parser.parse_args()

    maker = Maker(options.examples, options.data, options.seed, options.copies)
    counts = {"articles": 0, "copies": 0, "sentences": 0, "text_bytes": 0, "bytes": 0}
    out = sys.stdout.buffer if options.output == "-" else open(options.output, "wb")
    with out:
        for _ in range(options.articles):
            article, sentences = maker.article()
            line = json.dumps(article, ensure_ascii=False).encode() + b"\n"
            out.write(line)
            counts["articles"] += 1
            counts["copies"] += "copy_of" in article
            counts["sentences"] += sentences
            counts["text_bytes"] += len(article["text"].encode())
            counts["bytes"] += len(line)
    print(json.dumps(counts), file=sys.stderr)


if __name__ == "__main__":
    main()
