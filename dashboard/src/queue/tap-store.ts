import { createStore, get, update, type UseStore } from 'idb-keyval';
import { useSyncExternalStore } from 'react';
import type { Tap } from './tap.js';

const KEY = 'taps';
const tabs = new BroadcastChannel('coach.taps');
const listeners = new Set<() => void>();
let current: readonly Tap[] = [];
/** Refused by some browsers in private windows, and where the disk is full. */
let isBroken = false;
let opened: UseStore | undefined;

tabs.onmessage = () => void loadTaps();

/** Reads what the device has kept, at the start and when another tab has changed it. */
export async function loadTaps(): Promise<void> {
  const kept = await tryDatabase(async (database) => (await get<Tap[]>(KEY, database)) ?? []);
  if (kept) publish(kept);
}

/** All taps on this device, the oldest first, of everybody who signs in on it. */
export function currentTaps(): readonly Tap[] {
  return current;
}

/**
 * Changes the taps in one transaction of the browser's database. When it is done, the device has
 * kept them, whatever happens to the app. Where the browser keeps nothing, the app still does for
 * as long as it is open, so that they are sent. Throws what the change throws, and changes nothing.
 */
export async function changeTaps(change: (taps: readonly Tap[]) => readonly Tap[]): Promise<void> {
  let refusal: unknown;
  const attempt = (taps: readonly Tap[]): readonly Tap[] => {
    try {
      return change(taps);
    } catch (error) {
      refusal = error;
      return taps;
    }
  };
  const kept = await tryDatabase(async (database) => {
    let changed: readonly Tap[] = [];
    await update<readonly Tap[]>(KEY, (taps) => (changed = attempt(taps ?? [])), database);
    return changed;
  });
  if (refusal === undefined || kept) publish(kept ?? attempt(current));
  tabs.postMessage(null);
  if (refusal !== undefined) throw refusal as Error;
}

/** Removes what the server has, for nobody can take it back any more: everybody is signed out. */
export async function forgetArrivedTapsBut(userId: number | null): Promise<void> {
  await loadTaps();
  const isOver = (tap: Tap) =>
    tap.kind === 'use' && tap.arrived !== undefined && tap.userId !== userId;
  if (current.some(isOver)) await changeTaps((taps) => taps.filter((tap) => !isOver(tap)));
}

/** Replaces one tap, and gives it as it is then; null removes it. One that is gone stays gone. */
export async function changeTap(
  key: string,
  change: (tap: Tap) => Tap | null,
): Promise<Tap | null> {
  let changed: Tap | null = null;
  await changeTaps((taps) =>
    taps.flatMap((tap) => {
      if (tap.key !== key) return [tap];
      changed = change(tap);
      return changed ?? [];
    }),
  );
  return changed;
}

async function tryDatabase<T>(work: (database: UseStore) => Promise<T>): Promise<T | undefined> {
  if (isBroken) return undefined;
  try {
    opened ??= createStore('coach-taps', 'taps');
    return await work(opened);
  } catch {
    isBroken = true;
    return undefined;
  }
}

function subscribeToTaps(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTaps(): readonly Tap[] {
  return useSyncExternalStore(subscribeToTaps, currentTaps);
}

function publish(taps: readonly Tap[]): void {
  current = taps;
  for (const listener of listeners) listener();
}
