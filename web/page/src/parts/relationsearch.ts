// Finds relations by what somebody types who looks for a deed, not for a name: "condemned", "mengecam".
import { h } from '../dom';
import { whoDoes } from '../questions';
import { count, relationName, relationNames, t } from '../text';
import type { Frame } from '../view';
import type { Option } from './picker';
import { sideMark } from './relation';

/** Fewer letters begin too many words. */
const LETTERS = 3;

/** Without the ending of the third person, so that other forms begin with it: "condemn" of "condemns". */
const stem = (name: string): string => name.split(' ')[0]!.replace(/(?<=.{4})s$/, '');

export function relationOptions(frame: Frame, text: string): Option[] {
  const typed = text.trim().toLowerCase();
  if (typed.length < LETTERS) return [];
  const meant = (name: string) => name.startsWith(typed) || typed.startsWith(stem(name));
  return frame.info.relation_types
    .filter(({ name, count: edges }) => edges > 0 && relationNames(name).some(meant))
    .map((type) => ({
      looks: [
        sideMark(type),
        h('span', { class: 'name' }, t('search.relation', { relation: relationName(type.name) })),
        h('span', { class: 'soft small' }, count(type.count)),
      ],
      text: '',
      run: () =>
        frame.go(
          frame.source.can.query
            ? { view: 'query', query: whoDoes(type.name), parameters: '' }
            : { view: 'graph', types: [type.name], asList: true, base: 'top', open: [] },
        ),
    }));
}
