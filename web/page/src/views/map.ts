// The map: countries with the number of their claims, and arcs for what they do to each other.
import { geoCentroid, geoEqualEarth, geoPath, type GeoProjection } from 'd3-geo';
import type { Matrix } from '../api';
import { fill, h, icon, icons, s } from '../dom';
import type { Table } from '../download';
import { COLOURS } from '../look';
import { emptyNote, failureNote, waitingNote } from '../parts/message';
import { windowKey, type State } from '../state';
import { count, t } from '../text';
import { cssColour, isDark, onTheme } from '../theme';
import { Turn, type Frame, type View } from '../view';
import { world, type World } from '../world';

const [WIDTH, HEIGHT] = [960, 470];
/** More arcs than this hide the countries. */
const MOST_ARCS = 120;

interface Spot {
  x: number;
  y: number;
}

export class MapView implements View {
  readonly element = h('div', { class: 'mapview' });
  private answer: Matrix | null = null;
  private svg: SVGSVGElement | null = null;
  private box = [0, 0, WIDTH, HEIGHT];
  private key = '';
  private readonly turn = new Turn();

  constructor(private readonly frame: Frame) {
    onTheme(() => void this.draw());
  }

  async show(state: State): Promise<void> {
    const key = windowKey(state);
    if (key === this.key) return;
    this.key = key;
    const newest = this.turn.take();
    if (!this.answer) fill(this.element, waitingNote());
    try {
      const answer = await this.frame.source.matrix(state, 60);
      if (!newest()) return;
      this.answer = answer;
      await this.draw();
    } catch (error) {
      if (newest()) fill(this.element, failureNote(error));
    }
  }

  table(): Table | null {
    return (
      this.answer && {
        columns: ['country', 'name', 'nodes', 'claims'],
        rows: this.answer.countries.map((c) => [c.country, c.name, c.nodes, c.claims]),
      }
    );
  }

  picture = () => this.svg;
  graph = () => null;
  leave(): void {}

  private async draw(): Promise<void> {
    const answer = this.answer;
    if (!answer) return;
    const earth = await world();
    const projection = geoEqualEarth().fitExtent(
      [
        [4, 4],
        [WIDTH - 4, HEIGHT - 4],
      ],
      { type: 'Sphere' },
    );
    this.svg = this.chart(answer, earth, projection);
    fill(
      this.element,
      h('div', { class: 'intro' }, h('h1', {}, t('map.title')), h('p', { class: 'soft' }, t('map.explain'))),
      answer.countries.length === 0 ? emptyNote(t('map.empty', { n: answer.without_country })) : null,
      h('div', { class: 'stage map' }, this.svg, this.zoomTools()),
      h('p', { class: 'soft small' }, answer.without_country > 0 && `${t('matrix.without', { n: answer.without_country })} `, t('map.borders')),
      this.list(answer),
    );
  }

  private chart({ countries, cells }: Matrix, earth: World, projection: GeoProjection): SVGSVGElement {
    const path = geoPath(projection);
    const byCode = new Map(countries.map((country) => [country.country, country]));
    const spots = this.spots(countries, earth, projection);
    const most = Math.max(1, ...countries.map((country) => country.claims));
    const lands = earth.countries.map((land) => {
      const known = byCode.get(String(land.id ?? ''));
      const attributes = { d: path(land) ?? '', fill: known ? cssColour('--land-known') : cssColour('--land'), stroke: 'none' };
      const area = s('path', attributes);
      if (known) {
        area.setAttribute('class', 'land');
        area.append(s('title', {}, this.words(known)));
        area.addEventListener('click', () => this.open(known.country));
      }
      return area;
    });
    const circles = countries
      .filter((country) => spots.has(country.country))
      .map((country) => this.circle(country, spots.get(country.country)!, most));
    return s(
      'svg',
      { viewBox: this.box.join(' '), role: 'group', 'aria-label': t('map.title'), class: 'chart', 'font-family': 'system-ui, sans-serif' },
      s('rect', { x: -WIDTH, y: -HEIGHT, width: 3 * WIDTH, height: 3 * HEIGHT, fill: cssColour('--page') }),
      s('path', { d: path({ type: 'Sphere' }) ?? '', fill: cssColour('--sea') }),
      ...lands,
      s('path', { d: path(earth.borders) ?? '', fill: 'none', stroke: cssColour('--page'), 'stroke-width': 0.5 }),
      ...this.arcs(cells, spots),
      ...circles,
    );
  }

  /** Where a country's circle is: at the place of its state, else in the middle of its land. */
  private spots(countries: Matrix['countries'], earth: World, projection: GeoProjection): Map<string, Spot> {
    const lands = new Map(earth.countries.map((land) => [String(land.id ?? ''), land]));
    const spots = new Map<string, Spot>();
    for (const { country, lat, lon } of countries) {
      const land = lands.get(country);
      const place: [number, number] | null = lat !== null && lon !== null ? [lon, lat] : land ? geoCentroid(land) : null;
      const at = place && projection(place);
      if (at) spots.set(country, { x: at[0], y: at[1] });
    }
    return spots;
  }

