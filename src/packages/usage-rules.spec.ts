import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import { isUsage, newEntry, newUsage } from './usage-rules.js';
import { USAGE_KINDS } from './usage.entity.js';

const NOW = new Date('2026-03-10T12:00:00Z');

describe('a row of the history', () => {
  it('is a usage where a session was used up', () => {
    const usages = USAGE_KINDS.filter((kind) => isUsage({ kind }));
    expect(usages).toEqual(['automatic', 'manual']);
  });

  it('of a usage takes its day, and shows the balance after it', () => {
    const taken = aPackage({ id: 7, remaining: 4 });
    const day = '2026-03-09';
    expect(newUsage(taken, { kind: 'manual', day, at: NOW, by: 3, reason: 'why' })).toEqual({
      packageId: 7,
      memberId: 6,
      coachId: 3,
      kind: 'manual',
      usageDate: day,
      createdAt: NOW,
      adjustment: null,
      balanceAfter: 4,
      reason: 'why',
      createdBy: 3,
      activeSlot: 1,
      hiddenFromPhp: 0,
      undoneAt: null,
      undoneBy: null,
      undoReason: null,
      reasonCode: null,
      undoReasonCode: null,
      replacedById: null,
      attendance: null,
      usedAgain: null,
      deliveredBy: null,
    });
  });

  it('of an adjustment takes no day', () => {
    const row = newEntry(aPackage(), {
      kind: 'adjustment',
      amount: -2,
      at: NOW,
      by: null,
      reason: 'why',
    });
    expect(row).toMatchObject({
      kind: 'adjustment',
      usageDate: null,
      activeSlot: null,
      hiddenFromPhp: 1,
      adjustment: -2,
      balanceAfter: 10,
      createdBy: null,
    });
  });
});
