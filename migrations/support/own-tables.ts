import type { QueryRunner, Table } from 'typeorm';
import { createTableIfMissing, dropTableIfPresent } from './schema-steps.js';

/*
 * The tables that we created are written down in the database, as rows of `coach_schema_origin`
 * without a definition. The legacy system has tables of the same prefix: names prove nothing.
 * Frozen by migrations/released.json.
 */

/** What the tables of this database were before us; `adoption/original-tables.ts` has the rest. */
export const ORIGIN = 'coach_schema_origin';

/** A view that is ours is written down beside the tables; it goes with the step that made it. */
const VIEW = 'coach_session_summary';

/** Filled by the migration that creates it. */
const FILLED_BY_US = 'usertype';

/** A revert would delete rows that nothing else keeps; nothing was changed. */
export class RowsWouldBeLost extends Error {
  constructor(counts: readonly { table: string; rows: number }[]) {
    const list = counts.map(({ table, rows }) => `${table} (${rows} row${rows === 1 ? '' : 's'})`);
    super(
      [
        `This revert would delete ${list.join(', ')}. Nothing was changed.`,
        'Make a backup. If the rows may go: npm run migration:revert -- --drop-rows',
      ].join('\n'),
    );
    this.name = 'RowsWouldBeLost';
    // The command line of TypeORM prints the stack; the text is enough.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Another program has a table of the name that a step needs; the step changed nothing. */
export class TableTaken extends Error {
  constructor(table: string) {
    super(
      `The database has a table ${table} that is not ours. ` +
        'Rename it in the program that it belongs to, then run the migrations again.',
    );
    this.name = 'TableTaken';
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Creates a table that a legacy system may have too, and then is not ours. */
export async function createOwnTable(runner: QueryRunner, table: Table): Promise<void> {
  if (await runner.hasTable(table.name)) return;
  await createNewTable(runner, table);
}

/**
 * Creates a table that no legacy system has. It is written down first: a kill in between must not
 * make it look like one of the legacy system. Throws `TableTaken` where another program has one of
 * the name: written down as ours, a revert would drop it.
 */
export async function createNewTable(runner: QueryRunner, table: Table): Promise<void> {
  if (!(await isOwn(runner, table.name))) {
    await requireFreeName(runner, table);
    await forget(runner, table.name);
    await runner.query(`INSERT INTO ${ORIGIN} (table_name, definition) VALUES (?, NULL)`, [
      table.name,
    ]);
  }
  await createTableIfMissing(runner, table);
}

/** Drops a table if we created it. Says whether we did. */
export async function dropOwnTable(runner: QueryRunner, name: string): Promise<boolean> {
  if (!(await isOwn(runner, name))) return false;
  await dropTableIfPresent(runner, name);
  await forget(runner, name);
  return true;
}

/** Drops a table of `createNewTable`. Throws `RowsWouldBeLost` where it still holds rows. */
export async function dropNewTable(runner: QueryRunner, name: string): Promise<void> {
  await refuseToLoseRows(runner, [name]);
  await dropTableIfPresent(runner, name);
  await forget(runner, name);
}

/** All tables that we created, each before those that it refers to. */
export async function ownTables(runner: QueryRunner): Promise<string[]> {
  const rows = (await runner.query(
    `SELECT table_name AS name FROM ${ORIGIN}
      WHERE definition IS NULL AND table_name <> '${VIEW}' ORDER BY table_name`,
  )) as { name: string }[];
  const left = await runner.getTables(rows.map(({ name }) => name));
  const ordered: string[] = [];
  while (left.length > 0) {
    const free = left.findIndex((table) => !left.some((other) => refersTo(other, table)));
    ordered.push(...left.splice(Math.max(free, 0), 1).map(({ name }) => unqualified(name)));
  }
  return ordered;
}

/**
 * Throws `RowsWouldBeLost` where one of the tables holds rows of people's, unless the data source
 * was told that they may go. Call it before anything has changed.
 */
export async function refuseToLoseRows(
  runner: QueryRunner,
  tables: readonly string[],
): Promise<void> {
  // An option of our own, which TypeORM hands on as it is.
  const { mayDropRows = false } = runner.dataSource.options as { mayDropRows?: boolean };
  if (mayDropRows) return;
  const counts: { table: string; rows: number }[] = [];
  for (const table of tables) {
    if (table === FILLED_BY_US || !(await runner.hasTable(table))) continue;
    const [found] = (await runner.query(`SELECT COUNT(*) AS \`rows\` FROM \`${table}\``)) as {
      rows: number | string;
    }[];
    const rows = Number(found?.rows ?? 0);
    if (rows > 0) counts.push({ table, rows });
  }
  if (counts.length > 0) throw new RowsWouldBeLost(counts);
}

/** Our own may be there without having been written down: from a step of an earlier version. */
async function requireFreeName(runner: QueryRunner, { name, columns }: Table): Promise<void> {
  const found = await runner.getTable(name);
  const has = new Set(found?.columns.map((column) => column.name));
  if (found && !columns.every((column) => has.has(column.name))) throw new TableTaken(name);
}

/** Whether we created a table. */
export async function isOwn(runner: QueryRunner, name: string): Promise<boolean> {
  const sql = `SELECT 1 FROM ${ORIGIN} WHERE table_name = ? AND definition IS NULL`;
  return ((await runner.query(sql, [name])) as unknown[]).length > 0;
}

async function forget(runner: QueryRunner, name: string): Promise<void> {
  await runner.query(`DELETE FROM ${ORIGIN} WHERE table_name = ?`, [name]);
}

function refersTo(one: Table, other: Table): boolean {
  const name = unqualified(other.name);
  return (
    one !== other && one.foreignKeys.some((key) => unqualified(key.referencedTableName) === name)
  );
}

/** TypeORM may put the name of the database before that of the table. */
function unqualified(name: string): string {
  return name.split('.').at(-1) ?? name;
}
