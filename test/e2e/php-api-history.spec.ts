import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { expectSaid, OldApp, PAGE, shapeOf } from '../support/old-app.js';
import { disconnect } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

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

describe('the coaches’ page, reading', () => {
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

  const history = (person: TestPerson, member_id: unknown) =>
    oldApp.as(person).get(PAGE, 'get-session-history', { member_id });

  describe('test', () => {
    it.each(['GET', 'POST', 'PUT'])('answers %s at the top level', async (method) => {
      const answer = await oldApp.as(ana).send(method, PAGE, 'test', {});
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        success: true,
        message: expect.stringMatching(/\w/),
        timestamp: '2026-07-01 23:30:00',
        method,
        action: 'test',
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      });
    });

    it('is for people who are signed in, as everything is', async () => {
      const answer = await oldApp.get(PAGE, 'test');
      expectSaid(answer, 401, 'Sign in and send the access token as a bearer token.');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    });
  });

  describe('get-session-history', () => {
    it('lists the sessions that count, newest first, field by field', async () => {
      const { api, given, clock } = studio;
      const tom = await given.member({ coach: ana, remaining: 9, expiresInDays: 30 });
      await api.as(ana).addUsage(tom, { usageDate: '2026-06-28', reason: 'forgotten' });
      clock.advance({ seconds: 5 });
      await api.as(tom).startWorkout(tom);

      const { status, body, text } = await history(ana, tom.id);

      expect(status).toBe(200);
      const row = {
        id: 'integer',
        usage_date: 'day',
        created_at: 'time',
        remaining_sessions: 'integer',
        rate_type: 'text',
        subscription_status: 'text',
        member_name: 'text',
        member_id: 'integer',
      };
      expect(shapeOf(body)).toEqual({
        success: 'boolean',
        data: { history: [row, row], current_info: INFO },
      });
      expect(body.data.history).toMatchObject([
        { usage_date: '2026-07-01', created_at: '2026-07-01 23:30:05' },
        { usage_date: '2026-06-28', created_at: '2026-07-01 23:30:00' },
      ]);
      expect(body.data.history[0]).toMatchObject({
        remaining_sessions: 7,
        rate_type: 'package',
        subscription_status: 'active',
        member_name: tom.name,
        member_id: tom.id,
      });
      expect(body.data.current_info).toEqual({
        id: tom.packageId,
        remaining_sessions: 7,
        rate_type: 'package',
        status: 'active',
        expires_at: '2026-07-31 23:30:00',
        requested_at: '2026-07-01 23:30:00',
        coach_approval: 'approved',
        staff_approval: 'approved',
      });
      expect(text.startsWith('{"success":true')).toBe(true);
    });

    it('knows neither what was undone, nor adjustments, nor grants', async () => {
      const { api, given } = studio;
      const tom = await given.member({ coach: ana, remaining: 9 });
      const { body } = await api.as(tom).startWorkout(tom);
      await api.as(ana).undo(tom, body.usage.id);
      await api.as(ana).adjust(tom, { adjustment: 3, reason: 'A present' });
      const { data } = (await history(ana, tom.id)).body;
      expect(data.history).toEqual([]);
      expect(data.current_info).toMatchObject({ remaining_sessions: 12, expires_at: null });
    });

    it('shows of each session its own package, as it is now', async () => {
      const { api, given, clock } = studio;
      const tom = await given.member({ coach: ana, remaining: 1, expiresInDays: 10 });
      await api.as(ana).addUsage(tom, { usageDate: '2026-06-30' }, {});
      const ended = await given.package(tom, { coach: ana, remaining: 5 });
      clock.advance({ seconds: 1 });
      await api.as(tom).startWorkout(tom);
      const rows = (await history(ana, tom.id)).body.data.history;
      expect(rows).toMatchObject([
        { remaining_sessions: 4, subscription_status: 'active' },
        { remaining_sessions: 0, subscription_status: 'expired' },
      ]);
      await disconnect(studio, ended);
      const [newest] = (await history(ana, tom.id)).body.data.history;
      expect(newest.subscription_status).toBe('disconnected');
    });

    it('lists what PHP wrote, although PHP names no member', async () => {
      const { given, sql } = studio;
      const tom = await given.member({ coach: ana, remaining: 5 });
      await sql('UPDATE coach_member_list SET remaining_sessions = 4 WHERE id = ?', [
        tom.packageId,
      ]);
      await sql(
        `INSERT INTO coach_usage_history (coach_member_id, usage_date, created_at)
         VALUES (?, '2026-06-20', '2026-06-20 08:00:00')`,
        [tom.packageId],
      );
      // A row that corrects the count, by a program that knows no more than the legacy columns.
      await sql(
        `INSERT INTO coach_usage_history (coach_member_id, usage_date, adjustment_type)
         VALUES (?, '2026-06-21', 'adjustment')`,
        [tom.packageId],
      );
      const { data } = (await history(ana, tom.id)).body;
      expect(data.history).toMatchObject([
        { usage_date: '2026-06-20', created_at: '2026-06-20 10:00:00', member_id: tom.id },
      ]);
    });

    it('shows the subscription that runs by time, with 999 for what is not counted', async () => {
      const { given } = studio;
      const tom = await given.member({ coach: ana, remaining: 0 });
      const monthly = await given.package(tom, { coach: ana, rateType: 'monthly' });
      expect((await history(ana, tom.id)).body.data.current_info).toMatchObject({
        id: monthly.id,
        rate_type: 'monthly',
        remaining_sessions: 999,
      });
    });

    it('says so where a member never had a subscription', async () => {
      const tom = await studio.given.member();
      const { status, body } = await history(await studio.given.staff(), tom.id);
      expect(status).toBe(200);
      const message = 'No coach subscription found for this member';
      expect(body).toEqual({ success: true, data: { history: [], current_info: null, message } });
    });

    it('has no subscription to show where none was ever approved', async () => {
      const approvals = { staff: 'pending' };
      const tom = await studio.given.member({ coach: ana, approvals });
      const { body } = await history(await studio.given.staff(), tom.id);
      expect(body).toEqual({ success: true, data: { history: [], current_info: null } });
    });

    it('shows coaches the packages with themselves', async () => {
      const { api, given } = studio;
      const ben = await given.coach();
      const tom = await given.member({ coach: ana, remaining: 5 });
      const withBen = await given.package(tom, { coach: ben, remaining: 8 });
      await api.as(ben).startWorkout(tom);
      const seenByAna = (await history(ana, tom.id)).body.data;
      const seenByBen = (await history(ben, tom.id)).body.data;
      const seenByTom = (await history(tom, tom.id)).body.data;
      expect(seenByAna.history).toEqual([]);
      expect(seenByAna.current_info.id).toBe(tom.packageId);
      expect(seenByBen.history).toHaveLength(1);
      expect(seenByBen.current_info.id).toBe(withBen.id);
      expect(seenByTom.history).toEqual(seenByBen.history);
    });
  });

  it.each(['get-session-history', 'get-member-session-info'])(
    '%s needs a member',
    async (action) => {
      const app = oldApp.as(ana);
      expectSaid(await app.get(PAGE, action), 400, 'Member ID required');
      for (const member_id of ['', '0', 'abc', '-1', '1.5', '2147483648', '1 OR 1=1']) {
        expectSaid(await app.get(PAGE, action, { member_id }), 400, 'Member ID required');
      }
    },
  );

  it('calls a package past its date expired, whoever looked at it last', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5, expiresInDays: 1 });
    await studio.api.as(tom).startWorkout(tom);
    studio.clock.advance({ days: 2 });
    const { data } = (await history(ana, tom.id)).body;
    expect(data.history[0].subscription_status).toBe('expired');
    expect(data.current_info).toMatchObject({ status: 'expired', remaining_sessions: 4 });
  });

  it('answers HEAD, and revalidates what the client still has', async () => {
    const tom = await studio.given.member({ coach: ana });
    const app = oldApp.as(ana);
    const fields = { member_id: tom.id };
    const first = await app.get(PAGE, 'get-session-history', fields);
    const head = await app.send('HEAD', PAGE, 'get-session-history', fields);
    expect([head.status, head.text]).toEqual([200, '']);
    const headers = { 'If-None-Match': first.headers.get('etag') ?? '' };
    const again = await app.get(PAGE, 'get-session-history', fields, { headers });
    expect(again.status).toBe(304);
  });
});
