import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectInvalid, expectNothingDone, expectRefusal } from '../support/expectations.js';
import { changePackage, disconnect, packageRow } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

const TUESDAY_NOON = '2026-03-10T12:00:00Z';

describe('undoing a used session', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set(TUESDAY_NOON));
  afterAll(() => studio.close());

  /** Tom has trained today with Ana, and has `left` sessions left. */
  async function tomHasTrained(left = 4, more: { expiresInDays?: number } = {}) {
    const { api, given } = studio;
    const ana = await given.coach('Ana Silva');
    const tom = await given.member({ coach: ana, remaining: left + 1, ...more });
    const { usage } = (await api.as(tom).startWorkout(tom)).body;
    return { ana, tom, usageId: usage.id as number };
  }

  it('gives the session back, and says when, by whom and why', async () => {
    const { api, clock } = studio;
    const { ana, tom, usageId } = await tomHasTrained();
    clock.advance({ hours: 3 });

    const answer = await api.as(ana).undo(tom, usageId, { reason: ' Only said hello ' });

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      usage: {
        id: usageId,
        kind: 'automatic',
        usageDate: '2026-03-10',
        amount: -1,
        balanceAfter: 4,
        createdBy: { id: tom.id },
        undone: {
          at: '2026-03-10T15:00:00.000Z',
          by: { id: ana.id, name: 'Ana Silva', role: 'coach' },
          reason: 'Only said hello',
        },
      },
      package: { id: tom.packageId, remaining: 5, state: 'active', version: 3 },
    });
    expect(answer.body).not.toHaveProperty('notice');
  });

  it('keeps the row in the history, marked', async () => {
    const { api } = studio;
    const { ana, tom, usageId } = await tomHasTrained();
    const { usage } = (await api.as(ana).undo(tom, usageId)).body;
    expect(usage.undone.reason).toBeNull();

    const { data } = (await api.as(ana).history(tom, '?kind=automatic')).body;

    expect(data).toEqual([usage]);
  });

  it('works for sessions added by hand, and for days long gone', async () => {
    const { api, clock } = studio;
    const { ana, tom } = await tomHasTrained();
    const added = await api.as(ana).addUsage(tom, { usageDate: '2025-12-24' });
    clock.advance({ days: 200 });
    const answer = await api.as(ana).undo(tom, added.body.usage.id);
    expect(answer.body).toMatchObject({
      usage: { kind: 'manual', usageDate: '2025-12-24' },
      package: { remaining: 4 },
    });
  });

  it('works once', async () => {
    const { api, given } = studio;
    const { ana, tom, usageId } = await tomHasTrained();
    await api.as(ana).undo(tom, usageId);
    for (const person of [ana, await given.admin()]) {
      await expectRefusal(studio, 'already_undone', () => api.as(person).undo(tom, usageId));
    }
    expect(await packageRow(studio, tom.packageId)).toMatchObject({ remaining: 5, version: 3 });
  });

  it('leaves the day free for a session by hand, and each undo is its own', async () => {
    const { api } = studio;
    const { ana, tom, usageId } = await tomHasTrained();
    await api.as(ana).undo(tom, usageId);
    const again = await api.as(ana).addUsage(tom);
    expect(again.status).toBe(201);

    await expectRefusal(studio, 'already_undone', () => api.as(ana).undo(tom, usageId));
    const second = await api.as(ana).undo(tom, again.body.usage.id);
    expect(second.body.package.remaining).toBe(5);
    const workout = await expectNothingDone(studio, () => api.as(tom).startWorkout(tom));
    expect(workout.body.reason).toBe('undone_today');
  });

  it('makes a drained package active again, for PHP too', async () => {
    const { api, clock } = studio;
    const { ana, tom, usageId } = await tomHasTrained(0);
    expect(await packageRow(studio, tom.packageId)).toMatchObject({ status: 'expired' });

    const answer = await api.as(ana).undo(tom, usageId);

    expect(answer.body.package).toMatchObject({ remaining: 1, state: 'active' });
    expect(await packageRow(studio, tom.packageId)).toEqual({
      status: 'active',
      remaining: 1,
      version: 3,
    });
    clock.advance({ days: 1 });
    expect((await api.as(tom).startWorkout(tom)).body.deducted).toBe(true);
  });

  it('gives a package past its date the session back, and says that it stays expired', async () => {
    const { api, clock } = studio;
    const { ana, tom, usageId } = await tomHasTrained(0, { expiresInDays: 1 });
    clock.advance({ days: 2 });

    const answer = await api.as(ana).undo(tom, usageId);

    expect(answer.status).toBe(200);
    expect(answer.body.package).toMatchObject({ remaining: 1, state: 'expired' });
    expect(answer.body.notice).toMatch(/past its date/);
    expect(await packageRow(studio, tom.packageId)).toMatchObject({ status: 'expired' });
    await expectRefusal(studio, 'package_expired', () => api.as(tom).startWorkout(tom));

    // Extending it is the second, visible act.
    const one = { id: tom.packageId, memberId: tom.id };
    await changePackage(studio, one, { expiresAt: '2026-04-30T00:00:00Z' });
    expect((await api.as(tom).startWorkout(tom)).body.package.remaining).toBe(0);
  });

  it('gives a package back what it had, whichever would be next', async () => {
    const { api, given } = studio;
    const { ana, tom, usageId } = await tomHasTrained();
    const soon = await given.package(tom, { coach: ana, expiresInDays: 2, remaining: 3 });
    const answer = await api.as(ana).undo(tom, usageId);
    expect(answer.body.package).toMatchObject({ id: tom.packageId, remaining: 5 });
    expect(await packageRow(studio, soon.id)).toMatchObject({ remaining: 3, version: 1 });
  });

  it('does not bring an ended subscription back', async () => {
    const { api, given } = studio;
    const { tom, usageId } = await tomHasTrained();
    await disconnect(studio, { id: tom.packageId, memberId: tom.id });
    const answer = await api.as(await given.staff()).undo(tom, usageId);
    expect(answer.body.package).toMatchObject({ remaining: 5, state: 'disconnected' });
    expect(await packageRow(studio, tom.packageId)).toMatchObject({ status: 'disconnected' });
  });

  it('works for a usage that the legacy system wrote', async () => {
    const { api, given, sql } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    // As PHP does it: the count, then the row.
    await sql('UPDATE coach_member_list SET remaining_sessions = 4 WHERE id = ?', [tom.packageId]);
    await sql('INSERT INTO coach_usage_history (coach_member_id, usage_date) VALUES (?, ?)', [
      tom.packageId,
      '2026-03-10',
    ]);
    const [row] = await sql<{ id: number }>('SELECT MAX(id) AS id FROM coach_usage_history');

    const answer = await api.as(ana).undo(tom, row?.id ?? 0);

    expect(answer.body).toMatchObject({
      usage: { kind: 'automatic', usageDate: '2026-03-10', undone: { by: { id: ana.id } } },
      package: { id: tom.packageId, remaining: 5 },
    });
  });

  it('is for usages: grants and adjustments are corrected by adjustments', async () => {
    const { api } = studio;
    const { ana, tom } = await tomHasTrained();
    await api.as(ana).adjust(tom, { adjustment: 2, reason: 'A present' });
    const { data } = (await api.as(ana).history(tom)).body;
    const others = data.filter((row: { kind: string }) => row.kind !== 'automatic');
    expect(others.map((row: { kind: string }) => row.kind)).toEqual(['adjustment', 'grant']);
    for (const { id } of others) {
      await expectRefusal(studio, 'not_undoable', () => api.as(ana).undo(tom, id));
    }
  });

  it('knows only the usages of this member, and of the coach’s own packages', async () => {
    const { api, given } = studio;
    const { ana, tom, usageId } = await tomHasTrained();
    const ben = await given.coach();
    const eve = await given.member({ coach: ana });
    await given.package(tom, { coach: ben });
    const withBen = (await api.as(ben).startWorkout(tom)).body.usage.id;
    const staff = await given.staff();
    const refused: [typeof ana, { id: number }, number][] = [
      [ana, tom, withBen],
      [ana, eve, usageId],
      [ana, tom, 999_999],
      [staff, eve, usageId],
      [staff, tom, 999_999],
    ];
    for (const [person, member, id] of refused) {
      await expectRefusal(studio, 'usage_not_found', () => api.as(person).undo(member, id));
    }
    expect((await api.as(staff).undo(tom, withBen)).status).toBe(200);
  });

  it('is for the people who work here, each within their reach', async () => {
    const { api, given } = studio;
    const { tom, usageId } = await tomHasTrained();
    const eve = await given.coach();
    const staff = await given.staff();
    await expectRefusal(studio, 'forbidden', () => api.as(tom).undo(tom, usageId));
    await expectRefusal(studio, 'not_your_member', () => api.as(eve).undo(tom, usageId));
    await expectRefusal(studio, 'not_your_member', () => api.as(eve).undo({ id: 999_999 }, 1));
    await expectRefusal(studio, 'member_not_found', () => api.as(staff).undo(eve, usageId));
    expect(await api.undo(tom, usageId)).toBeProblem('not_signed_in');
  });

  it('takes a reason of up to 500 characters, and nothing that is none', async () => {
    const { api } = studio;
    const { ana, tom, usageId } = await tomHasTrained();
    for (const reason of ['', '  ', null, 7, ['a'], 'x'.repeat(501), 'a\u0007b']) {
      await expectInvalid(studio, 'reason', () => api.as(ana).undo(tom, usageId, { reason }));
    }
    const reason = 'ü'.repeat(500);
    const answer = await api.as(ana).undo(tom, usageId, { reason });
    expect(answer.body.usage.undone.reason).toBe(reason);
  });

  it.each(['0', '-1', '1.5', 'abc', '2147483648', '1%20'])(
    'finds no usage at the URL %s',
    async (id) => {
      const { api } = studio;
      const { ana, tom } = await tomHasTrained();
      await expectInvalid(studio, 'usageId', () =>
        api.as(ana).post(`/members/${tom.id}/sessions/${id}/undo`),
      );
    },
  );
});
