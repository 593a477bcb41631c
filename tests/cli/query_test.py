"""query_test.py PROGRAM SOURCE [unittest arguments]: 'entente query' as a user meets it, on the graph of the example articles.

What the language means is the matter of tests/query and of the scenarios of openCypher. Here it is that every query of docs/query.md answers,
and how the command is asked, answers and refuses.
"""

import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import unittest

import example

ENDLESS = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a = -b RETURN a"


def setUpModule():
    example.make()


def tearDownModule():
    example.remove()


def fences(text):
    """The queries of a page: heading, flags and text of each. Flags stand behind the word 'cypher'."""
    heading = ""
    for match in re.finditer(r"(?ms)^#+ ([^\n]+)$|^```(\w*)([^\n]*)\n(.*?)^```$", text):
        if match[1]:
            heading = match[1]
        elif match[2] == "cypher":
            yield heading, match[3].split(), match[4]


class QueryTest(unittest.TestCase):
    def run_query(self, *arguments, code=0, stdin=b""):
        done = subprocess.run([example.PROGRAM, "query", *arguments], cwd=example.FOLDER, env=example.environment(), capture_output=True, timeout=example.LIMIT,
                              input=stdin if isinstance(stdin, bytes) else stdin.encode())
        self.assertEqual(done.returncode, code, f"entente query {shlex.join(arguments)}\n{done.stderr.decode(errors='replace')}")
        return done.stdout.decode(), done.stderr.decode()

    def rows(self, *arguments, **more):
        return json.loads(self.run_query(*arguments, "--format", "json", **more)[0])

    def refused(self, *arguments, **more):
        """What is said of a query that is not answered."""
        out, message = self.run_query(*arguments, code=2, **more)
        self.assertEqual(out, "")
        self.assertRegex(message, r"\Aentente: [^\n]+\n\Z")
        return message[len("entente: "):-1]


class Page(QueryTest):
    def test_every_query_answers(self):
        for heading, flags, query in fences(example.page("query.md")):
            with self.subTest(heading):
                self.assertTrue(self.rows(*flags, "-f", "-", stdin=query))

    def test_there_are_forty_questions(self):
        questions = example.page("query.md").partition("\n## Questions\n")[2]
        asked = [heading for heading, _, _ in fences(questions)]
        self.assertGreaterEqual(len(asked), 40)
        self.assertEqual(len(set(asked)), len(asked))
        for heading in asked:
            self.assertTrue(heading.endswith("?"), heading)
        self.assertEqual(asked, re.findall(r"(?m)^#### (.*)$", questions))

    def test_what_it_shows_is_printed(self):
        """Its console blocks, but for how columns are set apart."""
        shown = 0
        for block in re.findall(r"(?ms)^```console\n(.*?)^```$", example.page("query.md")):
            for part in re.split(r"(?m)^\$ ", block)[1:]:
                line, _, expected = part.partition("\n")
                words = shlex.split(line)
                self.assertEqual(words[:2], ["entente", "query"])
                done = subprocess.run([example.PROGRAM, *words[1:]], env=example.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=example.LIMIT)
                columns = [[re.split(r"\t| {2,}", row) for row in text.splitlines()] for text in (done.stdout.decode(), expected)]
                self.assertEqual(columns[0], columns[1], line)
                shown += 1
        self.assertGreater(shown, 2)

    def test_every_flag_is_explained(self):
        text = example.page("query.md")
        for flag in re.findall(r"(?m)^  (?:-\w,)?(--[\w-]+)", self.run_query("--help")[0]):
            if flag != "--help":
                self.assertIn(flag, text)

    def test_every_function_is_listed(self):
        folder = os.path.join(example.SOURCE, "graph", "query", "function")
        text = example.page("query.md").lower()
        functions = set()
        for name in os.listdir(folder):
            if name.endswith(".cc"):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    functions.update(re.findall(r'"([a-z][a-zA-Z0-9_.]*)\([^"]*\): ', file.read()))
        self.assertGreater(len(functions), 80)
        for function in functions:
            if not re.search(r"\.(transaction|statement|realtime)$", function):
                self.assertIn(f"`{function.lower()}(", text)

    def test_every_label_and_type_is_listed(self):
        text = example.page("query.md")
        for column in self.rows("MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label"):
            self.assertIn(f":{column['label']}", text)
        with open(os.path.join(example.SOURCE, "data", "ontology.json"), encoding="utf-8") as file:
            ontology = json.load(file)
        for kind in ontology["node_types"]:
            self.assertIn("`:" + ":".join([kind["name"], *kind["supertypes"]]) + "`", text)
        for relation in ontology["relation_types"]:
            self.assertRegex(text, rf"`{relation['name'].upper()}`" + (r"\\\*" if relation["symmetric"] else r"(?!\\\*)"))

    def test_every_property_is_listed(self):
        text = example.page("query.md")
        for query in ("MATCH (n) UNWIND keys(n) AS key", "MATCH ()-[r]->() UNWIND keys(r) AS key",
                      "MATCH ()-[r]->() UNWIND claims(r) AS claim UNWIND keys(claim) AS key"):
            for row in self.rows(query + " RETURN DISTINCT key"):
                self.assertIn(f"`{row['key']}`", text)

    def test_links_lead_somewhere(self):
        example.check_links(self, "query.md")


