// Countries by countries: cooperation minus conflict. Who is on good terms with whom, at a glance.
import type { Matrix } from '../api';
import { fill, h, s } from '../dom';
import type { Table } from '../download';
import { emptyNote, failureNote, waitingNote } from '../parts/message';
import { windowKey, type State } from '../state';
import { t } from '../text';
import { cssColour, isDark, onTheme } from '../theme';
import { Turn, type Frame, type View } from '../view';

const COUNTRIES = 30;
type Cell = Matrix['cells'][number];

/** From vermilion over the colour of the page to blue; the shade grows with the root, so that one is seen beside a hundred. */
function shade(net: number, most: number): [number, number, number] {
  const strength = net === 0 ? 0 : 0.25 + 0.75 * Math.sqrt(Math.abs(net) / Math.max(1, most));
  const [r, g, b] = net > 0 ? [0, 114, 178] : [213, 94, 0];
  const page = isDark() ? [24, 28, 33] : [255, 255, 255];
  return [r!, g!, b!].map((channel, i) => Math.round(page[i]! + (channel - page[i]!) * strength * 0.85)) as [number, number, number];
}

const css = (colour: [number, number, number]): string => `rgb(${colour.join(',')})`;

/** Black or white, whichever is read better on the colour: by the relative luminance of WCAG. */
function inkOn(colour: [number, number, number]): string {
  const [r, g, b] = colour.map((channel) => (channel / 255 <= 0.03928 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4));
  const luminance = 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  return luminance > 0.179 ? '#000' : '#fff';
}

export class MatrixView implements View {
  readonly element = h('div', { class: 'matrix' });
  private answer: Matrix | null = null;
  private key = '';
  private readonly turn = new Turn();

  constructor(private readonly frame: Frame) {
    onTheme(() => this.answer && this.draw(this.answer));
  }

  async show(state: State): Promise<void> {
    const key = windowKey(state);
    if (key === this.key) return;
    this.key = key;
    const newest = this.turn.take();
    if (!this.answer) fill(this.element, waitingNote());
    try {
      const answer = await this.frame.source.matrix(state, COUNTRIES);
      if (!newest()) return;
      this.answer = answer;
      this.draw(answer);
    } catch (error) {
      if (newest()) fill(this.element, failureNote(error));
    }
  }

  table(): Table | null {
    if (!this.answer) return null;
    return {
      columns: ['source', 'target', 'cooperation', 'conflict', 'structural', 'net'],
      rows: this.answer.cells.map((c) => [c.source, c.target, c.cooperation, c.conflict, c.structural, c.cooperation - c.conflict]),
    };
  }

