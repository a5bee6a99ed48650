import { createConnection } from 'mysql2/promise';
import { expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { LastingIds1700000014000 } from '../../migrations/1700000014000-lasting-ids.js';
import { createMigratedDatabase } from '../support/database.js';
import { writeOldRecords } from '../support/request-records.js';
import { schemaOf } from '../support/schema-dump.js';
import { openDatabase } from '../support/sql.js';

/** Enough that a change of the table takes a moment. */
const RECORDS = 20_000;
/** What a revert was in the middle of. */
const CHANGE = `ALTER TABLE coach_idempotency_key
  DROP PRIMARY KEY, DROP INDEX ix_idempotency_id, DROP COLUMN id, DROP COLUMN actor_key,
  ADD COLUMN id int NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST,
  MODIFY key_hash varchar(64) NOT NULL AFTER actor_id,
  ADD UNIQUE INDEX uq_idempotency_actor_key (actor_id, key_hash)`;

/*
 * The server goes on with a change of a table whose process was killed. Who goes on from there must
 * not take the table for what it still looks like.
 */
it('a migration waits for what a killed process has left the server at', async () => {
  const url = await createMigratedDatabase();
  const { dataSource, sql, close } = await openDatabase(url, MIGRATIONS);
  await writeOldRecords(sql, RECORDS);
  const right = await schemaOf(sql);
  await sql('DELETE FROM coach_schema_migration WHERE name = ?', [LastingIds1700000014000.name]);

  const killed = await createConnection(url.replace(/^mariadb:/, 'mysql:'));
  const changing = killed.query(CHANGE);
  const isAtIt = async () => {
    const list = `SELECT ID FROM information_schema.PROCESSLIST
      WHERE DB = DATABASE() AND STATE = 'copy to tmp table'`;
    return (await sql(list)).length === 1;
  };
  await expect.poll(isAtIt, { interval: 1 }).toBe(true);
  await Promise.all([changing, dataSource.runMigrations({ transaction: 'each' })]);

  expect(await schemaOf(sql)).toEqual(right);
  await Promise.all([killed.end(), close()]);
});