class Answers(QueryTest):
    ATTACKS = "MATCH (a {name: 'Russia'})-[r:ATTACKS]->(b) RETURN a.name, b, r.count AS n, b.nothing, r.first, ['x', 1] AS list"

    def test_table(self):
        out, message = self.run_query(self.ATTACKS)
        self.assertEqual(out, "a.name\tb\tn\tb.nothing\tr.first\tlist\nRussia\tstate:UKR\t2\t\t2022-01-01\t['x', 1]\n")
        self.assertEqual(message, "")

    def test_csv(self):
        out, _ = self.run_query("RETURN 'a, \"b\"\nc' AS text, 1.5 AS number, null AS nothing", "--format", "csv")
        self.assertEqual(list(csv.reader(io.StringIO(out, newline=""))), [["text", "number", "nothing"], ['a, "b"\nc', "1.5", ""]])

    def test_paths_and_relationships_are_short(self):
        query = ("MATCH path = ({name: 'North Korea'})-[:SELLS_ARMS_TO]->(russia {name: 'Russia'})-[r:ATTACKS]->({name: 'Ukraine'}) "
                 "RETURN path, r, [russia, r, 'a', null] AS list, {who: russia, `x y`: [path]} AS map")
        path = "(North Korea)-[:SELLS_ARMS_TO]->(Russia)-[:ATTACKS]->(Ukraine)"
        expected = ["path\tr\tlist\tmap", f"{path}\t[:ATTACKS]\t[(Russia), [:ATTACKS], 'a', null]\t{{who: (Russia), `x y`: [{path}]}}"]
        self.assertEqual(self.run_query(query)[0].splitlines(), expected)
        back = "MATCH path = ({name: 'Ukraine'})<-[:ATTACKS]-({name: 'Russia'}) RETURN path"
        self.assertEqual(self.run_query(back)[0], "path\n(Ukraine)<-[:ATTACKS]-(Russia)\n")
        self.assertEqual(list(csv.reader(io.StringIO(self.run_query(back, "--format", "csv")[0])))[1], ["(Ukraine)<-[:ATTACKS]-(Russia)"])

    def test_a_document_is_shown_by_its_title(self):
        for title, shown in self.graph_of({"id": "a", "title": "Guns; butter"}, {"id": "b"}).items():
            self.assertEqual(shown, f"[({title})]")

    def graph_of(self, *articles):
        """The articles of a graph of their own, shown in a list, by what they should be called."""
        graph = os.path.join(example.FOLDER, "own")
        lines = "".join(json.dumps({"lang": "en", "text": "Turkey attacked Syria.", **article}) + "\n" for article in articles)
        variables = {**example.environment(), "ENTENTE_GRAPH": graph}
        subprocess.run([example.PROGRAM, "ingest", "--from", "jsonl", "-"], env=variables, input=lines.encode(), check=True, capture_output=True, timeout=example.LIMIT)
        done = subprocess.run([example.PROGRAM, "query", "MATCH (d:Document) RETURN coalesce(d.title, d.id), [d]", "--format", "csv"], env=variables, check=True,
                              capture_output=True, timeout=example.LIMIT)
        return dict(list(csv.reader(io.StringIO(done.stdout.decode())))[1:])

    def test_several_answers_are_told_apart(self):
        script = "UNWIND [1, 2] AS a RETURN a; UNWIND [] AS b RETURN b; RETURN '\n' AS c"
        out, _ = self.run_query(script, "--format", "json", code=1)
        self.assertEqual([json.loads(line) for line in out.splitlines()], [[{"a": 1}, {"a": 2}], [], [{"c": "\n"}]])
        out, _ = self.run_query(script, "--format", "csv", code=1)
        self.assertEqual(list(csv.reader(io.StringIO(out, newline=""))), [["a"], ["1"], ["2"], [], ["b"], [], ["c"], ["\n"]])

    def test_an_answer_in_json_is_whole_or_not_there(self):
        out, _ = self.run_query("RETURN 1 AS a; UNWIND [1, 0] AS x RETURN 1 / x", "--format", "json", code=2)
        self.assertEqual(out, '[{"a":1}]\n')

    def test_json(self):
        [row] = self.rows("MATCH path = (:State {name: 'Russia'})-[r:ATTACKS]->(b) "
                          "RETURN b, r, path, date('2024-01-31') AS day, [1, null, {a: true}] AS list")
        self.assertEqual(list(row), ["b", "r", "path", "day", "list"])
        self.assertEqual((row["b"]["id"], row["b"]["labels"]), ("state:UKR", ["State", "Actor", "Place"]))
        self.assertEqual(row["b"]["properties"]["country"], "UKR")
        self.assertEqual((row["r"]["type"], row["r"]["source"], row["r"]["target"]), ("ATTACKS", "state:RUS", "state:UKR"))
        self.assertEqual(row["r"]["properties"]["count"], 2)
        self.assertEqual([node["id"] for node in row["path"]["nodes"]], ["state:RUS", "state:UKR"])
        self.assertEqual(row["path"]["relationships"], [row["r"]])
        self.assertEqual((row["day"], row["list"]), ("2024-01-31", [1, None, {"a": True}]))

    def test_jsonl(self):
        out, _ = self.run_query("UNWIND ['é', 'b'] AS x RETURN x", "--format", "jsonl")
        self.assertEqual(out, '{"x":"é"}\n{"x":"b"}\n')

    def test_json_says_what_it_cannot_say_as_text(self):
        self.assertEqual(self.rows("RETURN 9223372036854775807 AS big, 0.0 / 0 AS none, 1.0 AS one"),
                         [{"big": "9223372036854775807", "none": "NaN", "one": 1.0}])

    def test_nothing_found(self):
        self.assertEqual(self.run_query("MATCH (n {name: 'Nobody'}) RETURN n.name", code=1), ("n.name\n", ""))
        self.assertEqual(self.rows("MATCH (n {name: 'Nobody'}) RETURN n.name", code=1), [])
        self.assertEqual(self.rows("MATCH (n {name: 'Nobody'}) RETURN count(*) AS n"), [{"n": 0}])

    def test_unknown_label_finds_nothing_and_says_so(self):
        out, message = self.run_query("MATCH (n:Sate) RETURN n.name", code=1)
        self.assertEqual(out, "n.name\n")
        self.assertIn("line 1, column 10: no node has the label 'Sate'; did you mean 'State'?", message)

    def test_type_in_small_letters_is_told_the_right_one(self):
        _, message = self.run_query("MATCH ()-[r:condemns]->() RETURN r", code=1)
        self.assertIn("did you mean 'CONDEMNS'?", message)

    def test_symmetric_relations_are_met_from_both_ends(self):
        pair = "MATCH (a {name: $a})-[:AT_WAR_WITH]->(b {name: $b}) RETURN count(*) AS n"
        for a, b in ("Russia", "Ukraine"), ("Ukraine", "Russia"):
            self.assertEqual(self.rows(pair, "--param", f"a={a}", "--param", f"b={b}"), [{"n": 1}])
        self.assertEqual(self.rows("MATCH ()-[r:AT_WAR_WITH]->() RETURN count(r) AS rows, count(DISTINCT r) AS edges"), [{"rows": 2, "edges": 1}])

    def test_relationships_have_ids_of_their_own(self):
        self.assertEqual(self.rows("MATCH ()-[r]->() WITH DISTINCT r RETURN count(*) - count(DISTINCT id(r)) AS shared"), [{"shared": 0}])

    def test_as_of(self):
        known = "MATCH (d:Document) RETURN count(*) AS articles"
        self.assertEqual(self.rows(known), [{"articles": 14}])
        self.assertEqual(self.rows(known, "--as-of", "2023"), [{"articles": 3}])
        arms = "MATCH ({name: 'North Korea'})-[r:SELLS_ARMS_TO]->(b) RETURN r.count AS n, size(claims(r)) AS claims"
        self.assertEqual(self.rows(arms), [{"n": 2, "claims": 2}])
        self.assertEqual(self.rows(arms, "--as-of", "2024-06-19"), [{"n": 1, "claims": 1}])
        self.assertEqual(self.rows(arms, "--as-of", "2024-06-18", code=1), [])

    def test_during(self):
        days = "MATCH ()-[r]->() RETURN min(r.first) AS first, max(r.last) AS last"
        self.assertEqual(self.rows(days, "--during", "2024-06-19..2024-06-20"), [{"first": "2024-06-19", "last": "2024-06-20"}])
        self.assertEqual(self.rows(days, "--during", "1999"), [{"first": "1999-01-01", "last": "1999-01-01"}])
        self.assertIn("is no date", self.refused(days, "--during", "yesterday"))

    def test_reference(self):
        known = "MATCH ({name: 'Indonesia'})-[r:MEMBER_OF]->(b) WHERE r.reference RETURN b.name AS name, r.since AS since ORDER BY name, since"
        asked = self.rows(known)
        self.assertIn({"name": "UN", "since": 1966}, asked)
        everything = "MATCH ({name: 'Indonesia'})-[r:MEMBER_OF]->(b) RETURN b.name AS name, r.reference AS reference"
        self.assertNotIn(True, [row["reference"] for row in self.rows(everything)])
        self.assertEqual(len([row for row in self.rows(everything, "--reference") if row["reference"]]), len(asked))

    def test_include(self):
        planned = "MATCH ({name: 'Prabowo Subianto'})-[r:VISITS]->({name: 'Peru'}) RETURN r.count AS n, r.planned AS planned, r.first"
        self.assertEqual(self.rows(planned, code=1), [])
        self.assertEqual(self.rows(planned, "--include"), [{"n": 0, "planned": 1, "r.first": None}])


