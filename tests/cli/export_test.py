"""usage: export_test.py PROGRAM SOURCE [TEST...]

What 'entente export' does with formats, their options and the folders that it writes."""

import csv
import json
import os
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import example

setUpModule = example.make
tearDownModule = example.remove

FOLDERS = {"csv": {"nodes.csv", "edges.csv"}, "neo4j": {"nodes.csv", "relationships.csv"}}
MARK = ".entente-export"


class ExportTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="entente-test-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, *names):
        os.makedirs(os.path.dirname(self.path(*names)), exist_ok=True)
        with open(self.path(*names), "w", encoding="utf-8") as file:
            file.write("kept")

    def export(self, *arguments, code=0):
        done = subprocess.run([example.PROGRAM, "export", *arguments], cwd=self.folder, env=example.environment(), capture_output=True,
                              timeout=example.LIMIT)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return done.stdout.decode() if code == 0 else done.stderr.decode()

    def content(self, folder):
        content = {}
        for name in os.listdir(self.path(folder)):
            with open(self.path(folder, name), "rb") as file:
                content[name] = file.read()
        return content

    def test_a_format_of_several_files_makes_a_folder(self):
        for name, files in FOLDERS.items():
            self.export("--format", name, "-o", name)
            self.assertEqual(set(os.listdir(self.path(name))), files | {MARK})
        self.assertEqual(set(os.listdir(self.folder)), set(FOLDERS))
        self.export("--format", "nebula", "-o", "nebula/")
        with open(self.path("csv", "nodes.csv"), encoding="utf-8-sig", newline="") as file:
            nodes = list(csv.DictReader(file))
        graph = json.loads(self.export("--format", "json"))
        self.assertEqual([node["id"] for node in nodes], [node["id"] for node in graph["nodes"]])
        self.assertIn("import.yaml", os.listdir(self.path("nebula")))

    def test_a_folder_needs_a_name(self):
        for name in *FOLDERS, "nebula":
            for arguments in [], ["-o", "-"]:
                self.assertIn(f"{name} is several files; name a new folder for them with -o DIR", self.export("--format", name, *arguments, code=2))
        self.assertEqual(os.listdir(self.folder), [])

    def test_an_export_takes_the_place_of_an_older_one(self):
        self.export("--format", "csv", "-o", "out")
        first = self.content("out")
        self.export("--format", "csv", "-o", "out")
        self.assertEqual(self.content("out"), first)
        self.export("--format", "neo4j", "-o", "out/")
        self.assertEqual(set(os.listdir(self.path("out"))), FOLDERS["neo4j"] | {MARK})
        os.mkdir(self.path("empty"))
        self.export("--format", "csv", "-o", "empty")
        os.symlink("empty", self.path("link"))
        self.export("--format", "csv", "--type", "attacks", "-o", "link")
        self.assertTrue(os.path.islink(self.path("link")))
        self.assertNotEqual(self.content("empty"), first)
        self.assertEqual(set(os.listdir(self.folder)), {"out", "empty", "link"})

    def test_nothing_else_is_replaced(self):
        self.write("mine", "nodes.csv")
        self.assertIn("has 'nodes.csv', which no export wrote", self.export("--format", "csv", "-o", "mine", code=2))
        self.export("--format", "csv", "-o", "ours")
        self.write("ours", "notes.txt")
        before = self.content("ours")
        self.assertIn("has 'notes.txt', which no export wrote; name a folder", self.export("--format", "csv", "-o", "ours", code=2))
        self.assertEqual(self.content("ours"), before)
        self.write("file")
        self.assertIn("file: is there already and no folder", self.export("--format", "csv", "-o", "file", code=2))
        self.assertIn("nowhere/out: cannot be written", self.export("--format", "csv", "-o", "nowhere/out", code=2))
        self.assertEqual(self.content("mine"), {"nodes.csv": b"kept"})
        self.assertEqual(set(os.listdir(self.folder)), {"mine", "ours", "file"})

    def test_extensions_name_formats(self):
        for name, format in {"a.gexf": "gexf", "a.cyjs": "cytoscape", "a.net": "pajek", "a.jsonl": "jsonl"}.items():
            self.export("-o", name)
            with open(self.path(name), encoding="utf-8") as file:
                self.assertEqual(file.read(), self.export("--format", format))
        for name in "a", "a.", "a.xyz":
            self.assertIn("which format? Add --format with one of", self.export("-o", name, code=2))

    def test_formats_have_options(self):
        self.assertIn("edges", json.loads(self.export("--format", "json", "--links", "edges")))
        self.assertIn("links", json.loads(self.export("--format", "json")))
        self.assertIn("yworks", self.export("--format", "graphml", "--dialect", "yed"))
        self.assertNotIn("first_day", self.export("--format", "graphml", "--dialect", "plain"))
        self.assertTrue(ElementTree.fromstring(self.export("--format", "gexf", "--gexf", "1.2").encode()).tag.startswith("{http://www.gexf.net/1.2draft}"))
        self.assertIn("json: has no dialect; leave out --dialect", self.export("--format", "json", "--dialect", "plain", code=2))
        self.assertIn("--dialect", self.export("--format", "graphml", "--dialect", "visone", code=2))

    def page(self, *arguments):
        """What a page holds."""
        if not os.path.exists(os.path.join(example.SOURCE, "web/page/dist/single.html")):
            self.assertIn("built without the page", self.export("--format", "html", code=2))
            self.skipTest("the page was not built")
        self.export("-o", "page.html", *arguments)
        with open(self.path("page.html"), encoding="utf-8") as file:
            before, mark, rest = file.read().partition('<script type="application/json" id="entente-data">')
        self.assertTrue(mark)
        text, end, after = rest.partition("</script>")
        self.assertTrue(before.startswith("<!doctype html>") and "<script>" in after)
        self.assertNotIn("<", text)
        return json.loads(text)

    def test_the_page_is_one_file_with_the_graph_inside(self):
        data, graph = self.page(), json.loads(self.export("--format", "json", "--evidence"))
        self.assertEqual([node["id"] for node in data["nodes"]], [node["id"] for node in graph["nodes"]])
        ends = [(edge["source"], edge["type"], edge["target"]) for edge in data["edges"]]
        self.assertEqual(ends, [(link["source"], link["type"], link["target"]) for link in graph["links"]])
        self.assertEqual([edge["evidence"] for edge in data["edges"]], [link["evidence"] for link in graph["links"]])
        self.assertEqual(data["info"]["graph"], os.path.basename(example.GRAPH))
        self.assertEqual(data["info"]["documents"], 14)
        self.assertTrue(all(article["text"] for article in data["articles"]))
        self.assertEqual(self.page("--evidence"), data)
        self.assertEqual(self.page("--articles", "none"), {**data, "articles": []})

    def test_a_page_takes_the_options_of_other_formats(self):
        top = json.loads(self.export("--format", "json", "--top", "20"))
        self.assertEqual([node["id"] for node in self.page("--top", "20")["nodes"]], [node["id"] for node in top["nodes"]])
        self.assertEqual({edge["type"] for edge in self.page("--type", "attacks")["edges"]}, {"attacks"})
        query = self.page("--query", "MATCH (a {id: 'state:PRK'})-[r]->(b) RETURN r")
        self.assertEqual({edge["source"] for edge in query["edges"]}, {"state:PRK"})
        for day in ("--during", "2024"), ("--as-of", "2024-06-30"):
            data = self.page(*day)
            self.assertLess(data["info"]["claims"], self.page()["info"]["claims"])
            self.assertGreater(data["info"]["claims"], 0)
        self.assertIn("reference", {edge["origin"] for edge in self.page("--reference")["edges"]})
        self.assertTrue(any(edge["claims"]["negated"] for edge in self.page("--include", "all")["edges"]))
        self.assertEqual({edge["type"] for edge in self.page("--parallel", "sum")["edges"]}, {"related"})
        self.assertTrue(all(node["id"].startswith("state:") for node in self.page("--rollup", "country")["nodes"]))
        self.assertTrue(all("pagerank" in node["attributes"] for node in self.page("--measure", "pagerank")["nodes"]))
        self.assertIn("leave out --layout", self.export("--format", "html", "--layout", code=2))
        self.assertIn("html: has no dialect", self.export("--format", "html", "--dialect", "plain", code=2))
        self.assertIn("cannot carry the claims", self.export("--format", "html", "--rollup", "country", "--evidence", code=2))


if __name__ == "__main__":
    example.main(__doc__)
