"""analyze_test.py PROGRAM SOURCE [unittest arguments]: 'entente analyze', 'compare', 'timeline --rollup' and 'export --measure' as a user meets them, on
the graph of the example articles.

What the algorithms compute is the matter of tests/graph. Here it is that every block of docs/analysis.md prints what it shows, that flags choose what
they say, and that what is simple enough comes out as this file computes it from the export.
"""

import collections
import csv
import io
import itertools
import json
import os
import re
import shlex
import subprocess
import unittest
import xml.etree.ElementTree

import example

RANKED = ["pagerank", "degree", "betweenness", "closeness", "harmonic", "core"]
GROUPED = {"components": "component", "communities": "community"}


def setUpModule():
    example.make()


def tearDownModule():
    example.remove()


class AnalysisTest(unittest.TestCase):
    def run_program(self, *arguments, code=0):
        done = subprocess.run([example.PROGRAM, *arguments], cwd=example.FOLDER, env=example.environment(), capture_output=True, timeout=example.LIMIT)
        self.assertEqual(done.returncode, code, f"entente {shlex.join(arguments)}\n{done.stderr.decode(errors='replace')}")
        return done.stdout.decode(), done.stderr.decode()

    def json_of(self, *arguments, **more):
        return json.loads(self.run_program(*arguments, "--format", "json", **more)[0])

    def analyze(self, *arguments, **more):
        return self.json_of("analyze", *arguments, "--limit", "0", **more)

    def values(self, *arguments):
        return {row["id"]: row["value"] for row in self.analyze(*arguments)}

    def export(self, *arguments):
        return self.json_of("export", *arguments)

    def refused(self, *arguments, code=2):
        """What is said of a question that is not answered."""
        out, message = self.run_program(*arguments, code=code)
        self.assertEqual(out, "")
        self.assertRegex(message, r"\Aentente: ")
        return message


class Page(AnalysisTest):
    def test_what_it_shows_is_printed(self):
        """Its console blocks, but for how columns are set apart: empty cells do not show."""
        shown = collections.Counter()
        for block in re.findall(r"(?ms)^```console\n(.*?)^```$", example.page("analysis.md")):
            for part in re.split(r"(?m)^\$ ", block)[1:]:
                line, _, expected = part.partition("\n")
                words = shlex.split(line)
                self.assertEqual(words[0], "entente")
                done = subprocess.run([example.PROGRAM, *words[1:]], env=example.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=example.LIMIT)
                printed, promised = ([[cell for cell in re.split(r"\t| {2,}", row) if cell] for row in text.rstrip("\n").splitlines()] for text in (done.stdout.decode(), expected))
                self.assertEqual(printed, promised, line)
                shown[words[2] if words[1] == "analyze" else words[1]] += 1
        for measure in [*RANKED, *GROUPED, "balance", "path", "similar", "compare", "timeline"]:
            self.assertTrue(shown[measure], f"docs/analysis.md has no example of {measure}")

    def test_every_flag_is_explained(self):
        text = example.page("analysis.md")
        for command in ["compare", "timeline", *(f"analyze {m}" for m in [*RANKED, *GROUPED, "balance", "path", "similar"])]:
            for flag in re.findall(r"(?m)^  (?:-\w,)?(--[\w-]+)", self.run_program(*command.split(), "--help")[0]):
                if flag != "--help":
                    self.assertIn(f"`{flag}", text, command)

    def test_links_lead_somewhere(self):
        example.check_links(self, "analysis.md")


class Help(AnalysisTest):
    def test_measures_are_listed_once_without_their_flags(self):
        text = self.run_program("analyze", "--help")[0]
        self.assertIn("Usage: entente analyze MEASURE", text)
        self.assertEqual(re.findall(r"(?m)^  (\w+) {2,}\w", text[text.index("Measures:"):]), [*RANKED, *GROUPED, "balance", "path", "similar"])

    def test_every_measure_shows_examples_first_and_they_answer(self):
        for measure in [*RANKED, *GROUPED, "balance", "path", "similar"]:
            text = self.run_program("analyze", measure, "--help")[0]
            examples = re.findall(r"(?m)^  entente (.*)$", text[text.index("Examples:"):text.index("Usage:")])
            self.assertTrue(examples, measure)
            for line in examples:
                with self.subTest(line):
                    self.assertTrue(self.run_program(*shlex.split(line))[0])

    def test_flags_of_the_program_may_come_last(self):
        self.assertEqual(self.run_program("analyze", "core", "--limit", "3", "-q")[1], "")


