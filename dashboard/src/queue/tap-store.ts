import { createStore, get, update } from 'idb-keyval';
import { useSyncExternalStore } from 'react';
import type { Tap } from './tap.js';

const KEY = 'taps';
const database = createStore('coach-taps', 'taps');
const tabs = new BroadcastChannel('coach.taps');
const listeners = new Set<() => void>();
let known: readonly Tap[] = [];

tabs.onmessage = () => void loadTaps();

/** Reads what the device has kept, at the start and when another tab has changed it. */
export async function loadTaps(): Promise<void> {
  show((await get<Tap[]>(KEY, database)) ?? []);
}

/** All taps on this device, the oldest first, of everybody who signs in on it. */
export function currentTaps(): readonly Tap[] {
  return known;
}

/**
 * Changes the taps in one transaction of the browser's database. When it is done, the device has
 * kept them, whatever happens to the app.
 */
export async function changeTaps(change: (taps: readonly Tap[]) => readonly Tap[]): Promise<void> {
  let changed: readonly Tap[] = [];
  await update<readonly Tap[]>(KEY, (taps) => (changed = change(taps ?? [])), database);
  show(changed);
  tabs.postMessage(null);
}

/** Replaces one tap; null removes it. One that is gone stays gone. */
export async function changeTap(key: string, change: (tap: Tap) => Tap | null): Promise<void> {
  await changeTaps((taps) =>
    taps.flatMap((tap) => (tap.key === key ? (change(tap) ?? []) : [tap])),
  );
}

function listenToTaps(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTaps(): readonly Tap[] {
  return useSyncExternalStore(listenToTaps, currentTaps);
}

function show(taps: readonly Tap[]): void {
  known = taps;
  for (const listener of listeners) listener();
}
