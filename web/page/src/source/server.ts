// The JSON API of `entente serve`.
import type * as api from '../api';
import { SourceError, type Source } from '../source';
import { during, type Window } from '../state';

type Parameters = Record<string, string | number | string[] | undefined>;

function windowParameters(window: Window): Parameters {
  return {
    during: during(window) || undefined,
    as_of: window.asOf || undefined,
    include: window.include.join(',') || undefined,
    reference: window.reference ? 1 : undefined,
    type: window.types.join(',') || undefined,
  };
}

function address(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.append(name, String(value));
  const search = query.toString();
  return `api/v1/${path}${search ? `?${search}` : ''}`;
}

async function failure(response: Response): Promise<SourceError> {
  try {
    const { error } = (await response.json()) as { error: { code: string; message: string; line?: number; column?: number } };
    return new SourceError(error.message, error.code, error.line, error.column);
  } catch {
    return new SourceError(`HTTP ${response.status}`, 'http');
  }
}

async function request<T>(path: string, parameters: Parameters, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(address(path, parameters), init);
  } catch {
    throw new SourceError('', 'unreachable');
  }
  if (!response.ok) throw await failure(response);
  return (await response.json()) as T;
}

export class Server implements Source {
  readonly can;

  /** `token` is what the server printed for those who may write; empty for readers. */
  constructor(
    private readonly token: string,
    write: boolean,
  ) {
    this.can = { query: true, judge: write && token !== '', exportFiles: true };
  }

  static info = (): Promise<api.Info> => request('info', {});

  info = (): Promise<api.Info> => Server.info();
  overview = (window: Window, limit: number) =>
    this.read<api.Overview>('overview', window, { limit, type: window.types.length > 0 ? window.types.join(',') : 'cooperation,conflict' });
  search = (q: string, limit: number) => request<api.SearchResult>('search', { q, limit });
  node = (id: string) => request<api.NodeDetail>('node', { id });
  neighbours = (window: Window, id: string, limit: number, offset = 0) =>
    this.read<api.Neighbours>('neighbours', window, { id, direction: 'both', limit, offset });
  graph = (window: Window, limit: number, rollup: 'none' | 'country') => this.read<api.Picture>('graph', window, { limit, rollup });
  subgraph = (window: Window, ids: string[]) => this.post<api.Picture>('subgraph', { ids }, windowParameters(window));
  edge = (window: Window, source: string, type: string, target: string, limit: number, offset: number) =>
    // Here `type` names the relation that is looked at, so the window's own choice of relations is left out.
    request<api.EdgeDetail>('edge', { ...windowParameters(window), source, type, target, limit, offset });
  between = (window: Window, a: string, b: string) => this.read<api.Picture>('between', window, { a, b });
  article = (id: string) => request<api.Article>('article', { id });
  timeline = (window: Window, ids: string[], bucket: 'day' | 'month') =>
    this.read<api.Timeline>('timeline', window, { id: ids[0], other: ids[1], bucket });
  matrix = (window: Window, limit: number) => this.read<api.Matrix>('matrix', window, { limit });
  path = (window: Window, from: string, to: string) => this.read<api.Paths>('path', window, { from, to, limit: 3, max_length: 6 });
  compare = (window: Window, a: string, b: string) => this.read<api.Compare>('compare', { ...window, from: '', until: '' }, { a, b, limit: 50 });
  query = (window: Window, query: string, parameters: Record<string, unknown>, limit: number) =>
    this.post<api.QueryResult>('query', { query, parameters, limit }, { ...windowParameters(window), type: undefined });
  countries = async (window: Window, a: string, b: string): Promise<api.Picture> => {
    const other = b ? 'b.country = $b' : 'b.country <> $a';
    const answer = await this.query(window, `MATCH (a)-[r]-(b) WHERE a.country = $a AND ${other} RETURN a, r, b LIMIT 500`, { a, b }, 500);
    const wanted = (edge: api.Edge) => window.types.length === 0 || window.types.includes(edge.type);
    return { ...answer.picture, edges: answer.picture.edges.filter(wanted) };
  };
  exportAddress = (window: Window, format: 'graphml' | 'json'): string => address('export', { ...windowParameters(window), format });
  judgements = () => request<api.Judgements>('judgements', { limit: 200 });
  judge = async (verdict: api.Verdict, a: string, b: string, reason: string) =>
    (await this.post('judgements', { verdict, a, b, reason })) as api.Judgement;
  undo = async (number: number, reason: string) => void (await this.post('judgements/undo', { number, reason }));

  private read<T>(path: string, window: Window, parameters: Parameters): Promise<T> {
    return request<T>(path, { ...windowParameters(window), ...parameters });
  }

  private post<T>(path: string, body: unknown, parameters: Parameters = {}): Promise<T> {
    const headers: Record<string, string> = { 'Content-Type': 'application/json' };
    if (this.can.judge) headers['X-Entente-Token'] = this.token;
    return request<T>(path, parameters, { method: 'POST', headers, body: JSON.stringify(body) });
  }
}
