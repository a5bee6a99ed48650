import type { QueryRunner } from 'typeorm';
import type { Obstacle } from '../../migrations/adoption/obstacle.js';
import { fits, type Mended, mendedName } from './garbled-rules.js';
import { type TextColumn, textColumns, widening } from './narrow-columns.js';

/** Where PHP writes names. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  user: ['fname', 'mname', 'lname'],
  coaches: ['name'],
};

/** Ids that are named of each column. */
const NAMED = 10;

/* UTF-8 whose bytes were taken for latin1 letters, as the hex digits of these letters' UTF-8. */
const SMALL = '[0-7][0-9A-F]';
/** The letters of the bytes 80 to BF. */
const NEXT =
  '(C2(81|8D|8F|90|9D|[AB][0-9A-F])|C5(9[23]|A[01]|B[8DE])|C692|CB(86|9C)' +
  '|E280(9[3489ACDE]|A[0126]|B[09A])|E28(2AC|4A2))';
const TWO = `C3(8[2-9A-F]|9[0-9A-F])${NEXT}`;
const THREE = `C3A[0-9A-F]${NEXT}{2}`;
const FOUR = `C3B[0-4]${NEXT}{3}`;
const GARBLED = `^(${SMALL})*(${TWO}|${THREE}|${FOUR})(${SMALL}|${TWO}|${THREE}|${FOUR})*$`;

interface Garbled {
  readonly id: number;
  readonly mended: Mended | undefined;
}

/**
 * Names that PHP wrote as UTF-8 over a connection which said latin1, so that everybody who reads
 * them rightly sees "RenÃ©e"; with the statements that show the repair, and then make it.
 */
export async function garbledNames(runner: QueryRunner): Promise<Obstacle[]> {
  const found: Obstacle[] = [];
  for (const [table, names] of Object.entries(NAMES)) {
    for (const column of await textColumns(runner, table, names)) {
      found.push(...(await garbledIn(runner, column)));
    }
  }
  return found;
}

async function garbledIn(runner: QueryRunner, column: TextColumn): Promise<Obstacle[]> {
  const { table, name, charset } = column;
  const read = (await runner.query(
    `SELECT id, \`${name}\` AS text FROM \`${table}\` WHERE ${isGarbled(name)} ORDER BY id`,
  )) as { id: number; text: string }[];
  const rows: Garbled[] = read.map(({ id, text }) => ({ id, mended: mendedName(text) }));
  const certain = rows.filter(({ mended }) => mended);
  if (certain.length === 0) return [];
  const others = rows.filter(({ mended }) => !mended);
  const mustWiden = certain.some(({ mended }) => mended && !fits(mended.name, charset));
  return [
    {
      what: `${certain.length} names in ${table}.${name} whose letters were garbled ("Ã©" for "é")`,
      where: [
        `ids ${some(certain)}`,
        ...(others.length > 0 ? [`look alike, and are left as they are: ids ${some(others)}`] : []),
      ],
      mend: [
        'Look at what the first statement shows (mariadb --default-character-set=utf8mb4), and',
        'let PHP connect with charset=utf8mb4 before the rest: over a latin1 connection its pages',
        'read the garbled names rightly, and the mended ones wrongly:',
        ...shown(column, rows),
        ...(mustWiden ? [await widening(runner, [column])] : []),
        ...repaired(column, rows),
      ].join('\n'),
    },
  ];
}

/** The rows of each number of times, with the condition that finds them, now and never again. */
function groupsOf(
  { name }: TextColumn,
  rows: readonly Garbled[],
): [times: number, where: string][] {
  const ids = (those: readonly Garbled[]) => those.map(({ id }) => id).join(', ');
  const timesOf = ({ mended }: Garbled) => mended?.times ?? 0;
  const once = rows.filter((row) => timesOf(row) === 1);
  const others = rows.filter((row) => timesOf(row) !== 1);
  const but = others.length > 0 ? ` AND id NOT IN (${ids(others)})` : '';
  const groups: [number, string][] = once.length > 0 ? [[1, `${isGarbled(name)}${but}`]] : [];
  for (const times of new Set(others.map(timesOf).filter((n) => n > 1))) {
    const those = ids(others.filter((row) => timesOf(row) === times));
    groups.push([times, `id IN (${those}) AND ${isGarbled(name)}`]);
  }
  return groups;
}

function shown(column: TextColumn, rows: readonly Garbled[]): string[] {
  const { table, name } = column;
  return groupsOf(column, rows).map(
    ([times, where]) =>
      `SELECT id, \`${name}\` AS is_now, ${readAgain(name, times)} AS would_be ` +
      `FROM \`${table}\` WHERE ${where}`,
  );
}

function repaired(column: TextColumn, rows: readonly Garbled[]): string[] {
  const { table, name } = column;
  return groupsOf(column, rows).map(
    ([times, where]) =>
      `UPDATE \`${table}\` SET \`${name}\` = ${readAgain(name, times)} WHERE ${where}`,
  );
}

/** SQL for the name as it was meant. */
function readAgain(name: string, times: number): string {
  const bytes = (text: string) => `CAST(CONVERT(${text} USING latin1) AS BINARY)`;
  let text = `\`${name}\``;
  for (let n = 0; n < times; n += 1) text = `CONVERT(${bytes(text)} USING utf8mb4)`;
  return text;
}

/** True of garbled names alone, whatever the column's charset; a strict server raises nothing. */
function isGarbled(name: string): string {
  return `HEX(CONVERT(\`${name}\` USING utf8mb4)) REGEXP '${GARBLED}'`;
}

function some(rows: readonly Garbled[]): string {
  const ids = rows.slice(0, NAMED).map(({ id }) => String(id));
  return [...ids, ...(rows.length > NAMED ? ['…'] : [])].join(', ');
}
