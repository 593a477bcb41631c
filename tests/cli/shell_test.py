"""shell_test.py PROGRAM SOURCE [unittest arguments]: 'entente shell' as a user meets it, on a terminal and in a pipe, on the graph of the example
articles. What statements answer is the matter of query_test.py.
"""

import csv
import fcntl
import io
import json
import os
import pty
import re
import select
import signal
import stat
import struct
import subprocess
import tempfile
import termios
import time
import unittest

import example

ENDLESS = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a = -b RETURN a;"
PROMPT, MORE = "entente> ", "    ...> "
CTRL_C, CTRL_D, UP = "\x03", "\x04", "\x1b[A"


def setUpModule():
    example.make()


def tearDownModule():
    example.remove()


class Terminal:
    """A shell on a terminal of its own."""

    def __init__(self, *arguments, **variables):
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.execve(example.PROGRAM, [example.PROGRAM, "--color", "never", "shell", *arguments], example.environment(**variables))
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))  # wide, so that no line is broken
        self.text = ""
        self.code = None

    def __enter__(self):
        self.until(PROMPT)
        return self

    def __exit__(self, *_):
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.descriptor)

    def type(self, text):
        os.write(self.descriptor, text.encode())

    def until(self, end):
        """What comes until `end` has come, without what moves the cursor."""
        begun = time.monotonic()
        while True:
            plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]|\r", "", self.text)
            if end in plain:
                head, _, rest = plain.partition(end)
                self.text = rest
                return head
            if not select.select([self.descriptor], [], [], max(0, example.LIMIT - (time.monotonic() - begun)))[0]:
                raise AssertionError(f"{end!r} did not come; there is {plain!r}")
            try:
                more = os.read(self.descriptor, 65536)
            except OSError:  # the other side is closed
                more = b""
            if not more:
                raise AssertionError(f"{end!r} did not come before the end; there is {plain!r}")
            self.text += more.decode(errors="replace")

    def ask(self, line, end=PROMPT):
        """What is printed after a line is typed, until `end`."""
        self.type(line + "\r")
        self.until("\n")
        return self.until(end)

    def completed(self, typed):
        """The line as it is after `typed`, and the words that were listed."""
        self.type(typed + "\x0c~")  # Ctrl-L writes the line anew; a letter more shows that it has
        shown = self.until("~")
        self.type(CTRL_C)
        self.until("^C\n" + PROMPT)
        lines = shown.split("\n")
        return lines[-1].rpartition(PROMPT)[2], [word for line in lines[1:-1] for word in line.split()]

    def leave(self):
        self.type(CTRL_D)
        return self.wait()

    def wait(self):
        _, status = os.waitpid(self.pid, 0)
        self.code = os.waitstatus_to_exitcode(status)
        return self.code


