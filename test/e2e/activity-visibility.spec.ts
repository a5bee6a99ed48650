import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

interface Row {
  readonly memberId: number | null;
  readonly action: string;
  readonly outcome: string;
  readonly actor: { id: number | null };
}

describe('who sees what of the activity log', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  async function rowsFor(person: Parameters<Studio['api']['as']>[0], query = ''): Promise<Row[]> {
    const answer = await studio.api.as(person).activity(`?limit=100${query}`);
    expect(answer.status).toBe(200);
    return answer.body.data as Row[];
  }

  it('a coach sees what concerns the assigned members, and nothing else', async () => {
    const { api, given } = studio;
    const [ana, ben] = [await given.coach(), await given.coach()];
    const tom = await given.member({ coach: ana });
    const uma = await given.member({ coach: ben });
    await api.as(ana).startWorkout(tom);
    await api.as(ben).startWorkout(uma);

    const rows = await rowsFor(ana);
    expect(rows.map((row) => row.action)).toContain('session.deducted');
    expect(new Set(rows.map((row) => row.memberId))).toEqual(new Set([tom.id]));
  });

  it('a coach who asks for a foreign or a missing member learns nothing', async () => {
    const { api, given } = studio;
    const ana = api.as(await given.coach());
    const uma = await given.member({ coach: await given.coach() });
    const [foreign, missing] = [
      await ana.activity(`?memberId=${uma.id}`),
      await ana.activity('?memberId=2000000001'),
    ];
    expect(foreign).toBeProblem('not_your_member');
    expect(missing).toBeProblem('not_your_member');
    const { requestId: _, ...ofForeign } = foreign.body as Record<string, unknown>;
    expect(missing.body).toMatchObject(ofForeign);
  });

  it('what concerns a member is gone with the assignment', async () => {
    const { api, given } = studio;
    const [ana, staff] = [await given.coach(), await given.staff()];
    const tom = await given.member({ coach: ana });
    await api.as(ana).startWorkout(tom);
    expect(await rowsFor(ana)).not.toEqual([]);

    const path = `/members/${tom.id}/packages/${tom.packageId}`;
    await api.as(staff).patch(path, { disconnected: true });
    expect(await rowsFor(ana)).toEqual([]);
    expect(await rowsFor(ana, `&packageId=${tom.packageId}`)).toEqual([]);
    expect(await rowsFor(staff, `&packageId=${tom.packageId}`)).not.toEqual([]);
  });

  it('no filter widens what a coach sees', async () => {
    const { api, given } = studio;
    const [ana, ben] = [await given.coach(), await given.coach()];
    const tom = await given.member({ coach: ana });
    const uma = await given.member({ coach: ben });
    const used = await api.as(ben).startWorkout(uma);
    expect(used.status).toBe(201);
    const filters = [
      `&actorId=${ben.id}`,
      `&packageId=${uma.packageId}`,
      '&action=session.deducted',
      '&action=auth.signed_in',
      '&from=2000-01-01&to=2100-01-01',
      '&outcome=done',
    ];
    for (const filter of filters) {
      const memberIds = (await rowsFor(ana, filter)).map((row) => row.memberId);
      expect(memberIds.filter((id) => id !== tom.id)).toEqual([]);
    }
  });

  it('a coach sees the own refused attempts on assigned members, not sign-ins', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 2 });
    await api.as(ana).adjust(tom, { adjustment: -9, reason: 'too much', packageId: tom.packageId });
    await api.as(ana).undo(tom, 999_999);

    const refused = (await rowsFor(ana)).filter((row) => row.outcome === 'refused');
    expect(refused.map((row) => row.action)).toEqual(['session.undone', 'balance.adjusted']);
    expect((await rowsFor(ana)).filter((row) => row.memberId === null)).toEqual([]);
  });

  it('a member never reads the log, not even of the own account', async () => {
    const { api, given } = studio;
    const tom = await given.member({ coach: await given.coach() });
    expect(await api.as(tom).activity()).toBeProblem('forbidden');
    expect(await api.as(tom).activity(`?memberId=${tom.id}`)).toBeProblem('forbidden');
  });

  it('staff and admins see what everybody did, with who tried what they were refused', async () => {
    const { api, given } = studio;
    const [ana, eve] = [await given.coach(), await given.coach('Eve Prober')];
    const tom = await given.member({ coach: ana });
    await api.as(ana).startWorkout(tom);
    await api.as(eve).startWorkout(tom);

    for (const person of [await given.staff(), await given.admin()]) {
      const rows = await rowsFor(person, `&memberId=${tom.id}`);
      expect(rows.map((row) => [row.action, row.outcome, row.actor.id])).toEqual([
        ['session.deducted', 'refused', eve.id],
        ['session.deducted', 'done', ana.id],
        ['package.granted', 'done', (await given.admin()).id],
      ]);
    }
  });
});
