"""The program, and the graph of the example articles in a folder of its own, for tests that ask one of the other."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = SOURCE = FOLDER = GRAPH = ""
LIMIT = 60  # seconds: no command needs more than one, but machines are busy and sanitizers slow


def make():
    """For setUpModule()."""
    global FOLDER, GRAPH
    FOLDER = tempfile.mkdtemp(prefix="entente-test-")
    GRAPH = os.path.join(FOLDER, "graph")
    # As the pages in docs/ do it, so that the ids of text files are the paths that they show.
    done = subprocess.run([PROGRAM, "ingest", "examples/articles"], cwd=SOURCE, env=environment(), capture_output=True, timeout=LIMIT)
    if done.returncode != 0:
        remove()
        raise RuntimeError(done.stderr.decode())


def remove():
    """For tearDownModule()."""
    shutil.rmtree(FOLDER, ignore_errors=True)


def environment(**more):
    dropped = "XDG_DATA_HOME", "XDG_STATE_HOME", "NO_COLOR", "LC_ALL", "LC_CTYPE"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ENTENTE_") and k not in dropped}
    return {**kept, "HOME": FOLDER, "ENTENTE_GRAPH": GRAPH, "TERM": "xterm", "LANG": "C.UTF-8", **more}


def page(name):
    with open(os.path.join(SOURCE, "docs", name), encoding="utf-8") as file:
        return file.read()


def check_links(test, name):
    """Fails `test` where a link of a page leads nowhere; addresses elsewhere are not tried."""
    text = page(name)

    def anchors(text):
        headings = re.findall(r"(?m)^#+ (.*)$", re.sub(r"(?ms)^```.*?^```$", "", text))
        return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    for link in re.findall(r"\]\(([^)]+)\)", text):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = page(path) if path else text
        if anchor:
            test.assertIn(anchor, anchors(target), link)


def main(usage):
    global PROGRAM, SOURCE
    if len(sys.argv) < 3:
        sys.exit(usage.splitlines()[0])
    PROGRAM, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
