// Two periods beside each other: what is new, what is gone, what became more or less.
import type { Compare, Edge } from '../api';
import { fill, h } from '../dom';
import type { Table } from '../download';
import { emptyNote, failureNote, waitingNote } from '../parts/message';
import { edgePane, namesOf, nameOf, relationRow } from '../parts/relation';
import { windowKey, type State } from '../state';
import { t } from '../text';
import { Turn, type Frame, type View } from '../view';

const split = (range: string): [string, string] => {
  const [from = '', until = ''] = range.split('..');
  return [from, until];
};

/** Offices and memberships come and go with what news mention; they are not what one looks for first. */
const eventsFirst = (edges: Edge[]): Edge[] => [...edges].sort((x, y) => Number(x.quad === 0) - Number(y.quad === 0));

export class CompareView implements View {
  readonly element: HTMLElement;
  private readonly result = h('div', { 'aria-live': 'polite' });
  private readonly fields = h('div', { class: 'fields' });
  private answer: Compare | null = null;
  private key = '';
  private readonly turn = new Turn();

  constructor(private readonly frame: Frame) {
    this.element = h(
      'div',
      { class: 'compareview' },
      h('div', { class: 'intro' }, h('h1', {}, t('compare.title')), h('p', { class: 'soft' }, t('compare.explain'))),
      this.fields,
      this.result,
    );
  }

  async show(state: State): Promise<void> {
    const key = windowKey({ ...state, from: '', until: '' }) + JSON.stringify([state.before, state.after]);
    if (key === this.key) return;
    this.key = key;
    const newest = this.turn.take();
    const [before, after] = await this.periods(state).catch(() => [state.before, state.after] as const);
    if (!newest()) return;
    this.drawFields(before, after);
    if (!before || !after) {
      fill(this.result, emptyNote(t('compare.noDays')));
      return;
    }
    if (!this.answer) fill(this.result, waitingNote());
    try {
      const answer = await this.frame.source.compare(state, before, after);
      if (!newest()) return;
      this.answer = answer;
      this.draw(answer);
    } catch (error) {
      if (newest()) fill(this.result, failureNote(error));
    }
  }

  table(): Table | null {
    const answer = this.answer;
    if (!answer) return null;
    const names = namesOf(answer.nodes);
    const row = (what: string, edge: Edge, before: number, after: number) => [
      what,
      nameOf(names, edge.source),
      edge.type,
      nameOf(names, edge.target),
      before,
      after,
    ];
    return {
      columns: ['change', 'source', 'relation', 'target', 'claims_before', 'claims_after'],
      rows: [
        ...answer.gained.map((e) => row('gained', e, 0, e.claims.actual)),
        ...answer.lost.map((e) => row('lost', e, e.claims.actual, 0)),
        ...answer.changed.map(({ before, after }) => row('changed', after, before.claims.actual, after.claims.actual)),
      ],
    };
  }

  picture = () => null;
  graph = () =>
    this.answer && {
      nodes: this.answer.nodes,
      edges: [...this.answer.gained, ...this.answer.lost, ...this.answer.changed.map((pair) => pair.after)],
    };
  leave(): void {}

  /** The periods asked for; else the two parts of the time that the graph knows, with as many claims in the one as in the other. */
  private async periods(state: State): Promise<[string, string]> {
    if (state.before && state.after) return [state.before, state.after];
    const { first, last } = this.frame.info;
    const { buckets } = await this.frame.source.timeline({ ...state, from: '', until: '' }, [], 'month');
    const size = (bucket: (typeof buckets)[number]) => bucket.cooperation + bucket.conflict;
    const half = buckets.reduce((sum, bucket) => sum + size(bucket), 0) / 2;
    let before = 0;
    const middle = buckets.find((bucket) => (before += size(bucket)) > half)?.start;
    if (!first || !last || !middle) return [state.before, state.after];
    const eve = new Date(Date.parse(middle) - 86_400_000).toISOString().slice(0, 10);
    return [state.before || `${first}..${eve}`, state.after || `${middle}..${last}`];
  }

  private drawFields(before: string, after: string): void {
    const set = (which: 'before' | 'after', range: string) => {
      const [from, until] = split(range);
      const field = (label: string, value: string, change: (value: string) => string) =>
        h('input', {
          type: 'date',
          'aria-label': label,
          set: { value },
          on: { change: (event: Event) => this.frame.go({ before, after, [which]: change((event.target as HTMLInputElement).value) }) },
        });
      return h(
        'fieldset',
        { class: 'period' },
        h('legend', {}, t(`compare.${which}`)),
        field(`${t(`compare.${which}`)}: ${t('time.from')}`, from, (value) => `${value}..${until}`),
        ' – ',
        field(`${t(`compare.${which}`)}: ${t('time.until')}`, until, (value) => `${from}..${value}`),
      );
    };
    fill(this.fields, set('before', before), set('after', after));
  }

  private draw(answer: Compare): void {
    const names = namesOf(answer.nodes);
    const open = (edge: Edge) => this.frame.go({ pane: edgePane(edge) });
    const part = (title: string, edges: Edge[], note: (edge: Edge, i: number) => string | null) =>
      h(
        'section',
        { class: 'card' },
        h('h2', {}, title, h('span', { class: 'soft' }, ` ${edges.length}`)),
        h(
          'div',
          { class: 'relations' },
          ...(edges.length > 0
            ? edges.map((edge, i) =>
                h('div', {}, relationRow(edge, names, open), note(edge, i) && h('p', { class: 'soft small change' }, note(edge, i))),
              )
            : [emptyNote(t('nothing'))]),
        ),
      );
    fill(
      this.result,
      h(
        'div',
        { class: 'cards' },
        part(t('compare.gained'), eventsFirst(answer.gained), () => null),
        part(t('compare.lost'), eventsFirst(answer.lost), () => null),
        part(
          t('compare.changed'),
          answer.changed.map((pair) => pair.after),
          (_, i) => t('compare.from', { before: answer.changed[i]!.before.claims.actual, after: answer.changed[i]!.after.claims.actual }),
        ),
      ),
      answer.undated > 0 && h('p', { class: 'soft small' }, t('compare.undated', { n: answer.undated })),
    );
  }
}
