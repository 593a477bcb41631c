// What a picture of a graph is made of: nodes and edges with their looks and places.
import { MultiDirectedGraph } from 'graphology';
import type { Edge, NodeSummary } from '../api';
import { DASHES, edgeColour, edgeId, edgeWidth, nodeColour, nodeShape, nodeSize, standing } from '../look';
import { relationName } from '../text';
import { isDark } from '../theme';
import type { EdgeDisplay } from './edges';
import type { NodeDisplay } from './nodes';
import { spiral, startingPlaces, type Place } from './start';

/** Above this many edges they are drawn straight and without heads, and cannot be pointed at, which is many times faster. */
const FINE_EDGES = 3000;
/** How far apart the bent lines between two nodes are. */
const BEND = 0.28;

export interface SceneNode extends NodeSummary {
  /** Relations that the window shows but this picture does not. */
  hidden: number;
}

export interface NodeAttributes extends NodeDisplay {
  node: SceneNode;
  /** How many edges of this picture it has. */
  edges: number;
}

export interface EdgeAttributes extends EdgeDisplay {
  edge: Edge;
}

export type SceneGraph = MultiDirectedGraph<NodeAttributes, EdgeAttributes>;

/** All that is in a picture. */
export interface Content {
  /** Nodes; and edges too where they are few enough to be pointed at, by `edgeId`. */
  graph: SceneGraph;
  /** Edges between two different nodes, each once. */
  edges: Edge[];
  /** Of each edge the numbers of its source and its target, which are places in `ids`. */
  ends: Uint32Array;
  ids: string[];
  fine: boolean;
}

export const isFine = (edges: number): boolean => edges <= FINE_EDGES;

export const nothing = (fine: boolean): Content => ({ graph: new MultiDirectedGraph(), edges: [], ends: new Uint32Array(), ids: [], fine });

/** `places` are those of nodes that were placed before; those of others are added. */
export function contentOf(nodes: SceneNode[], edges: Edge[], places: Map<string, Place>): Content {
  const ids = nodes.map((node) => node.id);
  const fine = isFine(edges.length);
  const kept = fine ? [...new Map(edges.map((edge) => [edgeId(edge), edge])).values()] : edges;
  const joins = kept.filter((edge) => edge.source !== edge.target);
  const ends = endsOf(ids, joins);
  placeNew(places, ids, ends, fine);
  const graph = graphOf(nodes, ends, places);
  if (fine) addEdges(graph, joins);
  return { graph, edges: joins, ends, ids, fine };
}

function endsOf(ids: string[], edges: Edge[]): Uint32Array {
  const numbers = new Map(ids.map((id, i) => [id, i]));
  const ends = new Uint32Array(edges.length * 2);
  edges.forEach((edge, i) => {
    ends[2 * i] = numbers.get(edge.source)!;
    ends[2 * i + 1] = numbers.get(edge.target)!;
  });
  return ends;
}

/** Places for nodes that have none yet: beside a neighbour that has one; where none has, as a whole. */
function placeNew(places: Map<string, Place>, ids: string[], ends: Uint32Array, fine: boolean): void {
  const placed = ids.map((id) => places.get(id));
  const near = new Map<number, Place>();
  if (places.size > 0) {
    for (let i = 0; i < ends.length; i++) {
      const [end, from] = [ends[i]!, placed[ends[i ^ 1]!]];
      if (from && !placed[end] && !near.has(end)) near.set(end, from);
    }
  }
  const starts = fine || placed.some(Boolean) ? ids.map((_, i) => spiral(i)) : startingPlaces(ids.length, ends);
  ids.forEach((id, i) => {
    if (placed[i]) return;
    const [from, start] = [near.get(i), starts[i]!];
    places.set(id, from ? { x: from.x + start.x / 10, y: from.y + start.y / 10 } : start);
  });
}

function graphOf(nodes: SceneNode[], ends: Uint32Array, places: Map<string, Place>): SceneGraph {
  const graph: SceneGraph = new MultiDirectedGraph();
  const dark = isDark();
  const shown = new Uint32Array(nodes.length);
  for (let i = 0; i < ends.length; i++) shown[ends[i]!]!++;
  // Thousands of nodes lie on each other if they are as large as a few hundred are.
  const scale = Math.min(1, Math.sqrt(600 / Math.max(1, nodes.length)));
  nodes.forEach((node, i) => {
    const { x, y } = places.get(node.id)!;
    graph.addNode(node.id, {
      x,
      y,
      node,
      edges: shown[i]!,
      label: node.hidden > 0 ? `${node.name}  +${node.hidden}` : node.name,
      size: scale * nodeSize(shown[i]!),
      color: nodeColour(node.type, dark),
      shape: nodeShape(node.type),
      ringed: false,
      type: 'shape',
      hidden: false,
      forceLabel: false,
      zIndex: 1,
      highlighted: false,
    });
  });
  return graph;
}

function addEdges(graph: SceneGraph, edges: Edge[]): void {
  const dark = isDark();
  const bends = bendsOf(edges);
  for (const edge of edges) {
    graph.addEdgeWithKey(edgeId(edge), edge.source, edge.target, {
      edge,
      size: edgeWidth(edge),
      color: paint(edge, dark),
      label: relationName(edge.type),
      bend: bends.get(edge) ?? 0,
      dash: DASHES[standing(edge)],
      directed: !edge.symmetric,
      type: 'bent',
      hidden: false,
      forceLabel: false,
      zIndex: 0,
    });
  }
}

/** Lines let a little through, so that one sees where several cross. */
export const paint = (edge: Edge, dark: boolean): string => `${edgeColour(edge, dark)}cc`;

/** How much each edge is bent so that several between the same two nodes lie side by side. */
function bendsOf(edges: Edge[]): Map<Edge, number> {
  const bundles = new Map<string, Edge[]>();
  for (const edge of edges) {
    const key = edge.source < edge.target ? `${edge.source}\n${edge.target}` : `${edge.target}\n${edge.source}`;
    const bundle = bundles.get(key);
    if (bundle) bundle.push(edge);
    else bundles.set(key, [edge]);
  }
  const bends = new Map<Edge, number>();
  for (const bundle of bundles.values()) {
    bundle.forEach((edge, i) => {
      const bend = (i - (bundle.length - 1) / 2) * BEND;
      bends.set(edge, edge.source < edge.target ? bend : -bend);
    });
  }
  return bends;
}
