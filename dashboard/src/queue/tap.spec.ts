import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../src/common/durations.js';
import type { PackageDto, UsageDto } from '../api/generated/types.gen.js';
import {
  baseOf,
  isOpen,
  isOver,
  isTooOld,
  usageOf,
  usedOn,
  withTaps,
  type Tap,
  type UseTap,
} from './tap.js';

function packageOf(more: Partial<PackageDto>): PackageDto {
  return {
    ...{ id: 1, memberId: 6, coachId: 3, coachName: 'Ana Silva', rateType: 'package' },
    ...{ state: 'active', remaining: 7, granted: 10, expiresAt: null, version: 4 },
    sale: null,
    payment: null,
    transfer: null,
    freeze: null,
    requestedAt: '2026-01-01T00:00:00.000Z',
    approvals: { coach: 'approved', staff: 'approved' },
    ...more,
  };
}

function useTap(more: Partial<UseTap> = {}): UseTap {
  return {
    ...{ kind: 'use', key: 'k', userId: 3, memberId: 6, memberName: 'Tom', at: 0, tries: 0 },
    ...{ usageDate: '2026-03-10', packageId: null, reason: null },
    base: { packageId: 1, version: 4 },
    ...more,
  };
}

const undoTap: Tap = {
  ...{ kind: 'undo', key: 'u', userId: 3, memberId: 6, memberName: 'Tom', at: 0, tries: 0 },
  ...{ usageId: 9, packageId: 1, usageDate: '2026-03-10', reason: null },
  base: { packageId: 1, version: 4 },
};
const arrived = { usage: { id: 9 } as UsageDto, at: 0 };

const left = (one: PackageDto, taps: Tap[]) => withTaps([one], taps)[0]?.remaining;

describe('withTaps', () => {
  it('is one less for each use, one more for an undo, and the same for what is taken back', () => {
    expect(left(packageOf({}), [useTap()])).toBe(6);
    expect(left(packageOf({}), [useTap(), useTap({ key: 'other' })])).toBe(5);
    expect(left(packageOf({}), [undoTap])).toBe(8);
    expect(left(packageOf({}), [useTap({ takenBack: true })])).toBe(7);
  });

  it('is what the server sent once the package changed: the tap may be included', () => {
    expect(left(packageOf({ remaining: 6, version: 5 }), [useTap()])).toBe(6);
  });

  it('never falls below zero, and leaves other packages and uncounted ones alone', () => {
    expect(left(packageOf({ remaining: 0 }), [useTap()])).toBe(0);
    expect(left(packageOf({ remaining: null }), [useTap()])).toBe(null);
    expect(left(packageOf({ id: 2 }), [useTap()])).toBe(7);
    expect(left(packageOf({}), [useTap({ base: null })])).toBe(7);
  });
});

describe('the package that a tap will change', () => {
  const packages = [
    packageOf({ id: 1, remaining: 0, state: 'exhausted' }),
    packageOf({ id: 2, rateType: 'monthly', remaining: null }),
    packageOf({ id: 3, version: 8 }),
  ];

  it('is the first from which a session can be taken, or the one that was named', () => {
    expect(baseOf({ packages }, null)).toEqual({ packageId: 3, version: 8 });
    expect(baseOf({ packages }, 1)).toEqual({ packageId: 1, version: 4 });
    expect(baseOf({ packages: [] }, null)).toBeNull();
  });
});

describe('a tap', () => {
  it('is not sent when it may have arrived longer ago than the server keeps its key', () => {
    expect(isTooOld(useTap({ tries: 1 }), 46 * HOUR_MS)).toBe(false);
    expect(isTooOld(useTap({ tries: 1 }), 48 * HOUR_MS)).toBe(true);
    expect(isTooOld(useTap({ tries: 0 }), 48 * HOUR_MS)).toBe(false);
  });

  it('is open until it has arrived or was refused', () => {
    expect(isOpen(useTap())).toBe(true);
    expect(isOpen(useTap({ refused: 'package_expired' }))).toBe(false);
    expect(isOpen(useTap({ arrived }))).toBe(false);
  });

  it('is forgotten a minute after it arrived', () => {
    expect(isOver(useTap({ arrived }), 59_000)).toBe(false);
    expect(isOver(useTap({ arrived }), 61_000)).toBe(true);
    expect(isOver(useTap(), 61_000)).toBe(false);
  });

  it('says whether the day is used, the last one deciding', () => {
    expect(usedOn('2026-03-10', [])).toBeUndefined();
    expect(usedOn('2026-03-10', [useTap()])).toBe(true);
    expect(usedOn('2026-03-10', [useTap(), undoTap])).toBe(false);
    expect(usedOn('2026-03-10', [useTap({ takenBack: true })])).toBe(false);
    expect(usedOn('2026-03-09', [useTap()])).toBeUndefined();
  });
  it('of one more session leaves the day used when it is given back', () => {
    const second = useTap({ again: true });
    expect(usedOn('2026-03-10', [useTap(), second])).toBe(true);
    expect(usedOn('2026-03-10', [useTap(), { ...undoTap, again: true }])).toBe(true);
    expect(usedOn('2026-03-10', [{ ...undoTap, again: true }])).toBeUndefined();
    expect(usedOn('2026-03-10', [{ ...second, takenBack: true }])).toBeUndefined();
  });

  it('asks for what was chosen, and no more', () => {
    expect(usageOf(useTap())).toEqual({ usageDate: '2026-03-10' });
    const chosen = { packageId: 1, again: true, attendance: 'no_show' } as const;
    expect(usageOf(useTap(chosen))).toEqual({ usageDate: '2026-03-10', ...chosen });
  });
});
