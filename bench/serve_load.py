#!/usr/bin/python3
"""How fast `entente serve` answers under load: so many requests a second, evenly spaced, whether earlier ones were answered or not.

    bench/serve_load.py PROGRAM GRAPH DATA [--rate 50] [--seconds 60] [--ontology DIR]

DATA is as for bench_store; GRAPH was made of it. Prints a row for each kind of request, times in milliseconds from when a request was due.
"""
import argparse
import concurrent.futures
import csv
import http.client
import json
import random
import re
import subprocess
import threading
import time
import urllib.parse


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


class Server:
    def __init__(self, program, graph, ontology):
        data = ["--data", ontology] if ontology else []
        self.process = subprocess.Popen([program, *data, "--graph", graph, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
        self.port = int(re.search(r"http://127\.0\.0\.1:(\d+)", self.process.stdout.readline())[1])
        self.local = threading.local()

    def get(self, path, **parameters):
        if not hasattr(self.local, "connection"):
            self.local.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self.local.connection.request("GET", f"/api/v1{path}?{urllib.parse.urlencode(parameters)}")
        answer = self.local.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {body[:200]}")
        return body

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1000


def measure(server, name, ask, rate, seconds):
    times, start = [], time.perf_counter() + 0.1

    def one(number):
        due = start + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        ask()
        times.append(1000 * (time.perf_counter() - due))

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        list(pool.map(one, range(rate * seconds)))
    print(f"{name:30} p50 {percentile(times, .5):7.1f}  p95 {percentile(times, .95):7.1f}  p99 {percentile(times, .99):7.1f}  max {max(times):7.1f}"
          f"   {server.memory():.0f} MB", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("graph")
    arguments.add_argument("data")
    arguments.add_argument("--rate", type=int, default=50)
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--ontology", help="the data folder with the ontology of the graph")
    given = arguments.parse_args()
    draw = random.Random(1)
    with open(f"{given.data}/seeds.csv") as file:
        nodes = [f"n:{row['id']}" for row in csv.DictReader(file) if row["kind"] == "uniform"]
    with open(f"{given.data}/nodes.csv") as file:
        names = [row["name"] for _, row in zip(range(20_000), csv.DictReader(file))]
    server = Server(given.program, given.graph, given.ontology)
    try:
        hub = json.loads(server.get("/analysis", measure="degree", limit=1))["values"][0]["node"]["id"]
        kinds = {
            "search": lambda: server.get("/search", q=(name := draw.choice(names))[:draw.randint(3, len(name))]),
            "neighbours of any node": lambda: server.get("/neighbours", id=draw.choice(nodes)),
            f"neighbours of hub {hub}": lambda: server.get("/neighbours", id=hub, offset=draw.randint(0, 5000)),  # the server keeps answers
        }
        for name, ask in kinds.items():
            measure(server, name, ask, given.rate, given.seconds)
    finally:
        server.process.terminate()
        server.process.wait()


if __name__ == "__main__":
    main()
