import { dueOf } from '../common/refund-parts.js';
import type { Violation } from './findings.js';

/** What a package says of its money. */
export interface MoneyOfPackage {
  readonly id: number;
  readonly priceMinor: number;
  readonly currency: string | null;
  readonly paidMinor: number | null;
  readonly openMinor: number | null;
  readonly voidedStatus: string | null;
  readonly sourcePackageId: number | null;
  readonly granted: number;
  readonly refundedMinor: number | null;
  readonly refundedSessions: number | null;
}

/** What the payments of a package come to that were not taken back, in one currency. */
export interface PaidSum {
  readonly packageId: number;
  readonly currency: string;
  readonly paid: number;
}

/** What was paid back for a package. */
export interface RefundSum {
  readonly packageId: number;
  readonly refunded: number;
  readonly sessions: number;
}

/** The numbers of receipts, and the last one that was given. */
export interface ReceiptNumbers {
  readonly count: number;
  readonly lowest: number;
  readonly highest: number;
  readonly last: number;
}

/**
 * Money: what a package says was paid is what its payments come to, and never more than asked; of a
 * voided one nothing is to be paid, nor of what was transferred.
 */
export function checkMoney(one: MoneyOfPackage, sums: readonly PaidSum[]): Violation[] {
  const violations: Violation[] = [];
  const about = `package ${one.id}`;
  const broken = (what: string) => violations.push({ law: 'money', what: `${about} ${what}` });
  const paid = sums.reduce((sum, { paid: some }) => sum + some, 0);
  if (sums.some(({ currency }) => currency !== one.currency)) {
    broken(`costs ${one.currency ?? 'no currency'}, and was paid in another currency`);
  }
  if (paid !== (one.paidMinor ?? 0)) {
    broken(`says that ${one.paidMinor ?? 0} was paid, its payments come to ${paid}`);
  }
  if (paid > one.priceMinor) broken(`costs ${one.priceMinor}, and ${paid} was paid`);
  const isAsked = one.voidedStatus === null && one.sourcePackageId === null;
  const open = isAsked ? Math.max(dueOf(one) - paid, 0) : 0;
  if (open !== (one.openMinor ?? 0)) {
    broken(`says that ${one.openMinor ?? 0} is to be paid, it is ${open}`);
  }
  return violations;
}

/** Money: what was paid back is what its receipts say, no more than was paid, or was sold. */
export function checkRefunds(one: MoneyOfPackage, sum: RefundSum | undefined): Violation[] {
  const { refunded = 0, sessions = 0 } = sum ?? {};
  const about = `package ${one.id}`;
  const said: [boolean, string][] = [
    [
      refunded !== (one.refundedMinor ?? 0),
      `says that ${one.refundedMinor ?? 0} was paid back, its refunds come to ${refunded}`,
    ],
    [
      sessions !== (one.refundedSessions ?? 0),
      `says that ${one.refundedSessions ?? 0} sessions went back, its refunds took ${sessions}`,
    ],
    [refunded > (one.paidMinor ?? 0), `was paid ${one.paidMinor ?? 0}, and ${refunded} went back`],
    [sessions > one.granted, `had ${one.granted} sessions, and ${sessions} went back`],
  ];
  return said.flatMap(([isWrong, what]) =>
    isWrong ? [{ law: 'money' as const, what: `${about} ${what}` }] : [],
  );
}

/** Receipts are numbered from 1 on, without gaps. */
export function checkNumbers({ count, lowest, highest, last }: ReceiptNumbers): Violation[] {
  const isWhole = count === 0 ? last === 0 : lowest === 1 && highest === count && last === count;
  if (isWhole) return [];
  const numbers = `${count} receipts have the numbers ${lowest} to ${highest}`;
  return [{ law: 'money', what: `${numbers}, the last given is ${last}` }];
}
