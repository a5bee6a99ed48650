import { useSyncExternalStore } from 'react';

/*
 * What the studio wants of the person before it goes on: the password once more. It holds up the
 * request until it is given.
 */

interface Asked {
  readonly answer: Promise<boolean>;
  readonly give: (isConfirmed: boolean) => void;
}

const listeners = new Set<() => void>();
let password: Asked | null = null;

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
