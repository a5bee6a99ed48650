import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

/** Noon UTC is eight in the evening in Manila. */
const NOON = '2026-03-10T12:00:00.000Z';

/** A row of the history as another program writes it, at a local time and for no day. */
async function usageAt({ sql }: Studio, member: GivenMember, at: string): Promise<void> {
  await sql(
    `INSERT INTO coach_usage_history
       (coach_member_id, member_id, coach_id, created_at, adjustment_type, adjustment_amount,
        active_slot)
     SELECT id, member_id, coach_id, ?, 'external', 0, NULL FROM coach_member_list WHERE id = ?`,
    [at, member.packageId],
  );
}

/** A row of the activity log as PHP writes it. */
async function activityAt({ sql }: Studio, member: GivenMember, at: string): Promise<void> {
  await sql(
    `INSERT INTO admin_activity_log (action, details, member_id, created_at)
     VALUES ('legacy.note', 'by PHP', ?, ?)`,
    [member.id, at],
  );
}

/** The local times in a column, to the second, in the order of being written. */
async function timesIn({ sql }: Studio, table: string, column: string): Promise<string[]> {
  const text = `SUBSTR(${column}, 1, 19)`;
  const order = table === 'coach_idempotency_key' ? 'created_at' : 'id';
  const rows = await sql<{ at: string }>(
    `SELECT ${text} AS \`at\` FROM ${table} WHERE ${column} IS NOT NULL ORDER BY ${order}`,
  );
  return rows.map((row) => row.at);
}

