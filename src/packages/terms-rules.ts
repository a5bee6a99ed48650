import { type LegacyStatus, legacyStatusOf, type PackageFacts } from './package-rules.js';

/** The code of an activity by which the books follow terms that another program changed. */
export const TERMS_CHANGED = 'terms_changed';
export const WHY_TERMS_CHANGED =
  'The terms were changed in the legacy system or in the database, not by the product';

/** What was done to a package, as it is logged: `after` is JSON of `booksOf` or `termsOf`. */
export interface LoggedChange {
  readonly action: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The terms of a package as an activity left them. */
export interface LoggedTerms {
  readonly status: string;
  readonly rateType: string | null;
  /** ISO 8601. */
  readonly expiresAt: string | null;
  readonly approvals: { readonly coach: string | null; readonly staff: string | null };
}

const DISCONNECTED: LegacyStatus = 'disconnected';

type LoggedState = Partial<LoggedTerms> & { readonly version?: number };

/** Writes an instant as the column keeps it, so that two of the same text are the same. */
export type ToDb = (instant: Date) => string;

/** Whether a text of the log is about terms: those of workouts are not, and they are most. */
export function tellsTerms({ action }: Pick<LoggedChange, 'action'>): boolean {
  return action.startsWith('package.');
}

/**
 * The terms of a package that the log tells last, given its changes in the order of being written:
 * all of them, or those that tell terms and the last one. Undefined where it never told any: PHP
 * sold the package, and nobody has changed its terms since. After a removal they begin anew.
 */
export function latestTerms(changes: readonly LoggedChange[]): LoggedTerms | undefined {
  const removal = changes.findLastIndex(({ action }) => action === 'package.removed');
  const states = changes.slice(removal + 1).flatMap(({ after }) => stateIn(after) ?? []);
  const inOrder = states.toSorted((a, b) => (a.version ?? 0) - (b.version ?? 0));
  const terms = inOrder.findLast((state) => state.approvals !== undefined);
  if (terms?.approvals === undefined || terms.status === undefined) return undefined;
  const { approvals, rateType = null, expiresAt = null } = terms;
  return { status: statusAfter(terms.status, inOrder.at(-1)), rateType, expiresAt, approvals };
}

/** Usages drain a package and fill it again; they neither end nor begin a connection. */
function statusAfter(told: string, last: LoggedState | undefined): string {
  const status = last?.status ?? told;
  return told === DISCONNECTED || status === DISCONNECTED ? told : status;
}

/** The columns in which a package is not as the log left it. */
export function termsThatDiffer(
  said: LoggedTerms,
  one: PackageFacts,
  { at, toDb }: { at: Date; toDb: ToDb },
): string[] {
  const ends = [endIn(said.expiresAt, toDb), one.expiresAt && toDb(one.expiresAt)];
  const differs = {
    status: statusDiffers(said, one, at),
    rate_type: said.rateType !== one.rateType,
    expires_at: ends[0] !== ends[1],
    coach_approval: said.approvals.coach !== one.coachApproval,
    staff_approval: said.approvals.staff !== one.staffApproval,
  };
  return Object.entries(differs).flatMap(([column, isOther]) => (isOther ? [column] : []));
}

/**
 * PHP's pages and jobs call packages without sessions or past their date `expired`, and that says
 * nothing new: where sessions are counted, such a status may be what follows from the rest. Of what
 * was ever frozen it follows the days, and is written some time after they begin and end.
 */
function statusDiffers(said: LoggedTerms, one: PackageFacts, at: Date): boolean {
  if (said.status === one.status) return false;
  const statuses: readonly string[] = [said.status, one.status];
  if (statuses.includes(DISCONNECTED) || !one.isCounted) return true;
  return one.frozen === null && one.status !== legacyStatusOf(one, at);
}

/**
 * Whether a change found other terms than the log had told before it: another program had changed
 * them, and the `before` of this change is all that says so.
 */
export function foundOtherTerms(said: LoggedTerms, { before }: LoggedChange, toDb: ToDb): boolean {
  const found = stateIn(before);
  if (!found) return false;
  const isOver = (status: string | undefined) => status === DISCONNECTED;
  if (isOver(said.status) !== isOver(found.status)) return true;
  if (found.approvals === undefined) return false;
  const { rateType = null, expiresAt = null, approvals } = found;
  const { coach, staff } = approvals;
  const is = [rateType, endIn(expiresAt, toDb), coach, staff];
  const told = said.approvals;
  const was = [said.rateType, endIn(said.expiresAt, toDb), told.coach, told.staff];
  return is.some((value, n) => value !== was[n]);
}

/**
 * An end of the log as the column keeps it, where an hour that clocks show twice is one. What is
 * no time, which somebody has written into the log, is itself.
 */
function endIn(expiresAt: string | null, toDb: ToDb): string | null {
  if (expiresAt === null || Number.isNaN(Date.parse(expiresAt))) return expiresAt;
  return toDb(new Date(expiresAt));
}

function stateIn(text: string | null): LoggedState | undefined {
  if (text === null) return undefined;
  try {
    const state: unknown = JSON.parse(text);
    return isObject(state) ? withApprovals(state) : undefined;
  } catch {
    return undefined;
  }
}

/** Approvals that somebody has written into the log and that are none are those of no package. */
function withApprovals(state: LoggedState): LoggedState {
  const { approvals } = state;
  if (approvals === undefined || isObject(approvals)) return state;
  const none = JSON.stringify(approvals);
  return { ...state, approvals: { coach: none, staff: none } };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
