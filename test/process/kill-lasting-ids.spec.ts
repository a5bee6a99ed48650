import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { LastingIds1700000014000 } from '../../migrations/1700000014000-lasting-ids.js';
import { runCli } from '../support/cli.js';
import { createDatabase } from '../support/database.js';
import { killCli } from '../support/killing.js';
import { ensureBuilt } from '../support/process.js';
import { digestOfRecords, writeOldRecords } from '../support/request-records.js';
import { schemaOf } from '../support/schema-dump.js';
import { size } from '../support/size.js';
import { openDatabase } from '../support/sql.js';

const RECORDS = 20_000;
const { name: NAME } = LastingIds1700000014000;
const AT = MIGRATIONS.findIndex(({ name }) => name === NAME);
/** From its first statement until it is done. */
const DELAYS_MS = [0, 60, 400, 20, 150].slice(0, size({ ci: 3, full: 5 }));

describe('kill -9 of the migration to ids that last', () => {
  beforeAll(ensureBuilt, 300_000);

  it('keeps every record, and the next run ends it', async () => {
    const url = await createDatabase();
    const { dataSource, sql, close } = await openDatabase(url, MIGRATIONS.slice(0, AT));
    await dataSource.runMigrations({ transaction: 'each' });
    await writeOldRecords(sql, RECORDS);
    const held = await digestOfRecords(sql);
    await close();

    const killed: number[] = [];
    for (const delay of DELAYS_MS) {
      const env = { DATABASE_URL: url };
      await killCli(['migration:run', '--verbose'], env, async (output) => {
        if (!output.includes(`${NAME} `)) return false;
        await sleep(delay);
        return true;
      }).then(
        () => killed.push(delay),
        // It was faster.
        () => undefined,
      );
      const again = await runCli(['migration:run'], env);
      expect(again.code, again.stdout + again.stderr).toBe(0);
      const after = await openDatabase(url);
      expect(await digestOfRecords(after.sql), `killed after ${delay} ms`).toEqual(held);
      expect((await schemaOf(after.sql)).join('\n')).toContain('actor_key');
      for (let last = await after.dataSource.lastMigration(); last !== MIGRATIONS[AT - 1]?.name;) {
        await after.dataSource.undoLastMigration({ transaction: 'each' });
        last = await after.dataSource.lastMigration();
      }
      await after.close();
    }
    expect(killed.length).toBeGreaterThan(0);
  });
});