class GraphMl(QueryTest):
    def graphml(self, query, *arguments, **more):
        """The text, once xmllint and NetworkX have read it, and the graph of NetworkX as nodes and edges with their attributes."""
        text, _ = self.run_query(query, *arguments, "--format", "graphml", **more)
        if shutil.which("xmllint"):
            lint = subprocess.run(["xmllint", "--noout", "-"], input=text.encode(), capture_output=True, timeout=example.LIMIT)
            self.assertEqual(lint.returncode, 0, lint.stderr.decode())
        read = ("import json, sys, networkx as nx; g = nx.read_graphml(sys.stdin.buffer, force_multigraph=True); "
                "print(json.dumps([g.is_directed(), dict(g.nodes(data=True)), list(g.edges(keys=True, data=True))]))")
        done = subprocess.run([sys.executable, "-c", read], input=text.encode(), capture_output=True, timeout=example.LIMIT)
        if b"No module named 'networkx'" in done.stderr:
            self.skipTest("NetworkX is not installed")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        directed, nodes, edges = json.loads(done.stdout)
        self.assertTrue(directed)
        # A reader makes a node of an end that no node was written for.
        self.assertEqual(len(nodes), text.count("<node id="))
        self.assertEqual(len(edges), len(set(re.findall(r'<edge id="([^"]+)"', text))))
        self.assert_rules(text)
        return text, nodes, edges

    def assert_rules(self, text):
        """What Gephi asks for besides."""
        head, graph, _ = text.partition("  <graph ")
        self.assertTrue(graph)
        self.assertNotIn("<key", text[len(head):])
        keys = re.findall(r'<key id="(\w+)" for="(node|edge)" attr.name="([^"]+)" attr.type="(boolean|int|long|float|double|string)"/>', head)
        self.assertEqual(len(keys), head.count("<key"))
        self.assertEqual(len({(domain, name.lower()) for _, domain, name, _ in keys}), len(keys))
        self.assertNotIn("id", {name.lower() for _, _, name, _ in keys})

    def test_rows(self):
        _, nodes, edges = self.graphml("MATCH (a {name: 'Russia'})-[r:ATTACKS]->(b) RETURN a, r, b, a.name")
        self.assertEqual(set(nodes), {"state:RUS", "state:UKR"})
        russia = nodes["state:RUS"]
        self.assertEqual([russia[key] for key in ("label", "type", "supertype", "name", "country", "wikidata")],
                         ["Russia", "State", "Actor|Place", "Russia", "RUS", "Q159"])
        self.assertEqual((type(russia["articles"]), type(russia["latitude"]), type(russia["first"])), (int, float, str))
        self.assertRegex(russia["first"], r"\A\d{4}-\d\d-\d\d\Z")
        self.assertIn("Rusia", russia["names"].split("|"))
        [(source, target, _, attributes)] = edges
        self.assertEqual((source, target), ("state:RUS", "state:UKR"))
        self.assertEqual([attributes[key] for key in ("label", "type", "count", "weight", "quad", "first")], ["ATTACKS", "ATTACKS", 2, 2.0, 4, "2022-01-01"])
        self.assertEqual((type(attributes["count"]), type(attributes["confidence"])), (int, float))

    def test_the_ends_of_relationships(self):
        _, nodes, edges = self.graphml("MATCH ({name: 'Russia'})-[r:ATTACKS]->() RETURN r")
        self.assertEqual((set(nodes), len(edges)), ({"state:RUS", "state:UKR"}, 1))

    def test_each_once_whatever_holds_it(self):
        query = ("MATCH path = (a {name: 'North Korea'})-[:SELLS_ARMS_TO]->(b)-[r:ATTACKS]->(c) "
                 "RETURN a, path, [r, b] AS list, {x: c, y: [path]} AS map; MATCH (a {name: 'Iran'}) RETURN a, a AS b; MATCH (a {name: 'Russia'}) RETURN a")
        _, nodes, edges = self.graphml(query)
        self.assertEqual(set(nodes), {"state:PRK", "state:RUS", "state:UKR", "state:IRN"})
        self.assertEqual(sorted(attributes["type"] for *_, attributes in edges), ["ATTACKS", "SELLS_ARMS_TO"])

    def test_a_symmetric_relation_from_both_ends(self):
        _, nodes, edges = self.graphml("MATCH ({name: 'Russia'})-[r:AT_WAR_WITH]-() RETURN r; MATCH ({name: 'Ukraine'})-[r:AT_WAR_WITH]-() RETURN r")
        self.assertEqual((len(nodes), len(edges)), (2, 1))

    def test_the_whole_graph(self):
        _, nodes, edges = self.graphml("MATCH (n) RETURN n; MATCH ()-[r]->() RETURN r")
        [count] = self.rows("MATCH (n) WITH count(*) AS nodes MATCH ()-[r]->() RETURN nodes, count(DISTINCT r) AS edges")
        self.assertEqual({"nodes": len(nodes), "edges": len(edges)}, count)

    def test_what_is_unknown_is_left_out(self):
        _, nodes, _ = self.graphml("MATCH (n) RETURN n")
        without = [row["id"] for row in self.rows("MATCH (n) WHERE n.latitude IS NULL RETURN n.id AS id")]
        self.assertTrue(without)
        for id in without:
            self.assertNotIn("latitude", nodes[id])

    def test_awkward_articles(self):
        """An article that is called as a node is, and fields named as what is written of every node; signs that XML has not."""
        graph = os.path.join(example.FOLDER, "awkward")
        article = {"id": "state:TUR", "lang": "en", "date": "2024-11-05", "title": "<A> & \"B\"\u0007", "text": "Turkey attacked Syria.", "label": "x",
                   "Type": "y", "ID": "z", "a & b": "]]>", "supertype": "s"}
        variables = {**example.environment(), "ENTENTE_GRAPH": graph}
        subprocess.run([example.PROGRAM, "ingest", "--from", "jsonl", "-"], env=variables, input=json.dumps(article).encode(), check=True, capture_output=True,
                       timeout=example.LIMIT)
        _, nodes, _ = self.graphml("MATCH (n) RETURN n", "--graph", graph)
        documents = {id: node for id, node in nodes.items() if node["type"] == "Document"}
        self.assertEqual(len(documents), 1)
        [(id, document)] = documents.items()
        self.assertEqual(nodes["state:TUR" if id != "state:TUR" else "state:TUR#2"]["name"], "Turkey")
        self.assertEqual(document["label"], '<A> & "B"')
        self.assertEqual(document["date"], "2024-11-05")
        self.assertLessEqual({"x", "y", "z", "]]>", "s"}, set(document.values()))

    def test_nothing_to_write(self):
        for query in "RETURN 1", "MATCH (a) RETURN a.name", "MATCH (a)-[r]->(b) RETURN a, r, b; MATCH (n) RETURN count(*)":
            self.assertIn("the rows have no node, relationship or path for GraphML; return them, as in: MATCH", self.refused(query, "--format", "graphml"))
        self.assertIn("a plan cannot be written as GraphML", self.refused("EXPLAIN MATCH (a) RETURN a", "--format", "graphml"))

    def test_nothing_found(self):
        _, nodes, edges = self.graphml("MATCH (n {name: 'Nobody'}) RETURN n", code=1)
        self.assertEqual((nodes, edges), ({}, []))


