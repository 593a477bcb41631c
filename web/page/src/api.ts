// The JSON API of `entente serve`, as the page sees it. All under /api/v1. The server's OpenAPI document says the same; a test compares.
// Ids of nodes and articles hold any character, so they are always query parameters, never path segments.
// Dates are "YYYY-MM-DD". A "Window" is the set of query parameters that every reading endpoint takes:
//   during=A..B (either side may be empty)   as_of=DATE
//   include=planned,possible,demanded,negated  (also relations with only such claims; default none)
//   reference=1 (also what the gazetteer knows; default off)   type=condemns,attacks (only these relations)
// Errors: HTTP 400/401/403/404/408/413/429/500/503 with {"error": {"code": "invalid_input", "message": "...", "line"?: n, "column"?: n}}.

export type Quad = 0 | 1 | 2 | 3 | 4; // 0 structural, 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
export type Status = 'actual' | 'planned' | 'possible' | 'demanded' | 'negated';

export interface NodeSummary {
  id: string;
  name: string;
  type: string;
  supertypes: string[];
  country: string | null;
  documents: number;
  lat: number | null;
  lon: number | null;
  degree?: number;
}
export interface Edge {
  source: string;
  type: string;
  target: string;
  family: string;
  quad: Quad;
  symmetric: boolean;
  origin: 'claim' | 'reference';
  status: Status | null;
  claims: Record<Status, number>;
  articles: number;
  reports: number;
  first: string | null;
  last: string | null;
  confidence: number | null;
  since?: number | null;
  until?: number | null;
  office?: string | null; // of reference edges
}
export interface Picture {
  nodes: NodeSummary[];
  edges: Edge[];
  hidden: { nodes: number; edges: number };
} // every edge's ends are among nodes

export interface TypeCount {
  name: string;
  count: number;
}
export interface RelationCount extends TypeCount {
  family: string;
  quad: Quad;
  symmetric: boolean;
}
/** GET /info */
export interface Info {
  version: string;
  write: boolean;
  graph: string /* folder name only */;
  documents: number;
  nodes: number;
  edges: number;
  shown_edges: number;
  claims: number;
  node_types: (TypeCount & { supertypes: string[] })[];
  relation_types: RelationCount[];
  first: string | null;
  last: string | null; // days of claims
}
/** GET /overview?limit=10 + Window */
export interface Overview {
  strongest: Edge[];
  newest: Edge[];
  central: NodeSummary[];
  nodes: NodeSummary[]; /* all ends of the edges */
}
/** GET /search?q=&limit=20&node_type= : by any name, prefix match, no case or diacritics, best first. An empty q gives nothing. */
export interface SearchResult {
  nodes: (NodeSummary & { matched: string })[];
  more: boolean;
}
/** GET /node?id= */
export interface NodeDetail extends NodeSummary {
  names: { text: string; language: string | null }[];
  same_as: string[];
  wikidata: string | null;
  first_seen: string | null;
  last_seen: string | null;
  attributes: Record<string, string>;
  degrees: { type: string; direction: 'out' | 'in'; edges: number; shown: number }[];
}
/** GET /neighbours?id=&direction=out|in|both&limit=100&offset=0 + Window : strongest edges first. `total` counts all that the window shows. */
export interface Neighbours extends Picture {
  total: number;
  limit: number;
  offset: number;
  capped: boolean; /* a hub so large that only its first edges were ranked */
}
/** GET /graph?limit=200&rollup=none|country + Window : the busiest nodes and what is between them (rollup: countries, whose ids are "state:RUS"). */
export type GraphResult = Picture;
/** POST /subgraph {"ids": ["...", ...]} (at most 1000), the Window as query parameters: all edges among these nodes. */
export type Subgraph = Picture;

