// Questions in openCypher: ready ones that need no knowledge of it, one's own, and answers as a table and as a picture.
import type { Edge, NodeSummary, QueryResult } from '../api';
import { fill, h, icon, icons } from '../dom';
import type { Table } from '../download';
import { legend } from '../parts/legend';
import { emptyNote, failureNote, waitingNote } from '../parts/message';
import { nodePicker } from '../parts/picker';
import { edgePane, namesOf, nodeMark, sideMark } from '../parts/relation';
import { keepQuestions, ownQuestions, QUESTIONS } from '../questions';
import { Scene } from '../scene/scene';
import { scenePicture } from '../scene/svg';
import { windowKey, type State } from '../state';
import { columnName, dayName, decimal, relationName, statusName, t } from '../text';
import { onTheme } from '../theme';
import { Turn, type Frame, type View } from '../view';

const ROWS = 1000;
/** More letters than this are a sentence, which wants a wide column. */
const LONG = 50;
/** What stands in a query for a name, which can be looked up. */
const NAMES = ['who', 'whom', 'one', 'other'];

interface GraphNode {
  id: string;
  labels: string[];
  properties: Record<string, unknown>;
}
interface GraphEdge {
  type: string;
  source: string;
  target: string;
  properties: Record<string, unknown>;
}
const isNode = (value: unknown): value is GraphNode => typeof value === 'object' && value !== null && 'labels' in value && 'id' in value;
const isEdge = (value: unknown): value is GraphEdge =>
  typeof value === 'object' && value !== null && 'source' in value && 'target' in value && 'type' in value;

export class QueryView implements View {
  readonly element: HTMLElement;
  private readonly text = h('textarea', {
    rows: 7,
    spellcheck: 'false',
    'aria-label': t('query.text'),
    on: { keydown: (event: KeyboardEvent) => this.press(event) },
  });
  private readonly blanks = h('div', { class: 'fields' });
  private readonly own = h('div', { class: 'questions' });
  private readonly result = h('div', { class: 'result', 'aria-live': 'polite' });
  private readonly canvas = h('div', { class: 'canvas', role: 'img', 'aria-label': t('query.picture') });
  private scene: Scene | null = null;
  private answer: QueryResult | null = null;
  private asPicture = false;
  private key = '';
  private readonly turn = new Turn();

  constructor(private readonly frame: Frame) {
    const ready = h(
      'div',
      { class: 'questions' },
      ...QUESTIONS.map((question) =>
        h(
          'button',
          {
            type: 'button',
            class: 'question',
            on: { click: () => frame.go({ query: question.query, parameters: question.parameters ? JSON.stringify(question.parameters) : '' }) },
          },
          t(question.title),
        ),
      ),
    );
    this.element = h(
      'div',
      { class: 'queryview' },
      h('div', { class: 'intro' }, h('h1', {}, t('query.title')), h('p', { class: 'soft' }, t('query.explain'))),
      h(
        'div',
        { class: 'querycolumns' },
        h(
          'div',
          { class: 'ask' },
          this.text,
          this.blanks,
          h(
            'p',
            { class: 'actions' },
            h('button', { type: 'button', class: 'tool main', on: { click: () => this.run() } }, icon(icons.play), t('query.run')),
            h('button', { type: 'button', class: 'tool', on: { click: () => this.keep() } }, icon(icons.save), t('query.keep')),
            h('span', { class: 'soft small' }, t('query.keys')),
          ),
          this.result,
        ),
        h('div', { class: 'ready', tabindex: 0, role: 'region', 'aria-label': t('query.ready') }, h('h2', {}, t('query.ready')), ready, this.own),
      ),
    );
    this.drawOwn();
    onTheme(() => this.scene?.repaint());
  }

  async show(state: State): Promise<void> {
    const key = windowKey(state) + JSON.stringify([state.query, state.parameters]);
    if (key === this.key) return;
    this.key = key;
    this.text.value = state.query;
    // A ready question is shown small, so that its answer is seen without scrolling; the field can be drawn larger.
    const lines = state.query.split('\n').length + 1;
    this.text.rows = QUESTIONS.some(({ query }) => query === state.query) ? 3 : Math.min(14, Math.max(4, lines));
    this.drawBlanks(state.parameters);
    const newest = this.turn.take();
    if (!state.query.trim()) {
      this.answer = null;
      fill(this.result);
      return;
    }
    fill(this.result, waitingNote());
    try {
      const answer = await this.frame.source.query(state, state.query, readParameters(state.parameters), ROWS);
      if (!newest()) return;
      this.answer = answer;
      this.asPicture = false;
      this.draw(answer);
    } catch (error) {
      if (!newest()) return;
      this.answer = null;
      fill(this.result, failureNote(error));
    }
  }

