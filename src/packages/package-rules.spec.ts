import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import {
  approvalOf,
  booksOf,
  byAge,
  byUse,
  countsSessions,
  isBooked,
  isPastDate,
  legacyStatusOf,
  type Package,
  rateTypeOf,
  stateOf,
  termsOf,
} from './package-rules.js';

const NOW = new Date('2026-03-10T12:00:00Z');
const PAST = new Date('2026-03-10T11:59:59Z');
const FUTURE = new Date('2026-03-10T12:00:01Z');

const coachPending = { coachApproval: 'pending' } as const;
const staffPending = { staffApproval: 'pending' } as const;
const coachRejected = { coachApproval: 'rejected' } as const;
const staffRejected = { staffApproval: 'rejected' } as const;
const gone = { status: 'disconnected' } as const;
const monthly = { rateType: 'monthly', remaining: null } as const;
const countedMonthly = { rateType: 'monthly', isCounted: true, status: 'expired' } as const;

describe('the state of a package', () => {
  it.each<[string, string, Partial<Package>]>([
    ['active', 'approved, in time, with sessions left', {}],
    ['active', 'with one session left', { remaining: 1 }],
    ['active', 'until its last second', { expiresAt: FUTURE }],
    ['active', 'though PHP calls it expired', { status: 'expired' }],
    ['active', 'monthly, whatever the count says', monthly],
    ['expired', 'monthly, which PHP has ended', { ...monthly, status: 'expired' }],
    ['exhausted', 'monthly and counted, drained', { ...countedMonthly, remaining: 0 }],
    ['active', 'monthly and counted, though PHP calls it expired', countedMonthly],
    ['active', 'paid by session, with a count of 0', { rateType: 'per_session', remaining: 0 }],
    ['active', 'hourly, the older word', { rateType: 'hourly', remaining: null }],
    ['expired', 'of a rate type that is no word', { rateType: '' as 'hourly' }],
    [
      'expired',
      'of one that is none, without a count',
      { rateType: '' as 'hourly', remaining: null },
    ],
    ['expired', 'monthly, of a status that is no word', { ...monthly, status: '' as 'active' }],
    ['pending', 'of an approval that is no word', { staffApproval: '' as 'pending' }],
    ['exhausted', 'without sessions', { remaining: 0 }],
    ['exhausted', 'without a count', { remaining: null }],
    ['exhausted', 'without sessions and in time', { remaining: 0, expiresAt: FUTURE }],
    ['expired', 'past its date', { expiresAt: PAST }],
    ['expired', 'at the very instant of its date', { expiresAt: NOW }],
    ['expired', 'past its date, drained', { expiresAt: PAST, remaining: 0 }],
    ['expired', 'past its date, monthly', { ...monthly, expiresAt: PAST }],
    ['pending', 'without the coach', coachPending],
    ['pending', 'without the staff', staffPending],
    ['pending', 'without either, past its date', { ...coachPending, expiresAt: PAST }],
    ['pending', 'without either, drained', { ...staffPending, remaining: 0 }],
    ['disconnected', 'ended', gone],
    ['disconnected', 'ended, past its date', { ...gone, expiresAt: PAST }],
    ['disconnected', 'ended, drained', { ...gone, remaining: 0 }],
    ['disconnected', 'ended while pending', { ...gone, ...coachPending }],
    ['disconnected', 'rejected by the coach', coachRejected],
    ['disconnected', 'rejected by the staff', staffRejected],
    [
      'disconnected',
      'rejected by one, pending with the other',
      { ...coachRejected, ...staffPending },
    ],
  ])('is %s: %s', (state, _, facts) => {
    expect(stateOf(aPackage(facts), NOW)).toBe(state);
  });
});

describe('the legacy status', () => {
  it.each<[string, Partial<Package>]>([
    ['active', {}],
    ['active', { status: 'expired' }],
    ['active', monthly],
    ['expired', { remaining: 0 }],
    ['expired', { expiresAt: PAST }],
    ['active', coachPending],
    ['expired', { ...coachPending, status: 'expired' }],
    ['expired', staffRejected],
    ['disconnected', gone],
    ['disconnected', { ...gone, remaining: 0 }],
  ])('is %s of %j', (status, facts) => {
    expect(legacyStatusOf(aPackage(facts), NOW)).toBe(status);
  });
});

