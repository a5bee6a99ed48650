import { describe, expect, it } from 'vitest';
import { MAX_BALANCE, type Package } from '../packages/package-rules.js';
import {
  actOf,
  decidableUntil,
  type Kept,
  MOST_OF_COACH,
  MOST_OF_MEMBER,
  type NamedAct,
  packageOfAsker,
  requestStateOf,
  requireAskable,
  requireLater,
  requireOpen,
  requirePossible,
} from './approval-request-rules.js';

const AT = new Date('2026-03-10T12:00:00Z');
const LATER = '2026-05-01T10:00:00.500Z';
const code = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return undefined;
};

describe('what is asked for', () => {
  it.each<[NamedAct, object]>([
    [
      { kind: 'adjustment', packageId: 1, adjustment: -12 },
      { packageId: 1, adjustment: -12 },
    ],
    [{ kind: 'undo', usageId: 7 }, { usageId: 7 }],
    [
      { kind: 'extension', packageId: 1, expiresAt: LATER },
      { packageId: 1, expiresAt: new Date('2026-05-01T10:00:00Z') },
    ],
  ])('is read from the fields of its kind: %o', (named, act) => {
    expect(actOf(named, AT)).toEqual({ kind: named.kind, ...act });
  });

  it.each<[NamedAct, string[]]>([
    [{ kind: 'adjustment' }, ['packageId', 'adjustment']],
    [{ kind: 'adjustment', packageId: 1 }, ['adjustment']],
    [{ kind: 'undo' }, ['usageId']],
    [{ kind: 'undo', usageId: 7, packageId: 1 }, ['packageId']],
    [{ kind: 'extension', packageId: 1 }, ['expiresAt']],
    [{ kind: 'extension', packageId: 1, expiresAt: LATER, adjustment: 2 }, ['adjustment']],
    [{ kind: 'extension', packageId: 1, expiresAt: '2026-03-10T12:00:00Z' }, ['expiresAt']],
  ])('names what is missing or too much: %o', (named, fields) => {
    try {
      actOf(named, AT);
      expect.unreachable('it was accepted');
    } catch (error) {
      const { extras } = error as { extras: { errors: { field: string }[] } };
      expect(extras.errors.map(({ field }) => field)).toEqual(fields);
    }
  });

  it('is nothing that no desk could do', () => {
    const act = (adjustment: number) => ({ kind: 'adjustment', packageId: 1, adjustment }) as const;
    const possible = (adjustment: number, remaining: number | null) =>
      code(() => requirePossible(act(adjustment), { remaining }));
    expect(possible(-5, 5)).toBeUndefined();
    expect(possible(-6, 5)).toBe('balance_below_zero');
    expect(possible(-1, null)).toBe('balance_below_zero');
    expect(possible(1, MAX_BALANCE - 1)).toBeUndefined();
    expect(possible(1, MAX_BALANCE)).toBe('balance_too_large');
    expect(code(() => requirePossible({ kind: 'undo', usageId: 1 }, { remaining: 0 }))).toBe(
      undefined,
    );
  });
});

describe('a request', () => {
  const kept = (state: Kept['state'], createdAt = '2026-03-03T12:00:00Z'): Kept => ({
    state,
    createdAt: new Date(createdAt),
  });

  it('can be decided for seven days', () => {
    expect(decidableUntil(kept('open')).toISOString()).toBe('2026-03-10T12:00:00.000Z');
    expect(requestStateOf(kept('open', '2026-03-03T12:00:01Z'), AT)).toBe('open');
    expect(requestStateOf(kept('open'), AT)).toBe('lapsed');
    expect(requestStateOf(kept('declined'), AT)).toBe('declined');
    expect(code(() => requireOpen(kept('open', '2026-03-03T12:00:01Z'), AT))).toBeUndefined();
    expect(code(() => requireOpen(kept('open'), AT))).toBe('approval_over');
    for (const state of ['approved', 'declined', 'withdrawn'] as const) {
      expect(code(() => requireOpen(kept(state), AT))).toBe('approval_decided');
    }
  });

  it('is one of so many', () => {
    const none = { ofCoach: 0, ofMember: 0, ofThing: 0 };
    expect(code(() => requireAskable(none))).toBeUndefined();
    expect(code(() => requireAskable({ ...none, ofThing: 1 }))).toBe('already_asked');
    const full = { ofCoach: MOST_OF_COACH - 1, ofMember: MOST_OF_MEMBER - 1, ofThing: 0 };
    expect(code(() => requireAskable(full))).toBeUndefined();
    expect(code(() => requireAskable({ ...full, ofCoach: MOST_OF_COACH }))).toBe('approval_limit');
    expect(code(() => requireAskable({ ...full, ofMember: MOST_OF_MEMBER }))).toBe(
      'approval_limit',
    );
  });
});

describe('the package of a request', () => {
  const one = (about: Partial<Package> = {}): Package =>
    ({
      ...{ id: 1, coachId: 3, coachApproval: 'approved', staffApproval: 'approved' },
      ...{ status: 'active', expiresAt: null },
      ...about,
    }) as Package;
  const asked = { packageId: 1, createdBy: 3 };

  it('is one that whoever asked still has', () => {
    expect(packageOfAsker([one({ id: 2 }), one()], asked).id).toBe(1);
    const found = (...packages: Package[]) => code(() => packageOfAsker(packages, asked));
    expect(found(one({ id: 2 }))).toBe('package_not_found');
    expect(found(one({ coachId: 4 }), one({ id: 2 }))).toBe('asker_not_assigned');
    expect(found(one({ status: 'disconnected' }))).toBe('asker_not_assigned');
    // Another package of the two keeps the coach assigned.
    expect(found(one({ status: 'disconnected' }), one({ id: 2 }))).toBeUndefined();
  });

  it('ends later by an extension', () => {
    const expiresAt = new Date('2026-04-01T00:00:00Z');
    const act = { kind: 'extension', packageId: 1, expiresAt } as const;
    const to = (end: string | null, at = AT) =>
      code(() => requireLater(act, { expiresAt: end === null ? null : new Date(end) }, at));
    expect(to('2026-03-31T23:59:59Z')).toBeUndefined();
    expect(to('2026-04-01T00:00:00Z')).toBe('approval_outdated');
    expect(to('2026-05-01T00:00:00Z')).toBe('approval_outdated');
    expect(to(null)).toBe('approval_outdated');
    expect(to('2026-03-31T00:00:00Z', expiresAt)).toBe('approval_outdated');
    const undo = { kind: 'undo', usageId: 1 } as const;
    expect(code(() => requireLater(undo, { expiresAt: null }, AT))).toBeUndefined();
  });
});