class Refusals(AnalysisTest):
    def test_unknown_measure(self):
        self.assertIn("'pagernk' is no measure; did you mean 'pagerank'?", self.refused("analyze", "pagernk"))
        self.assertIn("'weather' is no measure; there are pagerank, ", self.refused("analyze", "weather"))
        self.assertIn("which measure? There are pagerank, ", self.refused("analyze"))
        self.assertIn("'pagernk' is no measure; did you mean 'pagerank'?", self.refused("export", "--format", "json", "--measure", "core,pagernk"))

    def test_words_and_flags_that_a_measure_does_not_take(self):
        self.assertIn("'more' was not expected", self.refused("analyze", "pagerank", "more"))
        self.assertIn("'stats' was not expected", self.refused("analyze", "pagerank", "stats"))
        self.assertIn("'--pivots' was not expected", self.refused("analyze", "pagerank", "--pivots", "3"))
        self.assertIn("--directed", self.refused("analyze", "pagerank", "--directed", "--undirected"))

    def test_unknown_names(self):
        self.assertIn("'condems' is no relation type; did you mean condemns?", self.refused("analyze", "core", "--type", "attacks,condems"))
        self.assertIn("'Sate' is no node type or super-type; did you mean State?", self.refused("analyze", "core", "--node-type", "Sate"))
        self.assertIn("'Atlantis'", self.refused("analyze", "similar", "Atlantis", code=1))
        self.assertIn("'Atlantis'", self.refused("analyze", "path", "Iran", "Atlantis", code=1))

    def test_nothing_is_left(self):
        for measure in ["pagerank", "communities", "balance"]:
            self.assertIn("nothing in the graph is as asked for", self.refused("analyze", measure, "--during", "1800", code=1))

    def test_a_node_without_relations_that_count(self):
        self.assertIn("has no relation among those asked for", self.refused("analyze", "path", "Iran", "Indonesia", "--type", "member_of", code=1))

    def test_periods_to_compare(self):
        for arguments in [], ["--during", "2024"], ["--during", "2023", "--during", "2024", "--during", "2025"]:
            self.assertIn("Name two", self.refused("compare", *arguments))
        self.assertIn("is no date", self.refused("compare", "--during", "2023", "--during", "soon"))


