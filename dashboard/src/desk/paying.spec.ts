import { describe, expect, it } from 'vitest';
import type { PackagePaymentDto } from '../api/generated/types.gen.js';
import { openOf, takesMoney } from './paying.js';

const payment: PackagePaymentDto = {
  ...{ state: 'partly' as const, priceMinor: 450, currency: 'EUR' },
  ...{ paidMinor: 200, openMinor: 250, refundedMinor: 0, refundedSessions: 0 },
};
const studio = { currency: 'CHF' };

describe('money at the desk', () => {
  it('is taken by the desk, and by coaches who sell by themselves', () => {
    const may = (role: 'admin' | 'staff' | 'coach' | 'member', coachSales: 'sell' | 'request') =>
      takesMoney({ role }, { rules: { coachSales } as never });
    expect([may('admin', 'request'), may('staff', 'request')]).toEqual([true, true]);
    expect([may('coach', 'sell'), may('coach', 'request'), may('member', 'sell')]).toEqual([
      ...[true, false, false],
    ]);
  });

  it('is what is open of the price, in its currency', () => {
    expect(openOf({ payment, sale: null }, studio)).toMatchObject({
      ...{ openMinor: 250, currency: 'EUR' },
    });
    expect(openOf({ payment: { ...payment, openMinor: 0 }, sale: null }, studio)).toBeNull();
  });

  it('without a price is what the first payment says, where the studio has a currency', () => {
    expect(openOf({ payment: null, sale: null }, studio)).toEqual({
      ...{ openMinor: null, currency: 'CHF' },
    });
    expect(openOf({ payment: null, sale: null }, { currency: null })).toBeNull();
    // What was given by the price list costs nothing.
    expect(openOf({ payment: null, sale: {} as never }, studio)).toBeNull();
  });
});