describe('what is counted', () => {
  it.each([
    ['package', 5, true, true],
    ['package', null, true, true],
    ['monthly', 5, false, true],
    ['monthly', 0, false, true],
    ['monthly', null, false, false],
    ['per_session', 5, false, false],
    ['hourly', 5, false, false],
  ] as const)('%s with %s left: %s, and %s with monthly ones', (rateType, remaining, ...is) => {
    const types = [['package'], ['package', 'monthly']];
    expect(types.map((counted) => countsSessions({ rateType, remaining }, counted))).toEqual(is);
  });

  it('stays in the books when it is not counted any more', () => {
    expect(isBooked({ isCounted: true, booked: null })).toBe(true);
    expect(isBooked({ isCounted: false, booked: 3 })).toBe(true);
    expect(isBooked({ isCounted: false, booked: null })).toBe(false);
  });
});

describe('the date of a package', () => {
  it('is past from its instant on, and never where there is none', () => {
    expect(isPastDate({ expiresAt: FUTURE, frozen: null }, NOW)).toBe(false);
    expect(isPastDate({ expiresAt: NOW, frozen: null }, NOW)).toBe(true);
    expect(isPastDate({ expiresAt: PAST, frozen: null }, NOW)).toBe(true);
    expect(isPastDate({ expiresAt: null, frozen: null }, NOW)).toBe(false);
  });
});

describe('the order of use', () => {
  const old = new Date('2026-01-01T00:00:00Z');

  it('is by expiry, those without a date last, then by age, then by id', () => {
    const packages = [
      aPackage({ id: 1 }),
      aPackage({ id: 2, requestedAt: old }),
      aPackage({ id: 3, expiresAt: FUTURE }),
      aPackage({ id: 4, expiresAt: FUTURE, requestedAt: old }),
      aPackage({ id: 5, expiresAt: NOW }),
      aPackage({ id: 6 }),
    ];
    const ids = [5, 4, 3, 2, 1, 6];
    expect(packages.toSorted(byUse).map((one) => one.id)).toEqual(ids);
    expect(
      packages
        .toReversed()
        .toSorted(byUse)
        .map((one) => one.id),
    ).toEqual(ids);
  });

  it('by age knows neither dates nor anything else', () => {
    const packages = [
      aPackage({ id: 2, expiresAt: NOW }),
      aPackage({ id: 1 }),
      aPackage({ id: 3, requestedAt: old, remaining: 0 }),
    ];
    expect(packages.toSorted(byAge).map((one) => one.id)).toEqual([3, 1, 2]);
  });
});

describe('what the log keeps of a package', () => {
  it('is its books', () => {
    const one = aPackage({ version: 4, remaining: 7 });
    expect(booksOf(one)).toEqual({ version: 4, remaining: 7, status: 'active' });
  });

  it('is its terms too where these change', () => {
    expect(termsOf(aPackage({ expiresAt: NOW, ...staffPending }))).toEqual({
      version: 1,
      remaining: 10,
      status: 'active',
      granted: 10,
      rateType: 'package',
      expiresAt: '2026-03-10T12:00:00.000Z',
      approvals: { coach: 'approved', staff: 'pending' },
    });
    expect(termsOf(aPackage())).toMatchObject({ expiresAt: null });
  });
});

describe('a word that is none', () => {
  it('is named by one that answers may have', () => {
    expect(rateTypeOf({ rateType: '' as 'hourly' })).toBe('hourly');
    expect(rateTypeOf({ rateType: 'per_session' })).toBe('per_session');
    expect(['', null, 'approved', 'rejected'].map(approvalOf)).toEqual([
      ...['pending', 'pending', 'approved', 'rejected'],
    ]);
  });

  it('of a rate type leaves the legacy status as it is', () => {
    const facts = aPackage({ rateType: '' as 'hourly', status: 'active' });
    expect(legacyStatusOf(facts, NOW)).toBe('active');
  });
});