class OnTerminal(unittest.TestCase):
    def test_a_statement_of_several_lines(self):
        with Terminal() as shell:
            self.assertEqual(shell.ask("MATCH (n {name: 'Russia'})", end=MORE), "")
            self.assertEqual(shell.ask("// a comment; with a semicolon", end=MORE), "")
            self.assertRegex(shell.ask("RETURN n.id, 'a;b' AS text;"), r"\An\.id +text\nstate:RUS  a;b\n1 row in \d+\.\d ms\n\Z")
            self.assertRegex(shell.ask("RETURN 1 AS a; RETURN 2 AS b;"), r"\Aa\n1\n1 row in .* ms\nb\n2\n1 row in .* ms\n\Z")

    def test_what_follows_a_semicolon_begins_the_next_statement(self):
        with Terminal() as shell:
            self.assertIn("a\n1\n", shell.ask("RETURN 1 AS a; RETURN", end=MORE))
            self.assertIn("b\n2\n", shell.ask("2 AS b;"))

    def test_a_string_and_a_comment_over_lines(self):
        with Terminal() as shell:
            for line in "RETURN 'one;", ":params", "two;' /* three;":
                self.assertEqual(shell.ask(line, end=MORE), "")
            self.assertIn("one; :params two;", shell.ask("*/ AS text;"))

    def test_a_command_in_the_middle_of_a_statement(self):
        with Terminal() as shell:
            shell.ask("MATCH (n", end=MORE)
            shell.ask(":param who Iran", end=MORE)
            shell.ask(":State", end=MORE)
            self.assertIn("state:IRN", shell.ask(" {name: $who}) RETURN n.id;"))

    def test_errors_do_not_leave(self):
        with Terminal() as shell:
            shell.ask("RETURN", end=MORE)
            self.assertEqual(shell.ask("nosuch;"), "entente: line 2, column 1: variable 'nosuch' is not defined\n")
            self.assertIn("an integer is divided by zero", shell.ask("RETURN 1 / 0;"))
            self.assertIn("did you mean ':params'?", shell.ask(":parms"))
            self.assertIn(":help lists them", shell.ask(":sesame"))
            self.assertIn("no node has the label 'Sate'; did you mean 'State'?", shell.ask("MATCH (n:Sate) RETURN n;"))
            self.assertIn("line 1, column 15", shell.ask("RETURN 'x;' + ;"))
            self.assertIn("\n1\n", shell.ask("RETURN 1;"))
            self.assertEqual(shell.leave(), 0)

    def test_no_rows(self):
        with Terminal() as shell:
            self.assertRegex(shell.ask("UNWIND [] AS x RETURN x;"), r"\Ax\n0 rows in \d+\.\d ms\n\Z")

    def test_letters_beyond_ascii_whatever_the_locale(self):
        for locale in "C", "C.UTF-8", "id_ID.nonsense":
            with Terminal(LANG=locale) as shell:
                self.assertIn("Türkiye–한국\n", shell.ask("RETURN 'Türkiye–한국' AS é;"))

    def test_leaving(self):
        for how in CTRL_D, ":quit\r", ":quit;\r", "MATCH (n)\r" + CTRL_D:
            with Terminal() as shell:
                shell.type(how)
                self.assertEqual(shell.wait(), 0, how)

    def test_plans(self):
        with Terminal() as shell:
            self.assertIn("seek (a) by name", shell.ask("EXPLAIN MATCH (a {name: 'Russia'}) RETURN a;"))

    def test_greeting(self):
        shell = Terminal()
        self.assertIn(example.GRAPH, shell.until(PROMPT))
        self.assertEqual(shell.leave(), 0)
        os.close(shell.descriptor)

    def test_timeout_and_memory(self):
        with Terminal("--timeout", "0.3") as shell:
            self.assertIn("took longer than 300 ms", shell.ask(ENDLESS))
        with Terminal("--memory", "1") as shell:
            self.assertIn("more than 1 MB", shell.ask("UNWIND range(1, 20000) AS x UNWIND range(1, 50) AS y RETURN collect(toString(x * y));"))


class Interrupts(unittest.TestCase):
    def test_what_is_typed_is_forgotten(self):
        with Terminal() as shell:
            shell.ask("MATCH (n)", end=MORE)
            shell.type("RETURN nosuch")
            shell.until("nosuch")
            shell.type(CTRL_C)
            shell.until("^C\n" + PROMPT)
            self.assertIn("\n1\n", shell.ask("RETURN 1;"))

    def test_a_query_is_stopped(self):
        with Terminal() as shell:
            for _ in range(2):
                shell.type(ENDLESS + "\r")
                shell.until("\n")
                time.sleep(0.3)
                begun = time.monotonic()
                shell.type(CTRL_C)
                self.assertIn("\nentente: the query was stopped\n", shell.until(PROMPT))
                self.assertLess(time.monotonic() - begun, example.LIMIT / 4)
            self.assertIn("\n1\n", shell.ask("RETURN 1;"))
            self.assertEqual(shell.leave(), 0)

    def test_an_answer_is_cut_off(self):
        with Terminal("--format", "jsonl") as shell:
            shell.type("UNWIND range(1, 10000000) AS x RETURN x;\r")
            shell.until('{"x":1000}')
            shell.type(CTRL_C)
            self.assertRegex(shell.until(PROMPT), r"entente: the (answer was cut off|query was stopped)\n\Z")
            self.assertIn('{"x":1}\n', shell.ask("RETURN 1 AS x;"))


