import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import {
  reconciliationSteps,
  type UnreconciledUsage,
  isBehind,
  openingGrant,
} from './reconciliation-rules.js';

function usage(id: number, facts: Partial<UnreconciledUsage> = {}): UnreconciledUsage {
  return { id, isActive: true, isDayTaken: false, ...facts };
}

/** Ten were granted and as many used of them, by us, as the books say. */
function books({ used, left }: { used: number; left: number }) {
  return { one: aPackage({ granted: 10, remaining: left, booked: 10 - used }), used };
}

const monthly = { rateType: 'monthly', booked: null, granted: 0 } as const;

describe('whether PHP has changed a package', () => {
  it.each([
    ['nothing', aPackage(), false, false],
    ['its count', aPackage({ remaining: 9 }), false, true],
    ['a usage', aPackage(), true, true],
    ['its sale', aPackage({ version: 0 }), false, true],
    [
      'a count that is unknown, which is none',
      aPackage({ remaining: null, booked: 0 }),
      false,
      false,
    ],
    ['a count that nobody booked', aPackage({ remaining: 0, booked: null }), false, true],
    ['a count that counts nothing', aPackage({ ...monthly, remaining: 7 }), false, false],
    ['a usage that counts nothing', aPackage(monthly), true, true],
    ['a count that was counted', aPackage({ ...monthly, booked: 8, remaining: 7 }), false, true],
    ['its count, which counts by now', aPackage({ ...monthly, isCounted: true }), false, true],
  ])('%s', (_, one, hasUnreconciledUsages, expected) => {
    expect(isBehind(one, hasUnreconciledUsages)).toBe(expected);
  });
});

describe('the opening grant', () => {
  it('is what is left, with what was used and without what was added', () => {
    const one = aPackage({ remaining: 4 });
    expect(openingGrant(one, { activeUsages: 7, adjustments: 1 })).toBe(10);
    expect(openingGrant(aPackage({ remaining: null }), { activeUsages: 0, adjustments: 0 })).toBe(
      0,
    );
  });
});

