import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import { Problem } from '../common/problem.js';
import type { StudioDay } from '../common/studio-day.js';
import { type FreezeSpan, frozenOf } from './freeze-rules.js';
import {
  daysAddedBy,
  isShorter,
  MAX_FREEZES,
  requireEnd,
  requireFreezable,
  requireRoom,
  requireSpan,
  requireUnfrozen,
  requireUnused,
  requireWithin,
  withFreezes,
} from './freezing-rules.js';
import { type Package, stateOf } from './package-rules.js';

const zone = 'Europe/Berlin';
const at = new Date('2026-03-10T12:00:00Z');
const now = { at, zone };
const END = new Date('2026-03-31T21:59:59Z');
const one = aPackage({ expiresAt: END, requestedAt: new Date('2026-02-01T08:00:00Z') });
const span = (from: StudioDay, to: StudioDay | null, id = 1): FreezeSpan => ({ id, from, to });

const codeOf = (decide: () => void) => {
  try {
    decide();
    return undefined;
  } catch (error) {
    return error instanceof Problem ? error.code : error;
  }
};

describe('the days of a new freeze', () => {
  it.each([
    ['2026-02-08', '2026-02-08', undefined],
    ['2026-02-07', '2026-02-08', 'validation_failed'],
    ['2026-06-08', null, undefined],
    ['2026-06-09', null, 'validation_failed'],
    ['2026-03-12', '2026-03-11', 'validation_failed'],
    ['2026-03-12', '2066-03-11', undefined],
  ])('from %s to %s: %s', (from, to, code) => {
    expect(codeOf(() => requireSpan(one, { from, to }, now))).toBe(code);
  });

  it('are not before the sale', () => {
    const sold = aPackage({ requestedAt: new Date('2026-03-01T23:30:00Z') });
    expect(codeOf(() => requireSpan(sold, span('2026-03-02', null), now))).toBeUndefined();
    expect(codeOf(() => requireSpan(sold, span('2026-03-01', null), now))).toBe(
      'validation_failed',
    );
  });
});

describe('another end of a freeze', () => {
  it.each([
    ['2026-03-01', '2026-02-28', undefined],
    ['2026-03-01', '2026-02-27', 'validation_failed'],
    ['2026-01-01', '2026-02-07', undefined],
    ['2026-01-01', '2026-02-06', 'validation_failed'],
    ['2026-01-01', null, undefined],
  ])('of one from %s, %s: %s', (from, to, code) => {
    expect(codeOf(() => requireEnd(span(from, '2026-04-01'), to, now))).toBe(code);
  });

  it.each([
    ['2026-03-12', '2026-03-14', { from: '2026-03-13', to: '2026-03-14' }, false],
    ['2026-03-12', null, { from: '2026-03-13', to: null }, false],
    ['2026-03-12', '2026-03-11', undefined, true],
    [null, '2026-03-10', undefined, true],
    [null, '2026-03-11', undefined, false],
  ])('instead of %s, %s', (was, to, added, shorter) => {
    expect(daysAddedBy(span('2026-03-01', was), to)).toEqual(added);
    expect(isShorter(span('2026-03-01', was), to, '2026-03-10')).toBe(shorter);
  });
});

