import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { usePathname } from 'wouter/use-browser-location';

/** How far each page was scrolled when it was left. */
const positions = new Map<string, number>();

/**
 * After a change of page: a new page is scrolled to its top, Back restores the scroll position, and
 * the focus moves to the content.
 */
export function usePageChange(content: RefObject<HTMLElement | null>): void {
  const path = usePathname();
  const isBack = useRef(false);
  const current = useRef(path);
  const isFirst = useRef(true);

  useEffect(() => {
    // Back may also close a sheet or change a filter, which is no change of page.
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
