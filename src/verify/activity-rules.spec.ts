import { describe, expect, it } from 'vitest';
import { checkActivities } from './activity-rules.js';
import type { DoneActivity, HistoryRow } from './verify-rows.js';

const AT = '2026-03-10 12:00:00.000';

/** The entry of 0 by which a removed usage is booked. */
const ENTRY: HistoryRow = {
  id: 7,
  packageId: 1,
  memberId: 6,
  coachId: 3,
  usageDate: null,
  kind: 'external',
  adjustment: 0,
  balanceAfter: 5,
  isUndone: 0,
  undoneBy: null,
  undoneAt: null,
  undoReason: null,
  undoReasonCode: null,
  createdAt: AT,
  createdBy: null,
  reason: null,
  reasonCode: null,
  activeSlot: null,
  usedAgain: null,
  attendance: null,
  deliveredBy: null,
  replacedById: null,
};

function activity(from: number, code: string | null): DoneActivity {
  return {
    id: 9,
    action: 'balance.external',
    packageId: 1,
    usageId: 7,
    before: JSON.stringify({ version: 2, remaining: from }),
    after: JSON.stringify({ version: 3, remaining: 5 }),
    code,
    memberId: 6,
    coachId: 3,
    actorId: null,
    actorRole: 'legacy',
    reason: null,
    reasonCode: null,
    createdAt: AT,
  };
}

describe('an entry that moves the balance by more than it says', () => {
  it('is right where usages were removed', () => {
    expect(checkActivities(ENTRY, [activity(4, 'usages_removed')])).toEqual([]);
    expect(checkActivities(ENTRY, [activity(2, 'usages_removed')])).toEqual([]);
  });

  it('is right where entries were removed that had added sessions, or rows of nothing', () => {
    expect(checkActivities(ENTRY, [activity(7, 'entries_removed')])).toEqual([]);
    expect(checkActivities(ENTRY, [activity(5, 'usages_removed')])).toEqual([]);
  });

  it.each([
    ['that adds sessions by removed entries', ENTRY, activity(4, 'entries_removed')],
    ['without the code', ENTRY, activity(4, null)],
    ['with another code', ENTRY, activity(4, 'likely_double_deduction')],
    ['that takes sessions', ENTRY, activity(6, 'usages_removed')],
    ['of an amount', { ...ENTRY, adjustment: 2 }, activity(4, 'usages_removed')],
    ['that left another balance', { ...ENTRY, balanceAfter: 4 }, activity(4, 'usages_removed')],
  ])('is wrong %s', (_, row, done) => {
    expect(checkActivities(row, [done])).toContainEqual(expect.objectContaining({ law: '3' }));
  });
});
