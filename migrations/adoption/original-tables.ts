import { type QueryRunner, Table } from 'typeorm';
import {
  addColumnsIfMissing,
  createTableIfMissing,
  dropColumnsIfPresent,
  dropTableIfPresent,
  isEmbedded,
  longTextColumn,
} from '../support/schema-steps.js';
import { ORIGIN } from '../support/own-tables.js';

/*
 * What the shared tables were before us, so that reverting the migrations gives them back: rows of
 * `coach_schema_origin` with a definition. Frozen by migrations/released.json.
 */

/** The tables of the legacy system that it may have, and that ours build on. */
const SHARED_TABLES = [
  'usertype',
  'user',
  'coaches',
  'coach_member_list',
  'coach_session_usage',
  'admin_activity_log',
];

const SUMMARY_VIEW = 'coach_session_summary';

/** Writes down the definitions of the shared tables and of the view, where they exist. */
export async function rememberOriginals(runner: QueryRunner): Promise<void> {
  const tableName = { name: 'table_name', type: 'varchar', length: '64', isPrimary: true };
  await createTableIfMissing(runner, new Table({ name: ORIGIN, columns: [tableName] }));
  await addColumnsIfMissing(runner, ORIGIN, [
    longTextColumn(runner, 'definition', { isNullable: true }),
  ]);
  if (isEmbedded(runner)) return;
  for (const name of [...SHARED_TABLES, SUMMARY_VIEW]) {
    const definition = await definitionOf(runner, name);
    // A view that is not there now will be ours.
    if (definition === undefined && name !== SUMMARY_VIEW) continue;
    if (!(await isRemembered(runner, name))) await note(runner, name, definition ?? null);
  }
}

/** Whether anything is written down; it no longer is when the last step of reverting is done. */
export async function remembersOriginals(runner: QueryRunner): Promise<boolean> {
  return runner.hasTable(ORIGIN);
}

/** Whether the table was there before us. */
export async function isLegacyTable(runner: QueryRunner, name: string): Promise<boolean> {
  return (await originalDefinition(runner, name)) !== undefined;
}

/** Forgets everything about the time before us; the last step of reverting. */
export async function forgetOriginals(runner: QueryRunner): Promise<void> {
  await dropTableIfPresent(runner, ORIGIN);
}

/** Drops columns that we added; what a legacy table had itself becomes what it was. */
export async function takeBackColumns(
  runner: QueryRunner,
  table: string,
  names: readonly string[],
): Promise<void> {
  const original = columnsIn((await originalDefinition(runner, table)) ?? '');
  const added = names.filter((name) => !original.has(name));
  await dropColumnsIfPresent(runner, table, added);
  await restoreColumns(runner, table, names);
}

/** Gives columns of a legacy table their old definitions; their values must fit these before. */
export async function restoreColumns(
  runner: QueryRunner,
  table: string,
  names: readonly string[],
): Promise<void> {
  const original = columnsIn((await originalDefinition(runner, table)) ?? '');
  for (const name of names) {
    const definition = original.get(name);
    if (definition === undefined || (await currentColumn(runner, table, name)) === definition) {
      continue;
    }
    await runner.query(`ALTER TABLE \`${table}\` MODIFY COLUMN \`${name}\` ${definition}`);
  }
}

/** The definition that a column of a legacy table had before us, if it had the column. */
export async function originalColumn(
  runner: QueryRunner,
  table: string,
  name: string,
): Promise<string | undefined> {
  return columnsIn((await originalDefinition(runner, table)) ?? '').get(name);
}

/** The definition that a column has now, as the server writes it. */
export async function currentColumn(
  runner: QueryRunner,
  table: string,
  name: string,
): Promise<string | undefined> {
  return columnsIn((await definitionOf(runner, table)) ?? '').get(name);
}

/**
 * The character set of a text column, as it is or as it was before us. Undefined where there is no
 * such column.
 */
export async function charsetOf(
  runner: QueryRunner,
  table: string,
  name: string,
  when: 'current' | 'original' = 'current',
): Promise<string | undefined> {
  const definition = await (when === 'current' ? definitionOf : originalDefinition)(runner, table);
  const column = columnsIn(definition ?? '').get(name);
  if (definition === undefined || column === undefined) return undefined;
  const own = /CHARACTER SET (\w+)/.exec(column)?.[1];
  return own ?? /^\).*CHARSET=(\w+)/m.exec(definition)?.[1];
}

