import { Injectable } from '@nestjs/common';
import { studioDayOf } from '../common/studio-day.js';
import { Conditions } from '../database/conditions.js';
import type { DbInstant } from '../database/instants.js';
import type { SqlValue, Tx } from '../database/tx.js';
import {
  IS_ASSIGNED,
  IS_FROZEN_ON,
  IS_IN_TIME,
  IS_KEPT,
  IS_NOT_FROZEN,
  IS_OPEN,
  IS_OPEN_BY_ID,
  IS_PENDING,
  isCounted,
  isEnding,
  isFree,
  LACKING_IDS,
} from '../packages/package-sql.js';
import { membersOf } from './members-sql.js';
import {
  ATTENTIONS,
  type Attention,
  expiringUntil,
  type Thresholds,
} from '../packages/package-rules.js';

/** How urgent it is with who needs nothing: above all kinds of attention. */
export const NO_URGENCY = ATTENTIONS.length;

/** Whose members and packages, and at which instant. */
export interface StandingsScope {
  readonly at: Date;
  readonly thresholds: Thresholds;
  /** Only members assigned to this coach, and only packages with this coach. */
  readonly coachId?: number | undefined;
}

/** As `StandingsScope`, where no threshold matters. */
export type EndsScope = Omit<StandingsScope, 'thresholds'>;

/** How many members there are, and how many of them need attention for which reason. */
type MemberCounts = Readonly<Record<Attention | 'all', number>>;

/** Members who have so many sessions left. */
interface Balance {
  readonly remaining: number;
  readonly members: number;
}

/** How all members stand, counted in two ways. */
export interface StandingCounts {
  readonly counts: MemberCounts;
  readonly balances: Balance[];
}

/** Usable packages that end at an instant. */
export interface PackageEnd {
  readonly at: Date;
  readonly packages: number;
  readonly sessions: number;
}

/** Part of a SELECT, with its values. */
interface Part {
  readonly sql: string;
  readonly values: SqlValue[];
}

/** What is asked of the packages of each `user u`. */
export interface Standings {
  /** Joins `s`, what the member's packages in time come to, and `w`, those that wait. */
  readonly joined: Part;
  /** Whether a member needs attention: the rule of `attentionOf`. */
  readonly needs: Readonly<Record<Attention, Part>>;
  /** How urgently: 0 for the first kind of attention, and `NO_URGENCY` for none. */
  readonly urgency: Part;
}

/**
 * Only packages that are not over are added up, which are few of those of many years, and by a key
 * that has all of it. What was sold before is asked of those members alone who have nothing left.
 */
export function standings(tx: Tx, scope: StandingsScope): Standings {
  const needs = needsOf(tx, scope);
  const ranks = ATTENTIONS.map((kind, rank) => `WHEN ${needs[kind].sql} THEN ${rank}`);
  return {
    joined: joinedTo(tx, scope),
    needs,
    urgency: {
      sql: `CASE ${ranks.join(' ')} ELSE ${NO_URGENCY} END`,
      values: ATTENTIONS.flatMap((kind) => needs[kind].values),
    },
  };
}

function needsOf(tx: Tx, { at, coachId, thresholds }: StandingsScope): Standings['needs'] {
  // Who pauses has something: it is neither used up nor to be sold anew.
  const frozen = new Conditions()
    .and(`${IS_FROZEN_ON} AND p.id = f.package_id`, ...daysOf(tx, at))
    .and(`${IS_ASSIGNED} AND ${IS_OPEN}`)
    .andIfGiven('p.coach_id = ?', coachId);
  const sold = new Conditions()
    .and(
      `p.member_id = u.id AND ${IS_ASSIGNED} AND ${isCounted(tx)} AND ${IS_OPEN}
      AND ${IS_KEPT}`,
    )
    .andIfGiven('p.coach_id = ?', coachId);
  return {
    // In this order, which AND does not promise: who has something left is asked for nothing else.
    empty: {
      sql: `CASE WHEN COALESCE(s.sessions, 0) = 0 AND COALESCE(s.free, 0) = 0
        THEN EXISTS (SELECT 1 FROM coach_member_list p ${sold.where})
          AND u.id NOT IN (${FROZEN_MEMBER_IDS} ${frozen.where}) ELSE 0 END`,
      values: [...sold.values, ...frozen.values],
    },
    low: { sql: '(s.sessions BETWEEN 1 AND ?)', values: [thresholds.lowBalance] },
    expiring: { sql: '(s.ending > 0)', values: [] },
    waiting: { sql: '(w.waiting > 0)', values: [] },
  };
}

/** Of the few that are frozen: asked once, and not for each member. */
const FROZEN_MEMBER_IDS =
  'SELECT p.member_id + 0 FROM coach_package_freeze f CROSS JOIN coach_member_list p';

/** The day of an instant, twice: as the conditions about freezes ask for it. */
function daysOf({ studioTimeZone }: Tx, at: Date): [string, string] {
  const day = studioDayOf(at, studioTimeZone);
  return [day, day];
}

/** No key has the order of a sum: else databases go along all packages, to have them by member. */
const OWNER = 'p.member_id + 0';

/** A condition by which no key is chosen: most rows of the key that is right fulfil it. */
function oneByOne(condition: string): string {
  return `CASE WHEN ${condition} THEN 1 ELSE 0 END = 1`;
}