class Which(AnalysisTest):
    """Which part of the graph is looked at."""

    def degrees(self, *export_flags):
        """Of each node, from the export: edges at it, in and out; symmetric ones do both."""
        degrees = collections.defaultdict(lambda: [0, 0, 0])
        for link in self.export(*export_flags)["links"]:
            for end, ways in (link["source"], [2]), (link["target"], [1]):
                for way in [0, 1, 2] if link["symmetric"] else [0, *ways]:
                    degrees[end][way] += 1
        return dict(degrees)

    def shown_degrees(self, *flags):
        return {row["id"]: [row["value"], row["in"], row["out"]] for row in self.analyze("degree", *flags)}

    def test_the_same_edges_as_an_export(self):
        for flags in [], ["--type", "condemns"], ["--include", "all"], ["--min-confidence", "0.85"], ["--during", "2024"], ["--as-of", "2023"]:
            with self.subTest(flags):
                expected = self.degrees(*flags)
                self.assertTrue(expected)
                self.assertEqual(self.shown_degrees(*flags), expected)

    def test_isolated(self):
        self.assertEqual(len(self.shown_degrees("--isolated")), len(self.export("--isolated")["nodes"]))

    def test_kinds_of_relations(self):
        parts = [self.export(*itertools.chain(*(["--type", name] for name in names)))["links"] for names in self.kinds().values()]
        sums = [sum(self.values("degree", "--type", kind).values()) for kind in self.kinds()]
        self.assertEqual(sums, [2 * len(part) for part in parts])
        self.assertEqual(sum(sums), sum(self.values("degree").values()))
        self.assertEqual(self.values("degree", "--type", "cooperation,conflict"), self.values("degree", "--type", "conflict", "--type", "cooperation"))

    @staticmethod
    def kinds():
        with open(os.path.join(example.SOURCE, "data", "ontology.json"), encoding="utf-8") as file:
            relations = json.load(file)["relation_types"]
        quads = {"cooperation": (1, 2), "conflict": (3, 4), "structure": (0,)}
        return {kind: [r["name"] for r in relations if r["quad"] in numbers] for kind, numbers in quads.items()}

    def test_types_of_nodes(self):
        rows = self.analyze("degree", "--node-type", "State,Alliance")
        self.assertEqual({row["type"] for row in rows}, {"State", "Alliance"})
        actors = {row["type"] for row in self.analyze("degree", "--node-type", "Actor")}
        self.assertIn("Official", actors)
        self.assertNotIn("Location", actors)

    def test_countries(self):
        out, message = self.run_program("analyze", "degree", "--rollup", "country", "--limit", "0", "--format", "json")
        rows = json.loads(out)
        self.assertTrue(all(row["id"] == "state:" + row["country"] and row["type"] == "State" for row in rows))
        self.assertRegex(message, r"degree: \d+ countries, \d+ edges; by edges\nwithout country, and left out: \d+ nodes, \d+ edges\n")
        countries = {node["id"]: node["country"] for node in self.export()["nodes"]}
        names = {node["id"]: node["label"] for node in self.export("--isolated")["nodes"]}
        self.assertEqual({row["id"]: row["name"] for row in rows}, {row["id"]: names.get(row["id"], row["country"]) for row in rows})
        claims = collections.Counter()
        for link in self.export()["links"]:
            ends = {countries[link["source"]], countries[link["target"]]}
            if len(ends) == 2 and None not in ends:
                claims.update({"state:" + end: link["weight"] for end in ends})
        shown = self.values("degree", "--rollup", "country", "--weight", "claims")
        self.assertEqual({id: value for id, value in shown.items() if value}, dict(claims))

    def test_limit(self):
        for limit, count in ("3", 3), ("1000", len(self.export()["nodes"])):
            out, message = self.run_program("analyze", "core", "--limit", limit, "--format", "jsonl")
            self.assertEqual(len(out.splitlines()), count)
            self.assertEqual("--limit 0 shows all" in message, count == 3)
        self.assertEqual(len(self.json_of("analyze", "core")), 20)

    def test_forms_agree(self):
        for measure in [*RANKED, *GROUPED]:
            rows = self.json_of("analyze", measure)
            self.assertEqual([json.loads(line) for line in self.run_program("analyze", measure, "--format", "jsonl")[0].splitlines()], rows)
            table = [line.split("\t") for line in self.run_program("analyze", measure)[0].splitlines()]
            self.assertEqual(list(csv.reader(io.StringIO(self.run_program("analyze", measure, "--format", "csv")[0], newline=""))), table)
            self.assertEqual(table[0], list(rows[0]))
            self.assertEqual([row[0] for row in table[1:]], [str(row[table[0][0]]) for row in rows])


