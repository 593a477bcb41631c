// The tools that every view has: the question behind it, and files of what is seen.
import { h, icons } from '../dom';
import { cypherOf } from '../cypher';
import { csv, graphml, png, save, svg } from '../download';
import { t } from '../text';
import type { Frame, View } from '../view';
import { menu, openDialog } from './dialog';
import { failureNote } from './message';

export function showQuery(frame: Frame): void {
  const queries = cypherOf(frame.state);
  const { state } = frame;
  const flags = [
    state.from || state.until ? `--during ${state.from}..${state.until}` : '',
    state.asOf && `--as-of ${state.asOf}`,
    state.include.length > 0 && '--include',
    state.reference && '--reference',
  ]
    .filter(Boolean)
    .join(' ');
  const dialog = openDialog(
    t('showQuery'),
    h('p', { class: 'soft small' }, t('showQuery.explain')),
    ...queries.map((query) =>
      h(
        'div',
        {},
        h('pre', { class: 'code', tabindex: 0 }, query),
        frame.source.can.query &&
          h(
            'button',
            {
              type: 'button',
              class: 'tool',
              on: {
                click: () => {
                  dialog.close();
                  frame.go({ view: 'query', query, parameters: '' });
                },
              },
            },
            t('showQuery.open'),
          ),
      ),
    ),
    queries.length === 0 ? h('p', { class: 'note' }, t('showQuery.none')) : '',
    flags ? h('p', { class: 'soft small' }, t('showQuery.flags'), ' ', h('code', {}, flags)) : '',
  );
}

export function exportMenu(frame: Frame, view: () => View): HTMLElement {
  return menu(t('export'), icons.save, () => {
    const shown = view();
    const [table, picture, graph] = [shown.table(), shown.picture(), shown.graph()];
    const name = `entente-${frame.state.view}`;
    const failed = (error: unknown) => openDialog(t('export'), failureNote(error));
    const item = (label: string, note: string, run: (() => void) | null) =>
      h(
        'button',
        { type: 'button', class: 'item', 'data-closes': '1', disabled: run === null, on: { click: () => run?.() } },
        h('b', {}, label),
        h('span', { class: 'soft small' }, note),
      );
    const file = (label: string, format: 'graphml' | 'json', note: string) =>
      h(
        'a',
        { class: 'item', 'data-closes': '1', href: frame.source.exportAddress(frame.state, format), download: '' },
        h('b', {}, label),
        h('span', { class: 'soft small' }, note),
      );
    return h(
      'div',
      { class: 'items' },
      item('CSV', t('export.csv'), table && (() => save(`${name}.csv`, csv(table)))),
      item(
        'PNG',
        t('export.png'),
        picture &&
          (() =>
            void png(picture)
              .then((blob) => save(`${name}.png`, blob))
              .catch(failed)),
      ),
      item('SVG', t('export.svg'), picture && (() => save(`${name}.svg`, svg(picture)))),
      item('GraphML', t('export.seen'), graph && (() => save(`${name}.graphml`, graphml(graph)))),
      frame.source.can.exportFiles && file('GraphML', 'graphml', t('export.window')),
      frame.source.can.exportFiles && file('JSON', 'json', t('export.json')),
    );
  });
}

/** `ownFiles`: whether the page came with files beside it. As one file it has the licences in itself. */
export function showHelp(ownFiles: boolean): void {
  const keys: [string, string][] = [
    ['/', t('help.search')],
    ['1 – 7', t('help.views')],
    ['j  k', t('help.claims')],
    ['Esc', t('help.close')],
    ['← → ↑ ↓', t('help.walk')],
    ['e', t('help.expand')],
    ['+ − 0', t('help.zoom')],
    ['p', t('help.play')],
    ['q', t('help.query')],
    ['?', t('help.help')],
  ];
  openDialog(
    t('help'),
    h('dl', { class: 'facts keys' }, ...keys.flatMap(([key, what]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, what)])),
    h('p', { class: 'soft small' }, t('help.note')),
    ownFiles && h('p', { class: 'small' }, h('a', { href: 'licences.txt', target: '_blank' }, t('help.licences'))),
  );
}
