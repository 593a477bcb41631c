#!/usr/bin/env python3
"""Writes data/lang/id/clitics.tsv from treebanks: make_clitics.py OUT TREEBANK.conllu...

Words that end like a clitic, by what the treebanks do with them: split it off, or (clitic "-") leave them whole. A word that the clitic rule of
language.tsv treats right (-nya off words of six letters and more) is left out.
"""
import collections
import sys

CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu")
SHORTEST = 6


def units(path):
    """Every written word with its parts."""
    until, form, parts = 0, "", []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) != 10 or "." in cells[0]:
                continue
            if "-" in cells[0]:
                until, form, parts = int(cells[0].split("-")[1]), cells[1], []
            elif until and int(cells[0]) <= until:
                parts.append(cells[1])
                if int(cells[0]) == until:
                    yield form, parts
                    until = 0
            else:
                until = 0
                yield cells[1], [cells[1]]


def main():
    out, *treebanks = sys.argv[1:]
    seen = collections.defaultdict(collections.Counter)
    for path in treebanks:
        for form, parts in units(path):
            folded = form.lower()
            if not (folded.isascii() and folded.isalpha()) or form[1:] != form[1:].lower():
                continue
            clitic = next((c for c in CLITICS if folded.endswith(c) and len(folded) > len(c) + 1), None)
            if clitic is None:
                continue
            split = len(parts) == 2 and parts[1].lower() == clitic
            if split or len(parts) == 1:
                seen[folded][clitic if split else "-"] += 1
    rows = collections.defaultdict(list)
    for folded, choices in sorted(seen.items()):
        choice = max(choices.items(), key=lambda item: (item[1], item[0] == "-"))[0]
        if not (choice == "nya" and len(folded) >= SHORTEST):
            rows[choice].append(folded)
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("clitic\twords\n")
        file.write("# Written by data/sources/make_clitics.py from Universal Dependencies treebanks (data/LICENSES.md): CC BY-SA 4.0.\n")
        for clitic, words in sorted(rows.items()):
            for start in range(0, len(words), 12):
                file.write(f"{clitic}\t{'|'.join(words[start:start + 12])}\n")


main()
