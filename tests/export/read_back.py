#!/usr/bin/python3
"""Reads the approved exports with the tools that people will use, none of them ours, and compares what they see.

    read_back.py GOLDEN_DIR

export_tests holds the program to these files; this holds the files to NetworkX, igraph, libxml2 and Graphviz. A tool that is
missing is a failure: ./dev setup installs all of them.
"""

import collections
import html
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

failures = []


def check(what, condition, detail=""):
    if not condition:
        failures.append(f"{what}{': ' if detail else ''}{detail}")


def equal(what, got, expected):
    check(what, got == expected, f"got {got!r}, expected {expected!r}")


def run(what, *command):
    """The standard output of a tool that must succeed without a word on standard error."""
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        failures.append(f"{command[0]} is missing; ./dev setup installs it")
        return b""
    check(what, done.returncode == 0 and not done.stderr, done.stderr.decode(errors="replace"))
    return done.stdout


def kinds(values):
    return {type(value).__name__ for value in values}


def check_graphml_by_rules(path):
    """What the readers assume without saying so."""
    namespace = "{http://graphml.graphdrawing.org/xmlns}"
    root = ElementTree.parse(path).getroot()
    equal("graphml: root", root.tag, namespace + "graphml")
    tags = [child.tag.removeprefix(namespace) for child in root]
    equal("graphml: all keys come first", tags, ["key"] * (len(tags) - 1) + ["graph"])
    keys = {key.get("id"): key for key in root.iter(namespace + "key")}
    equal("graphml: ids of keys are unique", len(keys), len(tags) - 1)
    for domain in ("node", "edge"):
        names = [key.get("attr.name").lower() for key in keys.values() if key.get("for") == domain]
        check(f"graphml: names of {domain} keys are unique in any case, none is id", len(set(names)) == len(names) and "id" not in names)
    equal("graphml: keys are for nodes or edges", {key.get("for") for key in keys.values()}, {"node", "edge"})
    check("graphml: types", {key.get("attr.type") for key in keys.values()} <= {"boolean", "int", "long", "float", "double", "string"})
    graph = root.find(namespace + "graph")
    equal("graphml: edgedefault", graph.get("edgedefault"), "directed")
    order = [child.tag.removeprefix(namespace) for child in graph]
    equal("graphml: nodes come before edges", order, sorted(order, reverse=True))
    for element in graph:
        check("graphml: every node and edge has an id", element.get("id"))
        for data in element:
            equal("graphml: data are under a key of their domain", keys[data.get("key")].get("for"), element.tag.removeprefix(namespace))
    return order.count("node"), order.count("edge")


def check_networkx_graphml(path, nodes, edges):
    import networkx

    graph = networkx.read_graphml(path, force_multigraph=True)
    equal("networkx: nodes", graph.number_of_nodes(), nodes)
    equal("networkx: edges", graph.number_of_edges(), edges)
    check("networkx: directed", graph.is_directed())
    bay = graph.nodes["location:jakarta-bay"]
    equal("networkx: position", (bay["lat"], bay["lon"]), (-6.0, 106.8))
    equal("networkx: type of documents", kinds(data["documents"] for _, data in graph.nodes(data=True)), {"int"})
    equal("networkx: names by language", graph.nodes["person:retno-marsudi"]["names_id"], "Menlu Retno|Retno")
    indonesia = graph.nodes["state:IDN"]
    equal("networkx: attributes that differ in case only", {value for key, value in indonesia.items() if key.lower().startswith("attribute_")},
          {"South-East Asia", "ASEAN"})
    claims = [data for _, _, data in graph.edges(data=True) if data["origin"] == "claim"]
    for name, kind in {"weight": "float", "count": "int", "negated": "int", "symmetric": "bool", "quad": "int", "status": "str"}.items():
        equal(f"networkx: type of {name}", kinds(data[name] for data in claims), {kind})
    days = [data for data in claims if "first" in data]
    check("networkx: days are counted from 1970", days and all((data["first_day"] > 19000) for data in days))
    offices = [data for _, _, data in graph.edges(data=True) if "office" in data]
    equal("networkx: offices", sorted((data["since"], data["until"], data["office"]) for data in offices),
          [(2012, 2014, "ambassador"), (2014, 2024, "foreign minister")])
    return collections.Counter((source, target, data["type"], data["origin"]) for source, target, data in graph.edges(data=True))


