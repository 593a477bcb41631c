#!/usr/bin/env python3
"""Writes a corpus to measure with: JSON Lines articles made from the example articles.

    make_corpus.py --articles N [--seed S] [--examples DIR] [--data DIR] [-o FILE]

Each article is an example of one language, or two of them mixed: sentences dropped or swapped with a neighbour, paragraphs of another
example put in, states and officials exchanged for others of the gazetteer, all dates moved by whole weeks so that weekdays still fit. What
the articles say is made up; how long they are, how many names they have and how often a few states recur is as in news. No two have
the same text. The same arguments and data give the same bytes. Memory does not grow with the texts, only by a hash an article.

Prints one line of JSON on standard error: articles, sentences (of bodies, headlines not counted), text_bytes, bytes (of the file).
"""

import argparse
import bisect
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
DROPPED = 0.12      # share of sentences left out
SWAPPED = 0.15      # share of sentences that change places with the next one of their paragraph
MIXED = 0.5         # share of articles that take paragraphs from a second example
EXCHANGED = 0.6     # share of the states and officials of an article that others take the place of
WEEKS = (-150, 50)  # how far dates are moved

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(),
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
    """States and officials as one language writes them."""

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
        self.states = Zipf(sorted(code for code, shown in self.shown.items() if "capital" in shown), rng)

        officials = {t["person"] for t in read_tsv(data / "tenures.tsv")}
        self.people = {p["id"]: p for p in read_tsv(data / "people.tsv") if p["id"] in officials and " " in p["name"]}
        self.officials = Zipf(sorted(i for i, p in self.people.items() if p["short"]), rng)

    def forms_of(self, text):
        """The forms that `text` may have: those of all states, and of officials whose full names it has."""
        forms = dict(self.forms)
        for person in self.people.values():
            full = [n for n in [person["name"]] + person["names"].split("|") if n and n in text]
            if full:
                forms.update((short, ("person", person["id"], "short")) for short in person["short"].split("|") if short)
                forms.update((name, ("person", person["id"], "name")) for name in full)
        return {form: slot for form, slot in forms.items() if form in text}

    def fill(self, slot, key):
        """What stands in `slot` when the state or official `key` takes the place of its own; None leaves the text as it was."""
        what, _, kind, text = slot
        if key is None:
            return text
        if what == "person":
            return self.people[key]["short"].split("|")[0] if kind == "short" else self.people[key]["name"]
        shown = self.shown[key]
        return shown["capital"].upper() if kind == "CAPITAL" else shown.get(kind, shown["name"])

    def draw(self, what, rng):
        return (self.states if what == "state" else self.officials).draw(rng)


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

    def write(self, slot, weeks):
        day = slot[1] + datetime.timedelta(weeks=weeks)
        month = MONTHS[self.language][day.month - 1]
        if slot[2] == "slashes":
            return f"{day.day}/{day.month}/{day.year}"
        if slot[2] == "month":
            return f"{month} {day.year}"
        text = f"{month} {day.day}" if self.language == "en" else f"{day.day} {month}"
        return text if slot[2] == "no-year" else f"{text}{', ' if self.language == 'en' else ' '}{day.year}"


class Example:
    """One example article with its names and dates made into slots. A sentence is a list of strings and slots."""

    def __init__(self, article, names, dates):
        self.language = article["lang"]
        self.date = datetime.date.fromisoformat(article["date"])
        forms = names.forms_of(article["title"] + "\n" + article["text"])
        alternatives = "|".join(re.escape(f) for f in sorted(forms, key=lambda f: (-len(f), f)))
        pattern = re.compile(rf"{dates.pattern}|(?<![\w-])(?P<form>{alternatives})(?![\w-])")

        def template(text):
            parts, at = [], 0
            for match in pattern.finditer(text):
                parts += [text[at:match.start()], (*forms[match["form"]], match["form"]) if match["form"] else dates.read(match, self.date)]
                at = match.end()
            return parts + [text[at:]]

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


