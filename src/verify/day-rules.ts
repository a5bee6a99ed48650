import { isCorrection, isUsage } from '../packages/usage-rules.js';
import type { Violation } from './findings.js';
import type { CrowdedDay, HistoryRow, PackageRow } from './verify-rows.js';

/**
 * Whether a row says by itself which day it takes, of whom. The database finds two of these on one
 * day by their key alone; for all others the packages must be asked.
 */
export function isSureOfDay(one: PackageRow, row: HistoryRow): boolean {
  if (isUsage(row)) return row.isUndone > 0 || takesItsDay(one, row);
  return isCorrection(row) || row.kind === 'grant';
}

function takesItsDay(one: PackageRow, row: HistoryRow): boolean {
  const isOfPair = row.memberId === one.memberId && row.coachId === one.coachId;
  return isOfPair && row.activeSlot !== null;
}

/** Law 2, and law 6 where all but one are another program's. */
export function crowdedViolation({ memberId, coachId, day, ...usages }: CrowdedDay): Violation {
  const pair = `member ${memberId} with coach ${coachId}`;
  const ids = `first ${usages.firstUsageId}, last ${usages.lastUsageId}`;
  const what = `${pair} has ${usages.usages} active usages on ${day}: ${ids}`;
  return Number(usages.booked) > 1
    ? { law: '2', what }
    : { law: '6', what: `${what}; not booked yet` };
}