/** The words of a column of words, as its definition has them; none where it is of another type. */
export function wordsIn(definition: string): string[] {
  const list = /^enum\((.*?)\)(?: |$)/i.exec(definition)?.[1] ?? '';
  return [...list.matchAll(/'((?:[^']|'')*)'/g)].map(([, word = '']) => word.replaceAll("''", "'"));
}

/** Lets a legacy column of words have further ones, behind those that it has. */
export async function addWords(
  runner: QueryRunner,
  table: string,
  name: string,
  words: readonly string[],
): Promise<void> {
  if (isEmbedded(runner)) return;
  const definition = (await currentColumn(runner, table, name)) ?? '';
  const known = wordsIn(definition);
  const missing = words.filter((word) => !known.includes(word));
  if (known.length === 0 || missing.length === 0) return;
  const list = [...known, ...missing].map((word) => `'${word.replaceAll("'", "''")}'`);
  const longer = definition.replace(/^enum\(.*?\)/i, `enum(${list.join(',')})`);
  await runner.query(`ALTER TABLE \`${table}\` MODIFY COLUMN \`${name}\` ${longer}`);
}

/** Puts the view of the legacy system back, if it had one. */
export async function restoreSummaryView(runner: QueryRunner): Promise<void> {
  await runner.query(`DROP VIEW IF EXISTS ${SUMMARY_VIEW}`);
  const statement = await originalDefinition(runner, SUMMARY_VIEW);
  if (statement === undefined) return;
  await byNoRules(runner, async () => {
    try {
      await runner.query(statement);
    } catch {
      // Only some users may create a view in the name of another one.
      await runner.query(statement.replace(/ DEFINER=\S+ SQL SECURITY DEFINER /, ' '));
    }
  });
}

async function note(runner: QueryRunner, name: string, definition: string | null): Promise<void> {
  const sql = `INSERT INTO ${ORIGIN} (table_name, definition) VALUES (?, ?)`;
  await runner.query(sql, [name, definition]);
}

async function isRemembered(runner: QueryRunner, name: string): Promise<boolean> {
  const sql = `SELECT 1 FROM ${ORIGIN} WHERE table_name = ?`;
  return ((await runner.query(sql, [name])) as unknown[]).length > 0;
}

/** How the server would have created a legacy table before us, if it had it. */
export async function originalDefinition(
  runner: QueryRunner,
  name: string,
): Promise<string | undefined> {
  const rows = (await runner.query(`SELECT definition FROM ${ORIGIN} WHERE table_name = ?`, [
    name,
  ])) as { definition: string | null }[];
  return rows[0]?.definition ?? undefined;
}

/** How the server would create the table or the view; undefined where there is none. */
async function definitionOf(runner: QueryRunner, name: string): Promise<string | undefined> {
  const found = (await runner.query(
    `SELECT TABLE_TYPE AS kind FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`,
    [name],
  )) as { kind: string }[];
  if (!found[0]) return undefined;
  const kind = found[0].kind === 'VIEW' ? 'View' : 'Table';
  return byNoRules(runner, async () => {
    const rows = (await runner.query(`SHOW CREATE ${kind} \`${name}\``)) as Record<
      string,
      string
    >[];
    return rows[0]?.[`Create ${kind}`];
  });
}

/**
 * Under the server's own rules definitions may be written with other quotes, and a view that the
 * legacy system made under laxer ones can neither be shown nor created.
 */
async function byNoRules<T>(runner: QueryRunner, work: () => Promise<T>): Promise<T> {
  const [{ mode = '' } = {}] = (await runner.query('SELECT @@SESSION.sql_mode AS mode')) as {
    mode?: string;
  }[];
  await runner.query("SET SESSION sql_mode = ''");
  try {
    return await work();
  } finally {
    await runner.query('SET SESSION sql_mode = ?', [mode]);
  }
}

/** The columns of a `CREATE TABLE` as the server writes it: one a line, name and definition. */
function columnsIn(definition: string): Map<string, string> {
  const lines = definition.matchAll(/^ {2}`([^`]+)` (.*?),?$/gm);
  return new Map([...lines].map(([, name = '', rest = '']) => [name, rest]));
}