class Completion(unittest.TestCase):
    def test_one_word(self):
        with Terminal() as shell:
            shell.ask(":param who Iran")
            for typed, line in (("mat\t", "MATCH "), ("MATCH (n:Sta\t", "MATCH (n:State"), ("MATCH (n:!sta\t", "MATCH (n:!State"),
                                ("MATCH (n:Person|Sta\t", "MATCH (n:Person|State"), ("MATCH ()-[r:SUPP\t", "MATCH ()-[r:SUPPORTS"),
                                ("MATCH ()-[:MEETS|hos\t", "MATCH ()-[:MEETS|HOSTS"), ("MATCH (n {wiki\t", "MATCH (n {wikidata"),
                                ("MATCH (n) WHERE n.lati\t", "MATCH (n) WHERE n.latitude"), ("MATCH (n) WHERE n:Sta\t", "MATCH (n) WHERE n:State"),
                                ("RETURN relationsh\t", "RETURN relationships("), ("RETURN toup\t", "RETURN toUpper("),
                                ("RETURN date.trunc\t", "RETURN date.truncate("), ("RETURN $wh\t", "RETURN $who"),
                                ("MATCH (attacker)-->(b) RETURN atta\t", "MATCH (attacker)-->(b) RETURN attacker"),
                                ("MATCH (n) WHERE EXISTS { optio\t", "MATCH (n) WHERE EXISTS { OPTIONAL "),
                                ("RETURN [x IN [1] | toup\t", "RETURN [x IN [1] | toUpper("), (":par\t", ":param"),
                                ("MATCH (n {name: 'north k\t", "MATCH (n {name: 'North Korea'"), ('MATCH (n {name: "Magdalena A\t', 'MATCH (n {name: "Magdalena Andersson"'), (":form\t", ":format "),
                                ("RETURN 'été' AS x ORD\t", "RETURN 'été' AS x ORDER "), ("\tRETURN", "  RETURN")):
                with self.subTest(typed):
                    self.assertEqual(shell.completed(typed), (line, []))

    def test_several_words_are_listed(self):
        with Terminal() as shell:
            self.assertEqual(shell.completed("MATCH ()-[r:a\t\t"), ("MATCH ()-[r:A", ["ACCUSES", "AGREES_WITH", "AIDS", "ALLIED_WITH", "APOLOGIZES_TO",
                                                                                    "ATTACKS", "AT_WAR_WITH"]))
            line, words = shell.completed(":\t")
            self.assertEqual(line, ":")
            self.assertLessEqual({":help", ":param", ":quit"}, set(words))

    def test_nothing_in_texts_and_comments(self):
        with Terminal() as shell:
            for typed in "RETURN 'matxyz\t", "RETURN '\t", "RETURN `mat\t", "// mat\t", "RETURN 1 /* mat\t", "RETURN 12\t", "MATCH (n:Nosuch\t":
                with self.subTest(typed):
                    self.assertEqual(shell.completed(typed), (typed.rstrip("\t"), []))

    def test_in_the_next_line(self):
        with Terminal() as shell:
            shell.ask("MATCH (n", end=MORE)
            shell.type(":Sta\t) RETURN count(n) AS states;\r")
            shell.until("State) RETURN")
            self.assertIn("states\n", shell.until(PROMPT))

    def test_every_property_of_the_graph(self):
        with Terminal("--format", "jsonl") as shell:
            shell.ask(":timing off")
            _, words = shell.completed("RETURN n.\t")
            for pattern in "MATCH (n)", "MATCH ()-[n]->()", "MATCH ()-[r]->() UNWIND claims(r) AS n":
                for line in shell.ask(f"{pattern} UNWIND keys(n) AS key RETURN DISTINCT key;").splitlines():
                    self.assertIn(json.loads(line)["key"], words)

    def test_every_label_and_type(self):
        with Terminal("--format", "jsonl") as shell:
            shell.ask(":timing off")
            for start, query in (("MATCH (n:\t", "MATCH (n) UNWIND labels(n) AS x RETURN DISTINCT x;"),
                                 ("MATCH ()-[r:\t", "MATCH ()-[r]->() RETURN DISTINCT type(r) AS x;")):
                _, words = shell.completed(start)
                self.assertEqual(len(words), len(set(words)))
                self.assertLessEqual({json.loads(line)["x"] for line in shell.ask(query).splitlines()}, set(words))


