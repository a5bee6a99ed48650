import type { QueryRunner } from 'typeorm';
import { createIndexIfMissing, dropIndexIfPresent, isEmbedded } from './schema-steps.js';

/* Keys that are exchanged for others. Frozen by migrations/released.json. */

/** A key that is not unique. */
export interface Key {
  readonly name: string;
  readonly columns: readonly string[];
}

/** The server's number for a key with more bytes than the table's format takes. */
const TOO_LONG = 1071;

/** What a table has now: the names and columns of its keys, unique ones included. */
interface PresentKey extends Key {
  readonly isUnique: boolean;
}

/** The keys of one column with which another key of the table begins. */
export async function shortKeysOf(runner: QueryRunner, table: string): Promise<Key[]> {
  const keys = await keysOf(runner, table);
  return keys.filter(
    ({ name, columns, isUnique }) =>
      !isUnique &&
      columns.length === 1 &&
      keys.some((one) => one.name !== name && begins(one, columns) && one.columns.length > 1),
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
  const present = new Set((await keysOf(runner, table)).map(({ name }) => name));
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

/** As `exchangeKeys`; changes nothing where the table's format has no room for such a key. */
export async function exchangeKeysIfTheyFit(
  runner: QueryRunner,
  table: string,
  change: { add: readonly Key[]; drop: readonly Key[] },
): Promise<void> {
  try {
    await exchangeKeys(runner, table, change);
  } catch (error) {
    if ((error as { errno?: number }).errno !== TOO_LONG) throw error;
  }
}

async function keysOf(runner: QueryRunner, table: string): Promise<PresentKey[]> {
  const indices = (await runner.getTable(table))?.indices ?? [];
  return indices.map(({ name = '', columnNames, isUnique }) => {
    return { name, columns: columnNames, isUnique };
  });
}

function begins({ columns }: Key, firsts: readonly string[]): boolean {
  return firsts.every((column, n) => columns[n] === column);
}

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `\`${column}\``).join(', ');
}