class Measures(AnalysisTest):
    def test_ranks(self):
        for measure in RANKED:
            rows = self.analyze(measure)
            self.assertEqual(rows, sorted(rows, key=lambda row: (-row["value"], row["id"])), measure)
            for i, row in enumerate(rows):
                first = next(j for j, other in enumerate(rows) if other["value"] == row["value"])
                self.assertEqual(row["rank"], first + 1, (measure, i))

    def test_pagerank(self):
        ranks = self.values("pagerank")
        self.assertAlmostEqual(sum(ranks.values()), 1, places=4)
        for flags in ["--undirected"], ["--weight", "claims"]:
            other = self.values("pagerank", *flags)
            self.assertAlmostEqual(sum(other.values()), 1, places=4)
            self.assertNotEqual(other, ranks, flags)
        self.assertEqual(self.values("pagerank", "--directed", "--weight", "edges"), ranks)

    def distances(self, start, neighbours):
        found = {start: 0}
        queue = collections.deque([start])
        while queue:
            node = queue.popleft()
            for other in neighbours[node]:
                if found.setdefault(other, found[node] + 1) == found[node] + 1 and other not in queue:
                    queue.append(other)
        return found

    def test_closeness_and_harmonic(self):
        graph = self.export()
        neighbours = collections.defaultdict(set)
        for link in graph["links"]:
            neighbours[link["source"]].add(link["target"])
            neighbours[link["target"]].add(link["source"])
        closeness, harmonic = self.values("closeness"), self.values("harmonic")
        others = len(graph["nodes"]) - 1
        for node in graph["nodes"]:
            found = [distance for distance in self.distances(node["id"], neighbours).values() if distance]
            self.assertAlmostEqual(harmonic[node["id"]], sum(1 / distance for distance in found), places=3)
            expected = len(found) / sum(found) * len(found) / others if found else 0
            self.assertAlmostEqual(closeness[node["id"]], expected, places=5)

    def test_exact_or_estimated(self):
        for measure in "betweenness", "closeness", "harmonic":
            self.assertIn("undirected, exact;", self.run_program("analyze", measure)[1])
            arguments = ["analyze", measure, "--pivots", "40", "--seed", "5", "--directed"]
            out, message = self.run_program(*arguments)
            self.assertRegex(message, r"; directed, estimated from 40 of \d+ nodes, seed 5;")
            self.assertEqual(self.run_program(*arguments)[0], out)
            self.assertNotEqual(self.values(measure, "--pivots", "40", "--seed", "6"), self.values(measure, "--pivots", "40", "--seed", "5"))
            self.assertEqual(self.values(measure, "--pivots", "0"), self.values(measure))
            self.assertEqual(self.values(measure, "--pivots", "100000"), self.values(measure))

    def test_a_bridge_is_between(self):
        top = self.analyze("betweenness")[0]
        self.assertGreater(top["value"], 0.1)
        self.assertLessEqual(top["value"], 1)

    def test_cores(self):
        graph = self.export()
        neighbours = collections.defaultdict(set)
        for link in graph["links"]:
            if link["source"] != link["target"]:
                neighbours[link["source"]].add(link["target"])
                neighbours[link["target"]].add(link["source"])
        cores = {node["id"]: 0 for node in graph["nodes"]}
        for k in itertools.count(1):
            left = set(cores)
            while weak := {node for node in left if len(neighbours[node] & left) < k}:
                left -= weak
            if not left:
                break
            cores.update(dict.fromkeys(left, k))
        self.assertGreater(max(cores.values()), 1)
        self.assertEqual(self.values("core"), cores)


class Groups(AnalysisTest):
    def groups(self, measure, *flags):
        members = collections.defaultdict(list)
        for row in self.analyze(measure, "--members", *flags):
            members[row[GROUPED[measure]]].append(row["id"])
        return members

    def test_every_node_is_in_one_group(self):
        nodes = sorted(node["id"] for node in self.export()["nodes"])
        for measure, column in GROUPED.items():
            members = self.groups(measure)
            self.assertEqual(sorted(itertools.chain(*members.values())), nodes)
            rows = self.analyze(measure)
            self.assertEqual({row[column]: row["size"] for row in rows}, {group: len(ids) for group, ids in members.items()})
            self.assertEqual([row["size"] for row in rows], sorted((row["size"] for row in rows), reverse=True))
            for row in rows:
                self.assertEqual([member["id"] for member in row["members"]], members[row[column]][:5])

    def test_components(self):
        groups = {id: group for group, ids in self.groups("components").items() for id in ids}
        for link in self.export()["links"]:
            self.assertEqual(groups[link["source"]], groups[link["target"]])
        strong = self.groups("components", "--strong")
        self.assertGreater(len(strong), len(set(groups.values())))
        for ids in strong.values():
            self.assertEqual(len({groups[id] for id in ids}), 1)

    def test_communities(self):
        weak = {id: group for group, ids in self.groups("components", "--type", "cooperation").items() for id in ids}
        members = self.groups("communities", "--type", "cooperation")
        for ids in members.values():
            self.assertEqual(len({weak[id] for id in ids}), 1)
        self.assertEqual(self.groups("communities", "--type", "cooperation", "--seed", "1"), members)
        self.assertGreater(len(self.groups("communities", "--resolution", "3")), len(self.groups("communities", "--resolution", "0.3")))
        self.assertRegex(self.run_program("analyze", "communities", "--weight", "claims")[1], r"by claims, \d+ communities, modularity 0\.\d{3}")

    def test_the_most_central_come_first(self):
        for row, after in itertools.pairwise(self.analyze("communities", "--members")):
            if row["community"] == after["community"]:
                self.assertGreaterEqual(row["value"], after["value"])


