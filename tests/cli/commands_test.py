"""commands_test.py PROGRAM SOURCE [unittest arguments]: the program as a user runs it, from articles to answers.

Each test has a temporary folder of its own and runs in it. What the gazetteers and rules read out of a sentence is the matter of
tests/cases; here sentences are as plain as they can be.
"""

import calendar
import contextlib
import csv
import io
import json
import os
import pty
import pwd
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
import unittest
import xml.etree.ElementTree

PROGRAM = SOURCE = EXAMPLES = ""
LIMIT = 60  # seconds: no command of this file needs more than two, but machines are busy and sanitizers slow

ATTACK = "Russia attacked Ukraine on Monday."
VISIT = "Prabowo Subianto visited Malaysia on Tuesday."
ACCUSE = "Iran accused Israel of the attack."
COMMANDS = ["ingest", "watch", "retract", "show", "why", "query", "shell", "timeline", "analyze", "compare", "duplicates", "merge", "split", "notsame", "reject", "confirm", "undo",
            "judgements", "learn", "stats", "serve", "export", "check", "backup", "restore", "compact", "upgrade", "extract", "classify", "ontology", "parse", "train", "evaluate"]


def environment(folder, **more):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ENTENTE_") and k not in ("XDG_DATA_HOME", "NO_COLOR")}
    return {**kept, "HOME": folder, "ENTENTE_GRAPH": os.path.join(folder, "graph"), "TERM": "xterm", **more}


