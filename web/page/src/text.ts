// What the page says, in the language of the reader.
import en from './messages/en.json';
import id from './messages/id.json';

export type Key = keyof typeof en;
export type Language = 'en' | 'id';
const tables: Record<Language, Record<Key, string>> = { en, id };

let language: Language = 'en';
let plural = new Intl.PluralRules('en');

export function setLanguage(chosen: Language): void {
  language = chosen;
  plural = new Intl.PluralRules(chosen);
  document.documentElement.lang = chosen;
}

export const currentLanguage = (): Language => language;

const number = (value: number): string => value.toLocaleString(language);

/** The message with its {places} filled in; {n|one|many} chooses by the number n. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return tables[language][key].replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
    const value = values[name] ?? '';
    if (one !== undefined) return plural.select(Number(value)) === 'one' ? one : (many ?? '');
    return typeof value === 'number' ? number(value) : value;
  });
}

/** A name of the ontology, which may be one that this page does not know yet. */
function named(prefix: string, name: string): string {
  const table: Record<string, string> = tables[language];
  return table[`${prefix}.${name}`] ?? name.replace(/_/g, ' ');
}

/** A relation in every language of the page: one reads news in another language than one's own. */
export const relationNames = (type: string): string[] =>
  Object.values(tables).map((table: Record<string, string>) => table[`relation.${type}`] ?? type);
/** What a column of an answer is called, where the page has a word for it. */
export const columnName = (name: string): string => named('column', name);
export const relationName = (type: string): string => named('relation', type);
export const typeName = (type: string): string => named('type', type);
export const unitName = (unit: string): string => named('unit', unit);
export const statusName = (status: string): string => named('status', status);

/** A day as people of the language write it; what is no day is left as it is. */
export function dayName(day: string | null | undefined): string {
  if (!day || !/^\d{4}-\d\d-\d\d$/.test(day)) return day ?? '';
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'id-ID', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

export function days(first: string | null | undefined, last: string | null | undefined): string {
  if (!first && !last) return t('undated');
  return first === last || !last ? dayName(first) : first ? `${dayName(first)} – ${dayName(last)}` : dayName(last);
}

export const decimal = (value: number, digits = 2): string =>
  value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const count = number;
