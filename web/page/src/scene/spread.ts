// Pushes apart nodes that lie on each other, so that each is seen and its name has room.

/** Pixels between two nodes, beside their radii. */
const GAP = { x: 16, y: 9 };
const ROUNDS = 60;
/** Above this many nodes they lie on each other whatever one does. */
const MOST = 1500;

/** Moves `places`, x and y of each node; `sizes` are radii in pixels of a picture that is `width` pixels wide. */
export function spread(places: Float32Array, sizes: Float32Array, width: number): void {
  const n = sizes.length;
  if (n > MOST || n < 2) return;
  for (let round = 0; round < ROUNDS; round++) {
    const pixel = extent(places) / width;
    let moved = false;
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) moved = part(places, sizes, i, j, pixel) || moved;
    }
    if (!moved) return;
  }
}

function extent(places: Float32Array): number {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < places.length; i += 2) {
    low = Math.min(low, places[i]!);
    high = Math.max(high, places[i]!);
  }
  return Math.max(1e-6, high - low);
}

/** Moves two nodes that are too near along the way on which they are less so. */
function part(places: Float32Array, sizes: Float32Array, i: number, j: number, pixel: number): boolean {
  const dx = places[2 * j]! - places[2 * i]!;
  const dy = places[2 * j + 1]! - places[2 * i + 1]!;
  const room = sizes[i]! + sizes[j]!;
  const lackX = (room + GAP.x) * pixel - Math.abs(dx);
  const lackY = (room + GAP.y) * pixel - Math.abs(dy);
  if (lackX <= 0 || lackY <= 0) return false;
  const axis = lackY <= lackX ? 1 : 0;
  const push = (Math.min(lackX, lackY) / 2) * ((axis ? dy : dx) < 0 ? -1 : 1);
  places[2 * i + axis]! -= push;
  places[2 * j + axis]! += push;
  return true;
}
