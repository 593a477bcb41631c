// How things look: the same shape, colour and pattern for the same meaning in every view. Cooperation and conflict are the blue and the vermilion of
// Okabe and Ito, which people with any common colour blindness tell apart; lists have a mark of another shape beside it, the matrix a sign, the graph the name of the relation.
import type { Edge, Quad, Status } from './api';

export const SHAPES = ['circle', 'square', 'diamond', 'triangle', 'wedge', 'hexagon'] as const;
export type Shape = (typeof SHAPES)[number];

interface NodeLook {
  shape: Shape;
  light: string;
  dark: string;
}

const STATE: NodeLook = { shape: 'circle', light: '#3b4754', dark: '#c3ccd6' };
const BODY: NodeLook = { shape: 'square', light: '#7a8794', dark: '#8d9aa8' };
const PERSON: NodeLook = { shape: 'triangle', light: '#d69a00', dark: '#e6b437' };
const FORCE: NodeLook = { shape: 'diamond', light: '#8b5a8c', dark: '#c08fc1' };
const LOOKS: Record<string, NodeLook> = {
  State: STATE,
  Alliance: { shape: 'hexagon', light: '#009e73', dark: '#2fc29a' },
  Government: BODY,
  Party: BODY,
  Organization: BODY,
  Media: BODY,
  Official: PERSON,
  Person: PERSON,
  ArmedForce: FORCE,
  ArmedGroup: FORCE,
  Location: { shape: 'wedge', light: '#a3785a', dark: '#c89b7b' },
  People: { shape: 'circle', light: '#b79bb0', dark: '#a98ba2' },
  Agreement: { shape: 'square', light: '#cdbf45', dark: '#d8cb5e' },
};

export const nodeShape = (type: string): Shape => (LOOKS[type] ?? BODY).shape;
export const nodeColour = (type: string, dark: boolean): string => (LOOKS[type] ?? BODY)[dark ? 'dark' : 'light'];

export type Side = 'cooperation' | 'conflict' | 'structural';
export const sideOf = (quad: Quad): Side => (quad === 0 ? 'structural' : quad <= 2 ? 'cooperation' : 'conflict');

export const COLOURS: Record<'light' | 'dark', Record<Side, string>> = {
  light: { cooperation: '#0072B2', conflict: '#D55E00', structural: '#9aa1a9' },
  dark: { cooperation: '#3d9bd6', conflict: '#e8752a', structural: '#6d7681' },
};

export const edgeColour = (edge: Edge, dark: boolean): string => COLOURS[dark ? 'dark' : 'light'][sideOf(edge.quad)];

/** What kind of statement an edge is at best: what is said to have happened, else what is said of the future, else what is denied; or what the gazetteer knows. */
export type Standing = Status | 'reference';

const ORDER: Status[] = ['actual', 'planned', 'demanded', 'possible', 'negated'];

export function standing(edge: Edge): Standing {
  if (edge.origin === 'reference') return 'reference';
  return ORDER.find((status) => edge.claims[status] > 0) ?? 'actual';
}

/** Lengths of stroke and gap in pixels; a stroke without gaps says that it happened. */
export const DASHES: Record<Standing, [number, number]> = {
  actual: [1, 0],
  planned: [8, 4],
  demanded: [8, 4],
  possible: [2, 4],
  negated: [3, 9],
  reference: [1.5, 3],
};

export const edgeWidth = (edge: Edge): number =>
  edge.origin === 'reference' ? 1 : Math.min(6, 1.2 + Math.log2(Math.max(1, edge.reports)) * 1.1 + (edge.quad === 2 || edge.quad === 4 ? 0.7 : 0));
export const nodeSize = (edges: number): number => Math.min(18, 4 + 2.1 * Math.sqrt(Math.max(0, edges)));
export const edgeId = (edge: Edge): string => `${edge.source}\n${edge.type}\n${edge.target}\n${edge.origin}`;

/** The outline of a node of radius r around (x, y), for pictures of lines. */
export function outline(shape: Shape, x: number, y: number, r: number): string {
  const corners: [number, number][] = {
    circle: [],
    square: [
      [-0.85, -0.85],
      [0.85, -0.85],
      [0.85, 0.85],
      [-0.85, 0.85],
    ],
    diamond: [
      [0, -1.15],
      [1.15, 0],
      [0, 1.15],
      [-1.15, 0],
    ],
    triangle: [
      [0, -1.15],
      [1.08, 0.8],
      [-1.08, 0.8],
    ],
    wedge: [
      [-1.08, -0.8],
      [1.08, -0.8],
      [0, 1.15],
    ],
    hexagon: [
      [-1.05, 0],
      [-0.53, -0.92],
      [0.53, -0.92],
      [1.05, 0],
      [0.53, 0.92],
      [-0.53, 0.92],
    ],
  }[shape] as [number, number][];
  const at = (dx: number, dy: number) => `${(x + dx * r).toFixed(1)} ${(y + dy * r).toFixed(1)}`;
  if (shape === 'circle') return `M${at(-1, 0)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  return `M${corners.map(([dx, dy]) => at(dx, dy)).join('L')}z`;
}
