import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Settings } from '../../src/settings/settings.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { expectRefusal, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';

const BOTH = { coach: 'approved', staff: 'approved' };
const ONE_SIDE = { coach: 'approved', staff: 'pending' };

describe('what coaches sell', () => {
  let studio: Studio;
  let ana: TestPerson;
  let ben: TestPerson;
  let desk: Api;
  let tom: GivenMember;

  beforeAll(async () => {
    studio = await openStudio();
    const { given, api } = studio;
    [ana, ben, desk] = [await given.coach(), await given.coach(), api.as(await given.staff())];
  });
  beforeEach(async () => {
    tom = await studio.given.member({ coach: ana, remaining: 0 });
  });
  afterAll(async () => {
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const sell = (body: object = {}, api = studio.api.as(ana), member: { id: number } = tom) =>
    api.post(`/members/${member.id}/packages`, { coachId: ana.id, sessions: 5, ...body });
  const columns = async (id: number) =>
    (await studio.sql('SELECT * FROM coach_member_list WHERE id = ?', [id]))[0];

  it('is nothing where the studio has not set it, whatever they send', async () => {
    expect(studio.app.get(Settings).values.coachSales).toBe('off');
    for (const body of [{}, { approvals: ONE_SIDE }, { coachId: ben.id }]) {
      await expectRefusal(studio, 'coach_sales_off', () => sell(body));
    }
    expect((await sell({}, desk)).status).toBe(201);
  });

  it('can be used at once where they sell', async () => {
    await set(studio, { coachSales: 'sell' });
    const { answer, rows } = await logged(studio, () => sell({ reason: 'as agreed' }));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ state: 'active', remaining: 5, approvals: BOTH });
    expect(rows).toMatchObject([
      {
        ...{ action: 'package.granted', outcome: 'done', actor_id: ana.id, actor_role: 'coach' },
        ...{ member_id: tom.id, coach_id: ana.id, reason: 'as agreed' },
      },
    ]);
    const handled = { handled_by_coach: ana.id, handled_by_staff: null };
    expect(await columns(answer.body.id)).toMatchObject(handled);
    expect((await studio.api.as(tom).startWorkout(tom)).body.deducted).toBe(true);
    expect(await columns((await sell({}, desk)).body.id)).toMatchObject({ handled_by_coach: null });
  });

  it('waits for the desk where they ask', async () => {
    await set(studio, { coachSales: 'request' });
    const { body } = await sell();
    expect(body).toMatchObject({ state: 'pending', approvals: ONE_SIDE });
    const workout = () => studio.api.as(tom).startWorkout(tom);
    expect((await workout()).status).toBe(409);
    expect((await desk.member(tom)).body.attention).toContain('waiting');
    // Nobody approves their own sale.
    const path = `/members/${tom.id}/packages/${body.id}`;
    const approve = (api: Api) => api.patch(path, { approvals: { staff: 'approved' } });
    expect(await approve(studio.api.as(ana))).toBeProblem('forbidden');
    expect((await approve(desk)).body).toMatchObject({ state: 'active' });
    expect((await workout()).body.deducted).toBe(true);
  });

  it('is theirs alone: their packages, to their members, without the desk’s say', async () => {
    const uma = await studio.given.member({ coach: ben });
    for (const coachSales of ['sell', 'request'] as const) {
      await set(studio, { coachSales });
      await expectRefusal(studio, 'not_your_member', () => sell({ coachId: ben.id }));
      await expectRefusal(studio, 'not_your_member', () => sell({}, undefined, uma));
      for (const approvals of [{}, BOTH, { coach: 'pending' }]) {
        await expectRefusal(studio, 'forbidden', () => sell({ approvals }));
      }
    }
    expect((await sell({ approvals: ONE_SIDE }, desk)).body).toMatchObject({ approvals: ONE_SIDE });
    expect(await sell({}, studio.api.as(tom))).toBeProblem('forbidden');
  });

  it('is told to clients, and known to another process soon', async () => {
    await set(studio, { coachSales: 'off' });
    const now = studio.clock.now().toISOString();
    const other = await openStudio({ databaseUrl: studio.databaseUrl, now });
    await set(studio, { coachSales: 'sell' });
    expect((await studio.api.get('/studio')).body.rules.coachSales).toBe('sell');
    expect(await sell({}, other.api.as(ana))).toBeProblem('coach_sales_off');
    await other.app.get(Settings).readNow();
    expect((await sell({}, other.api.as(ana))).status).toBe(201);
    await other.close();
  });
});
