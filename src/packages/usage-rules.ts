import type { StudioDay } from '../common/studio-day.js';
import type { Package } from './package.entity.js';
import type { Attendance, Usage, UsageKind } from './usage.entity.js';

/** The kinds of rows that are a session used up; the others only correct or explain the count. */
export const SESSION_KINDS = ['automatic', 'manual'] as const satisfies UsageKind[];
type SessionKind = (typeof SESSION_KINDS)[number];

/** Whether a row of the history is a session used up. */
export function isUsage({ kind }: { readonly kind: string }): boolean {
  return SESSION_KINDS.some((one) => one === kind);
}

/** The kinds of rows that change a count without a training day. */
export const CORRECTION_KINDS = [
  'adjustment',
  'external',
  'void',
  'reopen',
  'transfer',
] as const satisfies UsageKind[];

/** Whether a row of the history adds to a count or takes from it, without a training day. */
export function isCorrection({ kind }: { readonly kind: string }): boolean {
  return CORRECTION_KINDS.some((one) => one === kind);
}

/** What a row of the history does to its balance, signed. */
export function amountOf(row: Pick<Usage, 'kind' | 'adjustment'>): number {
  return isUsage(row) ? -1 : (row.adjustment ?? 0);
}

/** As many sessions as a pair may use on one day; all but the first on purpose. */
export const MOST_A_DAY = 9;

/** Whether a usage of this slot is one more of its day. */
export function isFurther(slot: number): boolean {
  return slot > 1;
}

/** The code of an activity by which a further session of a day was taken. */
export const SECOND_SESSION = 'second_session';

/** The code of an activity by which a session was taken that had been owed. */
export const OWED_SESSION = 'owed_session';

/** The code of an activity by which a session was given back to be used of another package. */
export const MOVED = 'moved';

/** The code of an activity by which sessions came from another package. */
export const ARRIVED = 'arrived';

/** How somebody came to a usage; null for a row that is none. */
export function attendanceOf(row: Pick<Usage, 'kind' | 'attendance'>): Attendance | null {
  return isUsage(row) ? (row.attendance ?? 'attended') : null;
}

/** A session to be taken: for which studio day, when and by whom it was written down, and why. */
export interface SessionFacts extends RowFacts {
  readonly kind: SessionKind;
  readonly day: StudioDay;
  /** Its place among the sessions of the day; the first without it. */
  readonly slot?: number;
  readonly attendance?: Attendance;
  /** The undone session whose place it takes. */
  readonly replaces?: Replaced;
  /** The owed session that it settles. */
  readonly owedId?: number;
  /** Who trained, where it is not the coach of the package. */
  readonly deliveredBy?: number | null;
}

/** An undone session, and of which package it was. */
interface Replaced {
  readonly usageId: number;
  readonly packageId: number;
}

/** A row that is no usage and takes no day: its signed amount, and what it is. */
export interface EntryFacts extends RowFacts {
  readonly kind: Exclude<UsageKind, SessionKind>;
  readonly amount: number;
}

/** What every row says. `by` is a person's id, and null for programs. */
interface RowFacts {
  readonly at: Date;
  readonly by: number | null;
  readonly reason: string | null;
  readonly reasonCode?: string | null;
}

/** The row of a session used up. `taken` is the package as the session left it. */
export function newUsage(taken: Package, facts: SessionFacts): Omit<Usage, 'id'> {
  return {
    ...newRow(taken, facts),
    kind: facts.kind,
    usageDate: facts.day,
    adjustment: null,
    activeSlot: facts.slot ?? 1,
    hiddenFromPhp: 0,
    attendance: keptAttendance(facts.attendance),
    usedAgain: isFurther(facts.slot ?? 1) ? 1 : null,
    deliveredBy: facts.deliveredBy ?? null,
  };
}

/** The row of a correction, a grant or a change by PHP, with the package after it. */
export function newEntry(changed: Package, facts: EntryFacts): Omit<Usage, 'id'> {
  return {
    ...newRow(changed, facts),
    kind: facts.kind,
    usageDate: null,
    adjustment: facts.amount,
    activeSlot: null,
    hiddenFromPhp: 1,
    attendance: null,
    usedAgain: null,
    deliveredBy: null,
  };
}

/** As a row keeps it: nothing where they came, as in rows of before and of PHP. */
export function keptAttendance(attendance: Attendance = 'attended'): Attendance | null {
  return attendance === 'attended' ? null : attendance;
}

function newRow(one: Package, { at, by, reason, reasonCode = null }: RowFacts) {
  return {
    packageId: one.id,
    memberId: one.memberId,
    coachId: one.coachId,
    createdAt: at,
    balanceAfter: one.remaining,
    reason,
    reasonCode,
    createdBy: by,
    undoneAt: null,
    undoneBy: null,
    undoReason: null,
    undoReasonCode: null,
    replacedById: null,
  };
}
