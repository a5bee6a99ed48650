import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { logged } from '../support/expectations.js';
import { expectSaid, OldApp, PAGE } from '../support/old-app.js';
import { expectInvalid, expectRefused, FOLDER, WAYS } from '../support/old-app-changes.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('usages added by the coaches’ page', () => {
  let studio: Studio;
  let oldApp: OldApp;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio({ env: { LEGACY_PREFIX: FOLDER } });
    oldApp = new OldApp(studio.api);
    ana = await studio.given.coach();
  });
  afterAll(() => studio.close());

  describe('add-session-usage', () => {
    it.each(WAYS)('uses a session on a day, asked by %s', async (_, send) => {
      const tom = await studio.given.member({ coach: ana, remaining: 5 });
      const fields = { member_id: tom.id, coach_id: ana.id, usage_date: '2026-03-08', reason: 'x' };
      const { answer, rows } = await logged(studio, () =>
        send(oldApp.as(ana), 'add-session-usage', fields),
      );
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        success: true,
        message: 'Session usage added successfully',
        data: { remaining_sessions: 4, usage_date: '2026-03-08' },
      });
      const done = { action: 'session.used', outcome: 'done', member_id: tom.id, reason: 'x' };
      expect(rows).toMatchObject([done]);
    });

    it('means today, and gives the usual reason, where the client says nothing', async () => {
      const tom = await studio.given.member({ coach: ana, remaining: 5 });
      const fields = { member_id: String(tom.id), coach_id: String(ana.id) };
      const { body } = await oldApp.as(ana).post(PAGE, 'add-session-usage', fields);
      expect(body.data).toEqual({ remaining_sessions: 4, usage_date: '2026-03-10' });
      const { data } = (await studio.api.as(ana).history(tom, '?limit=1')).body;
      expect(data[0]).toMatchObject({ kind: 'manual', reason: 'Manual session usage by coach' });
    });

    it('refuses what cannot be taken, in its own words', async () => {
      const { given } = studio;
      const add = (tom: { id: number }) => () =>
        oldApp.as(ana).post(PAGE, 'add-session-usage', { member_id: tom.id, coach_id: ana.id });
      const none = 'No active session package found for this member-coach pair';
      const monthly = await given.member({ coach: ana, rateType: 'monthly' });
      await expectRefused(studio, [404, none, 'not_counted'], add(monthly));
      const drained = await given.member({ coach: ana, remaining: 0 });
      const exhausted = 'No sessions remaining in package';
      await expectRefused(studio, [400, exhausted, 'package_exhausted'], add(drained));
      const late = await given.member({ coach: ana, expiresInDays: 1 });
      studio.clock.advance({ days: 2 });
      await expectRefused(studio, [404, none, 'package_expired'], add(late));
      const twice = await given.member({ coach: ana });
      await add(twice)();
      const used = 'Session already used on this date';
      await expectRefused(studio, [400, used, 'already_used_on_date'], add(twice));
      // As staff, because nobody is assigned to somebody without an approved package.
      const pending = await given.member({ coach: ana, approvals: { staff: 'pending' } });
      const staff = oldApp.as(await given.staff());
      const fields = { member_id: pending.id, coach_id: ana.id };
      expectSaid(await staff.post(PAGE, 'add-session-usage', fields), 404, none);
      const nobody = { ...fields, member_id: 2_000_000_001 };
      expectSaid(await staff.post(PAGE, 'add-session-usage', nobody), 404, none);
    });

    it('takes the days that the API takes', async () => {
      const tom = await studio.given.member({ coach: ana });
      const add = (usage_date: unknown) => () =>
        oldApp
          .as(ana)
          .post(PAGE, 'add-session-usage', { member_id: tom.id, coach_id: ana.id, usage_date });
      await expectInvalid(studio, 'usage_date must not be in the future.', add('2027-01-01'));
      await expectInvalid(studio, 'usage_date must be at most 90 days back.', add('2025-01-01'));
      for (const day of ['2026-02-30', 'today', '10.03.2026', 20260310, ['2026-03-10'], true]) {
        await expectInvalid(studio, 'usage_date must be a calendar date, YYYY-MM-DD.', add(day));
      }
    });

    it('needs a member and a coach, and is for a coach’s own packages', async () => {
      const tom = await studio.given.member({ coach: ana });
      const ben = await studio.given.coach();
      const add = (fields: object) => () =>
        oldApp.as(ana).post(PAGE, 'add-session-usage', { ...fields });
      const lacking = [{}, { member_id: tom.id }, { coach_id: ana.id }];
      for (const fields of [...lacking, { member_id: tom.id, coach_id: 'x' }]) {
        await expectInvalid(studio, 'Member ID and Coach ID are required', add(fields));
      }
      const own = 'Only your own packages with this member are yours.';
      const withBen = { member_id: tom.id, coach_id: ben.id };
      await expectRefused(studio, [403, own, 'not_your_member'], add(withBen));
    });
  });
});
