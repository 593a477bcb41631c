// Data inside the page: a part of a graph that was exported as one file, and is read from disk without a server.
import type * as api from '../api';
import { SourceError, type Source } from '../source';
import type { Window } from '../state';
import { dayOf, statusOf, within, type EdgeWithEvidence } from './claims';

/** What <script type="application/json" id="entente-data"> holds. */
export interface Embedded {
  info: api.Info;
  nodes: Omit<api.NodeDetail, 'degrees'>[];
  edges: EdgeWithEvidence[];
  /** The articles whose text the file has; without it, the sentences of claims are all that is shown. */
  articles: Omit<api.Article, 'claims' | 'nodes' | 'same_report'>[];
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const claimsOf = (edge: api.Edge): number => Object.values(edge.claims).reduce((sum, n) => sum + n, 0);
const byStrength = (x: api.Edge, y: api.Edge): number =>
  y.reports - x.reports || claimsOf(y) - claimsOf(x) || (y.last ?? '').localeCompare(x.last ?? '');
const identity = (edge: api.Edge): string => JSON.stringify([edge.source, edge.type, edge.target, edge.origin]);
const mistake = (what: string): never => {
  throw new SourceError(what, 'not_found');
};

export class EmbeddedData implements Source {
  readonly can = { query: false, judge: false, exportFiles: false };
  private readonly byId: Map<string, Omit<api.NodeDetail, 'degrees'>>;

  constructor(private readonly data: Embedded) {
    this.byId = new Map(data.nodes.map((node) => [node.id, node]));
  }

  async info(): Promise<api.Info> {
    return this.data.info;
  }

  async overview(window: Window, limit: number): Promise<api.Overview> {
    const edges = this.edges(window).filter((edge) => edge.origin === 'claim');
    const events = window.types.length > 0 ? edges : edges.filter((edge) => edge.quad !== 0);
    const strongest = [...events].sort(byStrength).slice(0, limit);
    const newest = events
      .filter((edge) => edge.last)
      .sort((x, y) => y.last!.localeCompare(x.last!) || byStrength(x, y))
      .slice(0, limit);
    const degree = this.degrees(edges);
    const central = [...degree]
      .sort((x, y) => y[1] - x[1])
      .slice(0, limit)
      .map(([id]) => ({ ...this.summary(id), degree: degree.get(id) }));
    return { strongest, newest, central, nodes: this.ends([...strongest, ...newest]) };
  }

  async search(text: string, limit: number): Promise<api.SearchResult> {
    const wanted = fold(text.trim());
    if (!wanted) return { nodes: [], more: false };
    const found: (api.NodeSummary & { matched: string; rank: number })[] = [];
    for (const node of this.data.nodes) {
      const names = [node.name, ...node.names.map((name) => name.text)];
      const matched =
        names.find((name) => fold(name).startsWith(wanted)) ??
        names.find((name) =>
          fold(name)
            .split(/\s+/)
            .some((word) => word.startsWith(wanted)),
        );
      if (matched) found.push({ ...this.summary(node.id), matched, rank: fold(matched).startsWith(wanted) ? 0 : 1 });
    }
    found.sort((x, y) => x.rank - y.rank || y.documents - x.documents || x.name.localeCompare(y.name));
    return { nodes: found.slice(0, limit), more: found.length > limit };
  }

  async node(id: string): Promise<api.NodeDetail> {
    const node = this.byId.get(id) ?? mistake(id);
    const counts = new Map<string, api.NodeDetail['degrees'][number]>();
    for (const edge of this.data.edges) {
      for (const direction of ['out', 'in'] as const) {
        if ((direction === 'out' ? edge.source : edge.target) !== id || edge.origin === 'reference') continue;
        const row = counts.get(edge.type + direction) ?? { type: edge.type, direction, edges: 0, shown: 0 };
        row.edges++;
        if (edge.claims.actual > 0) row.shown++;
        counts.set(edge.type + direction, row);
      }
    }
    return { ...node, degrees: [...counts.values()] };
  }

