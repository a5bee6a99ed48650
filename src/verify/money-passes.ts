import type { Findings } from './findings.js';
import {
  checkMoney,
  checkNumbers,
  checkRefunds,
  type MoneyOfPackage,
  type PaidSum,
  type ReceiptNumbers,
  type RefundSum,
} from './money-rules.js';
import type { MoneyRepository } from './money.repository.js';
import type { Pass } from './passes.js';

const PACKAGES_AT_ONCE = 1_000;

interface MoneyPart {
  readonly highest: number;
  readonly packages: readonly MoneyOfPackage[];
  readonly sums: readonly PaidSum[];
  readonly refunds: readonly RefundSum[];
}

/** Packages that have a price, with what was paid of it. */
export function moneyPass(
  rows: MoneyRepository,
  found: Findings,
  last: Pass<MoneyPart>['last'],
): Pass<MoneyPart> {
  found.count('money', 'packages with a price', 0);
  return {
    name: 'money',
    last,
    next: async (tx, after) => {
      const packages = await rows.priced(tx, after, PACKAGES_AT_ONCE);
      const ids = packages.map(({ id }) => id);
      const highest = ids.at(-1);
      if (highest === undefined) return undefined;
      const sums = await rows.paidOf(tx, ids);
      return { highest, packages, sums, refunds: await rows.refundedOf(tx, ids) };
    },
    take: ({ packages, sums, refunds }) => {
      found.count('money', 'packages with a price', packages.length);
      const ofEach = new Map<number, PaidSum[]>();
      for (const sum of sums) {
        ofEach.set(sum.packageId, [...(ofEach.get(sum.packageId) ?? []), sum]);
      }
      found.add(packages.flatMap((one) => checkMoney(one, ofEach.get(one.id) ?? [])));
      const back = new Map(refunds.map((one) => [one.packageId, one]));
      found.add(packages.flatMap((one) => checkRefunds(one, back.get(one.id))));
    },
  };
}

interface NumbersPart {
  readonly highest: number;
  readonly numbers: ReceiptNumbers;
}

/** The numbers of receipts, all of them as of one moment. */
export function numbersPass(rows: MoneyRepository, found: Findings): Pass<NumbersPart> {
  return {
    name: 'receipts',
    last: () => Promise.resolve(1),
    next: async (tx, after) =>
      after > 0 ? undefined : { highest: 1, numbers: await rows.receiptNumbers(tx) },
    take: ({ numbers }) => {
      found.count('money', 'receipts', numbers.count);
      found.add(checkNumbers(numbers));
    },
  };
}
