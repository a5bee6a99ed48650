import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import { attentionOf, goesOn, lastOf, legacyStatusOf, stateOf } from './package-rules.js';
import { requireOpen, reopened, voided } from './void-rules.js';

const AT = new Date('2026-03-10T12:00:00Z');
const THRESHOLDS = { lowBalance: 3, expiringWithinDays: 14 };

describe('a package that is voided', () => {
  it('has nothing left, and says so before all else', () => {
    const one = voided(aPackage({ remaining: 4, booked: 4 }), AT);
    expect(one).toMatchObject({ remaining: 0, booked: 0, status: 'expired', version: 2 });
    expect(one.voidedStatus).toBe('active');
    for (const facts of [{}, { status: 'disconnected' }, { expiresAt: AT }, { remaining: 3 }]) {
      expect(stateOf({ ...one, ...facts } as typeof one, AT)).toBe('voided');
    }
    const waiting = voided(aPackage({ coachApproval: 'pending' }), AT);
    expect(stateOf(waiting, AT)).toBe('voided');
    expect(goesOn(waiting, AT)).toBe(false);
  });

  it('is over for PHP, whatever it counts', () => {
    const odd = aPackage({ rateType: '' as 'package', status: 'active', voidedStatus: 'active' });
    expect(legacyStatusOf(odd, AT)).toBe('expired');
    expect(legacyStatusOf({ ...odd, status: 'disconnected' }, AT)).toBe('disconnected');
  });

  it('asks nobody for anything, and is not what somebody had last', () => {
    const one = voided(aPackage(), AT);
    expect(attentionOf([one], AT, THRESHOLDS)).toEqual([]);
    const older = aPackage({ id: 2, remaining: 0, requestedAt: new Date('2026-01-01T00:00:00Z') });
    expect(attentionOf([one, older], AT, THRESHOLDS)).toEqual(['empty']);
    expect(lastOf([one, older], AT)).toBe(older);
    expect(lastOf([one], AT)).toBeUndefined();
  });

  it('is as it was when it is reopened', () => {
    const before = aPackage({ remaining: 4, booked: 4 });
    expect(reopened(voided(before, AT), 4, AT)).toEqual({ ...before, version: 3 });
    const monthly = aPackage({ rateType: 'monthly', remaining: null, booked: null });
    expect(voided(monthly, AT)).toMatchObject({ remaining: null, booked: null });
    expect(reopened(voided(monthly, AT), 0, AT)).toEqual({ ...monthly, version: 3 });
    const ended = { ...voided(before, AT), status: 'disconnected' } as const;
    expect(reopened(ended, 4, AT)).toMatchObject({ status: 'disconnected', remaining: 4 });
  });

  it('gets no more than a balance may be', () => {
    const one = { ...voided(aPackage(), AT), remaining: 999_999 };
    expect(() => reopened(one, 2, AT)).toThrow('A balance ends at 1000000.');
    expect(reopened(one, 1, AT).remaining).toBe(1_000_000);
  });

  it('is reopened before anything else is done to it', () => {
    expect(() => requireOpen(voided(aPackage(), AT))).toThrow('Reopen it first.');
    expect(() => requireOpen(aPackage())).not.toThrow();
  });
});
