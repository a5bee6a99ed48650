import { useEffect, useEffectEvent } from 'react';

const MARK = 'coach.sheet';

/** How the open sheets are closed. */
const open = new Set<() => void>();
/** The entry is being left, which takes a moment: until then the history must rest. */
let isLeaving = false;

/**
 * Lets Back close what lies over the page, instead of leaving the page and what was entered. For
 * that, an open sheet has an entry of its own in the history, with the address of the page.
 */
export function useSheetEntry(opened: boolean, onClose: () => void): void {
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (!opened) return undefined;
    const one = () => close();
    open.add(one);
    settle();
    return () => {
      open.delete(one);
      settle();
    };
  }, [opened]);
}

/** Whether the history stands at a sheet's entry; where a sheet leads to takes its place. */
export function isSheetEntry(): boolean {
  const state: unknown = window.history.state;
  return typeof state === 'object' && state !== null && MARK in state;
}

/** Brings the history to what is open. Whoever went on to another address stays there. */
function settle(): void {
  const isAtSheet = isSheetEntry();
  if (isLeaving && isAtSheet) return;
  isLeaving = false;
  if (open.size > 0 && !isAtSheet) window.history.pushState({ [MARK]: true }, '');
  if (open.size === 0 && isAtSheet) {
    isLeaving = true;
    window.history.back();
  }
}

window.addEventListener('popstate', () => {
  if (isLeaving) settle();
  else if (!isSheetEntry()) for (const close of [...open]) close();
});
