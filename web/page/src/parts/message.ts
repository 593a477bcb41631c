// What is said where there is nothing to show, or where something went wrong.
import { h } from '../dom';
import { SourceError } from '../source';
import { t } from '../text';

export function explain(error: unknown): string {
  if (!(error instanceof SourceError)) return String(error);
  if (error.code === 'unreachable') return t('error.unreachable');
  const place = error.line ? ` (${t('error.place', { line: error.line, column: error.column ?? 1 })})` : '';
  return (error.message || error.code) + place;
}

export const failureNote = (error: unknown): HTMLElement => h('p', { class: 'note wrong', role: 'alert' }, explain(error));
export const emptyNote = (text: string): HTMLElement => h('p', { class: 'note' }, text);
export const waitingNote = (): HTMLElement => h('p', { class: 'note soft', role: 'status' }, t('loading'));
