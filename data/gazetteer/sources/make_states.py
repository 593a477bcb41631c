#!/usr/bin/env python3
"""Writes states.tsv and state-names.tsv of the gazetteer.

    make_states.py --cldr DIR --iso FILE [--out DIR]

`--cldr` is the folder of the npm package cldr-localenames-full, `--iso` the file iso_3166-1.json of iso-codes (on Debian
/usr/share/iso-codes/json/iso_3166-1.json). Names come from both, everything else from states-curated.tsv beside this script, which also
says which of their names are not wanted. The same input gives the same bytes.
"""

import argparse
import json
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
CURATED = HERE / "states-curated.tsv"
LANGUAGES = ("en", "id")
FACTS = ("status", "parent", "since", "until", "wikidata", "position")
FORMS = ("name", "abbreviation", "adjective", "people", "capital", "seat", "former")
OTHER = ("display", "capital-unlisted", "drop")

STATES_COMMENT = """\
# Written by sources/make_states.py; edit sources/states-curated.tsv, not this file.
# Codes: ISO 3166-1 alpha-3, XKX for Kosovo, and for former states ANT Netherlands Antilles, CSK Czechoslovakia, DDR East Germany,
# DRV North Vietnam, RVN South Vietnam, SCG Serbia and Montenegro (with the Federal Republic of Yugoslavia from 1992), SUN Soviet Union,
# UAR United Arab Republic, YAR North Yemen, YMD South Yemen, YUG Yugoslavia (to 1992), ZAN Zanzibar. VDR is not used: it is North Vietnam
# in ISO 3166-3 and South Vietnam in other lists.
# parent: the sovereign of a territory, the main successor of a former state. Israel, Palestine and Western Sahara have no capital here:
# which city it is, is disputed. since: only for states founded or made independent since 1945, and for former states.
"""

NAMES_COMMENT = """\
# Written by sources/make_states.py; edit sources/states-curated.tsv, not this file.
# lang "*": English and Indonesian. Apostrophes are straight. Left out as they fit two states equally: Korea, Korean, Dominican,
# Virgin Islands; as other words or bearers are more frequent: Lima (Indonesian "five"), Male, Victoria, Hamilton, Stanley, The Valley.
"""


def fail(message):
    sys.exit(f"make_states.py: {message}")


def clean(text):
    return unicodedata.normalize("NFC", text).replace("\u2019", "'").strip()


def read_curated():
    """The curated rows as {code: {(kind, lang): [text]}}."""
    states = {}
    for number, line in enumerate(CURATED.read_text(encoding="utf-8").splitlines(), 1):
        if number == 1 or line.startswith("#"):
            continue
        where = f"{CURATED.name}:{number}"
        fields = line.split("\t")
        if len(fields) != 4:
            fail(f"{where}: {len(fields)} columns, expected 4 (code, kind, lang, texts)")
        code, kind, lang, texts = fields
        if kind not in FACTS + FORMS + OTHER:
            fail(f"{where}: unknown kind '{kind}'; use one of {', '.join(FACTS + FORMS + OTHER)}")
        if lang not in (("",) if kind in FACTS else LANGUAGES + ("*",)):
            fail(f"{where}: language '{lang}' does not fit kind '{kind}'")
        items = [clean(item) for item in texts.split("|")]
        if not all(items) or len(set(items)) != len(items):
            fail(f"{where}: empty or repeated item in '{texts}'")
        rows = states.setdefault(code, {})
        if (kind, lang) in rows:
            fail(f"{where}: second row for {code} {kind} {lang}; join the two with '|'")
        rows[(kind, lang)] = items
    return states


def read_cldr(folder, lang):
    """CLDR's territory names by alpha-2 code, the usual form first, then the short and variant forms."""
    path = pathlib.Path(folder) / "main" / lang / "territories.json"
    territories = json.loads(path.read_text(encoding="utf-8"))["main"][lang]["localeDisplayNames"]["territories"]
    names = {}
    for key in sorted(territories):
        alpha2, _, _ = key.partition("-alt-")
        names.setdefault(alpha2, []).append(clean(territories[key]))
    return names


def usable(text):
    """CLDR and ISO tell like-named states apart with marks that no article writes: (DRC), - Kinshasa, SAR China, a comma."""
    return not re.search(r"[(),]| - | SAR | DAK |Kep\.", text)


def spelled_out(text, lang):
    text = text.replace("&", "and" if lang == "en" else "dan")
    return re.sub(r"^St\. ", "Saint ", text)


def variants(text, lang):
    """`text` with and without its abbreviations."""
    full = spelled_out(text, lang)
    forms = {text, full}
    if full.startswith("Saint "):
        rest = full[len("Saint "):]
        forms |= {"St. " + rest} | ({"St " + rest} if lang == "en" else set())
    return forms


