// An article with what was read of it: the words of each claim marked, the chosen one most.
import type { Article } from '../api';
import { h, webLink } from '../dom';
import { dayName, relationName, t } from '../text';
import { nameOf, namesOf, sideMark } from './relation';
import { claimMarks, marked, sentence, type Mark } from './marked';
import { claimFacts } from './evidence';
import { sideOf } from '../look';
import type { Frame } from '../view';

export async function articleContent(frame: Frame, pane: { id: string; at: number }): Promise<{ title: string; body: HTMLElement; claims: number }> {
  const article = await frame.source.article(pane.id);
  const at = Math.min(pane.at, Math.max(0, article.claims.length - 1));
  const body = h(
    'div',
    {},
    h('p', { class: 'soft small' }, [article.outlet, dayName(article.published), article.language].filter(Boolean).join(' · ')),
    article.url && h('p', { class: 'small' }, webLink(article.url, t('claim.original'))),
    article.same_report.length > 0 && h('p', { class: 'soft small' }, t('article.sameReport', { n: article.same_report.length })),
    article.text ? fullText(article, at) : h('p', { class: 'note' }, t('article.noText')),
    h('h3', {}, t('article.claims', { n: article.claims.length })),
    claimList(frame, article, at),
  );
  return { title: article.title ?? article.id, body, claims: article.claims.length };
}

function fullText(article: Article, at: number): HTMLElement {
  const others: Mark[] = article.claims
    .filter((claim, i) => claim.part === 'body' && i !== at)
    .map((claim) => ({ span: claim.trigger_span, class: `trigger faint ${sideOf(claim.quad)}` }));
  const chosen = article.claims[at];
  const marks =
    chosen && chosen.part === 'body' ? [...others, { span: chosen.sentence_span, class: 'here' }, ...claimMarks(chosen, chosen.quad)] : others;
  return h('div', { class: 'article', lang: article.language ?? undefined }, marked([...article.text], 0, marks));
}

function claimList(frame: Frame, article: Article, at: number): HTMLElement {
  const names = namesOf(article.nodes);
  return h(
    'ol',
    { class: 'claims' },
    ...article.claims.map((claim, i) => {
      const chosen = i === at;
      return h(
        'li',
        { class: `claim ${chosen ? 'chosen' : ''}`, 'aria-current': chosen ? 'true' : undefined, tabindex: -1, 'data-number': i },
        h(
          'button',
          { type: 'button', class: 'relation', on: { click: () => frame.go({ pane: { kind: 'article', id: article.id, at: i } }, true) } },
          sideMark(claim),
          h(
            'span',
            { class: 'who' },
            nameOf(names, claim.source),
            ' ',
            h('em', { class: sideOf(claim.quad) }, relationName(claim.type)),
            ' ',
            nameOf(names, claim.target),
          ),
        ),
        (chosen || !article.text) && h('p', { class: 'sentence' }, sentence(claim, claim.quad)),
        chosen && claimFacts(frame, claim),
        chosen &&
          h(
            'p',
            { class: 'actions' },
            h(
              'button',
              {
                type: 'button',
                class: 'inline',
                on: { click: () => frame.go({ pane: { kind: 'edge', source: claim.source, type: claim.type, target: claim.target, claim: 0 } }) },
              },
              t('article.relation'),
            ),
          ),
      );
    }),
  );
}
