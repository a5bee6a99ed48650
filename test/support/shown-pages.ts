import type { TaskMeta } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** What the pages showed that were open when a test failed: their URL, then their content. */
    shown?: readonly string[];
  }
}

/** Letters of what is told of one page. */
const AT_MOST = 3_000;

/** Keeps what a page shows for the report of the test that has failed on it. */
export function noteShown(meta: TaskMeta, url: string, content: string): void {
  meta.shown = [...(meta.shown ?? []), `${url}\n${content}`.slice(0, AT_MOST)];
}

/** What was kept, indented below the line of the test. */
export function shownOf({ shown = [] }: TaskMeta): string[] {
  return shown.map((page) => `    ${page.replaceAll('\n', '\n    ')}\n`);
}
