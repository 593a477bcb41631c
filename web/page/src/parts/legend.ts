// What shapes and lines mean, of what is in the picture.
import type { Edge, NodeSummary } from '../api';
import { h, s } from '../dom';
import { COLOURS, DASHES, sideOf, standing, type Side, type Standing } from '../look';
import { statusName, t, typeName } from '../text';
import { isDark } from '../theme';
import { nodeMark } from './relation';

function line(colour: string, kind: Standing): SVGElement {
  const [stroke, gap] = DASHES[kind];
  return s(
    'svg',
    { viewBox: '0 0 26 10', width: 26, height: 10, 'aria-hidden': 'true' },
    s('path', { d: 'M1 5h24', stroke: colour, 'stroke-width': 2.5, 'stroke-dasharray': gap ? `${stroke} ${gap}` : undefined, fill: 'none' }),
  );
}

export function legend(nodes: NodeSummary[], edges: Edge[]): HTMLElement {
  const colours = COLOURS[isDark() ? 'dark' : 'light'];
  const seen = { sides: new Set<Side>(), kinds: new Set<Standing>() };
  for (const edge of edges) {
    seen.sides.add(sideOf(edge.quad));
    seen.kinds.add(standing(edge));
  }
  const sides = (['cooperation', 'conflict', 'structural'] as Side[]).filter((side) => seen.sides.has(side));
  const kinds = (['planned', 'possible', 'demanded', 'negated', 'reference'] as Standing[]).filter((kind) => seen.kinds.has(kind));
  const types = [...new Set(nodes.map((node) => node.type))];
  return h(
    'details',
    { class: 'legend', open: matchMedia('(min-width: 900px)').matches },
    h('summary', {}, t('legend')),
    h(
      'ul',
      {},
      ...sides.map((side) => h('li', {}, line(colours[side], 'actual'), t(`side.${side}`))),
      ...kinds.map((kind) => h('li', {}, line(colours.structural, kind), kind === 'reference' ? t('reference') : statusName(kind))),
      ...types.map((type) => h('li', {}, h('span', { class: 'cell' }, nodeMark(type)), typeName(type))),
    ),
    h('p', { class: 'soft' }, t('legend.width')),
  );
}
