#!/usr/bin/python3
"""Reads the approved exports that read_back.py does not: GEXF, Pajek, JSON Lines, and the tables for spreadsheets, Neo4j and NebulaGraph; and in every
format the names that mean something to readers, which must come back as names.

    read_back_tables.py GOLDEN_DIR
"""

import collections
import csv
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import igraph
import networkx
import yaml

from read_back import check, equal, failures, kinds, run

# As in world.cc.
HOSTILE = [
    b"constructor", b"__proto__", b"toString", b"42", b"1e5", b"007", b"true", b"e0", b"ee1", b"null", b"=1+1", b'=HYPERLINK("http://example.org")', b"+1", b"-1",
    b"@SUM(A1)", b"\t=1+1", b"a;b", b"a,b", b"a|b", b"a:b", b'quote"inside', b"it's", b"line\nbreak", b"carriage\rreturn", b"]]>", b"<!--", b"&amp;",
    b"back\\slash\\", b"nul\0inside", b"surrogate\xed\xa0\x80", b"cut\xf0\x9f\x95", b"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", b"\xe2\x80\xaeoverride",
    b"\xf0\x9f\x95\x8a\xef\xb8\x8f", b"\xef\xbf\xbe", b"  spaced  out ", b"{{x}}", b"$x", b"%41",
]


def text_of(raw):
    return raw.decode("utf-8", errors="replace")


def clean(text):
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", "", text)


def line_of(text):
    return " ".join(clean(text).split())


def id_of(raw):
    """What is malformed or does not print is written as %XX, byte by byte."""
    out = ""
    for char in raw.decode("utf-8", errors="surrogateescape"):
        data = char.encode("utf-8", errors="surrogateescape")
        hidden = "\udc80" <= char <= "\udcff" or not clean(char) or (char.isspace() and char != " ")
        out += "".join(f"%{byte:02X}" for byte in data) if hidden else char
    return out


IDS = [id_of(raw) for raw in HOSTILE]
LABELS = {id_of(raw): line_of(text_of(raw)) for raw in HOSTILE}
NOTES = {id_of(raw): text_of(raw) for raw in HOSTILE}
PATH = collections.Counter((source, target, "supports") for source, target in zip(IDS, IDS[1:]))


def check_hostile(what, labels, notes, edges, note=clean):
    """`labels` and `notes` by id; `edges` as (source, target, type). An empty text need not be there."""
    equal(f"{what}: labels", {node: label for node, label in labels.items() if label}, {node: label for node, label in LABELS.items() if label})
    equal(f"{what}: ids", set(labels), set(IDS))
    if notes is not None:
        expected = {node: note(text) for node, text in NOTES.items() if note(text)}
        equal(f"{what}: notes", {node: text for node, text in notes.items() if text}, expected)
    equal(f"{what}: edges", collections.Counter(edges), PATH)


def networkx_parts(graph):
    nodes = dict(graph.nodes(data=True))
    return ({node: data.get("label", "") for node, data in nodes.items()}, {node: data.get("attribute_note", "") for node, data in nodes.items()},
            [(source, target, data["type"]) for source, target, data in graph.edges(data=True)])


def read_gexf(path):
    """With the name of version 1.2, which older releases of NetworkX know."""
    with open(path, "rb") as file:
        return networkx.read_gexf(io.BytesIO(file.read().replace(b"http://gexf.net/1.3", b"http://www.gexf.net/1.2draft")))


def check_gexf(folder, truth):
    for name in "export.gexf", "export.1.2.gexf", "hostile.gexf":
        run(f"xmllint {name}", "xmllint", "--noout", f"{folder}/{name}")
    for graph in networkx.read_gexf(f"{folder}/export.1.2.gexf"), read_gexf(f"{folder}/export.gexf"):
        equal("gexf: edges", collections.Counter((source, target, data["type"], data["origin"]) for source, target, data in graph.edges(data=True)), truth)
        claims = [data for _, _, data in graph.edges(data=True) if data["origin"] == "claim"]
        for name, kind in {"count": "int", "symmetric": "bool", "confidence": "float", "first": "str", "first_day": "int"}.items():
            equal(f"gexf: type of {name}", kinds(data[name] for data in claims if name in data), {kind})
        equal("gexf: spells say what attributes say", [(data.get("start"), data.get("end")) for data in claims],
              [(data.get("first"), data.get("last")) for data in claims])
        equal("gexf: weights", [data.get("weight", 0) for data in claims], [data["count"] for data in claims])
        equal("gexf: years of offices", {(data["start"], data["end"]) for _, _, data in graph.edges(data=True) if "office" in data},
              {("2012-01-01", "2014-12-31"), ("2014-01-01", "2024-12-31")})
    hostile = read_gexf(f"{folder}/hostile.gexf")
    check_hostile("gexf", *networkx_parts(hostile))
    equal("gexf: places", {node: (data["viz"]["position"]["x"], data["viz"]["position"]["y"]) for node, data in hostile.nodes(data=True)},
          {node: (number * 10.5, -(number % 7)) for number, node in enumerate(IDS)})
    space = "{http://gexf.net/1.3}"
    edges = ElementTree.parse(f"{folder}/export.gexf").getroot().findall(f"{space}graph/{space}edges/{space}edge")
    parallel = collections.Counter((edge.get("source"), edge.get("target"), edge.get("kind"), edge.get("start")) for edge in edges)
    check("gexf: parallel edges differ in kind or time", max(parallel.values()) == 1, str(parallel))


