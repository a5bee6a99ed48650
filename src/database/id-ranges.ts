import type { Tx } from './tx.js';

/** Ids from the lowest to the highest, both included. */
export interface IdRange {
  readonly lowest: number;
  readonly highest: number;
}

/** A range of ids that are there, and how many they are. */
export interface IdPage extends IdRange {
  readonly count: number;
}

/** Where ids stand that rise: a table and its column, and which rows of it. */
export interface IdSource {
  readonly table: string;
  readonly column: string;
  readonly where?: string;
}

/**
 * The next ids after one, or undefined at the end. What goes through a large table this way reads
 * each row once, holds a few, and can go on from any id.
 */
export async function nextIds(
  tx: Tx,
  { table, column, where = '1 = 1' }: IdSource,
  after: number,
  size: number,
): Promise<IdPage | undefined> {
  const row = await tx.row<{ lowest: number | null; highest: number; count: number | string }>(
    `SELECT MIN(page.id) AS lowest, MAX(page.id) AS highest, COUNT(*) AS \`count\`
       FROM (SELECT DISTINCT ${column} AS id FROM ${table} WHERE ${where} AND ${column} > ?
              ORDER BY ${column} LIMIT ${size}) page`,
    [after],
  );
  if (typeof row?.lowest !== 'number') return undefined;
  return { lowest: row.lowest, highest: row.highest, count: Number(row.count) };
}
