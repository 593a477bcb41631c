#!/usr/bin/python3
"""Compares what bench_analyze found with igraph and NetworkX on the same data, in values and in time.

    compare_measures.py DATA RESULTS

DATA is a folder of the synthetic graph, RESULTS the folder that bench_analyze wrote. Prints a row a measure: the largest difference of two values, by how
much of the peer's they differ; how long each took in milliseconds; and how many times as long the peer took. "cpu" is time of the processor, all threads
together, for machines that do other work at the same time. Reading and building graphs is in none of the times. Ends with 1 if a difference is too large.

Above 20,000 nodes NetworkX computes betweenness from the same pivots through the building blocks of its own function, which takes minutes, and 6 GB for
a million nodes; closeness is then put together from igraph's distances. Debian's packages: python3-igraph, python3-networkx, python3-numpy.
"""

import pathlib
import sys
import time

import igraph
import networkx
import networkx.algorithms.centrality.betweenness as blocks
import numpy

MOST_FOR_ALL = 20_000
SYMMETRIC = [0, 4, 5, 9]  # numbers of the types that bench_analyze takes for symmetric
RECORD = [("source", "<i8"), ("target", "<i8"), ("type", "<i8"), ("day", "<i8"), ("confidence", "<f8"), ("document", "<i8")]


def clocks():
    return 1000 * numpy.array([time.perf_counter(), time.process_time()])


def timed(work):
    """What `work` returns, and milliseconds by the clock and of the processor."""
    start = clocks()
    found = work()
    return found, clocks() - start


def best(work, rounds=3):
    runs = [timed(work) for _ in range(rounds)]
    return runs[0][0], numpy.min([spent for _, spent in runs], axis=0)


def canonical(labels):
    """Numbers a partition in order of first members."""
    labels = numpy.asarray(labels)
    _, first, inverse = numpy.unique(labels, return_index=True, return_inverse=True)
    return numpy.argsort(numpy.argsort(first))[inverse]


class Table:
    def __init__(self, results):
        self.results = pathlib.Path(results)
        rows = (line.split("\t") for line in (self.results / "times.tsv").read_text().splitlines())
        self.times = {name: numpy.array([float(wall), float(cpu)]) for name, wall, cpu in rows}
        self.good = True
        print(f"{'measure':<20} {'peer':<9} {'difference':>10} {'ours':>10} {'peer':>10} {'ratio':>7} {'ours cpu':>10} {'peer cpu':>10} {'ratio':>7}", flush=True)

    def read(self, name, kind="f64"):
        return numpy.fromfile(self.results / f"{name}.{kind}", dtype="<f8" if kind == "f64" else "<u4")

    def row(self, name, peer, theirs, spent, ours=None, allowed=1e-6, of=None):
        ours = self.read(name) if ours is None else ours
        theirs = numpy.asarray(theirs, dtype=float)
        difference = float(numpy.max(numpy.abs(ours - theirs) / numpy.where(theirs == 0, 1, numpy.abs(theirs))))
        self.good = self.good and difference <= allowed
        times = " ".join(f"{own:>10.1f} {other:>10.1f} {other / max(own, 0.1):>7.1f}" for own, other in zip(self.times[of or name], spent))
        print(f"{name:<20} {peer:<9} {difference:>10.1e} {times}{'' if difference <= allowed else '  DIFFERS'}", flush=True)


def compare_edges(table, graph, doubled, edges):
    table.row("degree", "igraph", *best(graph.degree), ours=table.read("degree", "u32"), allowed=0)
    weights = edges["confidence"].tolist()
    table.row("strength", "igraph", *best(lambda: graph.strength(weights=weights)))
    table.row("pagerank", "igraph", *best(graph.pagerank))
    table.row("pagerank_weighted", "igraph", *best(lambda: graph.pagerank(weights=weights)))
    table.row("pagerank_symmetric", "igraph", *best(doubled.pagerank))


