#!/usr/bin/env python3
"""Tells which articles of a corpus repeat another one, by a computation of its own: neither the code nor the hashes of the store.

    near_copies.py FILE

FILE has JSON Lines as make_corpus.py writes them. Two texts are near-copies when at least 36 runs of three words, and two fifths of those of the
smaller one, are in both: the rule of graph/text/shingles.h. Every pair that shares a run is looked at, so the time grows with the square of the
number of articles: 10,000 take two minutes.

Prints one line of JSON: articles; near, the share of articles that are a near-copy of any other; near_by_chance, the same for pairs of which
neither copies the other nor both a third; copies, and the share of them that are near-copies of what they copy (copies_near).
"""

import array
import collections
import itertools
import json
import re
import sys
import unicodedata

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[.'][^\W\d_]+)*")
FEWEST = 36
PERCENT = 40


def shingles(text):
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.replace("’", "'")) if not unicodedata.combining(c)).lower()
    words = [re.sub(r"[.,']", "", word) for word in WORD.findall(plain)]
    return set(zip(words, words[1:], words[2:]))


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: near_copies.py FILE")
    ids, originals, sizes, numbers, index = [], [], [], {}, collections.defaultdict(lambda: array.array("I"))
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            article = json.loads(line)
            numbers[article["id"]] = len(ids)
            ids.append(article["id"])
            originals.append(article.get("copy_of", article["id"]))
            found = shingles(article["text"])
            sizes.append(len(found))
            for shingle in found:
                index[hash(shingle)].append(len(ids) - 1)

    # The lists of all shingles of an article, turned around: for each article, how many it has in common with each earlier one.
    of_article = [[] for _ in ids]
    for articles in index.values():
        for article in articles:
            of_article[article].append(articles)
    near, by_chance, copies_near = set(), set(), 0
    for b, lists in enumerate(of_article):
        common = collections.Counter()
        for articles in lists:
            common.update(itertools.takewhile(lambda a: a < b, articles))
        for a, count in common.items():
            if count >= FEWEST and count * 100 >= min(sizes[a], sizes[b]) * PERCENT:
                near.update((a, b))
                if originals[a] != originals[b]:
                    by_chance.update((a, b))
                elif ids[a] == originals[b]:
                    copies_near += 1
    copies = sum(a != b for a, b in zip(ids, originals))
    print(json.dumps({"articles": len(ids), "near": round(len(near) / len(ids), 4), "near_by_chance": round(len(by_chance) / len(ids), 4),
                      "copies": copies, "copies_near": round(copies_near / copies, 4) if copies else None}))


if __name__ == "__main__":
    main()
