"""What the server answers: api_test.py PROGRAM SOURCE. Every endpoint, with every parameter, against web/openapi.json."""

import gzip
import json
import os
import re
import unittest
import urllib.parse

from server import Server, example
from schema import Checker

SERVER = DOCUMENT = CHECKER = None


def setUpModule():
    global SERVER, DOCUMENT, CHECKER
    example.make()
    try:
        SERVER = Server()
    except BaseException:
        example.remove()
        raise
    with open(os.path.join(example.SOURCE, "web", "openapi.json"), encoding="utf-8") as file:
        DOCUMENT = json.load(file)
    CHECKER = Checker(DOCUMENT)


def tearDownModule():
    code = SERVER.stop()
    example.remove()
    assert code == 0, f"the server ended with {code}"


ARTICLE = "examples/articles/en-pyongyang-treaty.txt"
BODIES = {
    "/subgraph": {"ids": ["state:RUS", "state:UKR", "state:PRK", "no:such"]},
    "/query": {"query": "MATCH (a)-[r:ATTACKS]->(b) RETURN a, r, b.name, [1, null, {x: true}] LIMIT $n", "parameters": {"n": 3}, "limit": 2},
    "/judgements": {"verdict": "same", "a": "state:RUS", "b": "force:RUS", "reason": "for a test"},
    "/judgements/undo": {"number": 1, "reason": "for a test"},
}


def parameters_of(operation):
    return [CHECKER.resolve(parameter) for parameter in operation["parameters"]]


def example_of(parameter):
    return ARTICLE_ID if parameter["name"] == "id" and "example" not in parameter else parameter.get("example")


def operations():
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def schema_of(operation):
    content = operation["responses"]["200"]["content"]
    return content["application/json"]["schema"] if "application/json" in content else None


