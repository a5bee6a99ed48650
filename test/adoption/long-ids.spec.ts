import { Table } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTableIfMissing } from '../../migrations/support/schema-steps.js';
import { longIdColumn } from '../../migrations/support/long-ids.js';
import { idFromDb } from '../../src/database/ids.js';
import { createMigratedDatabase } from '../support/database.js';
import { type OpenDatabase, openDatabase } from '../support/sql.js';

/** Tables from before, with the ids that PHP gives them; ADR 22 says how long each lasts. */
const SHORT = [
  ...['admin_activity_log', 'coach_device_token', 'coach_member_list', 'coach_schema_migration'],
  ...['coach_usage_history', 'coaches', 'user'],
];

let database: OpenDatabase;

beforeAll(async () => {
  database = await openDatabase(await createMigratedDatabase());
});
afterAll(() => database.close());

it('no migration makes a further table whose ids have 32 bits', async () => {
  const ids = await database.sql<{ name: string; type: string }>(
    `SELECT TABLE_NAME AS name, DATA_TYPE AS type FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND EXTRA LIKE '%auto_increment%'`,
  );
  const named = (isLong: boolean) =>
    ids
      .filter(({ type }) => (type === 'bigint') === isLong)
      .map(({ name }) => name)
      .toSorted();
  expect(named(false), 'made with longIdColumn of migrations/support').toEqual(SHORT);
  expect(named(true)).toContain('coach_idempotency_key');
});

it('a table of a long id goes on behind 32 bits, and a number reads it', async () => {
  const { dataSource, sql } = database;
  const runner = dataSource.createQueryRunner();
  const note = { name: 'note', type: 'varchar', length: '20' };
  const columns = [longIdColumn(runner), note];
  await createTableIfMissing(runner, new Table({ name: 'coach_long', columns }));
  await runner.release();

  await sql('ALTER TABLE coach_long AUTO_INCREMENT = 2147483647');
  for (const text of ['last', 'behind']) {
    await sql('INSERT INTO coach_long (note) VALUES (?)', [text]);
  }
  const rows = await sql<{ id: number | string }>('SELECT id FROM coach_long ORDER BY id');
  expect(rows.map(({ id }) => idFromDb(id))).toEqual([2_147_483_647, 2_147_483_648]);
  await sql('DROP TABLE coach_long');
});
