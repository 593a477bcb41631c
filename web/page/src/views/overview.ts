// The opening: what is in the graph, the strongest and the newest relations, who is central, questions to start from.
import type { Edge, NodeSummary, Overview as Answer } from '../api';
import { fill, h } from '../dom';
import type { Table } from '../download';
import { failureNote, waitingNote } from '../parts/message';
import { edgePane, namesOf, nameOf, nodeMark, relationRow } from '../parts/relation';
import { QUESTIONS } from '../questions';
import { windowKey, type State } from '../state';
import { count, days, relationName, t, typeName } from '../text';
import { Turn, type Frame, type View } from '../view';

export class Overview implements View {
  readonly element = h('div', { class: 'overview' });
  private answer: Answer | null = null;
  private key = '';
  private readonly turn = new Turn();

  constructor(private readonly frame: Frame) {}

  async show(state: State): Promise<void> {
    const key = windowKey(state);
    if (key === this.key) return;
    this.key = key;
    const newest = this.turn.take();
    if (!this.answer) fill(this.element, this.headline(), waitingNote());
    try {
      const answer = await this.frame.source.overview(state, 10);
      if (!newest()) return;
      this.answer = answer;
      this.draw(answer);
    } catch (error) {
      if (newest()) fill(this.element, this.headline(), failureNote(error));
    }
  }

  table(): Table | null {
    if (!this.answer) return null;
    const names = namesOf(this.answer.nodes);
    const row = (list: string) => (edge: Edge) => [
      list,
      nameOf(names, edge.source),
      edge.type,
      nameOf(names, edge.target),
      edge.reports,
      edge.first,
      edge.last,
    ];
    return {
      columns: ['list', 'source', 'relation', 'target', 'reports', 'first', 'last'],
      rows: [...this.answer.strongest.map(row('strongest')), ...this.answer.newest.map(row('newest'))],
    };
  }

  picture = () => null;

  graph() {
    if (!this.answer) return null;
    const edges = new Map([...this.answer.strongest, ...this.answer.newest].map((edge) => [`${edge.source}\n${edge.type}\n${edge.target}`, edge]));
    return { nodes: this.answer.nodes, edges: [...edges.values()] };
  }

  leave(): void {}

  private headline(): HTMLElement {
    const { info } = this.frame;
    const number = (n: number, label: string) => h('div', { class: 'number' }, h('b', {}, count(n)), h('span', { class: 'soft' }, label));
    return h(
      'section',
      { class: 'headline' },
      h('h1', {}, t('overview.title')),
      h('p', { class: 'lead' }, t('overview.lead', { days: days(info.first, info.last) })),
      h(
        'div',
        { class: 'numbers' },
        number(info.documents, t('count.documents', { n: info.documents })),
        number(info.nodes, t('count.nodes', { n: info.nodes })),
        number(info.shown_edges, t('count.edges', { n: info.shown_edges })),
        number(info.claims, t('count.claims', { n: info.claims })),
      ),
    );
  }

  private draw(answer: Answer): void {
    const names = namesOf(answer.nodes);
    const open = (edge: Edge) => this.frame.go({ pane: edgePane(edge) });
    const relations = (title: string, note: string, edges: Edge[]) =>
      h(
        'section',
        { class: 'card' },
        h('h2', {}, title),
        h('p', { class: 'soft small' }, note),
        h(
          'div',
          { class: 'relations' },
          ...(edges.length > 0 ? edges.map((edge) => relationRow(edge, names, open)) : [h('p', { class: 'note' }, t('nothing'))]),
        ),
      );
    fill(
      this.element,
      this.headline(),
      this.questions(),
      h(
        'div',
        { class: 'cards' },
        relations(t('overview.strongest'), t('overview.strongestNote'), answer.strongest),
        relations(t('overview.newest'), t('overview.newestNote'), answer.newest),
        this.central(answer.central),
      ),
      this.kinds(),
    );
  }

  private central(nodes: NodeSummary[]): HTMLElement {
    const most = Math.max(1, ...nodes.map((node) => node.degree ?? node.documents));
    return h(
      'section',
      { class: 'card narrow' },
      h('h2', {}, t('overview.central')),
      h('p', { class: 'soft small' }, t('overview.centralNote')),
      h(
        'div',
        { class: 'relations' },
        ...nodes.map((node) => {
          const bar = h('span', { class: 'bar', 'aria-hidden': 'true' });
          bar.style.width = `${Math.round(((node.degree ?? node.documents) / most) * 100)}%`;
          return h(
            'button',
            { type: 'button', class: 'relation central', on: { click: () => this.frame.go({ pane: { kind: 'node', id: node.id } }) } },
            nodeMark(node.type),
            h('span', { class: 'who' }, node.name),
            h('span', { class: 'soft small' }, t('relations', { n: node.degree ?? 0 })),
            bar,
          );
        }),
      ),
    );
  }

  private questions(): HTMLElement | null {
    if (!this.frame.source.can.query) return null;
    const chosen = QUESTIONS.slice(0, 7).map((question) =>
      h(
        'button',
        {
          type: 'button',
          class: 'question',
          on: {
            click: () =>
              this.frame.go({ view: 'query', query: question.query, parameters: question.parameters ? JSON.stringify(question.parameters) : '' }),
          },
        },
        t(question.title),
      ),
    );
    return h('section', { class: 'asked' }, h('h2', {}, t('overview.questions')), h('div', { class: 'questions' }, ...chosen));
  }

  private kinds(): HTMLElement {
    const { info } = this.frame;
    const types = [...info.node_types].filter((type) => type.count > 0).sort((x, y) => y.count - x.count);
    const relationTypes = [...info.relation_types].filter((type) => type.count > 0).sort((x, y) => y.count - x.count);
    return h(
      'section',
      { class: 'card' },
      h('h2', {}, t('overview.kinds')),
      h(
        'ul',
        { class: 'kinds' },
        ...types.map((type) => h('li', {}, nodeMark(type.name), typeName(type.name), h('span', { class: 'soft' }, count(type.count)))),
      ),
      h(
        'div',
        { class: 'chips' },
        ...relationTypes.map((type) =>
          h(
            'button',
            {
              type: 'button',
              class: 'chip',
              title: t('overview.onlyThis'),
              on: { click: () => this.frame.go({ view: 'graph', types: [type.name] }) },
            },
            relationName(type.name),
            h('span', { class: 'soft' }, count(type.count)),
          ),
        ),
      ),
    );
  }
}