class Described(unittest.TestCase):
    """The document says what the server does."""

    @classmethod
    def setUpClass(cls):
        global ARTICLE_ID
        status, edge = SERVER.get("/edge", source="state:RUS", type="attacks", target="state:UKR")
        assert status == 200, edge
        ARTICLE_ID = edge["claims"][0]["document"]

    def ask(self, path, method, parameters):
        if method == "get":
            return SERVER.get(path, **parameters)
        return SERVER.post(path, BODIES[path], **parameters)

    def check(self, path, method, operation, parameters):
        if path == "/export":
            status, headers, body = SERVER.ask("GET", f"/api/v1{path}?" + urllib.parse.urlencode(parameters))
            self.assertEqual(status, 200, body[:300])
            self.assertIn("attachment", headers["content-disposition"])
            return body
        status, answer = self.ask(path, method, parameters)
        self.assertEqual(status, 200, (path, parameters, answer))
        self.assertEqual(CHECKER.problems(answer, schema_of(operation)), [], (path, parameters))
        return answer

    def test_document_is_served(self):
        status, headers, body = SERVER.ask("GET", "/api/v1/openapi.json")
        self.assertEqual((status, headers["content-type"]), (200, "application/json"))
        self.assertEqual(json.loads(body), DOCUMENT)

    def test_every_endpoint_with_every_parameter(self):
        for path, method, operation in operations():
            if "security" in operation:
                continue
            parameters = parameters_of(operation)
            needed = {p["name"]: example_of(p) for p in parameters if p.get("required")}
            with self.subTest(path=path):
                self.check(path, method, operation, needed)
            for parameter in parameters:
                for value in parameter["schema"].get("enum", [example_of(parameter)]):
                    if value is None or path == "/export" and parameter["name"] == "evidence":
                        continue
                    more = {"id": "state:RUS"} if parameter["name"] == "other" else {}
                    with self.subTest(path=path, parameter=parameter["name"], value=value):
                        self.check(path, method, operation, {**needed, **more, parameter["name"]: value})

    def test_numbers_have_the_limits_that_are_described(self):
        for path, method, operation in operations():
            parameters = parameters_of(operation)
            needed = {p["name"]: example_of(p) for p in parameters if p.get("required")}
            for parameter in parameters:
                schema = parameter["schema"]
                if schema["type"] != "integer":
                    continue
                with self.subTest(path=path, parameter=parameter["name"]):
                    for value in (schema["minimum"], schema["maximum"]):
                        self.check(path, method, operation, {**needed, parameter["name"]: value})
                    for value in (schema["minimum"] - 1, schema["maximum"] + 1, "ten", "1.5", "-1", "1e3", " 1"):
                        self.refused(path, method, {**needed, parameter["name"]: value}, 400, parameter["name"])

    def refused(self, path, method, parameters, code, names=None):
        status, answer = self.ask(path, method, parameters)
        self.assertEqual(status, code, (path, parameters, answer))
        self.assertEqual(CHECKER.problems(answer, {"$ref": "#/components/schemas/Error"}), [])
        if names:
            self.assertIn(names, answer["error"]["message"])

    def test_bad_values_are_refused(self):
        bad = {"during": ["yesterday", "2024-13", "2024-05..2023", "..x"], "as_of": ["soon", "2024-02-30"], "include": ["denied"],
               "type": ["marries", "attacks,marries"], "reference": ["yes"], "node_type": ["Planet"], "direction": ["up"], "rollup": ["city"],
               "bucket": ["hour"], "measure": ["beauty"], "format": ["docx"], "a": ["x"], "isolated": ["maybe"]}
        for path, method, operation in operations():
            parameters = parameters_of(operation)
            needed = {p["name"]: example_of(p) for p in parameters if p.get("required")}
            for parameter in parameters:
                name = parameter["name"]
                if path == "/between" or name not in bad:
                    continue
                for value in bad[name]:
                    with self.subTest(path=path, parameter=name, value=value):
                        self.refused(path, method, {**needed, name: value}, 400, name)

    def test_needed_parameters_must_be_there_and_unknown_ones_not(self):
        for path, method, operation in operations():
            if "security" in operation:
                continue
            needed = {p["name"]: example_of(p) for p in parameters_of(operation) if p.get("required")}
            for name in needed:
                with self.subTest(path=path, missing=name):
                    self.refused(path, method, {k: v for k, v in needed.items() if k != name}, 400, name)
            with self.subTest(path=path):
                self.refused(path, method, {**needed, "surprise": "1"}, 400, "surprise")

    def test_what_is_not_there(self):
        self.refused("/node", "get", {"id": "state:XXX"}, 404)
        self.refused("/neighbours", "get", {"id": "state:XXX"}, 404)
        self.refused("/article", "get", {"id": "no such article"}, 404)
        self.refused("/edge", "get", {"source": "state:RUS", "type": "attacks", "target": "state:XXX"}, 404)
        self.refused("/edge", "get", {"source": "state:UKR", "type": "allied_with", "target": "state:RUS"}, 404)
        self.refused("/path", "get", {"from": "state:RUS", "to": "state:XXX"}, 404)
        self.refused("/timeline", "get", {"id": "state:XXX"}, 404)
        self.refused("/nothing", "get", {}, 404)

    def test_every_error_that_can_be_is_described(self):
        for path, method, operation in operations():
            for code in ("400", "403", "500", "503"):
                self.assertIn(code, operation["responses"], path)