class History(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="home-", dir=example.FOLDER)
        self.file = os.path.join(self.home, "state/entente/history")
        self.variables = {"HOME": self.home, "XDG_STATE_HOME": os.path.join(self.home, "state")}

    def content(self):
        with open(self.file, encoding="utf-8") as file:
            return file.read()

    def write(self, text):
        os.makedirs(os.path.dirname(self.file))
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(text)

    def test_is_kept_and_found_again(self):
        with Terminal(**self.variables) as shell:
            shell.ask("MATCH (n {name: 'Russia'}) // who\\", end=MORE)
            shell.ask("RETURN n.id;")
            shell.ask(":timing off")
            shell.ask(":timing off")
            shell.ask("")
            shell.leave()
        self.assertEqual(self.content(), "MATCH (n {name: 'Russia'}) // who\\\\\\nRETURN n.id;\n:timing off\n")
        with Terminal(**self.variables) as shell:
            shell.type(UP + UP + "\r")
            shell.until("RETURN n.id;")
            self.assertIn("state:RUS", shell.until(PROMPT))

    def test_only_the_owner_reads_it(self):
        with Terminal(**self.variables) as shell:
            shell.ask("RETURN 1;")
        self.assertEqual(stat.S_IMODE(os.stat(self.file).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(os.path.dirname(self.file)).st_mode), 0o700)
        os.chmod(self.file, 0o644)
        with Terminal(**self.variables) as shell:
            shell.ask("RETURN 2;")
        self.assertEqual(stat.S_IMODE(os.stat(self.file).st_mode), 0o600)
        self.assertEqual(self.content(), "RETURN 1;\nRETURN 2;\n")

    def test_in_the_home_folder(self):
        with Terminal(HOME=self.home) as shell:
            self.assertIn(os.path.join(self.home, ".local/state/entente/history"), shell.ask(":help"))
        self.assertTrue(os.path.exists(os.path.join(self.home, ".local/state/entente/history")))

    def test_none(self):
        with Terminal("--no-history", **self.variables) as shell:
            self.assertIn("is not kept", shell.ask(":help"))
            shell.ask("RETURN 1 AS a;")
            shell.type(UP + "\r")  # as long as the shell lives
            self.assertIn("a\n1\n", shell.until(PROMPT))
        self.assertEqual(os.listdir(self.home), [])

    def test_what_is_abandoned_is_not_kept(self):
        with Terminal(**self.variables) as shell:
            shell.ask("RETURN", end=MORE)
            shell.type("'secret'" + CTRL_C)
            shell.until(PROMPT)
            shell.ask("RETURN 1;")
        self.assertEqual(self.content(), "RETURN 1;\n")

    def test_is_cut_where_it_is_long(self):
        self.write("".join(f"RETURN {i};\n" for i in range(2500)))
        with Terminal(**self.variables) as shell:
            shell.type(UP + "\r")
            shell.until("RETURN 2499;")
            shell.until(PROMPT)
        self.assertEqual(self.content(), "".join(f"RETURN {i};\n" for i in range(1500, 2500)) + "RETURN 2499;\n")
        self.assertEqual(os.listdir(os.path.dirname(self.file)), ["history"])

    def test_where_it_cannot_be_kept(self):
        with open(os.path.join(self.home, "state"), "w", encoding="utf-8"):
            pass  # a file where a folder should be
        with Terminal(**self.variables) as shell:
            self.assertIn("cannot be written", shell.ask("RETURN 1;"))
            self.assertNotIn("cannot be written", shell.ask("RETURN 2;"))


