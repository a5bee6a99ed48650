import { useSyncExternalStore } from 'react';
import { DAY_MS } from '../../../src/common/durations.js';
import { currentAccount, forgetAccount } from './account.js';
import { signOut } from './generated/sdk.gen.js';
import { oneAtATime } from './one-at-a-time.js';
import { ApiProblem, ask } from './problem.js';

/*
 * A sign-in that has ended here ends in the studio as soon as it can be reached, whoever has
 * signed in meanwhile. Until then the device keeps the refresh token, and nothing else.
 */

const KEY = 'coach.sign-outs';
/** No setting of a studio lets a sign-in last longer: nothing is left to end. */
const LONGEST_MS = 365 * DAY_MS;
/** Pauses while the studio cannot be reached: 5 s, doubled up to five minutes. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;

interface Waiting {
  readonly refreshToken: string;
  /** When there is nothing left to end, in milliseconds since 1970. */
  readonly until: number;
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;

/** Signs out in all tabs at once, and in the studio as soon as it hears of it. */
export function signOutHere(): void {
  const refreshToken = currentAccount()?.refreshToken;
  // First: whatever happens to the app behind this line, the sign-in will end.
  if (refreshToken !== undefined) keepSignOut(refreshToken);
  forgetAccount();
  void sendSignOuts();
}

/** Keeps a sign-in that must end until the studio has heard of it. */
export function keepSignOut(refreshToken: string): void {
  write([...read(), { refreshToken, until: Date.now() + LONGEST_MS }]);
}

/** Sends what waits now, whenever there is a connection again, and for as long as it must. */
export function startSignOuts(): void {
  window.addEventListener('online', () => void sendSignOuts());
  document.addEventListener('visibilitychange', () => void sendSignOuts());
  void sendSignOuts();
}

/** Whether the studio has not heard of a sign-out, and could not be told so far. */
export function useUnsentSignOut(): boolean {
  return useSyncExternalStore(subscribe, isUnsent);
}

/** Tells the studio, by one tab at a time; heard twice, it does nothing the second time. */
export async function sendSignOuts(): Promise<void> {
  if (read().length === 0) return;
  await oneAtATime('sign-outs', async () => {
    for (const one of read()) if (await isOver(one)) drop(one);
  });
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
  failures = read().length === 0 ? 0 : failures + 1;
  clearTimeout(timer);
  if (failures > 0) timer = setTimeout(() => void sendSignOuts(), pauseMs);
  notifyListeners();
}

/** Whether nothing is left to be told: there is an answer that will not become another one. */
async function isOver({ refreshToken, until }: Waiting): Promise<boolean> {
  if (until < Date.now()) return true;
  if (!navigator.onLine) return false;
  try {
    await ask(signOut({ body: { refreshToken }, keepalive: true }));
    return true;
  } catch (error) {
    return error instanceof ApiProblem && !error.isTemporary;
  }
}

function drop({ refreshToken }: Waiting): void {
  write(read().filter((one) => one.refreshToken !== refreshToken));
}

function isUnsent(): boolean {
  return read().length > 0 && (failures > 0 || !navigator.onLine);
}

function read(): readonly Waiting[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as Waiting[];
  } catch {
    return [];
  }
}

function write(waiting: readonly Waiting[]): void {
  if (waiting.length === 0) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(waiting));
  notifyListeners();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  for (const name of ['storage', 'offline']) window.addEventListener(name, listener);
  return () => {
    listeners.delete(listener);
    for (const name of ['storage', 'offline']) window.removeEventListener(name, listener);
  };
}

function notifyListeners(): void {
  for (const listener of listeners) listener();
}
