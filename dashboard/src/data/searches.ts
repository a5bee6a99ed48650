import { newKey } from '../api/one-at-a-time.js';

/*
 * Words that are searched for are names of people. In an address they would stay in the history
 * of the browser, and in that of every proxy, long after who searched has signed out. So an entry
 * of the history holds a random key, and the tab knows the words to it until the sign-out.
 */

const ENTRY = 'coach.search';
const KEPT = 'coach.searches';
const MOST_KEPT = 20;

interface Searches {
  readonly userId: number;
  readonly words: Readonly<Record<string, string>>;
}

/** What was searched for at this entry of the history; empty where nothing was. */
export function searchHere(userId: number): string {
  const key = keyHere();
  return key === undefined ? '' : (searchesOf(userId)[key] ?? '');
}

/** Keeps what is searched for here, for a reload and for Back. */
export function keepSearch(userId: number, text: string): void {
  const kept = keyHere();
  // An entry with a state of its own is that of a sheet over the list.
  if (kept === undefined && (text === '' || window.history.state !== null)) return;
  const key = kept ?? newKey();
  if (kept === undefined) window.history.replaceState({ [ENTRY]: key }, '');
  const { [key]: _, ...others } = searchesOf(userId);
  const latest = Object.entries(others).slice(1 - MOST_KEPT);
  const words = Object.fromEntries(text === '' ? latest : [...latest, [key, text]]);
  sessionStorage.setItem(KEPT, JSON.stringify({ userId, words } satisfies Searches));
}

/** Forgets what everybody but this person has searched for; null stands for nobody. */
export function forgetSearchesBut(userId: number | null): void {
  if (read()?.userId !== userId) sessionStorage.removeItem(KEPT);
}

function keyHere(): string | undefined {
  const state: unknown = window.history.state;
  if (typeof state !== 'object' || state === null || !(ENTRY in state)) return undefined;
  return String(state[ENTRY]);
}

function searchesOf(userId: number): Searches['words'] {
  const kept = read();
  return kept?.userId === userId ? kept.words : {};
}

function read(): Searches | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Searches | null;
  } catch {
    return null;
  }
}
