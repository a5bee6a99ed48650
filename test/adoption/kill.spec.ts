import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { revert } from '../support/adoption/adopting.js';
import { runCli } from '../support/cli.js';
import { dropDatabases } from '../support/database.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import {
  type Command,
  expectBooks,
  type Outcome,
  outcomeOf,
} from '../support/adoption/stopping.js';
import { ensureBuilt } from '../support/process.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { migrate } from '../support/sql.js';

const KILLS = size({ ci: 6, full: 30 });
const RETURNS = size({ ci: 2, full: 20 });
const TIMEOUT_MS = Math.max(SIZED_TIMEOUT_MS, 300_000);
const CLI = resolve('dist/cli.js');

const open: LegacyDatabase[] = [];

async function legacyDatabase(usages: number): Promise<LegacyDatabase> {
  const legacy = await createLegacyDatabase('enhanced', usages);
  open.push(legacy);
  return legacy;
}

afterEach(async () => {
  for (const legacy of open.splice(0)) await legacy.close();
  await dropDatabases();
});

/** What the first, uninterrupted adoption made of such a database. */
async function adopted(usages: number): Promise<Outcome> {
  const legacy = await legacyDatabase(usages);
  await migrate(legacy.url);
  await expectBooks(legacy.url);
  return outcomeOf(legacy);
}

describe('kill -9 in the middle of adoption', () => {
  const USAGES = 2_000;

  beforeAll(ensureBuilt, 150_000);

  /** `npm run migration:run`, without the build before it. */
  function command(name: Command, url: string) {
    const child = spawn(process.execPath, [CLI, name], {
      env: { PATH: process.env.PATH ?? '', DATABASE_URL: url },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    const ended = new Promise<string>((fulfil) => {
      child.once('close', (code, signal) => {
        fulfil(signal ?? (code === 0 ? 'done' : output));
      });
    });
    return { child, ended, hasBegun: () => output !== '' };
  }

  /** How far the definitions have come: adoption adds columns and keys, one after the other. */
  async function definitions({ query }: LegacyDatabase): Promise<number> {
    const [row] = await query<{ parts: number }>(
      `SELECT (SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()) +
              (SELECT COUNT(*) FROM information_schema.STATISTICS
                WHERE TABLE_SCHEMA = DATABASE()) AS parts`,
    );
    return row?.parts ?? 0;
  }

  /** How many migrations are on record. */
  async function recorded({ query }: LegacyDatabase): Promise<number> {
    const [row] = await query<{ steps: number }>(
      'SELECT COUNT(*) AS steps FROM coach_schema_migration',
    );
    return row?.steps ?? 0;
  }

  it(
    `finishes with the second run, killed at ${KILLS} moments`,
    async () => {
      const right = await adopted(USAGES);
      const first = await legacyDatabase(USAGES);
      const from = await definitions(first);
      expect(await command('migration:run', first.url).ended).toBe('done');
      const until = await definitions(first);
      expect(await outcomeOf(first)).toEqual(right);

      const stoppedAt = new Set<number>();
      for (let kill = 0; kill < KILLS; kill += 1) {
        const legacy = await legacyDatabase(USAGES);
        // Half of the kills come when all is defined: in the midst of booking.
        const isLate = kill % 2 === 1;
        const goal = isLate ? until : from + Math.ceil(((until - from) * (kill + 1)) / KILLS);
        const { child, ended, hasBegun } = command('migration:run', legacy.url);
        // Until it begins there is nothing to see, and each look costs as much as a statement.
        while (child.exitCode === null && !hasBegun()) await sleep(5);
        while (child.exitCode === null && (await definitions(legacy)) < goal) await sleep(10);
        if (isLate) await sleep((kill - 1) * size({ ci: 40, full: 8 }));
        child.kill('SIGKILL');
        if ((await ended) === 'SIGKILL') stoppedAt.add(await recorded(legacy));

        const again = await runCli(['migration:run'], { DATABASE_URL: legacy.url });
        expect(again).toMatchObject({ code: 0, stderr: '' });
        expect(await outcomeOf(legacy), `kill ${kill}`).toEqual(right);
        await expectBooks(legacy.url);
      }
      // Between the first and the last step, and in different ones.
      expect(stoppedAt.size).toBeGreaterThan(2);
    },
    TIMEOUT_MS,
  );

  it(
    `of a database that was given back finishes, too, killed at ${RETURNS} moments`,
    async () => {
      const returned = async () => {
        const legacy = await legacyDatabase(USAGES);
        await migrate(legacy.url);
        await revert(legacy.url);
        return legacy;
      };
      const first = await returned();
      const from = await definitions(first);
      const { ended: finished } = command('migration:run', first.url);
      while ((await definitions(first)) === from) await sleep(20);
      const startedAt = performance.now();
      expect(await finished).toBe('done');
      const lasts = performance.now() - startedAt;
      const right = await outcomeOf(first);
      await expectBooks(first.url);

      let stopped = 0;
      for (let kill = 0; kill < RETURNS; kill += 1) {
        const legacy = await returned();
        const { child, ended } = command('migration:run', legacy.url);
        while (child.exitCode === null && (await definitions(legacy)) === from) await sleep(20);
        await sleep((lasts * (kill + 0.5)) / (RETURNS + 1));
        child.kill('SIGKILL');
        stopped += (await ended) === 'SIGKILL' ? 1 : 0;

        expect(await command('migration:run', legacy.url).ended).toBe('done');
        expect(await outcomeOf(legacy), `kill ${kill}`).toEqual(right);
        await expectBooks(legacy.url);
      }
      expect(stopped).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
