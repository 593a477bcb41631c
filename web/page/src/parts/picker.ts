// A field in which a name is typed and a node chosen: the server's index answers while one types, arrow keys and Enter choose. It may offer other things too.
import type { NodeSummary } from '../api';
import { fill, h } from '../dom';
import type { Source } from '../source';
import { t, typeName } from '../text';
import { nodeMark } from './relation';

const PAUSE = 120;
let fields = 0;

export interface Picker {
  element: HTMLElement;
  input: HTMLInputElement;
  /** Shows that this node is chosen. */
  set(text: string): void;
}

/** What can be chosen: how it looks, what stands in the field afterwards, and what choosing it does. */
export interface Option {
  looks: (Node | string)[];
  text: string;
  run(): void;
}

/** `others` are offered before nodes. */
export function nodePicker(
  source: Source,
  label: string,
  placeholder: string,
  choose: (node: NodeSummary) => void,
  others: (text: string) => Option[] = () => [],
): Picker {
  const id = `picker${++fields}`;
  let found: Option[] = [];
  let active = -1;
  let timer = 0;
  let asked = 0;

  const list = h('ul', { id: `${id}-list`, role: 'listbox', class: 'options', 'aria-label': label, hidden: true });
  const status = h('div', { class: 'unseen', role: 'status' });
  const input = h('input', {
    id,
    type: 'text',
    role: 'combobox',
    placeholder,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-label': label,
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': `${id}-list`,
    on: {
      input: () => {
        clearTimeout(timer);
        timer = window.setTimeout(ask, PAUSE);
      },
      keydown: press,
      blur: () => setTimeout(close, 150),
      focus: () => {
        if (input.value) void ask();
      },
    },
  });

  function close(): void {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function take(option: Option): void {
    clearTimeout(timer);
    asked++;
    input.value = option.text;
    close();
    option.run();
  }

  const nodeOption = (node: NodeSummary & { matched: string }): Option => ({
    looks: [
      nodeMark(node.type),
      h('span', { class: 'name' }, node.name, node.matched !== node.name && h('span', { class: 'soft' }, `  ${node.matched}`)),
      h('span', { class: 'soft small' }, typeName(node.type)),
    ],
    text: node.name,
    run: () => choose(node),
  });

  function mark(next: number): void {
    active = next;
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === active)));
    const option = list.children[active];
    if (!option) return;
    input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  async function ask(): Promise<void> {
    const turn = ++asked;
    const text = input.value.trim();
    if (!text) {
      close();
      return;
    }
    const answer = await source.search(text, 12).catch(() => ({ nodes: [], more: false }));
    if (turn !== asked || document.activeElement !== input) return;
    found = [...others(text), ...answer.nodes.map(nodeOption)];
    fill(
      list,
      ...found.map((option, i) =>
        h(
          'li',
          {
            id: `${id}-${i}`,
            role: 'option',
            'aria-selected': 'false',
            on: {
              mousedown: (event: Event) => {
                event.preventDefault();
                take(option);
              },
            },
          },
          ...option.looks,
        ),
      ),
    );
    if (found.length === 0) add0(list);
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    status.textContent = t('search.found', { n: found.length });
    if (found.length > 0) mark(0);
  }

  function add0(where: HTMLElement): void {
    where.append(h('li', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false', class: 'soft' }, t('search.none')));
  }

  async function press(event: KeyboardEvent): Promise<void> {
    if (event.key === 'Escape') {
      if (!list.hidden) event.stopPropagation();
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) {
        await ask();
        return;
      }
      if (found.length > 0) mark((active + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // Enter may come before the answer for the last letters.
      clearTimeout(timer);
      if (list.hidden || asked === 0) await ask();
      const option = found[Math.max(0, active)];
      if (option && input.value.trim()) take(option);
    }
  }

  return { element: h('div', { class: 'picker' }, input, list, status), input, set: (text) => (input.value = text) };
}