def check_igraph(path, nodes, edges):
    import igraph

    graph = igraph.Graph.Read_GraphML(path)
    equal("igraph: nodes", graph.vcount(), nodes)
    equal("igraph: edges", graph.ecount(), edges)
    check("igraph: directed", graph.is_directed())
    equal("igraph: node attributes", {"id", "label", "type", "supertype", "country", "names", "names_en", "names_id", "wikidata", "lat", "lon",
                                      "documents", "first_seen", "last_seen"} - set(graph.vs.attributes()), set())
    equal("igraph: edge attributes", {"type", "family", "quad", "symmetric", "weight", "count", "reports", "planned", "possible", "demanded",
                                      "negated", "first", "last", "first_day", "last_day", "confidence", "status", "origin", "since", "until",
                                      "office"} - set(graph.es.attributes()), set())
    equal("igraph: type of weight", kinds(graph.es["weight"]), {"float"})
    equal("igraph: type of symmetric", kinds(graph.es["symmetric"]), {"bool"})
    ids = [html.unescape(node) for node in graph.vs["id"]]  # igraph leaves "&#38;" in the ids that it reads
    return collections.Counter((ids[edge.source], ids[edge.target], edge["type"], edge["origin"]) for edge in graph.es)


def check_json(path, nodes, edges):
    import networkx

    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    graph = networkx.node_link_graph(document)
    equal("json: nodes", graph.number_of_nodes(), nodes)
    equal("json: edges", graph.number_of_edges(), edges)
    check("json: directed multigraph", graph.is_directed() and graph.is_multigraph())
    equal("json: every node has the same keys", len({tuple(node) for node in document["nodes"]}), 1)
    for link in document["links"]:
        if link["origin"] == "claim":
            equal("json: evidence is all claims", len(link["evidence"]), sum(link["claims"].values()))
    condemns = next(link for link in document["links"] if link["type"] == "condemns")["evidence"][0]
    equal("json: sentence", condemns["text"], "Menlu Retno mengecam serangan Israel.")
    begin, end = condemns["trigger_span"]
    equal("json: trigger", condemns["text"][begin:end], "mengecam")
    meets = next(link for link in document["links"] if link["key"] == "meets" and link["source"] == "state:IDN")["evidence"][0]
    offset = meets["sentence_span"][0]
    equal("json: ends of a symmetric edge, in code points",
          [meets["text"][meets[f"{end}_span"][0] - offset:meets[f"{end}_span"][1] - offset] for end in ("source", "target")], ["Indonesia", "Iran"])
    return collections.Counter((source, target, data["type"], data["origin"]) for source, target, data in graph.edges(data=True))


def check_dot(path, nodes, edges):
    picture = run("dot -Tsvg", "dot", "-Tsvg", path)
    if not picture:
        return
    root = ElementTree.fromstring(picture)
    groups = collections.Counter(group.get("class") for group in root.iter("{http://www.w3.org/2000/svg}g"))
    equal("dot: nodes", groups["node"], nodes)
    equal("dot: edges", groups["edge"], edges)
    texts = " ".join("".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text"))
    for part in ("attacks", "threatens (planned)", '"quoted"', "<b>&amp;", "back\\slash\\", "cooperation"):
        check("dot: a label is shown as it is", part in re.sub(r"\s+", " ", texts.replace("\xa0", " ")), part)


def main(folder):
    try:
        import igraph  # noqa: F401
        import networkx  # noqa: F401
    except ImportError as error:
        sys.exit(f"read_back.py: {error}; ./dev setup installs it for {sys.executable}")
    graphml = f"{folder}/export.graphml"
    run("xmllint", "xmllint", "--noout", graphml)
    nodes, edges = check_graphml_by_rules(graphml)
    check("the world of the test is there", nodes >= 8 and edges >= 15, f"{nodes} nodes, {edges} edges")
    seen = {
        "networkx": check_networkx_graphml(graphml, nodes, edges),
        "igraph": check_igraph(graphml, nodes, edges),
        "json": check_json(f"{folder}/export.json", nodes, edges),
    }
    for reader, found in seen.items():
        equal(f"{reader} sees the edges that the others see", found, seen["networkx"])
    check_dot(f"{folder}/export.dot", nodes, edges)
    for failure in failures:
        print(f"read_back.py: {failure}", file=sys.stderr)
    print(f"{nodes} nodes and {edges} edges read back; {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main(sys.argv[1])