class Balance(AnalysisTest):
    def signs(self):
        """The sign of each pair, from the export and the packaged weights."""
        with open(os.path.join(example.SOURCE, "data", "goldstein.tsv"), encoding="utf-8") as file:
            weights = {row[0]: float(row[1]) for row in (line.rstrip("\n").split("\t") for line in list(file)[1:] if not line.startswith("#"))}
        with open(os.path.join(example.SOURCE, "data", "ontology.json"), encoding="utf-8") as file:
            by_type = {r["name"]: weights[r["cameo"]] if r["quad"] else 0 for r in json.load(file)["relation_types"]}
        sums = collections.Counter()
        for link in self.export()["links"]:
            if link["source"] != link["target"]:
                sums[tuple(sorted((link["source"], link["target"])))] += by_type[link["type"]] * link["weight"]
        return {pair: (weight > 1e-9) - (weight < -1e-9) for pair, weight in sums.items()}

    def test_census(self):
        signs = self.signs()
        found = self.analyze("balance")
        self.assertEqual(found["pairs"], {name: list(signs.values()).count(sign) for name, sign in
                                          (("friendly", 1), ("conflicting", -1), ("neutral", 0))})
        friends = {pair: sign for pair, sign in signs.items() if sign}
        nodes = sorted(set(itertools.chain(*friends)))
        kinds, wrong = collections.Counter(), collections.Counter()
        for triad in itertools.combinations(nodes, 3):
            pairs = list(itertools.combinations(triad, 2))
            if all(pair in friends for pair in pairs):
                enmities = sum(friends[pair] < 0 for pair in pairs)
                kinds[enmities] += 1
                if enmities % 2:
                    wrong.update(pairs)
        self.assertEqual(list(found["triads"].values()), [kinds[0], kinds[2], kinds[1], kinds[3]])
        self.assertAlmostEqual(found["degree"], (kinds[0] + kinds[2]) / kinds.total(), places=5)
        self.assertEqual({(pair["a"], pair["b"]): pair["unbalanced"] for pair in found["out_of_line"]}, dict(wrong))

    def test_examples_are_sentences(self):
        for pair in self.analyze("balance")["out_of_line"]:
            self.assertTrue(pair["examples"])
            for text in pair["examples"]:
                self.assertRegex(text, r"(in conflict|friendly).*\.$")
                self.assertIn(pair["name_a"], text)

    def test_threshold(self):
        self.assertGreater(self.analyze("balance", "--threshold", "5")["pairs"]["neutral"], self.analyze("balance")["pairs"]["neutral"])

    def test_the_table_has_both(self):
        out, message = self.run_program("analyze", "balance", "--limit", "2")
        summary, _, pairs = out.partition("\n\n")
        self.assertIn("degree of balance\t0.9", summary)
        self.assertEqual(len(pairs.splitlines()), 3)
        self.assertIn("the first 2 of ", message)
        rows = csv.reader(io.StringIO(self.run_program("analyze", "balance", "--limit", "2", "--format", "csv")[0], newline=""))
        self.assertEqual(list(rows), [line.split("\t") for line in pairs.splitlines()])


