import { describe, expect, it } from 'vitest';
import { checkMoney, checkNumbers, checkRefunds } from './money-rules.js';

const ONE = {
  ...{ id: 7, priceMinor: 450, currency: 'EUR', paidMinor: 200, openMinor: 250 },
  ...{ granted: 10, refundedMinor: null, refundedSessions: null },
  ...{ voidedStatus: null, sourcePackageId: null },
};
const PAID = [{ packageId: 7, currency: 'EUR', paid: 200 }];

describe('money of a package', () => {
  it('adds up', () => {
    expect(checkMoney(ONE, PAID)).toEqual([]);
    expect(checkMoney({ ...ONE, paidMinor: 0, openMinor: 450 }, [])).toEqual([]);
    expect(checkMoney({ ...ONE, priceMinor: 0, paidMinor: 0, openMinor: null }, [])).toEqual([]);
    expect(checkMoney({ ...ONE, voidedStatus: 'active', openMinor: null }, PAID)).toEqual([]);
  });

  it.each([
    [{ paidMinor: 199 }, PAID, 'says that 199 was paid, its payments come to 200'],
    [{ paidMinor: null }, PAID, 'says that 0 was paid, its payments come to 200'],
    [{ openMinor: null }, PAID, 'says that 0 is to be paid, it is 250'],
    [{ voidedStatus: 'active' }, PAID, 'says that 250 is to be paid, it is 0'],
    [{ sourcePackageId: 3 }, PAID, 'says that 250 is to be paid, it is 0'],
    [{ currency: 'CHF' }, PAID, 'costs CHF, and was paid in another currency'],
    [{ priceMinor: 100, openMinor: null }, PAID, 'costs 100, and 200 was paid'],
  ])('with %j does not', (about, sums, what) => {
    const said = { law: 'money', what: `package 7 ${what}` };
    expect(checkMoney({ ...ONE, ...about }, sums)).toEqual([said]);
  });
});

describe('what was paid back', () => {
  const back = { packageId: 7, refunded: 100, sessions: 4 };
  const one = { ...ONE, refundedMinor: 100, refundedSessions: 4 };

  it('adds up', () => {
    expect(checkRefunds(ONE, undefined)).toEqual([]);
    expect(checkRefunds(one, back)).toEqual([]);
    // Four tenths of the price are not asked for any more.
    expect(checkMoney({ ...one, openMinor: 70 }, PAID)).toEqual([]);
  });

  it.each([
    [{ refundedMinor: 99 }, back, 'says that 99 was paid back, its refunds come to 100'],
    [{ refundedSessions: 3 }, back, 'says that 3 sessions went back, its refunds took 4'],
    [{ paidMinor: 99 }, back, 'was paid 99, and 100 went back'],
    [{ granted: 3 }, back, 'had 3 sessions, and 4 went back'],
  ])('with %j does not', (about, sum, what) => {
    const said = { law: 'money', what: `package 7 ${what}` };
    expect(checkRefunds({ ...one, ...about }, sum)).toEqual([said]);
  });
});

describe('numbers of receipts', () => {
  it.each([
    [0, 0, 0, 0, true],
    [3, 1, 3, 3, true],
    [3, 1, 4, 4, false],
    [3, 2, 4, 4, false],
    [3, 1, 3, 4, false],
    [0, 0, 0, 1, false],
  ])('%d from %d to %d, the last of which is %d', (count, lowest, highest, last, isWhole) => {
    expect(checkNumbers({ count, lowest, highest, last }).length === 0).toBe(isWhole);
  });
});
