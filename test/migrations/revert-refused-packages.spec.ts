import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { tablesOf } from '../support/schema-dump.js';
import { openDatabase } from '../support/sql.js';
import { DROP_ROWS, onTheWayBack } from '../support/way-back.js';

describe('taking migrations of packages back', () => {
  const { look, revert, migratedTo } = onTheWayBack();
  const AT = "'2026-03-10 12:00:00'";

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

  it('of migration 41 refuses while something was transferred, and keeps the sums', async () => {
    const count = MIGRATIONS.findIndex(({ name }) => name.startsWith('Transfers')) + 1;
    const url = await migratedTo(count);
    const { sql } = await look(url);
    const people = "(1, 'a@x.invalid', 'A', '', '!'), (4, 'b@x.invalid', 'B', '', '!')";
    await sql(
      `INSERT INTO \`user\` (user_type_id, email, fname, lname, password) VALUES ${people}`,
    );
    await sql(
      `INSERT INTO coach_member_list (coach_id, member_id, price_minor, source_package_id)
       VALUES (1, 2, 100, NULL), (1, 2, 50, 1)`,
    );
    await sql(
      `INSERT INTO coach_usage_history
         (coach_member_id, member_id, coach_id, created_at, adjustment_type, adjustment_amount,
          replaced_by_id)
       VALUES (1, 2, 1, ${AT}, 'transfer', -5, 2), (2, 2, 1, ${AT}, 'grant', 5, 1)`,
    );
    await expect(revert(url)).rejects.toThrow('transfers of packages (2 rows).');
    expect(await revert(url, DROP_ROWS)).toBe(MIGRATIONS[count - 1]?.name);
    const [sums] = await sql('SELECT adjustments_sum FROM coach_session_summary');
    expect(Number(sums?.adjustments_sum)).toBe(-5);
    expect(await sql('SELECT price_minor FROM coach_member_list ORDER BY id')).toEqual([
      { price_minor: 100 },
      { price_minor: null },
    ]);
    const rows = await sql('SELECT DISTINCT replaced_by_id AS other FROM coach_usage_history');
    expect(rows).toEqual([{ other: null }]);
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

  it('of migration 42 refuses while sessions were owed', async () => {
    const count = MIGRATIONS.findIndex(({ name }) => name.startsWith('OwedSessions')) + 1;
    const url = await migratedTo(count);
    const { sql } = await look(url);
    await sql(
      `INSERT INTO coach_owed_session (member_id, coach_id, usage_date, created_at)
       VALUES (2, 1, '2026-03-01', '2026-03-01 00:00:00')`,
    );
    await expect(revert(url)).rejects.toThrow('coach_owed_session (1 row).');
    expect(await revert(url, DROP_ROWS)).toBe(MIGRATIONS[count - 1]?.name);
    expect(await tablesOf(sql)).not.toContain('coach_owed_session');
  });

  it('of migration 43 refuses while a coach has a substitute, or one has trained', async () => {
    const count = MIGRATIONS.findIndex(({ name }) => name.startsWith('Substitutions')) + 1;
    const url = await migratedTo(count);
    const { sql } = await look(url);
    await sql(
      `INSERT INTO coach_substitution (coach_id, substitute_id, from_day, to_day, created_at)
       VALUES (1, 2, '2026-03-01', '2026-03-02', '2026-03-01 00:00:00')`,
    );
    await expect(revert(url)).rejects.toThrow('coach_substitution (1 row).');
    await sql('DELETE FROM coach_substitution');
    await sql(
      `INSERT INTO \`user\` (user_type_id, email, fname, lname, password)
       VALUES (1, 'a@x.invalid', 'A', '', '!'), (4, 'b@x.invalid', 'B', '', '!')`,
    );
    await sql('INSERT INTO coach_member_list (coach_id, member_id) VALUES (1, 2)');
    await sql(
      `INSERT INTO coach_usage_history
         (coach_member_id, usage_date, created_at, adjustment_type, active_slot, delivered_by)
       VALUES (1, '2026-03-10', ${AT}, 'manual', 1, 2)`,
    );
    await expect(revert(url)).rejects.toThrow('sessions of substitutes (1 row).');
    expect(await revert(url, DROP_ROWS)).toBe(MIGRATIONS[count - 1]?.name);
    expect(await tablesOf(sql)).not.toContain('coach_substitution');
  });

  it('of migration 44 refuses while the desk was asked', async () => {
    const count = MIGRATIONS.findIndex(({ name }) => name.startsWith('ApprovalRequests')) + 1;
    const url = await migratedTo(count);
    const { sql } = await look(url);
    await sql(
      `INSERT INTO coach_approval (kind, member_id, package_id, adjustment, created_at, created_by,
          state)
       VALUES ('adjustment', 2, 1, 12, '2026-03-01 00:00:00', 3, 'open')`,
    );
    await expect(revert(url)).rejects.toThrow('coach_approval (1 row).');
    expect(await revert(url, DROP_ROWS)).toBe(MIGRATIONS[count - 1]?.name);
    expect(await tablesOf(sql)).not.toContain('coach_approval');
  });
});
