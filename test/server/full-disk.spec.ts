import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, it } from 'vitest';
import '../support/matchers.js';
import type { Answer, TestPerson } from '../support/api.js';
import { captureLog } from '../support/captured-log.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import { type MariadbServer, startMariadb } from '../support/mariadb-server.js';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.js';
import { migrate } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

/** Room for the server's own files, of which the log of InnoDB has 48. */
const DISK_MEBIBYTES = 256;
/** Tables have pages in reserve: so many changes find room in them at most. */
const MOST_CHANGES = 4_000;
const REFUSED_IN_A_ROW = 10;
const WITHIN = { timeout: 20_000 };

let disk: SmallDisk;
let server: MariadbServer;
let studio: Studio;
let log: { text: string };
let ana: TestPerson;
let tom: GivenMember;

/* A server of this test's own, whose data has a small disk; what is temporary has another. */
beforeAll(async () => {
  disk = mountSmallDisk(DISK_MEBIBYTES);
  server = await startMariadb({ dataFolder: join(disk.folder, 'data') });
  const root: Connection = await createConnection(server.base.replace(/^mariadb:/, 'mysql:'));
  await root.query('CREATE DATABASE coach');
  await root.end();
  const databaseUrl = `${server.base}coach`;
  await migrate(databaseUrl);
  studio = await openStudio({ databaseUrl, env: { LOG_LEVEL: 'warn' } });
  log = captureLog(studio);
  ana = await studio.given.coach();
  tom = await studio.given.member({ coach: ana, remaining: 1 });
});
afterAll(async () => {
  disk.free();
  await studio.close();
  await server.stop();
  disk.remove();
});

const ready = async () => studio.api.get('/health/ready');

/** Each under a key of its own, which is the reason, too. */
const change = async (key: string): Promise<Answer> =>
  studio.api.as(ana).adjust(tom, { adjustment: 1, reason: key }, { key });

it('a full disk of the server costs changes a 503 that says so, and nothing else', async () => {
  const acknowledged: string[] = [];
  const refused: string[] = [];
  disk.fill();
  for (let [n, inARow] = [0, 0]; inARow < REFUSED_IN_A_ROW; n += 1) {
    expect(n).toBeLessThan(MOST_CHANGES);
    const key = `full-${n}`;
    log.text = '';
    const answer = await change(key);
    if (answer.status === 200) {
      acknowledged.push(key);
      inARow = 0;
      continue;
    }
    expect(answer).toBeProblem('unavailable');
    expect(answer.body.detail).toContain('no room left');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(log.text.trim().split('\n')).toHaveLength(1);
    expect(log.text).toMatch(/"cause":"[^"]*(1114|1021|1026|is full|No space left)/);
    expect(log.text).not.toContain('"stack"');
    refused.push(key);
    inARow += 1;
  }
  expect(await ready()).toBeProblem('unavailable');
  expect((await studio.api.get('/health/live')).status).toBe(200);
  expect((await studio.api.as(ana).member(tom)).status).toBe(200);
  expect((await studio.api.as(ana).get('/members')).status).toBe(200);

  disk.free();
  const again = refused.at(-1) ?? '';
  await expect.poll(async () => (await change(again)).status, WITHIN).toBe(200);
  await expect.poll(async () => (await ready()).status, WITHIN).toBe(200);
  // What was refused never happened; what is sent again happens once.
  expect((await change(again)).status).toBe(200);
  const rows = await studio.sql<{ reason: string }>(
    "SELECT reason FROM coach_usage_history WHERE adjustment_type = 'adjustment' ORDER BY id",
  );
  expect(rows.map(({ reason }) => reason)).toEqual([...acknowledged, again]);
  expect(await violations(studio.sql)).toEqual([]);
});
