// What the browser keeps for the reader: choices, own questions, and for the length of a session the token for writing.
const PREFIX = 'entente.';

// A page from disk may have no storage; then nothing is kept, and all else works.
function storage(kind: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    return window[kind];
  } catch {
    return null;
  }
}

export const recall = (name: string): string | null => storage('localStorage')?.getItem(PREFIX + name) ?? null;
export const remember = (name: string, value: string): void => storage('localStorage')?.setItem(PREFIX + name, value);

/** The token that the server printed after "#token=": taken out of the address, so that it is in no link that is passed on. */
export function takeToken(): string {
  const token = /^#token=([^&]+)/.exec(location.hash)?.[1];
  if (token) {
    storage('sessionStorage')?.setItem(`${PREFIX}token`, token);
    history.replaceState(null, '', `${location.pathname}${location.search}#/overview`);
    return token;
  }
  return storage('sessionStorage')?.getItem(`${PREFIX}token`) ?? '';
}
