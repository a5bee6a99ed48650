import { afterAll, beforeAll, expect, it } from 'vitest';
import { AddressRetention } from '../../src/audit/address-retention.service.js';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { openStudio, type Studio } from '../support/studio.js';
import { StatementCounter } from '../support/traffic.js';

let studio: Studio;
let ana: TestPerson;
let tom: GivenMember;

const NOW = '2026-06-30T12:00:00Z';

beforeAll(async () => {
  studio = await openStudio({ now: NOW, env: { DATABASE_TIME_ZONE: 'Asia/Manila' } });
  ana = await studio.given.coach();
  tom = await studio.given.member({ coach: ana, remaining: 5 });
});
afterAll(() => studio.close());

interface Kept {
  readonly reason: string;
  readonly ip: string | null;
  readonly user_agent: string | null;
}

async function adjust(reason: string, { days = 0, seconds = 0 } = {}): Promise<void> {
  studio.clock.set(NOW);
  studio.clock.advance({ days, seconds });
  const change = { adjustment: 1, reason, packageId: tom.packageId };
  expect((await studio.api.as(ana).adjust(tom, change)).status).toBe(200);
  studio.clock.set(NOW);
}

/** Reasons of the rows that say from where they were made. */
async function withAddress(): Promise<string[]> {
  const rows = await studio.sql<Kept>(
    `SELECT reason, ip, user_agent FROM admin_activity_log
      WHERE action = 'balance.adjusted' ORDER BY created_at, id`,
  );
  for (const { ip, user_agent } of rows) expect(ip === null).toBe(user_agent === null);
  return rows.filter(({ ip }) => ip !== null).map(({ reason }) => reason);
}

const cleanUp = (of = studio) => of.app.get(AddressRetention).runNow();

it('IP addresses and user agents go after 90 days, and nothing else of their rows', async () => {
  await adjust('old', { days: -91 });
  await adjust('just over', { days: -90, seconds: -1 });
  await adjust('just not', { days: -90, seconds: 1 });
  await adjust('new');
  const facts = `SELECT id, action, actor_id, member_id, created_at, \`before\`, \`after\`, reason,
    request_id FROM admin_activity_log ORDER BY id`;
  const before = await studio.sql(facts);
  await cleanUp();
  expect(await withAddress()).toEqual(['just not', 'new']);
  expect(await studio.sql(facts)).toEqual(before);

  studio.clock.advance({ days: 1 });
  await cleanUp();
  studio.clock.set(NOW);
  expect(await withAddress()).toEqual(['new']);
});

it('a long log is gone through once, in pieces, and from where it stopped', async () => {
  await studio.sql('DELETE FROM coach_address_retention');
  const at = (n: number) => `2025-01-01 ${String(n % 24).padStart(2, '0')}:${10 + (n % 50)}:00.000`;
  const rows = Array.from({ length: 1_700 }, (_, n) => ['x', 'long ago', at(n), '192.0.2.1', 'ua']);
  const tuples = rows.map(() => '(?, ?, ?, ?, ?)').join(', ');
  await studio.sql(
    `INSERT INTO admin_activity_log (action, reason, created_at, ip, user_agent) VALUES ${tuples}`,
    rows.flat(),
  );
  const left = async () => {
    const sql = "SELECT COUNT(*) AS n FROM admin_activity_log WHERE reason = 'long ago' AND ip = ?";
    return Number((await studio.sql<{ n: number | string }>(sql, ['192.0.2.1']))[0]?.n);
  };
  const other = await openStudio({
    ...{ databaseUrl: studio.databaseUrl, now: NOW },
    env: { DATABASE_TIME_ZONE: 'Asia/Manila' },
  });
  let looks = 0;
  await other.app.get(AddressRetention).runNow(() => (looks += 1) > 1);
  await other.close();
  const afterStop = await left();
  expect(afterStop).toBeGreaterThan(0);

  const counter = new StatementCounter(studio);
  const sent = await counter.during(() => cleanUp());
  expect(await left()).toBe(0);
  expect(await counter.scans(sent.filter(({ sql }) => sql.includes('admin_activity')))).toEqual([]);
  const updates = sent.filter(({ sql }) => sql.startsWith('UPDATE admin_activity_log'));
  expect(updates.length).toBeGreaterThanOrEqual(2);
  const again = await counter.during(() => cleanUp());
  expect(again.filter(({ sql }) => sql.startsWith('UPDATE admin_activity_log'))).toEqual([]);
});

it('0 keeps them for ever', async () => {
  await adjust('older than anybody', { days: -3_000 });
  await studio.sql('DELETE FROM coach_address_retention');
  const env = { ACTIVITY_ADDRESS_DAYS: '0', DATABASE_TIME_ZONE: 'Asia/Manila' };
  const other = await openStudio({ databaseUrl: studio.databaseUrl, now: NOW, env });
  await cleanUp(other);
  await other.close();
  expect(await withAddress()).toEqual(['older than anybody', 'new']);
});