class Commands(unittest.TestCase):
    def test_help_lists_all(self):
        with Terminal() as shell:
            text = shell.ask(":help")
            for command in "help", "param", "params", "format", "timing", "include", "reference", "as-of", "during", "refresh", "quit":
                self.assertRegex(text, rf"(?m)^  :{command} ")

    def test_parameters(self):
        with Terminal("--format", "jsonl") as shell:
            shell.ask(":timing off")
            self.assertEqual(shell.ask(":params"), "")
            shell.ask(":param who South Africa")
            shell.ask(":param n => 3;")
            shell.ask(':param list ["a", 1]')
            self.assertEqual(shell.ask(":params"), ':param list ["a",1]\n:param n 3\n:param who "South Africa"\n')
            self.assertEqual(shell.ask("RETURN $who AS who, $n AS n, $list AS list;"), '{"who":"South Africa","n":3,"list":["a",1]}\n')
            shell.ask(":param n 4")
            self.assertEqual(shell.ask("RETURN $n AS n;"), '{"n":4}\n')
            self.assertIn(":param has a name and a value", shell.ask(":param who"))
            self.assertIn("$nobody is not given", shell.ask("RETURN $nobody;"))

    def test_formats(self):
        with Terminal() as shell:
            shell.ask(":timing off")
            for form, answer in ("table", "a\n1\n"), ("json", '[{"a":1}]\n'), ("jsonl", '{"a":1}\n'), ("csv", "a\n1\n"):
                self.assertEqual(shell.ask(f":format {form}"), "")
                self.assertEqual(shell.ask("RETURN 1 AS a;"), answer)
            for wrong in ":format", ":format xml", ":format graphml":
                self.assertIn("is no form", shell.ask(wrong))
            self.assertEqual(shell.ask("RETURN 1 AS a;"), "a\n1\n")

    def test_timing(self):
        with Terminal() as shell:
            self.assertIn("1 row in", shell.ask("RETURN 1;"))
            shell.ask(":timing off")
            self.assertEqual(shell.ask("RETURN 1 AS a;"), "a\n1\n")
            self.assertIn(":timing is off", shell.ask(":timing"))
            shell.ask(":timing on")
            self.assertIn("1 row in", shell.ask("RETURN 1;"))

    def test_include(self):
        planned = "MATCH ({name: 'Prabowo Subianto'})-[r:VISITS]->({name: 'Peru'}) RETURN r.planned AS n;"
        with Terminal() as shell:
            self.assertIn("0 rows", shell.ask(planned))
            shell.ask(":include on")
            self.assertIn("1 row ", shell.ask(planned))
            self.assertIn(":include is on", shell.ask(":include planned"))
            shell.ask(":include off")
            self.assertIn("0 rows", shell.ask(planned))
        with Terminal("--include") as shell:
            self.assertIn("1 row ", shell.ask(planned))

    def test_reference(self):
        members = "MATCH (a)-[r:MEMBER_OF]->({name: 'UN'}) RETURN count(*) AS n;"
        with Terminal("--format", "jsonl", "--reference") as shell:
            shell.ask(":timing off")
            self.assertNotEqual(shell.ask(members), '{"n":0}\n')
            shell.ask(":reference off")
            self.assertEqual(shell.ask(members), '{"n":0}\n')
            self.assertIn(":reference is off", shell.ask(":reference perhaps"))

    def test_a_part_of_time(self):
        known = "MATCH (d:Document) RETURN count(*) AS articles;"
        days = "MATCH ()-[r]->() RETURN min(r.first) AS first, max(r.last) AS last;"
        with Terminal("--format", "jsonl") as shell:
            shell.ask(":timing off")
            self.assertEqual(shell.ask(known), '{"articles":14}\n')
            shell.ask(":as-of 2023")
            self.assertEqual(shell.ask(known), '{"articles":3}\n')
            self.assertIn("is no date", shell.ask(":as-of yesterday"))
            self.assertEqual(shell.ask(known), '{"articles":3}\n')
            shell.ask(":refresh")
            self.assertEqual(shell.ask(known), '{"articles":3}\n')
            shell.ask(":as-of off")
            shell.ask(":during 1999")
            self.assertEqual(shell.ask(days), '{"first":"1999-01-01","last":"1999-01-01"}\n')
            shell.ask(":during off")
            self.assertEqual(shell.ask(known), '{"articles":14}\n')
        with Terminal("--format", "jsonl", "--as-of", "2023") as shell:
            self.assertIn('{"articles":3}\n', shell.ask(known))

    def test_refresh(self):
        graph = os.path.join(example.FOLDER, "growing")
        count = "MATCH (d:Document) RETURN count(*) AS articles;"

        def ingest(id):
            subprocess.run([example.PROGRAM, "ingest", "--from", "jsonl", "-"], env=example.environment(ENTENTE_GRAPH=graph), check=True, capture_output=True, timeout=example.LIMIT,
                           input=json.dumps({"id": id, "lang": "en", "text": "Turkey attacked Syria."}).encode())
        ingest("a")
        with Terminal("--format", "jsonl", ENTENTE_GRAPH=graph) as shell:
            ingest("b")
            self.assertIn('{"articles":1}\n', shell.ask(count))
            shell.ask(":refresh")
            self.assertIn('{"articles":2}\n', shell.ask(count))
            os.rename(graph, graph + "-away")
            self.assertIn("there is no graph", shell.ask(":refresh"))
            self.assertIn('{"articles":2}\n', shell.ask(count))


