import { addDays, type StudioDay } from '../common/studio-day.js';

/** Sessions that count for a day, all of one kind. */
export interface DaySessions {
  readonly day: StudioDay;
  readonly kind: SessionKind;
  readonly sessions: number;
}
export type SessionKind = 'automatic' | 'manual' | 'undone';

/** Packages whose last day it is, and the sessions that are left of them. */
export interface DayEnds {
  readonly day: StudioDay;
  readonly packages: number;
  readonly sessions: number;
}

/** The sessions of a week, which is named by its Monday. */
export type WeekSessions = Record<SessionKind, number> & { readonly from: StudioDay };

/** The packages whose last day is in a week. */
export interface WeekEnds {
  readonly from: StudioDay;
  packages: number;
  sessions: number;
}

/** Members who have so many sessions left. */
export interface BalanceMembers {
  readonly remaining: number;
  readonly members: number;
}

/** The Monday of a day's week. */
export function mondayOf(day: StudioDay): StudioDay {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** The Mondays of so many weeks, from that of the first one on. */
export function mondaysFrom(first: StudioDay, count: number): StudioDay[] {
  return Array.from({ length: count }, (_, n) => addDays(first, 7 * n));
}

/** The sessions of each week; what belongs to none of them is left out. */
export function sessionsByWeek(
  mondays: readonly StudioDay[],
  days: readonly DaySessions[],
): WeekSessions[] {
  return mondays.map((from) => {
    const week = { from, automatic: 0, manual: 0, undone: 0 };
    for (const { kind, sessions } of inWeek(from, days)) week[kind] += sessions;
    return week;
  });
}

/** The packages whose last day is in each week; what belongs to none of them is left out. */
export function endsByWeek(mondays: readonly StudioDay[], days: readonly DayEnds[]): WeekEnds[] {
  return mondays.map((from) => {
    const week = { from, packages: 0, sessions: 0 };
    for (const { packages, sessions } of inWeek(from, days)) {
      week.packages += packages;
      week.sessions += sessions;
    }
    return week;
  });
}

/** Members for every number of sessions up to the largest, those that nobody has included. */
export function membersByBalance(
  largest: number,
  found: readonly BalanceMembers[],
): BalanceMembers[] {
  return Array.from({ length: largest + 1 }, (_, remaining) => {
    const members = found.find((one) => one.remaining === remaining)?.members ?? 0;
    return { remaining, members };
  });
}

function inWeek<Row extends { readonly day: StudioDay }>(
  monday: StudioDay,
  rows: readonly Row[],
): Row[] {
  return rows.filter(({ day }) => mondayOf(day) === monday);
}
