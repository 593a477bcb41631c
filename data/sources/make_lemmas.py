#!/usr/bin/env python3
"""Writes data/lang/<code>/lemmas.tsv from treebanks: make_lemmas.py en|id OUT TREEBANK.conllu... [--words TREEBANK.conllu]... [--terms FILE.tsv]...

--words: a treebank without lemmas; its words become roots where no affix explains them. --terms: a table of the language folder with a column
"words" or "triggers" of what rules look for: roots, with -kan or -i where the verb has it.
"""
import collections
import re
import sys


def words(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) == 10 and cells[0].isdigit():
                yield cells


def main():
    language, out, *rest = sys.argv[1:]
    treebanks, plain, terms = [], [], []
    into = treebanks
    for argument in rest:
        if argument == "--words":
            into = plain
        elif argument == "--terms":
            into = terms
        else:
            into.append(argument)
            into = treebanks
    rows = english(treebanks) if language == "en" else indonesian(treebanks, plain, terms)
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("lemma\tupos\tforms\n")
        file.write("# Written by data/sources/make_lemmas.py from Universal Dependencies treebanks (data/LICENSES.md): CC BY-SA 4.0.\n")
        for (lemma, upos), forms in sorted(rows.items()):
            file.write(f"{lemma}\t{upos}\t{'|'.join(sorted(forms))}\n")


PLAIN = re.compile(r"^[^\W\d_][\w'’.-]*$|^['’]\w+$|^n['’]t$")


def english(treebanks):
    """Every inflected form, and every verb and short adjective; one lemma a form and class, the most frequent."""
    seen = collections.defaultdict(collections.Counter)
    for path in treebanks:
        for _, form, lemma, upos, *_ in words(path):
            if upos in ("NOUN", "VERB", "ADJ", "ADV", "AUX", "PROPN", "PRON", "DET", "PART", "ADP", "SCONJ", "CCONJ", "NUM", "INTJ") and PLAIN.match(form) and lemma != "_":
                if upos == "PROPN" and (form.isupper() or form.lower() == form):
                    continue
                seen[form.lower(), upos][lemma] += 1
    rows = collections.defaultdict(set)
    for (form, upos), lemmas in seen.items():
        lemma, count = max(lemmas.items(), key=lambda item: (item[1], item[0]))
        if not PLAIN.match(lemma):
            continue
        if form != lemma.lower():
            if upos == "PROPN" and count < 2 and not form.endswith("s"):
                continue
            rows[lemma, upos].add(form)
        elif (upos in ("VERB", "AUX") or (upos == "ADJ" and (len(form) < 8 or lemma != form)) or (upos == "NOUN" and form.endswith("s"))
              or (upos == "PRON" and lemma == "I")):
            rows[lemma, upos]
    return rows


AFFIXED = re.compile(r"^(me[mnlrwy]|di....|ber|ter|pe[mnlr]|ke....|se....).*|.*(kan|nya|an|lah|kah|pun|i)$")
# Where a treebank stops half-way, and rules need the root.
CORRECTIONS = {
    "kecaman": "kecam", "mengecam": "kecam", "kutukan": "kutuk", "tuduhan": "tuduh", "tudingan": "tuding", "serbuan": "serbu", "gempuran": "gempur",
    "ancaman": "ancam", "tuntutan": "tuntut", "dukungan": "dukung", "bantuan": "bantu", "penyerangan": "serang", "gabungan": "gabung",
    "kunjungan": "kunjung", "kesepakatan": "sepakat", "pertemuan": "temu", "gugatan": "gugat", "larangan": "larang", "tekanan": "tekan",
    "ditandatangani": "tandatangan", "menandatangani": "tandatangan", "penandatanganan": "tandatangan", "pengembangan": "kembang",
    "mengaku": "aku", "merasa": "rasa", "perasaan": "rasa", "meminta": "minta", "permintaan": "minta", "mengkonversi": "konversi",
}


def indonesian(treebanks, plain, terms):
    """Every root with the forms that the treebanks give it; a form that they disagree on belongs to the most frequent, else the shortest."""
    seen = collections.defaultdict(collections.Counter)
    simple = re.compile(r"^[a-z]+(-[a-z]+)*$")
    for path in treebanks:
        for _, form, lemma, upos, *_ in words(path):
            form, lemma = form.lower(), lemma.lower()
            if upos not in ("PROPN", "X", "PUNCT", "SYM", "NUM") and simple.match(form) and simple.match(lemma):
                seen[form][lemma] += 1
    for form, lemma in CORRECTIONS.items():
        seen[form] = collections.Counter([lemma])
    rows = collections.defaultdict(set)
    for form, lemmas in seen.items():
        lemma = max(lemmas.items(), key=lambda item: (item[1], -len(item[0]), item[0]))[0]
        rows[lemma, "_"]
        if form != lemma:
            rows[lemma, "_"].add(form)
    known = {lemma for lemma, _ in rows} | set(seen)
    counts, roots = collections.Counter(), set()
    for path in plain:
        for _, form, _, upos, *_ in words(path):
            if upos not in ("PROPN", "X", "PUNCT", "SYM", "NUM") and simple.match(form):
                counts[form] += 1
    for path in terms:
        with open(path, encoding="utf-8") as lines:
            header = next(line for line in lines if not line.startswith("#")).rstrip("\n").split("\t")
            column = header.index("words" if "words" in header else "triggers")
            for line in lines:
                if line.startswith("#"):
                    continue
                for word in re.split(r"[|\s]", line.rstrip("\n").split("\t")[column]):
                    if simple.match(word):
                        counts[word] += 2
                        if column > 0 and word.endswith("kan") and len(word) > 6:
                            roots.add(word[:-3])
                        elif column > 0 and not re.search(r"(an|i)$|^(me|di|ber|ter|pe[mnr])", word):
                            roots.add(word)
    for root in sorted(roots - known):
        rows[root, "_"]
    known |= roots
    for form, count in counts.items():
        if count >= 2 and len(form) > 2 and "-" not in form and form not in known and not AFFIXED.match(form):
            rows[form, "_"]
    return rows


main()
