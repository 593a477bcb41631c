// Time under every view: how much happened when, a brush that chooses a period for all views, play, and the day up to which articles count.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Timeline } from '../api';
import { h, icon, icons } from '../dom';
import { COLOURS } from '../look';
import { windowKey, type State } from '../state';
import { currentLanguage, dayName, t } from '../text';
import { cssColour, isDark, onTheme } from '../theme';
import { Turn, type Frame } from '../view';

const DAY = 86_400;
const PACE = 1100;
const seconds = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1000;
const day = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);
/** The line is at least so many of its bars long. */
const LEAST = 24;
const FEW_MONTHS = 4;
const LENGTHS: Record<string, number> = { day: 1, month: 30.4 };

export class TimeBar {
  readonly element: HTMLElement;
  private readonly chart = h('div', { class: 'chart' });
  private readonly caption = h('span', { class: 'soft small' });
  private readonly from = this.dateField(t('time.from'), (value) => this.choose(value, this.frame.state.until));
  private readonly until = this.dateField(t('time.until'), (value) => this.choose(this.frame.state.from, value));
  private readonly asOf = this.dateField(t('time.asOf'), (value) => this.frame.go({ asOf: value }));
  private readonly playButton = h(
    'button',
    { type: 'button', class: 'plain', 'aria-label': t('time.play'), title: t('time.play'), on: { click: () => this.toggle() } },
    icon(icons.play),
  );
  private readonly clear = h(
    'button',
    { type: 'button', class: 'inline', on: { click: () => this.frame.go({ from: '', until: '', asOf: '' }) } },
    t('time.clear'),
  );
  private readonly earlier = h(
    'button',
    { type: 'button', class: 'inline small', 'aria-pressed': 'false', on: { click: () => this.toggleYears() } },
    t('time.allYears'),
  );
  private plot: uPlot | null = null;
  private line: Timeline | null = null;
  private key = '';
  private timer = 0;
  private allYears = false;
  private readonly turn = new Turn();

  constructor(private readonly frame: Frame) {
    const field = (input: HTMLInputElement, label: string) => h('label', { class: 'small' }, h('span', { class: 'soft' }, label), input);
    this.element = h(
      'section',
      { class: 'timebar', 'aria-label': t('time.title') },
      h(
        'div',
        { class: 'timetools' },
        this.playButton,
        field(this.from, t('time.from')),
        field(this.until, t('time.until')),
        field(this.asOf, t('time.asOf')),
        this.clear,
        this.earlier,
        this.caption,
      ),
      this.chart,
    );
    onTheme(() => this.draw());
    new ResizeObserver(() => this.resize()).observe(this.chart);
  }

  async show(state: State): Promise<void> {
    this.from.value = state.from;
    this.until.value = state.until;
    this.asOf.value = state.asOf;
    this.clear.hidden = !state.from && !state.until && !state.asOf;
    const ids = subject(state);
    const key = windowKey({ ...state, from: '', until: '' }) + JSON.stringify(ids);
    if (key !== this.key) {
      this.key = key;
      const newest = this.turn.take();
      const line = await this.read(state, ids).catch(() => null);
      if (!newest()) return;
      this.line = line;
      this.draw();
    }
    this.markSelection();
  }

  /** By month; by day where that is not more than some months. */
  private async read(state: State, ids: string[]): Promise<Timeline> {
    const always = { ...state, from: '', until: '' };
    const months = await this.frame.source.timeline(always, ids, 'month');
    return months.buckets.length - recalled(months.buckets) > FEW_MONTHS ? months : this.frame.source.timeline(always, ids, 'day');
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = 0;
    this.playButton.replaceChildren(icon(icons.play));
    this.playButton.setAttribute('aria-label', t('time.play'));
  }

  forget(): void {
    this.key = '';
  }

  private dateField(label: string, change: (value: string) => void): HTMLInputElement {
    return h('input', { type: 'date', 'aria-label': label, on: { change: (event: Event) => change((event.target as HTMLInputElement).value) } });
  }

  private choose(from: string, until: string, replace = false): void {
    this.frame.go(from && until && from > until ? { from: until, until: from } : { from, until }, replace);
  }

  private range(): [number, number] | null {
    const buckets = this.line?.buckets ?? [];
    if (buckets.length === 0) return null;
    const length = (LENGTHS[this.line!.bucket] ?? 1) * DAY;
    const first = this.allYears ? 0 : recalled(buckets);
    const [start, end] = [seconds(buckets[first]!.start) - length * 0.5, seconds(buckets.at(-1)!.start) + length * 1.2];
    // A few days alone would be bars as wide as the page.
    const lack = Math.max(0, LEAST * length - (end - start)) / 2;
    return [start - lack, end + lack];
  }