  table(): Table | null {
    return (
      this.answer && {
        columns: this.answer.columns,
        rows: this.answer.rows.map((row) => row.map((value) => (typeof value === 'number' ? value : plain(value)))),
      }
    );
  }

  picture = () => (this.scene && this.asPicture ? scenePicture(this.scene, this.canvas.clientWidth, this.canvas.clientHeight) : null);
  graph = () => this.answer?.picture ?? null;
  resize = () => this.scene?.resize();

  leave(): void {
    this.scene?.destroy();
    this.scene = null;
    this.key = '';
  }

  private run(): void {
    const values = Object.fromEntries([...this.blanks.querySelectorAll('input')].map((input) => [input.name, input.value]));
    const parameters = Object.keys(values).length > 0 ? JSON.stringify(values) : '';
    if (this.text.value === this.frame.state.query && parameters === this.frame.state.parameters) this.key = '';
    this.frame.go({ query: this.text.value, parameters });
  }

  private press(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.run();
  }

  private drawBlanks(parameters: string): void {
    const blanks = Object.entries(readParameters(parameters)).map(([name, value]) => {
      const label = columnName(name);
      if (NAMES.includes(name)) {
        const picker = nodePicker(this.frame.source, label, t('search.placeholder'), () => this.run());
        picker.input.name = name;
        picker.set(String(value));
        return h('div', { class: 'field' }, h('span', { class: 'soft small', 'aria-hidden': 'true' }, label), picker.element);
      }
      const press = (event: KeyboardEvent) => event.key === 'Enter' && this.run();
      const input = h('input', { type: 'text', name, set: { value: String(value) }, on: { keydown: press } });
      return h('label', { class: 'field' }, h('span', { class: 'soft small' }, label), input);
    });
    fill(this.blanks, ...blanks);
  }

  private keep(): void {
    const name = this.text.value.trim().split('\n')[0]?.slice(0, 60) ?? '';
    if (!name) return;
    keepQuestions([
      ...ownQuestions().filter((question) => question.query !== this.text.value),
      { name, query: this.text.value, parameters: this.frame.state.parameters },
    ]);
    this.drawOwn();
  }

  private drawOwn(): void {
    const own = ownQuestions();
    fill(
      this.own,
      own.length > 0 && h('h3', {}, t('query.own')),
      ...own.map((question) =>
        h(
          'div',
          { class: 'ownquestion' },
          h(
            'button',
            { type: 'button', class: 'question', on: { click: () => this.frame.go({ query: question.query, parameters: question.parameters }) } },
            question.name,
          ),
          h(
            'button',
            {
              type: 'button',
              class: 'plain',
              'aria-label': t('query.forget', { name: question.name }),
              on: {
                click: () => {
                  keepQuestions(ownQuestions().filter((other) => other.query !== question.query));
                  this.drawOwn();
                },
              },
            },
            icon(icons.close, 12),
          ),
        ),
      ),
    );
  }

