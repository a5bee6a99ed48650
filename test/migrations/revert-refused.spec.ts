import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { RowsWouldBeLost } from '../../migrations/support/own-tables.js';
import { readConfig } from '../../src/config/environment.js';
import { openToRevert, revertLast } from '../../src/database/revert.js';
import { schemaOf, tablesOf } from '../support/schema-dump.js';
import { migrate } from '../support/sql.js';
import { openStudio } from '../support/studio.js';
import { CAREFUL, DROP_ROWS, onTheWayBack } from '../support/way-back.js';

describe('taking migrations back', () => {
  const { look, revert, migratedTo } = onTheWayBack();

  it('goes on to nothing where nobody has used the tables, and then says so', async () => {
    const url = await migratedTo(MIGRATIONS.length);
    const undone: string[] = [];
    for (let last = await revert(url); last; last = await revert(url)) undone.push(last);
    expect(undone).toEqual(MIGRATIONS.map(({ name }) => name).toReversed());
    expect(await tablesOf((await look(url)).sql)).toEqual([]);
  });

  it('is refused to an earlier release, and what is on record stays whole', async () => {
    const url = await migratedTo(MIGRATIONS.length);
    const earlier = MIGRATIONS.slice(0, -1);
    const config = readConfig({ DATABASE_URL: url });
    const dataSource = await openToRevert(config, earlier, CAREFUL);
    await expect(revertLast(dataSource)).rejects.toThrow(/migration/i);
    await dataSource.destroy();
    const { dataSource: now } = await look(url);
    expect((await now.migrationStates()).filter(({ hasRun }) => !hasRun)).toEqual([]);
  });

  const AT = "'2026-03-10 12:00:00'";
  it.each([
    [5, 'coach_idempotency_key', 'key_hash, fingerprint, created_at, expires_at'],
    [6, 'coach_refresh_token', 'family, token_hash, user_id, created_at, expires_at'],
    [8, 'coach_device_token', 'label, user_id, created_by, created_at, expires_at'],
    [10, 'coach_stream_ticket', 'token_hash, role, user_id, expires_at, access_ends_at'],
    [15, 'coach_sign_in', 'family, user_id, started_at, last_used_at, expires_at'],
  ])('of migration %i refuses while %s holds a row', async (count, table, columns) => {
    const url = await migratedTo(count);
    const database = await look(url);
    const before = await schemaOf(database.sql);
    const values = columns
      .split(', ')
      .map((name) => (name.endsWith('_at') ? AT : /_(id|by)$/.test(name) ? '7' : "'a'"));
    await database.sql(`INSERT INTO ${table} (${columns}) VALUES (${values.join(', ')})`);

    await expect(revert(url)).rejects.toThrow(RowsWouldBeLost);
    await expect(revert(url)).rejects.toThrow(
      `This revert would delete ${table} (1 row). Nothing was changed.\n` +
        'Make a backup. If the rows may go: npm run migration:revert -- --drop-rows',
    );
    expect(await schemaOf(database.sql)).toEqual(before);
    expect(await database.sql(`SELECT * FROM ${table}`)).toHaveLength(1);
    expect(await database.dataSource.lastMigration()).toBe(MIGRATIONS[count - 1]?.name);

    expect(await revert(url, DROP_ROWS)).toBe(MIGRATIONS[count - 1]?.name);
    expect(await tablesOf(database.sql)).not.toContain(table);
  });

  it('of migration 31 refuses while the log has a reason by its code', async () => {
    const count = MIGRATIONS.findIndex(({ name }) => name.startsWith('ReasonCodes')) + 1;
    const url = await migratedTo(count);
    const database = await look(url);
    const insert = (code: string) =>
      database.sql(
        `INSERT INTO admin_activity_log (action, outcome, created_at, reason_code)
         VALUES ('balance.adjusted', 'done', ${AT}, ${code})`,
      );
    await insert('NULL');
    await insert("'goodwill'");
    await expect(revert(url)).rejects.toThrow(RowsWouldBeLost);
    await expect(revert(url)).rejects.toThrow('the reason codes of admin_activity_log (1 row).');
    expect(await database.sql('SELECT reason_code FROM admin_activity_log')).toHaveLength(2);
    expect(await revert(url, DROP_ROWS)).toBe(MIGRATIONS[count - 1]?.name);
    expect(await database.sql('SELECT id FROM admin_activity_log')).toHaveLength(2);
  });

  it('of migration 33 refuses while a package has a price', async () => {
    const count = MIGRATIONS.findIndex(({ name }) => name.startsWith('PriceList')) + 1;
    const url = await migratedTo(count);
    const database = await look(url);
    const people = "(1, 'a@x.invalid', 'A', '', '!'), (4, 'b@x.invalid', 'B', '', '!')";
    await database.sql(
      `INSERT INTO \`user\` (user_type_id, email, fname, lname, password) VALUES ${people}`,
    );
    for (const name of ['NULL', "'Ten'"]) {
      await database.sql(
        `INSERT INTO coach_member_list (coach_id, member_id, item_name) VALUES (1, 2, ${name})`,
      );
    }
    await expect(revert(url)).rejects.toThrow('the prices of coach_member_list (1 row).');
    expect(await database.sql('SELECT item_name FROM coach_member_list')).toHaveLength(2);
    expect(await revert(url, DROP_ROWS)).toBe(MIGRATIONS[count - 1]?.name);
    expect(await database.sql('SELECT id FROM coach_member_list')).toHaveLength(2);
  });

  it('of migration 40 refuses while a package was frozen', async () => {
    const count = MIGRATIONS.findIndex(({ name }) => name.startsWith('PackageFreezes')) + 1;
    const url = await migratedTo(count);
    const { sql } = await look(url);
    await sql(
      `INSERT INTO coach_package_freeze (package_id, member_id, from_day, created_at)
        VALUES (3, 6, '2026-03-01', '2026-03-01 00:00:00')`,
    );
    await expect(revert(url)).rejects.toThrow('coach_package_freeze (1 row).');
    expect(await revert(url, DROP_ROWS)).toBe(MIGRATIONS[count - 1]?.name);
    expect(await tablesOf(sql)).not.toContain('coach_package_freeze');
  });

  it('loses nothing of a studio without being told so, however often it is asked', async () => {
    const studio = await openStudio();
    const ana = await studio.given.coach('Ana');
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    await studio.api.as(tom).startWorkout(tom);
    const rows = await studio.sql('SELECT * FROM coach_usage_history ORDER BY id');
    await studio.close();

    // The books go to the archive and come back; tokens and records of requests are what is lost.
    for (const { name } of MIGRATIONS.slice(1).toReversed()) {
      const careful = await revert(studio.databaseUrl).catch((error: unknown) => error);
      if (careful === name) continue;
      expect(careful).toBeInstanceOf(RowsWouldBeLost);
      expect(await revert(studio.databaseUrl, DROP_ROWS)).toBe(name);
    }
    await expect(revert(studio.databaseUrl)).rejects.toThrow(/would delete .*user \(3 rows\)/);

    await migrate(studio.databaseUrl);
    const { sql } = await look(studio.databaseUrl);
    expect(await sql('SELECT * FROM coach_usage_history ORDER BY id')).toEqual(rows);
  });

  it('drops what a step made that was stopped, and no table of another program', async () => {
    const url = await migratedTo(1);
    const { sql } = await look(url);
    const columns = '(id integer PRIMARY KEY)';
    // As the next steps leave them when they are killed before they are on record.
    for (const table of ['coach_own', 'coach_own_detail']) {
      await sql('INSERT INTO coach_schema_origin (table_name, definition) VALUES (?, NULL)', [
        table,
      ]);
    }
    await sql(`CREATE TABLE coach_own ${columns}`);
    await sql(
      `CREATE TABLE coach_own_detail (id integer PRIMARY KEY, own_id integer NOT NULL,
         CONSTRAINT fk_own FOREIGN KEY (own_id) REFERENCES coach_own (id))`,
    );
    await sql(`CREATE TABLE coach_reviews ${columns}`);

    await revert(url);
    expect(await tablesOf(sql)).toEqual(['coach_reviews']);
  });
});
