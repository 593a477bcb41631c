// Where the page has its answers from: a server, or data inside the page itself. Views know only this.
import type * as api from './api';
import type { Window } from './state';

export interface Source {
  /** What this source can do beyond reading. */
  readonly can: { query: boolean; judge: boolean; exportFiles: boolean };
  info(): Promise<api.Info>;
  /** The strongest and newest of what was done or said, without offices and memberships, unless the window asks for relations by name. */
  overview(window: Window, limit: number): Promise<api.Overview>;
  search(text: string, limit: number): Promise<api.SearchResult>;
  node(id: string): Promise<api.NodeDetail>;
  neighbours(window: Window, id: string, limit: number, offset?: number): Promise<api.Neighbours>;
  graph(window: Window, limit: number, rollup: 'none' | 'country'): Promise<api.Picture>;
  subgraph(window: Window, ids: string[]): Promise<api.Picture>;
  edge(window: Window, source: string, type: string, target: string, limit: number, offset: number): Promise<api.EdgeDetail>;
  between(window: Window, a: string, b: string): Promise<api.Picture>;
  /** Relations between what belongs to two countries, either way; with all others where `b` is empty. */
  countries(window: Window, a: string, b: string): Promise<api.Picture>;
  article(id: string): Promise<api.Article>;
  /** Of all, of one node, or of what two have with each other. */
  timeline(window: Window, ids: string[], bucket: 'day' | 'month'): Promise<api.Timeline>;
  matrix(window: Window, limit: number): Promise<api.Matrix>;
  path(window: Window, from: string, to: string): Promise<api.Paths>;
  compare(window: Window, before: string, after: string): Promise<api.Compare>;
  query(window: Window, text: string, parameters: Record<string, unknown>, limit: number): Promise<api.QueryResult>;
  /** Address of a file of what the window shows. */
  exportAddress(window: Window, format: 'graphml' | 'json'): string;
  judgements(): Promise<api.Judgements>;
  judge(verdict: api.Verdict, a: string, b: string, reason: string): Promise<api.Judgement>;
  undo(number: number, reason: string): Promise<void>;
}

/** What a source could not do, in words for the reader; of a query also where the mistake is. */
export class SourceError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly line?: number,
    readonly column?: number,
  ) {
    super(message);
  }
}
