import type { DoneActivity } from './verify-rows.js';

/** The part of `before` and `after` that the laws are about. */
export interface Books {
  readonly version: number;
  readonly remaining: number | null;
  /** Of a session, where somebody has said whether the member came. */
  readonly attendance?: unknown;
}

/** An activity with its books: null where there were none, undefined where they are unreadable. */
export interface Step extends Pick<
  DoneActivity,
  'id' | 'action' | 'packageId' | 'usageId' | 'before' | 'after' | 'code'
> {
  readonly was: Books | null | undefined;
  readonly is: Books | null | undefined;
}

/** An activity whose books can be read. */
export type ReadStep = Step & { was: Books | null; is: Books };

export function stepOf(activity: DoneActivity): Step {
  const { id, action, packageId, usageId, before, after, code } = activity;
  const [was, is] = [booksIn(before), booksIn(after)];
  // Written out: millions are made, and a spread takes several times as long.
  return { id, action, packageId, usageId, before, after, code, was, is };
}

export function isRead(step: Step): step is ReadStep {
  return step.was !== undefined && !!step.is;
}

/** By how many sessions the activity moved the balance, signed. */
export function moveOf({ was, is }: ReadStep): number {
  return (is.remaining ?? 0) - (was?.remaining ?? 0);
}

/** Books that were read lately. Packages go through the same few, and reading JSON is slow. */
const known = new Map<string, Books | undefined>();
const MOST_KNOWN = 5_000;
/** Only short texts come again: those of plain changes. */
const LONGEST_KNOWN = 100;

function booksIn(text: string | null): Books | null | undefined {
  if (text === null) return null;
  if (text.length > LONGEST_KNOWN) return readBooks(text);
  if (known.has(text)) return known.get(text);
  if (known.size >= MOST_KNOWN) known.clear();
  const books = readBooks(text);
  known.set(text, books);
  return books;
}

function readBooks(text: string): Books | undefined {
  try {
    const { version, remaining, attendance } = JSON.parse(text) as Record<string, unknown>;
    const isCount = remaining === null || Number.isInteger(remaining);
    if (!Number.isInteger(version) || !isCount) return undefined;
    const books = { version: version as number, remaining: remaining as number | null };
    return attendance === undefined ? books : { ...books, attendance };
  } catch {
    return undefined;
  }
}
