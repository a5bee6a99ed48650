import { useSyncExternalStore } from 'react';

/*
 * What the studio wants of the person before it goes on: the password once more, which holds up a
 * request until it is given, or a second factor, without which nothing can be read.
 */

interface Asked {
  readonly answer: Promise<boolean>;
  readonly give: (isConfirmed: boolean) => void;
}

const listeners = new Set<() => void>();
let password: Asked | null = null;
let isFactorDemanded = false;

/** Asks the person for the password; whether it was confirmed. Two requests ask once. */
export async function askForPassword(): Promise<boolean> {
  password ??= newQuestion();
  notifyListeners();
  return password.answer;
}

/** Lets what waits for the password go on, or be refused where the person did not want to. */
export function answerPassword(isConfirmed: boolean): void {
  password?.give(isConfirmed);
  password = null;
  notifyListeners();
}

/** Whether the person is being asked for the password. */
export function useIsPasswordAsked(): boolean {
  return useSyncExternalStore(subscribe, () => password !== null);
}

/** Notes whether the studio demands a second factor of this sign-in. */
export function noteFactorDemanded(isDemanded: boolean): void {
  if (isFactorDemanded === isDemanded) return;
  isFactorDemanded = isDemanded;
  notifyListeners();
}

/** Whether the studio demands a second factor before it lets this sign-in do anything else. */
export function useIsFactorDemanded(): boolean {
  return useSyncExternalStore(subscribe, () => isFactorDemanded);
}

function newQuestion(): Asked {
  let give: Asked['give'] = () => undefined;
  const answer = new Promise<boolean>((resolve) => (give = resolve));
  return { answer, give };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function notifyListeners(): void {
  for (const listener of listeners) listener();
}
