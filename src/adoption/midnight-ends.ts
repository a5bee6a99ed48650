import type { QueryRunner } from 'typeorm';
import { addDays, startOfStudioDay, studioDayOf } from '../common/studio-day.js';
import type { Config } from '../config/config.js';
import type { DbInstant } from '../database/instants.js';
import { SharedTimes } from '../database/shared-times.js';
import type { Obstacle } from '../../migrations/adoption/obstacle.js';
import { RUNS } from './old-numbers.js';

/** Ids that are named. */
const NAMED = 20;

/** From a day's first second to its last. */
const WHOLE_DAY = 86_399;

/** An end at the first instant of a studio day, as the table has it. */
interface MidnightEnd {
  readonly id: number;
  /** `HH:MM:SS` by the clock of the database. */
  readonly time: string;
  /** From there to the last second of that studio day, by the same clock. */
  readonly seconds: number;
}

/**
 * Subscriptions that still run, and whose end is the beginning of a studio day: that day is shown
 * as the last one by PHP, and is refused from its first second on.
 */
export async function endsAtMidnight(
  runner: QueryRunner,
  config: Config,
  at: Date,
): Promise<Obstacle[]> {
  const times = new SharedTimes(config.databaseTimeZone);
  const now = times.toDb(at).slice(0, 19);
  const rows = (await runner.query(
    `SELECT p.id, p.expires_at AS endsAt FROM coach_member_list p
      WHERE ${RUNS} AND p.expires_at IS NOT NULL ORDER BY p.id`,
    [now],
  )) as { id: number; endsAt: DbInstant }[];
  const endOf = remembering((text) => midnightEnd(text, times, config.studioTimeZone));
  const ends = rows.flatMap(({ id, endsAt }): MidnightEnd[] => {
    const end = endOf(times.textOf(endsAt).slice(0, 19));
    return end ? [{ id, ...end }] : [];
  });
  if (ends.length === 0) return [];
  const more = ends.length > NAMED ? [`… and ${ends.length - NAMED} more`] : [];
  const named = ends.slice(0, NAMED).map(({ id }) => id);
  // By one clock, a day that does not begin at midnight is one whose first hour clocks skip.
  const isPlain =
    config.databaseTimeZone === config.studioTimeZone &&
    ends.every(({ time, seconds }) => time === '00:00:00' && seconds === WHOLE_DAY);
  return [
    {
      what: `${ends.length} running subscriptions that end at midnight, when their last day begins`,
      where: [[`subscriptions ${named.join(', ')}`, ...more].join(' ')],
      mend: [
        'if that day was sold: it is shown as the last one, and nobody can train on it. Move',
        'the ends to the last second of the day, before the database is taken over:',
        ...(isPlain ? [statementFor(now)] : statementsFor(ends)),
      ].join('\n'),
    },
  ];
}

function midnightEnd(
  text: string,
  times: SharedTimes,
  zone: string,
): Omit<MidnightEnd, 'id'> | undefined {
  const instant = times.fromDbOrNull(text);
  if (!instant) return undefined;
  const day = studioDayOf(instant, zone);
  if (startOfStudioDay(day, zone).getTime() !== instant.getTime()) return undefined;
  const last = new Date(startOfStudioDay(addDays(day, 1), zone).getTime() - 1000);
  const seconds = (localMs(times.toDb(last)) - localMs(text)) / 1000;
  return { time: text.slice(11, 19), seconds };
}

/** Times of the table's own clock can be subtracted as if it were UTC. */
function localMs(text: string): number {
  return Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);
}

/** By one clock, for as many as there are. */
function statementFor(now: string): string {
  const running = RUNS.replaceAll('p.', '')
    .replace('(expires_at IS NULL OR expires_at > ?)', `expires_at > '${now}'`)
    .replace(/\s+/g, ' ');
  return moving(WHOLE_DAY, `${running} AND TIME(expires_at) = '00:00:00'`);
}

/** By two clocks midnight is another hour in summer, so that only the ids say which it was. */
function statementsFor(ends: readonly MidnightEnd[]): string[] {
  const groups = new Map<string, MidnightEnd[]>();
  for (const end of ends) {
    const key = `${end.time} ${end.seconds}`;
    groups.set(key, [...(groups.get(key) ?? []), end]);
  }
  return [...groups.values()].flatMap((those) => {
    const [first] = those;
    if (!first) return [];
    const ids = those.map(({ id }) => id).join(', ');
    return [moving(first.seconds, `id IN (${ids}) AND TIME(expires_at) = '${first.time}'`)];
  });
}

/** What was moved has another time of day, so that a second run moves nothing. */
function moving(seconds: number, where: string): string {
  const end = `expires_at + INTERVAL ${seconds} SECOND`;
  return `UPDATE coach_member_list SET expires_at = ${end} WHERE ${where}`;
}

/** Finding a day's beginning takes a while, and many ends are the same. */
function remembering<Found>(find: (text: string) => Found): (text: string) => Found {
  const known = new Map<string, { found: Found }>();
  return (text) => {
    const entry = known.get(text) ?? { found: find(text) };
    known.set(text, entry);
    return entry.found;
  };
}
