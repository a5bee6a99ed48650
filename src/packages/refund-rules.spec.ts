import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import { dueOf } from '../common/refund-parts.js';
import type { Package } from './package.entity.js';
import { afterRefund } from './payment-rules.js';
import { refundOf, requireKept } from './refund-rules.js';

/** Ten sessions for a price that was paid, some of which are used. */
const sold = (about: Partial<Package> = {}): Package =>
  aPackage({
    ...{ priceMinor: 45_000, currency: 'EUR', paidMinor: 45_000, openMinor: null },
    ...{ granted: 10, remaining: 5 },
    ...about,
  });

describe('a refund', () => {
  it('is of the sessions that are left, unless it is said', () => {
    expect(refundOf(sold(), 45_000, {})).toEqual({ amountMinor: 22_500, sessions: 5 });
    expect(refundOf(sold(), 45_000, { sessions: 2 })).toEqual({ amountMinor: 9_000, sessions: 2 });
    const said = { amountMinor: 1, sessions: 0 };
    expect(refundOf(sold(), 45_000, said)).toEqual(said);
  });

  it('of no more sessions than were sold, whatever was given', () => {
    expect(refundOf(sold({ remaining: 14 }), 45_000, {}).sessions).toBe(10);
    const back = sold({ remaining: 5, refundedSessions: 8, refundedMinor: 36_000 });
    expect(refundOf(back, 9_000, {})).toEqual({ amountMinor: 9_000, sessions: 2 });
  });

  it('of a package that was paid in parts is to the cent what was paid', () => {
    const whole = sold({ priceMinor: 100, paidMinor: 100, granted: 3, remaining: 3 });
    const first = refundOf(whole, 40, {});
    expect(first).toEqual({ amountMinor: 40, sessions: 3 });
    const after = afterRefund({ ...whole, remaining: 0 }, first);
    expect(refundOf(after, 60, {})).toEqual({ amountMinor: 60, sessions: 0 });
  });

  it('of one that was not all paid pays what is open first', () => {
    const part = sold({ paidMinor: 30_000, openMinor: 15_000 });
    expect(refundOf(part, 30_000, {})).toEqual({ amountMinor: 7_500, sessions: 5 });
    const debt = sold({ paidMinor: 20_000, openMinor: 25_000 });
    expect(() => refundOf(debt, 20_000, {})).toThrow('Only 5 sessions are left');
  });

  it('of what is not counted is money alone', () => {
    const month = sold({ rateType: 'monthly', remaining: null, granted: 0, isCounted: false });
    expect(refundOf(month, 45_000, {})).toEqual({ amountMinor: 45_000, sessions: 0 });
    expect(() => refundOf(month, 45_000, { sessions: 1 })).toThrow('nothing of it is left');
  });

  it('is no more than there is', () => {
    expect(() => refundOf(sold(), 0, {})).toThrow('paid back already');
    expect(() => refundOf(sold(), 100, { amountMinor: 101 })).toThrow('more than is left');
    expect(() => refundOf(sold(), 45_000, { sessions: 6 })).toThrow('Only 5 sessions are left');
    expect(() => refundOf(sold({ remaining: 0 }), 45_000, {})).toThrow('nothing of it is left');
  });
});

describe('a package after a refund', () => {
  it('is asked for what stays, and is over where all that was left went back', () => {
    const all = afterRefund(sold({ remaining: 0 }), { amountMinor: 22_500, sessions: 5 });
    expect(all).toMatchObject({ refundedMinor: 22_500, refundedSessions: 5, refunded: 1 });
    expect([dueOf(all), all.openMinor, all.paymentReceived]).toEqual([22_500, null, 1]);
    expect(() => requireKept(all)).toThrow('no session comes back');
    const some = afterRefund(sold({ remaining: 3 }), { amountMinor: 9_000, sessions: 2 });
    expect(some.refunded).toBeNull();
    expect(() => requireKept(some)).not.toThrow();
    const money = afterRefund(sold(), { amountMinor: 45_000, sessions: 0 });
    expect(money.refunded).toBe(1);
    const voided = sold({ voidedStatus: 'active', remaining: 0 });
    expect(afterRefund(voided, { amountMinor: 1, sessions: 0 }).refunded).toBe(1);
  });

  it('of which a part was paid is asked for the rest of what stays', () => {
    const part = sold({ paidMinor: 20_000, openMinor: 25_000, remaining: 3 });
    const back = afterRefund(part, { amountMinor: 1, sessions: 2 });
    expect(back.openMinor).toBe(16_000);
  });
});
