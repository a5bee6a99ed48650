import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectInvalid, expectRefusal } from '../support/expectations.js';
import { disconnect, packageRow } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

const TUESDAY_NOON = '2026-03-10T12:00:00Z';
const reason = 'Counted wrong';

/** Nothing to be seen, and text that shows other than it is. */
const UNREADABLE = ['\u200b\u2060', '\u3164', 'gift \u202e tfig'];

describe('adjusting a balance', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set(TUESDAY_NOON));
  afterAll(() => studio.close());

  async function tomOfAna(remaining = 5) {
    const { given } = studio;
    const ana = await given.coach('Ana Silva');
    return { ana, tom: await given.member({ coach: ana, remaining }) };
  }

  it.each([
    [2, 7],
    [-2, 3],
    [-5, 0],
    [1000, 1005],
  ])('moves the count by %i', async (adjustment, remaining) => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna();

    const answer = await api.as(ana).adjust(tom, { adjustment, reason: ` ${reason}\n` });

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      usage: {
        kind: 'adjustment',
        packageId: tom.packageId,
        usageDate: null,
        amount: adjustment,
        balanceAfter: remaining,
        reason,
        createdBy: { id: ana.id, name: 'Ana Silva', role: 'coach' },
        undone: null,
      },
      package: { id: tom.packageId, remaining, granted: 5, version: 2 },
    });
    expect(await packageRow(studio, tom.packageId)).toMatchObject({ remaining, version: 2 });
  });

  it('uses no day: a workout is counted besides, and several a day are allowed', async () => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna();
    await api.as(ana).adjust(tom, { adjustment: -1, reason });
    await api.as(ana).adjust(tom, { adjustment: -1, reason });
    const workout = await api.as(tom).startWorkout(tom);
    expect(workout.body).toMatchObject({ deducted: true, package: { remaining: 2 } });
  });

  it.each([0, 1001, -1001, 1.5, -0.1, 1e300, 2 ** 53, '2', '', null, true, [1], {}])(
    'takes no adjustment like %j',
    async (adjustment) => {
      const { api } = studio;
      const { ana, tom } = await tomOfAna();
      await expectInvalid(studio, 'adjustment', () =>
        api.as(ana).adjust(tom, { adjustment, reason }),
      );
    },
  );

  it('needs a number', async () => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna();
    await expectInvalid(studio, 'adjustment', () => api.as(ana).adjust(tom, { reason }));
  });

  it.each([undefined, null, '', ' \n\t ', 5, ['x'], 'x'.repeat(501), 'NUL \u0000', ...UNREADABLE])(
    'needs a reason, not %j',
    async (nothing) => {
      const { api } = studio;
      const { ana, tom } = await tomOfAna();
      await expectInvalid(studio, 'reason', () =>
        api.as(ana).adjust(tom, { adjustment: 1, reason: nothing }),
      );
    },
  );

  it.each([
    'x',
    'x'.repeat(500),
    ` ${'x'.repeat(500)} `,
    '🏋️ ñ ‘quoted’; DROP TABLE -- \\',
    'תודה 👩‍👧',
  ])('keeps a reason as it was written', async (text) => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna();
    const answer = await api.as(ana).adjust(tom, { adjustment: 1, reason: text });
    expect(answer.body.usage.reason).toBe(text.trim());
    const { data } = (await api.as(ana).history(tom, '?kind=adjustment')).body;
    expect(data[0].reason).toBe(text.trim());
  });

  it('ends at 0, and says what is left', async () => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna(3);
    const answer = await expectRefusal(studio, 'balance_below_zero', () =>
      api.as(ana).adjust(tom, { adjustment: -4, reason }),
    );
    expect(answer.body.balance).toBe(3);
    expect(answer.body.message).toContain('3');
  });

  it('ends at a million', async () => {
    const { api, sql } = studio;
    const { ana, tom } = await tomOfAna();
    await sql(
      'UPDATE coach_member_list SET remaining_sessions = ?, granted_sessions = ? WHERE id = ?',
      [999_999, 999_999, tom.packageId],
    );
    const answer = await expectRefusal(studio, 'balance_too_large', () =>
      api.as(ana).adjust(tom, { adjustment: 2, reason }),
    );
    expect(answer.body.balance).toBe(999_999);
    const million = await api.as(ana).adjust(tom, { adjustment: 1, reason });
    expect(million.body.package.remaining).toBe(1_000_000);
  });

  it('holds only for the balance that it was decided on, where one is named', async () => {
    const { api, given } = studio;
    const { ana, tom } = await tomOfAna();
    const staff = api.as(await given.staff());
    const mend = { adjustment: 1, reason, expectedBalance: 5 };
    expect((await api.as(ana).adjust(tom, mend)).body.package.remaining).toBe(6);

    const second = await expectRefusal(studio, 'balance_changed', () => staff.adjust(tom, mend));

    expect(second.body.balance).toBe(6);
    const empty = { adjustment: -6, reason, expectedBalance: 6 };
    expect((await staff.adjust(tom, empty)).body.package.remaining).toBe(0);
    const fill = { adjustment: 1, reason, expectedBalance: 0 };
    expect((await staff.adjust(tom, fill)).body.package.remaining).toBe(1);
  });

  it('says that the balance has changed before it says that it would be too low', async () => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna(2);
    await expectRefusal(studio, 'balance_changed', () =>
      api.as(ana).adjust(tom, { adjustment: -3, reason, expectedBalance: 3 }),
    );
  });

  it.each([-1, 1.5, '5', null, 1_000_001])('takes no expectedBalance like %j', async (balance) => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna();
    await expectInvalid(studio, 'expectedBalance', () =>
      api.as(ana).adjust(tom, { adjustment: 1, reason, expectedBalance: balance }),
    );
  });

  it('turns the legacy status: expired at 0, active above', async () => {
    const { api } = studio;
    const { ana, tom } = await tomOfAna(2);
    const steps = [
      { adjustment: -1, status: 'active', state: 'active' },
      { adjustment: -1, status: 'expired', state: 'exhausted' },
      { adjustment: 3, status: 'active', state: 'active' },
    ];
    for (const { adjustment, status, state } of steps) {
      const body = { adjustment, reason, packageId: tom.packageId };
      const answer = await api.as(ana).adjust(tom, body);
      expect(answer.body.package.state).toBe(state);
      expect(await packageRow(studio, tom.packageId)).toMatchObject({ status });
    }
  });

  it('does not revive what is past its date, has ended or waits for approval', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const admin = api.as(await given.admin());
    const late = await given.member({ coach: ana, remaining: 0, expiresInDays: 1 });
    const gone = await given.member({ coach: ana, remaining: 0 });
    await disconnect(studio, { id: gone.packageId, memberId: gone.id });
    const approvals = { coach: 'pending' };
    const pending = await given.member({ coach: ana, remaining: 0, approvals });
    clock.advance({ days: 2 });
    const cases = [
      { member: late, state: 'expired', status: 'expired' },
      { member: gone, state: 'disconnected', status: 'disconnected' },
      { member: pending, state: 'pending', status: 'expired' },
    ];
    for (const { member, state, status } of cases) {
      const { packageId } = member;
      const answer = await admin.adjust(member, { adjustment: 2, reason, packageId });
      expect(answer.body.package).toMatchObject({ remaining: 2, state });
      expect(await packageRow(studio, packageId)).toMatchObject({ status, remaining: 2 });
    }
  });
});
