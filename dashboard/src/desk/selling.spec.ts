import { expect, it } from 'vitest';
import { isAsking, maySell } from './selling.js';

const studio = (coachSales: 'sell' | 'request' | 'off') => ({
  rules: {
    ...{ usageDaysBack: 90, largestAdjustment: 1000, longestReason: 500 },
    ...{ lowBalance: 3, expiringWithinDays: 14, coachSales },
    ...{ coachGivesPerMemberMonth: null, coachExtendsDays: null, owedSessions: 3 },
    coachLargestCorrection: null,
  },
});

it.each([
  ['sell', true, false],
  ['request', true, true],
  ['off', false, false],
] as const)('a coach sells as the studio has set it: %s', (coachSales, sells, asks) => {
  expect(maySell({ role: 'coach' }, studio(coachSales))).toBe(sells);
  expect(isAsking({ role: 'coach' }, studio(coachSales))).toBe(asks);
});

it('the front desk sells always, and members never', () => {
  for (const coachSales of ['sell', 'request', 'off'] as const) {
    for (const role of ['admin', 'staff'] as const) {
      expect(maySell({ role }, studio(coachSales))).toBe(true);
      expect(isAsking({ role }, studio(coachSales))).toBe(false);
    }
    expect(maySell({ role: 'member' }, studio(coachSales))).toBe(false);
  }
});