function joinedTo(tx: Tx, { at, coachId, thresholds }: StandingsScope): Part {
  const now = tx.times.toDb(at);
  const soon = tx.times.toDb(expiringUntil(at, thresholds));
  const count = (condition: string) => `COUNT(CASE WHEN ${condition} THEN 1 END)`;
  // Everybody's are found by their date, and a coach's by the coach.
  const isInTime = coachId === undefined ? IS_IN_TIME : oneByOne(IS_IN_TIME);
  const running = new Conditions()
    .andIfGiven('p.coach_id = ?', coachId)
    .and(isInTime, now)
    // A number first: of packages without a date, which are never over, most have nothing left.
    .and(`(p.remaining_sessions >= 1 OR NOT COALESCE(${isCounted(tx)}, 0))`)
    .and(oneByOne(IS_ASSIGNED))
    .and(IS_OPEN_BY_ID)
    .and(IS_NOT_FROZEN, ...daysOf(tx, at));
  const pending = new Conditions().and(IS_PENDING).andIfGiven('p.coach_id = ?', coachId);
  const packages = 'coach_member_list p';
  const from =
    coachId === undefined ? `(${LACKING_IDS}) l JOIN ${packages} ON p.id = l.id` : packages;
  const left = `CASE WHEN ${isCounted(tx)} THEN p.remaining_sessions ELSE 0 END`;
  const sql = `LEFT JOIN (
    SELECT ${OWNER} AS member_id, CAST(SUM(${left}) AS SIGNED) AS sessions,
           ${count(isFree(tx))} AS free, ${count(isEnding(tx))} AS ending
      FROM ${packages} ${running.where} GROUP BY ${OWNER}) s ON s.member_id = u.id
  LEFT JOIN (
    SELECT ${OWNER} AS member_id, COUNT(*) AS waiting
      FROM ${from} ${pending.where} GROUP BY ${OWNER}) w ON w.member_id = u.id`;
  return { sql, values: [now, soon, ...running.values, ...pending.values] };
}

/** What members' packages come to, counted. */
@Injectable()
export class MemberStandingsRepository {
  /**
   * Members in all, by what they need, and by the usable sessions that they have left up to a
   * number: of these only who lives on counted sessions alone. None were ever sold to the others,
   * or another subscription runs. All at once, as what they come to is the same.
   */
  async count(tx: Tx, scope: StandingsScope, upTo: number): Promise<StandingCounts> {
    const { joined, needs } = standings(tx, scope);
    const members = membersOf(scope.coachId);
    const kinds = ATTENTIONS.map((kind) => `${needs[kind].sql} AS ${kind}`);
    const rows = await tx.rows<RawCount>(
      `SELECT ${kinds.join(', ')},
              CASE WHEN s.free = 0 AND s.sessions <= ${upTo} THEN s.sessions END AS remaining,
              COUNT(*) AS members
         FROM \`user\` u ${joined.sql} ${members.where} GROUP BY 1, 2, 3, 4, 5`,
      [...ATTENTIONS.flatMap((kind) => needs[kind].values), ...joined.values, ...members.values],
    );
    const all = (some: readonly RawCount[]) =>
      some.reduce((sum, one) => sum + Number(one.members), 0);
    const needing = (kind: Attention) => all(rows.filter((one) => Number(one[kind]) > 0));
    const [empty, low] = [needing('empty'), needing('low')];
    const numbers = Array.from({ length: upTo }, (_, n) => n + 1);
    return {
      counts: {
        ...{ all: all(rows), empty, low },
        ...{ expiring: needing('expiring'), waiting: needing('waiting') },
      },
      balances: [
        { remaining: 0, members: empty },
        ...numbers.map((remaining) => {
          const having = rows.filter((one) => Number(one.remaining) === remaining);
          return { remaining, members: all(having) };
        }),
      ],
    };
  }

  /** When usable packages end, up to an instant, and what is left of them. */
  async ends(tx: Tx, { at, coachId }: EndsScope, until: Date): Promise<PackageEnd[]> {
    // By the people, because the legacy system keeps packages of members who are gone.
    const { where, values } = membersOf(coachId)
      .and(isEnding(tx), tx.times.toDb(at), tx.times.toDb(until))
      .and(IS_OPEN_BY_ID)
      .and(IS_NOT_FROZEN, ...daysOf(tx, at))
      .andIfGiven('p.coach_id = ?', coachId);
    const rows = await tx.rows<RawEnd>(
      `SELECT p.expires_at AS endsAt, COUNT(*) AS packages,
              SUM(CASE WHEN ${isCounted(tx)} THEN p.remaining_sessions ELSE 0 END) AS sessions
         FROM coach_member_list p JOIN \`user\` u ON u.id = p.member_id
         ${where} GROUP BY p.expires_at`,
      values,
    );
    return rows.map(({ endsAt, packages, sessions }) => {
      const end = tx.times.fromDb(endsAt);
      return { at: end, packages: Number(packages), sessions: Number(sessions) };
    });
  }
}

/** So many members are alike in what they need and what is left; NULL is false, or more. */
type RawCount = Readonly<
  Record<Attention | 'remaining', number | string | null> & { members: number | string }
>;

interface RawEnd {
  readonly endsAt: DbInstant;
  readonly packages: number | string;
  readonly sessions: number | string;
}
