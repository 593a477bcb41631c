#!/usr/bin/python3
"""Reads the approved exports in Turtle, JSON-LD and FollowTheMoney: RDF by rdflib and by raptor, entities by the rules of their schemata.

    read_back_rdf.py GOLDEN_DIR

Counts and names are compared with the node-link JSON of the same graph, which read_back.py compares with others.
"""

import collections
import datetime
import json
import re
import sys

import rdflib
import rdflib.compare
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD

from read_back import check, equal, failures, run

ENTENTE, RELATION, TYPE = (rdflib.Namespace(f"urn:entente:{word}:") for word in ("vocabulary", "relation", "type"))
GEO = rdflib.Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def read(path, notation):
    graph = rdflib.Graph()
    graph.parse(path, format=notation)
    return graph


def check_readers_agree(folder, name):
    """rdflib reads both notations as one graph, and raptor reads as many statements as rdflib."""
    graph = read(f"{folder}/{name}.ttl", "turtle")
    equal(f"{name}: JSON-LD says what Turtle says", len(rdflib.compare.graph_diff(graph, read(f"{folder}/{name}.jsonld", "json-ld"))[1]), 0)
    check(f"{name}: both are one graph", rdflib.compare.isomorphic(graph, read(f"{folder}/{name}.jsonld", "json-ld")))
    triples = run(f"{name}: rapper", "rapper", "-q", "-i", "turtle", "-o", "ntriples", f"{folder}/{name}.ttl")
    by_raptor = rdflib.Graph()
    by_raptor.parse(data=triples, format="nt")
    check(f"{name}: raptor and rdflib read one graph", rdflib.compare.isomorphic(graph, by_raptor))
    return graph


