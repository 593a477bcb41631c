"""Who does not get in, and what does not bring the server down: guard_test.py PROGRAM SOURCE"""

import concurrent.futures
import json
import re
import socket
import threading
import time
import unittest

from server import Server, example

READING = WRITING = None


def setUpModule():
    global READING, WRITING
    example.make()
    try:
        READING, WRITING = Server("--timeout", "2"), Server("--write")
    except BaseException:
        example.remove()
        raise


def tearDownModule():
    codes = [server.stop() for server in (READING, WRITING)]
    example.remove()
    assert codes == [0, 0], f"the servers ended with {codes}"


class Guarded(unittest.TestCase):
    """After each test both servers answer as before."""

    def tearDown(self):
        for server in (READING, WRITING):
            self.assertTrue(server.alive(), "the server does not answer any more")

    def status(self, raw):
        line = raw.split(b"\r\n", 1)[0].decode("latin-1")
        return int(line.split()[1]) if line.startswith("HTTP/1.1 ") else None


class Browsers(Guarded):
    """What a page elsewhere can make a browser send."""

    def test_host(self):
        own = f"127.0.0.1:{READING.port}"
        for host in (own, f"localhost:{READING.port}", f"LOCALHOST:{READING.port}", f"[::1]:{READING.port}"):
            self.assertEqual(READING.ask("GET", "/api/v1/info", headers={"Host": host})[0], 200, host)
        for host in ("evil.example", f"evil.example:{READING.port}", "127.0.0.1", "127.0.0.1:1", "localhost", "", "127.0.0.1.evil.example",
                     f"{own}.evil.example", f"evil@{own}", f" {own}x", "0.0.0.0:" + str(READING.port), f"{own}/", f"127.0.0.2:{READING.port}"):
            for path in ("/", "/api/v1/info", "/api/v1/openapi.json", "/nothing"):
                status, _, body = READING.ask("GET", path, headers={"Host": host})
                self.assertEqual((status, b"forbidden" in body), (403, True), (host, path))

    def test_host_must_be_there_and_once(self):
        self.assertEqual(self.status(READING.raw(b"GET /api/v1/info HTTP/1.1\r\n\r\n")), 403)
        self.assertEqual(self.status(READING.raw(b"GET /api/v1/info HTTP/1.0\r\n\r\n")), 403)
        both = f"GET /api/v1/info HTTP/1.1\r\nHost: 127.0.0.1:{READING.port}\r\nHost: evil.example\r\n\r\n".encode()
        self.assertIn(self.status(READING.raw(both)), (400, 403))

    def test_origin(self):
        own = f"http://127.0.0.1:{READING.port}"
        self.assertEqual(READING.ask("GET", "/api/v1/info", headers={"Origin": own})[0], 200)
        for origin in ("http://evil.example", "null", "https://127.0.0.1:" + str(READING.port), "http://127.0.0.1", "http://localhost:1", own + ".evil.example",
                       "file://", own + "/"):
            status, headers, _ = READING.ask("GET", "/api/v1/info", headers={"Origin": origin})
            self.assertEqual(status, 403, origin)
            self.assertNotIn("access-control-allow-origin", headers)

    def test_other_sites(self):
        for site in ("cross-site", "same-site"):
            self.assertEqual(READING.ask("GET", "/api/v1/info", headers={"Sec-Fetch-Site": site})[0], 403)
            self.assertEqual(READING.ask("GET", "/", headers={"Sec-Fetch-Site": site})[0], 200, "a link to the page may be followed")
        for site in ("same-origin", "none"):
            self.assertEqual(READING.ask("GET", "/api/v1/info", headers={"Sec-Fetch-Site": site})[0], 200)

    def test_no_cors(self):
        for method in ("OPTIONS", "PUT", "DELETE", "PATCH"):
            status, headers, _ = READING.ask(method, "/api/v1/query", headers={"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"})
            self.assertEqual(status, 403)
            self.assertFalse([name for name in headers if name.startswith("access-control")])
            self.assertEqual(READING.ask(method, "/api/v1/query")[0], 405)

    def test_only_json_is_posted(self):
        body = b'{"query": "RETURN 1"}'
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/jsonp", "text/json"):
            self.assertEqual(READING.ask("POST", "/api/v1/query", body, {"Content-Type": kind})[0], 415, kind)
        for kind in ("application/json", "application/json; charset=utf-8", "Application/JSON"):
            self.assertEqual(READING.ask("POST", "/api/v1/query", body, {"Content-Type": kind})[0], 200, kind)

    def test_headers(self):
        for path in ("/", "/api/v1/info", "/nothing", "/api/v1/node?id=x"):
            _, headers, _ = READING.ask("GET", path)
            policy = headers["content-security-policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertIn("frame-ancestors 'none'", policy)
            self.assertIn("script-src 'self'", policy)
            self.assertNotRegex(policy, "unsafe|https?:|\\*")
            for name, value in (("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"), ("cross-origin-opener-policy", "same-origin"),
                                ("cross-origin-resource-policy", "same-origin")):
                self.assertEqual(headers[name], value, (path, name))

    def test_a_refused_body_is_not_the_next_request(self):
        own = f"127.0.0.1:{READING.port}"
        inner = f"GET /api/v1/info HTTP/1.1\r\nHost: {own}\r\n\r\n"
        for head in ("POST /api/v1/query HTTP/1.1\r\nContent-Type: text/plain\r\n", "GET /api/v1/info HTTP/1.1\r\n", "PUT /api/v1/info HTTP/1.1\r\n",
                     "POST /api/v1/query HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"):
            raw = READING.raw(f"{head}Host: {own}\r\nContent-Length: {len(inner)}\r\n\r\n{inner}".encode())
            self.assertEqual(raw.count(b"HTTP/1.1 "), 1, (head, raw))
            self.assertNotIn(b'"version"', raw)


class Token(Guarded):
    JUDGEMENT = {"verdict": "same", "a": "state:RUS", "b": "force:RUS", "reason": "for a test"}

    def test_writing_needs_the_token(self):
        right = WRITING.token
        for token in (None, "", "0" * 64, right[:-1], right + "0", right.upper() if right.upper() != right else "x", right[::-1]):
            for path, body in (("/judgements", self.JUDGEMENT), ("/judgements/undo", {"number": 1})):
                status, answer = WRITING.post(path, body, token)
                self.assertEqual((status, answer["error"]["code"]), (401, "unauthorized"), token)
        self.assertEqual(WRITING.get("/judgements")[1]["total"], 0)

    def test_the_token_is_nowhere_to_read(self):
        for path in ("/", "/api/v1/info", "/api/v1/openapi.json", "/api/v1/judgements"):
            status, headers, body = WRITING.ask("GET", path)
            self.assertEqual(status, 200)
            self.assertNotIn(WRITING.token.encode(), body + json.dumps(headers).encode())

    def test_a_server_that_reads_only(self):
        for token in (None, WRITING.token):
            status, answer = READING.post("/judgements", self.JUDGEMENT, token)
            self.assertEqual((status, answer["error"]["code"]), (403, "read_only"))

    def test_right_token_from_elsewhere(self):
        headers = {"Content-Type": "application/json", "X-Entente-Token": WRITING.token}
        body = json.dumps(self.JUDGEMENT)
        self.assertEqual(WRITING.ask("POST", "/api/v1/judgements", body, {**headers, "Origin": "http://evil.example"})[0], 403)
        self.assertEqual(WRITING.ask("POST", "/api/v1/judgements", body, {**headers, "Host": "evil.example"})[0], 403)
        self.assertEqual(WRITING.get("/judgements")[1]["total"], 0)


class Paths(Guarded):
    def test_nothing_outside_is_served(self):
        for path in ("/../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/index.html/../../web/guard.cc", "/./index.html",
                     "/index.html%00.js", "/%c0%ae%c0%ae/etc/passwd", "/api/v1/../../etc/passwd", "/api", "/api/", "/api/v", "/api/v1", "/api/v1/", "/api/v1info",
                     "/api/v1/info/", "/API/v1/info", "/api/v2/info", "/.git/config", "/CURRENT", "/\\..\\etc"):
            raw = READING.raw(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{READING.port}\r\nConnection: close\r\n\r\n".encode())
            self.assertEqual(self.status(raw), 404, (path, raw[:200]))
            self.assertNotIn(b"root:", raw)


class Strange(Guarded):
    """Requests that are none."""

    def request(self, line="GET /api/v1/info HTTP/1.1", *headers, body=b""):
        lines = [line, f"Host: 127.0.0.1:{READING.port}", *headers]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body

    def test_garbage(self):
        for raw in (b"\x00" * 5000, b"\xff\xfe\xfd" * 2000, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\r\n\r\n\r\n", b"GET / HTTP/1.1\r\nHost\r\n\r\n", b"GET  HTTP/1.1\r\n\r\n",
                    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 500, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"G" * 100_000, b"get / http/1.1\r\nhost: x\r\n\r\n"):
            answer = READING.raw(raw, shut=True)
            self.assertTrue(answer == b"" or self.status(answer) in (400, 403, 405, 414, 505), answer[:100])

    def test_large_heads(self):
        self.assertEqual(self.status(READING.raw(self.request("GET /api/v1/node?id=" + "x" * 20_000 + " HTTP/1.1"))), 414)
        self.assertIn(self.status(READING.raw(self.request("GET /" + "x" * 3_000 + " HTTP/1.1", "Connection: close"))), (404, 414))
        answer = READING.raw(self.request("GET /api/v1/info HTTP/1.1", "X-Long: " + "y" * 100_000, "Connection: close"))
        self.assertTrue(answer == b"" or self.status(answer) in (200, 400, 413, 431), answer[:100])
        endless = b"".join(b"X-%d: %s\r\n" % (i, b"z" * 1000) for i in range(3000))
        answer = READING.raw(b"GET /api/v1/info HTTP/1.1\r\n" + endless, shut=True)
        self.assertTrue(answer == b"" or self.status(answer) in (400, 413), answer[:100])

    def test_large_bodies(self):
        status, answer = READING.post("/query", b'{"query": "' + b"x" * (2 << 20) + b'"}')
        self.assertEqual((status, answer["error"]["code"]), (413, "too_large"))
        status, _ = READING.post("/query", {"query": "RETURN 1", "parameters": {"x": "y" * (900 << 10)}})
        self.assertEqual(status, 200)
        for length in ("99999999999999999999", "-1", "1e3", "0x10", "5, 5", "18446744073709551615", " "):
            raw = READING.raw(self.request("POST /api/v1/query HTTP/1.1", "Content-Type: application/json", "Content-Length: " + length, body=b"{}"), shut=True)
            self.assertIn(self.status(raw), (400, 411, 413), (length, raw[:200]))
        raw = READING.raw(self.request("POST /api/v1/query HTTP/1.1", "Content-Type: application/json"), shut=True)
        self.assertEqual(self.status(raw), 411)
        chunked = b"5\r\n{\"que\r\n0\r\n\r\n"
        raw = READING.raw(self.request("POST /api/v1/query HTTP/1.1", "Content-Type: application/json", "Transfer-Encoding: chunked", body=chunked))
        self.assertEqual(self.status(raw), 411)
        import gzip
        bomb = gzip.compress(b"0" * (50 << 20))
        raw = READING.raw(self.request("POST /api/v1/query HTTP/1.1", "Content-Type: application/json", "Content-Encoding: gzip", f"Content-Length: {len(bomb)}", body=bomb))
        self.assertEqual(self.status(raw), 411)

    def test_a_body_that_never_comes(self):
        head = self.request("POST /api/v1/query HTTP/1.1", "Content-Type: application/json", "Content-Length: 100")
        answer = READING.raw(head + b"{", shut=True)
        self.assertTrue(answer == b"" or self.status(answer) in (400, 413), answer[:100])

    def test_malformed_json(self):
        for body in (b"", b"{", b"[]", b"null", b"5", b'"x"', b'{"query": 5}', b'{"query": null}', b'{"query": "RETURN 1"', b'{"query": "RETURN 1"} x', b"\xff\xfe{\x00",
                     b'{"query": "\xff"}', b'{"query": "\\ud800"}', b'{"query": "RETURN 1", "limit": -1}', b'{"query": "RETURN 1", "limit": 1e99}', b"[" * 100_000,
                     b'{"query": "RETURN 1", "parameters": ' + b'{"a":' * 50_000, b'{"query": "RETURN 1", "parameters": [1]}', b'{"x": 1}', b'{"query": 1e999}'):
            status, answer = READING.post("/query", body)
            self.assertEqual((status, answer["error"]["code"]), (400, "invalid_input"), body[:60])
        for ids in (None, "x", [1], [None], {"a": 1}, ["x" * 5000], ["x"] * 1001):
            self.assertEqual(READING.post("/subgraph", {"ids": ids})[0], 400)

    def test_hostile_text(self):
        texts = ["\u0000", "a\u0000b", "\ufeff", "\u202e\u202d", "%", "%zz", "%%%", "'\"`;--", "<script>alert(1)</script>", "\\", "\r\nX-Injected: 1", "💥" * 200, "a" * 1001,
                 "${jndi:ldap://x}", "../../etc/passwd", "\ud7ff\ue000", "ﷺ" * 100, "Ａ", "i̇" * 300, "%ff%fe", "*", "a\u0301" * 300]
        for text in texts:
            for path, name in (("/search", "q"), ("/node", "id"), ("/article", "id"), ("/neighbours", "id"), ("/timeline", "id"), ("/graph", "type"), ("/graph", "during")):
                status, answer = READING.get(path, **{name: text})
                self.assertIn(status, (200, 400, 404), (path, text, answer))
            status, answer = READING.post("/query", {"query": "RETURN $x", "parameters": {"x": text}})
            self.assertEqual((status, answer["rows"]), (200, [[text]]), text)
            self.assertEqual(READING.post("/query", {"query": text})[0], 400)
        raw = READING.raw(self.request("GET /api/v1/search?q=%ff%c0%80 HTTP/1.1", "Connection: close"))
        self.assertEqual(self.status(raw), 400)
        raw = READING.raw(self.request("GET /api/v1/search?q=%0d%0aX-Injected:%201&%0d%0aX=1 HTTP/1.1", "Connection: close"))
        self.assertNotRegex(raw.split(b"\r\n\r\n")[0].decode("latin-1"), re.compile("(?m)^X-Injected"))

    def test_many_parameters(self):
        query = "&".join(f"p{i}={i}" for i in range(500))
        self.assertEqual(self.status(READING.raw(self.request(f"GET /api/v1/info?{query} HTTP/1.1", "Connection: close"))), 400)
        self.assertEqual(self.status(READING.raw(self.request("GET /api/v1/info?a=1&a=2 HTTP/1.1", "Connection: close"))), 400)
        self.assertEqual(self.status(READING.raw(self.request("GET /api/v1/node?id=state:RUS&id=state:UKR HTTP/1.1", "Connection: close"))), 400)

    def test_ranges_are_ignored(self):
        raw = READING.raw(self.request("GET /api/v1/info HTTP/1.1", "Connection: close", "Range: bytes=" + ",".join(["0-"] * 500)))
        self.assertIn(self.status(raw), (200, 400, 416))
        self.assertLess(len(raw), 100_000)

    def test_pipelined_requests_are_all_answered(self):
        one = self.request()
        raw = READING.raw(one * 20 + self.request("GET /api/v1/info HTTP/1.1", "Connection: close"))
        self.assertEqual(raw.count(b"HTTP/1.1 200"), 21)


# Ways to take long: each a row for every way to choose five, or more, of all nodes.
SLOW = "MATCH (a), (b), (c), (d) WHERE a.name + b.name + c.name = d.name RETURN count(*)"


class Load(Guarded):
    def test_a_query_ends_in_time(self):
        began = time.monotonic()
        status, answer = READING.post("/query", {"query": SLOW})
        self.assertEqual((status, answer["error"]["code"]), (408, "timeout"))
        self.assertLess(time.monotonic() - began, 10)

    def test_timeouts_hold_under_load(self):
        began = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(24) as pool:
            slow = [pool.submit(READING.post, "/query", {"query": SLOW}) for _ in range(16)]
            time.sleep(0.3)
            quick = [pool.submit(READING.get, "/node", id="state:RUS") for _ in range(40)]
            for answer in quick:
                self.assertEqual(answer.result(30)[0], 200, "what is quick is answered beside what is slow")
            codes = [answer.result(60)[0] for answer in slow]
        self.assertLessEqual(set(codes), {408, 503})
        self.assertIn(408, codes)
        self.assertLess(time.monotonic() - began, 40)

    def test_busy_says_when_to_come_again(self):
        with concurrent.futures.ThreadPoolExecutor(24) as pool:
            answers = [pool.submit(READING.ask, "POST", "/api/v1/query", json.dumps({"query": SLOW}), {"Content-Type": "application/json"}) for _ in range(24)]
            for answer in answers:
                status, headers, _ = answer.result(90)
                if status == 503:
                    self.assertEqual(headers["retry-after"], "1")

    def test_memory_of_a_query_is_bounded(self):
        status, answer = READING.post("/query", {"query": "WITH range(1, 100000000) AS x RETURN size(x + x + x)"})
        self.assertIn(status, (408, 413), answer)
        status, answer = READING.post("/query", {"query": "UNWIND range(1, 10000) AS i RETURN i, reduce(s = 'x', j IN range(1, 12) | s + s) AS s", "limit": 10000})
        self.assertEqual((status, answer.get("truncated")), (200, True))

    def test_many_connections(self):
        idle = []
        try:
            for _ in range(300):
                idle.append(socket.create_connection(("127.0.0.1", READING.port), timeout=example.LIMIT))
            began = time.monotonic()
            self.assertEqual(READING.get("/info")[0], 200, "idle connections hold nobody up")
            self.assertLess(time.monotonic() - began, 30)
        finally:
            for connection in idle:
                connection.close()

    def test_slow_senders_are_given_up(self):
        stop, ends = threading.Event(), []

        def dribble():
            began = time.monotonic()
            with socket.create_connection(("127.0.0.1", READING.port), timeout=example.LIMIT) as connection:
                try:
                    connection.sendall(b"GET /api/v1/info HTTP/1.1\r\n")
                    while not stop.wait(0.2):
                        connection.sendall(b"X: y\r\n")
                except OSError:
                    ends.append(time.monotonic() - began)

        threads = [threading.Thread(target=dribble) for _ in range(40)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        began = time.monotonic()
        self.assertEqual(READING.get("/info")[0], 200, "slow senders hold nobody up for long")
        self.assertLess(time.monotonic() - began, 20)
        deadline = time.monotonic() + 30
        while len(ends) < len(threads) and time.monotonic() < deadline:
            time.sleep(0.1)
        stop.set()
        for thread in threads:
            thread.join()
        self.assertEqual(len(ends), len(threads), "a head that takes too long ends its connection")

    def test_slow_readers_hold_nobody_up(self):
        readers = []
        try:
            for _ in range(10):
                connection = socket.socket()
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
                connection.connect(("127.0.0.1", READING.port))
                request = f"GET /api/v1/export?format=json&evidence=1 HTTP/1.1\r\nHost: 127.0.0.1:{READING.port}\r\n\r\n".encode()
                connection.sendall(request)
                readers.append(connection)
            time.sleep(0.3)
            self.assertEqual(READING.get("/graph")[0], 200)
        finally:
            for connection in readers:
                connection.close()

    def test_it_ends_while_it_is_busy(self):
        server = Server("--timeout", "600")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            busy = [pool.submit(server.post, "/query", {"query": SLOW}) for _ in range(2)]
            idle = socket.create_connection(("127.0.0.1", server.port))
            time.sleep(0.5)
            began = time.monotonic()
            self.assertEqual(server.stop(), 0)
            self.assertLess(time.monotonic() - began, 15)
            idle.close()
            for answer in busy:
                self.assertIn(answer.exception(30).__class__ if answer.exception(30) else answer.result()[0], (408, 503, ConnectionResetError))


class Command(unittest.TestCase):
    def run_serve(self, *flags, graph=None):
        import subprocess
        return subprocess.run([example.PROGRAM, "--graph", graph or example.GRAPH, "serve", *flags], env=example.environment(), capture_output=True, text=True,
                              timeout=example.LIMIT)

    def test_what_cannot_be_served(self):
        done = self.run_serve(graph=example.GRAPH + "-none")
        self.assertEqual(done.returncode, 2)
        self.assertIn("there is no graph", done.stderr)
        done = self.run_serve("--port", str(READING.port))
        self.assertEqual(done.returncode, 2)
        self.assertIn("cannot be listened on", done.stderr)
        done = self.run_serve("--port", "70000")
        self.assertEqual(done.returncode, 2)
        done = self.run_serve("--write", "--port", "0", graph=WRITING.graph)
        self.assertEqual(done.returncode, 2, "two may not write at the same time")


if __name__ == "__main__":
    example.main(__doc__)
