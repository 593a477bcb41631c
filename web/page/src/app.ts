// The frame: head, tools, the view that the address names, the pane at the side and time below.
import type { Info } from './api';
import { add, fill, h, icon, icons } from './dom';
import { remember } from './memory';
import { filterChips, filterMenu } from './parts/filters';
import { Pane } from './parts/pane';
import { nodePicker } from './parts/picker';
import { relationOptions } from './parts/relationsearch';
import { TimeBar } from './parts/timebar';
import { exportMenu, showHelp, showQuery } from './parts/tools';
import type { Source } from './source';
import { readHash, VIEWS, windowKey, writeHash, type State, type ViewName } from './state';
import { currentLanguage, setLanguage, t, type Language } from './text';
import { toggleTheme } from './theme';
import type { Frame, View } from './view';
import { CompareView } from './views/compare';
import { GraphView } from './views/graph';
import { JudgementsView } from './views/judgements';
import { MapView } from './views/map';
import { MatrixView } from './views/matrix';
import { Overview } from './views/overview';
import { PathView } from './views/path';
import { QueryView } from './views/query';

const MAKERS: Record<ViewName, new (frame: Frame) => View> = {
  overview: Overview,
  graph: GraphView,
  matrix: MatrixView,
  map: MapView,
  path: PathView,
  compare: CompareView,
  query: QueryView,
  judgements: JudgementsView,
};

export class App implements Frame {
  state: State = readHash(location.hash);
  private view!: View;
  private viewName: ViewName | null = null;
  private version = 0;
  private readonly main = h('main', { id: 'view', tabindex: -1 });
  private readonly navigation = h('nav', { 'aria-label': t('views') });
  private readonly chips = h('div', { class: 'chipbox' });
  private readonly search;
  private readonly pane = new Pane(this);
  private readonly time = new TimeBar(this);

  constructor(
    private readonly root: HTMLElement,
    readonly source: Source,
    readonly info: Info,
    private readonly restart: () => void,
  ) {
    this.search = nodePicker(
      source,
      t('search'),
      t('search.all'),
      (node) => this.go({ pane: { kind: 'node', id: node.id } }),
      (text) => relationOptions(this, text),
    );
    this.search.element.classList.add('search');
    this.search.element.prepend(icon(icons.search));
    this.build();
    window.addEventListener('hashchange', this.navigated);
    document.addEventListener('keydown', this.pressed);
    new ResizeObserver(() => this.view?.resize?.()).observe(this.main);
    void this.show();
  }

  go(change: Partial<State>, replace = false): void {
    const hash = writeHash({ ...this.state, ...change });
    if (hash === location.hash) {
      this.state = { ...this.state, ...change };
      void this.show();
      return;
    }
    if (replace) history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
    this.navigated();
  }

  reload(): void {
    this.version++;
    this.viewName = null;
    this.pane.forget();
    this.time.forget();
    void this.show();
  }

  /** Takes the page down, to build it again in another language. */
  end(): void {
    this.time.stop();
    this.view.leave();
    window.removeEventListener('hashchange', this.navigated);
    document.removeEventListener('keydown', this.pressed);
  }

  private readonly navigated = (): void => {
    this.state = readHash(location.hash);
    void this.show();
  };

  private build(): void {
    const language = h(
      'select',
      { 'aria-label': t('language'), on: { change: (event: Event) => this.speak((event.target as HTMLSelectElement).value as Language) } },
      ...(['en', 'id'] as const).map((code) =>
        h('option', { set: { value: code, selected: code === currentLanguage() } }, code === 'en' ? 'English' : 'Indonesia'),
      ),
    );
    const theme = h(
      'button',
      { type: 'button', class: 'plain', 'aria-label': t('theme'), title: t('theme'), on: { click: toggleTheme } },
      icon(icons.theme),
    );
    const help = h(
      'button',
      {
        type: 'button',
        class: 'plain',
        'aria-label': t('help'),
        title: `${t('help')} (?)`,
        on: { click: () => showHelp(this.source.can.exportFiles) },
      },
      '?',
    );
    const query = h(
      'button',
      { type: 'button', class: 'tool', 'aria-label': t('showQuery'), title: `${t('showQuery')} (q)`, on: { click: () => showQuery(this) } },
      icon(icons.code),
      h('span', {}, t('showQuery')),
    );
    fill(
      this.root,
      h(
        'a',
        {
          class: 'skip',
          href: '#view',
          on: {
            click: (event: Event) => {
              event.preventDefault();
              this.main.focus();
            },
          },
        },
        t('skip'),
      ),
      h(
        'header',
        { class: 'top' },
        h('a', { class: 'brand', href: '#/overview' }, 'entente'),
        this.search.element,
        this.navigation,
        h('div', { class: 'right' }, language, theme, help),
      ),
      h(
        'div',
        { class: 'toolbar', role: 'region', 'aria-label': t('tools') },
        filterMenu(this),
        this.chips,
        h(
          'div',
          { class: 'right' },
          query,
          exportMenu(this, () => this.view),
        ),
      ),
      h('div', { class: 'middle' }, this.main, this.pane.element),
      this.time.element,
    );
  }

  private async show(): Promise<void> {
    const { state } = this;
    if (this.viewName !== state.view) {
      this.view?.leave();
      this.view = new MAKERS[state.view](this);
      this.viewName = state.view;
      const inside = this.main.contains(document.activeElement);
      fill(this.main, this.view.element);
      // Who came by the keyboard goes on from the new view, not from the top of the page.
      if (inside) this.main.focus({ preventScroll: true });
      this.main.scrollTop = 0;
    }
    this.drawNavigation();
    fill(this.chips, filterChips(this));
    this.main.className = `view-${state.view}`;
    this.root.classList.toggle('withpane', state.pane.kind !== 'none');
    document.title = `${t(`view.${state.view}`)} · ${this.info.graph} · entente`;
    await Promise.all([
      this.view.show(state),
      this.pane.show(state.pane, windowKey(state) + this.version + (state.pane.kind === 'node' ? state.view + state.open.join() : '')),
      this.time.show(state),
    ]);
  }

  private drawNavigation(): void {
    const hidden = (name: ViewName) =>
      (name === 'query' && !this.source.can.query) || (name === 'judgements' && !this.source.can.judge && this.state.view !== 'judgements');
    this.navigation.replaceChildren();
    add(
      this.navigation,
      VIEWS.filter((name) => !hidden(name)).map((name) =>
        h('a', { href: writeHash({ ...this.state, view: name }), 'aria-current': name === this.state.view ? 'page' : undefined }, t(`view.${name}`)),
      ),
    );
  }

  private speak(language: Language): void {
    remember('language', language);
    setLanguage(language);
    this.end();
    this.restart();
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const typing = (event.target as HTMLElement).closest('input, textarea, select') !== null;
    if (event.key === 'Escape') {
      if (typing) (event.target as HTMLElement).blur();
      else if (this.state.pane.kind !== 'none') this.go({ pane: { kind: 'none' } });
      return;
    }
    if (typing) return;
    const view = VIEWS[Number(event.key) - 1];
    if (event.key === '/') this.search.input.focus();
    else if (event.key === '?') showHelp(this.source.can.exportFiles);
    else if (event.key === 'q') showQuery(this);
    else if (event.key === 'p') this.time.toggle();
    else if (event.key === 'j' || event.key === 'k') this.pane.step(event.key === 'j' ? 1 : -1);
    else if (view && Number(event.key) <= 7) this.go({ view });
    else return;
    event.preventDefault();
  };
}
