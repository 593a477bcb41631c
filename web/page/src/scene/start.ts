// Where nodes begin, before forces move them; the same each time.

export interface Place {
  x: number;
  y: number;
}

const ROUNDS = 12;
const GOLDEN = 2.399963;
const distance = (rank: number): number => 12 * Math.sqrt(rank + 0.5);

/** On a spiral by number, so that the busiest are in the middle. */
export const spiral = (i: number): Place => ({ x: distance(i) * Math.cos(i * GOLDEN), y: distance(i) * Math.sin(i * GOLDEN) });

/**
 * For a large graph: neighbours near each other, so that the first picture has short lines, which tell more and are faster drawn, and forces have less to do.
 * Each round moves all nodes towards the middle of their neighbours, as a power iteration towards a spectral layout does (Koren, "Drawing Graphs by
 * Eigenvectors", 2005); at last they are spread over a disc by their order from the middle. `ends` holds two numbers of nodes for each edge.
 */
export function startingPlaces(count: number, ends: Uint32Array): Place[] {
  const [x, y, degree] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i++) {
    const { x: across, y: up } = spiral(i);
    x[i] = across;
    y[i] = up;
  }
  for (let i = 0; i < ends.length; i++) degree[ends[i]!]!++;
  const sums = new Float64Array(count);
  for (let round = 0; round < ROUNDS; round++) {
    for (const values of [x, y]) {
      average(values, sums, degree, ends);
      centre(values, degree);
    }
    turnApart(x, y, degree);
  }
  return discOf(x, y);
}

/** Half of where a node is, half of where its neighbours are. */
function average(values: Float64Array, sums: Float64Array, degree: Float64Array, ends: Uint32Array): void {
  sums.fill(0);
  for (let i = 0; i < ends.length; i += 2) {
    const a = ends[i]!;
    const b = ends[i + 1]!;
    sums[a]! += values[b]!;
    sums[b]! += values[a]!;
  }
  for (let i = 0; i < values.length; i++) if (degree[i]! > 0) values[i] = (values[i]! + sums[i]! / degree[i]!) / 2;
}

/** Moves the middle, where busy nodes weigh more, to 0 and makes the spread 1: else all values would end as one. */
function centre(values: Float64Array, weight: Float64Array): void {
  let sum = 0;
  let square = 0;
  let total = 1e-9;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! * weight[i]!;
    square += values[i]! * values[i]! * weight[i]!;
    total += weight[i]!;
  }
  const middle = sum / total;
  const spread = Math.sqrt(Math.max(0, square / total - middle * middle)) || 1;
  for (let i = 0; i < values.length; i++) values[i] = (values[i]! - middle) / spread;
}

/** Takes out of `y` what it has in common with `x`. */
function turnApart(x: Float64Array, y: Float64Array, weight: Float64Array): void {
  let common = 0;
  let own = 1e-9;
  for (let i = 0; i < x.length; i++) {
    common += x[i]! * y[i]! * weight[i]!;
    own += x[i]! * x[i]! * weight[i]!;
  }
  for (let i = 0; i < y.length; i++) y[i]! -= (common / own) * x[i]!;
}

/** Keeps the direction from the middle, and makes the distance one by which all are spread evenly. */
function discOf(x: Float64Array, y: Float64Array): Place[] {
  const far = Float64Array.from(x, (across, i) => Math.hypot(across, y[i]!));
  const order = Uint32Array.from(x, (_, i) => i).sort((a, b) => far[a]! - far[b]! || a - b);
  const places = new Array<Place>(x.length);
  order.forEach((i, rank) => {
    const angle = Math.atan2(y[i]!, x[i]!);
    places[i] = { x: distance(rank) * Math.cos(angle), y: distance(rank) * Math.sin(angle) };
  });
  return places;
}
