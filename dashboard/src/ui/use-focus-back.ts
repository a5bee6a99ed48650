import { useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Gives the focus back to where it was when something opened over the page; if that is gone
 * meanwhile, to the nearest around it that takes the focus.
 */
export function useFocusBack(opened: boolean): void {
  const places = useRef<readonly HTMLElement[]>([]);
  // Before the sheet's content takes the focus.
  useLayoutEffect(() => {
    if (opened) places.current = placesOf(document.activeElement);
  }, [opened]);
  useEffect(() => {
    if (opened) return () => focusFirst(places.current);
    return undefined;
  }, [opened]);
}

/** The element and what it lies in, the innermost first; nothing where nothing has the focus. */
function placesOf(element: Element | null): HTMLElement[] {
  const places: HTMLElement[] = [];
  for (let one = element; one !== null && one !== document.body; one = one.parentElement) {
    if (one instanceof HTMLElement) places.push(one);
  }
  return places;
}

function focusFirst(places: readonly HTMLElement[]): void {
  for (const one of places) {
    // Does nothing where it is gone or takes no focus.
    one.focus({ preventScroll: true });
    if (document.activeElement === one) return;
  }
}