class Answers(unittest.TestCase):
    """What is in them."""

    def get(self, path, **parameters):
        status, answer = SERVER.get(path, **parameters)
        self.assertEqual(status, 200, answer)
        return answer

    def query(self, text, **more):
        status, answer = SERVER.post("/query", {"query": text, **more})
        self.assertEqual(status, 200, answer)
        return answer

    def ends_are_there(self, picture):
        ids = {node["id"] for node in picture["nodes"]}
        self.assertEqual(len(ids), len(picture["nodes"]))
        for edge in picture["edges"]:
            self.assertLessEqual({edge["source"], edge["target"]}, ids)

    def test_info_counts_what_queries_count(self):
        info = self.get("/info")
        self.assertFalse(info["write"])
        self.assertEqual(info["nodes"], sum(type["count"] for type in info["node_types"]))
        self.assertEqual(info["edges"], sum(type["count"] for type in info["relation_types"]))
        rows = self.query("MATCH (n) WHERE NOT n:Document RETURN count(n)")["rows"]
        self.assertEqual(rows, [[info["nodes"]]])
        self.assertEqual(self.query("MATCH ()-[r]->() RETURN count(DISTINCT r)")["rows"], [[info["shown_edges"]]])
        self.assertLess(info["first"], info["last"])

    def test_search_finds_by_any_name(self):
        for text, id in (("Rusia", "state:RUS"), ("RUSSIA", "state:RUS"), ("moskow", "state:RUS"), ("Korea Utara", "state:PRK"), ("state:UKR", "state:UKR")):
            with self.subTest(text=text):
                found = self.get("/search", q=text)["nodes"]
                self.assertEqual(found[0]["id"], id)
        self.assertEqual(self.get("/search", q=""), {"nodes": [], "more": False})
        self.assertEqual(self.get("/search", q="zzzz")["nodes"], [])
        self.assertTrue(all(n["type"] == "State" for n in self.get("/search", q="s", node_type="State")["nodes"]))
        self.assertTrue(self.get("/search", q="s", limit=1)["more"])

    def test_search_puts_the_best_first(self):
        found = self.get("/search", q="russia", limit=50)["nodes"]
        self.assertEqual((found[0]["id"], found[0]["matched"]), ("state:RUS", "Russia"))
        others = [node["documents"] for node in found[1:]]
        self.assertEqual(others, sorted(others, reverse=True))

    def test_neighbours_are_paged_and_complete(self):
        whole = self.get("/neighbours", id="state:RUS", limit=1000)
        self.ends_are_there(whole)
        self.assertEqual(len(whole["edges"]), whole["total"])
        self.assertFalse(whole["capped"])
        claims = [edge["claims"]["actual"] for edge in whole["edges"]]
        self.assertEqual(claims, sorted(claims, reverse=True))
        paged = []
        for offset in range(0, whole["total"] + 7, 7):
            part = self.get("/neighbours", id="state:RUS", limit=7, offset=offset)
            self.assertEqual(part["total"], whole["total"])
            self.assertEqual(part["hidden"]["edges"], whole["total"] - len(part["edges"]))
            paged += part["edges"]
        self.assertEqual(paged, whole["edges"])
        detail = self.get("/node", id="state:RUS")
        self.assertEqual(detail["degree"], whole["total"])
        self.assertEqual(sum(d["shown"] for d in detail["degrees"]), whole["total"])

    def test_a_window_leaves_what_it_should(self):
        whole = self.get("/neighbours", id="state:RUS", limit=1000)
        part = self.get("/neighbours", id="state:RUS", limit=1000, during="2024")
        self.assertLess(0, part["total"])
        self.assertLess(part["total"], whole["total"])
        for edge in part["edges"]:
            self.assertEqual((edge["first"][:4], edge["last"][:4]), ("2024", "2024"))
        wide = self.get("/neighbours", id="state:RUS", limit=1000, include="all")
        self.assertGreater(wide["total"], whole["total"])
        self.assertTrue(any(edge["status"] != "actual" for edge in wide["edges"]))
        typed = self.get("/neighbours", id="state:RUS", limit=1000, type="conflict")
        self.assertTrue(typed["edges"])
        self.assertTrue(all(edge["quad"] in (3, 4) for edge in typed["edges"]))
        known = self.get("/neighbours", id="state:RUS", limit=1000, reference="1")
        reference = [edge for edge in known["edges"] if edge["origin"] == "reference"]
        self.assertTrue(reference)
        self.ends_are_there(known)

    def test_edge_gives_each_claim_with_its_sentence(self):
        answer = self.get("/edge", source="state:RUS", type="attacks", target="state:UKR")
        self.assertEqual(answer["total"], len(answer["claims"]))
        self.assertEqual(answer["total"], answer["edge"]["claims"]["actual"])
        published = [claim["published"] for claim in answer["claims"]]
        self.assertEqual(published, sorted(published, reverse=True))
        for claim in answer["claims"]:
            article = self.get("/article", id=claim["document"])
            text = article["title"] if claim["part"] == "title" else article["text"]
            self.assertEqual(text[slice(*claim["sentence_span"])], claim["text"])
            here = [c for c in article["claims"] if (c["source"], c["type"], c["target"]) == ("state:RUS", "attacks", "state:UKR")]
            self.assertIn(claim["sentence_span"], [c["sentence_span"] for c in here])
        one = self.get("/edge", source="state:RUS", type="attacks", target="state:UKR", limit=1)
        self.assertEqual((len(one["claims"]), one["more"]), (1, answer["total"] > 1))
        last = self.get("/edge", source="state:RUS", type="attacks", target="state:UKR", offset=answer["total"] - 1)
        self.assertEqual((last["claims"], last["more"]), (answer["claims"][-1:], False))

    def test_graph_and_subgraph_agree(self):
        graph = self.get("/graph", limit=25)
        self.ends_are_there(graph)
        info = self.get("/info")
        self.assertEqual(graph["hidden"]["edges"] + len(graph["edges"]), info["shown_edges"])
        status, part = SERVER.post("/subgraph", {"ids": [node["id"] for node in graph["nodes"]]})
        self.assertEqual(status, 200)
        order = lambda edges: sorted(json.dumps(edge) for edge in edges)
        self.assertEqual(order(part["edges"]), order(graph["edges"]))
        degrees = [node["degree"] for node in graph["nodes"]]
        self.assertEqual(degrees, sorted(degrees, reverse=True))

    def test_countries(self):
        graph = self.get("/graph", rollup="country", limit=100)
        self.ends_are_there(graph)
        self.assertTrue(all(re.fullmatch("state:[A-Z]{3}", node["id"]) for node in graph["nodes"]))
        matrix = self.get("/matrix", limit=100)
        self.assertEqual([c["country"] for c in matrix["countries"]], [node["id"][6:] for node in graph["nodes"]])
        total = sum(edge["claims"]["actual"] * (2 if edge["symmetric"] else 1) for edge in graph["edges"])
        self.assertEqual(sum(cell[kind] for cell in matrix["cells"] for kind in ("cooperation", "conflict", "structural")), total)
        known = {country["country"] for country in matrix["countries"]}
        self.assertTrue(all({cell["source"], cell["target"]} <= known for cell in matrix["cells"]))

    def test_timeline_adds_up(self):
        info, count = self.get("/info"), lambda line: sum(b["cooperation"] + b["conflict"] + b["structural"] for b in line["buckets"]) + line["undated"]
        everything = self.get("/timeline", include="all")
        self.assertEqual(count(everything), info["claims"])
        for bucket in ("day", "week", "month", "year"):
            line = self.get("/timeline", include="all", bucket=bucket)
            self.assertEqual((line["bucket"], count(line)), (bucket, info["claims"]))
            starts = [b["start"] for b in line["buckets"]]
            self.assertEqual(starts, sorted(set(starts)))
        pair = self.get("/timeline", id="state:RUS", other="state:UKR")
        between = self.get("/between", a="state:RUS", b="state:UKR")
        self.assertEqual(count(pair), sum(edge["claims"]["actual"] for edge in between["edges"]))
        node = self.get("/timeline", id="state:RUS")
        self.assertEqual(count(node), sum(e["claims"]["actual"] for e in self.get("/neighbours", id="state:RUS", limit=1000)["edges"]))

    def test_paths_lead_from_one_to_the_other(self):
        answer = self.get("/path", **{"from": "state:PRK", "to": "state:UKR"}, limit=5)
        self.assertTrue(answer["paths"])
        lengths = [len(path["nodes"]) for path in answer["paths"]]
        self.assertEqual(lengths, sorted(lengths))
        known = {node["id"] for node in answer["nodes"]}
        for path in answer["paths"]:
            self.assertEqual((path["nodes"][0], path["nodes"][-1]), ("state:PRK", "state:UKR"))
            self.assertLessEqual(set(path["nodes"]), known)
            for a, b in zip(path["nodes"], path["nodes"][1:]):
                self.assertTrue(any({edge["source"], edge["target"]} == {a, b} for edge in path["edges"]))
        hops = self.query("MATCH p = shortestPath((a {id: 'state:PRK'})-[*..6]-(b {id: 'state:UKR'})) RETURN length(p)")["rows"]
        self.assertEqual(hops, [[lengths[0] - 1]])
        self.assertEqual(SERVER.get("/path", **{"from": "state:PRK", "to": "state:PRK"})[0], 400)

    def test_compare_is_what_the_periods_differ_in(self):
        answer = self.get("/compare", a="..2023", b="2024..", limit=500)
        edges = {}
        for name, during in (("a", "..2023"), ("b", "2024..")):
            rows = [(e["source"], e["type"], e["target"]) for e in self.get("/graph", limit=1000, during=during)["edges"]]
            edges[name] = set(rows)
        key = lambda edge: (edge["source"], edge["type"], edge["target"])
        self.assertEqual({key(e) for e in answer["gained"]}, edges["b"] - edges["a"])
        self.assertEqual({key(e) for e in answer["lost"]}, edges["a"] - edges["b"])
        self.assertLessEqual({key(c["after"]) for c in answer["changed"]}, edges["a"] & edges["b"])
        self.assertEqual(answer["counts"], {name: len(answer[name]) for name in ("gained", "lost", "changed")})

    def test_overview_is_in_order(self):
        answer = self.get("/overview", limit=20)
        claims = [edge["claims"]["actual"] for edge in answer["strongest"]]
        self.assertEqual(claims, sorted(claims, reverse=True))
        last = [edge["last"] for edge in answer["newest"]]
        self.assertEqual(last, sorted(last, reverse=True))
        known = {node["id"] for node in answer["nodes"]}
        self.assertTrue(all({e["source"], e["target"]} <= known for e in answer["strongest"] + answer["newest"]))
        self.assertEqual(answer["central"][0]["id"], self.get("/graph", limit=1)["nodes"][0]["id"])

    def test_analysis(self):
        for measure in ("pagerank", "degree", "betweenness", "core"):
            values = [one["value"] for one in self.get("/analysis", measure=measure, limit=10)["values"]]
            self.assertEqual(values, sorted(values, reverse=True), measure)
        self.assertEqual(self.get("/analysis", measure="communities")["values"][0]["group"], 1)

    def test_export_is_that_of_the_command(self):
        import subprocess
        for name, flags in (("graphml", []), ("json", ["--evidence"]), ("dot", ["--top", "10"])):
            done = subprocess.run([example.PROGRAM, "export", "--format", name, *flags], env=example.environment(), capture_output=True, timeout=example.LIMIT)
            parameters = {"format": name, **({"evidence": 1} if "--evidence" in flags else {}), **({"top": 10} if "--top" in flags else {})}
            status, _, body = SERVER.ask("GET", "/api/v1/export?" + urllib.parse.urlencode(parameters))
            self.assertEqual((status, body == done.stdout), (200, True), name)

    def test_query(self):
        answer = self.query("MATCH (a:State)-[r]->(b) RETURN a, r, b", limit=5)
        self.assertEqual((len(answer["rows"]), answer["truncated"]), (5, True))
        self.ends_are_there(answer["picture"])
        self.assertTrue(answer["picture"]["edges"])
        self.assertEqual(self.query("RETURN $x AS x, date('2024-01-02') AS d", parameters={"x": [1, "é", None]})["rows"], [[[1, "é", None], "2024-01-02"]])
        self.assertEqual(self.query("RETURN 1 AS one;")["rows"], [[1]])
        self.assertIn("plan", self.query("EXPLAIN MATCH (n) RETURN n")["columns"])
        status, answer = SERVER.post("/query", {"query": "MATCH (n)\nRETURN m"})
        self.assertEqual((status, answer["error"]["line"], answer["error"]["column"]), (400, 2, 8))
        for text in ("CREATE (n)", "", "RETURN 1; RETURN 2", ":param x 1", "MATCH (n) DELETE n"):
            self.assertEqual(SERVER.post("/query", {"query": text})[0], 400, text)

    def test_query_in_a_window(self):
        count = "MATCH ()-[r]->() RETURN count(DISTINCT r)"
        whole = self.query(count)["rows"][0][0]
        ask = lambda **window: SERVER.post("/query", {"query": count}, **window)[1]["rows"][0][0]
        self.assertLess(ask(during="2024"), whole)
        self.assertGreater(ask(include="all"), whole)
        self.assertGreater(ask(reference="1"), whole)