class Asking(QueryTest):
    def write(self, name, content):
        path = os.path.join(example.FOLDER, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def test_parameters(self):
        self.assertEqual(self.rows("RETURN $a AS a, $b AS b, $c AS c, $d AS d", "--param", "a=3", "--param", "b=Korea Utara", "--param", 'c=["x", 1]',
                                   "--param", "d=x=y"), [{"a": 3, "b": "Korea Utara", "c": ["x", 1], "d": "x=y"}])
        self.assertEqual(self.rows("MATCH (n {name: $who}) RETURN n.id", "--param", "who=North Korea"), [{"n.id": "state:PRK"}])
        self.assertEqual(self.rows("RETURN $n > 9223372036854775807 AS beyond", "--param", "n=18446744073709551615"), [{"beyond": True}])
        self.assertIn("--param nobody=", self.refused("RETURN $nobody"))
        self.assertIn("name=value", self.refused("RETURN 1", "--param", "who"))

    def test_quotes_in_a_parameter_do_no_harm(self):
        self.assertEqual(self.rows("MATCH (n {name: $who}) RETURN n", "--param", "who=x'}) RETURN 1 //", code=1), [])

    def test_script(self):
        script = self.write("script.cypher", """:param who Russia
// Two questions; and a comment
/* one; still
   a comment */
MATCH ({name: $who})-[:ATTACKS]->(b)  // ';' between
RETURN b.name;
:param who Iran

RETURN $who + ';' AS who
""")
        self.assertEqual(self.run_query("-f", script)[0], "b.name\nUkraine\n\nwho\nIran;\n")
        self.assertEqual(self.run_query("-f", script, "--format", "jsonl")[0], '{"b.name":"Ukraine"}\n{"who":"Iran;"}\n')

    def test_a_comment_before_a_parameter(self):
        self.assertEqual(self.rows("-f", "-", stdin="// Whom?\n:param who Iran\nRETURN $who AS who"), [{"who": "Iran"}])

    def test_a_parameter_of_the_command_line_replaces_that_of_a_script(self):
        self.assertEqual(self.rows("-f", "-", "--param", "who=Iran", stdin=":param who Russia\nRETURN $who AS who"), [{"who": "Iran"}])

    def test_a_wrong_statement_ends_a_script(self):
        out, message = self.run_query("-f", "-", stdin="RETURN 1 AS a;\n\nRETRUN 2;\nRETURN 3 AS c;", code=2)
        self.assertEqual(out, "a\n1\n")
        self.assertIn("line 3, column 1", message)
        self.assertIn("did you mean RETURN?", message)

    def test_a_statement_without_rows_does_not_end_a_script(self):
        self.assertEqual(self.run_query("UNWIND [] AS a RETURN a; RETURN 2 AS b", code=1)[0], "a\n\nb\n2\n")

    def test_standard_input(self):
        for arguments in (), ("-",), ("-f", "-"):
            self.assertEqual(self.rows(*arguments, stdin="RETURN 1 AS a"), [{"a": 1}])

    def test_windows_lines(self):
        self.assertEqual(self.rows("-f", "-", stdin=":param who Iran\r\nRETURN\r\n$who AS who;\r\n"), [{"who": "Iran"}])

    def test_no_query(self):
        for stdin in "", " \n", "// nothing\n":
            self.assertIn("there is no query", self.refused(stdin=stdin))

    def test_a_file_that_is_not_there(self):
        self.assertIn("absent.cypher: cannot be read", self.refused("-f", "absent.cypher"))

    def test_help_has_examples_that_answer(self):
        text = self.run_query("--help")[0]
        examples = re.findall(r"(?m)^  entente (query .*'.*)$", text[:text.index("Usage:")])
        self.assertGreater(len(examples), 1)
        for line in examples:
            done = subprocess.run([example.PROGRAM, *shlex.split(line)], env=example.environment(), capture_output=True, timeout=example.LIMIT)
            self.assertLess(done.returncode, 2, line)


class Refusals(QueryTest):
    def test_place_of_an_error(self):
        self.assertEqual(self.refused("MATCH (a)-[r]->(b)\nRETURN a.name, nosuch"), "line 2, column 16: variable 'nosuch' is not defined")
        self.assertIn("line 1, column 23: ", self.refused("RETURN 'Côte' AS é, 1 1"))
        self.assertIn("did you mean 'collect'?", self.refused("RETURN colect(1)"))

    def test_errors_while_it_runs(self):
        self.assertEqual(self.refused("UNWIND [1, 0] AS x RETURN 1 / x"), "line 1, column 29: an integer is divided by zero")

    def test_what_writes(self):
        for query in ("CREATE (n:State)", "MATCH (n) SET n.name = 'x'", "MATCH (n) DETACH DELETE n", "MERGE (n:State {name: 'x'}) RETURN n",
                      "MATCH (n) REMOVE n.name"):
            self.assertIn("queries only read", self.refused(query))

    def test_bad_utf8(self):
        for stdin in b"RETURN '\xff'", b"RETURN \xc3", b"// \xfe\nRETURN 1":
            self.assertIn("is not UTF-8", self.refused(stdin=stdin))

    def test_text_that_is_no_cypher(self):
        for query in "who attacks whom?", "SELECT * FROM state", "MATCH", "MATCH (a RETURN a", "RETURN 'open", "}", "(" * 5000, "RETURN " + "[" * 5000:
            self.refused(query)

    def test_timeout(self):
        begun = time.monotonic()
        self.assertIn("took longer than 300 ms", self.refused(ENDLESS, "--timeout", "0.3"))
        self.assertLess(time.monotonic() - begun, example.LIMIT / 2)
        self.run_query("RETURN 1", "--timeout", "0", code=2)

    def test_memory(self):
        self.assertIn("more than 1 MB", self.refused("UNWIND range(1, 20000) AS x UNWIND range(1, 50) AS y RETURN collect(toString(x * y))", "--memory", "1"))

    def test_interrupt(self):
        running = subprocess.Popen([example.PROGRAM, "query", ENDLESS], env=example.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(1)
        running.send_signal(2)
        _, message = running.communicate(timeout=example.LIMIT)
        self.assertEqual(running.returncode, 130, message)

    def test_no_graph(self):
        done = subprocess.run([example.PROGRAM, "--graph", os.path.join(example.FOLDER, "absent"), "query", "RETURN 1"], env=example.environment(), capture_output=True,
                              timeout=example.LIMIT)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"there is no graph", done.stderr)

    def test_closed_pipe(self):
        for form in "table", "jsonl", "csv", "json":
            running = subprocess.Popen([example.PROGRAM, "query", "UNWIND range(1, 200000) AS x RETURN x", "--format", form], env=example.environment(),
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertTrue(running.stdout.readline(), form)
            running.stdout.close()
            message = running.stderr.read().decode()
            running.stderr.close()
            self.assertEqual((running.wait(example.LIMIT), message), (0, ""), form)

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_full_disk(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([example.PROGRAM, "query", "MATCH (n) RETURN n.name"], env=example.environment(), stdout=full, stderr=subprocess.PIPE, timeout=example.LIMIT)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"standard output: cannot be written", done.stderr)


class Plans(QueryTest):
    QUERY = "MATCH (a:State {name: 'Russia'})-[r:ATTACKS]->(b) RETURN b.name"

    def test_explain_answers_nothing(self):
        steps = self.run_query("EXPLAIN " + self.QUERY)[0].splitlines()
        self.assertIn("seek (a)", steps[0])
        self.assertEqual(steps[-1], "return")
        self.assertNotIn("Ukraine", "".join(steps))

    def test_profile_counts_rows(self):
        steps = self.run_query("PROFILE " + self.QUERY)[0].splitlines()
        for step in steps:
            self.assertRegex(step, r"  \d+ rows?$")
        self.assertRegex(steps[-1], r"^return  1 rows?$")

    def test_explain_refuses_what_is_wrong(self):
        self.assertIn("line 1, column 16: ", self.refused("EXPLAIN RETURN nosuch"))


class Timeline(unittest.TestCase):
    def run_timeline(self, *arguments, code=0):
        done = subprocess.run([example.PROGRAM, "timeline", *arguments, "--format", "json"], cwd=example.FOLDER, env=example.environment(), capture_output=True, timeout=example.LIMIT)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return json.loads(done.stdout) if done.stdout else []

    def test_months_are_the_same_from_either_end(self):
        months = self.run_timeline("North Korea", "Russia")
        self.assertEqual(months, [{"month": "2024-06", "verbal_cooperation": 1, "material_cooperation": 5, "verbal_conflict": 0, "material_conflict": 0,
                                   "weight": 43.2, "mean_weight": 7.2}])
        self.assertEqual(self.run_timeline("Rusia", "Korea Utara"), months)

    def test_a_period(self):
        self.assertEqual([month["month"] for month in self.run_timeline("Russia", "Ukraine")], ["2022-01", "2024-03"])
        self.assertEqual([month["month"] for month in self.run_timeline("Russia", "Ukraine", "--during", "2024")], ["2024-03"])

    def test_nothing_is_found(self):
        self.assertEqual(self.run_timeline("Russia", "Ukraine", "--during", "1999", code=1), [])
        self.run_timeline("Russia", "Atlantis", code=1)


if __name__ == "__main__":
    example.main(__doc__)
