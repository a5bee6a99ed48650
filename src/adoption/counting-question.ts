import type { DataSource, QueryRunner } from 'typeorm';
import { missingParts } from '../../migrations/adoption/required-parts.js';
import type { Config } from '../config/config.js';
import { SharedTimes } from '../database/shared-times.js';
import { hasUncountedCount, IS_ASSIGNED, IS_IN_TIME } from '../packages/package-sql.js';
import { isAdopted } from './adoption-state.js';

/** Running subscriptions of one rate type that have a count, but would train without limit. */
export interface UncountedCounts {
  readonly rateType: string;
  readonly subscriptions: number;
  /** Sessions left in all of them. */
  readonly sessions: number;
  readonly ids: readonly number[];
}

/** Nobody has said yet whether counts are to be followed that PHP may count down. */
export class CountingUnknown extends Error {
  constructor(found: readonly UncountedCounts[]) {
    super(
      [
        'The migration stopped before it changed anything: it must know what counts sessions.',
        ...questionOf(found),
        'Run it again when the variable is set.',
      ].join('\n'),
    );
    this.name = 'CountingUnknown';
    // The command line of TypeORM prints the stack; the text is enough.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Throws `CountingUnknown` where a PHP database can't be taken over without an answer. */
export async function requireAnswer(
  dataSource: DataSource,
  config: Config,
  at: Date,
): Promise<void> {
  if (config.database.kind === 'sqlite') return;
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable('coach_member_list')) || (await isAdopted(runner))) return;
    if ((await missingParts(runner)).length > 0) return;
    const found = await openQuestion(runner, config, at);
    if (found.length > 0) throw new CountingUnknown(found);
  } finally {
    await runner.release();
  }
}

/** What must be asked; nothing where the variable is set, whatever it says. Reads only. */
export async function openQuestion(
  runner: QueryRunner,
  config: Config,
  at: Date,
): Promise<UncountedCounts[]> {
  return config.knowsWhatCounts ? [] : uncountedCounts(runner, config, at);
}

/** The question as people read it at the terminal. */
export function questionOf(found: readonly UncountedCounts[]): string[] {
  const types = found.map(({ rateType }) => rateType);
  return [
    `  ${textOf(found)}`,
    ...found.map(({ rateType, ids }) => `    ${rateType}: ${namesOf(ids)}`),
    '    The newest version of PHP counts them down, and ends them at 0. Older ones let people',
    '    train without limit, and leave the count at what each row begins with. Ask the studio:',
    `      COUNTED_RATE_TYPES=${['package', ...types].join(',')} counts them,`,
    '      COUNTED_RATE_TYPES=package lets them train without limit.',
  ];
}

/** As `questionOf`, in one line. */
function textOf(found: readonly UncountedCounts[]): string {
  const sum = (of: 'subscriptions' | 'sessions') =>
    found.reduce((total, one) => total + one[of], 0);
  const each = found.map(({ rateType, ...one }) => {
    return `${rateType}: ${one.subscriptions} with ${one.sessions}`;
  });
  return (
    `${sum('subscriptions')} running subscriptions that are not counted have a count, of ` +
    `${sum('sessions')} sessions in all (${each.join('; ')})`
  );
}

/** What an answer leaves out, one line a rate type, for those people train without limit. */
export async function leftOut(runner: QueryRunner, config: Config, at: Date): Promise<string[]> {
  if (!config.knowsWhatCounts) return [];
  const found = await uncountedCounts(runner, config, at);
  return found.map(
    ({ rateType, subscriptions, sessions, ids }) =>
      `Running ${rateType} subscriptions with a count, which COUNTED_RATE_TYPES does not name, ` +
      `so that people train without limit: ${subscriptions} with ${sessions} sessions ` +
      `(${namesOf(ids)})`,
  );
}

/**
 * Who has no count of what is counted: the newest PHP reads 0 and lets nobody train, and we read no
 * limit. One line a rate type.
 */
export async function withoutCount(
  runner: QueryRunner,
  config: Config,
  at: Date,
): Promise<string[]> {
  const types = config.countedRateTypes.filter((type) => type !== 'package');
  if (types.length === 0) return [];
  const rows = (await runner.query(
    `SELECT p.id, p.rate_type AS rateType FROM coach_member_list p
      WHERE ${IS_ASSIGNED} AND p.status = 'active' AND ${IS_IN_TIME}
        AND p.rate_type <> 'package' AND p.remaining_sessions IS NULL ORDER BY p.id`,
    [new SharedTimes(config.databaseTimeZone).toDb(at)],
  )) as { id: number; rateType: string }[];
  return types.flatMap((type) => {
    const ids = rows.filter(({ rateType }) => rateType === type).map(({ id }) => id);
    if (ids.length === 0) return [];
    return (
      `Running ${type} subscriptions without a count, of whom PHP's newest version lets nobody ` +
      `train, and the product everybody: ${ids.length} (${namesOf(ids)}). Left so, they train ` +
      'without limit here, and legacy:compare marks them. If none of them may train: UPDATE ' +
      `coach_member_list SET remaining_sessions = 0 WHERE id IN (${ids.join(', ')}) ` +
      'AND remaining_sessions IS NULL'
    );
  });
}

/** Ids that are named of each rate type. */
const NAMED = 20;

function namesOf(ids: readonly number[]): string {
  const more = ids.length > NAMED ? [`… and ${ids.length - NAMED} more`] : [];
  return [`subscriptions ${ids.slice(0, NAMED).join(', ')}`, ...more].join(' ');
}

async function uncountedCounts(
  runner: QueryRunner,
  config: Config,
  at: Date,
): Promise<UncountedCounts[]> {
  const rows = (await runner.query(
    `SELECT p.id, p.rate_type AS rateType, p.remaining_sessions AS sessions
       FROM coach_member_list p
      WHERE ${hasUncountedCount(config)} ORDER BY p.id`,
    [new SharedTimes(config.databaseTimeZone).toDb(at)],
  )) as { id: number; rateType: string; sessions: number }[];
  const types = [...new Set(rows.map(({ rateType }) => rateType))].toSorted();
  return types.map((rateType) => {
    const those = rows.filter((row) => row.rateType === rateType);
    const sessions = those.reduce((sum, row) => sum + row.sessions, 0);
    return { rateType, subscriptions: those.length, sessions, ids: those.map(({ id }) => id) };
  });
}
