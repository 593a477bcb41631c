// What is seen, as the address of the page says it. Every view can be sent to somebody as a link.
import type { Status } from './api';

export const VIEWS = ['overview', 'graph', 'matrix', 'map', 'path', 'compare', 'query', 'judgements'] as const;
export type ViewName = (typeof VIEWS)[number];

/** Which claims count: the same for every view. */
export interface Window {
  from: string;
  until: string;
  asOf: string;
  include: Status[];
  reference: boolean;
  types: string[];
}

/** What the pane at the side shows. */
export type Pane =
  | { kind: 'none' }
  | { kind: 'node'; id: string }
  | { kind: 'edge'; source: string; type: string; target: string; claim: number }
  | { kind: 'pair'; a: string; b: string }
  /** All between two countries, or of one where `b` is empty: their persons, ministries and forces count for them. */
  | { kind: 'countries'; a: string; b: string }
  | { kind: 'article'; id: string; at: number };

export interface State extends Window {
  view: ViewName;
  pane: Pane;
  /** Graph: what it begins with, how many nodes, and whose neighbours were added. */
  base: 'top' | 'none' | 'country';
  limit: number;
  open: string[];
  asList: boolean;
  /** Path. */
  a: string;
  b: string;
  /** Compare: two periods, "A..B". */
  before: string;
  after: string;
  /** Query: the text, its parameters as JSON, and whether it is run at once. */
  query: string;
  parameters: string;
}

export const START: State = {
  view: 'overview',
  pane: { kind: 'none' },
  from: '',
  until: '',
  asOf: '',
  include: [],
  reference: false,
  types: [],
  base: 'top',
  limit: 150,
  open: [],
  asList: false,
  a: '',
  b: '',
  before: '',
  after: '',
  query: '',
  parameters: '',
};

const STATUSES: Status[] = ['planned', 'possible', 'demanded', 'negated'];
const list = (text: string | null): string[] => (text ? text.split(',').filter(Boolean) : []);
const day = (text: string | undefined): string => (text && /^\d{4}(-\d\d(-\d\d)?)?$/.test(text) ? text : '');

function readPane(query: URLSearchParams): Pane {
  const edge = query.getAll('edge');
  const pair = query.getAll('pair');
  const at = Math.max(0, Math.floor(Number(query.get('at')) || 0));
  if (query.has('article')) return { kind: 'article', id: query.get('article') ?? '', at };
  if (edge.length === 3) return { kind: 'edge', source: edge[0]!, type: edge[1]!, target: edge[2]!, claim: at };
  if (pair.length === 2) return { kind: 'pair', a: pair[0]!, b: pair[1]! };
  const countries = list(query.get('countries'));
  if (countries.length > 0) return { kind: 'countries', a: countries[0]!, b: countries[1] ?? '' };
  if (query.has('node')) return { kind: 'node', id: query.get('node') ?? '' };
  return { kind: 'none' };
}

/** The state that a hash "#/graph?node=..." says; anything that it does not say, or says wrongly, is as at the start. */
export function readHash(hash: string): State {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const view = VIEWS.find((name) => name === path) ?? START.view;
  const [from, until] = (query.get('during') ?? '').split('..');
  const base = query.get('base');
  return {
    view,
    pane: readPane(query),
    from: day(from),
    until: day(until),
    asOf: day(query.get('as_of') ?? ''),
    include: STATUSES.filter((status) => list(query.get('include')).includes(status)),
    reference: query.get('reference') === '1',
    types: list(query.get('type')),
    base: base === 'none' || base === 'country' ? base : 'top',
    limit: Math.min(20000, Math.max(2, Math.floor(Number(query.get('limit')) || START.limit))),
    open: query.getAll('open'),
    asList: query.get('as') === 'list',
    a: query.get('a') ?? '',
    b: query.get('b') ?? '',
    before: query.get('before') ?? '',
    after: query.get('after') ?? '',
    query: query.get('q') ?? '',
    parameters: query.get('p') ?? '',
  };
}

function paneParameters(pane: Pane, query: URLSearchParams): void {
  switch (pane.kind) {
    case 'none':
      break;
    case 'node':
      query.append('node', pane.id);
      break;
    case 'edge':
      for (const part of [pane.source, pane.type, pane.target]) query.append('edge', part);
      break;
    case 'pair':
      for (const part of [pane.a, pane.b]) query.append('pair', part);
      break;
    case 'countries':
      query.append('countries', pane.b ? `${pane.a},${pane.b}` : pane.a);
      break;
    case 'article':
      query.append('article', pane.id);
      break;
  }
  const at = pane.kind === 'edge' ? pane.claim : pane.kind === 'article' ? pane.at : 0;
  if (at > 0) query.append('at', String(at));
}

export function writeHash(state: State): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string) => {
    if (value) query.append(name, value);
  };
  if (state.from || state.until) put('during', `${state.from}..${state.until}`);
  put('as_of', state.asOf);
  put('include', state.include.join(','));
  put('reference', state.reference ? '1' : '');
  put('type', state.types.join(','));
  if (state.view === 'graph') {
    put('base', state.base === 'top' ? '' : state.base);
    put('limit', state.limit === START.limit ? '' : String(state.limit));
    for (const id of state.open) query.append('open', id);
    put('as', state.asList ? 'list' : '');
  }
  if (state.view === 'path') {
    put('a', state.a);
    put('b', state.b);
  }
  if (state.view === 'compare') {
    put('before', state.before);
    put('after', state.after);
  }
  if (state.view === 'query') {
    put('q', state.query);
    put('p', state.parameters);
  }
  paneParameters(state.pane, query);
  const search = query.toString();
  return `#/${state.view}${search ? `?${search}` : ''}`;
}

export const during = (window: Window): string => (window.from || window.until ? `${window.from}..${window.until}` : '');

/** A key that is equal when the same claims count. */
export const windowKey = (window: Window): string =>
  JSON.stringify([window.from, window.until, window.asOf, window.include, window.reference, window.types]);
