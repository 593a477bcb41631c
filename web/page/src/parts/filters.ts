// Which relations count, in all views: kinds of statements, what the gazetteer knows, and chosen relations.
import type { Status } from '../api';
import { h, icon, icons } from '../dom';
import { sideOf } from '../look';
import { dayName, relationName, statusName, t } from '../text';
import type { Frame } from '../view';
import { menu } from './dialog';

const STATUSES: Exclude<Status, 'actual'>[] = ['planned', 'possible', 'demanded', 'negated'];

const toggled = <T>(list: T[], item: T, on: boolean): T[] => (on ? [...list, item] : list.filter((other) => other !== item));

function check(label: string, checked: boolean, change: (on: boolean) => void, note = ''): HTMLElement {
  return h(
    'label',
    { class: 'check' },
    h('input', { type: 'checkbox', set: { checked }, on: { change: (event: Event) => change((event.target as HTMLInputElement).checked) } }),
    h('span', {}, label),
    note && h('span', { class: 'soft small' }, note),
  );
}

export function filterMenu(frame: Frame): HTMLElement {
  return menu(t('filter'), icons.filter, () => {
    const { state, info } = frame;
    const groups = (['cooperation', 'conflict', 'structural'] as const).map((side) => {
      const types = info.relation_types.filter((type) => sideOf(type.quad) === side && type.count > 0).sort((x, y) => y.count - x.count);
      return (
        types.length > 0 &&
        h(
          'fieldset',
          {},
          h('legend', {}, t(`side.${side}`)),
          ...types.map((type) =>
            check(
              relationName(type.name),
              frame.state.types.includes(type.name),
              (on) => frame.go({ types: toggled(frame.state.types, type.name, on) }),
              String(type.count),
            ),
          ),
        )
      );
    });
    return h(
      'div',
      { class: 'filters' },
      h(
        'fieldset',
        {},
        h('legend', {}, t('filter.alsoShow')),
        ...STATUSES.map((status) =>
          check(statusName(status), state.include.includes(status), (on) => frame.go({ include: toggled(frame.state.include, status, on) })),
        ),
        check(t('reference'), state.reference, (on) => frame.go({ reference: on })),
      ),
      h('p', { class: 'soft small' }, t('filter.onlyThese')),
      h('div', { class: 'columns' }, ...groups),
    );
  });
}

/** What is filtered, each with a button that takes it back. */
export function filterChips(frame: Frame): HTMLElement {
  const { state } = frame;
  const chip = (text: string, change: Parameters<Frame['go']>[0]) =>
    h('button', { type: 'button', class: 'chip', title: t('filter.remove'), on: { click: () => frame.go(change) } }, text, icon(icons.close, 12));
  return h(
    'div',
    { class: 'chips' },
    (state.from || state.until) && chip(`${dayName(state.from) || '…'} – ${dayName(state.until) || '…'}`, { from: '', until: '' }),
    state.asOf && chip(t('filter.asOf', { day: dayName(state.asOf) }), { asOf: '' }),
    ...state.include.map((status) => chip(`+ ${statusName(status)}`, { include: toggled(state.include, status, false) })),
    state.reference && chip(`+ ${t('reference')}`, { reference: false }),
    ...state.types.map((type) => chip(relationName(type), { types: toggled(state.types, type, false) })),
  );
}
