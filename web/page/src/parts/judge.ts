// Says that two nodes are one real thing, or are not. Only where the server was started for writing.
import type { NodeSummary } from '../api';
import { h } from '../dom';
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