def check_nodes(graph, nodes):
    by_id = {str(identifier): node for node, identifier in graph.subject_objects(DCTERMS.identifier) if str(node).startswith("urn:entente:node:")}
    equal("rdf: nodes", set(by_id), {node["id"] for node in nodes})
    for node in nodes:
        iri = by_id[node["id"]]
        what = f"rdf: {node['id']}"
        equal(f"{what}: type", set(graph.objects(iri, RDF.type)), {TYPE[node["type"]]})
        equal(f"{what}: documents", graph.value(iri, ENTENTE.documents), rdflib.Literal(node["documents"]))
        names = collections.defaultdict(set)
        for name in graph.objects(iri, SKOS.altLabel):
            names[name.language or "und"].add(str(name))
        clean = lambda text: " ".join(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", "", text).split())
        equal(f"{what}: names", dict(names), {language: {clean(name) for name in them} for language, them in node["names_by_lang"].items()})
        attributes = {(str(graph.value(one, RDFS.label)), str(graph.value(one, RDF.value))) for one in graph.objects(iri, ENTENTE.attribute)}
        equal(f"{what}: attributes", len(attributes), len(node["attributes"]))
        if node["first_seen"]:
            first = graph.value(iri, ENTENTE.firstSeen)
            equal(f"{what}: day", (first.datatype, first.toPython()), (XSD.date, datetime.date.fromisoformat(node["first_seen"])))
    same = set(graph.objects(by_id["state:IDN"], OWL.sameAs))
    equal("rdf: Wikidata", same, {rdflib.URIRef("http://www.wikidata.org/entity/Q252")})
    latitude = graph.value(by_id["location:jakarta-bay"], GEO.lat)
    equal("rdf: position", (latitude.datatype, latitude.toPython()), (XSD.double, -6.0))
    return {iri: identifier for identifier, iri in by_id.items()}


def check_edges(graph, ids, links):
    seen, direct = collections.Counter(), set()
    for statement in graph.subjects(RDF.type, RDF.Statement):
        ends = [graph.value(statement, end) for end in (RDF.subject, RDF.predicate, RDF.object)]
        check("rdf: no statement dangles", ends[0] in ids and ends[2] in ids, str(statement))
        origin = str(graph.value(statement, ENTENTE.origin))
        seen[ids[ends[0]], str(ends[1]).removeprefix(RELATION), ids[ends[2]], origin] += 1
        if origin == "claim" and graph.value(statement, ENTENTE.actual).toPython() > 0:
            direct.add(tuple(ends))
    equal("rdf: edges", seen, collections.Counter((link["source"], link["type"], link["target"], link["origin"]) for link in links))
    said = {triple for triple in graph if triple[0] in ids and str(triple[1]).startswith(RELATION)}
    equal("rdf: what is reported as done is said directly, and nothing else", said, direct)
    offices = sorted((graph.value(s, ENTENTE.since).toPython(), str(o)) for s, o in graph.subject_objects(ENTENTE.office))
    equal("rdf: offices", [office for _, office in offices], ["ambassador", "foreign minister"])


def check_evidence(graph, links):
    claims = [claim for link in links if link["origin"] == "claim" for claim in link["evidence"]]
    equal("rdf: claims", len(set(graph.objects(None, ENTENTE.claim))), len(claims))
    for entity in graph.objects(None, ENTENTE.claim):
        sources = list(graph.objects(entity, PROV.wasDerivedFrom))
        articles = [source for source in sources if (source, RDF.type, ENTENTE.Article) in graph]
        quotes = [source for source in sources if (source, PROV.wasQuotedFrom, None) in graph]
        check("rdf: a claim is derived from an article and a sentence of it",
              len(articles) == len(quotes) == 1 and graph.value(quotes[0], PROV.wasQuotedFrom) == articles[0])
    condemns = next(claim for claim in graph.objects(None, ENTENTE.claim) if graph.value(claim, ENTENTE.saidBy) is not None)
    quote = next(source for source in graph.objects(condemns, PROV.wasDerivedFrom) if isinstance(source, rdflib.BNode))
    equal("rdf: sentence", graph.value(quote, PROV.value), rdflib.Literal("Menlu Retno mengecam serangan Israel.", lang="id"))
    equal("rdf: attribution", (graph.value(condemns, PROV.wasAttributedTo), {str(words) for words in graph.objects(condemns, ENTENTE.saidBy)}),
          (rdflib.URIRef("urn:entente:node:person:retno-marsudi"), {"Retno", "kantor berita"}))
    addresses = set(graph.objects(None, DCTERMS.source))
    equal("rdf: addresses", addresses, {rdflib.URIRef("https://example.org/1?a=1&b=2")})


def check_questions(graph):
    """What a vocabulary is for: a question in SPARQL that goes through it."""
    rows = graph.query("""
        SELECT ?who ?whom WHERE { ?who ?how ?whom . ?how entente:quad entente:materialConflict . ?who a/rdfs:subClassOf type:Actor }
    """, initNs={"entente": ENTENTE, "type": TYPE, "rdfs": RDFS})
    equal("sparql: who attacks whom", {(str(who), str(whom)) for who, whom in rows}, {("urn:entente:node:state:ISR", "urn:entente:node:state:IRN")})


# The properties of FollowTheMoney's schemata that are used here, with what their values are: its documentation has them all.
THING = {"name": "text", "alias": "text", "keywords": "text", "country": "country", "wikidataId": "qid", "sourceUrl": "url", "publisher": "text"}
LINK = {"role": "text", "status": "text", "date": "date", "startDate": "date", "endDate": "date", "summary": "text", "description": "text", "sourceUrl": "url",
        "publisher": "text", "proof": "Article"}
LEGAL = {"Person", "Organization", "PublicBody", "LegalEntity"}
SCHEMATA = {
    **{schema: THING for schema in LEGAL},
    "Address": {**THING, "full": "text", "latitude": "number", "longitude": "number"},
    "Document": {**THING, "title": "text"},
    "Article": {**THING, "title": "text", "publishedAt": "date", "language": "language"},
    "UnknownLink": {**LINK, "subject": "Thing", "object": "Thing"},
    "Membership": {**LINK, "member": "LegalEntity", "organization": "Organization"},
    "Directorship": {**LINK, "director": "LegalEntity", "organization": "Organization"},
}
REQUIRED = {"UnknownLink": {"subject", "object"}, "Membership": {"member", "organization"}, "Directorship": {"director", "organization"}}
RANGES = {"Thing": LEGAL | {"Address", "Document", "Article"}, "LegalEntity": LEGAL, "Organization": {"Organization", "PublicBody"}, "Article": {"Article"}}
FORMS = {"country": "[a-z]{2}", "qid": "Q[0-9]+", "url": "https?://.+", "date": r"\d{4}(-\d{2}-\d{2})?", "number": r"-?\d+(\.\d+)?", "language": "[a-z]{3}",
         "text": r"[^\x00-\x1f]+"}


def check_ftm(path, nodes, links):
    with open(path, encoding="utf-8") as file:
        entities = [json.loads(line) for line in file]
    by_id = {entity["id"]: entity for entity in entities}
    equal("ftm: ids are unique", len(by_id), len(entities))
    for entity in entities:
        what, schema, properties = f"ftm: {entity['id']}", entity["schema"], entity["properties"]
        check(f"{what}: keys", set(entity) == {"id", "schema", "properties"} and schema in SCHEMATA)
        check(f"{what}: form of the id", re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?", entity["id"]))
        check(f"{what}: required", REQUIRED.get(schema, {"name"}) <= set(properties))
        for name, values in properties.items():
            kind = SCHEMATA[schema].get(name)
            check(f"{what}: {name} is a list of distinct texts", values and len(set(values)) == len(values) and all(isinstance(v, str) for v in values))
            for value in values:
                if kind in RANGES:
                    check(f"{what}: {name} refers to one of its range", value in by_id and by_id[value]["schema"] in RANGES[kind], value)
                else:
                    check(f"{what}: form of {name}", kind in FORMS and re.fullmatch(FORMS[kind], value), value)
    kinds = collections.Counter("article" if e["schema"] == "Article" else "link" if e["schema"] in REQUIRED else "node" for e in entities)
    equal("ftm: nodes, edges", (kinds["node"], kinds["link"]), (len(nodes), len(links)))
    equal("ftm: ids stand for nodes",
          {re.sub(r"\.([0-9A-F]{2})", lambda byte: chr(int(byte[1], 16)), e["id"]) for e in entities if e["schema"] in SCHEMATA.keys() - REQUIRED.keys() - {"Article"}
           and not e["id"].startswith("org")}, {node["id"] for node in nodes if not node["id"].startswith("org")})
    indonesia = by_id["state.3AIDN"]["properties"]
    equal("ftm: Indonesia", (indonesia["country"], indonesia["wikidataId"], indonesia["keywords"]), (["id"], ["Q252"], ["State"]))
    condemns = next(e for e in entities if e["properties"].get("role") == ["condemns"])["properties"]
    equal("ftm: evidence", (condemns["description"], condemns["sourceUrl"]), (["Menlu Retno mengecam serangan Israel."], ["https://example.org/1?a=1&b=2"]))
    offices = [e["properties"] for e in entities if e["schema"] == "Directorship"]
    equal("ftm: offices", sorted((o["role"][0], o["startDate"][0], o["endDate"][0]) for o in offices),
          [("ambassador", "2012", "2014"), ("foreign minister", "2014", "2024")])
    equal("ftm: members", {e["schema"] for e in entities if e["properties"].get("role") == ["member_of"]}, {"Membership"})


def main(folder):
    exported = load(f"{folder}/export.json")
    graph = check_readers_agree(folder, "export")
    ids = check_nodes(graph, exported["nodes"])
    check_edges(graph, ids, exported["links"])
    check_evidence(graph, exported["links"])
    check_questions(graph)
    check_ftm(f"{folder}/export.ftm", exported["nodes"], exported["links"])
    hostile = check_readers_agree(folder, "hostile")
    names = load(f"{folder}/hostile.json")["nodes"]
    check_count = sum(1 for node in hostile.subjects(DCTERMS.identifier) if str(node).startswith("urn:entente:node:"))
    equal("rdf: hostile names", check_count, len(names))
    equal("rdf: places have numbers", {x.datatype for x in hostile.objects(None, ENTENTE.x)}, {XSD.double})
    with open(f"{folder}/hostile.ftm", encoding="utf-8") as file:
        equal("ftm: hostile names", len({json.loads(line)["id"] for line in file if '"subject"' not in line}), len(names))
    for failure in failures:
        print(f"read_back_rdf.py: {failure}", file=sys.stderr)
    print(f"{len(graph)} statements read back; {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main(sys.argv[1])
