// What is known of a node, and all that it has to do with others.
import type { Edge, Neighbours, NodeDetail } from '../api';
import { fill, h, icon, icons, webLink } from '../dom';
import { sideOf, type Side } from '../look';
import { days, t, typeName } from '../text';
import type { Frame } from '../view';
import { judgeForm } from './judge';
import { failureNote } from './message';
import { edgePane, namesOf, nodeMark, relationRow } from './relation';

const PAGE = 60;

export async function nodeContent(frame: Frame, pane: { id: string }): Promise<{ title: string; body: HTMLElement; claims: number }> {
  const [node, around] = await Promise.all([frame.source.node(pane.id), frame.source.neighbours(frame.state, pane.id, PAGE)]);
  const body = h(
    'div',
    {},
    h(
      'p',
      { class: 'soft' },
      nodeMark(node.type),
      ' ',
      [typeName(node.type), node.country, t('articles', { n: node.documents })].filter(Boolean).join(' · '),
    ),
    actions(frame, node),
    facts(node),
    h('h3', {}, t('node.relations', { n: around.total })),
    around.capped && h('p', { class: 'note' }, t('node.capped')),
    relations(frame, node.id, around),
    frame.source.can.judge && judgeForm(frame, node),
  );
  return { title: node.name, body, claims: 0 };
}

function actions(frame: Frame, node: NodeDetail): HTMLElement {
  const { state } = frame;
  const open = state.open.includes(node.id);
  const button = (text: string, go: () => void) => h('button', { type: 'button', class: 'tool', on: { click: go } }, text);
  return h(
    'p',
    { class: 'actions' },
    state.view !== 'graph' && button(t('node.inGraph'), () => frame.go({ view: 'graph', base: 'none', open: [node.id], asList: false })),
    state.view === 'graph' &&
      button(open ? t('graph.collapse') : t('graph.expand'), () =>
        frame.go({ open: open ? state.open.filter((id) => id !== node.id) : [...state.open, node.id] }),
      ),
    state.view === 'graph' && button(t('node.only'), () => frame.go({ base: 'none', open: [node.id] })),
    button(t('node.pathFrom'), () => frame.go({ view: 'path', a: node.id, b: state.a === node.id ? state.b : '' })),
  );
}

function facts(node: NodeDetail): HTMLElement {
  const names = [...new Set(node.names.map((name) => name.text))].filter((name) => name !== node.name);
  const rows: [string, Node | string | null][] = [
    [t('node.names'), names.join(', ')],
    [t('node.seen'), days(node.first_seen, node.last_seen)],
    ...Object.entries(node.attributes).map(([name, value]): [string, string] => [name.replace(/_/g, ' '), value]),
    [t('node.sameAs'), node.same_as.join(', ')],
    ['Wikidata', node.wikidata && /^Q\d+$/.test(node.wikidata) ? webLink(`https://www.wikidata.org/wiki/${node.wikidata}`, node.wikidata) : null],
    ['id', h('code', {}, node.id)],
  ];
  return h('dl', { class: 'facts' }, ...rows.filter(([, value]) => value).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

function relations(frame: Frame, id: string, around: Neighbours): HTMLElement {
  const names = namesOf(around.nodes);
  const edges: Edge[] = [...around.edges];
  let side: Side | 'all' = 'all';
  const list = h('div', { class: 'relations' });
  const show = () =>
    fill(
      list,
      ...edges
        .filter((edge) => side === 'all' || sideOf(edge.quad) === side)
        .map((edge) => relationRow(edge, names, (chosen) => frame.go({ pane: edgePane(chosen) }))),
    );
  const tabs = h(
    'div',
    { class: 'tabs', role: 'group', 'aria-label': t('node.which') },
    ...(['all', 'cooperation', 'conflict', 'structural'] as const).map((name) => {
      const n = edges.filter((edge) => name === 'all' || sideOf(edge.quad) === name).length;
      return h(
        'button',
        {
          type: 'button',
          'aria-pressed': String(name === side),
          disabled: n === 0,
          on: {
            click: (event: Event) => {
              side = name;
              for (const tab of tabs.children) tab.setAttribute('aria-pressed', String(tab === event.currentTarget));
              show();
            },
          },
        },
        `${t(`side.${name}`)} ${n}`,
      );
    }),
  );
  const more = h(
    'button',
    { type: 'button', class: 'tool', hidden: edges.length >= around.total, on: { click: load } },
    icon(icons.plus),
    h('span', {}, t('more', { n: around.total - edges.length })),
  );
  async function load(): Promise<void> {
    try {
      const next = await frame.source.neighbours(frame.state, id, PAGE, edges.length);
      for (const node of next.nodes) names.set(node.id, node);
      edges.push(...next.edges);
      more.hidden = edges.length >= next.total || next.edges.length === 0;
      more.lastElementChild!.textContent = t('more', { n: next.total - edges.length });
      show();
    } catch (error) {
      more.replaceWith(failureNote(error));
    }
  }
  show();
  return h('div', {}, tabs, list, more);
}
