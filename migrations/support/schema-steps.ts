import {
  type QueryRunner,
  Table,
  TableCheck,
  TableColumn,
  type TableColumnOptions,
  TableIndex,
} from 'typeorm';

/*
 * Steps that migrations are made of. Each may be repeated after a kill at any statement, because
 * MariaDB commits every DDL statement at once. Frozen by migrations/released.json.
 */

/**
 * The database's default may be latin1, which cannot hold most names. Said behind the engine,
 * because a second statement might be lost to a kill.
 */
const ENGINE = 'InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci';

/** Whether the database is the embedded one, which never was a legacy system's. */
export function isEmbedded(runner: QueryRunner): boolean {
  return runner.dataSource.options.type === 'better-sqlite3';
}

/**
 * For a `down` that changes a table which others refer to. SQLite changes tables by dropping them,
 * which deletes the rows that refer to theirs; and TypeORM switches that off only after it began
 * the transaction, where it has no effect.
 */
export async function keepReferringRows(runner: QueryRunner): Promise<void> {
  if (!isEmbedded(runner) || !runner.isTransactionActive) return;
  await runner.commitTransaction();
  await runner.beforeMigration();
  await runner.startTransaction();
}

/**
 * For rows that must be changed all or none, after a change of tables: with that, the server
 * database has ended the transaction of the migration.
 */
export async function beginAnew(runner: QueryRunner): Promise<void> {
  if (isEmbedded(runner) || !runner.isTransactionActive) return;
  await runner.commitTransaction();
  await runner.startTransaction();
}

/** A generated primary key. */
export const idColumn: TableColumnOptions = {
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
};

/** A column of a few words: an enum where the database has them, text where not. */
export function choiceColumn(
  runner: QueryRunner,
  name: string,
  words: readonly string[],
  rest: Partial<TableColumnOptions>,
): TableColumnOptions {
  return isEmbedded(runner)
    ? { name, type: 'varchar', length: '20', ...rest }
    : { name, type: 'enum', enum: [...words], ...rest };
}

/** A text column for documents that may exceed 64 KiB. */
export function longTextColumn(
  runner: QueryRunner,
  name: string,
  rest: Partial<TableColumnOptions>,
): TableColumnOptions {
  return { name, type: isEmbedded(runner) ? 'text' : 'mediumtext', ...rest };
}

/** A text column whose letters compare without case, as the server database does by itself. */
export function nameColumn(
  runner: QueryRunner,
  name: string,
  rest: Partial<TableColumnOptions>,
): TableColumnOptions {
  const collation = isEmbedded(runner) ? { collation: 'NOCASE' } : {};
  return { name, type: 'varchar', length: '255', ...collation, ...rest };
}

/** Creates the table unless it is there. */
export async function createTableIfMissing(runner: QueryRunner, table: Table): Promise<void> {
  if (await runner.hasTable(table.name)) return;
  await runner.createTable(new Table({ ...table, engine: ENGINE }));
}

export async function dropTableIfPresent(runner: QueryRunner, name: string): Promise<void> {
  if (await runner.hasTable(name)) await runner.dropTable(name);
}

/** Adds the columns that the table does not have yet. Text is stored as utf8mb4. */
export async function addColumnsIfMissing(
  runner: QueryRunner,
  table: string,
  columns: TableColumnOptions[],
): Promise<void> {
  for (const column of columns) {
    if (await runner.hasColumn(table, column.name)) continue;
    const isText = ['text', 'varchar', 'mediumtext'].includes(column.type);
    const charset = isText && !isEmbedded(runner) ? { charset: 'utf8mb4' } : {};
    await runner.addColumn(table, new TableColumn({ ...charset, ...column }));
  }
}

export async function dropColumnsIfPresent(
  runner: QueryRunner,
  table: string,
  names: string[],
): Promise<void> {
  for (const name of names) {
    if (await runner.hasColumn(table, name)) await runner.dropColumn(table, name);
  }
}

/** Lets a column be empty, or forbids it. */
export async function setNullable(
  runner: QueryRunner,
  table: string,
  name: string,
  isNullable: boolean,
): Promise<void> {
  const old = (await runner.getTable(table))?.findColumnByName(name);
  if (!old || old.isNullable === isNullable) return;
  const changed = old.clone();
  changed.isNullable = isNullable;
  await runner.changeColumn(table, old, changed);
}

export async function createIndexIfMissing(
  runner: QueryRunner,
  table: string,
  index: { name: string; columns: string[]; isUnique?: boolean },
): Promise<void> {
  const found = await findIndex(runner, table, index.name);
  if (!found) {
    const { name, columns: columnNames, isUnique = false } = index;
    await runner.createIndex(table, new TableIndex({ name, columnNames, isUnique }));
  }
}

export async function dropIndexIfPresent(
  runner: QueryRunner,
  table: string,
  name: string,
): Promise<void> {
  if (await findIndex(runner, table, name)) await runner.dropIndex(table, name);
}

async function findIndex(runner: QueryRunner, table: string, name: string): Promise<boolean> {
  const known = await runner.getTable(table);
  return known?.indices.some((index) => index.name === name) ?? false;
}

/** Adds a CHECK by SQL on the server database, where TypeORM drops it silently. */
export async function addCheckIfMissing(
  runner: QueryRunner,
  table: string,
  name: string,
  expression: string,
): Promise<void> {
  if (await hasCheck(runner, table, name)) return;
  if (isEmbedded(runner)) {
    await runner.createCheckConstraint(table, new TableCheck({ name, expression }));
  } else {
    await runner.query(`ALTER TABLE \`${table}\` ADD CONSTRAINT \`${name}\` CHECK (${expression})`);
  }
}

export async function dropCheckIfPresent(
  runner: QueryRunner,
  table: string,
  name: string,
): Promise<void> {
  if (!(await hasCheck(runner, table, name))) return;
  if (isEmbedded(runner)) await runner.dropCheckConstraint(table, name);
  else await runner.query(`ALTER TABLE \`${table}\` DROP CONSTRAINT \`${name}\``);
}

async function hasCheck(runner: QueryRunner, table: string, name: string): Promise<boolean> {
  if (isEmbedded(runner)) {
    const known = await runner.getTable(table);
    return known?.checks.some((check) => check.name === name) ?? false;
  }
  const rows = (await runner.query(
    `SELECT 1 FROM information_schema.TABLE_CONSTRAINTS
      WHERE CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = ? AND CONSTRAINT_NAME = ?`,
    [table, name],
  )) as unknown[];
  return rows.length > 0;
}