  async neighbours(window: Window, id: string, limit: number, offset = 0): Promise<api.Neighbours> {
    const all = this.edges(window)
      .filter((edge) => edge.source === id || edge.target === id)
      .sort(byStrength);
    const edges = all.slice(offset, offset + limit);
    const ids = new Set([id, ...edges.flatMap((edge) => [edge.source, edge.target])]);
    return {
      nodes: [...ids].map((end) => this.summary(end)),
      edges,
      hidden: { nodes: 0, edges: all.length - edges.length },
      total: all.length,
      limit,
      offset,
      capped: false,
    };
  }

  async graph(window: Window, limit: number, rollup: 'none' | 'country'): Promise<api.Picture> {
    return rollup === 'country' ? this.rolledUp(window, limit) : this.busiest(this.edges(window), limit);
  }

  async subgraph(window: Window, ids: string[]): Promise<api.Picture> {
    const wanted = new Set(ids);
    const edges = this.edges(window).filter((edge) => wanted.has(edge.source) && wanted.has(edge.target));
    return { nodes: ids.filter((id) => this.byId.has(id)).map((id) => this.summary(id)), edges, hidden: { nodes: 0, edges: 0 } };
  }

  async edge(window: Window, source: string, type: string, target: string, limit: number, offset: number): Promise<api.EdgeDetail> {
    const same = (edge: api.Edge) => edge.source === source && edge.type === type && edge.target === target;
    const whole = this.data.edges.find(same) ?? mistake(`${source} ${type} ${target}`);
    const edge = within({ ...window, types: [], include: ['planned', 'possible', 'demanded', 'negated'], reference: true }, whole) ?? {
      ...whole,
      evidence: [],
    };
    const claims = edge.evidence.slice(offset, offset + limit);
    return {
      edge,
      source: this.summary(source),
      target: this.summary(target),
      claims,
      total: edge.evidence.length,
      more: offset + claims.length < edge.evidence.length,
    };
  }

  async between(window: Window, a: string, b: string): Promise<api.Picture> {
    const edges = this.edges(window)
      .filter((edge) => (edge.source === a && edge.target === b) || (edge.source === b && edge.target === a))
      .sort(byStrength);
    return { nodes: [a, b].map((id) => this.summary(id)), edges, hidden: { nodes: 0, edges: 0 } };
  }

  async countries(window: Window, a: string, b: string): Promise<api.Picture> {
    const country = (id: string) => this.byId.get(id)?.country ?? '';
    const joins = (x: string, y: string) => x === a && (b ? y === b : y !== '' && y !== a);
    const edges = this.edges(window)
      .filter((edge) => joins(country(edge.source), country(edge.target)) || joins(country(edge.target), country(edge.source)))
      .sort(byStrength);
    return { nodes: this.ends(edges), edges, hidden: { nodes: 0, edges: 0 } };
  }

  async article(id: string): Promise<api.Article> {
    const claims = this.data.edges.flatMap((edge) =>
      edge.evidence
        .filter((claim) => claim.document === id)
        .map((claim) => ({ ...claim, source: edge.source, type: edge.type, target: edge.target, quad: edge.quad })),
    );
    const first = claims[0];
    const article = this.data.articles.find((candidate) => candidate.id === id);
    if (!article && !first) mistake(id);
    const known = article ?? {
      id,
      title: first!.title,
      text: '',
      language: null,
      published: first!.published,
      outlet: first!.outlet,
      url: first!.url,
    };
    const ends = new Set(claims.flatMap((claim) => [claim.source, claim.target]));
    return { ...known, same_report: [], claims, nodes: [...ends].map((end) => this.summary(end)) };
  }

