// How two are joined: the shortest chains of relations, each with its strongest sentence.
import type { Edge, NodeSummary, Paths } from '../api';
import { fill, h } from '../dom';
import { edgeTable } from '../parts/relationtable';
import { sentence } from '../parts/marked';
import { emptyNote, failureNote, waitingNote } from '../parts/message';
import { edgePane, namesOf, relationRow, type Names } from '../parts/relation';
import { nodeButton } from '../parts/evidence';
import { nodePicker } from '../parts/picker';
import { windowKey, type State } from '../state';
import { t } from '../text';
import { Turn, type Frame, type View } from '../view';

export class PathView implements View {
  readonly element: HTMLElement;
  private readonly result = h('div', { class: 'paths', 'aria-live': 'polite' });
  private readonly from;
  private readonly to;
  private answer: Paths | null = null;
  private key = '';
  private readonly turn = new Turn();

  constructor(private readonly frame: Frame) {
    this.from = nodePicker(frame.source, t('path.from'), t('search.placeholder'), (node) => frame.go({ a: node.id }));
    this.to = nodePicker(frame.source, t('path.to'), t('search.placeholder'), (node) => frame.go({ b: node.id }));
    const swap = h(
      'button',
      { type: 'button', class: 'tool', on: { click: () => frame.go({ a: frame.state.b, b: frame.state.a }) } },
      t('path.swap'),
    );
    const field = (label: string, picker: HTMLElement) => h('div', { class: 'field' }, h('span', { class: 'soft small' }, label), picker);
    this.element = h(
      'div',
      { class: 'pathview' },
      h('div', { class: 'intro' }, h('h1', {}, t('path.title')), h('p', { class: 'soft' }, t('path.explain'))),
      h('div', { class: 'fields' }, field(t('path.from'), this.from.element), field(t('path.to'), this.to.element), swap),
      this.result,
    );
  }

  async show(state: State): Promise<void> {
    const key = windowKey(state) + JSON.stringify([state.a, state.b]);
    if (key === this.key) return;
    this.key = key;
    const newest = this.turn.take();
    await this.nameEnds(state);
    if (!state.a || !state.b) {
      this.answer = null;
      fill(this.result, emptyNote(t('path.choose')));
      return;
    }
    fill(this.result, waitingNote());
    try {
      const answer = await this.frame.source.path(state, state.a, state.b);
      if (!newest()) return;
      this.answer = answer;
      const names = namesOf(answer.nodes);
      const chains = await Promise.all(answer.paths.map((path, i) => this.chain(path, names, i)));
      if (!newest()) return;
      fill(this.result, ...(chains.length > 0 ? chains : [emptyNote(t('path.none'))]));
    } catch (error) {
      if (newest()) fill(this.result, failureNote(error));
    }
  }

  table = () =>
    this.answer
      ? edgeTable(
          this.answer.paths.flatMap((path) => path.edges),
          namesOf(this.answer.nodes),
        )
      : null;
  picture = () => null;
  graph = () => this.answer && { nodes: this.answer.nodes, edges: this.answer.paths.flatMap((path) => path.edges) };
  leave(): void {}

  private async nameEnds(state: State): Promise<void> {
    const name = async (id: string) =>
      id
        ? this.frame.source.node(id).then(
            (node) => node.name,
            () => id,
          )
        : '';
    const [from, to] = await Promise.all([name(state.a), name(state.b)]);
    this.from.set(from);
    this.to.set(to);
  }

  private async chain(path: Paths['paths'][number], names: Names, number: number): Promise<HTMLElement> {
    const steps = path.nodes.slice(1).map((to, i) => path.edges.filter((edge) => joins(edge, path.nodes[i]!, to)));
    const links = await Promise.all(steps.map((edges) => this.link(edges, names)));
    const stop = (id: string) => h('li', { class: 'stop' }, nodeButton(this.frame, names.get(id) ?? unknown(id)));
    return h(
      'section',
      { class: 'card' },
      h('h2', {}, t('path.steps', { n: steps.length }), number > 0 && h('span', { class: 'soft' }, ` · ${t('path.another')}`)),
      h('ol', { class: 'chain' }, stop(path.nodes[0]!), ...links.flatMap((link, i) => [link, stop(path.nodes[i + 1]!)])),
      h(
        'p',
        { class: 'actions' },
        h(
          'button',
          { type: 'button', class: 'tool', on: { click: () => this.frame.go({ view: 'graph', base: 'none', open: path.nodes, asList: false }) } },
          t('path.inGraph'),
        ),
      ),
    );
  }

  /** All that joins two neighbours of the chain, each with its strongest sentence. */
  private async link(edges: Edge[], names: Names): Promise<HTMLElement> {
    const parts = await Promise.all(
      edges.map(async (edge) => {
        const detail = await this.frame.source.edge(this.frame.state, edge.source, edge.type, edge.target, 1, 0).catch(() => null);
        const claim = detail?.claims[0];
        return [
          relationRow(edge, names, (chosen) => this.frame.go({ pane: edgePane(chosen) })),
          claim && h('p', { class: 'sentence' }, sentence(claim, edge.quad)),
        ];
      }),
    );
    return h('li', { class: 'link' }, ...parts.flat());
  }
}

const joins = (edge: Edge, a: string, b: string): boolean => (edge.source === a && edge.target === b) || (edge.source === b && edge.target === a);
const unknown = (id: string): NodeSummary => ({ id, name: id, type: '', supertypes: [], country: null, documents: 0, lat: null, lon: null });
