import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AddedRefusals } from '../../src/audit/added-refusals.service.js';
import { Cleanup } from '../../src/audit/cleanup.service.js';
import type { TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import { logOf, type LogRow } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { readMetrics } from '../support/metrics.js';
import { openStudio, type Studio } from '../support/studio.js';
import { withSending } from '../support/traffic.js';

const ENOUGH = 20;

describe('reads that one person is refused', () => {
  let studio: Studio;
  let ana: TestPerson;
  let uma: GivenMember;
  let day = 0;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    const { given, clock } = studio;
    day += 1;
    clock.set(`2026-03-${String(day).padStart(2, '0')}T09:12:00Z`);
    ana = await given.coach('Ana Silva');
    uma = await given.member({ coach: await given.coach() });
  });

  /** Walks through the ids of members. */
  async function walk({ id, role }: TestPerson, times: number, of = studio): Promise<void> {
    const api = of.api.as({ id, role });
    for (let n = 0; n < times; n += 1)
      expect(await api.get(`/members/${1_000_000 + n}`)).toBeProblem('not_your_member');
    await of.app.get(AddedRefusals).settled();
  }

  /** Asks 32 at once for what is for admins alone, which no database has to be asked for. */
  async function storm({ id, role }: TestPerson, of = studio): Promise<void> {
    const api = of.api.as({ id, role });
    const ask = async () => {
      for (let n = 0; n < 5; n += 1)
        expect(await api.get('/auth/device-tokens')).toBeProblem('forbidden');
    };
    await Promise.all(Array.from({ length: 32 }, ask));
    await of.app.get(AddedRefusals).settled();
  }

  async function rowsOf({ id }: { id: number }): Promise<LogRow[]> {
    return (await logOf(studio)).filter((row) => row.actor_id === id && row.outcome !== 'done');
  }

  it('are a row from the twentieth within an hour on, and one alone', async () => {
    const { clock } = studio;
    await walk(ana, ENOUGH - 1);
    expect(await rowsOf(ana)).toEqual([]);
    clock.advance({ minutes: 30 });
    await walk(ana, 1);
    const since = `2026-03-${String(day).padStart(2, '0')}T09:12:00.000Z`;
    const row = {
      ...{ action: 'auth.reads_refused', outcome: 'refused', code: 'not_your_member', status: 403 },
      ...{ actor_id: ana.id, actor_role: 'coach', member_id: null, coach_id: null },
      ...{ ip: '127.0.0.1', method: 'GET', route: '/api/v1/members/:memberId', before: null },
      after: { refusals: ENOUGH, since },
    };
    expect(await rowsOf(ana)).toMatchObject([row]);
    await walk(ana, 50);
    expect(await rowsOf(ana)).toHaveLength(1);

    clock.advance({ minutes: 20 });
    await studio.app.get(Cleanup).runNow();
    await walk(ana, ENOUGH - 1);
    expect(await rowsOf(ana), 'the next hour').toHaveLength(1);
    await walk(ana, 1);
    expect((await rowsOf(ana)).map(({ after }) => after)).toMatchObject([{ since }, {}]);
  });

  it('are one row, however many are refused at once, and in two processes', async () => {
    const { databaseUrl, clock } = studio;
    await storm(ana);
    expect(await rowsOf(ana)).toHaveLength(1);
    const second = await openStudio({ databaseUrl, now: clock.now().toISOString() });
    const ben = await studio.given.coach();
    // The embedded database has one process at a time: a new start counts from the beginning.
    if (isServerDatabase()) await Promise.all([storm(ben), storm(ben, second)]);
    else for (const one of [studio, second]) await storm(ben, one);
    await storm(ana, second);
    await second.close();
    expect(await rowsOf(ben)).toHaveLength(1);
    expect(await rowsOf(ana)).toHaveLength(1);
  });

  it('are of each person by themselves, whatever they asked for', async () => {
    const { api, given, sql } = studio;
    const [tom, staff] = [await given.member(), await given.staff()];
    await walk(ana, ENOUGH - 1);
    await walk(tom, ENOUGH - 1);
    await api.as(tom).get('/auth/device-tokens');
    for (let n = 0; n < ENOUGH; n += 1) await api.as(staff).get('/members/2000000001');
    await studio.app.get(AddedRefusals).settled();
    expect(await rowsOf(ana)).toEqual([]);
    expect(await rowsOf(tom)).toMatchObject([{ code: 'forbidden', actor_role: 'member' }]);
    expect(await rowsOf(staff)).toMatchObject([{ code: 'member_not_found', status: 404 }]);
    const kept = await sql('SELECT actor_id FROM coach_refusal_count WHERE actor_id >= ?', [
      ana.id,
    ]);
    expect(kept.map(({ actor_id: id }) => id)).toEqual([tom.id, staff.id]);
  });

  it('are no changes, no mistakes, and nothing that a person may see', async () => {
    const coach = studio.api.as(ana);
    for (let n = 0; n < ENOUGH; n += 1) {
      expect(await coach.startWorkout(uma)).toBeProblem('not_your_member');
      expect((await coach.get('/members/none')).status).toBe(400);
      expect((await coach.get('/nowhere')).status).toBe(404);
      expect((await coach.get('/members')).status).toBe(200);
    }
    await walk(ana, ENOUGH - 1);
    const rows = await rowsOf(ana);
    expect(new Set(rows.map(({ action }) => action))).toEqual(new Set(['session.deducted']));
  });

  it('are shown to staff and admins alone', async () => {
    const { api, given } = studio;
    const tom = await given.member({ coach: ana });
    await walk(ana, ENOUGH);
    await walk(tom, ENOUGH);
    for (const desk of [await given.staff(), await given.admin()]) {
      const { body } = await api.as(desk).activity('?action=auth.reads_refused&limit=2');
      expect(body.data).toMatchObject([
        { actor: { id: tom.id }, repetitions: null, ip: '127.0.0.1' },
        { actor: { id: ana.id, name: 'Ana Silva' }, code: 'not_your_member', memberId: null },
      ]);
    }
    for (const query of ['', '?action=auth.reads_refused', `?actorId=${ana.id}`]) {
      for (const coach of [ana, await given.coach()]) {
        expect((await api.as(coach).activity(query)).text).not.toContain('reads_refused');
      }
    }
    expect((await api.as(ana).activity(`?memberId=${tom.id}`)).text).not.toContain('_refused');
    expect((await api.as(tom).activity()).status).toBe(403);
  });

  it('are all in the metrics, by code', async () => {
    const name = (code: string) => `coach_reads_refused_total{code="${code}"}`;
    const before = await readMetrics(studio.api);
    await walk(ana, ENOUGH + 5);
    await studio.api.as(ana).get('/auth/device-tokens');
    await studio.api.as(ana).startWorkout(uma);
    const after = await readMetrics(studio.api);
    const grown = (code: string) => (after.get(name(code)) ?? 0) - (before.get(name(code)) ?? 0);
    expect([grown('not_your_member'), grown('forbidden')]).toEqual([ENOUGH + 5, 1]);
  });

  it('are answered as before where the row cannot be written, which is tried later', async () => {
    let tries = 0;
    await withSending(
      studio,
      () => storm(ana),
      async (send, statements) => {
        if (!statements.some(({ sql }) => sql.includes('coach_refusal_count')))
          return send(statements);
        tries += 1;
        throw new Error('no such table');
      },
    );
    expect([tries, await rowsOf(ana)]).toEqual([1, []]);
    await walk(ana, 1);
    expect(await rowsOf(ana)).toEqual([]);
    studio.clock.advance({ minutes: 1 });
    await walk(ana, 1);
    expect(await rowsOf(ana)).toHaveLength(1);
  });
});
