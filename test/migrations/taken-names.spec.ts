import { describe, expect, it } from 'vitest';
import { createDatabase } from '../support/database.js';
import { openDatabase } from '../support/sql.js';

const EACH = { transaction: 'each' } as const;

describe('a table of another program that has the name of one of ours', () => {
  it.each([
    ...['coach_idempotency_key', 'coach_device_token', 'coach_stream_ticket'],
    ...['coach_usage_history', 'coach_sign_in', 'coach_sign_in_place'],
    ...['coach_second_factor', 'coach_recovery_code', 'coach_task', 'coach_account_link'],
    ...['coach_account', 'coach_person_name', 'coach_person_order'],
    ...['coach_job', 'coach_setting', 'coach_person_detail', 'coach_catalogue_item'],
    ...['coach_payment', 'coach_counter', 'coach_refund'],
    ...['coach_owed_session', 'coach_package_freeze', 'coach_approval', 'coach_substitution'],
  ])('%s stops the migrations, and survives a revert', async (table) => {
    const url = await createDatabase();
    const { dataSource, sql, close } = await openDatabase(
      url,
      undefined,
      {},
      { mayDropRows: true },
    );
    await sql(`CREATE TABLE ${table} (id integer PRIMARY KEY, remark varchar(50))`);
    await sql(`INSERT INTO ${table} VALUES (1, 'not ours')`);

    await expect(dataSource.runMigrations(EACH)).rejects.toThrow(`a table ${table} that is not`);
    while (await dataSource.lastMigration()) await dataSource.undoLastMigration(EACH);
    expect(await sql(`SELECT id, remark FROM ${table}`)).toEqual([{ id: 1, remark: 'not ours' }]);
    await close();
  });
});
