// Says that two nodes are one real thing, or are not, and that an article says what a claim has it say, or does not. Only where the server was
// started for writing.
import type { Claim, NodeSummary } from '../api';
import { fill, h, icon, icons } from '../dom';
import { t } from '../text';
import type { Frame } from '../view';
import { failureNote } from './message';
import { nodePicker } from './picker';

export function judgeForm(frame: Frame, node: NodeSummary): HTMLElement {
  let other: NodeSummary | null = null;
  const picker = nodePicker(frame.source, t('judge.other'), t('judge.other'), (chosen) => {
    other = chosen;
    for (const button of buttons) button.disabled = chosen.id === node.id;
  });
  const reason = h('input', { type: 'text', 'aria-label': t('judge.reason'), placeholder: t('judge.reason') });
  const answer = h('div', { 'aria-live': 'polite' });
  const say = (verdict: 'same' | 'not_same') => async () => {
    if (other === null) return;
    try {
      await frame.source.judge(verdict, node.id, other.id, reason.value.trim());
      answer.replaceChildren(
        h('p', { class: 'note' }, t(verdict === 'same' ? 'judge.saidSame' : 'judge.saidNotSame', { a: node.name, b: other.name })),
      );
      frame.reload();
    } catch (error) {
      answer.replaceChildren(failureNote(error));
    }
  };
  const buttons = (['same', 'not_same'] as const).map((verdict) =>
    h('button', { type: 'button', class: 'tool', disabled: true, on: { click: say(verdict) } }, t(`judge.${verdict}`)),
  );
  return h(
    'details',
    { class: 'judge' },
    h('summary', {}, t('judge.title')),
    h('p', { class: 'soft small' }, t('judge.explain')),
    picker.element,
    reason,
    h('p', { class: 'actions' }, ...buttons),
    answer,
  );
}

/** Whether a claim is right: what was judged, with a way back, or a form to say so. A claim that is rejected counts no more. */
export function claimJudgement(frame: Frame, claim: Claim): HTMLElement | null {
  const { number } = claim;
  if (number === undefined) return null;
  const place = h('div', { class: 'claimjudge', 'aria-live': 'polite' });
  const show = (judgement: Claim['judgement']): void => {
    if (judgement)
      fill(
        place,
        h('p', { class: 'note' }, t(`judge.${judgement.verdict}By`, { author: judgement.author })),
        frame.source.can.judge &&
          button(t('judge.undo'), async () => {
            await frame.source.undo(judgement.number, '');
            show(null);
          }),
      );
    else fill(place, frame.source.can.judge && form());
  };
  const button = (name: string, act: () => Promise<void>): HTMLElement =>
    h(
      'button',
      {
        type: 'button',
        class: 'tool',
        on: { click: () => void act().catch((error: unknown) => place.append(failureNote(error))) },
      },
      name === t('judge.undo') && icon(icons.undo),
      name,
    );
  const form = (): HTMLElement => {
    const reason = h('input', { type: 'text', 'aria-label': t('judge.reason'), placeholder: t('judge.reason') });
    const say = (verdict: 'rejected' | 'confirmed') => async () => {
      const made = await frame.source.judge(verdict, claim.document, String(number), reason.value.trim());
      show({ number: made.number, verdict, author: made.author });
    };
    return h(
      'details',
      { class: 'judge' },
      h('summary', {}, t('judge.claim')),
      h('p', { class: 'soft small' }, t('judge.explainClaim')),
      reason,
      h('p', { class: 'actions' }, button(t('judge.reject'), say('rejected')), button(t('judge.confirm'), say('confirmed'))),
    );
  };
  show(claim.judgement);
  return place;
}
