import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { expectSaid, OldApp, PAGE, shapeOf } from '../support/old-app.js';
import { openStudio, type Studio } from '../support/studio.js';

const NOT_FOUND = 'No active session package found for this member';

const INFO = {
  id: 'integer',
  remaining_sessions: 'integer',
  rate_type: 'text',
  status: 'text',
  expires_at: 'time',
  requested_at: 'time',
  coach_approval: 'text',
  staff_approval: 'text',
};

describe('the package on the coaches’ page', () => {
  let studio: Studio;
  let oldApp: OldApp;
  let ana: TestPerson;

  beforeAll(async () => {
    // In July the studio is two hours ahead of UTC, and tomorrow begins at 22:00.
    studio = await openStudio({ now: '2026-07-01T21:30:00Z' });
    oldApp = new OldApp(studio.api);
    ana = await studio.given.coach('Ana Silva');
  });
  afterAll(() => studio.close());

  const info = (person: TestPerson, member_id: unknown) =>
    oldApp.as(person).get(PAGE, 'get-member-session-info', { member_id });

  describe('get-member-session-info', () => {
    async function withRates(monthly: number | null, sessionPackage: string | null) {
      const coach = await studio.given.coach('Ben Price');
      await studio.sql(
        `INSERT INTO coaches (user_id, monthly_rate, session_package_rate, session_package_count)
         VALUES (?, ?, ?, ?)`,
        [coach.id, monthly, sessionPackage, 12],
      );
      return coach;
    }

    it('shows the package with prices, names and totals, field by field', async () => {
      const { api, given } = studio;
      const ben = await withRates(1500, '250.5');
      const tom = await given.member({ coach: ben, remaining: 9, expiresInDays: 30 });
      const days = ['2026-06-20', '2026-06-21', '2026-06-22'];
      const ids: number[] = [];
      for (const usageDate of days) {
        ids.push((await api.as(ben).addUsage(tom, { usageDate })).body.usage.id);
      }
      await api.as(ben).undo(tom, ids[0] ?? 0);
      await api.as(ben).adjust(tom, { adjustment: 2, reason: 'x' });

      const { status, body } = await info(ben, tom.id);

      expect(status).toBe(200);
      const names = { coach_name: 'text', member_name: 'text' };
      const stats = { total_usage: 'integer', active_usage: 'integer', undone_usage: 'integer' };
      expect(shapeOf(body)).toEqual({
        success: 'boolean',
        data: {
          session_info: {
            ...INFO,
            coach_id: 'integer',
            monthly_rate: 'price',
            session_package_rate: 'price',
            session_package_count: 'integer',
            ...names,
          },
          usage_stats: stats,
        },
      });
      expect(body.data).toMatchObject({
        session_info: {
          id: tom.packageId,
          remaining_sessions: 9,
          coach_id: ben.id,
          monthly_rate: '1500.00',
          session_package_rate: '250.50',
          session_package_count: 12,
          coach_name: 'Ben Price',
          member_name: tom.name,
        },
        usage_stats: { total_usage: 3, active_usage: 2, undone_usage: 1 },
      });
    });

    it('shows null for prices that nobody set', async () => {
      const { given } = studio;
      const unpriced = await withRates(null, '0');
      for (const [coach, price] of [[ana, null] as const, [unpriced, '0.00'] as const]) {
        const tom = await given.member({ coach });
        const { session_info } = (await info(coach, tom.id)).body.data;
        expect(session_info).toMatchObject({ monthly_rate: null, session_package_rate: price });
      }
    });

    it('counts what was used of all packages that the person sees', async () => {
      const { api, given } = studio;
      const ben = await given.coach();
      const tom = await given.member({ coach: ana, remaining: 9 });
      await given.package(tom, { coach: ben, remaining: 9 });
      await api.as(ana).addUsage(tom, { usageDate: '2026-06-20' });
      await api.as(ben).addUsage(tom, { usageDate: '2026-06-21' });
      const used = async (person: TestPerson) =>
        (await info(person, tom.id)).body.data.usage_stats.total_usage;
      expect(await used(ana)).toBe(1);
      expect(await used(await given.staff())).toBe(2);
    });

    it('calls the coach as the profile does, where it has a name', async () => {
      const { given } = studio;
      const coach = await withRates(1500, null);
      const tom = await given.member({ coach });
      const name = async () => (await info(coach, tom.id)).body.data.session_info.coach_name;
      await studio.sql('ALTER TABLE coaches ADD COLUMN name varchar(100)');
      expect(await name()).toBe('Ben Price');
      const call = (as: string) =>
        studio.sql('UPDATE coaches SET name = ? WHERE user_id = ?', [as, coach.id]);
      await call('Coach Benny');
      expect(await name()).toBe('Coach Benny');
      await call(' ');
      expect(await name()).toBe('Ben Price');
    });

    it('shows the drained package, because that is the one to top up', async () => {
      const tom = await studio.given.member({ coach: ana, remaining: 0 });
      const { session_info } = (await info(ana, tom.id)).body.data;
      expect(session_info).toMatchObject({
        id: tom.packageId,
        remaining_sessions: 0,
        status: 'expired',
      });
    });

    it('finds no package where none could be corrected', async () => {
      const { given } = studio;
      const staff = await given.staff();
      const pending = await given.member({ coach: ana, approvals: { coach: 'pending' } });
      const monthly = await given.member({ coach: ana, rateType: 'monthly' });
      const nothing = await given.member();
      for (const member of [pending, monthly, nothing]) {
        expectSaid(await info(staff, member.id), 404, NOT_FOUND);
      }
      expectSaid(await info(staff, 2_000_000_001), 404, NOT_FOUND);
    });
  });
});
