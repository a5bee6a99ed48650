import type { QueryRunner } from 'typeorm';
import { createIndexIfMissing, dropIndexIfPresent, isEmbedded } from './schema-steps.js';

/* Keys that are exchanged for others. Frozen by migrations/released.json. */

/** A key that is not unique. */
export interface Key {
  readonly name: string;
  readonly columns: readonly string[];
}

/**
 * The server's numbers for a key that a table has no room for: more bytes than its format takes
 * (1071, and 1709 in the older formats), or a text of any length (1170).
 */
const NO_ROOM = new Set([1071, 1709, 1170]);

/** What a table has now: the names and columns of its keys, unique ones included. */
interface PresentKey extends Key {
  readonly isUnique: boolean;
  /** Holds its columns in their order, all of each: no key of words, or of the first letters. */
  readonly isWhole: boolean;
}

/** The keys of one column with which another key of the table begins. */
export async function shortKeysOf(runner: QueryRunner, table: string): Promise<Key[]> {
  const keys = await keysOf(runner, table);
  return keys.filter(
    ({ columns, isUnique, isWhole }) =>
      isWhole &&
      !isUnique &&
      columns.length === 1 &&
      keys.some((one) => one.isWhole && one.columns.length > 1 && begins(one, columns)),
  );
}

/**
 * Adds and drops keys, as far as that has not happened yet. The server does it in one statement,
 * which reads the table once, lets others write meanwhile, and happens wholly or not at all.
 */
export async function exchangeKeys(
  runner: QueryRunner,
  table: string,
  { add, drop }: { add: readonly Key[]; drop: readonly Key[] },
): Promise<void> {
  const present = await keyNamesOf(runner, table);
  const missing = add.filter(({ name }) => !present.has(name));
  const spare = drop.filter(({ name }) => present.has(name));
  if (isEmbedded(runner)) {
    for (const { name, columns } of missing) {
      await createIndexIfMissing(runner, table, { name, columns: [...columns] });
    }
    for (const { name } of spare) await dropIndexIfPresent(runner, table, name);
    return;
  }
  const changes = [
    ...missing.map(({ name, columns }) => `ADD INDEX \`${name}\` (${quoted(columns)})`),
    ...spare.map(({ name }) => `DROP INDEX \`${name}\``),
  ];
  if (changes.length > 0) await runner.query(`ALTER TABLE \`${table}\` ${changes.join(', ')}`);
}

/** As `exchangeKeys`, without the keys for which the table's format has no room. */
export async function exchangeKeysIfTheyFit(
  runner: QueryRunner,
  table: string,
  { add, drop }: { add: readonly Key[]; drop: readonly Key[] },
): Promise<void> {
  try {
    await exchangeKeys(runner, table, { add, drop });
    return;
  } catch (error) {
    if (!hasNoRoom(error)) throw error;
  }
  for (const key of add) {
    try {
      await exchangeKeys(runner, table, { add: [key], drop: [] });
    } catch (error) {
      if (!hasNoRoom(error)) throw error;
    }
  }
  await exchangeKeys(runner, table, { add: [], drop });
}

/** The names of a table's keys; none where there is no such table. */
export async function keyNamesOf(runner: QueryRunner, table: string): Promise<Set<string>> {
  return new Set((await keysOf(runner, table)).map(({ name }) => name));
}

function hasNoRoom(error: unknown): boolean {
  return NO_ROOM.has((error as { errno?: number }).errno ?? 0);
}

async function keysOf(runner: QueryRunner, table: string): Promise<PresentKey[]> {
  if (isEmbedded(runner)) {
    const indices = (await runner.getTable(table))?.indices ?? [];
    return indices.map(({ name = '', columnNames, isUnique }) => {
      return { name, columns: columnNames, isUnique, isWhole: true };
    });
  }
  // TypeORM leaves out keys that are named like a foreign key, as the server itself names them.
  const rows = (await runner.query(
    `SELECT INDEX_NAME AS name, COLUMN_NAME AS \`column\`, NON_UNIQUE AS repeats,
            SUB_PART IS NULL AND INDEX_TYPE = 'BTREE' AS whole
       FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY INDEX_NAME, SEQ_IN_INDEX`,
    [table],
  )) as { name: string; column: string; repeats: number | string; whole: number | string }[];
  return [...new Set(rows.map(({ name }) => name))].map((name) => {
    const parts = rows.filter((row) => row.name === name);
    return {
      name,
      columns: parts.map(({ column }) => column),
      isUnique: parts.every(({ repeats }) => Number(repeats) === 0),
      isWhole: parts.every(({ whole }) => Number(whole) === 1),
    };
  });
}

function begins({ columns }: Key, firsts: readonly string[]): boolean {
  return firsts.every((column, n) => columns[n] === column);
}

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `\`${column}\``).join(', ');
}