class Paths(AnalysisTest):
    def test_steps_are_joined_and_cited(self):
        paths = self.json_of("analyze", "path", "North Korea", "Indonesia", "--count", "3")
        self.assertEqual([path["path"] for path in paths], [1, 2, 3])
        self.assertEqual([path["edges"] for path in paths], sorted(path["edges"] for path in paths))
        claims = {(link["source"], link["key"], link["target"]): link["evidence"] for link in self.export("--evidence")["links"]}
        for path in paths:
            at = "state:PRK"
            for step in path["steps"]:
                self.assertEqual(step["from"], at)
                self.assertEqual({step["from"], step["to"]}, {step["source"], step["target"]})
                self.assertIn(step["evidence"], claims[step["source"], step["type"], step["target"]])
                at = step["to"]
            self.assertEqual(at, "state:IDN")

    def test_shortest(self):
        for a, b in itertools.combinations(["Iran", "Ukraine", "Indonesia", "NATO"], 2):
            steps = self.json_of("analyze", "path", a, b)[0]["edges"]
            self.assertLessEqual(self.json_of("analyze", "path", a, b, "--cheapest")[0]["cost"], self.json_of("analyze", "path", a, b)[0]["cost"])
            self.assertGreaterEqual(self.json_of("analyze", "path", a, b, "--cheapest")[0]["edges"], steps)

    def test_text_marks_the_words(self):
        out, _ = self.run_program("analyze", "path", "Russia", "Ukraine")
        self.assertRegex(out, r"\Apath 1: Russia – Ukraine  \(1 edge, cost 0\.5\)\n\n  Russia attacks Ukraine  \(2 actual\)\n    .*«Russia» \[invaded\] «Ukraine»")
        self.assertIn("en-04-g7-frozen-assets-loan.txt", out)
        self.assertIn("\n  also Russia at_war_with Ukraine  (1 actual)\n", out)

    def test_rows(self):
        rows = list(csv.DictReader(io.StringIO(self.run_program("analyze", "path", "North Korea", "Indonesia", "--count", "2", "--format", "csv")[0])))
        paths = self.json_of("analyze", "path", "North Korea", "Indonesia", "--count", "2")
        self.assertEqual([row["text"] for row in rows], [step["evidence"]["text"] for path in paths for step in path["steps"]])

    def test_directions(self):
        message = self.run_program("analyze", "path", "Ukraine", "Iraq", "--directed", "--type", "attacks,condemns,sanctions,accuses,mediates", code=1)[1]
        self.assertRegex(message, "no path leads from one to the other along the directions of edges|has no relation")
        for step in self.json_of("analyze", "path", "North Korea", "Ukraine", "--directed")[0]["steps"]:
            symmetric = {link["key"] for link in self.export()["links"] if link["symmetric"]}
            self.assertTrue(step["type"] in symmetric or step["from"] == step["source"], step)

    def test_what_is_only_planned_can_be_followed_if_asked(self):
        only = ["--type", "visits", "--node-type", "Official,State"]
        self.refused("analyze", "path", "Prabowo Subianto", "Peru", *only, code=1)
        [path] = self.json_of("analyze", "path", "Prabowo Subianto", "Peru", *only, "--include", "planned")
        self.assertEqual(path["steps"][0]["evidence"]["modality"], "planned")

    def test_between_countries(self):
        [path] = self.json_of("analyze", "path", "Vladimir Putin", "Kim Jong Un", "--rollup", "country")
        self.assertEqual([(step["from"], step["to"]) for step in path["steps"]], [("state:RUS", "state:PRK")])
        self.assertTrue(path["steps"][0]["evidence"]["text"])

    def test_one_node(self):
        self.assertIn("the two are one node", self.refused("analyze", "path", "Russia", "state:RUS"))