def check_pajek(folder, truth):
    def label(node):
        return node.replace('"', "%22").replace("\\", "%5C")

    expected = collections.Counter()
    for (source, target, kind, _), count in truth.items():
        expected[label(source), label(target), kind] += count
    graph = networkx.read_pajek(f"{folder}/export.net")
    equal("pajek, networkx: edges", collections.Counter((source, target, data["l"]) for source, target, data in graph.edges(data=True)), expected)
    graph = igraph.Graph.Read_Pajek(f"{folder}/export.net")
    equal("pajek, igraph: edges", collections.Counter((graph.vs["id"][edge.source], graph.vs["id"][edge.target], edge["label"]) for edge in graph.es),
          expected)
    check("pajek, igraph: directed", graph.is_directed())
    hostile = networkx.read_pajek(f"{folder}/hostile.net")
    equal("pajek: ids", set(hostile.nodes), {label(node) for node in IDS})
    equal("pajek: hostile edges", hostile.number_of_edges(), len(IDS) - 1)
    check("pajek: places are in the square", all(0 <= data["x"] <= 1 and 0 <= data["y"] <= 1 for _, data in hostile.nodes(data=True)))


def check_json_lines(folder, truth):
    def read(name):
        with open(f"{folder}/{name}", encoding="utf-8", newline="\n") as file:
            lines = [json.loads(line) for line in file]
        return [line for line in lines if line["element"] == "node"], [line for line in lines if line["element"] == "edge"]

    nodes, edges = read("export.jsonl")
    equal("jsonl: edges", collections.Counter((edge["source"], edge["target"], edge["type"], edge["origin"]) for edge in edges), truth)
    equal("jsonl: type of documents", kinds(node["documents"] for node in nodes), {"int"})
    nodes, edges = read("hostile.jsonl")
    check_hostile("jsonl", {node["id"]: node.get("label", "") for node in nodes}, {node["id"]: node["attribute_note"] for node in nodes},
                  [(edge["source"], edge["target"], edge["type"]) for edge in edges], lambda text: text)


def read_table(path, encoding="utf-8"):
    with open(path, encoding=encoding, newline="") as file:
        rows = list(csv.reader(file, strict=True))
    equal(f"{path}: cells in each row", {len(row) for row in rows}, {len(rows[0])})
    return rows


def as_dicts(rows):
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def unguarded(cell):
    return cell[1:] if re.match("'[=+\\-@\t\r]", cell) else cell


def check_csv(folder, truth):
    with open(f"{folder}/export.csv/nodes.csv", "rb") as file:
        check("csv: byte order mark", file.read(3) == b"\xef\xbb\xbf")
    nodes = as_dicts(read_table(f"{folder}/export.csv/nodes.csv", "utf-8-sig"))
    edges = as_dicts(read_table(f"{folder}/export.csv/edges.csv", "utf-8-sig"))
    equal("csv: edges", collections.Counter((edge["source"], edge["target"], edge["type"], edge["origin"]) for edge in edges), truth)
    bay = next(node for node in nodes if node["id"] == "location:jakarta-bay")
    equal("csv: numbers stay numbers", (bay["lat"], bay["lon"]), ("-6", "106.8"))
    nodes = as_dicts(read_table(f"{folder}/hostile.csv/nodes.csv", "utf-8-sig"))
    edges = as_dicts(read_table(f"{folder}/hostile.csv/edges.csv", "utf-8-sig"))
    for node in nodes:
        check("csv: no text is a formula", not any(re.match("[=+@\t\r]", cell) for cell in node.values()), str(node))
    check_hostile("csv", {unguarded(node["id"]): unguarded(node["label"]) for node in nodes},
                  {unguarded(node["id"]): unguarded(node["attribute_note"]) for node in nodes},
                  [(unguarded(edge["source"]), unguarded(edge["target"]), edge["type"]) for edge in edges])
    check_spreadsheet(f"{folder}/hostile.csv/nodes.csv", [node["label"] for node in nodes])


