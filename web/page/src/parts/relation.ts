// A relation in a line: who, what, whom, and on how much it rests.
import type { Edge, NodeSummary } from '../api';
import { h, s } from '../dom';
import { nodeColour, nodeShape, outline, sideOf, standing } from '../look';
import { isDark } from '../theme';
import { days, relationName, statusName, t, typeName } from '../text';

export type Names = Map<string, NodeSummary>;
export const namesOf = (nodes: NodeSummary[]): Names => new Map(nodes.map((node) => [node.id, node]));
export const nameOf = (names: Names, id: string): string => names.get(id)?.name ?? id;

/** The shape and colour of a kind of node, as in the graph. */
export function nodeMark(type: string): SVGElement {
  return s(
    'svg',
    { viewBox: '0 0 14 14', width: 14, height: 14, class: 'mark', role: 'img', 'aria-label': typeName(type) },
    s('path', { d: outline(nodeShape(type), 7, 7, 5), fill: nodeColour(type, isDark()) }),
  );
}

/** A round dot is cooperation, a diamond conflict, a bar structure. */
export function sideMark(edge: Pick<Edge, 'quad'>): SVGElement {
  const side = sideOf(edge.quad);
  const shape = { cooperation: 'M7 2.5a4.5 4.5 0 1 0 .01 0z', conflict: 'M7 1L13 7 7 13 1 7z', structural: 'M2 5.5h10v3H2z' }[side];
  return s(
    'svg',
    { viewBox: '0 0 14 14', width: 12, height: 12, class: `mark ${side}`, role: 'img', 'aria-label': t(`side.${side}`) },
    s('path', { d: shape, fill: 'currentColor' }),
  );
}

/** What is said of an edge beyond that it happened. */
export function standingNote(edge: Edge): string {
  const kind = standing(edge);
  if (kind === 'reference')
    return [t('reference'), edge.office, edge.since || edge.until ? `${edge.since ?? ''}–${edge.until ?? ''}` : ''].filter(Boolean).join(', ');
  const others = (['planned', 'possible', 'demanded', 'negated'] as const).filter((status) => edge.claims[status] > 0);
  return others.map((status) => `${edge.claims[status]} ${statusName(status)}`).join(', ');
}

export function weightNote(edge: Edge): string {
  if (edge.origin === 'reference') return standingNote(edge);
  return [
    edge.claims.actual > 0 && t('reports', { n: edge.reports }),
    edge.claims.actual > 0 && edge.last && days(edge.first, edge.last),
    standingNote(edge),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The relation as a button that opens its sentences. */
export function relationRow(edge: Edge, names: Names, open: (edge: Edge) => void): HTMLElement {
  return h(
    'button',
    { type: 'button', class: `relation ${standing(edge) === 'actual' ? '' : 'weak'}`, on: { click: () => open(edge) } },
    sideMark(edge),
    h(
      'span',
      { class: 'who' },
      nameOf(names, edge.source),
      ' ',
      h('em', { class: sideOf(edge.quad) }, relationName(edge.type)),
      ' ',
      nameOf(names, edge.target),
    ),
    h('span', { class: 'soft small' }, weightNote(edge)),
  );
}

export const edgePane = (edge: Edge) => ({ kind: 'edge' as const, source: edge.source, type: edge.type, target: edge.target, claim: 0 });
