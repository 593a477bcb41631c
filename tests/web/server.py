"""The server on the graph of the example articles, and plain HTTP to it, for tests."""

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import example  # noqa: E402  (the folder of it must be known first)


class Server:
    """'entente serve' on a graph of its own copy, or on `graph`; any port that is free."""

    def __init__(self, *flags, graph=None):
        self.graph = graph
        if graph is None:
            self.graph = os.path.join(example.FOLDER, f"served-{len(os.listdir(example.FOLDER))}")
            shutil.copytree(example.GRAPH, self.graph)
        self.process = subprocess.Popen([example.PROGRAM, "--graph", self.graph, "--quiet", "serve", "--port", "0", *flags], cwd=example.SOURCE,
                                        env=example.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/(#token=([0-9a-f]{64}))?", self.url)
        if not found:
            self.process.kill()
            raise RuntimeError(f"{self.url!r}: {self.process.communicate()[1]}")
        self.port, self.token = int(found.group(1)), found.group(3)
        self.said = []  # its standard error is read on, so that it can never wait for that
        self.listening = threading.Thread(target=lambda: self.said.extend(self.process.stderr), daemon=True)
        self.listening.start()

    def stop(self):
        """Ends it as Ctrl+C does, and gives its exit code."""
        self.process.send_signal(2)
        try:
            code = self.process.wait(example.LIMIT)
        finally:
            self.process.kill()
        self.listening.join(example.LIMIT)
        self.process.stdout.close()
        self.process.stderr.close()
        return code

    def alive(self):
        return self.process.poll() is None and self.get("/info")[0] == 200

    def ask(self, method, path, body=None, headers=None):
        """(status, headers, body) of one request over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=example.LIMIT)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        finally:
            connection.close()

    def get(self, path, **parameters):
        """(status, JSON) of an endpoint."""
        query = urllib.parse.urlencode(parameters)
        status, _, body = self.ask("GET", "/api/v1" + path + ("?" + query if query else ""))
        return status, json.loads(body)

    def post(self, path, body, token=None, **parameters):
        query = urllib.parse.urlencode(parameters)
        headers = {"Content-Type": "application/json"}
        if token:
            headers["X-Entente-Token"] = token
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        status, _, answer = self.ask("POST", "/api/v1" + path + ("?" + query if query else ""), raw, headers)
        return status, json.loads(answer)

    def raw(self, *pieces, wait=0.0, shut=False):
        """All that comes back for these bytes, until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=example.LIMIT) as connection:
            try:
                for piece in pieces:
                    connection.sendall(piece)
                    if wait:
                        threading.Event().wait(wait)
                if shut:
                    connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it may close before it was sent all
            received = b""
            try:
                while piece := connection.recv(65536):
                    received += piece
            except ConnectionError:
                pass
            return received
