import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { usePathname } from 'wouter/use-browser-location';

/** How far each page was scrolled when it was left. */
const positions = new Map<string, number>();

/**
 * Arriving on a page: a new one begins at its top, Back leads to where one was, and the keyboard
 * and the screen reader begin at its content.
 */
export function useArrival(content: RefObject<HTMLElement | null>): void {
  const path = usePathname();
  const isBack = useRef(false);
  const current = useRef(path);
  const isFirst = useRef(true);

  useEffect(() => {
    // Back may also close a sheet or change a filter: that is no arrival.
    const onPop = () => (isBack.current = window.location.pathname !== current.current);
    const onScroll = () => positions.set(window.location.pathname, window.scrollY);
    window.addEventListener('popstate', onPop, true);
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      window.removeEventListener('popstate', onPop, true);
      window.removeEventListener('scroll', onScroll);
    };
  }, []);

  useLayoutEffect(() => {
    current.current = path;
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    const top = isBack.current ? (positions.get(path) ?? 0) : 0;
    isBack.current = false;
    content.current?.focus({ preventScroll: true });
    window.scrollTo(0, top);
  }, [path, content]);
}
