import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, TestPerson } from '../support/api.js';
import { booksOf, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { expectSaid, OldApp, PAGE } from '../support/old-app.js';
import { packageRow } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

const FOLDER = '/gym/api';

/** Every way in which an old client may send the same fields. */
const WAYS: [string, (app: OldApp, action: string, fields: object) => Promise<Answer>][] = [
  ['JSON', (app, action, fields) => app.post(PAGE, action, { ...fields })],
  ['a form', (app, action, fields) => app.form(PAGE, action, { ...fields })],
  [
    'a form in the old folder',
    (app, action, fields) => app.in(FOLDER).form(PAGE, action, { ...fields }),
  ],
  [
    'JSON in the old folder',
    (app, action, fields) => app.in(FOLDER).post(PAGE, action, { ...fields }),
  ],
  ['fields of the address', (app, action, fields) => app.send('POST', PAGE, action, { ...fields })],
  [
    'JSON that is called text',
    (app, action, fields) =>
      app.post(PAGE, action, { ...fields }, { headers: { 'Content-Type': 'text/plain' } }),
  ],
];

describe('the coaches’ page, changing', () => {
  let studio: Studio;
  let oldApp: OldApp;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio({ env: { LEGACY_PREFIX: FOLDER } });
    oldApp = new OldApp(studio.api);
    ana = await studio.given.coach();
  });
  afterAll(() => studio.close());

  async function tomHasTrained(): Promise<{ tom: GivenMember; usageId: number }> {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const { body } = await studio.api.as(tom).startWorkout(tom);
    return { tom, usageId: body.usage.id };
  }

  /** The script refuses with these words; nothing changes; the log has one row that says so. */
  async function expectRefused(
    [status, message, code]: [number, string, string],
    attempt: () => Promise<Answer>,
  ): Promise<void> {
    const before = await booksOf(studio);
    const { answer, rows } = await logged(studio, attempt);
    expectSaid(answer, status, message);
    expect(await booksOf(studio)).toEqual(before);
    expect(rows).toMatchObject([{ outcome: 'refused', code, status, actor_id: ana.id }]);
    expect(rows[0]?.request_id).toBe(answer.headers.get('x-request-id'));
  }

  /** As above for what is missing or malformed, which the log does not hold. */
  async function expectInvalid(message: string, attempt: () => Promise<Answer>): Promise<void> {
    const before = await booksOf(studio);
    const { answer, rows } = await logged(studio, attempt);
    expectSaid(answer, 400, message);
    expect(await booksOf(studio)).toEqual(before);
    expect(rows).toEqual([]);
  }

  describe('undo-session-usage', () => {
    it.each(WAYS)('gives the session back, asked by %s', async (_, send) => {
      const { tom, usageId } = await tomHasTrained();
      const fields = { usage_id: usageId, member_id: tom.id };
      const { answer, rows } = await logged(studio, () =>
        send(oldApp.as(ana), 'undo-session-usage', fields),
      );
      expect([answer.status, answer.text]).toEqual([
        200,
        '{"success":true,"message":"Session usage undone successfully"}',
      ]);
      expect(await packageRow(studio, tom.packageId)).toMatchObject({ remaining: 5 });
      expect(rows).toMatchObject([
        {
          action: 'session.undone',
          outcome: 'done',
          actor_id: ana.id,
          member_id: tom.id,
          package_id: tom.packageId,
          usage_id: usageId,
          method: 'POST',
          route: `${PAGE}/undo-session-usage`,
          status: 200,
        },
      ]);
    });

    it('says that it was undone already', async () => {
      const { tom, usageId } = await tomHasTrained();
      const undo = () =>
        oldApp.as(ana).post(PAGE, 'undo-session-usage', { usage_id: usageId, member_id: tom.id });
      await undo();
      await expectRefused([409, 'Session usage has already been undone', 'already_undone'], undo);
    });

    it('finds no record that is none of this member, or no usage', async () => {
      const { tom, usageId } = await tomHasTrained();
      const eve = await studio.given.member({ coach: ana });
      const undo = (member_id: number, usage_id: number) => () =>
        oldApp.as(ana).post(PAGE, 'undo-session-usage', { member_id, usage_id });
      const not = (code: string): [number, string, string] => [
        404,
        'Session usage record not found',
        code,
      ];
      await expectRefused(not('usage_not_found'), undo(eve.id, usageId));
      await expectRefused(not('usage_not_found'), undo(tom.id, 999_999_999));
      const rows = (await studio.api.as(ana).history(tom)).body.data;
      const grant = rows.find((row: { kind: string }) => row.kind === 'grant');
      await expectRefused(not('not_undoable'), undo(tom.id, grant.id));
    });

    it('needs a usage and a member', async () => {
      const { tom, usageId } = await tomHasTrained();
      for (const fields of [
        {},
        { member_id: tom.id },
        { usage_id: usageId },
        { member_id: tom.id, usage_id: 0 },
        { member_id: tom.id, usage_id: 'abc' },
        { member_id: [tom.id], usage_id: usageId },
      ]) {
        await expectInvalid('Usage ID and Member ID are required', () =>
          oldApp.as(ana).post(PAGE, 'undo-session-usage', fields),
        );
      }
    });
  });

  describe('adjust-session-count', () => {
    it.each(WAYS)('corrects the count, asked by %s', async (_, send) => {
      const tom = await studio.given.member({ coach: ana, remaining: 5 });
      const fields = { member_id: tom.id, adjustment: -2, reason: 'Ill for a week' };
      const { answer, rows } = await logged(studio, () =>
        send(oldApp.as(ana), 'adjust-session-count', fields),
      );
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        success: true,
        message: 'Session count adjusted successfully',
        data: { new_session_count: 3, adjustment: -2, previous_count: 5 },
      });
      expect(rows).toMatchObject([
        {
          action: 'balance.adjusted',
          outcome: 'done',
          member_id: tom.id,
          reason: 'Ill for a week',
          before: { remaining: 5 },
          after: { remaining: 3 },
        },
      ]);
    });

    it('gives the usual reason where the client gives none', async () => {
      const tom = await studio.given.member({ coach: ana, remaining: 5 });
      for (const more of [{}, { reason: '' }, { reason: null }]) {
        const fields = { member_id: tom.id, adjustment: 1, ...more };
        await oldApp.as(ana).post(PAGE, 'adjust-session-count', fields);
        const { data } = (await studio.api.as(ana).history(tom, '?limit=1')).body;
        expect(data[0]).toMatchObject({ amount: 1, reason: 'Manual adjustment by coach' });
      }
    });

    it('refuses to go below zero, and says what is left', async () => {
      const tom = await studio.given.member({ coach: ana, remaining: 3 });
      const words = 'Cannot reduce sessions below 0. Current sessions: 3';
      await expectRefused([400, words, 'balance_below_zero'], () =>
        oldApp.as(ana).post(PAGE, 'adjust-session-count', { member_id: tom.id, adjustment: -4 }),
      );
    });

    it('finds no package where none can be corrected', async () => {
      const tom = await studio.given.member({ coach: ana, rateType: 'monthly' });
      const words = 'No active session package found for this member';
      await expectRefused([404, words, 'no_active_package'], () =>
        oldApp.as(ana).post(PAGE, 'adjust-session-count', { member_id: tom.id, adjustment: 1 }),
      );
    });

    it('needs a member and an amount', async () => {
      const tom = await studio.given.member({ coach: ana, remaining: 3 });
      const amounts = [undefined, null, '', 0, '0', 1.5, 'many', [1], {}, true];
      const lacking = [
        { adjustment: 1 },
        ...amounts.map((n) => ({ member_id: tom.id, adjustment: n })),
      ];
      for (const fields of lacking) {
        await expectInvalid('Member ID and adjustment amount are required', () =>
          oldApp.as(ana).post(PAGE, 'adjust-session-count', fields),
        );
      }
    });

    it('takes no more than the API does', async () => {
      const tom = await studio.given.member({ coach: ana, remaining: 3 });
      const adjust = (more: object) => () =>
        oldApp.as(ana).post(PAGE, 'adjust-session-count', {
          member_id: tom.id,
          adjustment: 1,
          ...more,
        });
      const range = 'adjustment must be a whole number from -1000 to 1000.';
      await expectInvalid(range, adjust({ adjustment: 1001 }));
      const text = 'reason must be plain text of at most 500 characters.';
      await expectInvalid(text, adjust({ reason: 'x'.repeat(501) }));
      await expectInvalid(text, adjust({ reason: 'a\u0000b' }));
    });
  });

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
      await expectRefused([404, none, 'not_counted'], add(monthly));
      const drained = await given.member({ coach: ana, remaining: 0 });
      const exhausted = 'No sessions remaining in package';
      await expectRefused([400, exhausted, 'package_exhausted'], add(drained));
      const late = await given.member({ coach: ana, expiresInDays: 1 });
      studio.clock.advance({ days: 2 });
      await expectRefused([404, none, 'package_expired'], add(late));
      const twice = await given.member({ coach: ana });
      await add(twice)();
      const used = 'Session already used on this date';
      await expectRefused([400, used, 'already_used_on_date'], add(twice));
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
      await expectInvalid('usage_date must not be in the future.', add('2027-01-01'));
      await expectInvalid('usage_date must be at most 90 days back.', add('2025-01-01'));
      for (const day of ['2026-02-30', 'today', '10.03.2026', 20260310, ['2026-03-10'], true]) {
        await expectInvalid('usage_date must be a calendar date, YYYY-MM-DD.', add(day));
      }
    });

    it('needs a member and a coach, and is for a coach’s own packages', async () => {
      const tom = await studio.given.member({ coach: ana });
      const ben = await studio.given.coach();
      const add = (fields: object) => () =>
        oldApp.as(ana).post(PAGE, 'add-session-usage', { ...fields });
      const lacking = [{}, { member_id: tom.id }, { coach_id: ana.id }];
      for (const fields of [...lacking, { member_id: tom.id, coach_id: 'x' }]) {
        await expectInvalid('Member ID and Coach ID are required', add(fields));
      }
      const own = 'Only your own packages with this member are yours.';
      const withBen = { member_id: tom.id, coach_id: ben.id };
      await expectRefused([403, own, 'not_your_member'], add(withBen));
    });
  });

  it('logs whom a refused request was about', async () => {
    const { tom, usageId } = await tomHasTrained();
    const eve = await studio.given.coach();
    const { rows } = await logged(studio, () =>
      oldApp.as(eve).form(PAGE, 'undo-session-usage', { member_id: tom.id, usage_id: usageId }),
    );
    expect(rows).toMatchObject([
      {
        action: 'session.undone',
        outcome: 'refused',
        code: 'not_your_member',
        actor_id: eve.id,
        member_id: tom.id,
        usage_id: usageId,
        status: 403,
      },
    ]);
  });
});
