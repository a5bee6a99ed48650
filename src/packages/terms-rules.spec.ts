import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import { toDb } from '../database/instants.js';
import { SharedTimes } from '../database/shared-times.js';
import { type Package, termsOf } from './package-rules.js';
import { foundOtherTerms, latestTerms, termsThatDiffer } from './terms-rules.js';

const AT = new Date('2026-03-10T12:00:00Z');
const NOW = { at: AT, toDb };
const JUNE = new Date('2026-06-01T10:00:00Z');

const granted = (facts: Partial<Package> = {}) => ({
  action: 'package.granted',
  before: null,
  after: JSON.stringify(termsOf(aPackage(facts))),
});
const used = (version: number, status: string) => ({
  action: 'session.used',
  before: null,
  after: JSON.stringify({ version, remaining: 0, status }),
});

function differing(said: Partial<Package>, is: Partial<Package>): string[] {
  const terms = latestTerms([granted(said)]);
  return terms ? termsThatDiffer(terms, aPackage(is), NOW) : ['nothing is said'];
}

describe('the terms that the log tells last', () => {
  it('are those of the highest version, whatever the order of the rows', () => {
    const later = granted({ version: 3, expiresAt: JUNE });
    expect(latestTerms([later, granted()])).toMatchObject({ expiresAt: JUNE.toISOString() });
  });

  it('are drained and filled by usages, but neither ended nor connected by them', () => {
    expect(latestTerms([granted(), used(2, 'expired')])).toMatchObject({ status: 'expired' });
    expect(latestTerms([granted(), used(2, 'disconnected')])).toMatchObject({ status: 'active' });
    const ended = granted({ status: 'disconnected' });
    expect(latestTerms([ended, used(2, 'active')])).toMatchObject({ status: 'disconnected' });
  });

  it('are unknown where no row tells any, and begin anew after a removal', () => {
    expect(latestTerms([used(2, 'active')])).toBeUndefined();
    const removed = { action: 'package.removed', before: null, after: null };
    expect(latestTerms([granted(), removed])).toBeUndefined();
    const unreadable = { action: 'package.changed', before: null, after: '{' };
    expect(latestTerms([granted(), unreadable])).toMatchObject({ status: 'active' });
  });
});

describe('terms that another program has changed', () => {
  it.each([
    ['nothing', {}, []],
    ['the end', { expiresAt: JUNE }, ['expires_at']],
    ['an approval', { staffApproval: 'rejected' }, ['staff_approval']],
    ['how it is paid', { rateType: 'monthly', isCounted: true }, ['rate_type']],
    ['a connection', { status: 'disconnected' }, ['status']],
  ] as const)('%s', (_, is, columns) => {
    expect(differing({}, is)).toEqual(columns);
  });

  it('are an end that the log tells and that is none', () => {
    const terms = latestTerms([granted({ expiresAt: JUNE })]);
    const said = terms && { ...terms, expiresAt: 'tomorrow' };
    expect(said && termsThatDiffer(said, aPackage({ expiresAt: JUNE }), NOW)).toEqual([
      'expires_at',
    ]);
  });

  it.each(['null', '7', '"approved"'])('are approvals of the log that are none: %s', (none) => {
    const after = JSON.stringify(termsOf(aPackage())).replace(/\{"coach".*?\}/, none);
    const terms = latestTerms([{ ...granted(), after }]);
    expect(terms && termsThatDiffer(terms, aPackage(), NOW)).toEqual([
      'coach_approval',
      'staff_approval',
    ]);
    expect(terms && foundOtherTerms(terms, { ...granted(), before: after }, toDb)).toBe(false);
    const unlike = latestTerms([granted()]);
    expect(unlike && foundOtherTerms(unlike, { ...granted(), before: after }, toDb)).toBe(true);
  });

  it('are not a status that follows from sessions and date, where these are counted', () => {
    expect(differing({}, { status: 'expired', remaining: 0 })).toEqual([]);
    const past = { expiresAt: new Date('2026-03-01T10:00:00Z') };
    expect(differing(past, { ...past, status: 'expired' })).toEqual([]);
    expect(differing({}, { status: 'expired' })).toEqual(['status']);
    const monthly = { rateType: 'monthly', remaining: null } as const;
    expect(differing(monthly, { ...monthly, status: 'expired' })).toEqual(['status']);
  });

  it('are seen by the next change of ours, in what it found', () => {
    const said = latestTerms([granted()]);
    if (!said) throw new Error('a grant tells terms');
    const found = (facts: Partial<Package>) =>
      foundOtherTerms(said, { ...granted(), before: granted(facts).after }, toDb);
    expect(found({})).toBe(false);
    expect(found({ expiresAt: JUNE })).toBe(true);
    expect(found({ coachApproval: 'pending' })).toBe(true);
    expect(found({ status: 'disconnected' })).toBe(true);
    expect(found({ status: 'expired' })).toBe(false);
    expect(foundOtherTerms(said, used(2, 'active'), toDb)).toBe(false);
  });

  it('are not an end in the hour that clocks show twice: the column keeps the first', () => {
    const berlin = new SharedTimes('Europe/Berlin');
    const second = new Date('2026-10-25T01:30:00Z');
    const first = berlin.fromDb(berlin.toDb(second));
    expect(first.toISOString()).toBe('2026-10-25T00:30:00.000Z');
    const said = latestTerms([granted({ expiresAt: second })]);
    if (!said) throw new Error('a grant tells terms');
    const change = { ...granted(), before: granted({ expiresAt: first }).after };
    expect(foundOtherTerms(said, change, (instant) => berlin.toDb(instant))).toBe(false);
    expect(foundOtherTerms(said, change, toDb)).toBe(true);
  });
});
