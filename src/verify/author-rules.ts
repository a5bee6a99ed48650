import { DAY_MS } from '../common/durations.js';
import { makerOf } from './activity-rules.js';
import { isFromBefore } from './balance-rules.js';
import type { Violation } from './findings.js';
import type { DoneActivity, HistoryRow } from './verify-rows.js';

/** Who did something, why and when, as one of the two tables says it. */
interface Authorship {
  readonly by: number | null;
  readonly reason: string | null;
  readonly reasonCode: string | null;
  readonly at: HistoryRow['createdAt'];
}

/**
 * Law 3: a row of the history and its activities name the same people, reasons and times. Both were
 * written in one transaction, so whoever edits one of them is found by the other.
 */
export function checkAuthors(row: HistoryRow, activities: readonly DoneActivity[]): Violation[] {
  // What PHP wrote and nobody has booked has no activity, and neither has what was there before.
  if (row.memberId === null || isFromBefore(row)) return [];
  const maker = makerOf(row, activities);
  return activities.flatMap((activity) => {
    const others = [...peopleThatDiffer(row, activity), ...authorshipOf(row, activity, maker)];
    return others.map((what) => violation(row, activity, what));
  });
}

function peopleThatDiffer(row: HistoryRow, { memberId, coachId }: DoneActivity): string[] {
  if (memberId === row.memberId && coachId === row.coachId) return [];
  const ofRow = `member ${row.memberId} and coach ${row.coachId}`;
  return [`names member ${memberId} and coach ${coachId}, the history ${ofRow}`];
}

function authorshipOf(
  row: HistoryRow,
  activity: DoneActivity,
  maker: string | undefined,
): string[] {
  if (activity.action === 'session.undone') {
    const why = { reason: row.undoReason, reasonCode: row.undoReasonCode };
    const undone = { by: row.undoneBy, ...why, at: row.undoneAt };
    // PHP keeps no reasons, and its undos were booked later than they were done.
    return isLegacy(activity) ? whoDiffers(undone, activity) : allThatDiffers(undone, activity);
  }
  if (activity.action !== maker) return [];
  const { createdBy: by, reason, reasonCode, createdAt: at } = row;
  const made = { by, reason, reasonCode, at };
  if (!isBookedLater(row, activity) && !mayBePhpsTime(row, activity)) {
    return allThatDiffers(made, activity);
  }
  // A reason that PHP gave stands in its row alone.
  if (isLegacy(activity) && activity.action === 'session.deducted')
    return whoDiffers(made, activity);
  return [...whoDiffers(made, activity), ...whyDiffers(made, activity)];
}

/**
 * PHP sets the time of a usage anew where it comes to a day that is taken, by its own clock:
 * another time of that day, which may turn while PHP is between two statements.
 */
function mayBePhpsTime({ usageDate, createdAt: at }: HistoryRow, activity: DoneActivity): boolean {
  const { createdAt: said } = activity;
  if (usageDate === null || !(at instanceof Date) || !(said instanceof Date)) return false;
  return Math.abs(at.getTime() - said.getTime()) < 2 * DAY_MS;
}

/** As what PHP did is, but for entries that the booking itself made. */
function isBookedLater({ kind, usageDate }: HistoryRow, activity: DoneActivity): boolean {
  if (activity.action === 'package.adopted') return true;
  const isOwnEntry = kind === 'external' && usageDate === null;
  return isLegacy(activity) && !isOwnEntry;
}

function isLegacy({ actorRole }: DoneActivity): boolean {
  return actorRole === 'legacy';
}

function allThatDiffers(said: Authorship, activity: DoneActivity): string[] {
  const isSameTime = timeOf(said.at) === timeOf(activity.createdAt);
  const when = isSameTime ? [] : ['was at another time than the history says'];
  return [...whoDiffers(said, activity), ...whyDiffers(said, activity), ...when];
}

function whoDiffers({ by }: Authorship, { actorId }: DoneActivity): string[] {
  if (by === actorId) return [];
  return [`was done by ${actorId ?? 'nobody'}, the history says ${by ?? 'nobody'}`];
}

function whyDiffers({ reason, reasonCode }: Authorship, activity: DoneActivity): string[] {
  const isSame = reason === activity.reason && reasonCode === activity.reasonCode;
  return isSame ? [] : ['has another reason than the history'];
}

/** Comparable; what is no time is none. */
function timeOf(at: Authorship['at']): number | string | null {
  if (at === null || typeof at === 'string') return at;
  return Number.isNaN(at.getTime()) ? null : at.getTime();
}

function violation(row: HistoryRow, { id, action }: DoneActivity, what: string): Violation {
  const about = `activity ${id} (${action}) of usage ${row.id}, package ${row.packageId},`;
  return { law: '3', what: `${about} ${what}` };
}