class Similar(AnalysisTest):
    def features(self):
        features = collections.defaultdict(set)
        for link in self.export()["links"]:
            features[link["source"]].add((link["type"], "out", link["target"]))
            features[link["target"]].add((link["type"], "out" if link["symmetric"] else "in", link["source"]))
        return features

    def test_jaccard(self):
        features = self.features()
        mine = features["state:PRK"]
        expected = {}
        for node, theirs in features.items():
            if node != "state:PRK" and mine & theirs:
                expected[node] = (round(len(mine & theirs) / len(mine | theirs), 5), len(mine & theirs))
        self.assertGreater(len(expected), 3)
        rows = self.analyze("similar", "North Korea", "--min-shared", "1")
        self.assertEqual({row["id"]: (round(row["value"], 5), row["shared"]) for row in rows}, expected)
        for row in rows:
            for reason in row["reasons"]:
                feature = (reason["type"], reason["direction"], reason["other"])
                self.assertIn(feature, mine & features[row["id"]])
                self.assertEqual(reason["bearers"], sum(feature in theirs for theirs in features.values()))

    def test_choices(self):
        self.assertEqual({row["type"] for row in self.analyze("similar", "Russia", "--min-shared", "1", "--same-type")}, {"State"})
        self.assertNotEqual(self.values("similar", "Russia", "--min-shared", "1", "--by", "cosine"), self.values("similar", "Russia", "--min-shared", "1"))

    def test_nobody(self):
        out, message = self.run_program("analyze", "similar", "Russia", "--min-shared", "50", code=1)
        self.assertEqual(len(out.splitlines()), 1)
        self.assertIn("--min-shared 1", message)


class Compare(AnalysisTest):
    PERIODS = ["--during", "..2023", "--during", "2024"]

    def pairs(self, period):
        claims = collections.Counter()
        for link in self.export("--during", period)["links"]:
            if link["source"] != link["target"]:
                claims[tuple(sorted((link["source"], link["target"])))] += link["weight"]
        return claims

    def test_new_and_gone(self):
        before, after = self.pairs("..2023"), self.pairs("2024")
        found = collections.defaultdict(dict)
        for row in self.json_of("compare", *self.PERIODS, "--limit", "0"):
            found[row["change"]][row["a"], row["b"]] = (row["claims_before"], row["claims_after"])
        self.assertEqual(found["new"], {pair: (0, count) for pair, count in after.items() if pair not in before})
        self.assertEqual(found["gone"], {pair: (count, 0) for pair, count in before.items() if pair not in after})
        in_both = {pair: (before[pair], after[pair]) for pair in set(before) & set(after)}
        self.assertTrue(in_both)
        self.assertLessEqual({**found["turned"], **found["grown"], **found["shrunk"]}.items(), in_both.items())

    def test_choices(self):
        rows = self.json_of("compare", *self.PERIODS, "--only", "new,gone node", "--limit", "3")
        self.assertEqual([row["change"] for row in rows], ["new"] * 3 + ["gone node"] * 3)
        countries = self.json_of("compare", *self.PERIODS, "--rollup", "country", "--type", "conflict")
        self.assertTrue(all(row["a"].startswith("state:") for row in countries))
        self.assertTrue(all((row["weight_after"] or 0) <= 0 for row in countries))
        self.assertTrue(all(max(row["claims_before"], row["claims_after"]) >= 3 for row in self.json_of("compare", *self.PERIODS, "--min-claims", "3")))

    def test_says_how_many(self):
        message = self.run_program("compare", *self.PERIODS)[1]
        self.assertRegex(message, r"\A\.\.2023: \d+ nodes, \d+ edges\n2024: \d+ nodes, \d+ edges; turned \d+, new \d+, gone \d+, ")

    def test_nothing(self):
        self.assertEqual(self.json_of("compare", "--during", "1800", "--during", "1801", code=1), [])


class Timeline(AnalysisTest):
    def test_countries(self):
        def total(months):
            return sum(month["verbal_cooperation"] + month["material_cooperation"] for month in months)
        states = self.json_of("timeline", "North Korea", "Russia")
        countries = self.json_of("timeline", "North Korea", "Russia", "--rollup", "country")
        self.assertGreater(total(countries), total(states))
        self.assertEqual(self.json_of("timeline", "Kim Jong Un", "Vladimir Putin", "--rollup", "country"), countries)
        self.assertIn("belongs to no country", self.refused("timeline", "NATO", "Russia", "--rollup", "country", code=1))