describe('the entries that lead to the balance as it is', () => {
  it('are the usages, where they explain it', () => {
    const { one, used } = books({ used: 2, left: 6 });
    const sums = { activeUsages: used + 2, adjustments: 0 };
    expect(reconciliationSteps(one, sums, [usage(7), usage(8, { isDayTaken: true })])).toEqual([
      { kind: 'usage', usageId: 7, by: -1 },
      { kind: 'second-of-day', usageId: 8, by: -1 },
    ]);
  });

  it('are none for rows that count nothing', () => {
    const { one } = books({ used: 0, left: 10 });
    const undone = usage(7, { isActive: false });
    expect(reconciliationSteps(one, { activeUsages: 0, adjustments: 0 }, [undone])).toEqual([]);
  });

  it('begin with the usages that are gone', () => {
    // Of three usages one is gone, and its session was given back.
    const { one } = books({ used: 3, left: 8 });
    expect(reconciliationSteps(one, { activeUsages: 2, adjustments: 0 }, [])).toEqual([
      { kind: 'removed', by: 1 },
    ]);
    expect(reconciliationSteps(one, { activeUsages: 0, adjustments: 0 }, [])).toEqual([
      { kind: 'removed', by: 3 },
      { kind: 'difference', by: -2, why: 'not-given-back' },
    ]);
    const raised = books({ used: 3, left: 10 }).one;
    expect(reconciliationSteps(raised, { activeUsages: 3, adjustments: 0 }, [usage(7)])).toEqual([
      { kind: 'removed', by: 1 },
      { kind: 'difference', by: 3, why: 'changed-count' },
      { kind: 'usage', usageId: 7, by: -1 },
    ]);
  });

  it('begin with rows that are gone and counted nothing, where somebody knows of them', () => {
    const { one } = books({ used: 3, left: 7 });
    const sums = { activeUsages: 3, adjustments: 0 };
    expect(reconciliationSteps(one, sums, [])).toEqual([]);
    expect(reconciliationSteps(one, sums, [], true)).toEqual([{ kind: 'removed', by: 0 }]);
  });

  it('end with the entries that are gone, which had added sessions', () => {
    // Of ten granted and two added, eleven were used.
    const one = aPackage({ granted: 10, booked: 1, remaining: 1 });
    const steps = reconciliationSteps(one, { activeUsages: 11, adjustments: 0 }, []);
    expect(steps).toEqual([
      { kind: 'difference', by: 2, why: 'changed-count' },
      { kind: 'removed', by: -2 },
    ]);
    const taken = aPackage({ remaining: 7, booked: 8 });
    expect(reconciliationSteps(taken, { activeUsages: 3, adjustments: 0 }, [])).toEqual([
      { kind: 'removed', by: -1 },
    ]);
  });

  it('know of no removal where nobody has booked anything', () => {
    const sums = { activeUsages: 3, adjustments: 0 };
    expect(reconciliationSteps(aPackage({ remaining: 7, booked: null }), sums, [])).toEqual([]);
  });

  it('add first and take last, so that no balance between is negative', () => {
    const raised = books({ used: 10, left: 3 }).one;
    expect(reconciliationSteps(raised, { activeUsages: 11, adjustments: 0 }, [usage(7)])).toEqual([
      { kind: 'difference', by: 4, why: 'changed-count' },
      { kind: 'usage', usageId: 7, by: -1 },
    ]);
    const lowered = books({ used: 4, left: 0 }).one;
    expect(reconciliationSteps(lowered, { activeUsages: 5, adjustments: 0 }, [usage(7)])).toEqual([
      { kind: 'usage', usageId: 7, by: -1 },
      { kind: 'difference', by: -5, why: 'changed-count' },
    ]);
  });

  it('end at the balance, and no balance between is negative, whatever happened', () => {
    const range = (to: number) => Array.from({ length: to + 1 }, (_, n) => n);
    for (const booked of range(5))
      for (const its of range(5))
        for (const left of range(9)) {
          const ours = left % 3; // of two usages that were booked
          const one = aPackage({ granted: booked + 2, remaining: left, booked });
          const unreconciled = range(its - 1).map((id) => usage(id, { isDayTaken: id % 2 > 0 }));
          const sums = { activeUsages: ours + its, adjustments: 0 };
          const balances = reconciliationSteps(one, sums, unreconciled).reduce(
            (all, { by }) => [...all, (all.at(-1) ?? 0) + by],
            [booked],
          );
          expect(balances.at(-1)).toBe(left);
          expect(Math.min(...balances)).toBeGreaterThanOrEqual(0);
        }
  });

  it.each([
    // taken, usages of ours, usages of the other program, why
    [-1, 0, 0, 'likely-double'],
    [-2, 0, 0, 'changed-count'],
    [-1, 3, 0, 'likely-double'],
    [-2, 3, 0, 'likely-double'],
    [-3, 3, 0, 'changed-count'],
    [-1, 0, 1, 'likely-double'],
    [-3, 5, 1, 'likely-double'],
    [-4, 5, 1, 'likely-double'],
    [-5, 5, 1, 'changed-count'],
    [-3, 1, 1, 'likely-double'],
    [-4, 1, 1, 'changed-count'],
    [1, 3, 0, 'changed-count'],
    [1, 3, 1, 'untaken-usage'],
    [2, 3, 1, 'changed-count'],
  ] as const)('%i beside %i usages of ours and %i of its: %s', (by, ours, its, why) => {
    const unreconciled = Array.from({ length: its }, (_, index) => usage(index + 1));
    const one = aPackage({ granted: 20, remaining: 20 - ours - its + by, booked: 20 - ours });
    const steps = reconciliationSteps(
      one,
      { activeUsages: ours + its, adjustments: 0 },
      unreconciled,
    );
    expect(steps.find(({ kind }) => kind === 'difference')).toEqual({
      kind: 'difference',
      by,
      why,
    });
    expect(steps.reduce((sum, step) => sum + step.by, one.booked ?? 0)).toBe(one.remaining);
  });
});
