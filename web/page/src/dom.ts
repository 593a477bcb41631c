// Elements, made from values. Every text goes in as text: nothing here reads HTML, so nothing that an article says can become markup.

export type Child = Node | string | number | null | undefined | false;

export interface Options {
  class?: string;
  on?: { [event: string]: (event: any) => void };
  /** Properties of the element that have no attribute of the same meaning, as `value`. */
  set?: Record<string, unknown>;
  [attribute: `aria-${string}` | `data-${string}`]: string | number | boolean | undefined;
  id?: string;
  type?: string;
  role?: string;
  title?: string;
  href?: string;
  rel?: string;
  target?: string;
  for?: string;
  name?: string;
  placeholder?: string;
  autocomplete?: string;
  spellcheck?: string;
  inputmode?: string;
  lang?: string;
  rows?: number;
  scope?: string;
  tabindex?: number;
  list?: string;
  min?: string;
  max?: string;
  step?: string;
  colspan?: number;
  disabled?: boolean;
  hidden?: boolean;
  open?: boolean;
  download?: string;
}

function furnish<E extends Element>(element: E, options: Options, children: Child[]): E {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || name === 'on' || name === 'set') continue;
    if (name.startsWith('aria-')) element.setAttribute(name, String(value));
    else if (value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [event, listener] of Object.entries(options.on ?? {})) element.addEventListener(event, listener);
  Object.assign(element, options.set);
  add(element, children);
  return element;
}

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, options: Options = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  return furnish(document.createElement(tag), options, children);
}

/** An element of SVG; numbers and texts are its attributes. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number | undefined> = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, String(value));
  add(element, children);
  return element;
}

export function add(element: Element, children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  add(element, children);
}

/** A link to what an article's record gives as its address; only text where that is no web address. */
export function webLink(address: string, text: string): HTMLElement {
  let url: URL | null = null;
  try {
    url = new URL(address);
  } catch {
    url = null;
  }
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return h('span', {}, text);
  return h('a', { href: url.href, rel: 'noopener noreferrer', target: '_blank' }, text);
}

/** Icons are drawn, so that they have the colour of the text. */
export function icon(path: string, size = 16): SVGElement {
  return s(
    'svg',
    { viewBox: '0 0 16 16', width: size, height: size, 'aria-hidden': 'true', class: 'icon' },
    s('path', { d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.6, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }),
  );
}

export const icons = {
  close: 'M4 4l8 8M12 4l-8 8',
  play: 'M5 3l8 5-8 5z',
  pause: 'M5 3v10M11 3v10',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3.5 3.5',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3',
  left: 'M10 3L5 8l5 5',
  right: 'M6 3l5 5-5 5',
  filter: 'M2 4h12M4.5 8h7M7 12h2',
  code: 'M5.5 4L2 8l3.5 4M10.5 4L14 8l-3.5 4',
  save: 'M8 2v8M4.5 7L8 10.5 11.5 7M3 13.5h10',
  theme: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12',
  undo: 'M3 7h7a3 3 0 0 1 0 6H6M3 7l3-3M3 7l3 3',
};
