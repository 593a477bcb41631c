// Relations as a table: the same as a picture of a graph, for reading, for the keyboard and for screen readers.
import type { Edge } from '../api';
import { h } from '../dom';
import type { Table } from '../download';
import { sideOf } from '../look';
import { dayName, relationName, t } from '../text';
import { nameOf, sideMark, standingNote, type Names } from './relation';

export function relationTable(edges: Edge[], names: Names, open: (edge: Edge) => void): HTMLElement {
  const head = [
    t('table.source'),
    t('table.relation'),
    t('table.target'),
    t('table.reports'),
    t('table.claims'),
    t('table.first'),
    t('table.last'),
    t('table.other'),
  ];
  return h(
    'div',
    { class: 'tablebox', tabindex: 0, role: 'region', 'aria-label': t('graph.list') },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...head.map((name) => h('th', { scope: 'col' }, name)))),
      h(
        'tbody',
        {},
        ...edges.map((edge) =>
          h(
            'tr',
            {},
            h('td', {}, nameOf(names, edge.source)),
            h(
              'td',
              {},
              h(
                'button',
                { type: 'button', class: `inline ${sideOf(edge.quad)}`, on: { click: () => open(edge) } },
                sideMark(edge),
                relationName(edge.type),
              ),
            ),
            h('td', {}, nameOf(names, edge.target)),
            h('td', { class: 'right' }, edge.reports),
            h('td', { class: 'right' }, edge.claims.actual),
            h('td', {}, dayName(edge.first)),
            h('td', {}, dayName(edge.last)),
            h('td', { class: 'soft' }, standingNote(edge)),
          ),
        ),
      ),
    ),
  );
}

export function edgeTable(edges: Edge[], names: Names): Table {
  return {
    columns: [
      'source',
      'source_id',
      'relation',
      'target',
      'target_id',
      'quad',
      'origin',
      'actual',
      'planned',
      'possible',
      'demanded',
      'negated',
      'articles',
      'reports',
      'first',
      'last',
      'confidence',
    ],
    rows: edges.map((e) => [
      nameOf(names, e.source),
      e.source,
      e.type,
      nameOf(names, e.target),
      e.target,
      e.quad,
      e.origin,
      e.claims.actual,
      e.claims.planned,
      e.claims.possible,
      e.claims.demanded,
      e.claims.negated,
      e.articles,
      e.reports,
      e.first,
      e.last,
      e.confidence,
    ]),
  };
}
