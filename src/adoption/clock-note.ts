import type { QueryRunner } from 'typeorm';
import { HISTORY, isRenamed, USAGES } from '../../migrations/adoption/php-view.js';
import { DAY_MS } from '../common/durations.js';
import { studioDayOf } from '../common/studio-day.js';
import type { Config } from '../config/config.js';
import { SharedTimes } from '../database/shared-times.js';
import { ZoneOffsets } from '../database/zone-offsets.js';
import {
  differingHours,
  hoursText,
  oddDays,
  type OddDays,
  type PhpTime,
  type UsageTimes,
} from './clock-rules.js';

const MINUTE_MS = 60_000;
/** How old an answer of PHP may be before its clock is doubted. */
const LATE_MINUTES = 10;

/** The clocks that decide which day a session counts for, as people read them. */
export interface ClockNote {
  readonly lines: readonly string[];
  /** False where PHP was asked, and its day is not always the studio's. */
  readonly agrees: boolean;
}

/** Puts the clocks side by side: the database's, the studio's, and PHP's if that was asked. */
export async function clockNoteOf(
  runner: QueryRunner,
  config: Config,
  at: Date,
  php?: PhpTime,
): Promise<ClockNote> {
  const { databaseTimeZone, studioTimeZone } = config;
  const [database] = (await runner.query(
    `SELECT CAST(NOW() AS CHAR) AS now, TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), NOW()) AS ahead,
            @@time_zone AS zone, @@system_time_zone AS \`system\``,
  )) as { now: string; ahead: number | string; zone: string; system: string }[];
  const offsets = {
    database: offsetOf(databaseTimeZone, at),
    studio: offsetOf(studioTimeZone, at),
  };
  const zone = database?.zone === 'SYSTEM' ? `SYSTEM, ${database.system}` : database?.zone;
  const wrong = Number(database?.ahead) - offsets.database;
  const lines = [
    'Clocks: PHP takes the day of a session from its own, and created_at from the database.',
    row('the database', database?.now ?? '', `NOW(), time zone ${zone}`),
    row('shared times', timeIn(databaseTimeZone, at), `DATABASE_TIME_ZONE, ${databaseTimeZone}`),
    row('the studio', timeIn(studioTimeZone, at), `STUDIO_TIME_ZONE, ${studioTimeZone}`),
    ...(php ? [row('PHP', timeOf(php), `${sign(php.offsetMinutes)} to UTC`)] : askPhp()),
    ...(Math.abs(wrong) < 2 ? [] : wrongZone(wrong)),
    ...oddDaysText(await oddDaysIn(runner, config), offsets.studio - offsets.database),
  ];
  if (!php) return { lines, agrees: true };
  const compared = compareWithPhp(php, offsets.studio, config, at);
  return { lines: [...lines, ...compared.lines], agrees: compared.agrees };
}

function askPhp(): string[] {
  return [
    '  PHP            ask it where the pages run: php -r \'echo date("c");\' Then',
    '                 npm run legacy:check -- --php-time (what it says)',
    '                 Pages that call date_default_timezone_set have another clock: then ask in',
    '                 one of them, behind that call.',
  ];
}

function wrongZone(minutes: number): string[] {
  return [
    `  The database's clock is ${distance(minutes)} what DATABASE_TIME_ZONE says. Unless PHP sets`,
    '  a time zone for its connections, set DATABASE_TIME_ZONE to that of the database.',
  ];
}

function compareWithPhp(
  php: PhpTime,
  studioOffset: number,
  { studioTimeZone }: Config,
  at: Date,
): ClockNote {
  const late = Math.round((php.at.getTime() - at.getTime()) / MINUTE_MS);
  const isLate = Math.abs(late) > LATE_MINUTES;
  const lines = isLate
    ? [`  PHP's clock is ${distance(late)} ours, unless its answer is of another time: ask again.`]
    : [];
  const ahead = php.offsetMinutes - studioOffset;
  if (ahead === 0) {
    const same = ["  PHP's day is the studio's.", ...seasonsText(studioTimeZone, at)];
    return { lines: isLate ? lines : same, agrees: !isLate };
  }
  const [phpDay, studioDay] = [timeOf(php).slice(0, 10), studioDayOf(php.at, studioTimeZone)];
  return {
    lines: [
      ...lines,
      `  PHP's clock is ${distance(ahead)} the studio's: ${differingHours(ahead)}`,
      `  (just then: ${phpDay} to PHP, ${studioDay} in the studio). A workout of these hours that`,
      '  both of us see would take two sessions. To mend, before the switch: in the php.ini of the',
      '  web server (that of the command line may be another),',
      `    date.timezone = ${studioTimeZone}`,
      "  or, if the studio is where PHP's clock is, STUDIO_TIME_ZONE. Then ask PHP again.",
    ],
    agrees: false,
  };
}