class InPipe(unittest.TestCase):
    def run_shell(self, script, *arguments, code=0, **variables):
        done = subprocess.run([example.PROGRAM, "shell", *arguments], env=example.environment(**variables), capture_output=True, timeout=example.LIMIT,
                              input=script if isinstance(script, bytes) else script.encode())
        self.assertEqual(done.returncode, code, done.stderr.decode(errors="replace"))
        return done.stdout.decode(), done.stderr.decode()

    SCRIPT = """:param who Russia
// Two questions; and a comment
MATCH ({name: $who})-[:ATTACKS]->(b)  // ';' between
RETURN b.name; RETURN 1 AS a,
2 AS b;
:param who Iran

RETURN $who + ';' AS who
"""

    def test_a_script_answers_as_query_does(self):
        for form in "table", "json", "jsonl", "csv":
            query = subprocess.run([example.PROGRAM, "query", "-f", "-", "--format", form], env=example.environment(), capture_output=True, timeout=example.LIMIT,
                                   input=self.SCRIPT.encode())
            self.assertIn(b"Iran;", query.stdout)
            self.assertEqual(self.run_shell(self.SCRIPT, "--format", form), (query.stdout.decode(), ""), form)

    def test_commands_of_the_shell(self):
        out, message = self.run_shell(":format csv\nRETURN 1 AS a;\n:timing on\nRETURN 'x' AS b;\n:quit\nRETURN 3 AS c;")
        self.assertEqual(list(csv.reader(io.StringIO(out, newline=""))), [["a"], ["1"], [], ["b"], ["x"]])
        self.assertRegex(message, r"\A1 row in \d+\.\d ms\n\Z")

    def test_the_last_statement_needs_no_semicolon(self):
        self.assertEqual(self.run_shell("RETURN 1\nAS a")[0], "a\n1\n")
        self.assertEqual(self.run_shell("RETURN 1 AS a; // done")[0], "a\n1\n")

    def test_the_end_in_the_middle_of_a_statement(self):
        for script in "MATCH (n", "RETURN 1;\nRETURN 'open;\n", "RETURN":
            out, message = self.run_shell(script, code=2)
            self.assertIn("line ", message, script)
            self.assertNotIn("open", out)

    def test_the_first_mistake_ends_it(self):
        out, message = self.run_shell("RETURN 1 AS a;\n\n:timing off\nRETURN 2;RETURN\n nosuch;\nRETURN 3 AS c;", code=2)
        self.assertEqual(out, "a\n1\n\n2\n2\n")
        self.assertEqual(message, "entente: line 5, column 2: variable 'nosuch' is not defined\n")
        out, message = self.run_shell(":sesame\nRETURN 1;", code=2)
        self.assertEqual(out, "")
        self.assertIn("':sesame' is no command", message)

    def test_nothing_found_and_nothing_asked(self):
        self.assertEqual(self.run_shell("UNWIND [] AS a RETURN a; RETURN 2 AS b", code=1)[0], "a\n\nb\n2\n")
        for script in "", "\n\n", "// nothing\n", ";;\n":
            self.assertEqual(self.run_shell(script), ("", ""))

    def test_bad_utf8(self):
        out, message = self.run_shell(b"RETURN 1 AS a;\nRETURN '\xff';\nRETURN 2 AS b;", code=2)
        self.assertEqual(out, "a\n1\n")
        self.assertIn("line 2, byte 9: is not UTF-8", message)

    def test_windows_lines(self):
        self.assertEqual(self.run_shell(":param who Iran\r\n:format jsonl\r\nRETURN\r\n$who AS who;\r\n:quit\r\n")[0], '{"who":"Iran"}\n')

    def test_answers_come_while_lines_do(self):
        running = subprocess.Popen([example.PROGRAM, "shell", "--format", "jsonl"], env=example.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for n in range(3):
            running.stdin.write(f"RETURN {n} AS n;\n".encode())
            running.stdin.flush()
            self.assertEqual(json.loads(running.stdout.readline()), {"n": n})
        running.communicate(timeout=example.LIMIT)
        self.assertEqual(running.returncode, 0)

    def test_no_history(self):
        home = tempfile.mkdtemp(prefix="home-", dir=example.FOLDER)
        self.run_shell("RETURN 1;", HOME=home)
        self.assertEqual(os.listdir(home), [])

    def test_interrupts(self):
        for script in ENDLESS + "\nRETURN 1;", "UNWIND range(1, 10000000) AS x RETURN x;":
            running = subprocess.Popen([example.PROGRAM, "shell", "--format", "jsonl"], env=example.environment(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.PIPE)
            running.stdin.write(script.encode())
            running.stdin.close()
            time.sleep(1)
            running.send_signal(signal.SIGINT)
            message = running.stderr.read()
            running.stderr.close()
            self.assertEqual(running.wait(example.LIMIT), 130, message)

    def test_an_interrupt_between_statements_ends_it(self):
        running = subprocess.Popen([example.PROGRAM, "shell"], env=example.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        running.stdin.write(b"RETURN 1 AS a;\n")
        running.stdin.flush()
        self.assertEqual(running.stdout.readline(), b"a\n")
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        self.assertEqual(running.wait(example.LIMIT), -signal.SIGINT)
        running.communicate()

    def test_a_reader_that_goes(self):
        running = subprocess.Popen([example.PROGRAM, "shell", "--format", "jsonl"], env=example.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        running.stdin.write(b"UNWIND range(1, 200000) AS x RETURN x; RETURN 1;")
        running.stdin.close()
        self.assertTrue(running.stdout.readline())
        running.stdout.close()
        message = running.stderr.read()
        running.stderr.close()
        self.assertEqual((running.wait(example.LIMIT), message), (0, b""))

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_a_full_disk(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([example.PROGRAM, "shell"], input=b"RETURN 1;", env=example.environment(), stdout=full, stderr=subprocess.PIPE, timeout=example.LIMIT)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"standard output: cannot be written", done.stderr)

    def test_no_graph_and_bad_dates(self):
        _, message = self.run_shell("RETURN 1;", code=2, ENTENTE_GRAPH=os.path.join(example.FOLDER, "absent"))
        self.assertIn("there is no graph", message)
        self.assertIn("is no date", self.run_shell("RETURN 1;", "--during", "yesterday", code=2)[1])

    def test_every_flag_is_explained(self):
        with open(os.path.join(example.SOURCE, "docs", "query.md"), encoding="utf-8") as file:
            text = file.read()
        done = subprocess.run([example.PROGRAM, "shell", "--help"], env=example.environment(), capture_output=True, timeout=example.LIMIT)
        for flag in re.findall(r"(?m)^  (--[\w-]+)", done.stdout.decode()):
            if flag != "--help":
                self.assertIn(flag, text)
        for command in re.findall(r"(?m)^  (:[\w-]+)", self.run_shell(":help\n")[0]):
            self.assertIn(f"`{command}", text)


if __name__ == "__main__":
    example.main(__doc__)
