import { useEffect, useEffectEvent, useId, useSyncExternalStore } from 'react';

const STATE_KEY = 'coach.sheet';

/** How the open sheets are closed, by an id of each; the one on top is the last. */
const open = new Map<string, () => void>();
const listeners = new Set<() => void>();
/** `history.back()` is under way; until it is done the history must not be changed. */
let isLeaving = false;

/**
 * Lets Back close what lies over the page, instead of leaving the page and what was entered. For
 * that, open sheets have an entry of their own in the history, with the URL of the page. Says
 * whether another sheet lies over this one, which only that one's end brings back.
 */
export function useSheetEntry(opened: boolean, onClose: () => void): boolean {
  const close = useEffectEvent(onClose);
  const id = useId();
  useEffect(() => {
    if (!opened) return undefined;
    open.set(id, () => close());
    noteChange();
    return () => {
      open.delete(id);
      noteChange();
    };
  }, [opened, id]);
  return useSyncExternalStore(subscribe, () => open.has(id) && [...open.keys()].at(-1) !== id);
}

function noteChange(): void {
  syncHistory();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the current history entry is a sheet's; a page opened from the sheet replaces it. */
export function isSheetEntry(): boolean {
  const state: unknown = window.history.state;
  return typeof state === 'object' && state !== null && STATE_KEY in state;
}

/** Adds or leaves the entry of the open sheets; does nothing after a navigation. */
function syncHistory(): void {
  const isAtSheet = isSheetEntry();
  if (isLeaving && isAtSheet) return;
  isLeaving = false;
  if (open.size > 0 && !isAtSheet) window.history.pushState({ [STATE_KEY]: true }, '');
  if (open.size === 0 && isAtSheet) {
    isLeaving = true;
    window.history.back();
  }
}

window.addEventListener('popstate', () => {
  if (isLeaving) syncHistory();
  else if (!isSheetEntry()) [...open.values()].at(-1)?.();
});
