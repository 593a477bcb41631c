// Questions to start from. Each is one query; what stands in it for a name or a day is asked for in a field.
import type { Key } from './text';
import { recall, remember } from './memory';

export interface Question {
  title: Key;
  query: string;
  parameters?: Record<string, string | number>;
}

export const QUESTIONS: Question[] = [
  {
    title: 'question.criticized',
    query:
      'MATCH (critic)-[r:ACCUSES|CONDEMNS|REJECTS|THREATENS|IS_CONCERNED_ABOUT]->(target)\nRETURN critic, r, target\nORDER BY r.reports DESC, r.last DESC\nLIMIT 100',
  },
  {
    title: 'question.whoCondemned',
    query:
      'MATCH (critic)-[r:ACCUSES|CONDEMNS|REJECTS|THREATENS|IS_CONCERNED_ABOUT|SANCTIONS]->(b {name: $whom})\nUNWIND claims(r) AS claim\nRETURN critic, r, b, claim.published AS published, claim.sentence AS sentence\nORDER BY published',
    parameters: { whom: 'North Korea' },
  },
  { title: 'question.arms', query: 'MATCH (giver)-[r:SELLS_ARMS_TO|AIDS]->(taker)\nRETURN giver, r, taker\nORDER BY r.confidence DESC' },
  {
    title: 'question.handedOver',
    query:
      'MATCH (seller)-[r:SELLS_ARMS_TO|AIDS]->(buyer)\nUNWIND claims(r) AS claim\nWITH seller, buyer, claim WHERE coalesce(claim.instrument, claim.kind) IS NOT NULL\nRETURN DISTINCT seller.name AS giver, buyer.name AS taker, claim.instrument AS what, claim.kind AS kind, claim.outlet AS outlet, claim.published AS published',
  },
  { title: 'question.does', query: 'MATCH (a {name: $who})-[r]->(b)\nRETURN a, r, b\nORDER BY r.last DESC', parameters: { who: 'Russia' } },
  {
    title: 'question.both',
    query:
      'MATCH (a)-[r]-(b)\nWHERE a.id < b.id AND r.quad > 0\nWITH a, b, sum(CASE WHEN r.quad <= 2 THEN r.count ELSE 0 END) AS cooperation, sum(CASE WHEN r.quad >= 3 THEN r.count ELSE 0 END) AS conflict\nWHERE cooperation > 0 AND conflict > 0\nRETURN a.name AS one, b.name AS other, cooperation, conflict\nORDER BY cooperation + conflict DESC',
  },
  {
    title: 'question.strikesBack',
    query:
      'MATCH (a)-[r:ACCUSES|CONDEMNS|REJECTS|SANCTIONS|THREATENS|ATTACKS]->(b)-[back:ACCUSES|CONDEMNS|REJECTS|SANCTIONS|THREATENS|ATTACKS]->(a)\nWHERE a.id < b.id\nRETURN a, r, b, back',
  },
  {
    title: 'question.helpsAttacker',
    query: 'MATCH (friend)-[s:SUPPORTS|AIDS|SELLS_ARMS_TO]->(attacker)-[r:ATTACKS]->(victim)\nRETURN friend, s, attacker, r, victim',
  },
  {
    title: 'question.countries',
    query:
      'MATCH (a)-[r:ACCUSES|CONDEMNS|REJECTS|THREATENS|SANCTIONS|COERCES|ATTACKS|FIGHTS|MOBILIZES_AGAINST]->(b)\nWHERE a.country <> b.country\nRETURN a.country AS source, b.country AS target, count(DISTINCT r) AS relations, sum(r.count) AS claims\nORDER BY relations DESC, source, target\nLIMIT 30',
  },
  {
    title: 'question.met',
    query: 'MATCH (a:Official)-[r:MEETS|HOSTS|SIGNS_WITH]-(b:Official)\nWHERE a.country < b.country\nRETURN a, r, b\nORDER BY r.first',
  },
  {
    title: 'question.travelled',
    query: 'MATCH (p:Official)-[r:VISITS]->(place:Place)\nWHERE p.country <> place.country\nRETURN p, r, place\nORDER BY r.last DESC',
  },
  { title: 'question.signed', query: 'MATCH (a)-[r:SIGNS]->(text:Agreement)\nRETURN text, r, a\nORDER BY r.first' },
  {
    title: 'question.newSince',
    query: 'MATCH (a)-[r]->(b)\nWHERE r.first >= date($since) AND startNode(r) = a\nRETURN a, r, b, r.first AS first\nORDER BY first',
    parameters: { since: '2024-06-01' },
  },
  {
    title: 'question.planned',
    query:
      'MATCH (a)-[r]->(b)\nWHERE r.count = 0 AND r.planned + r.demanded > 0 AND startNode(r) = a\nUNWIND claims(r) AS claim\nRETURN a, r, b, claim.status AS status, claim.published AS published, claim.sentence AS sentence\nORDER BY published DESC',
  },
  {
    title: 'question.denied',
    query:
      'MATCH (a)-[r]->(b)\nWHERE r.negated > 0\nUNWIND [claim IN claims(r) WHERE claim.status = "negated"] AS claim\nRETURN a, r, b, claim.sentence AS sentence',
  },
  {
    title: 'question.whoSays',
    query:
      'MATCH (a)-[r]->(b)\nUNWIND claims(r) AS claim\nUNWIND claim.said_by AS speaker\nWITH DISTINCT a, r, b, coalesce(speaker.node.name, speaker.name) AS says\nWHERE startNode(r) = a AND says <> a.name\nRETURN says, a.name AS source, type(r) AS relation, b.name AS target\nORDER BY says',
  },
  {
    title: 'question.wordAlone',
    query:
      'MATCH (a)-[r:ATTACKS|SELLS_ARMS_TO|COERCES|AIDS|SANCTIONS]->(b)\nWHERE all(claim IN claims(r) WHERE size(claim.said_by) > 0)\nRETURN a, r, b, head(claims(r)).sentence AS sentence',
  },
  {
    title: 'question.leastSure',
    query:
      'MATCH (a)-[r]->(b)\nWHERE startNode(r) = a\nRETURN a, r, b, r.confidence AS confidence, head(claims(r)).sentence AS sentence\nORDER BY confidence\nLIMIT 20',
  },
];

export interface OwnQuestion {
  name: string;
  query: string;
  parameters: string;
}

const KEY = 'questions';

/** The reader's own questions, which the browser keeps. */
export function ownQuestions(): OwnQuestion[] {
  try {
    const kept: unknown = JSON.parse(recall(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is OwnQuestion => typeof one?.name === 'string' && typeof one.query === 'string') : [];
  } catch {
    return [];
  }
}

export const keepQuestions = (questions: OwnQuestion[]): void => remember(KEY, JSON.stringify(questions));
