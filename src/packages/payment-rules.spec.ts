import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import type { Package } from './package.entity.js';
import {
  afterPaying,
  memberPaymentOf,
  openOf,
  paymentStateOf,
  pricedFor,
  receivedAtOf,
  requireAmount,
} from './payment-rules.js';

const priced = (priceMinor: number, paidMinor = 0): Package => {
  const openMinor = openOf({ priceMinor, paidMinor });
  return aPackage({ priceMinor, paidMinor, openMinor, currency: 'EUR' });
};

describe('what is paid of a price', () => {
  it.each([
    [450, 0, 'unpaid'],
    [450, 1, 'partly'],
    [450, 449, 'partly'],
    [450, 450, 'paid'],
    [0, 0, null],
  ] as const)('of %d are %d: %s', (priceMinor, paidMinor, state) => {
    expect(paymentStateOf(priced(priceMinor, paidMinor))).toBe(state);
  });

  it('is unknown without a price', () => {
    expect(paymentStateOf(aPackage())).toBeNull();
  });

  it.each([
    [[], null],
    [[aPackage(), priced(0)], null],
    [[priced(1, 1), aPackage()], 'paid'],
    [[priced(1, 1), priced(2, 1)], 'partly'],
    [[priced(2, 1), priced(2), priced(1, 1)], 'unpaid'],
  ])('stands for a member as with the worst package', (packages, state) => {
    expect(memberPaymentOf(packages)).toBe(state);
  });
});

describe('an amount', () => {
  it.each([-1, 0, 0.5, 10.005, 100_000_000, 2 ** 53, Infinity, NaN])('is not %d', (amount) => {
    expect(() => requireAmount(amount)).toThrow('amountMinor must be a whole number');
  });

  it.each([1, 99_999_999])('may be %d', (amount) => {
    expect(() => requireAmount(amount)).not.toThrow();
  });

  it('is all that is open where none is said, and never more', () => {
    expect(pricedFor(priced(450, 200), {}, null)).toMatchObject({ amountMinor: 250 });
    expect(() => pricedFor(priced(450, 200), { amountMinor: 251 }, null)).toThrow('more than');
    expect(() => pricedFor(priced(450, 450), {}, null)).toThrow('Nothing is to be paid');
  });

  it('leaves what is open, and what PHP reads', () => {
    const part = afterPaying(priced(450), 200);
    expect(part).toMatchObject({ paidMinor: 200, openMinor: 250, paymentReceived: 0, version: 2 });
    const all = afterPaying(part, 250);
    expect(all).toMatchObject({ paidMinor: 450, openMinor: null, paymentReceived: 1, version: 3 });
    expect(afterPaying(all, -200)).toMatchObject({ openMinor: 200, paymentReceived: 0 });
  });
});

describe('the first payment of a package without a price', () => {
  it('says the price', () => {
    const { one, currency } = pricedFor(aPackage(), { amountMinor: 5, priceMinor: 9 }, 'CHF');
    expect([one.priceMinor, one.openMinor, one.currency, currency]).toEqual([9, 9, 'CHF', 'CHF']);
    const given = pricedFor(aPackage(), { amountMinor: 5, currency: 'USD' }, 'CHF');
    expect([given.one.priceMinor, given.currency]).toEqual([5, 'USD']);
  });

  it('needs an amount and a currency', () => {
    expect(() => pricedFor(aPackage(), {}, 'CHF')).toThrow('amountMinor');
    expect(() => pricedFor(aPackage(), { amountMinor: 5 }, null)).toThrow('currency');
    const less = { amountMinor: 5, priceMinor: 4 };
    expect(() => pricedFor(aPackage(), less, 'CHF')).toThrow('more than');
  });

  it('is the only one that says it', () => {
    const again = { amountMinor: 1, priceMinor: 450 };
    expect(() => pricedFor(priced(450), again, null)).toThrow('priceMinor');
    expect(() => pricedFor(priced(450), { currency: 'CHF' }, null)).toThrow('not in CHF');
  });
});

describe('when money was received', () => {
  const at = new Date('2026-03-10T09:00:00Z');

  it.each([
    [undefined, at.toISOString()],
    ['2026-03-10T09:00:00.900Z', at.toISOString()],
    ['2025-03-09T09:00:00Z', '2025-03-09T09:00:00.000Z'],
  ])('as %s is %s', (text, instant) => {
    expect(receivedAtOf(text, at).toISOString()).toBe(instant);
  });

  it.each(['2026-03-10T09:00:01Z', '2025-03-09T08:59:59Z'])('is not %s', (text) => {
    expect(() => receivedAtOf(text, at)).toThrow('receivedAt');
  });
});
