import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportAdoption } from '../../src/adoption/adoption-report.js';
import { readConfig } from '../../src/config/environment.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { type PrintedMend, printedMends } from '../support/adoption/printed-mends.js';

const NOW = new Date('2026-03-12T12:00:00Z');

/** Of a database's clock and the studio's: ends that begin a day there, and where they move to. */
const CLOCKS: readonly {
  readonly database: string;
  readonly studio: string;
  readonly ends: readonly (readonly [from: string, to: string])[];
  readonly others: readonly string[];
}[] = [
  {
    database: 'Asia/Manila',
    studio: 'Asia/Manila',
    ends: [
      ['2026-12-31 00:00:00', '2026-12-31 23:59:59'],
      ['2026-03-13 00:00:00', '2026-03-13 23:59:59'],
    ],
    others: ['2026-12-31 16:00:00', '2026-12-31 23:59:59'],
  },
  {
    database: 'UTC',
    studio: 'Europe/Berlin',
    ends: [
      ['2026-12-30 23:00:00', '2026-12-31 22:59:59'],
      ['2026-06-30 22:00:00', '2026-07-01 21:59:59'],
      // The days on which clocks change have 23 and 25 hours.
      ['2026-03-28 23:00:00', '2026-03-29 21:59:59'],
      ['2026-10-24 22:00:00', '2026-10-25 22:59:59'],
    ],
    others: ['2026-12-31 00:00:00', '2026-12-30 22:00:00', '2026-06-30 23:00:00'],
  },
  {
    database: 'Europe/Berlin',
    studio: 'Europe/Berlin',
    ends: [['2026-03-29 00:00:00', '2026-03-29 23:59:59']],
    others: ['2026-03-29 01:00:00'],
  },
  {
    database: 'America/Santiago',
    studio: 'America/Santiago',
    // On 6 September clocks skip the first hour: that day begins at 01:00.
    ends: [
      ['2026-09-05 00:00:00', '2026-09-05 23:59:59'],
      ['2026-09-06 01:00:00', '2026-09-06 23:59:59'],
      // There is no such time; PHP writes it all the same.
      ['2026-09-06 00:00:00', '2026-09-06 23:59:59'],
    ],
    others: ['2026-09-06 02:00:00', '2026-09-07 01:00:00'],
  },
];

describe.each(CLOCKS)('ends at midnight: $database, $studio', (clocks) => {
  const { database, studio, ends, others } = clocks;
  let legacy: LegacyDatabase;
  let ids: { at: string; id: number }[];

  beforeAll(async () => {
    legacy = await createLegacyDatabase('plain', 50);
    await legacy.query("UPDATE coach_member_list SET expires_at = NULL, status = 'expired'");
    const all = [...ends.map(([from]) => from), ...others];
    ids = all.map((at, n) => ({ at, id: n + 1 }));
    for (const { at, id } of ids) await endAt(id, at, 'active');
    // These do not run any more.
    await endAt(21, ends[0]?.[0] ?? '', 'disconnected');
    await endAt(22, '2026-01-01 00:00:00', 'active');
  });
  afterAll(() => legacy.close());

  async function endAt(id: number, at: string, status: string): Promise<void> {
    await legacy.query(
      `UPDATE coach_member_list SET expires_at = ?, status = ?, coach_approval = 'approved',
        staff_approval = 'approved' WHERE id = ?`,
      [at, status, id],
    );
  }

  async function mend(): Promise<PrintedMend | undefined> {
    const config = readConfig({
      ...{ DATABASE_URL: legacy.url, LOG_LEVEL: 'silent', COUNTED_RATE_TYPES: 'package' },
      ...{ STUDIO_TIME_ZONE: studio, DATABASE_TIME_ZONE: database },
    });
    const { text, isClear } = await reportAdoption(config, NOW);
    expect(isClear).toBe(true);
    return printedMends(text).find(({ what }) => what.includes('end at midnight'));
  }

  const ended = async () => {
    const rows = await legacy.query<{ id: number; expires_at: string }>(
      'SELECT id, expires_at FROM coach_member_list WHERE expires_at IS NOT NULL ORDER BY id',
    );
    return rows.map((row) => row.expires_at);
  };

  it('are counted where they run', async () => {
    const named = ids.slice(0, ends.length).map(({ id }) => id);
    expect(await mend()).toMatchObject({
      what: `${ends.length} running subscriptions that end at midnight, when their last day begins`,
      where: [`subscriptions ${named.join(', ')}`],
    });
  });

  it('move to the last second of their day, once', async () => {
    const statements = (await mend())?.statements ?? [];
    const moved = [...ends.map(([, to]) => to), ...others, ends[0]?.[0], '2026-01-01 00:00:00'];
    for (let time = 1; time <= 2; time += 1) {
      for (const statement of statements) await legacy.query(statement);
      expect(await ended()).toEqual(moved);
    }
    expect(await mend()).toBeUndefined();
  });
});
