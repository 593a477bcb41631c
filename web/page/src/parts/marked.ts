// Text with marked words. Spans count code points, as everywhere outside of the reader of articles.
import type { Claim, Span } from '../api';
import { h } from '../dom';
import { sideOf } from '../look';
import type { Quad } from '../api';

export interface Mark {
  span: Span;
  class: string;
}

/** The words of `points` from `base` on, each part under all marks that cover it. */
export function marked(points: string[], base: number, marks: Mark[]): DocumentFragment {
  const end = base + points.length;
  const inside = marks
    .map(({ span, class: name }) => ({ from: Math.max(base, span[0]), to: Math.min(end, span[1]), name }))
    .filter(({ from, to }) => from < to);
  const cuts = [...new Set([base, end, ...inside.flatMap(({ from, to }) => [from, to])])].sort((x, y) => x - y);
  const fragment = document.createDocumentFragment();
  cuts.slice(0, -1).forEach((from, i) => {
    const to = cuts[i + 1]!;
    const text = points.slice(from - base, to - base).join('');
    const names = [...new Set(inside.filter((mark) => mark.from <= from && to <= mark.to).map((mark) => mark.name))];
    fragment.append(names.length > 0 ? h('mark', { class: names.join(' ') }, text) : text);
  });
  return fragment;
}

export function claimMarks(claim: Claim, quad: Quad): Mark[] {
  return [
    { span: claim.source_span, class: 'source' },
    { span: claim.target_span, class: 'target' },
    { span: claim.trigger_span, class: `trigger ${sideOf(quad)}` },
    ...claim.attribution.map((speaker) => ({ span: speaker.span, class: 'speaker' })),
  ];
}

export const sentence = (claim: Claim, quad: Quad): DocumentFragment => marked([...claim.text], claim.sentence_span[0], claimMarks(claim, quad));
