import { expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { readConfig } from '../../src/config/environment.js';
import { openToRevert, revertLast } from '../../src/database/revert.js';
import { createMigratedDatabase } from '../support/database.js';
import { migrate, openDatabase } from '../support/sql.js';

it('reverting one migration after the other leaves no table of ours', async () => {
  const url = await createMigratedDatabase();
  const config = readConfig({ DATABASE_URL: url });
  const dataSource = await openToRevert(config, MIGRATIONS, { mayDropRows: true });
  // Whoever migrates has one connection, which is free for it.
  const other = await openDatabase(url);
  const runner = other.dataSource.createQueryRunner();
  const hasRecord = () => runner.hasTable('coach_schema_migration');

  for (let left = MIGRATIONS.length; left > 0; left -= 1) {
    expect(await hasRecord()).toBe(true);
    expect(await revertLast(dataSource)).toBe(MIGRATIONS[left - 1]?.name);
  }
  expect(await hasRecord()).toBe(false);
  for (const name of ['coach_schema_origin', 'coach_device_token', 'coach_member_list']) {
    expect([name, await runner.hasTable(name)]).toEqual([name, false]);
  }

  // A revert of nothing, as after a kill before the record went.
  await runner.query('CREATE TABLE coach_schema_migration (id integer, name varchar(255))');
  expect(await revertLast(dataSource)).toBeUndefined();
  expect(await hasRecord()).toBe(false);
  await runner.release();
  await other.close();
  await dataSource.destroy();
  await migrate(url);
});