def article(id, text, **fields):
    return json.dumps({"id": id, "text": text, "lang": "en", **fields}, ensure_ascii=False) + "\n"


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="entente-test-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return name

    def run_program(self, *arguments, code=0, stdin="", text=True, **more):
        done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, env=environment(self.folder, **more),
                              input=stdin if isinstance(stdin, bytes) else stdin.encode(), capture_output=True, timeout=LIMIT)
        self.assertEqual(done.returncode, code, f"entente {shlex.join(arguments)}\n{done.stderr.decode(errors='replace')}")
        if text:
            done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        return done

    def stdout(self, *arguments, **more):
        return self.run_program(*arguments, **more).stdout

    def stderr(self, *arguments, **more):
        return self.run_program(*arguments, **more).stderr

    def json_of(self, *arguments, **more):
        return json.loads(self.stdout(*arguments, "--format", "json", **more))

    def csv_of(self, *arguments):
        """The rows, names of columns first."""
        text = self.run_program(*arguments, "--format", "csv", text=False).stdout.decode()
        return list(csv.reader(io.StringIO(text, newline="")))

    def extractions(self, *arguments, **more):
        return [json.loads(line) for line in self.stdout("extract", "--format", "jsonl", *arguments, **more).splitlines()]

    def exports(self, graph):
        """All that can be seen of a graph, in every format."""
        whole = ["--graph", graph, "export", "--include", "all", "--isolated", "--format"]
        return [self.stdout(*whole, "graphml"), self.stdout(*whole, "json", "--evidence"), self.stdout(*whole, "dot")]

    def assert_same_graph(self, a, b):
        for one, other in zip(self.exports(a), self.exports(b)):
            self.assertTrue(one == other, f"the exports of {a} and {b} differ")

    def assert_empty(self, graph):
        stats = self.json_of("--graph", graph, "stats")
        stats.pop("bytes_on_disk")
        stats.pop("table_bytes_by_family")
        self.assertEqual(stats, {"documents": 0, "nodes": 0, "edges": 0, "claims": 0, "nodes_by_type": {}, "edges_by_type": {},
                                 "claims_by_type": {}})
        export = self.json_of("--graph", graph, "export", "--include", "all", "--isolated")
        self.assertEqual((export["nodes"], export["links"]), ([], []))

    @contextlib.contextmanager
    def writer(self):
        """A process that writes to the graph and waits for an article, until the end of the block."""
        writer = subprocess.Popen([PROGRAM, "ingest", "--from", "jsonl", "-"], cwd=self.folder, env=environment(self.folder),
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            owner = self.path("graph/owner")
            deadline = time.monotonic() + LIMIT
            held = False
            while not held and time.monotonic() < deadline:
                time.sleep(0.02)
                if os.path.exists(owner):
                    with open(owner) as file:
                        held = file.read().strip() == str(writer.pid)
            self.assertTrue(held, "the writer does not say that it writes")
            yield writer
        finally:
            if writer.poll() is None:
                writer.kill()
            writer.wait()
            for stream in writer.stdin, writer.stdout, writer.stderr:
                stream.close()

    def copy_examples(self):
        shutil.copytree(EXAMPLES, self.path("articles"))
        return "articles"


class Keeping(ProgramTest):
    """What keeps a graph safe: check, backup, restore, compact, upgrade; and what takes claims out of it."""

    def setUp(self):
        super().setUp()
        self.run_program("ingest", EXAMPLES)

    def test_a_sound_graph_and_a_broken_one(self):
        self.assertIn("14 articles, ", self.stderr("check"))
        self.assertEqual(self.stdout("check"), "")
        self.run_program("compact")
        for name in os.listdir(self.path("graph")):
            if name.endswith(".sst"):
                with open(self.path("graph/" + name), "r+b") as file:
                    file.seek(os.path.getsize(file.name) // 2)
                    byte = file.read(1)
                    file.seek(-1, os.SEEK_CUR)
                    file.write(bytes([byte[0] ^ 1]))
        self.assertRegex(self.stderr("check", code=2), "restore a backup")

    def test_repair_computes_anew_and_changes_nothing_of_a_sound_graph(self):
        before = self.exports("graph")
        self.assertIn("computed anew from 14 articles; 0 of which a part was missing are retracted; 0 claims", self.stderr("check", "--repair"))
        self.assertTrue(self.exports("graph") == before)

    def test_backup_and_restore(self):
        before = self.exports("graph")
        self.assertIn("backup 1: ", self.stderr("backup", "copies"))
        self.run_program("retract", "example-en-05-sahel-states-quit-ecowas")
        self.assertIn("backup 2: ", self.stderr("backup", "copies"))
        self.assertEqual([row["backup"] for row in self.json_of("backup", "copies", "--list")], [1, 2])
        self.assertIn("backup 1 of 20", self.stderr("--graph", "old", "restore", "copies", "--backup", "1"))
        self.assertTrue(self.exports("old") == before)
        self.run_program("--graph", "new", "restore", "copies")
        self.assert_same_graph("graph", "new")
        self.assertIn("holds something already", self.stderr("restore", "copies", code=2))
        self.assertIn("there is no backup 9; the newest is 2", self.stderr("--graph", "x", "restore", "copies", "--backup", "9", code=2))
        self.assertIn("there are no backups", self.stderr("--graph", "x", "restore", "nowhere", code=2))
        self.assertIn("there are no backups", self.stderr("backup", "nowhere", "--list", code=1))
        self.assertFalse(os.path.exists(self.path("x")))

    def test_a_claim_is_rejected_and_counts_again(self):
        before = self.exports("graph")
        question = "state:RUS", "attacks", "state:UKR"
        claims = self.json_of("why", *question)
        wrong = claims[0]["claim"]
        self.assertRegex(wrong, r"^\S+#\d+$")
        self.assertIn(f"claim      {wrong}\n", self.stdout("why", *question))
        self.assertIn("--reason is required", self.stderr("reject", wrong, code=2))
        self.assertRegex(self.stdout("reject", wrong, "--reason", "a denial", "--author", "Ada"),
                         rf"^{wrong} rejected: state:RUS attacks state:UKR [0-9a-f]{{16}} \d+-\d+; judgement 1\n$")
        self.assertEqual([claim["claim"] for claim in self.json_of("why", *question)], [claim["claim"] for claim in claims[1:]])
        self.assertFalse(self.exports("graph") == before)
        self.assertIn("sound", self.stderr("check"))
        self.assertIn("judgement 1, of 'state:RUS attacks", self.stderr("confirm", wrong, "--author", "Bo"))
        self.assertEqual([claim["confirmed_by"] for claim in self.json_of("why", *question)], ["Bo"] + [None] * (len(claims) - 1))
        self.assertIn("confirmed  by Bo\n", self.stdout("why", *question))
        self.assertTrue(self.exports("graph") == before)
        self.assertEqual([row["verdict"] for row in self.json_of("judgements")], ["rejected", "confirmed"])
        self.run_program("undo", "1", "2")
        self.assertTrue(self.exports("graph") == before)
        for reference, code, message in (("no-such#1", 1, "is not in the graph"), (wrong.split("#")[0] + "#999", 1, "has no claim 999"), ("x", 2, "is no claim"),
                                         ("x#0", 2, "is no claim"), ("x#1y", 2, "is no claim")):
            self.assertIn(message, self.stderr("reject", reference, "--reason", "r", code=code))

    def test_what_is_rejected_stays_so_while_its_sentence_stays(self):
        def read(*sentences):
            self.run_program("ingest", "-", stdin=article("x", " ".join(sentences), date="2024-11-05"))

        wrong, other = "Norway condemned Belarus on Thursday.", "Peru thanked Chile."
        read(wrong)
        self.run_program("reject", "x#1", "--reason", "a denial")
        for text in ([wrong], [other, wrong], [wrong, other], [other, "Chile thanked Peru.", wrong]):
            read(*text)
            self.assertIn("no article claims", self.stderr("why", "Norway", "Belarus", code=1), text)
        read(other, "Norway condemned Belarus on Friday.")
        self.assertIn("on Friday", self.stdout("why", "Norway", "Belarus"))
        self.assertIn("sound", self.stderr("check"))

    def test_compact_changes_nothing(self):
        before = self.exports("graph")
        self.assertRegex(self.stderr("compact"), r"(?m)^\S+ \S+ before, \S+ \S+ after$")
        self.assertTrue(self.exports("graph") == before)

    def test_a_graph_of_format_1(self):
        shutil.copytree(os.path.join(SOURCE, "tests/golden/store-version-1"), self.path("first"))
        self.assertIn("run 'entente upgrade' once", self.stderr("--graph", "first", "stats", code=2))
        self.run_program("--graph", "first", "upgrade")
        self.assertEqual(self.json_of("--graph", "first", "stats")["documents"], 14)
        self.assertIn("sound", self.stderr("--graph", "first", "check"))

    def test_sizes_are_told(self):
        self.run_program("compact")
        stats = self.json_of("stats")
        self.assertGreater(stats["table_bytes_by_family"]["claim"], 0)
        self.assertLessEqual(sum(stats["table_bytes_by_family"].values()), stats["bytes_on_disk"])


class Ingest(ProgramTest):
    def test_the_examples_and_again(self):
        self.assertIn("14 new, 0 replaced, 0 unchanged, 0 failed", self.stderr("ingest", EXAMPLES))
        first = self.exports("graph")
        self.assertIn("0 new, 0 replaced, 14 unchanged, 0 failed", self.stderr("ingest", EXAMPLES))
        self.assertTrue(self.exports("graph") == first, "reading articles again changed the graph")

    def test_jobs_make_no_difference(self):
        for jobs in "1", "2":
            self.run_program("--graph", "jobs" + jobs, "ingest", "--jobs", jobs, EXAMPLES)
        self.assert_same_graph("jobs1", "jobs2")
        self.assertTrue(self.stdout("extract", "--format", "jsonl", "--jobs", "1", EXAMPLES) ==
                        self.stdout("extract", "--format", "jsonl", "--jobs", "2", EXAMPLES), "--jobs changes what extract prints")

    def test_order_makes_no_difference(self):
        names = [os.path.join(EXAMPLES, name) for name in sorted(os.listdir(EXAMPLES))]
        self.run_program("--graph", "forward", "ingest", *names)
        self.run_program("--graph", "backward", "ingest", *reversed(names))
        self.assert_same_graph("forward", "backward")

    def test_a_changed_text_replaces(self):
        articles = self.copy_examples()
        self.run_program("--graph", "changed", "ingest", articles)
        name = os.path.join(articles, "en-05-sahel-states-quit-ecowas.json")
        with open(self.path(name)) as file:
            changed = json.load(file)
        changed["text"] = "Niger condemned France. Mali and Burkina Faso signed a treaty with Russia."
        self.write(name, json.dumps(changed))
        text = os.path.join(articles, "id-04-meriam-air-second-thomas.txt")
        self.write(text, "Filipina kecam China\n\n" + "Filipina mengecam China pada Senin.\n")
        self.assertIn("0 new, 2 replaced, 12 unchanged, 0 failed", self.stderr("--graph", "changed", "ingest", articles))
        self.run_program("--graph", "fresh", "ingest", articles)
        self.assert_same_graph("changed", "fresh")

    def test_retract_all_in_turn(self):
        articles = self.copy_examples()
        self.run_program("ingest", articles)
        names = sorted(os.listdir(self.path(articles)))
        with open(self.path("articles/briefs.jsonl")) as file:
            ids = [json.loads(line)["id"] for line in file]
        for name in names:
            if name.endswith(".txt"):
                ids.append(f"{articles}/{name}")
            elif name.endswith(".json"):
                with open(self.path(f"{articles}/{name}")) as file:
                    fields = json.load(file)
                ids.append(fields.get("id") or fields.get("url") or f"{articles}/{name}")
        self.assertEqual(len(ids), 14)
        for left, id in zip(range(13, -1, -1), ids):
            done = self.run_program("retract", id)
            self.assertIn(f"retracted {id}", done.stdout)
            self.assertIn(f"; {left} articles, ", done.stderr)
        self.assert_empty("graph")

    def test_list_names_each_article_that_is_safe(self):
        expected = sorted(json.loads(line)["document"]["id"] if "document" in json.loads(line) else json.loads(line)["id"]
                          for line in self.stdout("extract", "--format", "jsonl", EXAMPLES).splitlines())
        for way in ["--sync", "group"], ["--sync", "always"], ["--sync", "off"], ["--bulk", "off"]:
            listed = self.stdout("--graph", "-".join(way).strip("-"), "ingest", "--list", *way, EXAMPLES).splitlines()
            self.assertEqual(sorted(listed), expected, way)

    def test_many_articles_make_the_same_graph_as_sorted_files_and_one_by_one(self):
        # More than go in one by one before files are made; some come twice, one with another text.
        lines = [article(f"a{i}", ATTACK if i % 3 else VISIT) for i in range(5000)]
        lines += [article("a4999", VISIT), article("a3", ATTACK), article("a4997", "Niger condemned France.")]
        self.write("many.jsonl", "".join(lines))
        for way, flags in ("bulk", []), ("off", ["--bulk", "off"]):
            # How many count as replaced depends on which came in one group.
            self.assertIn("5000 new, ", self.stderr("--graph", way, "ingest", *flags, "many.jsonl"))
        self.assert_same_graph("bulk", "off")
        self.assertIn("sound", self.stderr("--graph", "bulk", "check"))

    def test_retract_undoes_exactly(self):
        self.run_program("--graph", "less", "ingest", stdin=article("a", ATTACK) + article("b", VISIT))
        self.run_program("--graph", "more", "ingest", stdin=article("a", ATTACK) + article("c", ATTACK + " " + ACCUSE) + article("b", VISIT))
        self.run_program("--graph", "more", "retract", "c")
        self.assert_same_graph("less", "more")

    def test_retract_unknown(self):
        self.run_program("ingest", stdin=article("first-article", ATTACK))
        self.assertIn("did you mean 'first-article'", self.stderr("retract", "first-artikel", code=1))
        self.assertEqual(self.json_of("stats")["documents"], 1)

    def test_one_id_twice_in_one_file(self):
        # The last one counts, and stays whatever is read again.
        self.write("twice.jsonl", article("a", ATTACK) + article("b", VISIT) + article("a", ACCUSE))
        self.run_program("--graph", "twice", "ingest", "twice.jsonl")
        self.run_program("--graph", "last", "ingest", stdin=article("b", VISIT) + article("a", ACCUSE))
        self.assert_same_graph("twice", "last")
        for _ in range(2):
            self.assertIn("0 new, 0 replaced, ", self.stderr("--graph", "twice", "ingest", "twice.jsonl"))
            self.assert_same_graph("twice", "last")

    def test_standard_input_and_flags_in_any_order(self):
        self.assertIn("1 new", self.stderr("ingest", "--from", "jsonl", "-", "--quiet", "--graph", "g", stdin=article("a", ATTACK)))
        self.assertEqual(self.json_of("stats", "--graph", "g")["documents"], 1)

    def test_graph_in_the_data_home(self):
        home = environment(self.folder)
        del home["ENTENTE_GRAPH"]
        home["XDG_DATA_HOME"] = self.path("home")
        subprocess.run([PROGRAM, "ingest", "-q"], input=article("a", ATTACK).encode(), env=home, check=True, capture_output=True, timeout=LIMIT)
        self.assertTrue(os.path.isdir(self.path("home/entente/graph")))


class Extract(ProgramTest):
    DOCUMENT = ["id", "lang", "date", "text", "nodes", "claims", "warnings"]
    NODE = ["id", "type", "name", "names", "country", "mentions", "attributes"]
    CLAIM = ["source", "type", "family", "target", "polarity", "modality", "background", "date", "date_precision", "place", "recipient",
             "instrument", "kind", "attribution", "part", "sentence", "sentence_span", "trigger_span", "source_span", "target_span", "rule",
             "extractor", "confidence"]

    def check_spans(self, document, text, title):
        """Every span lies in its text, in its sentence, and gives back the words that it stands for."""
        names = {node["id"]: node["names"] for node in document["nodes"]}
        for node in document["nodes"]:
            for mention in node["mentions"]:
                begin, end = mention["span"]
                self.assertTrue(0 <= begin < end <= len(text), (document["id"], node))
                self.assertEqual(text[begin:end], text[begin:end].strip(), node)
        for claim in document["claims"]:
            part = title if claim["part"] == "title" else text
            self.assertIn(claim["source"], names)
            self.assertIn(claim["target"], names)
            first, last = claim["sentence_span"]
            self.assertTrue(0 <= first < last <= len(part), claim)
            for span in claim["trigger_span"], claim["source_span"], claim["target_span"]:
                self.assertTrue(0 <= span[0] <= span[1] <= len(part), claim)
            begin, end = claim["trigger_span"]
            self.assertTrue(first <= begin and end <= last, claim)
            for said in claim["attribution"]:
                self.assertEqual(part[said["span"][0]:said["span"][1]], said["text"], claim)

    def test_keys_types_and_spans(self):
        given = {}
        for name in sorted(os.listdir(EXAMPLES)):
            with open(os.path.join(EXAMPLES, name), encoding="utf-8", newline="") as file:
                content = file.read()
            if name.endswith(".txt"):
                title = next(line.strip() for line in content.splitlines() if line.strip())
                given[os.path.join(EXAMPLES, name)] = (content, title, None)
            else:
                for line in content.splitlines() if name.endswith(".jsonl") else [content]:
                    fields = json.loads(line)
                    given[fields.get("id") or fields["url"]] = (fields["text"], fields["title"], fields)
        documents = self.extractions(EXAMPLES)
        self.assertEqual(len(documents), 14)
        for document in documents:
            self.assertEqual(list(document), self.DOCUMENT)
            text, title, fields = given.pop(document["id"])
            self.assertEqual(document["text"], None if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text))
            self.assertIn(document["lang"], ("en", "id"))
            if fields:
                self.assertEqual((document["lang"], document["date"]), (fields["lang"], fields["date"][:10]))
            self.assertTrue(document["nodes"] and document["claims"], document["id"])
            for node in document["nodes"]:
                self.assertEqual(list(node), self.NODE)
                self.assertIsInstance(node["attributes"], dict)
                for mention in node["mentions"]:
                    self.assertEqual(list(mention), ["span", "sentence"])
            for claim in document["claims"]:
                self.assertEqual(list(claim), self.CLAIM)
                self.assertIn(claim["polarity"], ("affirmed", "negated"))
                self.assertIn(claim["modality"], ("actual", "planned", "possible", "demanded"))
                self.assertIn(claim["part"], ("body", "title"))
                self.assertIsInstance(claim["background"], bool)
                self.assertTrue(0 < claim["confidence"] <= 1, claim)
                self.assertEqual(claim["date"] is None, claim["date_precision"] is None)
                if claim["date"] is not None:
                    self.assertRegex(claim["date"], r"^\d{4}-\d\d-\d\d$")
                for said in claim["attribution"]:
                    self.assertEqual(list(said), ["node", "text", "span"])
            self.check_spans(document, text, title)
        self.assertEqual(given, {})

    def one_attack(self, document):
        claim, = [c for c in document["claims"] if (c["source"], c["type"], c["target"]) == ("state:RUS", "attacks", "state:UKR")]
        return claim

    def test_code_points_before_a_claim(self):
        before = "😀🇮🇩👩‍🚀 The café, the naïve jalapeño and 北京 are here. "
        document, = self.extractions(stdin=article("a", before + ATTACK))
        self.assertIsNone(document["text"])
        claim = self.one_attack(document)
        text = before + ATTACK
        cut = [text[slice(*claim[key])] for key in ("source_span", "trigger_span", "target_span")]
        self.assertEqual(cut, ["Russia", "attacked", "Ukraine"])
        self.assertEqual(text[slice(*claim["sentence_span"])], ATTACK)
        for id, name in ("state:RUS", "Russia"), ("state:UKR", "Ukraine"):
            node, = [n for n in document["nodes"] if n["id"] == id]
            self.assertEqual([text[slice(*m["span"])] for m in node["mentions"]], [name])

    def test_combining_characters(self):
        given = "The cafe\u0301 and Ha\u0300 No\u0323\u0302i\u0323 are here. " + ATTACK
        document, = self.extractions(stdin=article("a", given))
        self.assertEqual(document["text"], unicodedata.normalize("NFC", given))
        claim = self.one_attack(document)
        self.assertEqual([document["text"][slice(*claim[k])] for k in ("source_span", "target_span")], ["Russia", "Ukraine"])

    def test_line_ends(self):
        self.write("crlf.txt", "A headline\r\n\r\n" + ATTACK + "\r\n" + VISIT + "\r\n")
        document, = self.extractions("crlf.txt", "--lang", "en")
        self.assertEqual(document["text"], "A headline\n\n" + ATTACK + "\n" + VISIT + "\n")
        claim = self.one_attack(document)
        self.assertEqual(document["text"][slice(*claim["source_span"])], "Russia")

    def test_headline(self):
        title = "Russia attacks Ukraine"
        document, = self.extractions(stdin=article("a", "The weather was fine.", title=title))
        claim = self.one_attack(document)
        self.assertEqual((claim["part"], claim["sentence"]), ("title", 0))
        self.assertEqual([title[slice(*claim[k])] for k in ("source_span", "trigger_span", "target_span")], ["Russia", "attacks", "Ukraine"])
        body, = self.extractions(stdin=article("a", ATTACK, title="The weather"))
        self.assertEqual(self.one_attack(body)["part"], "body")

    def test_order_and_language(self):
        ids = [str(n * 7919 % 600) for n in range(600)]  # more than one batch, in no order
        lines = "".join(article(id, ATTACK) for id in ids)
        self.assertEqual([d["id"] for d in self.extractions("--jobs", "2", stdin=lines)], ids)
        indonesian = "Rusia menyerang Ukraina pada Senin."
        lines = article("told", indonesian, lang="id") + json.dumps({"id": "guessed", "text": indonesian}) + "\n" + article("wrong", indonesian)
        told, guessed, wrong = self.extractions(stdin=lines)
        self.assertEqual((told["lang"], guessed["lang"], wrong["lang"]), ("id", "id", "en"))
        self.one_attack(told)
        self.one_attack(guessed)
        self.assertEqual(wrong["claims"], [])
        named = self.extractions("--lang", "id", stdin=lines)
        self.assertEqual([d["lang"] for d in named], ["id"] * 3)
        self.one_attack(named[2])

    def test_min_confidence(self):
        self.assertEqual(self.extractions("--min-confidence", "1", stdin=article("a", ATTACK))[0]["claims"], [])
        self.run_program("extract", "--min-confidence", "2", code=2)

    def test_table(self):
        self.assertIn("  Russia  attacks  Ukraine  ", self.stdout("extract", "--from", "jsonl", stdin=article("a", ATTACK)))


    def test_explain(self):
        text = self.stdout("extract", "--lang", "en", "--explain", stdin="Norway thanked Peru. China and Cuba are far from Chad.")
        self.assertRegex(text, r"mention +Norway  =  state:NOR  \(State, name\)")
        self.assertRegex(text, r"word +2  thanked +VERB +root +0")
        self.assertRegex(text, r"fired +en\.thank  supports  'thanked'  source: Norway  target: Peru")
        self.assertRegex(text, r"claims +0: \w+")
        self.assertIn("--format excludes --explain", self.stderr("extract", "--explain", "--format", "jsonl", code=2))

    def test_gazetteer(self):
        text = article("a", "Bara Wirapati attacked Norway.")
        self.assertEqual([c for c in self.extractions(stdin=text)[0]["claims"] if c["source"] == "group:bara"], [])
        self.write("own.tsv", "id\ttype\tname\tcountry\tnames\ngroup:bara\tArmedGroup\tBara Wirapati\t\tBara Wirapati\n")
        claim, = self.extractions("--gazetteer", "own.tsv", stdin=text)[0]["claims"]
        self.assertEqual((claim["source"], claim["type"], claim["target"]), ("group:bara", "attacks", "state:NOR"))
        self.write("bad.tsv", "id\ttype\n")
        self.assertIn("bad.tsv:1: the columns must be: id, type, name, country, names", self.stderr("extract", "--gazetteer", "bad.tsv", code=2))


class Learn(ProgramTest):
    def test_names_come_back(self):
        self.write("one.txt", "Harbour talks\n\nFinland's fisheries minister Aino Virtakoski thanked Norway.\n")
        self.run_program("ingest", "--lang", "en", "one.txt")
        header = "id\ttype\tname\tcountry\tnames\n"
        self.assertEqual(self.stdout("learn"), header, "one article is too few")
        learned = self.stdout("learn", "--min-articles", "1")
        self.assertEqual(learned, header + "person:aino-virtakoski\tOfficial\tAino Virtakoski\tFIN\tAino Virtakoski\n")
        self.write("own.tsv", learned)
        claim, = self.extractions("--gazetteer", "own.tsv", stdin=article("b", "Aino Virtakoski condemned Chad."))[0]["claims"]
        self.assertEqual((claim["source"], claim["type"], claim["target"]), ("person:aino-virtakoski", "condemns", "state:TCD"))

    def test_no_graph(self):
        self.assertIn("entente: ", self.stderr("learn", code=2))


class Classify(ProgramTest):
    KEYS = ["id", "family", "type", "rule", "score"]

    def pair(self, text, source, target, **more):
        spans = {key: [text.index(words), text.index(words) + len(words)] for key, words in (("source_span", source), ("target_span", target))}
        return json.dumps({"id": "p", "text": text, "lang": "en", **spans, **more}) + "\n"

    def family(self, text, source, target):
        answer = json.loads(self.stdout("classify", stdin=self.pair(text, source, target)))
        self.assertEqual(list(answer), self.KEYS)
        return answer["family"]

    def test_families(self):
        for family, text, source, target in (
                ("ACCUSE", "The harbour union sharply condemned the new mayor.", "The harbour union", "the new mayor"),
                ("REJECT", "The club refused to meet the two delegates.", "The club", "the two delegates"),
                ("AGREE", "The firm will send the islanders food.", "The firm", "the islanders"),
                ("REQUEST", "The bishop said that the king must leave.", "The bishop", "the king"),
                ("THREATEN", "The duke threatened to invade the valley.", "The duke", "the valley"),
                ("ASSAULT", "The barons' attack on the valley failed.", "The barons", "the valley"),
                ("COERCE", "Two monks were arrested by the guards.", "the guards", "Two monks"),
                (None, "The barons and the valley.", "The barons", "the valley")):
            self.assertEqual(self.family(text, source, target), family, text)

    def test_spans_are_those_of_the_text_as_it_was_given(self):
        # Line ends and combining marks before the spans become fewer code points when the text is read.
        for before in ("Line one.\r\n\r\n" * 8, "Cafe\u0301 ole\u0301 re\u0301sume\u0301 de\u0301ja\u0300. " * 8):
            text = before + "Ann Lee thanked Bob Roe, who sued Max Poe."
            for source, target, family in (("Ann Lee", "Bob Roe", "SUPPORT"), ("Bob Roe", "Max Poe", "ACCUSE")):
                self.assertEqual(self.family(text, source, target), family, text)

    def test_order_and_blank_lines(self):
        lines = "".join(self.pair("Ann thanked Bob.", "Ann", "Bob", id=n) + "\n" for n in range(5))
        self.assertEqual([json.loads(line)["id"] for line in self.stdout("classify", stdin=lines).splitlines()], list(range(5)))

    def test_bad_lines(self):
        good = self.pair("Ann thanked Bob.", "Ann", "Bob")
        for bad, message in (("[1]", "is no JSON object"), ('{"id": 1}', 'has no "text", a string'), ('{"text": "Ann thanked Bob."}', 'has no "source_span"'),
                             ('{"text": "Ann.", "source_span": [3, 1], "target_span": [0, 3]}', 'has no "source_span"'),
                             ('{"text": "Ann.", "lang": "en", "source_span": [90, 99], "target_span": [0, 3]}', "a span holds no word of its own"),
                             ('{"text": "Ann.", "lang": "xx", "source_span": [0, 3], "target_span": [0, 3]}', "there are no data for language 'xx'")):
            run = self.run_program("classify", stdin=bad + "\n" + good, code=1)
            self.assertIn("standard input:1: ", run.stderr)
            self.assertIn(message, run.stderr)
            self.assertEqual(json.loads(run.stdout)["family"], "SUPPORT")
        self.assertIn("cannot be opened", self.stderr("classify", "absent.jsonl", code=2))


class BadInput(ProgramTest):
    def test_bad_files_among_good_ones(self):
        self.write("in/a-empty.txt", "")
        self.write("in/b-blank.txt", " \n\n")
        self.write("in/c-binary.txt", b"some\x00bytes \xff\xfe\x01")
        self.write("in/d-pdf.txt", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        self.write("in/e-cut.jsonl", article("one", ATTACK) + '{"id":"two","text":"' + "\n" + '{"id":3,"text":["x"]}\n' + article("four", VISIT))
        self.write("in/f-broken.json", '{"id": "five", "text": ')
        self.write("in/g-good.txt", "News\n\n" + ACCUSE)
        message = self.stderr("ingest", "in", code=1)
        for place in ("in/a-empty.txt: is empty", "in/b-blank.txt: is empty", "in/c-binary.txt: byte 4 is NUL", "in/d-pdf.txt: is a PDF document; convert",
                      "in/e-cut.jsonl:2: ", "in/e-cut.jsonl:3: 'text' must be a string", "in/f-broken.json:1: "):
            self.assertIn("entente: " + place, message)
        self.assertIn("3 new, 0 replaced, 0 unchanged, 7 failed", message)
        # Failures come in the order of the input.
        places = re.findall(r"^entente: in/(\w)", message, re.M)
        self.assertEqual(places, sorted(places))

    def test_strict_keeps_what_came_before(self):
        lines = article("one", ATTACK) + article("two", VISIT, lang="xx") + article("three", ACCUSE) + "{\n"
        for content in lines, article("one", ATTACK) + '{"id":"two"}\n' + article("three", ACCUSE) + "{\n":
            message = self.stderr("ingest", "--strict", "--jobs", "2", code=1, stdin=content)
            self.assertEqual(len(re.findall("^entente: ", message, re.M)), 1, message)
            self.assertIn("standard input:2: ", message)
            self.assertIn(" 1 failed", message)
            self.assertEqual(self.json_of("stats")["documents"], 1)
        self.assertEqual([d["id"] for d in self.extractions("--strict", code=1, stdin=lines)], ["one"])

    def test_encodings(self):
        self.write("latin.txt", "Caf\xe9 news\n\n".encode("latin-1") + ATTACK.encode())
        done = self.run_program("extract", "latin.txt")
        self.assertRegex(done.stderr, "warning: latin.txt: .*Windows-1252")
        self.assertIn("Russia  attacks  Ukraine", done.stdout)
        self.write("wide.txt", ("News\n\n" + ATTACK).encode("utf-16"))
        self.assertIn("Russia  attacks  Ukraine", self.stdout("extract", "wide.txt"))
        self.write("damaged.txt", "Ação à vista: é já.\n\n".encode() + b"x\xc3(y\n\n" + ATTACK.encode())
        done = self.run_program("extract", "damaged.txt", "--lang", "en")
        self.assertRegex(done.stderr, "warning: damaged.txt: .*U\\+FFFD")
        self.assertIn("Russia  attacks  Ukraine", done.stdout)

    def test_missing_file(self):
        self.write("there.txt", ATTACK)
        self.assertIn("'gone.txt': no such file", self.stderr("ingest", "there.txt", "gone.txt", code=2))
        self.assertIn("'no*.txt': the pattern matches no file", self.stderr("extract", "no*.txt", code=2))

    def test_language_without_data(self):
        message = self.stderr("extract", "--format", "jsonl", code=1, stdin=article("a", ATTACK, lang="fr") + article("b", ATTACK))
        self.assertIn("standard input:1: there are no data for language 'fr'", message)
        self.assertIn("--lang", message)
        french = "Le président français a déclaré mercredi que son pays ne voulait pas de cette guerre et qu'il allait en parler."
        self.write("fr.txt", french)
        self.assertRegex(self.stderr("extract", "fr.txt", code=1), "fr.txt: .*language")

    def test_columns_of_a_table(self):
        self.write("table.csv", "judul;tgl;isi\nSerangan;05/11/2024;Rusia menyerang Ukraina pada Senin.\n")
        line = self.extractions("--columns", "text=isi,title=judul", "--columns", "date=tgl:%d/%m/%Y", "table.csv")[0]
        self.assertEqual((line["date"], line["lang"]), ("2024-11-05", "id"))
        self.assertIn("its columns are 'judul', 'tgl', 'isi'", self.stderr("extract", "table.csv", code=1))

    def test_usage(self):
        for arguments, words in (
                (["injest", "x"], ["'injest' is no command", "Did you mean 'ingest'?", "--help"]),
                (["--graph", "g", "exprt"], ["'exprt' is no command", "Did you mean 'export'?"]),
                (["nothing-like-it"], ["is no command", "--help"]),
                ([], ["subcommand", "--help"]),
                (["extract", "--from", "xml", "x"], ["'xml'", "auto, text, json, jsonl"]),
                (["extract", "--columns", "body", "x"], ["--columns", "text=body,title=headline"]),
                (["extract", "--columns", "headline=title", "x"], ["'headline=title'", "text, title, date, source, url, id, lang"]),
                (["extract", "--format", "csv"], ["--format", "table", "jsonl"]),
                (["export", "--format", "visio"], ["--format", "graphml", "json", "dot"]),
                (["stats", "--format", "yaml"], ["--format", "csv"]),
                (["stats", "--nonsense"], ["--nonsense"]),
                (["ingest", "--jobs", "-1"], ["--jobs"]),
                (["ingest", "--jobs", "many"], ["--jobs"]),
                (["why", "Russia"], ["2 required"]),
                (["show"], ["node"]),
                (["--data", "nowhere", "ontology"], ["nowhere/ontology.json"]),
        ):
            message = self.stderr(*arguments, code=2)
            for word in words:
                self.assertIn(word, message, arguments)

    def test_five_megabytes_without_a_full_stop(self):
        # What grows with the square of the length would take hours.
        for name, piece in ("words.txt", "Russia attacked Ukraine and Moscow met Kyiv, "), ("letters.txt", "a"):
            self.write(name, (piece * (5_000_000 // len(piece) + 1))[:5_000_000])
            document, = self.extractions("--lang", "en", name)
            self.assertEqual(document["id"], name)

    def test_ten_thousand_tiny_articles(self):
        self.write("many.jsonl", "".join(article(f"n{n}", f"Russia attacked Ukraine on {n % 28 + 1} March 2022.") for n in range(10_000)))
        self.assertIn("10000 new", self.stderr("ingest", "--jobs", "2", "many.jsonl"))
        edge, = self.json_of("export", "--type", "attacks")["links"]
        self.assertEqual((edge["weight"], edge["reports"], edge["first"], edge["last"]), (10_000, 10_000, "2022-03-01", "2022-03-28"))
        self.assertIn("10000 unchanged", self.stderr("ingest", "--jobs", "2", "many.jsonl"))


class GraphFolder(ProgramTest):
    def test_no_graph(self):
        for command in ["stats"], ["show", "Russia"], ["why", "Russia", "Ukraine"], ["export", "--format", "dot"], ["retract", "a"]:
            message = self.stderr("--graph", "none", *command, code=2)
            self.assertIn("none: there is no graph", message)
            self.assertIn("ingest", message)
            self.assertFalse(os.path.exists(self.path("none")), "only ingest makes a graph")

    def test_a_folder_that_is_no_graph(self):
        self.write("other/letter.txt", "Dear reader")
        self.assertIn("other: there is no graph", self.stderr("--graph", "other", "stats", code=2))
        self.assertIn("other: holds other things", self.stderr("--graph", "other", "ingest", code=2, stdin=article("a", ATTACK)))
        self.assertEqual(os.listdir(self.path("other")), ["letter.txt"])
        self.write("file", "")
        self.assertIn("file", self.stderr("--graph", "file", "ingest", code=2, stdin=article("a", ATTACK)))

    def test_second_writer_and_readers(self):
        self.run_program("ingest", stdin=article("before", VISIT))
        with self.writer() as writer:
            for command in ["ingest"], ["retract", "before"]:
                message = self.stderr(*command, code=2, stdin=article("second", ACCUSE))
                self.assertIn(f"process {writer.pid}", message)
                self.assertIn("wait", message)
            self.assertEqual(self.json_of("stats")["documents"], 1)
            self.assertIn("visits", self.stdout("show", "Prabowo Subianto"))
            _, message = writer.communicate(article("first", ATTACK).encode(), timeout=LIMIT)
            self.assertEqual(writer.returncode, 0, message)
        self.assertEqual(self.json_of("stats")["documents"], 2)
        self.assertIn("1 new", self.stderr("ingest", stdin=article("second", ACCUSE)))


class Answers(ProgramTest):
    """What is asked of the graph of the examples, which these tests share and only read."""

    @classmethod
    def setUpClass(cls):
        cls.shared = tempfile.mkdtemp(prefix="entente-test-")
        cls.addClassCleanup(shutil.rmtree, cls.shared)
        cls.graph = os.path.join(cls.shared, "graph")
        subprocess.run([PROGRAM, "--graph", cls.graph, "ingest", "-q", EXAMPLES], check=True, capture_output=True, timeout=LIMIT)

    def run_program(self, *arguments, **more):
        return super().run_program(*arguments, **{"ENTENTE_GRAPH": self.graph, **more})

    def test_show_by_id_and_by_names_in_both_languages(self):
        by_id = self.json_of("show", "state:PRK")
        self.assertEqual((by_id["id"], by_id["label"], by_id["type"], by_id["country"]), ("state:PRK", "North Korea", "State", "PRK"))
        for name in "North Korea", "Korea Utara", "korea utara", "Korut", "Republik Demokratik Rakyat Korea":
            self.assertEqual(self.json_of("show", name)["id"], "state:PRK", name)
        self.assertIn("North Korea", by_id["names_by_lang"]["en"])
        self.assertIn("Korea Utara", by_id["names_by_lang"]["id"])

    def test_show_forms(self):
        shown = self.json_of("show", "Russia", "--limit", "0")
        self.assertEqual(shown["relations_left_out"], 0)
        self.assertTrue(any(r["type"] == "member_of" and r["target"] == "alliance:un" for r in shown["reference"]), shown["reference"][:3])
        for relation in shown["relations"]:
            self.assertEqual(list(relation), ["way", "type", "id", "name", "claims", "articles", "reports", "first", "last", "confidence"])
        few = self.json_of("show", "Russia", "--limit", "1")
        self.assertEqual(len(few["relations"]) + few["relations_left_out"], len(shown["relations"]))
        self.assertEqual(json.loads(self.stdout("show", "Russia", "--limit", "0", "--format", "jsonl")), shown)
        self.assertEqual(self.stdout("show", "Russia", "--limit", "0", "--format", "csv").count("\r\n"), len(shown["relations"]) + 1)

    def test_unknown_names(self):
        self.assertIn("did you mean 'Ukraine' (state:UKR)?", self.stderr("show", "Ukrane", code=1))
        self.assertIn("check the spelling", self.stderr("show", "Xyzzyx", code=1))
        self.assertIn("did you mean", self.stderr("why", "Rusia", "Ukrainia", code=1))
        self.assertIn("'attaks' is no relation type; did you mean attacks?", self.stderr("why", "Rusia", "attaks", "Ukraina", code=1))
        self.assertIn("entente ontology", self.stderr("export", "--format", "json", "--type", "zzzzz", code=2))

    def test_ambiguous_names(self):
        done = self.run_program("show", "Moscow", "--format", "json")
        self.assertEqual(json.loads(done.stdout)["id"], "location:moscow")
        self.assertIn("'Moscow' is taken for location:moscow", done.stderr)
        self.assertIn("state:RUS", done.stderr)
        self.assertEqual(self.stderr("--quiet", "show", "Moscow"), "")
        kims = article("1", "Kim Jong Un met Vladimir Putin in Pyongyang. Kim condemned Japan.") + \
            article("2", "Kim Yo Jong visited Moscow. Kim condemned South Korea.")
        self.run_program("--graph", "kims", "ingest", stdin=kims)
        for command in ["show", "Kim"], ["why", "Kim", "Japan"]:
            message = self.stderr("--graph", "kims", *command, code=2)
            self.assertIn("'Kim' stands for several things; give the id of one", message)
            self.assertIn("person:kim-jong-un", message)
            self.assertIn("person:kim-yo-jong", message)

    def test_why_from_both_ends_of_a_symmetric_edge(self):
        edges = [e for e in self.json_of("export")["links"] if e["symmetric"] and e["source"] != e["target"]]
        self.assertTrue(edges)
        for edge in edges[:4]:
            there = self.json_of("why", edge["source"], edge["type"], edge["target"])
            self.assertTrue(there == self.json_of("why", edge["target"], edge["type"], edge["source"]), edge)
            self.assertGreaterEqual(len(there), edge["weight"])
            for claim in there:
                self.assertEqual((claim["source"], claim["target"]), tuple(sorted((claim["source"], claim["target"]))))

    def test_why_shows_the_sentence(self):
        done = self.run_program("why", "Rusia", "attacks", "Ukraina")
        self.assertRegex(done.stdout, r"«Russia» \[invaded\] «Ukraine»")
        self.assertIn("en-04-g7-frozen-assets-loan.txt", done.stdout)
        claims = self.json_of("why", "Rusia", "attacks", "Ukraina")
        for claim in claims:
            self.assertIn("Russia", claim["text"])
        self.assertEqual([json.loads(line) for line in self.stdout("why", "Rusia", "attacks", "Ukraina", "--format", "jsonl").splitlines()], claims)
        self.assertEqual(self.stdout("why", "Rusia", "attacks", "Ukraina", "--format", "csv").count("\r\n"), len(claims) + 1)

    def test_why_without_a_claim_leads_on(self):
        done = self.run_program("why", "Ukraine", "attacks", "Russia", code=1)
        self.assertEqual(done.stdout, "")
        self.assertIn("no article claims that state:UKR attacks state:RUS", done.stderr)
        self.assertIn("state:RUS attacks state:UKR", done.stderr)
        self.assertEqual(self.json_of("why", "Ukraine", "attacks", "Russia", code=1), [])

    def test_stats(self):
        stats = self.json_of("stats")
        self.assertEqual(stats["documents"], 14)
        self.assertEqual(sum(stats["nodes_by_type"].values()), stats["nodes"])
        self.assertEqual(sum(stats["edges_by_type"].values()), stats["edges"])
        self.assertEqual(sum(stats["claims_by_type"].values()), stats["claims"])
        whole = self.json_of("export", "--evidence", "--include", "all", "--isolated")
        self.assertEqual((len(whole["nodes"]), len(whole["links"])), (stats["nodes"], stats["edges"]))
        self.assertEqual(sum(len(e["evidence"]) for e in whole["links"]), stats["claims"])
        self.assertEqual(json.loads(self.stdout("stats", "--format", "jsonl")), stats)
        self.assertIn(f"claims,,{stats['claims']}\r\n", self.stdout("stats", "--format", "csv"))

    def test_export_selects(self):
        whole = self.json_of("export", "--evidence")
        ids = {node["id"] for node in whole["nodes"]}
        for edge in whole["links"]:
            self.assertLessEqual({edge["source"], edge["target"]}, ids)
            self.assertEqual(edge["weight"], len(edge["evidence"]))
            self.assertEqual(edge["claims"]["actual"], edge["weight"])
        some = self.json_of("export", "--type", "attacks", "--type", "meets")
        self.assertEqual({e["type"] for e in some["links"]}, {"attacks", "meets"})
        self.assertLessEqual(len(self.json_of("export", "--top", "5")["nodes"]), 5)
        known = self.json_of("export", "--reference")["links"]
        self.assertTrue(any(e["origin"] == "reference" for e in known))
        self.assertEqual([e for e in known if e["origin"] == "claim"], self.json_of("export")["links"])
        self.assertIn("json", self.stderr("export", "--format", "dot", "--evidence", code=2))
        self.assertIn("which format", self.stderr("export", code=2))

    def test_a_part_of_time(self):
        """What remains is what the claims of the whole graph say, counted here."""
        whole = self.json_of("export", "--evidence", "--include", "all")["links"]
        day = lambda claim: claim["date"] or claim["published"]
        known = lambda until: lambda claim: claim["published"] and claim["published"] <= until
        within = lambda first, last: lambda claim: day(claim) and first <= day(claim) <= last
        published = sorted({c["published"] for edge in whole for c in edge["evidence"] if c["published"]})
        middle = published[len(published) // 2]
        for flags, remains in [
            (["--as-of", middle], known(middle)),
            (["--as-of", "1999"], known("1999-12-31")),
            (["--as-of", "2024-02"], known("2024-02-29")),
            (["--during", "2024"], within("2024-01-01", "2024-12-31")),
            (["--during", "2024-02"], within("2024-02-01", "2024-02-29")),
            (["--during", "2024-01-15..2024-06"], within("2024-01-15", "2024-06-30")),
            (["--during", middle], within(middle, middle)),
            (["--during", f"{middle}..{middle}"], within(middle, middle)),
            (["--during", f"{middle}.."], within(middle, "9999")),
            (["--during", f"..{middle}"], within("0000", middle)),
            (["--during", "..1900"], within("0000", "1900-12-31")),
            (["--as-of", middle, "--during", "2024"], lambda claim: known(middle)(claim) and within("2024-01-01", "2024-12-31")(claim)),
        ]:
            with self.subTest(flags=flags):
                expected = [{**edge, "evidence": claims} for edge in whole if (claims := [c for c in edge["evidence"] if remains(c)])]
                part = self.json_of("export", "--evidence", "--include", "all", *flags)
                self.assertEqual([(e["source"], e["key"], e["target"], e["evidence"]) for e in part["links"]],
                                 [(e["source"], e["key"], e["target"], e["evidence"]) for e in expected])
                for edge in part["links"]:
                    done = [c for c in edge["evidence"] if c["polarity"] == "affirmed" and c["modality"] == "actual"]
                    days = sorted(day(c) for c in done if day(c))
                    self.assertEqual((edge["weight"], edge["reports"]), (len(done), len({c["document"] for c in done})))
                    self.assertEqual((edge["first"], edge["last"]), (days[0], days[-1]) if days else (None, None))
                self.assertEqual({n["id"] for n in part["nodes"]}, {end for e in expected for end in (e["source"], e["target"])})
                stats = self.json_of("stats", *flags)
                self.assertEqual((stats["edges"], stats["claims"]), (len(expected), sum(len(e["evidence"]) for e in expected)))

    def test_a_part_of_time_of_a_node(self):
        self.run_program("--graph", "two", "ingest", stdin=article("a", ATTACK, date="2024-11-06") + article("b", ATTACK, date="2024-11-13") +
                         article("c", VISIT))
        show = lambda *flags, **more: self.run_program("--graph", "two", "show", "Russia", "--format", "json", *flags, **more)
        first = json.loads(show("--as-of", "2024-11-12").stdout)
        self.assertEqual((first["documents"], first["first_seen"], first["last_seen"]), (1, "2024-11-06", "2024-11-06"))
        self.assertEqual(first["relations"][0]["claims"]["actual"], 1)
        self.assertEqual(json.loads(show("--during", "2024-11-05..2024-11-11").stdout)["relations"][0]["first"], "2024-11-11")
        self.assertIn("'Russia': no article in the graph and period names it", show("--as-of", "2024-11-05", code=1).stderr)
        why = ["--graph", "two", "why", "Russia", "Ukraine", "--format", "json"]
        self.assertEqual([c["document"] for c in self.json_of(*why[:-2], "--as-of", "2024-11-12")], ["a"])
        self.assertEqual([c["document"] for c in self.json_of(*why[:-2], "--during", "2024-11-11")], ["b"])
        self.assertEqual(self.json_of("--graph", "two", "stats", "--as-of", "2024-11-13")["documents"], 2)
        learn = ["--graph", "two", "learn", "--min-articles", "1"]
        self.assertEqual(self.stdout(*learn, "--as-of", "2024"), "id\ttype\tname\tcountry\tnames\n")

    def test_wrong_dates(self):
        for flags, message in [
            (["--as-of", "soon"], "--as-of 'soon': is no date; write 2024-11-05, 2024-11 or 2024"),
            (["--as-of", "2024-13"], "is no date"),
            (["--as-of", "2024-11-05..2024-11-06"], "is no date"),
            (["--during", "soon"], "--during 'soon': 'soon' is no date; write 2024-11-01..2024-11-05, 2024-11.., ..2024 or 2024-11"),
            (["--during", "2024..soon"], "'soon' is no date"),
            (["--during", "2024-02-30"], "is no date"),
            (["--during", "2024...2025"], "is no date"),
            (["--during", ".."], "names no day"),
            (["--during", "2025..2024-12"], "ends before it begins"),
        ]:
            for command in ["stats"], ["show", "Russia"], ["why", "Russia", "Ukraine"], ["export", "--format", "json"], ["learn"]:
                self.assertIn(message, self.stderr(*command, *flags, code=2), (command, flags))

    def test_evidence_is_the_text_of_the_article(self):
        texts = {}
        for name in os.listdir(EXAMPLES):
            if name.endswith(".txt"):
                with open(os.path.join(EXAMPLES, name), encoding="utf-8", newline="") as file:
                    texts[os.path.join(EXAMPLES, name)] = file.read()
        seen = 0
        for edge in self.json_of("export", "--evidence", "--include", "all")["links"]:
            for claim in edge["evidence"]:
                if claim["document"] in texts and claim["part"] == "body":
                    self.assertEqual(texts[claim["document"]][slice(*claim["sentence_span"])], claim["text"])
                    seen += 1
        self.assertGreater(seen, 20)

    def test_export_to_a_file(self):
        for name in "out.graphml", "out.json", "out.dot":
            self.run_program("export", "-o", name)
            with open(self.path(name), encoding="utf-8") as file:
                self.assertEqual(file.read(), self.stdout("export", "--format", name.split(".")[1]))
        self.assertIn("nowhere/out.json: cannot be written", self.stderr("export", "-o", "nowhere/out.json", code=2))
        self.assertEqual(sorted(os.listdir(self.folder)), ["out.dot", "out.graphml", "out.json"])

    def test_ontology(self):
        ontology = self.json_of("ontology")
        names = [t["name"] for t in ontology["relation_types"]]
        table = self.stdout("ontology")
        for name in names + [t["name"] for t in ontology["node_types"]]:
            self.assertRegex(table, rf"(?m)^ *\d+ {name} ")
        self.assertLessEqual(set(self.json_of("stats")["edges_by_type"]), set(names))

    def test_closed_pipe_ends_quietly(self):
        lines = "".join(article(str(n), ATTACK) for n in range(3000))
        self.write("many.jsonl", lines)
        for command in (["export", "--format", "json", "--evidence"], ["export", "--format", "graphml"], ["extract", "--format", "jsonl", "many.jsonl"],
                        ["why", "Russia", "Ukraine"], ["show", "Russia"], ["stats"], ["ontology"], ["--help"]):
            running = subprocess.Popen([PROGRAM, *command], cwd=self.folder, env=environment(self.folder, ENTENTE_GRAPH=self.graph),
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertTrue(running.stdout.readline(), command)
            running.stdout.close()
            message = running.stderr.read().decode()
            running.stderr.close()
            self.assertEqual((running.wait(LIMIT), message), (0, ""), command)
        for command in ["export", "--format", "json"], ["extract", "many.jsonl"], ["stats"], ["ontology"], ["show", "Russia"]:
            reading, writing = os.pipe()
            os.close(reading)  # nobody reads from the start
            done = subprocess.run([PROGRAM, *command], cwd=self.folder, env=environment(self.folder, ENTENTE_GRAPH=self.graph), stdout=writing,
                                  stderr=subprocess.PIPE, timeout=LIMIT)
            os.close(writing)
            self.assertEqual((done.returncode, done.stderr), (0, b""), command)

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_full_disk_is_said(self):
        self.write("a.jsonl", article("a", ATTACK))
        for command in ["export", "--format", "json"], ["extract", "a.jsonl"], ["stats"], ["ontology"], ["show", "Russia"]:
            with open("/dev/full", "wb") as full:
                done = subprocess.run([PROGRAM, *command], cwd=self.folder, env=environment(self.folder, ENTENTE_GRAPH=self.graph), stdout=full,
                                      stderr=subprocess.PIPE, timeout=LIMIT)
            self.assertEqual(done.returncode, 2, command)
            self.assertIn(b"standard output: cannot be written", done.stderr)

    def on_terminal(self, *arguments, **more):
        terminal, program = pty.openpty()
        running = subprocess.Popen([PROGRAM, *arguments], env=environment(self.folder, ENTENTE_GRAPH=self.graph, **more), stdout=program,
                                   stderr=subprocess.DEVNULL)
        os.close(program)
        read = b""
        try:
            while piece := os.read(terminal, 1 << 16):
                read += piece
        except OSError:  # the end, as Linux says it
            pass
        os.close(terminal)
        self.assertEqual(running.wait(LIMIT), 0)
        return read.decode()

    def test_colours(self):
        for command in ["show", "Russia"], ["why", "Russia", "Ukraine"]:
            self.assertIn("\033[", self.on_terminal(*command))
            self.assertNotIn("\033[", self.on_terminal(*command, NO_COLOR="1"))
            self.assertNotIn("\033[", self.on_terminal("--color", "never", *command))
            self.assertNotIn("\033[", self.stdout(*command))
            self.assertIn("\033[", self.stdout("--color", "always", *command))
        self.run_program("--color", "sometimes", "stats", code=2)

    def test_tables(self):
        self.assertIn("articles, ", self.on_terminal("stats").splitlines()[0])
        self.assertEqual(self.stdout("stats").splitlines()[:2], ["what\ttype\tcount", "documents\t\t14"])


class CopiedGraph(ProgramTest):
    """Each test has a copy of one small graph."""

    ARTICLES = []

    @classmethod
    def setUpClass(cls):
        cls.shared = tempfile.mkdtemp(prefix="entente-test-")
        cls.addClassCleanup(shutil.rmtree, cls.shared)
        subprocess.run([PROGRAM, "--graph", os.path.join(cls.shared, "graph"), "ingest", "-q"], input="".join(cls.ARTICLES).encode(), check=True,
                       capture_output=True, timeout=LIMIT)

    def setUp(self):
        super().setUp()
        shutil.copytree(os.path.join(self.shared, "graph"), self.path("graph"))

    def check(self):
        self.assertIn(": sound", self.stderr("check"))


class WhoIsWho(CopiedGraph):
    """What people judge to be the same."""

    FIRST, SECOND, THIRD = "person:farid-mahmoudzadeh", "person:farid-mahmoudzade", "person:sandor-kovalenkov"
    ARTICLES = [
        article("a", "Farid Mahmoudzadeh met Vladimir Putin on Monday. Farid Mahmoudzadeh visited Malaysia.", date="2024-11-05"),
        article("b", "Farid Mahmoudzade condemned Israel on Monday. Farid Mahmoudzade met Vladimir Putin.", date="2024-11-06"),
        article("c", "Sandor Kovalenkov thanked Peru. Sandor Kovalenkov met Farid Mahmoudzade.", date="2024-11-07"),
    ]
    COLUMNS = ["judgement", "verdict", "a", "b", "by", "author", "score", "time", "standing", "reason", "undone_by", "undone_because"]

    def merge(self, *nodes, **more):
        return self.run_program("merge", *nodes, "--reason", "spelled two ways", **more)

    def standings(self):
        return [one["standing"] for one in self.json_of("judgements")]

    def behind(self, id):
        """The ids that stand for what `id` is, in order."""
        shown = self.json_of("show", id)
        return sorted([shown["id"], *shown["same_as"]])

    def test_merge_is_seen_at_once_everywhere(self):
        before = self.json_of("stats")
        done = self.merge(self.FIRST, self.SECOND)
        self.assertEqual(done.stdout, f"{self.FIRST} now stands for {self.FIRST}, {self.SECOND}; judgement 1\n")
        self.assertEqual(done.stderr, "3 claims stand under another id now.\n")
        for word in self.FIRST, self.SECOND, "Farid Mahmoudzadeh", "Farid Mahmoudzade", "farid mahmoudzade":
            shown = self.json_of("show", word)
            self.assertEqual((shown["id"], shown["same_as"], shown["documents"]), (self.FIRST, [self.SECOND], 3), word)
            self.assertEqual(set(shown["names"]), {"Farid Mahmoudzadeh", "Farid Mahmoudzade"})
            self.assertEqual((shown["first_seen"], shown["last_seen"]), ("2024-11-05", "2024-11-07"))
        meeting = next(r for r in shown["relations"] if r["id"] == "person:vladimir-putin")
        self.assertEqual((meeting["claims"]["actual"], meeting["articles"], meeting["reports"]), (2, 2, 2))
        self.assertIn(f"same as\t{self.SECOND}\n", self.stdout("show", self.SECOND))
        for pair in ("Farid Mahmoudzade", "Vladimir Putin"), (self.FIRST, "person:vladimir-putin"), ("person:vladimir-putin", self.SECOND):
            self.assertIn("(2 actual; 2 articles, 2 independent reports)", self.stdout("why", *pair))
            claims = self.json_of("why", *pair)
            self.assertEqual({c["document"] for c in claims}, {"a", "b"})
            self.assertEqual({(c["source"], c["target"]) for c in claims}, {(self.FIRST, "person:vladimir-putin")})
            self.assertTrue(all(re.search("Farid Mahmoudzadeh?", c["text"]) for c in claims))
        after = self.json_of("stats")
        self.assertEqual((after["documents"], after["claims"]), (before["documents"], before["claims"]))
        self.assertEqual((after["nodes"], after["edges"]), (before["nodes"] - 1, before["edges"] - 1))
        self.check()

    def test_merge_in_exports(self):
        self.merge("Farid Mahmoudzadeh", "Farid Mahmoudzade")
        export = self.json_of("export", "--evidence")
        same_as = {node["id"]: node["same_as"] for node in export["nodes"]}
        self.assertEqual({id: others for id, others in same_as.items() if others}, {self.FIRST: [self.SECOND]})
        self.assertNotIn(self.SECOND, same_as)
        for edge in export["links"]:
            self.assertTrue({edge["source"], edge["target"]} <= set(same_as), edge)
            self.assertEqual(edge["articles"], len({c["document"] for c in edge["evidence"]}))
        space = "{http://graphml.graphdrawing.org/xmlns}"
        graphml = xml.etree.ElementTree.fromstring(self.stdout("export", "--format", "graphml"))
        names = {key.get("id"): key.get("attr.name") for key in graphml.iter(space + "key")}
        data = lambda element: {names[item.get("key")]: item.text for item in element.iter(space + "data")}
        nodes = {node.get("id"): data(node) for node in graphml.iter(space + "node")}
        self.assertEqual({id: fields["same_as"] for id, fields in nodes.items() if "same_as" in fields}, {self.FIRST: self.SECOND})
        meetings = [data(edge) for edge in graphml.iter(space + "edge") if "person:vladimir-putin" in (edge.get("source"), edge.get("target"))]
        self.assertEqual([(e["type"], e["count"], e["articles"], e["reports"]) for e in meetings], [("meets", "2", "2", "2")])
        self.assertNotIn(f'"{self.SECOND}"', self.stdout("export", "--format", "dot"))

    def test_merge_in_a_part_of_time(self):
        self.merge(self.FIRST, self.SECOND)
        self.assertEqual([c["document"] for c in self.json_of("why", self.SECOND, "meets", "Vladimir Putin", "--as-of", "2024-11-05")], ["a"])
        self.assertEqual(self.json_of("show", self.SECOND, "--as-of", "2024-11-05")["documents"], 1)

    def test_merge_refuses(self):
        before = self.exports("graph")
        self.assertIn("--reason is required", self.stderr("merge", self.FIRST, self.SECOND, code=2))
        self.assertIn("At least 2 required", self.stderr("merge", self.FIRST, "--reason", "x", code=2))
        for unknown in "Farid Mahmudzade", "person:farid-mahmudzade":
            self.assertIn(f"did you mean 'Farid Mahmoudzade' ({self.SECOND})", self.merge(self.FIRST, unknown, code=1).stderr)
        self.assertIn("these are one id", self.merge(self.FIRST, self.FIRST, code=1).stderr)
        self.assertIn("author", self.merge(self.FIRST, self.SECOND, "--author", "", code=2).stderr)
        self.assertEqual(self.json_of("judgements"), [])
        self.assertTrue(self.exports("graph") == before)
        self.merge(self.FIRST, self.SECOND)
        self.assertIn("these are one already, as person:farid-mahmoudzadeh, by judgement 1", self.merge(self.SECOND, self.FIRST, code=1).stderr)
        self.assertEqual(len(self.json_of("judgements")), 1)

    def test_merge_by_names_of_what_is_one_already_names_the_judgement(self):
        self.merge(self.FIRST, self.SECOND)
        self.assertIn("judgement 1", self.merge("Farid Mahmoudzadeh", "Farid Mahmoudzade", code=1).stderr)

    def test_the_first_stays_in_sight_with_its_name_and_type(self):
        self.merge("person:vladimir-putin", self.SECOND)
        shown = self.json_of("show", self.SECOND)
        self.assertEqual((shown["id"], shown["label"], shown["type"]), ("person:vladimir-putin", "Vladimir Putin", "Official"))
        self.merge("state:PER", self.THIRD)  # nonsense, but said by a person
        shown = self.json_of("show", self.THIRD)
        self.assertEqual((shown["id"], shown["label"], shown["type"]), ("state:PER", "Peru", "State"))

    def test_an_empty_reason_is_none(self):
        for command in ["merge"], ["notsame"]:
            self.run_program(*command, self.FIRST, self.SECOND, "--reason", "", code=2)

    def test_three_at_once_and_the_middle_one_split_off(self):
        done = self.merge(self.SECOND, "Farid Mahmoudzadeh", "Sandor Kovalenkov")
        self.assertEqual(done.stdout, f"{self.SECOND} now stands for {self.SECOND}, {self.FIRST}, {self.THIRD}; judgement 1 and 2\n")
        self.assertEqual(self.behind(self.THIRD), sorted([self.FIRST, self.SECOND, self.THIRD]))
        # All were held by the one that goes.
        done = self.run_program("split", self.SECOND, "--reason", "a namesake")
        self.assertEqual(done.stdout, f"{self.SECOND} stands for itself again, and {self.FIRST} for the rest; judgement 1 and 2 undone\n")
        self.assertEqual(self.behind(self.SECOND), [self.SECOND])
        self.assertEqual(self.behind(self.THIRD), [self.FIRST, self.THIRD])
        self.assertEqual(self.standings(), ["undone", "undone", "effective"])
        judgement = self.json_of("judgements")[2]
        self.assertEqual((judgement["verdict"], judgement["a"], judgement["b"], judgement["reason"]), ("same", self.FIRST, self.THIRD, "a namesake"))
        self.assertIn("nothing to split", self.stderr("split", self.SECOND, "--reason", "x", code=1))
        self.assertIn("did you mean", self.stderr("split", "person:farid-mahmudzade", "--reason", "x", code=1))
        self.check()
        # The other two are as if they alone had ever been made one.
        shutil.copytree(os.path.join(self.shared, "graph"), self.path("fresh"))
        self.merge(self.FIRST, self.THIRD, "--graph", "fresh")
        self.assert_same_graph("graph", "fresh")

    def test_split_of_two(self):
        before = self.exports("graph")
        self.merge(self.FIRST, self.SECOND)
        self.run_program("split", self.SECOND, "--reason", "x")
        self.assertEqual(self.standings(), ["undone"])
        self.assertTrue(self.exports("graph") == before)

    def test_split_by_name_takes_out_the_id_of_that_name_or_nothing(self):
        self.merge(self.FIRST, self.SECOND, self.THIRD)
        # Whether it is refused is not said here.
        done = subprocess.run([PROGRAM, "split", "Sandor Kovalenkov", "--reason", "x"], env=environment(self.folder), capture_output=True,
                              timeout=LIMIT)
        self.assertIn(self.behind(self.FIRST), ([self.SECOND, self.FIRST], sorted([self.FIRST, self.SECOND, self.THIRD])), done.stdout)

    def test_undo_is_exact(self):
        before = self.exports("graph")
        self.merge(self.FIRST, self.SECOND)
        one = self.exports("graph")
        self.assertFalse(one == before)
        self.merge(self.THIRD, self.FIRST)
        self.assertEqual(self.stdout("undo", "2"), "judgement 2 undone\n")
        self.assertTrue(self.exports("graph") == one)
        self.assertEqual(self.stderr("undo", "1"), "3 claims stand under another id now.\n")
        self.assertTrue(self.exports("graph") == before)
        self.assertIn("judgement 1: was undone already", self.stderr("undo", "1", code=2))
        for number in "3", "0", "99999999999":
            self.assertIn(f"judgement {number}: there is none", self.stderr("undo", number, code=1))
        self.run_program("undo", "one", code=2)
        self.check()
        # All or nothing.
        self.merge(self.FIRST, self.SECOND)
        self.assertIn("judgement 9: there is none", self.stderr("undo", "3", "9", code=1))
        self.assertEqual(self.standings(), ["undone", "undone", "effective"])
        self.assertTrue(self.exports("graph") == one)

    def test_undo_of_one_number_given_twice(self):
        self.merge(self.FIRST, self.SECOND)
        self.assertEqual(self.stdout("undo", "1", "1"), "judgement 1 undone\n")

    def test_who_judged_and_why(self):
        user = pwd.getpwuid(os.geteuid()).pw_name
        self.merge(self.FIRST, self.SECOND)
        self.merge(self.FIRST, self.THIRD, ENTENTE_AUTHOR="Ana")
        self.run_program("notsame", self.SECOND, self.THIRD, "--reason", 'two, "really"', "--author", "Budi", ENTENTE_AUTHOR="Ana")
        self.run_program("undo", "3", "--reason", "a mistake", ENTENTE_AUTHOR="Citra")
        self.run_program("undo", "2", "--author", "Budi")
        rows = self.json_of("judgements")
        self.assertEqual([list(row) for row in rows], [self.COLUMNS] * 3)
        fields = ["judgement", "verdict", "a", "b", "by", "author", "score", "standing", "reason", "undone_by", "undone_because"]
        self.assertEqual([[row[field] for field in fields] for row in rows], [
            [1, "same", self.FIRST, self.SECOND, "person", user, None, "effective", "spelled two ways", None, None],
            [2, "same", self.FIRST, self.THIRD, "person", "Ana", None, "undone", "spelled two ways", "Budi", ""],
            [3, "not same", self.SECOND, self.THIRD, "person", "Budi", None, "undone", 'two, "really"', "Citra", "a mistake"],
        ])
        for row in rows:
            self.assertLess(abs(calendar.timegm(time.strptime(row["time"], "%Y-%m-%dT%H:%M:%SZ")) - time.time()), 10 * LIMIT)
        self.assertEqual([json.loads(line) for line in self.stdout("judgements", "--format", "jsonl").splitlines()], rows)
        as_text = [[str(value) if value is not None else "" for value in row.values()] for row in rows]
        self.assertEqual(self.csv_of("judgements"), [self.COLUMNS] + as_text)
        self.assertEqual([line.split("\t") for line in self.stdout("judgements").splitlines()], [self.COLUMNS] + as_text)

    def test_contradictions_are_told(self):
        self.assertEqual(self.stdout("notsame", self.FIRST, self.THIRD, "--reason", "two men"),
                         f"{self.FIRST} and {self.THIRD} are not the same; judgement 1\n")
        self.assertNotIn("judgement", self.merge(self.FIRST, self.SECOND).stderr)
        message = f"entente: judgement 1 says that {self.FIRST} and {self.THIRD} are not the same, but 2 and 3 make them one; undo one of these\n"
        self.assertIn(message, self.merge(self.THIRD, self.SECOND).stderr)
        self.assertEqual(self.stderr("judgements"), message)
        self.assertEqual(self.behind(self.THIRD), sorted([self.FIRST, self.SECOND, self.THIRD]))
        self.assertNotIn("says that", self.stderr("undo", "2"))
        self.assertEqual(self.stderr("judgements"), "")
        self.assertEqual(self.behind(self.THIRD), [self.SECOND, self.THIRD])
        self.check()
        # About the same two the last word counts.
        self.run_program("notsame", self.SECOND, self.THIRD, "--reason", "x")
        self.assertEqual(self.standings(), ["effective", "undone", "superseded", "effective"])
        self.assertEqual(self.behind(self.THIRD), [self.THIRD])
        self.assertIn("is about one id", self.stderr("notsame", self.SECOND, self.SECOND, "--reason", "x", code=2))
        self.assertIn("--reason is required", self.stderr("notsame", self.SECOND, self.THIRD, code=2))
        self.assertIn("did you mean", self.stderr("notsame", self.SECOND, "Sandor Kovalenkow", "--reason", "x", code=1))

    def test_relations_within_are_told(self):
        warning = "entente: articles tell of relations between them (1 claim), which are of the node with itself now\n"
        self.assertNotIn("itself", self.merge(self.FIRST, self.SECOND).stderr)
        self.assertIn(warning, self.merge(self.FIRST, self.THIRD).stderr)
        self.assertEqual([(c["source"], c["type"], c["target"]) for c in self.json_of("why", self.THIRD, self.SECOND)],
                         [(self.FIRST, "meets", self.FIRST)])
        self.assertEqual([r["id"] for r in self.json_of("show", self.FIRST)["relations"]].count(self.FIRST), 1)
        self.check()
        self.run_program("undo", "1", "2")
        self.assertNotIn(warning, self.merge("--quiet", self.SECOND, self.THIRD).stderr)

    def test_articles_that_go_and_come(self):
        """Judgements and articles in any order make one graph."""
        self.merge(self.FIRST, self.SECOND)
        self.merge(self.SECOND, self.THIRD)
        self.run_program("retract", "b")
        self.check()
        self.assertEqual(self.behind(self.THIRD), sorted([self.FIRST, self.SECOND, self.THIRD]))
        self.assertEqual([c["document"] for c in self.json_of("why", self.SECOND, "meets", "Vladimir Putin")], ["a"])
        more = article("d", "Farid Mahmoudzade met Vladimir Putin in Jakarta. Sandor Kovalenkov visited Malaysia.", date="2024-11-08")
        changed = article("a", "Farid Mahmoudzadeh visited Malaysia. Sandor Kovalenkov met Vladimir Putin.", date="2024-11-05")
        self.run_program("ingest", stdin=more + changed)
        self.check()
        self.assertEqual({c["document"] for c in self.json_of("why", self.FIRST, "meets", "Vladimir Putin")}, {"a", "d"})
        self.assertEqual(self.stdout("why", self.SECOND, "visits", "Malaysia").splitlines()[0],
                         f"{self.json_of('show', self.FIRST)['label']} visits Malaysia  (2 actual; 2 articles, 2 independent reports)")
        self.run_program("--graph", "fresh", "ingest", stdin=changed + self.ARTICLES[2] + more)
        self.merge(self.FIRST, self.SECOND, "--graph", "fresh")
        self.merge(self.SECOND, self.THIRD, "--graph", "fresh")
        fresh = self.exports("fresh")
        self.assertTrue(self.exports("graph") == fresh)
        self.run_program("check", "--repair")
        self.assertTrue(self.exports("graph") == fresh, "after a repair")

    def test_judgements_outlive_their_articles(self):
        self.merge(self.FIRST, self.SECOND)
        for id in "abc":
            self.run_program("retract", id)
            self.check()
        self.assert_empty("graph")
        self.assertEqual(self.standings(), ["effective"])
        self.run_program("ingest", stdin="".join(reversed(self.ARTICLES)))
        self.assertEqual(self.behind(self.SECOND), [self.SECOND, self.FIRST])
        self.run_program("undo", "1")
        self.assertTrue(self.exports("graph") == self.exports(os.path.join(self.shared, "graph")))
        self.check()

    def test_in_a_backup(self):
        self.merge(self.FIRST, self.SECOND)
        self.run_program("backup", "copies")
        self.run_program("undo", "1")
        self.run_program("--graph", "old", "restore", "copies")
        self.assertEqual(self.json_of("--graph", "old", "show", self.SECOND)["id"], self.FIRST)
        self.assertEqual([one["standing"] for one in self.json_of("--graph", "old", "judgements")], ["effective"])

    def test_without_a_graph_and_beside_a_writer(self):
        commands = (["merge", self.FIRST, self.SECOND, "--reason", "x"], ["notsame", self.FIRST, self.SECOND, "--reason", "x"],
                    ["split", self.FIRST, "--reason", "x"], ["undo", "1"], ["duplicates", "--accept", "0.6"])
        for command in *commands, ["duplicates"], ["judgements"]:
            self.assertIn("none: there is no graph", self.stderr("--graph", "none", *command, code=2))
            self.assertFalse(os.path.exists(self.path("none")))
        with self.writer() as writer:
            for command in commands:
                message = self.stderr(*command, code=2)
                self.assertIn(f"process {writer.pid}", message)
            self.assertEqual(self.json_of("judgements"), [])
            self.assertEqual(len(self.json_of("duplicates")), 1)
        self.merge(self.FIRST, self.SECOND)

    def test_hostile_reasons(self):
        odd = os.fsdecode(b"first\nsecond\tthird\r\n\x1b[31m\x07\x7f\xc2\x85\xff\xfe \xed\xa0\x80 \"quoted\", \xe2\x80\xa8 & <end>")
        long = "long " * 20000
        self.merge(self.FIRST, self.SECOND, "--author", "An\n\ta" + os.fsdecode(b"\xff"))
        self.run_program("notsame", self.FIRST, self.THIRD, "--reason", odd)
        self.run_program("notsame", self.SECOND, self.THIRD, "--reason", long, "--author", odd)
        self.run_program("undo", "2", "--reason", odd, "--author", odd)
        rows = self.json_of("judgements")
        self.assertEqual(len(rows), 3)
        for part in "first", "second", "third", '"quoted",', "& <end>":
            self.assertIn(part, rows[1]["reason"])
            self.assertIn(part, rows[1]["undone_because"])
        self.assertGreaterEqual(len(rows[2]["reason"]), len(long) - 1)
        control = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # JSON can hold line breaks
        for row in rows:
            self.assertEqual([name for name, text in row.items() if control.search(str(text))], [])
        table = self.stdout("judgements").split("\n")
        self.assertEqual((len(table), table[-1]), (5, ""))
        for line in table[:-1]:
            self.assertEqual(line.count("\t"), len(self.COLUMNS) - 1)
        self.assertEqual([json.loads(line) for line in self.stdout("judgements", "--format", "jsonl").split("\n")[:-1]], rows)
        self.assertEqual([len(row) for row in self.csv_of("judgements")], [len(self.COLUMNS)] * 4)
        self.check()
        for word in b"Farid\n\xff\x1b[31m Mahmoudzade", b"person:\x1b[31m":
            message = self.merge(self.FIRST, os.fsdecode(word), code=1).stderr
            self.assertEqual((message.count("\n"), "\x1b" in message), (1, False), message)


class Reports(ProgramTest):
    """What several outlets print of one text is one report."""

    SENTENCES = [
        "Norway condemned Russia.",
        "The statement came after a long night of talks, in which ministers had weighed every word of it with their advisers.",
        "Those who saw earlier drafts said that the language had grown sharper by the hour.",
        "Shops along the harbour opened as usual, and few of those who passed by had heard the news.",
        "A spokeswoman declined to say what would follow, but promised that the public would learn of further steps before the end of the week.",
        "Fishermen in the north said that they feared for their trade.",
    ]
    OTHER = ("Norway condemned Russia. It was the third time this year that the small hall under the roof was full, and the chairs had to "
             "be fetched from the canteen next door. Nobody laughed when the microphone failed, twice, and the minister had to shout over the "
             "noise of the rain.")
    FORM = ("Peru thanked Chile. The monthly figures were handed over at noon by two clerks, who asked for a signature on each of the forty "
            "sheets and then left by the side door without a word to those who waited in the yard with their cameras and umbrellas.")

    def heading(self, *flags):
        return self.stdout("why", "Norway", "condemns", "Russia", *flags).splitlines()[0]

    def test_copies(self):
        copy = " ".join(self.SENTENCES[:3] + self.SENTENCES[4:5])
        self.run_program("ingest", stdin="".join([
            article("agency", " ".join(self.SENTENCES), title="Norway speaks", source="NTB", date="2024-11-05"),
            article("paper", copy, title="Oslo angry", source="The Daily Cod", date="2024-11-06"),
            article("form-1", self.FORM, source="Andina", date="2024-11-05"),
            article("form-2", self.FORM, source="Andina", date="2024-12-05"),
        ]))
        self.assertEqual(self.heading(), "Norway condemns Russia  (2 actual; 2 articles, 1 independent report)")
        named = re.findall(r"article .*  (\S+)\n +same text +(\S+)\n", self.stdout("why", "Norway", "Russia"))
        self.assertEqual(sorted(named), [("agency", "paper"), ("paper", "agency")])
        claims = self.json_of("why", "Norway", "Russia")
        self.assertEqual({c["document"] for c in claims}, {"agency", "paper"})
        self.assertEqual(len({c["report"] for c in claims}), 1)
        self.assertIn(claims[0]["report"], ("agency", "paper"))
        self.assertEqual([json.loads(line) for line in self.stdout("why", "Norway", "Russia", "--format", "jsonl").splitlines()], claims)
        columns, *rows = self.csv_of("why", "Norway", "Russia")
        rows = [dict(zip(columns, row)) for row in rows]
        self.assertEqual([(row["document"], row["report"]) for row in rows], [(c["document"], c["report"]) for c in claims])
        relation = self.json_of("show", "Norway")["relations"][0]
        self.assertEqual((relation["articles"], relation["reports"]), (2, 1))
        columns, row = self.csv_of("show", "Norway")
        self.assertEqual((row[columns.index("articles")], row[columns.index("reports")]), ("2", "1"))
        links = {(e["source"], e["target"]): e for e in self.json_of("export")["links"]}
        self.assertEqual((links["state:NOR", "state:RUS"]["articles"], links["state:NOR", "state:RUS"]["reports"]), (2, 1))
        # What has one form every month is news every month.
        self.assertEqual((links["state:PER", "state:CHL"]["articles"], links["state:PER", "state:CHL"]["reports"]), (2, 2))
        self.assertEqual(self.heading("--as-of", "2024-11-05"), "Norway condemns Russia  (1 actual; 1 article)")

        self.run_program("ingest", stdin=article("own", self.OTHER, source="Aftenposten", date="2024-11-06"))
        self.assertEqual(self.heading(), "Norway condemns Russia  (3 actual; 3 articles, 2 independent reports)")
        reports = {c["document"]: c["report"] for c in self.json_of("why", "Norway", "Russia")}
        self.assertEqual((reports["own"], reports["agency"]), ("own", reports["paper"]))
        self.assertIn(": sound", self.stderr("check"))
        self.run_program("retract", "own")
        self.run_program("retract", "paper")
        self.assertEqual(self.heading(), "Norway condemns Russia  (1 actual; 1 article)")
        self.assertNotIn("same text", self.stdout("why", "Norway", "Russia"))
        self.assertEqual([c["report"] for c in self.json_of("why", "Norway", "Russia")], ["agency"])
        self.assertIn(": sound", self.stderr("check"))


class Duplicates(CopiedGraph):
    """What may be one thing."""

    A, B = "person:farid-mahmoudzade", "person:farid-mahmoudzadeh"
    C, D = "person:yousef-tabrizian", "person:yusef-tabrizian"
    ARTICLES = [
        article("1", "Farid Mahmoudzadeh met Vladimir Putin on Monday. Farid Mahmoudzadeh visited Malaysia."),
        article("2", "Farid Mahmoudzade met Vladimir Putin."),
        article("3", "Farid Mahmoudzadeh visited Malaysia."),
        article("4", "Yousef Tabrizian thanked Peru."),
        article("5", "Yusef Tabrizian visited Chile."),
        article("6", "Sandor Kovalenkov visited Chile."),
    ]

    def pairs(self, *flags, code=0):
        return {(row["a"], row["b"]) for row in self.json_of("duplicates", *flags, code=code)}

    def test_pairs_with_reasons(self):
        rows = self.json_of("duplicates")
        self.assertEqual({(row["a"], row["b"]) for row in rows}, {(self.A, self.B), (self.C, self.D)})
        self.assertEqual([row["score"] for row in rows], sorted((row["score"] for row in rows), reverse=True))
        for row in rows:
            self.assertEqual(list(row), ["score", "a", "name_a", "b", "name_b", "reasons"])
            self.assertTrue(0.6 <= row["score"] < 0.97, row)
        row = next(row for row in rows if row["a"] == self.A)
        self.assertEqual((row["name_a"], row["name_b"]), ("Farid Mahmoudzade", "Farid Mahmoudzadeh"))
        self.assertIn("'Farid Mahmoudzade', 'Farid Mahmoudzadeh'", row["reasons"])
        self.assertIn("1 of 1 neighbours shared", row["reasons"])
        self.assertEqual([json.loads(line) for line in self.stdout("duplicates", "--format", "jsonl").splitlines()], rows)
        as_text = [list(rows[0])] + [[str(value) for value in row.values()] for row in rows]
        self.assertEqual(self.csv_of("duplicates"), as_text)
        self.assertEqual([line.split("\t") for line in self.stdout("duplicates").splitlines()], as_text)

    def test_limit_and_least_score(self):
        best = self.json_of("duplicates")[0]
        done = self.run_program("duplicates", "--limit", "1", "--format", "json")
        self.assertEqual((json.loads(done.stdout), done.stderr), ([best], "1 more; --limit 0 shows all\n"))
        self.assertEqual(self.stderr("--quiet", "duplicates", "--limit", "1"), "")
        self.assertEqual(len(self.json_of("duplicates", "--limit", "0")), 2)
        self.assertEqual(self.json_of("duplicates", "--min", "0.97", code=1), [])
        self.assertLessEqual(self.pairs(), self.pairs("--min", "0"))
        for flags in ["--min", "1.1"], ["--min", "-1"], ["--min", "x"], ["--accept", "2"], ["--limit", "x"]:
            self.run_program("duplicates", *flags, code=2)

    def test_what_was_judged_is_not_asked_again(self):
        self.run_program("notsame", self.B, self.A, "--reason", "cousins")
        self.assertEqual(self.pairs(), {(self.C, self.D)})
        self.run_program("merge", self.C, self.D, "--reason", "one man")
        self.assertEqual(self.pairs(code=1), set())
        self.assertEqual(self.stdout("duplicates", code=1).count("\n"), 1)
        # What a person took back is a question again.
        self.run_program("undo", "1", "2")
        self.assertEqual(self.pairs(), {(self.A, self.B), (self.C, self.D)})
        # What was judged of one id holds for the node that stands for it.
        self.run_program("notsame", self.A, self.B, "--reason", "cousins")
        self.run_program("merge", "person:sandor-kovalenkov", self.A, "--reason", "a pen name")
        self.assertEqual(self.pairs(), {(self.C, self.D)})
        self.check()

    def test_accept(self):
        before = self.exports("graph")
        scores = {(row["a"], row["b"]): row["score"] for row in self.json_of("duplicates")}
        self.assertEqual(self.run_program("duplicates", "--accept", "0.97").stdout, "")
        self.assertEqual(self.json_of("judgements"), [])
        done = self.run_program("duplicates", "--accept", "0.6")
        self.assertEqual((done.stdout, done.stderr), ("", "2 judgements were made, numbers 1 to 2; 'entente judgements' lists them, 'entente undo' takes them back\n"))
        version = self.stdout("--version").strip()
        rows = self.json_of("judgements")
        for row in rows:
            self.assertEqual((row["verdict"], row["by"], row["author"], row["standing"]), ("same", "machine", version, "effective"))
            self.assertAlmostEqual(row["score"], scores[tuple(sorted((row["a"], row["b"])))], delta=0.006)
            self.assertIn("'", row["reason"])
        # The one that more articles name stays in sight.
        self.assertEqual({(row["a"], row["b"]) for row in rows}, {(self.B, self.A), (self.C, self.D)})
        self.assertEqual(self.json_of("show", self.A)["id"], self.B)
        self.assertEqual(self.pairs(code=1), set())
        self.check()
        one = next(str(row["judgement"]) for row in rows if row["a"] == self.B)
        self.run_program("undo", one)
        self.assertEqual(self.json_of("show", self.A)["id"], self.A)
        self.run_program("undo", str(3 - int(one)))
        self.assertTrue(self.exports("graph") == before)
        self.run_program("duplicates", "--accept", "0.6")
        self.assertEqual([row["standing"] for row in self.json_of("judgements")], ["undone", "undone"])
        self.assertTrue(self.exports("graph") == before)
        self.check()

    def test_people_beat_the_program(self):
        self.run_program("notsame", self.A, self.B, "--reason", "cousins")
        self.assertIn("1 judgement was made, ", self.stderr("duplicates", "--accept", "0.6"))
        self.assertEqual(self.json_of("show", self.A)["id"], self.A)
        self.run_program("notsame", self.C, self.D, "--reason", "father and son")
        self.assertEqual([(row["by"], row["standing"]) for row in self.json_of("judgements")],
                         [("person", "effective"), ("machine", "superseded"), ("person", "effective")])
        self.assertEqual(self.json_of("show", self.D)["id"], self.D)
        self.assertEqual(self.stderr("judgements"), "")
        self.check()

    def test_a_lower_accept_looks_at_as_much(self):
        """--accept names the least score; --min need not be given too."""
        self.run_program("ingest", stdin=article("7", "General Kovalenkov visited Malta."))
        low = {(row["a"], row["b"]) for row in self.json_of("duplicates", "--min", "0.1") if row["score"] >= 0.1}
        self.run_program("duplicates", "--accept", "0.1")
        self.assertEqual({tuple(sorted((row["a"], row["b"]))) for row in self.json_of("judgements")}, low)


class LanguageModels(ProgramTest):
    """parse, train and evaluate."""

    SENTENCES = 100

    def treebank(self, name, shift=0):
        """A language of six words a sentence: DET NOUN VERB DET NOUN stop."""
        determiners, nouns, verbs = ["le", "la", "un"], ["ministre", "traité", "pays", "accord"], ["signe", "rejette", "défend"]
        lines = []
        for i in range(shift, shift + self.SENTENCES):
            words = [(determiners[i % 3], "DET", 2, "det"), (nouns[i % 4], "NOUN", 3, "nsubj"), (verbs[i % 3], "VERB", 0, "root"),
                     (determiners[(i + 1) % 3], "DET", 5, "det"), (nouns[(i + 2) % 4], "NOUN", 3, "obj"), (".", "PUNCT", 3, "punct")]
            lines += [f"{n}\t{w}\t_\t{tag}\t_\t_\t{head}\t{relation}\t_\t_" for n, (w, tag, head, relation) in enumerate(words, 1)] + [""]
        self.write(name, "\n".join(lines) + "\n")
        return name

    def names(self, name):
        self.write(name, "".join(f"{w}\tB-PER\nvisite\tO\n{p}\tB-LOC\n.\tO\n\n" for w in ("Marie", "Paul") for p in ("Paris", "Rome")) * 5)
        return name

    def sentences(self, text, *arguments):
        """Sentences of what parse prints, each a list of its lines of words."""
        self.write("text.txt", text)
        blocks = self.stdout("parse", "text.txt", *arguments).strip().split("\n\n")
        return [[line.split("\t") for line in block.split("\n") if not line.startswith("#")] for block in blocks]

    def test_parse_prints_words_lemmas_trees_and_names(self):
        (lines,) = self.sentences("Presiden Prabowo Subianto mengutuk serangannya di Jakarta.", "--lang", "id")
        self.assertTrue(all(len(line) == 10 for line in lines), lines)
        words = [line for line in lines if "-" not in line[0]]
        self.assertEqual([line[0] for line in words], [str(n) for n in range(1, len(words) + 1)])
        self.assertEqual([line[6] for line in words].count("0"), 1)
        by_form = {line[1]: line for line in words}
        self.assertEqual(by_form["mengutuk"][2:4] + [by_form["mengutuk"][5]], ["kutuk", "VERB", "Voice=Act"])
        self.assertIn("NER=B-PER", by_form["Prabowo"][9])
        self.assertIn("NER=B-LOC", by_form["Jakarta"][9])
        (whole,) = [line for line in lines if "-" in line[0]]
        self.assertEqual(whole[1], "serangannya")

    def test_parse_and_extract_tell_the_language_alike(self):
        self.write("short.txt", "Menlu Iran mengecam Israel.")
        self.assertIn("condemns", self.stdout("extract", "short.txt"))
        self.assertIn("mengecam", self.stdout("parse", "short.txt"))
        self.write("none.txt", "xqz wvk prrt mmm jjkl")
        for command in "parse", "extract":
            self.assertIn("no language could be told", self.stderr(command, "none.txt", code=1))
        self.write("odd.txt", "Le ministre a signé.")
        self.assertIn("there are no data for language 'fr'", self.stderr("parse", "--lang", "fr", "odd.txt", code=1))

    def test_train_twice_gives_the_same_bytes_and_evaluate_judges_it(self):
        train = ["train", "--lang", "fr", "--treebank", self.treebank("fr_a-train.conllu"), "--ner", self.names("fr_n-train.txt"), "--epochs", "60"]
        models = []
        for folder in "one", "two":
            self.run_program(*train, "--out", folder)
            with open(self.path(f"{folder}/fr.model"), "rb") as file:
                models.append(file.read())
        self.assertTrue(models[0] == models[1], "the same treebank gave another model")
        judged = self.json_of("evaluate", "--lang", "fr", "--model", "one/fr.model", "--treebank", self.treebank("fr_a-test.conllu", 7),
                              "--ner", self.names("fr_n-test.txt"))
        text = json.dumps(judged)
        self.assertIn('"upos": 100.0', text)
        self.assertIn("tokens_per_second", text)
        table = self.stdout("evaluate", "--lang", "fr", "--model", "one/fr.model", "--treebank", "fr_a-test.conllu")
        self.assertRegex(table, r"UPOS 100.00 +UAS [0-9.]+ +LAS [0-9.]+")

        # Damage of every kind is refused, with the file and what to do.
        for name, content, message in [("cut", models[0][:-100], "bytes and should have"), ("flipped", models[0][:5000] + b"\x55" + models[0][5001:], "damaged"),
                                       ("foreign", b"no model at all", "is no model of entente"), ("empty", b"", "is empty")]:
            with self.subTest(name):
                with open(self.path(name + ".model"), "wb") as file:
                    file.write(content)
                self.assertRegex(self.stderr("evaluate", "--lang", "fr", "--model", name + ".model", "--treebank", "fr_a-test.conllu", code=2),
                                 rf"{name}\.model: .*{message}")
        self.assertIn("is a model for 'fr', not for 'en'",
                      self.stderr("evaluate", "--lang", "en", "--model", "one/fr.model", "--treebank", "fr_a-test.conllu", code=2))

    def test_bad_treebanks_and_names_are_named_with_their_line(self):
        self.write("bad.conllu", "1\tle\t_\tDET\t_\t_\t9\tdet\t_\t_\n\n")
        self.assertIn("bad.conllu:1", self.stderr("train", "--lang", "fr", "--treebank", "bad.conllu", "--out", "x", code=2))
        self.write("bad.txt", "Paris\tB-LOC\nRome\tB-ISLE\n")
        self.assertIn("bad.txt:2: label 'ISLE' is not known",
                      self.stderr("train", "--lang", "fr", "--treebank", self.treebank("fr_a-train.conllu"), "--ner", "bad.txt", "--out", "x", code=2))
        self.assertIn("none.conllu", self.stderr("train", "--lang", "fr", "--treebank", "none.conllu", "--out", "x", code=2))

    def test_odd_texts_do_no_harm(self):
        texts = {"endless": "Iran attacked Israel and " * 4000, "one word a line": "Iran\nattacks\n" * 500, "control": "Iran attacked\x07 Israel, and the council\x1b met. " * 50,
                 "emoji": "Iran 🇮🇷 attacked 👨‍👩‍👧 Israel 🔥. " * 50, "right to left": "أدانت روسيا. \u202eIran attacked Israel\u202c ישראל. " * 50,
                 "marks": "Iran attacked. " + "\"('" * 3000, "one letter": "Iran attacked Israel. " + "a" * 200000}
        for name, text in texts.items():
            with self.subTest(name):
                self.write("text.txt", text)
                self.assertTrue(self.stdout("parse", "--lang", "en", "text.txt"))
                self.run_program("extract", "--lang", "en", "text.txt")
        self.write("text.txt", texts["endless"])
        self.assertIn("read in parts", self.stderr("extract", "--lang", "en", "text.txt"))
        (extraction,) = self.extractions("--lang", "en", "--from", "text", "text.txt")
        self.assertIn("read in parts", " ".join(extraction["warnings"]))
        self.write("two.txt", ("Israel melancarkan serangan udara ke Lebanon selatan pada Senin malam. " * 4 + "The council voted to demand a ceasefire on Monday. " * 5) * 3)
        self.assertRegex(self.stderr("extract", "two.txt"), r"\d+% of the text seem to be in '(en|id)'")


class Help(ProgramTest):
    def test_version(self):
        with open(os.path.join(SOURCE, "CMakeLists.txt")) as file:
            version = re.search(r"project\(entente VERSION (\S+)", file.read())[1]
        self.assertEqual(self.stdout("--version"), f"entente {version}\n")

    def test_every_command_shows_examples_first(self):
        whole = self.stdout("--help")
        for command in COMMANDS:
            self.assertRegex(whole, rf"(?m)^  {command} ")
            text = self.stdout(command, "--help")
            self.assertIn(f"entente {command}", text[text.index("Examples:"):text.index("Usage:")], command)
        self.assertEqual(re.findall(r"(?m)^  (\w+) ", whole[whole.index("Subcommands:"):]), COMMANDS)

    def test_runs_from_any_folder(self):
        self.assertIn("attacks", self.stdout("ontology"))


class Readme(ProgramTest):
    """The commands that the README shows for use, run as they stand, in its order."""

    OTHER_TOOLS = {"sfdp": "graphviz", "dot": "graphviz"}

    def test_commands(self):
        readme = os.path.join(SOURCE, "README.md")
        if not os.path.exists(readme):
            self.skipTest("there is no README.md yet")
        with open(readme, encoding="utf-8") as file:
            sections = re.split(r"(?m)^## ", file.read())
        use = [section for section in sections if re.match(r"(?i)use\b", section)]
        if not use:
            self.skipTest("README.md has no section 'Use'")
        os.mkdir(self.path("bin"))
        os.symlink(PROGRAM, self.path("bin/entente"))
        shutil.copytree(os.path.join(SOURCE, "examples"), self.path("examples"))
        articles = re.search(r"(?ms)^```json\n(.*?)^```", use[0])
        if articles:
            self.write("news.jsonl", articles[1])
        exported, ran, skipped = {}, 0, []
        for line, expected in self.commands(use[0]):
            tools = [tool for tool in self.OTHER_TOOLS if re.search(rf"\b{tool}\b", line) and not shutil.which(tool)]
            if tools:
                skipped.append(f"'{line}': {self.OTHER_TOOLS[tools[0]]} is not installed")
                continue
            if setting := re.fullmatch(r"export (\w+)=(\S+)", line):
                exported[setting[1]] = setting[2]
                continue
            if not re.search(r"\bentente\b", line):
                skipped.append(f"'{line}': not of this program")
                continue
            variables = {**environment(self.folder), **exported, "PATH": self.path("bin") + ":" + os.environ["PATH"]}
            done = subprocess.run(["bash", "-o", "pipefail", "-c", line], cwd=self.folder, env=variables, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, timeout=LIMIT)
            printed = done.stdout.decode()
            self.assertEqual(done.returncode, 0, f"README.md: {line}\n{printed}")
            # 'show' and 'stats' print other tables on a terminal than in a pipe.
            if expected and "…" not in expected and not re.search(r"entente (show|stats)\b", line):
                self.assertEqual(sorted(printed.split("\n")), sorted(expected.split("\n")), f"README.md: {line} prints something else")
            ran += 1
        self.assertGreater(ran, 3)
        python = re.search(r"(?ms)^```python\n(.*?)^```", use[0])
        if python and subprocess.run(["/usr/bin/python3", "-c", "import networkx"], capture_output=True).returncode == 0:
            done = subprocess.run(["/usr/bin/python3", "-c", python[1]], cwd=self.folder, capture_output=True, timeout=LIMIT)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
        for reason in skipped:
            print(f"README.md: skipped {reason}", file=sys.stderr)

    @staticmethod
    def commands(section):
        """The shell commands of `section`, each with the output shown for it, in order."""
        for block in re.finditer(r"(?ms)^```(console|sh|bash|shell)\n(.*?)^```|^((?:    \S[^\n]*\n)+)", section):
            kind, fenced, indented = block.groups()
            if kind == "console":
                for part in re.split(r"(?m)^\$ ", fenced)[1:]:
                    line, _, output = part.partition("\n")
                    yield line, output.rstrip("\n") + "\n" if output.strip() else ""
            else:
                for line in (fenced or indented).splitlines():
                    # What follows after three blanks says what the command is for.
                    line = re.split(r" {3,}|\s#", line.strip())[0]
                    if kind or re.match(r"entente |export |cat ", line):
                        yield line, ""


class FirstArticle(ProgramTest):
    """The facts of one real article, which is not part of the project."""

    PLACE = "../shared/seed/times-jabar-kursk.txt"

    @classmethod
    def setUpClass(cls):
        article = os.path.join(SOURCE, cls.PLACE)
        if not os.path.exists(article):
            raise unittest.SkipTest(f"the article {cls.PLACE} is not there")
        with tempfile.TemporaryDirectory(prefix="entente-test-") as folder:
            run = {"env": environment(folder), "check": True, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": LIMIT}
            subprocess.run([PROGRAM, "ingest", "-q", article], **run)
            export = subprocess.run([PROGRAM, "export", "--format", "json", "--evidence", "--include", "all", "--isolated"], **run)
        cls.graph = json.loads(export.stdout)
        cls.nodes = {node["id"]: node for node in cls.graph["nodes"]}

    def edges(self, source, type, target):
        return [e for e in self.graph["links"] if e["type"] == type and
                ((e["source"], e["target"]) == (source, target) or (e["symmetric"] and (e["target"], e["source"]) == (source, target)))]

    def has(self, source, type, target, status="actual"):
        return any(e["claims"][status] > 0 for e in self.edges(source, type, target))

    def assert_fact(self, source, type, target, status="actual"):
        between = [(e["source"], e["type"], e["target"], e["claims"]) for e in self.graph["links"] if {e["source"], e["target"]} == {source, target}]
        self.assertTrue(self.has(source, type, target, status), f"{source} {type} {target} ({status}) is missing; between the two: {between}")

    def test_who_is_who(self):
        north_korea = [n for n in self.nodes.values() if n["country"] == "PRK" and n["type"] == "State"]
        self.assertEqual([n["label"] for n in north_korea], ["North Korea"])
        self.assertLessEqual({"Korea Utara", "Republik Demokratik Rakyat Korea"}, set(north_korea[0]["names"]))
        sevens = [n for n in self.nodes.values() if {"G7", "Kelompok Tujuh"} & {n["label"], *n["names"]}]
        self.assertEqual([n["id"] for n in sevens], ["alliance:g7"])
        self.assertLessEqual({"G7", "Kelompok Tujuh"}, set(sevens[0]["names"]))

    def test_the_clash_at_kursk(self):
        self.assert_fact("force:PRK", "fights", "force:UKR")
        claims = [c for e in self.edges("force:PRK", "fights", "force:UKR") for c in e["evidence"]]
        at_kursk = [c for c in claims if (c["place"] or "").startswith("location:kursk")]
        said_by = [[a["node"] for a in c["attribution"]] for c in at_kursk]
        self.assertIn(["government:UKR/officials"], said_by)
        self.assertTrue(any({"media:the-new-york-times", "media:the-guardian"} <= set(chain) for chain in said_by), said_by)
        self.assert_fact("force:PRK", "cooperates_militarily_with", "force:RUS")

    def test_the_papers_report(self):
        for paper in "media:the-new-york-times", "media:the-guardian":
            self.assertIn(paper, self.nodes)
            self.assertTrue(any(e["source"] == paper and e["type"] == "reports" and e["weight"] for e in self.graph["links"]), paper)

    def test_north_korea_russia_and_ukraine(self):
        self.assert_fact("state:PRK", "deploys_to", "state:RUS")
        self.assert_fact("state:PRK", "supports", "state:RUS")
        self.assert_fact("state:PRK", "sells_arms_to", "state:RUS")
        self.assert_fact("state:RUS", "sells_arms_to", "state:PRK", "possible")
        self.assertFalse(self.has("state:RUS", "sells_arms_to", "state:PRK"), "what is only possible is told as done")
        self.assertTrue(self.has("state:RUS", "at_war_with", "state:UKR") or self.has("state:RUS", "attacks", "state:UKR"))

    def test_what_the_seven_say(self):
        for state in "state:PRK", "state:RUS":
            self.assert_fact("alliance:g7", "condemns", state)
            self.assert_fact("alliance:g7", "is_concerned_about", state)

    def test_members_and_signers(self):
        seven = {f"state:{code}" for code in ("USA", "JPN", "ITA", "GBR", "DEU", "FRA", "CAN")}
        members = {e["source"] for e in self.graph["links"] if e["type"] == "member_of" and e["target"] == "alliance:g7"}
        self.assertEqual(members, seven)
        signatures = [e for e in self.graph["links"] if e["type"] == "signs"]
        self.assertEqual({self.nodes[e["target"]]["type"] for e in signatures}, {"Agreement"})
        self.assertEqual(len({e["target"] for e in signatures}), 1)
        self.assertEqual({e["source"] for e in signatures}, seven | {"state:KOR", "state:AUS", "state:NZL"})

    def test_the_foreign_ministers(self):
        choe, lavrov = "person:choe-son-hui", "person:sergei-lavrov"
        self.assertEqual((self.nodes[choe]["label"], self.nodes[lavrov]["label"]), ("Choe Son Hui", "Sergei Lavrov"))
        self.assert_fact(choe, "holds_office_in", "state:PRK")
        self.assert_fact(lavrov, "holds_office_in", "state:RUS")
        self.assert_fact(choe, "visits", "location:moscow")
        self.assert_fact(choe, "meets", lavrov)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__.splitlines()[0])
    PROGRAM, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
    EXAMPLES = os.path.join(SOURCE, "examples", "articles")
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