  private draw(answer: QueryResult): void {
    const { nodes, edges } = answer.picture;
    const tabs = h(
      'div',
      { class: 'tabs', role: 'group', 'aria-label': t('graph.show') },
      ...([false, true] as const).map((picture) =>
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': String(picture === this.asPicture),
            disabled: picture && nodes.length === 0,
            on: {
              click: () => {
                this.asPicture = picture;
                this.draw(answer);
              },
            },
          },
          picture ? t('graph.picture') : t('query.table'),
        ),
      ),
    );
    const summary = h(
      'p',
      { class: 'soft small', role: 'status' },
      t('query.rows', { n: answer.rows.length, ms: decimal(answer.milliseconds, 0) }),
      answer.truncated && ` · ${t('query.truncated')}`,
    );
    const asked = QUESTIONS.find((question) => question.query === this.frame.state.query);
    const title = asked ? h('h2', {}, t(asked.title)) : '';
    if (answer.rows.length === 0) fill(this.result, title, summary, emptyNote(t('query.nothing')));
    else if (this.asPicture)
      fill(
        this.result,
        title,
        h('div', { class: 'graphtop' }, tabs, summary),
        h('div', { class: 'stage small' }, this.canvas, h('div', { class: 'legendbox' }, legend(nodes, edges))),
      );
    else fill(this.result, title, h('div', { class: 'graphtop' }, tabs, summary), this.rows(answer));
    if (this.asPicture) this.drawScene(nodes, edges);
  }

  private drawScene(nodes: NodeSummary[], edges: Edge[]): void {
    const { frame } = this;
    const events = {
      node: (id: string) => frame.go({ pane: { kind: 'node', id } }),
      edge: (edge: Edge) => frame.go({ pane: edgePane(edge) }),
      nothing: () => {},
      expand: (id: string) => frame.go({ view: 'graph', base: 'none', open: [id] }),
    };
    this.scene ??= new Scene(this.canvas, events, edges.length);
    this.scene.resize();
    void this.scene.show(
      nodes.map((node) => ({ ...node, hidden: 0 })),
      edges,
    );
  }

  private rows(answer: QueryResult): HTMLElement {
    const names = namesOf(answer.picture.nodes);
    return h(
      'div',
      { class: 'tablebox', tabindex: 0, role: 'region', 'aria-label': t('query.table') },
      h(
        'table',
        {},
        h('thead', {}, h('tr', {}, ...answer.columns.map((name) => h('th', { scope: 'col' }, columnName(name))))),
        h(
          'tbody',
          {},
          ...answer.rows.map((row) =>
            h(
              'tr',
              {},
              ...row.map((value, i) =>
                h(
                  'td',
                  { class: typeof value === 'number' ? 'right' : String(value).length > LONG && typeof value === 'string' ? 'words' : '' },
                  this.cell(answer.columns[i] ?? '', value, names),
                ),
              ),
            ),
          ),
        ),
      ),
    );
  }

  /** What a ready question calls so is said in the language of the page. */
  private cell(column: string, value: unknown, names: Map<string, NodeSummary>): Node | string {
    if (column === 'status' && typeof value === 'string') return statusName(value);
    if (column === 'outlet' && value === null) return h('span', { class: 'soft' }, t('claim.noOutlet'));
    if (column === 'says' && Array.isArray(value) && value.length === 0) return t('claim.ownWords');
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return dayName(value);
    if (Array.isArray(value) && value.some(isNode)) return h('span', {}, ...value.flatMap((one, i) => [i > 0 ? ', ' : '', this.value(one, names)]));
    return this.value(value, names);
  }

  private value(value: unknown, names: Map<string, NodeSummary>): Node | string {
    if (isNode(value)) {
      const name = String(value.properties['name'] ?? value.properties['title'] ?? value.id);
      const pane = value.labels.includes('Document') ? { kind: 'article' as const, id: value.id, at: 0 } : { kind: 'node' as const, id: value.id };
      return h(
        'button',
        { type: 'button', class: 'inline', on: { click: () => this.frame.go({ pane }) } },
        names.has(value.id) && nodeMark(names.get(value.id)!.type),
        name,
      );
    }
    if (isEdge(value)) {
      const type = value.type.toLowerCase();
      const quad = Number(value.properties['quad'] ?? 0) as Edge['quad'];
      return h(
        'button',
        {
          type: 'button',
          class: 'inline',
          on: { click: () => this.frame.go({ pane: { kind: 'edge', source: value.source, type, target: value.target, claim: 0 } }) },
        },
        sideMark({ quad }),
        relationName(type),
      );
    }
    return plain(value);
  }
}

function readParameters(text: string): Record<string, unknown> {
  try {
    const values: unknown = JSON.parse(text || '{}');
    return typeof values === 'object' && values !== null && !Array.isArray(values) ? (values as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A value as text: nodes by their names, lists with commas. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (isNode(value)) return String(value.properties['name'] ?? value.properties['title'] ?? value.id);
  if (isEdge(value)) return relationName(value.type.toLowerCase());
  if (typeof value === 'object' && 'nodes' in value && Array.isArray(value.nodes)) return value.nodes.map(plain).join(' – ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
