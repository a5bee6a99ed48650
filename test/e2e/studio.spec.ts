import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/common/durations.js';
import { INITIAL_REASONS } from '../../src/settings/reason-rules.js';
import type { TestPerson } from '../support/api.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('the studio', () => {
  let studio: Studio;
  let ana: TestPerson;

  beforeAll(async () => {
    // Half an hour before midnight in Berlin.
    studio = await openStudio({ now: '2026-03-10T22:30:00Z' });
    ana = await studio.given.coach();
  });
  afterAll(() => studio.close());

  it('tells everybody its day and its limits', async () => {
    const { api, given } = studio;
    const expected = {
      ...{ name: null, color: null, currency: null, locale: null },
      timeZone: 'Europe/Berlin',
      today: '2026-03-10',
      needsSetup: false,
      sendsMail: false,
      countedRateTypes: ['package'],
      rules: {
        usageDaysBack: 90,
        largestAdjustment: 1000,
        longestReason: 500,
        lowBalance: 3,
        expiringWithinDays: 14,
        coachSales: 'off',
        coachGivesPerMemberMonth: null,
        coachExtendsDays: null,
        coachLargestCorrection: null,
        owedSessions: 3,
      },
      reasons: INITIAL_REASONS,
    };
    for (const person of [await given.admin(), await given.staff(), ana, await given.member()]) {
      expect((await api.as(person).get('/studio')).body).toEqual(expected);
    }
    expect((await api.get('/studio')).body).toEqual(expected);
  });

  it('holds to the limits that it tells', async () => {
    const { api, given } = studio;
    const { today, rules } = (await api.as(ana).get('/studio')).body as {
      today: string;
      rules: Record<'usageDaysBack' | 'largestAdjustment' | 'longestReason', number>;
    };
    const tom = await given.member({ coach: ana, remaining: 5 });
    const back = (days: number) =>
      new Date(Date.parse(today) - days * DAY_MS).toISOString().slice(0, 10);
    const asAna = api.as(ana);
    const used = await asAna.addUsage(tom, { usageDate: back(rules.usageDaysBack) });
    expect(used.status).toBe(201);
    const earlier = await asAna.addUsage(tom, { usageDate: back(rules.usageDaysBack + 1) });
    expect(earlier).toBeProblem('validation_failed');

    const reason = 'x'.repeat(rules.longestReason);
    const most = { adjustment: rules.largestAdjustment, reason };
    expect((await asAna.adjust(tom, most)).status).toBe(200);
    const more = { adjustment: rules.largestAdjustment + 1, reason };
    expect(await asAna.adjust(tom, more)).toBeProblem('validation_failed');
    const longer = { adjustment: 1, reason: `${reason}x` };
    expect(await asAna.adjust(tom, longer)).toBeProblem('validation_failed');
  });

  it('has a new day at its midnight', async () => {
    studio.clock.set('2026-03-10T23:00:00Z');
    expect((await studio.api.as(ana).get('/studio')).body.today).toBe('2026-03-11');
  });
});
