import type { Violation } from './findings.js';
import type { DoneActivity, StrayActivity } from './verify-rows.js';

/** Whether the change of a package's activity may be missing: the database is asked then. */
export function mayBeStray(
  { usageId, action }: DoneActivity,
  usageIds: ReadonlySet<number>,
): boolean {
  return usageId === null ? /^(session|balance)\./i.test(action) : !usageIds.has(usageId);
}

/** An activity whose change is not there. */
export function strayViolation({
  id,
  action,
  packageId,
  usageId,
  isGone,
}: StrayActivity): Violation {
  const names = `package ${packageId ?? 'none'} and usage ${usageId ?? 'none'}`;
  const about = `activity ${id} (${action}) names ${names}`;
  return isGone
    ? { law: '6', what: `${about}, which is gone, not by the product, and not booked yet` }
    : { law: '3', what: `${about}: its change is not there` };
}
