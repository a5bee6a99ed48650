import { daysIn, frozenText, overlaps } from '../packages/freeze-rules.js';
import type { Violation } from './findings.js';

/** What a package says of its freezes. */
export interface FrozenPackage {
  readonly id: number;
  readonly memberId: number;
  readonly frozenDays: string | null;
}

/** A freeze, as its own row says it. */
export interface FreezeRow {
  readonly id: number;
  readonly packageId: number;
  readonly memberId: number;
  readonly from: string;
  readonly to: string | null;
  readonly daysAdded: number | null;
}

/**
 * Freezes: those of a package have days of their own, are what the package says, and have moved its
 * end by their days or, where it had none, not at all.
 */
export function checkFreezes(one: FrozenPackage, rows: readonly FreezeRow[]): Violation[] {
  const broken = (what: string): Violation => ({
    law: 'freezes',
    what: `package ${one.id} ${what}`,
  });
  const kept = rows.filter((row) => row.to === null || daysIn(row) > 0);
  const inOrder = kept.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const text = frozenText(inOrder);
  const says = (days: string | null) => days ?? 'on no day';
  return [
    ...(text === one.frozenDays
      ? []
      : [broken(`says it is frozen ${says(one.frozenDays)}, its freezes ${says(text)}`)]),
    ...inOrder.slice(1).flatMap((row, index) => {
      const before = inOrder[index] ?? row;
      return overlaps(before, row) ? [broken(`is frozen twice by ${before.id} and ${row.id}`)] : [];
    }),
    ...rows
      .filter((row) => !movesByItsDays(row))
      .map((row) => broken(`was moved by ${row.daysAdded ?? 'no'} days by the freeze ${row.id}`)),
    ...rows
      .filter(({ memberId }) => memberId !== one.memberId)
      .map(({ id, memberId }) => broken(`has the freeze ${id} of member ${memberId}`)),
  ];
}

function movesByItsDays(row: FreezeRow): boolean {
  if (row.to === null) return row.daysAdded === null;
  return row.daysAdded === 0 || row.daysAdded === daysIn(row);
}
