import type { DoneActivity } from './verify-rows.js';

/** The part of `before` and `after` that the laws are about. */
export interface Books {
  readonly version: number;
  readonly remaining: number | null;
}

/** An activity with its books: null where there were none, undefined where they are unreadable. */
export interface Step extends DoneActivity {
  readonly was: Books | null | undefined;
  readonly is: Books | null | undefined;
}

/** An activity whose books can be read. */
export type ReadStep = Step & { was: Books | null; is: Books };

export function stepOf(activity: DoneActivity): Step {
  return { ...activity, was: readBooks(activity.before), is: readBooks(activity.after) };
}

export function isRead(step: Step): step is ReadStep {
  return step.was !== undefined && !!step.is;
}

/** By how many sessions the activity moved the balance, signed. */
export function moveOf({ was, is }: ReadStep): number {
  return (is.remaining ?? 0) - (was?.remaining ?? 0);
}

function readBooks(text: string | null): Books | null | undefined {
  if (text === null) return null;
  try {
    const { version, remaining } = JSON.parse(text) as Record<string, unknown>;
    const isCount = remaining === null || Number.isInteger(remaining);
    if (!Number.isInteger(version) || !isCount) return undefined;
    return { version: version as number, remaining: remaining as number | null };
  } catch {
    return undefined;
  }
}
