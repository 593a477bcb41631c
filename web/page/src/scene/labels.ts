// Writes names beside nodes and relations along edges, with a rim in the colour of the page so that they stay readable over lines. No two names lie on
// each other: the more important is written first, and one that finds no room is left out until the reader comes nearer.
import { cssColour } from '../theme';
import type { Place } from './start';

export const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans Condensed", sans-serif';
export const NAME_SIZE = 12.5;
const WORD_SIZE = 11.5;
/** More names than this are not read, and cost time. */
const MOST_NAMES = 300;
/** So many of the most important may lie on other nodes, if only not on other names. */
const MAIN_NAMES = 25;

export interface NameToWrite extends Place {
  text: string;
  radius: number;
  /** Written whether there is room or not. */
  must: boolean;
}

/** The size of the picture, in pixels. */
export interface Room {
  width: number;
  height: number;
}

/** The name of a relation, to be written over the middle of its line. */
export interface WordToWrite extends Place {
  text: string;
}

type Box = [left: number, top: number, right: number, bottom: number];

/** Boxes that are taken, found by the squares of a grid that they touch. */
class Taken {
  private readonly squares = new Map<string, Box[]>();

  add(box: Box): void {
    for (const key of this.keys(box)) {
      const square = this.squares.get(key);
      if (square) square.push(box);
      else this.squares.set(key, [box]);
    }
  }

  free([left, top, right, bottom]: Box): boolean {
    return this.keys([left, top, right, bottom]).every((key) =>
      (this.squares.get(key) ?? []).every((other) => right <= other[0] || other[2] <= left || bottom <= other[1] || other[3] <= top),
    );
  }

  private keys([left, top, right, bottom]: Box): string[] {
    const keys: string[] = [];
    for (let x = Math.floor(left / 100); x <= Math.floor(right / 100); x++)
      for (let y = Math.floor(top / 40); y <= Math.floor(bottom / 40); y++) keys.push(`${x} ${y}`);
    return keys;
  }
}

/** Where names go: `nodes` come the most important first. Beside the node to the right, else to the left, below, above. */
export function placeNames(
  nodes: NameToWrite[],
  room: Room,
  widthOf: (node: NameToWrite) => number,
  names = new Taken(),
): { node: NameToWrite; x: number; y: number }[] {
  const discs = new Taken();
  for (const { x, y, radius } of nodes) discs.add([x - radius, y - radius, x + radius, y + radius]);
  const placed: { node: NameToWrite; x: number; y: number }[] = [];
  for (const node of nodes) {
    if (placed.length >= MOST_NAMES && !node.must) break;
    const width = widthOf(node);
    const [beside, height] = [node.radius + 4, NAME_SIZE * 1.1];
    const corners: [number, number][] = [
      [node.x + beside, node.y - height / 2],
      [node.x - beside - width, node.y - height / 2],
      [node.x - width / 2, node.y + beside],
      [node.x - width / 2, node.y - beside - height],
    ];
    const free =
      (taken: Taken) =>
      ([x, y]: [number, number]) =>
        taken.free([x, y, x + width, y + height]);
    const open = corners.filter(([x, y]) => x >= 0 && y >= 0 && x + width <= room.width && y + height <= room.height).filter(free(names));
    const found = open.find(free(discs)) ?? (placed.length < MAIN_NAMES ? open[0] : undefined) ?? (node.must ? corners[0] : undefined);
    if (!found) continue;
    const [x, y] = found;
    names.add([x, y, x + width, y + height]);
    placed.push({ node, x, y: y + NAME_SIZE * 0.9 });
  }
  return placed;
}

function write(context: CanvasRenderingContext2D, text: string, x: number, y: number, ink: string): void {
  context.lineJoin = 'round';
  context.lineWidth = 3.5;
  context.strokeStyle = cssColour('--page');
  context.strokeText(text, x, y);
  context.fillStyle = ink;
  context.fillText(text, x, y);
}

const font = (node: NameToWrite): string => `${node.radius > 9 ? 600 : 400} ${NAME_SIZE}px ${FONT}`;

export function drawNames(context: CanvasRenderingContext2D, room: Room, nodes: NameToWrite[], words: WordToWrite[]): void {
  const taken = new Taken();
  const placed = placeNames(
    nodes,
    room,
    (node) => {
      context.font = font(node);
      return context.measureText(node.text).width;
    },
    taken,
  );
  drawWords(context, words, taken);
  for (const { node, x, y } of placed) {
    context.font = font(node);
    write(context, node.text, x, y, cssColour('--ink'));
  }
}

function drawWords(context: CanvasRenderingContext2D, words: WordToWrite[], taken: Taken): void {
  context.font = `500 ${WORD_SIZE}px ${FONT}`;
  for (const { text, x, y } of words) {
    const half = context.measureText(text).width / 2;
    const box: Box = [x - half, y - WORD_SIZE / 2, x + half, y + WORD_SIZE / 2];
    if (!taken.free(box)) continue;
    taken.add(box);
    write(context, text, x - half, y + WORD_SIZE / 3, cssColour('--soft'));
  }
}

/** A point of the bent line from the first to the second end, `t` of the way along. On the screen y grows downwards, where bends are given upwards. */
export function alongBend(from: Place, to: Place, bend: number, t: number): Place {
  const middle = { x: (from.x + to.x) / 2 + (to.y - from.y) * bend, y: (from.y + to.y) / 2 - (to.x - from.x) * bend };
  const mix = (a: number, b: number, c: number) => (1 - t) * (1 - t) * a + 2 * t * (1 - t) * b + t * t * c;
  return { x: mix(from.x, middle.x, to.x), y: mix(from.y, middle.y, to.y) };
}
