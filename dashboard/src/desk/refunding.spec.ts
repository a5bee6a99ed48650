import { describe, expect, it } from 'vitest';
import type { PackageDto, PaymentDto } from '../api/generated/types.gen.js';
import { mayRefund, refundableOf, refundFaults } from './refunding.js';

const payment = (about: Partial<PaymentDto> = {}) =>
  ({ amountMinor: 100, voided: null, refunds: [], ...about }) as unknown as PaymentDto;
const back = (amountMinor: number) => ({ amountMinor }) as PaymentDto['refunds'][number];
const sold = (about: Partial<PackageDto> = {}, money = {}) =>
  ({
    ...{ granted: 3, remaining: 2, ...about },
    payment: {
      ...{ priceMinor: 100, paidMinor: 100, openMinor: 0, refundedMinor: 0, refundedSessions: 0 },
      ...money,
    },
  }) as PackageDto;

describe('a payment', () => {
  it('is paid back by the desk, while something of it is left', () => {
    const may = (role: 'admin' | 'staff' | 'coach' | 'member') => mayRefund({ role }, payment());
    expect([may('admin'), may('staff'), may('coach'), may('member')]).toEqual([
      ...[true, true, false, false],
    ]);
    expect(mayRefund({ role: 'staff' }, payment({ refunds: [back(60), back(39)] }))).toBe(true);
    expect(mayRefund({ role: 'staff' }, payment({ refunds: [back(60), back(40)] }))).toBe(false);
    const voided = payment({ voided: {} as PaymentDto['voided'] });
    expect(mayRefund({ role: 'staff' }, voided)).toBe(false);
  });

  it('is paid back for the sessions that are left, to the cent', () => {
    const { restMinor, left, usualFor } = refundableOf(payment(), sold());
    expect({ restMinor, left }).toEqual({ restMinor: 100, left: 2 });
    expect([0, 1, 2].map(usualFor)).toEqual([0, 34, 67]);
  });

  it('is paid back less what went back already, also of another payment', () => {
    const money = { refundedMinor: 34, refundedSessions: 1 };
    const one = refundableOf(payment({ amountMinor: 50 }), sold({ remaining: 2 }, money));
    expect([one.restMinor, one.left, one.usualFor(2)]).toEqual([50, 2, 50]);
    const same = refundableOf(payment({ refunds: [back(34)] }), sold({ remaining: 2 }, money));
    expect([same.restMinor, same.left, same.usualFor(2)]).toEqual([66, 2, 66]);
  });

  it('is money alone where nothing is counted', () => {
    const one = refundableOf(payment(), sold({ granted: null, remaining: null }));
    expect([one.left, one.usualFor(0)]).toEqual([0, 100]);
  });

  it('is paid back within what there is', () => {
    const check = (sessions: number, amountMinor: number) =>
      refundFaults({ restMinor: 100, left: 2 }, { sessions, amountMinor });
    expect(check(2, 100)).toEqual({ sessions: null, amount: null });
    expect(check(3, 101)).toEqual({ sessions: 'used', amount: 'more' });
    expect(check(0, 0)).toEqual({ sessions: null, amount: 'missing' });
  });
});