/** What one answer cannot tell where the clock is changed twice a year. */
function seasonsText(studioTimeZone: string, at: Date): string[] {
  const offsets = Array.from({ length: 12 }, (_, month) =>
    offsetOf(studioTimeZone, new Date(at.getTime() + month * 30 * DAY_MS)),
  );
  if (new Set(offsets).size === 1) return [];
  return [
    `  So it is now. The studio's clock changes in the year, and PHP's must too: php -r 'echo`,
    `  date("e");' must name ${studioTimeZone} or a zone that changes with it, not UTC.`,
  ];
}

function oddDaysText(odd: OddDays | undefined, expectedMinutes: number): string[] {
  if (!odd) return [];
  const [from, to] = [hoursText(odd.from * 30), hoursText(odd.to * 30)];
  const range = from === to ? from : `${from} to ${to}`;
  return [
    `  ${odd.odd} of ${odd.usages} usages have another day than created_at was in the studio;`,
    `  all but ${odd.stillOdd} fit if PHP's day is ${range} ahead of created_at, which the two`,
    `  settings put at ${hoursText(expectedMinutes)}. Ask PHP, and correct what is wrong.`,
  ];
}

/** Days that are further away were named by a person. */
async function oddDaysIn(runner: QueryRunner, config: Config): Promise<OddDays | undefined> {
  const table = (await isRenamed(runner)) ? HISTORY : USAGES;
  for (const column of ['usage_date', 'created_at']) {
    if (!(await runner.hasTable(table)) || !(await runner.hasColumn(table, column)))
      return undefined;
  }
  const rows = (await runner.query(
    `SELECT YEAR(created_at) * 12 + MONTH(created_at) - 1 AS month,
            HOUR(created_at) * 2 + (MINUTE(created_at) >= 30) AS slot,
            DATEDIFF(usage_date, created_at) AS days, COUNT(*) AS \`count\`
       FROM ${table}
      WHERE DATEDIFF(usage_date, created_at) BETWEEN -1 AND 1
      GROUP BY 1, 2, 3`,
  )) as Record<keyof UsageTimes, number | string>[];
  const times = rows.map(({ month, slot, days, count }) => {
    return { month: Number(month), slot: Number(slot), days: Number(days), count: Number(count) };
  });
  return oddDays(times, (month) => {
    const middle = new Date(Date.UTC(Math.floor(month / 12), month % 12, 15));
    const minutes =
      offsetOf(config.studioTimeZone, middle) - offsetOf(config.databaseTimeZone, middle);
    return Math.round(minutes / 30);
  });
}

/** Asked for each month of years, and longer to make than to ask. */
const zones = new Map<string, ZoneOffsets>();

function offsetOf(timeZone: string, at: Date): number {
  const zone = zones.get(timeZone) ?? new ZoneOffsets(timeZone);
  zones.set(timeZone, zone);
  return zone.at(at.getTime()) / MINUTE_MS;
}

function timeIn(timeZone: string, at: Date): string {
  return new SharedTimes(timeZone).toDb(at).slice(0, 19);
}

/** What PHP's clock showed. */
function timeOf({ at, offsetMinutes }: PhpTime): string {
  return timeIn('UTC', new Date(at.getTime() + offsetMinutes * MINUTE_MS));
}

function row(who: string, time: string, from: string): string {
  return `  ${who.padEnd(15)}${time.padEnd(22)}${from}`;
}

function sign(minutes: number): string {
  return `${minutes < 0 ? '' : '+'}${hoursText(minutes)}`;
}

function distance(minutes: number): string {
  return `${hoursText(Math.abs(minutes))} ${minutes < 0 ? 'behind' : 'ahead of'}`;
}