describe('what can be frozen', () => {
  const frozen = frozenOf('1:2026-03-01/', zone);
  const monthly = { rateType: 'monthly', isCounted: false, remaining: null } as const;
  it.each<[string, Partial<Package>, StudioDay, string | undefined]>([
    ['usable', {}, '2026-03-10', undefined],
    ['without an end', { expiresAt: null }, '2026-03-10', undefined],
    ['on its last day', {}, '2026-03-31', undefined],
    ['after it', {}, '2026-04-01', 'not_freezable'],
    ['frozen now, though past its date', { frozen, expiresAt: at }, '2026-03-10', undefined],
    ['drained', { remaining: 0 }, '2026-03-10', 'not_freezable'],
    ['drained and frozen', { remaining: 0, frozen }, '2026-03-10', 'not_freezable'],
    ['past its date', { expiresAt: at }, '2026-03-10', 'not_freezable'],
    ['pending', { staffApproval: 'pending' }, '2026-03-10', 'not_freezable'],
    ['rejected', { staffApproval: 'rejected' }, '2026-03-10', 'not_freezable'],
    ['ended', { status: 'disconnected' }, '2026-03-10', 'not_freezable'],
    ['voided', { voidedStatus: 'active' }, '2026-03-10', 'package_voided'],
    ['not counted', { ...monthly }, '2026-03-10', undefined],
    ['not counted, without end', { ...monthly, expiresAt: null }, '2026-03-10', 'not_freezable'],
    ['not counted, ended by PHP', { ...monthly, status: 'expired' }, '2026-03-10', 'not_freezable'],
    [
      'waiting for its first session',
      { activation: 'first_use', validDays: 30, expiresAt: null },
      '2026-03-10',
      'not_freezable',
    ],
  ])('%s', (_, facts, from, code) => {
    expect(codeOf(() => requireFreezable({ ...one, ...facts }, from, now))).toBe(code);
  });

  it('twice for other days alone', () => {
    const others = [span('2026-03-12', '2026-03-14'), span('2026-04-01', null)];
    const tried = (from: StudioDay, to: StudioDay | null) =>
      codeOf(() => requireUnfrozen(others, { from, to }));
    expect(tried('2026-03-15', '2026-03-31')).toBeUndefined();
    expect(tried('2026-03-10', '2026-03-11')).toBeUndefined();
    expect(tried('2026-03-14', '2026-03-20')).toBe('already_frozen');
    expect(tried('2026-03-15', '2026-04-01')).toBe('already_frozen');
    expect(tried('2026-03-15', null)).toBe('already_frozen');
  });

  it('for so many days in all', () => {
    const others = [span('2026-03-01', '2026-03-04')];
    const tried = (to: StudioDay | null, limit = 10, some = others) =>
      codeOf(() => requireWithin(limit, some, span('2026-03-11', to), now));
    expect(tried('2026-03-16')).toBeUndefined();
    expect(tried('2026-03-17')).toBe('freeze_limit');
    expect(tried('2066-03-17', 366)).toBe('freeze_limit');
    expect(tried(null)).toBeUndefined();
    expect(tried(null, 4)).toBe('freeze_limit');
    expect(tried('2026-03-11', 0, [])).toBe('freeze_limit');
    // One without an end has taken up what has passed.
    expect(tried('2026-03-12', 4, [span('2026-03-07', null)])).toBe('freeze_limit');
    const many = Array.from({ length: MAX_FREEZES }, (_, n) => span('2026-01-01', '2026-01-01', n));
    expect(codeOf(() => requireRoom(many))).toBe('freeze_limit');
    expect(codeOf(() => requireRoom(many.slice(1)))).toBeUndefined();
  });

  it('where nothing was used', () => {
    expect(codeOf(() => requireUnused([]))).toBeUndefined();
    expect(codeOf(() => requireUnused(['2026-03-09']))).toBe('used_while_frozen');
  });
});

describe('a package with freezes', () => {
  it('ends later, has their text in the order of days, and is expired for PHP', () => {
    const spans = [span('2026-03-20', '2026-03-21', 2), span('2026-03-10', '2026-03-12', 1)];
    const after = withFreezes(one, spans, 5, now);
    expect(after).toMatchObject({
      frozenDays: '1:2026-03-10/2026-03-12;2:2026-03-20/2026-03-21',
      expiresAt: new Date('2026-04-05T21:59:59Z'),
      ...{ status: 'expired', version: 2 },
    });
    expect(stateOf(after, at)).toBe('frozen');
    const back = withFreezes(after, [span('2026-03-10', '2026-03-09')], -5, now);
    expect(back).toMatchObject({ frozenDays: null, frozen: null, expiresAt: END });
    expect(back).toMatchObject({ status: 'active', version: 3 });
  });

  it('keeps the status of what is not counted', () => {
    const monthly = { ...one, rateType: 'monthly', isCounted: false } as const;
    const after = withFreezes(monthly, [span('2026-03-10', null)], 0, now);
    expect([after.status, stateOf(after, at)]).toEqual(['active', 'frozen']);
  });
});
