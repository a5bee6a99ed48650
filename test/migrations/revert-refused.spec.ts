import { afterEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { RowsWouldBeLost } from '../../migrations/support/own-tables.js';
import { readConfig } from '../../src/config/environment.js';
import { openToRevert, revertLast } from '../../src/database/revert.js';
import { createDatabase } from '../support/database.js';
import { schemaOf, tablesOf } from '../support/schema-dump.js';
import { migrate, type OpenDatabase, openDatabase } from '../support/sql.js';
import { openStudio } from '../support/studio.js';

/** The command with and without its option. */
const [CAREFUL, DROP_ROWS] = [{ mayDropRows: false }, { mayDropRows: true }];

describe('taking migrations back', () => {
  const open: OpenDatabase[] = [];

  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
  });

  async function look(url: string): Promise<OpenDatabase> {
    const database = await openDatabase(url);
    open.push(database);
    return database;
  }

  async function revert(url: string, options = CAREFUL): Promise<string | undefined> {
    const config = readConfig({ DATABASE_URL: url });
    const dataSource = await openToRevert(config, MIGRATIONS, options);
    try {
      return await revertLast(dataSource);
    } finally {
      await dataSource.destroy();
    }
  }

  /** A database on which only the first so many migrations are left. */
  async function migratedTo(count: number): Promise<string> {
    const url = await createDatabase();
    const { dataSource, close } = await openDatabase(url, MIGRATIONS.slice(0, count));
    await dataSource.runMigrations({ transaction: 'each' });
    await close();
    return url;
  }

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

  it('of migration 34 refuses while a session was used as none could be before', async () => {
    const count = MIGRATIONS.findIndex(({ name }) => name.startsWith('UsageFacts')) + 1;
    const url = await migratedTo(count);
    const database = await look(url);
    const people = "(1, 'a@x.invalid', 'A', '', '!'), (4, 'b@x.invalid', 'B', '', '!')";
    await database.sql(
      `INSERT INTO \`user\` (user_type_id, email, fname, lname, password) VALUES ${people}`,
    );
    await database.sql('INSERT INTO coach_member_list (coach_id, member_id) VALUES (1, 2)');
    for (const [slot, again] of [
      [1, 'NULL'],
      [2, '1'],
    ]) {
      await database.sql(
        `INSERT INTO coach_usage_history
           (coach_member_id, usage_date, created_at, adjustment_type, active_slot, used_again)
         VALUES (1, '2026-03-10', ${AT}, 'manual', ${slot}, ${again})`,
      );
    }
    const lost = 'how sessions of coach_usage_history were used (1 row).';
    await expect(revert(url)).rejects.toThrow(lost);
    expect(await revert(url, DROP_ROWS)).toBe(MIGRATIONS[count - 1]?.name);
    expect(
      await database.sql(
        `SELECT adjustment_type AS kind, adjustment_amount AS amount, active_slot AS slot
           FROM coach_usage_history ORDER BY id`,
      ),
    ).toEqual([
      { kind: 'manual', amount: null, slot: 1 },
      { kind: 'external', amount: -1, slot: null },
    ]);
  });

  it('of migration 36 refuses while there is a payment, and knows what is to be paid', async () => {
    const count = MIGRATIONS.findIndex(({ name }) => name.startsWith('Payments'));
    const url = await migratedTo(count);
    const { sql } = await look(url);
    await sql(
      `INSERT INTO \`user\` (user_type_id, email, fname, lname, password)
       VALUES (1, 'a@x.invalid', 'A', '', '!'), (4, 'b@x.invalid', 'B', '', '!')`,
    );
    for (const price of ['NULL', '0', '45000']) {
      await sql(
        `INSERT INTO coach_member_list (coach_id, member_id, price_minor) VALUES (1, 2, ${price})`,
      );
    }
    const { dataSource, close } = await openDatabase(url, MIGRATIONS.slice(0, count + 1));
    await dataSource.runMigrations({ transaction: 'each' });
    await close();
    // What was sold by the price list before was paid nothing of.
    const money = 'SELECT paid_minor, open_minor FROM coach_member_list ORDER BY id';
    expect((await sql(money)).map((row) => Object.values(row as object))).toEqual([
      ...[
        [null, null],
        [0, null],
        [0, 45_000],
      ],
    ]);
    await sql("INSERT INTO coach_counter (name, last_number) VALUES ('receipt', 1)");
    await sql(
      `INSERT INTO coach_payment (receipt_number, member_id, coach_id, package_id, method,
         amount_minor, currency, received_at, created_at)
       VALUES (1, 2, 1, 3, 'cash', 1, 'EUR', '2026-03-01 00:00:00', '2026-03-01 00:00:00')`,
    );
    const back = revert(url);
    await expect(back).rejects.toThrow('coach_payment (1 row).');
    expect(await sql(money)).toHaveLength(3);
    expect(await revert(url, DROP_ROWS)).toBe(MIGRATIONS[count]?.name);
    expect(await tablesOf(sql)).not.toContain('coach_counter');
    expect(await sql('SELECT id FROM coach_member_list')).toHaveLength(3);
  });

  it('of migration 35 refuses while something was voided, and keeps the sums', async () => {
    const count = MIGRATIONS.findIndex(({ name }) => name.startsWith('VoidedPackages')) + 1;
    const url = await migratedTo(count);
    const database = await look(url);
    const people = "(1, 'a@x.invalid', 'A', '', '!'), (4, 'b@x.invalid', 'B', '', '!')";
    await database.sql(
      `INSERT INTO \`user\` (user_type_id, email, fname, lname, password) VALUES ${people}`,
    );
    await database.sql(
      `INSERT INTO coach_member_list (coach_id, member_id, voided_status) VALUES (1, 2, 'active')`,
    );
    await database.sql(
      `INSERT INTO coach_usage_history
         (coach_member_id, member_id, coach_id, created_at, adjustment_type, adjustment_amount)
       VALUES (1, 2, 1, ${AT}, 'void', -5)`,
    );
    await expect(revert(url)).rejects.toThrow('voids of packages (2 rows).');
    expect(await revert(url, DROP_ROWS)).toBe(MIGRATIONS[count - 1]?.name);
    const [sums] = await database.sql('SELECT adjustments_sum FROM coach_session_summary');
    expect(Number(sums?.adjustments_sum)).toBe(-5);
  });

  it('of migration 39 refuses while money was paid back', async () => {
    const count = MIGRATIONS.findIndex(({ name }) => name.startsWith('Refunds')) + 1;
    const url = await migratedTo(count);
    const { sql } = await look(url);
    await sql(
      `INSERT INTO coach_refund (receipt_number, payment_id, package_id, amount_minor, currency,
         sessions, created_at) VALUES (2, 1, 3, 1, 'EUR', 0, '2026-03-01 00:00:00')`,
    );
    await expect(revert(url)).rejects.toThrow('coach_refund (1 row).');
    expect(await revert(url, DROP_ROWS)).toBe(MIGRATIONS[count - 1]?.name);
    expect(await tablesOf(sql)).not.toContain('coach_refund');
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
