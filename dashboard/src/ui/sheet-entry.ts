import { useEffect, useEffectEvent } from 'react';

const STATE_KEY = 'coach.sheet';

/** How the open sheets are closed. */
const open = new Set<() => void>();
/** `history.back()` is under way; until it is done the history must not be changed. */
let isLeaving = false;

/**
 * Lets Back close what lies over the page, instead of leaving the page and what was entered. For
 * that, an open sheet has an entry of its own in the history, with the URL of the page.
 */
export function useSheetEntry(opened: boolean, onClose: () => void): void {
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (!opened) return undefined;
    const one = () => close();
    open.add(one);
    syncHistory();
    return () => {
      open.delete(one);
      syncHistory();
    };
  }, [opened]);
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
  else if (!isSheetEntry()) for (const close of [...open]) close();
});
