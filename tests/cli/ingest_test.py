"""usage: ingest_test.py PROGRAM SOURCE [TEST...]

What 'entente ingest' and 'entente watch' do with addresses, feeds, folders and runs that are broken off; against a server of this test."""

import contextlib
import gzip
import http.server
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest

import example

LIMIT = example.LIMIT
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Kabar Uji</title><link>http://127.0.0.1/</link>{items}</channel></rss>"""


def item(port, number, text):
    return (f"<item><title>Item {number}</title><link>http://127.0.0.1:{port}/page/{number}</link><guid>item-{number}</guid>"
            f"<pubDate>Fri, 01 Mar 2024 08:00:00 +0000</pubDate><description>{text}</description></item>")


class Site(http.server.BaseHTTPRequestHandler):
    """Answers by the table `pages`: path -> (status, headers, body), or a function that makes it of the request; keeps what was asked for."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers), time.monotonic()))
        page = self.server.pages.get(self.path, (404, {}, b"nothing here"))
        status, headers, body = page(self) if callable(page) else page
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class IngestTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="entente-test-")
        self.addCleanup(shutil.rmtree, self.folder)

    def serve(self, pages):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
        server.pages, server.asked, server.daemon_threads = pages, [], True
        server.handle_error = lambda *connection: None  # a client that hangs up is a part of these tests
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server, f"http://127.0.0.1:{server.server_port}"

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return name

    def environment(self):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ENTENTE_") and not k.lower().endswith("_proxy")}
        return {**kept, "HOME": self.folder, "ENTENTE_GRAPH": self.path("graph"), "TERM": "xterm"}

    def run_program(self, *arguments, code=0, stdin=b""):
        done = subprocess.run([example.PROGRAM, *arguments], cwd=self.folder, env=self.environment(), input=stdin, capture_output=True, timeout=LIMIT)
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def documents(self):
        rows = self.run_program("query", "--format", "json", "MATCH (a:Document) RETURN a.id AS id, a.text AS text, a.outlet AS source ORDER BY id").stdout
        return {row["id"]: row for row in json.loads(rows)}

    def jsonl(self, count, first=0):
        return "".join(json.dumps({"id": f"a{n}", "lang": "en", "text": f"NATO condemned the attack on Kyiv, report {n}."}) + "\n"
                       for n in range(first, first + count))


class Addresses(IngestTest):
    def test_pages_lists_and_packed_files(self):
        server, address = self.serve({
            "/a.txt": (200, {"Content-Type": "text/plain"}, b"NATO condemned the attack on Kyiv."),
            "/old": (301, {"Location": "/list.jsonl"}, b""),
            "/list.jsonl": (200, {}, self.jsonl(3).encode()),
            "/packed": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"Russia attacked Ukraine.")),
        })
        done = self.run_program("ingest", f"{address}/a.txt", f"{address}/old", f"{address}/packed")
        self.assertIn("5 new, 0 replaced, 0 unchanged, 0 failed", done.stderr)
        self.assertEqual(set(self.documents()), {f"{address}/a.txt", "a0", "a1", "a2", f"{address}/packed"})
        self.assertEqual(self.documents()[f"{address}/packed"]["text"], "Russia attacked Ukraine.")
        self.assertIn("5 unchanged", self.run_program("ingest", f"{address}/a.txt", f"{address}/old", f"{address}/packed").stderr)
        for _, headers, _ in server.asked:
            self.assertRegex(headers["User-Agent"], r"^entente/\d")

    def test_one_host_is_not_hurried(self):
        server, address = self.serve({f"/{n}": (200, {}, f"Report {n}: Russia attacked Ukraine.".encode()) for n in range(3)})
        self.run_program("ingest", *(f"{address}/{n}" for n in range(3)))
        times = [at for _, _, at in server.asked]
        self.assertGreater(times[2] - times[0], 1.8)

    def test_what_cannot_be_had_is_told_and_costs_nothing_else(self):
        _, address = self.serve({"/a.txt": (200, {}, b"NATO condemned the attack on Kyiv."), "/broken": (500, {}, b"no"),
                                 "/away": (302, {"Location": "file:///etc/passwd"}, b""), "/loop": (302, {"Location": "/loop"}, b"")})
        done = self.run_program("ingest", f"{address}/none", f"{address}/broken", f"{address}/away", f"{address}/loop", "http://127.0.0.1:9/",
                                f"{address}/a.txt", code=1)
        self.assertIn("1 new, 0 replaced, 0 unchanged, 5 failed", done.stderr)
        for part in f"{address}/none: is not there for us (HTTP 404)", f"{address}/broken: the server answers HTTP 500", "http://127.0.0.1:9/: cannot be fetched":
            self.assertIn(part, done.stderr)
        self.assertNotIn("root:", "".join(row["text"] for row in self.documents().values()))

    def test_a_busy_host_is_asked_again_when_it_says(self):
        answers = iter([(429, {"Retry-After": "1"}, b""), (200, {}, b"NATO condemned the attack on Kyiv.")])
        _, address = self.serve({"/a": lambda request: next(answers)})
        self.assertIn("1 new", self.run_program("ingest", f"{address}/a").stderr)

    def test_an_answer_without_end_is_cut(self):
        def pour(request):
            request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n")
            bomb = gzip.compress(b"0" * (300 << 20))
            with contextlib.suppress(ConnectionError):
                request.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(bomb), bomb))
            return 200, {}, b""
        _, address = self.serve({"/bomb": pour})
        self.assertIn("is larger than 256 MiB; download it, and read the file", self.run_program("ingest", f"{address}/bomb", code=1).stderr)

    def test_nothing_is_fetched_unless_named(self):
        server, address = self.serve({})
        self.write("a.txt", f"NATO condemned the attack on Kyiv. See {address}/page.")
        self.run_program("ingest", "a.txt")
        self.assertEqual(server.asked, [])


class Watching(IngestTest):
    def feed(self, numbers, **headers):
        def answer(request):
            port = request.server.server_port
            tag = f'"{"-".join(map(str, numbers))}"'
            if request.headers.get("If-None-Match") == tag:
                return 304, {"ETag": tag}, b""
            items = "".join(item(port, n, f"Russia attacked Ukraine, summary {n}.") for n in numbers)
            return 200, {"ETag": tag, "Content-Type": "application/rss+xml", **headers}, RSS.format(items=items).encode()
        return answer

    def due(self):
        """Lets every feed be asked again at once."""
        with open(self.path("graph.watch.json"), encoding="utf-8") as file:
            state = json.load(file)
        for feed in state["feeds"].values():
            feed["next"] = 0
        self.write("graph.watch.json", json.dumps(state))

    def test_a_feed_brings_what_is_new_and_is_not_asked_again_too_soon(self):
        pages = {"/rss": self.feed([1, 2])}
        server, address = self.serve(pages)
        self.assertIn("2 new, 0 replaced", self.run_program("watch", "--once", f"{address}/rss").stderr)
        self.assertEqual({row["source"] for row in self.documents().values()}, {"Kabar Uji"})
        self.run_program("watch", "--once", f"{address}/rss")
        self.assertEqual(len(server.asked), 1, "asked again before its time")
        self.due()
        self.assertEqual(self.run_program("watch", "--once", f"{address}/rss").stderr, "")
        self.assertEqual(server.asked[1][1]["If-None-Match"], '"1-2"')
        pages["/rss"] = self.feed([2, 3])
        self.due()
        self.assertIn("1 new, 0 replaced, 1 unchanged", self.run_program("watch", "--once", f"{address}/rss").stderr)

    def test_a_server_that_wants_rest_gets_it(self):
        _, address = self.serve({"/rss": self.feed([1], **{"Cache-Control": "max-age=7200"})})
        self.run_program("watch", "--once", "--interval", "1", f"{address}/rss")
        with open(self.path("graph.watch.json"), encoding="utf-8") as file:
            self.assertGreater(json.load(file)["feeds"][f"{address}/rss"]["next"], time.time() + 7000)

    def test_pages_of_items_are_followed_once_and_where_robots_may(self):
        pages = {"/rss": self.feed([1, 2, 3]), "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /page/2\n")}
        for n in 1, 2:
            pages[f"/page/{n}"] = (200, {"Content-Type": "text/html"}, (
                f"<html><head><title>Page {n}</title></head><body><article><h1>Page {n}</h1><p>" +
                f"Russia attacked Ukraine again on Friday, the government said in report {n}. " * 8 + "</p></article></body></html>").encode())
        server, address = self.serve(pages)
        done = self.run_program("watch", "--once", "--follow", f"{address}/rss")
        self.assertIn("3 new", done.stderr)
        self.assertIn(f"{address}/page/2: its host does not want programs to fetch it", done.stderr)
        self.assertIn(f"{address}/page/3: is not there for us (HTTP 404); the feed's own text is read", done.stderr)
        texts = sorted(row["text"] for row in self.documents().values())
        self.assertEqual(len([text for text in texts if "report 1" in text]), 1)
        self.assertEqual(len([text for text in texts if text.startswith("Russia attacked Ukraine, summary")]), 2)
        asked = len(server.asked)
        pages["/rss"] = self.feed([1, 2, 3, 4])
        self.due()
        self.assertIn("1 new, 0 replaced, 0 unchanged", self.run_program("watch", "--once", "--follow", f"{address}/rss").stderr)
        self.assertEqual([path for path, _, _ in server.asked[asked:]], ["/rss", "/robots.txt", "/page/4"])

    def test_a_feed_that_is_away_costs_no_other(self):
        _, address = self.serve({"/rss": self.feed([1]), "/page": (200, {}, b"<html><body><p>short</p></body></html>")})
        done = self.run_program("watch", "--once", f"{address}/none", f"{address}/rss", code=1)
        self.assertIn(f"{address}/none: is not there for us", done.stderr)
        self.assertIn("1 new", done.stderr)

    def test_a_folder_brings_what_is_new_or_changed_until_it_is_stopped(self):
        self.write("in/one.txt", "NATO condemned the attack on Kyiv.")
        watch = subprocess.Popen([example.PROGRAM, "watch", "in"], cwd=self.folder, env=self.environment(), stderr=subprocess.PIPE, text=True)
        lines = []
        reader = threading.Thread(target=lambda: lines.extend(iter(watch.stderr.readline, "")), daemon=True)
        reader.start()

        def wait_for(text):
            deadline = time.monotonic() + LIMIT
            while not any(text in line for line in lines):
                self.assertLess(time.monotonic(), deadline, f"no '{text}' in {lines}")
                time.sleep(0.05)
        try:
            wait_for("in: 1 new, 0 replaced")
            lines.clear()
            self.write("in/two.txt", "Russia attacked Ukraine.")
            wait_for("in: 1 new, 0 replaced")
            lines.clear()
            self.write("in/one.txt", "NATO praised Ukraine.")
            wait_for("in: 0 new, 1 replaced")
            self.run_program("stats")  # others may read meanwhile
        finally:
            watch.send_signal(signal.SIGTERM)
            self.assertEqual(watch.wait(LIMIT), 0)
            reader.join(LIMIT)
            watch.stderr.close()
        self.assertEqual(self.run_program("watch", "--once", "in").stderr, "", "what was dealt with is not read again")

    def test_a_state_that_is_none_is_refused(self):
        self.write("graph.watch.json", "[]")
        self.assertIn("is no state of 'entente watch'", self.run_program("watch", "--once", "in", code=2).stderr)


class BrokenOff(IngestTest):
    def test_a_run_goes_on_where_it_was_killed(self):
        count = 3000
        self.write("big/1.jsonl", self.jsonl(count))
        self.write("big/2.jsonl", self.jsonl(500, first=count))
        first = subprocess.Popen([example.PROGRAM, "ingest", "--quiet", "big"], cwd=self.folder, env=self.environment(), stderr=subprocess.DEVNULL)
        journal, deadline = self.path("graph.progress"), time.monotonic() + LIMIT
        while not (os.path.exists(journal) and os.path.getsize(journal) > 0):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.005)
        first.kill()
        first.wait()
        done = self.run_program("ingest", "--resume", "big")
        self.assertEqual(len(self.documents()), count + 500)
        new, unchanged = (int(done.stderr.split(word)[0].split()[-1]) for word in (" new,", " unchanged,"))
        self.assertLess(new + unchanged, count + 500, "nothing was passed over")
        self.assertFalse(os.path.exists(journal), "a run that came to its end leaves nothing to go on with")
        self.assertIn(f"0 new, 0 replaced, {count + 500} unchanged", self.run_program("ingest", "--resume", "big").stderr)

    def test_a_file_that_changed_is_read_again(self):
        self.write("a.jsonl", self.jsonl(3))
        state = os.stat(self.path("a.jsonl"))
        note = {"path": "a.jsonl", "size": state.st_size, "changed": state.st_mtime_ns, "given": 2, "done": False}
        self.write("graph.progress", json.dumps(note) + "\n{\"path\": \"cut")
        self.assertIn("1 new", self.run_program("ingest", "--resume", "a.jsonl").stderr)
        self.write("graph.progress", json.dumps({**note, "changed": 1}) + "\n")
        self.assertIn("2 new, 0 replaced, 1 unchanged", self.run_program("ingest", "--resume", "a.jsonl").stderr)
        self.write("graph.progress", json.dumps({**note, "done": True}) + "\n")
        done = self.run_program("ingest", "--resume", "a.jsonl")
        self.assertIn("1 inputs were read to their end before", done.stderr)
        self.assertIn("0 new, 0 replaced, 0 unchanged", done.stderr)

    def test_failed_articles_can_be_mended_and_read_in(self):
        self.write("a.jsonl", self.jsonl(1) + '{"id": "x", "text": "Bla bla.", "lang": "xx", "desk": "foreign"}\n' + "{broken\n")
        self.assertIn("1 new, 0 replaced, 0 unchanged, 2 failed", self.run_program("ingest", "--failed-to", "f.jsonl", "a.jsonl", code=1).stderr)
        with open(self.path("f.jsonl"), encoding="utf-8") as file:
            failed = [json.loads(line) for line in file]
        self.assertEqual({k: failed[0][k] for k in ("id", "text", "lang", "desk", "origin")},
                         {"id": "x", "text": "Bla bla.", "lang": "xx", "desk": "foreign", "origin": "a.jsonl:2"})
        self.assertIn("there are no data for language 'xx'", failed[0]["error"])
        self.assertEqual(list(failed[1]), ["error"])
        self.write("mended.jsonl", json.dumps({**failed[0], "lang": "en", "text": "Russia attacked Ukraine."}) + "\n")
        self.assertIn("1 new", self.run_program("ingest", "mended.jsonl").stderr)
        self.assertIn("cannot be written", self.run_program("ingest", "--failed-to", "no/such/folder", "a.jsonl", code=2).stderr)


if __name__ == "__main__":
    example.main(__doc__)
