// Reads the approved exports with the libraries that draw graphs in browsers, and compares what they see.
//
//     node read_back.mjs GOLDEN_DIR

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import cytoscape from "cytoscape";
import graphology from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

const folder = process.argv[2];
const text = (name) => readFileSync(`${folder}/${name}`, "utf8");
const json = (name) => JSON.parse(text(name));

/// "source type target", sorted.
const sorted = (edges) => edges.map((edge) => edge.join(" ")).sort();
const expectedEdges = (truth) => sorted(truth.links.map((link) => [link.source, link.type, link.target]));
const ids = (truth) => truth.nodes.map((node) => node.id).sort();

function edgesOf(graph, type) {
  return sorted(graph.mapEdges((edge, attributes, source, target) => [source, attributes[type], target]));
}

function checkGraph(what, graph, truth, type) {
  assert.equal(graph.type, "directed", what);
  assert.deepEqual(graph.nodes().sort(), ids(truth), `${what}: ids of nodes`);
  assert.deepEqual(edgesOf(graph, type), expectedEdges(truth), `${what}: edges`);
  graph.forEachEdge((edge, attributes) => {
    assert.equal(typeof attributes.quad, "number", `${what}: quad`);
    assert.equal(typeof attributes.symmetric, "boolean", `${what}: symmetric`);
    assert.match(attributes.first ?? "2024-01-01", /^\d{4}-\d\d-\d\d$/, `${what}: first`);
  });
  graph.forEachNode((node, attributes) => assert.equal(typeof attributes.documents, "number", `${what}: documents`));
}

function checkGraphology(name, truth) {
  const graph = new graphology.MultiDirectedGraph();
  graph.import(json(name));
  checkGraph(name, graph, truth, "kind");
  for (const node of truth.nodes) {
    const attributes = graph.getNodeAttributes(node.id);
    assert.deepEqual(attributes.names ?? [], node.names, `${name}: names of ${node.id}`);
    for (const [key, value] of Object.entries(node.attributes)) assert.ok(Object.values(attributes).includes(value), `${name}: ${key} of ${node.id}`);
  }
  assert.ok(graph.everyNode((node, attributes) => attributes.type === undefined), `${name}: sigma would draw by an attribute type`);
}

function checkGexf(name, truth) {
  const graph = gexf.parse(graphology.MultiDirectedGraph, text(name));
  checkGraph(name, graph, truth, "type");
  // Looked for among all edges: asked for those between two nodes, graphology takes one called "constructor" for what every object has.
  const found = graph.mapEdges((key, attributes, source, target) => ({ ...attributes, source, target }));
  for (const link of truth.links) {
    const edge = found.find((one) => ["source", "target", "type", "origin"].every((field) => one[field] === link[field]));
    assert.equal(edge.first ?? null, link.first ?? null, `${name}: first day of ${link.key}`);
    if (link.weight > 0) assert.equal(edge.weight, link.weight, `${name}: weight of ${link.key}`);
  }
}

function checkCytoscape(name, truth) {
  const network = cytoscape({ headless: true, elements: json(name).elements, layout: { name: "preset" } });
  const nodes = network.nodes();
  assert.deepEqual(nodes.map((node) => node.id()).sort(), ids(truth), `${name}: ids of nodes`);
  assert.deepEqual(sorted(network.edges().map((edge) => [edge.source().id(), edge.data("type"), edge.target().id()])), expectedEdges(truth),
                   `${name}: edges`);
  assert.equal(network.elements().length, truth.nodes.length + truth.links.length, `${name}: nodes and edges share their ids`);
  for (const node of truth.nodes) {
    const found = network.getElementById(node.id);
    assert.deepEqual(found.data("names") ?? [], node.names, `${name}: names of ${node.id}`);
    assert.equal(found.isOrphan(), true, `${name}: ${node.id} has no parent`);
    assert.equal(found.data("lat") ?? null, node.lat, `${name}: latitude of ${node.id}`);
  }
  return nodes;
}

for (const world of ["export", "hostile"]) {
  const truth = json(`${world}.json`);
  checkGraphology(`${world}.graphology`, truth);
  checkGexf(`${world}.gexf`, truth);
  checkGraph(`${world}.graphml`, graphml.parse(graphology.MultiDirectedGraph, text(`${world}.graphml`)), truth, "type");
  const nodes = checkCytoscape(`${world}.cyjs`, truth);
  if (world === "hostile")
    for (const node of truth.nodes) {
      const position = nodes.getElementById(node.id).position();
      assert.ok(Math.abs(position.x - node.x) < 1e-9 && Math.abs(position.y + node.y) < 1e-9, `hostile.cyjs: place of ${node.id}`);
    }
}
console.log("read back by graphology, graphology-gexf, graphology-graphml and cytoscape");
