import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import {
  activeUsage,
  decideWorkout,
  freeSlot,
  nextPackage,
  packageToAdjust,
  uncountedSubscription,
  usageUndoneByPerson,
  whyNoPackage,
} from './session-rules.js';
import type { Usage } from '../packages/usage.entity.js';
import { newUsage } from '../packages/usage-rules.js';

const NOW = new Date('2026-03-10T12:00:00Z');
const PAST = new Date('2026-03-09T12:00:00Z');
const SOON = new Date('2026-03-20T12:00:00Z');
const LATER = new Date('2026-04-20T12:00:00Z');

const drained = { remaining: 0 } as const;
const late = { expiresAt: PAST } as const;
const pending = { staffApproval: 'pending' } as const;
const gone = { status: 'disconnected' } as const;
const monthly = { rateType: 'monthly', remaining: null } as const;
const requested = (day: number) => ({ requestedAt: new Date(Date.UTC(2026, 1, day)) });

function aUsage(facts: Partial<Usage> = {}): Usage {
  const by = { kind: 'automatic', day: '2026-03-10', at: NOW, by: 6, reason: null } as const;
  return { id: 1, ...newUsage(aPackage(), by), ...facts };
}
const undone = { undoneAt: NOW, undoneBy: 3, activeSlot: null } as const;

describe('the usage that counts on a day', () => {
  it('is the one that is not undone', () => {
    const rows = [aUsage({ id: 1, ...undone }), aUsage({ id: 2 })];
    expect(activeUsage(rows)?.id).toBe(2);
  });

  it.each<[string, Usage[]]>([
    ['on a free day', []],
    ['where all are undone', [aUsage(undone), aUsage({ ...undone, kind: 'manual' })]],
    ['where PHP undid it, and left the slot', [aUsage({ undoneAt: NOW, activeSlot: 1 })]],
    ['where the row takes no slot', [aUsage({ activeSlot: null })]],
  ])('does not exist %s', (_, rows) => {
    expect(activeUsage(rows)).toBeUndefined();
  });

  it('may be a further one that is left of the day', () => {
    const rows = [aUsage({ id: 1, ...undone }), aUsage({ id: 2, activeSlot: 2 })];
    expect(activeUsage(rows)?.id).toBe(2);
  });
});

describe('the place of a session on its day', () => {
  const at = (...slots: (number | null)[]) => slots.map((activeSlot) => aUsage({ activeSlot }));

  it('is the first, where it is free', () => {
    expect(freeSlot([], false)).toBe(1);
    expect(freeSlot(at(null, 2), false)).toBe(1);
    expect(freeSlot(at(1), false)).toBeUndefined();
  });

  it('is a later one for a further session, and the first where nothing is used', () => {
    expect(freeSlot(at(null), true)).toBe(1);
    expect(freeSlot(at(1), true)).toBe(2);
    expect(freeSlot(at(2), true)).toBe(3);
    expect(freeSlot(at(1, 3), true)).toBe(2);
    expect(freeSlot(at(1, 2, 3, 4, 5, 6, 7, 8), true)).toBe(9);
    expect(freeSlot(at(1, 2, 3, 4, 5, 6, 7, 8, 9), true)).toBeUndefined();
  });
});

describe('the undo that a workout must not cancel', () => {
  it('is a person’s, of an automatic usage', () => {
    const rows = [aUsage({ id: 1 }), aUsage({ id: 2, ...undone })];
    expect(usageUndoneByPerson(rows)?.id).toBe(2);
  });

  it.each<[string, Usage]>([
    ['an active usage', aUsage()],
    ['a manual one that was undone', aUsage({ ...undone, kind: 'manual' })],
    ['one that no person undid', aUsage({ ...undone, undoneBy: null })],
  ])('is not that of %s', (_, row) => {
    expect(usageUndoneByPerson([row])).toBeUndefined();
  });
});

describe('the next package', () => {
  it('expires soonest; without a date is last; then the oldest', () => {
    const packages = [
      aPackage({ id: 1 }),
      aPackage({ id: 2, expiresAt: LATER }),
      aPackage({ id: 3, expiresAt: SOON, ...requested(2) }),
      aPackage({ id: 4, expiresAt: SOON, ...requested(1) }),
    ];
    expect(nextPackage(packages, NOW)?.id).toBe(4);
    expect(nextPackage(packages.slice(0, 3), NOW)?.id).toBe(3);
    expect(nextPackage(packages.slice(0, 2), NOW)?.id).toBe(2);
    expect(nextPackage(packages, LATER)?.id).toBe(1);
  });

  it.each([drained, late, pending, gone, monthly, { coachApproval: 'rejected' } as const])(
    'is never %j',
    (facts) => {
      expect(nextPackage([aPackage(facts)], NOW)).toBeUndefined();
      expect(nextPackage([aPackage(facts), aPackage({ id: 2 })], NOW)?.id).toBe(2);
    },
  );

  it('is judged at the instant of the workout', () => {
    const before = new Date(PAST.getTime() - 1000);
    expect(nextPackage([aPackage(late)], before)?.id).toBe(1);
    expect(nextPackage([aPackage(late)], PAST)).toBeUndefined();
  });

  it('leaves the list as it was', () => {
    const packages = [aPackage({ id: 1 }), aPackage({ id: 2, expiresAt: SOON })];
    nextPackage(packages, NOW);
    expect(packages.map((one) => one.id)).toEqual([1, 2]);
  });
});

