import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import { arrived, givenAway, placeOf, requireMayGive, sessionsToGo } from './transfer-rules.js';

const AT = new Date('2026-03-10T12:00:00Z');
const PAST = new Date('2026-03-09T12:00:00Z');
const LATER = new Date('2026-04-09T12:00:00Z');
const DESK = { at: AT, mayMoveEnded: true };
const COACH = { at: AT, mayMoveEnded: false };
const STAFF = { id: 9, role: 'staff', userAgent: null, ip: null } as never;
const MONTHLY = { rateType: 'monthly', remaining: null, granted: 0, booked: null } as const;

describe('where sessions go', () => {
  const one = aPackage({ memberId: 6, coachId: 3 });

  it('is where the request says, and otherwise where they are', () => {
    expect(placeOf(one, { toCoachId: 4 })).toEqual({ memberId: 6, coachId: 4 });
    expect(placeOf(one, { toMemberId: 7 })).toEqual({ memberId: 7, coachId: 3 });
    expect(placeOf(one, { toMemberId: 7, toCoachId: 4 })).toEqual({ memberId: 7, coachId: 4 });
  });

  it.each([{}, { toMemberId: 6 }, { toCoachId: 3 }, { toMemberId: 6, toCoachId: 3 }])(
    'is another place: not %j',
    (input) => {
      expect(() => placeOf(one, input)).toThrow('there already');
    },
  );

  it('is another member for the desk alone', () => {
    expect(() => requireMayGive({ role: 'coach' }, 6, { toMemberId: 7 })).toThrow('no other');
    expect(() => requireMayGive({ role: 'coach' }, 6, { toMemberId: 6 })).not.toThrow();
    expect(() => requireMayGive({ role: 'staff' }, 6, { toMemberId: 7 })).not.toThrow();
  });
});

describe('how many sessions go', () => {
  it.each([
    [{}, undefined, DESK, 10],
    [{}, 10, DESK, 10],
    [{}, 1, COACH, 1],
    [{ status: 'disconnected' }, undefined, DESK, 10],
    [MONTHLY, undefined, COACH, null],
  ] as const)('of %j, asked for %s: as it is', (facts, wanted, by, sessions) => {
    expect(sessionsToGo(aPackage(facts), wanted, by)).toBe(sessions);
  });

  it.each([
    [{}, 11, DESK, 'balance_below_zero'],
    [{ remaining: 0, booked: 0 }, undefined, DESK, 'nothing_to_transfer'],
    [{ remaining: 0, booked: 0 }, 1, DESK, 'nothing_to_transfer'],
    [{ voidedStatus: 'active' }, undefined, DESK, 'package_voided'],
    [{ staffApproval: 'pending' }, undefined, DESK, 'package_not_active'],
    [{ expiresAt: PAST }, undefined, DESK, 'package_not_active'],
    [{ status: 'disconnected' }, undefined, COACH, 'package_not_active'],
    [{ status: 'disconnected', expiresAt: PAST }, undefined, DESK, 'package_not_active'],
    [{ coachApproval: 'rejected' }, undefined, DESK, 'package_not_active'],
    [{ ...MONTHLY, status: 'disconnected' }, undefined, DESK, 'package_not_active'],
    [MONTHLY, 3, DESK, 'not_counted'],
  ] as const)('of %j, asked for %s: none', (facts, wanted, by, code) => {
    expect(() => sessionsToGo(aPackage(facts), wanted, by)).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });
});

describe('a package of which sessions went', () => {
  it('has left the others, and says how many went in all', () => {
    const some = givenAway(aPackage(), 4, AT);
    expect(some).toMatchObject({ remaining: 6, booked: 6, transferredSessions: 4, version: 2 });
    expect(some).toMatchObject({ transferred: null, status: 'active' });
    const all = givenAway(some, 6, AT);
    expect(all).toMatchObject({ remaining: 0, booked: 0, transferredSessions: 10, version: 3 });
    expect(all).toMatchObject({ transferred: 1, status: 'expired' });
  });

  it('without a count is ended', () => {
    const gone = givenAway(aPackage(MONTHLY), null, AT);
    expect(gone).toMatchObject({ status: 'disconnected', transferred: 1, remaining: null });
    expect(gone).toMatchObject({ transferredSessions: null });
  });
});

describe('the package that they are in', () => {
  const to = { memberId: 7, coachId: 4, sessions: 4, waits: false };
  const sold = { priceMinor: 100, currency: 'EUR', paidMinor: 30, openMinor: 70, granted: 3 };

  it('is approved by both, ends as the other one, and owes nothing', () => {
    const before = aPackage({ expiresAt: LATER, ...sold, granted: 10, refundedMinor: 1 });
    expect(arrived(before, to, { actor: STAFF, at: AT })).toMatchObject({
      ...{ memberId: 7, coachId: 4, remaining: 4, granted: 4, booked: 4, version: 1 },
      ...{ status: 'active', coachApproval: 'approved', staffApproval: 'approved' },
      ...{ expiresAt: LATER, handledByStaff: 9, handledByCoach: null },
      ...{ priceMinor: 40, paidMinor: 0, openMinor: null, refundedMinor: null },
      ...{ sourcePackageId: 1, transferredSessions: null, transferred: null },
    });
  });

  it('is worth a part of the price, and all parts come to it', () => {
    let before = aPackage({ ...sold, remaining: 3, booked: 3 });
    const worths = [];
    for (let n = 0; n < 3; n += 1) {
      worths.push(arrived(before, { ...to, sessions: 1 }, { actor: STAFF, at: AT }).priceMinor);
      before = givenAway(before, 1, AT);
    }
    expect(worths).toEqual([33, 33, 34]);
    expect(arrived(aPackage(), to, { actor: STAFF, at: AT }).priceMinor).toBeNull();
    const monthly = aPackage({ ...MONTHLY, priceMinor: 100 });
    const whole = arrived(monthly, { ...to, sessions: null }, { actor: STAFF, at: AT });
    expect(whole).toMatchObject({ priceMinor: 0, remaining: null, granted: 0, booked: null });
  });

  it('begins its days with its first session only where the other one still waited', () => {
    const waiting = aPackage({ activation: 'first_use', validDays: 90 });
    const of = (waits: boolean) =>
      arrived(waiting, { ...to, waits }, { actor: STAFF, at: AT }).activation;
    expect([of(true), of(false)]).toEqual(['first_use', 'purchase']);
    expect(arrived(aPackage(), to, { actor: STAFF, at: AT }).activation).toBeNull();
  });
});
