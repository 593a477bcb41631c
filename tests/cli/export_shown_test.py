"""usage: export_shown_test.py PROGRAM SOURCE [TEST...]

What 'entente export' makes of a graph before it writes it: parts that a query names, countries, sums of parallel edges, places of a picture. What comes
out is compared with what the whole graph says, counted here."""

import collections
import json
import math
import re
import shutil
import subprocess
import tempfile
import unittest

import example

setUpModule = example.make
tearDownModule = example.remove

COOPERATION, CONFLICT = (1, 2), (3, 4)
EDGE = "source", "key", "target"


def ends(link):
    return link["source"], link["target"]


def key(link):
    return tuple(link[name] for name in EDGE)


class ExportShownTest(unittest.TestCase):
    def run_program(self, *arguments, code=0):
        done = subprocess.run([example.PROGRAM, "export", *arguments], env=example.environment(), capture_output=True, timeout=example.LIMIT)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return done

    def graph(self, *arguments, code=0):
        return json.loads(self.run_program("--format", "json", *arguments, code=code).stdout)

    def message(self, *arguments, code=0):
        return self.run_program("--format", "json", *arguments, code=code).stderr.decode()

    def test_a_query_names_what_is_exported(self):
        whole = self.graph("--evidence")
        part = self.graph("--evidence", "--query", "MATCH (a)-[r:ATTACKS]->(b) WHERE b.id <> $not RETURN {end: a, way: [r]}", "--param", "not=state:ISR")
        expected = [link for link in whole["links"] if link["type"] == "attacks" and link["target"] != "state:ISR"]
        self.assertGreater(len(expected), 2)
        self.assertEqual(part["links"], expected)
        named = {end for link in expected for end in ends(link)}
        self.assertEqual(part["nodes"], [node for node in whole["nodes"] if node["id"] in named])

    def test_nodes_and_paths_of_a_query(self):
        self.assertEqual([node["id"] for node in self.graph("--query", "MATCH (n {id: 'state:RUS'}) RETURN n")["nodes"]], ["state:RUS"])
        path = self.graph("--query", "MATCH p = (:State {id: 'state:RUS'})-[]->()-[]->(:State) RETURN p LIMIT 3")
        self.assertTrue(path["links"])
        whole = {key(link): link for link in self.graph()["links"]}
        for link in path["links"]:
            self.assertEqual(link, whole[key(link)])

    def test_a_query_finds_what_is_not_reported_as_done(self):
        links = [link for link in self.graph("--include", "all")["links"] if link["weight"] == 0]
        self.assertTrue(links)
        self.assertEqual([key(link) for link in self.graph("--query", "MATCH ()-[r]->() WHERE r.count = 0 AND r.planned >= 0 RETURN r")["links"]],
                         [key(link) for link in links])
        self.assertFalse({key(link) for link in self.graph("--query", "MATCH ()-[r]->() RETURN r")["links"]} & {key(link) for link in links})
        known = self.graph("--query", "MATCH ()-[r {reference: true}]->() RETURN r")["links"]
        self.assertEqual({link["origin"] for link in known}, {"reference"})
        self.assertEqual(known, [link for link in self.graph("--reference", "--isolated")["links"] if link["origin"] == "reference"])

    def test_a_query_and_other_flags(self):
        query = "MATCH (a)-[r]->(b) RETURN r"
        for flags in ["--type", "attacks"], ["--type", "conflict"], ["--top", "4"], ["--min-count", "2"], ["--during", "2024"], ["--min-confidence", "0.8"], ["--reference"]:
            self.assertEqual(self.graph("--query", query, *flags), self.graph(*flags), flags)

    def test_queries_that_name_nothing(self):
        for query, message in (("MATCH (a) RETURN a.name", "the rows have no node, relationship or path to export; return them, as in: MATCH (a)-[r]->(b)"),
                               ("MATCH (d:Document) RETURN d", "the rows have no node, relationship or path but articles to export"),
                               ("MATCH (a) RETURN b", "b"), ("EXPLAIN MATCH (a) RETURN a", "leave out EXPLAIN"), (" ", "there is no query")):
            self.assertIn(message, self.message("--query", query, code=2), query)
        self.assertIn("is no name=value", self.message("--query", "RETURN 1", "--param", "x", code=2))
        self.assertIn("--query", self.message("--param", "x=1", code=2))
        done = self.run_program("--format", "json", "--query", "MATCH (a {id: 'none'}) RETURN a", code=1)
        self.assertEqual(json.loads(done.stdout)["nodes"], [])
        self.assertIn("finds nothing", done.stderr.decode())
        self.assertIn("left out: 1", self.message("--query", "MATCH (d:Document) MATCH (n {id: 'state:RUS'}) RETURN d, n LIMIT 1"))

    def test_countries(self):
        whole = self.graph()
        country = {node["id"]: node["country"] for node in whole["nodes"]}
        symmetric = {link["type"]: link["symmetric"] for link in whole["links"]}
        expected, left_out = collections.Counter(), collections.Counter()
        for link in whole["links"]:
            source, target = (country[end] for end in ends(link))
            if not source or not target or source == target:
                left_out["without" if not source or not target else "within"] += 1
                continue
            if symmetric[link["type"]] and source > target:
                source, target = target, source
            expected[f"state:{source}", link["type"], f"state:{target}"] += link["weight"]
        done = self.run_program("--format", "json", "--rollup", "country")
        rolled = json.loads(done.stdout)
        self.assertEqual({key(link): link["weight"] for link in rolled["links"]}, expected)
        self.assertEqual({node["id"] for node in rolled["nodes"]}, {end for source, _, target in expected for end in (source, target)})
        nodes = sum(1 for code in country.values() if not code)
        self.assertIn(f"left out: {nodes} nodes, {left_out['without']} edges; within one country, and left out: {left_out['within']} edges", done.stderr.decode())
        self.assertEqual({node["type"] for node in rolled["nodes"]}, {"State"})
        self.assertIn("cannot carry the claims", self.message("--rollup", "country", "--evidence", code=2))
        few = self.graph("--rollup", "country", "--min-count", "2")
        self.assertEqual([key(link) for link in few["links"]], [key(link) for link in rolled["links"] if link["weight"] >= 2])

    def test_parallel_edges(self):
        for include in [], ["--include", "all"]:
            kept, summed = (self.graph("--evidence", "--parallel", how, *include) for how in ("keep", "sum"))
            self.assertEqual(kept, self.graph("--evidence", *include))
            self.assertEqual(kept["nodes"], summed["nodes"])
            expected = collections.defaultdict(list)
            for link in kept["links"]:
                expected[ends(link)].append(link)
            self.assertEqual(len(summed["links"]), len(expected))
            for link in summed["links"]:
                parts = expected[ends(link)]
                self.assertEqual((link["key"], link["weight"], link["claims"]["planned"]),
                                 ("related", sum(p["weight"] for p in parts), sum(p["claims"]["planned"] for p in parts)))
                self.assertEqual((link["cooperation"], link["conflict"]), tuple(sum(p["weight"] for p in parts if p["quad"] in side) for side in (COOPERATION, CONFLICT)))
                self.assertEqual(set(link["types"]), {p["type"] for p in parts})
                self.assertEqual(len(link["evidence"]), sum(len(p["evidence"]) for p in parts))

    def test_layout(self):
        graph = self.graph("--layout")
        self.assertEqual(graph, self.graph("--layout"))
        places = {node["id"]: (node["x"], node["y"]) for node in graph["nodes"]}
        apart = lambda pairs: sum(math.dist(places[a], places[b]) for a, b in pairs) / len(pairs)
        joined = {ends(link) for link in graph["links"] if link["source"] != link["target"]}
        self.assertLess(apart(joined), apart([(a, b) for a in places for b in places if a < b]) / 2)
        for node in graph["nodes"]:
            del node["x"], node["y"]
        self.assertEqual(graph, self.graph())
        self.assertEqual(len(re.findall(r'pos="-?[\d.]+,-?[\d.]+', self.run_program("--format", "dot", "--layout").stdout.decode())), len(places))

    def test_all_together_in_every_format(self):
        flags = ["--query", "MATCH (a)-[r]->(b) RETURN a, r", "--rollup", "country", "--parallel", "sum", "--min-count", "1", "--top", "6", "--layout", "--measure",
                 "pagerank,communities", "--during", "2024", "--reference"]
        graph = self.graph(*flags)
        self.assertLessEqual(len(graph["nodes"]), 6)
        self.assertTrue(graph["links"])
        self.assertLessEqual({"x", "y", "pagerank", "community"}, set(graph["nodes"][0]))
        names = re.search(r"--format FORMAT:\{([^}]*)\}", self.run_program("--help").stdout.decode())
        self.assertIsNotNone(names)
        folder = tempfile.mkdtemp(prefix="entente-test-")
        self.addCleanup(shutil.rmtree, folder)
        for name in names[1].split(","):
            self.run_program("--format", name, "-o", f"{folder}/{name}", *(flag for flag in flags if name != "html" or flag != "--layout"))  # the page places nodes


if __name__ == "__main__":
    example.main(__doc__)
