/*
 * PHP takes the day of a usage from its own clock, and the time from the database's. Whether these
 * are the studio's is not in the tables, but usages around midnight tell.
 */

/** PHP's answer to `date("c")`: an instant, and how far its clocks are ahead of UTC. */
export interface PhpTime {
  readonly at: Date;
  readonly offsetMinutes: number;
}

/** Usages of a half hour in the days of a month, whose day is so far from that of their time. */
export interface UsageTimes {
  /** Years times twelve, and months from 0. */
  readonly month: number;
  /** Half hours since midnight, by `created_at`. */
  readonly slot: number;
  readonly days: number;
  readonly count: number;
}

/** Days that do not fit the time zones as they are set, and what they would fit. */
export interface OddDays {
  readonly usages: number;
  readonly odd: number;
  /** Odd ones that are left if PHP's day is so many half hours ahead of `created_at`. */
  readonly stillOdd: number;
  readonly from: number;
  readonly to: number;
}

const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):?(\d\d))$/;

/** Reads what PHP printed; undefined for what is no instant with an offset. */
export function phpTimeOf(text: string): PhpTime | undefined {
  const [, local, sign, hours = '0', minutes = '0'] = ISO.exec(text.trim()) ?? [];
  if (local === undefined) return undefined;
  const localMs = Date.parse(`${local}Z`);
  const ahead = Number(hours) * 60 + Number(minutes);
  if (Number.isNaN(localMs) || ahead > 15 * 60) return undefined;
  const offsetMinutes = sign === '-' ? -ahead : ahead;
  return { at: new Date(localMs - offsetMinutes * 60_000), offsetMinutes };
}

/** When PHP's day is another than the studio's, where its clocks are so far ahead (or behind). */
export function differingHours(minutesAhead: number): string {
  const from = minutesAhead < 0 ? 0 : 24 * 60 - minutesAhead;
  const to = minutesAhead < 0 ? -minutesAhead : 24 * 60;
  const which = minutesAhead < 0 ? 'before' : 'after';
  return `from ${timeText(from)} to ${timeText(to)} in the studio it writes the day ${which}`;
}

/** Minutes as hours: `8 h`, `5.5 h`. */
export function hoursText(minutes: number): string {
  return `${Number((minutes / 60).toFixed(2))} h`;
}

const SLOTS_A_DAY = 48;
/** No two zones are further apart. */
const FURTHEST = 26 * 2;
/** Below these, somebody has added usages of other days by hand. */
const [FEW, SMALL_SHARE] = [5, 0.02];

/**
 * Whether many usages have another day than their time gives, and which difference explains them.
 * `expected` is the difference of a month by the settings, in half hours.
 */
export function oddDays(
  times: readonly UsageTimes[],
  expected: (month: number) => number,
): OddDays | undefined {
  const oddWith = (aheadIn: (month: number) => number) =>
    times
      .filter(({ month, slot, days }) => dayOf(slot + aheadIn(month)) !== days)
      .reduce((sum, { count }) => sum + count, 0);
  const usages = times.reduce((sum, { count }) => sum + count, 0);
  const odd = oddWith(expected);
  if (odd < FEW || odd < usages * SMALL_SHARE) return undefined;
  const ahead = Array.from({ length: 2 * FURTHEST + 1 }, (_, n) => n - FURTHEST);
  const left = ahead.map((slots) => oddWith(() => slots));
  const stillOdd = Math.min(...left);
  if (stillOdd * 4 > odd) return undefined;
  const first = left.indexOf(stillOdd);
  const after = left.findIndex((one, n) => n > first && one !== stillOdd);
  return { usages, odd, stillOdd, from: first - FURTHEST, to: after - 1 - FURTHEST };
}

function dayOf(slot: number): number {
  return Math.floor(slot / SLOTS_A_DAY);
}

function timeText(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
