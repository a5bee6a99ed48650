import type { Violation } from './findings.js';

/** An owed session that was settled, and the usage that did so, where that is still there. */
export interface SettledSession {
  readonly id: number;
  readonly memberId: number;
  readonly day: string;
  readonly isCancelled: boolean;
  readonly usageId: number;
  readonly usageMemberId: number | null;
  readonly usageDay: string | null;
  /** How many owed sessions name this usage. */
  readonly named: number;
}

/** Links: a session is settled once, by a usage of its member and its day. */
export function checkSettled(one: SettledSession): Violation[] {
  const { id, usageId, memberId, usageMemberId, day, usageDay } = one;
  const about = `owed session ${id}`;
  const isThere = usageMemberId !== null && usageDay !== null;
  const said: [boolean, string][] = [
    [one.isCancelled, 'is settled and cancelled'],
    [one.named > 1, `names usage ${usageId}, as others do`],
    [
      isThere && (usageMemberId !== memberId || usageDay !== day),
      `of member ${memberId} on ${day} names usage ${usageId} of another member or day`,
    ],
  ];
  return said.flatMap(([isWrong, what]) =>
    isWrong ? [{ law: 'links' as const, what: `${about} ${what}` }] : [],
  );
}
