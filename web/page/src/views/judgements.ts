// Who said of whom that they are one, or are not, and of claims that they are wrong or right; each can be taken back.
import type { Judgement } from '../api';
import { fill, h, icon, icons } from '../dom';
import type { Table } from '../download';
import { emptyNote, failureNote } from '../parts/message';
import type { State } from '../state';
import { t } from '../text';
import type { Frame, View } from '../view';

export class JudgementsView implements View {
  readonly element = h('div', { class: 'judgementsview' });
  private judgements: Judgement[] = [];

  constructor(private readonly frame: Frame) {}

  async show(_: State): Promise<void> {
    try {
      this.judgements = (await this.frame.source.judgements()).judgements;
      this.draw();
    } catch (error) {
      fill(this.element, failureNote(error));
    }
  }

  table(): Table {
    return {
      columns: ['number', 'verdict', 'a', 'b', 'author', 'reason', 'time', 'revoked'],
      rows: this.judgements.map((j) => [j.number, j.verdict, j.a, j.b, j.author, j.reason, j.time, String(j.revoked)]),
    };
  }

  picture = () => null;
  graph = () => null;
  leave(): void {}

  private draw(): void {
    const { can } = this.frame.source;
    const end = (id: string) =>
      h('button', { type: 'button', class: 'inline', on: { click: () => this.frame.go({ pane: { kind: 'node', id } }) } }, id);
    const article = (id: string) =>
      h('button', { type: 'button', class: 'inline', on: { click: () => this.frame.go({ pane: { kind: 'article', id, at: 0 } }) } }, id);
    const ofClaim = ({ verdict }: Judgement) => verdict === 'rejected' || verdict === 'confirmed';
    const rows = this.judgements.map((judgement) =>
      h(
        'tr',
        { class: judgement.revoked ? 'revoked' : '' },
        h('td', { class: 'right' }, judgement.number),
        h('td', {}, t(`judge.${judgement.verdict}`)),
        h('td', {}, ofClaim(judgement) ? article(judgement.a) : end(judgement.a)),
        h('td', {}, ofClaim(judgement) ? judgement.b : end(judgement.b)),
        h('td', {}, judgement.by_machine ? t('judge.machine') : judgement.author),
        h('td', {}, judgement.reason),
        h('td', { class: 'soft' }, judgement.time.slice(0, 16).replace('T', ' ')),
        h('td', {}, judgement.revoked ? h('span', { class: 'soft' }, t('judge.revoked')) : can.judge && this.undoButton(judgement)),
      ),
    );
    const head = ['№', t('judge.verdict'), 'a', 'b', t('judge.author'), t('judge.reason'), t('judge.time'), ''];
    fill(
      this.element,
      h('div', { class: 'intro' }, h('h1', {}, t('judge.list')), h('p', { class: 'soft' }, can.judge ? t('judge.explainList') : t('judge.readOnly'))),
      rows.length === 0
        ? emptyNote(t('judge.none'))
        : h(
            'div',
            { class: 'tablebox', tabindex: 0, role: 'region', 'aria-label': t('judge.list') },
            h('table', {}, h('thead', {}, h('tr', {}, ...head.map((name) => h('th', { scope: 'col' }, name)))), h('tbody', {}, ...rows)),
          ),
    );
  }

  private undoButton(judgement: Judgement): HTMLElement {
    return h(
      'button',
      {
        type: 'button',
        class: 'tool',
        on: {
          click: async (event: Event) => {
            const button = event.currentTarget as HTMLElement;
            try {
              await this.frame.source.undo(judgement.number, '');
              this.frame.reload();
            } catch (error) {
              button.replaceWith(failureNote(error));
            }
          },
        },
      },
      icon(icons.undo),
      t('judge.undo'),
    );
  }
}
