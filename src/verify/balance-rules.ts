import { isBooked } from '../packages/package-rules.js';
import { isFurther, isUsage, MOST_A_DAY } from '../packages/usage-rules.js';
import type { Violation } from './findings.js';
import type { HistoryRow, PackageBooks } from './verify-rows.js';

/** Law 1, and law 6 where the figure is another program's and not booked yet. */
export function checkBalance(one: PackageBooks, isUnreconciled: boolean): Violation[] {
  if (!isBooked(one)) return [];
  const { id, granted, adjustments, activeUsages } = one;
  const remaining = one.remaining ?? 0;
  const sum = granted + adjustments - activeUsages;
  const violations: Violation[] = [];
  if (remaining < 0) violations.push({ law: '1', what: `package ${id} has ${remaining} left` });
  if (remaining !== sum) {
    const books = `${granted} granted, ${signed(adjustments)} adjusted, ${activeUsages} used`;
    const what = `package ${id} has ${remaining} left, its history says ${sum} (${books})`;
    violations.push(
      isUnreconciled ? { law: '6', what: `${what}; not booked yet` } : { law: '1', what },
    );
  }
  return violations;
}

/**
 * Law 6: what is counted comes into our books, whatever its count is, be it that another program
 * sold it or that it was not counted before.
 */
export function checkOpened({ id, isCounted }: PackageBooks): Violation[] {
  return isCounted ? [{ law: '6', what: `package ${id} is new, and not booked yet` }] : [];
}

/** Law 6 and links: a row names the member and the coach of its package, unless PHP wrote it. */
export function checkLinks(one: PackageBooks, row: HistoryRow): Violation[] {
  if (row.memberId === one.memberId && row.coachId === one.coachId) return [];
  const about = `usage ${row.id} of package ${one.id}`;
  if (row.memberId === null || row.coachId === null) {
    return [{ law: '6', what: `${about} is another program's, not booked yet` }];
  }
  const named = `names member ${row.memberId} and coach ${row.coachId}`;
  return [{ law: 'links', what: `${about} ${named}, not ${one.memberId} and ${one.coachId}` }];
}

/**
 * Law 2, a row at a time: a usage takes its day while it counts, and nothing else takes one. The
 * first place of a day is for whatever comes by itself; further ones are taken by hand, on purpose.
 */
export function checkDay(row: HistoryRow): Violation[] {
  const isSession = isUsage(row);
  const violations: Violation[] = [];
  const wanted = slotsOf(row);
  if (!wanted.includes(row.activeSlot)) {
    const state = row.isUndone ? 'undone' : 'not undone';
    const what = `has active_slot ${row.activeSlot}, not ${wanted.join(', ') || 'null'}`;
    violations.push({ law: '2', what: `${nameOf(row)} (${row.kind}, ${state}) ${what}` });
  }
  // An entry by another program may speak of a day; it takes none.
  const mayHaveDay = isSession || row.kind === 'external';
  const fits = row.usageDate === null ? !isSession : mayHaveDay;
  if (!fits && !isFromBefore(row)) {
    const what = `(${row.kind}) has ${row.usageDate === null ? 'no' : 'a'} usage_date`;
    violations.push({ law: '2', what: `${nameOf(row)} ${what}` });
  }
  return violations;
}

/** Links: whoever trained instead of the coach is another person, and trained a session. */
export function checkDeliverer(row: HistoryRow): Violation[] {
  if (row.deliveredBy === null || (isUsage(row) && row.deliveredBy !== row.coachId)) return [];
  const what = `${nameOf(row)} (${row.kind}) names ${row.deliveredBy} as who trained instead`;
  return [{ law: 'links', what }];
}

function slotsOf(row: HistoryRow): (number | null)[] {
  if (!isUsage(row) || row.isUndone) return [null];
  if (row.usedAgain !== 1) return [1];
  const all = Array.from({ length: MOST_A_DAY }, (_, index) => index + 1);
  return row.kind === 'manual' ? all.filter(isFurther) : [];
}

/** Whether the row was there before the books: none of ours is without the balance after it. */
export function isFromBefore({ balanceAfter, memberId }: HistoryRow): boolean {
  return balanceAfter === null && memberId !== null;
}

function nameOf(row: HistoryRow): string {
  return `usage ${row.id} of package ${row.packageId}`;
}

function signed(number: number): string {
  return number < 0 ? `${number}` : `+${number}`;
}
