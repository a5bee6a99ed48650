import { describe, expect, it } from 'vitest';
import type { Item } from '../catalogue/catalogue-rules.js';
import {
  approvalsByCoach,
  approvalsByDesk,
  endAfter,
  requireOneWay,
  snapshotOf,
} from './sale-rules.js';

describe('what is sold is approved', () => {
  it('by both sides where the desk sells, unless it says otherwise', () => {
    expect(approvalsByDesk()).toEqual({ coach: 'approved', staff: 'approved' });
    expect(approvalsByDesk({ coach: 'pending' })).toEqual({ coach: 'pending', staff: 'approved' });
    expect(approvalsByDesk({ staff: 'rejected' })).toEqual({
      coach: 'approved',
      staff: 'rejected',
    });
  });

  it('by the coach who sells, and by the desk where the studio has said so', () => {
    expect(approvalsByCoach('sell', undefined)).toEqual({ coach: 'approved', staff: 'approved' });
    expect(approvalsByCoach('request', undefined)).toEqual({ coach: 'approved', staff: 'pending' });
  });

  it('by nobody where coaches do not sell, whatever they ask for', () => {
    for (const wanted of [undefined, {}, { staff: 'approved' } as const]) {
      expect(() => approvalsByCoach('off', wanted)).toThrow(
        expect.objectContaining({ code: 'coach_sales_off' }),
      );
    }
  });

  it('by no coach for the desk', () => {
    for (const wanted of [{}, { staff: 'approved' }, { coach: 'pending' }] as const) {
      for (const sales of ['sell', 'request'] as const) {
        expect(() => approvalsByCoach(sales, wanted)).toThrow(
          expect.objectContaining({ code: 'forbidden' }),
        );
      }
    }
  });
});

const ITEM: Item = {
  ...{ id: 7, name: 'Ten', rateType: 'package', sessions: 10, validDays: 90 },
  ...{ activation: 'purchase', priceMinor: 45_000, currency: 'EUR', coachId: null },
  ...{ memberCanBuy: false, position: 1, archivedAt: null, version: 1 },
};
const NO_WHY = { reason: null, reasonCode: null };
const WHY = { reason: null, reasonCode: 'agreed' };

describe('the price of a sale', () => {
  it.each([
    [{}, NO_WHY, 45_000, 0],
    [{ priceMinor: 45_000 }, NO_WHY, 45_000, 0],
    [{ priceMinor: 1 }, WHY, 1, 0],
    [{ priceMinor: 0 }, { reason: 'x', reasonCode: null }, 0, 0],
    [{ complimentary: true }, WHY, 0, 1],
    [{ complimentary: true, priceMinor: 0 }, WHY, 0, 1],
    [{ complimentary: false }, NO_WHY, 45_000, 0],
  ])('by %j with %j is %i', (input, why, priceMinor, complimentary) => {
    expect(snapshotOf(ITEM, input, why)).toEqual({
      ...{ name: 'Ten', catalogueItemId: 7, priceMinor, currency: 'EUR', complimentary },
      ...{ activation: 'purchase', validDays: 90 },
      ...{ paidMinor: 0, openMinor: priceMinor === 0 ? null : priceMinor },
      ...{ refundedMinor: null, refundedSessions: null, refunded: null },
      ...{ sourcePackageId: null, transferredSessions: null, transferred: null },
    });
  });

  it.each([
    [{ priceMinor: 44_999 }, 'reason'],
    [{ complimentary: true }, 'reason'],
    [{ complimentary: true, priceMinor: 5 }, 'priceMinor'],
  ])('is not %j without more', (input, field) => {
    expect(() => snapshotOf(ITEM, input, field === 'reason' ? NO_WHY : WHY)).toThrow(field);
  });

  it('is said with an item alone, and the rest by it', () => {
    expect(() => requireOneWay({ priceMinor: 1 })).toThrow('priceMinor');
    expect(() => requireOneWay({ complimentary: false })).toThrow('complimentary');
    expect(() => requireOneWay({ sessions: 5, expiresAt: null })).not.toThrow();
    expect(() => requireOneWay({ catalogueItemId: 7, expiresAt: null })).toThrow('expiresAt');
    expect(() => requireOneWay({ catalogueItemId: 7, priceMinor: 1 })).not.toThrow();
  });
});

describe('so many days', () => {
  it.each([
    ['2026-03-10', 1, 'Europe/Berlin', '2026-03-10T22:59:59.000Z'],
    // Clocks go forward within.
    ['2026-03-10', 30, 'Europe/Berlin', '2026-04-08T21:59:59.000Z'],
    ['2026-12-31', 2, 'Pacific/Auckland', '2027-01-01T10:59:59.000Z'],
  ])('from %s on, %i in all in %s, end at %s', (day, days, zone, end) => {
    expect(endAfter(day, days, zone)?.toISOString()).toBe(end);
  });

  it('that nobody has said never end', () => {
    expect(endAfter('2026-03-10', null, 'Europe/Berlin')).toBeNull();
  });
});
