import { useSyncExternalStore } from 'react';
import { isColor } from '../../../src/common/accent.js';

/** Kept on the device, for everybody who uses it: the first page has the colour at once. */
const KEY = 'coach.color';

const listeners = new Set<() => void>();

/** The colour of the studio, as it was last told; null for the product's own. */
export function useStudioColor(): string | null {
  return useSyncExternalStore(subscribe, kept);
}

/** Keeps the colour that the studio tells. */
export function keepStudioColor(color: string | null): void {
  if (color === kept()) return;
  if (color === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, color);
  for (const listener of listeners) listener();
}

function kept(): string | null {
  const color = localStorage.getItem(KEY);
  return isColor(color) ? color : null;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