describe('in a database of Manila time', () => {
  let studio: Studio;
  let ana: TestPerson;
  let admin: Api;

  beforeAll(async () => {
    studio = await openStudio({ now: NOON, env: { DATABASE_TIME_ZONE: 'Asia/Manila' } });
    ana = await studio.given.coach();
    admin = studio.api.as(await studio.given.admin());
  });
  beforeEach(() => studio.clock.set(NOON));
  afterAll(() => studio.close());

  it('what the product writes is local time in shared tables, and UTC in its own', async () => {
    const { api, given, clock } = studio;
    const tom = await given.member({ coach: ana, expiresInDays: 30 });
    clock.advance({ hours: 5 });
    const workout = await api.as(tom).startWorkout(tom);
    clock.advance({ minutes: 1 });
    await api.as(ana).undo(tom, workout.body.usage.id);

    const evening = '2026-03-10 20:00:00';
    const packages = 'coach_member_list';
    for (const column of ['requested_at', 'coach_approved_at', 'staff_approved_at']) {
      expect(await timesIn(studio, packages, column)).toEqual([evening]);
    }
    expect(await timesIn(studio, packages, 'expires_at')).toEqual(['2026-04-09 20:00:00']);
    const written = [evening, '2026-03-11 01:00:00'];
    expect(await timesIn(studio, 'coach_usage_history', 'created_at')).toEqual(written);
    expect(await timesIn(studio, 'coach_usage_history', 'undone_at')).toEqual([
      '2026-03-11 01:01:00',
    ]);
    expect(await timesIn(studio, 'admin_activity_log', 'created_at')).toEqual([
      ...written,
      '2026-03-11 01:01:00',
    ]);
    expect(await timesIn(studio, 'coach_idempotency_key', 'created_at')).toEqual([
      ...['2026-03-10 12:00:00', '2026-03-10 17:00:00', '2026-03-10 17:01:00'],
    ]);

    const [undone, granted] = (await api.as(tom).history(tom)).body.data;
    expect(granted.createdAt).toBe(NOON);
    expect(undone.createdAt).toBe('2026-03-10T17:00:00.000Z');
    expect(undone.undone.at).toBe('2026-03-10T17:01:00.000Z');
    const member = (await api.as(tom).member(tom)).body;
    expect(member.lastActivityAt).toBe('2026-03-10T17:01:00.000Z');
    expect(member.packages[0].expiresAt).toBe('2026-04-09T12:00:00.000Z');
    expect((await admin.activity(`?memberId=${tom.id}&limit=1`)).body.data[0].at).toBe(
      '2026-03-10T17:01:00.000Z',
    );
  });

  it('rows that PHP writes in local time are answered as the instants they mean', async () => {
    const { api, given, sql } = studio;
    const tom = await given.member({ coach: ana });
    await usageAt(studio, tom, '2026-03-10 23:05:00');
    await activityAt(studio, tom, '2026-03-11 00:30:00');
    await sql(
      `UPDATE coach_member_list SET requested_at = '2026-03-01 08:00:00',
              expires_at = '2026-12-31 23:59:59' WHERE id = ?`,
      [tom.packageId],
    );

    const [row] = (await api.as(ana).history(tom, '?kind=external')).body.data;
    expect(row.createdAt).toBe('2026-03-10T15:05:00.000Z');
    expect(row).not.toHaveProperty('position');
    const member = (await api.as(ana).member(tom)).body;
    expect(member.lastActivityAt).toBe('2026-03-10T15:05:00.000Z');
    expect(member.packages[0]).toMatchObject({
      requestedAt: '2026-03-01T00:00:00.000Z',
      expiresAt: '2026-12-31T15:59:59.000Z',
    });
    const [note] = (await admin.activity(`?memberId=${tom.id}`)).body.data;
    expect(note).toMatchObject({ action: 'legacy.note', at: '2026-03-10T16:30:00.000Z' });
    expect(note).not.toHaveProperty('position');
  });

  it('a package ends at the local time that PHP wrote, not eight hours later', async () => {
    const { api, given, clock, sql } = studio;
    const kim = await given.member({ coach: ana, remaining: 2, name: 'Kim Endsatnoon' });
    await sql(`UPDATE coach_member_list SET expires_at = '2026-03-10 20:00:00' WHERE id = ?`, [
      kim.packageId,
    ]);
    const balances = async () => {
      const found: string[] = [];
      for (const balance of ['low', 'empty']) {
        const { data } = (await admin.get(`/members?search=Endsatnoon&balance=${balance}`)).body;
        if (data.length > 0) found.push(balance);
      }
      return found;
    };

    clock.set('2026-03-10T11:59:59Z');
    expect(await balances()).toEqual(['low']);
    const { deducted, usage } = (await api.as(kim).startWorkout(kim)).body;
    expect(deducted).toBe(true);
    await api.as(ana).undo(kim, usage.id);
    clock.set(NOON);
    expect(await balances()).toEqual(['empty']);
    expect(await api.as(ana).addUsage(kim)).toBeProblem('package_expired');
    expect((await api.as(kim).member(kim)).body.packages[0].state).toBe('expired');
  });

  it('changing a package leaves its other times as they were', async () => {
    const { given, sql } = studio;
    const tom = await given.member({ coach: ana });
    const expiresAt = '2026-06-30T15:59:59.000Z';
    const path = `/members/${tom.id}/packages/${tom.packageId}`;
    const columns = 'requested_at, coach_approved_at, staff_approved_at';
    const timesOf = async () =>
      sql(`SELECT ${columns} FROM coach_member_list WHERE id = ?`, [tom.packageId]);
    const before = await timesOf();
    expect((await admin.patch(path, { expiresAt })).body.expiresAt).toBe(expiresAt);
    expect(await timesOf()).toEqual(before);
    expect((await timesIn(studio, 'coach_member_list', 'expires_at')).at(-1)).toBe(
      '2026-06-30 23:59:59',
    );
  });

  it('the days of filters are those of the studio, in Berlin', async () => {
    const { api, given } = studio;
    const tom = await given.member({ coach: ana });
    // 10 March in Berlin lasts from 07:00 in Manila to 07:00 of the next day.
    const first = '2026-03-10 07:00:00.000';
    const last = '2026-03-11 06:59:59.000';
    for (const at of ['2026-03-10 06:59:59.000', first, last, '2026-03-11 07:00:00.000']) {
      await usageAt(studio, tom, at);
      await activityAt(studio, tom, at);
    }
    const day = 'from=2026-03-10&to=2026-03-10';
    const instants = ['2026-03-10T22:59:59.000Z', '2026-03-09T23:00:00.000Z'];

    const history = (await api.as(ana).history(tom, `?kind=external&${day}`)).body.data;
    expect(history.map((row: { createdAt: string }) => row.createdAt)).toEqual(instants);
    const log = (await admin.activity(`?memberId=${tom.id}&${day}`)).body.data;
    const notes = log.filter((row: { action: string }) => row.action === 'legacy.note');
    expect(notes.map((row: { at: string }) => row.at)).toEqual(instants);
  });
});