class Transfer(unittest.TestCase):
    """Compression, tags and pages."""

    def test_gzip_is_the_same(self):
        path = "/api/v1/graph?limit=50"
        _, plain_headers, plain = SERVER.ask("GET", path)
        _, headers, packed = SERVER.ask("GET", path, headers={"Accept-Encoding": "br, gzip"})
        self.assertNotIn("content-encoding", plain_headers)
        self.assertEqual(headers["content-encoding"], "gzip")
        self.assertEqual(gzip.decompress(packed), plain)
        self.assertLess(len(packed), len(plain) / 2)

    def test_tags(self):
        path = "/api/v1/node?id=state:RUS"
        _, headers, _ = SERVER.ask("GET", path)
        status, _, body = SERVER.ask("GET", path, headers={"If-None-Match": headers["etag"]})
        self.assertEqual((status, body), (304, b""))
        self.assertEqual(SERVER.ask("GET", "/api/v1/node?id=state:UKR", headers={"If-None-Match": headers["etag"]})[0], 200)
        _, headers, _ = SERVER.ask("GET", "/")
        self.assertEqual(SERVER.ask("GET", "/", headers={"If-None-Match": headers["etag"]})[0], 304)

    def test_head_has_no_body(self):
        status, headers, body = SERVER.ask("HEAD", "/api/v1/info")
        self.assertEqual((status, body), (200, b""))
        self.assertGreater(int(headers["content-length"]), 100)

    def test_the_page(self):
        for path in ("/", "/index.html"):
            status, headers, body = SERVER.ask("GET", path)
            self.assertEqual((status, headers["content-type"]), (200, "text/html; charset=utf-8"))
            self.assertIn(b"<!doctype html>", body[:100].lower())
            _, packed_headers, packed = SERVER.ask("GET", path, headers={"Accept-Encoding": "gzip"})
            if packed_headers.get("content-encoding") == "gzip":
                self.assertEqual(gzip.decompress(packed), body)
        self.assertEqual(SERVER.ask("GET", "/nothing.js")[0], 404)


