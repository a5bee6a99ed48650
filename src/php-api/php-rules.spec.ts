import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import { newUsage } from '../packages/usage-rules.js';
import { decideWorkout } from '../sessions/session-rules.js';
import { availabilityOf, currentSubscription, remainingOf, sessionsLeft } from './php-rules.js';

const NOW = new Date('2026-03-10T12:00:00Z');
const PAST = new Date('2026-03-09T12:00:00Z');
const SOON = new Date('2026-03-20T12:00:00Z');

const drained = { remaining: 0, status: 'expired' } as const;
const late = { expiresAt: PAST } as const;
const pending = { coachApproval: 'pending' } as const;
const gone = { status: 'disconnected' } as const;
const monthly = { rateType: 'monthly', remaining: null } as const;
const requested = (day: number) => ({ requestedAt: new Date(Date.UTC(2026, 1, day)) });

describe('what is left', () => {
  it('of one subscription is a number in any case', () => {
    expect(remainingOf(aPackage({ remaining: 4 }))).toBe(4);
    expect(remainingOf(aPackage({ remaining: null }))).toBe(0);
    expect(remainingOf(aPackage(monthly))).toBe(999);
    // PHP gives every row 18 sessions, whether they are counted or not.
    expect(remainingOf(aPackage({ ...monthly, remaining: 18 }))).toBe(999);
  });

  it('of a pair is the sum of its usable packages', () => {
    const usable = [aPackage({ remaining: 4 }), aPackage({ id: 2, remaining: 3 })];
    const others = [drained, late, pending, gone].map((facts) => aPackage({ id: 9, ...facts }));
    expect(sessionsLeft([...usable, ...others], NOW)).toBe(7);
    expect(sessionsLeft([...usable, aPackage({ id: 3, ...monthly })], NOW)).toBe(7);
    expect(sessionsLeft(others, NOW)).toBe(0);
    expect(sessionsLeft([], NOW)).toBe(0);
  });

  it('is not counted where nothing but a subscription by time runs', () => {
    expect(sessionsLeft([aPackage(drained), aPackage({ id: 2, ...monthly })], NOW)).toBe(999);
    expect(sessionsLeft([aPackage({ ...monthly, ...late })], NOW)).toBe(0);
  });
});

describe('the subscription that is shown', () => {
  const next = aPackage({ id: 1, expiresAt: SOON });
  const free = aPackage({ id: 2, ...monthly, ...requested(9) });
  const drainedOnes = [
    aPackage({ id: 3, ...drained, ...requested(2) }),
    aPackage({ id: 4, ...drained, ...requested(1) }),
  ];
  const over = [
    aPackage({ id: 5, ...late, ...requested(1) }),
    aPackage({ id: 6, ...late, ...requested(2) }),
  ];
  const never = [aPackage({ id: 7, ...pending }), aPackage({ id: 8, ...gone })];

  it.each([
    [1, [next, free, ...drainedOnes, ...over, ...never]],
    [2, [free, ...drainedOnes, ...over, ...never]],
    [3, [...drainedOnes, ...over, ...never]],
    [6, [...over, ...never]],
    [undefined, never],
    [undefined, []],
  ])('is %s', (id, packages) => {
    expect(currentSubscription(packages, NOW)?.id).toBe(id);
  });
});

describe('whether a workout can start', () => {
  const usage = {
    id: 1,
    ...newUsage(aPackage(), {
      kind: 'automatic',
      day: '2026-03-10',
      at: NOW,
      by: 6,
      reason: null,
    }),
  };
  const undone = { ...usage, undoneAt: NOW, undoneBy: 3, activeSlot: null };
  const perSession = { ...monthly, rateType: 'per_session' } as const;
  const hourly = { ...monthly, rateType: 'hourly' } as const;

  it.each([
    ['a usable package', [aPackage({ expiresAt: SOON })], [], true, 'package', SOON],
    ['a monthly subscription', [aPackage(monthly)], [], true, 'monthly', null],
    ['a subscription by the session', [aPackage(perSession)], [], true, 'monthly', null],
    ['a subscription by the hour', [aPackage(hourly)], [], true, 'hourly', null],
    ['the session of today', [aPackage(drained)], [usage], true, 'package', null],
    ['a session given back today', [aPackage()], [undone], true, 'package', null],
    ['a drained package', [aPackage(drained)], [], false, 'expired', null],
    ['a package past its date', [aPackage(late)], [], false, 'expired', PAST],
    ['a request', [aPackage(pending)], [], false, 'none', null],
    ['an ended subscription', [aPackage(gone)], [], false, 'none', null],
    ['nothing', [], [], false, 'none', null],
  ])('with %s', (_, packages, onDay, canStart, type, expiresAt) => {
    const decision = decideWorkout(packages, onDay, NOW);
    const said = availabilityOf(decision, packages, NOW);
    expect(said).toMatchObject({ canStart, type, expiresAt });
    expect(said.reason).toMatch(/^[A-Z]/);
  });
});
