import type { QueryRunner } from 'typeorm';
import { currentColumn } from '../../migrations/adoption/original-tables.js';
import type { Obstacle } from '../../migrations/adoption/obstacle.js';

/** Where the product writes names and reasons; the columns that it adds hold any letter. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  user: ['fname', 'mname', 'lname'],
  coach_usage_history: ['reason', 'undo_reason'],
  admin_activity_log: ['reason', 'before', 'after'],
};

/** A text column, with the character set that it has now. */
export interface TextColumn {
  readonly table: string;
  readonly name: string;
  readonly charset: string;
  readonly collation: string;
}

/** The text columns of a table, of those names. */
export async function textColumns(
  runner: QueryRunner,
  table: string,
  names: readonly string[],
): Promise<TextColumn[]> {
  const columns = (await runner.query(
    `SELECT TABLE_NAME AS \`table\`, COLUMN_NAME AS name, CHARACTER_SET_NAME AS charset,
            COLLATION_NAME AS collation
       FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND CHARACTER_SET_NAME IS NOT NULL
      ORDER BY ORDINAL_POSITION`,
    [table],
  )) as TextColumn[];
  return columns.filter(({ name }) => names.includes(name));
}

/** Columns in which Łukasz, Nguyễn or 王 cannot be written, with what widens them. */
export async function narrowColumns(runner: QueryRunner): Promise<Obstacle[]> {
  const narrow: TextColumn[] = [];
  for (const [table, names] of Object.entries(WRITTEN)) {
    const columns = await textColumns(runner, table, names);
    narrow.push(...columns.filter(({ charset }) => charset !== 'utf8mb4'));
  }
  if (narrow.length === 0) return [];
  const tables = [...new Set(narrow.map(({ table }) => table))];
  const statements = await Promise.all(
    tables.map((table) =>
      widening(
        runner,
        narrow.filter((column) => column.table === table),
      ),
    ),
  );
  return [
    {
      what: `${narrow.length} columns cannot hold every letter; such names and reasons are refused`,
      where: narrow.map(({ table, name, charset }) => `${table}.${name}: ${charset}`),
      mend: [
        'at a quiet hour, for the table is written anew. What is there stays, and PHP reads it as',
        'before, also by a connection of another charset; letters that this lacks are "?" to it:',
        ...statements,
      ].join('\n'),
    },
  ];
}

/** The statement that lets columns of one table hold any letter; all else of them stays. */
export async function widening(
  runner: QueryRunner,
  columns: readonly TextColumn[],
): Promise<string> {
  const changes: string[] = [];
  for (const { table, name, collation } of columns) {
    const definition = (await currentColumn(runner, table, name)) ?? '';
    changes.push(`MODIFY COLUMN \`${name}\` ${widened(definition, collation)}`);
  }
  return `ALTER TABLE \`${columns[0]?.table}\` ${changes.join(', ')}`;
}

/** The definition of a text column with another charset, which follows the type. */
function widened(definition: string, collation: string): string {
  const isExact = /_(bin|cs)$/.test(collation);
  const charset = `CHARACTER SET utf8mb4 COLLATE utf8mb4_${isExact ? 'bin' : 'unicode_ci'}`;
  const TYPE = /^(\w+(?:\(\d+\))?)(?: CHARACTER SET \w+)?(?: COLLATE \w+)?/;
  return definition.replace(TYPE, `$1 ${charset}`);
}
