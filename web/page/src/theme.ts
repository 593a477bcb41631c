// Light or dark: as the system says, or as the reader chose.
import { recall, remember } from './memory';

type Theme = 'light' | 'dark';
const system = matchMedia('(prefers-color-scheme: dark)');
const listeners: (() => void)[] = [];

export const isDark = (): boolean => document.documentElement.dataset.theme === 'dark';

function apply(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  colours.clear();
  for (const listener of listeners) listener();
}

export function startTheme(): void {
  const chosen = recall('theme');
  apply(chosen === 'light' || chosen === 'dark' ? chosen : system.matches ? 'dark' : 'light');
  system.addEventListener('change', () => {
    if (!recall('theme')) apply(system.matches ? 'dark' : 'light');
  });
}

export function toggleTheme(): void {
  const theme: Theme = isDark() ? 'light' : 'dark';
  remember('theme', theme);
  apply(theme);
}

export const onTheme = (listener: () => void): void => void listeners.push(listener);

const colours = new Map<string, string>();

/** A colour of the style sheet, for what is drawn by script. */
export function cssColour(name: string): string {
  let colour = colours.get(name);
  if (colour === undefined) {
    colour = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    colours.set(name, colour);
  }
  return colour;
}

const channels = (hex: string): [number, number, number] => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255) as [number, number, number];
export const pageColours = () => ({ page: channels(cssColour('--page')), ink: channels(cssColour('--ink')) });
