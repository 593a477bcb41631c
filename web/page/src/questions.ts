// Questions to start from. Each is one query; what stands in it for a name or a day is asked for in a field.
import type { Key } from './text';
import { recall, remember } from './memory';

export interface Question {
  title: Key;
  query: string;
  parameters?: Record<string, string | number>;
}

/** Who is said to speak in a claim; empty where it is the article's own words. */
const SPEAKERS = '[speaker IN claim.said_by | coalesce(speaker.node.name, speaker.name)] AS says';

/** Who does that to whom, and all that an analyst needs to judge it: the sentence, which says over what; who says so; where it was printed. */
export const whoDoes = (type: string): string =>
  `MATCH (who)-[relation:${type.toUpperCase().replace(/[^A-Z0-9_]/g, '')}]->(whom)\nWHERE startNode(relation) = who\nUNWIND claims(relation) AS claim\nRETURN who, relation, whom, claim.sentence AS sentence,\n       ${SPEAKERS},\n       claim.document AS article, claim.outlet AS outlet, claim.published AS published\nORDER BY published DESC\nLIMIT 200`;

/** The first of them stand on the opening. */
export const QUESTIONS: Question[] = [
  { title: 'question.condemned', query: whoDoes('condemns') },
  {
    title: 'question.twoStates',
    query: `MATCH (one:State {name: $one}), (other:State {name: $other})\nMATCH (a {country: one.country})-[relation]-(b {country: other.country})\nWHERE relation.quad > 0\nUNWIND claims(relation) AS claim\nWITH DISTINCT relation, claim, startNode(relation) AS who, endNode(relation) AS whom\nRETURN coalesce(claim.date, claim.published) AS day, who, relation, whom, claim.status AS status, claim.sentence AS sentence\nORDER BY day`,
    parameters: { one: 'Philippines', other: 'China' },
  },
  {
    title: 'question.outlets',
    query: `MATCH (who)-[relation]->(whom)\nWHERE startNode(relation) = who AND relation.quad > 0\nUNWIND claims(relation) AS claim\nWITH who, relation, whom, collect(DISTINCT claim.outlet) AS outlets, collect(DISTINCT claim.document) AS articles\nRETURN who, relation, whom, outlets, articles\nORDER BY size(outlets) DESC, size(articles) DESC\nLIMIT 200`,
  },
  {
    title: 'question.planned',
    query:
      'MATCH (who)-[relation]->(whom)\nWHERE relation.count = 0 AND relation.planned + relation.demanded > 0 AND startNode(relation) = who\nUNWIND claims(relation) AS claim\nRETURN who, relation, whom, claim.status AS status, claim.published AS published, claim.sentence AS sentence\nORDER BY published DESC',
  },
  {
    title: 'question.denied',
    query: `MATCH (who)-[relation]->(whom)\nWHERE relation.negated > 0 AND startNode(relation) = who\nUNWIND [claim IN claims(relation) WHERE claim.status = "negated"] AS claim\nRETURN who, relation, whom, claim.status AS status, claim.sentence AS sentence,\n       ${SPEAKERS}, claim.published AS published`,
  },
  {
    title: 'question.criticized',
    query:
      'MATCH (who)-[relation:ACCUSES|CONDEMNS|REJECTS|THREATENS|IS_CONCERNED_ABOUT]->(whom)\nRETURN who, relation, whom, head(claims(relation)).sentence AS sentence\nORDER BY relation.reports DESC, relation.last DESC\nLIMIT 100',
  },
  {
    title: 'question.whoCondemned',
    query: `MATCH (who)-[relation:ACCUSES|CONDEMNS|REJECTS|THREATENS|IS_CONCERNED_ABOUT|SANCTIONS]->(target {name: $whom})\nUNWIND claims(relation) AS claim\nRETURN who, relation, claim.sentence AS sentence,\n       ${SPEAKERS}, claim.published AS published\nORDER BY published`,
    parameters: { whom: 'North Korea' },
  },
  {
    title: 'question.arms',
    query: 'MATCH (giver)-[relation:SELLS_ARMS_TO|AIDS]->(taker)\nRETURN giver, relation, taker\nORDER BY relation.confidence DESC',
  },
  {
    title: 'question.handedOver',
    query:
      'MATCH (seller)-[r:SELLS_ARMS_TO|AIDS]->(buyer)\nUNWIND claims(r) AS claim\nWITH seller, buyer, claim WHERE coalesce(claim.instrument, claim.kind) IS NOT NULL\nRETURN DISTINCT seller.name AS giver, buyer.name AS taker, claim.instrument AS what, claim.kind AS kind, claim.outlet AS outlet, claim.published AS published',
  },
  {
    title: 'question.does',
    query:
      'MATCH (a {name: $who})-[relation]->(whom)\nRETURN relation, whom, head(claims(relation)).sentence AS sentence, relation.last AS last\nORDER BY last DESC',
    parameters: { who: 'Russia' },
  },
  {
    title: 'question.both',
    query:
      'MATCH (a)-[r]-(b)\nWHERE a.id < b.id AND r.quad > 0\nWITH a, b, sum(CASE WHEN r.quad <= 2 THEN r.count ELSE 0 END) AS cooperation, sum(CASE WHEN r.quad >= 3 THEN r.count ELSE 0 END) AS conflict\nWHERE cooperation > 0 AND conflict > 0\nRETURN a AS one, b AS other, cooperation, conflict\nORDER BY cooperation + conflict DESC',
  },
  {
    title: 'question.strikesBack',
    query:
      'MATCH (one)-[relation:ACCUSES|CONDEMNS|REJECTS|SANCTIONS|THREATENS|ATTACKS]->(other)-[back:ACCUSES|CONDEMNS|REJECTS|SANCTIONS|THREATENS|ATTACKS]->(one)\nWHERE one.id < other.id\nRETURN one, relation, other, back',
  },
  {
    title: 'question.helpsAttacker',
    query:
      'MATCH (friend)-[helps:SUPPORTS|AIDS|SELLS_ARMS_TO]->(attacker)-[attacks:ATTACKS]->(victim)\nRETURN friend, helps, attacker, attacks, victim',
  },
  {
    title: 'question.countries',
    query:
      'MATCH (a)-[r:ACCUSES|CONDEMNS|REJECTS|THREATENS|SANCTIONS|COERCES|ATTACKS|FIGHTS|MOBILIZES_AGAINST]->(b)\nWHERE a.country <> b.country\nRETURN a.country AS who, b.country AS whom, count(DISTINCT r) AS relations, sum(r.count) AS claims\nORDER BY relations DESC, who, whom\nLIMIT 30',
  },
  {
    title: 'question.met',
    query:
      'MATCH (who:Official)-[relation:MEETS|HOSTS|SIGNS_WITH]-(whom:Official)\nWHERE who.country < whom.country\nRETURN who, relation, whom, relation.first AS first\nORDER BY first',
  },
  {
    title: 'question.travelled',
    query:
      'MATCH (who:Official)-[relation:VISITS]->(place:Place)\nWHERE who.country <> place.country\nRETURN who, relation, place, relation.last AS last\nORDER BY last DESC',
  },
  {
    title: 'question.signed',
    query: 'MATCH (who)-[relation:SIGNS]->(agreement:Agreement)\nRETURN who, relation, agreement, relation.first AS first\nORDER BY first',
  },
  {
    title: 'question.newSince',
    query:
      'MATCH (who)-[relation]->(whom)\nWHERE relation.first >= date($since) AND startNode(relation) = who\nRETURN who, relation, whom, relation.first AS first\nORDER BY first',
    parameters: { since: '2024-06-01' },
  },
  {
    title: 'question.whoSays',
    query:
      'MATCH (a)-[r]->(b)\nUNWIND claims(r) AS claim\nUNWIND claim.said_by AS speaker\nWITH DISTINCT a, r, b, coalesce(speaker.node.name, speaker.name) AS says\nWHERE startNode(r) = a AND says <> a.name\nRETURN says, a AS who, r AS relation, b AS whom\nORDER BY says',
  },
  {
    title: 'question.wordAlone',
    query:
      'MATCH (who)-[relation:ATTACKS|SELLS_ARMS_TO|COERCES|AIDS|SANCTIONS]->(whom)\nWHERE all(claim IN claims(relation) WHERE size(claim.said_by) > 0)\nRETURN who, relation, whom, head(claims(relation)).sentence AS sentence',
  },
  {
    title: 'question.leastSure',
    query:
      'MATCH (who)-[relation]->(whom)\nWHERE startNode(relation) = who\nRETURN who, relation, whom, relation.confidence AS confidence, head(claims(relation)).sentence AS sentence\nORDER BY confidence\nLIMIT 20',
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