def is_abbreviation(text):
    return bool(re.fullmatch(r"[A-Z]{2,}|(?:[A-Z]\.)+[A-Z]?", text))


def of_language(rows, kind, lang):
    return rows.get((kind, lang), []) + rows.get((kind, "*"), [])


def first(rows, kind, lang):
    return next(iter(of_language(rows, kind, lang)), "")


def main():
    parser = argparse.ArgumentParser(description="Writes states.tsv and state-names.tsv.")
    parser.add_argument("--cldr", required=True, help="folder of cldr-localenames-full")
    parser.add_argument("--iso", required=True, help="iso_3166-1.json of iso-codes")
    parser.add_argument("--out", default=HERE.parent, type=pathlib.Path, help="folder to write to (default: data/gazetteer)")
    options = parser.parse_args()

    iso = {entry["alpha_3"]: entry for entry in json.loads(pathlib.Path(options.iso).read_text(encoding="utf-8"))["3166-1"]}
    alpha2 = {code: entry["alpha_2"] for code, entry in iso.items()} | {"XKX": "XK"}
    cldr = {lang: read_cldr(options.cldr, lang) for lang in LANGUAGES}
    curated = read_curated()

    for code in sorted(set(alpha2) - set(curated)):
        fail(f"{CURATED.name}: no rows for {code} ({iso[code]['name']}); add at least its status and position")

    state_rows = []
    name_rows = set()
    for code in sorted(curated):
        rows = curated[code]
        fact = {kind: "|".join(rows.get((kind, ""), [])) for kind in FACTS}
        if fact["status"] not in ("state", "territory", "former"):
            fail(f"{CURATED.name}: {code} has status '{fact['status']}'; use state, territory or former")
        if (fact["status"] == "former") == (code in alpha2):
            fail(f"{CURATED.name}: status '{fact['status']}' of {code} does not fit: former states have codes that ISO 3166-1 does not use")
        if fact["parent"] and fact["parent"] not in curated:
            fail(f"{CURATED.name}: parent '{fact['parent']}' of {code} is not a known code")
        latitude, longitude = fact["position"].split("|")

        display = {}
        capital = {}
        for lang in LANGUAGES:
            generated = [text for text in cldr[lang].get(alpha2.get(code, ""), [])]
            display[lang] = first(rows, "display", lang) or spelled_out(generated[0], lang)
            capital[lang] = first(rows, "capital-unlisted", lang) or first(rows, "capital", lang)
            if lang == "en" and code in iso:
                generated += [clean(iso[code][key]) for key in ("name", "official_name", "common_name") if key in iso[code]]
            dropped = set(of_language(rows, "drop", lang))
            forms = {(kind, text) for kind in FORMS for text in of_language(rows, kind, lang)}
            taken = {text for kind, text in forms if kind not in ("adjective", "capital")}
            for text in generated:
                text = re.sub(r"^the ", "", text)
                if usable(text):
                    forms |= {("abbreviation" if is_abbreviation(form) else "name", form) for form in variants(text, lang)
                              if form not in dropped and form not in taken}
            if usable(display[lang]) and display[lang] not in taken | dropped:
                forms.add(("name", display[lang]))
            for text in of_language(rows, "name", lang):
                forms |= {("name", form) for form in variants(text, lang)}
            name_rows |= {(code, lang, kind, text) for kind, text in forms}

        state_rows.append([code, fact["status"], display["en"], display["id"], capital["en"], capital["id"], latitude, longitude,
                           fact["parent"], fact["since"], fact["until"], fact["wikidata"]])

    shared = {(code, kind, text) for code, lang, kind, text in name_rows if lang == "en"}
    shared &= {(code, kind, text) for code, lang, kind, text in name_rows if lang == "id"}
    name_rows = {(code, "*" if (code, kind, text) in shared else lang, kind, text) for code, lang, kind, text in name_rows}

    with open(options.out / "states.tsv", "w", encoding="utf-8", newline="\n") as file:
        file.write("code\tstatus\tname\tname_id\tcapital\tcapital_id\tlat\tlon\tparent\tsince\tuntil\twikidata\n" + STATES_COMMENT)
        for row in state_rows:
            file.write("\t".join(row) + "\n")
    with open(options.out / "state-names.tsv", "w", encoding="utf-8", newline="\n") as file:
        file.write("text\tlang\tkind\tcode\n" + NAMES_COMMENT)
        for code, lang, kind, text in sorted(name_rows):
            file.write(f"{text}\t{lang}\t{kind}\t{code}\n")


if __name__ == "__main__":
    main()
