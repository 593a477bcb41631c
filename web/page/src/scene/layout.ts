// Hands a graph to the worker that places its nodes.
import code from 'worker:layout';
import type { Room } from './labels';
import type { Place } from './start';

export interface LayoutRequest {
  /** Ten numbers a node and three an edge, as the matrices of graphology-layout-forceatlas2 have them. */
  nodes: Float32Array;
  edges: Float32Array;
  /** Radii in pixels, of a picture `width` pixels wide that is `aspect` times as wide as high. */
  sizes: Float32Array;
  width: number;
  aspect: number;
  rounds: number;
  settings: Record<string, number | boolean>;
}

/** What is placed. */
export interface Placed {
  places: Place[];
  /** Radii, in pixels. */
  sizes: number[];
  /** Of each edge the numbers of its two ends, and how much it pulls. */
  ends: Uint32Array;
  weights: Float32Array;
}

function request({ places, sizes, ends, weights }: Placed, room: Room, fresh: boolean): LayoutRequest {
  const order = places.length;
  const aspect = Math.min(1.8, Math.max(0.6, room.width / Math.max(1, room.height)));
  const nodes = new Float32Array(order * 10);
  // The forces know no aspect, so they are given the places as they would be in a square.
  places.forEach(({ x, y }, i) => nodes.set([x / aspect, y, 0, 0, 0, 0, 1, 1, sizes[i] ?? 1, 0], i * 10));
  const matrix = new Float32Array(weights.length * 3);
  weights.forEach((weight, i) => {
    matrix[3 * i] = ends[2 * i]! * 10;
    matrix[3 * i + 1] = ends[2 * i + 1]! * 10;
    matrix[3 * i + 2] = weight;
    for (const end of [ends[2 * i]!, ends[2 * i + 1]!]) nodes[end * 10 + 6]! += weight;
  });
  const settings = {
    linLogMode: false,
    outboundAttractionDistribution: false,
    adjustSizes: false,
    edgeWeightInfluence: 0.4,
    scalingRatio: 12,
    strongGravityMode: true,
    gravity: 0.06,
    slowDown: 1 + Math.log(order + 1),
    barnesHutOptimize: order > 1000,
    barnesHutTheta: 0.8,
  };
  const rounds = order > 3000 ? 60 : order > 600 ? 200 : 500;
  return {
    nodes,
    edges: matrix,
    sizes: Float32Array.from(sizes),
    width: Math.max(300, room.width * 0.85),
    aspect,
    rounds: fresh ? rounds : Math.round(rounds / 3),
    settings,
  };
}

/** Calls `moved` with x and y of all nodes, again and again until they rest. Gives a way to stop. */
export function runLayout(placed: Placed, room: Room, fresh: boolean, moved: (places: Float32Array, done: boolean) => void): () => void {
  const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const worker = new Worker(address);
  const stop = () => {
    worker.terminate();
    URL.revokeObjectURL(address);
  };
  worker.onmessage = ({ data }: MessageEvent<{ places: Float32Array; done: boolean }>) => {
    if (data.done) stop();
    moved(data.places, data.done);
  };
  const work = request(placed, room, fresh);
  worker.postMessage(work, [work.nodes.buffer, work.edges.buffer]);
  return stop;
}