class Maker:
    def __init__(self, examples, data, seed):
        self.rng = random.Random(seed)
        articles = list(read_examples(examples))
        languages = sorted({a["lang"] for a in articles})
        self.names = {language: Names(data / "gazetteer", language, random.Random(f"{seed} {language}")) for language in languages}
        self.dates = {language: Dates(language) for language in languages}
        self.examples = [Example(a, self.names[a["lang"]], self.dates[a["lang"]]) for a in articles]
        self.seed, self.made, self.seen = seed, 0, set()

    def vary(self, paragraph, lead):
        rng = self.rng
        # The first sentence of an article keeps its place: it has the dateline.
        kept = [s for i, s in enumerate(paragraph) if (lead and i == 0) or rng.random() >= DROPPED]
        for i in range(1 if lead else 0, len(kept) - 1):
            if rng.random() < SWAPPED:
                kept[i], kept[i + 1] = kept[i + 1], kept[i]
        return kept

    def exchange(self, names, slot, taken):
        """The state or official that stands in for that of `slot`: none of `taken`, so that no two become one. None: its own stays."""
        if self.rng.random() >= EXCHANGED:
            return None
        while (key := names.draw(slot[0], self.rng)) in taken or key == slot[1]:
            pass
        return key

    def article(self):
        """The next article, and how many sentences its body has."""
        rng = self.rng
        while True:
            first = rng.choice(self.examples)
            paragraphs = [self.vary(p, i == 0) for i, p in enumerate(first.paragraphs)]
            if rng.random() < MIXED:
                second = rng.choice([e for e in self.examples if e.language == first.language and e is not first])
                for paragraph in rng.sample(second.paragraphs[1:], rng.randint(1, 3)):
                    paragraphs.insert(rng.randint(1, len(paragraphs)), self.vary(paragraph, False))
                if rng.random() < 0.5:
                    del paragraphs[-rng.randint(1, 3):]
            paragraphs = [p for p in paragraphs if p]

            names, dates, weeks, mapping = self.names[first.language], self.dates[first.language], rng.randint(*WEEKS), {}

            def render(template):
                out = []
                for part in template:
                    if isinstance(part, str):
                        out.append(part)
                    elif part[0] == "date":
                        out.append(dates.write(part, weeks))
                    else:
                        if part[:2] not in mapping:
                            mapping[part[:2]] = self.exchange(names, part, mapping.values())
                        out.append(names.fill(part, mapping[part[:2]]))
                return "".join(out)

            title = render(first.title)
            text = "\n\n".join(" ".join(map(render, p)) for p in paragraphs) + (f"\n\n{first.byline}" if first.byline else "")
            mark = hashlib.blake2b(text.encode(), digest_size=16).digest()
            if mark in self.seen:
                continue
            self.seen.add(mark)
            self.made += 1
            name = f"{self.seed}-{self.made}"
            article = {"id": f"bench-{name}", "title": title, "text": text, "date": (first.date + datetime.timedelta(weeks=weeks)).isoformat(),
                       "source": f"Outlet {rng.randrange(OUTLETS):03}", "url": f"https://example.org/bench/{name}", "lang": first.language}
            return article, sum(map(len, paragraphs))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=pathlib.Path, default=TOP / "examples/articles")
    parser.add_argument("--data", type=pathlib.Path, default=TOP / "data")
    parser.add_argument("-o", "--output", default="-", help="file to write; - is standard output")
    options = parser.parse_args()

    maker = Maker(options.examples, options.data, options.seed)
    counts = {"articles": 0, "sentences": 0, "text_bytes": 0, "bytes": 0}
    out = sys.stdout.buffer if options.output == "-" else open(options.output, "wb")
    with out:
        for _ in range(options.articles):
            article, sentences = maker.article()
            line = json.dumps(article, ensure_ascii=False).encode() + b"\n"
            out.write(line)
            counts["articles"] += 1
            counts["sentences"] += sentences
            counts["text_bytes"] += len(article["text"].encode())
            counts["bytes"] += len(line)
    print(json.dumps(counts), file=sys.stderr)


if __name__ == "__main__":
    main()
