// What an edge is when only a part of its claims counts: the sums that the server makes, made in the page.
import type { Claim, Edge, Status } from '../api';
import type { Window } from '../state';

export type EdgeWithEvidence = Edge & { evidence: Claim[] };

export const statusOf = (claim: Claim): Status => (claim.polarity === 'negated' ? 'negated' : claim.modality);
/** Day of the event, else of publication. */
export const dayOf = (claim: Claim): string | null => claim.date ?? claim.published;

/** A month or a year stands for all of its days. */
const firstDay = (date: string): string => date + '-01-01'.slice(date.length - 4);
const lastDay = (date: string): string => date + '-12-31'.slice(date.length - 4);

export function admits(window: Window, claim: Claim): boolean {
  if (window.asOf && !(claim.published && claim.published <= lastDay(window.asOf))) return false;
  if (!window.from && !window.until) return true;
  const day = dayOf(claim);
  return day !== null && (!window.from || day >= firstDay(window.from)) && (!window.until || day <= lastDay(window.until));
}

const isWhole = (window: Window): boolean => !window.from && !window.until && !window.asOf;

/** The edge over the claims that the window admits, or null where the window does not show it. */
export function within(window: Window, edge: EdgeWithEvidence): EdgeWithEvidence | null {
  if (window.types.length > 0 && !window.types.includes(edge.type)) return null;
  if (edge.origin === 'reference') return window.reference ? edge : null;
  const part = isWhole(window)
    ? edge
    : summed(
        edge,
        edge.evidence.filter((claim) => admits(window, claim)),
      );
  const shown = part.claims.actual > 0 || window.include.some((status) => part.claims[status] > 0);
  return shown ? part : null;
}

function summed(edge: EdgeWithEvidence, evidence: Claim[]): EdgeWithEvidence {
  const claims: Record<Status, number> = { actual: 0, planned: 0, possible: 0, demanded: 0, negated: 0 };
  for (const claim of evidence) claims[statusOf(claim)]++;
  const actual = evidence.filter((claim) => statusOf(claim) === 'actual');
  const days = actual
    .map(dayOf)
    .filter((day): day is string => day !== null)
    .sort();
  const articles = new Set(actual.map((claim) => claim.document)).size;
  return {
    ...edge,
    evidence,
    claims,
    articles,
    // Which articles repeat one report is known of the whole edge only.
    reports: Math.min(articles, edge.reports),
    first: days[0] ?? null,
    last: days.at(-1) ?? null,
    confidence: actual.length ? Math.max(...actual.map((claim) => claim.confidence)) : null,
    status:
      edge.status === 'actual' && actual.length === 0
        ? ((Object.keys(claims) as Status[]).find((status) => claims[status] > 0) ?? null)
        : edge.status,
  };
}
