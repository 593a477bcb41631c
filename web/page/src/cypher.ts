// The question that a view answers, in openCypher: to read, to change, to ask again with `entente query`.
import type { State } from './state';

const text = (value: string): string => JSON.stringify(value);
/** Names of relations are written in capitals; one that is no plain word would not be a relation of the ontology. */
const types = ({ types: chosen }: State): string =>
  chosen.length > 0 ? `:${chosen.map((type) => type.toUpperCase().replace(/[^A-Z0-9_]/g, '')).join('|')}` : '';

function ofPane(state: State): string | null {
  const { pane } = state;
  switch (pane.kind) {
    case 'node':
      return `MATCH (a {id: ${text(pane.id)}})-[r${types(state)}]-(b)\nRETURN a, r, b\nORDER BY r.reports DESC`;
    case 'edge':
      return `MATCH (a {id: ${text(pane.source)}})-[r:${pane.type.toUpperCase().replace(/[^A-Z0-9_]/g, '')}]->(b {id: ${text(pane.target)}})\nUNWIND claims(r) AS claim\nRETURN claim.sentence AS sentence, claim.status AS status, claim.outlet AS outlet, claim.published AS published, claim.rule AS rule`;
    case 'pair':
      return `MATCH (a {id: ${text(pane.a)}})-[r${types(state)}]-(b {id: ${text(pane.b)}})\nRETURN a, r, b`;
    case 'countries':
      return `MATCH (a {country: ${text(pane.a)}})-[r${types(state)}]-(b)\nWHERE ${pane.b ? `b.country = ${text(pane.b)}` : `b.country <> ${text(pane.a)}`}\nRETURN a, r, b`;
    case 'article':
      return `MATCH (d:Document {id: ${text(pane.id)}})\nRETURN d.title AS title, d.date AS date, d.outlet AS outlet, d.text AS text`;
    case 'none':
      return null;
  }
}

export function cypherOf(state: State): string[] {
  return [ofView(state), ofPane(state)].filter((query): query is string => query !== null);
}

function ofView(state: State): string | null {
  const r = `r${types(state)}`;
  const once = 'WHERE startNode(r) = a';
  switch (state.view) {
    case 'overview':
      return `MATCH (a)-[${r}]->(b)\n${once} AND r.quad > 0\nRETURN a, r, b\nORDER BY r.reports DESC, r.last DESC\nLIMIT 10`;
    case 'graph':
      if (state.base === 'none' && state.open.length > 0)
        return `MATCH (a)-[${r}]-(b)\nWHERE a.id IN [${state.open.map(text).join(', ')}]\nRETURN a, r, b`;
      return `MATCH (a)-[${r}]->(b)\n${once}\nRETURN a, r, b\nORDER BY r.reports DESC\nLIMIT 500`;
    case 'matrix':
    case 'map':
      return `MATCH (a)-[${r}]->(b)\nWHERE a.country <> b.country\nRETURN a.country AS source, b.country AS target,\n       sum(CASE WHEN r.quad IN [1, 2] THEN r.count ELSE 0 END) AS cooperation,\n       sum(CASE WHEN r.quad IN [3, 4] THEN r.count ELSE 0 END) AS conflict\nORDER BY cooperation + conflict DESC`;
    case 'path':
      if (!state.a || !state.b) return null;
      return `MATCH path = ALL SHORTEST (a {id: ${text(state.a)}})-[${types(state)}*..6]-(b {id: ${text(state.b)}})\nRETURN path\nLIMIT 3`;
    case 'compare': {
      const from = state.after.split('..')[0];
      return `MATCH (a)-[${r}]->(b)\n${once}${from ? ` AND r.first >= date(${text(from)})` : ''}\nRETURN a, r, b\nORDER BY r.first`;
    }
    case 'query':
      return state.query || null;
    case 'judgements':
      return null;
  }
}
