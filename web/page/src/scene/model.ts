// What a picture of a graph is made of: nodes and edges with their looks and places.
import { MultiDirectedGraph } from 'graphology';
import type { Edge, NodeSummary } from '../api';
import { DASHES, edgeColour, edgeId, edgeWidth, nodeColour, nodeShape, nodeSize, standing } from '../look';
import { relationName } from '../text';
import { isDark } from '../theme';
import type { EdgeDisplay } from './edges';
import { startingPlace, type Place } from './layout';
import type { NodeDisplay } from './nodes';

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
}

export interface EdgeAttributes extends EdgeDisplay {
  edge: Edge;
}

export type SceneGraph = MultiDirectedGraph<NodeAttributes, EdgeAttributes>;

export const isFine = (edges: number): boolean => edges <= FINE_EDGES;

/** Places for nodes that have none yet: beside a neighbour that has one, else on a spiral. */
export function placeNew(places: Map<string, Place>, nodes: SceneNode[], edges: Edge[]): void {
  const near = new Map<string, Place>();
  for (const edge of edges) {
    const [a, b] = [places.get(edge.source), places.get(edge.target)];
    if (a && !b && !near.has(edge.target)) near.set(edge.target, a);
    if (b && !a && !near.has(edge.source)) near.set(edge.source, b);
  }
  nodes.forEach((node, i) => {
    if (places.has(node.id)) return;
    const [from, start] = [near.get(node.id), startingPlace(i)];
    places.set(node.id, from ? { x: from.x + start.x / 10, y: from.y + start.y / 10 } : start);
  });
}

export function makeGraph(nodes: SceneNode[], edges: Edge[], places: Map<string, Place>): SceneGraph {
  const graph: SceneGraph = new MultiDirectedGraph();
  const dark = isDark();
  const shown = new Map<string, number>();
  // Thousands of nodes lie on each other if they are as large as a few hundred are.
  const scale = Math.min(1, Math.sqrt(600 / Math.max(1, nodes.length)));
  for (const edge of edges) for (const end of [edge.source, edge.target]) shown.set(end, (shown.get(end) ?? 0) + 1);
  for (const node of nodes) {
    graph.addNode(node.id, {
      ...places.get(node.id)!,
      node,
      label: node.hidden > 0 ? `${node.name}  +${node.hidden}` : node.name,
      size: scale * nodeSize(shown.get(node.id) ?? 0),
      color: nodeColour(node.type, dark),
      shape: nodeShape(node.type),
      ringed: false,
      type: 'shape',
      hidden: false,
      forceLabel: false,
      zIndex: 1,
      highlighted: false,
    });
  }
  const fine = isFine(edges.length);
  const bends = fine ? bendsOf(edges) : new Map<Edge, number>();
  const names = new Map<string, string>();
  edges.forEach((edge, i) => {
    // Straight edges cannot be pointed at, so nothing asks for them by name, and a number is a shorter key.
    const key = fine ? edgeId(edge) : String(i);
    if (edge.source === edge.target || (fine && graph.hasEdge(key))) return;
    let label = names.get(edge.type);
    if (label === undefined) names.set(edge.type, (label = relationName(edge.type)));
    graph.addEdgeWithKey(key, edge.source, edge.target, {
      edge,
      size: fine ? edgeWidth(edge) : 1,
      color: paint(edge, dark),
      label,
      bend: bends.get(edge) ?? 0,
      dash: DASHES[standing(edge)],
      directed: !edge.symmetric,
      type: fine ? 'bent' : 'straight',
      hidden: false,
      forceLabel: false,
      zIndex: 0,
    });
  });
  return graph;
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