describe('a subscription that counts nothing', () => {
  it('is the oldest that runs', () => {
    const packages = [
      aPackage(),
      aPackage({ id: 2, ...monthly, ...requested(3) }),
      aPackage({ id: 3, ...monthly, ...requested(2) }),
      aPackage({ id: 4, ...monthly, ...requested(1), ...gone }),
    ];
    expect(uncountedSubscription(packages, NOW)?.id).toBe(3);
  });

  it.each([late, pending, gone])('is none that is %j', (facts) => {
    expect(uncountedSubscription([aPackage({ ...monthly, ...facts })], NOW)).toBeUndefined();
  });
});

describe('why there is no package', () => {
  it.each([
    ['no_active_package', 'nothing was sold', []],
    ['no_active_package', 'it is not approved', [aPackage(pending)]],
    ['no_active_package', 'it has ended', [aPackage({ ...gone, ...drained })]],
    ['package_exhausted', 'it is drained', [aPackage(drained)]],
    ['package_expired', 'it is past its date', [aPackage(late)]],
    ['package_expired', 'it is both', [aPackage({ ...late, ...drained })]],
    ['package_expired', 'the subscription is over', [aPackage({ ...monthly, ...late })]],
  ])('is %s where %s', (code, _, packages) => {
    expect(whyNoPackage(packages, NOW).code).toBe(code);
  });

  it('is told by the newest that could have been one', () => {
    const old = aPackage({ id: 1, ...late, ...requested(1) });
    const newer = aPackage({ id: 2, ...drained, ...requested(2) });
    const newest = aPackage({ id: 3, ...pending, ...requested(3) });
    expect(whyNoPackage([newest, newer, old], NOW).code).toBe('package_exhausted');
    expect(whyNoPackage([newest, old], NOW).code).toBe('package_expired');
  });
});

describe('the package to adjust', () => {
  it('is the next one, else the newest drained one in time', () => {
    const next = aPackage({ id: 1, expiresAt: SOON });
    const packages = [
      aPackage({ id: 2, ...drained, ...requested(1) }),
      aPackage({ id: 3, ...drained, ...requested(2), expiresAt: LATER }),
      aPackage({ id: 4, ...drained, ...requested(3), ...late }),
      aPackage({ id: 5, ...drained, ...requested(4), ...gone }),
    ];
    expect(packageToAdjust([...packages, next], NOW)?.id).toBe(1);
    expect(packageToAdjust(packages, NOW)?.id).toBe(3);
  });

  it.each([late, pending, gone, monthly])('is never %j', (facts) => {
    expect(packageToAdjust([aPackage(facts)], NOW)).toBeUndefined();
  });
});

describe('the start of a workout', () => {
  const decide = (packages: Parameters<typeof decideWorkout>[0], onDay: Usage[] = []) =>
    decideWorkout(packages, onDay, NOW);

  it('comes before all to what happened on the day', () => {
    const [used, back] = [aUsage({ id: 1 }), aUsage({ id: 2, ...undone })];
    expect(decide([aPackage()], [back, used])).toEqual({ kind: 'already_used_today', usage: used });
    expect(decide([], [used])).toEqual({ kind: 'already_used_today', usage: used });
    expect(decide([aPackage()], [back])).toEqual({ kind: 'undone_today', usage: back });
    const byProgram = aUsage({ ...undone, undoneBy: null });
    expect(decide([aPackage()], [byProgram]).kind).toBe('take');
  });

  it('takes from the next package before it looks at subscriptions by time', () => {
    const next = aPackage({ id: 2 });
    const free = aPackage({ id: 3, ...monthly });
    const old = aPackage({ id: 1, ...drained });
    expect(decide([old, next, free])).toEqual({ kind: 'take', from: next });
    expect(decide([old, free])).toEqual({ kind: 'not_counted', from: free });
  });

  it('is refused for the reason that the newest package gives', () => {
    const newest = aPackage({ id: 2, ...late, ...requested(2) });
    const older = aPackage({ id: 1, ...drained, ...requested(1) });
    expect(decide([older, newest])).toEqual({ kind: 'refuse', code: 'package_expired', newest });
    expect(decide([older])).toMatchObject({ code: 'package_exhausted', newest: older });
    expect(decide([aPackage(pending)])).toEqual({ kind: 'refuse', code: 'no_active_package' });
  });
});
