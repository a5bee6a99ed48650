import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepingTimes } from './adoption/own-times.js';
import { refuseUnseenRights } from './adoption/php-rights.js';
import {
  HISTORY,
  HIDDEN,
  hideFromPhp,
  isRenamed,
  nameOfHistory,
  requireFreeNames,
  showToPhp,
  USAGES,
} from './adoption/php-view.js';
import { summarise } from './adoption/summary-view.js';
import { createIndexIfMissing, dropIndexIfPresent } from './support/schema-steps.js';
import { StreamTickets1700000010000 } from './1700000010000-stream-tickets.js';

/** Finds PHP's new rows, and lets PHP count rows without reading them. */
const NEW_KEY = {
  name: 'ix_usage_package_member_hidden',
  columns: ['coach_member_id', 'member_id', HIDDEN],
};
const OLD_KEY = { name: 'ix_usage_package_member', columns: ['coach_member_id', 'member_id'] };

const ROWS_AT_ONCE = 20_000;

/**
 * The history is a table of ours, `coach_usage_history`. Under the name that PHP knows stands a
 * view of what PHP wrote and of our usages that count: its pages count, list and undo nothing else.
 */
export class HistoryTable1700000011000 implements MigrationInterface {
  /** Earlier steps know the old name: before one is done or undone, this one is taken back. */
  readonly stepsAside = true;

  async up(runner: QueryRunner): Promise<void> {
    // A revert may have been stopped in it: still on record, but undone.
    await new StreamTickets1700000010000().up(runner);
    await requireFreeNames(runner);
    await refuseUnseenRights(runner);
    const table = await nameOfHistory(runner);
    if (!(await runner.hasColumn(table, HIDDEN))) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN ${HIDDEN} tinyint NOT NULL DEFAULT 0`);
    }
    await hideOurs(runner, table);
    await createIndexIfMissing(runner, table, NEW_KEY);
    await dropIndexIfPresent(runner, table, OLD_KEY.name);
    await hideFromPhp(runner);
    await summarise(runner, HISTORY);
  }

  async down(runner: QueryRunner): Promise<void> {
    const table = await nameOfHistory(runner);
    if (!(await runner.hasColumn(table, HIDDEN))) return;
    // Undone from here on, wherever this stops: running it again goes on from there.
    await runner.query('DELETE FROM coach_schema_migration WHERE name = ?', [
      HistoryTable1700000011000.name,
    ]);
    if (await isRenamed(runner)) await runner.query('DROP VIEW IF EXISTS coach_session_summary');
    await showToPhp(runner);
    await summarise(runner, USAGES);
    await createIndexIfMissing(runner, USAGES, OLD_KEY);
    await dropIndexIfPresent(runner, USAGES, NEW_KEY.name);
    await runner.query(`ALTER TABLE ${USAGES} DROP COLUMN ${HIDDEN}`);
  }
}

/**
 * Entries without a day are ours, and so are undone usages with a name or a reason. In portions:
 * PHP's statements wait for no more than one.
 */
async function hideOurs(runner: QueryRunner, table: string): Promise<void> {
  const kept = await keepingTimes(runner, table);
  const [{ last = 0 } = {}] = (await runner.query(`SELECT MAX(id) AS last FROM ${table}`)) as {
    last?: number | null;
  }[];
  for (let after = 0; after < Number(last); after += ROWS_AT_ONCE) {
    await runner.query(
      `UPDATE ${table} SET ${HIDDEN} = 1${kept}
        WHERE id > ? AND id <= ? AND ${HIDDEN} = 0
          AND (usage_date IS NULL OR undone_by IS NOT NULL OR undo_reason IS NOT NULL)`,
      [after, after + ROWS_AT_ONCE],
    );
  }
}
