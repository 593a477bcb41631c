// The sentences behind a relation: what each says, who says so, where and when, and by which rule it was read.
import type { Claim, Edge, EdgeDetail, NodeSummary } from '../api';
import { h, icon, icons, webLink } from '../dom';
import { sideOf } from '../look';
import { dayOf, statusOf } from '../source/claims';
import { count, dayName, decimal, relationName, statusName, t, unitName } from '../text';
import type { Frame } from '../view';
import { claimJudgement } from './judge';
import { sentence } from './marked';
import { nodeMark, sideMark, weightNote } from './relation';

const PAGE = 50;

export function nodeButton(frame: Frame, node: NodeSummary): HTMLElement {
  return h(
    'button',
    { type: 'button', class: 'name', on: { click: () => frame.go({ pane: { kind: 'node', id: node.id } }) } },
    nodeMark(node.type),
    node.name,
  );
}

function who(frame: Frame, claim: Claim): HTMLElement {
  if (claim.attribution.length === 0) return h('span', {}, t('claim.ownWords'));
  const speakers = claim.attribution.map((speaker) => {
    if (speaker.node === null) return h('span', {}, speaker.text);
    const id = speaker.node;
    return h('button', { type: 'button', class: 'inline', on: { click: () => frame.go({ pane: { kind: 'node', id } }) } }, speaker.text);
  });
  return h('span', {}, ...speakers.flatMap((speaker, i) => (i === 0 ? [speaker] : [', ', speaker])));
}

/** What a claim says besides the two ends, as pairs of a word and its value. */
export function claimFacts(frame: Frame, claim: Claim): HTMLElement {
  const day = dayOf(claim);
  const exact = claim.date_precision && claim.date_precision !== 'day' ? ` (${unitName(claim.date_precision)})` : '';
  const facts: [string, Node | string | null][] = [
    [t('claim.says'), who(frame, claim)],
    [t('claim.outlet'), [claim.outlet ?? t('claim.noOutlet'), dayName(claim.published)].filter(Boolean).join(', ')],
    [t('claim.day'), claim.date ? dayName(day) + exact : null],
    [t('claim.what'), [claim.kind, claim.instrument].filter(Boolean).join(', ') || null],
    [t('claim.place'), claim.place],
    [t('claim.recipient'), claim.recipient],
    [
      t('claim.rule'),
      `${claim.rule ?? '–'} · ${t('claim.confidence', { value: decimal(claim.confidence) })}${claim.background ? ` · ${t('claim.background')}` : ''}`,
    ],
  ];
  return h('dl', { class: 'facts' }, ...facts.filter(([, value]) => value).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

/** Opens the article at this claim: the article numbers the claims of all its relations. */
export async function openArticle(frame: Frame, edge: Pick<Edge, 'source' | 'type' | 'target'>, claim: Claim): Promise<void> {
  const article = await frame.source.article(claim.document).catch(() => null);
  const same =
    article?.claims.findIndex(
      (other) =>
        other.source === edge.source &&
        other.type === edge.type &&
        other.target === edge.target &&
        other.sentence === claim.sentence &&
        other.trigger_span[0] === claim.trigger_span[0],
    ) ?? -1;
  frame.go({ pane: { kind: 'article', id: claim.document, at: Math.max(0, same) } });
}

function claimCard(frame: Frame, edge: Edge, claim: Claim, number: number, chosen: boolean): HTMLElement {
  const status = statusOf(claim);
  return h(
    'li',
    { class: `claim ${chosen ? 'chosen' : ''}`, 'aria-current': chosen ? 'true' : undefined, tabindex: -1, 'data-number': number },
    status !== 'actual' && h('span', { class: 'badge' }, statusName(status)),
    h('p', { class: 'sentence' }, sentence(claim, edge.quad)),
    claimFacts(frame, claim),
    h(
      'p',
      { class: 'actions' },
      h('button', { type: 'button', class: 'inline', on: { click: () => void openArticle(frame, edge, claim) } }, claim.title || t('claim.article')),
      claim.url && h('span', { class: 'soft small' }, webLink(claim.url, t('claim.original'))),
    ),
    claimJudgement(frame, claim),
  );
}

const legend = (): HTMLElement =>
  h(
    'p',
    { class: 'legendline small', 'aria-hidden': 'true' },
    h('mark', { class: 'source' }, t('mark.source')),
    h('mark', { class: 'trigger' }, t('mark.trigger')),
    h('mark', { class: 'target' }, t('mark.target')),
    h('mark', { class: 'speaker' }, t('mark.speaker')),
  );

export async function edgeContent(
  frame: Frame,
  pane: { source: string; type: string; target: string; claim: number },
): Promise<{ title: string; body: HTMLElement; claims: number }> {
  const limit = Math.max(PAGE, Math.ceil((pane.claim + 1) / PAGE) * PAGE);
  const detail: EdgeDetail = await frame.source.edge(frame.state, pane.source, pane.type, pane.target, Math.min(limit, 500), 0);
  const { edge, claims } = detail;
  const list = h(
    'ol',
    { class: 'claims' },
    ...claims.map((claim, i) => claimCard(frame, edge, claim, i, i === Math.min(pane.claim, claims.length - 1))),
  );
  const title = `${detail.source.name} ${relationName(edge.type)} ${detail.target.name}`;
  const body = h(
    'div',
    {},
    h(
      'div',
      { class: 'ends' },
      nodeButton(frame, detail.source),
      h('span', { class: `what ${sideOf(edge.quad)}` }, sideMark(edge), relationName(edge.type)),
      nodeButton(frame, detail.target),
    ),
    h('p', { class: 'soft small' }, weightNote(edge)),
    h(
      'p',
      { class: 'actions' },
      h(
        'button',
        { type: 'button', class: 'inline', on: { click: () => frame.go({ pane: { kind: 'pair', a: edge.source, b: edge.target } }) } },
        t('pair.open'),
      ),
    ),
    claims.length > 0 && legend(),
    claims.length === 0 && h('p', { class: 'note' }, edge.origin === 'reference' ? t('claim.reference') : t('claim.noneInWindow')),
    list,
    detail.more &&
      h(
        'button',
        {
          type: 'button',
          class: 'tool',
          on: {
            click: () => frame.go({ pane: { kind: 'edge', source: edge.source, type: edge.type, target: edge.target, claim: claims.length } }, true),
          },
        },
        icon(icons.plus),
        t('more', { n: detail.total - claims.length }),
      ),
    detail.total > 1 && h('p', { class: 'soft small' }, t('claim.keys', { n: detail.total, total: count(detail.total) })),
  );
  return { title, body, claims: claims.length };
}
