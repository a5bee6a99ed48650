import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { OldApp, PAGE } from '../support/old-app.js';
import { expectInvalid, expectRefused, FOLDER, WAYS } from '../support/old-app-changes.js';
import { packageRow } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('corrections by the coaches’ page', () => {
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
      await expectRefused(
        studio,
        [409, 'Session usage has already been undone', 'already_undone'],
        undo,
      );
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
      await expectRefused(studio, not('usage_not_found'), undo(eve.id, usageId));
      await expectRefused(studio, not('usage_not_found'), undo(tom.id, 999_999_999));
      const rows = (await studio.api.as(ana).history(tom)).body.data;
      const grant = rows.find((row: { kind: string }) => row.kind === 'grant');
      await expectRefused(studio, not('not_undoable'), undo(tom.id, grant.id));
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
        await expectInvalid(studio, 'Usage ID and Member ID are required', () =>
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
        data: { new_session_count: 3, adjustment: -2, previous_count: 5, rate_type: 'package' },
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

    it('corrects the count of the package with the named coach', async () => {
      const { given } = studio;
      const ben = await given.coach();
      const staff = oldApp.as(await given.staff());
      const tom = await given.member({ coach: ana, remaining: 3 });
      const withBen = await given.package(tom, { coach: ben, remaining: 9 });
      const adjust = (app: OldApp, coach_id: unknown) => () =>
        app.post(PAGE, 'adjust-session-count', { member_id: tom.id, coach_id, adjustment: 1 });
      expect((await adjust(staff, ben.id)()).body.data).toEqual({
        new_session_count: 10,
        adjustment: 1,
        previous_count: 9,
        rate_type: 'package',
      });
      expect(await packageRow(studio, withBen.id)).toMatchObject({ remaining: 10 });
      expect(await packageRow(studio, tom.packageId)).toMatchObject({ remaining: 3 });
      const nobody = await given.coach();
      const words = 'No active session package found for this member';
      await expectRefused(studio, [404, words, 'no_active_package'], adjust(staff, nobody.id));
      await expectRefused(studio, [404, words, 'no_active_package'], adjust(staff, 2e9));
      // A coach corrects what is the coach's own, whatever is named.
      const own = 'Only your own packages with this member are yours.';
      const asAna = oldApp.as(ana);
      await expectRefused(studio, [403, own, 'not_your_member'], adjust(asAna, ben.id));
      await expectRefused(studio, [403, own, 'not_your_member'], adjust(asAna, 2e9));
      expect((await adjust(asAna, String(ana.id))()).body.data.previous_count).toBe(3);
      const id = 'coach_id must be a whole number from 1 to 2147483647.';
      await expectInvalid(studio, id, adjust(staff, 'abc'));
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
      await expectRefused(studio, [400, words, 'balance_below_zero'], () =>
        oldApp.as(ana).post(PAGE, 'adjust-session-count', { member_id: tom.id, adjustment: -4 }),
      );
    });

    it('finds no package where none can be corrected', async () => {
      const tom = await studio.given.member({ coach: ana, rateType: 'monthly' });
      const words = 'No active session package found for this member';
      await expectRefused(studio, [404, words, 'no_active_package'], () =>
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
        await expectInvalid(studio, 'Member ID and adjustment amount are required', () =>
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
      await expectInvalid(studio, range, adjust({ adjustment: 1001 }));
      const text = 'reason must be plain text of at most 500 characters.';
      await expectInvalid(studio, text, adjust({ reason: 'x'.repeat(501) }));
      await expectInvalid(studio, text, adjust({ reason: 'a\u0000b' }));
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