class Judging(unittest.TestCase):
    """With --write."""

    def setUp(self):
        self.server = Server("--write", "--author", "A. Tester")
        self.addCleanup(self.server.stop)

    def test_merge_and_undo(self):
        server, token = self.server, self.server.token
        self.assertTrue(server.get("/info")[1]["write"])
        before = server.get("/node", id="force:RUS")[1]
        self.assertEqual(before["id"], "force:RUS")
        status, made = server.post("/judgements", BODIES["/judgements"], token)
        self.assertEqual(status, 200, made)
        self.assertEqual(CHECKER.problems(made, {"$ref": "#/components/schemas/Judgement"}), [])
        self.assertEqual((made["author"], made["verdict"], made["revoked"], made["by_machine"]), ("A. Tester", "same", False, False))
        merged = server.get("/node", id="force:RUS")[1]
        self.assertEqual((merged["id"], merged["same_as"]), ("state:RUS", ["force:RUS"]))
        status, undone = server.post("/judgements/undo", {"number": made["number"], "reason": "back"}, token)
        self.assertEqual((status, undone["revoked"]), (200, True))
        self.assertEqual(server.get("/node", id="force:RUS")[1], before)
        listed = server.get("/judgements")[1]
        self.assertEqual(CHECKER.problems(listed, {"$ref": "#/components/schemas/Judgements"}), [])
        self.assertEqual((listed["total"], listed["judgements"]), (1, [undone]))

    def test_a_claim_is_rejected_confirmed_and_counted_again(self):
        server, token = self.server, self.server.token
        edge = dict(source="state:RUS", type="attacks", target="state:UKR")
        before = server.get("/edge", **edge)[1]
        claim = before["claims"][0]
        self.assertIsNone(claim["judgement"])
        said = lambda verdict, number: {"verdict": verdict, "a": claim["document"], "b": str(number), "reason": "" if verdict == "confirmed" else "a test"}
        status, rejected = server.post("/judgements", said("rejected", claim["number"]), token)
        self.assertEqual((status, CHECKER.problems(rejected, {"$ref": "#/components/schemas/Judgement"})), (200, []))
        self.assertEqual((rejected["a"], rejected["b"][:26]), (claim["document"], "state:RUS attacks state:UKR"[:26]))
        after = server.get("/edge", **edge)[1]
        self.assertEqual(after["total"], before["total"] - 1)
        self.assertNotIn(claim["trigger_span"], [c["trigger_span"] for c in after["claims"] if c["document"] == claim["document"]])
        article = server.get("/article", id=claim["document"])[1]
        self.assertEqual(CHECKER.problems(article, {"$ref": "#/components/schemas/Article"}), [])
        there = article["claims"][claim["number"] - 1]
        self.assertEqual((there["trigger_span"], there["judgement"]),
                         (claim["trigger_span"], {"number": 1, "verdict": "rejected", "author": "A. Tester"}))
        status, confirmed = server.post("/judgements", said("confirmed", claim["number"]), token)
        self.assertEqual(status, 200, confirmed)
        again = server.get("/edge", **edge)[1]
        self.assertEqual((again["total"], again["claims"][0]["judgement"]["verdict"]), (before["total"], "confirmed"))
        for number in (2, 1):
            self.assertEqual(server.post("/judgements/undo", {"number": number, "reason": ""}, token)[0], 200)
        self.assertEqual(server.get("/edge", **edge)[1], before)
        for wrong, status in ((said("rejected", 0), 400), (said("rejected", "x"), 400), (said("rejected", 100_000), 404),
                              ({**said("rejected", 1), "a": "nothing"}, 404), ({**said("rejected", 1), "reason": ""}, 400)):
            self.assertEqual(server.post("/judgements", wrong, token)[0], status, wrong)

    def test_what_is_refused(self):
        server, token = self.server, self.server.token
        good = BODIES["/judgements"]
        for wrong in ({**good, "verdict": "maybe"}, {**good, "a": ""}, {**good, "reason": " "}, {**good, "b": "state:RUS"}, {**good, "more": 1},
                      {k: v for k, v in good.items() if k != "reason"}, {**good, "a": 5}, {**good, "reason": "x" * 3000}):
            self.assertEqual(server.post("/judgements", wrong, token)[0], 400, wrong)
        self.assertEqual(server.post("/judgements", {**good, "a": "state:XXX"}, token)[0], 404)
        for number in (0, -1, 1.5, "1", None):
            self.assertEqual(server.post("/judgements/undo", {"number": number}, token)[0], 400, number)
        self.assertEqual(server.post("/judgements/undo", {"number": 77}, token)[0], 404)
        self.assertEqual(server.get("/judgements")[1]["total"], 0)


class Changes(unittest.TestCase):
    def test_what_another_process_writes_is_noticed(self):
        import subprocess
        import time
        server = Server()
        self.addCleanup(server.stop)
        before = server.get("/info")[1]
        folder = os.path.join(example.FOLDER, "more")
        os.makedirs(folder)
        with open(os.path.join(folder, "new.txt"), "w", encoding="utf-8") as file:
            file.write("Peru condemns Chile\n\nLima, 5 March 2024. Peru condemned Chile on Tuesday over the border.\n")
        done = subprocess.run([example.PROGRAM, "--graph", server.graph, "ingest", "--quiet", folder], env=example.environment(), capture_output=True,
                              timeout=example.LIMIT)
        self.assertEqual(done.returncode, 0, done.stderr)
        for _ in range(60):
            now = server.get("/info")[1]
            if now["documents"] != before["documents"]:
                break
            time.sleep(0.25)
        self.assertEqual(now["documents"], before["documents"] + 1)
        self.assertEqual(server.get("/search", q="Peru")[1]["nodes"][0]["id"], "state:PER")


if __name__ == "__main__":
    example.main(__doc__)
