import { type RefObject, useEffect, useRef } from 'react';

/** Has the focus go to what is shown in the place of what somebody has just touched. */
export function useFocusOnShow<One extends HTMLElement>(): RefObject<One | null> {
  const shown = useRef<One>(null);
  useEffect(() => shown.current?.focus({ preventScroll: true }), []);
  return shown;
}
