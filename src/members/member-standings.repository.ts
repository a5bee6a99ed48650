import { Injectable } from '@nestjs/common';
import { Conditions } from '../database/conditions.js';
import type { DbInstant } from '../database/instants.js';
import type { SqlValue, Tx } from '../database/tx.js';
import {
  IN_TIME_IDS,
  IS_ASSIGNED,
  IS_IN_TIME,
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
  LOW_BALANCE,
} from '../packages/package-rules.js';

/** Whose members and packages, and at which instant. */
export interface StandingsScope {
  readonly at: Date;
  /** Only members assigned to this coach, and only packages with this coach. */
  readonly coachId?: number | undefined;
}

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
  /** How urgently: 0 for the first kind of attention, and a number above all of them for none. */
  readonly urgency: Part;
}

/**
 * Only packages that are not over are added up, which are few of those of many years. What was sold
 * before is asked of those members alone who have nothing left.
 */
export function standings(tx: Tx, scope: StandingsScope): Standings {
  const needs = needsOf(tx, scope);
  const ranks = ATTENTIONS.map((kind, rank) => `WHEN ${needs[kind].sql} THEN ${rank}`);
  return {
    joined: joinedTo(tx, scope),
    needs,
    urgency: {
      sql: `CASE ${ranks.join(' ')} ELSE ${ATTENTIONS.length} END`,
      values: ATTENTIONS.flatMap((kind) => needs[kind].values),
    },
  };
}

function needsOf(tx: Tx, { coachId }: StandingsScope): Standings['needs'] {
  const sold = new Conditions()
    .and(`p.member_id = u.id AND ${IS_ASSIGNED} AND ${isCounted(tx)}`)
    .andIfGiven('p.coach_id = ?', coachId);
  return {
    empty: {
      sql: `(COALESCE(s.sessions, 0) = 0 AND COALESCE(s.free, 0) = 0
        AND EXISTS (SELECT 1 FROM coach_member_list p ${sold.where}))`,
      values: sold.values,
    },
    low: { sql: `(s.sessions BETWEEN 1 AND ${LOW_BALANCE})`, values: [] },
    expiring: { sql: '(s.ending > 0)', values: [] },
    waiting: { sql: '(w.waiting > 0)', values: [] },
  };
}

/** No key has the order of a sum: else databases go along all packages, to have them by member. */
const OWNER = 'p.member_id + 0';

function joinedTo(tx: Tx, { at, coachId }: StandingsScope): Part {
  const [now, soon] = [tx.times.toDb(at), tx.times.toDb(expiringUntil(at))];
  const count = (condition: string) => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
  const pending = new Conditions().and(IS_PENDING).andIfGiven('p.coach_id = ?', coachId);
  const packages = 'coach_member_list p';
  const from =
    coachId === undefined ? `(${LACKING_IDS}) l JOIN ${packages} ON p.id = l.id` : packages;
  const sql = `LEFT JOIN (
    SELECT ${OWNER} AS member_id, SUM(CASE WHEN ${IS_ASSIGNED} AND ${isCounted(tx)}
                                 THEN COALESCE(p.remaining_sessions, 0) ELSE 0 END) AS sessions,
           ${count(`${IS_ASSIGNED} AND ${isFree(tx)}`)} AS free,
           ${count(isEnding(tx))} AS ending
      FROM coach_member_list p ${inTime(coachId)} GROUP BY ${OWNER}) s ON s.member_id = u.id
  LEFT JOIN (
    SELECT ${OWNER} AS member_id, COUNT(*) AS waiting
      FROM ${from} ${pending.where} GROUP BY ${OWNER}) w ON w.member_id = u.id`;
  const ofCoach = coachId === undefined ? [] : [coachId];
  return { sql, values: [now, soon, ...ofCoach, now, ...pending.values] };
}

/** Everybody's are found by their date: asked for the rows, the server may read the whole table. */
function inTime(coachId: number | undefined): string {
  const isIn =
    coachId === undefined ? `p.id IN (${IN_TIME_IDS})` : `p.coach_id = ? AND ${IS_IN_TIME}`;
  return `WHERE ${isIn}`;
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
    const sums = ATTENTIONS.map(
      (kind) => `COUNT(CASE WHEN ${needs[kind].sql} THEN 1 END) AS ${kind}`,
    );
    const some = Array.from({ length: upTo }, (_, n) => n + 1);
    const having = some.map((left) => {
      return `COUNT(CASE WHEN s.sessions = ${left} AND s.free = 0 THEN 1 END) AS having${left}`;
    });
    const row = await tx.row<Record<string, number | string>>(
      `SELECT COUNT(*) AS members, ${[...sums, ...having].join(', ')}
         FROM \`user\` u ${joined.sql} ${members.where}`,
      [...ATTENTIONS.flatMap((kind) => needs[kind].values), ...joined.values, ...members.values],
    );
    const of = (name: string) => Number(row?.[name] ?? 0);
    const [empty, low, expiring, waiting] = [of('empty'), of('low'), of('expiring'), of('waiting')];
    return {
      counts: { all: of('members'), empty, low, expiring, waiting },
      balances: [
        { remaining: 0, members: empty },
        ...some.map((remaining) => ({ remaining, members: of(`having${remaining}`) })),
      ],
    };
  }

  /** When usable packages end, up to an instant, and what is left of them. */
  async ends(tx: Tx, { at, coachId }: StandingsScope, until: Date): Promise<PackageEnd[]> {
    // By the people, because the legacy system keeps packages of members who are gone.
    const { where, values } = membersOf(coachId)
      .and(isEnding(tx), tx.times.toDb(at), tx.times.toDb(until))
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

interface RawEnd {
  readonly endsAt: DbInstant;
  readonly packages: number | string;
  readonly sessions: number | string;
}