describe('in a database of Berlin time, pages of one row', () => {
  let studio: Studio;
  let admin: Api;
  let tom: GivenMember;

  /** Times that come twice, and times that never come, some of them on several rows. */
  const TIMES = [
    ...['2026-03-29 01:59:59', '2026-03-29 02:30:00', '2026-03-29 02:30:00', '2026-03-29 02:45:00'],
    ...['2026-03-29 03:30:00', '2026-03-29 03:30:00', '2026-03-29 03:45:00'],
    ...['2026-10-25 01:59:59', '2026-10-25 02:00:00', '2026-10-25 02:30:00', '2026-10-25 02:30:00'],
    ...['2026-10-25 02:59:59', '2026-10-25 03:00:00'],
  ];

  beforeAll(async () => {
    const env = { DATABASE_TIME_ZONE: 'Europe/Berlin' };
    studio = await openStudio({ now: '2026-03-01T12:00:00Z', env });
    const { api, given, clock } = studio;
    const ana = await given.coach();
    admin = api.as(await given.admin());
    tom = await given.member({ coach: ana });
    for (const time of TIMES) {
      await usageAt(studio, tom, time);
      await activityAt(studio, tom, time);
    }
    // Through the product too, in both of the hours that clocks show as 02:xx.
    for (const now of ['2026-10-25T00:30:00Z', '2026-10-25T00:45:00Z', '2026-10-25T01:30:00Z']) {
      clock.set(now);
      await api.as(ana).adjust(tom, { adjustment: 1, reason: 'a present' });
    }
  });
  afterAll(() => studio.close());

  async function idsByOne(path: string, rows: number): Promise<number[]> {
    const ids: number[] = [];
    let next: string | null = null;
    do {
      const cursor: string = next === null ? '' : `&cursor=${next}`;
      const { status, body } = await admin.get(`${path}limit=1${cursor}`);
      expect(status).toBe(200);
      ids.push(...body.data.map((row: { id: number }) => row.id));
      next = body.nextCursor;
    } while (next !== null && ids.length <= rows);
    return ids;
  }

  it.each([
    ['the history', () => `/members/${tom.id}/sessions?`],
    ['the activity log', () => '/activity?'],
  ])('walk every row of %s exactly once', async (_, pathOf) => {
    const path = pathOf();
    const rows = TIMES.length + 4;
    const whole = (await admin.get(`${path}limit=100`)).body.data.map(
      (row: { id: number }) => row.id,
    );
    expect(new Set(whole).size).toBe(rows);
    expect(await idsByOne(path, rows)).toEqual(whole);
  });

  it('answer a time that comes twice as the first, a skipped one by winter time', async () => {
    const { data } = (await admin.history(tom, '?kind=external&limit=100')).body;
    const instants = data.map((row: { createdAt: string }) => row.createdAt.slice(0, 19));
    expect(instants.toReversed()).toEqual([
      ...['2026-03-29T00:59:59', '2026-03-29T01:30:00', '2026-03-29T01:30:00'],
      ...['2026-03-29T01:45:00', '2026-03-29T01:30:00', '2026-03-29T01:30:00'],
      ...['2026-03-29T01:45:00', '2026-10-24T23:59:59', '2026-10-25T00:00:00'],
      ...['2026-10-25T00:30:00', '2026-10-25T00:30:00', '2026-10-25T00:59:59'],
      '2026-10-25T02:00:00',
    ]);
  });
});
