import type { Action } from '../audit/actions.js';
import { isRead, moveOf, stepOf } from './activity-steps.js';
import { isUsageKind } from './balance-rules.js';
import type { Violation } from './findings.js';
import type { DoneActivity, HistoryRow } from './verify-rows.js';

/** The activity that makes a row of each kind. */
const MAKER_OF_KIND: Readonly<Record<string, Action | undefined>> = {
  automatic: 'session.deducted',
  manual: 'session.used',
  adjustment: 'balance.adjusted',
  external: 'balance.adjusted',
  grant: 'package.granted',
};

/** Laws 3 and 4: each row has the activities that it must have, and no others. */
export function checkActivities(row: HistoryRow, activities: readonly DoneActivity[]): Violation[] {
  const about = `usage ${row.id} of package ${row.packageId}`;
  const maker = MAKER_OF_KIND[row.kind];
  if (!maker) return [{ law: '3', what: `${about} is of the unknown kind "${row.kind}"` }];
  const violations: Violation[] = [];
  for (const [action, wanted] of wantedActivities(row, maker, activities)) {
    const found = activities.filter((activity) => activity.action === action);
    if (found.length === wanted) continue;
    const ids = found.length > 0 ? ` (${found.map(({ id }) => id).join(', ')})` : '';
    const what = `${about} has ${found.length} × ${action} in the log${ids}, not ${wanted}`;
    violations.push({ law: '3', what });
  }
  if (row.isUndone && !isUsageKind(row.kind)) {
    violations.push({ law: '4', what: `${about} is undone, but is no usage (${row.kind})` });
  }
  const moves = activities.flatMap((activity) => checkMove(row, maker, activity));
  return [...violations, ...moves];
}

/** How many of each action; rows of another program were made without an activity. */
function wantedActivities(
  row: HistoryRow,
  maker: Action,
  activities: readonly DoneActivity[],
): Map<string, number> {
  const wanted = new Map<string, number>(activities.map(({ action }) => [action, 0]));
  wanted.set(maker, row.memberId === null ? 0 : 1);
  return wanted.set('session.undone', row.isUndone);
}

function checkMove(row: HistoryRow, maker: Action, activity: DoneActivity): Violation[] {
  const step = stepOf(activity);
  if (!isRead(step)) return [];
  const { id, action, is } = step;
  const isUndo = action === 'session.undone';
  const made = isUsageKind(row.kind) ? -1 : (row.adjustment ?? 0);
  const wanted = isUndo ? 1 : made;
  const about = `activity ${id} (${action}) of usage ${row.id}, package ${row.packageId},`;
  const violations: Violation[] = [];
  if (moveOf(step) !== wanted) {
    const what = `${about} moved the balance by ${moveOf(step)}, not by ${wanted}`;
    violations.push({ law: isUndo ? '4' : '3', what });
  }
  if (action === maker && row.balanceAfter !== is.remaining) {
    const what = `${about} left ${is.remaining}, but the usage says ${row.balanceAfter}`;
    violations.push({ law: '3', what });
  }
  return violations;
}