class Export(AnalysisTest):
    MEASURES = "pagerank,betweenness,closeness,harmonic,degree,core,components,communities"

    def test_json(self):
        nodes = {node["id"]: node for node in self.export("--measure", self.MEASURES)["nodes"]}
        for measure in RANKED:
            for id, value in self.values(measure).items():
                self.assertAlmostEqual(nodes[id][measure], value, delta=abs(value) * 1e-5 + 1e-9)
        for measure, attribute in GROUPED.items():
            groups = {row["id"]: row[attribute] for row in self.analyze(measure, "--members")}
            self.assertEqual({id: node[attribute] for id, node in nodes.items()}, groups)
        self.assertEqual({type(node["degree"]) for node in nodes.values()}, {int})

    def test_nothing_else_changes(self):
        with_measures = self.export("--measure", self.MEASURES)
        for node in with_measures["nodes"]:
            for name in [*RANKED, *GROUPED.values()]:
                del node[name]
        self.assertEqual(with_measures, self.export())

    def test_graphml(self):
        text = self.run_program("export", "--format", "graphml", "--measure", "pagerank", "--measure", "communities,pagerank", "--isolated")[0]
        root = xml.etree.ElementTree.fromstring(text)
        space = "{http://graphml.graphdrawing.org/xmlns}"
        keys = {key.get("attr.name"): key for key in root.iter(space + "key") if key.get("for") == "node"}
        self.assertEqual((keys["pagerank"].get("attr.type"), keys["community"].get("attr.type")), ("double", "long"))
        nodes = list(root.iter(space + "node"))
        ranks = [float(data.text) for node in nodes for data in node if data.get("key") == keys["pagerank"].get("id")]
        self.assertEqual(len(ranks), len(nodes))
        self.assertAlmostEqual(sum(ranks), 1)

    def test_dot(self):
        def fills(*flags):
            return re.findall(r'fillcolor="(#\w+)"', self.run_program("export", "--format", "dot", *flags)[0])
        communities = [node["community"] for node in self.export("--measure", "communities")["nodes"]]
        colours = collections.defaultdict(set)
        for community, fill in zip(communities, fills("--measure", "communities")):
            colours[min(community, 10)].add(fill)
        self.assertTrue(all(len(fill) == 1 for fill in colours.values()), colours)
        self.assertEqual(len(set.union(*colours.values())), len(colours))
        self.assertIn("fill: community", self.run_program("export", "--format", "dot", "--measure", "communities")[0])
        self.assertEqual(fills("--measure", "core"), fills())

    def test_what_is_exported_is_measured(self):
        for flags in ["--type", "condemns"], ["--min-count", "2"], ["--during", "2024"], ["--min-count", "2", "--isolated"]:
            graph = self.export("--measure", "degree", *flags)
            degrees = collections.Counter(itertools.chain(*((link["source"], link["target"]) for link in graph["links"])))
            self.assertEqual({node["id"]: node["degree"] for node in graph["nodes"]}, {node["id"]: degrees[node["id"]] for node in graph["nodes"]})

    def test_the_top_keep_their_place_in_the_whole(self):
        whole = {node["id"]: node["pagerank"] for node in self.export("--measure", "pagerank")["nodes"]}
        top = self.export("--measure", "pagerank", "--top", "10")["nodes"]
        self.assertEqual({node["id"]: node["pagerank"] for node in top}, {node["id"]: whole[node["id"]] for node in top})

    def test_it_is_said_how(self):
        message = self.run_program("export", "--format", "json", "--measure", "betweenness,core")[1]
        self.assertRegex(message, r"\Abetweenness: \d+ nodes, \d+ edges; undirected, exact\ncore: ")
        self.assertEqual(self.run_program("export", "--format", "json", "--measure", "betweenness", "-q")[1], "")

    def test_nothing_to_measure(self):
        self.assertEqual(self.export("--measure", "pagerank,communities", "--during", "1800")["nodes"], [])


if __name__ == "__main__":
    example.main(__doc__)
