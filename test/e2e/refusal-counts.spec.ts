import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Cleanup } from '../../src/audit/cleanup.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import { logOf, type LogRow } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { readMetrics } from '../support/metrics.js';
import { openStudio, type Studio } from '../support/studio.js';
import { trafficOf } from '../support/traffic.js';

/** As where an operator sets nothing. */
const env = { REFUSALS_LOGGED_PER_HOUR: '' };
const EACH = 20;
const OF_PERSON = 200;

describe('refusals again and again', () => {
  let studio: Studio;
  let tom: GivenMember;
  let ana: TestPerson;
  let stranger: TestPerson;
  let day = 0;

  beforeAll(async () => {
    studio = await openStudio({ env });
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    const { given, clock } = studio;
    day += 1;
    clock.set(`2026-03-${String(day).padStart(2, '0')}T09:00:30Z`);
    ana = await given.coach();
    tom = await given.member({ coach: ana, remaining: 5 });
    stranger = await given.member({ coach: await given.coach() });
  });
  afterEach(async () => {
    const { holds, text } = await studio.app.get(VerifyService).verify();
    expect(holds, text).toBe(true);
    expect(await studio.sql('SELECT * FROM coach_refusal_count WHERE counted < 0')).toEqual([]);
  });

  /** Attempts of a person on members, so many at once. */
  async function floods(
    { id, role }: TestPerson,
    on: readonly { id: number }[],
    { atOnce = 10, of = studio } = {},
  ): Promise<void> {
    const api = of.api.as({ id, role });
    const left = [...on];
    const one = async () => {
      for (let next = left.pop(); next; next = left.pop())
        expect((await api.startWorkout(next)).status).toBe(403);
    };
    await Promise.all(Array.from({ length: atOnce }, one));
  }

  const times = (n: number, member: { id: number } = tom) => Array<{ id: number }>(n).fill(member);

  async function rowsOf({ id }: { id: number }): Promise<LogRow[]> {
    return (await logOf(studio)).filter((row) => row.actor_id === id && row.outcome !== 'done');
  }

  const counted = (rows: readonly LogRow[]) => rows.filter(({ after }) => after !== null);

  async function nextHour(): Promise<void> {
    studio.clock.advance({ hours: 1, minutes: 2 });
    await studio.app.get(Cleanup).runNow();
  }

  it('are counted, and one row says how often it was when the hour is over', async () => {
    const { api, given, clock } = studio;
    const coach = api.as(ana);
    const before = (await coach.activity()).text;
    await floods(stranger, times(150));
    clock.advance({ minutes: 30 });
    await floods(stranger, times(150));

    expect(await rowsOf(stranger)).toHaveLength(EACH);
    await studio.app.get(Cleanup).runNow();
    expect(await rowsOf(stranger), 'the hour goes on').toHaveLength(EACH);
    expect((await coach.activity()).text).toBe(before);

    await nextHour();
    await studio.app.get(Cleanup).runNow();
    const rows = await rowsOf(stranger);
    expect(rows).toHaveLength(EACH + 1);
    expect(rows.at(-1)).toMatchObject({
      ...{ action: 'session.deducted', outcome: 'refused', code: 'not_your_member', status: 403 },
      ...{ actor_id: stranger.id, actor_role: 'member', member_id: tom.id, coach_id: null },
      ...{ ip: null, request_id: null, before: null, after: { repetitions: 280 } },
    });
    expect(await studio.sql('SELECT * FROM coach_refusal_count')).toEqual([]);

    const [row, earlier] = (await api.as(await given.staff()).activity(`?memberId=${tom.id}`)).body
      .data;
    expect(row).toMatchObject({ repetitions: 280, before: null, after: null });
    expect(row.at).toBe(`2026-03-${String(day).padStart(2, '0')}T09:30:30.000Z`);
    expect(earlier).toMatchObject({ repetitions: null, code: 'not_your_member' });
    expect((await coach.activity()).text).toBe(before);
  });

  it('begin anew with the hour, the member, the action, the reason and the person', async () => {
    const { api, given, clock } = studio;
    const uma = await given.member({ coach: await given.coach() });
    await floods(stranger, [...times(25), ...times(25, uma)]);
    const asStranger = api.as(stranger);
    for (let n = 0; n < 25; n += 1) await asStranger.adjust(tom, { adjustment: 1, reason: 'x' });
    await floods(await given.member({ coach: await given.coach() }), times(3));
    expect(await rowsOf(stranger)).toHaveLength(3 * EACH);

    clock.advance({ minutes: 60 });
    await floods(stranger, times(3));
    expect(await rowsOf(stranger)).toHaveLength(3 * EACH + 3);
    await nextHour();
    const ends = counted(await rowsOf(stranger));
    expect(
      ends.map(({ action, member_id, code, after }) => [action, member_id, code, after]),
    ).toEqual(
      expect.arrayContaining([
        ['session.deducted', tom.id, 'not_your_member', { repetitions: 5 }],
        ['session.deducted', uma.id, 'not_your_member', { repetitions: 5 }],
        ['balance.adjusted', tom.id, 'forbidden', { repetitions: 5 }],
      ]),
    );
    expect(ends).toHaveLength(3);
  });

  it('of who tries ever more members are as few rows, in the log and beside it', async () => {
    const ids = Array.from({ length: 300 }, (_, n) => ({ id: 1_000_000 + n }));
    await floods(stranger, [...ids, ...times(25)]);
    expect(await rowsOf(stranger)).toHaveLength(OF_PERSON);
    const counts = await studio.sql('SELECT * FROM coach_refusal_count');
    expect(counts.length).toBeLessThanOrEqual(OF_PERSON + 2);
    await nextHour();
    const rows = counted(await rowsOf(stranger));
    const sum = rows.reduce(
      (all, { after }) => all + (after as { repetitions: number }).repetitions,
      0,
    );
    expect(sum).toBe(325 - OF_PERSON);
    expect(rows.length).toBeLessThanOrEqual(2);
    expect(rows.map(({ member_id }) => member_id)).toContain(null);
  });

  it('are counted right from 32 at once, in two processes, and after a new start', async () => {
    const { databaseUrl, clock } = studio;
    const now = clock.now().toISOString();
    if (isServerDatabase()) {
      const second = await openStudio({ databaseUrl, env, now });
      await Promise.all([
        floods(stranger, times(96), { atOnce: 32 }),
        floods(stranger, times(64), { atOnce: 32, of: second }),
      ]);
      await second.close();
    } else {
      await floods(stranger, times(160), { atOnce: 32 });
    }
    const third = await openStudio({ databaseUrl, env, now });
    await floods(stranger, times(10), { of: third });
    expect(await rowsOf(stranger)).toHaveLength(EACH);

    // Both write what has ended: once.
    third.clock.advance({ hours: 2 });
    clock.advance({ hours: 2 });
    await Promise.all([studio, third].map(({ app }) => app.get(Cleanup).runNow()));
    await third.close();
    expect(counted(await rowsOf(stranger))).toMatchObject([{ after: { repetitions: 150 } }]);
  });

  it('cost a small statement each beyond the limit', async () => {
    await floods(stranger, times(EACH + 1));
    const api = studio.api.as(stranger);
    const { messages } = await trafficOf(studio, () => api.startWorkout(tom));
    const writes = messages.flat().filter((sql) => /^\s*(INSERT|UPDATE|DELETE)/.test(sql));
    expect(writes).toEqual([expect.stringMatching(/^UPDATE coach_refusal_count /)]);
  });

  it('are all in the metrics', async () => {
    const before = await readMetrics(studio.api);
    await floods(stranger, times(50));
    const after = await readMetrics(studio.api);
    const grown = (logged: string) => {
      const name = `coach_refusals_total{logged="${logged}"}`;
      return (after.get(name) ?? 0) - (before.get(name) ?? 0);
    };
    expect([grown('row'), grown('count')]).toEqual([EACH, 30]);
  });
});