  async timeline(window: Window, ids: string[], bucket: 'day' | 'month'): Promise<api.Timeline> {
    const touches = (edge: api.Edge) => ids.every((id) => edge.source === id || edge.target === id);
    const claims = this.edges(window)
      .filter(touches)
      .flatMap((edge) => edge.evidence.filter((claim) => statusOf(claim) === 'actual').map((claim) => ({ edge, day: dayOf(claim) })));
    const dated = claims.filter((claim): claim is typeof claim & { day: string } => claim.day !== null);
    const buckets = new Map<string, api.Timeline['buckets'][number]>();
    for (const { edge, day } of dated) {
      const start = bucket === 'month' ? `${day.slice(0, 7)}-01` : day;
      const sum = buckets.get(start) ?? { start, cooperation: 0, conflict: 0, structural: 0 };
      sum[side(edge)]++;
      buckets.set(start, sum);
    }
    return { bucket, buckets: [...buckets.values()].sort((x, y) => x.start.localeCompare(y.start)), undated: claims.length - dated.length };
  }

  async matrix(window: Window, limit: number): Promise<api.Matrix> {
    const cells = new Map<string, api.Matrix['cells'][number]>();
    const claims = new Map<string, number>();
    let without = 0;
    for (const edge of this.edges(window)) {
      const source = this.byId.get(edge.source)?.country;
      const target = this.byId.get(edge.target)?.country;
      if (!source || !target) without++;
      if (!source || !target || source === target) continue;
      for (const [from, to] of edge.symmetric
        ? ([
            [source, target],
            [target, source],
          ] as const)
        : ([[source, target]] as const)) {
        const cell = cells.get(from + to) ?? { source: from, target: to, cooperation: 0, conflict: 0, structural: 0 };
        cell[side(edge)] += edge.claims.actual;
        cells.set(from + to, cell);
      }
      for (const country of [source, target]) claims.set(country, (claims.get(country) ?? 0) + edge.claims.actual);
    }
    const chosen = [...claims].sort((x, y) => y[1] - x[1]).slice(0, limit);
    const kept = new Set(chosen.map(([country]) => country));
    return {
      countries: chosen.map(([country, n]) => {
        const state = this.byId.get(`state:${country}`);
        const nodes = this.data.nodes.filter((node) => node.country === country).length;
        return { country, node: state?.id ?? null, name: state?.name ?? country, nodes, claims: n, lat: state?.lat ?? null, lon: state?.lon ?? null };
      }),
      cells: [...cells.values()].filter((cell) => kept.has(cell.source) && kept.has(cell.target)),
      without_country: without,
    };
  }

  async path(window: Window, from: string, to: string): Promise<api.Paths> {
    const links = new Map<string, EdgeWithEvidence[]>();
    for (const edge of this.edges(window)) for (const end of [edge.source, edge.target]) links.set(end, [...(links.get(end) ?? []), edge]);
    const steps = new Map<string, number>([[from, 0]]);
    for (const id of steps.keys()) {
      const next = steps.get(id)! + 1;
      if (next > 6) break;
      for (const edge of links.get(id) ?? []) {
        const other = edge.source === id ? edge.target : edge.source;
        if (!steps.has(other)) steps.set(other, next);
      }
    }
    const paths: string[][] = [];
    const walkBack = (id: string, tail: string[]): void => {
      if (paths.length >= 3) return;
      if (id === from) {
        paths.push([id, ...tail]);
        return;
      }
      const before = new Set((links.get(id) ?? []).sort(byStrength).map((edge) => (edge.source === id ? edge.target : edge.source)));
      for (const other of before) if (steps.get(other) === steps.get(id)! - 1) walkBack(other, [id, ...tail]);
    };
    if (steps.has(to) && from !== to) walkBack(to, []);
    const joins = (a: string, b: string) => (links.get(a) ?? []).filter((edge) => edge.source === b || edge.target === b).sort(byStrength)[0]!;
    return {
      paths: paths.map((nodes) => ({ nodes, edges: nodes.slice(1).map((id, i) => joins(nodes[i]!, id)) })),
      nodes: [...new Set(paths.flat())].map((id) => this.summary(id)),
    };
  }