  private arcs(cells: Matrix['cells'], spots: Map<string, Spot>): SVGElement[] {
    const colours = COLOURS[isDark() ? 'dark' : 'light'];
    const size = (cell: Matrix['cells'][number]) => cell.cooperation + cell.conflict;
    const drawn = cells
      .filter((cell) => size(cell) > 0 && spots.has(cell.source) && spots.has(cell.target))
      .sort((x, y) => size(y) - size(x))
      .slice(0, MOST_ARCS);
    return drawn.reverse().map((cell) => {
      const [from, to] = [spots.get(cell.source)!, spots.get(cell.target)!];
      const middle = { x: (from.x + to.x) / 2 + (to.y - from.y) * 0.18, y: (from.y + to.y) / 2 - (to.x - from.x) * 0.18 };
      const colour = cell.cooperation >= cell.conflict ? colours.cooperation : colours.conflict;
      const arc = s(
        'path',
        {
          d: `M${from.x.toFixed(1)} ${from.y.toFixed(1)}Q${middle.x.toFixed(1)} ${middle.y.toFixed(1)} ${to.x.toFixed(1)} ${to.y.toFixed(1)}`,
          fill: 'none',
          stroke: colour,
          'stroke-width': (0.7 + 0.6 * Math.log2(size(cell))).toFixed(1),
          'stroke-opacity': 0.65,
          'stroke-linecap': 'round',
          class: 'arc',
        },
        s(
          'title',
          {},
          t('matrix.cell', {
            a: this.name(cell.source),
            b: this.name(cell.target),
            cooperation: cell.cooperation,
            conflict: cell.conflict,
            structural: cell.structural,
          }),
        ),
      );
      arc.addEventListener('click', () => this.frame.go({ pane: { kind: 'countries', a: cell.source, b: cell.target } }));
      return arc;
    });
  }

  private circle(country: Matrix['countries'][number], { x, y }: Spot, most: number): SVGElement {
    const radius = 3.5 + 8 * Math.sqrt(country.claims / most);
    const words = this.words(country);
    const group = s(
      'g',
      { class: 'spot', tabindex: 0, role: 'button', 'aria-label': words },
      s('title', {}, words),
      s('circle', { cx: x, cy: y, r: radius, fill: cssColour('--spot'), stroke: cssColour('--page'), 'stroke-width': 1 }),
      radius > 6 ? s('text', { x, y: y + 3, 'text-anchor': 'middle', 'font-size': 8, fill: cssColour('--page') }, String(country.claims)) : null,
    );
    group.addEventListener('click', () => this.open(country.country));
    group.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      this.open(country.country);
    });
    return group;
  }

  private zoomTools(): HTMLElement {
    const zoom = (factor: number) => () => {
      const [x, y, width, height] = this.box as [number, number, number, number];
      const [w, tall] =
        factor === 0 ? [WIDTH, HEIGHT] : [Math.min(WIDTH, Math.max(60, width * factor)), Math.min(HEIGHT, Math.max(30, height * factor))];
      this.look(factor === 0 ? 0 : x + (width - w) / 2, factor === 0 ? 0 : y + (height - tall) / 2, w, tall);
    };
    this.listen();
    const tool = (label: string, path: string, factor: number) =>
      h('button', { type: 'button', class: 'plain', 'aria-label': label, title: label, on: { click: zoom(factor) } }, icon(path));
    return h(
      'div',
      { class: 'zoom' },
      tool(t('zoom.in'), icons.plus, 0.6),
      tool(t('zoom.out'), icons.minus, 1.67),
      tool(t('zoom.fit'), icons.fit, 0),
    );
  }

  private look(x: number, y: number, width: number, height: number): void {
    this.box = [Math.max(0, Math.min(WIDTH - width, x)), Math.max(0, Math.min(HEIGHT - height, y)), width, height];
    this.svg?.setAttribute('viewBox', this.box.join(' '));
  }

  /** The wheel zooms where the pointer is, dragging moves. */
  private listen(): void {
    const svg = this.svg!;
    let last: Spot | null = null;
    svg.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const [x, y, width, height] = this.box as [number, number, number, number];
        const factor = event.deltaY < 0 ? 0.8 : 1.25;
        const [w, tall] = [Math.min(WIDTH, Math.max(60, width * factor)), Math.min(HEIGHT, Math.max(30, height * factor))];
        const area = svg.getBoundingClientRect();
        this.look(
          x + ((event.clientX - area.left) / area.width) * (width - w),
          y + ((event.clientY - area.top) / area.height) * (height - tall),
          w,
          tall,
        );
      },
      { passive: false },
    );
    svg.addEventListener('pointerdown', (event) => (last = { x: event.clientX, y: event.clientY }));
    svg.addEventListener('pointermove', (event) => {
      if (!last || event.buttons === 0) return;
      const [x, y, width, height] = this.box as [number, number, number, number];
      const scale = width / svg.getBoundingClientRect().width;
      this.look(x - (event.clientX - last.x) * scale, y - (event.clientY - last.y) * scale, width, height);
      last = { x: event.clientX, y: event.clientY };
    });
    svg.addEventListener('pointerup', () => (last = null));
  }

  private list({ countries }: Matrix): HTMLElement {
    return h(
      'ul',
      { class: 'countries' },
      ...countries.map((country) =>
        h(
          'li',
          {},
          h(
            'button',
            { type: 'button', class: 'relation', on: { click: () => this.open(country.country) } },
            h('span', { class: 'who' }, country.name),
            h('span', { class: 'soft small' }, count(country.claims)),
          ),
        ),
      ),
    );
  }

  private open(country: string): void {
    this.frame.go({ pane: { kind: 'countries', a: country, b: '' } });
  }

  private name = (code: string): string => this.answer?.countries.find((country) => country.country === code)?.name ?? code;
  private words = (country: Matrix['countries'][number]): string =>
    t('map.country', { name: country.name, claims: country.claims, nodes: country.nodes });
}