def check_spreadsheet(path, labels):
    """What LibreOffice makes of the table, where it is installed: nothing of it is computed."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("read_back_tables.py: LibreOffice is not installed; the tables were read by Python only")
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([office, f"-env:UserInstallation=file://{folder}/home", "--headless", "--infilter=CSV:44,34,76,1", "--convert-to",
                        "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", folder, path], check=True, capture_output=True)
        rows = as_dicts(read_table(os.path.join(folder, os.path.basename(path))))
    numbers = {"007": "7", "1e5": "100000", "1E+05": "100000"}  # a table cannot say that a text looks like a number
    seen = [numbers.get(unguarded(row["label"]), unguarded(row["label"]).lower()) for row in rows]
    equal("csv, LibreOffice: labels", seen, [numbers.get(unguarded(label), unguarded(label).lower()) for label in labels])


def check_neo4j(folder, truth):
    rows = read_table(f"{folder}/export.neo4j/nodes.csv")
    types = {"string", "string[]", "long", "double", "boolean", "date", "ID", "LABEL", "START_ID", "END_ID", "TYPE"}
    edge_rows = read_table(f"{folder}/export.neo4j/relationships.csv")
    for heading in rows[0] + edge_rows[0]:
        check("neo4j: headings", re.fullmatch(r"[A-Za-z0-9_]*:([A-Za-z_]+(\[\])?)", heading) and heading.split(":")[1] in types, heading)
    nodes, edges = as_dicts(rows), as_dicts(edge_rows)
    expected = collections.Counter()
    for (source, target, kind, origin), count in truth.items():
        expected[source, target, kind.upper(), origin] += count
    equal("neo4j: edges", collections.Counter((edge[":START_ID"], edge[":END_ID"], edge[":TYPE"], edge["origin:string"]) for edge in edges), expected)
    retno = next(node for node in nodes if node["id:ID"] == "person:retno-marsudi")
    equal("neo4j: lists", (retno["names:string[]"].split(";"), retno[":LABEL"].split(";")), (["Retno Marsudi", "Menlu Retno", "Retno"], ["Official", "Actor"]))
    check("neo4j: every edge has its ends", {end for edge in edges for end in (edge[":START_ID"], edge[":END_ID"])} <= {node["id:ID"] for node in nodes})
    nodes = as_dicts(read_table(f"{folder}/hostile.neo4j/nodes.csv"))
    edges = as_dicts(read_table(f"{folder}/hostile.neo4j/relationships.csv"))
    check_hostile("neo4j", {node["id:ID"]: node["name:string"] for node in nodes}, {node["id:ID"]: node["attribute_note:string"] for node in nodes},
                  [(edge[":START_ID"], edge[":END_ID"], edge[":TYPE"].lower()) for edge in edges])


def nebula_tables(folder, configuration):
    """(files of nodes, files of edges) as import.yaml of version 4 lists them: (name of the type, rows, properties)."""
    nodes, edges = [], []
    for source in configuration["sources"]:
        rows = read_table(os.path.join(folder, source["path"]))
        for tag in source.get("tags", []):
            nodes.append((tag["name"], rows, tag["props"]))
        for edge in source.get("edges", []):
            equal("nebula: ends", (edge["src"]["id"]["index"], edge["dst"]["id"]["index"], edge["rank"]["index"]), (0, 1, 2))
            edges.append((edge["name"], rows, edge["props"]))
    return nodes, edges


def check_nebula(folder, truth):
    patterns = {"int": r"-?\d+", "double": r"-?\d+(\.\d+)?(e[+-]\d+)?", "bool": "true|false", "date": r"\d{4}-\d\d-\d\d", "string": r"(?s:.*)"}
    for world in "export", "hostile":
        with open(f"{folder}/{world}.nebula/import.yaml", encoding="utf-8") as file:
            configuration = yaml.safe_load(file)
        nodes, edges = nebula_tables(f"{folder}/{world}.nebula", configuration)
        schema = configuration["manager"]["hooks"]["before"][0]["statements"][0]
        longest = int(re.search(r"FIXED_STRING\((\d+)\)", schema)[1])
        for name, rows, properties in nodes + edges:
            check(f"nebula: {name} is in the schema", f"IF NOT EXISTS `{name}`(" in schema)
            equal(f"nebula: columns of {name}", len(rows[0]), properties[-1]["index"] + 1)
            for row in rows:
                for column in properties:
                    cell = row[column["index"]]
                    check(f"nebula: {column['name']} is a {column['type']}", not cell or re.fullmatch(patterns[column["type"]], cell), cell)
        ids = [row[0] for _, rows, _ in nodes for row in rows]
        check("nebula: ids fit", max(len(node.encode()) for node in ids) <= longest)
        pairs = [(row[0], row[1], name) for name, rows, _ in edges for row in rows]
        if world == "export":
            equal("nebula: edges", collections.Counter(pairs), collections.Counter(key[:3] for key in truth.elements()))
            check("nebula: ranks tell parallel edges apart", len({(*row[:3], name) for name, rows, _ in edges for row in rows}) == len(pairs))
        else:
            check_hostile("nebula", {row[0]: row[1] for _, rows, _ in nodes for row in rows}, None, pairs)
    with open(f"{folder}/export.v3.nebula/import.yaml", encoding="utf-8") as file:
        old = yaml.safe_load(file)
    equal("nebula: version 3 has the same types", {part["schema"]["vertex"]["tags"][0]["name"] for part in old["files"] if part["schema"]["type"] == "vertex"},
          {"Official", "State", "Organization"})


def check_the_others(folder):
    """GraphML, node-link JSON and DOT of the hostile world; read_back.py has the rest of them."""
    check_hostile("graphml, networkx", *networkx_parts(networkx.read_graphml(f"{folder}/hostile.graphml", force_multigraph=True)))
    graph = igraph.Graph.Read_GraphML(f"{folder}/hostile.graphml")
    ids = [html.unescape(node) for node in graph.vs["id"]]
    # igraph reads "&amp;amp;" as "&#38;amp;", which cannot be told from it afterwards.
    ids = ["&amp;" if node == "&" else node for node in ids]
    check_hostile("graphml, igraph", dict(zip(ids, graph.vs["label"])), dict(zip(ids, graph.vs["attribute_note"])),
                  [(ids[edge.source], ids[edge.target], edge["type"]) for edge in graph.es])
    for name in "export.plain.graphml", "export.yed.graphml":
        run(f"xmllint {name}", "xmllint", "--noout", f"{folder}/{name}")
        graph = networkx.read_graphml(f"{folder}/{name}", force_multigraph=True)
        claims = [data for _, _, data in graph.edges(data=True)]
        check(f"{name}: edges", claims and all("type" in data and "count" in data for data in claims))
        equal(f"{name}: has weights", "weight" in claims[0], name == "export.yed.graphml")
        equal(f"{name}: label of a node", graph.nodes["state:IRN"]["label"], "Iran")
    with open(f"{folder}/hostile.json", encoding="utf-8") as file:
        graph = networkx.node_link_graph(json.load(file))
    check_hostile("json", {node: line_of(data["label"]) for node, data in graph.nodes(data=True)},
                  {node: data["attributes"]["note"] for node, data in graph.nodes(data=True)},
                  [(source, target, data["type"]) for source, target, data in graph.edges(data=True)], lambda text: text)
    with open(f"{folder}/export.edges.json", encoding="utf-8") as file:
        document = json.load(file)
    check("json: edges may be called edges", "links" not in document and document["edges"])
    picture = run("dot -Tsvg", "dot", "-Kdot", "-Tsvg", f"{folder}/hostile.dot")
    space = "{http://www.w3.org/2000/svg}"
    groups = collections.Counter(group.get("class") for group in ElementTree.fromstring(picture).iter(f"{space}g"))
    equal("dot: nodes and edges", (groups["node"], groups["edge"]), (len(IDS), len(IDS) - 1))


def main(folder):
    with open(f"{folder}/export.json", encoding="utf-8") as file:
        links = json.load(file)["links"]
    truth = collections.Counter((link["source"], link["target"], link["type"], link["origin"]) for link in links)
    for part in check_gexf, check_pajek, check_json_lines, check_csv, check_neo4j, check_nebula:
        part(folder, truth)
    check_the_others(folder)
    for failure in failures:
        print(f"read_back_tables.py: {failure}", file=sys.stderr)
    print(f"{len(IDS)} hostile names and {len(links)} edges read back; {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main(sys.argv[1])
