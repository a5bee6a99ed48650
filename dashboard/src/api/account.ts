import { useSyncExternalStore } from 'react';
import type { MeDto, TokensDto, UserDto } from './generated/types.gen.js';

/** Who is signed in on this device, and the tokens that prove it. */
export interface Account {
  readonly user: UserDto;
  readonly accessToken: string;
  readonly refreshToken: string;
}

const KEY = 'coach.account';
/** Where Swagger UI, which has the same origin, keeps the token that was pasted into it. */
const KEY_OF_SWAGGER_UI = 'authorized';
const ENDED = 'coach.ended';
const listeners = new Set<() => void>();
let cached: { text: string | null; account: Account | null } = { text: null, account: null };

/** The account as all tabs of the browser share it; null where nobody is signed in. */
export function currentAccount(): Account | null {
  const text = localStorage.getItem(KEY);
  if (text !== cached.text) cached = { text, account: read(text) };
  return cached.account;
}

/** Keeps what a sign-in or a renewal answered. */
export function keepAccount({ user, accessToken, refreshToken }: TokensDto): void {
  sessionStorage.removeItem(ENDED);
  localStorage.setItem(KEY, JSON.stringify({ user, accessToken, refreshToken }));
  notifyListeners();
}

/** Keeps what the server now says of the person who is signed in, but for the phone number. */
export function keepUser({ phone: _, ...user }: MeDto): void {
  const account = currentAccount();
  if (account?.user.id !== user.id) return;
  localStorage.setItem(KEY, JSON.stringify({ ...account, user }));
  notifyListeners();
}

/** Nobody is signed in any more, in any tab. */
export function forgetAccount(): void {
  localStorage.removeItem(KEY);
  localStorage.removeItem(KEY_OF_SWAGGER_UI);
  notifyListeners();
}

/** The server ended the sign-in; the sign-in page then says so. */
export function endAccount(): void {
  sessionStorage.setItem(ENDED, 'yes');
  forgetAccount();
}

/** Whether the server ended the last sign-in in this tab. */
export function wasEnded(): boolean {
  return sessionStorage.getItem(ENDED) !== null;
}

/** The person who is signed in, also when another tab signs in or out; null for nobody. */
export function useUser(): UserDto | null {
  return useSyncExternalStore(subscribe, () => currentAccount()?.user ?? null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  // A page that Back has brought back as it was has heard of nothing meanwhile.
  window.addEventListener('pageshow', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
    window.removeEventListener('pageshow', listener);
  };
}

function notifyListeners(): void {
  for (const listener of listeners) listener();
}

/** What is kept under the key, unless it is nothing that `keepAccount` has written. */
function read(text: string | null): Account | null {
  try {
    const kept = JSON.parse(text ?? 'null') as Partial<Account> | null;
    return kept?.user && kept.accessToken && kept.refreshToken ? (kept as Account) : null;
  } catch {
    return null;
  }
}
