// The graph: the busiest nodes at first, grown and shrunk by the reader; as a picture or as a list.
import type { Edge, NodeSummary, Picture } from '../api';
import { fill, h, icon, icons } from '../dom';
import { edgeId } from '../look';
import { legend } from '../parts/legend';
import { emptyNote, failureNote } from '../parts/message';
import { edgePane, namesOf } from '../parts/relation';
import { edgeTable, relationTable } from '../parts/relationtable';
import { isFine, type SceneNode } from '../scene/model';
import { Scene } from '../scene/scene';
import { scenePicture } from '../scene/svg';
import { START, windowKey, type State } from '../state';
import { t, typeName } from '../text';
import { onTheme } from '../theme';
import { breath, Turn, type Frame, type View } from '../view';

/** More than this is a tangle that nobody reads; then countries are shown. The reader can ask for more by the address. */
const MOST_NODES = 500;
const MOST_EDGES = 2500;
const DOUBLE_CLICK = 250;
/** How many neighbours one step of growing adds. */
const STEP = 60;

interface Shown {
  nodes: SceneNode[];
  edges: Edge[];
  hidden: { nodes: number; edges: number };
  /** Whether it was too much, and countries are shown instead. */
  fellBack: boolean;
}

export class GraphView implements View {
  readonly element: HTMLElement;
  private readonly canvas: HTMLElement;
  private readonly note = h('p', { class: 'graphnote soft small', role: 'status' });
  private readonly side = h('div', { class: 'legendbox' });
  private readonly table$ = h('div', { class: 'listbox', hidden: true });
  private readonly spoken = h('div', { class: 'unseen', 'aria-live': 'polite' });
  private readonly switcher: HTMLElement;
  private scene: Scene | null = null;
  private shown: Shown | null = null;
  private clicked = 0;
  private key = '';
  private readonly turn = new Turn();

  constructor(private readonly frame: Frame) {
    this.canvas = h('div', {
      class: 'canvas',
      tabindex: 0,
      role: 'application',
      'aria-roledescription': t('graph'),
      'aria-label': t('graph.label'),
      'aria-describedby': 'graphkeys',
      on: { keydown: (event: KeyboardEvent) => this.press(event) },
    });
    const tool = (label: string, path: string, run: () => void) =>
      h('button', { type: 'button', class: 'plain', 'aria-label': label, title: label, on: { click: run } }, icon(path));
    const zoom = h(
      'div',
      { class: 'zoom' },
      tool(t('zoom.in'), icons.plus, () => this.scene?.zoom('in')),
      tool(t('zoom.out'), icons.minus, () => this.scene?.zoom('out')),
      tool(t('zoom.fit'), icons.fit, () => this.scene?.zoom('fit')),
    );
    this.switcher = h('div', { class: 'tabs', role: 'group', 'aria-label': t('graph.show') });
    this.element = h(
      'div',
      { class: 'graph' },
      h('div', { class: 'graphtop' }, this.switcher, this.note),
      h('div', { class: 'stage' }, this.canvas, zoom, this.side),
      this.table$,
      this.spoken,
      h('p', { id: 'graphkeys', class: 'unseen' }, t('graph.keys')),
    );
    onTheme(() => {
      this.scene?.repaint();
      this.drawSide();
    });
  }

  async show(state: State): Promise<void> {
    this.drawSwitcher(state);
    this.table$.hidden = !state.asList;
    this.element.querySelector<HTMLElement>('.stage')!.hidden = state.asList;
    const key = windowKey(state) + JSON.stringify([state.base, state.limit, state.open]);
    if (key !== this.key) {
      this.key = key;
      const newest = this.turn.take();
      try {
        const shown = await this.gather(state);
        if (!newest()) return;
        this.shown = shown;
        await this.draw(shown, newest);
        if (!newest()) return;
      } catch (error) {
        if (newest()) fill(this.note, failureNote(error));
        return;
      }
    }
    if (this.shown && state.asList) this.drawList(this.shown);
    this.mark(state);
  }

  table = () => (this.shown ? edgeTable(this.shown.edges, namesOf(this.shown.nodes)) : null);
  graph = () => this.shown;
  picture = () => (this.scene && this.shown ? scenePicture(this.scene, this.canvas.clientWidth, this.canvas.clientHeight) : null);
  resize = () => this.scene?.resize();

  leave(): void {
    this.turn.take();
    this.scene?.destroy();
    this.scene = null;
    this.key = '';
  }

  /** Asks for what the view begins with, then for the neighbours of what was opened, then for what is between all of these. */
  private async gather(state: State): Promise<Shown> {
    const { source } = this.frame;
    const rollup = state.base === 'country' ? 'country' : 'none';
    const base: Picture =
      state.base === 'none' ? { nodes: [], edges: [], hidden: { nodes: 0, edges: 0 } } : await source.graph(state, this.limit(state), rollup);
    if (rollup === 'none' && state.limit <= MOST_NODES && base.edges.length > MOST_EDGES)
      return this.asShown(await source.graph(state, state.limit, 'country'), new Map(), true);
    if (state.open.length === 0) return this.asShown(base, new Map(), false);
    const grown = await Promise.all(state.open.map((id) => source.neighbours(state, id, STEP)));
    const nodes = new Map<string, NodeSummary>([...base.nodes, ...grown.flatMap((part) => part.nodes)].map((node) => [node.id, node]));
    const edges = new Map<string, Edge>([...base.edges, ...grown.flatMap((part) => part.edges)].map((edge) => [edgeId(edge), edge]));
    if (nodes.size <= 1000 && rollup === 'none') {
      for (const edge of (await source.subgraph(state, [...nodes.keys()])).edges) edges.set(edgeId(edge), edge);
    }
    const totals = new Map(grown.map((part, i) => [state.open[i]!, part.total]));
    return this.asShown({ nodes: [...nodes.values()], edges: [...edges.values()], hidden: base.hidden }, totals, false);
  }

