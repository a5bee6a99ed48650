import type { QueryRunner } from 'typeorm';
import { beginAnew, isEmbedded } from '../support/schema-steps.js';
import { keepingTimes } from './own-times.js';

/*
 * Who trained with whom, written into each row of the history. Frozen by migrations/released.json.
 */

const TABLE = 'coach_session_usage';
/** So few that the legacy system, which waits for a batch, does not notice. */
const BATCH = 5_000;
/**
 * Rows whose statements have not ended yet are among so many before the newest. They are left
 * alone: such a statement waits for the package that a batch reads, and the batch for its row.
 */
const STILL_WRITTEN = 1_000;
/** Changed since it was read, a lock that was not given in time, a deadlock. */
const CONFLICTS = new Set([1020, 1205, 1213]);
const ATTEMPTS = 5;

/**
 * Writes member and coach into the rows of the legacy system, some at a time: all at once would
 * keep it waiting for minutes where there are millions. The newest, and what it writes meanwhile,
 * are left to `openBooks`. Rows of packages that are in the books, or whose books come back from
 * the archive, stay as they are: without a name they are what another program has written since.
 */
export async function nameRows(runner: QueryRunner): Promise<void> {
  if (isEmbedded(runner)) return;
  const unopened = (await runner.hasTable('coach_archived_package'))
    ? `version = 0 AND id NOT IN (SELECT id FROM coach_archived_package WHERE version > 0)`
    : 'version = 0';
  const { first, last } = await unnamed(runner);
  const end = last - STILL_WRITTEN;
  for (let from = first; from <= end; from += BATCH) {
    const rows = `id >= ? AND id < ? AND member_id IS NULL`;
    const range = [from, Math.min(from + BATCH, end + 1)];
    await beginAgainUntilDone(runner, async () => {
      // Whoever deletes a package has that one first, and its rows then.
      await runner.query(
        `SELECT id FROM coach_member_list
          WHERE id IN (SELECT coach_member_id FROM ${TABLE} WHERE ${rows}) LOCK IN SHARE MODE`,
        range,
      );
      await writeNames(runner, `${rows} AND ${inPackages(unopened)}`, range);
    });
  }
  await beginAnew(runner);
}

/** The rest, behind `lockLegacyTables`: the newest, and what has been written since. */
export async function nameOtherRows(runner: QueryRunner): Promise<void> {
  await writeNames(runner, `member_id IS NULL AND ${inPackages('version = 0')}`, []);
}

function inPackages(which: string): string {
  return `coach_member_id IN (SELECT id FROM coach_member_list WHERE ${which})`;
}

async function writeNames(runner: QueryRunner, where: string, values: number[]): Promise<void> {
  const ofPackage = (column: string) =>
    `(SELECT p.${column} FROM coach_member_list p WHERE p.id = ${TABLE}.coach_member_id)`;
  const kept = await keepingTimes(runner, TABLE);
  await runner.query(
    `UPDATE ${TABLE}
        SET member_id = ${ofPackage('member_id')}, coach_id = ${ofPackage('coach_id')}${kept}
      WHERE ${where}`,
    values,
  );
}

/** Where the rows without a name are; where there are none, behind the last row. */
async function unnamed(runner: QueryRunner): Promise<{ first: number; last: number }> {
  const [row] = (await runner.query(
    `SELECT (SELECT MIN(id) FROM ${TABLE} WHERE member_id IS NULL) AS first,
            (SELECT MAX(id) FROM ${TABLE}) AS last`,
  )) as { first: number | null; last: number | null }[];
  const last = row?.last ?? 0;
  return { first: row?.first ?? last + 1, last };
}

/**
 * The legacy system waits with what it writes until the books are open. The history comes first, in
 * the order in which it writes a usage itself: the other way round they would wait for each other.
 */
export async function lockLegacyTables(runner: QueryRunner): Promise<void> {
  if (isEmbedded(runner)) return;
  const { first } = await unnamed(runner);
  // Begun anew behind that: what is read first decides what a transaction sees, and a newer row
  // that is locked then is an error on servers with innodb_snapshot_isolation.
  await beginAgainUntilDone(runner, async () => {
    // No key has this column: so the rows themselves are locked, and the place where new ones go.
    await runner.query(`SELECT COUNT(undo_reason) FROM ${TABLE} WHERE id >= ? FOR UPDATE`, [
      first - STILL_WRITTEN,
    ]);
    await runner.query('SELECT COUNT(remaining_sessions) FROM coach_member_list FOR UPDATE');
  });
}

/** A new transaction for the work, and another one where the legacy system came first. */
async function beginAgainUntilDone(runner: QueryRunner, work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await beginAnew(runner);
    try {
      await work();
      return;
    } catch (error) {
      const { errno = 0 } = error as { errno?: number };
      const mayRetry = CONFLICTS.has(errno) && attempt < ATTEMPTS && runner.isTransactionActive;
      if (!mayRetry) throw error;
      await runner.rollbackTransaction();
      await runner.startTransaction();
    }
  }
}
