import { useSyncExternalStore } from 'react';
import type { Shades } from '../../../src/common/shades.js';

/** The colour of the studio, and the shades that are made of it. */
interface Look {
  readonly color: string;
  readonly shades: Shades;
}

/** Kept on the device, for everybody who uses it: the first page has the colour at once. */
const KEY = 'coach.look';
const SHADES = 10;

const listeners = new Set<() => void>();
let look = kept();
/** What was told last, of which the shades may still be in the making. */
let told = look?.color ?? null;

/** The shades of the studio's colour, as it was last told; null for the product's own. */
export function useStudioShades(): Shades | null {
  return useSyncExternalStore(subscribe, () => look?.shades ?? null);
}

/** Keeps the colour that the studio tells. */
export async function keepStudioColor(color: string | null): Promise<void> {
  if (color === told) return;
  told = color;
  const made = color === null ? null : await lookOf(color);
  if (made === undefined || told !== color) return;
  look = made;
  if (look === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(look));
  for (const listener of listeners) listener();
}

/** Nothing where how shades are made cannot be loaded: the next start asks again. */
async function lookOf(color: string): Promise<Look | undefined> {
  return import('../../../src/common/accent.js').then(
    ({ shadesOf }) => ({ color, shades: shadesOf(color) }),
    () => undefined,
  );
}

function kept(): Look | null {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Look | null;
    return found?.shades.length === SHADES ? found : null;
  } catch {
    return null;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