export interface Claim {
  document: string;
  title: string | null;
  outlet: string | null;
  url: string | null;
  published: string | null;
  text: string;
  part: 'body' | 'title';
  sentence: number;
  sentence_span: Span;
  trigger_span: Span;
  source_span: Span;
  target_span: Span; // code points of the article's text (title where part is title)
  polarity: 'affirmed' | 'negated';
  modality: 'actual' | 'planned' | 'possible' | 'demanded';
  background: boolean;
  date: string | null;
  date_precision: string | null;
  place: string | null;
  recipient: string | null;
  instrument: string | null;
  kind: string | null;
  attribution: { node: string | null; text: string; span: Span }[];
  rule: string | null;
  extractor: string | null;
  confidence: number;
  number?: number; // in its article, from 1; a server gives it
  judgement?: ClaimJudgement | null;
}
/** What counts of what was judged of a claim. */
export interface ClaimJudgement {
  number: number;
  verdict: 'rejected' | 'confirmed';
  author: string;
}
export type Span = [number, number];
/** GET /edge?source=&type=&target=&limit=50&offset=0 + Window */
export interface EdgeDetail {
  edge: Edge;
  source: NodeSummary;
  target: NodeSummary;
  claims: Claim[];
  total: number;
  more: boolean;
}
/** GET /between?a=&b= + Window : every relation of two nodes, either way. */
export type Between = Picture;
/** GET /article?id= */
export interface Article {
  id: string;
  title: string | null;
  text: string;
  language: string | null;
  published: string | null;
  outlet: string | null;
  url: string | null;
  same_report: string[];
  claims: (Claim & { source: string; type: string; target: string; quad: Quad })[];
  nodes: NodeSummary[];
}
/** POST /query {"query": "MATCH ...", "parameters"?: {...}, "limit"?: 1000} ; Window: during, as_of, include, reference. Times out after the server's --timeout. */
export interface QueryResult {
  columns: string[];
  rows: QueryValue[][];
  picture: Picture;
  truncated: boolean;
  milliseconds: number;
}
export type QueryValue = unknown; // as `entente query --format json` writes values
/** GET /timeline?id=&other=&bucket=day|week|month|year|auto + Window (id and other optional) : buckets in order, gaps left out */
export interface Timeline {
  bucket: string;
  buckets: { start: string; cooperation: number; conflict: number; structural: number }[];
  undated: number;
}
/** GET /matrix?limit=30 + Window : claims between countries, busiest countries first; used by the matrix and by the map. */
export interface Matrix {
  countries: {
    country: string /* ISO 3166-1 alpha-3 */;
    node: string | null /* id of the state */;
    name: string;
    nodes: number;
    claims: number;
    lat: number | null;
    lon: number | null;
  }[];
  cells: { source: string; target: string; cooperation: number; conflict: number; structural: number }[];
  without_country: number;
}
/** GET /path?from=&to=&limit=3&max_length=6 + Window : shortest paths over shown edges, undirected, the most reported first. */
export interface Paths {
  paths: { nodes: string[]; edges: Edge[] }[];
  nodes: NodeSummary[];
}
/** GET /compare?a=A..B&b=C..D&limit=50 + Window without during */
export interface Compare {
  gained: Edge[];
  lost: Edge[];
  changed: { before: Edge; after: Edge }[];
  nodes: NodeSummary[];
  undated: number;
}
/** GET /analysis?measure=pagerank|degree|...&limit=20 + Window */
export interface Analysis {
  measure: string;
  values: { node: NodeSummary; value: number; group?: number }[];
}
/** GET /export?format=graphml|json|dot|...&top=&evidence=1 + Window : the file, as an attachment. */
/** GET /judgements?limit=&offset= */
export type Verdict = 'same' | 'not_same' | 'unsure' | 'rejected' | 'confirmed';
export interface Judgement {
  number: number;
  verdict: Verdict;
  a: string;
  b: string;
  author: string;
  reason: string;
  time: string;
  revoked: boolean;
  by_machine: boolean;
}
export interface Judgements {
  judgements: Judgement[];
  total: number;
}
/** With --write only, header X-Entente-Token: POST /judgements {"verdict","a","b","reason"} -> Judgement, of a claim "a" is its article and "b" its number there ; POST /judgements/undo {"number","reason"} -> Judgement */