def compare_structure(table, graph, doubled):
    for name, of, mode in (("weak", graph, "weak"), ("strong", graph, "strong"), ("strong_symmetric", doubled, "strong")):
        found, spent = best(lambda: of.connected_components(mode=mode))
        table.row(name, "igraph", canonical(found.membership), spent, ours=canonical(table.read(name, "u32")), allowed=0)
    table.row("core", "igraph", *best(graph.coreness), ours=table.read("core", "u32"), allowed=0)
    simple = graph.as_undirected(mode="collapse").simplify()
    table.row("core_simple", "igraph", *best(simple.coreness), ours=table.read("core_simple", "u32"), allowed=0)


def compare_closeness_exact(table, graph, plain):
    found, spent = timed(lambda: networkx.closeness_centrality(plain))
    table.row("closeness", "NetworkX", [found[v] for v in range(graph.vcount())], spent)
    found, spent = timed(lambda: graph.harmonic_centrality(mode="in", normalized=False))
    table.row("harmonic", "igraph", numpy.nan_to_num(found), spent, of="closeness")


def compare_closeness_pivots(table, graph):
    pivots = table.read("closeness_pivots", "u32").tolist()
    count = graph.vcount()
    reached, total, inverse, others = (numpy.zeros(count) for _ in range(4))
    spent = numpy.zeros(2)
    for pivot in pivots:
        distances, more = timed(lambda: graph.distances(source=pivot, mode="out")[0])
        spent += more
        distances = numpy.array(distances, dtype=float)
        counts = numpy.isfinite(distances) & (distances > 0)
        reached += counts
        total[counts] += distances[counts]
        inverse[counts] += 1 / distances[counts]
    others[:] = len(pivots)
    others[pivots] -= 1
    table.row("closeness", "igraph", numpy.where(reached > 0, reached / numpy.maximum(total, 1) * reached / others, 0), spent)
    table.row("harmonic", "igraph", inverse * (count - 1) / others, spent, of="closeness")


def compare_betweenness_pivots(table, plain):
    pivots = table.read("betweenness_pivots", "u32").tolist()
    sums = dict.fromkeys(plain, 0.0)
    start = clocks()
    for pivot in pivots:
        order, before, sigma, _ = blocks._single_source_shortest_path_basic(plain, pivot)
        sums, _ = blocks._accumulate_basic(sums, order, before, sigma, pivot)
    found, spent = blocks._rescale(sums, len(plain), True, directed=True, k=len(pivots)), clocks() - start
    table.row("betweenness_simple", "NetworkX", [found[v] for v in range(len(plain))], spent, allowed=1e-9)


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: compare_measures.py DATA RESULTS")
    data, table = pathlib.Path(sys.argv[1]), Table(sys.argv[2])
    edges = numpy.fromfile(data / "edges.bin", dtype=RECORD)
    with open(data / "nodes.csv", encoding="utf-8") as file:
        count = sum(1 for _ in file) - 1
    pairs = numpy.column_stack((edges["source"], edges["target"]))
    graph = igraph.Graph(n=count, edges=pairs, directed=True)
    doubled = igraph.Graph(n=count, edges=numpy.concatenate((pairs, pairs[numpy.isin(edges["type"], SYMMETRIC)][:, ::-1])), directed=True)
    compare_edges(table, graph, doubled, edges)
    compare_structure(table, graph, doubled)
    del doubled
    if count > MOST_FOR_ALL:
        compare_closeness_pivots(table, graph)
        del graph
    plain = networkx.DiGraph()
    plain.add_nodes_from(range(count))
    plain.add_edges_from(zip(edges["source"].tolist(), edges["target"].tolist()))
    if count > MOST_FOR_ALL:
        compare_betweenness_pivots(table, plain)
    else:
        compare_closeness_exact(table, graph, plain)
        table.row("betweenness", "igraph", *timed(graph.betweenness))
        found, spent = timed(lambda: networkx.betweenness_centrality(plain))
        table.row("betweenness_simple", "NetworkX", [found[v] for v in range(count)], spent, allowed=1e-9)
    sys.exit(0 if table.good else 1)


if __name__ == "__main__":
    main()
