import type { Action } from '../audit/actions.js';
import { ENTRIES_REMOVED, USAGES_REMOVED } from '../packages/removal-rules.js';
import { isRead, moveOf, type ReadStep, stepOf } from './activity-steps.js';
import { isUsage, SECOND_SESSION } from '../packages/usage-rules.js';
import { isFromBefore } from './balance-rules.js';
import type { Violation } from './findings.js';
import type { DoneActivity, HistoryRow } from './verify-rows.js';

/** The activity that makes a row of each kind. */
const MAKER_OF_KIND: Readonly<Record<string, Action | undefined>> = {
  automatic: 'session.deducted',
  manual: 'session.used',
  adjustment: 'balance.adjusted',
  external: 'balance.external',
  grant: 'package.granted',
  void: 'package.voided',
  reopen: 'package.reopened',
  transfer: 'package.transferred',
};

/** Laws 3 and 4: each row has the activities that it must have, and no others. */
export function checkActivities(row: HistoryRow, activities: readonly DoneActivity[]): Violation[] {
  const maker = makerOf(row, activities);
  const about = () => `usage ${row.id} of package ${row.packageId}`;
  if (!maker) return [{ law: '3', what: `${about()} is of the unknown kind "${row.kind}"` }];
  const violations: Violation[] = [];
  for (const [action, wanted] of wantedActivities(row, maker, activities)) {
    const found = activities.filter((activity) => activity.action === action);
    if (found.length === wanted) continue;
    const ids = found.length > 0 ? ` (${found.map(({ id }) => id).join(', ')})` : '';
    const what = `${about()} has ${found.length} × ${action} in the log${ids}, not ${wanted}`;
    violations.push({ law: '3', what });
  }
  if (row.isUndone && !isUsage(row) && !isFromBefore(row)) {
    violations.push({ law: '4', what: `${about()} is undone, but is no usage (${row.kind})` });
  }
  if (row.replacedById !== null && !row.isUndone && !isOfTransfer(row)) {
    violations.push({ law: '4', what: `${about()} counts, and another one in its place` });
  }
  const moves = activities.flatMap((activity) => checkMove(row, maker, activity));
  return [...violations, ...moves, ...checkAttendance(row, activities)];
}

/** What went from one package to another names the other one's row, and both count. */
function isOfTransfer({ kind }: HistoryRow): boolean {
  return kind === 'transfer' || kind === 'grant';
}

/** Law 3: whether somebody came is as the log said it last. */
function checkAttendance(row: HistoryRow, activities: readonly DoneActivity[]): Violation[] {
  const said = activities
    .map(stepOf)
    .filter(isRead)
    .toSorted((a, b) => a.is.version - b.is.version)
    .findLast(({ is }) => is.attendance !== undefined)?.is.attendance;
  const [found, wanted] = [row.attendance ?? 'attended', said ?? 'attended'];
  if (found === wanted) return [];
  const about = `usage ${row.id} of package ${row.packageId}`;
  return [{ law: '3', what: `${about} is ${found}, the log says ${JSON.stringify(wanted)}` }];
}

/** By which a session is used by hand. */
const USES: readonly string[] = ['session.used', 'session.redone', 'session.moved'];
/** By which sessions are granted, beside a sale. */
const OTHER_GRANTS: readonly string[] = ['package.adopted', 'package.transferred'];
/** Says something of a row, as often as somebody says it. */
const CHANGE: Action = 'session.attendance_changed';

/**
 * Sessions are granted by a sale, by a transfer, or by taking a package of another program into the
 * books. Where a
 * database was taken back to one session a day, an entry is what is left of a further one.
 */
export function makerOf(
  { kind }: HistoryRow,
  activities: readonly DoneActivity[],
): string | undefined {
  const other = activities.find(({ action }) => OTHER_GRANTS.includes(action));
  if (kind === 'grant' && other) return other.action;
  const use = activities.find(({ action }) => USES.includes(action));
  const isLeftOver = kind === 'external' && use?.code === SECOND_SESSION;
  if (use && (kind === 'manual' || isLeftOver)) return use.action;
  return MAKER_OF_KIND[kind];
}

/**
 * How many of each action. Rows from before the books were made without an activity, and so may
 * have been an undo that names nobody: the legacy system's, booked when it was adopted again.
 */
function wantedActivities(
  row: HistoryRow,
  maker: string,
  activities: readonly DoneActivity[],
): Map<string, number> {
  const wanted = new Map<string, number>(activities.map(({ action }) => [action, 0]));
  wanted.set(maker, row.memberId === null || isFromBefore(row) ? 0 : 1);
  const booked = wanted.has('session.undone') ? 1 : 0;
  const undos = row.undoneBy === null ? booked : 1;
  wanted.delete(CHANGE);
  return wanted.set('session.undone', row.isUndone ? undos : 0);
}

function checkMove(row: HistoryRow, maker: string, activity: DoneActivity): Violation[] {
  const step = stepOf(activity);
  if (!isRead(step)) return [];
  const { id, action, is } = step;
  const isUndo = action === 'session.undone';
  const made = isUsage(row) ? -1 : (row.adjustment ?? 0);
  const isAdopted = action === 'package.adopted';
  const isStill = action === 'package.adopted' || action === CHANGE;
  const wanted = isUndo ? givenBack(step) : isStill ? 0 : made;
  const about = () => `activity ${id} (${action}) of usage ${row.id}, package ${row.packageId},`;
  const violations: Violation[] = [];
  if (moveOf(step) !== wanted && !isRemoval(row, step)) {
    const what = `${about()} moved the balance by ${moveOf(step)}, not by ${wanted}`;
    violations.push({ law: isUndo ? '4' : '3', what });
  }
  // An opening balance stands before all usages, where nothing but what was granted was there.
  const left = isAdopted ? row.adjustment : is.remaining;
  if (action === maker && row.balanceAfter !== left) {
    const what = `${about()} left ${left}, but the usage says ${row.balanceAfter}`;
    violations.push({ law: '3', what });
  }
  return violations;
}

/** One session; but where there is no count, there is nothing to give it back to. */
function givenBack({ was, is }: ReadStep): number {
  return was?.remaining === null && is.remaining === null ? 0 : 1;
}

/**
 * Sessions of usages that are gone came back, those of entries that are gone went: the history
 * shows it by their absence alone.
 */
function isRemoval({ kind, adjustment }: HistoryRow, step: ReadStep): boolean {
  if (kind !== 'external' || adjustment !== 0) return false;
  const moved = moveOf(step);
  return step.code === USAGES_REMOVED ? moved > 0 : step.code === ENTRIES_REMOVED && moved < 0;
}
