import { type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropOwnTable, isOwn, ORIGIN, TableTaken } from '../support/own-tables.js';
import { idColumn, isEmbedded } from '../support/schema-steps.js';

/*
 * Whose name is whose: the history is a table of ours, and the name that PHP knows is a view of the
 * rows that PHP may see. The embedded database has no PHP, and no such view.
 */

/**
 * Behind PHP's name in the alphabet, in which the server locks names: whoever changes them has the
 * view first, and waits for the statements that have it open instead of taking their table away.
 */
export const HISTORY = 'coach_usage_history';
export const USAGES = 'coach_session_usage';
/** 1 in rows that PHP did not write and must not count. */
export const HIDDEN = 'hidden_from_php';

/** Columns that PHP does not know; each has a default, so that PHP's INSERT goes on working. */
const OURS = ['member_id', 'coach_id', 'balance_after', 'created_by', 'undone_by', 'undo_reason'];
const UNKNOWN_TO_PHP = [...OURS, 'active_slot', HIDDEN];

/** They exist while the names change, and in a database in which that was stopped. */
const NEXT_VIEW = 'coach_session_usage_next';
const PLACEHOLDER = 'coach_schema_placeholder';

/** The table of the history has its new name. */
export async function isRenamed(runner: QueryRunner): Promise<boolean> {
  if (!(await runner.hasTable(HISTORY))) return false;
  // While the names change, there is an empty one of the new name beside it.
  if (isEmbedded(runner)) return !(await runner.hasTable(USAGES));
  return !(await isTable(runner, USAGES));
}

/** Throws `TableTaken` where another program has a table of the new name. Changes nothing. */
export async function requireFreeNames(runner: QueryRunner): Promise<void> {
  const isTaken = (await runner.hasTable(HISTORY)) && !(await isRenamed(runner));
  if (isTaken && !(await isOwn(runner, HISTORY))) throw new TableTaken(HISTORY);
}

/** The name that the table of the history has now. */
export async function nameOfHistory(runner: QueryRunner): Promise<string> {
  return (await isRenamed(runner)) ? HISTORY : USAGES;
}

/**
 * Gives the table its new name and PHP a view of the old one, in one statement: a page of PHP
 * meets either, and none of its statements fails. May be repeated after a stop at any statement.
 */
export async function hideFromPhp(runner: QueryRunner): Promise<void> {
  const isDone = await isRenamed(runner);
  if (isEmbedded(runner)) {
    if (!isDone) await runner.query(`ALTER TABLE ${USAGES} RENAME TO ${HISTORY}`);
    return;
  }
  if (isDone) {
    await createView(runner, USAGES, await columnsOf(runner, HISTORY));
  } else {
    const columns = await columnsOf(runner, USAGES);
    // A view can only be made of a table that is there.
    await createNewTable(runner, placeholder(columns));
    await createView(runner, NEXT_VIEW, columns);
    await runner.query(
      `RENAME TABLE ${HISTORY} TO ${PLACEHOLDER}, ${USAGES} TO ${HISTORY},
         ${NEXT_VIEW} TO ${USAGES}`,
    );
  }
  await tidyUp(runner);
}

/** Gives the table the name back that PHP knows, in one statement. May be repeated. */
export async function showToPhp(runner: QueryRunner): Promise<void> {
  const isBack = !(await isRenamed(runner));
  if (isEmbedded(runner)) {
    if (!isBack) await runner.query(`ALTER TABLE ${HISTORY} RENAME TO ${USAGES}`);
    return;
  }
  if (!isBack) {
    await runner.query(`DROP VIEW IF EXISTS ${NEXT_VIEW}`);
    await runner.query(`RENAME TABLE ${USAGES} TO ${NEXT_VIEW}, ${HISTORY} TO ${USAGES}`);
  } else {
    // A placeholder, where the names had not changed yet.
    await dropOwnTable(runner, HISTORY);
  }
  await tidyUp(runner);
}

async function tidyUp(runner: QueryRunner): Promise<void> {
  await runner.query(`DROP VIEW IF EXISTS ${NEXT_VIEW}`);
  await runner.query(`DROP TABLE IF EXISTS ${PLACEHOLDER}`);
  await runner.query(`DELETE FROM ${ORIGIN} WHERE table_name = ?`, [HISTORY]);
}

/**
 * With the rights of who asks: a view with those of its maker is dead when that user is dropped or
 * the database is restored elsewhere.
 */
async function createView(runner: QueryRunner, name: string, columns: string[]): Promise<void> {
  const shown = columns.filter((column) => !UNKNOWN_TO_PHP.includes(column));
  await runner.query(
    `CREATE OR REPLACE ALGORITHM = MERGE SQL SECURITY INVOKER VIEW ${name} AS
     SELECT ${shown.map((column) => `\`${column}\``).join(', ')} FROM ${HISTORY}
      WHERE ${HIDDEN} = 0`,
  );
}

/** In their order: an INSERT of PHP that names none relies on it. */
async function columnsOf(runner: QueryRunner, table: string): Promise<string[]> {
  const rows = (await runner.query(
    `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION`,
    [table],
  )) as { name: string }[];
  return rows.map(({ name }) => name);
}

/** An empty table with columns of these names. */
function placeholder(names: readonly string[]): Table {
  const further = names.filter((name) => name !== idColumn.name);
  const columns = further.map((name) => ({ name, type: 'integer', isNullable: true }));
  return new Table({ name: HISTORY, columns: [idColumn, ...columns] });
}

async function isTable(runner: QueryRunner, name: string): Promise<boolean> {
  const rows = (await runner.query(
    `SELECT 1 FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND TABLE_TYPE <> 'VIEW'`,
    [name],
  )) as unknown[];
  return rows.length > 0;
}
