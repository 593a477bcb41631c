// Places the nodes, away from the thread that answers the reader: ForceAtlas2, a fixed number of rounds from given places, then nodes that lie on each
// other are pushed apart. The same graph looks the same each time.
import iterate from 'graphology-layout-forceatlas2/iterate.js';
import type { LayoutRequest } from './layout';
import { spread } from './spread';

/** Numbers a node has in the matrix of ForceAtlas2. */
const ROW = 10;
/** Milliseconds between two pictures of the work; a large graph takes the page long to draw, so it is drawn less often. */
const pace = (order: number): number => (order > 2000 ? 1500 : 80);

function placesOf(nodes: Float32Array, aspect: number): Float32Array {
  const places = new Float32Array((nodes.length / ROW) * 2);
  for (let i = 0, j = 0; i < nodes.length; i += ROW) {
    places[j++] = nodes[i]! * aspect;
    places[j++] = nodes[i + 1]!;
  }
  return places;
}

self.onmessage = ({ data }: MessageEvent<LayoutRequest>) => {
  const { nodes, edges, sizes, rounds, settings, aspect, width } = data;
  let shown = performance.now();
  for (let round = 1; round <= rounds; round++) {
    iterate(settings, nodes, edges);
    if (performance.now() - shown < pace(sizes.length)) continue;
    shown = performance.now();
    self.postMessage({ places: placesOf(nodes, aspect), done: false });
  }
  const places = placesOf(nodes, aspect);
  spread(places, sizes, width);
  self.postMessage({ places, done: true });
};