  picture(): SVGSVGElement | null {
    const answer = this.answer;
    if (!answer || answer.countries.length === 0) return null;
    const [side, left, top] = [22, 150, 60];
    const n = answer.countries.length;
    const most = strongest(answer.cells);
    const at = new Map(answer.countries.map((country, i) => [country.country, i]));
    const [width, height] = [left + n * side + 10, top + n * side + 10];
    const ink = cssColour('--ink');
    return s(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, width, height, 'font-family': 'system-ui, sans-serif', 'font-size': 11 },
      s('rect', { width, height, fill: cssColour('--page') }),
      ...answer.countries.flatMap((country, i) => [
        s('text', { x: left - 6, y: top + i * side + 15, 'text-anchor': 'end', fill: ink }, country.name),
        s('text', { x: 0, y: 0, transform: `translate(${left + i * side + 15} ${top - 6}) rotate(-60)`, fill: ink }, country.country),
      ]),
      ...answer.cells.map((cell) =>
        s('rect', {
          x: left + at.get(cell.target)! * side + 1,
          y: top + at.get(cell.source)! * side + 1,
          width: side - 2,
          height: side - 2,
          rx: 2,
          fill: css(shade(cell.cooperation - cell.conflict, most)),
        }),
      ),
    );
  }

  graph = () => null;
  leave(): void {}

  private draw({ countries, cells, without_country: without }: Matrix): void {
    const notes = h('div', { class: 'intro' }, h('h1', {}, t('matrix.title')), h('p', { class: 'soft' }, t('matrix.explain')));
    if (countries.length === 0) {
      fill(this.element, notes, emptyNote(t('matrix.empty', { n: without })));
      return;
    }
    const byPair = new Map(cells.map((cell) => [`${cell.source} ${cell.target}`, cell]));
    const most = strongest(cells);
    const rows = countries.map((source) =>
      h(
        'tr',
        {},
        h(
          'th',
          { scope: 'row' },
          h(
            'button',
            { type: 'button', class: 'inline', on: { click: () => this.frame.go({ pane: { kind: 'countries', a: source.country, b: '' } }) } },
            source.name,
          ),
        ),
        ...countries.map((target) => this.cell(source.name, target.name, byPair.get(`${source.country} ${target.country}`), source === target, most)),
      ),
    );
    const grid = h(
      'table',
      { class: 'grid', on: { keydown: (event: KeyboardEvent) => walk(event) } },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, h('span', { class: 'soft small' }, t('matrix.corner'))),
          ...countries.map((country) => h('th', { scope: 'col', title: country.name }, country.country)),
        ),
      ),
      h('tbody', {}, ...rows),
    );
    fill(
      this.element,
      notes,
      this.scale(),
      h('div', { class: 'tablebox', tabindex: 0, role: 'region', 'aria-label': t('matrix.title') }, grid),
      without > 0 && h('p', { class: 'soft small' }, t('matrix.without', { n: without })),
    );
  }

  private cell(source: string, target: string, cell: Cell | undefined, diagonal: boolean, most: number): HTMLElement {
    if (!cell) return h('td', { class: diagonal ? 'diagonal' : '' });
    const net = cell.cooperation - cell.conflict;
    const sign = net > 0 ? `+${net}` : net < 0 ? `−${-net}` : '0';
    const words = t('matrix.cell', { a: source, b: target, cooperation: cell.cooperation, conflict: cell.conflict, structural: cell.structural });
    const button = h(
      'button',
      {
        type: 'button',
        title: words,
        'aria-label': words,
        on: { click: () => this.frame.go({ pane: { kind: 'countries', a: cell.source, b: cell.target } }) },
      },
      cell.cooperation + cell.conflict === 0 ? '·' : sign,
    );
    const colour = shade(net, most);
    button.style.background = css(colour);
    button.style.color = inkOn(colour);
    return h('td', {}, button);
  }

  private scale(): HTMLElement {
    const steps = [-1, -0.4, -0.1, 0, 0.1, 0.4, 1].map((part) => {
      const box = h('span', { class: 'swatch' });
      box.style.background = css(shade(part * 100, 100));
      return box;
    });
    return h('p', { class: 'scale small soft' }, h('span', {}, `− ${t('side.conflict')}`), ...steps, h('span', {}, `${t('side.cooperation')} +`));
  }
}

const strongest = (cells: Cell[]): number => Math.max(1, ...cells.map((cell) => Math.abs(cell.cooperation - cell.conflict)));

/** Arrow keys go to the next cell that has something, in that direction. */
function walk(event: KeyboardEvent): void {
  const step = ({ ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] } as Record<string, [number, number]>)[event.key];
  const cell = (event.target as HTMLElement).closest('td');
  if (!step || !cell) return;
  event.preventDefault();
  const rows = [...cell.closest('tbody')!.rows];
  let [row, column] = [rows.indexOf(cell.parentElement as HTMLTableRowElement) + step[0], cell.cellIndex + step[1]];
  while (rows[row]?.cells[column]) {
    const button = rows[row]!.cells[column]!.querySelector('button');
    if (button) {
      button.focus();
      return;
    }
    row += step[0];
    column += step[1];
  }
}
