import type { Violation } from './findings.js';

/** A request that was approved, and the row of the history that did it, where that is there. */
export interface ApprovedRequest {
  readonly id: number;
  readonly kind: string;
  readonly memberId: number;
  readonly packageId: number;
  readonly adjustment: number | null;
  readonly usageId: number | null;
  readonly doneUsageId: number | null;
  /** Of the row that `doneUsageId` names; null where there is none. */
  readonly rowPackageId: number | null;
  readonly rowAdjustment: number | null;
  readonly isUndone: boolean;
  /** How many requests name this row. */
  readonly named: number;
}

/** Links: what was approved was done, once, by a row of its package. */
export function checkApproved(one: ApprovedRequest): Violation[] {
  if (one.kind === 'extension') return [];
  const { id, doneUsageId: done, packageId, rowPackageId, usageId } = one;
  const isUndo = one.kind === 'undo';
  const isThere = rowPackageId !== null;
  const said: [boolean, string][] = [
    [done === null, 'was approved and names no row of the history'],
    [one.named > 1, `names row ${done}, as others do`],
    [isThere && rowPackageId !== packageId, `names row ${done} of another package`],
    [isUndo && done !== null && done !== usageId, `was for row ${usageId}, and names ${done}`],
    [isUndo && isThere && !one.isUndone, `names row ${done}, which is not undone`],
    [
      !isUndo && isThere && one.rowAdjustment !== one.adjustment,
      `was for ${one.adjustment}, and row ${done} corrects by ${one.rowAdjustment}`,
    ],
  ];
  return said.flatMap(([isWrong, what]) =>
    isWrong ? [{ law: 'links' as const, what: `request ${id} ${what}` }] : [],
  );
}
