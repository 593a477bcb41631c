// The pane at the side: a node, the sentences behind a relation, all between two nodes, or an article.
import type { Picture } from '../api';
import { fill, h, icon, icons } from '../dom';
import { t } from '../text';
import { Turn, type Frame } from '../view';
import type { Pane as What } from '../state';
import { articleContent } from './article';
import { edgeContent } from './evidence';
import { emptyNote, failureNote, waitingNote } from './message';
import { nodeContent } from './node';
import { edgePane, namesOf, relationRow } from './relation';

interface Content {
  title: string;
  body: HTMLElement;
  claims: number;
}

export class Pane {
  readonly element: HTMLElement;
  private readonly heading = h('h2', { tabindex: -1 });
  private readonly body = h('div', { class: 'panebody', tabindex: 0, role: 'region', 'aria-label': t('pane') });
  private readonly previous = h(
    'button',
    { type: 'button', class: 'plain', 'aria-label': t('claim.previous'), title: `${t('claim.previous')} (k)`, on: { click: () => this.step(-1) } },
    icon(icons.left),
  );
  private readonly next = h(
    'button',
    { type: 'button', class: 'plain', 'aria-label': t('claim.next'), title: `${t('claim.next')} (j)`, on: { click: () => this.step(1) } },
    icon(icons.right),
  );
  private readonly turn = new Turn();
  private claims = 0;
  private shown = '';

  constructor(private readonly frame: Frame) {
    const close = h(
      'button',
      {
        type: 'button',
        class: 'plain',
        'aria-label': t('close'),
        title: `${t('close')} (Esc)`,
        on: { click: () => this.frame.go({ pane: { kind: 'none' } }) },
      },
      icon(icons.close),
    );
    const back = h(
      'button',
      { type: 'button', class: 'plain', 'aria-label': t('back'), title: t('back'), on: { click: () => history.back() } },
      icon('M9 3L4 8l5 5M4 8h9'),
    );
    this.element = h(
      'aside',
      { class: 'pane', 'aria-label': t('pane'), hidden: true },
      h('header', {}, back, this.heading, this.previous, this.next, close),
      this.body,
    );
  }

  async show(what: What, key: string): Promise<void> {
    const wanted = JSON.stringify([what, key]);
    if (wanted === this.shown) return;
    // Moving from claim to claim of one thing keeps what is seen until the next is ready.
    const samePlace = this.shown !== '' && sameThing(JSON.parse(this.shown)[0], what);
    this.shown = wanted;
    const newest = this.turn.take();
    this.element.hidden = what.kind === 'none';
    if (what.kind === 'none') return;
    if (!samePlace) fill(this.body, waitingNote());
    try {
      const content = await this.content(what);
      if (!newest()) return;
      this.claims = content.claims;
      this.heading.textContent = content.title;
      fill(this.body, content.body);
      this.body.querySelector('.chosen')?.scrollIntoView({ block: samePlace ? 'nearest' : 'center' });
      this.body.querySelector('mark.here')?.scrollIntoView({ block: 'center' });
      if (what.kind !== 'article' && (what.kind !== 'edge' || what.claim === 0)) this.body.scrollTop = 0;
    } catch (error) {
      if (!newest()) return;
      this.claims = 0;
      this.heading.textContent = '';
      fill(this.body, failureNote(error));
    }
    this.previous.hidden = this.next.hidden = this.claims < 2;
  }

  /** The next or the previous claim. */
  step(by: number): void {
    const { pane } = this.frame.state;
    if (this.claims === 0) return;
    const moved = (at: number) => Math.max(0, Math.min(this.claims - 1, at + by));
    if (pane.kind === 'edge') this.frame.go({ pane: { ...pane, claim: moved(pane.claim) } }, true);
    if (pane.kind === 'article') this.frame.go({ pane: { ...pane, at: moved(pane.at) } }, true);
  }

  focus(): void {
    this.heading.focus();
  }

  forget(): void {
    this.shown = '';
  }

  private content(what: What): Promise<Content> {
    switch (what.kind) {
      case 'edge':
        return edgeContent(this.frame, what);
      case 'node':
        return nodeContent(this.frame, what);
      case 'article':
        return articleContent(this.frame, what);
      case 'pair':
        return this.pair(what.a, what.b);
      case 'countries':
        return this.countries(what.a, what.b);
      case 'none':
        throw new Error('nothing to show');
    }
  }

  private async pair(a: string, b: string): Promise<Content> {
    const between = await this.frame.source.between(this.frame.state, a, b);
    const name = (id: string) => between.nodes.find((node) => node.id === id)?.name ?? id;
    return { title: t('pair.title', { a: name(a), b: name(b) }), body: this.list(between), claims: 0 };
  }

  private async countries(a: string, b: string): Promise<Content> {
    const name = (code: string) =>
      this.frame.source.node(`state:${code}`).then(
        (state) => state.name,
        () => code,
      );
    const [between, one, other] = await Promise.all([this.frame.source.countries(this.frame.state, a, b), name(a), b ? name(b) : '']);
    const title = b ? t('pair.title', { a: one, b: other }) : one;
    const note = h('p', { class: 'soft small' }, t('countries.note'));
    return { title, body: h('div', {}, note, this.list(between)), claims: 0 };
  }

  private list({ nodes, edges }: Picture): HTMLElement {
    const names = namesOf(nodes);
    const rows = edges.map((edge) => relationRow(edge, names, (chosen) => this.frame.go({ pane: edgePane(chosen) })));
    return h('div', { class: 'relations' }, ...(rows.length > 0 ? rows : [emptyNote(t('pair.none'))]));
  }
}

function sameThing(a: What, b: What): boolean {
  if (a.kind === 'edge' && b.kind === 'edge') return a.source === b.source && a.type === b.type && a.target === b.target;
  return a.kind === 'article' && b.kind === 'article' && a.id === b.id;
}