  async compare(window: Window, before: string, after: string): Promise<api.Compare> {
    const period = (range: string) => {
      const [from = '', until = ''] = range.split('..');
      return new Map(this.edges({ ...window, from, until }).map((edge) => [identity(edge), edge] as const));
    };
    const [old, young] = [period(before), period(after)];
    const gained = [...young.values()].filter((edge) => !old.has(identity(edge))).sort(byStrength);
    const lost = [...old.values()].filter((edge) => !young.has(identity(edge))).sort(byStrength);
    const changed = [...old].flatMap(([key, edge]) => {
      const later = young.get(key);
      return later && later.claims.actual !== edge.claims.actual ? [{ before: edge, after: later }] : [];
    });
    const undated = this.edges({ ...window, from: '', until: '' }).filter((edge) => !edge.last).length;
    return { gained, lost, changed, nodes: this.ends([...gained, ...lost, ...changed.map((pair) => pair.after)]), undated };
  }

  query = (): never => mistake('query');
  exportAddress = (): never => mistake('export');
  judge = (): never => mistake('judge');
  undo = (): never => mistake('undo');
  async judgements(): Promise<api.Judgements> {
    return { judgements: [], total: 0 };
  }

  private edges(window: Window): EdgeWithEvidence[] {
    return this.data.edges.map((edge) => within(window, edge)).filter((edge): edge is EdgeWithEvidence => edge !== null);
  }

  private summary(id: string): api.NodeSummary {
    const node = this.byId.get(id) ?? mistake(id);
    return {
      id: node.id,
      name: node.name,
      type: node.type,
      supertypes: node.supertypes,
      country: node.country,
      documents: node.documents,
      lat: node.lat,
      lon: node.lon,
      degree: node.degree,
    };
  }

  private ends(edges: api.Edge[]): api.NodeSummary[] {
    return [...new Set(edges.flatMap((edge) => [edge.source, edge.target]))].map((id) => this.summary(id));
  }

  private degrees(edges: api.Edge[]): Map<string, number> {
    const degree = new Map<string, number>();
    for (const { source, target } of edges) {
      degree.set(source, (degree.get(source) ?? 0) + 1);
      degree.set(target, (degree.get(target) ?? 0) + 1);
    }
    return degree;
  }

  private busiest(edges: api.Edge[], limit: number): api.Picture {
    const degree = this.degrees(edges);
    const kept = new Set(
      [...degree]
        .sort((x, y) => y[1] - x[1])
        .slice(0, limit)
        .map(([id]) => id),
    );
    const shown = edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target));
    const nodes = [...kept].map((id) => ({ ...this.summary(id), degree: degree.get(id) }));
    return { nodes, edges: shown, hidden: { nodes: degree.size - kept.size, edges: edges.length - shown.length } };
  }

  /** Edges of persons, ministries and forces count for their state, where the graph has it. */
  private rolledUp(window: Window, limit: number): api.Picture {
    const state = (id: string): string => {
      const country = this.byId.get(id)?.country;
      return country && this.byId.has(`state:${country}`) ? `state:${country}` : id;
    };
    const merged = new Map<string, api.Edge>();
    for (const edge of this.edges(window)) {
      const ends = { source: state(edge.source), target: state(edge.target) };
      if (ends.source === ends.target) continue;
      const key = identity({ ...edge, ...ends });
      const sum = merged.get(key);
      if (!sum) {
        merged.set(key, { ...edge, ...ends, claims: { ...edge.claims } });
        continue;
      }
      for (const status of Object.keys(sum.claims) as api.Status[]) sum.claims[status] += edge.claims[status];
      sum.reports += edge.reports;
      sum.articles += edge.articles;
      if (edge.last && (!sum.last || edge.last > sum.last)) sum.last = edge.last;
      if (edge.first && (!sum.first || edge.first < sum.first)) sum.first = edge.first;
    }
    return this.busiest([...merged.values()], limit);
  }
}

const side = (edge: api.Edge): 'cooperation' | 'conflict' | 'structural' =>
  edge.quad === 0 ? 'structural' : edge.quad <= 2 ? 'cooperation' : 'conflict';