  private draw(): void {
    this.plot?.destroy();
    this.plot = null;
    const buckets = this.line?.buckets ?? [];
    const sum = (part: 'cooperation' | 'conflict') => buckets.reduce((total, bucket) => total + bucket[part], 0);
    this.caption.textContent =
      buckets.length === 0
        ? t('time.empty')
        : t('time.caption', {
            cooperation: sum('cooperation'),
            conflict: sum('conflict'),
            first: dayName(buckets[0]!.start),
            undated: this.line!.undated,
            unit: t(`unit.${this.line!.bucket as 'day'}`),
          });
    this.chart.hidden = buckets.length === 0;
    this.earlier.hidden = buckets.length === 0 || recalled(buckets) === 0;
    const range = this.range();
    if (!range) return;
    const colours = COLOURS[isDark() ? 'dark' : 'light'];
    const bars = uPlot.paths.bars!({ size: [0.9, 26, 2], align: 1 });
    const series = (colour: string): uPlot.Series => ({ stroke: colour, fill: colour, width: 0, paths: bars, points: { show: false } });
    const axis = cssColour('--soft');
    const options: uPlot.Options = {
      width: this.chart.clientWidth || 600,
      height: 74,
      legend: { show: false },
      tzDate: (time) => uPlot.tzDate(new Date(time * 1000), 'UTC'),
      padding: [4, 8, 0, 8],
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
      scales: {
        x: { time: true, range: () => range },
        y: { range: (_, low, high) => [Math.min(low ?? 0, 0) * 1.05, Math.max(high ?? 1, 1) * 1.05] },
      },
      axes: [
        {
          values: (_, ticks, __, ___, step) => ticks.map((tick) => tickName(tick, step)),
          incrs: STEPS,
          space: 64,
          stroke: axis,
          size: 22,
          font: '11px system-ui, sans-serif',
          grid: { stroke: cssColour('--line'), width: 1 },
          ticks: { show: false },
        },
        { show: false },
      ],
      series: [{}, series(colours.cooperation), series(colours.conflict)],
      hooks: { setSelect: [(plot) => this.brushed(plot)] },
    };
    this.plot = new uPlot(
      options,
      [buckets.map((b) => seconds(b.start)), buckets.map((b) => b.cooperation), buckets.map((b) => -b.conflict)],
      this.chart,
    );
    this.markSelection();
  }

  private brushed(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 3) return;
    this.stop();
    this.choose(day(plot.posToVal(left, 'x')), day(plot.posToVal(left + width, 'x')));
  }

  /** Shows the period that counts, whoever chose it. */
  private markSelection(): void {
    const range = this.range();
    if (!this.plot || !range) return;
    const { from, until } = this.frame.state;
    const left = from ? this.plot.valToPos(Math.max(range[0], seconds(full(from, '-01-01'))), 'x') : 0;
    const right = until ? this.plot.valToPos(Math.min(range[1], seconds(full(until, '-12-31')) + DAY), 'x') : this.plot.bbox.width / devicePixelRatio;
    const width = from || until ? Math.max(2, right - left) : 0;
    this.plot.setSelect({ left: width ? left : 0, top: 0, width, height: width ? this.plot.bbox.height / devicePixelRatio : 0 }, false);
  }

  private toggleYears(): void {
    this.allYears = !this.allYears;
    this.earlier.setAttribute('aria-pressed', String(this.allYears));
    this.earlier.textContent = t(this.allYears ? 'time.recentYears' : 'time.allYears');
    this.draw();
  }

  private resize(): void {
    if (this.plot && this.chart.clientWidth > 0) {
      this.plot.setSize({ width: this.chart.clientWidth, height: 74 });
      this.markSelection();
    }
  }

  /** Moves the period from the beginning of the data to their end, a part of its length at a time. */
  toggle(): void {
    if (this.timer) {
      this.stop();
      return;
    }
    const range = this.range();
    if (!range) return;
    const { from, until } = this.frame.state;
    const length =
      from && until ? Math.max(DAY, seconds(full(until, '-12-31')) - seconds(full(from, '-01-01'))) : Math.max(7 * DAY, (range[1] - range[0]) / 12);
    let start = from && until && seconds(full(until, '-12-31')) < range[1] - DAY ? seconds(full(from, '-01-01')) : range[0];
    this.playButton.replaceChildren(icon(icons.pause));
    this.playButton.setAttribute('aria-label', t('time.pause'));
    const move = () => {
      this.choose(day(start), day(start + length), true);
      if (start + length >= range[1]) this.stop();
      start += length / 2;
    };
    this.timer = window.setInterval(move, PACE);
    move();
  }
}

const full = (date: string, tail: string): string => date + tail.slice(date.length - 4);

/** How many buckets at the beginning hold what news recall of long ago: a twentieth of all at most, and left out only where the rest gets much more room. */
function recalled(buckets: Timeline['buckets']): number {
  const size = (bucket: Timeline['buckets'][number]) => bucket.cooperation + bucket.conflict + bucket.structural;
  const all = buckets.reduce((sum, bucket) => sum + size(bucket), 0);
  let [first, before] = [0, 0];
  while (first < buckets.length - 1 && before + size(buckets[first]!) <= all / 20) before += size(buckets[first++]!);
  const [start, cut, end] = [buckets[0]!.start, buckets[first]!.start, buckets.at(-1)!.start].map(seconds) as [number, number, number];
  return end - cut < (end - start) / 2 ? first : 0;
}

const STEPS = [1, 2, 5, 10, 15, 30.4375, 61, 91.3, 182.6, 365.25, 730.5, 1826.25, 3652.5, 18262.5].map((days) => days * DAY);

function tickName(tick: number, step: number): string {
  const form: Intl.DateTimeFormatOptions =
    step >= 365 * DAY ? { year: 'numeric' } : step >= 30 * DAY ? { month: 'short', year: 'numeric' } : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(currentLanguage() === 'en' ? 'en-GB' : 'id-ID', { ...form, timeZone: 'UTC' }).format(new Date(tick * 1000));
}

/** Whose time is shown: that of what the pane is about, else of all. */
function subject({ pane }: State): string[] {
  if (pane.kind === 'node') return [pane.id];
  if (pane.kind === 'pair') return [pane.a, pane.b];
  return pane.kind === 'edge' ? [pane.source, pane.target] : [];
}