  /** A narrow screen has no room for as many as a wide one, unless the reader asks for them. */
  private limit({ limit }: State): number {
    return limit === START.limit && this.element.clientWidth < 700 ? 40 : limit;
  }

  private asShown(picture: Picture, totals: Map<string, number>, fellBack: boolean): Shown {
    const degree = new Map<string, number>();
    for (const { source, target } of picture.edges) {
      degree.set(source, (degree.get(source) ?? 0) + 1);
      degree.set(target, (degree.get(target) ?? 0) + 1);
    }
    const nodes = picture.nodes.map((node) => ({
      ...node,
      hidden: Math.max(0, (totals.get(node.id) ?? node.degree ?? 0) - (degree.get(node.id) ?? 0)),
    }));
    return { nodes, edges: picture.edges, hidden: picture.hidden, fellBack };
  }

  private async draw(shown: Shown, newest: () => boolean): Promise<void> {
    const { nodes, edges, hidden } = shown;
    if (nodes.length === 0) fill(this.note, t('graph.empty'));
    else
      fill(
        this.note,
        t('graph.counts', { nodes: nodes.length, edges: edges.length }),
        hidden.nodes + hidden.edges > 0 && ` · ${t('graph.hidden', { nodes: hidden.nodes, edges: hidden.edges })}`,
        shown.fellBack && ` · ${t('graph.fellBack')}`,
      );
    this.drawSide();
    // A large picture takes its time; what is written about it is seen before.
    if (!isFine(edges.length)) await breath();
    if (!newest()) return;
    if (!this.scene) this.start(edges.length);
    await this.scene?.show(nodes, edges);
  }

  private start(edges: number): void {
    const { frame } = this;
    const events = {
      node: (id: string) => this.click(id),
      edge: (edge: Edge) => frame.go({ pane: edgePane(edge) }),
      nothing: () => frame.state.pane.kind !== 'none' && frame.go({ pane: { kind: 'none' } }),
      expand: (id: string) => {
        clearTimeout(this.clicked);
        this.toggle(id);
      },
    };
    try {
      this.scene = new Scene(this.canvas, events, edges);
    } catch {
      // Without WebGL there is no picture, but all of it is in the list.
      fill(this.canvas, emptyNote(t('graph.noWebGl')));
      frame.go({ asList: true }, true);
    }
  }

  /** Opening the pane moves what is under the pointer, so the first click on a node waits whether it is half of a double click. */
  private click(id: string): void {
    clearTimeout(this.clicked);
    const wait = this.frame.state.pane.kind === 'none' ? DOUBLE_CLICK : 0;
    this.clicked = window.setTimeout(() => this.frame.go({ pane: { kind: 'node', id } }), wait);
  }

  private toggle(id: string): void {
    const { state } = this.frame;
    this.frame.go({ open: state.open.includes(id) ? state.open.filter((other) => other !== id) : [...state.open, id] });
  }

  private mark({ pane }: State): void {
    const edge =
      pane.kind === 'edge'
        ? this.shown?.edges.find((one) => one.source === pane.source && one.type === pane.type && one.target === pane.target)
        : undefined;
    this.scene?.select(pane.kind === 'node' ? pane.id : null, edge ? edgeId(edge) : null);
  }

  private drawSide(): void {
    if (this.shown) fill(this.side, legend(this.shown.nodes, this.shown.edges));
  }

  private drawList(shown: Shown): void {
    const rows = [...shown.edges].sort((x, y) => y.reports - x.reports);
    fill(
      this.table$,
      relationTable(rows.slice(0, 1000), namesOf(shown.nodes), (edge) => this.frame.go({ pane: edgePane(edge) })),
    );
  }

  private drawSwitcher(state: State): void {
    const tab = (label: string, pressed: boolean, change: Partial<State>) =>
      h('button', { type: 'button', 'aria-pressed': String(pressed), on: { click: () => this.frame.go(change) } }, label);
    const first: Partial<State> = { base: 'top', open: [], asList: state.asList };
    fill(
      this.switcher,
      tab(t('graph.picture'), !state.asList, { asList: false }),
      tab(t('graph.list'), state.asList, { asList: true }),
      h('span', { class: 'gap' }),
      tab(t('graph.busiest'), state.base === 'top', first),
      tab(t('graph.countries'), state.base === 'country', { ...first, base: 'country' }),
      state.base === 'none' && tab(t('graph.around'), true, {}),
    );
  }

  private press(event: KeyboardEvent): void {
    const { pane } = this.frame.state;
    const selected = pane.kind === 'node' ? pane.id : null;
    const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const arrow = arrows[event.key];
    if (arrow) {
      const next = this.scene?.nearest(...arrow);
      if (next) this.walkTo(next);
    } else if ((event.key === 'e' || event.key === 'Enter') && selected) this.toggle(selected);
    else if (event.key === '+' || event.key === '=') this.scene?.zoom('in');
    else if (event.key === '-') this.scene?.zoom('out');
    else if (event.key === '0') this.scene?.zoom('fit');
    else return;
    event.preventDefault();
  }

  private walkTo(id: string): void {
    const node = this.shown?.nodes.find((one) => one.id === id);
    if (node) this.spoken.textContent = t('graph.atNode', { name: node.name, type: typeName(node.type), n: node.degree ?? 0 });
    this.frame.go({ pane: { kind: 'node', id } }, true);
  }
}
