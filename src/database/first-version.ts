import { type DataSource, type QueryRunner, Table } from 'typeorm';

/** Where the first version kept its record of migrations: TypeORM's default. */
const OLD_RECORD = 'migrations';
const OLD_COLUMNS = ['id', 'name', 'timestamp'];

/** Which tables the product created; only a database of ours has it, from the first version on. */
const ORIGIN = 'coach_schema_origin';

/** A table of the shared ones, which is in `coach_schema_origin` whoever created it. */
const SHARED = 'coach_member_list';

/** The definitions that a revert would give back were never written down. */
export class NoWayBack extends Error {
  constructor() {
    super(
      'The first version took this database over from PHP and wrote no definitions down. ' +
        'There is nothing to go back to; nothing was reverted.',
    );
    this.name = 'NoWayBack';
  }
}

interface Step {
  readonly id: number | string;
  readonly timestamp: number | string;
  readonly name: string;
}

/**
 * Takes over the record of migrations of a database that the first version made, so that the next
 * ones go on from there. Leaves every other table `migrations` alone: PHP frameworks have one, and
 * so may another program that uses TypeORM. Can be repeated after a kill at any statement.
 */
export async function continueFirstVersion(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    const names = dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name);
    const steps = await stepsOfFirstVersion(runner, new Set(names));
    if (steps.length === 0) return;
    const record = String(dataSource.options.migrationsTableName);
    await runner.createTable(recordTable(record), true);
    if (!(await isEmpty(runner, record))) return;
    await addColumnsSince(runner);
    await moveRecord(runner, record, steps);
  } finally {
    await runner.release();
  }
}

/** Throws `NoWayBack` for a database that the first version took over: a revert would harm it. */
export async function requireWayBack(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable(ORIGIN)) || !(await runner.hasTable(SHARED))) return;
    const sql = `SELECT 1 FROM ${ORIGIN} WHERE table_name = ?`;
    if (((await runner.query(sql, [SHARED])) as unknown[]).length === 0) throw new NoWayBack();
  } finally {
    await runner.release();
  }
}

/** The migrations of ours that are on record in the old table. */
async function stepsOfFirstVersion(runner: QueryRunner, names: Set<string>): Promise<Step[]> {
  if (!(await runner.hasTable(ORIGIN)) || !(await runner.hasTable(OLD_RECORD))) return [];
  const columns = (await runner.getTable(OLD_RECORD))?.columns.map(({ name }) => name) ?? [];
  if (columns.toSorted().join() !== OLD_COLUMNS.join()) return [];
  const rows = (await runner.query(
    `SELECT id, timestamp, name FROM ${OLD_RECORD} ORDER BY id`,
  )) as Step[];
  return rows.filter(({ name, timestamp }) => names.has(name) && name.endsWith(String(timestamp)));
}

/**
 * What its steps did not add yet. Plain SQL: to add a column, TypeORM makes the embedded database's
 * tables anew, and the rows that refer to theirs would be gone.
 */
async function addColumnsSince(runner: QueryRunner): Promise<void> {
  const longText = runner.dataSource.options.type === 'better-sqlite3' ? 'text' : 'mediumtext';
  const columns = [
    { table: ORIGIN, name: 'definition', type: longText },
    { table: 'coach_member_list', name: 'booked_sessions', type: 'integer' },
  ];
  for (const { table, name, type } of columns) {
    if (await runner.hasColumn(table, name)) continue;
    await runner.query(`ALTER TABLE ${table} ADD COLUMN ${name} ${type} NULL`);
  }
}

async function moveRecord(
  runner: QueryRunner,
  newRecord: string,
  steps: readonly Step[],
): Promise<void> {
  await runner.startTransaction();
  try {
    for (const { id, timestamp, name } of steps) {
      // Of two processes that start at once, one deletes the row, and that one moves it.
      const sql = `DELETE FROM ${OLD_RECORD} WHERE id = ?`;
      const { affected } = await runner.query(sql, [id], true);
      if (affected !== 1) continue;
      await runner.query(`INSERT INTO ${newRecord} (timestamp, name) VALUES (?, ?)`, [
        timestamp,
        name,
      ]);
    }
    await runner.commitTransaction();
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  }
  if (!(await runner.hasTable(OLD_RECORD)) || !(await isEmpty(runner, OLD_RECORD))) return;
  await runner.dropTable(OLD_RECORD, true);
}

/** The table as TypeORM would make it; an attempt to migrate may have done so already. */
function recordTable(name: string): Table {
  const increment = {
    isPrimary: true,
    isGenerated: true,
    generationStrategy: 'increment',
  } as const;
  return new Table({
    name,
    columns: [
      { name: 'id', type: 'integer', ...increment },
      { name: 'timestamp', type: 'bigint' },
      { name: 'name', type: 'varchar', length: '255' },
    ],
  });
}

async function isEmpty(runner: QueryRunner, table: string): Promise<boolean> {
  return ((await runner.query(`SELECT 1 FROM ${table} LIMIT 1`)) as unknown[]).length === 0;
}
